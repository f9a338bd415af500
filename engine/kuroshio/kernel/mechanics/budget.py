"""What choices cost: political capital, funds and readiness, never below zero (rule 2.3)."""

from __future__ import annotations

from kuroshio.kernel.jit import part
from kuroshio.kernel.mechanics.effects import put
from kuroshio.kernel.state.entry_part_records import Cost
from kuroshio.kernel.state.game_records import Game
from kuroshio.kernel.state.rules_records import Rules


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
def covers_price(rules: Rules, game: Game, faction: int, cost: Cost, capital: int, readiness: int) -> bool:
    """Whether a faction can pay a cost to which so much capital and readiness are added; a price is 0 at least."""
    roles = rules.roles
    return (
        game.track[rules.slot_of[roles.capital, faction]] >= max(cost.capital + capital, 0)
        and game.track[rules.slot_of[roles.funds, faction]] >= cost.funds
        and game.track[rules.slot_of[roles.readiness, faction]] >= max(cost.readiness + readiness, 0)
    )


@part
def take(rules: Rules, game: Game, faction: int, cost: Cost, capital: int, readiness: int) -> None:
    """Take a cost to which so much capital and readiness are added."""
    roles = rules.roles
    take_from(rules, game, rules.slot_of[roles.capital, faction], max(cost.capital + capital, 0))
    take_from(rules, game, rules.slot_of[roles.funds, faction], cost.funds)
    take_from(rules, game, rules.slot_of[roles.readiness, faction], max(cost.readiness + readiness, 0))


@part
def take_from(rules: Rules, game: Game, slot: int, amount: int) -> None:
    """Take so much of a budget."""
    if amount:
        put(rules, game, slot, game.track[slot] - amount)


@part
def role_slot(rules: Rules, track: int, entity: int) -> int:
    """The slot of a job's track for an entity of its scope."""
    return rules.slot_of[track, entity]
