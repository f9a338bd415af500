"""Figures are what the textbooks say, and tallies what a direct count gives."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from engine.kernel.tables import Tables
from engine.model.scenario import Measure
from engine.policies.playbook import Playbook
from engine.study.batch import Block, Study, play
from engine.study.figures import Tally, mean_interval, reached, wilson

SHARES = st.integers(1, 100_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
VALUES = st.lists(st.integers(-50, 10_000), min_size=2, max_size=60)


@given(SHARES)
def test_wilson_is_scipys(share: tuple[int, int]) -> None:
    k, n = share
    theirs = stats.binomtest(k, n).proportion_ci(method="wilson")
    assert wilson(k, n) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


@given(SHARES)
def test_wilson_lies_around_the_share_within_bounds(share: tuple[int, int]) -> None:
    k, n = share
    low, high = wilson(k, n)
    assert 0.0 <= low <= k / n <= high <= 1.0
    assert low < high


def test_wilson_of_no_games_at_all() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


@given(VALUES)
def test_mean_interval_is_numpys(values: list[int]) -> None:
    mean, low, high = mean_interval(sum(values), sum(value * value for value in values), len(values))
    half = stats.norm.ppf(0.975) * np.std(values, ddof=1) / math.sqrt(len(values))
    assert mean == pytest.approx(np.mean(values))
    assert (low, high) == pytest.approx((mean - half, mean + half), abs=1e-5)


@given(st.integers(-1000, 1000), st.integers(2, 10**6))
def test_equal_values_have_no_interval(value: int, n: int) -> None:
    assert mean_interval(n * value, n * value * value, n) == pytest.approx((value, value, value), abs=1e-9)


def test_mean_interval_of_too_few() -> None:
    assert all(math.isnan(number) for number in mean_interval(0, 0, 0))
    mean, low, high = mean_interval(7, 49, 1)
    assert mean == 7 and math.isnan(low) and math.isnan(high)


@pytest.mark.parametrize(
    "bounds, hit", [({"at_least": 3}, [3, 4]), ({"at_most": 2}, [1, 2]), ({"at_least": 2, "at_most": 3}, [2, 3])], ids=str
)
def test_reached(bounds: dict[str, int], hit: list[int]) -> None:
    measure = Measure(id="test", name="Test", source="judgement: a test", kind="observable", track="count.crises", **bounds)
    values = np.array([1, 2, 3, 4])
    assert values[reached(measure, values)].tolist() == hit


# --- tallies -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def blocks(tables: Tables, playbook: Playbook, doctrines: np.ndarray) -> list[Block]:
    return list(play(Study(tables, playbook, doctrines, 31, 200, block=64)))


def tallied(tables: Tables, blocks: list[Block]) -> Tally:
    tally = Tally(tables)
    for block in blocks:
        tally.add(block)
    return tally


def test_tally_is_a_direct_count(tables: Tables, blocks: list[Block]) -> None:
    tally, figures = tallied(tables, blocks), {figure.id: figure for figure in tallied(tables, blocks).figures()}
    games = [row for block in blocks for row in block.results]
    assert tally.n == len(games) == 200
    assert tally.decisions == sum(int(game.decisions) for game in games)
    for seat in tables.scenario.seats:
        if seat.success:
            hits = sum(int(game.success[tables.index.factions[seat.faction]]) for game in games)
            figure = figures[f"success_{seat.faction}"]
            assert (figure.value, figure.n) == (hits / 200, 200)
            assert (figure.low, figure.high) == wilson(hits, 200)
    for m, measure in enumerate(tables.scenario.measures):
        values = [int(game.measure[m]) for game in games]
        figure = figures[measure.id]
        least = -math.inf if measure.at_least is None else measure.at_least
        most = math.inf if measure.at_most is None else measure.at_most
        if measure.at_least is None and measure.at_most is None:
            assert figure.unit == "mean"
            assert figure.value == pytest.approx(float(Fraction(sum(values), 200)))
        else:
            assert figure.unit == "rate"
            assert figure.value == sum(least <= value <= most for value in values) / 200
        assert figure.group == measure.kind


def test_figures_come_once_each_and_seats_first(tables: Tables, blocks: list[Block]) -> None:
    figures = tallied(tables, blocks).figures()
    assert len({figure.id for figure in figures}) == len(figures)
    groups = [figure.group for figure in figures]
    assert groups[0] == "seat" and "seat" not in groups[groups.count("seat") :]
    assert [figure.id for figure in figures if figure.group != "seat"] == [measure.id for measure in tables.scenario.measures]


def test_success_is_what_the_measures_say(tables: Tables, blocks: list[Block]) -> None:
    """A seat whose conditions are all measured succeeds just when they hold."""
    measured = {measure.track: m for m, measure in enumerate(tables.scenario.measures)}
    checked = 0
    for seat in tables.scenario.seats:
        known = [condition for condition in seat.success if condition.track in measured]
        for block in blocks:
            succeeded = block.results.success[:, tables.index.factions[seat.faction]].astype(bool)
            for condition in known:
                values = block.results.measure[succeeded, measured[condition.track]]
                assert condition.at_least is None or (values >= condition.at_least).all()
                assert condition.at_most is None or (values <= condition.at_most).all()
                checked += len(values)
    assert checked > 0


def test_tally_of_nothing(tables: Tables) -> None:
    assert all(figure.n == 0 and math.isnan(figure.value) for figure in Tally(tables).figures())


def test_the_last_row_of_a_game_is_its_outcome(tables: Tables, blocks: list[Block]) -> None:
    for block in blocks:
        last = block.results.turns - 1
        n = len(tables.scenario.measures)
        ends = block.rows.measure[np.arange(len(last)), last]
        assert (ends[:, :n] == block.results.measure[:, :n]).all()
        assert (block.rows.turn[np.arange(len(last)), last] == block.results.turns).all()
