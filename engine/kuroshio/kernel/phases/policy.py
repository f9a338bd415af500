"""Policy: the deciders of projects advance or stall them; then the turn's other orders are resolved (rule 7)."""

from __future__ import annotations

from kuroshio.kernel.jit import part
from kuroshio.kernel.mechanics.adjudication import adjudicate, close_ruling, must_be_ruled, unresolved
from kuroshio.kernel.mechanics.projects import run_projects
from kuroshio.kernel.state.codes import ACT, COMMITTED, EVERYBODY, L_RULING, NO, ORDERED, RESOLVED
from kuroshio.kernel.state.game_records import Game
from kuroshio.kernel.state.log import told_order
from kuroshio.kernel.state.order_numbers import copy_order
from kuroshio.kernel.state.result_records import Log, Scratch
from kuroshio.kernel.state.rules_records import Rules


@part
def resolve_orders(rules: Rules, game: Game, scratch: Scratch, log: Log) -> bool:
    """Resolve the orders that are not coercion, by initiative; True if the umpire must rule on one first."""
    left = unresolved(rules, game, NO)
    for rank in range(rules.n_factions):
        if not left >> rules.initiative[rank] + 1 & 1:
            continue
        for i in range(game.n_orders):
            order = game.order[i]
            if order.actor != rules.initiative[rank] or game.order_status[i] != COMMITTED:
                continue
            if rules.action[order.action].mechanism == ACT and not rules.action[order.action].coercive:
                if must_be_ruled(game, i):
                    return True
                game.order_status[i] = RESOLVED
                copy_order(scratch.order[0], order)
                adjudicate(
                    rules, game, scratch, scratch.order[0], ORDERED, log, L_RULING, EVERYBODY, told_order(rules, game, log, i)
                )
                close_ruling(game)
    return False


@part
def policy(rules: Rules, game: Game, scratch: Scratch, log: Log) -> bool:
    """The Policy phase. Projects come first, so that one proposed now waits a turn."""
    if run_projects(rules, game, scratch, log):
        return True
    return resolve_orders(rules, game, scratch, log)
