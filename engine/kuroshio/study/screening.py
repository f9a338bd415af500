"""Screens a scenario for levers: what moves outcomes that do not name it, and what nothing reads.

Each lever (`kuroshio.study.lever_list`) is changed by itself, played under the same luck as the unchanged scenario, and compared
game by game. p values are adjusted for all looks. A screening proves nothing: a lever may need others, or more games, to show.
"""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import count
from threading import local
from typing import TypeVar

import numpy as np
from attrs import evolve, frozen

from kuroshio.model.track_readers import READERS
from kuroshio.players.seating import Seating
from kuroshio.players.whole_games import Memory, make_memory
from kuroshio.study import batch
from kuroshio.study.holm import holm
from kuroshio.study.intervals import FEWEST, Sample, p_value
from kuroshio.study.keys.unclear_change import UnclearChange
from kuroshio.study.lever_list import TRACK, Lever
from kuroshio.study.outcomes import CountedOutcome, by_id
from kuroshio.study.pair_sums import PairSums
from kuroshio.study.result_tables import csv_table

SURE = 0.05  # a p value, adjusted for all looks, below which a lever is said to move an outcome

SAMPLE, SAMPLE_GAMES = 5, 100  # levers of a sort, and games of each setting, by which the time of all is estimated
SMALL = 10  # a screening of fewer than so many samples is played without an estimate

T = TypeVar("T")
At = Callable[[Mapping[str, str]], Seating]  # the scenario with changed values, ready to play


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


# --- what they move --------------------------------------------------------------------------------


def screen(levers: Sequence[Lever], at: At, games: int, seed: int, threads: int = 1) -> Iterator[Screened]:
    """Play every setting of every lever; yield each when it is played, in order. p values are not yet adjusted."""
    unchanged, own = at({}), local()
    base, outcomes = outcome_values(unchanged, range(games), seed, make_memory()), by_id(unchanged.tables)

    def one(lever: Lever) -> Screened:
        if not hasattr(own, "memory"):
            own.memory = make_memory()
        return screen_one(lever, at, outcomes, base, games, seed, own.memory)

    pool = ThreadPoolExecutor(threads)
    try:
        yield from pool.map(one, levers)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def seconds_of(levers: Sequence[Lever], at: At, games: int, seed: int, threads: int = 1) -> float | None:
    """Estimate the seconds that a screening takes from few games of a few numbers and of a few levers of other kinds.

    None: the estimate would take a good part of them. Threads share the games alone: values are changed by one thread at a time.
    """

    def changed(changes: Mapping[str, str]) -> None:
        with suppress(UnclearChange):
            at(changes)

    few, seconds = min(games, SAMPLE_GAMES), 0.0
    sorts = [one for one in levers if one.kind == TRACK], [one for one in levers if one.kind != TRACK]
    samples = [some[:: len(some) // SAMPLE + 1] for some in sorts]
    if few * sum(map(count_of_settings, samples)) * SMALL > games * count_of_settings(levers):
        return None
    memory, unchanged = make_memory(), at({})
    base, outcomes = outcome_values(unchanged, range(few), seed, memory), by_id(unchanged.tables)
    for some, sample in zip(sorts, samples):
        sampled = [dict(changes) for lever in sample for _, changes in lever.settings]
        changing = seconds_taken(changed, sampled)
        playing = seconds_taken(lambda lever: screen_one(lever, at, outcomes, base, few, seed, memory), sample) - changing
        each = (changing + max(playing, 0.0) * games / few / threads) / max(len(sampled), 1)
        seconds += count_of_settings(some) * each
    return seconds


def count_of_settings(levers: Sequence[Lever]) -> int:
    """Return how many settings levers have together."""
    return sum(len(lever.settings) for lever in levers)


def count_of_looks(levers: Sequence[Lever], outcomes: Collection[str]) -> int:
    """Return at how many outcomes a screening looks: those of each setting that do not name its lever."""
    return sum(len(lever.settings) * len(set(outcomes) - lever.names) for lever in levers)


def seconds_taken(work: Callable[[T], object], over: Iterable[T]) -> float:
    """Return how long some work takes over several things."""
    began = time.perf_counter()
    for one in over:
        work(one)
    return time.perf_counter() - began


def fewest_games(looks: int) -> int:
    """Return the least number of games by which a lever can pass the test of all looks: if every game is another.

    >>> fewest_games(1), fewest_games(200_000)
    (8, 23)
    """
    return next(n for n in count(FEWEST) if p_value(Sample({1: n}, -1.0, 1.0)) * looks < SURE)


def screen_one(
    lever: Lever,
    at: At,
    outcomes: Mapping[str, CountedOutcome],
    base: Mapping[str, np.ndarray],
    games: int,
    seed: int,
    memory: Memory,
) -> Screened:
    """Play one lever. outcomes: by id; base: their values in the unchanged scenario. What names the lever counts for nothing."""
    looks: list[LeverLook] = []
    refused = []
    base = {outcome: values for outcome, values in base.items() if outcome not in lever.names}
    for name, changes in lever.settings:
        try:
            found = values_of_all(at(dict(changes)), base, games, seed, memory)
        except UnclearChange as error:
            refused.append((name, str(error)))
            continue
        looks += [look_at(lever, name, outcomes[id], values, found[id]) for id, values in base.items()]
    return Screened(lever, tuple(looks), tuple(refused))


def values_of_all(
    seating: Seating, base: Mapping[str, np.ndarray], games: int, seed: int, memory: Memory
) -> Mapping[str, np.ndarray]:
    """Play the first quarter of the games and, if any outcome of the base differs in it, the rest; else they are the base's.

    What shows in none of a quarter of the games is too rare to pass the test of many looks in all of them.
    """
    first, rest = range(games // 4), range(games // 4, games)
    found = outcome_values(seating, first, seed, memory)
    if all((found[outcome] == values[: len(first)]).all() for outcome, values in base.items()):
        return base
    more = outcome_values(seating, rest, seed, memory)
    return {outcome: np.concatenate((found[outcome], more[outcome])) for outcome in base}


def outcome_values(seating: Seating, numbers: range, seed: int, memory: Memory) -> dict[str, np.ndarray]:
    """Play games of these numbers and return each outcome's values, i8: seats with aims, then measures; for a rate 0 or 1."""
    tables = seating.tables
    study = batch.Batch(tables, seating.playbook, seating.policy, seed, len(numbers), numbers.start)
    results = batch.joined([batch.play_in(study, part, memory) for part in batch.blocks_of(study)]).results
    return {name: outcome.values(results) for name, outcome in by_id(tables).items()}


def look_at(lever: Lever, setting: str, outcome: CountedOutcome, base: np.ndarray, found: np.ndarray) -> LeverLook:
    """Compare the same games with and without a setting."""
    sums = PairSums()
    sums.add(base, found)
    sample = sums.sample(outcome.unit)
    p = p_value(sample) if sums.differ else 1.0
    return LeverLook(lever, setting, outcome.id, sample.mean / outcome.per, outcome.unit, sums.differ, p)


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


# --- in groups -------------------------------------------------------------------------------------


@frozen
class LeverGroup:
    """The levers of one track, or of one kind. title: its id, `trust` or `act`; found: in the order of seats."""

    title: str
    found: tuple[Screened, ...]

    @property
    def moving(self) -> list[Screened]:
        """Those that surely move an outcome that does not name them."""
        return [one for one in self.found if moves(one)]

    @property
    def unread(self) -> list[Screened]:
        """Those that nothing in play reads."""
        return [one for one in self.found if not one.lever.is_read]


def groups_of(found: Sequence[Screened]) -> list[LeverGroup]:
    """Return levers in groups, in the order in which the first of each group stands."""
    titles = dict.fromkeys(one.lever.group for one in found)
    return [LeverGroup(title, tuple(one for one in found if one.lever.group == title)) for title in titles]


# --- as a table ------------------------------------------------------------------------------------


def table_of(found: Iterable[Screened]) -> bytes:
    """Return all looks as CSV, a row each; a setting that could not be played has its reason in `refused`."""
    readers = [f"read_by_{kind}" for kind in READERS]
    figures = ["difference", "differ", "p", "p_all"]
    columns = ["kind", "group", "of", "lever", *readers, "setting", "outcome", "unit", *figures, "refused"]
    return csv_table(columns, (row for one in found for row in _rows(one)))


def _rows(one: Screened) -> Iterator[list[object]]:
    counted = Counter(reader.kind for reader in one.lever.readers)
    head = [one.lever.kind, one.lever.group, one.lever.of, one.lever.id, *(counted[kind] for kind in READERS)]
    for look in one.looks:
        numbers = [f"{look.difference:.6f}", look.differ, f"{look.p:.4g}", f"{look.p_all:.4g}"]
        yield [*head, look.setting, look.outcome, look.unit, *numbers, ""]
    for setting, why in one.refused:
        yield [*head, setting, "", "", "", "", "", "", why]
