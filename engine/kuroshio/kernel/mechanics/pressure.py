"""Pressure: acts that assert control and are not answered add up until administration falls a step (rule 5.3)."""

from __future__ import annotations

from kuroshio.kernel.jit import part
from kuroshio.kernel.mechanics.budget import role_slot
from kuroshio.kernel.mechanics.effects import shift
from kuroshio.kernel.state.codes import DOWN, L_EFFECT
from kuroshio.kernel.state.game_records import Game, Incident, Order
from kuroshio.kernel.state.result_records import Log
from kuroshio.kernel.state.rules_records import Rules


@part
def add_pressure(rules: Rules, game: Game, log: Log, order: Order, incident: Incident, pressure: int, cause: int) -> None:
    """Add the pressure of unanswered acts that assert control; at the limit control falls a step (rule 5.3)."""
    limit = rules.procedure.pressure_limit
    slot = role_slot(rules, rules.roles.pressure, incident.flashpoint)
    shift(rules, game, log, slot, pressure, L_EFFECT, order, cause)
    while game.track[slot] >= limit:
        shift(rules, game, log, slot, -limit, L_EFFECT, order, cause)
        shift(rules, game, log, role_slot(rules, rules.roles.control, incident.flashpoint), DOWN, L_EFFECT, order, cause)
