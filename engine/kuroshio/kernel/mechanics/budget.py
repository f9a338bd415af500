"""What choices cost: political capital, funds and readiness, never below zero (rule 2.3)."""

from __future__ import annotations

from kuroshio.kernel.jit import part
from kuroshio.kernel.mechanics.effects import put


@part
def afford(rules, game, faction, cost):
    """Whether a faction can pay a cost."""
    job = rules.job
    return (
        game.track[rules.slot_of[job.capital, faction]] >= cost.capital
        and game.track[rules.slot_of[job.funds, faction]] >= cost.funds
        and game.track[rules.slot_of[job.readiness, faction]] >= cost.readiness
    )


@part
def pay(rules, game, faction, cost, times):
    """Take a cost `times` times over; -1 gives it back."""
    job = rules.job
    for track, amount in ((job.capital, cost.capital), (job.funds, cost.funds), (job.readiness, cost.readiness)):
        if amount:
            slot = rules.slot_of[track, faction]
            put(rules, game, slot, game.track[slot] - times * amount)


@part
def job_slot(rules, track, entity):
    """The slot of a job's track for an entity of its scope."""
    return rules.slot_of[track, entity]
