"""News: the turn's income, events, injects, and the upkeep of postures (rules 1.2, 2.1).

The Escalation and Upkeep phases run events of their own from the same table.
"""

from __future__ import annotations

from kuroshio.kernel.commit import append_order
from kuroshio.kernel.jit import part
from kuroshio.kernel.mechanics.budget import pay, role_slot
from kuroshio.kernel.mechanics.conditions import holds
from kuroshio.kernel.mechanics.effects import apply, put
from kuroshio.kernel.mechanics.events import event_order, run_events
from kuroshio.kernel.mechanics.posture_upkeep import pay_for_postures
from kuroshio.kernel.state.codes import (
    EVERYBODY,
    F_TURN,
    FORCED,
    GIVE_BACK,
    L_INJECT,
    L_LIMIT,
    L_TURN,
    NEWS,
    NO_SEAT,
    NONE,
    ORDERS_FULL,
    ZERO,
    int32,
)
from kuroshio.kernel.state.game_records import Game, Order
from kuroshio.kernel.state.log import told_last, write
from kuroshio.kernel.state.result_records import Log, Scratch
from kuroshio.kernel.state.rules_records import Rules
from kuroshio.model.capacities import MAX_ORDERS


@part
def run_injects(rules: Rules, game: Game, scratch: Scratch, log: Log) -> None:
    """Bring in the injects that are scheduled for this turn or whose conditions hold, each once."""
    order = scratch.order[0]
    for i in range(rules.n_injects):
        if inject_due(rules, game, i):
            event_order(rules, rules.lead_flashpoint, order)
            if holds(rules, rules.condition, game, rules.inject[i].asked, order):
                bring_in(rules, game, i, order, log)


@part
def inject_due(rules: Rules, game: Game, i: int) -> bool:
    """Whether an inject is due: its turn has come, it has not been brought in, and control does not hold it."""
    inject = rules.inject[i]
    if game.inject_turn[i] != 0 or inject.held:
        return False
    if inject.turn > 0 and game.turn < inject.turn + game.inject_shift:
        return False
    if inject.after < 0:
        return True
    came = game.inject_turn[inject.after]
    return came > 0 and game.turn >= came + inject.delay


@part
def bring_in(rules: Rules, game: Game, i: int, order: Order, log: Log) -> None:
    """Log an inject, apply its effects, and enter its act among the orders."""
    inject = rules.inject[i]
    game.inject_turn[i] = game.turn
    before = told_last(game, log, L_INJECT, inject.after) if inject.after >= 0 else NONE
    at = write(game, log, L_INJECT, EVERYBODY, order, int32(i), ZERO, before)
    apply(rules, game, log, inject.effects.first, inject.effects.n, order, at)
    if inject.acts and game.n_orders < MAX_ORDERS:
        append_order(game, inject.act, FORCED)
    elif inject.acts:
        write(game, log, L_LIMIT, NO_SEAT, order, int32(i), ORDERS_FULL, at)


@part
def pay_income(rules: Rules, game: Game) -> None:
    """Pay every seat its income, less the cost of a crisis in the turn before (rule 6.3)."""
    for faction in range(rules.n_factions):
        if rules.faction[faction].seated:
            income = rules.faction[faction].income
            slot = role_slot(rules, rules.roles.capital, faction)
            before = game.track[slot]
            pay(rules, game, faction, income, GIVE_BACK)
            if game.in_crisis[faction] == game.turn - 1:
                put(rules, game, slot, before + max(income.capital - rules.procedure.crisis_capital, 0))


@part
def news(rules: Rules, game: Game, scratch: Scratch, log: Log) -> bool:
    """The News phase; nobody is asked anything."""
    game.fact[F_TURN] = game.turn
    event_order(rules, NONE, scratch.order[0])
    write(game, log, L_TURN, EVERYBODY, scratch.order[0], game.turn, ZERO, NONE)
    pay_income(rules, game)
    run_events(rules, game, scratch, NEWS, log)
    run_injects(rules, game, scratch, log)
    pay_for_postures(rules, game, log, scratch.order[0])
    return False
