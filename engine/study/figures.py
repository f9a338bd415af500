"""What a study comes to: rates with Wilson intervals, means with normal ones, counted block by block."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
from attrs import Factory, define, evolve, frozen

from engine.kernel.tables import Tables
from engine.model.scenario import Measure
from engine.study.batch import Block

Z95 = 1.959963984540054  # two-sided 95 per cent of the normal distribution


@frozen
class Figure:
    """One outcome over n games. unit: rate (share of games, 0 to 1) or mean. low, high: 95 per cent interval.

    group: seat, observable or construct; the last two are never added up.
    """

    id: str
    name: str
    group: str
    unit: str
    n: int
    value: float
    low: float
    high: float


def wilson(k: int, n: int, z: float = Z95) -> tuple[float, float]:
    """The score interval of a share k/n (Wilson 1927); (0, 1) for no games at all."""
    if n == 0:
        return 0.0, 1.0
    share, square = k / n, z * z
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = z / (1 + square / n) * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
    return (0.0 if k == 0 else middle - half), (1.0 if k == n else middle + half)


def mean_interval(total: int, squares: int, n: int) -> tuple[float, float, float]:
    """Mean and normal 95 per cent interval from exact sums; NaN where n is too small to tell."""
    if n == 0:
        return math.nan, math.nan, math.nan
    mean = total / n
    if n < 2:
        return mean, math.nan, math.nan
    half = Z95 * math.sqrt(max(squares - total * mean, 0.0) / (n - 1) / n)
    return mean, mean - half, mean + half


def reached(measure: Measure, values: np.ndarray) -> np.ndarray:
    """Which values lie within a measure's bounds."""
    hit = np.ones(len(values), bool)
    if measure.at_least is not None:
        hit &= values >= measure.at_least
    if measure.at_most is not None:
        hit &= values <= measure.at_most
    return hit


def is_rate(measure: Measure) -> bool:
    """Whether a measure has bounds, so that its share of games is what counts."""
    return measure.at_least is not None or measure.at_most is not None


@define
class Tally:
    """Running sums over blocks, of fixed size however many games there are."""

    tables: Tables
    n: int = 0
    decisions: int = 0
    successes: Counter[str] = Factory(Counter)
    hits: Counter[str] = Factory(Counter)
    totals: Counter[str] = Factory(Counter)
    squares: Counter[str] = Factory(Counter)

    def add(self, block: Block) -> None:
        """Count one block in."""
        self.count(block.results)

    def count(self, results: np.recarray) -> None:
        """Count games in by their outcomes."""
        self.n += len(results)
        self.decisions += int(results.decisions.sum())
        for seat in self.tables.scenario.seats:
            row = self.tables.index.factions[seat.faction]
            self.successes[seat.faction] += int(results.success[:, row].sum())
        for m, measure in enumerate(self.tables.scenario.measures):
            values = results.measure[:, m].astype(np.int64)
            self.hits[measure.id] += int(reached(measure, values).sum())
            self.totals[measure.id] += int(values.sum())
            self.squares[measure.id] += int((values * values).sum())

    def copy(self) -> Tally:
        """Another of the same sums."""
        sums = {name: getattr(self, name).copy() for name in ("successes", "hits", "totals", "squares")}
        return evolve(self, **sums)

    def figures(self) -> list[Figure]:
        """Every outcome with its n and interval: seats first, then measures as the scenario lists them."""
        return [*self._seat_figures(), *(self._measure_figure(measure) for measure in self.tables.scenario.measures)]

    def _seat_figures(self) -> list[Figure]:
        names = {faction.id: faction.name for faction in self.tables.ruleset.factions}
        return [
            _rate(f"success_{seat.faction}", f"{names[seat.faction]}: aims met", "seat", self.successes[seat.faction], self.n)
            for seat in self.tables.scenario.seats
            if seat.success
        ]

    def _measure_figure(self, measure: Measure) -> Figure:
        if is_rate(measure):
            return _rate(measure.id, measure.name, measure.kind, self.hits[measure.id], self.n)
        mean, low, high = mean_interval(self.totals[measure.id], self.squares[measure.id], self.n)
        return Figure(measure.id, measure.name, measure.kind, "mean", self.n, mean, low, high)


def _rate(name: str, label: str, group: str, k: int, n: int) -> Figure:
    low, high = wilson(k, n)
    return Figure(name, label, group, "rate", n, k / n if n else math.nan, low, high)
