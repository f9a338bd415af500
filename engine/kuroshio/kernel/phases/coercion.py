"""Coercion: orders are revealed, acts resolved in initiative order, incidents made and attributed (rule 3)."""

from __future__ import annotations

from kuroshio.kernel.jit import part
from kuroshio.kernel.mechanics.adjudication import (
    adjudicate,
    close_ruling,
    must_be_ruled,
    occurrence_of,
    unresolved,
)
from kuroshio.kernel.mechanics.attribution import attribute, clear_incident, noticed, reopen_cases
from kuroshio.kernel.mechanics.conditions import flashpoint_at, stance_slot
from kuroshio.kernel.mechanics.effects import apply, only, shift
from kuroshio.kernel.state.codes import (
    ACT,
    ALWAYS,
    CASES_FULL,
    COMMITTED,
    DOWN,
    EVERYBODY,
    FORCED,
    INCIDENTS,
    L_INCIDENT,
    L_LIMIT,
    L_MOVE,
    L_POSTURE,
    L_RULING,
    L_UNNOTICED,
    LOWER,
    NONE,
    ORDERED,
    RAISE,
    REDEPLOY,
    RESOLVED,
    UP,
    YES,
    ZERO,
)
from kuroshio.kernel.state.game_records import Game, Order
from kuroshio.kernel.state.log import told_order, write
from kuroshio.kernel.state.order_numbers import copy_order, fill
from kuroshio.kernel.state.result_records import Log, Scratch
from kuroshio.kernel.state.rules_records import Rules
from kuroshio.model.capacities import MAX_INCIDENTS


@part
def reveal(rules: Rules, game: Game, log: Log) -> None:
    """Carry out what needs no roll: redeployments and changes of posture, all at once (rule 3.1)."""
    for i in range(game.n_orders):
        order = game.order[i]
        mechanism = rules.action[order.action].mechanism
        if mechanism == REDEPLOY:
            at = write(game, log, L_MOVE, only(order.actor), order, order.piece, ZERO, told_order(rules, game, log, i))
            if at != NONE:
                log[at].before, log[at].after = game.piece_area[order.piece], order.area
            game.piece_area[order.piece] = order.area
            game.order_status[i] = RESOLVED
        elif mechanism == RAISE or mechanism == LOWER:
            slot = stance_slot(rules, rules.roles.posture, order.actor, flashpoint_at(rules, order.area))
            chosen = told_order(rules, game, log, i)
            at = shift(rules, game, log, slot, UP if mechanism == RAISE else DOWN, L_POSTURE, order, chosen)
            effects = rules.action[order.action].effects
            apply(rules, game, log, effects.first[ALWAYS], effects.n[ALWAYS], order, at if at != NONE else chosen)
            game.order_status[i] = RESOLVED


@part
def side_of(rules: Rules, flashpoint: int, faction: int) -> int:
    """The side that a faction plays at a flashpoint."""
    return rules.flashpoint[flashpoint].side[faction]


@part
def take_up_posture(rules: Rules, game: Game, faction: int, flashpoint: int, log: Log, order: Order) -> int:
    """Apply the effects of a posture, and return its everyday act (rule 3.2)."""
    stance = game.track[stance_slot(rules, rules.roles.posture, faction, flashpoint)]
    posture = rules.posture[flashpoint, side_of(rules, flashpoint, faction), stance]
    fill(order, faction, NONE, rules.flashpoint[flashpoint].area, NONE, NONE, NONE)
    apply(rules, game, log, posture.effects.first, posture.effects.n, order, NONE)
    return posture.everyday


@part
def everyday_acts(rules: Rules, game: Game, scratch: Scratch, faction: int, log: Log) -> None:
    """Carry out the everyday acts of a seat's postures, which need no orders, flashpoint by flashpoint."""
    for flashpoint in range(rules.n_flashpoints):
        if not rules.flashpoint[flashpoint].in_play or side_of(rules, flashpoint, faction) == NONE:
            continue
        act = take_up_posture(rules, game, faction, flashpoint, log, scratch.order[0])
        if act >= 0 and rules.action[act].actors >> faction & 1:
            f = rules.flashpoint[flashpoint]
            target = f.holder if faction == f.challenger else f.challenger
            fill(scratch.order[0], faction, act, f.area, target, NONE, NONE)
            resolve_act(rules, game, scratch, scratch.order[0], ORDERED, log, NONE)


@part
def resolve_act(rules: Rules, game: Game, scratch: Scratch, order: Order, occurrence: int, log: Log, cause: int) -> None:
    """Adjudicate a coercive act, and make an incident of it if it is noticed. cause: the line that it follows from, or NONE."""
    if order.piece >= 0 and game.piece_readiness[order.piece] > 0:
        game.piece_readiness[order.piece] -= 1
    if not noticed(rules, game, order, occurrence):
        adjudicate(rules, game, scratch, order, occurrence, log, L_UNNOTICED, only(order.actor), cause)
        return
    at = adjudicate(rules, game, scratch, order, occurrence, log, L_RULING, EVERYBODY, cause)
    if game.n_incidents < MAX_INCIDENTS:
        open_incident(rules, game, order, occurrence, log, at)
    else:
        fill(order, NONE, NONE, order.area, order.target, NONE, NONE)  # each seat attributes the act for itself
        write(game, log, L_LIMIT, EVERYBODY, order, NONE, CASES_FULL, at)


@part
def open_incident(rules: Rules, game: Game, order: Order, occurrence: int, log: Log, cause: int) -> None:
    """Write down what happened, where and to whom; each seat attributes it for itself. `before` of its line: the occurrence."""
    action = rules.action[order.action]
    incident = game.incident[game.n_incidents]
    clear_incident(incident)
    incident.actor, incident.action, incident.area = order.actor, order.action, order.area
    incident.flashpoint = flashpoint_at(rules, order.area)
    incident.victim, incident.intensity, incident.turn = order.target, action.intensity, game.turn
    incident.act_class, incident.occurrence = action.act_class, occurrence
    incident.attributed[order.actor] = order.actor
    at = write(game, log, L_INCIDENT, EVERYBODY, order, game.n_incidents, action.intensity, cause)
    if at != NONE:
        log[at].before = occurrence
    if order.actor >= 0:
        attribute(rules, game, game.n_incidents, order, log, at)
    game.n_incidents += 1
    game.tally[INCIDENTS] += 1


@part
def resolve_orders(rules: Rules, game: Game, scratch: Scratch, log: Log) -> bool:
    """Resolve the coercive orders by initiative, those of one seat as committed; True if the umpire must rule on one."""
    left = unresolved(rules, game, YES)
    for rank in range(-1, rules.n_factions):
        faction = rules.initiative[rank] if rank >= 0 else NONE
        if not left >> faction + 1 & 1:
            continue
        for i in range(game.n_orders):
            order = game.order[i]
            action = rules.action[order.action]
            if action.mechanism != ACT or not action.coercive or order.actor != faction:
                continue
            if game.order_status[i] == COMMITTED or game.order_status[i] == FORCED:
                if must_be_ruled(game, i):
                    return True
                occurrence, brought = occurrence_of(game, i), told_order(rules, game, log, i)
                game.order_status[i] = RESOLVED
                copy_order(scratch.order[1], order)
                resolve_act(rules, game, scratch, scratch.order[1], occurrence, log, brought)
                close_ruling(game)
    return False


@part
def coercion(rules: Rules, game: Game, scratch: Scratch, log: Log) -> bool:
    """The Coercion phase; no seat is asked, but an umpire may have to rule."""
    if game.step == 0:
        reveal(rules, game, log)
        reopen_cases(rules, game, scratch, log)
        for rank in range(rules.n_factions):
            if rules.faction[rules.initiative[rank]].seated:
                everyday_acts(rules, game, scratch, rules.initiative[rank], log)
        game.step = 1
    return resolve_orders(rules, game, scratch, log)
