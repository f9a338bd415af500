"""Legal decisions: what a government must decide before a level of response is open to it, or to its guest (rule 5.6)."""

from __future__ import annotations

from kuroshio.kernel.jit import part
from kuroshio.kernel.mechanics.budget import afford, pay
from kuroshio.kernel.mechanics.case_facts import state_case
from kuroshio.kernel.mechanics.conditions import holds
from kuroshio.kernel.mechanics.effects import apply
from kuroshio.kernel.state.asking import ask
from kuroshio.kernel.state.codes import ASK_GATE, GATES_OPENED, NONE, TAKE, YES
from kuroshio.kernel.state.game_records import Game, Incident, Order
from kuroshio.kernel.state.order_numbers import fill, option_of
from kuroshio.kernel.state.result_records import Log, Scratch
from kuroshio.kernel.state.rules_records import Gate, Rules


@part
def gate_stands(rules: Rules, game: Game, g: int, faction: int, area: int) -> bool:
    """Whether a legal decision that has not been taken holds back a faction's answers in an area.

    A decision of an empty seat holds back nobody.
    """
    gate = rules.gate[g]
    if gate.holds != faction or game.gate_until[g] >= game.turn or not rules.faction[gate.faction].seated:
        return False
    if area < 0:
        return gate.areas < 0  # an incident without a place needs no host's consent
    return gate.areas >> area & 1 == 1


@part
def gate_shut(rules: Rules, game: Game, faction: int, level: int, area: int) -> bool:
    """Whether a legal decision still stands between a faction and a level of response (rule 5.6)."""
    for g in range(rules.n_gates):
        if level >= rules.gate[g].opens and gate_stands(rules, game, g, faction, area):
            return True
    return False


@part
def comes_up(rules: Rules, game: Game, incident: Incident, gate: Gate, order: Order) -> bool:
    """Whether a legal decision is put to its government in a case."""
    state_case(rules, game, incident, gate.faction, order)
    fill(order, gate.faction, NONE, incident.area, incident.attributed[gate.faction], NONE, NONE)
    return holds(rules, rules.condition, game, gate.asked, order)


@part
def may_be_taken(rules: Rules, game: Game, incident: Incident, faction: int, level: int, order: Order) -> bool:
    """Whether every legal decision between a faction and a level of response comes up in a case, before another than the victim.

    `order`: room for what conditions are read in.
    """
    for g in range(rules.n_gates):
        gate = rules.gate[g]
        if level >= gate.opens and gate_stands(rules, game, g, faction, incident.area):
            if gate.faction == incident.victim or not comes_up(rules, game, incident, gate, order):
                return False
    return True


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
    state_case(rules, game, incident, faction, scratch.order[0])
    return False


@part
def commit_gate(rules: Rules, game: Game, log: Log, order: Order, chosen: int) -> None:
    """Open a legal gate at its price, or leave it shut. chosen: the line of the choice."""
    if option_of(order) != YES:
        return
    gate = rules.gate[game.subject]
    pay(rules, game, game.seat, gate.cost, TAKE)
    game.gate_until[game.subject] = game.turn + gate.lasts - 1
    game.tally[GATES_OPENED] += 1
    incident = game.incident[game.cursor]
    fill(order, game.seat, YES, incident.area, incident.attributed[game.seat], NONE, NONE)  # the cost may depend on the case
    apply(rules, game, log, gate.effects.first, gate.effects.n, order, chosen)
    fill(order, game.seat, YES, NONE, NONE, NONE, NONE)
