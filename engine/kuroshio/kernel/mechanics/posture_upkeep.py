"""The upkeep of postures, paid as the turn begins, before anybody plans with what is left (rule 2.1)."""

from __future__ import annotations

from kuroshio.kernel.jit import part
from kuroshio.kernel.mechanics.budget import afford, pay
from kuroshio.kernel.mechanics.conditions import stance_slot
from kuroshio.kernel.mechanics.effects import shift
from kuroshio.kernel.state.codes import DOWN, L_POSTURE, NONE, TAKE
from kuroshio.kernel.state.game_records import Game, Order
from kuroshio.kernel.state.order_numbers import fill
from kuroshio.kernel.state.result_records import Log
from kuroshio.kernel.state.rules_records import Rules


@part
def pay_for_postures(rules: Rules, game: Game, log: Log, order: Order) -> None:
    """Let each seat pay for its postures, by initiative, flashpoint by flashpoint; what it cannot pay falls. order: room."""
    for rank in range(rules.n_factions):
        faction = rules.initiative[rank]
        if not rules.faction[faction].seated:
            continue
        for flashpoint in range(rules.n_flashpoints):
            if rules.flashpoint[flashpoint].in_play and rules.flashpoint[flashpoint].side[faction] != NONE:
                keep_posture(rules, game, faction, flashpoint, log, order)


@part
def keep_posture(rules: Rules, game: Game, faction: int, flashpoint: int, log: Log, order: Order) -> None:
    """Pay for a posture, or lower it to the highest that can be paid for."""
    slot = stance_slot(rules, rules.roles.posture, faction, flashpoint)
    side = rules.flashpoint[flashpoint].side[faction]
    fill(order, faction, NONE, rules.flashpoint[flashpoint].area, NONE, NONE, NONE)
    while game.track[slot] > 0 and not afford(rules, game, faction, rules.posture[flashpoint, side, game.track[slot]].upkeep):
        shift(rules, game, log, slot, DOWN, L_POSTURE, order, NONE)
    pay(rules, game, faction, rules.posture[flashpoint, side, game.track[slot]].upkeep, TAKE)
