"""Compile ruleset, board and scenario into one `RULES` record.

Ids in the files become rows here. The dice are keyed by a hash of the id, so adding a row changes no unrelated roll.

`compile_tables` writes all. `compile_again` copies compiled tables and writes only the entries of which numbers or switches have
changed, by the same functions and at the same places of the pools, so that it comes to the same record, byte for byte.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from attrs import Factory, evolve, frozen

from kuroshio.kernel.state import codes
from kuroshio.kernel.state.dice import stable_key
from kuroshio.kernel.state.records import RULES, blank
from kuroshio.kernel.tables import entries
from kuroshio.kernel.tables.entries import Content
from kuroshio.kernel.tables.pools import Index, Mark, Pools, make_index
from kuroshio.kernel.tables.slots import Slot, lay_out_slots, list_of_slots, list_slots, write_slots
from kuroshio.model.board import Board
from kuroshio.model.entry_parts import Effect, Modifier
from kuroshio.model.procedure import DIALS, WAYS_DIALS
from kuroshio.model.readings import Lexicon, lexicon
from kuroshio.model.ruleset import Ruleset
from kuroshio.model.scenario import ScenarioFile

Place = tuple[str, int]  # a field of the ruleset or the scenario, and the row of an entry in it


@frozen
class Tables:
    """A scenario ready to play: the record that the kernel reads, and the model with its texts.

    marks: where the pools stood before each entry was written.
    """

    rules: np.record
    index: Index
    slots: tuple[str, ...]
    modifiers: tuple[Modifier, ...]
    effects: tuple[Effect, ...]
    ruleset: Ruleset
    board: Board
    scenario: ScenarioFile
    marks: Mapping[Place, Mark] = Factory(dict)


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


# --- tables of the rulebook as a whole -------------------------------------------------------------------


def write_counts(rules: np.record, content: Content) -> None:
    """Write how many rows each table has, the phases and turns of a game, and the turns at whose end aims are read."""
    ruleset, scenario = content.ruleset, content.scenario
    for name in ("factions", "pairs", "kinds", "actions", "flashpoints", "obligations", "levels", "gates", "crisis_roles"):
        rules[f"n_{name}"] = len(getattr(ruleset, name))
    rules.n_events, rules.n_projects, rules.n_links = len(ruleset.events), len(ruleset.projects), len(ruleset.links)
    rules.n_pieces, rules.n_injects, rules.n_measures = len(scenario.pieces), len(scenario.injects), len(scenario.measures)
    rules.n_phases, rules.n_turns = len(ruleset.procedure.phases), scenario.turns
    rules.judged = sum(1 << turn for turn in scenario.turns_judged())
    for i, phase in enumerate(ruleset.procedure.phases):
        rules.phase[i] = codes.PHASES.index(phase)


def write_names(rules: np.record, content: Content, index: Index) -> None:
    """Write what is only made of names: the tracks of the mechanisms, pairs, act classes, statuses, who acts first."""
    ruleset = content.ruleset
    for name in rules.roles.dtype.names:
        setattr(rules.roles, name, index.tracks[getattr(ruleset.roles, name)])
    order = sorted(range(len(ruleset.factions)), key=lambda f: ruleset.factions[f].initiative)
    rules.initiative[: len(order)] = order
    rules.pair_of[:] = codes.NONE
    for p, pair in enumerate(ruleset.pairs):
        a, b = (index.factions[name] for name in pair.members)
        rules.pair_of[a, b] = rules.pair_of[b, a] = p
    for c, act_class in enumerate(ruleset.act_classes):
        rules.class_lower[c] = index.classes[act_class.lower]
    for s, status in enumerate(ruleset.statuses):
        rules.status_expects[s] = index.levels[status.expects]
        rules.status_grave[s], rules.status_invites[s] = status.grave, status.invites


def write_flashpoints(rules: np.record, content: Content, index: Index) -> None:
    """Write flashpoints, the side that each faction plays there, and which are in play."""
    scenario = content.scenario
    rules.lead_flashpoint = codes.NONE
    for p, flashpoint in enumerate(content.ruleset.flashpoints):
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


def begun_in_vain(ruleset: Ruleset, scenario: ScenarioFile) -> frozenset[str]:
    """Return the tracks of projects that nobody may begin: a decider of a stage has no seat, and would never be asked."""
    seated = {seat.faction for seat in scenario.seats}
    return frozenset(
        f"{project.id}.{ruleset.roles.stage}"
        for project in ruleset.projects
        if any(stage.decider not in seated for stage in project.stages)
    )


def deal_hands(rules: np.record, scenario: ScenarioFile) -> None:
    """Write for each faction the rows that it may order at some time in this scenario, in the order of the catalogue."""
    for f in range(rules.n_factions):
        hand = [
            a
            for a, action in enumerate(rules.action[: rules.n_actions])
            if action.actors >> f & 1 and not action.everyday and action.from_turn <= scenario.turns and action.until_turn >= 1
        ]
        rules.n_hand[f] = len(hand)
        rules.hand[f, : len(hand)] = hand


def list_debts(rules: np.record) -> None:
    """Write for each faction the obligations of which it is the debtor, in the order of the rules."""
    for o in range(rules.n_obligations):
        debtor = rules.obligation[o].debtor
        rules.owed[debtor, rules.n_owed[debtor]] = o
        rules.n_owed[debtor] += 1


def join_links(rules: np.record, ruleset: Ruleset) -> None:
    """Write which links bear on what, and which actions a link makes more or less likely to be ordered."""
    rules.n_joined[:], rules.joined[:], rules.pulled[:] = 0, 0, 0
    classes = rules.action["act_class"][: rules.n_actions]
    for i, link in enumerate(ruleset.links):
        joint = codes.JOINTS.index(link.bears_on)
        rules.joined[joint, rules.n_joined[joint]] = i
        rules.n_joined[joint] += 1
        if joint == codes.TO_WEIGHT and rules.link[i].decide == codes.ASK_ORDER:
            rules.pulled[: len(classes)] |= pulled_by(rules.link[i], classes)


def pulled_by(link: np.record, classes: np.ndarray) -> np.ndarray:
    """Return which actions a link bears on, by the class of each; below 0: no act against anybody."""
    pulled = (classes >= 0) | (not link.grave)
    if link.n_chosen:
        pulled &= np.isin(np.arange(len(classes)), link.chosen[: link.n_chosen])
    if link.classes:
        pulled &= (classes >= 0) & (link.classes >> np.maximum(classes, 0) & 1 == 1)
    return pulled


# --- all of it -------------------------------------------------------------------------------------------


@frozen
class CompilingStep:
    """The entries of one field, and what writes one of them. order: the rows in which they go, else as they stand."""

    field: str
    write: Callable[[Pools, Content, int], None]
    order: Callable[[Sequence[Any]], Iterable[int]] = lambda rows: range(len(rows))


def general_first(postures: Sequence[Any]) -> list[int]:
    """Return the rows of postures, those of one flashpoint last."""
    return sorted(range(len(postures)), key=lambda i: postures[i].flashpoint != "")


STEPS = (
    CompilingStep("procedure", entries.write_procedure),
    CompilingStep("factions", entries.write_faction),
    CompilingStep("kinds", entries.write_kind),
    CompilingStep("pieces", entries.write_piece),
    CompilingStep("actions", entries.write_action),
    CompilingStep("postures", entries.write_posture, general_first),
    CompilingStep("obligations", entries.write_obligation),
    CompilingStep("levels", entries.write_level),
    CompilingStep("gates", entries.write_gate),
    CompilingStep("crisis_choices", entries.write_crisis_choice),
    CompilingStep("crisis_rounds", entries.write_crisis_round),
    CompilingStep("crisis_endings", entries.write_crisis_ending),
    CompilingStep("crisis_roles", entries.write_crisis_role),
    CompilingStep("events", entries.write_event),
    CompilingStep("projects", entries.write_project),
    CompilingStep("injects", entries.write_inject),
    CompilingStep("measures", entries.write_measure),
    CompilingStep("links", entries.write_link),
)
WRITERS = {step.field: step.write for step in STEPS}


def rows_of(content: Content, field: str) -> Sequence[Any]:
    """Return the entries of a field; of a single table the one."""
    found = getattr(content.ruleset if hasattr(content.ruleset, field) else content.scenario, field)
    return found if isinstance(found, tuple) else (found,)


def content_of(ruleset: Ruleset, board: Board, scenario: ScenarioFile) -> Content:
    """Return what is compiled."""
    return Content(ruleset, board, scenario, begun_in_vain(ruleset, scenario))


def compile_tables(ruleset: Ruleset, board: Board, scenario: ScenarioFile) -> Tables:
    """Compile everything that a game of this scenario needs.

    The content must have passed `kuroshio check`; invalid content may raise KeyError or IndexError here.
    """
    rules = blank(RULES)[0]
    content, index = content_of(ruleset, board, scenario), make_index(ruleset, board, scenario)
    slots = lay_out_slots(rules, ruleset, board, scenario, index)
    pools, marks = Pools(rules, lexicon(ruleset, board), index), dict[Place, Mark]()
    compile_board(rules, board, index)
    write_counts(rules, content)
    write_names(rules, content, index)
    write_flashpoints(rules, content, index)
    for step in STEPS:
        for row in step.order(rows_of(content, step.field)):
            marks[step.field, row] = pools.mark
            step.write(pools, content, row)
    deal_hands(rules, scenario)
    list_debts(rules)
    join_links(rules, ruleset)
    return Tables(rules, index, tuple(slots), tuple(pools.modifiers), tuple(pools.effect_rows), ruleset, board, scenario, marks)


# --- a part of it again ----------------------------------------------------------------------------------


@frozen
class TableNames:
    """What is the same for all content with the same ids: the meanings of readings, and every slot."""

    lexicon: Lexicon
    slots: tuple[Slot, ...]
    slot_rows: Mapping[str, int]


def names_of(tables: Tables) -> TableNames:
    """Return the names of compiled tables."""
    slots = tuple(list_of_slots(tables.ruleset, tables.board))
    return TableNames(lexicon(tables.ruleset, tables.board), slots, {name: i for i, name in enumerate(tables.slots)})


def compile_again(
    tables: Tables,
    names: TableNames,
    ruleset: Ruleset,
    scenario: ScenarioFile,
    changed: Collection[Place],
    openings: Collection[str] = (),
) -> Tables:
    """Return the tables of content of which numbers and switches alone have changed, and none that other entries depend on.

    changed: the entries that have changed; openings: the slots, by name, whose opening values have. The result is that of
    `compile_tables`, byte for byte (tests/study/test_variant_points.py).
    """
    rules = blank(RULES)[0]
    rules.setfield(tables.rules, RULES)
    content = content_of(ruleset, tables.board, scenario)
    turned = links_turned(tables.ruleset, ruleset)
    slots = slots_of(names, changed, openings)
    if slots:
        write_slots(rules, slots, ruleset, scenario, tables.index)
    if any(field == "tracks" for field, _ in changed):
        list_slots(rules)
    modifiers, effects = list(tables.modifiers), list(tables.effects)
    for place in dict.fromkeys((*changed, *turned)):
        if place[0] in WRITERS:
            mark = tables.marks[place]
            pools = Pools(rules, names.lexicon, tables.index, mark)
            WRITERS[place[0]](pools, content, place[1])
            modifiers[mark.modifiers : mark.modifiers + len(pools.modifiers)] = pools.modifiers
            effects[mark.effects : mark.effects + len(pools.effect_rows)] = pools.effect_rows
    if any(field == "links" for field, _ in changed):
        join_links(rules, ruleset)
    return evolve(
        tables, rules=rules, modifiers=tuple(modifiers), effects=tuple(effects), ruleset=ruleset, scenario=scenario
    )  # fmt: skip


def links_turned(before: Ruleset, after: Ruleset) -> list[Place]:
    """Return the links whose dial in the procedure has been turned: it multiplies what they add."""
    turned = {dial for dial in (*DIALS, *WAYS_DIALS) if getattr(before.procedure, dial) != getattr(after.procedure, dial)}
    return [("links", i) for i, link in enumerate(after.links) if link.dial in turned]


def slots_of(names: TableNames, changed: Collection[Place], openings: Collection[str]) -> dict[int, Slot]:
    """Return the slots that changed entries and openings touch, by number."""
    tracks = {row for field, row in changed if field == "tracks"}
    obligations = {row for field, row in changed if field == "obligations"}
    numbers = [names.slot_rows[name] for name in openings]
    if tracks or obligations:
        numbers += [
            i for i, slot in enumerate(names.slots)
            if slot.track in tracks or (slot.entity in obligations and slot.scope == "obligation")
        ]  # fmt: skip
    return {i: names.slots[i] for i in sorted(numbers)}
