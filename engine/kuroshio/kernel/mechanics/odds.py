"""The odds of an act, before any dice: the number, each modifier by value, the ways of each band (rule 4.1)."""

from __future__ import annotations

from kuroshio.kernel.jit import part
from kuroshio.kernel.mechanics.conditions import holds, modifier_value
from kuroshio.kernel.mechanics.links import concerns
from kuroshio.kernel.state import dice
from kuroshio.kernel.state.codes import ASK_ORDER, BREAKTHROUGH, FAILURE, NOTHING, SETBACK, SUCCESS, TO_NUMBER, int64
from kuroshio.kernel.state.entry_part_records import Span
from kuroshio.kernel.state.game_records import Context, Game, Order
from kuroshio.kernel.state.result_records import Proposal
from kuroshio.kernel.state.rules_records import Rules
from kuroshio.model.capacities import MAX_ROLL_MODIFIERS


@part
def ways(number: int) -> int:
    """Ways out of 36 to throw `number` or more with 2d6."""
    return dice.AT_LEAST[min(max(number, 0), 13)]


@part
def weigh(rules: Rules, game: Game, difficulty: int, most: int, span: Span, context: Context, proposal: Proposal) -> None:
    """Fill a proposal: the number, kept at `most` or below, each modifier by value, the odds of each band in 36 (rule 4.1).

    A difficulty below 1 means that no dice are rolled.
    """
    proposal.base_number = difficulty
    proposal.n_modifiers = 0
    procedure = rules.procedure
    if difficulty < 1:
        proposal.number = 0
        for band in range(4):
            proposal.odds[band] = 0
        proposal.odds[SUCCESS] = 36
        return
    number = difficulty - add_modifiers(rules, game, span, context, proposal)
    set_odds(rules, proposal, min(max(number, procedure.number_least), most))


@part
def propose(rules: Rules, game: Game, order: Order, proposal: Proposal) -> None:
    """Fill a proposal for an order: its number, its modifiers by name, its exact odds, before any roll."""
    action, procedure = rules.action[order.action], rules.procedure
    weigh(rules, game, action.difficulty, procedure.number_most, action.modifiers, order, proposal)
    if action.difficulty < 1:
        return
    before, number = proposal.n_modifiers, int64(action.difficulty)
    for i in range(rules.n_joined[TO_NUMBER]):
        link = rules.link[rules.joined[TO_NUMBER, i]]
        if concerns(rules, link, ASK_ORDER, order.action, order) and holds(rules, rules.condition, game, link.requires, order):
            add_modifiers(rules, game, link.reads, order, proposal)
    if proposal.n_modifiers > before:
        for m in range(proposal.n_modifiers):
            number -= proposal.bonus[m]
        set_odds(rules, proposal, min(max(number, procedure.number_least), procedure.number_most))


@part
def add_modifiers(rules: Rules, game: Game, span: Span, context: Context, proposal: Proposal) -> int:
    """Write the modifiers that count here into a proposal; return their sum."""
    total = NOTHING
    for m in range(span.first, span.first + span.n):
        bonus = modifier_value(rules, game, rules.modifier[m], context)
        if bonus != 0 and proposal.n_modifiers < MAX_ROLL_MODIFIERS:
            proposal.modifier[proposal.n_modifiers] = m
            proposal.bonus[proposal.n_modifiers] = bonus
            proposal.n_modifiers += 1
            total += bonus
    return total


@part
def clear_proposal(proposal: Proposal) -> None:
    """Clear a proposal where no dice decide, so that it keeps nothing of the act weighed before it."""
    proposal.base_number, proposal.number, proposal.n_modifiers = 0, 0, 0
    for band in range(4):
        proposal.odds[band] = 0


@part
def set_odds(rules: Rules, proposal: Proposal, number: int) -> None:
    """Write the number that two dice must reach and the ways of each band in 36."""
    procedure = rules.procedure
    proposal.number = number
    success, breakthrough = ways(number), ways(number + procedure.breakthrough_by)
    above_setback = ways(number - procedure.setback_by + 1)
    proposal.odds[SETBACK] = 36 - above_setback
    proposal.odds[FAILURE] = above_setback - success
    proposal.odds[SUCCESS] = success - breakthrough
    proposal.odds[BREAKTHROUGH] = breakthrough


@part
def argue(rules: Rules, proposal: Proposal, net: int) -> None:
    """Move the number of a proposal by one for each argument heard; a positive net helps the actor (rule 4.5)."""
    if proposal.base_number < 1 or net == 0:
        return
    set_odds(rules, proposal, min(max(proposal.number - net, rules.procedure.number_least), rules.procedure.number_most))
