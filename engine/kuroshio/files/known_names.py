"""The names in files: ids of a kind, tracks that an opening may set, tables, and the keys of a table."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from kuroshio.files.checks.check_names import TABLES, gather_names
from kuroshio.files.checks.check_scenario import slot_tracks
from kuroshio.files.loader import BOARD_TABLES, RULES_TABLES, SCENARIO_TABLES, SINGLE_TABLES, Loaded
from kuroshio.model.scenario import ScenarioFile

FIELDS = {table: field for field, table in TABLES.items()} | {"scenario": "scenario"}
OPENING, TABLE, KEYS = "opening", "table", ".keys"
KINDS_OF_NAMES = (*FIELDS, OPENING, TABLE)
CLASSES: dict[str, type] = {
    **{table: kind for tables in (RULES_TABLES, BOARD_TABLES, SCENARIO_TABLES) for table, (_, kind) in tables.items()},
    **SINGLE_TABLES,
    "scenario": ScenarioFile,
}


def names_of(kind: str, loaded: Sequence[Loaded]) -> list[str] | None:
    """Return the names of a kind: `action`, `opening`, `table`, `action.keys` for keys of [[action]]; None: unknown kind."""
    if kind == TABLE:
        return sorted(CLASSES.keys() - {"scenario"})
    if kind.endswith(KEYS) and kind.removesuffix(KEYS) in CLASSES:
        return sorted(field.name for field in attrs.fields(CLASSES[kind.removesuffix(KEYS)]))
    if kind == OPENING:
        return list(slot_tracks(gather_names(*loaded)))
    if kind not in FIELDS:
        return None
    entries = [entry for found in loaded for entry in found.of(FIELDS[kind])]
    return list(dict.fromkeys(entry.id for entry in entries if hasattr(entry, "id")))
