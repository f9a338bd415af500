"""Signatures: the partners of joint orders see them after all orders, and sign or decline (rule 2.6)."""

from __future__ import annotations

from kuroshio.kernel.jit import part, verb
from kuroshio.kernel.mechanics.budget import afford, pay
from kuroshio.kernel.mechanics.conditions import holds
from kuroshio.kernel.mechanics.effects import apply, only
from kuroshio.kernel.state.asking import ask
from kuroshio.kernel.state.codes import (
    ASK_SIGN,
    COMMITTED,
    DECLINED,
    GIVE_BACK,
    JOINT_ACTS,
    L_DECLINED,
    TAKE,
    UNSIGNED,
    YES,
    ZERO,
    int32,
)
from kuroshio.kernel.state.game_records import Game, Order
from kuroshio.kernel.state.log import told_choice, write
from kuroshio.kernel.state.order_numbers import option_of
from kuroshio.kernel.state.result_records import Log
from kuroshio.kernel.state.rules_records import Rules


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


@verb
def call_to_sign(game: Game, faction: int) -> None:
    """Ask another seat whose signature a joint order needs; seats before it are asked later (rule 2.6)."""
    for i in range(game.n_orders):
        if game.order_status[i] == UNSIGNED and game.order[i].partner == faction:
            game.seat, game.subject, game.cursor = faction, i, 0
            return


@part
def can_sign(rules: Rules, game: Game, faction: int) -> bool:
    """Whether a partner can pay its share of the joint order before it."""
    return afford(rules, game, faction, rules.action[game.order[game.subject].action].partner_cost)


@part
def commit_signature(rules: Rules, game: Game, order: Order) -> None:
    """Sign and pay, or decline: then the order is void and its cost goes back (rule 2.6). The rest waits for all signatures."""
    joint = game.order[game.subject]
    action = rules.action[joint.action]
    if option_of(order) == YES:
        pay(rules, game, game.seat, action.partner_cost, TAKE)
        game.order_status[game.subject] = COMMITTED
    else:
        pay(rules, game, joint.actor, action.cost, GIVE_BACK)
        game.order_status[game.subject] = DECLINED


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
