"""What the rows of the tables are called, for whoever reads a log."""

from __future__ import annotations

from typing import Any

from kuroshio.kernel.tables import Tables


class Names:
    """Names of things by their row; a row below zero is nobody and nowhere."""

    def __init__(self, tables: Tables):
        rules, scenario = tables.ruleset, tables.scenario
        self.tables = tables
        self.factions = [entry.name for entry in rules.factions]
        self.areas = [entry.name for entry in tables.board.areas]
        self.actions = [entry.name for entry in rules.actions]
        self.levels = [entry.name for entry in sorted(rules.levels, key=lambda level: level.rank)]
        self.gates = [entry.name for entry in rules.gates]
        self.events = [entry.name for entry in rules.events]
        self.injects = scenario.injects
        self.projects = rules.projects
        self.endings = [entry.name for entry in rules.crisis_endings]
        self.roles = [entry.name for entry in rules.crisis_roles]
        self.choices = _crisis_choices(tables)
        self.obligations = [entry.name for entry in rules.obligations]
        self.flashpoints = [entry.name for entry in rules.flashpoints]
        self.pieces = [entry.name for entry in scenario.pieces]
        self.owners = [self.factions[tables.index.factions[entry.faction]] for entry in scenario.pieces]  # by piece
        self.slots = [_slot_name(slot, tables) for slot in tables.slots]

    def faction(self, row: int) -> str:
        """A faction, or "nobody"."""
        return self.factions[row] if row >= 0 else "nobody"

    def at(self, row: int) -> str:
        """An area with its preposition, or nothing."""
        return f" in {self.areas[row]}" if row >= 0 else ""


def _crisis_choices(tables: Tables) -> list[str]:
    """The names of climb, hold and off-ramp, in the kernel's order."""
    from kuroshio.kernel.words import CRISIS_CHOICES

    named = {entry.id: entry.name for entry in tables.ruleset.crisis_choices}
    return [named[choice] for choice in CRISIS_CHOICES]


def _slot_name(slot: str, tables: Tables) -> str:
    """A slot as a person says it: "Japan, support at home"."""
    rules = tables.ruleset
    owner, track = slot.split(".")[:2]
    scope = next(entry for entry in rules.tracks if entry.id == track)
    if scope.scope == "world":
        return scope.name
    groups: dict[str, tuple[Any, ...]] = {
        "faction": rules.factions,
        "stance": rules.factions,
        "pair": rules.pairs,
        "area": tables.board.areas,
        "flashpoint": rules.flashpoints,
        "obligation": rules.obligations,
        "project": rules.projects,
    }
    name = next(entry.name for entry in groups[scope.scope] if entry.id == owner)
    return f"{name}, {scope.name[:1].lower()}{scope.name[1:]}"
