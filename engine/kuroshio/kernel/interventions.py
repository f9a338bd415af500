"""The umpire's means: preview a ruling, rule on an order, set tracks by hand, bring in injects (rule 4.5)."""

from __future__ import annotations

from kuroshio.kernel.jit import verb
from kuroshio.kernel.mechanics.adjudication import faction_key, occurrence_of, rule, throw
from kuroshio.kernel.mechanics.effects import put
from kuroshio.kernel.mechanics.events import event_order
from kuroshio.kernel.mechanics.odds import argue, propose, set_odds
from kuroshio.kernel.phases.news import bring_in
from kuroshio.kernel.state import dice
from kuroshio.kernel.state.codes import DIE_ACT, L_EFFECT, L_RULED, NONE, ZERO, int32, int64, uint64
from kuroshio.kernel.state.game_records import Game, Order
from kuroshio.kernel.state.log import told_order, write
from kuroshio.kernel.state.result_records import Log, Proposal, Ruling
from kuroshio.kernel.state.rules_records import Rules

OWN_WORDS = uint64(dice.stable_key("action", "own words"))


@verb
def preview(rules: Rules, game: Game, argued: int, proposal: Proposal, ruling: Ruling) -> None:
    """Fill in the engine's ruling on the order before the umpire; arguments have moved its number by `argued`."""
    order = game.order[game.to_rule]
    propose(rules, game, order, proposal)
    argue(rules, proposal, argued)
    rule(rules, game, order, occurrence_of(game, game.to_rule), proposal, ruling)


@verb
def give_ruling(game: Game, argued: int, band: int) -> None:
    """Enter the umpire's ruling on the order before it. argued: the arguments' modifier; band: NONE to take the roll."""
    game.ruled, game.argued, game.ruled_band = 1, argued, band


@verb
def preview_words(
    rules: Rules, game: Game, faction: int, occurrence: int, argued: int, proposal: Proposal, ruling: Ruling
) -> None:
    """Fill in the dice result for a seat's order in its own words, the `occurrence`-th of its turn (rule 4.6).

    The rules do not rate such an order: all start from one base number, which arguments move by `argued`.
    """
    proposal.base_number, proposal.n_modifiers = rules.procedure.own_words_number, 0
    set_odds(rules, proposal, int64(rules.procedure.own_words_number))
    argue(rules, proposal, argued)
    bits = dice.draw(
        game.seed,
        game.turn,
        game.phase,
        faction_key(rules, faction),
        OWN_WORDS,
        dice.NOBODY,
        dice.NOBODY,
        occurrence,
        DIE_ACT,
        ZERO,
    )
    throw(rules, bits, proposal, ruling)


@verb
def fire_inject(rules: Rules, game: Game, i: int, order: Order, log: Log) -> None:
    """Bring an inject in by hand, whatever its turn or conditions."""
    event_order(rules, rules.lead_flashpoint, order)
    bring_in(rules, game, i, order, log)


@verb
def hold_inject(game: Game, i: int, held: bool) -> None:
    """Hold back an inject that has not been brought in, or release it to come when it is due."""
    game.inject_turn[i] = NONE if held else 0


@verb
def shift_injects(game: Game, turns: int) -> None:
    """Move the whole schedule of injects by a number of turns; the intervals between them stay."""
    game.inject_shift += turns


@verb
def tell(rules: Rules, game: Game, what: int, seen: int, order: Order, subject: int, amount: int, log: Log) -> int:
    """Write a log line for an act of the umpire; return its place, or NONE. The cause of a ruling is the order before it."""
    cause = told_order(rules, game, log, game.to_rule) if what == L_RULED and game.to_rule >= 0 else NONE
    return write(game, log, what, seen, order, subject, amount, cause)


@verb
def amend(rules: Rules, game: Game, order: Order, slot: int, value: int, log: Log, cause: int) -> None:
    """Set a track by hand, within its bounds, and tell the seats that may see it. cause: the line that this follows from."""
    before = put(rules, game, slot, int64(value))
    at = write(game, log, L_EFFECT, rules.slot_seen[slot], order, slot, int32(game.track[slot] - before), cause)
    if at != NONE:
        log[at].before, log[at].after = before, game.track[slot]
