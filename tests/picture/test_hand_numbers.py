"""Numbers of a hand: one for each action that may be ordered, the same all game."""

from __future__ import annotations

from itertools import pairwise

import pytest

from kuroshio.kernel.state import codes
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.picture.hand_numbers import hand_numbers
from kuroshio.picture.picture_maker import PictureMaker
from kuroshio.picture.questions import QuestionMaker
from kuroshio.players.doctrine_tables import Playbook
from tests.stepping import Table


def seats_of(tables: Tables) -> list[str]:
    return [seat.faction for seat in tables.scenario.seats]


def test_numbers_run_from_one_in_the_order_of_the_rules(tables: Tables) -> None:
    for seat in seats_of(tables):
        numbers = hand_numbers(tables, seat)
        assert list(numbers.values()) == list(range(1, len(numbers) + 1))
        rows = [tables.index.actions[action] for action in numbers]
        assert all(one < other for one, other in pairwise(rows))


def test_passing_and_moving_have_none(tables: Tables) -> None:
    for seat in seats_of(tables):
        mechanisms = {tables.rules.action[tables.index.actions[action]].mechanism for action in hand_numbers(tables, seat)}
        assert not mechanisms & {codes.PASS, codes.REDEPLOY}


def test_the_cards_of_a_seat_that_plans_have_their_numbers_in_every_turn(
    tables: Tables, playbook: Playbook, table: Table
) -> None:
    maker = QuestionMaker(tables, playbook, PictureMaker(tables))
    open_cards = set[tuple[str, ...]]()
    for game in table.begin().questions():
        if game.asking == codes.ASK_ORDER:
            seat = tables.ruleset.factions[int(game.seat)].id
            cards = [card for card in maker.question(table.view()).cards if card.kind != "move"]
            assert [card.action for card in cards] == list(hand_numbers(tables, seat))
            open_cards.add(tuple(card.action for card in cards if card.choices))
        if game.turn > 2:
            break
    assert len(open_cards) > len(seats_of(tables))  # what is open changes; the numbers do not


def test_a_faction_that_nobody_knows_is_refused(tables: Tables) -> None:
    with pytest.raises(KeyError):
        hand_numbers(tables, "atlantis")
