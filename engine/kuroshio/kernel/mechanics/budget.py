"""What choices cost: political capital, funds and readiness, never below zero (rule 2.3)."""

from __future__ import annotations

from kuroshio.kernel.jit import part
from kuroshio.kernel.mechanics.effects import put
from kuroshio.kernel.state.game_records import Game
from kuroshio.kernel.state.rules_records import Cost, Rules


@part
def afford(rules: Rules, game: Game, faction: int, cost: Cost) -> bool:
    """Whether a faction can pay a cost."""
    roles = rules.roles
    return (
        game.track[rules.slot_of[roles.capital, faction]] >= cost.capital
        and game.track[rules.slot_of[roles.funds, faction]] >= cost.funds
        and game.track[rules.slot_of[roles.readiness, faction]] >= cost.readiness
    )


@part
def count_purse(rules: Rules, game: Game, faction: int, purse: Cost) -> None:
    """Write down what a faction has to pay with."""
    roles = rules.roles
    purse.capital = game.track[rules.slot_of[roles.capital, faction]]
    purse.funds = game.track[rules.slot_of[roles.funds, faction]]
    purse.readiness = game.track[rules.slot_of[roles.readiness, faction]]


@part
def covers(purse: Cost, cost: Cost) -> bool:
    """Whether a purse that has been counted covers a cost: as `afford`, for many costs at once."""
    return purse.capital >= cost.capital and purse.funds >= cost.funds and purse.readiness >= cost.readiness


@part
def pay(rules: Rules, game: Game, faction: int, cost: Cost, times: int) -> None:
    """Take a cost `times` times over; -1 gives it back."""
    roles = rules.roles
    for track, amount in ((roles.capital, cost.capital), (roles.funds, cost.funds), (roles.readiness, cost.readiness)):
        if amount:
            slot = rules.slot_of[track, faction]
            put(rules, game, slot, game.track[slot] - times * amount)


@part
def role_slot(rules: Rules, track: int, entity: int) -> int:
    """The slot of a job's track for an entity of its scope."""
    return rules.slot_of[track, entity]
