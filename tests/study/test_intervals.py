"""Intervals hold what they claim, of common things and of rare ones; for shares they are those of Clopper and Pearson."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats

from kuroshio.study.intervals import Sample, gamma_below, interval, interval_apart, p_value
from tests.study import coverage
from tests.study.coverage import SIZES, World

SHARES = st.integers(1, 100_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
TIMES = st.dictionaries(st.integers(-50, 400), st.integers(1, 500), min_size=1, max_size=12)


def share(k: int, n: int) -> tuple[float, float]:
    return interval(Sample({0: n - k, 1: k}, 0, 1))


@given(SHARES)
def test_of_a_share_it_is_clopper_and_pearsons(of: tuple[int, int]) -> None:
    k, n = of
    theirs, (low, high) = stats.binomtest(k, n).proportion_ci(method="exact"), share(k, n)
    near = (0.015 if n < 100 else 0.004) * (theirs.high - theirs.low)
    assert (low, high) == pytest.approx((theirs.low, theirs.high), abs=near)
    assert 0.0 <= low <= k / n <= high <= 1.0 and low < high
    assert math.copysign(1, low) == 1, "no end is written as -0"


@pytest.mark.parametrize("k", [1, 2, 5, 20, 300])
def test_of_rare_counts_of_one_each_it_is_garwoods(k: int) -> None:
    """As near as the game that was not seen, which counts for a little more than one, lets it be."""
    n = 1_000_000
    low, high = interval(Sample({0: n - k, 1: k}, 0))
    assert n * low == pytest.approx(stats.chi2.ppf(0.025, 2 * k) / 2, rel=1e-3)
    assert n * high > stats.chi2.ppf(0.975, 2 * k + 2) / 2
    assert n * high < stats.chi2.ppf(0.975, 2 * k + 2) / 2 + 12 / (k + 2)


def test_where_nothing_was_seen_there_is_an_upper_bound() -> None:
    assert share(0, 1000) == (0.0, pytest.approx(3.69 / 1000, rel=0.01))
    low, high = interval(Sample({0: 1000}, 0))
    assert low == 0.0 and 3 / 1000 < high < 8 / 1000


@given(TIMES)
def test_no_sample_has_both_ends_in_one_place(times: dict[int, int]) -> None:
    low, high = interval(Sample(times, -1000, 1000))
    assert low < Sample(times).mean < high
    again = interval(Sample({-value: often for value, often in times.items()}, -1000, 1000))
    assert (-again[1], -again[0]) == pytest.approx((low, high), abs=1e-9)


def test_no_end_goes_beyond_what_a_game_can_come_to() -> None:
    assert interval(Sample({10: 50}, 0, 10))[1] == 10.0
    assert interval(Sample({0: 50}, 0, 10))[0] == 0.0


def test_with_many_games_it_is_the_normal_interval() -> None:
    times = {value: int(10**6 * stats.poisson.pmf(value, 20)) for value in range(60)}
    sample = Sample({value: often for value, often in times.items() if often}, 0)
    mean, half = sample.mean, 1.96 * math.sqrt(20 / sample.n)
    assert interval(sample) == pytest.approx((mean - half, mean + half), abs=half / 50)


def test_of_so_few_games_that_anything_may_come() -> None:
    assert all(math.isnan(end) for end in interval(Sample({3: 2}, 0)))
    low, high = interval(Sample({3: 2}, 0, 10))
    assert low < 1 and high > 8


@given(st.floats(0.05, 900), st.floats(0, 2000))
def test_the_gamma_distribution_is_scipys(shape: float, x: float) -> None:
    assert gamma_below(shape, x) == pytest.approx(special.gammainc(shape, x), abs=1e-10)


# --- how often it holds --------------------------------------------------------------------------


def held(world: World, n: int, samples: int) -> None:
    """At least 95 per cent where few games differ; 93 to 98 where many do. Four standard errors are left to the draws."""
    cell = coverage.measure(world, n, samples)
    least, most = (0.95, 1.0) if cell.events < 10 else (0.93, 0.98)
    doubt = 4 * math.sqrt(0.05 * 0.95 / samples)
    assert least - doubt <= cell.held <= most + doubt / 2, (world.name, n, cell.held, cell.events)


@pytest.mark.parametrize(
    "world, n",
    [
        (coverage.poisson(0.002), 25),
        (coverage.poisson(0.002), 200),
        (coverage.poisson(0.02), 1000),
        (coverage.share(0.002), 100),
        (coverage.share(0.1), 400),
        (coverage.several(0.02, (1, 2, 3), (0.7, 0.2, 0.1)), 400),
        (coverage.pairs(0.001, 0.001), 200),
        (coverage.pairs(0.01, 0.03), 1000),
    ],
    ids=lambda value: value.name if isinstance(value, World) else str(value),
)
def test_it_holds(world: World, n: int) -> None:
    held(world, n, 300)


@pytest.mark.full
@pytest.mark.parametrize("world", list(coverage.known()), ids=lambda world: world.name)
def test_it_holds_on_every_known_distribution(world: World) -> None:
    for n in SIZES:
        held(world, n, 1000)


@pytest.mark.full
def test_it_holds_on_real_games() -> None:
    for world in coverage.real(4000):
        for n in SIZES[1:]:
            held(world, n, 500)


def test_of_two_shares_apart_it_is_newcombes() -> None:
    """With the interval of Wilson for each share that is his method 10; with ours it is a little wider."""
    k, n, i, m = 56, 70, 48, 80
    low, high = interval_apart(Sample({0: m - i, 1: i}, 0, 1), Sample({0: n - k, 1: k}, 0, 1))
    assert (low, high) == pytest.approx((0.0524, 0.3339), abs=0.02), "the example in Newcombe (1998), Stat. Med. 17, 873-890"
    assert low < 0.0524 and high > 0.3339


def test_what_is_apart_is_as_wide_as_two_normal_intervals_together() -> None:
    first, second = (Sample({0: 500_000 - far, 5: 2 * far, 10: 500_000 - far}, 0, 10) for far in (100_000, 300_000))
    half = 1.96 * math.sqrt((0.8 + 0.4) * 25 / 1e6)
    assert interval_apart(first, second) == pytest.approx((-half, half), rel=0.02)


@pytest.mark.parametrize("p, q, n, m", [(0.1, 0.12, 200, 300), (0.5, 0.5, 40, 40), (0.01, 0.03, 400, 400), (0.0, 0.02, 100, 50)])
def test_it_holds_of_two_that_are_apart(p: float, q: float, n: int, m: int) -> None:
    dice, held, samples = np.random.default_rng(11), 0, 400
    for _ in range(samples):
        k, i = int(dice.binomial(n, p)), int(dice.binomial(m, q))
        low, high = interval_apart(Sample({0: n - k, 1: k}, 0, 1), Sample({0: m - i, 1: i}, 0, 1))
        held += low <= q - p <= high
    assert held / samples >= 0.95 - 3 * math.sqrt(0.05 * 0.95 / samples)


@pytest.mark.parametrize("gained, lost", [(10, 0), (30, 1), (80, 25), (400, 200)])
def test_a_p_value_of_a_share_is_that_of_the_sign_test_however_far_out(gained: int, lost: int) -> None:
    """The bound adds a game that is lost, which makes its tail the one of so many coins, one for each game that differs."""
    right = 2 * stats.binom.cdf(lost, gained + lost, 0.5)
    assert p_value(Sample({0: 100, 1: gained, -1: lost}, -1.0, 1.0)) == pytest.approx(right, rel=0.04)


@pytest.mark.parametrize("each, games", [(7, 6), (12, 5), (3, 40)])
def test_a_p_value_of_a_mean_is_exact_where_all_that_differ_gain_the_same(each: int, games: int) -> None:
    sample = Sample({0: 100, each: games})
    beyond = sample.mirrored().farthest()  # the added game, on the other side
    right = 2 * (1 + each / beyond) ** -games
    assert p_value(sample) == pytest.approx(right, rel=0.08)


@given(st.dictionaries(st.integers(-40, 40), st.integers(1, 60), min_size=1, max_size=6))
def test_a_p_value_is_below_five_per_cent_exactly_if_the_interval_does_not_hold_0(times: dict[int, int]) -> None:
    sample = Sample({**times, 0: times.get(0, 0) + 8})
    low, high = interval(sample)
    assert (p_value(sample) < 0.05) == (not low <= 0 <= high)


def test_it_does_not_matter_which_number_came_first() -> None:
    luck = random.Random(5)
    for _ in range(200):
        times = [(value, luck.randint(1, 9)) for value in luck.sample(range(-4, 5), luck.randint(2, 8))]
        forth, back = Sample(dict(times)), Sample(dict(reversed(times)))
        assert interval(forth) == interval(back) and forth.mean == back.mean


def test_an_interval_of_90_per_cent_is_that_of_clopper_and_pearson_too() -> None:
    """Each end leaves five per cent out, and so lies inside the end that leaves out two and a half."""
    n, k = 400, 30
    sample = Sample({0: n - k, 1: k}, 0, 1)
    low, high = interval(sample, 0.05)
    assert low == pytest.approx(stats.beta.ppf(0.05, k, n - k + 1), abs=0.002)
    assert high == pytest.approx(stats.beta.ppf(0.95, k + 1, n - k), abs=0.002)
    assert interval(sample)[0] < low < high < interval(sample)[1]
