"""Records: the result of each act in a journal, as log lines and state, so that a reader needs no rules to tell the game.

A `record` has the new lines of the log, from line `since` on, and the state after the act, as its difference from the state
of the last record that counts; `turns`: such differences for the start of each turn that the act has reached; `waiting`:
orders in own words that have no ruling yet.
"""

from __future__ import annotations

import base64
import hashlib
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from attrs import frozen

from kuroshio.kernel.state.records import GAME, LINE
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.session.journal.journal_format import JournalLine
from kuroshio.session.journal.journal_reader import UnreadableGame
from kuroshio.session.journal.line_kinds import MOVES, BadLine
from kuroshio.session.journal.older_logs import with_causes
from kuroshio.session.pending_orders import Spoken

LARGEST = 1 << 24  # bytes of a state or of log lines: far more than any game needs, and safe for any machine's memory
PLAYED_BY_DOCTRINE, PLAYED_BY_NOBODY = PLAYED_BY = ("doctrine", "nobody")  # who plays a frozen seat
NAMED_BEFORE = {"act_class": "cell", "round_no": "bout"}  # fields that had other names in older kernels
KINDS = ("<i4", "<i8", "<u8")  # of the fields of a record


@frozen
class Point:
    """A state from a record, with the number of log lines and the turn."""

    state: bytes
    logged: int
    turn: int


NOWHERE = Point(b"", 0, 0)


@frozen
class Recorded:
    """A game as its records tell it. log: the whole log; turns: the state at the start of each turn; last: the present state."""

    log: np.recarray
    turns: Mapping[int, np.record]
    last: np.record


# --- one text ----------------------------------------------------------------------------------------


def coded(data: bytes) -> str:
    """Encode bytes as a word of ASCII."""
    return base64.b64encode(zlib.compress(data)).decode("ascii")


def decoded(text: str) -> bytes:
    """Decode what `coded` encoded. Raises BadLine."""
    try:
        opener = zlib.decompressobj()
        data = opener.decompress(base64.b64decode(text.encode("ascii"), validate=True), LARGEST)
    except (ValueError, zlib.error):  # of base64
        raise BadLine("not the data of a record") from None
    if not opener.eof or opener.unused_data:
        raise BadLine("not the data of a record")
    return data


def difference(one: bytes, other: bytes) -> bytes:
    """Return the difference of two byte strings; applied to the one it gives the other. An empty string counts as zeros."""
    if not one:
        return other
    return (np.frombuffer(one, np.uint8) ^ np.frombuffer(other, np.uint8)).tobytes()


# --- writing -----------------------------------------------------------------------------------------


def came_of(before: Point, state: bytes, log: np.ndarray, turns: Mapping[int, bytes]) -> tuple[bytes, bytes, dict[int, bytes]]:
    """Return what has come since a point: log lines, and as differences the state and the state at the start of each turn."""
    begun = {turn: difference(before.state, ended) for turn, ended in turns.items() if turn > before.turn}
    return log[before.logged :].tobytes(), difference(before.state, state), begun


def record(before: Point, state: bytes, log: np.ndarray, turns: Mapping[int, bytes], spoken: Iterable[Spoken]) -> dict[str, Any]:
    """Return the fields of a record. log: the whole log; turns: the state at each turn's start; spoken: orders in own words."""
    lines, changed, begun = came_of(before, state, log, turns)
    fields = {"since": before.logged, "log": coded(lines), "state": coded(changed)}
    waiting = waiting_in(spoken)
    return {
        **({"waiting": waiting} if waiting else {}),
        **fields,
        "turns": [[turn, coded(ended)] for turn, ended in begun.items()],
    }


def waiting_in(spoken: Iterable[Spoken]) -> list[list[str]]:
    """Return the orders in own words without a ruling, in the form of a record."""
    return [[one.seat, one.text] for one in spoken]


def told_otherwise(entry: JournalLine, before: Point, state: bytes, log: np.ndarray, turns: Mapping[int, bytes]) -> str:
    """Say in what a record differs from a replayed game; empty if it is the same. Raises BadLine."""
    lines, changed, begun = came_of(before, state, log, turns)
    if (entry["since"], decoded(entry["log"]), decoded(entry["state"])) != (before.logged, lines, changed):
        return "the result"
    return "" if {turn: decoded(text) for turn, text in entry["turns"]} == begun else "the start of a turn"


def layout(tables: Tables) -> dict[str, Any]:
    """Return the layout of records and a hash of the meaning of their rows, for the content's line."""
    return {"game": described(GAME), "line": described(LINE), "rows": rows_hash(tables)}


def rows_hash(tables: Tables) -> str:
    """Return 16 hexadecimal digits for the meaning of a game's rows: ids, modifiers and effects in order."""
    ruleset, lists = tables.ruleset, ("factions", "actions", "events", "levels", "gates", "projects", "flashpoints")
    ids = [[str(entry.id) for entry in getattr(ruleset, name)] for name in (*lists, "crisis_endings", "crisis_roles")]
    ids += [[area.id for area in tables.board.areas], [piece.id for piece in tables.scenario.pieces]]
    names = [modifier.name for modifier in tables.modifiers]
    return hashlib.sha256(repr((tables.slots, ids, names, len(tables.effects))).encode()).hexdigest()[:16]


def described(dtype: np.dtype) -> list[Any]:
    """Describe a record's fields: name, kind or fields of its own, shape."""
    made = []
    for name in dtype.names or ():
        field = dtype.fields[name][0] if dtype.fields else dtype
        inner, shape = (field.subdtype[0], list(field.shape)) if field.subdtype else (field, [])
        made.append([name, described(inner) if inner.names else inner.newbyteorder("<").str, shape])
    return made


# --- reading -----------------------------------------------------------------------------------------


def laid_out(fields: list[Any]) -> np.dtype:
    """Return the record that a description means. Raises BadLine."""
    try:
        made = np.dtype([(name, _kind_of(kind), tuple(shape)) for name, kind, shape in fields])
    except (TypeError, ValueError, RecursionError):
        raise BadLine("not the layout of a record") from None
    if not 0 < made.itemsize <= LARGEST:
        raise BadLine("not the layout of a record")
    return made


def _kind_of(kind: Any) -> Any:
    if isinstance(kind, list):
        return laid_out(kind)
    if kind not in KINDS:
        raise ValueError(kind)
    return kind


def fitted(data: bytes, kept: np.dtype, now: np.dtype) -> np.recarray:
    """Convert kept records to the present layout, field by field by name; missing fields are 0. Raises BadLine.

    A field that had another name is found under that name.
    """
    if len(data) % kept.itemsize:
        raise BadLine("not a whole record")
    old = np.frombuffer(data, kept)
    new = np.zeros(len(old), now)
    _fit(old, new)
    return new.view(np.recarray)


def _fit(old: np.ndarray, new: np.ndarray) -> None:
    kept = old.dtype.names or ()
    for name in new.dtype.names or ():
        before = name if name in kept else NAMED_BEFORE.get(name, "")
        if before not in kept:
            continue
        here, there = old[before], new[name]
        room = tuple(slice(min(a, b)) for a, b in zip(here.shape, there.shape))
        if here.ndim != there.ndim or bool(here.dtype.names) != bool(there.dtype.names):
            continue
        if there.dtype.names:
            _fit(here[room], there[room])
        else:
            there[room] = here[room]


def read_records(entries: Iterable[JournalLine], content: JournalLine, path: object) -> Recorded:
    """Read the game from the records among the lines that count. Raises UnreadableGame."""
    try:
        game, line = laid_out(content["game"]), laid_out(content["line"])
        state, log, turns, moved = b"", b"", dict[int, bytes](), 0
        for entry in entries:
            moved = entry.n if entry.kind in MOVES else moved
            if entry.kind == "record":
                moved = 0
                n = entry["since"] * line.itemsize
                if n > len(log):
                    raise BadLine("one of them is missing")
                log = log[:n] + decoded(entry["log"])
                turns |= {turn: difference(state, decoded(ended)) for turn, ended in entry["turns"]}
                state = difference(state, decoded(entry["state"]))
        if moved:
            raise BadLine(f"that of line {moved} is missing")
        states = fitted(b"".join((*turns.values(), state)), game, GAME)
        told = fitted(log, line, LINE)
        return Recorded(told if "cause" in (line.names or ()) else with_causes(told), dict(zip(turns, states)), states[-1])
    except (BadLine, ValueError, IndexError) as error:
        raise UnreadableGame(f"{path}: the results of its choices cannot be read ({error}); use an older copy") from None
