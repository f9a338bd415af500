"""The answer that a posture gives: to an incident that its seat is not asked about, and free of charge where it is (rule 5.1)."""

from __future__ import annotations

from kuroshio.kernel.jit import part
from kuroshio.kernel.mechanics.conditions import stance_slot
from kuroshio.kernel.state.game_records import Game, Incident, Order
from kuroshio.kernel.state.order_numbers import option_of
from kuroshio.kernel.state.rules_records import Rules


@part
def posture_answer(rules: Rules, game: Game, incident: Incident) -> int:
    """Return the answer that a victim's posture gives without asking its seat; 0 where it has none there."""
    if incident.flashpoint < 0:
        return 0
    side = rules.flashpoint[incident.flashpoint].side[incident.victim]
    if side < 0:
        return 0
    stance = game.track[stance_slot(rules, rules.roles.posture, incident.victim, incident.flashpoint)]
    return rules.posture[incident.flashpoint, side, stance].answers


@part
def posture_pays(rules: Rules, game: Game, order: Order) -> bool:
    """Whether an answer is what the victim's posture gives anyway: its forces are there, and its upkeep has been paid."""
    incident = game.incident[game.subject]
    return incident.victim == order.actor and option_of(order) == posture_answer(rules, game, incident)
