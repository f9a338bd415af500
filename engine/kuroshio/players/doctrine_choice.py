"""A seat's choice by its doctrine, from its view alone: leanings are weighed, and a die picks by weight."""

from __future__ import annotations

from kuroshio.kernel.jit import part, verb
from kuroshio.kernel.legal_orders import ALL, add_orders, in_season, still_open
from kuroshio.kernel.mechanics.budget import count_purse
from kuroshio.kernel.mechanics.conditions import holds
from kuroshio.kernel.mechanics.links import borne
from kuroshio.kernel.state.codes import (
    ASK_CRISIS,
    ASK_ORDER,
    ASK_PROCEED,
    ASK_RESPOND,
    ASK_ROLE,
    ASK_SIGN,
    DIE_CHOICE,
    DIE_WAY,
    NONE,
    NOTHING,
    PASS,
    QUARTERS,
    TO_WEIGHT,
    int32,
    int64,
)
from kuroshio.kernel.state.fields import Array, i4, u8
from kuroshio.kernel.state.game_records import Game, Order
from kuroshio.kernel.state.order_numbers import copy_order, fill, option_of
from kuroshio.kernel.state.result_records import Options
from kuroshio.kernel.state.rules_records import Rules
from kuroshio.players.choice_dice import alike_before, chance
from kuroshio.players.doctrine_tables import Book, LeaningRow, Weighing
from kuroshio.players.holding_back import anything_else, hold_back


@part
def keep_fitting(rules: Rules, leaning: LeaningRow, options: Options, n: int) -> int:
    """Drop the orders that a leaning does not fit; return how many are left."""
    kept = 0
    for i in range(n):
        order = options[i]
        if leaning.area >= 0 and order.area != leaning.area:
            continue
        if leaning.target >= 0 and order.target != leaning.target:
            continue
        if leaning.partner >= 0 and order.partner != leaning.partner:
            continue
        if leaning.kind >= 0 and (order.piece < 0 or rules.piece[order.piece].kind != leaning.kind):
            continue
        copy_order(options[kept], order)
        kept += 1
    return kept


@part
def holds_for(rules: Rules, book: Book, view: Game, leaning: LeaningRow, order: Order) -> bool:
    """Whether the conditions of a leaning to an order hold; `order`: room for what they are read in."""
    fill(order, view.seat, leaning.chosen, leaning.area, leaning.target, leaning.partner, NONE)
    return holds(rules, book.condition, view, leaning.when, order)


@part
def pulled(weight: int, quarters: int) -> int:
    """Return a weight in quarters, with what links add to it (rule 9); never below 0."""
    return int32(max(weight * (QUARTERS + quarters), 0))


@part
def pulled_order(rules: Rules, view: Game, leaning: LeaningRow, order: Order) -> int:
    """Return the weight of a leaning to an order, in quarters, as links make it more or less likely. order: room.

    Where a leaning leaves the place open, it is the first that its action names.
    """
    a = leaning.chosen
    if not rules.pulled[a]:
        return int32(leaning.weight * QUARTERS)
    action = rules.action[a]
    area = leaning.area
    if area < 0 and action.n_areas:
        area = action.area[0]
    target = leaning.target
    if target < 0 and action.n_targets:
        target = action.target[0]
    fill(order, view.seat, a, area, target, leaning.partner, NONE)
    return pulled(leaning.weight, borne(rules, view, TO_WEIGHT, ASK_ORDER, a, order))


@part
def weigh_turn(rules: Rules, book: Book, doctrine: int, view: Game, options: Options, weighing: Weighing) -> None:
    """List the leanings that may weigh something while the seat plans this turn, by what nothing that it orders can change."""
    first = book.lines[doctrine, ASK_ORDER].first
    weighing.n_standing = 0
    for i in range(book.n_live[doctrine]):
        leaning = book.leaning[first + i]
        if leaning.weight > 0 and in_season(rules, view, view.seat, leaning.chosen):
            if leaning.of_purse or holds_for(rules, book, view, leaning, options[0]):
                weighing.standing[weighing.n_standing] = i
                weighing.pulled[weighing.n_standing] = pulled_order(rules, view, leaning, options[0])
                weighing.n_standing += 1


@part
def weigh_orders(rules: Rules, book: Book, doctrine: int, view: Game, options: Options, weighing: Weighing) -> int:
    """Write what each standing leaning weighs now, by its action and the purse; return the sum."""
    if not weighing.kept:
        weigh_turn(rules, book, doctrine, view, options, weighing)
    count_purse(rules, view, view.seat, weighing.purse)
    first, total = book.lines[doctrine, ASK_ORDER].first, NOTHING
    for k in range(weighing.n_standing):
        weighing.weight[k] = 0
        leaning = book.leaning[first + weighing.standing[k]]
        if not still_open(rules, view, view.seat, leaning.chosen, weighing.purse):
            continue
        if not leaning.of_purse or holds_for(rules, book, view, leaning, options[0]):
            weighing.weight[k] = weighing.pulled[k]
            total += weighing.pulled[k]
    return total


@part
def weigh_leanings(rules: Rules, book: Book, doctrine: int, view: Game, options: Options, weighing: Weighing) -> int:
    """Write what each leaning to an order weighs now, by its place in the doctrine; return how many there are."""
    weigh_orders(rules, book, doctrine, view, options, weighing)
    n, k = book.lines[doctrine, ASK_ORDER].n, weighing.n_standing - 1
    for i in range(n - 1, -1, -1):  # from the last on, for standing leaning k is in place k or later
        if k >= 0 and weighing.standing[k] == i:
            weighing.weight[i] = weighing.weight[k]
            k -= 1
        else:
            weighing.weight[i] = 0
    return n


@part
def heaviest(weight: Array[i4], n: int, at: int) -> int:
    """Return the row at which the running sum of weights passes `at`."""
    for i in range(n):
        if at < weight[i]:
            return i
        at -= weight[i]
    return NONE


@part
def order_by_doctrine(rules: Rules, book: Book, doctrine: int, view: Game, luck: u8, options: Options, weighing: Weighing) -> int:
    """Choose an action by weight, then an order that its leaning fits; hold back if no leaning has weight."""
    faction, choice = view.seat, weighing.choice[0]
    first = book.lines[doctrine, ASK_ORDER].first
    total = weigh_orders(rules, book, doctrine, view, options, weighing)
    attempt = NOTHING
    while total > 0:
        k = heaviest(weighing.weight, int64(weighing.n_standing), chance(rules, view, luck, DIE_CHOICE, attempt, total))
        leaning = book.leaning[first + weighing.standing[k]]
        if rules.action[leaning.chosen].mechanism == PASS:
            break
        n = add_orders(rules, view, faction, leaning.chosen, options, NOTHING, ALL)
        n = keep_fitting(rules, leaning, options, n)
        if n > 0:
            copy_order(choice, options[chance(rules, view, luck, DIE_WAY, NOTHING, n)])
            return 2
        total -= weighing.weight[k]
        weighing.weight[k] = 0
        attempt += 1
    hold_back(rules, faction, choice)
    return 2 if anything_else(rules, view, faction, options) else 1


@part
def yes_no_weights(rules: Rules, book: Book, doctrine: int, view: Game, options: Options, weighing: Weighing) -> None:
    """Weigh no and yes: each leaning about the subject of the question adds to both."""
    span = book.lines[doctrine, view.asking]
    order = weighing.choice[0]
    subject = view.subject
    if view.asking == ASK_SIGN:
        copy_order(order, view.order[view.subject])
        subject = order.action
    elif view.asking == ASK_PROCEED:
        project = rules.project[view.subject]
        fill(order, project.lead, NONE, NONE, project.partner, NONE, NONE)
    else:
        case = view.incident[view.cursor]
        fill(order, view.seat, NONE, case.area, case.attributed[view.seat], NONE, NONE)
    weighing.weight[0], weighing.weight[1] = 0, 0
    for i in range(span.n):
        leaning = book.leaning[span.first + i]
        if leaning.chosen == subject and fits(leaning, order) and holds(rules, book.condition, view, leaning.when, order):
            weighing.weight[0] += leaning.against
            weighing.weight[1] += leaning.weight
    order.actor = view.seat
    weighing.weight[0] *= QUARTERS
    weighing.weight[1] = pulled(weighing.weight[1], borne(rules, view, TO_WEIGHT, view.asking, subject, order))


@part
def fits(leaning: LeaningRow, order: Order) -> bool:
    """Whether a leaning fits an order that a seat is asked to sign; the partner is then the seat that proposes it."""
    if leaning.partner >= 0 and order.actor != leaning.partner:
        return False
    if leaning.area >= 0 and order.area != leaning.area:
        return False
    return leaning.target < 0 or order.target == leaning.target


@part
def option_weights(rules: Rules, book: Book, doctrine: int, view: Game, options: Options, n: int, weighing: Weighing) -> None:
    """Write the weight of each option: the sum of the leanings that name it."""
    span = book.lines[doctrine, view.asking]
    for i in range(n):
        weighing.weight[i] = 0
        for j in range(span.n):
            leaning = book.leaning[span.first + j]
            if leaning.chosen == option_of(options[i]) and holds(rules, book.condition, view, leaning.when, options[i]):
                weighing.weight[i] += leaning.weight
        quarters = borne(rules, view, TO_WEIGHT, view.asking, option_of(options[i]), options[i])
        weighing.weight[i] = pulled(weighing.weight[i], quarters)


@part
def option_by_doctrine(
    rules: Rules, book: Book, doctrine: int, view: Game, luck: u8, options: Options, n: int, weighing: Weighing
) -> int:
    """Choose an option by weight; the first if none has weight."""
    if view.asking == ASK_RESPOND or view.asking == ASK_CRISIS or view.asking == ASK_ROLE:
        option_weights(rules, book, doctrine, view, options, n, weighing)
    else:
        yes_no_weights(rules, book, doctrine, view, options, weighing)
    total = NOTHING
    for i in range(n):
        total += weighing.weight[i]
    if total == 0:
        return 0
    return heaviest(weighing.weight, n, chance(rules, view, luck, DIE_CHOICE, alike_before(view), total))


@verb
def weigh_hand(rules: Rules, book: Book, doctrine: int, view: Game, options: Options, weighing: Weighing) -> int:
    """Write into `weighing.weight` the weight of each order leaning of a doctrine for the asked seat; return how many."""
    return weigh_leanings(rules, book, doctrine, view, options, weighing)
