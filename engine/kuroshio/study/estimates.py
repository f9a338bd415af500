"""The results of a study: rates and means with their intervals, counted block by block."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable

import numpy as np
from attrs import Factory, define, frozen

from kuroshio.kernel.tables.compiling import Tables
from kuroshio.model.scenario import Measure
from kuroshio.study.batch import Block
from kuroshio.study.intervals import Sample, interval


@frozen
class Figure:
    """One outcome over n games. unit: rate (share of games, 0 to 1) or mean. low, high: 95 per cent interval.

    group: seat, observable or construct; the last two are never added up. note: a text if all games have the same value.

    >>> import kuroshio
    >>> figure = kuroshio.load("senkaku_2021").study(20, seed=7).figures[0]
    >>> figure.id, figure.unit, figure.n, figure.low <= figure.value <= figure.high
    ('success_china', 'rate', 20, True)
    """

    id: str
    name: str
    group: str
    unit: str
    n: int
    value: float
    low: float
    high: float
    note: str = ""


RATE = (0.0, 1.0)  # the bounds of a share


def count_in(times: Counter[int], values: np.ndarray) -> None:
    """Count how often each whole number occurs."""
    found, often = np.unique(values.astype(np.int64), return_counts=True)
    times.update(dict(zip(found.tolist(), often.tolist())))


def bounds_of(measure: Measure, tables: Tables) -> tuple[float, float]:
    """Return the bounds of a measure: those of its track; for a count only the lower bound 0."""
    what = measure.track.split(".")[1]
    tracks = {track.id: (track.least, track.most) for track in tables.ruleset.tracks}
    counted = measure.track.startswith("count.") or what not in tracks
    return (0, math.inf) if counted else tracks[what]


def digits(width: float, fewest: int) -> int:
    """Return the number of decimals that distinguish the ends of an interval of this width, at least `fewest`."""
    return max(fewest, math.ceil(-math.log10(width))) if width > 0 else fewest


def spelled(numbers: Iterable[float], width: float) -> list[str]:
    """Return numbers for a table in a file: six decimals, more if the interval's ends would look equal."""
    return [f"{number:.{digits(width, 6)}f}" for number in numbers]


def reached(measure: Measure, values: np.ndarray) -> np.ndarray:
    """Return which values meet a measure's condition."""
    hit = np.ones(len(values), bool)
    if measure.at_least is not None:
        hit &= values >= measure.at_least
    if measure.at_most is not None:
        hit &= values <= measure.at_most
    return hit


def is_rate(measure: Measure) -> bool:
    """Whether a measure has a condition, so that its share of games is counted."""
    return measure.at_least is not None or measure.at_most is not None


@define
class Tally:
    """The distribution of each outcome over all blocks, in constant memory.

    values: by the id of a figure; for a rate 0 or 1.
    """

    tables: Tables
    n: int = 0
    decisions: int = 0
    values: dict[str, Counter[int]] = Factory(lambda: defaultdict(Counter))

    def add(self, block: Block) -> None:
        """Add one block."""
        self.count(block.results)

    def count(self, results: np.recarray) -> None:
        """Add games by their outcomes."""
        self.n += len(results)
        self.decisions += int(results.decisions.sum())
        for seat in self.tables.scenario.seats:
            met = results.success[:, self.tables.index.factions[seat.faction]]
            count_in(self.values[f"success_{seat.faction}"], met)
        for m, measure in enumerate(self.tables.scenario.measures):
            values = results.measure[:, m]
            count_in(self.values[measure.id], reached(measure, values) if is_rate(measure) else values)

    def copy(self) -> Tally:
        """Return a copy."""
        again = Tally(self.tables, self.n, self.decisions)
        for name, counted in self.values.items():
            again.values[name] = counted.copy()
        return again

    def figures(self) -> list[Figure]:
        """Return every outcome with its n and interval: seats first, then measures in the scenario's order."""
        return [*self._seat_figures(), *(self._measure_figure(measure) for measure in self.tables.scenario.measures)]

    def _seat_figures(self) -> list[Figure]:
        names = {faction.id: faction.name for faction in self.tables.ruleset.factions}
        return [
            self._figure(f"success_{seat.faction}", f"{names[seat.faction]}: aims met", "seat", "rate", RATE)
            for seat in self.tables.scenario.seats
            if seat.success
        ]

    def _measure_figure(self, measure: Measure) -> Figure:
        unit, bounds = ("rate", RATE) if is_rate(measure) else ("mean", bounds_of(measure, self.tables))
        return self._figure(measure.id, measure.name, measure.kind, unit, bounds)

    def _figure(self, id: str, name: str, group: str, unit: str, bounds: tuple[float, float]) -> Figure:
        if not self.n:
            low, high = RATE if unit == "rate" else (math.nan, math.nan)
            return Figure(id, name, group, unit, 0, math.nan, low, high)
        sample = Sample(self.values[id], *bounds)
        low, high = interval(sample)
        return Figure(id, name, group, unit, self.n, sample.mean, low, high, note_of(sample, unit))


def note_of(sample: Sample, unit: str) -> str:
    """Return the note on a sample in which all games have the same value; empty for any other."""
    if not sample.alike:
        return ""
    games = "the one game" if sample.n == 1 else f"all {sample.n:,} games"
    if unit == "rate":
        return f"in {games}" if sample.mean else f"in none of {sample.n:,} games" if sample.n > 1 else f"not in {games}"
    return f"the same in {games}"
