"""The table of what each field may hold: a word of a list, an id, a number in a range, a text of a pattern."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Protocol

from attrs import frozen

from kuroshio.files.checks.check_names import LEAST_OF_TRACK, MOST_OF_TRACK, NOUNS, ContentNames, lists
from kuroshio.files.faults import KeyPath
from kuroshio.model import bibliography, capacities
from kuroshio.model import ruleset as rulebook
from kuroshio.model.board import Area, Border, MapView
from kuroshio.model.calendar import FORM
from kuroshio.model.entry_parts import Condition, Cost, Effect, Entry, Modifier
from kuroshio.model.likely_names import nearest
from kuroshio.model.procedure import DIALS, WAYS_DIALS, Procedure, Roles
from kuroshio.model.readings import SCOPES
from kuroshio.model.review_sections import SECTIONS
from kuroshio.model.scenario import Goal, Inject, InjectAct, Measure, Objective, Piece, ScenarioFile, Seat
from kuroshio.model.timetable import STEPS, Timetable, TurnSteps

Complaint = tuple[KeyPath, str, str]  # where in the entry, what is wrong, what would be right

# The engine's own words, in the order of kuroshio.kernel.state.codes; a test compares the two.
PHASES = ("news", "planning", "coercion", "response", "escalation", "policy", "upkeep")
QUESTIONS = ("order", "sign", "gate", "respond", "proceed", "crisis", "role")
MECHANISMS = ACT, REDEPLOY, RAISE, LOWER, PASS = ("act", "redeploy", "raise_posture", "lower_posture", "pass")
DENIABILITY = ("low", "medium", "high")
DOMAINS = ("sea", "air", "land")
SIDES = ("challenger", "holder", "other")
WHO = ("any", "victim", "debtor")
CRISIS_CHOICES = ("climb", "hold", "off_ramp")
EVENT_PHASES = ("news", "escalation", "upkeep")
ENDING_COUNTS = ("off_ramps", "settlements", "faits_accomplis", "clashes")
JOINTS = ("number", "weight", "capital", "readiness", "clash", "expected", "rest")
KINDS = ("observable", "construct")
ITEM_KINDS = (
    "claim", "actor", "institution", "instrument", "recommendation", "obligation", "condition", "event", "measure",
)  # fmt: skip
MOST_POSTURE = 4  # steps of a posture: the kernel has a row for each
MOST_REACH = 7  # the longest distance between areas that the kernel works out beforehand
MOST_TURNS = 40  # turns of a game: the limit of every number of turns
MOST_WORTH = 10  # points for the response to an inject
MOST_ROUNDS = 12  # of a crisis
MOST_INTENSITY = 9
MOST_BONUS = 12  # of a modifier: beyond it the dice do not matter
MOST_FIGURE = 10**12  # of the public record
MOST = 1000  # of any other number


class Rule(Protocol):
    """A rule for a value."""

    def complaint(self, value: Any, names: ContentNames) -> tuple[str, str] | None:
        """Return what is wrong with a value and what would be right, or None."""
        ...


@frozen
class OneOf:
    """The value must be a word of a list."""

    words: tuple[str, ...]

    def complaint(self, value: str, names: ContentNames) -> tuple[str, str] | None:
        """Return what is wrong with a value and what would be right, or None."""
        return None if value in self.words else (f"{value!r} is not one of the possible words", nearest(value, self.words))


@frozen
class Ref:
    """The value must be the id of an entry; it may be empty only if `optional`."""

    field: str
    optional: bool = False

    def complaint(self, value: str, names: ContentNames) -> tuple[str, str] | None:
        """Return what is wrong with a value and what would be right, or None."""
        if names.has(self.field, value) or (self.optional and not value):
            return None
        return f"no {NOUNS[self.field]} {value!r}", nearest(value, names.known(self.field), lists(self.field))


@frozen
class Range:
    """The value must be a number in a range."""

    least: float
    most: float = MOST

    def complaint(self, value: float, names: ContentNames) -> tuple[str, str] | None:
        """Return what is wrong with a value and what would be right, or None."""
        if self.least <= value <= self.most:
            return None
        return f"{value} is out of range", f"write {self.least} to {self.most}"


@frozen
class Value:
    """The value must be a value, at least `least`, of the track in a role of the mechanisms; a missing role is another fault."""

    job: str
    least: int = -MOST

    def complaint(self, value: int, names: ContentNames) -> tuple[str, str] | None:
        """Return what is wrong with a value and what would be right, or None."""
        track = names.role(self.job)
        if track is None or max(track.least, self.least) <= value <= track.most:
            return None
        right = f"write {max(track.least, self.least)} to {track.most}, as track {track.id!r} allows"
        return f"{value} is out of range", right


@frozen
class Steps:
    """The value must be a number of steps that fits such a track; it may be below 0 only with `down`."""

    job: str
    down: bool = False

    def complaint(self, value: int, names: ContentNames) -> tuple[str, str] | None:
        """Return what is wrong with a value and what would be right, or None."""
        track = names.role(self.job)
        most = track.most - track.least if track else MOST
        least = -most if self.down else 0
        if least <= value <= most:
            return None
        return f"{value} is out of range", f"write {least} to {most}" + (f", the width of track {track.id!r}" if track else "")


@frozen
class Pattern:
    """The value must be a text that matches a pattern; `right` describes it."""

    pattern: str
    right: str

    def complaint(self, value: str, names: ContentNames) -> tuple[str, str] | None:
        """Return what is wrong with a value and what would be right, or None."""
        if re.fullmatch(self.pattern, value, re.DOTALL):
            return None
        return ("is empty" if not value.strip() else f"{value!r} has the wrong form"), self.right


@frozen
class TableOf:
    """The value must be a table with keys and values of given kinds."""

    keys: Rule
    values: Rule

    def complaint(self, value: Any, names: ContentNames) -> tuple[str, str] | None:
        """Check a table key by key."""
        return None


ID = Pattern("[a-z][a-z0-9_]*", "write lower-case letters, digits and _, beginning with a letter")
DOCUMENT_ID = Pattern(f"(?!{bibliography.TO_BE_FOUND}$)[a-z][a-z0-9_]*", f"{ID.right}, and other than {bibliography.TO_BE_FOUND}")
YEAR, FIGURE = Pattern("[12][0-9]{3}", "write a year"), Range(-MOST_FIGURE, MOST_FIGURE)
WORD = Pattern("[a-z0-9_]*", "write lower-case letters, digits and _, or nothing")
FILLED = Pattern(r".*\S.*", "write some text")
FACTION, AREA, KIND, TRACK, LEVEL = Ref("factions"), Ref("areas"), Ref("kinds"), Ref("tracks"), Ref("levels")
AMOUNT = Range(0)
ANY_NUMBER = Range(-MOST, MOST)
TRACK_VALUE = Range(LEAST_OF_TRACK, MOST_OF_TRACK)
ROLL = Range(3, 12)
DATE = Pattern(f"|{FORM}", "write a quarter or a half-year, such as 2021-Q3 or 2021-H2")
TURN = Range(1, MOST_TURNS)
TURNS = Range(0, MOST_TURNS)
MINUTES, STEP = Range(0, 240), Range(0, 60)  # of a part of an exercise, of a step of a turn
INTENSITY = Range(0, MOST_INTENSITY)
HEAT = Range(0, MOST_INTENSITY + 1)  # a lowest intensity for something; the last value is above all
AIM = Pattern("[1-9][0-9]*", "write the number of an aim, from 1")

# The values of the readings of a case; -1 stands for none.
FACT_RANGES: dict[str, Range] = {
    "intensity": INTENSITY,
    "expected": Range(0, capacities.MAX_LEVELS - 1),
    "victim": Range(0, 1),
    "attributed": Range(0, 1),
    "victim_level": Range(-1, capacities.MAX_LEVELS - 1),
    "round": Range(0, MOST_ROUNDS),
    "turn": TURN,
    "rival_choice": Range(-1, len(CRISIS_CHOICES) - 1),
    "my_class": Range(0, capacities.MAX_CLASSES),
}
PIECES = Range(0, capacities.MAX_PIECES)
COUNT = Range(0)

FIELDS: dict[type, dict[str, Rule]] = {
    Entry: {"id": ID, "name": FILLED},
    bibliography.Confidence: dict.fromkeys((bibliography.OF_FACT, bibliography.OF_NUMBER), OneOf((*bibliography.GRADES, ""))),
    bibliography.SourceDocument: {"id": DOCUMENT_ID, "title": FILLED},
    bibliography.RecordSeries: {"id": ID, "name": FILLED, "unit": FILLED, "values": TableOf(YEAR, FIGURE)},
    bibliography.ConfidenceMeaning: {
        "id": ID,
        "of": OneOf((bibliography.OF_FACT, bibliography.OF_NUMBER)),
        "grade": OneOf(bibliography.GRADES),
        "meaning": FILLED,
    },
    Condition: {"at_least": ANY_NUMBER, "at_most": ANY_NUMBER},
    Effect: {"add": ANY_NUMBER, "set": ANY_NUMBER, "lasts": TURNS},
    Modifier: {
        "name": FILLED,
        "above": ANY_NUMBER,
        "per": Range(1),
        "times": Range(-MOST_BONUS, MOST_BONUS),
        "most": Range(1, MOST_BONUS),
    },
    Cost: {"capital": Steps("capital"), "funds": Steps("funds"), "readiness": Steps("readiness")},
    # rules/
    rulebook.Track: {
        "scope": OneOf(SCOPES),
        "least": TRACK_VALUE,
        "most": TRACK_VALUE,
        **dict.fromkeys(("draw", "drift", "pace"), AMOUNT),
        "every": TURN,
        "better": OneOf(("up", "down", "contested")),
        "seen_by": OneOf(("all", "parties", "owner", "nobody")),
        "kind": OneOf(KINDS),
    },
    rulebook.Faction: {
        "initiative": AMOUNT,
        "orders": Range(0, capacities.MAX_ORDERS),
        "free_moves": Range(0, capacities.MAX_ORDERS),
        "color": Pattern("#[0-9a-fA-F]{6}", "write #rrggbb"),
        "letter": Pattern(r"\S", "write one character"),
    },
    rulebook.Language: {"name": FILLED, "sample": FILLED},
    rulebook.Pair: {"members": FACTION},
    rulebook.PieceKind: {"domain": OneOf(DOMAINS), "reach": Range(0, MOST_REACH), "symbol": FILLED, "scale": FILLED},
    rulebook.ActClass: {"id": Pattern("[A-Za-z][A-Za-z0-9_]*", "write letters, digits and _"), "lower": Ref("act_classes")},
    rulebook.Status: {"expects": LEVEL},
    rulebook.Obligation: {
        "debtor": FACTION,
        "creditor": FACTION,
        "form": FILLED,
        "areas": AREA,
        "clarity": Range(0, 3),
        "stated": Value("stated"),
        "believed": Value("believed"),
        "actual": Value("actual"),
        "triggers": TableOf(Ref("act_classes"), Ref("statuses")),
        "since": DATE,
        "until": DATE,
    },
    rulebook.Flashpoint: {
        "area": AREA,
        "challenger": FACTION,
        "holder": FACTION,
        "others": FACTION,
        "pledge": Ref("obligations", optional=True),
        **dict.fromkeys(("rungs", "rungs_ja"), FILLED),
    },
    rulebook.Posture: {
        "side": OneOf(SIDES),
        "level": Range(0, MOST_POSTURE),
        "flashpoint": Ref("flashpoints", optional=True),
        "everyday": Ref("actions", optional=True),
        "answers": LEVEL,
    },
    rulebook.Level: {
        "rank": Range(0, capacities.MAX_LEVELS - 1),
        "who": OneOf(WHO),
        "pressure": Steps("pressure"),
        "bears": Value("home", 0),
        "pieces": KIND,
    },
    rulebook.Gate: {
        "faction": FACTION,
        "opens": LEVEL,
        "holds": Ref("factions", optional=True),
        "areas": AREA,
        "lasts": TURN,
    },
    rulebook.CrisisChoice: {"id": OneOf(CRISIS_CHOICES)},
    rulebook.CrisisRound: {
        "challenger": OneOf(CRISIS_CHOICES),
        "holder": OneOf(CRISIS_CHOICES),
        "ladder": Steps("ladder", down=True),
        "clash_at": Range(3, 13),
        "ends": Ref("crisis_endings", optional=True),
    },
    rulebook.CrisisEnding: {"counts": OneOf(ENDING_COUNTS), "ladder": Value("ladder"), "losses": PIECES},
    rulebook.CrisisRole: {"clash_shift": Range(-10, 10)},
    rulebook.Event: {
        "phase": OneOf(EVENT_PHASES),
        "each": OneOf(("world", "flashpoint")),
        "on_roll": ROLL,
        "stages": Range(1, 36),
        "since": DATE,
        "until": DATE,
        "every": Range(0, 80),
        "deck": WORD,
    },
    rulebook.Stage: {"name": FILLED, "decider": FACTION, "difficulty": ROLL},
    rulebook.Project: {"lead": FACTION, "partner": FACTION, "arena": FILLED},
    rulebook.Action: {
        "arena": FILLED,
        "actors": FACTION,
        "mechanism": OneOf(MECHANISMS),
        "act_class": Ref("act_classes", optional=True),
        "intensity": INTENSITY,
        "deniability": OneOf(DENIABILITY),
        "hidden_until": ROLL,
        "mistaken_for": Ref("factions", optional=True),
        "targets": FACTION,
        "areas": AREA,
        "partners": FACTION,
        "pieces": KIND,
        "difficulty": ROLL,
        "since": DATE,
        "until": DATE,
        "deck": WORD,
    },
    rulebook.Doctrine: {"faction": FACTION},
    rulebook.Leaning: {
        "decide": OneOf(QUESTIONS),
        "weight": Range(0, 1000),
        "against": Range(0, 1000),
        "area": Ref("areas", optional=True),
        "target": Ref("factions", optional=True),
        "partner": Ref("factions", optional=True),
        "kind": Ref("kinds", optional=True),
    },
    rulebook.Link: {
        "rule": Pattern(r"9\.\d+", "write the number that rules/README.md gives it, such as 9.1"),
        "bears_on": OneOf(JOINTS),
        "decide": OneOf(("", *QUESTIONS)),
        "classes": Ref("act_classes"),
        "factions": FACTION,
        "dial": OneOf(("", *DIALS, *WAYS_DIALS)),
    },
    rulebook.Item: {
        "number": Range(1, MOST),
        "section": FILLED,
        "claim": FILLED,
        "kind": OneOf(ITEM_KINDS),
        "ruling": Pattern("|[A-Z][0-9]+", "write a letter and a number, such as O07"),
    },
    Roles: dict.fromkeys(Roles.__annotations__, TRACK),
    Procedure: {
        "phases": OneOf(PHASES),
        "breakthrough_by": Range(1, 12),
        "setback_by": Range(1, 12),
        "number_least": Range(2, 13),
        "number_most": Range(2, 13),
        "own_words_number": Range(2, 13),
        "put_to_people": Range(0, capacities.MAX_INCIDENTS),
        "move_readiness": Steps("readiness"),
        "most_moves": Range(0, capacities.MAX_ORDERS),
        "shared_sight": Value("sharing", 0),
        "shared_evidence": Value("sharing", 0),
        "access_needed": Value("access", 0),
        "attribution_at": TableOf(OneOf(DENIABILITY), Range(2, 13)),
        "attribution_sensor": Range(0, 12),
        "attribution_wait": Range(0, 12),
        "case_turns": TURNS,
        "pressure_limit": Value("pressure", 1),
        "stated_weight": Value("stated", 0),
        "stated_from": HEAT,
        "seen_from": HEAT,
        "outrage_at": HEAT,
        "outrage_level": LEVEL,
        "credibility_contagion": Range(0, 36),
        "pledges_bind": Range(0, 36),
        "heavy_pledge": Value("stated", 0),
        **{dial: Range(-1 if dial == "crisis_sobers" else 0, 2) for dial in DIALS},
        "heat_at": HEAT,
        "most_steps": Steps("ladder"),
        "crisis_at": Value("ladder"),
        "crisis_rounds": Range(1, MOST_ROUNDS),
        "crisis_capital": Steps("capital"),
        "crisis_exhausted": Ref("crisis_endings"),
        "crisis_clash": Ref("crisis_endings"),
        "readiness_recovers": Steps("readiness"),
    },
    Timetable: {
        "turns": TURN,
        **dict.fromkeys(("brief", "practice", "interval", "hot_wash"), MINUTES),
        **dict.fromkeys(("crisis_opening", "crisis_round", "crisis_debrief"), STEP),
        "crisis_rounds": Range(0, MOST_ROUNDS),
    },
    TurnSteps: dict.fromkeys(STEPS, STEP),
    # maps/
    Area: {"kind": OneOf(("sea", "strait", "island", "land")), "chain": OneOf(("in", "on", "out", "second")), "bases": FACTION},
    Border: {"between": AREA, "passage": OneOf(("sea-sea", "sea-land", "land-land", "exception"))},
    MapView: {"areas": AREA, "key": Pattern("[a-z0-9]", "write one lower-case letter or a digit")},
    # scenarios/
    ScenarioFile: {
        **dict.fromkeys(("summary", "wall"), FILLED),
        "turns": TURN,
        "turn_length": OneOf(("quarter", "half-year")),
        "flashpoints": Ref("flashpoints"),
        "after_clash": OneOf(("end", "go_on")),
    },
    Seat: {
        "faction": FACTION,
        "doctrine": Ref("doctrines"),
        "no_measure": TableOf(AIM, FILLED),
        "mix": TableOf(Ref("doctrines"), Range(1, 100)),
    },
    Goal: {"aim": Range(0)},
    Piece: {
        "id": ID,
        "name": FILLED,
        "faction": FACTION,
        "kind": KIND,
        "area": AREA,
        "readiness": Range(0, 3),
    },
    Inject: {
        "text": FILLED,
        "turn": TURN,
        "date": DATE,
        "after": Ref("injects", optional=True),
        "delay": Range(0, MOST_TURNS),
        "worth": Range(0, MOST_WORTH),
        "within": Range(0, MOST_TURNS),
        "audience": FACTION,
    },
    InjectAct: {
        "actor": FACTION,
        "action": Ref("actions"),
        "area": Ref("areas", optional=True),
        "target": Ref("factions", optional=True),
    },
    Objective: {"text": FILLED, "injects": Ref("injects"), "observe": FILLED, "shows": OneOf(tuple(SECTIONS))},
    Measure: {"kind": OneOf(KINDS), "at_least": ANY_NUMBER, "at_most": ANY_NUMBER},
}

# How many items a list may hold.
LENGTHS: dict[type, dict[str, tuple[int, int]]] = {
    rulebook.Project: {"stages": (1, capacities.MAX_STAGES)},
    **{one: {"modifiers": (0, capacities.MAX_ROLL_MODIFIERS)} for one in (rulebook.Stage, rulebook.Event)},
    rulebook.Action: {
        "actors": (1, capacities.MAX_FACTIONS),
        "targets": (0, capacities.MAX_CANDIDATES),
        "areas": (0, capacities.MAX_CANDIDATES),
        "partners": (0, capacities.MAX_CANDIDATES),
        "modifiers": (0, capacities.MAX_ROLL_MODIFIERS),
    },
    rulebook.Doctrine: {"leanings": (1, capacities.MAX_LINES)},
    Procedure: {"phases": (1, len(PHASES))},
    rulebook.Link: {"reads": (1, capacities.MAX_ROLL_MODIFIERS), "choose": (0, capacities.MAX_CANDIDATES)},
    MapView: {"areas": (1, capacities.MAX_AREAS)},
    Seat: {"success": (0, capacities.MAX_GOALS)},
}


_RULES: dict[type, dict[str, Rule]] = {}  # what `rules_of` has found


def rules_of(kind: type) -> dict[str, Rule]:
    """Return the rules for the fields of a model class, with those of its base classes."""
    if kind not in _RULES:
        _RULES[kind] = {name: rule for one in reversed(kind.__mro__) for name, rule in FIELDS.get(one, {}).items()}
    return _RULES[kind]


def field_complaints(part: Any, names: ContentNames) -> Iterator[Complaint]:
    """Check each field of one part of an entry by itself."""
    for name, rule in rules_of(type(part)).items():
        value = getattr(part, name)
        if value is None or value == ():
            continue
        if isinstance(value, (tuple, dict)):
            yield from _field(value, (name,), rule, names)
        elif found := rule.complaint(value, names):  # most are plain: a generator for each would take half of all checking
            yield (name,), *found
    for name, (least, most) in LENGTHS.get(type(part), {}).items():
        n = len(getattr(part, name))
        if not least <= n <= most:
            yield (name,), f"{n} items", f"write {least} to {most}"


def _field(value: Any, path: KeyPath, rule: Rule, names: ContentNames) -> Iterator[Complaint]:
    """Check a value, or every item of a list or a table."""
    if value is None:
        return
    if isinstance(value, tuple):
        for i, item in enumerate(value):
            if item is not None and (found := rule.complaint(item, names)):
                yield (*path, i), *found
            if item in value[:i]:
                yield (*path, i), f"{item!r} stands twice", "name each once"
    elif isinstance(rule, TableOf):
        for key, item in value.items():
            yield from _field(key, (*path, key), rule.keys, names)
            yield from _field(item, (*path, key), rule.values, names)
    else:
        found = rule.complaint(value, names)
        if found:
            yield path, *found
