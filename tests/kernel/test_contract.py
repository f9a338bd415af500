"""What every moment of every game keeps to, whatever is chosen."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest

from kuroshio.kernel.state import codes
from kuroshio.kernel.state.records import GAME, OUTCOME, RULES, TURN, blank, freeze, thaw
from kuroshio.kernel.stepping import ASKED, OVER
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.model.capacities import MAX_FACTIONS, MAX_INCIDENTS, MAX_LASTING, MAX_ORDERS
from kuroshio.players.doctrine_tables import RANDOM, Playbook
from kuroshio.players.whole_games import Memory, make_memory, play_games
from tests.stepping import Order, Table

STEPPED, BY_TURNS = 60, 440  # random games: those looked at after every step, and those at the end of every turn
DEEPLY = 15  # of the stepped ones, those whose every state is also kept, thawed and looked at from all sides


class Watch:
    """Looks at games in one memory; plain arrays over the same memory, for records are slow to read."""

    def __init__(self, tables: Tables, games: np.recarray):
        rules = self.rules = tables.rules
        self.tables, self.now = tables, games.view(np.ndarray)
        n = int(rules.n_slots)
        bounds = np.asarray(rules.track).view(np.ndarray)[rules.slot_track[:n]]
        self.least, self.most = bounds["least"], bounds["most"]
        budgets = (rules.roles.capital, rules.roles.funds, rules.roles.readiness)
        self.budgets = np.array([rules.slot_of[track, f] for track in budgets for f in range(rules.n_factions)])
        self.seats = [f for f in range(rules.n_factions) if rules.faction[f].seated]
        self.areas = np.array([])
        self.losses = 0

    def begin(self) -> None:
        self.areas = self.pieces().copy()
        self.losses = 0
        assert (self.areas >= 0).all()

    def pieces(self) -> np.ndarray:
        return self.now["piece_area"][0, : self.rules.n_pieces]

    def look(self) -> None:
        game, rules = self.now[0], self.rules
        track = game["track"][: rules.n_slots]
        assert (track >= self.least).all() and (track <= self.most).all()
        assert (track[self.budgets] >= 0).all()
        assert 0 <= game["n_orders"] <= MAX_ORDERS
        assert 0 <= game["n_incidents"] <= MAX_INCIDENTS
        assert 0 <= game["n_lasting"] <= MAX_LASTING
        assert game["asking"] == codes.NONE or int(game["seat"]) in self.seats
        assert 1 <= game["turn"] <= rules.n_turns + 1
        self.look_at_pieces()
        self.look_at_lists()

    def look_at_pieces(self) -> None:
        areas, readiness = self.pieces(), self.now["piece_readiness"][0, : self.rules.n_pieces]
        assert ((areas >= 0) | (areas == codes.NONE)).all() and (areas < self.rules.n_areas).all()
        assert ((readiness >= 0) & (readiness <= 3)).all()
        gone = areas == codes.NONE
        assert (gone | (self.areas >= 0)).all(), "a piece has come back"
        if gone.sum() > (self.areas == codes.NONE).sum():
            assert self.now["tally"][0, codes.CLASHES] > self.losses, "a piece is gone without a clash"
            self.losses = int(self.now["tally"][0, codes.CLASHES])
        assert (readiness[gone] == 0).all()
        self.areas = areas.copy()
        assert (self.now["piece_area"][0, self.rules.n_pieces :] == 0).all(), "pieces that there are not"

    def look_at_lists(self) -> None:
        game = self.now[0]
        orders = game["order"][: game["n_orders"]]
        assert (orders["action"] >= 0).all() and (orders["action"] < self.rules.n_actions).all()
        incidents = game["incident"][: game["n_incidents"]]
        assert (incidents["action"] >= 0).all() and (incidents["turn"] <= game["turn"]).all()
        for name in ("attributed", "level", "expected"):
            assert (incidents[name] >= codes.NONE).all()
        lasting = game["lasting"][: game["n_lasting"]]
        assert (lasting["slot"] >= 0).all() and (lasting["amount"] != 0).all()


def test_random_games_keep_the_rules_at_every_step(dice_table: Table) -> None:
    table = dice_table
    watch = Watch(table.tables, table.games)
    counted = np.zeros(len(codes.QUESTIONS), int)
    for number in range(STEPPED):
        table.begin(1, number)
        watch.begin()
        while (came_to := table.advance()) != OVER:
            watch.look()
            if came_to == ASKED:
                asking = int(watch.now["asking"][0])
                counted[asking] += 1
                state = table.view()
                assert table.n_legal(state) > 0
                table.choose(state, luck=number + 1)
                table.commit(table.choice)
                watch.look()
        assert watch.now["turn"][0] == table.rules.n_turns + 1
    assert (counted > 0).all(), "a kind of question that no game has asked"


def play_by_turns(tables: Tables, playbook: Playbook, memory: Memory, numbers: Iterable[int]) -> None:
    """Play random games to the end of each turn and look at them there.

    A game cut short at turn t ends as the whole game stands at the end of turn t.
    """
    w = memory
    rules = blank(RULES)
    rules[0] = tables.rules
    policy = np.full(MAX_FACTIONS, RANDOM, np.int32)
    watch = Watch(tables, w.games)
    results, rows = blank(OUTCOME, 1), blank(TURN, int(tables.rules.n_turns)).reshape(1, -1).view(np.recarray)
    for number in numbers:
        w.games.piece_area[:] = tables.rules.piece_area
        watch.begin()
        for turns in range(1, int(tables.rules.n_turns) + 1):
            rules[0].n_turns = turns
            play_games(
                rules[0], playbook.record, policy, np.uint64(1), np.int64(number),
                w.games, w.views, w.scratch, w.options, w.weighing, w.log, results, rows,
            )  # fmt: skip
            assert watch.now["turn"][0] == turns + 1
            watch.look()


def test_random_games_keep_the_rules_at_every_turns_end(tables: Tables, playbook: Playbook) -> None:
    play_by_turns(tables, playbook, make_memory(), range(STEPPED, STEPPED + BY_TURNS))


def deep_states(table: Table, games: int) -> list[bytes]:
    """States of random games in which a seat is asked: all kinds of question, few of each kind from one game."""
    states = []
    for number in range(games):
        table.begin(2, number)
        seen = dict.fromkeys(range(len(codes.QUESTIONS)), 0)
        for game in table.questions():
            asking = int(game.asking)
            seen[asking] += 1
            if seen[asking] <= 4 or seen[asking] % 16 == 0:
                states.append(freeze(game))
    return states


@pytest.fixture(scope="module")
def states(tables: Tables, playbook: Playbook, randoms: np.ndarray) -> list[bytes]:
    return deep_states(Table(tables, playbook, randoms), DEEPLY)


def restore(table: Table, state: bytes) -> None:
    table.games[0] = thaw(state)


def test_viewing_changes_nothing(dice_table: Table, states: list[bytes]) -> None:
    assert len(states) > 200
    for state in states:
        restore(dice_table, state)
        for seat in range(int(dice_table.rules.n_factions)):
            dice_table.view(seat)
        dice_table.n_legal(dice_table.view())
        assert freeze(dice_table.game) == state


def test_choosing_changes_nothing_but_the_mind(table: Table, states: list[bytes]) -> None:
    for state in states:
        restore(table, state)
        seen = table.view()
        before = seen.tobytes()
        table.choose(seen)
        assert seen.tobytes() == before
        assert freeze(table.game) == state


def test_a_thawed_game_is_the_frozen_one_and_plays_on_alike(dice_table: Table, states: list[bytes]) -> None:
    for state in states[:: len(states) // 12]:
        assert freeze(thaw(state)) == state
        ends = []
        for _ in range(2):
            restore(dice_table, state)
            dice_table.answer()
            for _ in dice_table.questions():
                pass
            ends.append(freeze(dice_table.game))
            dice_table.games.view(np.uint8)[:] = 255  # nothing of the first run is left for the second
        assert ends[0] == ends[1] != state


def test_a_state_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match=str(GAME.itemsize)):
        thaw(bytes(GAME.itemsize - 1))


def test_there_is_always_something_to_choose(dice_table: Table, states: list[bytes]) -> None:
    for state in states:
        restore(dice_table, state)
        assert 0 < dice_table.n_legal(dice_table.view()) < len(dice_table.memory.options)


def test_what_a_view_finds_legal_is_legal(dice_table: Table, states: list[bytes]) -> None:
    for state in states:
        restore(dice_table, state)
        seen, truly = dice_table.legal(dice_table.view()), set(dice_table.legal(dice_table.game))
        assert [order for order in seen if order not in truly] == []


def test_no_legal_order_stands_twice(dice_table: Table, states: list[bytes]) -> None:
    for state in states:
        restore(dice_table, state)
        options = dice_table.legal(dice_table.view())
        assert len(options) == len(set(options))


def test_every_legal_order_can_be_entered(dice_table: Table, states: list[bytes]) -> None:
    watch = Watch(dice_table.tables, dice_table.games)
    for i, state in enumerate(states):
        restore(dice_table, state)
        options = dice_table.legal(dice_table.view())
        for order in options[i % 7 :: max(len(options) // 3, 1)]:
            restore(dice_table, state)
            watch.areas, watch.losses = watch.pieces().copy(), -1
            dice_table.commit(order)
            watch.look()
            dice_table.advance()
            watch.look()


def test_doctrines_choose_what_is_legal(table: Table, doctrines: np.ndarray, states: list[bytes]) -> None:
    """Every doctrine that a seat may have, not only the scenario's."""
    ruleset, index = table.tables.ruleset, table.index
    for i, state in enumerate(states):
        restore(table, state)
        seen = table.view()
        options: set[Order] = set(table.legal(seen))
        for doctrine in ruleset.doctrines:
            if index.factions[doctrine.faction] == int(seen.seat):
                policy = doctrines.copy()
                policy[seen.seat] = table.playbook.rows[doctrine.id]
                chosen = table.choose(seen, policy, luck=i)
                assert chosen in options
                assert (int(table.weighing.legal) > 1) == (len(options) > 1)


def test_whole_doctrine_games_keep_to_what_is_legal(table: Table) -> None:
    watch = Watch(table.tables, table.games)
    for number in range(4):
        table.begin(6, number)
        watch.begin()
        for _ in table.questions():
            watch.look()
            seen = table.view()
            assert table.choose(seen, luck=number) in table.legal(seen)
            table.commit(table.choice)
            watch.look()
