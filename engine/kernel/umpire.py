"""What an umpire does: sees a ruling before it is carried out, rules on it, and sets tracks by hand (rule 4.5)."""

from __future__ import annotations

from engine.kernel.adjudicate import argue, rule
from engine.kernel.adjudicate import propose as weigh_order
from engine.kernel.compiled import verb
from engine.kernel.effects import put, write
from engine.kernel.news import bring_in, event_order
from engine.kernel.words import BROUGHT_IN, FORCED, L_EFFECT, NONE, ORDERED


@verb
def preview(rules, game, argued, proposal, ruling):
    """Fill in what the engine makes of the order before the umpire, once arguments have moved its number by `argued`."""
    order = game.order[game.to_rule]
    weigh_order(rules, game, order, proposal)
    argue(rules, proposal, argued)
    rule(rules, game, order, BROUGHT_IN if game.order_status[game.to_rule] == FORCED else ORDERED, proposal, ruling)


@verb
def give_ruling(game, argued, band):
    """Enter the umpire's ruling on the order before it: what the arguments come to, and a band, or NONE to take the roll."""
    game.ruled, game.argued, game.ruled_band = 1, argued, band


@verb
def fire_inject(rules, game, i, order, log):
    """Bring an inject in by hand, whatever its turn or conditions."""
    event_order(rules, rules.lead_flashpoint, order)
    bring_in(rules, game, i, order, log)


@verb
def hold_inject(game, i, held):
    """Keep an inject that has not come from coming, or let it come again when it is due."""
    game.inject_turn[i] = NONE if held else 0


@verb
def shift_injects(game, turns):
    """Move the whole schedule by so many turns from where it is; the spacing stays."""
    game.inject_shift += turns


@verb
def amend(rules, game, order, slot, value, log):
    """Set a track by hand, within its bounds; the log tells of it to whoever may see the track."""
    before = put(rules, game, slot, value)
    at = write(game, log, L_EFFECT, rules.slot_seen[slot], order, slot, game.track[slot] - before)
    if at != NONE:
        log[at].before, log[at].after = before, game.track[slot]
