"""Figures are what the textbooks say, and tallies what a direct count gives."""

from __future__ import annotations

import math
from collections import Counter
from fractions import Fraction

import numpy as np
import pytest

from kuroshio.kernel.tables.compiling import Tables
from kuroshio.model.scenario import Measure
from kuroshio.players.doctrine_tables import Playbook
from kuroshio.study.batch import Batch, Block, play
from kuroshio.study.estimates import Tally, note_of, spelled
from kuroshio.study.intervals import Sample, interval
from kuroshio.study.outcomes import bounds_of, reached


@pytest.mark.parametrize(
    "values, unit, note",
    [
        ({0: 2000}, "rate", "in none of 2,000 games"),
        ({1: 2000}, "rate", "in all 2,000 games"),
        ({1: 1}, "rate", "in the one game"),
        ({0: 1}, "rate", "not in the one game"),
        ({4: 90}, "mean", "the same in all 90 games"),
        ({4: 90, 5: 1}, "mean", ""),
    ],
    ids=str,
)
def test_a_sample_without_events_is_told_in_words(values: dict[int, int], unit: str, note: str) -> None:
    assert note_of(Sample(values), unit) == note


def test_numbers_in_a_file_tell_the_ends_apart_however_rare_a_thing_is() -> None:
    assert spelled((0.25, 0.2, 0.3), 0.1) == ["0.250000", "0.200000", "0.300000"]
    none_in_a_milliard = spelled((0.0, 0.0, 3.7e-9), 3.7e-9)
    assert none_in_a_milliard[0] == none_in_a_milliard[1] != none_in_a_milliard[2]


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
    return list(play(Batch(tables, playbook, doctrines, 31, 200, block=64)))


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
            assert (figure.low, figure.high) == interval(Sample({0: 200 - hits, 1: hits}, 0, 1))
    for m, measure in enumerate(tables.scenario.measures):
        values = [int(game.measure[m]) for game in games]
        figure = figures[measure.id]
        least = -math.inf if measure.at_least is None else measure.at_least
        most = math.inf if measure.at_most is None else measure.at_most
        if measure.at_least is None and measure.at_most is None:
            assert figure.unit == "mean"
            assert figure.value == pytest.approx(float(Fraction(sum(values), 200)))
            assert (figure.low, figure.high) == interval(Sample(Counter(values), *bounds_of(measure, tables)))
            rare = not any(values)  # what never came up in so few games may still be there, and cannot be less
            assert (0 == figure.low == figure.value if rare else figure.low < figure.value) and figure.value < figure.high
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


def test_aims_are_judged_by_what_the_measures_say_turn_by_turn(tables: Tables, blocks: list[Block]) -> None:
    """Conditions whose readings are measured have the sums of the measures of the turns that are judged, and their grades."""
    measured = {measure.track: m for m, measure in enumerate(tables.scenario.measures)}
    turns, checked = [turn - 1 for turn in tables.scenario.turns_judged()], 0
    for seat in tables.scenario.seats:
        row = tables.index.factions[seat.faction]
        for i, goal in enumerate(seat.success):
            if goal.track not in measured or goal.track.startswith("count."):
                continue
            for block in blocks:
                found, values = block.results.goal[:, row, i], block.rows.measure[:, turns, measured[goal.track]]
                mean = values.mean(axis=1)
                beyond = np.maximum(
                    0 if goal.at_least is None else goal.at_least - mean, 0 if goal.at_most is None else mean - goal.at_most
                )
                assert (found.total == values.sum(axis=1)).all() and (found.readings == len(turns)).all()
                assert (found.grade == np.select([beyond <= 0.5, beyond <= 1.5, beyond <= 2.5], [3, 2, 1], 0)).all()
                checked += len(found)
    assert checked > 1000


def test_a_seat_succeeds_if_all_its_conditions_are_met_and_its_grade_is_told_as_their_mean(
    tables: Tables, blocks: list[Block]
) -> None:
    figures = {figure.id: figure for figure in tallied(tables, blocks).figures()}
    results = np.concatenate([block.results for block in blocks]).view(np.recarray)
    for seat in tables.scenario.seats:
        row, n = tables.index.factions[seat.faction], len(seat.success)
        grades = results.goal.grade[:, row, :n]
        assert (results.grade[:, row] == grades.sum(axis=1)).all()
        assert (results.success[:, row] == (grades == 3).all(axis=1)).all()
        figure = figures[f"grade_{seat.faction}"]
        assert (figure.unit, figure.group, figure.n) == ("mean", "seat", 200)
        assert figure.value == pytest.approx(float(grades.mean())) and 0 <= figure.low < figure.value < figure.high <= 3


def test_a_measure_has_the_bounds_of_its_track(tables: Tables) -> None:
    def of(track: str) -> tuple[float, float]:
        return bounds_of(Measure(id="t", name="T", source="judgement: a test", kind="observable", track=track), tables)

    assert of("count.crises") == (0, math.inf)
    assert of("world.tension") == (0, 10)


def test_tally_of_nothing(tables: Tables) -> None:
    assert all(figure.n == 0 and math.isnan(figure.value) for figure in Tally(tables).figures())


def test_the_last_row_of_a_game_is_its_outcome(tables: Tables, blocks: list[Block]) -> None:
    for block in blocks:
        last = block.results.turns - 1
        n = len(tables.scenario.measures)
        ends = block.rows.measure[np.arange(len(last)), last]
        assert (ends[:, :n] == block.results.measure[:, :n]).all()
        assert (block.rows.turn[np.arange(len(last)), last] == block.results.turns).all()
