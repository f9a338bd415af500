"""The answers of a study: paired differences from the baseline, differences of differences, and what they are worth.

Game k of every arm and factor of a draw has the same luck, so a difference is that of pairs of games, and a difference of
differences that of four games each. Intervals are those of `intervals`, valid for rare counts. They cover the dice, given the
rules, the doctrines and the draws of this study.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from attrs import Factory, define, evolve, field, frozen

from kuroshio.study.estimates import spelled
from kuroshio.study.holm import holm
from kuroshio.study.intervals import interval, interval_apart, p_value
from kuroshio.study.outcomes import CountedOutcome
from kuroshio.study.pair_sums import PairSums
from kuroshio.study.result_tables import csv_table
from kuroshio.study.study_file import StudyFile
from kuroshio.study.study_points import StudyLayout, StudyPoint
from kuroshio.study.study_tables import OrderedTable
from kuroshio.study.varied_parts import VariedPart, parts_at, parts_in

ALL = "all"
DIFFERENCE, INTERACTION, PART, CONTRAST = "difference", "interaction", "part", "contrast"
LARGER, SMALLER, NEGLIGIBLE, UNDECIDED, IDENTICAL = "larger", "smaller", "negligible", "undecided", "identical"
COLUMNS = (
    "arm", "by", "kind", "id", "name", "unit", "n", "a", "b", "difference", "low_95", "high_95", "p", "p_holm", "verdict",
    "games_that_differ", "pairing_gain", "games_needed", "note",
)  # fmt: skip


@frozen
class StudyEffect:
    """A difference of an outcome between an arm and the baseline, or of two such differences.

    by: `all`, the level of a factor or a part of what is uncertain; for a difference of differences the two. kind: difference;
    part, of the primary outcome in a part of what is uncertain; interaction, of the same games at two levels; contrast, of two
    parts, whose games are not paired. unit: rate (0 to 1) or mean; n: pairs of games, for a contrast those of both parts; a, b:
    of the baseline and of the arm, for an interaction or a contrast the two differences.
    low, high: 95 per cent; p: two-sided; p_holm: adjusted for all looks that are not the primary outcome's; NaN if there is none.
    verdict: against the smallest difference that matters, for the primary outcome; differ: games in which the two differ.
    gain: how many times as many games without pairing would be as sure; needed: games of a point for an interval that decides.
    """

    arm: str
    by: str
    kind: str
    id: str
    name: str
    unit: str
    n: int
    a: float
    b: float
    difference: float
    low: float
    high: float
    p: float = math.nan
    p_holm: float = math.nan
    verdict: str = ""
    differ: int = 0
    gain: float = math.nan
    needed: int = 0
    note: str = ""


Key = tuple[str, str, str]  # arm, by, outcome


@define
class EffectTable:
    """Adds up the games of a study, span by span, in memory that does not grow with their number. outcomes: by id."""

    file: StudyFile
    outcomes: Mapping[str, CountedOutcome]
    layout: StudyLayout
    pairs: dict[Key, PairSums] = Factory(dict)
    crosses: dict[Key, PairSums] = Factory(dict)
    parts: dict[Key, PairSums] = Factory(dict)
    varied: tuple[tuple[VariedPart, ...], ...] = field(default=Factory(lambda self: parts_in(self.file), takes_self=True))
    ever: dict[str, set[int]] = Factory(dict)

    def read(self, games: OrderedTable) -> None:
        """Add all games of a table."""
        points, outcomes = self.layout.points, self.outcomes
        for draw in sorted({point.draw for point in points}):
            of_draw = [point for point in points if point.draw == draw]
            for span in games.spans(of_draw[0].number):
                rows = {point: games.rows(point.number, span, list(outcomes)) for point in of_draw}
                for name, outcome in outcomes.items():
                    self.add(name, {p: outcome.counted(found[name]) for p, found in rows.items()})

    def add(self, outcome: str, values: dict[StudyPoint, np.ndarray]) -> None:
        """Add the same games of all points of a draw: by point the values of an outcome, i8."""
        seen = self.ever.setdefault(outcome, set())
        for found in values.values():
            if len(seen) < 2:
                seen.update(np.unique(found)[:2].tolist())
        base = self.file.baseline.id
        within = parts_at(self.varied, next(iter(values)).drawn) if outcome == self.file.study.primary else []
        at = {(point.arm, point.levels): found for point, found in values.items()}
        for (arm, levels), found in at.items():
            if arm == base:
                continue
            for by in (ALL, *(self.level(key, value) for key, value in levels)):
                self.pairs.setdefault((arm, by, outcome), PairSums()).add(at[base, levels], found)
            for part in within:
                self.parts.setdefault((arm, part.name, outcome), PairSums()).add(at[base, levels], found)
            for by, other in self._others(levels):
                if (arm, other) in at:
                    one = at[arm, other] - at[base, other]
                    self.crosses.setdefault((arm, by, outcome), PairSums()).add(one, found - at[base, levels])

    def level(self, key: str, value: object) -> str:
        """Return the name of a level: the factor's short name and the value."""
        title = next(cross.title for cross in self.file.cross if cross.key == key)
        return f"{title} = {value}"

    def _others(self, levels: tuple[tuple[str, object], ...]) -> Iterator[tuple[str, tuple[tuple[str, object], ...]]]:
        """Return for each factor not at its first level: the name of the comparison, and the levels with it at the first."""
        for i, (key, value) in enumerate(levels):
            cross = next(cross for cross in self.file.cross if cross.key == key)
            if value != cross.values[0]:
                first = (*levels[:i], (key, cross.values[0]), *levels[i + 1 :])
                yield f"{self.level(key, value)} less {cross.values[0]}", first

    def effects(self) -> list[StudyEffect]:
        """Return every effect: by arm, the primary outcome first; for all games, for each level, interactions, then parts."""
        outcomes = sorted(self.outcomes, key=lambda outcome: outcome != self.file.study.primary)
        found = []
        for arm in (arm.id for arm in self.file.arm if arm.id != self.file.baseline.id):
            for outcome in outcomes:
                for kind, sums in ((DIFFERENCE, self.pairs), (INTERACTION, self.crosses)):
                    found += [self._effect(key, kind, one) for key, one in sums.items() if (key[0], key[2]) == (arm, outcome)]
                for parts in self.varied:
                    found += self._within(parts, arm, outcome)
        return adjusted(found, self.file.study.primary)

    def _within(self, parts: Sequence[VariedPart], arm: str, outcome: str) -> Iterator[StudyEffect]:
        """Return the effect in each part of a key that has games, then what each comes to against the first of them."""
        found = [(part, self.parts[key]) for part in parts if (key := (arm, part.name, outcome)) in self.parts]
        for part, sums in found:
            yield self._effect((arm, part.name, outcome), PART, sums)
        for part, sums in found[1:]:
            yield self._contrast((arm, f"{part.name} less {found[0][0].span}", outcome), found[0][1], sums)

    def _contrast(self, key: Key, one: PairSums, other: PairSums) -> StudyEffect:
        arm, by, name = key
        outcome = self.outcomes[name]
        a, b = (sums.sample(outcome.unit) for sums in (one, other))
        return self._judged(StudyEffect(
            arm, by, CONTRAST, name, outcome.name, outcome.unit, a.n + b.n,
            *outcome.told((a.mean, b.mean)), (b.mean - a.mean) / outcome.per, *outcome.told(interval_apart(a, b)),
            differ=one.differ + other.differ,
        ))  # fmt: skip

    def _effect(self, key: Key, kind: str, sums: PairSums) -> StudyEffect:
        arm, by, name = key
        outcome = self.outcomes[name]
        sample = sums.sample(outcome.unit, 2.0 if kind == INTERACTION else 1.0)
        return self._judged(StudyEffect(
            arm, by, kind, name, outcome.name, outcome.unit, sample.n,
            *outcome.told(sums.means), sample.mean / outcome.per, *outcome.told(interval(sample)),
            p=p_value(sample), differ=sums.differ, gain=gain_of(sums),
        ))  # fmt: skip

    def _judged(self, effect: StudyEffect) -> StudyEffect:
        """Return an effect with its note, and if it is on the primary outcome with its verdict."""
        effect, smallest = evolve(effect, note=self._note(effect.id)), self.file.study.smallest
        if effect.id != self.file.study.primary:
            return effect if effect.differ else evolve(effect, verdict=IDENTICAL)
        verdict = verdict_of(effect.low, effect.high, smallest, effect.differ)
        needed = games_needed(self.layout.n, (effect.high - effect.low) / 2, smallest) if verdict == UNDECIDED else 0
        return evolve(effect, verdict=verdict, needed=needed)

    def _note(self, outcome: str) -> str:
        return "never varied in any arm" if len(self.ever[outcome]) < 2 else ""


def verdict_of(low: float, high: float, smallest: float, differ: int) -> str:
    """Return what an interval says of a difference, against the smallest that matters.

    >>> verdict_of(0.02, 0.05, 0.01, 99), verdict_of(-0.004, 0.006, 0.01, 99), verdict_of(-0.02, 0.03, 0.01, 99)
    ('larger', 'negligible', 'undecided')
    """
    if not differ:
        return IDENTICAL
    if low >= smallest:
        return LARGER
    if high <= -smallest:
        return SMALLER
    return NEGLIGIBLE if -smallest < low and high < smallest else UNDECIDED


def games_needed(n: int, half_width: float, smallest: float) -> int:
    """Return about how many games of a point would make the interval half as wide as the smallest difference that matters."""
    return math.ceil(n * (half_width / (smallest / 2)) ** 2) if math.isfinite(half_width) else 0


def gain_of(sums: PairSums) -> float:
    """Return the variance of the difference without pairing over that with it; NaN if the two never differ."""
    apart, paired = variance(sums.first) + variance(sums.second), variance(sums.more)
    return apart / paired if paired else math.nan


def variance(times: Counter[int]) -> float:
    """Return the variance of counted whole numbers, from exact sums."""
    n = sum(times.values())
    total = sum(value * often for value, often in times.items())
    return sum(value**2 * often for value, often in times.items()) / n - (total / n) ** 2


def adjusted(effects: Sequence[StudyEffect], primary: str) -> list[StudyEffect]:
    """Return effects with p values adjusted for all looks that are not the primary outcome's."""
    others = [i for i, one in enumerate(effects) if one.id != primary]
    found = list(effects)
    for i, p in zip(others, holm([effects[i].p for i in others]), strict=True):
        found[i] = evolve(effects[i], p_holm=p)
    return found


def table_of(effects: Iterable[StudyEffect]) -> bytes:
    """Return effects as CSV."""
    return csv_table(COLUMNS, (_row(effect) for effect in effects))


def _row(e: StudyEffect) -> tuple[object, ...]:
    numbers = spelled((e.a, e.b, e.difference, e.low, e.high), e.high - e.low)
    return (
        e.arm, e.by, e.kind, e.id, e.name, e.unit, e.n, *numbers, *(_figure(p) for p in (e.p, e.p_holm)), e.verdict, e.differ,
        _figure(e.gain), e.needed or "", e.note,
    )  # fmt: skip


def _figure(number: float) -> str:
    return "" if math.isnan(number) else f"{number:.4g}"
