"""The lines of a journal: what kinds there are, how a line is spelled, and which lines count."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from attrs import Factory, evolve, frozen

FORMAT, MINOR = 3, 0  # MINOR grows with a new kind of line, FORMAT with anything that an older reader would misread
OWN = ("n", "at", "kind", "hash")  # what every line has
KINDS: dict[str, frozenset[str]] = {}
MOVES: set[str] = set()  # kinds that change the state of the game, or what is asked


class BadLine(ValueError):
    """What is wrong with one line of a journal."""


@frozen
class Entry:
    """One line. n: its number, 1 for the header; at: when, in UTC; hash: of the line and of all before it."""

    n: int
    at: str
    kind: str
    fields: Mapping[str, Any] = Factory(dict)
    hash: str = ""

    def __getitem__(self, name: str) -> Any:
        return self.fields[name]

    def get(self, name: str, default: Any = "") -> Any:
        """A field that a line need not have."""
        return self.fields.get(name, default)


@frozen
class Branch:
    """Lines that were undone. after: the line that the game went back to; undone: the line that says so."""

    after: int
    undone: int
    entries: tuple[Entry, ...]


def register(kind: str, *fields: str, moves: bool = False) -> None:
    """Have a kind of line, with the fields that it must have. `moves`: it changes the state of the game."""
    if set(fields) & set(OWN):
        raise ValueError(f"{kind}: every line has {', '.join(OWN)} of its own")
    KINDS[kind] = frozenset(fields)
    if moves:
        MOVES.add(kind)


register("header", "format", "minor", "kuroshio", "digest", "scenario", "rules", "seed", "people", "policies")
register("choice", "turn", "phase", "seat", "line", "by", moves=True)  # by: person or doctrine
register("inject", "turn", "phase", "title", "text", "audience", "effects", moves=True)  # written by hand
register("schedule", "turn", "phase", "act", "inject", "turns", moves=True)  # act: fire, hold, release, shift
register("scored", "turn", "inject", "points", "text", "by")  # the response that an inject expected
register("expect", "turn", "phase", "seat", "other", "text")  # what a seat expects of another this turn
register("draft", "turn", "phase", "seat", "lines", "words")  # a seat's whole plan as it was drafted, not committed
register("words", "turn", "phase", "seat", "text", moves=True)  # an order in a seat's own words, for the umpire
register(
    "ruling", "turn", "phase", "seat", "order", "mode", "base", "number", "modifiers", "odds", "dice", "engine",
    "pro", "contra", "votes", "band", "effects", "reason", "by", moves=True,
)  # fmt: skip
# A ruling on an order in own words has two more: `words`, the line of the order, and `audience`, who is told (none named: all).
register("note", "turn", "seat", "text", "by")
register("agreement", "turn", "id", "parties", "terms", "expires", "public")  # expires: the last turn, 0 for none
register("broken", "turn", "id", "by", "text")  # an agreement, and whose act it was
register("clock", "turn", "phase", "event", "seconds")
register("late", "turn", "phase", "seat")
register("undo", "turn", "to")  # no line after line `to` counts any longer


# --- spelling ----------------------------------------------------------------------------------------


def canonical(table: Mapping[str, Any]) -> bytes:
    """The one spelling of a table: keys sorted, no spaces, UTF-8."""
    text = json.dumps(table, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8", "backslashreplace")  # halves of a surrogate pair become the escapes that JSON has for them


def signed(entry: Entry, previous: str) -> Entry:
    """An entry with its hash, which chains it to the one before."""
    return evolve(entry, hash=hashlib.sha256(previous.encode() + canonical(table_of(entry))).hexdigest())


def table_of(entry: Entry) -> dict[str, Any]:
    """An entry as a table, without its hash."""
    return {**entry.fields, "n": entry.n, "at": entry.at, "kind": entry.kind}


def spelled(entry: Entry) -> bytes:
    """An entry as a line of the file."""
    return canonical({**table_of(entry), "hash": entry.hash}) + b"\n"


def parsed(line: bytes) -> dict[str, Any]:
    """A line of a file as a table. Raises BadLine."""
    try:
        table = json.loads(line)
    except (ValueError, RecursionError):
        table = None
    if not isinstance(table, dict):
        raise BadLine("not a line of a game")
    return table


def verified(line: bytes, n: int, previous: str) -> Entry:
    """Read a line, which must be the n-th and follow on the line whose hash is given. Raises BadLine.

    The bytes must be those that the entry would be spelled as: a changed byte that JSON does not mind is noticed as well.
    """
    entry = entry_of(parsed(line))
    try:
        sound = spelled(signed(entry, previous)) == line + b"\n"
    except ValueError:  # a number that JSON does not have
        sound = False
    if not sound:
        raise BadLine("not as it was written: the line does not agree with its hash")
    if entry.n != n:
        raise BadLine(f"line {entry.n} stands where line {n} should")
    return entry


def entry_of(table: dict[str, Any]) -> Entry:
    """A table as an entry. Raises BadLine where it lacks what every line has."""
    fields = {name: value for name, value in table.items() if name not in OWN}
    n, texts = table.get("n"), [table.get(name) for name in ("at", "kind", "hash")]
    if not isinstance(n, int) or not all(isinstance(text, str) for text in texts):
        raise BadLine(f"lacks one of {', '.join(OWN)}")
    return Entry(n, str(texts[0]), str(texts[1]), fields, str(texts[2]))


def check_kind(entry: Entry) -> None:
    """Check that a line is of a known kind and has its fields. Raises BadLine."""
    missing = sorted(KINDS[entry.kind] - set(entry.fields)) if entry.kind in KINDS else []
    if entry.kind not in KINDS:
        raise BadLine(f"of a kind that this version does not know, {entry.kind!r}")
    if missing:
        raise BadLine(f"a line of kind {entry.kind!r} without {', '.join(missing)}")
    if entry.kind == "undo" and not (isinstance(entry["to"], int) and 1 <= entry["to"] < entry.n):
        raise BadLine(f"undoes to line {entry['to']!r}, which is none before it")


# --- which lines count -------------------------------------------------------------------------------


def count_in(counted: list[Entry], entry: Entry) -> tuple[Entry, ...]:
    """Add a line to those that count; return those that do not any longer.

    An undo takes back what moved the game; what people wrote beside it stays written.
    """
    if entry.kind != "undo":
        counted.append(entry)
        return ()
    kept = len(counted)
    while kept and counted[kept - 1].n > entry["to"]:
        kept -= 1
    later = counted[kept:]
    counted[kept:] = [line for line in later if line.kind not in MOVES]
    return tuple(line for line in later if line.kind in MOVES)


def counting(entries: Iterable[Entry]) -> list[Entry]:
    """The lines that count: all that nothing has undone."""
    counted: list[Entry] = []
    for entry in entries:
        count_in(counted, entry)
    return counted


def branches(entries: Iterable[Entry]) -> list[Branch]:
    """What was undone, oldest first; a branch of a branch stands before it."""
    counted: list[Entry] = []
    found = []
    for entry in entries:
        dropped = count_in(counted, entry)
        if entry.kind == "undo":
            found.append(Branch(int(entry["to"]), entry.n, dropped))
    return found
