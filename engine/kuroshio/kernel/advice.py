"""What a person may be told before choosing: odds, and why an order is not legal or an answer closed (rules 2.5, 4.1, 5).

Every function here reads a seat's view, so it can reveal nothing that the seat may not know.
"""

from __future__ import annotations

import numpy as np

from kuroshio.kernel.jit import part, verb
from kuroshio.kernel.legal_orders import already_ordered, crisis_order, gate_stands, incident_order, posture_may_change
from kuroshio.kernel.mechanics import adjudication
from kuroshio.kernel.mechanics.budget import role_slot
from kuroshio.kernel.mechanics.conditions import read, slot_meant
from kuroshio.kernel.mechanics.pieces import destinations, in_reach, is_busy, serving_piece
from kuroshio.kernel.state.codes import (
    ANY,
    ASK_CRISIS,
    ASK_GATE,
    ASK_PROCEED,
    ASK_RESPOND,
    ASK_ROLE,
    ASK_SIGN,
    F_VICTIM,
    FIXED,
    LOWER,
    NONE,
    OF_CASE,
    OF_COUNT,
    OF_PIECES,
    PASS,
    RAISE,
    REDEPLOY,
    VICTIM,
    YES,
)
from kuroshio.kernel.state.records import record
from kuroshio.model.limits import MAX_ORDERS

# Why an order or an answer is not legal. `slot`: the track that is out of bounds, or NONE; `least`, `most`: what it
# should be; `what`: for a GATE_SHUT the gate.
REASON = record(why=1, slot=1, subject=1, what=1, value=1, least=1, most=1)
(NOT_ITS_ACTION, NO_ORDERS_LEFT, FOCUSED_ALREADY, OUT_OF_SEASON, TOO_DEAR, NOT_MET, POSTURE_STAYS, ORDERED_ALREADY,
 NO_PIECE, NO_MOVES_LEFT, OUT_OF_REACH, NO_SEAT, POSTURE_ORDERED, GATE_SHUT, NO_FORCES) = (
     np.int32(i) for i in range(15))  # fmt: skip
NOT_ITS_PART = np.int32(-1)  # an answer that this case does not offer to this seat, whatever else happens


@part
def note(reasons, n, why, slot, value, least, most):
    """Write one reason; return how many there are now."""
    if n >= len(reasons):
        return n
    reason = reasons[n]
    reason.why, reason.slot, reason.subject, reason.what = why, slot, NONE, NONE
    reason.value, reason.least, reason.most = value, least, most
    return n + 1


@part
def note_price(rules, game, faction, cost, reasons, n):
    """Write a reason for each part of a price that a faction cannot pay."""
    roles = rules.roles
    for track, amount in ((roles.capital, cost.capital), (roles.funds, cost.funds), (roles.readiness, cost.readiness)):
        slot = role_slot(rules, track, faction)
        if game.track[slot] < amount:
            n = note(reasons, n, TOO_DEAR, slot, game.track[slot], amount, amount)
    return n


@part
def note_conditions(rules, game, span, order, reasons, n):
    """Write a reason for each condition that does not hold."""
    for i in range(span.first, span.first + span.n):
        c = rules.condition[i]
        value = read(rules, game, c.subject, c.what, c.who, order)
        if value >= c.least and value <= c.most:
            continue
        slot = NONE
        if c.subject == FIXED or (c.subject != OF_PIECES and c.subject != OF_CASE and c.subject != OF_COUNT):
            slot = slot_meant(rules, c.subject, c.what, c.who, order)
        before = n
        n = note(reasons, n, NOT_MET, slot, value, c.least, c.most)
        if n > before:
            reasons[before].subject, reasons[before].what = c.subject, c.what
    return n


@part
def note_action(rules, game, order, reasons, n):
    """Write the reasons that bar an action before any place or partner is named."""
    faction, action = order.actor, rules.action[order.action]
    if not action.actors >> faction & 1 or action.everyday:
        return note(reasons, n, NOT_ITS_ACTION, NONE, 0, 0, 0)
    if action.mechanism == REDEPLOY:
        return n
    if game.ordered[faction] >= rules.faction[faction].orders or game.n_orders >= MAX_ORDERS:
        n = note(reasons, n, NO_ORDERS_LEFT, NONE, game.ordered[faction], 0, rules.faction[faction].orders)
    if action.focused and game.focused[faction]:
        n = note(reasons, n, FOCUSED_ALREADY, NONE, 0, 0, 0)
    if game.turn < action.from_turn or game.turn > action.until_turn:
        n = note(reasons, n, OUT_OF_SEASON, NONE, game.turn, action.from_turn, action.until_turn)
    return note_price(rules, game, faction, action.cost, reasons, n)


@part
def note_move(rules, game, order, reasons, n):
    """Write the reasons that bar a redeployment."""
    faction, procedure = order.actor, rules.procedure
    if game.moved[faction] >= procedure.most_moves or game.n_orders >= MAX_ORDERS:
        n = note(reasons, n, NO_MOVES_LEFT, NONE, game.moved[faction], 0, procedure.most_moves)
    elif game.moved[faction] >= rules.faction[faction].free_moves:
        slot = role_slot(rules, rules.roles.readiness, faction)
        if game.track[slot] < procedure.move_readiness:
            n = note(reasons, n, TOO_DEAR, slot, game.track[slot], procedure.move_readiness, procedure.move_readiness)
    p = order.piece
    if p < 0 or rules.piece[p].faction != faction or game.piece_area[p] < 0 or is_busy(game, p):
        return note(reasons, n, NO_PIECE, NONE, 0, 0, 0)
    if order.area < 0 or not destinations(rules, game, p) >> order.area & 1:
        n = note(reasons, n, OUT_OF_REACH, NONE, 0, 0, 0)
    return n


@part
def note_order(rules, game, order, reasons, n):
    """Write the reasons that bar this order although its action is open."""
    action = rules.action[order.action]
    if (order.target >= 0 and not rules.faction[order.target].seated) or (
        order.partner >= 0 and not rules.faction[order.partner].seated
    ):
        n = note(reasons, n, NO_SEAT, NONE, 0, 0, 0)
    if action.kinds and serving_piece(rules, game, order.actor, action.kinds, order.area) == NONE:
        n = note(reasons, n, NO_PIECE, NONE, 0, 0, 0)
    if action.mechanism == RAISE or action.mechanism == LOWER:
        if not posture_may_change(rules, game, order):
            n = note(reasons, n, POSTURE_STAYS, NONE, 0, 0, 0)
    n = note_conditions(rules, game, action.requires, order, reasons, n)
    if already_ordered(rules, game, order):
        posture = action.mechanism == RAISE or action.mechanism == LOWER
        n = note(reasons, n, POSTURE_ORDERED if posture else ORDERED_ALREADY, NONE, 0, 0, 0)
    return n


@verb
def why_not(rules, game, order, reasons):
    """Fill the caller's buffer with the reasons why an order is not legal; return how many, 0 where it is legal."""
    n = note_action(rules, game, order, reasons, 0)
    mechanism = rules.action[order.action].mechanism
    if mechanism == REDEPLOY:
        return note_move(rules, game, order, reasons, n)
    if mechanism == PASS:
        return 0
    return note_order(rules, game, order, reasons, n)


@part
def note_level(rules, game, order, reasons, n):
    """Write the reasons that bar a level of response: its price, a legal decision, its forces, its conditions."""
    level = rules.level[order.action]
    n = note_price(rules, game, order.actor, level.cost, reasons, n)
    for g in range(rules.n_gates):
        if order.action >= rules.gate[g].opens and gate_stands(rules, game, g, order.actor, order.area):
            before = n
            n = note(reasons, n, GATE_SHUT, NONE, 0, 0, 0)
            if n > before:
                reasons[before].what = g
    if level.kinds and not in_reach(rules, game, order.actor, level.kinds, order.area):
        n = note(reasons, n, NO_FORCES, NONE, 0, 0, 0)
    return note_conditions(rules, game, level.requires, order, reasons, n)


@part
def note_yes(rules, game, order, reasons):
    """Write the reasons that bar a yes to a signature, a legal decision or a stage."""
    faction = game.seat
    if game.asking == ASK_SIGN:
        return note_price(rules, game, faction, rules.action[game.order[game.subject].action].partner_cost, reasons, 0)
    if game.asking == ASK_GATE:
        return note_price(rules, game, faction, rules.gate[game.subject].cost, reasons, 0)
    project = rules.project[game.subject]
    stage = project.stage[game.track[project.slot] - 1]
    order.actor, order.area, order.target, order.partner = project.lead, NONE, NONE, project.partner
    n = note_price(rules, game, faction, stage.cost, reasons, 0)
    return note_conditions(rules, game, stage.requires, order, reasons, n)


@verb
def why_closed(rules, game, option, order, reasons):
    """Fill the caller's buffer with the reasons why an option of a question other than for orders is closed to its seat.

    Returns how many there are: 0 where it is open, NOT_ITS_PART where another part of the case alone has it. `order`: room.
    """
    faction = game.seat
    if game.asking == ASK_RESPOND:
        who = rules.level[option].who
        if who != ANY and (who == VICTIM) != (game.fact[F_VICTIM] == 1):
            return NOT_ITS_PART
        incident_order(game, faction, option, order)
        return note_level(rules, game, order, reasons, 0)
    if game.asking == ASK_CRISIS:
        return note_price(rules, game, faction, rules.crisis_cost[option], reasons, 0)
    if game.asking == ASK_ROLE:
        role = rules.crisis_role[option]
        crisis_order(rules, game, faction, option, order)
        n = note_price(rules, game, faction, role.cost, reasons, 0)
        return note_conditions(rules, game, role.requires, order, reasons, n)
    if option == YES and (game.asking == ASK_SIGN or game.asking == ASK_GATE or game.asking == ASK_PROCEED):
        return note_yes(rules, game, order, reasons)
    return 0


@verb
def propose(rules, game, order, proposal):
    """Fill a proposal for an order: base number, modifiers by row, the number, the odds of each band in 36."""
    adjudication.propose(rules, game, order, proposal)


@verb
def propose_stage(rules, game, project, order, proposal):
    """Fill a proposal for the stage that a project has come to. `order`: its lead as actor, its partner as target."""
    row = rules.project[project]
    stage = row.stage[game.track[row.slot] - 1]
    adjudication.weigh(rules, game, stage.difficulty, rules.procedure.number_most, stage.modifiers, order, proposal)
