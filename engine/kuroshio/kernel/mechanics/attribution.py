"""Attribution: whether an act is noticed, whom each seat holds responsible, how evidence is shared (rules 3.4 to 3.7)."""

from __future__ import annotations

from kuroshio.kernel.jit import part
from kuroshio.kernel.mechanics.adjudication import faction_key, roll_for
from kuroshio.kernel.mechanics.effects import apply, only
from kuroshio.kernel.mechanics.pieces import pair_level, sensor_areas
from kuroshio.kernel.state import dice
from kuroshio.kernel.state.codes import (
    DIE_ATTRIBUTE,
    DIE_NOTICE,
    L_ATTRIBUTED,
    NONE,
    UNATTRIBUTED,
    ZERO,
    int32,
)
from kuroshio.kernel.state.game_records import Game, Incident, Order
from kuroshio.kernel.state.log import told_incident, write
from kuroshio.kernel.state.order_numbers import fill
from kuroshio.kernel.state.result_records import Log, Scratch
from kuroshio.kernel.state.rules_records import Rules

LEAST_TOTAL = 2  # of two dice


@part
def noticed(rules: Rules, game: Game, order: Order, occurrence: int) -> bool:
    """Whether a covert act comes to light; an open one always does (rule 3.4)."""
    action = rules.action[order.action]
    if action.hidden_until < 1:
        return True
    bits = roll_for(rules, game, order, action.key, occurrence, DIE_NOTICE, ZERO)
    bonus = rules.procedure.attribution_sensor if sees(rules, game, order.target, order.area) else 0
    return dice.die_1(bits) + dice.die_2(bits) + bonus >= action.hidden_until


@part
def sees(rules: Rules, game: Game, faction: int, area: int) -> bool:
    """Whether a faction has a sensor in an area."""
    return faction >= 0 and area >= 0 and sensor_areas(rules, game, faction) >> area & 1 == 1


@part
def attribute_alone(rules: Rules, game: Game, incident: Incident, order: Order, faction: int) -> int:
    """Roll one seat's attribution of the incident: right, wrong or none yet (rule 3.5)."""
    action = rules.action[incident.action]
    procedure = rules.procedure
    number = procedure.attribution_at[action.deniability]
    if number <= LEAST_TOTAL:
        return incident.actor
    bonus = procedure.attribution_wait * incident.evidence
    if sees(rules, game, faction, incident.area):
        bonus += procedure.attribution_sensor
    key = dice.fold(action.key, faction_key(rules, faction))
    bits = roll_for(rules, game, order, key, incident.occurrence, DIE_ATTRIBUTE, incident.evidence)
    total = dice.die_1(bits) + dice.die_2(bits) + bonus
    if total >= number:
        return incident.actor
    if total <= number - procedure.setback_by and action.mistaken_for >= 0 and action.mistaken_for != faction:
        return action.mistaken_for
    return NONE


@part
def attribute(rules: Rules, game: Game, i: int, order: Order, log: Log, cause: int) -> int:
    """Every seat attributes the incident; intelligence partners share the result (rule 3.6). Returns the victim's line."""
    incident = game.incident[i]
    for f in range(rules.n_factions):
        if f != incident.actor and incident.attributed[f] != incident.actor and rules.faction[f].seated:
            incident.attributed[f] = attribute_alone(rules, game, incident, order, f)
    share_evidence(rules, game, incident)
    f = incident.victim
    return write(game, log, L_ATTRIBUTED, only(f), order, int32(i), incident.attributed[f], cause) if f >= 0 else NONE


@part
def share_evidence(rules: Rules, game: Game, incident: Incident) -> None:
    """Give each seat the right attribution of a partner that shares enough intelligence with it; one step, not a chain."""
    knew = 0
    for f in range(rules.n_factions):
        if incident.attributed[f] == incident.actor:
            knew |= 1 << f
    if knew == 0 or knew == only(incident.actor):
        return
    for f in range(rules.n_factions):
        if knew >> f & 1:
            continue
        for g in range(rules.n_factions):
            if knew >> g & 1 and g != incident.actor:
                if pair_level(rules, game, rules.roles.sharing, f, g) >= rules.procedure.shared_evidence:
                    incident.attributed[f] = incident.actor


@part
def reopen_cases(rules: Rules, game: Game, scratch: Scratch, log: Log) -> None:
    """Attribute open cases again with the evidence since; close those that are too old (rule 3.7)."""
    kept = 0
    for i in range(game.n_incidents):
        incident = game.incident[i]
        victim = incident.victim
        if victim < 0 or incident.attributed[victim] == incident.actor:
            continue
        if game.turn - incident.turn > rules.procedure.case_turns:
            game.tally[UNATTRIBUTED] += 1
            continue
        incident.evidence += 1
        order = scratch.order[0]
        fill(order, incident.actor, incident.action, incident.area, victim, NONE, NONE)
        at = attribute(rules, game, i, order, log, told_incident(game, log, incident))
        if incident.attributed[victim] == incident.actor:
            late = rules.procedure.late_attribution
            apply(rules, game, log, late.first, late.n, order, at)
            continue
        copy_incident(game.incident[kept], incident)
        kept += 1
    for i in range(kept, game.n_incidents):
        clear_incident(game.incident[i])
    game.n_incidents = kept


@part
def clear_incident(incident: Incident) -> None:
    """Reset the record of a closed incident."""
    incident.actor, incident.action, incident.area, incident.flashpoint = NONE, NONE, NONE, NONE
    incident.victim, incident.intensity, incident.turn, incident.evidence = NONE, 0, 0, 0
    incident.asked, incident.settled, incident.act_class, incident.occurrence = 0, 0, 0, 0
    for f in range(len(incident.level)):
        incident.attributed[f], incident.level[f], incident.expected[f] = NONE, NONE, NONE


@part
def copy_incident(to: Incident, source: Incident) -> None:
    """Move an open case to an earlier place in the list."""
    to.actor, to.action, to.area, to.flashpoint = source.actor, source.action, source.area, source.flashpoint
    to.victim, to.intensity, to.turn, to.evidence = source.victim, source.intensity, source.turn, source.evidence
    to.asked, to.settled, to.act_class, to.occurrence = source.asked, source.settled, source.act_class, source.occurrence
    for f in range(len(to.level)):
        to.attributed[f], to.level[f], to.expected[f] = source.attributed[f], source.level[f], source.expected[f]
