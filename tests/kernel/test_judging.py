"""Success over time and in grades (rule 8.4), worked by hand: six quiet turns, the last three of which are read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs
import numpy as np
import pytest

from kuroshio.kernel.state.codes import UNKNOWN
from kuroshio.kernel.state.records import OUTCOME, blank, freeze, thaw
from kuroshio.kernel.stepping import OVER, outcome
from kuroshio.kernel.tables.compiling import compile_tables
from kuroshio.kernel.view import public_view
from kuroshio.model.capacities import MAX_FACTIONS
from kuroshio.model.readings import COUNTS
from kuroshio.model.scenario import Goal
from tests.kernel.lab import Lab
from tests.stepping import Table

SEAT, OTHER = "arvania", "belmark"
TENSION = "world.tension"
CALM = Goal(track=TENSION, at_most=3)


def table_of(lab: Lab, *goals: Goal, **changes: Any) -> Table:
    """A new quiet game in which the seat has these conditions of success, and no other seat has any."""
    seats = tuple(attrs.evolve(seat, success=goals if seat.faction == SEAT else ()) for seat in lab.scenario.seats)
    scenario = attrs.evolve(lab.scenario, seats=seats, **changes)
    tables = compile_tables(lab.ruleset, lab.board, scenario)
    return lab.begin(Table(tables, None, np.full(MAX_FACTIONS, -1, np.int32)))


def play(table: Table, values: Sequence[int], slot: str = TENSION) -> Table:
    """Play a turn for each value, which a track has at its end."""
    for value in values:
        table.set({slot: value})
        table.turn()
        assert table.get(slot) == value
    return table


def judged(table: Table) -> np.record:
    """The outcome as it stands."""
    result = blank(OUTCOME)[0]
    outcome(table.rules, table.game, table.memory.scratch, result)
    return result


def goals_of(table: Table) -> list[tuple[int, int, int]]:
    """Of each condition of the seat the sum of its readings, how many they are, and its grade."""
    row = table.index.factions[SEAT]
    return [tuple(one.tolist()) for one in judged(table).goal[row, : table.rules.success[row].n]]


def met(table: Table) -> bool:
    return bool(judged(table).success[table.index.factions[SEAT]])


@pytest.mark.parametrize(
    ("values", "total", "grade"),
    [
        ((9, 9, 9, 9, 9, 3), 21, 0),  # a mean of 7: good in the last turn alone
        ((3, 3, 3, 3, 3, 5), 11, 2),  # 3 2/3: good in all but one
        ((9, 9, 9, 3, 3, 3), 9, 3),  # the first half is not read
        ((0, 0, 0, 4, 4, 4), 12, 2),  # 4: one step beyond
        ((0, 0, 0, 4, 4, 5), 13, 2),  # 4 1/3: to the nearest step one beyond
        ((0, 0, 0, 5, 5, 5), 15, 1),  # 5: two steps beyond
        ((0, 0, 0, 5, 5, 6), 16, 1),  # 5 1/3: to the nearest step two beyond
        ((3, 3, 3, 1, 5, 3), 9, 3),  # the mean counts, not each reading
    ],
)
def test_a_condition_is_met_by_the_mean_of_its_readings(lab: Lab, values: Sequence[int], total: int, grade: int) -> None:
    table = play(table_of(lab, CALM), values)
    assert table.advance() == OVER
    assert goals_of(table) == [(total, 3, grade)] and met(table) == (grade == 3)


@pytest.mark.parametrize(("value", "grade"), [(1, 0), (2, 1), (3, 2), (4, 3), (5, 3), (6, 2), (7, 1), (8, 0)])
def test_grades_fall_with_each_step_on_both_sides(lab: Lab, value: int, grade: int) -> None:
    table = play(table_of(lab, Goal(track=TENSION, at_least=4, at_most=5)), [value] * 6)
    assert goals_of(table) == [(3 * value, 3, grade)]


def test_a_seat_succeeds_only_if_all_its_conditions_are_met_and_has_the_sum_of_their_grades(lab: Lab) -> None:
    table = play(table_of(lab, CALM, Goal(track=TENSION, at_least=4)), [3] * 6)
    row, result = table.index.factions[SEAT], judged(table)
    assert [grade for *_, grade in goals_of(table)] == [3, 2]
    assert (result.grade[row], result.success[row]) == (5, 0)
    other = table.index.factions[OTHER]
    assert (result.grade[other], result.success[other]) == (0, 0), "without conditions there is no success"


def test_before_any_reading_the_position_is_judged_as_it_stands(lab: Lab) -> None:
    table = play(table_of(lab, CALM), [9, 9, 9])
    assert goals_of(table) == [(9, 1, 0)]
    table.set({TENSION: 2})
    assert goals_of(table) == [(2, 1, 3)] and met(table)


def test_a_game_that_stops_is_judged_by_its_readings_so_far(lab: Lab) -> None:
    table = play(table_of(lab, CALM), [9, 9, 9, 2, 6])
    table.set({TENSION: 9})
    assert goals_of(table) == [(8, 2, 2)], "what has come since the last reading is not read"


def test_a_clash_ends_the_game_with_the_turn_that_it_is_in(lab: Lab) -> None:
    table = play(table_of(lab, CALM, after_clash="end"), [9, 9, 9])
    table.game.over = 1
    assert table.advance() == OVER and goals_of(table) == [(9, 1, 0)]
    table = play(table_of(lab, CALM, after_clash="end"), [9, 9, 9, 3])
    table.set({TENSION: 4})
    came_to = table.plan()
    table.game.over = 1
    table.answer_all(came_to)
    assert table.advance() == OVER and table.game.turn == 6 and goals_of(table) == [(7, 2, 3)]


def test_a_scenario_may_name_the_dates(lab: Lab) -> None:
    table = play(table_of(lab, CALM, judged=("2022-Q2", "2021-Q2")), [9, 3, 9, 9, 9, 2])
    assert goals_of(table) == [(5, 2, 3)]


@pytest.mark.parametrize(("turns", "read"), [(1, (1,)), (2, (2,)), (5, (3, 4, 5)), (6, (4, 5, 6))])
def test_without_dates_the_last_half_is_read(lab: Lab, turns: int, read: tuple[int, ...]) -> None:
    assert attrs.evolve(lab.scenario, turns=turns).turns_judged() == read
    table = play(table_of(lab, CALM, turns=turns), [2] * turns)
    assert goals_of(table) == [(2 * len(read), len(read), 3)]


def test_dates_are_turns_in_order_in_half_years_too(lab: Lab) -> None:
    half_years = attrs.evolve(lab.scenario, turn_length="half-year", start="2021-H2", judged=("2023-H1", "2021-H2"))
    assert half_years.turns_judged() == (1, 4)


def test_a_count_is_taken_as_it_stands_at_the_end(lab: Lab) -> None:
    table = play(table_of(lab, Goal(track="count.crises", at_most=0), CALM), [3] * 5)
    table.game.tally[COUNTS.index("crises")] = 2
    play(table, [3])
    assert goals_of(table) == [(2, 1, 1), (9, 3, 3)]


def test_the_next_game_in_the_same_memory_begins_without_readings(lab: Lab) -> None:
    table = play(table_of(lab, CALM), [9] * 6)
    lab.begin(table)
    assert table.game.readings == 0 and not table.game.goal_total.any()
    assert goals_of(play(table, [3] * 6)) == [(9, 3, 3)]


def test_a_kept_state_has_its_readings(lab: Lab) -> None:
    table = play(table_of(lab, CALM), [9, 9, 9, 3])
    state = freeze(table.game)
    play(table, [9, 9])
    table.games[0] = thaw(state)
    assert goals_of(play(table, [3, 3])) == [(9, 3, 3)]


def test_a_seat_is_told_what_its_own_conditions_have_read_and_only_of_what_it_sees(lab: Lab) -> None:
    hidden = Goal(track=f"{OTHER}.capital", at_least=1)
    table = table_of(lab, CALM, hidden, Goal(track="count.crises", at_most=0))
    row, other = table.index.factions[SEAT], table.index.factions[OTHER]
    assert not table.rules.slot_seen[table.slot[hidden.track]] >> row & 1, "the seat does not see it"
    play(table, [3] * 5)
    assert table.view(row).readings == 2 and table.view(row).goal_total[row, :3].tolist() == [6, UNKNOWN, 0]
    public = blank(table.games.dtype)
    public_view(table.rules, table.games, public)
    for seen in (table.view(other), public[0]):
        assert seen.goal_total[row, :3].tolist() == [UNKNOWN] * 3
