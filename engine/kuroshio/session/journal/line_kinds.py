"""The kinds of lines of a journal, and the type of every field: a line is checked as it is written and as it is read.

Each kind is registered beside the code that writes and repeats its lines. Importing anything of `kuroshio.session` registers all
of them, because the package imports all parts of a session.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from kuroshio.kernel.state.codes import BANDS, PHASES

Test = Callable[[Any], bool]
MOST = 10**6  # no number in a game is greater, except seeds and line numbers
OWN = ("n", "at", "kind", "hash", "more")  # fields that any line may have
KINDS: dict[str, LineKind] = {}
MOVES: set[str] = set()  # kinds that change the state of the game, or what is asked
CONTROLS: set[str] = set()  # kinds that only control writes, except rulings: each is an act that can be taken back
STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)


class BadLine(ValueError):
    """A wrong line of a journal; the text says what is wrong."""


class ImpossibleLine(BadLine):
    """A line that its game cannot have written. n: its number."""

    def __init__(self, n: int, wrong: str):
        super().__init__(wrong)
        self.n = n


class Type:
    """The type of a field. said: in words; holds: whether a value has the type; seats: whether it names seats of people."""

    def __init__(self, said: str, holds: Test, seats: bool = False):
        self.said, self.holds, self.seats = said, holds, seats


class LineKind:
    """The required and the optional fields of a kind of line. moves: see MOVES."""

    def __init__(self, fields: Mapping[str, Type], may: Mapping[str, Type]):
        self.fields, self.may = dict(fields), dict(may)


def is_stamp(value: object) -> bool:
    """Whether a value is a time in the journal's form; games of the first format had none."""
    if value == "":
        return True
    try:
        return isinstance(value, str) and bool(STAMP.fullmatch(value)) and 1970 < datetime.fromisoformat(value).year < 9000
    except ValueError:
        return False


def is_text(value: object) -> bool:
    """Whether a value is a text that can be shown; JSON can also hold lone surrogates, which cannot."""
    return isinstance(value, str) and not any("\ud800" <= character <= "\udfff" for character in value)


def whole(least: int, most: int = MOST) -> Type:
    """Return the type of whole numbers within bounds."""
    return Type(f"a whole number from {least} to {most}", lambda value: type(value) is int and least <= value <= most)


def one_of(*known: str) -> Type:
    """Return the type with these words."""
    return Type("one of " + ", ".join(repr(word) for word in known), lambda value: isinstance(value, str) and value in known)


def each(one: Type, least: int = 0, most: int = MOST) -> Type:
    """Return the type of lists with members of one type."""

    def holds(value: Any) -> bool:
        return isinstance(value, list) and least <= len(value) <= most and all(map(one.holds, value))

    return Type(f"a list, each {one.said}", holds, one.seats)


def pair(first: Type, second: Type) -> Type:
    """Return the type of lists of two."""

    def holds(value: Any) -> bool:
        return isinstance(value, list) and len(value) == 2 and first.holds(value[0]) and second.holds(value[1])

    return Type(f"{first.said} and {second.said}", holds)


def table(must: Mapping[str, Type], may: Mapping[str, Type] = {}) -> Type:
    """Return the type of tables with exactly these fields."""

    def holds(value: Any) -> bool:
        known = {**must, **may}
        return (
            isinstance(value, dict) and set(must) <= set(value) <= set(known) and all(known[k].holds(v) for k, v in value.items())
        )

    return Type(f"a table of {', '.join(must)}", holds)


def either(*types: Type) -> Type:
    """Return the type that joins some types."""
    return Type(" or ".join(one.said for one in types), lambda value: any(one.holds(value) for one in types))


TEXT = Type("a text", lambda value: is_text(value))
NAME = Type("a name", lambda value: is_text(value) and value != "")
SEAT = Type(NAME.said, NAME.holds, seats=True)  # a seat of people
SEAT_OR_NONE = Type(TEXT.said, TEXT.holds, seats=True)
YES_OR_NO = Type("true or false", lambda value: isinstance(value, bool))
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
TIED = either(*(table({"track": NAME, how: SMALL}, {"on": BAND}) for how in ("add", "set")))  # on: the band in which it holds
ODDS = table({"base": whole(1, 36), "number": whole(1, 36), "modifiers": MODIFIERS, "bands": each(whole(0, 36), 4, 4)})


def register(
    kind: str, fields: Mapping[str, Type], may: Mapping[str, Type] = {}, *, moves: bool = False, control: bool = False
) -> None:
    """Register a kind of line with its required and optional fields.

    moves: it changes the state of the game, and has turn and phase (WHEN); control: it moves the game and only control writes
    it and can take it back. Raises ValueError.
    """
    if control and not moves:
        raise ValueError(f"{kind}: `control` is for kinds that move the game; other lines cannot be taken back")
    if {*fields, *may} & set(OWN):
        raise ValueError(f"{kind}: every line has {', '.join(OWN)} of its own")
    if kind in KINDS:
        raise ValueError(f"{kind}: this kind is already registered")
    KINDS[kind] = LineKind(fields, may)
    if moves:
        MOVES.add(kind)
    if control:
        CONTROLS.add(kind)


def check_fields(kind: str, fields: Mapping[str, Any]) -> None:
    """Check that a line is of a known kind and has its fields, each of its type. Raises BadLine."""
    if kind not in KINDS:
        raise BadLine(f"of a kind that this version does not know, {kind!r}")
    known = KINDS[kind]
    missing = sorted(set(known.fields) - set(fields))
    if missing:
        raise BadLine(f"a line of kind {kind!r} without {', '.join(missing)}")
    for name, value in fields.items():
        wanted = known.fields.get(name) or known.may.get(name)
        if wanted is None:
            raise BadLine(f"a line of kind {kind!r} with {name!r}, which that kind does not have")
        if not wanted.holds(value):
            raise BadLine(f"a line of kind {kind!r} whose {name} is not {wanted.said}")


def seats_in(kind: str, fields: Mapping[str, Any]) -> list[str]:
    """Return the seats that a line names in fields for seats; each must have people."""
    types = {**KINDS[kind].fields, **KINDS[kind].may}
    named = (fields[name] for name, one in types.items() if one.seats and fields.get(name))
    return [seat for value in named for seat in (value if isinstance(value, list) else [value])]


WHEN = {"turn": TURN, "phase": PLACE}
