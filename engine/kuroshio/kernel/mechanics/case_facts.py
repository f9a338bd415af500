"""The facts of a case, as conditions read them (rule 5)."""

from __future__ import annotations

from kuroshio.kernel.jit import part
from kuroshio.kernel.mechanics.obligations import class_seen, owed_by
from kuroshio.kernel.state.codes import (
    F_ACT_CLASS,
    F_ATTRIBUTED,
    F_EXPECTED,
    F_INTENSITY,
    F_VICTIM,
    F_VICTIM_LEVEL,
    NONE,
)
from kuroshio.kernel.state.game_records import Game, Incident, Order
from kuroshio.kernel.state.rules_records import Rules


@part
def state_case(rules: Rules, game: Game, incident: Incident, faction: int, order: Order) -> None:
    """Write the facts of the case as a seat knows them. order: room."""
    fact = game.fact
    fact[F_INTENSITY] = incident.intensity
    fact[F_EXPECTED] = owed_by(rules, game, incident, faction, order) if incident.expected[faction] != NONE else 0
    fact[F_VICTIM] = 1 if faction == incident.victim else 0
    fact[F_ATTRIBUTED] = 1 if incident.attributed[faction] >= 0 else 0
    fact[F_VICTIM_LEVEL] = incident.level[incident.victim]
    fact[F_ACT_CLASS] = class_seen(rules, incident, faction) + 1
