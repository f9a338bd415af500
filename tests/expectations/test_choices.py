"""No seat without a choice: what each may order, and what its schools of thought make of it."""

from __future__ import annotations

import numpy as np
import pytest
from attrs import evolve

from kuroshio.kernel.tables.compiling import Tables, compile_tables
from kuroshio.model.entry_parts import Condition
from kuroshio.players.doctrine_tables import Playbook, seat_policies
from kuroshio.study.reach import number_of_pairings, pairings
from tests.expectations.dominance import trials
from tests.expectations.schools import differing_orders, first_questions, pairings_far_apart, seats_without_both
from tests.stepping import Table

GAMES = 24


def test_in_every_turn_a_seats_two_schools_weigh_two_orders_differently(tables: Tables, playbook: Playbook) -> None:
    """One school would rather do the one, another the other: that is what there is to argue about."""
    played = pairings(tables)
    seen = 0
    for number in range(GAMES):
        policy = seat_policies(tables, playbook, played[number * len(played) // GAMES].items())
        table = Table(tables, playbook, policy).begin(seed=12, number=number)
        for state in first_questions(table):
            assert differing_orders(table, state) >= 2, (number, int(state.turn), table.faction())
            seen += 1
    assert seen == GAMES * len(tables.scenario.seats) * tables.scenario.turns


def test_every_seat_can_win_and_lose(tables: Tables, playbook: Playbook) -> None:
    """Over all pairings of doctrines each seat meets its aims in 5 to 95 of 100 games somewhere."""
    assert seats_without_both(tables, playbook, pairings_far_apart(tables, number_of_pairings(tables))) == set()


def test_who_cannot_win_or_lose_is_named(tables: Tables, playbook: Playbook) -> None:
    """A seat that wins whatever is played is left over."""
    always = (Condition(track="world.tension", at_least=-1),)
    seats = tuple(evolve(seat, success=always) if seat.faction == "china" else seat for seat in tables.scenario.seats)
    won = compile_tables(tables.ruleset, tables.board, evolve(tables.scenario, seats=seats))
    before = seats_without_both(tables, playbook, pairings_far_apart(tables, 8))  # eight pairings of many leave some out
    assert seats_without_both(won, playbook, pairings_far_apart(won, 8)) == before | {"china"} != before


@pytest.mark.full
def test_no_order_or_posture_is_best_in_every_pairing(tables: Tables) -> None:
    """Each order of each seat is given whenever it may be, in paired games against the seat's own doctrine."""
    dominant = [
        f"{trial.seat}: {trial.order} {np.round(100 * trial.change, 1)}"
        for seat in tables.scenario.seats
        for trial in trials(tables, seat.faction, thorough=False)
        if trial.dominates
    ]
    assert not dominant, "\n".join(dominant)
