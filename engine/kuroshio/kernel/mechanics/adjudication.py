"""Proposal, ruling, effects: three values, one after another (rule 4)."""

from __future__ import annotations

from kuroshio.kernel.jit import part
from kuroshio.kernel.mechanics.effects import apply, only
from kuroshio.kernel.mechanics.odds import argue, propose
from kuroshio.kernel.state import dice
from kuroshio.kernel.state.codes import (
    ACT,
    ACT_BANDS,
    ALWAYS,
    BREAKTHROUGH,
    BROUGHT_IN,
    COMMITTED,
    DIE_ACT,
    FAILURE,
    FORCED,
    L_UNNOTICED,
    NONE,
    ORDERED,
    SETBACK,
    SUCCESS,
    ZERO,
    int32,
)
from kuroshio.kernel.state.fields import u8
from kuroshio.kernel.state.game_records import Game, Order
from kuroshio.kernel.state.log import write
from kuroshio.kernel.state.result_records import Log, Proposal, Ruling, Scratch
from kuroshio.kernel.state.rules_records import Rules


@part
def throw(rules: Rules, bits: u8, proposal: Proposal, ruling: Ruling) -> None:
    """Throw the dice and name the band (rule 4.2)."""
    procedure = rules.procedure
    if proposal.base_number < 1:
        ruling.die_1, ruling.die_2, ruling.total, ruling.band = 0, 0, 0, SUCCESS
        return
    ruling.die_1, ruling.die_2 = dice.die_1(bits), dice.die_2(bits)
    ruling.total = ruling.die_1 + ruling.die_2
    margin = ruling.total - proposal.number
    if margin >= procedure.breakthrough_by:
        ruling.band = BREAKTHROUGH
    elif margin >= 0:
        ruling.band = SUCCESS
    elif margin > -procedure.setback_by:
        ruling.band = FAILURE
    else:
        ruling.band = SETBACK


@part
def area_key(rules: Rules, area: int) -> u8:
    """The dice key of an area, or of none."""
    return rules.area_key[area] if area >= 0 else dice.NOBODY


@part
def faction_key(rules: Rules, faction: int) -> u8:
    """The dice key of a faction, or of none."""
    return rules.faction[faction].key if faction >= 0 else dice.NOBODY


@part
def roll_for(rules: Rules, game: Game, order: Order, action_key: u8, occurrence: int, purpose: int, round_no: int) -> u8:
    """Return the random bits for an order, keyed by its content and not by its time (rule 4.3)."""
    return dice.draw(
        game.seed,
        game.turn,
        game.phase,
        faction_key(rules, order.actor),
        action_key,
        area_key(rules, order.area),
        faction_key(rules, order.target),
        occurrence,
        purpose,
        round_no,
    )


@part
def must_be_ruled(game: Game, i: int) -> bool:
    """Whether an umpire must rule on order i before it is carried out: where one sits, on every act (rule 4.5)."""
    if not game.umpired or game.ruled:
        return False
    game.to_rule = i
    return True


@part
def close_ruling(game: Game) -> None:
    """Clear the umpire's ruling, which has been carried out."""
    game.to_rule, game.ruled, game.argued, game.ruled_band = NONE, 0, 0, NONE


@part
def occurrence_of(game: Game, i: int) -> int:
    """Return the origin of order i, which is part of its dice key: ordered, or the first, second ... inject of its kind."""
    if game.order_status[i] != FORCED:
        return ORDERED
    order, before = game.order[i], 0
    for j in range(i):
        other = game.order[j]
        if other.actor == order.actor and other.action == order.action:
            if other.area == order.area and other.target == order.target:
                before += 1
    return int32(BROUGHT_IN + before)


@part
def unresolved(rules: Rules, game: Game, coercive: int) -> int:
    """Return who has acts left, coercive ones (YES) or others (NO): bit f + 1 for faction f, bit 0 for nobody."""
    found = 0
    for i in range(game.n_orders):
        if game.order_status[i] == COMMITTED or game.order_status[i] == FORCED:
            action = rules.action[game.order[i].action]
            if action.mechanism == ACT and action.coercive == coercive:
                found |= 1 << game.order[i].actor + 1
    return found


@part
def rule(rules: Rules, game: Game, order: Order, occurrence: int, proposal: Proposal, ruling: Ruling) -> None:
    """Take the roll; where nothing is left to chance there is none."""
    bits = dice.NOBODY
    if proposal.base_number >= 1:
        bits = roll_for(rules, game, order, rules.action[order.action].key, occurrence, DIE_ACT, ZERO)
    throw(rules, bits, proposal, ruling)


@part
def write_ruling(
    game: Game, log: Log, what: int, seen: int, order: Order, subject: int, proposal: Proposal, ruling: Ruling, cause: int
) -> int:
    """Log a ruling with everything that explains it; return the place of its line, or NONE."""
    at = write(game, log, what, seen, order, subject, ZERO, cause)
    if at == NONE:
        return NONE
    line = log[at]
    line.base_number, line.number = proposal.base_number, proposal.number
    line.n_modifiers = proposal.n_modifiers
    for m in range(proposal.n_modifiers):
        line.modifier[m], line.bonus[m] = proposal.modifier[m], proposal.bonus[m]
    for band in range(4):
        line.odds[band] = proposal.odds[band]
    line.die_1, line.die_2, line.band = ruling.die_1, ruling.die_2, ruling.band
    return at


@part
def enact(
    rules: Rules, game: Game, order: Order, proposal: Proposal, ruling: Ruling, log: Log, what: int, seen: int, cause: int
) -> int:
    """Carry a ruling out: first the effects of every band, then those of its own (rules 3.4, 4.4); return its line's place."""
    at = write_ruling(game, log, what, seen, order, NONE, proposal, ruling, cause)
    effects = rules.action[order.action].effects
    apply(rules, game, log, effects.first[ALWAYS], effects.n[ALWAYS], order, at)
    if what == L_UNNOTICED and ruling.band < SUCCESS:
        return at  # a failed covert act has its effects only if it is noticed
    apply(rules, game, log, effects.first[ruling.band], effects.n[ruling.band], order, at)
    return at


@part
def adjudicate(
    rules: Rules, game: Game, scratch: Scratch, order: Order, occurrence: int, log: Log, what: int, seen: int, cause: int
) -> int:
    """Propose, rule and enact one order; return the place of its log line, of kind `what` and visible to `seen`."""
    proposal, ruling = scratch.proposal[0], scratch.ruling[0]
    propose(rules, game, order, proposal)
    if game.ruled:
        argue(rules, proposal, game.argued)
    rule(rules, game, order, occurrence, proposal, ruling)
    if game.ruled and game.ruled_band >= 0:
        ruling.band = game.ruled_band
    scratch.acts[order.actor, order.action, ACT_BANDS + ruling.band] += 1
    if rules.action[order.action].private and ruling.band > SETBACK:
        seen = only(order.actor) | only(order.target)
    return enact(rules, game, order, proposal, ruling, log, what, seen, cause)
