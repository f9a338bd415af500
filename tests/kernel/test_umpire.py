"""An umpire sees a ruling before it is carried out, and its word stands; where none sits nothing changes."""

from __future__ import annotations

from collections.abc import Callable

import attrs
import numpy as np
import pytest

from kuroshio.kernel.interventions import amend, give_ruling, preview
from kuroshio.kernel.state import codes
from kuroshio.kernel.state.records import ORDER, PROPOSAL, RULING, blank, freeze
from kuroshio.kernel.stepping import ASKED, OVER, TO_RULE
from kuroshio.kernel.tables.compiling import Tables, compile_tables
from tests.stepping import Content, Table


@pytest.fixture(scope="module")
def argued(content: Content) -> Tables:
    """The scenario, with every arena argued before an umpire."""
    ruleset, board, scenario = content
    modes = {action.arena: "matrix" for action in ruleset.actions}
    return compile_tables(ruleset, board, attrs.evolve(scenario, adjudication=modes))


def play(table: Table, rule: Callable[[Table], tuple[int, int]]) -> int:
    """Play a game out with an umpire who rules by `rule`; return on how many orders."""
    table.game.umpired, ruled = 1, 0
    while (came_to := table.advance()) != OVER:
        if came_to == ASKED:
            table.answer()
        elif came_to == TO_RULE:
            give_ruling(table.game, *(np.int32(n) for n in rule(table)))
            ruled += 1
    return ruled


def test_an_umpire_who_takes_every_roll_leaves_the_game_as_it_is(argued: Tables) -> None:
    table = Table(argued).begin(11)
    for _ in table.questions():
        pass
    alone = freeze(table.game)
    table.begin(11)
    assert play(table, lambda table: (0, int(codes.NONE))) > 10
    table.game.umpired = 0
    assert freeze(table.game) == alone


def test_what_the_umpire_sees_is_what_then_comes(argued: Tables) -> None:
    table = Table(argued, lines=16384).begin(11)
    proposal, ruling = blank(PROPOSAL), blank(RULING)
    seen: list[tuple[int, ...]] = []

    def watch(table: Table) -> tuple[int, int]:
        preview(table.rules, table.game, np.int32(1), proposal[0], ruling[0])
        order = table.game.order[table.game.to_rule]
        seen.append((int(order.actor), int(order.action), int(proposal[0].number), int(ruling[0].die_1), int(ruling[0].band)))
        return 1, int(codes.NONE)

    play(table, watch)
    told = [
        (int(line.actor), int(line.action), int(line.number), int(line.die_1), int(line.band))
        for line in table.log[: table.game.logged]
        if line.what in (codes.L_RULING, codes.L_UNNOTICED)
    ]
    assert seen and all(ruling in told for ruling in seen)


def test_the_band_that_an_umpire_names_stands_and_the_dice_are_kept(argued: Tables) -> None:
    table = Table(argued, lines=16384).begin(11)
    ruled: list[tuple[int, int]] = []

    def name_success(table: Table) -> tuple[int, int]:
        order = table.game.order[table.game.to_rule]
        ruled.append((int(order.actor), int(order.action)))
        return 0, int(codes.BREAKTHROUGH)

    assert play(table, name_success) > 10
    lines = [line for line in table.lines(codes.L_RULING) if (int(line.actor), int(line.action)) in ruled and line.base_number]
    breakthroughs = [line for line in lines if line.band == codes.BREAKTHROUGH]
    assert len(breakthroughs) > 10
    assert any(line.die_1 + line.die_2 < line.number for line in breakthroughs)


def test_arguments_move_the_number_one_by_one(argued: Tables) -> None:
    table = Table(argued).begin(11)
    table.game.umpired = 1
    while table.advance() != TO_RULE:
        table.answer()
    proposal, ruling = blank(PROPOSAL), blank(RULING)
    numbers = []
    for net in range(-2, 3):
        preview(table.rules, table.game, np.int32(net), proposal[0], ruling[0])
        numbers.append(int(proposal[0].number))
        assert proposal[0].odds.sum() == 36
    middle = numbers[2]
    assert numbers == [min(max(middle - net, 3), 12) for net in range(-2, 3)]


def test_a_track_set_by_hand_stays_within_its_bounds_and_is_told(argued: Tables) -> None:
    table = Table(argued, lines=64).begin(11)
    order = blank(ORDER)
    order[0] = (-1,) * 6
    slot = table.slot["world.tension"]
    amend(table.rules, table.game, order[0], np.int32(slot), np.int32(99), table.log, np.int32(-1))
    assert table.get("world.tension") == 10
    assert [int(line.after) for line in table.lines(codes.L_EFFECT) if line.subject == slot] == [10]
