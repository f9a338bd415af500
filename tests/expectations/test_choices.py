"""No seat without a choice: what each may order, and what its schools of thought make of it."""

from __future__ import annotations

import numpy as np
import pytest

from kuroshio.kernel.tables.compiling import Tables
from kuroshio.players.doctrine_tables import Playbook, seat_policies
from kuroshio.study.batch import Study, play
from kuroshio.study.reach import pairings
from tests.expectations.dominance import trials
from tests.expectations.schools import differing_orders, first_questions
from tests.stepping import Table

GAMES = 24
PLAYED = 100  # games of each pairing


def test_in_every_turn_a_seats_two_schools_weigh_two_orders_differently(tables: Tables, playbook: Playbook) -> None:
    """One school would rather do the one, the other the other: that is what there is to argue about."""
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
    rows = [tables.index.factions[seat.faction] for seat in tables.scenario.seats]
    shares = np.array(
        [
            np.concatenate([block.results.success[:, rows] for block in play(study)]).mean(axis=0)
            for pairing in pairings(tables)
            for study in [Study(tables, playbook, seat_policies(tables, playbook, pairing.items()), 5, PLAYED)]
        ]
    )
    within = ((shares >= 0.05) & (shares <= 0.95)).any(axis=0)
    assert within.all(), dict(zip([seat.faction for seat in tables.scenario.seats], within, strict=True))


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
