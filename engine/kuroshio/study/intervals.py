"""The 95 per cent interval of a mean of whole numbers, for common and rare outcomes.

One more game, as far out as possible, is added to the values of n games, and each game gets a random exponential weight. The
97.5 per cent point of the weighted mean is the upper end; the lower end is its mirror image. This is the bound of Gaffke (2005),
"Three test statistics for a nonparametric one-sided hypothesis test on the mean of a nonnegative variable", Mathematical Methods
of Statistics 14(4), 451-467, which is valid for any bounded values. For shares the exact calculation would give the interval of
Clopper and Pearson (1934), Biometrika 26, 404-413; the gamma approximation used here is within 0.8 points of it from two games
on, and within 0.2 from twenty. For rare counts of one each it is the interval of Garwood (1936), Biometrika 28, 437-442: none in
n games has its end at 3.7 / n, and no sample has an interval of width zero. With many games it approaches the normal interval.
A normal interval itself has width zero if a rare outcome was not seen; those of Hoeffding and Bernstein are several times wider
than necessary.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from statistics import NormalDist

from attrs import field, frozen

METHOD = "95 per cent, of the dice alone: Gaffke (2005), by a gamma approximation; for shares close to Clopper and Pearson (1934)"
TAIL = 0.025  # the probability on each side of an interval
HALVINGS = 45  # halvings of a bracket: to a part in 10 ** 13 of it
FEWEST = 8  # from this number of games on the observed values show how far others may go
ROUND = 1000.0  # the shape beyond which the cube root of a gamma variable is practically normal
NORMAL = NormalDist()
Ends = tuple[float, float]


def in_order(times: Mapping[int, int]) -> Mapping[int, int]:
    """Sort by the numbers, so that sums of fractions do not depend on the order of games."""
    return dict(sorted(times.items()))


@frozen
class Sample:
    """Whole numbers with their frequencies, at least one. least, most: the bounds of any game."""

    times: Mapping[int, int] = field(converter=in_order)
    least: float = -math.inf
    most: float = math.inf

    @property
    def n(self) -> int:
        """The number of games."""
        return sum(self.times.values())

    @property
    def mean(self) -> float:
        """The mean, from an exact sum."""
        return sum(value * times for value, times in self.times.items()) / self.n

    @property
    def alike(self) -> bool:
        """Whether all values are the same."""
        return sum(times > 0 for times in self.times.values()) == 1

    def mirrored(self) -> Sample:
        """Return the sample with all signs changed."""
        return Sample({-value: times for value, times in self.times.items()}, -self.most, -self.least)

    def farthest(self) -> float:
        """Return the value of the added game: beyond the largest number, the farther the fewer games lie on that side.

        With no game on that side it is twice as far from the commonest number as the largest (or as one), with six games one
        and a half times as far, and with hundreds hardly farther. This is a judgement: tests/study/coverage.py measures that the
        ends then hold for rare counts of more than one each. With fewer than FEWEST games it is the outer bound.
        """
        if self.n < FEWEST:
            return self.most
        seen = [value for value, times in self.times.items() if times]
        common = max(seen, key=lambda value: (self.times[value], -value))
        beyond = sum(times for value, times in self.times.items() if value > common)
        return min(common + max(max(seen) - common, 1) * (1 + 6 / (beyond + 6)), self.most)


def interval(sample: Sample, tail: float = TAIL) -> Ends:
    """Return the 95 per cent interval of the mean behind a sample; NaN for too few games without bounds.

    tail: the probability on each side of it; 0.05 for one of 90 per cent.
    """
    if sample.n < FEWEST and not (math.isfinite(sample.least) and math.isfinite(sample.most)):
        return math.nan, math.nan
    return 0.0 - _upper(sample.mirrored(), tail), float(_upper(sample, tail))  # 0.0 minus: so that no end is written as -0


def interval_apart(first: Sample, second: Sample) -> Ends:
    """Return the 95 per cent interval of the second mean less the first, of games that are not paired; NaN for too few games.

    It puts the two intervals together: Zou and Donner (2008), "Construction of confidence limits about effect measures: a general
    approach", Statistics in Medicine 27(10), 1693-1702.
    """
    (low_1, high_1), (low_2, high_2), a, b = interval(first), interval(second), first.mean, second.mean
    return b - a - math.hypot(b - low_2, high_1 - a), b - a + math.hypot(high_2 - b, a - low_1)


def p_value(sample: Sample) -> float:
    """Return the two-sided p value of a mean of 0: below 0.05 exactly if the 95 per cent interval does not hold 0.

    NaN for too few games without bounds. Below 0.05 it comes from a saddlepoint, for far out the gamma approximation of an end
    is too small by any factor: of ten games in a hundred that all gain one it makes 0.0002 where 0.002 is right.

    >>> f"{p_value(Sample({0: 90, 1: 10}, -1, 1)):.4f}"
    '0.0020'
    """
    if sample.n < FEWEST and not (math.isfinite(sample.least) and math.isfinite(sample.most)):
        return math.nan
    if sample.alike and sample.mean == 0:
        return 1.0
    near = sample if sample.mean < 0 else sample.mirrored()
    high = near.farthest()
    if high <= 0:
        return 0.0
    rough = 1.0 if near.mean == 0 else min(1.0, 2 * (1 - _share_below(0.0, _moments(near, high))))
    if rough >= 2 * TAIL:
        return rough
    exact = 2 * _far_tail([*((float(value), times) for value, times in near.times.items() if value), (high, 1)])
    return exact if exact < 2 * TAIL else rough


def _upper(sample: Sample, tail: float) -> float:
    """Return the upper end: the randomly weighted mean is above it with probability `tail`."""
    low, high = sample.mean, sample.farthest()
    if low >= high:
        return high
    moments = _moments(sample, high)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if _share_below(middle, moments) < 1 - tail:
            low = middle
        else:
            high = middle
    return high


def _moments(sample: Sample, more: float) -> tuple[float, float, float, float]:
    """Return for a sample and the added game: number, mean, and the sums of squared and cubed distances from the mean."""
    n = sample.n + 1
    middle = sample.mean + (more - sample.mean) / n
    away = [(value - middle, times) for value, times in sample.times.items()] + [(more - middle, 1)]
    return n, middle, sum(times * d**2 for d, times in away), sum(times * d**3 for d, times in away)


def _share_below(t: float, moments: tuple[float, float, float, float]) -> float:
    """Return the probability that the randomly weighted mean is below t.

    This is the probability that the sum of the games' weights times their distances from t is negative. The sum is approximated
    by a gamma distribution with the same first three cumulants (Buckley and Eagleson 1988, Australian Journal of Statistics 30A,
    150-159): from 100 games on, the ends for a share are exact to a hundredth of the interval's width.
    """
    n, middle, squares, cubes = moments
    d = middle - t
    mean, variance, third = n * d, squares + n * d**2, 2 * (cubes + 3 * d * squares + n * d**3)
    skew = third / variance**1.5
    z = -mean / math.sqrt(variance)
    if abs(skew) < 1e-6:
        return NORMAL.cdf(z)
    shape = 4 / skew**2
    below = gamma_below(shape, shape + math.copysign(1.0, skew) * z * math.sqrt(shape))
    return below if skew > 0 else 1 - below


def _far_tail(values: list[tuple[float, int]]) -> float:
    """Return the probability that a randomly weighted sum is above 0, if its mean is below. values: with how often each comes.

    The weights are exponential. The formula is that of Lugannani and Rice (1980), Advances in Applied Probability 12(2), 475-490:
    within a few per cent of the probability however small it is.
    """
    low, high = 0.0, 1 / max(value for value, _ in values)
    for _ in range(HALVINGS):
        s = (low + high) / 2
        slope = sum(times * value / (1 - s * value) for value, times in values)
        low, high = (s, high) if slope < 0 else (low, s)
    height = sum(times * math.log(1 - low * value) for value, times in values)
    bend = sum(times * (value / (1 - low * value)) ** 2 for value, times in values)
    w, u = math.sqrt(2 * height), low * math.sqrt(bend)
    return 0.5 * math.erfc(w / math.sqrt(2)) + math.exp(-height) / math.sqrt(2 * math.pi) * (1 / u - 1 / w)


def gamma_below(shape: float, x: float) -> float:
    """Return the probability that a gamma variable of this shape, scale 1, is below x: the regularised incomplete gamma function.

    Computed from its series or continued fraction (Abramowitz and Stegun 1964, 6.5.29 and 6.5.31); for a large shape from the
    cube-root approximation of Wilson and Hilferty (1931).
    """
    if x <= 0:
        return 0.0
    if shape > ROUND:
        return NORMAL.cdf(3 * math.sqrt(shape) * ((x / shape) ** (1 / 3) - 1 + 1 / (9 * shape)))
    front = math.exp(shape * math.log(x) - x - math.lgamma(shape))
    return front * _series(shape, x) if x < shape + 1 else 1 - front * _fraction(shape, x)


def _series(shape: float, x: float) -> float:
    term = total = 1 / shape
    k = shape
    while term > total * 1e-16:
        k += 1
        term *= x / k
        total += term
    return total


def _fraction(shape: float, x: float) -> float:
    """Return the continued fraction, by the method of Lentz (1976), Applied Optics 15(3), 668-671."""
    b = x + 1 - shape
    c, d = math.inf, 1 / b
    value, k, change = d, 0, 0.0
    while abs(change - 1) > 1e-15 and k < 10_000:
        k += 1
        a = -k * (k - shape)
        b += 2
        d = 1 / (a * d + b)
        c = b + a / c
        change = c * d
        value *= change
    return value
