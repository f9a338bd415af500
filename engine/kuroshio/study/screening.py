"""Screens a scenario for levers: what moves outcomes that do not name it, and what nothing reads.

Every number that an opening may have, every act, pledge and project, and every doctrine of a seat is changed by itself, played
under the same luck as the unchanged scenario, and compared game by game. p values are adjusted for all looks. A screening proves
nothing: a lever may need others, or more games, to show.
"""

from __future__ import annotations

import csv
import io
import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import local

import numpy as np
from attrs import evolve, frozen

from kuroshio.kernel.tables.compiling import Tables
from kuroshio.model.calendar import date_of
from kuroshio.model.track_readers import JUDGES, READERS, ReaderIndex, TrackReader, index_readers
from kuroshio.players.seating import Seating
from kuroshio.players.whole_games import Memory, make_memory
from kuroshio.study import batch
from kuroshio.study.estimates import count_in, is_rate, reached
from kuroshio.study.holm import holm
from kuroshio.study.intervals import Sample, p_value
from kuroshio.study.keys.unclear_change import UnclearChange

LEAST, MOST, UP, DOWN, WITHOUT = "least", "most", "one up", "one down", "without"
TRACK, ACTION, OBLIGATION, PROJECT, DOCTRINE = KINDS = ("number", "act", "pledge", "project", "doctrine")
SURE = 0.05  # a p value, adjusted for all looks, below which a lever is said to move an outcome
LATER = 400  # turns after the end of the scenario: a date when nothing begins any more

At = Callable[[Mapping[str, str]], Seating]  # the scenario with changed values, ready to play


@frozen
class Lever:
    """Something that can be set. of: the kind and the faction that it belongs to; readers: who reads it, of a number.

    settings: by name of the setting what is changed, as texts by key.
    """

    kind: str
    id: str
    of: str
    settings: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    readers: tuple[TrackReader, ...] = ()
    names: frozenset[str] = frozenset()  # outcomes that name it, which are left out

    @property
    def is_read(self) -> bool:
        """Whether play turns on it: of a number, whether anything reads it but aims and measures."""
        return self.kind != TRACK or any(reader.kind not in JUDGES for reader in self.readers)


@frozen
class LeverLook:
    """One setting of a lever against the scenario as it is, on one outcome. difference: in games of the lever less those of the
    scenario; p: two-sided, unadjusted; p_all: adjusted by Holm for all looks of a screening, NaN before that.
    """

    lever: Lever
    setting: str
    outcome: str
    difference: float
    unit: str
    differ: int
    p: float
    p_all: float = math.nan


@frozen
class Screened:
    """A lever whose settings have been played. refused: by setting why it could not be."""

    lever: Lever
    looks: tuple[LeverLook, ...]
    refused: tuple[tuple[str, str], ...] = ()


# --- what can be set -------------------------------------------------------------------------------


def levers_of(tables: Tables, pattern: str = "") -> list[Lever]:
    """Return the levers of a scenario: numbers of seated factions and of places first, then all that can be left out.

    pattern: only those in whose id it stands.
    """
    index = index_readers(tables.ruleset, tables.scenario)
    found = [*_numbers(tables, index), *_left_out(tables), *_doctrines(tables)]
    return [lever for lever in found if pattern in lever.id]


def _numbers(tables: Tables, index: ReaderIndex) -> Iterator[Lever]:
    seated = [seat.faction for seat in tables.scenario.seats]
    kinds = {track.id: track for track in tables.ruleset.tracks}
    order = {faction: place for place, faction in enumerate(seated)}
    for row, slot in enumerate(tables.slots):
        subject, what, *_ = slot.split(".")
        track, start = kinds[what], int(tables.rules.slot_start[row])
        wanted = {LEAST: track.least, MOST: track.most, DOWN: start - 1, UP: start + 1}
        settings = tuple(
            (name, ((f"opening.{slot}", str(value)),))
            for name, value in wanted.items()
            if track.least <= value <= track.most and value != start
        )
        owner = min(_factions_of(tables, subject), key=lambda faction: order.get(faction, len(order)), default="")
        if owner in order or not owner:
            yield Lever(TRACK, slot, f"{what} {owner}".strip(), settings, index.of(slot), _naming(tables, slot))


def _factions_of(tables: Tables, subject: str) -> list[str]:
    """Return the factions that a track's subject is or belongs to; none for places and the world."""
    pairs = {pair.id: pair.members for pair in tables.ruleset.pairs}
    debts = {one.id: (one.debtor, one.creditor) for one in tables.ruleset.obligations}
    factions = {faction.id for faction in tables.ruleset.factions}
    return [subject] if subject in factions else list(pairs.get(subject, debts.get(subject, ())))


def _naming(tables: Tables, slot: str) -> frozenset[str]:
    """Return the outcomes that name a track."""
    seats = {f"success_{seat.faction}" for seat in tables.scenario.seats if any(one.track == slot for one in seat.success)}
    return frozenset(seats | {measure.id for measure in tables.scenario.measures if measure.track == slot})


def _left_out(tables: Tables) -> Iterator[Lever]:
    """Return what can be kept from beginning: acts that somebody at the table may order, pledges, projects."""
    scenario, ruleset = tables.scenario, tables.ruleset
    never = date_of(scenario.turns + LATER, scenario.start, scenario.turn_length)
    seated = {seat.faction for seat in scenario.seats}
    proposed = {project.id: f"{project.id}.stage" for project in ruleset.projects}
    for action in ruleset.actions:
        if not action.actors or seated.intersection(action.actors):
            yield Lever(ACTION, action.id, action.arena, ((WITHOUT, ((f"action.{action.id}.since", never),)),))
    for one in ruleset.obligations:
        if {one.debtor, one.creditor} <= seated:
            yield Lever(OBLIGATION, one.id, one.debtor, ((WITHOUT, ((f"obligation.{one.id}.since", never),)),))
    for project in ruleset.projects:
        proposing = [action.id for action in ruleset.actions if _sets(action, proposed[project.id])]
        if project.lead in seated and proposing:
            changes = tuple((f"action.{action}.since", never) for action in proposing)
            yield Lever(PROJECT, project.id, project.lead, ((WITHOUT, changes),))


def _sets(action: object, track: str) -> bool:
    effects = action.effects  # type: ignore[attr-defined]
    every = (*effects.always, *(effects.setback or ()), *effects.failure, *effects.success, *(effects.breakthrough or ()))
    return any(effect.track == track and effect.set is not None for effect in every)


def _doctrines(tables: Tables) -> Iterator[Lever]:
    own = {seat.faction: seat.doctrine for seat in tables.scenario.seats}
    for doctrine in tables.ruleset.doctrines:
        if doctrine.faction in own and own[doctrine.faction] != doctrine.id:
            setting = (f"instead of {own[doctrine.faction]}", ((f"policy.{doctrine.faction}", doctrine.id),))
            yield Lever(DOCTRINE, doctrine.id, doctrine.faction, (setting,))


# --- what they move --------------------------------------------------------------------------------


def screen(levers: Sequence[Lever], at: At, games: int, seed: int, threads: int = 1) -> Iterator[Screened]:
    """Play every setting of every lever; yield each when it is played, in order. p values are not yet adjusted."""
    base = outcome_values(at({}), games, seed, make_memory())
    own = local()

    def one(lever: Lever) -> Screened:
        if not hasattr(own, "memory"):
            own.memory = make_memory()
        return screen_one(lever, at, base, games, seed, own.memory)

    pool = ThreadPoolExecutor(threads)
    try:
        yield from pool.map(one, levers)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def screen_one(lever: Lever, at: At, base: Mapping[str, np.ndarray], games: int, seed: int, memory: Memory) -> Screened:
    """Play one lever. base: the outcomes of the unchanged scenario."""
    looks: list[LeverLook] = []
    refused = []
    for name, changes in lever.settings:
        try:
            found = outcome_values(at(dict(changes)), games, seed, memory)
        except UnclearChange as error:
            refused.append((name, str(error)))
            continue
        looks += [look_at(lever, name, outcome, base[outcome], found[outcome]) for outcome in base if outcome not in lever.names]
    return Screened(lever, tuple(looks), tuple(refused))


def outcome_values(seating: Seating, games: int, seed: int, memory: Memory) -> dict[str, np.ndarray]:
    """Play games 0 to games - 1 and return each outcome's values, i8: seats with aims, then measures; for a rate 0 or 1."""
    tables = seating.tables
    study = batch.Study(tables, seating.playbook, seating.policy, seed, games)
    results = batch.joined([batch.play_in(study, part, memory) for part in batch.blocks_of(study)]).results
    rows = tables.index.factions
    found = {f"success_{s.faction}": results.success[:, rows[s.faction]] for s in tables.scenario.seats if s.success}
    for m, measure in enumerate(tables.scenario.measures):
        column = results.measure[:, m]
        found[measure.id] = reached(measure, column) if is_rate(measure) else column
    return {name: np.asarray(column).astype(np.int64) for name, column in found.items()}


def look_at(lever: Lever, setting: str, outcome: str, base: np.ndarray, found: np.ndarray) -> LeverLook:
    """Compare the same games with and without a setting."""
    more = Counter[int]()
    count_in(more, found - base)
    is_share = base.max(initial=0) <= 1 and found.max(initial=0) <= 1 and min(base.min(initial=0), found.min(initial=0)) >= 0
    sample = Sample(more, *((-1.0, 1.0) if is_share else ()))
    differ = sample.n - more[0]
    p = p_value(sample) if differ else 1.0
    return LeverLook(lever, setting, outcome, sample.mean, "rate" if is_share else "mean", differ, p)


def adjusted(found: Sequence[Screened]) -> list[Screened]:
    """Return the same with p values adjusted for all looks together."""
    p_all = iter(holm([look.p for one in found for look in one.looks]))
    return [evolve(one, looks=tuple(evolve(look, p_all=next(p_all)) for look in one.looks)) for one in found]


def moves(one: Screened) -> bool:
    """Whether a lever surely moves an outcome that does not name it."""
    return any(look.p_all < SURE for look in one.looks)


def largest_of(one: Screened) -> LeverLook:
    """Return the largest sure difference of a lever, shares before means; without a sure one the surest."""
    sure = [look for look in one.looks if look.p_all < SURE]
    surest = min(one.looks, key=lambda look: (look.p, -abs(look.difference)))
    return max(sure, key=lambda look: (look.unit == "rate", abs(look.difference)), default=surest)


# --- as a table ------------------------------------------------------------------------------------


def table_of(found: Iterable[Screened]) -> bytes:
    """Return all looks as CSV, a row each; a setting that could not be played has its reason in `refused`."""
    text = io.StringIO()
    writer = csv.writer(text)
    readers = [f"read_by_{kind}" for kind in READERS]
    figures = ["difference", "differ", "p", "p_all"]
    writer.writerow(["kind", "of", "lever", *readers, "setting", "outcome", "unit", *figures, "refused"])
    for one in found:
        counted = Counter(reader.kind for reader in one.lever.readers)
        head = [one.lever.kind, one.lever.of, one.lever.id, *(counted[kind] for kind in READERS)]
        for look in one.looks:
            numbers = [f"{look.difference:.6f}", look.differ, f"{look.p:.4g}", f"{look.p_all:.4g}"]
            writer.writerow([*head, look.setting, look.outcome, look.unit, *numbers, ""])
        writer.writerows([*head, setting, "", "", "", "", "", "", why] for setting, why in one.refused)
    return text.getvalue().encode()
