"""A quiet game of the frozen world, to try one mechanism in: what the tests of mechanisms share."""

from __future__ import annotations

from typing import Any

import attrs
import numpy as np

from kuroshio.kernel.state import codes
from kuroshio.kernel.tables.compiling import compile_tables
from kuroshio.model.capacities import MAX_FACTIONS
from kuroshio.model.entry_parts import Cost
from kuroshio.model.readings import COUNTS
from kuroshio.model.ruleset import Action
from tests.stepping import LINES, Content, Table

NOTHING, PROTEST, SHADOW, ASSIST, JOINT = range(5)  # levels of response by rank
BUDGETS = {"capital": 5, "funds": 5, "readiness": 4}
INCOME = Cost(capital=2, funds=1)
JUDGED = {"name": "Test", "source": "judgement: a test"}


class Lab:
    """A content with nothing that happens by itself, and the names of those at its first flashpoint."""

    def __init__(self, content: Content):
        ruleset, self.board, scenario = content
        tracks = [attrs.evolve(track, drift=0, most=20 if track.id in BUDGETS else track.most) for track in ruleset.tracks]
        factions = [attrs.evolve(faction, income=INCOME) for faction in ruleset.factions]
        gates = [attrs.evolve(gate, asked_when=(), effects=()) for gate in ruleset.gates]
        plain = {"tracks": tuple(tracks), "factions": tuple(factions), "gates": tuple(gates)}
        self.ruleset = attrs.evolve(ruleset, events=(), doctrines=(), links=(), **plain)
        self.scenario = attrs.evolve(scenario, injects=())
        place = ruleset.flashpoints[0]
        self.place, self.area, self.challenger, self.holder = place.id, place.area, place.challenger, place.holder
        self.pact = next(
            row for row in ruleset.obligations if row.creditor == self.holder and (not row.areas or self.area in row.areas)
        )
        self.ally = self.pact.debtor
        self.pair = self.pair_of(self.challenger, self.holder)

    def pair_of(self, *members: str) -> str:
        return next(pair.id for pair in self.ruleset.pairs if set(pair.members) == set(members))

    def at(self, faction: str) -> str:
        """The slot of a posture."""
        return f"{faction}.posture.{self.place}"

    def act(self, name: str = "test_act", **more: Any) -> Action:
        """A coercive act of the challenger on the holder that costs nothing and does nothing of itself."""
        parties = {"actors": (self.challenger,), "targets": (self.holder,), "areas": (self.area,)}
        return Action(id=name, arena="test", **(JUDGED | parties | {"act_class": "A1", "intensity": 4} | more))

    def order(self, name: str = "test_act") -> dict[str, str]:
        return {"actor": self.challenger, "action": name, "target": self.holder, "area": self.area}

    def table(self, *acts: Action, procedure: dict[str, Any] | None = None, calm: bool = True, **changes: Any) -> Table:
        """A new game; `calm` has nobody keep a posture that costs or acts, and everybody's purse half full."""
        rules = attrs.evolve(self.ruleset, actions=(*self.ruleset.actions, *acts), **changes)
        if procedure:
            rules = attrs.evolve(rules, procedure=attrs.evolve(rules.procedure, **procedure))
        table = Table(compile_tables(rules, self.board, self.scenario), None, np.full(MAX_FACTIONS, -1, np.int32), LINES)
        return self.begin(table, calm=calm)

    def begin(self, table: Table, number: int = 0, calm: bool = True) -> Table:
        table.begin(8, number)
        if calm:
            table.set({slot: 1 for slot in table.slot if ".posture." in slot})
        for budget, value in BUDGETS.items():
            table.set({f"{faction.id}.{budget}": value for faction in self.ruleset.factions})
        return table

    def posture(self, side: str, level: int) -> Any:
        return next(row for row in self.ruleset.postures if (row.side, row.level) == (side, level))


def happened(table: Table) -> list[str]:
    """The acts that have made an incident."""
    return [table.tables.ruleset.actions[line.action].id for line in table.lines(codes.L_INCIDENT)]


def counted(table: Table, what: str) -> int:
    return int(table.game.tally[COUNTS.index(what)])


def answers(**levels: int) -> Any:
    """Answer incidents at these levels by faction, and all else with no."""
    return lambda question, faction: levels.get(faction, 0) if question == "respond" else 0


NEVER = {"attribution_at": {"low": 2, "medium": 99, "high": 99}}
DENIED = {"deniability": "high", "focused": True}
