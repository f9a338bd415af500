"""Which level of response each debtor owes for an incident, from the obligations table alone (rule 5.2)."""

from __future__ import annotations

from kuroshio.kernel.jit import part
from kuroshio.kernel.mechanics.budget import role_slot
from kuroshio.kernel.mechanics.links import borne
from kuroshio.kernel.state.codes import NONE, TO_EXPECTED, VICTIM
from kuroshio.kernel.state.game_records import Game, Incident, Order
from kuroshio.kernel.state.rules_records import Rules


@part
def class_seen(rules: Rules, incident: Incident, faction: int) -> int:
    """Return the act class as a seat counts it: one lower while the seat has not attributed the act."""
    if incident.attributed[faction] != NONE:
        return incident.act_class
    return rules.class_lower[incident.act_class]


@part
def next_for_debtor(rules: Rules, level: int) -> int:
    """Return the next higher level that is not open to the victim alone; the highest returns itself."""
    for higher in range(level + 1, rules.n_levels):
        if rules.level[higher].who != VICTIM:
            return higher
    return level


@part
def shortfall(rules: Rules, expected: int, given: int) -> int:
    """Return how many levels, of those open to a debtor, an answer lies below the expected one (rule 5.4)."""
    short = 0
    for level in range(given + 1, expected + 1):
        if rules.level[level].who != VICTIM:
            short += 1
    return short


@part
def lower_for_debtor(rules: Rules, level: int) -> int:
    """Return the next lower level that is not open to the victim alone; 0 below the lowest of them."""
    for lower in range(level - 1, 0, -1):
        if rules.level[lower].who != VICTIM:
            return lower
    return 0


@part
def is_grave(rules: Rules, o: int, incident: Incident) -> bool:
    """Whether an incident tests an obligation, as its debtor counts the act: its answer moves what is believed (rule 5.4)."""
    obligation = rules.obligation[o]
    return rules.status_grave[obligation.status[class_seen(rules, incident, obligation.debtor)]] == 1


@part
def moved_by_links(rules: Rules, game: Game, o: int, incident: Incident, level: int, order: Order) -> int:
    """Return what is expected once links have added levels or taken them (rule 9): at least nothing. order: room."""
    obligation = rules.obligation[o]
    order.actor, order.action, order.area = obligation.debtor, NONE, incident.area
    order.target, order.partner, order.piece = obligation.creditor, NONE, NONE
    steps = borne(rules, game, TO_EXPECTED, NONE, NONE, order)
    while steps > 0:
        level, steps = next_for_debtor(rules, level), steps - 1
    while steps < 0:
        level, steps = lower_for_debtor(rules, level), steps + 1
    return level


@part
def speaks_to(rules: Rules, game: Game, o: int, incident: Incident) -> bool:
    """Whether obligation o covers the victim of an incident, its place and its time."""
    obligation = rules.obligation[o]
    if obligation.creditor != incident.victim:
        return False
    if incident.area >= 0 and not obligation.areas >> incident.area & 1:
        return False  # an act without a place, such as a trade ban, is covered if its class is
    return obligation.from_turn <= game.turn <= obligation.until_turn


@part
def owed_under(rules: Rules, game: Game, o: int, incident: Incident, order: Order) -> int:
    """The level of response that obligation o asks of its debtor for an incident; 0 where it is not engaged. order: room."""
    if not speaks_to(rules, game, o, incident):
        return 0
    obligation = rules.obligation[o]
    level = rules.status_expects[obligation.status[class_seen(rules, incident, obligation.debtor)]]
    if level == 0 or not is_grave(rules, o, incident):
        return level
    if incident.intensity >= rules.procedure.stated_from:
        if game.track[role_slot(rules, rules.roles.stated, o)] >= rules.procedure.stated_weight:
            level = next_for_debtor(rules, level)
    return moved_by_links(rules, game, o, incident, level, order)


@part
def governing(rules: Rules, game: Game, incident: Incident, debtor: int, order: Order) -> int:
    """Return the obligation that asks the highest level of a debtor for an incident, or NONE. order: room."""
    best, most = NONE, 0
    for i in range(rules.n_owed[debtor]):
        o = rules.owed[debtor, i]
        owed = owed_under(rules, game, o, incident, order)
        if owed > most:
            best, most = o, owed
    return best


@part
def owed_by(rules: Rules, game: Game, incident: Incident, debtor: int, order: Order) -> int:
    """The level of response that a debtor owes for an incident; NONE where it owes nothing. order: room.

    0 where it has a right to answer and no duty (rule 5.2).
    """
    o = governing(rules, game, incident, debtor, order)
    if o != NONE:
        return owed_under(rules, game, o, incident, order)
    return 0 if is_invited(rules, game, incident, debtor) else NONE


@part
def is_invited(rules: Rules, game: Game, incident: Incident, debtor: int) -> bool:
    """Whether some obligation of a debtor's gives it the right to answer an incident."""
    for i in range(rules.n_owed[debtor]):
        o = rules.owed[debtor, i]
        status = rules.obligation[o].status[class_seen(rules, incident, debtor)]
        if rules.status_invites[status] and speaks_to(rules, game, o, incident):
            return True
    return False
