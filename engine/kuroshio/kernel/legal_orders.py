"""The legal choices of the seat that is asked; every choice is an order of six whole numbers (rule 2).

For questions other than "order", `action` holds the option (`option_of`): NO or YES, a response level, a crisis choice, a role.
"""

from __future__ import annotations

from kuroshio.kernel.jit import part, verb
from kuroshio.kernel.mechanics.budget import afford, covers, role_slot
from kuroshio.kernel.mechanics.conditions import flashpoint_at, holds, stance_slot
from kuroshio.kernel.mechanics.legal_decisions import gate_shut
from kuroshio.kernel.mechanics.links import affords
from kuroshio.kernel.mechanics.pieces import destinations, hosts, in_reach, is_busy, serving_piece
from kuroshio.kernel.mechanics.posture_answers import posture_pays
from kuroshio.kernel.mechanics.signatures import can_sign
from kuroshio.kernel.state.codes import (
    ANY,
    ASK_CRISIS,
    ASK_GATE,
    ASK_ORDER,
    ASK_PROCEED,
    ASK_RESPOND,
    ASK_ROLE,
    ASK_SIGN,
    F_VICTIM,
    LOWER,
    NO,
    NONE,
    NOTHING,
    PASS,
    RAISE,
    REDEPLOY,
    VICTIM,
    YES,
    int32,
    int64,
)
from kuroshio.kernel.state.entry_part_records import Cost
from kuroshio.kernel.state.game_records import Game, Order
from kuroshio.kernel.state.order_numbers import fill, option_of
from kuroshio.kernel.state.result_records import Options
from kuroshio.kernel.state.rules_records import Action, Rules
from kuroshio.model.capacities import MAX_OPTIONS, MAX_ORDERS

ALL = int64(MAX_OPTIONS)  # all legal orders that there is room for


@part
def already_ordered(rules: Rules, game: Game, order: Order) -> bool:
    """Whether the seat has already committed this act in this place on this target, or a change of this posture."""
    mechanism = rules.action[order.action].mechanism
    for i in range(game.n_orders):
        other = game.order[i]
        if other.actor != order.actor or other.action < 0:
            continue
        theirs = rules.action[other.action].mechanism
        if mechanism == RAISE or mechanism == LOWER:
            if (theirs == RAISE or theirs == LOWER) and other.area == order.area:
                return True
        elif other.action == order.action and other.area == order.area and other.target == order.target:
            return True
    return False


@part
def move_affordable(rules: Rules, game: Game, faction: int) -> bool:
    """Whether a faction may order one more redeployment: some are free, the next are paid for (rule 2.4)."""
    procedure = rules.procedure
    if game.moved[faction] >= procedure.most_moves:
        return False
    if game.moved[faction] < rules.faction[faction].free_moves:
        return True
    return game.track[role_slot(rules, rules.roles.readiness, faction)] >= procedure.move_readiness


@part
def priced(action: Action) -> bool:
    """Whether an action takes one of a seat's orders and its price: all but redeploying and holding back."""
    return action.mechanism != PASS and action.mechanism != REDEPLOY


@part
def in_season(rules: Rules, game: Game, faction: int, a: int) -> bool:
    """Whether an action is a faction's to order in this turn, whatever it has done and can pay."""
    action = rules.action[a]
    if not action.actors >> faction & 1 or action.everyday:
        return False
    return not priced(action) or action.from_turn <= game.turn <= action.until_turn


@part
def orders_left(rules: Rules, game: Game, faction: int, a: int) -> bool:
    """Whether what a faction has ordered this turn leaves it an action of its own, price apart."""
    action = rules.action[a]
    if action.mechanism == PASS:
        return True
    if game.n_orders >= MAX_ORDERS:
        return False
    if action.mechanism == REDEPLOY:
        return move_affordable(rules, game, faction)
    return game.ordered[faction] < rules.faction[faction].orders and not (action.focused and game.focused[faction])


@part
def action_open(rules: Rules, game: Game, faction: int, a: int) -> bool:
    """Whether a faction may still order an action this turn, before any target is named."""
    if not in_season(rules, game, faction, a) or not orders_left(rules, game, faction, a):
        return False
    return not priced(rules.action[a]) or afford(rules, game, faction, rules.action[a].cost)


@part
def still_open(rules: Rules, view: Game, faction: int, a: int, purse: Cost) -> bool:
    """Whether an action that is in season is open to a seat, by what it has ordered and has in its purse."""
    return orders_left(rules, view, faction, a) and (not priced(rules.action[a]) or covers(purse, rules.action[a].cost))


@part
def posture_may_change(rules: Rules, game: Game, order: Order) -> bool:
    """Whether a posture can go one step up or down from where it is."""
    flashpoint = flashpoint_at(rules, order.area)
    if flashpoint == NONE or rules.flashpoint[flashpoint].side[order.actor] == NONE:
        return False
    slot = stance_slot(rules, rules.roles.posture, order.actor, flashpoint)
    track = rules.track[rules.slot_track[slot]]
    if rules.action[order.action].mechanism == RAISE:
        return game.track[slot] < track.most
    return game.track[slot] > track.least


@part
def order_open(rules: Rules, game: Game, order: Order) -> bool:
    """Whether an order is legal, given that its action is open to the actor."""
    action = rules.action[order.action]
    if action.mechanism == RAISE or action.mechanism == LOWER:
        if not posture_may_change(rules, game, order):
            return False
    if not holds(rules, rules.condition, game, action.requires, order):
        return False
    return not already_ordered(rules, game, order)


@part
def add_moves(rules: Rules, game: Game, faction: int, a: int, options: Options, n: int, most: int) -> int:
    """Add every redeployment of every piece to the options, up to `most` of them."""
    hosted = hosts(rules, game, faction)
    for p in range(rules.n_pieces):
        if rules.piece[p].faction != faction or game.piece_area[p] < 0 or is_busy(game, p):
            continue
        reached = destinations(rules, game, p, hosted)
        for area in range(rules.n_areas):
            if reached >> area & 1:
                if n >= most:
                    return n
                fill(options[n], faction, a, area, NONE, NONE, p)
                n += 1
    return n


@part
def add_orders(rules: Rules, game: Game, faction: int, a: int, options: Options, n: int, most: int) -> int:
    """Add every legal order of one open action to the options, up to `most` of them; return how many there are now."""
    action = rules.action[a]
    if action.mechanism == REDEPLOY:
        return add_moves(rules, game, faction, a, options, n, most)
    for i in range(max(action.n_areas, 1)):
        area = action.area[i] if action.n_areas else NONE
        piece = NONE
        if action.kinds:
            piece = serving_piece(rules, game, faction, action.kinds, area)
            if piece == NONE:
                continue
        for j in range(max(action.n_targets, 1)):
            target = action.target[j] if action.n_targets else NONE
            if target == faction or (target >= 0 and not rules.faction[target].seated):
                continue
            for k in range(max(action.n_partners, 1)):
                partner = action.partner[k] if action.n_partners else NONE
                if partner == faction or (partner >= 0 and not rules.faction[partner].seated):
                    continue
                if n >= most:
                    return n
                fill(options[n], faction, a, area, target, partner, piece)
                if order_open(rules, game, options[n]):
                    n += 1
    return n


@part
def all_orders(rules: Rules, game: Game, faction: int, options: Options) -> int:
    """Every order that a seat may commit now, in the order of the catalogue."""
    n = NOTHING
    for i in range(rules.n_hand[faction]):
        a = rules.hand[faction, i]
        if action_open(rules, game, faction, a):
            n = add_orders(rules, game, faction, a, options, n, ALL)
    return n


@part
def incident_order(game: Game, faction: int, option: int, order: Order) -> None:
    """Write the order by which readings are taken for an answer: the seat as actor, the attributed author as target."""
    incident = game.incident[game.subject]
    fill(order, faction, option, incident.area, incident.attributed[faction], NONE, NONE)


@part
def level_open(rules: Rules, game: Game, order: Order) -> bool:
    """Whether a seat may answer at this level: its part, its law, its forces in reach, its purse."""
    answer = option_of(order)
    level = rules.level[answer]
    is_victim = game.fact[F_VICTIM] == 1
    if level.who != ANY and (level.who == VICTIM) != is_victim:
        return False
    if posture_pays(rules, game, order):
        return True
    if not affords(rules, game, ASK_RESPOND, order, level.cost) or gate_shut(rules, game, order.actor, answer, order.area):
        return False
    if level.kinds and not in_reach(rules, game, order.actor, level.kinds, order.area):
        return False
    return holds(rules, rules.condition, game, level.requires, order)


@part
def all_levels(rules: Rules, game: Game, faction: int, options: Options) -> int:
    """Every level at which a seat may answer the incident before it."""
    n = 0
    for level in range(rules.n_levels):
        incident_order(game, faction, int32(level), options[n])
        if level_open(rules, game, options[n]):
            n += 1
    return n


@part
def crisis_order(rules: Rules, game: Game, faction: int, option: int, order: Order) -> None:
    """The light in which a seat acts in a crisis: principals face each other, others face nobody."""
    flashpoint = rules.flashpoint[game.crisis]
    target = NONE
    if faction == flashpoint.challenger:
        target = flashpoint.holder
    elif faction == flashpoint.holder:
        target = flashpoint.challenger
    fill(order, faction, option, flashpoint.area, target, NONE, NONE)


@part
def all_crisis_choices(rules: Rules, game: Game, faction: int, options: Options) -> int:
    """Climb, hold, off-ramp: those that the faction can pay for."""
    n = 0
    for choice in range(3):
        crisis_order(rules, game, faction, int32(choice), options[n])
        if affords(rules, game, ASK_CRISIS, options[n], rules.crisis_cost[choice]):
            n += 1
    return n


@part
def all_roles(rules: Rules, game: Game, faction: int, options: Options) -> int:
    """The parts that a faction outside the crisis may play."""
    n = 0
    for r in range(rules.n_crisis_roles):
        crisis_order(rules, game, faction, int32(r), options[n])
        role = rules.crisis_role[r]
        if affords(rules, game, ASK_ROLE, options[n], role.cost) and holds(
            rules, rules.condition, game, role.requires, options[n]
        ):
            n += 1
    return n


@part
def yes_or_no(faction: int, can_say_yes: bool, options: Options) -> int:
    """No, and yes if it can be paid for."""
    fill(options[0], faction, NO, NONE, NONE, NONE, NONE)
    if not can_say_yes:
        return 1
    fill(options[1], faction, YES, NONE, NONE, NONE, NONE)
    return 2


@part
def can_proceed(rules: Rules, game: Game, faction: int, order: Order) -> bool:
    """Whether the decider can pay for the next stage of the project before it, its conditions met."""
    project = rules.project[game.subject]
    stage = project.stage[game.track[project.slot] - 1]
    fill(order, project.lead, NONE, NONE, project.partner, NONE, NONE)
    return afford(rules, game, faction, stage.cost) and holds(rules, rules.condition, game, stage.requires, order)


@verb
def legal_orders(rules: Rules, game: Game, options: Options) -> int:
    """Fill the caller's buffer with every legal choice of the seat that is asked; return how many there are.

    Meant for the seat's view: what it may not know cannot make an order legal.
    """
    faction = game.seat
    if game.asking == ASK_ORDER:
        return all_orders(rules, game, faction, options)
    if game.asking == ASK_RESPOND:
        return all_levels(rules, game, faction, options)
    if game.asking == ASK_CRISIS:
        return all_crisis_choices(rules, game, faction, options)
    if game.asking == ASK_ROLE:
        return all_roles(rules, game, faction, options)
    if game.asking == ASK_SIGN:
        return yes_or_no(faction, can_sign(rules, game, faction), options)
    if game.asking == ASK_GATE:
        return yes_or_no(faction, afford(rules, game, faction, rules.gate[game.subject].cost), options)
    if game.asking == ASK_PROCEED:
        return yes_or_no(faction, can_proceed(rules, game, faction, options[0]), options)
    return 0
