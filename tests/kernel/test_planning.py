"""Orders are secret until all are in: which seat commits first makes no difference to the game."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from kuroshio.kernel.phases.planning import call_on
from kuroshio.kernel.state import codes
from kuroshio.kernel.state.records import freeze
from kuroshio.kernel.stepping import ASKED, OVER
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.players.doctrine_tables import Playbook
from tests.stepping import Order, Table

Key = tuple[int, ...]


def moment(table: Table) -> Key:
    """What is asked, and of whom; orders of one plan come one after another under one key."""
    game = table.game
    return tuple(
        int(n) for n in (game.turn, game.phase, game.seat, game.asking, 0 if game.phase == codes.PLANNING else game.subject)
    )


def played(table: Table, seed: int) -> tuple[dict[Key, list[Order]], bytes]:
    """A game by policy: what was chosen at each moment, and the state that it came to."""
    chosen: dict[Key, list[Order]] = defaultdict(list)
    table.begin(seed)
    while (came_to := table.advance()) != OVER:
        if came_to == ASKED:
            order = table.choose(table.view(), luck=len(chosen))
            chosen[moment(table)].append(order)
            table.commit(order)
    return chosen, freeze(table.game)


def other_way_round(table: Table, seed: int, chosen: dict[Key, list[Order]]) -> bytes:
    """The same choices, with the seats committing their orders in the opposite order; the state that it came to."""
    left = {key: list(orders) for key, orders in chosen.items()}
    table.begin(seed)
    while (came_to := table.advance()) != OVER:
        if came_to == ASKED and table.game.asking == codes.ASK_ORDER:
            waiting = [f for f in reversed(list(table.rules.initiative[: table.rules.n_factions])) if left.get(plan(table, f))]
            call_on(table.game, np.int32(waiting[0]))
        if came_to == ASKED:
            table.commit(left[moment(table)].pop(0))
    return freeze(table.game)


def plan(table: Table, faction: int) -> Key:
    return (int(table.game.turn), int(codes.PLANNING), int(faction), int(codes.ASK_ORDER), 0)


def test_who_commits_first_makes_no_difference(tables: Tables, playbook: Playbook, randoms: np.ndarray) -> None:
    table, joint = Table(tables, playbook, randoms), 0
    for seed in range(12):
        chosen, ended = played(table, seed)
        assert other_way_round(table, seed, chosen) == ended
        joint += sum(key[3] == codes.ASK_SIGN for key in chosen)
    assert joint > 20
