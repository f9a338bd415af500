"""Links: causes that bear on a number of the mechanisms (rule 9).

A link adds up its readings and bears on one number: the dice of an act, the weight of an option in a doctrine, the price of an
option, the number at which arms clash, what is expected of a debtor, where a track rests. All of them are rows of the rules; a
mechanism asks here what its links come to, and adds that. A link that is switched off adds nothing.
"""

from __future__ import annotations

from kuroshio.kernel.jit import part
from kuroshio.kernel.mechanics.budget import covers_price, take
from kuroshio.kernel.mechanics.conditions import flashpoint_at, holds, modifier_value, slot_meant
from kuroshio.kernel.state.codes import ASK_ORDER, FIXED, NONE, NOTHING, TO_CAPITAL, TO_READINESS, TO_REST, int32
from kuroshio.kernel.state.entry_part_records import Cost
from kuroshio.kernel.state.fields import Array, i4
from kuroshio.kernel.state.game_records import Context, Game, Order
from kuroshio.kernel.state.rules_records import Link, Rules


@part
def is_grave_at(rules: Rules, act_class: int, area: int) -> bool:
    """Whether an act of a class is grave under the pledge of the place where it is done."""
    flashpoint = flashpoint_at(rules, area)
    if act_class < 0 or flashpoint == NONE:
        return False
    pledge = rules.flashpoint[flashpoint].pledge
    return pledge >= 0 and rules.status_grave[rules.obligation[pledge].status[act_class]] == 1


@part
def names_option(link: Link, option: int) -> bool:
    """Whether a link concerns an option."""
    for i in range(link.n_chosen):
        if link.chosen[i] == option:
            return True
    return link.n_chosen == 0


@part
def concerns(rules: Rules, link: Link, decide: int, option: int, context: Context) -> bool:
    """Whether a link concerns an option of a decision in its context. decide: NONE where nobody decides."""
    if link.decide != decide or not names_option(link, option):
        return False
    if context.actor >= 0 and not link.factions >> context.actor & 1:
        return False
    if decide != ASK_ORDER:
        return True
    act_class = rules.action[option].act_class
    if link.classes and (act_class < 0 or not link.classes >> act_class & 1):
        return False
    return not link.grave or is_grave_at(rules, act_class, context.area)


@part
def added_by(rules: Rules, game: Game, link: Link, context: Context) -> int:
    """Return what one link adds; 0 while its conditions do not hold."""
    total = NOTHING
    if holds(rules, rules.condition, game, link.requires, context):
        for m in range(link.reads.first, link.reads.first + link.reads.n):
            total += modifier_value(rules, game, rules.modifier[m], context)
    return total


@part
def borne(rules: Rules, game: Game, joint: int, decide: int, option: int, context: Context) -> int:
    """Return what all links add to a number of the mechanisms. joint: TO_NUMBER to TO_REST."""
    total = NOTHING
    for i in range(rules.n_joined[joint]):
        link = rules.link[rules.joined[joint, i]]
        if concerns(rules, link, decide, option, context):
            total += added_by(rules, game, link, context)
    return total


@part
def affords(rules: Rules, game: Game, decide: int, order: Order, cost: Cost) -> bool:
    """Whether a faction can pay for an option, by its price and what links add to it. The option stands where an action does."""
    capital = borne(rules, game, TO_CAPITAL, decide, order.action, order)
    readiness = borne(rules, game, TO_READINESS, decide, order.action, order)
    return covers_price(rules, game, order.actor, cost, capital, readiness)


@part
def pay_for(rules: Rules, game: Game, decide: int, order: Order, cost: Cost) -> None:
    """Take the price of an option, with what links add to it."""
    capital = borne(rules, game, TO_CAPITAL, decide, order.action, order)
    readiness = borne(rules, game, TO_READINESS, decide, order.action, order)
    take(rules, game, order.actor, cost, capital, readiness)


@part
def place_of(rules: Rules, flashpoint: int, order: Order) -> None:
    """Write the context of a flashpoint: its challenger as actor, its holder as target."""
    row = rules.flashpoint[flashpoint]
    order.actor, order.action, order.area = row.challenger, NONE, row.area
    order.target, order.partner, order.piece = row.holder, NONE, NONE


@part
def move_rests(rules: Rules, game: Game, away: Array[i4], order: Order) -> None:
    """Add to `away`, by slot, how far links move where tracks rest (rule 8.2). order: room."""
    for i in range(rules.n_joined[TO_REST]):
        link = rules.link[rules.joined[TO_REST, i]]
        for flashpoint in range(rules.n_flashpoints):
            if not rules.flashpoint[flashpoint].in_play:
                continue
            place_of(rules, flashpoint, order)
            slot = slot_meant(rules, link.moves.subject, link.moves.what, link.moves.who, order)
            if slot >= 0:
                away[slot] += int32(added_by(rules, game, link, order))
            if link.moves.subject == FIXED:
                break  # one track, whatever the place: moved once, with the first place in play as context
