"""Variants with something left out: the effects of what rests on the report alone, or every dial of contested theory."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import attrs

from kuroshio.files.loader import RULES_TABLES, Loaded
from kuroshio.model.bibliography import Sourced, cited, listed
from kuroshio.model.entry_parts import Effect
from kuroshio.model.procedure import DIALS, WAYS_DIALS, Procedure
from kuroshio.model.ruleset import Ruleset
from kuroshio.study.variant import Variant

PROCEDURE = "procedure"
CONTESTED = (*WAYS_DIALS, *DIALS)  # theories that are contested in the literature
PUBLIC = ("public record", "treaty")  # a text with one of these rests on more than the report


def rests_on_report(entry: Any, reports: Collection[str] = ()) -> bool:
    """Whether an entry cites the report, and no other document and no record. reports: the ids of the report in the bibliography.

    In rules without a bibliography a source is a text, which begins with the word.
    """
    if not isinstance(entry, Sourced) or not entry.source or entry.record:
        return False
    if isinstance(entry.source, str) and not reports:
        said = entry.source.strip().lower()
        return said.startswith("report") and not any(word in said for word in PUBLIC)
    return all(cited(source)[0] in reports for source in listed(entry.source))


def without_effects(part: Any) -> Any:
    """Return a part of the model with all its effects set to zero."""
    if not attrs.has(type(part)):
        return part
    emptied = {}
    for field in attrs.fields(type(part)):
        value = getattr(part, field.name)
        if isinstance(value, tuple) and any(isinstance(item, Effect) for item in value):
            emptied[field.name] = ()
        elif isinstance(value, tuple) and any(attrs.has(type(item)) for item in value):
            emptied[field.name] = tuple(without_effects(item) for item in value)
        elif attrs.has(type(value)):
            emptied[field.name] = without_effects(value)
    return attrs.evolve(part, **emptied)


def _without_report(loaded: Loaded, reports: Collection[str]) -> Loaded:
    """Return files in which entries that rest on the report alone have no effects."""
    entries = {
        field: [(without_effects(entry) if rests_on_report(entry, reports) else entry, origin)
                for entry, origin in found]
        for field, found in loaded.entries.items() if field != "scenario"
    }  # fmt: skip
    return Loaded({**loaded.entries, **entries}, loaded.faults, loaded.broken)


def report_ids(rules: Loaded) -> list[str]:
    """Return the ids of the report in the bibliography of some rules."""
    return [document.id for document in rules.of("documents") if document.report]


def without_report(variant: Variant) -> Variant:
    """Return the variant without the effects of entries that rest on the report alone; public records and treaties remain.

    Such an entry keeps its costs, conditions and class, and loses only its effects. The result is not checked, because the checks
    refuse an act without effects.
    """
    reports = report_ids(variant.rules)
    rules, scenario = _without_report(variant.rules, reports), _without_report(variant.scenario, reports)
    return attrs.evolve(variant, rules=rules, scenario=scenario)


def without_contested(variant: Variant) -> Variant:
    """Return the variant with every dial of contested theory at 0."""
    procedure: Procedure = variant.rules.of(PROCEDURE)[0]
    dials: dict[str, Any] = dict.fromkeys(CONTESTED, 0)
    off, origin = attrs.evolve(procedure, **dials), variant.rules.entries[PROCEDURE][0][1]
    loaded = variant.rules
    return attrs.evolve(variant, rules=attrs.evolve(loaded, entries={**loaded.entries, PROCEDURE: [(off, origin)]}))


WITHOUT = {"report": without_report, "contested": without_contested}


def changed_entries(before: Ruleset, after: Ruleset) -> int:
    """Return the number of entries that differ between two rulebooks with the same entries."""
    fields = [field for field, _ in RULES_TABLES.values()]
    pairs = [pair for field in fields for pair in zip(getattr(before, field), getattr(after, field), strict=True)]
    return sum(one != other for one, other in pairs)
