"""Response: the victim answers first, then its debtors, under three limits that may conflict (rule 5).

An answer below what the ally expects costs credibility. One above what the public at home bears costs support. One above
what the rival tolerates, which the seat does not know, moves the ladder. Meeting one limit earns nothing from the others.
"""

from __future__ import annotations

from kuroshio.kernel.commit import ask
from kuroshio.kernel.jit import part
from kuroshio.kernel.legal_orders import fill, gate_stands, option_of
from kuroshio.kernel.mechanics.adjudication import faction_key, roll_for
from kuroshio.kernel.mechanics.budget import afford, role_slot
from kuroshio.kernel.mechanics.conditions import holds, stance_slot
from kuroshio.kernel.mechanics.effects import apply, shift
from kuroshio.kernel.mechanics.obligations import class_seen, governing, owed_by, shortfall
from kuroshio.kernel.mechanics.pieces import could_reach
from kuroshio.kernel.state import dice
from kuroshio.kernel.state.codes import (
    ASK_GATE,
    ASK_RESPOND,
    DIE_CONTAGION,
    DIE_PLEDGE,
    DOWN,
    EVERYBODY,
    F_ACT_CLASS,
    F_ATTRIBUTED,
    F_EXPECTED,
    F_INTENSITY,
    F_VICTIM,
    F_VICTIM_LEVEL,
    L_EFFECT,
    L_RESPONSE,
    L_SHORTFALL,
    NONE,
    VICTIM,
    ZERO,
    int32,
)
from kuroshio.kernel.state.fields import u8
from kuroshio.kernel.state.game_records import Game, Incident, Order
from kuroshio.kernel.state.log import told_answer, told_incident, write
from kuroshio.kernel.state.passed_records import Log, Scratch
from kuroshio.kernel.state.rules_records import Gate, Rules


@part
def put_to_people(rules: Rules, game: Game) -> None:
    """Mark the gravest incidents of the turn, which seats answer themselves (rule 5.1)."""
    for _ in range(rules.procedure.put_to_people):
        gravest = NONE
        for i in range(game.n_incidents):
            incident = game.incident[i]
            if incident.turn != game.turn or incident.asked or incident.victim < 0:
                continue
            if gravest == NONE or incident.intensity > game.incident[gravest].intensity:
                gravest = i
        if gravest == NONE:
            return
        game.incident[gravest].asked = 1


@part
def prepare(rules: Rules, game: Game, scratch: Scratch) -> None:
    """Work out what is expected of each debtor, and let postures answer the incidents that seats are not asked about."""
    put_to_people(rules, game)
    for i in range(game.n_incidents):
        incident = game.incident[i]
        if incident.turn != game.turn or incident.victim < 0:
            continue
        for f in range(rules.n_factions):
            if f != incident.victim and f != incident.actor:
                incident.expected[f] = owed_by(rules, game, incident, f)
        for f in range(rules.n_factions):
            expect(rules, game, incident, f, scratch.order[0])
        if not incident.asked:
            incident.level[incident.victim] = posture_answer(rules, game, incident)


@part
def posture_answer(rules: Rules, game: Game, incident: Incident) -> int:
    """Return the answer that a victim's posture gives without asking its seat."""
    if incident.flashpoint < 0:
        return 0
    side = rules.flashpoint[incident.flashpoint].side[incident.victim]
    if side < 0:
        return 0
    stance = game.track[stance_slot(rules, rules.roles.posture, incident.victim, incident.flashpoint)]
    return rules.posture[incident.flashpoint, side, stance].answers


@part
def state_case(rules: Rules, game: Game, incident: Incident, faction: int) -> None:
    """Write the facts of the case as a seat knows them."""
    fact = game.fact
    fact[F_INTENSITY] = incident.intensity
    fact[F_EXPECTED] = owed_by(rules, game, incident, faction) if incident.expected[faction] != NONE else 0
    fact[F_VICTIM] = 1 if faction == incident.victim else 0
    fact[F_ATTRIBUTED] = 1 if incident.attributed[faction] >= 0 else 0
    fact[F_VICTIM_LEVEL] = incident.level[incident.victim]
    fact[F_ACT_CLASS] = class_seen(rules, incident, faction) + 1


@part
def comes_up(rules: Rules, game: Game, incident: Incident, gate: Gate, order: Order) -> bool:
    """Whether a legal decision is put to its government in a case."""
    state_case(rules, game, incident, gate.faction)
    fill(order, gate.faction, NONE, incident.area, incident.attributed[gate.faction], NONE, NONE)
    return holds(rules, rules.condition, game, gate.asked, order)


@part
def ask_gate(rules: Rules, game: Game, faction: int, scratch: Scratch) -> bool:
    """Ask the government about the next legal decision that holds back a seat's answer in this case, if there is one."""
    incident = game.incident[game.cursor]
    for g in range(rules.n_gates):
        gate = rules.gate[g]
        if not gate_stands(rules, game, g, faction, incident.area) or game.gates_asked >> g & 1:
            continue
        game.gates_asked |= 1 << g
        if comes_up(rules, game, incident, gate, scratch.order[0]) and afford(rules, game, gate.faction, gate.cost):
            ask(game, ASK_GATE, gate.faction, g)
            return True
    state_case(rules, game, incident, faction)
    return False


@part
def offered(rules: Rules, game: Game, incident: Incident, debtor: int, level: int, order: Order) -> bool:
    """Whether a case offers a level to a debtor, whatever its means (rule 5.4).

    Its resources and the places of its forces do not count here. A legal decision that comes up counts as taken, unless the
    victim itself is the host that must take it.
    """
    row = rules.level[level]
    state_case(rules, game, incident, debtor)
    fill(order, debtor, NONE, incident.area, incident.attributed[debtor], NONE, NONE)
    if row.who == VICTIM or not holds(rules, rules.condition, game, row.requires, order):
        return False
    if row.kinds and not could_reach(rules, game, debtor, row.kinds, incident.area):
        return False
    for g in range(rules.n_gates):
        gate = rules.gate[g]
        if level >= gate.opens and gate_stands(rules, game, g, debtor, incident.area):
            if gate.faction == incident.victim or not comes_up(rules, game, incident, gate, order):
                return False
    return True


@part
def expect(rules: Rules, game: Game, incident: Incident, debtor: int, order: Order) -> None:
    """Write down what is expected of a debtor: what it owes, but no more than the case offers it (rule 5.4)."""
    if incident.expected[debtor] == NONE:
        return
    level = owed_by(rules, game, incident, debtor)
    while level > 0 and not offered(rules, game, incident, debtor, level, order):
        level -= 1
    incident.expected[debtor] = level
    state_case(rules, game, incident, debtor)


@part
def responder(rules: Rules, game: Game, incident: Incident) -> int:
    """Return the seat that answers at this step: first the victim, then each debtor by initiative; NONE at the end."""
    if game.step == 1:
        return incident.victim
    faction = rules.initiative[game.step - 2]
    if faction == incident.victim or incident.expected[faction] == NONE:
        return NONE
    return faction


@part
def ask_answers(rules: Rules, game: Game, incident: Incident, scratch: Scratch) -> bool:
    """Ask the seats that answer an incident, one after another."""
    while game.step <= rules.n_factions + 1:
        faction = responder(rules, game, incident)
        if faction >= 0 and rules.faction[faction].seated and incident.level[faction] == NONE:
            game.subject = game.cursor
            if ask_gate(rules, game, faction, scratch):
                return True
            expect(rules, game, incident, faction, scratch.order[0])
            ask(game, ASK_RESPOND, faction, game.cursor)
            return True
        game.step += 1
        game.gates_asked = 0
    return False


@part
def home_judges(rules: Rules, game: Game, log: Log, order: Order, incident: Incident, cause: int) -> None:
    """The second limit: the highest and the lowest answer that the public at home accepts (rule 5.5)."""
    faction = order.actor
    slot = role_slot(rules, rules.roles.home, faction)
    level = option_of(order)
    if game.track[slot] < rules.level[level].bears:
        shift(rules, game, log, slot, DOWN, L_EFFECT, order, cause)
    elif faction == incident.victim and incident.intensity >= rules.procedure.outrage_at:
        if level < rules.procedure.outrage_level:
            shift(rules, game, log, slot, DOWN, L_EFFECT, order, cause)


@part
def ally_judges(rules: Rules, game: Game, log: Log, order: Order, incident: Incident, cause: int) -> None:
    """The first limit: the shortfall of an answer comes off the debtor's credibility (rule 5.4)."""
    short = shortfall(rules, incident.expected[order.actor], option_of(order))
    if short == 0:
        return
    o = governing(rules, game, incident, order.actor)
    at = write(game, log, L_SHORTFALL, EVERYBODY, order, int32(o), int32(short), cause)
    shift(rules, game, log, role_slot(rules, rules.roles.credibility, order.actor), -short, L_EFFECT, order, at)
    if o >= 0:
        shift(rules, game, log, role_slot(rules, rules.roles.believed, o), DOWN, L_EFFECT, order, at)
        bind_to_pledge(rules, game, log, order, incident, o, at)
        spread_doubt(rules, game, log, order, incident, o, at)


@part
def roll_in_case(rules: Rules, game: Game, order: Order, incident: Incident, o: int, purpose: int) -> u8:
    """Return random bits for an obligation in one case, keyed by actor, act and target: no two cases share a die (rule 4.3)."""
    key = dice.fold(rules.obligation[o].key, rules.action[incident.action].key)
    key = dice.fold(key, faction_key(rules, incident.actor))
    key = dice.fold(key, faction_key(rules, incident.victim))
    return roll_for(rules, game, order, key, incident.occurrence, purpose, ZERO)


@part
def bind_to_pledge(rules: Rules, game: Game, log: Log, order: Order, incident: Incident, broken: int, at: int) -> None:
    """A contested theory that a dial switches on: a broken public pledge may cost support at home (rule 5.8)."""
    if game.track[role_slot(rules, rules.roles.stated, broken)] < rules.procedure.heavy_pledge:
        return
    bits = roll_in_case(rules, game, order, incident, broken, DIE_PLEDGE)
    if dice.pick(bits, dice.WAYS) < rules.procedure.pledges_bind:
        shift(rules, game, log, role_slot(rules, rules.roles.home, order.actor), DOWN, L_EFFECT, order, at)


@part
def spread_doubt(rules: Rules, game: Game, log: Log, order: Order, incident: Incident, broken: int, at: int) -> None:
    """A contested theory that a dial switches on: one broken promise may make other creditors doubt theirs (rule 5.7)."""
    for i in range(rules.n_owed[order.actor]):
        o = rules.owed[order.actor, i]
        if o == broken:
            continue
        bits = roll_in_case(rules, game, order, incident, o, DIE_CONTAGION)
        if dice.pick(bits, dice.WAYS) < rules.procedure.credibility_contagion:
            shift(rules, game, log, role_slot(rules, rules.roles.believed, o), DOWN, L_EFFECT, order, at)


@part
def control_falls(rules: Rules, game: Game, log: Log, order: Order, incident: Incident, pressure: int, cause: int) -> None:
    """Add the pressure of unanswered acts that assert control; at the limit control falls a step (rule 5.3)."""
    limit = rules.procedure.pressure_limit
    slot = role_slot(rules, rules.roles.pressure, incident.flashpoint)
    shift(rules, game, log, slot, pressure, L_EFFECT, order, cause)
    while game.track[slot] >= limit:
        shift(rules, game, log, slot, -limit, L_EFFECT, order, cause)
        shift(rules, game, log, role_slot(rules, rules.roles.control, incident.flashpoint), DOWN, L_EFFECT, order, cause)


@part
def rival_judges(rules: Rules, game: Game, incident: Incident, highest: int) -> None:
    """The third limit: an answer above what the rival tolerates, or a grave act, is a step up the ladder (rule 6.1)."""
    if incident.flashpoint < 0 or incident.actor < 0:
        return
    if highest > game.track[role_slot(rules, rules.roles.tolerance, incident.actor)]:
        game.steps[incident.flashpoint] += 1
    if incident.intensity >= rules.procedure.heat_at:
        game.steps[incident.flashpoint] += 1


@part
def tell_response(game: Game, log: Log, order: Order, incident: Incident, faction: int, case: int) -> int:
    """Log an answer; its cause is the seat's choice, or the incident where nobody was asked. Returns the line's place."""
    chosen = told_answer(game, log, ASK_RESPOND, faction, game.cursor)
    return write(
        game, log, L_RESPONSE, EVERYBODY, order, incident.action, incident.expected[faction], chosen if chosen >= 0 else case
    )


@part
def settle(rules: Rules, game: Game, incident: Incident, scratch: Scratch, log: Log) -> None:
    """Settle an incident after all answers: apply their effects and the three limits, by initiative."""
    highest, pressure = ZERO, rules.level[0].pressure
    order, case = scratch.order[0], told_incident(game, log, incident)
    for rank in range(rules.n_factions):
        f = rules.initiative[rank]
        level = incident.level[f]
        if level == NONE:
            continue
        fill(order, f, level, incident.area, incident.attributed[f], NONE, NONE)
        at = tell_response(game, log, order, incident, f, case)
        apply(rules, game, log, rules.level[level].effects.first, rules.level[level].effects.n, order, at)
        home_judges(rules, game, log, order, incident, at)
        if f != incident.victim:
            ally_judges(rules, game, log, order, incident, at)
        if incident.attributed[f] == NONE or incident.attributed[f] == incident.actor:
            highest = max(highest, level)  # an answer aimed at a wrong author does not concern the rival
        pressure = min(pressure, rules.level[level].pressure)
    fill(order, incident.victim, NONE, incident.area, incident.actor, NONE, NONE)
    if incident.flashpoint >= 0 and rules.action[incident.action].contests:
        control_falls(rules, game, log, order, incident, pressure, case)
    rival_judges(rules, game, incident, highest)
    incident.settled = 1


@part
def response(rules: Rules, game: Game, scratch: Scratch, log: Log) -> bool:
    """The Response phase."""
    if game.step == 0:
        prepare(rules, game, scratch)
        game.step = 1
    while game.cursor < game.n_incidents:
        incident = game.incident[game.cursor]
        if incident.turn == game.turn and incident.victim >= 0:
            if incident.asked and ask_answers(rules, game, incident, scratch):
                return True
            settle(rules, game, incident, scratch, log)
        game.cursor += 1
        game.step = 1
        game.gates_asked = 0
    return False
