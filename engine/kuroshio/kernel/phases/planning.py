"""Planning: every seat commits orders in secret; then the partners of joint orders see and sign them (rule 2)."""

from __future__ import annotations

from kuroshio.kernel.jit import part, verb
from kuroshio.kernel.mechanics.signatures import ask_for_signatures, close_signatures
from kuroshio.kernel.state.asking import ask
from kuroshio.kernel.state.codes import ASK_ORDER, NONE, ZERO
from kuroshio.kernel.state.game_records import Game, Order
from kuroshio.kernel.state.order_numbers import copy_order
from kuroshio.kernel.state.result_records import Log, Scratch
from kuroshio.kernel.state.rules_records import Rules


@part
def ask_for_orders(rules: Rules, game: Game) -> bool:
    """Ask each seat until it holds back. The order of asking reveals nothing, because orders are secret."""
    while game.cursor < rules.n_factions:
        faction = rules.initiative[game.cursor]
        if rules.faction[faction].seated and rules.faction[faction].orders > 0 and not game.planned[faction]:
            ask(game, ASK_ORDER, faction, ZERO)
            return True
        game.cursor += 1
    return False


@verb
def call_on(game: Game, faction: int) -> None:
    """Ask another seat that has not held back yet, because it is ready with its orders first (rule 2.2)."""
    game.seat = faction


@part
def rank_of(rules: Rules, faction: int) -> int:
    """Return a faction's rank by initiative; acts that nobody ordered come first."""
    for rank in range(rules.n_factions):
        if rules.initiative[rank] == faction:
            return rank
    return NONE


@part
def put_in_order(rules: Rules, game: Game, spare: Order) -> None:
    """Sort orders by the initiative of their seats, so that the order of committing makes no difference (rule 2.2)."""
    for i in range(1, game.n_orders):
        rank, status = rank_of(rules, game.order[i].actor), game.order_status[i]
        copy_order(spare, game.order[i])
        at = i
        while at > 0 and rank_of(rules, game.order[at - 1].actor) > rank:
            copy_order(game.order[at], game.order[at - 1])
            game.order_status[at] = game.order_status[at - 1]
            at -= 1
        copy_order(game.order[at], spare)
        game.order_status[at] = status


@part
def planning(rules: Rules, game: Game, scratch: Scratch, log: Log) -> bool:
    """The Planning phase: first pass orders, second pass signatures."""
    if game.step == 0:
        if ask_for_orders(rules, game):
            return True
        put_in_order(rules, game, scratch.order[0])
        game.step, game.cursor = 1, 0
    if ask_for_signatures(game):
        return True
    close_signatures(rules, game, log)
    return False
