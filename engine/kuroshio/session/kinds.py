"""The kinds of lines of a journal, and the type of every field: a line is checked as it is written and as it is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from kuroshio.kernel.words import BANDS, PHASES
from kuroshio.model.scenario import MODES
from kuroshio.model.timetable import PHASES as ROOM_PHASES

Test = Callable[[Any], bool]
DICE_AGAIN = ("fresh", "same")
CLOCK_EVENTS = ("start", "pause", "extend", "skip", "end")
A_DAY = 86_400  # seconds: no phase of a room lasts longer
MOST = 10**6  # no number in a game is greater, save seeds and line numbers
OWN = ("n", "at", "kind", "hash", "more")  # what any line may have
KINDS: dict[str, Kind] = {}
MOVES: set[str] = set()  # kinds that change the state of the game, or what is asked
STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)


class BadLine(ValueError):
    """What is wrong with one line of a journal."""


class BadEntry(BadLine):
    """A line that cannot have come of its game. n: its number."""

    def __init__(self, n: int, wrong: str):
        super().__init__(wrong)
        self.n = n


class Type:
    """What a field holds. said: in words, for a sentence; holds: whether a value is one."""

    def __init__(self, said: str, holds: Test):
        self.said, self.holds = said, holds


class Kind:
    """The fields that lines of a kind must have, and those that they may have. moves: see MOVES."""

    def __init__(self, fields: Mapping[str, Type], may: Mapping[str, Type]):
        self.fields, self.may = dict(fields), dict(may)


def is_stamp(value: object) -> bool:
    """Whether a value is a time as a journal has it; games of the first format had none."""
    if value == "":
        return True
    try:
        return isinstance(value, str) and bool(STAMP.fullmatch(value)) and 1970 < datetime.fromisoformat(value).year < 9000
    except ValueError:
        return False


def is_text(value: object) -> bool:
    """Whether a value is a text of whole characters: half of a pair, which JSON can hold, is none that could be shown."""
    return isinstance(value, str) and not any("\ud800" <= character <= "\udfff" for character in value)


def whole(least: int, most: int = MOST) -> Type:
    """A whole number within bounds."""
    return Type(f"a whole number from {least} to {most}", lambda value: type(value) is int and least <= value <= most)


def one_of(*known: str) -> Type:
    """One of these words."""
    return Type("one of " + ", ".join(repr(word) for word in known), lambda value: isinstance(value, str) and value in known)


def each(one: Type, least: int = 0, most: int = MOST) -> Type:
    """A list of things of one type."""

    def holds(value: Any) -> bool:
        return isinstance(value, list) and least <= len(value) <= most and all(map(one.holds, value))

    return Type(f"a list, each {one.said}", holds)


def pair(first: Type, second: Type) -> Type:
    """A list of two."""

    def holds(value: Any) -> bool:
        return isinstance(value, list) and len(value) == 2 and first.holds(value[0]) and second.holds(value[1])

    return Type(f"{first.said} and {second.said}", holds)


def table(must: Mapping[str, Type], may: Mapping[str, Type] = {}) -> Type:
    """A table with just these fields."""

    def holds(value: Any) -> bool:
        known = {**must, **may}
        return (
            isinstance(value, dict) and set(must) <= set(value) <= set(known) and all(known[k].holds(v) for k, v in value.items())
        )

    return Type(f"a table of {', '.join(must)}", holds)


def either(*types: Type) -> Type:
    """A value of one of some types."""
    return Type(" or ".join(one.said for one in types), lambda value: any(one.holds(value) for one in types))


TEXT = Type("a text", lambda value: is_text(value))
NAME = Type("a name", lambda value: is_text(value) and value != "")
FLAG = Type("true or false", lambda value: isinstance(value, bool))
CODE = Type("letters and digits", lambda value: isinstance(value, str) and value.isascii())
HASH = Type("hexadecimal digits", lambda value: isinstance(value, str) and re.fullmatch("[0-9a-f]+", value) is not None)
VOTES = Type(
    "a vote for a band by name",
    lambda value: isinstance(value, dict) and all(is_text(name) and band in BANDS for name, band in value.items()),
)
LAYOUT = Type("the layout of records", lambda value: isinstance(value, list))
TURN, SMALL = whole(1), whole(-MOST)
PHASE, PLACE = one_of(*PHASES), one_of("", *PHASES)  # games of the first format did not say which
BAND, ANY_BAND = one_of(*BANDS), one_of("", *BANDS)
TEXTS, SEATS = each(TEXT), each(NAME)
DICE = pair(whole(0, 6), whole(0, 6))
WAYS = either(each(whole(0, 36), 4, 4), each(TEXT, 0, 0))  # of each band, out of 36; none where no dice decide
MODIFIERS = each(pair(TEXT, whole(-36, 36)))
EFFECT = either(table({"track": NAME, "add": SMALL}), table({"track": NAME, "set": SMALL}))
TIED = either(*(table({"track": NAME, how: SMALL}, {"on": BAND}) for how in ("add", "set")))  # on: in which band it holds
ODDS = table({"base": whole(1, 36), "number": whole(1, 36), "modifiers": MODIFIERS, "bands": each(whole(0, 36), 4, 4)})


def register(kind: str, fields: Mapping[str, Type], may: Mapping[str, Type] = {}, *, moves: bool = False) -> None:
    """Have a kind of line, with the fields that it must and may have. `moves`: it changes the state of the game."""
    if {*fields, *may} & set(OWN):
        raise ValueError(f"{kind}: every line has {', '.join(OWN)} of its own")
    KINDS[kind] = Kind(fields, may)
    if moves:
        MOVES.add(kind)


def check_fields(kind: str, fields: Mapping[str, Any]) -> None:
    """Check that a line is of a known kind and has the fields of it, each of its type. Raises BadLine."""
    if kind not in KINDS:
        raise BadLine(f"of a kind that this version does not know, {kind!r}")
    known = KINDS[kind]
    missing = sorted(set(known.fields) - set(fields))
    if missing:
        raise BadLine(f"a line of kind {kind!r} without {', '.join(missing)}")
    for name, value in fields.items():
        wanted = known.fields.get(name) or known.may.get(name)
        if wanted is None:
            raise BadLine(f"a line of kind {kind!r} with {name!r}, which it does not have")
        if not wanted.holds(value):
            raise BadLine(f"a line of kind {kind!r} whose {name} is not {wanted.said}")


WHEN = {"turn": TURN, "phase": PLACE}

register(
    "header",
    {
        "format": whole(1), "minor": whole(0), "kuroshio": TEXT, "kernel": whole(1), "content": CODE, "scenario": TEXT,
        "rules": TEXT, "seed": whole(0, 2**64 - 1), "people": SEATS, "policies": each(pair(NAME, NAME)), "umpire": FLAG,
    },
    {"branch": table({"line": whole(1, 2**53), "hash": TEXT})},
)  # fmt: skip
# What the game is made of, packed, and how its records are laid out: as the second line of a file.
register("content", {"digest": HASH, "files": CODE, "rows": HASH, "game": LAYOUT, "line": LAYOUT})
register(
    "choice",
    {**WHEN, "seat": NAME, "line": NAME, "by": one_of("person", "doctrine", "player")},
    {"shown": ODDS},  # the odds as its seat was shown them, where dice decide
    moves=True,
)
register(
    "inject",  # written by hand
    {**WHEN, "title": TEXT, "text": TEXT, "audience": SEATS, "effects": each(EFFECT)},
    moves=True,
)
register(
    "schedule",
    {**WHEN, "act": one_of("fire", "hold", "release", "shift"), "inject": TEXT, "turns": SMALL},
    moves=True,
)
# An order in a seat's own words, for the umpire.
register("words", {**WHEN, "seat": NAME, "text": NAME}, moves=True)
register(
    "ruling",
    {
        **WHEN, "seat": TEXT, "order": TEXT, "mode": one_of(*MODES), "base": whole(0, 36), "number": whole(0, 36),
        "modifiers": MODIFIERS, "odds": WAYS, "dice": DICE, "engine": BAND, "pro": TEXTS, "contra": TEXTS, "votes": VOTES,
        "band": ANY_BAND, "effects": each(EFFECT), "reason": TEXT, "by": NAME,
    },
    # Of an order in own words: the how-many-th of its seat that waits, and who is told (none named: all).
    # tied: what was set by hand as it was ruled, where some of it holds in one band alone; `effects` has what came to hold.
    {"words": whole(1), "audience": SEATS, "tied": each(TIED)},
    moves=True,
)  # fmt: skip
# What came of the lines since the last: closes an act that moved the game (kuroshio.session.record).
register(
    "record",
    {"turn": TURN, "since": whole(0, 2**31), "log": CODE, "state": CODE, "turns": each(pair(TURN, CODE))},
    {"waiting": each(pair(NAME, NAME))},
)
# No line after line `to` counts any longer; what people wrote beside the game does. practice: that neither, nor the room's turn.
register("undo", {"turn": TURN, "to": whole(1, 2**53)}, {"practice": FLAG})
register("redo", {"turn": TURN, "undone": whole(1, 2**53)})  # what the undo in that line took back counts again
# Dice that were gone back over: thrown anew, or the same; the luck of the game by its number, 0 from its beginning.
register("luck", {**WHEN, "dice": one_of(*DICE_AGAIN), "number": whole(0)}, moves=True)
register("practice", WHEN)  # what follows is for practice, and is taken back as one
register("stop", {**WHEN, "by": NAME}, moves=True)  # the game ends here, and aims are judged where it stands
# An inject that was written by hand is taken back alone: by its id, with what its audience is told and what is put back.
register(
    "withdrawn",
    {**WHEN, "inject": NAME, "title": TEXT, "text": TEXT, "audience": SEATS, "effects": each(EFFECT)},
    moves=True,
)
register("scored", {"turn": TURN, "inject": NAME, "points": whole(0), "text": TEXT, "by": NAME})  # the response to an inject
register("expect", {**WHEN, "seat": NAME, "other": NAME, "text": TEXT})  # what a seat expects of another this turn
register("draft", {**WHEN, "seat": NAME, "lines": TEXTS, "words": TEXTS})  # a seat's whole plan as drafted, not committed
register("note", {"turn": TURN, "seat": TEXT, "text": TEXT, "by": NAME}, {"told": FLAG})  # told: its seat may read it
register(
    "agreement",  # expires: the last turn, 0 for none
    {"turn": TURN, "id": NAME, "parties": each(NAME, 2), "terms": TEXT, "expires": whole(0), "public": FLAG},
)
register("broken", {"turn": TURN, "id": NAME, "by": NAME, "text": TEXT})  # an agreement, and whose act it was
register("clock", {**WHEN, "phase": one_of(*ROOM_PHASES), "event": one_of(*CLOCK_EVENTS), "seconds": whole(0, A_DAY)})
register("late", {**WHEN, "seat": NAME})
register("came", {**WHEN, "seat": NAME})  # to the one machine, in the second pass of planning
