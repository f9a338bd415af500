"""What a statement of evidence comes to: the effect of one arm less another, its interval, and the verdict.

The rules of reading are those at the head of links.toml. Games of the two arms are paired by their numbers.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from attrs import evolve, frozen
from scipy import stats

from kuroshio.study.intervals import Sample, interval

HOLDS, FAILED, UNDECIDED, UNTESTABLE = VERDICTS = "holds", "failed", "undecided", "not testable"
WORST = (FAILED, UNTESTABLE, UNDECIDED, HOLDS)  # of several verdicts the one that counts
NONE = "none"
TAILS = {"+": 0.025, "-": 0.025, NONE: 0.05}  # left out on each side: 95 per cent for a sign, 90 for none
FEWEST = 100  # acts, incidents, crises or games of a kind in each arm
CEILING = 0.90  # a share of the base beyond which a rise cannot be shown, where a statement says so


@frozen
class Counted:
    """What one arm came to under one doctrine: by game the sum (n) of what is counted, and over how many cases (n).

    Of an outcome that every game has, the cases are all 1. bounds: of one case; share: whether a case is 0 or 1.
    """

    sums: np.ndarray
    cases: np.ndarray
    share: bool = False
    least: float = -math.inf
    most: float = math.inf

    @property
    def by_game(self) -> bool:
        """Whether every game is one case, and its value a whole number."""
        return bool((self.cases == 1).all() and (self.sums == np.round(self.sums)).all())

    @property
    def mean(self) -> float:
        """The share or the mean over all cases; NaN without any."""
        return float(self.sums.sum() / self.cases.sum()) if self.cases.sum() else math.nan


Pair = tuple[Counted, Counted]  # the arm named first, and the one named after "against"


@frozen
class Finding:
    """An effect with its interval, over n games and so many cases in the arm that has fewer; base: the mean of the second arm."""

    effect: float
    low: float
    high: float
    games: int
    cases: int
    base: float


@frozen
class Claim:
    """What is claimed of an effect. smallest: the smallest size; or, `relative` to the base's mean, and then no less than it.

    floor: whether a fall is looked for that a small base cannot show; ceiling: whether a rise is.
    """

    sign: str
    smallest: float
    relative: float = 0.0
    floor: bool = False
    ceiling: bool = False

    def size(self, base: float) -> float:
        """The smallest size that counts, with this mean in the base."""
        return max(self.smallest, self.relative * abs(base))


@frozen
class Verdict:
    """A verdict, and why nothing can be said if nothing can."""

    word: str
    reason: str = ""


def cases_of(pairs: Sequence[Pair]) -> int:
    """Return the cases in the arm that has fewer."""
    return min(int(sum(pair[arm].cases.sum() for pair in pairs)) for arm in (0, 1))


def found(pairs: Sequence[Pair], sign: str) -> Finding:
    """Return the effect over several doctrines of equal weight, with the interval that a claim of this sign is read by."""
    effect = float(np.mean([one.mean - other.mean for one, other in pairs]))
    base = float(np.mean([other.mean for _, other in pairs]))
    games = sum(len(one.sums) for one, _ in pairs)
    if math.isnan(effect):
        return Finding(effect, math.nan, math.nan, games, cases_of(pairs), base)
    if all(arm.by_game for pair in pairs for arm in pair):
        low, high = _of_games(pairs, TAILS[sign])
    else:
        low, high = _of_cases(pairs, effect, TAILS[sign])
    return Finding(effect, low, high, games, cases_of(pairs), base)


def _of_games(pairs: Sequence[Pair], tail: float) -> tuple[float, float]:
    """The interval of paired differences of whole numbers, as studies have it. Every doctrine has as many games."""
    differences = np.concatenate([one.sums - other.sums for one, other in pairs]).astype(int)
    one, other = pairs[0]
    return interval(Sample(Counter(differences.tolist()), one.least - other.most, one.most - other.least), tail)


def _of_cases(pairs: Sequence[Pair], effect: float, tail: float) -> tuple[float, float]:
    """The interval of a difference of ratios, by Student's t: linearised (Cochran 1977, 6.4), the games being what is sampled.

    Of a share it reaches at least as far as the bound of what did not come up in so many cases (Garwood 1936), so that none has
    width zero.
    """
    away = [_influence(one) - _influence(other) for one, other in pairs]
    wide = math.sqrt(sum(z.var(ddof=1) / len(z) for z in away)) / len(pairs)
    reach = float(stats.t.ppf(1 - tail, sum(len(z) - 1 for z in away))) * wide
    if pairs[0][0].share:
        reach = max(reach, -math.log(tail) / cases_of(pairs))
    return effect - reach, effect + reach


def _influence(arm: Counted) -> np.ndarray:
    """What each game adds to the error of a ratio."""
    return (arm.sums - arm.mean * arm.cases) / arm.cases.mean()


def verdict(claim: Claim, finding: Finding, conditional: bool) -> Verdict:
    """Read a claim by a finding. conditional: counted over acts, crises or games of a kind, of which few say nothing."""
    size = claim.size(finding.base)
    if conditional and (finding.cases < FEWEST or math.isnan(finding.effect)):
        return Verdict(UNTESTABLE, f"too few: {finding.cases}")
    if claim.sign == "-" and claim.floor and finding.base < 2 * size:
        return Verdict(UNTESTABLE, f"floor: the base is {finding.base:.3f}")
    if claim.sign == "+" and claim.ceiling and finding.base > CEILING:
        return Verdict(UNTESTABLE, f"ceiling: the base is {finding.base:.3f}")
    return Verdict(_none(finding, size) if claim.sign == NONE else _signed(claim.sign, finding, size))


def _none(finding: Finding, size: float) -> str:
    if -size <= finding.low and finding.high <= size:
        return HOLDS
    return FAILED if finding.low > size or finding.high < -size else UNDECIDED


def _signed(sign: str, finding: Finding, size: float) -> str:
    turned = finding if sign == "+" else evolve(finding, effect=-finding.effect, low=-finding.high, high=-finding.low)
    if turned.effect >= size and turned.low > 0:
        return HOLDS
    return UNDECIDED if turned.high >= size else FAILED


def worst(verdicts: Sequence[Verdict]) -> Verdict:
    """Of claims that are made together all must hold: the verdict of the worst."""
    return min(verdicts, key=lambda one: WORST.index(one.word))
