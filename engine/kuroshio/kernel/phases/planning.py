"""Planning: every seat commits orders in secret; then the partners of joint orders see and sign them (rule 2)."""

from __future__ import annotations

from kuroshio.kernel.commit import ask
from kuroshio.kernel.jit import part, verb
from kuroshio.kernel.legal_orders import copy_order
from kuroshio.kernel.mechanics.conditions import holds
from kuroshio.kernel.mechanics.effects import apply, only
from kuroshio.kernel.state.codes import (
    ASK_ORDER,
    ASK_SIGN,
    COMMITTED,
    DECLINED,
    JOINT_ACTS,
    L_DECLINED,
    NONE,
    UNSIGNED,
    ZERO,
    int32,
)
from kuroshio.kernel.state.game_records import Game, Order
from kuroshio.kernel.state.log import told_choice, write
from kuroshio.kernel.state.passed_records import Log, Scratch
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


@verb
def call_to_sign(game: Game, faction: int) -> None:
    """Ask another seat whose signature a joint order needs; seats before it are asked later (rule 2.6)."""
    for i in range(game.n_orders):
        if game.order_status[i] == UNSIGNED and game.order[i].partner == faction:
            game.seat, game.subject, game.cursor = faction, i, 0
            return


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
def ask_for_signatures(game: Game) -> bool:
    """Ask the partner of each joint order."""
    while game.cursor < game.n_orders:
        at = game.cursor
        game.cursor += 1
        if game.order_status[at] == UNSIGNED:
            ask(game, ASK_SIGN, game.order[at].partner, at)
            return True
    return False


@part
def close_signatures(rules: Rules, game: Game, log: Log) -> None:
    """Close the signatures: count what was agreed; tell both parties what was declined, with its effects where a promise binds.

    Nothing is shown before that, because it would reveal who had something to sign (rule 2.6).
    """
    for i in range(game.n_orders):
        joint = game.order[i]
        if joint.partner < 0:
            continue
        if game.order_status[i] == COMMITTED:
            game.tally[JOINT_ACTS] += 1
        elif game.order_status[i] == DECLINED:
            unsigned = told_choice(game, log, ASK_SIGN, joint)
            at = write(game, log, L_DECLINED, int32(only(joint.actor) | only(joint.partner)), joint, int32(i), ZERO, unsigned)
            action = rules.action[joint.action]
            if holds(rules, rules.condition, game, action.binds, joint):
                apply(rules, game, log, action.declined.first, action.declined.n, joint, at)


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
