"""Response: the victim answers first, then its debtors, under three limits that may conflict (rule 5).

An answer below what the ally expects costs credibility. One above what the public at home bears costs support. One above
what the rival tolerates, which the seat does not know, moves the ladder. Meeting one limit earns nothing from the others.
"""

from __future__ import annotations

from kuroshio.kernel.jit import part
from kuroshio.kernel.mechanics.case_facts import state_case
from kuroshio.kernel.mechanics.conditions import holds
from kuroshio.kernel.mechanics.effects import apply
from kuroshio.kernel.mechanics.legal_decisions import ask_gate, may_be_taken
from kuroshio.kernel.mechanics.obligations import owed_by
from kuroshio.kernel.mechanics.pieces import could_reach
from kuroshio.kernel.mechanics.posture_answers import posture_answer
from kuroshio.kernel.mechanics.pressure import add_pressure
from kuroshio.kernel.mechanics.three_limits import ally_judges, home_judges, rival_judges
from kuroshio.kernel.state.asking import ask
from kuroshio.kernel.state.codes import ASK_RESPOND, EVERYBODY, L_RESPONSE, NONE, VICTIM, ZERO
from kuroshio.kernel.state.game_records import Game, Incident, Order
from kuroshio.kernel.state.log import told_answer, told_incident, write
from kuroshio.kernel.state.order_numbers import fill
from kuroshio.kernel.state.result_records import Log, Scratch
from kuroshio.kernel.state.rules_records import Rules


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
                incident.expected[f] = owed_by(rules, game, incident, f, scratch.order[0])
        for f in range(rules.n_factions):
            expect(rules, game, incident, f, scratch.order[0])
        if not incident.asked:
            incident.level[incident.victim] = posture_answer(rules, game, incident)


@part
def offered(rules: Rules, game: Game, incident: Incident, debtor: int, level: int, order: Order) -> bool:
    """Whether a case offers a level to a debtor, whatever its means (rule 5.4).

    Its resources and the places of its forces do not count here. A legal decision that comes up counts as taken, unless the
    victim itself is the host that must take it.
    """
    row = rules.level[level]
    state_case(rules, game, incident, debtor, order)
    fill(order, debtor, NONE, incident.area, incident.attributed[debtor], NONE, NONE)
    if row.who == VICTIM or not holds(rules, rules.condition, game, row.requires, order):
        return False
    if row.kinds and not could_reach(rules, game, debtor, row.kinds, incident.area):
        return False
    return may_be_taken(rules, game, incident, debtor, level, order)


@part
def expect(rules: Rules, game: Game, incident: Incident, debtor: int, order: Order) -> None:
    """Write down what is expected of a debtor: what it owes, but no more than the case offers it (rule 5.4)."""
    if incident.expected[debtor] == NONE:
        return
    level = owed_by(rules, game, incident, debtor, order)
    while level > 0 and not offered(rules, game, incident, debtor, level, order):
        level -= 1
    incident.expected[debtor] = level
    state_case(rules, game, incident, debtor, order)


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
def tell_response(game: Game, log: Log, order: Order, incident: Incident, faction: int, case: int) -> int:
    """Log an answer; its cause is the seat's choice, or the incident where nobody was asked. Returns the line's place."""
    chosen = told_answer(game, log, ASK_RESPOND, faction, game.cursor)
    return write(
        game, log, L_RESPONSE, EVERYBODY, order, incident.action, incident.expected[faction], chosen if chosen >= 0 else case
    )


@part
def see_coercion(rules: Rules, game: Game, incident: Incident, order: Order, log: Log, case: int) -> None:
    """Let coercion that its victim attributes cost its author, where it is grave enough and coercion backfires (rule 9.27)."""
    procedure = rules.procedure
    if procedure.coercion_backfires < 1 or procedure.seen_from < 1 or incident.intensity < procedure.seen_from:
        return
    if incident.actor >= 0 and incident.attributed[incident.victim] == incident.actor:
        fill(order, incident.actor, NONE, incident.area, incident.victim, NONE, NONE)
        apply(rules, game, log, procedure.seen_coercion.first, procedure.seen_coercion.n, order, case)


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
            ally_judges(rules, game, log, order, incident, at, scratch.order[1])
        if incident.attributed[f] == NONE or incident.attributed[f] == incident.actor:
            highest = max(highest, level)  # an answer aimed at a wrong author does not concern the rival
        pressure = min(pressure, rules.level[level].pressure)
    see_coercion(rules, game, incident, order, log, case)
    fill(order, incident.victim, NONE, incident.area, incident.actor, NONE, NONE)
    if incident.flashpoint >= 0 and rules.action[incident.action].contests:
        add_pressure(rules, game, log, order, incident, pressure, case)
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
