"""The lines of a journal: how a line is spelled, and which lines count."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import Factory, evolve, frozen

from engine.session.kinds import MOVES, OWN, BadLine, check_fields, is_stamp

FORMAT, MINOR = 4, 1  # MINOR grows with a new kind of line or field, FORMAT with anything that an older reader would misread
UNDONE = MOVES | {"record"}  # kinds that an undo takes back


@frozen
class Entry:
    """One line. n: its number, 1 for the header; at: when, in UTC; hash: of the line and of all before it.

    more: the act that it belongs to goes on in the next line; an act is kept whole or not at all.
    """

    n: int
    at: str
    kind: str
    fields: Mapping[str, Any] = Factory(dict)
    hash: str = ""
    more: bool = False

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
    goes_on = {"more": True} if entry.more else {}
    return {**entry.fields, **goes_on, "n": entry.n, "at": entry.at, "kind": entry.kind}


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
    n, texts, more = table.get("n"), [table.get(name) for name in ("at", "kind", "hash")], table.get("more", False)
    if type(n) is not int or not all(isinstance(text, str) for text in texts) or not isinstance(more, bool):
        raise BadLine("lacks one of n, at, kind, hash")
    if not is_stamp(texts[0]):
        raise BadLine(f"of a time that is none, {texts[0]!r}")
    return Entry(n, str(texts[0]), str(texts[1]), fields, str(texts[2]), more)


def check_entry(entry: Entry) -> None:
    """Check that a line is of a known kind, has its fields, and may stand where it does. Raises BadLine."""
    check_fields(entry.kind, entry.fields)
    if (entry.kind == "header") != (entry.n == 1):
        raise BadLine("a header stands at the top and nowhere else")
    if entry.kind == "content" and entry.n != 2:
        raise BadLine("what the game is made of stands in line 2 and nowhere else")
    if entry.kind == "undo" and not 1 <= entry["to"] < entry.n:
        raise BadLine(f"undoes to line {entry['to']!r}, which is none before it")


# --- which lines count -------------------------------------------------------------------------------


def count_in(counted: list[Entry], entry: Entry) -> tuple[Entry, ...]:
    """Add a line to those that count; return those that moved the game and do not count any longer.

    An undo takes back what moved the game, and what came of it; what people wrote beside it stays written.
    """
    if entry.kind != "undo":
        counted.append(entry)
        return ()
    kept = len(counted)
    while kept and counted[kept - 1].n > entry["to"]:
        kept -= 1
    later = counted[kept:]
    counted[kept:] = [line for line in later if line.kind not in UNDONE]
    return tuple(line for line in later if line.kind in MOVES)


def whole_acts(entries: Sequence[Entry]) -> Sequence[Entry]:
    """The lines up to the end of the last act that is whole."""
    n = len(entries)
    while n and entries[n - 1].more:
        n -= 1
    return entries[:n]


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
