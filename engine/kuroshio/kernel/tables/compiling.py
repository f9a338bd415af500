"""Compile ruleset, board and scenario into one `RULES` record.

Ids in the files become rows here. The dice are keyed by a hash of the id, so adding a row changes no unrelated roll.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from attrs import frozen

from kuroshio.kernel.state import codes
from kuroshio.kernel.state.dice import stable_key
from kuroshio.kernel.state.records import RULES, blank
from kuroshio.kernel.tables.pools import ANYTHING, Index, Pools, bits, make_index, write_cost
from kuroshio.model.board import Board
from kuroshio.model.calendar import QUARTERS, turn_of
from kuroshio.model.limits import MAX_FLASHPOINTS
from kuroshio.model.readings import COUNTS, lexicon
from kuroshio.model.ruleset import Action, Event, Obligation, Ruleset, Track
from kuroshio.model.scenario import MODES, Scenario
from kuroshio.model.terms import Effect, Modifier

SLOT_FIELDS = (
    "slot_track", "slot_start", "slot_draw", "slot_key", "slot_seen", "slot_rest", "slot_drift", "slot_every",
)  # fmt: skip
EVERYWHERE = -1  # all bits of a set of areas


@frozen
class Tables:
    """A scenario ready to play: the record that the kernel reads, and the model with its texts."""

    rules: np.record
    index: Index
    slots: tuple[str, ...]
    modifiers: tuple[Modifier, ...]
    effects: tuple[Effect, ...]
    ruleset: Ruleset
    board: Board
    scenario: Scenario


# --- slots ---------------------------------------------------------------------------------------


def entities(track: Track, ruleset: Ruleset, board: Board) -> list[tuple[int, str]]:
    """Return what a track has a slot for: places and names."""
    if track.scope == "world":
        return [(0, "world")]
    if track.scope == "stance":
        return [
            (f * MAX_FLASHPOINTS + p, f"{faction.id}.{{}}.{flashpoint.id}")
            for p, flashpoint in enumerate(ruleset.flashpoints)
            for f, faction in enumerate(ruleset.factions)
            if faction.id in (flashpoint.challenger, flashpoint.holder, *flashpoint.others)
        ]
    entries: Sequence[Any] = {
        "faction": ruleset.factions,
        "pair": ruleset.pairs,
        "area": board.areas,
        "flashpoint": ruleset.flashpoints,
        "obligation": ruleset.obligations,
        "project": ruleset.projects,
    }[track.scope]
    return [(i, entry.id) for i, entry in enumerate(entries)]


def parties(track: Track, entity: int, ruleset: Ruleset, index: Index) -> int:
    """Return the seats that a track's `seen_by` names, as bits."""
    if track.seen_by == "all":
        return int(codes.EVERYBODY)
    if track.seen_by == "nobody":
        return 0
    if track.scope == "faction":
        return 1 << entity
    if track.scope == "stance":
        return 1 << entity // MAX_FLASHPOINTS
    if track.scope == "pair":
        return bits(ruleset.pairs[entity].members, index.factions)
    if track.scope == "obligation":
        row = ruleset.obligations[entity]
        return bits((row.debtor,) if track.seen_by == "owner" else (row.debtor, row.creditor), index.factions)
    if track.scope == "project":
        return bits((ruleset.projects[entity].lead, ruleset.projects[entity].partner), index.factions)
    return int(codes.EVERYBODY)


def lay_out_slots(rules: np.record, ruleset: Ruleset, board: Board, scenario: Scenario, index: Index) -> list[str]:
    """Give every track of every entity its slot; return the names of the slots."""
    slot_of = rules.slot_of
    slot_of[:] = codes.NONE
    names: list[str] = []
    rows: list[tuple[int, ...]] = []
    for t, track in enumerate(ruleset.tracks):
        rules.track[t].least, rules.track[t].most = track.least, track.most
        for entity, owner in entities(track, ruleset, board):
            name = owner.format(track.id) if "{}" in owner else f"{owner}.{track.id}"
            slot_of[t, entity] = len(names)
            names.append(name)
            start = scenario.opening.get(name, opening_value(track, entity, ruleset))
            rest = start if track.rest is None else track.rest
            seen = parties(track, entity, ruleset, index)
            rows.append((t, start, track.draw, stable_key("slot", name), seen, rest, track.drift, track.every))
    for field, column in zip(SLOT_FIELDS, zip(*rows, strict=True), strict=True):
        rules[field][: len(rows)] = column
    rules.n_slots, rules.n_tracks = len(names), len(ruleset.tracks)
    list_slots(rules)
    return names


def opening_value(track: Track, entity: int, ruleset: Ruleset) -> int:
    """Return a track's start where the scenario gives none; an obligation's entry has its own three numbers."""
    roles = ruleset.roles
    if track.scope == "obligation" and track.id in (roles.stated, roles.believed, roles.actual):
        row = ruleset.obligations[entity]
        return {roles.stated: row.stated, roles.believed: row.believed, roles.actual: row.actual}[track.id]
    return track.start


def list_slots(rules: np.record) -> None:
    """List the slots that drift, those that are drawn, and those hidden from each seat."""
    drifting = np.flatnonzero(rules.slot_drift)
    drawn = np.flatnonzero(rules.slot_draw)
    rules.n_drifting, rules.n_drawn = len(drifting), len(drawn)
    rules.drifting[: len(drifting)], rules.drawn[: len(drawn)] = drifting, drawn
    seen = rules.slot_seen[: rules.n_slots]
    for f in range(len(rules.n_hidden)):
        hidden = np.flatnonzero(seen >> f & 1 == 0)
        rules.n_hidden[f] = len(hidden)
        rules.hidden[f, : len(hidden)] = hidden


# --- the board -----------------------------------------------------------------------------------


def compile_board(rules: np.record, board: Board, index: Index) -> None:
    """Write areas, their neighbours and their distances, as sets of areas."""
    rules.n_areas = len(board.areas)
    rules.area_flashpoint[:] = codes.NONE
    for a, area in enumerate(board.areas):
        rules.area_key[a] = stable_key("area", area.id)
        for faction in area.bases:
            rules.based[index.factions[faction]] |= 1 << a
        for domain, kinds in enumerate((("sea", "strait", "island"), ("sea", "strait", "island"), ("land", "island"))):
            if area.kind in kinds:
                rules.domain_areas[domain] |= 1 << a
        if area.kind == "land":
            rules.ports |= 1 << a
    for border in board.borders:
        a, b = (index.areas[name] for name in border.between)
        rules.near[a] |= 1 << b
        rules.near[b] |= 1 << a
    spread_reach(rules)


def spread_reach(rules: np.record) -> None:
    """Write, for every number of steps, the areas within it of each faction's bases."""
    near: list[int] = rules.near[: rules.n_areas].tolist()
    reached: list[int] = rules.based.tolist()
    for steps in range(len(rules.reached)):
        rules.reached[steps] = reached
        reached = [areas | any_of(near, areas) for areas in reached]


def any_of(sets: Sequence[int], members: int) -> int:
    """The union of the sets whose places are the bits of a number."""
    union = 0
    for i, one in enumerate(sets):
        if members >> i & 1:
            union |= one
    return union


# --- tables of the rulebook ----------------------------------------------------------------------


def compile_procedure(pools: Pools, ruleset: Ruleset, scenario: Scenario) -> None:
    """Write the numbers of the mechanisms, and the tracks that they use."""
    rules, index, source = pools.rules, pools.index, ruleset.procedure
    for name in rules.roles.dtype.names:
        setattr(rules.roles, name, index.tracks[getattr(ruleset.roles, name)])
    row = rules.procedure
    for name in row.dtype.names:
        value = getattr(source, name, None)
        if isinstance(value, int):
            setattr(row, name, value)
    for i, deniability in enumerate(codes.DENIABILITY):
        row.attribution_at[i] = source.attribution_at[deniability]
    pools.effect_span(row.late_attribution, source.late_attribution)
    row.outrage_level = index.levels[source.outrage_level]
    row.crisis_exhausted, row.crisis_clash = index.endings[source.crisis_exhausted], index.endings[source.crisis_clash]
    row.ends_on_clash = scenario.after_clash == "end"
    rules.n_phases, rules.n_turns = len(source.phases), scenario.turns
    for i, phase in enumerate(source.phases):
        rules.phase[i] = codes.PHASES.index(phase)


def compile_factions(pools: Pools, ruleset: Ruleset, scenario: Scenario) -> None:
    """Write factions, pairs, and which seats are filled."""
    rules, index = pools.rules, pools.index
    rules.n_factions, rules.n_pairs = len(ruleset.factions), len(ruleset.pairs)
    seats = {seat.faction: seat for seat in scenario.seats}
    for f, faction in enumerate(ruleset.factions):
        row = rules.faction[f]
        row.key, row.orders, row.free_moves = stable_key("faction", faction.id), faction.orders, faction.free_moves
        write_cost(row.income, faction.income)
        row.seated = faction.id in seats
        pools.conditions(rules.success[f], seats[faction.id].success if faction.id in seats else ())
    order = sorted(range(len(ruleset.factions)), key=lambda f: ruleset.factions[f].initiative)
    rules.initiative[: len(order)] = order
    rules.pair_of[:] = codes.NONE
    for p, pair in enumerate(ruleset.pairs):
        a, b = (index.factions[name] for name in pair.members)
        rules.pair_of[a, b] = rules.pair_of[b, a] = p


def compile_pieces(pools: Pools, ruleset: Ruleset, scenario: Scenario) -> None:
    """Write kinds of piece, and the counters of the scenario."""
    rules, index = pools.rules, pools.index
    rules.n_kinds, rules.n_pieces = len(ruleset.kinds), len(scenario.pieces)
    for k, kind in enumerate(ruleset.kinds):
        row = rules.kind[k]
        row.domain, row.reach = codes.DOMAINS.index(kind.domain), kind.reach
        row.sensor, row.stealthy, row.published = kind.sensor, kind.stealthy, kind.published
    for p, piece in enumerate(scenario.pieces):
        rules.piece[p].faction, rules.piece[p].kind = index.factions[piece.faction], index.kinds[piece.kind]
        rules.piece_area[p], rules.piece_readiness[p] = index.areas[piece.area], piece.readiness


def compile_flashpoints(pools: Pools, ruleset: Ruleset, scenario: Scenario) -> None:
    """Write flashpoints, the side that each faction plays there, and which are in play."""
    rules, index = pools.rules, pools.index
    rules.n_flashpoints, rules.lead_flashpoint = len(ruleset.flashpoints), codes.NONE
    for p, flashpoint in enumerate(ruleset.flashpoints):
        row = rules.flashpoint[p]
        row.key, row.area = stable_key("flashpoint", flashpoint.id), index.areas[flashpoint.area]
        row.challenger, row.holder = index.factions[flashpoint.challenger], index.factions[flashpoint.holder]
        row.pledge = index.obligations[flashpoint.pledge] if flashpoint.pledge else codes.NONE
        row.side[:] = codes.NONE
        row.side[row.challenger], row.side[row.holder] = codes.SIDE_CHALLENGER, codes.SIDE_HOLDER
        for name in flashpoint.others:
            row.side[index.factions[name]] = codes.SIDE_OTHER
        row.in_play = not scenario.flashpoints or flashpoint.id in scenario.flashpoints
        if row.in_play:
            rules.area_flashpoint[row.area] = p
            rules.lead_flashpoint = p if rules.lead_flashpoint == codes.NONE else rules.lead_flashpoint


def compile_postures(pools: Pools, ruleset: Ruleset) -> None:
    """Write the postures of each side at each flashpoint: first the general rows, then those of one flashpoint in their place."""
    rules, index = pools.rules, pools.index
    for posture in sorted(ruleset.postures, key=lambda posture: posture.flashpoint != ""):
        first, n = pools.effects(posture.effects)
        for p in [index.flashpoints[posture.flashpoint]] if posture.flashpoint else range(rules.n_flashpoints):
            row = rules.posture[p, codes.SIDES.index(posture.side), posture.level]
            row.everyday = index.actions[posture.everyday] if posture.everyday else codes.NONE
            row.answers = index.levels[posture.answers]
            write_cost(row.upkeep, posture.upkeep)
            row.effects.first, row.effects.n = first, n


def write_season(row: np.record, entry: Obligation | Event | Action, scenario: Scenario) -> None:
    """Write the turns between which an entry is in force by the scenario's calendar; none if its deck is out of play."""
    row.from_turn, row.until_turn = -ANYTHING, ANYTHING
    if entry.since:
        row.from_turn = turn_of(entry.since, scenario.start, scenario.turn_length)
    if entry.until:
        row.until_turn = turn_of(entry.until, scenario.start, scenario.turn_length)
    if getattr(entry, "deck", "") not in ("", *scenario.decks):
        row.from_turn = ANYTHING


def compile_obligations(pools: Pools, ruleset: Ruleset, scenario: Scenario) -> None:
    """Write act classes, the response that each status expects, and the obligations."""
    rules, index = pools.rules, pools.index
    for c, act_class in enumerate(ruleset.act_classes):
        rules.class_lower[c] = index.classes[act_class.lower]
    for s, status in enumerate(ruleset.statuses):
        rules.status_expects[s] = index.levels[status.expects]
    nothing = next(s for s, status in enumerate(ruleset.statuses) if index.levels[status.expects] == 0)
    rules.n_obligations = len(ruleset.obligations)
    for o, obligation in enumerate(ruleset.obligations):
        row = rules.obligation[o]
        row.key = stable_key("obligation", obligation.id)
        row.debtor, row.creditor = index.factions[obligation.debtor], index.factions[obligation.creditor]
        row.areas = bits(obligation.areas, index.areas) if obligation.areas else EVERYWHERE
        write_season(row, obligation, scenario)
        row.status[:] = nothing
        for done, meant in obligation.triggers.items():
            row.status[index.classes[done]] = index.statuses[meant]
        rules.owed[row.debtor, rules.n_owed[row.debtor]] = o
        rules.n_owed[row.debtor] += 1


def compile_responses(pools: Pools, ruleset: Ruleset) -> None:
    """Write the levels of response, by rank, and the legal gates before them."""
    rules, index = pools.rules, pools.index
    rules.n_levels, rules.n_gates = len(ruleset.levels), len(ruleset.gates)
    for level in ruleset.levels:
        row = rules.level[index.levels[level.id]]
        row.who, row.pressure, row.bears = codes.WHO.index(level.who), level.pressure, level.bears
        row.kinds = bits(level.pieces, index.kinds)
        write_cost(row.cost, level.cost)
        pools.conditions(row.requires, level.requires)
        pools.effect_span(row.effects, level.effects)
    for g, gate in enumerate(ruleset.gates):
        row = rules.gate[g]
        row.key = stable_key("gate", gate.id)
        row.faction, row.opens, row.lasts = index.factions[gate.faction], index.levels[gate.opens], gate.lasts
        row.holds = index.factions[gate.holds or gate.faction]
        row.areas = bits(gate.areas, index.areas) if gate.areas else EVERYWHERE
        write_cost(row.cost, gate.cost)
        pools.conditions(row.asked, gate.asked_when)
        pools.effect_span(row.effects, gate.effects)


def compile_crisis(pools: Pools, ruleset: Ruleset) -> None:
    """Write the crisis: prices of choices, what each pair of them does, endings, outside roles."""
    rules, index = pools.rules, pools.index
    choice = codes.CRISIS_CHOICES.index
    for priced in ruleset.crisis_choices:
        write_cost(rules.crisis_cost[choice(priced.id)], priced.cost)
    for pair in ruleset.crisis_rounds:
        row = rules.crisis_round[choice(pair.challenger), choice(pair.holder)]
        row.ladder, row.clash_at = pair.ladder, pair.clash_at
        row.ends = index.endings[pair.ends] if pair.ends else codes.NONE
        pools.effect_span(row.effects, pair.effects)
    for e, ending in enumerate(ruleset.crisis_endings):
        row = rules.crisis_ending[e]
        row.counts, row.ladder, row.losses = COUNTS.index(ending.counts), ending.ladder, ending.losses
        pools.effect_span(row.effects, ending.effects)
    rules.n_crisis_roles = len(ruleset.crisis_roles)
    for r, role in enumerate(ruleset.crisis_roles):
        row = rules.crisis_role[r]
        row.clash_shift = role.clash_shift
        write_cost(row.cost, role.cost)
        pools.conditions(row.requires, role.requires)
        pools.effect_span(row.effects, role.effects)


def compile_events(pools: Pools, ruleset: Ruleset, scenario: Scenario) -> None:
    """Write the events."""
    rules = pools.rules
    rules.n_events = len(ruleset.events)
    for e, event in enumerate(ruleset.events):
        row = rules.event[e]
        row.key, row.phase, row.each = stable_key("event", event.id), codes.PHASES.index(event.phase), event.each == "flashpoint"
        row.on_roll, row.stages, row.once = event.on_roll or 0, event.stages, event.once
        write_season(row, event, scenario)
        row.every = event.every // QUARTERS[scenario.turn_length]
        pools.conditions(row.requires, event.requires)
        pools.modifier_span(row.modifiers, event.modifiers)
        pools.effect_span(row.effects, event.effects)


def compile_projects(pools: Pools, ruleset: Ruleset) -> None:
    """Write projects and their stages."""
    rules, index = pools.rules, pools.index
    stage_track = index.tracks[ruleset.roles.stage]
    rules.n_projects = len(ruleset.projects)
    for p, project in enumerate(ruleset.projects):
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


def begun_in_vain(ruleset: Ruleset, scenario: Scenario) -> set[str]:
    """Return the tracks of projects that nobody may begin: a decider of a stage has no seat, and would never be asked."""
    seated = {seat.faction for seat in scenario.seats}
    return {
        f"{project.id}.{ruleset.roles.stage}"
        for project in ruleset.projects
        if any(stage.decider not in seated for stage in project.stages)
    }


def candidates(row: np.record, name: str, ids: Sequence[str], table: dict[str, int]) -> None:
    """Write the entities that an action may name, as a count and a list."""
    setattr(row, f"n_{name}s", len(ids))
    for i, entry in enumerate(ids):
        getattr(row, name)[i] = table[entry]


def mode_of(action: Action, scenario: Scenario) -> str:
    """Return how an umpire rules on an action: the scenario's setting for it, its act class or its arena; else by the roll."""
    said = scenario.adjudication
    return said.get(action.id) or said.get(action.act_class) or said.get(action.arena) or MODES[0]


def compile_action(pools: Pools, row: np.record, action: Action, scenario: Scenario) -> None:
    """Write one row of the catalogue."""
    index = pools.index
    write_season(row, action, scenario)
    row.key, row.mechanism = stable_key("action", action.id), codes.MECHANISMS.index(action.mechanism)
    row.coercive, row.mode = bool(action.act_class), MODES.index(mode_of(action, scenario))
    row.act_class = index.classes[action.act_class] if action.act_class else codes.NONE
    row.everyday, row.focused, row.intensity = action.everyday, action.focused, action.intensity
    row.deniability, row.hidden_until = codes.DENIABILITY.index(action.deniability), action.hidden_until or 0
    row.contests = action.contests
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


def deal_hands(rules: np.record, scenario: Scenario) -> None:
    """Write for each faction the rows that it may order at some time in this scenario, in the order of the catalogue."""
    for f in range(rules.n_factions):
        hand = [
            a
            for a, action in enumerate(rules.action[: rules.n_actions])
            if action.actors >> f & 1 and not action.everyday and action.from_turn <= scenario.turns and action.until_turn >= 1
        ]
        rules.n_hand[f] = len(hand)
        rules.hand[f, : len(hand)] = hand


def compile_injects(pools: Pools, scenario: Scenario) -> None:
    """Write the injects."""
    rules, index = pools.rules, pools.index
    rules.n_injects = len(scenario.injects)
    for i, inject in enumerate(scenario.injects):
        row = rules.inject[i]
        row.turn, row.delay, row.held = scenario.turn_of_inject(inject), inject.delay, inject.held
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


def compile_measures(pools: Pools, scenario: Scenario) -> None:
    """Write the measures."""
    rules = pools.rules
    rules.n_measures = len(scenario.measures)
    for m, measure in enumerate(scenario.measures):
        pools.reading(rules.measure[m], measure.track)


def compile_tables(ruleset: Ruleset, board: Board, scenario: Scenario) -> Tables:
    """Compile everything that a game of this scenario needs.

    The content must have passed `kuroshio check`; invalid content may raise KeyError or IndexError here.
    """
    rules = blank(RULES)[0]
    index = make_index(ruleset, board, scenario)
    slots = lay_out_slots(rules, ruleset, board, scenario, index)
    pools = Pools(rules, lexicon(ruleset, board), index)
    compile_board(rules, board, index)
    compile_procedure(pools, ruleset, scenario)
    compile_factions(pools, ruleset, scenario)
    compile_pieces(pools, ruleset, scenario)
    rules.n_actions = len(ruleset.actions)
    vain = begun_in_vain(ruleset, scenario)
    for a, action in enumerate(ruleset.actions):
        compile_action(pools, rules.action[a], action, scenario)
        if any(effect.track in vain for effect in action.effects.success):
            rules.action[a].from_turn = ANYTHING
    deal_hands(rules, scenario)
    compile_flashpoints(pools, ruleset, scenario)
    compile_postures(pools, ruleset)
    compile_obligations(pools, ruleset, scenario)
    compile_responses(pools, ruleset)
    compile_crisis(pools, ruleset)
    compile_events(pools, ruleset, scenario)
    compile_projects(pools, ruleset)
    compile_injects(pools, scenario)
    compile_measures(pools, scenario)
    return Tables(rules, index, tuple(slots), tuple(pools.modifiers), tuple(pools.effect_rows), ruleset, board, scenario)
