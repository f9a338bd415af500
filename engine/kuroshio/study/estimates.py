"""The results of a study: rates and means with their intervals, counted block by block."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable

import numpy as np
from attrs import Factory, define, field, frozen

from kuroshio.kernel.tables.compiling import Tables
from kuroshio.study.batch import Block
from kuroshio.study.intervals import Sample, interval
from kuroshio.study.outcomes import RATE, SHARE, CountedOutcome, outcomes_of
from kuroshio.study.pair_sums import count_in


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


def digits(width: float, fewest: int) -> int:
    """Return the number of decimals that distinguish the ends of an interval of this width, at least `fewest`."""
    return max(fewest, math.ceil(-math.log10(width))) if width > 0 else fewest


def spelled(numbers: Iterable[float], width: float) -> list[str]:
    """Return numbers for a table in a file: six decimals, more if the interval's ends would look equal."""
    return [f"{number:.{digits(width, 6)}f}" for number in numbers]


@define
class Tally:
    """The distribution of each outcome over all blocks, in constant memory.

    values: by the id of a figure; for a rate 0 or 1.
    """

    tables: Tables
    n: int = 0
    decisions: int = 0
    values: dict[str, Counter[int]] = Factory(lambda: defaultdict(Counter))
    outcomes: tuple[CountedOutcome, ...] = field(
        init=False, default=Factory(lambda self: outcomes_of(self.tables), takes_self=True)
    )

    def add(self, block: Block) -> None:
        """Add one block."""
        self.count(block.results)

    def count(self, results: np.recarray) -> None:
        """Add games by their outcomes."""
        self.n += len(results)
        self.decisions += int(results.decisions.sum())
        for outcome in self.outcomes:
            count_in(self.values[outcome.id], outcome.values(results))

    def copy(self) -> Tally:
        """Return a copy."""
        again = Tally(self.tables, self.n, self.decisions)
        for name, counted in self.values.items():
            again.values[name] = counted.copy()
        return again

    def figures(self) -> list[Figure]:
        """Return every outcome with its n and interval: seats first, then measures in the scenario's order."""
        return [self._figure(outcome) for outcome in self.outcomes]

    def _figure(self, outcome: CountedOutcome) -> Figure:
        told = (outcome.id, outcome.name, outcome.group, outcome.unit)
        if not self.n:
            return Figure(*told, 0, math.nan, *(SHARE if outcome.unit == RATE else (math.nan, math.nan)))
        sample = Sample(self.values[outcome.id], outcome.least, outcome.most)
        return Figure(*told, self.n, sample.mean / outcome.per, *outcome.told(interval(sample)), note_of(sample, outcome.unit))


def note_of(sample: Sample, unit: str) -> str:
    """Return the note on a sample in which all games have the same value; empty for any other."""
    if not sample.alike:
        return ""
    games = "the one game" if sample.n == 1 else f"all {sample.n:,} games"
    if unit == RATE:
        return f"in {games}" if sample.mean else f"in none of {sample.n:,} games" if sample.n > 1 else f"not in {games}"
    return f"the same in {games}"
