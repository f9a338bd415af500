"""Which level of response each debtor owes for an incident, from the obligations table alone (rule 5.2)."""

from __future__ import annotations

from kuroshio.kernel.jit import part
from kuroshio.kernel.mechanics.budget import role_slot
from kuroshio.kernel.state.codes import NONE, VICTIM
from kuroshio.kernel.state.game_records import Game, Incident
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
def owed_under(rules: Rules, game: Game, o: int, incident: Incident) -> int:
    """The level of response that obligation o asks of its debtor for an incident; 0 where it is not engaged."""
    obligation = rules.obligation[o]
    if obligation.creditor != incident.victim:
        return 0
    if incident.area >= 0 and not obligation.areas >> incident.area & 1:
        return 0  # an act without a place, such as a trade ban, is covered if its class is
    if game.turn < obligation.from_turn or game.turn > obligation.until_turn:
        return 0
    level = rules.status_expects[obligation.status[class_seen(rules, incident, obligation.debtor)]]
    if level > 0 and incident.intensity >= rules.procedure.stated_from:
        if game.track[role_slot(rules, rules.roles.stated, o)] >= rules.procedure.stated_weight:
            level = next_for_debtor(rules, level)
    return level


@part
def governing(rules: Rules, game: Game, incident: Incident, debtor: int) -> int:
    """Return the obligation that asks the highest level of a debtor for an incident, or NONE."""
    best, most = NONE, 0
    for i in range(rules.n_owed[debtor]):
        o = rules.owed[debtor, i]
        owed = owed_under(rules, game, o, incident)
        if owed > most:
            best, most = o, owed
    return best


@part
def owed_by(rules: Rules, game: Game, incident: Incident, debtor: int) -> int:
    """The level of response that a debtor owes for an incident, or NONE where it owes nothing."""
    o = governing(rules, game, incident, debtor)
    return NONE if o == NONE else owed_under(rules, game, o, incident)
