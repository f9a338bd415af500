"""What pairs of games come to: sums of both sides and how often each difference came, in memory that does not grow."""

from __future__ import annotations

from collections import Counter

import numpy as np
from attrs import Factory, define

from kuroshio.study.intervals import Sample
from kuroshio.study.outcomes import RATE


def count_in(times: Counter[int], values: np.ndarray) -> None:
    """Count how often each whole number occurs."""
    found, often = np.unique(values.astype(np.int64), return_counts=True)
    times.update(dict(zip(found.tolist(), often.tolist())))


@define
class PairSums:
    """Running sums over pairs of games. first, second: how often each value came; more: each difference, second less first."""

    first: Counter[int] = Factory(Counter)
    second: Counter[int] = Factory(Counter)
    more: Counter[int] = Factory(Counter)

    def add(self, one: np.ndarray, other: np.ndarray) -> None:
        """Add pairs: i8 arrays of the same games."""
        count_in(self.first, one)
        count_in(self.second, other)
        count_in(self.more, other - one)

    @property
    def differ(self) -> int:
        """The pairs of different values."""
        return sum(self.more.values()) - self.more[0]

    @property
    def means(self) -> tuple[float, float]:
        """The means of both sides."""
        return Sample(self.first).mean, Sample(self.second).mean

    def sample(self, unit: str, span: float = 1.0) -> Sample:
        """Return the differences as a sample. span: the most that a difference of rates can come to."""
        return Sample(self.more, *((-span, span) if unit == RATE else ()))
