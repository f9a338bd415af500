"""Enter a seat's choice: pay its cost and write it down (rule 2). Its effects come later."""

from __future__ import annotations

from kuroshio.kernel.jit import part, verb
from kuroshio.kernel.mechanics.budget import pay, role_slot
from kuroshio.kernel.mechanics.effects import only, put
from kuroshio.kernel.mechanics.legal_decisions import commit_gate
from kuroshio.kernel.mechanics.links import pay_for
from kuroshio.kernel.mechanics.pieces import bit
from kuroshio.kernel.mechanics.posture_answers import posture_pays
from kuroshio.kernel.mechanics.signatures import commit_signature
from kuroshio.kernel.state.codes import (
    ASK_CRISIS,
    ASK_GATE,
    ASK_ORDER,
    ASK_PROCEED,
    ASK_RESPOND,
    ASK_ROLE,
    ASK_SIGN,
    COMMITTED,
    EVERYBODY,
    L_CHOICE,
    NONE,
    PASS,
    REDEPLOY,
    TAKE,
    UNSIGNED,
)
from kuroshio.kernel.state.game_records import Game, Order
from kuroshio.kernel.state.log import cause_of_choice, write
from kuroshio.kernel.state.order_numbers import copy_order, option_of
from kuroshio.kernel.state.result_records import Log
from kuroshio.kernel.state.rules_records import Rules


@part
def append_order(game: Game, order: Order, status: int) -> int:
    """Write an order down; return its place."""
    at = game.n_orders
    copy_order(game.order[at], order)
    game.order_status[at] = status
    game.n_orders += 1
    if order.piece >= 0:
        game.busy |= bit(order.piece)
    return at


@part
def commit_order(rules: Rules, game: Game, order: Order) -> None:
    """Pay for an order and write it down, secret until revealed; holding back ends the seat's planning."""
    faction, action = order.actor, rules.action[order.action]
    if action.mechanism == PASS:
        game.planned[faction] = 1
        return
    pay(rules, game, faction, action.cost, TAKE)
    append_order(game, order, UNSIGNED if order.partner >= 0 else COMMITTED)
    if action.mechanism == REDEPLOY:
        if game.moved[faction] >= rules.faction[faction].free_moves:
            slot = role_slot(rules, rules.roles.readiness, faction)
            put(rules, game, slot, game.track[slot] - rules.procedure.move_readiness)
        game.moved[faction] += 1
        return
    game.ordered[faction] += 1
    if action.focused:
        game.focused[faction] = 1


@part
def in_the_open(game: Game) -> bool:
    """Whether the present choice is public at once, or secret until the simultaneous choices are made (rule 2.7).

    A legal decision, a stage of a project and a victim's answer are public. Orders, signatures, roles and rounds of a crisis,
    and the answers of debtors are simultaneous.
    """
    if game.asking == ASK_RESPOND:
        return game.incident[game.subject].victim == game.seat
    return game.asking == ASK_GATE or game.asking == ASK_PROCEED


@part
def tell_choice(game: Game, log: Log, order: Order) -> int:
    """Write the choice into the log: for all if it is public, else for its seat alone until it takes effect.

    A signature's line holds the joint order that it is about, and the partner as `subject`; `after` is the answer. Returns the
    place of the line, or NONE.
    """
    cause = cause_of_choice(game, log)
    seen = EVERYBODY if in_the_open(game) else only(game.seat)
    if game.asking == ASK_SIGN:
        at = write(game, log, L_CHOICE, seen, game.order[game.subject], game.seat, game.asking, cause)
    else:
        at = write(game, log, L_CHOICE, seen, order, game.subject, game.asking, cause)
    if at != NONE:
        log[at].after = order.action
        if game.asking != ASK_SIGN:
            log[at].actor = game.seat
    return at


@verb
def commit(rules: Rules, game: Game, order: Order, log: Log) -> None:
    """Enter the choice of the seat that is asked. `order` must be one of its legal orders."""
    chosen = tell_choice(game, log, order)
    if game.asking == ASK_ORDER:
        commit_order(rules, game, order)
    elif game.asking == ASK_SIGN:
        commit_signature(rules, game, order)
    elif game.asking == ASK_GATE:
        commit_gate(rules, game, log, order, chosen)
    elif game.asking == ASK_RESPOND:
        if not posture_pays(rules, game, order):
            pay_for(rules, game, ASK_RESPOND, order, rules.level[option_of(order)].cost)
        game.incident[game.subject].level[game.seat] = option_of(order)
    elif game.asking == ASK_PROCEED:
        game.choice[game.seat] = option_of(order)
    elif game.asking == ASK_CRISIS:
        pay_for(rules, game, ASK_CRISIS, order, rules.crisis_cost[option_of(order)])
        game.choice[game.seat] = option_of(order)
    elif game.asking == ASK_ROLE:
        pay_for(rules, game, ASK_ROLE, order, rules.crisis_role[option_of(order)].cost)
        game.role[game.seat] = option_of(order)
    game.asking = NONE
