"""The answer that a posture gives: where its seat is not asked, and free of charge to an everyday act (rule 5.1)."""

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
    """Whether an answer to an everyday act is the one that the victim's posture gives anyway, its forces being there.

    A deniable act, whose name its victim does not see, is none.
    """
    incident = game.incident[game.subject]
    if incident.victim != order.actor or incident.action < 0:
        return False
    action = rules.action[incident.action]
    return action.everyday > 0 and action.deniability == 0 and option_of(order) == posture_answer(rules, game, incident)
