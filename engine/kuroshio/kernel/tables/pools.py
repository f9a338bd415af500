"""Common parts of compilation: rows for ids, numbers for readings, shared pools of conditions and effects."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from attrs import frozen

from kuroshio.kernel.state import codes
from kuroshio.model.board import Board
from kuroshio.model.capacities import MAX_FLASHPOINTS
from kuroshio.model.entry_parts import Bands, Condition, Cost, Effect, Modifier
from kuroshio.model.readings import COUNTS, FACTION_WORDS, FACTS, PAIR_WORDS, Lexicon, Meaning, understand
from kuroshio.model.ruleset import Ruleset
from kuroshio.model.scenario import ScenarioFile

WHO = {"actor": -1, "target": -2, "partner": -3, "challenger": -4, "holder": -5, "ally": -6}
PAIR_WHO = {word: i for i, word in enumerate(PAIR_WORDS)}
ANYTHING = 1_000_000  # no bound


@frozen
class Index:
    """From ids to the rows of the tables, and back."""

    factions: dict[str, int]
    pairs: dict[str, int]
    areas: dict[str, int]
    flashpoints: dict[str, int]
    tracks: dict[str, int]
    kinds: dict[str, int]
    pieces: dict[str, int]
    classes: dict[str, int]
    statuses: dict[str, int]
    obligations: dict[str, int]
    levels: dict[str, int]
    gates: dict[str, int]
    endings: dict[str, int]
    roles: dict[str, int]
    events: dict[str, int]
    injects: dict[str, int]
    projects: dict[str, int]
    actions: dict[str, int]
    measures: dict[str, int]

    def options(self, decide: str) -> dict[str, int]:
        """Return the rows of the options of a kind of decision by id: actions, gates, levels, projects, choices or roles."""
        return {
            "order": self.actions,
            "sign": self.actions,
            "gate": self.gates,
            "respond": self.levels,
            "proceed": self.projects,
            "crisis": {choice: i for i, choice in enumerate(codes.CRISIS_CHOICES)},
            "role": self.roles,
        }[decide]


def rows(entries: Iterable[Any]) -> dict[str, int]:
    """The row of each entry by its id."""
    return {entry.id: i for i, entry in enumerate(entries)}


def make_index(ruleset: Ruleset, board: Board, scenario: ScenarioFile) -> Index:
    """Number everything."""
    return Index(
        factions=rows(ruleset.factions),
        pairs=rows(ruleset.pairs),
        areas=rows(board.areas),
        flashpoints=rows(ruleset.flashpoints),
        tracks=rows(ruleset.tracks),
        kinds=rows(ruleset.kinds),
        pieces=rows(scenario.pieces),
        classes=rows(ruleset.act_classes),
        statuses=rows(ruleset.statuses),
        obligations=rows(ruleset.obligations),
        levels=rows(sorted(ruleset.levels, key=lambda level: level.rank)),
        gates=rows(ruleset.gates),
        endings=rows(ruleset.crisis_endings),
        roles=rows(ruleset.crisis_roles),
        events=rows(ruleset.events),
        injects=rows(scenario.injects),
        projects=rows(ruleset.projects),
        actions=rows(ruleset.actions),
        measures=rows(scenario.measures),
    )


@frozen
class Mark:
    """How far the pools are filled: the next free row of each."""

    conditions: int = 0
    effects: int = 0
    modifiers: int = 0


class Pools:
    """The pools of conditions, effects and modifiers that all tables share, filled in the order of compilation.

    mark: from where on they are filled; modifiers, effect_rows: what has been added since.
    """

    def __init__(self, rules: Any, names: Lexicon, index: Index, mark: Mark = Mark()):
        self.rules, self.names, self.index = rules, names, index
        self.n_conditions, self.n_effects, self.n_modifiers = mark.conditions, mark.effects, mark.modifiers
        self.modifiers: list[Modifier] = []
        self.effect_rows: list[Effect] = []

    @property
    def mark(self) -> Mark:
        """How far they are filled."""
        return Mark(self.n_conditions, self.n_effects, self.n_modifiers)

    def reading(self, row: np.record, text: str) -> None:
        """Write a reading as three numbers: the kind of subject, what is read of it, and the subject."""
        meaning = understand(text, self.names)
        row.subject, row.what, row.who = self._numbers(meaning)

    def _numbers(self, meaning: Meaning) -> tuple[int, int, int]:
        index, subject = self.index, meaning.subject
        if meaning.kind == "count":
            return codes.OF_COUNT, COUNTS.index(meaning.what), 0
        if meaning.kind == "case":
            return codes.OF_CASE, FACTS.index(meaning.what), 0
        if meaning.kind == "pieces":
            return codes.OF_PIECES, index.kinds[meaning.what], self._who(subject)
        track = index.tracks[meaning.what]
        if meaning.kind == "stance":
            if meaning.flashpoint and subject not in FACTION_WORDS:
                entity = index.factions[subject] * MAX_FLASHPOINTS + index.flashpoints[meaning.flashpoint]
                return codes.FIXED, int(self.rules.slot_of[track, entity]), 0
            return codes.OF_STANCE, track, self._who(subject)
        if meaning.kind == "faction" and subject in FACTION_WORDS:
            return codes.OF_FACTION, track, self._who(subject)
        if meaning.kind == "pair" and subject in PAIR_WORDS:
            return codes.OF_PAIR, track, PAIR_WHO[subject]
        if subject == "area":
            return codes.OF_AREA, track, 0
        if subject == "flashpoint":
            return codes.OF_FLASHPOINT, track, 0
        if subject == "pledge":
            return codes.OF_PLEDGE, track, 0
        return codes.FIXED, int(self.rules.slot_of[track, self._entity(meaning)]), 0

    def _who(self, subject: str) -> int:
        return WHO[subject] if subject in WHO else self.index.factions[subject]

    def _entity(self, meaning: Meaning) -> int:
        if meaning.kind == "world":
            return 0
        index = self.index
        tables = {
            "faction": index.factions,
            "pair": index.pairs,
            "area": index.areas,
            "flashpoint": index.flashpoints,
            "obligation": index.obligations,
            "project": index.projects,
        }
        return tables[meaning.kind][meaning.subject]

    def conditions(self, span: np.record, conditions: Sequence[Condition]) -> None:
        """Add conditions to their pool and write where they stand."""
        span.first, span.n = self.n_conditions, len(conditions)
        for condition in conditions:
            condition_row(self, self.rules.condition[self.n_conditions], condition)
            self.n_conditions += 1

    def effects(self, effects: Sequence[Effect]) -> tuple[int, int]:
        """Add effects to their pool; return where they stand."""
        first = self.n_effects
        for effect in effects:
            row = self.rules.effect[self.n_effects]
            self.reading(row, effect.track)
            row.sets = effect.set is not None
            row.amount = effect.set if effect.set is not None else effect.add
            row.lasts = effect.lasts
            self.effect_rows.append(effect)
            self.n_effects += 1
        return first, len(effects)

    def effect_span(self, span: np.record, effects: Sequence[Effect]) -> None:
        """Add effects to their pool and write where they stand."""
        span.first, span.n = self.effects(effects)

    def modifier_span(self, span: np.record, modifiers: Sequence[Modifier], multiplied: int = 1) -> None:
        """Add modifiers to their pool and write where they stand. multiplied: by what all that they add is multiplied."""
        span.first, span.n = self.n_modifiers, len(modifiers)
        for modifier in modifiers:
            row = self.rules.modifier[self.n_modifiers]
            self.reading(row, modifier.track)
            row.above, row.per = modifier.above, modifier.per
            row.times, row.most = modifier.times * multiplied, modifier.most * abs(multiplied)
            row.either_way = modifier.either_way
            self.modifiers.append(modifier)
            self.n_modifiers += 1

    def bands(self, row: np.record, bands: Bands) -> None:
        """Add the effects of every band; an absent extreme band has the effects of its neighbour."""
        spans = {name: self.effects(getattr(bands, name)) for name in ("always", "failure", "success")}
        spans["setback"] = spans["failure"] if bands.setback is None else self.effects(bands.setback)
        spans["breakthrough"] = spans["success"] if bands.breakthrough is None else self.effects(bands.breakthrough)
        for i, name in enumerate((*codes.BANDS, "always")):
            row.first[i], row.n[i] = spans[name]


def condition_row(pools: Pools, row: np.record, condition: Condition) -> None:
    """Write one condition; an absent bound is no bound."""
    pools.reading(row, condition.track)
    row.least = -ANYTHING if condition.at_least is None else condition.at_least
    row.most = ANYTHING if condition.at_most is None else condition.at_most


def write_cost(row: np.record, cost: Cost) -> None:
    """Write a cost."""
    row.capital, row.funds, row.readiness = cost.capital, cost.funds, cost.readiness


def bits(ids: Iterable[str], table: dict[str, int]) -> int:
    """A set of things as the bits of a number."""
    return sum(1 << table[name] for name in set(ids))
