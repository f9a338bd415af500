"""The grammar of readings: `subject.what`, the form in which rules name a number of the game.

| subject | what |
| --- | --- |
| actor, target, partner, challenger, holder, ally, a faction's id | a faction track; a stance track, at the order's flashpoint; a piece kind: ready pieces in the order's area |
| actor_target, actor_partner, target_partner, challenger_holder, ally_holder, a pair's id | a pair track |
| area, an area's id | an area track |
| flashpoint, a flashpoint's id | a flashpoint track |
| pledge | a track of the obligation by which the holder is helped, at the order's flashpoint; `ally` is its debtor |
| world | a world track |
| an obligation's id, a project's id | a track of that scope |
| count | one of COUNTS: how often something has happened in the game so far |
| case | one of FACTS: a fact of the case before the seat that is asked |

A stance at a flashpoint can be named outright with three parts: `faction.track.flashpoint`.
"""  # noqa: E501

from __future__ import annotations

from attrs import frozen

from kuroshio.model.board import Board
from kuroshio.model.likely_names import nearest, same_words
from kuroshio.model.ruleset import Ruleset

FACTION_WORDS = ("actor", "target", "partner", "challenger", "holder", "ally")
PAIR_WORDS = ("actor_target", "actor_partner", "target_partner", "challenger_holder", "ally_holder")
WORDS = (*FACTION_WORDS, *PAIR_WORDS, "area", "flashpoint", "pledge", "world", "count", "case")
SCOPES = ("world", "faction", "pair", "area", "flashpoint", "stance", "obligation", "project")
COUNTS = (
    "crises",
    "off_ramps",
    "settlements",
    "faits_accomplis",
    "clashes",
    "incidents",
    "unattributed",
    "gates_opened",
    "projects_delivered",
    "joint_acts",
)
LISTS_TRACKS = "kuroshio check --names opening"  # lists every track of every entity, as named in a scenario's opening
FACTS = ("intensity", "expected", "victim", "attributed", "victim_level", "round", "turn", "rival_choice", "my_class")


@frozen
class Meaning:
    """What a reading means. kind: a scope of tracks, or pieces, count, case. flashpoint: of a stance named outright."""

    kind: str
    subject: str
    what: str
    flashpoint: str = ""


@frozen
class Lexicon:
    """The ids that readings may use: subject -> scopes, track -> scope, and the piece kinds.

    A subject may have two scopes (an island that is a faction and an area): the track tells which is meant.
    """

    subjects: dict[str, tuple[str, ...]]
    tracks: dict[str, str]
    kinds: frozenset[str]


class UnclearReading(ValueError):
    """A reading without a meaning: `wrong` says why, `right` what would be right."""

    def __init__(self, wrong: str, right: str):
        super().__init__(f"{wrong}; {right}")
        self.wrong, self.right = wrong, right


def lexicon(ruleset: Ruleset, board: Board) -> Lexicon:
    """Gather the ids that readings may use."""
    subjects: dict[str, tuple[str, ...]] = {word: (word,) for word in ("area", "flashpoint", "world", "count", "case")}
    for scope, words in (("faction", FACTION_WORDS), ("pair", PAIR_WORDS), ("obligation", ("pledge",))):
        for word in words:
            subjects[word] = (scope,)
    for scope, entries in (
        ("faction", ruleset.factions),
        ("pair", ruleset.pairs),
        ("area", board.areas),
        ("flashpoint", ruleset.flashpoints),
        ("obligation", ruleset.obligations),
        ("project", ruleset.projects),
    ):
        for entry in entries:
            subjects[entry.id] = (*subjects.get(entry.id, ()), scope)
    tracks = {track.id: track.scope for track in ruleset.tracks}
    return Lexicon(subjects, tracks, frozenset(kind.id for kind in ruleset.kinds))


def understand(text: str, names: Lexicon) -> Meaning:
    """Return the meaning of a reading. Raises UnclearReading."""
    parts = text.split(".")
    if len(parts) not in (2, 3):
        raise UnclearReading(f"{text!r} is not a reading", "write subject.what, such as actor.home")
    subject, what = parts[0], parts[1]
    scopes = names.subjects.get(subject)
    if scopes is None:
        raise UnclearReading(f"unknown subject {subject!r}", nearest(subject, names.subjects, LISTS_TRACKS))
    if len(parts) == 3:
        return _stance_outright(text, scopes, parts, names)
    if subject in ("count", "case"):
        known = COUNTS if subject == "count" else FACTS
        if what not in known:
            raise UnclearReading(f"unknown {subject} {what!r}", nearest(what, known))
        return Meaning(subject, subject, what)
    if "faction" in scopes and what in names.kinds:
        return Meaning("pieces", subject, what)
    fitting = (*scopes, "stance") if "faction" in scopes else scopes
    if names.tracks.get(what) not in fitting:
        known_tracks = [track for track, of in names.tracks.items() if of in fitting]
        _refuse_pair(text, parts, names)
        raise UnclearReading(f"{' or '.join(scopes)} has no track {what!r}", nearest(what, known_tracks, LISTS_TRACKS))
    return Meaning(names.tracks[what], subject, what)


def _stance_outright(text: str, scopes: tuple[str, ...], parts: list[str], names: Lexicon) -> Meaning:
    """Understand `faction.track.flashpoint`."""
    subject, what, flashpoint = parts
    is_stance = "faction" in scopes and names.tracks.get(what) == "stance"
    if not is_stance or "flashpoint" not in names.subjects.get(flashpoint, ()):
        _refuse_pair(text, parts, names)
        raise UnclearReading(f"{text!r} is not a stance", "write faction.track.flashpoint, the track one of scope stance")
    return Meaning("stance", subject, what, flashpoint)


def _refuse_pair(text: str, parts: list[str], names: Lexicon) -> None:
    """Refuse the two sides of a pair separated by a dot, because a pair has one name. Raises UnclearReading."""
    pair = same_words(".".join(parts[:2]), [subject for subject, scopes in names.subjects.items() if "pair" in scopes])
    if not pair:
        return
    tracks = [track for track, scope in names.tracks.items() if scope == "pair"]
    if len(parts) == 3 and parts[2] in tracks:
        raise UnclearReading(f"{text!r} is not a reading", f"did you mean '{pair}.{parts[2]}'?")
    raise UnclearReading(f"{text!r} is not a reading", f"write '{pair}.' and a track of the pair: {', '.join(tracks)}")
