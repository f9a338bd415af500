"""What a seat's conditions of success read now and have read, with the grade so far: all from the seat's own view."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from kuroshio.kernel.state import codes
from kuroshio.kernel.state.records import OUTCOME, SCRATCH, blank
from kuroshio.kernel.stepping import outcome
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.model.scenario import Goal
from kuroshio.picture.aim_moves import mark_of
from kuroshio.picture.gauge_pictures import AimGauge, Gauge
from kuroshio.picture.phrases import bounds, mean_of
from kuroshio.picture.picture import GRADES
from kuroshio.picture.row_names import RowNames

COUNT = "count."


class AimGauges:
    """Makes the gauges of a seat's aims, and judges its conditions as they stand."""

    def __init__(self, tables: Tables, names: RowNames):
        self.tables, self.names = tables, names
        self.slots = {name: row for row, name in enumerate(tables.slots)}
        self.tracks = {track.id: track for track in tables.ruleset.tracks}
        self.scratch, self.result = blank(SCRATCH)[0], blank(OUTCOME)[0]

    def gauges(self, view: np.record, seat: str, past: Sequence[np.record], before: int | None) -> Iterator[AimGauge]:
        """Return a gauge for each condition of success of a seat, in the order of the scenario; none for the public.

        view: the seat's own; past: the game as each turn began; before: which of them the seats planned in last.
        """
        entry = next((one for one in self.tables.scenario.seats if one.faction == seat), None)
        if entry is None:
            return
        grades = self.grades(view, seat)
        for number, goal in enumerate(entry.success):
            yield AimGauge(
                mark=mark_of(number),
                gauge=self._gauge(view, goal, past, before),
                wanted=bounds(goal.at_least, goal.at_most),
                at_least=goal.at_least,
                at_most=goal.at_most,
                mean=self.mean(view, seat, number),
                grade=grades[number],
                aim=entry.aims[goal.aim - 1] if goal.aim else "",
            )

    def grades(self, view: np.record, seat: str) -> list[str]:
        """Return how well each condition of a seat would be met if the game ended now; empty where the seat cannot know it."""
        row = self.tables.index.factions[seat]
        outcome(self.tables.rules, view, self.scratch, self.result)
        goals = next(one.success for one in self.tables.scenario.seats if one.faction == seat)
        return [
            GRADES[self.result.goal[row, number].grade] if self.known(view, seat, number) else "" for number in range(len(goals))
        ]

    def known(self, view: np.record, seat: str, number: int) -> bool:
        """Whether a seat may know what a condition of its own reads, by its number."""
        row = self.tables.index.factions[seat]
        return self.value(view, self._goal(seat, number)) is not None and bool(view.goal_total[row, number] != codes.UNKNOWN)

    def mean(self, view: np.record, seat: str, number: int) -> str:
        """Return the mean of the readings so far of a condition; empty before the first, of a count, and where it is hidden."""
        read, goal = int(view.readings), self._goal(seat, number)
        if not read or goal.track.startswith(COUNT) or not self.known(view, seat, number):
            return ""
        return mean_of(int(view.goal_total[self.tables.index.factions[seat], number]), read)

    def _goal(self, seat: str, number: int) -> Goal:
        return next(one.success[number] for one in self.tables.scenario.seats if one.faction == seat)

    def value(self, state: np.record, goal: Goal) -> int | None:
        """Return what a condition reads of a view; None where it is hidden."""
        counts = goal.track.startswith(COUNT)
        at = codes.COUNTS.index(goal.track.removeprefix(COUNT)) if counts else self.slots[goal.track]
        value = int(state["tally" if counts else "track"][at])
        return None if value == codes.UNKNOWN else value

    def _gauge(self, view: np.record, goal: Goal, past: Sequence[np.record], before: int | None) -> Gauge:
        """Return what a condition reads as a gauge. A count has no bounds: it is drawn as far as it has come, or is wanted."""
        value = self.value(view, goal)
        known = [] if value is None else [self.value(state, goal) or 0 for state in past]
        track = self.tracks.get(goal.track.split(".")[1]) if not goal.track.startswith(COUNT) else None
        far = max(*known, value or 0, goal.at_least or 0, goal.at_most or 0, 0) + 1
        return Gauge(
            id=goal.track,
            name=self.names.goal(goal),
            value=value,
            least=track.least if track else 0,
            most=track.most if track else far,
            change=value - known[-1] if known and value is not None else 0,
            past=tuple(known),
            before=known[before] if known and before is not None else None,
        )
