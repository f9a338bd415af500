"""Checks of a map: each border stands once, every area can be reached from every other, each view has its own key."""

from __future__ import annotations

from collections.abc import Iterator

from kuroshio.files.checks.check_capacities import BOARD_MOST
from kuroshio.files.checks.check_entries import Checks, EntryPart, check_entries
from kuroshio.files.checks.check_fields import Complaint, Range
from kuroshio.files.checks.check_names import ContentNames, gather_names
from kuroshio.files.faults import Fault
from kuroshio.files.loader import Loaded, Origin
from kuroshio.model.board import Area, Border
from kuroshio.model.readings import WORDS

DEGREES = (Range(-180, 180), Range(-90, 90))
LONGITUDE_AND_LATITUDE = ("longitude", "latitude")


def check_area(place: EntryPart, names: ContentNames) -> Iterator[Complaint]:
    """Check that an area's label is on the globe, and that its id is not a word of readings."""
    for i, rule in enumerate(DEGREES):
        found = rule.complaint(place.part.label[i], names)
        if found:
            yield ("label", i), found[0], f"{found[1]} degrees of {LONGITUDE_AND_LATITUDE[i]}"
    if place.part.id in WORDS:
        yield ("id",), f"{place.part.id!r} is a reserved word of readings", "choose another id"


def check_border(place: EntryPart, names: ContentNames) -> Iterator[Complaint]:
    """Check that an exception has a note."""
    if place.part.passage == "exception" and not place.part.note.strip():
        yield ("passage",), "an exception without a note", "add note = ..., what passes there"


ENTRY_CHECKS: Checks = {Area: (check_area,), Border: (check_border,)}


def check_borders(board: Loaded) -> Iterator[Fault]:
    """Check that no border is named twice, in either order."""
    first: dict[frozenset[str], Origin] = {}
    for border, origin in board.entries.get("borders", []):
        pair = frozenset(border.between)
        if pair in first:
            other = first[pair].fault(("between",), "", "")
            wrong = f"the border of {' and '.join(border.between)} is named twice"
            yield origin.fault(("between",), wrong, f"keep one; the other is at {other.file}:{other.line}")
        first.setdefault(pair, origin)


def check_keys(board: Loaded) -> Iterator[Fault]:
    """Check that no two views have the same key."""
    first: dict[str, Origin] = {}
    for view, origin in board.entries.get("views", []):
        if view.key in first:
            other = first[view.key].fault(("key",), "", "")
            wrong = f"a second view for key {view.key!r}"
            yield origin.fault(("key",), wrong, f"choose another; the first is at {other.file}:{other.line}")
        first.setdefault(view.key, origin)


def reachable(start: str, borders: list[Border]) -> set[str]:
    """Return every area that can be reached from one."""
    near: dict[str, set[str]] = {}
    for border in borders:
        a, b = border.between
        near.setdefault(a, set()).add(b)
        near.setdefault(b, set()).add(a)
    found, ahead = {start}, [start]
    while ahead:
        new = near.get(ahead.pop(), set()) - found
        found |= new
        ahead += new
    return found


def check_connected(board: Loaded, names: ContentNames) -> Iterator[Fault]:
    """Check that every area can be reached from the first one."""
    areas = board.entries.get("areas", [])
    if not areas or not names.whole("areas", "borders"):
        return
    start = areas[0][0].id
    found = reachable(start, board.of("borders"))
    for area, origin in areas:
        if area.id not in found:
            yield origin.fault(("id",), f"area {area.id!r} cannot be reached from {start!r}", "add a [[border]] for it")


def check_map(board: Loaded, rules: Loaded) -> list[Fault]:
    """Return the faults of a map, besides those found in reading it. Raises nothing."""
    names = gather_names(rules, board)
    faults = list(check_entries(board, names, ENTRY_CHECKS, BOARD_MOST))
    faults += check_borders(board)
    faults += check_keys(board)
    faults += check_connected(board, names)
    return faults
