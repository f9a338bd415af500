"""The lines of a journal: how a line is spelled, and which lines count."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import Factory, evolve, frozen

from kuroshio.model.timetable import CRISIS, STEPS
from kuroshio.session.line_kinds import MOVES, OWN, BadEntry, BadLine, check_fields, is_stamp

FORMAT, MINOR = 4, 2  # MINOR grows with a new kind of line or field, FORMAT with anything that an older reader would misread


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
    """Lines that were undone. after: the line that the game went back to; undone: the line that says so.

    practice: whether they were a practice turn.
    """

    after: int
    undone: int
    entries: tuple[Entry, ...]
    practice: bool = False


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


class Counted(list[Entry]):
    """The lines that count, in their order.

    taken: of each undo that can still be put back its line, and what counted before it; within: an act that goes back is being
    read, and what the engine plays on by itself is no new decision.
    """

    def __init__(self) -> None:
        super().__init__()
        self.taken: list[tuple[int, list[Entry]]] = []
        self.within = False


def count_in(counted: Counted, entry: Entry) -> tuple[Entry, ...]:
    """Add a line to those that count; return those that moved the game and do not count any longer.

    An undo takes back what moved the game, and what came of it; what people wrote beside it stays written. Of a practice turn
    nothing stays. Raises BadEntry on a redo that has nothing to put back.
    """
    dropped: tuple[Entry, ...] = ()
    if entry.kind == "undo":
        dropped = _take_back(counted, entry)
    elif entry.kind == "redo":
        dropped = _put_back(counted, entry)
    else:
        counted.append(entry)
        if entry.kind == "practice" or (entry.kind in MOVES and not counted.within):
            counted.taken.clear()
    counted.within = entry.more and (counted.within or entry.kind in ("undo", "redo"))
    return dropped


def _take_back(counted: Counted, undo: Entry) -> tuple[Entry, ...]:
    before, kept = list(counted), len(counted)
    while kept and (counted[kept - 1].n > undo["to"] or _flags_a_form(counted[kept - 1], counted[kept:])):
        kept -= 1
    later = counted[kept:]
    if undo.get("practice", False):
        counted[kept:] = [line for line in later if is_of_the_room(line)]
        counted.taken.clear()
    else:
        counted[kept:] = [line for line in later if not _is_undone(line) and not _flags_a_form(line, later)]
        counted.taken.append((undo.n, before))
    return tuple(line for line in later if line.kind in MOVES)


def _is_undone(line: Entry) -> bool:
    """Whether an undo takes back a line of this kind: what moved the game, and what came of it."""
    return line.kind in MOVES or line.kind == "record"


def _flags_a_form(line: Entry, later: Sequence[Entry]) -> bool:
    """Whether a line flags a form as late that is taken back: the flag was written with it, and goes with it."""
    return line.kind == "late" and line.more and bool(later)


def _put_back(counted: Counted, redo: Entry) -> tuple[Entry, ...]:
    if not counted.taken or counted.taken[-1][0] != redo["undone"]:
        raise BadEntry(redo.n, f"puts back what line {redo['undone']} took back, and that is not what was taken back last")
    undone, before = counted.taken.pop()
    since = [line for line in counted if line.n > undone]
    counted[:] = [*before, *(line for line in since if not _is_undone(line))]
    return tuple(line for line in since if line.kind in MOVES)


def is_of_the_room(line: Entry) -> bool:
    """Whether a line is of the room's day and no practice turn takes it back: the clock, outside the steps of a turn."""
    return line.kind == "clock" and line["phase"] not in (*STEPS, CRISIS)


def practised(entries: Iterable[Entry]) -> set[int]:
    """The numbers of the lines that practice turns have taken back, whatever their kind."""
    lines = list(entries)
    stretches = [(undo["to"], undo.n) for undo in lines if undo.kind == "undo" and undo.get("practice", False)]
    return {line.n for to, n in stretches for line in lines if to < line.n < n and not is_of_the_room(line)}


def whole_acts(entries: Sequence[Entry]) -> Sequence[Entry]:
    """The lines up to the end of the last act that is whole."""
    n = len(entries)
    while n and entries[n - 1].more:
        n -= 1
    return entries[:n]


def counting(entries: Iterable[Entry]) -> Counted:
    """The lines that count: all that nothing has undone, or that has been put back. Raises BadEntry."""
    counted = Counted()
    for entry in entries:
        count_in(counted, entry)
    return counted


def branches(entries: Iterable[Entry]) -> list[Branch]:
    """What was undone and not put back, oldest first; a branch of a branch stands before it."""
    counted = Counted()
    found: list[Branch] = []
    for entry in entries:
        dropped = count_in(counted, entry)
        if entry.kind == "undo":
            found.append(Branch(int(entry["to"]), entry.n, dropped, bool(entry.get("practice", False))))
        elif entry.kind == "redo":
            found = [branch for branch in found if branch.undone != entry["undone"]]
    return found
