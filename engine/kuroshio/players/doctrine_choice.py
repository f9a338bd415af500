"""A seat's choice by its policy, from its view alone."""

from __future__ import annotations

from kuroshio.kernel.jit import part, verb
from kuroshio.kernel.legal_orders import (
    ALL,
    action_open,
    add_orders,
    in_season,
    legal_orders,
    orders_left,
    priced,
)
from kuroshio.kernel.mechanics.adjudication import area_key, faction_key
from kuroshio.kernel.mechanics.budget import count_purse, covers
from kuroshio.kernel.mechanics.conditions import holds
from kuroshio.kernel.state import dice
from kuroshio.kernel.state.codes import (
    ASK_CRISIS,
    ASK_GATE,
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
    int32,
    int64,
    uint64,
)
from kuroshio.kernel.state.fields import Array, i4, u8
from kuroshio.kernel.state.game_records import Game, Order
from kuroshio.kernel.state.order_numbers import copy_order, fill, option_of
from kuroshio.kernel.state.passed_records import Options
from kuroshio.kernel.state.rules_records import Cost, Rules
from kuroshio.players.doctrine_tables import Book, LeaningRow, Weighing

ONE = int64(1)
LUCK = uint64(0x6B75726F7368696F)  # sets the dice of policies apart from those of the game


@part
def luck_of(game: Game) -> u8:
    """Return the seed of the policies' own dice; a view does not hold the game's seed."""
    return dice.fold(game.seed, LUCK)


@part
def bits_for(rules: Rules, view: Game, luck: u8, purpose: int, attempt: int) -> u8:
    """64 random bits, keyed by what is being decided, so that no choice shifts another.

    purpose: DIE_CHOICE, or DIE_WAY for which order of the action chosen; attempt: below 256, for it is part of a key.
    """
    area, target = NONE, NONE
    if view.asking == ASK_SIGN:
        area, target = view.order[view.subject].area, view.order[view.subject].target
    return dice.draw(
        luck, view.turn, view.asking, rules.faction[view.seat].key, topic(rules, view), area_key(rules, area),
        faction_key(rules, target), int32(attempt), purpose, view.round_no,
    )  # fmt: skip


@part
def chance(rules: Rules, view: Game, luck: u8, purpose: int, attempt: int, n: int) -> int:
    """Return a number from 0 to n-1 from those bits."""
    return dice.pick(bits_for(rules, view, luck, purpose, attempt), n)


@part
def alike_before(view: Game) -> int:
    """Return how many earlier cases of the turn look the same as the one asked about, so that each gets dice of its own."""
    if view.asking != ASK_RESPOND and view.asking != ASK_GATE:
        return 0
    case, n = view.incident[view.cursor], 0
    for i in range(view.cursor):
        other = view.incident[i]
        if other.turn == case.turn and other.area == case.area:
            if other.intensity == case.intensity and other.act_class == case.act_class:
                n += 1
    return n


@part
def topic(rules: Rules, view: Game) -> u8:
    """Return the dice key of what a seat is asked about: ids and places, never a row."""
    if view.asking == ASK_ORDER:
        return uint64(view.ordered[view.seat] + view.moved[view.seat])
    if view.asking == ASK_SIGN:
        joint = view.order[view.subject]
        return dice.fold(rules.action[joint.action].key, rules.faction[joint.actor].key)
    if view.asking == ASK_PROCEED:
        return rules.project[view.subject].key
    if view.asking == ASK_CRISIS or view.asking == ASK_ROLE:
        return rules.flashpoint[view.subject].key
    case = view.incident[view.cursor]
    about = dice.fold(area_key(rules, case.area), uint64(case.intensity << 8 | case.act_class))
    if view.asking == ASK_GATE:
        return dice.fold(about, rules.gate[view.subject].key)
    return about


@part
def hold_back(rules: Rules, faction: int, choice: Order) -> None:
    """Write the order that ends a seat's planning."""
    for i in range(rules.n_hand[faction]):
        a = rules.hand[faction, i]
        if rules.action[a].mechanism == PASS:
            fill(choice, faction, a, NONE, NONE, NONE, NONE)
            return


@part
def anything_else(rules: Rules, view: Game, faction: int, options: Options) -> bool:
    """Whether a seat could do anything but hold back."""
    for i in range(rules.n_hand[faction]):
        a = rules.hand[faction, i]
        if rules.action[a].mechanism != PASS and action_open(rules, view, faction, a):
            if add_orders(rules, view, faction, a, options, NOTHING, ONE) > 0:
                return True
    return False


@part
def order_at_random(rules: Rules, view: Game, luck: u8, options: Options, weighing: Weighing) -> int:
    """Choose an action with equal chances, then one of its orders; else the many redeployments would crowd out the rest."""
    faction, choice = view.seat, weighing.choice[0]
    n_open = list_open(rules, view, faction, weighing)
    for attempt in range(n_open):
        drawn = chance(rules, view, luck, DIE_CHOICE, attempt, n_open - attempt)
        a = weighing.open[drawn]
        weighing.open[drawn] = weighing.open[n_open - attempt - 1]
        n = add_orders(rules, view, faction, a, options, NOTHING, ALL)
        if n > 0:
            copy_order(choice, options[chance(rules, view, luck, DIE_WAY, NOTHING, n)])
            if rules.action[a].mechanism != PASS:
                return 2
            return 2 if anything_else(rules, view, faction, options) else 1
    hold_back(rules, faction, choice)
    return 1


@part
def list_turn(rules: Rules, view: Game, faction: int, weighing: Weighing) -> None:
    """List the actions that a seat may order this turn, whatever it orders meanwhile."""
    weighing.n_standing = 0
    for i in range(rules.n_hand[faction]):
        if in_season(rules, view, faction, rules.hand[faction, i]):
            weighing.standing[weighing.n_standing] = rules.hand[faction, i]
            weighing.n_standing += 1


@part
def list_open(rules: Rules, view: Game, faction: int, weighing: Weighing) -> int:
    """List the actions that a seat may still order; return how many there are."""
    if not weighing.kept:
        list_turn(rules, view, faction, weighing)
    count_purse(rules, view, faction, weighing.purse)
    n = 0
    for k in range(weighing.n_standing):
        if still_open(rules, view, faction, weighing.standing[k], weighing.purse):
            weighing.open[n] = weighing.standing[k]
            n += 1
    return n


@part
def still_open(rules: Rules, view: Game, faction: int, a: int, purse: Cost) -> bool:
    """Whether an action that is in season is open to a seat, by what it has ordered and has in its purse."""
    return orders_left(rules, view, faction, a) and (not priced(rules.action[a]) or covers(purse, rules.action[a].cost))


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
def weigh_turn(rules: Rules, book: Book, doctrine: int, view: Game, options: Options, weighing: Weighing) -> None:
    """List the leanings that may weigh something while the seat plans this turn, by what nothing that it orders can change."""
    first = book.lines[doctrine, ASK_ORDER].first
    weighing.n_standing = 0
    for i in range(book.n_live[doctrine]):
        leaning = book.leaning[first + i]
        if leaning.weight > 0 and in_season(rules, view, view.seat, leaning.chosen):
            if leaning.of_purse or holds_for(rules, book, view, leaning, options[0]):
                weighing.standing[weighing.n_standing] = i
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
            weighing.weight[k] = leaning.weight
            total += leaning.weight
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
def choose(rules: Rules, book: Book, policy: Array[i4], view: Game, luck: u8, options: Options, weighing: Weighing) -> None:
    """Write into `weighing.choice[0]` what the policy of the seat that is asked chooses; its options are in `weighing.legal`.

    `policy` holds by faction the row of a doctrine, or a negative number for choices at random. `weighing.legal` is 1
    where the seat had no choice, else 2 or more. `weighing.kept` must be 0 unless the same seat was the last to be asked, for an
    order, and chose by the same policy and with the same weighing.
    """
    doctrine = policy[view.seat]
    if view.asking == ASK_ORDER:
        if doctrine < 0:
            weighing.legal = order_at_random(rules, view, luck, options, weighing)
        else:
            weighing.legal = order_by_doctrine(rules, book, doctrine, view, luck, options, weighing)
        weighing.kept = 0
        return
    n = legal_orders(rules, view, options)
    i = 0
    if doctrine >= 0:
        i = option_by_doctrine(rules, book, doctrine, view, luck, options, n, weighing)
    elif n > 1:
        i = chance(rules, view, luck, DIE_CHOICE, alike_before(view), n)
    copy_order(weighing.choice[0], options[i])
    weighing.legal = n


@verb
def luck_in(game: Game) -> u8:
    """Return the seed of the policies' dice in a game, for a caller that steps it from Python."""
    return luck_of(game)


@part
def luck_at(rules: Rules, view: Game, key: u8) -> u8:
    """Return a compiled player's luck for the present decision. key: of its seat and game (`player_key`)."""
    return bits_for(rules, view, key, DIE_CHOICE, alike_before(view))


@verb
def luck_of_player(rules: Rules, view: Game, key: u8) -> u8:
    """`luck_at`, for a caller that asks a compiled player from Python."""
    return luck_at(rules, view, key)


@verb
def weigh_hand(rules: Rules, book: Book, doctrine: int, view: Game, options: Options, weighing: Weighing) -> int:
    """Write into `weighing.weight` the weight of each order leaning of a doctrine for the asked seat; return how many."""
    return weigh_leanings(rules, book, doctrine, view, options, weighing)
