"""What a person may be told before choosing: odds, and why an order is not legal or an answer closed (rules 2.5, 4.1, 5).

Every function here reads a seat's view, so it can reveal nothing that the seat may not know.
"""

from __future__ import annotations

from kuroshio.kernel.jit import part, verb
from kuroshio.kernel.legal_orders import already_ordered, crisis_order, incident_order, posture_may_change
from kuroshio.kernel.mechanics import odds
from kuroshio.kernel.mechanics.budget import role_slot
from kuroshio.kernel.mechanics.conditions import read, slot_meant
from kuroshio.kernel.mechanics.legal_decisions import gate_stands
from kuroshio.kernel.mechanics.links import added_by, borne, concerns
from kuroshio.kernel.mechanics.obligations import governing
from kuroshio.kernel.mechanics.pieces import destinations, hosts, in_reach, is_busy, serving_piece
from kuroshio.kernel.mechanics.posture_answers import posture_pays
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
    NOTHING,
    OF_CASE,
    OF_COUNT,
    OF_PIECES,
    PASS,
    RAISE,
    REDEPLOY,
    TO_CAPITAL,
    TO_CLASH,
    TO_READINESS,
    VICTIM,
    YES,
    ZERO,
    int32,
    int64,
)
from kuroshio.kernel.state.entry_part_records import Cost, Span
from kuroshio.kernel.state.fields import Array, Record, dtype_of, i4
from kuroshio.kernel.state.game_records import Context, Game, Order
from kuroshio.kernel.state.order_numbers import option_of
from kuroshio.kernel.state.result_records import Proposal
from kuroshio.kernel.state.rules_records import Rules
from kuroshio.model.capacities import MAX_ORDERS


class Reason(Record):
    """Why an order or an answer is not legal."""

    why: i4  # NOT_ITS_ACTION to NO_FORCES
    slot: i4  # the slot of the track that is not as it should be, or NONE
    subject: i4  # where a condition does not hold, whose thing it reads (FIXED to OF_PLEDGE); else NONE
    what: i4  # where a condition does not hold, what it reads; of a GATE_SHUT the gate; else NONE
    value: i4  # what was found; 0 where there is nothing to count
    least: i4  # the least that would do; 0 where there is nothing to count
    most: i4  # the most that would do; 0 where there is nothing to count


REASON = dtype_of(Reason)
(NOT_ITS_ACTION, NO_ORDERS_LEFT, FOCUSED_ALREADY, OUT_OF_SEASON, TOO_DEAR, NOT_MET, POSTURE_STAYS, ORDERED_ALREADY,
 NO_PIECE, NO_MOVES_LEFT, OUT_OF_REACH, NO_SEAT, POSTURE_ORDERED, GATE_SHUT, NO_FORCES) = (
     int32(i) for i in range(15))  # fmt: skip
NOT_ITS_PART = int32(-1)  # of an answer that the seat could not give in any circumstances of the case


@part
def note(reasons: Array[Reason], n: int, why: int, slot: int, value: int, least: int, most: int) -> int:
    """Write one reason; return how many there are now."""
    if n >= len(reasons):
        return n
    reason = reasons[n]
    reason.why, reason.slot, reason.subject, reason.what = why, slot, NONE, NONE
    reason.value, reason.least, reason.most = value, least, most
    return n + 1


@part
def note_price(rules: Rules, game: Game, faction: int, cost: Cost, reasons: Array[Reason], n: int) -> int:
    """Write a reason for each part of a price that a faction cannot pay."""
    roles = rules.roles
    for track, amount in ((roles.capital, cost.capital), (roles.funds, cost.funds), (roles.readiness, cost.readiness)):
        slot = role_slot(rules, track, faction)
        if game.track[slot] < amount:
            n = note(reasons, n, TOO_DEAR, slot, game.track[slot], amount, amount)
    return n


@part
def note_option_price(rules: Rules, game: Game, decide: int, order: Order, cost: Cost, reasons: Array[Reason], n: int) -> int:
    """Write a reason for each part of the price of an option, with what links add to it, that its faction cannot pay."""
    roles, faction = rules.roles, order.actor
    capital = cost.capital + borne(rules, game, TO_CAPITAL, decide, order.action, order)
    readiness = cost.readiness + borne(rules, game, TO_READINESS, decide, order.action, order)
    for track, amount in ((roles.capital, capital), (roles.funds, int64(cost.funds)), (roles.readiness, readiness)):
        slot = role_slot(rules, track, faction)
        if game.track[slot] < amount:
            n = note(reasons, n, TOO_DEAR, slot, game.track[slot], int32(amount), int32(amount))
    return n


@part
def note_conditions(rules: Rules, game: Game, span: Span, context: Context, reasons: Array[Reason], n: int) -> int:
    """Write a reason for each condition that does not hold."""
    for i in range(span.first, span.first + span.n):
        c = rules.condition[i]
        value = read(rules, game, c.subject, c.what, c.who, context)
        if value >= c.least and value <= c.most:
            continue
        slot = NONE
        if c.subject == FIXED or (c.subject != OF_PIECES and c.subject != OF_CASE and c.subject != OF_COUNT):
            slot = slot_meant(rules, c.subject, c.what, c.who, context)
        before = n
        n = note(reasons, n, NOT_MET, slot, value, c.least, c.most)
        if n > before:
            reasons[before].subject, reasons[before].what = c.subject, c.what
    return n


@part
def note_action(rules: Rules, game: Game, order: Order, reasons: Array[Reason], n: int) -> int:
    """Write the reasons that bar an action before any place or partner is named."""
    faction, action = order.actor, rules.action[order.action]
    if not action.actors >> faction & 1 or action.everyday:
        return note(reasons, n, NOT_ITS_ACTION, NONE, ZERO, ZERO, ZERO)
    if action.mechanism == REDEPLOY:
        return n
    if game.ordered[faction] >= rules.faction[faction].orders or game.n_orders >= MAX_ORDERS:
        n = note(reasons, n, NO_ORDERS_LEFT, NONE, game.ordered[faction], ZERO, rules.faction[faction].orders)
    if action.focused and game.focused[faction]:
        n = note(reasons, n, FOCUSED_ALREADY, NONE, ZERO, ZERO, ZERO)
    if game.turn < action.from_turn or game.turn > action.until_turn:
        n = note(reasons, n, OUT_OF_SEASON, NONE, game.turn, action.from_turn, action.until_turn)
    return note_price(rules, game, faction, action.cost, reasons, n)


@part
def note_move(rules: Rules, game: Game, order: Order, reasons: Array[Reason], n: int) -> int:
    """Write the reasons that bar a redeployment."""
    faction, procedure = order.actor, rules.procedure
    if game.moved[faction] >= procedure.most_moves or game.n_orders >= MAX_ORDERS:
        n = note(reasons, n, NO_MOVES_LEFT, NONE, game.moved[faction], ZERO, procedure.most_moves)
    elif game.moved[faction] >= rules.faction[faction].free_moves:
        slot = role_slot(rules, rules.roles.readiness, faction)
        if game.track[slot] < procedure.move_readiness:
            n = note(reasons, n, TOO_DEAR, slot, game.track[slot], procedure.move_readiness, procedure.move_readiness)
    p = order.piece
    if p < 0 or rules.piece[p].faction != faction or game.piece_area[p] < 0 or is_busy(game, p):
        return note(reasons, n, NO_PIECE, NONE, ZERO, ZERO, ZERO)
    if order.area < 0 or not destinations(rules, game, p, hosts(rules, game, faction)) >> order.area & 1:
        n = note(reasons, n, OUT_OF_REACH, NONE, ZERO, ZERO, ZERO)
    return n


@part
def note_order(rules: Rules, game: Game, order: Order, reasons: Array[Reason], n: int) -> int:
    """Write the reasons that bar this order although its action is open."""
    action = rules.action[order.action]
    if (order.target >= 0 and not rules.faction[order.target].seated) or (
        order.partner >= 0 and not rules.faction[order.partner].seated
    ):
        n = note(reasons, n, NO_SEAT, NONE, ZERO, ZERO, ZERO)
    if action.kinds and serving_piece(rules, game, order.actor, action.kinds, order.area) == NONE:
        n = note(reasons, n, NO_PIECE, NONE, ZERO, ZERO, ZERO)
    if action.mechanism == RAISE or action.mechanism == LOWER:
        if not posture_may_change(rules, game, order):
            n = note(reasons, n, POSTURE_STAYS, NONE, ZERO, ZERO, ZERO)
    n = note_conditions(rules, game, action.requires, order, reasons, n)
    if already_ordered(rules, game, order):
        posture = action.mechanism == RAISE or action.mechanism == LOWER
        n = note(reasons, n, POSTURE_ORDERED if posture else ORDERED_ALREADY, NONE, ZERO, ZERO, ZERO)
    return n


@verb
def why_not(rules: Rules, game: Game, order: Order, reasons: Array[Reason]) -> int:
    """Fill the caller's buffer with the reasons why an order is not legal; return how many, 0 where it is legal."""
    n = note_action(rules, game, order, reasons, NOTHING)
    mechanism = rules.action[order.action].mechanism
    if mechanism == REDEPLOY:
        return note_move(rules, game, order, reasons, n)
    if mechanism == PASS:
        return 0
    return note_order(rules, game, order, reasons, n)


@part
def note_level(rules: Rules, game: Game, order: Order, reasons: Array[Reason], n: int) -> int:
    """Write the reasons that bar a level of response: its price, a legal decision, its forces, its conditions."""
    answer = option_of(order)
    level = rules.level[answer]
    if posture_pays(rules, game, order):
        return n
    n = note_option_price(rules, game, ASK_RESPOND, order, level.cost, reasons, n)
    for g in range(rules.n_gates):
        if answer >= rules.gate[g].opens and gate_stands(rules, game, g, order.actor, order.area):
            before = n
            n = note(reasons, n, GATE_SHUT, NONE, ZERO, ZERO, ZERO)
            if n > before:
                reasons[before].what = g
    if level.kinds and not in_reach(rules, game, order.actor, level.kinds, order.area):
        n = note(reasons, n, NO_FORCES, NONE, ZERO, ZERO, ZERO)
    return note_conditions(rules, game, level.requires, order, reasons, n)


@part
def note_yes(rules: Rules, game: Game, order: Order, reasons: Array[Reason]) -> int:
    """Write the reasons that bar a yes to a signature, a legal decision or a stage."""
    faction = game.seat
    if game.asking == ASK_SIGN:
        return note_price(rules, game, faction, rules.action[game.order[game.subject].action].partner_cost, reasons, NOTHING)
    if game.asking == ASK_GATE:
        return note_price(rules, game, faction, rules.gate[game.subject].cost, reasons, NOTHING)
    project = rules.project[game.subject]
    stage = project.stage[game.track[project.slot] - 1]
    order.actor, order.area, order.target, order.partner = project.lead, NONE, NONE, project.partner
    n = note_price(rules, game, faction, stage.cost, reasons, NOTHING)
    return note_conditions(rules, game, stage.requires, order, reasons, n)


@verb
def why_closed(rules: Rules, game: Game, option: int, order: Order, reasons: Array[Reason]) -> int:
    """Fill the caller's buffer with the reasons why an option of a question other than for orders is closed to its seat.

    Returns how many there are: 0 where it is open, NOT_ITS_PART where another part of the case alone has it. `order`: room.
    """
    faction = game.seat
    if game.asking == ASK_RESPOND:
        who = rules.level[option].who
        if who != ANY and (who == VICTIM) != (game.fact[F_VICTIM] == 1):
            return NOT_ITS_PART
        incident_order(game, faction, int32(option), order)
        return note_level(rules, game, order, reasons, NOTHING)
    if game.asking == ASK_CRISIS:
        crisis_order(rules, game, faction, int32(option), order)
        return note_option_price(rules, game, ASK_CRISIS, order, rules.crisis_cost[option], reasons, NOTHING)
    if game.asking == ASK_ROLE:
        role = rules.crisis_role[option]
        crisis_order(rules, game, faction, int32(option), order)
        n = note_option_price(rules, game, ASK_ROLE, order, role.cost, reasons, NOTHING)
        return note_conditions(rules, game, role.requires, order, reasons, n)
    if option == YES and (game.asking == ASK_SIGN or game.asking == ASK_GATE or game.asking == ASK_PROCEED):
        return note_yes(rules, game, order, reasons)
    return 0


@verb
def propose(rules: Rules, game: Game, order: Order, proposal: Proposal) -> None:
    """Fill a proposal for an order: base number, modifiers by row, the number, the odds of each band in 36."""
    odds.propose(rules, game, order, proposal)


@verb
def propose_stage(rules: Rules, game: Game, project: int, order: Order, proposal: Proposal) -> None:
    """Fill a proposal for the stage that a project has come to. `order`: its lead as actor, its partner as target."""
    row = rules.project[project]
    stage = row.stage[game.track[row.slot] - 1]
    odds.weigh(rules, game, stage.difficulty, rules.procedure.number_most, stage.modifiers, order, proposal)


@part
def option_context(rules: Rules, game: Game, option: int, order: Order) -> None:
    """Write the context in which an option of the question that is asked is read."""
    if game.asking == ASK_RESPOND:
        incident_order(game, game.seat, int32(option), order)
    elif game.asking == ASK_CRISIS or game.asking == ASK_ROLE:
        crisis_order(rules, game, game.seat, int32(option), order)


@verb
def tell_links(rules: Rules, game: Game, joint: int, option: int, order: Order, added: Array[i4]) -> int:
    """Fill `added`, by link, with what each adds to a number of an option of the seat that is asked; return their sum (rule 9).

    joint: TO_CAPITAL or TO_READINESS of an answer, a choice or role in a crisis; or TO_CLASH. `order`: room.
    """
    option_context(rules, game, option, order)
    decide = NONE if joint == TO_CLASH else game.asking
    total = NOTHING
    for i in range(rules.n_joined[joint]):
        row = rules.joined[joint, i]
        if concerns(rules, rules.link[row], decide, option, order):
            added[row] = added_by(rules, game, rules.link[row], order)
            total += added[row]
    return total


@verb
def is_free(rules: Rules, game: Game, option: int, order: Order) -> bool:
    """Whether an answer costs the seat that is asked nothing, for its posture gives it anyway (rule 5.1). `order`: room."""
    option_context(rules, game, option, order)
    return game.asking == ASK_RESPOND and posture_pays(rules, game, order)


@verb
def pledge_that_asks(rules: Rules, game: Game, i: int, debtor: int, order: Order) -> int:
    """Return the obligation that asks most of a debtor in incident i (rule 5.2), or NONE. `order`: room."""
    return governing(rules, game, game.incident[i], debtor, order)
