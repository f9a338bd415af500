"""Checks of the table of the report's items: each number stands once, and the entries that carry an item exist."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from kuroshio.files.checks.check_entries import Checks, EntryPart
from kuroshio.files.checks.check_fields import Complaint
from kuroshio.files.checks.check_names import ContentNames, lists
from kuroshio.files.faults import Fault
from kuroshio.files.loader import FOR_READERS, RULES_TABLES, SCENARIO_TABLES, Loaded, Origin
from kuroshio.model.likely_names import nearest
from kuroshio.model.procedure import Procedure
from kuroshio.model.ruleset import Item

PROCEDURE = "procedure"
OF_SCENARIOS = tuple(SCENARIO_TABLES)  # a rules file cannot name its scenario, so ids in scenarios are not looked up here


def check_item(place: EntryPart, names: ContentNames) -> Iterator[Complaint]:
    """Check that the entries that carry an item exist, and that a frame has none."""
    item: Item = place.part
    if item.frame and item.carried_by:
        yield ("frame",), "a frame is carried by no entry", "leave out frame, or carried_by"
    for i, path in enumerate(item.carried_by):
        for wrong, right in carrier_complaints(path, names):
            yield ("carried_by", i), wrong, right


def carrier_complaints(path: str, names: ContentNames) -> Iterator[tuple[str, str]]:
    """Check one path, `kind.id`."""
    kind, dot, name = path.partition(".")
    kinds = [PROCEDURE, *(word for word in RULES_TABLES if word not in FOR_READERS), *OF_SCENARIOS]
    if not dot or not name:
        yield f"{path!r} is not of the form kind.id", "write for example track.trust"
    elif kind not in kinds:
        yield f"no kind of entry {kind!r}", nearest(kind, kinds, "kuroshio check --names table")
    elif kind == PROCEDURE:
        known = list(attrs.fields_dict(Procedure))
        if name not in known:
            yield f"no field {name!r} of the procedure", nearest(name, known, "kuroshio check --names procedure.keys")
    elif kind in RULES_TABLES:
        field, _ = RULES_TABLES[kind]
        if not names.has(field, name):
            yield f"no {kind.replace('_', ' ')} {name!r}", nearest(name, names.known(field), lists(field))


def check_numbers(loaded: Loaded) -> Iterator[Fault]:
    """Check that the items are numbered from 1 on, each number once."""
    pairs: list[tuple[Item, Origin]] = loaded.entries.get("items", [])
    by_number: dict[int, list[Origin]] = {}
    for item, origin in pairs:
        by_number.setdefault(item.number, []).append(origin)
    for number, origins in by_number.items():
        for i, origin in enumerate(origins):
            if len(origins) > 1:
                other = origins[i - 1].fault(("number",), "", "")
                yield origin.fault(("number",), f"number {number} stands twice", f"the other is at {other.file}:{other.line}")
    if pairs and "items" not in loaded.broken:
        for number in range(1, min(max(by_number), len(pairs) + 1)):  # a number above the count means that one below is missing
            if number not in by_number:
                yield pairs[0][1].fault((), f"no item with number {number}", "add one")


COVERAGE_CHECKS: Checks = {Item: (check_item,)}
