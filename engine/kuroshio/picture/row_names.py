"""Names for the rows of the tables, to read a log by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from kuroshio.kernel.state import codes
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.model.entry_parts import Condition
from kuroshio.model.memo import last_few
from kuroshio.model.ruleset import CrisisChoice, CrisisRole, Level


class RowNames:
    """Names by row; a row below zero is nobody or nowhere.

    answers: by question, a number of `codes`, what it is answered with other than yes and no, in the kernel's order.
    """

    def __init__(self, tables: Tables):
        rules, scenario = tables.ruleset, tables.scenario
        self.tables = tables
        self.factions = [entry.name for entry in rules.factions]
        self.areas = [entry.name for entry in tables.board.areas]
        self.actions = [entry.name for entry in rules.actions]
        self.gates = [entry.name for entry in rules.gates]
        self.events = [entry.name for entry in rules.events]
        self.injects = scenario.injects
        self.projects = rules.projects
        self.endings = [entry.name for entry in rules.crisis_endings]
        self.obligations = [entry.name for entry in rules.obligations]
        self.flashpoints = [entry.name for entry in rules.flashpoints]
        self.pieces = [entry.name for entry in scenario.pieces]
        self.owners = [self.factions[tables.index.factions[entry.faction]] for entry in scenario.pieces]  # by piece
        self.slots = list(_slot_names(tables))
        levels, choices = sorted(rules.levels, key=lambda level: level.rank), {one.id: one for one in rules.crisis_choices}
        self.answers: dict[int, Sequence[Level | CrisisChoice | CrisisRole]] = {
            int(codes.ASK_RESPOND): levels,
            int(codes.ASK_CRISIS): [choices[choice] for choice in codes.CRISIS_CHOICES],
            int(codes.ASK_ROLE): rules.crisis_roles,
        }
        self.levels, self.choices, self.roles = ([entry.name for entry in entries] for entries in self.answers.values())

    def faction(self, row: int) -> str:
        """Return the name of a faction, or "nobody"."""
        return self.factions[row] if row >= 0 else "nobody"

    def goal(self, condition: Condition) -> str:
        """Return the name of what a condition of success reads: a track, or a count such as "Projects delivered"."""
        subject, what = condition.track.split(".", 1)
        return what.replace("_", " ").capitalize() if subject == "count" else self.slots[self.tables.slots.index(condition.track)]

    def at(self, row: int) -> str:
        """Return an area with its preposition, or an empty text."""
        return f" in {self.areas[row]}" if row >= 0 else ""


def _slot_names(tables: Tables) -> Iterator[str]:
    """Return the name of each slot, such as "Japan, support at home"."""
    rules = tables.ruleset
    tracks = {track.id: track for track in rules.tracks}
    groups: dict[str, tuple[Any, ...]] = {
        "faction": rules.factions,
        "stance": rules.factions,
        "pair": rules.pairs,
        "area": tables.board.areas,
        "flashpoint": rules.flashpoints,
        "obligation": rules.obligations,
        "project": rules.projects,
    }
    owners = {scope: {entry.id: entry.name for entry in entries} for scope, entries in groups.items()}
    for slot in tables.slots:
        owner, what = slot.split(".")[:2]
        track = tracks[what]
        if track.scope == "world":
            yield track.name
        else:
            yield f"{owners[track.scope][owner]}, {track.name[:1].lower()}{track.name[1:]}"


@last_few
def names_of(tables: Tables) -> RowNames:
    """Return the names of tables, shared by all who read them."""
    return RowNames(tables)
