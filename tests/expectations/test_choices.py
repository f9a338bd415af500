"""No seat without a choice: what each may order, and what its schools of thought make of it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from engine.kernel.compiled import verb
from engine.kernel.tables import Tables
from engine.kernel.words import ASK_ORDER
from engine.policies.choose import weigh_orders
from engine.policies.playbook import Playbook, seat_policies
from engine.study.batch import Study, play
from engine.study.reach import pairings
from tests.expectations.dominance import doctrines_of, trials
from tests.stepping import Order, Table

GAMES = 24
PLAYED = 100  # games of each pairing


@verb
def weigh(rules, book, doctrine, view, options, mind):
    """The weight of each leaning of a doctrine that holds in a view, in `mind.weight`."""
    weigh_orders(rules, book, view, book.lines[doctrine, ASK_ORDER], options, mind)


def weights(table: Table, state: np.record, doctrine: int) -> dict[Order, int]:
    """What a doctrine makes of each legal order of the seat that is asked."""
    legal = table.legal(state)
    book = table.playbook.record
    span = book.lines[doctrine, ASK_ORDER]
    weigh(table.rules, book, np.int64(doctrine), state, table.workshop.options, table.mind)
    holding = table.mind.weight[: int(span.n)].tolist()
    leanings = book.leaning[int(span.first) :][: int(span.n)].view(np.recarray)
    weighed = dict.fromkeys(legal, 0)
    for order in legal:
        for i in np.flatnonzero(leanings.chosen == order[1]):
            if holding[i] and meant(table, leanings[i], order):
                weighed[order] += holding[i]
    return weighed


def meant(table: Table, leaning: np.record, order: Order) -> bool:
    """Whether an order of a leaning's action is what the leaning means."""
    _, _, area, target, partner, piece = order
    kind = int(table.rules.piece[piece].kind) if piece >= 0 else -1
    wanted = ((leaning.area, area), (leaning.target, target), (leaning.partner, partner), (leaning.kind, kind))
    return all(want in (-1, has) for want, has in wanted)


def first_questions(table: Table) -> Iterator[np.record]:
    """The view of each seat in each turn when it is first asked for orders."""
    asked: set[tuple[int, int]] = set()
    for game in table.questions():
        turn = (int(game.turn), int(game.seat))
        if game.asking == ASK_ORDER and turn not in asked:
            asked.add(turn)
            yield table.view()


def test_in_every_turn_a_seats_two_schools_weigh_two_orders_differently(tables: Tables, playbook: Playbook) -> None:
    """One school would rather do the one, the other the other: that is what there is to argue about."""
    schools = {
        seat.faction: [playbook.rows[doctrine.id] for doctrine in doctrines_of(tables, seat.faction)]
        for seat in tables.scenario.seats
    }
    played = pairings(tables)
    seen = 0
    for number in range(GAMES):
        policy = seat_policies(tables, playbook, played[number * len(played) // GAMES].items())
        table = Table(tables, playbook, policy).begin(seed=12, number=number)
        for state in first_questions(table):
            one, other = (weights(table, state, doctrine) for doctrine in schools[table.faction()])
            differing = [order for order in one if one[order] != other[order]]
            assert len(differing) >= 2, (number, int(state.turn), table.faction())
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
        for trial in trials(tables, seat.faction)
        if trial.dominates
    ]
    assert not dominant, "\n".join(dominant)
