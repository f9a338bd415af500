"""Checks of the capacities of the kernel's records (kuroshio.model.capacities)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any

from kuroshio.files.checks.check_entries import is_table, nesting_fields
from kuroshio.files.faults import Fault
from kuroshio.files.loader import Loaded, Origin
from kuroshio.model import capacities
from kuroshio.model.entry_parts import Condition, Effect, Modifier
from kuroshio.model.ruleset import Doctrine, Leaning

RULES_MOST = {
    "tracks": capacities.MAX_TRACKS,
    "factions": capacities.MAX_FACTIONS,
    "pairs": capacities.MAX_PAIRS,
    "kinds": capacities.MAX_KINDS,
    "act_classes": capacities.MAX_CLASSES,
    "statuses": capacities.MAX_LEVELS,
    "obligations": capacities.MAX_OBLIGATIONS,
    "flashpoints": capacities.MAX_FLASHPOINTS,
    "postures": capacities.MAX_POSTURES,
    "levels": capacities.MAX_LEVELS,
    "gates": capacities.MAX_GATES,
    "crisis_endings": capacities.MAX_ENDINGS,
    "crisis_roles": capacities.MAX_ROLES,
    "events": capacities.MAX_EVENTS,
    "projects": capacities.MAX_PROJECTS,
    "actions": capacities.MAX_ACTIONS,
    "doctrines": capacities.MAX_DOCTRINES,
    "links": capacities.MAX_LINKS,
}
BOARD_MOST = {"areas": capacities.MAX_AREAS}
SCENARIO_MOST = {
    "seats": capacities.MAX_FACTIONS,
    "pieces": capacities.MAX_PIECES,
    "injects": capacities.MAX_INJECTS,
    "measures": capacities.MAX_MEASURES,
}
# Doctrines have pools of their own.
POOLS: tuple[tuple[type, str, int], ...] = (
    (Condition, "conditions", capacities.MAX_CONDITIONS),
    (Effect, "effects", capacities.MAX_EFFECTS),
    (Modifier, "modifiers", capacities.MAX_MODIFIERS),
)
DOCTRINE_POOLS: tuple[tuple[type, str, int], ...] = (
    (Condition, "conditions of doctrines", capacities.MAX_CONDITIONS),
    (Leaning, "lines of doctrines", capacities.MAX_LEANINGS),
)


def count_parts(entry: Any) -> Counter[type]:
    """Return the number of parts of each kind in an entry."""
    counts: Counter[type] = Counter()
    parts = [entry]
    while parts:
        part = parts.pop()
        counts[type(part)] += 1
        for name in nesting_fields(type(part)):
            value = getattr(part, name)
            parts.extend(item for item in (value if isinstance(value, tuple) else (value,)) if is_table(item))
    return counts


def passing(counts: Sequence[tuple[int, Origin]], most: int, what: str) -> Iterator[Fault]:
    """Return a fault at the entry with which a sum passes a limit."""
    total = sum(n for n, _ in counts)
    for reached, (_, origin) in zip(accumulate(n for n, _ in counts), counts):
        if reached > most:
            yield origin.fault((), f"{total} {what} in all; the limit is passed here", f"keep to {most}, the kernel's limit")
            return


def check_pools(files: Sequence[Loaded]) -> Iterator[Fault]:
    """Check the pools that all tables share."""
    found = [pair for loaded in files for entries in loaded.entries.values() for pair in entries]
    of_doctrines = [(count_parts(entry), origin) for entry, origin in found if isinstance(entry, Doctrine)]
    of_others = [(count_parts(entry), origin) for entry, origin in found if not isinstance(entry, Doctrine)]
    for pools, counts in ((POOLS, of_others), (DOCTRINE_POOLS, of_doctrines)):
        for kind, what, most in pools:
            yield from passing([(count[kind], origin) for count, origin in counts], most, what)


def check_hands(rules: Loaded) -> Iterator[Fault]:
    """Check that no faction may order more actions than the key of a die can distinguish."""
    actions = [pair for pair in rules.entries.get("actions", []) if not pair[0].everyday]
    for faction in rules.of("factions"):
        counts = [(1, origin) for action, origin in actions if faction.id in action.actors]
        yield from passing(counts, capacities.MAX_HAND, f"actions that {faction.id!r} may order")


def check_slots(rules: Loaded, board: Loaded) -> Iterator[Fault]:
    """Check that the kernel has a slot for each track of each entity."""
    flashpoints = rules.of("flashpoints")
    things = {
        "world": 1,
        "faction": len(rules.of("factions")),
        "pair": len(rules.of("pairs")),
        "area": len(board.of("areas")),
        "flashpoint": len(flashpoints),
        "stance": sum(len({point.challenger, point.holder, *point.others}) for point in flashpoints),
        "obligation": len(rules.of("obligations")),
        "project": len(rules.of("projects")),
    }
    counts = [(things.get(track.scope, 0), origin) for track, origin in rules.entries.get("tracks", [])]
    yield from passing(counts, capacities.MAX_SLOTS, "slots (one for each track of each entity)")
