"""The entries of the rulebook and the scenario as rows: a function for each kind, which writes one entry and nothing else.

Each can be called again for an entry of which only numbers and switches have changed: it writes the same places.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from attrs import frozen

from kuroshio.kernel.state import codes
from kuroshio.kernel.state.dice import stable_key
from kuroshio.kernel.tables.pools import ANYTHING, Pools, bits, write_cost
from kuroshio.model.board import Board
from kuroshio.model.calendar import QUARTERS, turn_of
from kuroshio.model.procedure import WAYS_DIALS
from kuroshio.model.readings import COUNTS
from kuroshio.model.ruleset import Action, Event, Link, Obligation, Ruleset
from kuroshio.model.scenario import MODES, ScenarioFile

EVERYWHERE = -1  # all bits of a set of areas


@frozen
class Content:
    """What is compiled. vain: the tracks of projects that nobody may begin."""

    ruleset: Ruleset
    board: Board
    scenario: ScenarioFile
    vain: frozenset[str]


# --- mechanisms, factions, pieces ------------------------------------------------------------------------


def write_procedure(pools: Pools, content: Content, _: int) -> None:
    """Write the numbers of the mechanisms."""
    index, source = pools.index, content.ruleset.procedure
    row = pools.rules.procedure
    for name in row.dtype.names:
        value = getattr(source, name, None)
        if isinstance(value, int):
            setattr(row, name, value)
    for i, deniability in enumerate(codes.DENIABILITY):
        row.attribution_at[i] = source.attribution_at[deniability]
    pools.effect_span(row.late_attribution, source.late_attribution)
    pools.effect_span(row.seen_coercion, source.seen_coercion)
    row.outrage_level = index.levels[source.outrage_level]
    row.crisis_exhausted, row.crisis_clash = index.endings[source.crisis_exhausted], index.endings[source.crisis_clash]
    row.ends_on_clash = content.scenario.after_clash == "end"


def write_faction(pools: Pools, content: Content, f: int) -> None:
    """Write a faction, and the conditions of its seat's success."""
    faction = content.ruleset.factions[f]
    seat = next((seat for seat in content.scenario.seats if seat.faction == faction.id), None)
    row = pools.rules.faction[f]
    row.key, row.orders, row.free_moves = stable_key("faction", faction.id), faction.orders, faction.free_moves
    write_cost(row.income, faction.income)
    row.seated = seat is not None
    pools.conditions(pools.rules.success[f], seat.success if seat else ())


def write_kind(pools: Pools, content: Content, k: int) -> None:
    """Write a kind of piece."""
    row, kind = pools.rules.kind[k], content.ruleset.kinds[k]
    row.domain, row.reach = codes.DOMAINS.index(kind.domain), kind.reach
    row.sensor, row.stealthy, row.published = kind.sensor, kind.stealthy, kind.published


def write_piece(pools: Pools, content: Content, p: int) -> None:
    """Write a counter of the scenario."""
    rules, index, piece = pools.rules, pools.index, content.scenario.pieces[p]
    rules.piece[p].faction, rules.piece[p].kind = index.factions[piece.faction], index.kinds[piece.kind]
    rules.piece_area[p], rules.piece_readiness[p] = index.areas[piece.area], piece.readiness


def write_posture(pools: Pools, content: Content, i: int) -> None:
    """Write a posture of a side: at its flashpoint, or at every one that has no row of its own."""
    rules, index, posture = pools.rules, pools.index, content.ruleset.postures[i]
    own = {
        other.flashpoint
        for other in content.ruleset.postures
        if (other.side, other.level) == (posture.side, posture.level) and other.flashpoint
    }
    first, n = pools.effects(posture.effects)
    for p, flashpoint in enumerate(content.ruleset.flashpoints):
        if flashpoint.id == posture.flashpoint or (not posture.flashpoint and flashpoint.id not in own):
            row = rules.posture[p, codes.SIDES.index(posture.side), posture.level]
            row.everyday = index.actions[posture.everyday] if posture.everyday else codes.NONE
            row.answers = index.levels[posture.answers]
            write_cost(row.upkeep, posture.upkeep)
            row.effects.first, row.effects.n = first, n


# --- obligations, answers, crises ------------------------------------------------------------------------


def write_season(row: np.record, entry: Obligation | Event | Action, scenario: ScenarioFile) -> None:
    """Write the turns between which an entry is in force by the scenario's calendar; none if its deck is out of play."""
    row.from_turn, row.until_turn = -ANYTHING, ANYTHING
    if entry.since:
        row.from_turn = turn_of(entry.since, scenario.start, scenario.turn_length)
    if entry.until:
        row.until_turn = turn_of(entry.until, scenario.start, scenario.turn_length)
    if getattr(entry, "deck", "") not in ("", *scenario.decks):
        row.from_turn = ANYTHING


def write_obligation(pools: Pools, content: Content, o: int) -> None:
    """Write an obligation, and the status of each act class under it."""
    index, statuses, obligation = pools.index, content.ruleset.statuses, content.ruleset.obligations[o]
    row = pools.rules.obligation[o]
    row.key = stable_key("obligation", obligation.id)
    row.debtor, row.creditor = index.factions[obligation.debtor], index.factions[obligation.creditor]
    row.areas = bits(obligation.areas, index.areas) if obligation.areas else EVERYWHERE
    write_season(row, obligation, content.scenario)
    row.status[:] = next(s for s, status in enumerate(statuses) if index.levels[status.expects] == 0)
    for done, meant in obligation.triggers.items():
        row.status[index.classes[done]] = index.statuses[meant]


def write_level(pools: Pools, content: Content, i: int) -> None:
    """Write a level of response, at its rank."""
    index, level = pools.index, content.ruleset.levels[i]
    row = pools.rules.level[index.levels[level.id]]
    row.who, row.pressure, row.bears = codes.WHO.index(level.who), level.pressure, level.bears
    row.kinds = bits(level.pieces, index.kinds)
    write_cost(row.cost, level.cost)
    pools.conditions(row.requires, level.requires)
    pools.effect_span(row.effects, level.effects)


def write_gate(pools: Pools, content: Content, g: int) -> None:
    """Write a legal gate."""
    index, gate = pools.index, content.ruleset.gates[g]
    row = pools.rules.gate[g]
    row.key = stable_key("gate", gate.id)
    row.faction, row.opens, row.lasts = index.factions[gate.faction], index.levels[gate.opens], gate.lasts
    row.holds = index.factions[gate.holds or gate.faction]
    row.areas = bits(gate.areas, index.areas) if gate.areas else EVERYWHERE
    write_cost(row.cost, gate.cost)
    pools.conditions(row.asked, gate.asked_when)
    pools.effect_span(row.effects, gate.effects)


def write_crisis_choice(pools: Pools, content: Content, i: int) -> None:
    """Write the price of a choice in a crisis."""
    priced = content.ruleset.crisis_choices[i]
    write_cost(pools.rules.crisis_cost[codes.CRISIS_CHOICES.index(priced.id)], priced.cost)


def write_crisis_round(pools: Pools, content: Content, i: int) -> None:
    """Write what a pair of choices in a crisis does."""
    pair, choice = content.ruleset.crisis_rounds[i], codes.CRISIS_CHOICES.index
    row = pools.rules.crisis_round[choice(pair.challenger), choice(pair.holder)]
    row.ladder, row.clash_at = pair.ladder, pair.clash_at
    row.ends = pools.index.endings[pair.ends] if pair.ends else codes.NONE
    pools.effect_span(row.effects, pair.effects)


def write_crisis_ending(pools: Pools, content: Content, e: int) -> None:
    """Write an ending of a crisis."""
    row, ending = pools.rules.crisis_ending[e], content.ruleset.crisis_endings[e]
    row.counts, row.ladder, row.losses = COUNTS.index(ending.counts), ending.ladder, ending.losses
    pools.effect_span(row.effects, ending.effects)


def write_crisis_role(pools: Pools, content: Content, r: int) -> None:
    """Write a role outside a crisis."""
    row, role = pools.rules.crisis_role[r], content.ruleset.crisis_roles[r]
    row.clash_shift = role.clash_shift
    write_cost(row.cost, role.cost)
    pools.conditions(row.requires, role.requires)
    pools.effect_span(row.effects, role.effects)


# --- events, projects, actions ---------------------------------------------------------------------------


def write_event(pools: Pools, content: Content, e: int) -> None:
    """Write an event."""
    row, event, scenario = pools.rules.event[e], content.ruleset.events[e], content.scenario
    row.key, row.phase, row.each = stable_key("event", event.id), codes.PHASES.index(event.phase), event.each == "flashpoint"
    row.on_roll, row.stages, row.once = event.on_roll or 0, event.stages, event.once
    write_season(row, event, scenario)
    row.every = event.every // QUARTERS[scenario.turn_length]
    pools.conditions(row.requires, event.requires)
    pools.modifier_span(row.modifiers, event.modifiers)
    pools.effect_span(row.effects, event.effects)


def write_project(pools: Pools, content: Content, p: int) -> None:
    """Write a project and its stages."""
    rules, index, project = pools.rules, pools.index, content.ruleset.projects[p]
    stage_track = index.tracks[content.ruleset.roles.stage]
    row = rules.project[p]
    row.key, row.slot = stable_key("project", project.id), rules.slot_of[stage_track, p]
    row.lead, row.partner = index.factions[project.lead], index.factions[project.partner]
    row.n_stages = len(project.stages)
    pools.effect_span(row.stalled, project.stalled)
    for s, stage in enumerate(project.stages):
        cell = row.stage[s]
        cell.decider, cell.difficulty = index.factions[stage.decider], stage.difficulty or 0
        write_cost(cell.cost, stage.cost)
        pools.conditions(cell.requires, stage.requires)
        pools.modifier_span(cell.modifiers, stage.modifiers)
        pools.effect_span(cell.effects, stage.effects)
        pools.effect_span(cell.setback, stage.setback)


def candidates(row: np.record, name: str, ids: Sequence[str], table: dict[str, int]) -> None:
    """Write the entities that an action may name, as a count and a list."""
    setattr(row, f"n_{name}s", len(ids))
    for i, entry in enumerate(ids):
        getattr(row, name)[i] = table[entry]


def mode_of(action: Action, scenario: ScenarioFile) -> str:
    """Return how an umpire rules on an action: the scenario's setting for it, its act class or its arena; else by the roll."""
    said = scenario.adjudication
    return said.get(action.id) or said.get(action.act_class) or said.get(action.arena) or MODES[0]


def write_action(pools: Pools, content: Content, a: int) -> None:
    """Write one row of the catalogue. An action that begins a project in vain is never in season."""
    index, action, row = pools.index, content.ruleset.actions[a], pools.rules.action[a]
    write_season(row, action, content.scenario)
    if any(effect.track in content.vain for effect in action.effects.success):
        row.from_turn = ANYTHING
    row.key, row.mechanism = stable_key("action", action.id), codes.MECHANISMS.index(action.mechanism)
    row.coercive, row.mode = bool(action.act_class), MODES.index(mode_of(action, content.scenario))
    row.act_class = index.classes[action.act_class] if action.act_class else codes.NONE
    row.everyday, row.focused, row.intensity = action.everyday, action.focused, action.intensity
    row.deniability, row.hidden_until = codes.DENIABILITY.index(action.deniability), action.hidden_until or 0
    row.private, row.contests = action.private, action.contests
    row.mistaken_for = index.factions[action.mistaken_for] if action.mistaken_for else codes.NONE
    row.actors, row.kinds = bits(action.actors, index.factions), bits(action.pieces, index.kinds)
    candidates(row, "target", action.targets, index.factions)
    candidates(row, "area", action.areas, index.areas)
    candidates(row, "partner", action.partners, index.factions)
    row.difficulty = action.difficulty or 0
    write_cost(row.cost, action.cost)
    write_cost(row.partner_cost, action.partner_cost)
    pools.conditions(row.requires, action.requires)
    pools.modifier_span(row.modifiers, action.modifiers)
    pools.bands(row.effects, action.effects)
    pools.conditions(row.binds, action.binds)
    pools.effect_span(row.declined, action.declined)


# --- the scenario ----------------------------------------------------------------------------------------


def write_inject(pools: Pools, content: Content, i: int) -> None:
    """Write an inject."""
    index, inject = pools.index, content.scenario.injects[i]
    row = pools.rules.inject[i]
    row.turn, row.delay, row.held = content.scenario.turn_of_inject(inject), inject.delay, inject.held
    row.after = index.injects[inject.after] if inject.after else codes.NONE
    pools.conditions(row.asked, inject.when)
    pools.effect_span(row.effects, inject.effects)
    act = inject.act
    row.acts = act is not None
    if act is not None:
        row.act.actor, row.act.action = index.factions[act.actor], index.actions[act.action]
        row.act.area = index.areas[act.area] if act.area else codes.NONE
        row.act.target = index.factions[act.target] if act.target else codes.NONE
        row.act.partner = row.act.piece = codes.NONE


def write_measure(pools: Pools, content: Content, m: int) -> None:
    """Write what a measure reads."""
    pools.reading(pools.rules.measure[m], content.scenario.measures[m].track)


# --- links -----------------------------------------------------------------------------------------------


def write_link(pools: Pools, content: Content, i: int) -> None:
    """Write a cause: what it concerns, and its modifiers as its switch and its dial leave them."""
    index, link, row = pools.index, content.ruleset.links[i], pools.rules.link[i]
    decide = "order" if link.bears_on == "number" else link.decide
    row.decide = codes.QUESTIONS.index(decide) if decide else codes.NONE
    row.n_chosen = len(link.choose)
    for k, option in enumerate(link.choose):
        row.chosen[k] = index.options(decide)[option]
    row.classes, row.grave = bits(link.classes, index.classes), link.grave
    row.factions = bits(link.factions, index.factions) if link.factions else codes.EVERYBODY
    if link.moves:
        pools.reading(row.moves, link.moves)
    pools.conditions(row.requires, link.requires)
    pools.modifier_span(row.reads, link.reads, weight_of(link, content.ruleset))


def weight_of(link: Link, ruleset: Ruleset) -> int:
    """Return by what all that a link adds is multiplied: 0 where it is switched off, else its dial, or 1 without one."""
    if not link.on:
        return 0
    if not link.dial:
        return 1
    turned = int(getattr(ruleset.procedure, link.dial))
    return int(turned > 0) if link.dial in WAYS_DIALS else turned
