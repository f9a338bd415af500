"""Journal lines: their spelling, and which of them count."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import Factory, evolve, frozen

from kuroshio.model.timetable import CRISIS_PHASES, STEPS
from kuroshio.session.line_kinds import MOVES, OWN, BadLine, ImpossibleLine, check_fields, is_stamp

FORMAT, MINOR = 4, 5  # MINOR grows with a new kind of line or field, FORMAT with a change that an older reader would misread


@frozen
class JournalLine:
    """One line of a journal. n: its number, 1 for the header; at: the time in UTC; hash: of this line and all lines before it.

    more: whether its act continues in the next line; an act is kept whole or not at all.
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
        """Return an optional field of the line."""
        return self.fields.get(name, default)


@frozen
class Branch:
    """Undone lines. after: the line that the game went back to; undone: the line of the undo.

    practice: whether they were a practice turn.
    """

    after: int
    undone: int
    entries: tuple[JournalLine, ...]
    practice: bool = False


# --- spelling ----------------------------------------------------------------------------------------


def canonical(table: Mapping[str, Any]) -> bytes:
    """Return the canonical spelling of a table: keys sorted, no spaces, UTF-8."""
    text = json.dumps(table, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8", "backslashreplace")  # lone surrogates become JSON escapes


def signed(entry: JournalLine, previous: str) -> JournalLine:
    """Return an entry with its hash, which chains it to the one before."""
    return evolve(entry, hash=hashlib.sha256(previous.encode() + canonical(table_of(entry))).hexdigest())


def table_of(entry: JournalLine) -> dict[str, Any]:
    """Return an entry as a table, without its hash."""
    goes_on = {"more": True} if entry.more else {}
    return {**entry.fields, **goes_on, "n": entry.n, "at": entry.at, "kind": entry.kind}


def spelled(entry: JournalLine) -> bytes:
    """Return an entry as a line of the file."""
    return canonical({**table_of(entry), "hash": entry.hash}) + b"\n"


def parsed(line: bytes) -> dict[str, Any]:
    """Parse a line of a file into a table. Raises BadLine."""
    try:
        table = json.loads(line)
    except (ValueError, RecursionError):
        table = None
    if not isinstance(table, dict):
        raise BadLine("not a journal line")
    return table


def verified(line: bytes, n: int, previous: str) -> JournalLine:
    """Read a line and check that it is the n-th and that its hash continues the given one. Raises BadLine.

    The bytes must equal the canonical spelling, so that a change that JSON would ignore is noticed too.
    """
    entry = entry_of(parsed(line))
    try:
        sound = spelled(signed(entry, previous)) == line + b"\n"
    except ValueError:  # a constant that is not JSON, such as NaN
        sound = False
    if not sound:
        raise BadLine("changed since it was written: the line does not match its hash")
    if entry.n != n:
        raise BadLine(f"line {entry.n} in the place of line {n}")
    return entry


def entry_of(table: dict[str, Any]) -> JournalLine:
    """Turn a table into an entry. Raises BadLine if it lacks a field that every line has."""
    fields = {name: value for name, value in table.items() if name not in OWN}
    n, texts, more = table.get("n"), [table.get(name) for name in ("at", "kind", "hash")], table.get("more", False)
    if type(n) is not int or not all(isinstance(text, str) for text in texts) or not isinstance(more, bool):
        raise BadLine("lacks one of n, at, kind, hash")
    if not is_stamp(texts[0]):
        raise BadLine(f"with an invalid time, {texts[0]!r}")
    return JournalLine(n, str(texts[0]), str(texts[1]), fields, str(texts[2]), more)


def check_entry(entry: JournalLine) -> None:
    """Check that a line is of a known kind, has the fields of that kind, and is in a legal place. Raises BadLine."""
    check_fields(entry.kind, entry.fields)
    if (entry.kind == "header") != (entry.n == 1):
        raise BadLine("a header may only be the first line")
    if entry.kind == "content" and entry.n != 2:
        raise BadLine("the content of the game may only be line 2")
    if entry.kind == "undo" and not 1 <= entry["to"] < entry.n:
        raise BadLine(f"goes back to line {entry['to']!r}, which is not before it")


# --- which lines count -------------------------------------------------------------------------------


class Counted(list[JournalLine]):
    """The lines that count, in order.

    taken: for each undo that can still be redone its line, and the lines that counted before it; within: whether an act that
    goes back is being read: what the engine then plays by itself is no new decision.
    """

    def __init__(self) -> None:
        super().__init__()
        self.taken: list[tuple[int, list[JournalLine]]] = []
        self.within = False


def count_in(counted: Counted, entry: JournalLine) -> tuple[JournalLine, ...]:
    """Add a line to those that count; return the lines that moved the game and no longer count.

    An undo takes back the lines that moved the game, with their records; notes and the like stay. Nothing of a practice turn
    stays. Raises ImpossibleLine on a redo that has nothing to restore.
    """
    dropped: tuple[JournalLine, ...] = ()
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


def _take_back(counted: Counted, undo: JournalLine) -> tuple[JournalLine, ...]:
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


def _is_undone(line: JournalLine) -> bool:
    """Whether an undo takes back a line of this kind: one that moved the game, or a record."""
    return line.kind in MOVES or line.kind == "record"


def _flags_a_form(line: JournalLine, later: Sequence[JournalLine]) -> bool:
    """Whether a line is the late flag of a form that is taken back; the flag then goes too."""
    return line.kind == "late" and line.more and bool(later)


def _put_back(counted: Counted, redo: JournalLine) -> tuple[JournalLine, ...]:
    if not counted.taken or counted.taken[-1][0] != redo["undone"]:
        raise ImpossibleLine(redo.n, f"restores what line {redo['undone']} took back, which is not what was taken back last")
    undone, before = counted.taken.pop()
    since = [line for line in counted if line.n > undone]
    counted[:] = [*before, *(line for line in since if not _is_undone(line))]
    return tuple(line for line in since if line.kind in MOVES)


def is_of_the_room(line: JournalLine) -> bool:
    """Whether a line is about the room and not its game; a practice turn does not take it back.

    Such are the lines of a rehearsal, and those about the room's clock outside the steps of a turn.
    """
    return line.kind == "rehearsal" or (line.kind == "clock" and line["phase"] not in (*STEPS, *CRISIS_PHASES))


def practised(entries: Iterable[JournalLine]) -> set[int]:
    """Return the numbers of the lines that practice turns have taken back, of any kind."""
    lines = list(entries)
    stretches = [(undo["to"], undo.n) for undo in lines if undo.kind == "undo" and undo.get("practice", False)]
    return {line.n for to, n in stretches for line in lines if to < line.n < n and not is_of_the_room(line)}


def whole_acts(entries: Sequence[JournalLine]) -> Sequence[JournalLine]:
    """Return the lines up to the end of the last whole act."""
    n = len(entries)
    while n and entries[n - 1].more:
        n -= 1
    return entries[:n]


def counting(entries: Iterable[JournalLine]) -> Counted:
    """Return the lines that count: those not undone, or restored. Raises ImpossibleLine."""
    counted = Counted()
    for entry in entries:
        count_in(counted, entry)
    return counted


def branches(entries: Iterable[JournalLine]) -> list[Branch]:
    """Return what was undone and not restored, oldest first; a branch of a branch comes before it."""
    counted = Counted()
    found: list[Branch] = []
    for entry in entries:
        dropped = count_in(counted, entry)
        if entry.kind == "undo":
            found.append(Branch(int(entry["to"]), entry.n, dropped, bool(entry.get("practice", False))))
        elif entry.kind == "redo":
            found = [branch for branch in found if branch.undone != entry["undone"]]
    return found
