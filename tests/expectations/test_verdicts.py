"""Each verdict on made-up data: a sign, none, a floor, too few cases, several doctrines."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tests.expectations.verdicts import (
    FAILED,
    HOLDS,
    NONE,
    UNDECIDED,
    UNTESTABLE,
    Claim,
    Counted,
    Finding,
    Pair,
    Verdict,
    found,
    verdict,
    worst,
)

N = 4000


def shares(share: float, n: int = N) -> Counted:
    """One arm of n games, of which this share came to 1."""
    return Counted((np.arange(n) < round(share * n)).astype(float), np.ones(n), share=True, least=0, most=1)


def luck(arm: Counted, seed: int) -> Counted:
    """The games of an arm in another order."""
    order = np.random.default_rng(seed).permutation(len(arm.sums))
    return Counted(arm.sums[order], arm.cases[order], arm.share, arm.least, arm.most)


def pair(one: float, other: float, n: int = N) -> Pair:
    return luck(shares(one, n=n), 1), luck(shares(other, n=n), 2)


def read(claim: Claim, *pairs: Pair, conditional: bool = False) -> str:
    return verdict(claim, found(pairs, claim.sign), conditional).word


@pytest.mark.parametrize(
    ("one", "other", "n", "smallest", "word"),
    [
        (0.30, 0.20, N, 0.05, HOLDS),
        (0.20, 0.30, N, 0.05, FAILED),  # the other sign
        (0.22, 0.20, N, 0.05, FAILED),  # clearly smaller than what matters
        (0.25, 0.20, N, 0.06, UNDECIDED),  # smaller than what matters, but not clearly
        (0.24, 0.20, 400, 0.03, UNDECIDED),  # large enough, but so few games may have it by chance
    ],
)
def test_a_rise(one: float, other: float, n: int, smallest: float, word: str) -> None:
    assert read(Claim("+", smallest), pair(one, other, n)) == word
    assert read(Claim("-", smallest), pair(other, one, n)) == word, "a fall is a rise the other way round"


def test_an_effect_of_the_smallest_size_holds_only_if_its_interval_leaves_out_zero() -> None:
    assert read(Claim("+", 0.05), pair(0.26, 0.20, 60)) == UNDECIDED
    assert read(Claim("+", 0.05), pair(0.26, 0.20, 6000)) == HOLDS


@pytest.mark.parametrize(
    ("one", "other", "n", "smallest", "word"),
    [
        (0.20, 0.20, N, 0.05, HOLDS),
        (0.21, 0.20, N, 0.05, HOLDS),
        (0.30, 0.20, N, 0.05, FAILED),
        (0.20, 0.20, 100, 0.05, UNDECIDED),
        (0.24, 0.20, N, 0.04, UNDECIDED),
    ],
)
def test_none(one: float, other: float, n: int, smallest: float, word: str) -> None:
    """The interval of 90 per cent lies within the bound, outside it, or across it."""
    assert read(Claim(NONE, smallest), pair(one, other, n)) == word


def test_none_is_read_by_90_per_cent_and_a_sign_by_95() -> None:
    wide, narrow = found([pair(0.3, 0.2)], "+"), found([pair(0.3, 0.2)], NONE)
    assert wide.low < narrow.low < narrow.effect == wide.effect < narrow.high < wide.high
    assert (narrow.high - narrow.low) / (wide.high - wide.low) == pytest.approx(1.645 / 1.96, abs=0.01)


def test_paired_games_that_are_all_alike_differ_by_less_than_one_in_their_number() -> None:
    arm = shares(0.3)
    finding = found([(arm, arm)], NONE)
    assert finding.effect == 0 and 0 < finding.high < 5 / N
    assert read(Claim("+", 0.05), (arm, arm)) == FAILED


def test_a_fall_from_a_small_base_cannot_be_shown() -> None:
    claim = Claim("-", 0.03, floor=True)
    assert verdict(claim, found([pair(0.0, 0.05)], "-"), False) == Verdict(UNTESTABLE, "floor: the base is 0.050")
    assert read(claim, pair(0.0, 0.07)) == HOLDS
    assert read(Claim("-", 0.03), pair(0.0, 0.05)) == HOLDS, "where no floor is asked for"


def test_a_rise_from_a_large_base_cannot_be_shown_where_the_statement_says_so() -> None:
    claim = Claim("+", 0.05, ceiling=True)
    assert verdict(claim, found([pair(0.99, 0.92)], "+"), False) == Verdict(UNTESTABLE, "ceiling: the base is 0.920")
    assert read(claim, pair(0.95, 0.85)) == HOLDS


def test_a_size_may_be_a_part_of_the_base() -> None:
    assert Claim("-", 0.02, relative=0.25).size(0.2) == 0.05
    assert Claim("-", 0.02, relative=0.25).size(0.04) == 0.02


def of_cases(share: float, cases: np.ndarray, seed: int) -> Counted:
    sums = np.random.default_rng(seed).binomial(cases, share)
    return Counted(sums.astype(float), cases.astype(float), share=True)


def test_a_share_of_cases_is_weighed_by_cases_and_its_interval_by_games() -> None:
    cases = np.random.default_rng(5).poisson(2, N)
    one, other = of_cases(0.5, cases, 1), of_cases(0.3, cases, 2)
    finding = found([(one, other)], "+")
    assert finding.effect == pytest.approx(one.sums.sum() / cases.sum() - other.sums.sum() / cases.sum())
    assert finding.high - finding.low == pytest.approx(2 * 1.96 * math.sqrt((0.25 + 0.21) / cases.sum()), rel=0.06)
    assert finding.cases == cases.sum() and finding.games == N


def test_the_interval_of_a_share_of_cases_holds_as_often_as_it_says() -> None:
    cases = np.random.default_rng(6).poisson(1.5, 300)
    pairs = [(of_cases(0.4, cases, 2 * k), of_cases(0.3, cases, 2 * k + 1)) for k in range(400)]
    inside = [finding.low < 0.1 < finding.high for finding in (found([one], "+") for one in pairs)]
    assert 0.92 < np.mean(inside) < 0.98


def test_games_that_are_alike_in_every_case_have_no_interval_of_width_zero() -> None:
    never = Counted(np.zeros(200), np.ones(200) * 2, share=True)
    finding = found([(never, never)], "+")
    assert (finding.effect, finding.high) == (0, pytest.approx(-math.log(0.025) / 400))


def test_fewer_than_a_hundred_cases_say_nothing() -> None:
    few = Counted(np.ones(200), np.r_[np.ones(99), np.zeros(101)], share=True)
    claim = Claim("+", 0.05)
    assert verdict(claim, found([(few, few)], "+"), True) == Verdict(UNTESTABLE, "too few: 99")
    none = Counted(np.zeros(200), np.zeros(200), share=True)
    assert verdict(claim, found([(none, few)], "+"), True) == Verdict(UNTESTABLE, "too few: 0")


def test_several_doctrines_have_equal_weight_and_each_can_be_read() -> None:
    pairs = [pair(0.30, 0.20), pair(0.20, 0.20)]
    finding = found(pairs, "+")
    assert finding.effect == pytest.approx(0.05) and finding.games == 2 * N and finding.base == pytest.approx(0.2)
    crowded = Counted(np.repeat([1.0, 0.0], N), np.ones(2 * N), share=True)
    unequal = [(of_cases(0.5, np.full(N, 3), 1), of_cases(0.3, np.full(N, 3), 2)), (crowded, crowded)]
    assert found(unequal, "+").effect == pytest.approx(0.1, abs=0.01), "by doctrine, not by case"
    assert [read(Claim("+", 0.05), one) for one in pairs] == [HOLDS, FAILED]


def test_of_claims_that_are_made_together_the_worst_counts() -> None:
    words = (HOLDS, UNDECIDED, UNTESTABLE, FAILED)
    assert [worst([Verdict(word), Verdict(HOLDS)]).word for word in words] == list(words)
    assert worst([Verdict(UNTESTABLE, "why"), Verdict(FAILED)]).word == FAILED


def test_a_mean_of_quarters_is_no_whole_number_and_is_read_by_students_t() -> None:
    rng = np.random.default_rng(7)
    one, other = (Counted(rng.normal(mean, 1, 500), np.ones(500)) for mean in (3.5, 3.0))
    finding = found([(one, other)], "+")
    differences = one.sums - other.sums
    half = 1.9647 * differences.std(ddof=1) / math.sqrt(500)
    assert (finding.low, finding.high) == (
        pytest.approx(finding.effect - half, rel=1e-3),
        pytest.approx(finding.effect + half, rel=1e-3),
    )
    assert isinstance(finding, Finding)
