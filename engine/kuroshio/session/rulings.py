"""What an umpire may rule on an act: the bands, arguments, votes and effects that the scenario's mode allows (rule 4.5).

A `Docket` is the act, a `Verdict` the umpire's ruling. This module knows only these two, and no game.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen

from kuroshio.model.scenario import MODES
from kuroshio.picture.picture import BANDS, OddsPicture
from kuroshio.session.journal.journal_format import JournalLine
from kuroshio.session.refusal import meant

RIGID, SEMI_RIGID, MATRIX, FREE, CONSENSUS = MODES
MOST_ARGUMENTS = 6  # on either side: with more the dice would not matter
UMPIRE = "umpire"  # the viewer, when it is the umpire
MODE_WORDS = {
    SEMI_RIGID: "Semi-rigid: the engine's answer, or the next band on either side.",
    MATRIX: "Argued: each argument moves the number by one; then the roll stands.",
    FREE: "Free: any band.",
    CONSENSUS: "By consensus: the band with most votes of the room.",
}
OR_A_BAND = " Or name a band: the rules give no effects to an order in own words."
ANY_BAND = " Disputed: name any band, with the reason."
DICE_DOWN = {MATRIX: "until the arguments are heard", CONSENSUS: "until the votes are in"}
UNTIL_RULED = "until a number is set or a band is named"
RULES = "rules"  # the name of who ruled if the roll stands without an umpire
ROLL_STANDS = "The roll stands."
NO_DICE = "No dice: it stands."  # kept in journals and compared
UNDISPUTED = "Nobody disputed it: the roll stands."  # kept in journals and compared
HEARD = (MATRIX, CONSENSUS)  # modes in which the room changes the roll
ROOM = ("room", "the room")  # the name under which a show of hands counts as one vote
EXTREMES = {"breakthrough": "success", "setback": "failure"}  # an extreme band without tied effects takes these
NOTHING_BEFORE = "No act is before the umpire."


@frozen
class Docket:
    """The act before the umpire. odds: as shown to its seat, None where no dice decide; engine: the band of the roll.

    words: the number of an order in own words among those of its seat; 0 for any other act. disputed: control keeps it for a
    ruling, which may then name any band in any mode. parties: the seats that such an order is put to, who are told of the ruling;
    replies: what they said, by seat; missing: those that have not replied yet. number_set: the umpire has set
    the number, and the roll stands. While the dice are `down`, nobody
    is shown `dice` and `engine` before the ruling.
    """

    seat: str
    order: str
    title: str
    mode: str
    odds: OddsPicture | None
    dice: tuple[int, int]
    engine: str
    words: int = 0
    disputed: bool = False
    parties: tuple[str, ...] = ()
    replies: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()
    number_set: bool = False

    @property
    def down(self) -> str:
        """Until when the dice are covered, in words; empty if they are shown, or if there are none."""
        if self.odds is None:
            return ""
        if self.number_set:
            return "until they are thrown"
        return DICE_DOWN.get(self.mode, UNTIL_RULED if self.words or self.disputed else "")

    def rolled(self) -> str:
        """Return a sentence with what may be shown of the roll before the ruling."""
        if self.down:
            return f"The dice are covered {self.down}."
        return f"The engine's answer: {f'{sum(self.dice)}, ' if self.odds else ''}{self.engine}."


@frozen(kw_only=True)
class Verdict:
    """An umpire's ruling. pro, contra: arguments, each moving the number by one; votes: from seat or name to band.

    band: of BANDS, empty if the roll stands; effects: tracks set by hand, as {track, add} or {track, set}, perhaps with `on`,
    the band that the effect is tied to; without it the effect holds in every band.
    told: for an order in own words, the seats that are told besides its own; public: whether everybody is told.
    undisputed: the roll stands in any mode because nobody disputes it.
    """

    reason: str
    by: str
    pro: tuple[str, ...] = ()
    contra: tuple[str, ...] = ()
    votes: Mapping[str, str] = {}
    band: str = ""
    effects: Sequence[Mapping[str, Any]] = ()
    told: tuple[str, ...] = ()
    public: bool = False
    undisputed: bool = False


def undisputed(by: str) -> Verdict:
    """Return the ruling on an act that nobody disputes."""
    return Verdict(reason=UNDISPUTED, by=by, undisputed=True)


def needs(docket: Docket) -> str:
    """Return the number that an act needs with the present arguments, and its chances in 36."""
    return f"needs {docket.odds.number}, {sum(docket.odds.bands[2:])} in 36" if docket.odds else f"no dice, {docket.engine}"


def ruling_told(entry: JournalLine, unargued: str) -> str:
    """Tell the result of a ruling, with the dice, which are shown now. unargued: the band of the roll without arguments."""
    engine, final = str(entry["engine"]), str(entry["band"] or entry["engine"])
    if entry["by"] == RULES and not entry["number"]:
        return f"{entry['order']} stands: no dice decide it."
    if not entry["number"]:
        return f"Ruled: {final}; no dice{'' if final == engine else f'; without the ruling it would be a {engine}'}."
    argued = len(entry["pro"]) != len(entry["contra"])
    thrown = f"Ruled: {final}, needed {entry['number']}{' after the arguments' if argued else ''}, rolled {sum(entry['dice'])}"
    if final != engine:
        return f"{thrown}: the roll says {engine}."
    if argued:
        return f"{thrown}; {'the arguments changed nothing' if unargued == engine else f'without the arguments a {unargued}'}."
    return f"{thrown}: the result of the roll."


def holding(effects: Sequence[Mapping[str, Any]], band: str) -> list[dict[str, Any]]:
    """Return the effects set by hand that hold in a band, without their ties.

    An effect tied to success or failure also holds in the extreme band beyond it, unless an effect is tied to that band.
    """
    tied = {effect.get("on") for effect in effects}
    meant_by = band if band in tied else EXTREMES.get(band, band)
    held = [effect for effect in effects if effect.get("on", meant_by) == meant_by]
    return [{name: value for name, value in effect.items() if name != "on"} for effect in held]


NUMBER_SET = "The number is set: `throw` lets the dice fall, and the roll stands; `undo` takes the number back."


def waits_for(before: Docket) -> str:
    """Return the sentence on an order in own words whose parties have not all replied; empty if they have."""
    how = " or ".join(f"`{seat}: reply ...`" for seat in before.missing[:1])
    return f"It waits for the reply of {', '.join(before.missing)}: write {how}." if before.missing else ""


def verdict_wrong(verdict: Verdict, before: Docket) -> str:
    """Return a sentence on what a mode does not allow; empty if the ruling is legal."""
    bands = [verdict.band, *verdict.votes.values()]
    bands += [str(effect["on"]) for effect in verdict.effects if "on" in effect]
    unknown = next((band for band in bands if band and band not in BANDS), "")
    if unknown:
        return meant(f"No band {unknown!r}", unknown, BANDS)
    if before.missing:
        return waits_for(before)
    if (verdict.told or verdict.public) and not before.words:
        return "The rules say who sees this act; only a ruling on an order in own words names who is told."
    if not verdict.reason.strip():
        return "A ruling needs its reason."
    if not verdict.by.strip():
        return "A ruling needs the name of who ruled."
    if verdict.by == RULES:
        return f"{RULES!r} is reserved for the roll; give the name of who ruled."
    if max(len(verdict.pro), len(verdict.contra)) > MOST_ARGUMENTS:
        return f"More than {MOST_ARGUMENTS} arguments on one side; keep the weightiest."
    if verdict.undisputed:
        alone = verdict == undisputed(verdict.by) and not before.words
        return "" if alone else "What nobody disputes stands as rolled, and no more."
    by_hand = not (verdict.pro or verdict.contra or verdict.votes)
    if before.number_set:
        effects = before.words or before.disputed or not verdict.effects
        return "" if by_hand and not verdict.band and effects else NUMBER_SET
    if before.disputed and by_hand and (verdict.band or before.mode == RIGID):
        return ""  # whatever the mode, a band with its reason
    return NOT_ALLOWED[before.mode](verdict, before)


def idle(verdict: Verdict, before: Docket) -> str:
    """Return a sentence on a part that would be written down and have no effect; older kept games may have such parts."""
    if before.mode == FREE and verdict.votes:
        return "This act is ruled freely: the umpire names the band, without votes."
    single = list(verdict.votes) if len(verdict.votes) == 1 else []
    if before.mode == CONSENSUS and single and single[0].lower() not in ROOM:
        return f"One vote is not a consensus: write the vote of each voter, or `vote {ROOM[0]}=BAND` after a show of hands."
    return ""


# The rules give an order in own words no effects, so the umpire may name any band and set tracks, whatever the mode.


def _semi_rigid(verdict: Verdict, before: Docket) -> str:
    if verdict.pro or verdict.contra or verdict.votes or (verdict.effects and not before.words):
        return "This act is ruled semi-rigid: name a band only, without arguments, votes or effects."
    if verdict.band and not before.words and abs(BANDS.index(verdict.band) - BANDS.index(before.engine)) > 1:
        return f"This act is ruled semi-rigid: the band must be at most one from {before.engine}."
    return ""


def _matrix(verdict: Verdict, before: Docket) -> str:
    if verdict.votes:
        return "This act is argued: it takes no votes."
    if (verdict.band or verdict.effects) and not before.words:
        return "This act is argued: arguments move the number; then the roll stands."
    return ""


def _free(verdict: Verdict, before: Docket) -> str:
    return "This act is ruled freely: name a band or effects, no arguments or votes." if verdict.pro or verdict.contra else ""


def _consensus(verdict: Verdict, before: Docket) -> str:
    if before.words and verdict.band:
        return "Either the votes or the umpire name the band, not both." if verdict.votes else ""
    if not verdict.votes:
        other = " On an order in own words the umpire may name the band instead." if before.words else ""
        return f"This act is ruled by consensus: it needs votes, each for a band.{other}"
    if verdict.effects and not before.words:
        return "This act is ruled by consensus: the votes name the band; to set a track by hand use an inject."
    return "This act is ruled by consensus: the votes name the band." if verdict.band else ""


def _rigid(verdict: Verdict, before: Docket) -> str:
    if before.disputed:
        return "This act is rigid and disputed: name a band or let the roll stand, without arguments or votes."
    return "This act is rigid: the roll stands."


NOT_ALLOWED = {RIGID: _rigid, SEMI_RIGID: _semi_rigid, MATRIX: _matrix, FREE: _free, CONSENSUS: _consensus}


def outvoted(votes: Mapping[str, str], engine: str) -> str:
    """Return the band with most votes; on a tie the engine's answer if it is tied for first, else the lower band."""
    counted = Counter(votes.values())
    most = max(counted.values())
    first = [band for band in BANDS if counted[band] == most]
    return engine if engine in first else first[0]
