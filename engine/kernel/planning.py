"""Planning: every seat commits orders in secret, then partners alone see and sign the joint ones (rule 2)."""

from __future__ import annotations

from engine.kernel.commit import ask
from engine.kernel.compiled import part
from engine.kernel.words import ASK_ORDER, ASK_SIGN, UNSIGNED


@part
def ask_for_orders(rules, game):
    """Ask each seat in turn until it holds back; the order of asking gives nothing away, for orders are secret."""
    while game.cursor < rules.n_factions:
        faction = rules.initiative[game.cursor]
        if rules.faction[faction].seated and rules.faction[faction].orders > 0 and not game.planned[faction]:
            ask(game, ASK_ORDER, faction, 0)
            return True
        game.cursor += 1
    return False


@part
def ask_for_signatures(game):
    """Ask the partner of each joint order."""
    while game.cursor < game.n_orders:
        at = game.cursor
        game.cursor += 1
        if game.order_status[at] == UNSIGNED:
            ask(game, ASK_SIGN, game.order[at].partner, at)
            return True
    return False


@part
def planning(rules, game):
    """The Planning phase: first pass orders, second pass signatures."""
    if game.step == 0:
        if ask_for_orders(rules, game):
            return True
        game.step, game.cursor = 1, 0
    return ask_for_signatures(game)
