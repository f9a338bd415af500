"""Compares two variants under the same luck: the paired difference of every measure and of every seat's success.

Game k of both has the same seed, and dice are keyed by what they decide, so equal decisions get equal dice. Each game forms a
pair, and the interval is that of the differences.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from attrs import Factory, define, frozen

from kuroshio.kernel.tables.compiling import Tables
from kuroshio.model.scenario import Measure
from kuroshio.study.batch import Block
from kuroshio.study.estimates import count_in, is_rate, reached, spelled
from kuroshio.study.intervals import TAIL, Sample, interval

Values = Callable[[Block], np.ndarray]  # one whole number per game, (n) i8


@frozen
class Outcome:
    """An outcome of both variants. unit: rate (0 or 1 in each game) or mean; `first`, `second` read it."""

    id: str
    name: str
    group: str
    unit: str
    first: Values
    second: Values


@frozen
class Difference:
    """A paired difference over n games, second less first, with its 95 per cent interval.

    first, second: the rate (0 to 1) or mean of each; differ: the number of games in which the two differ.
    note: a text if they never differ.

    >>> import kuroshio
    >>> base = kuroshio.load("senkaku_2021").study(20)
    >>> first = kuroshio.compare(base, base)[0]
    >>> first.id, first.n, first.difference, first.differ
    ('success_china', 20, 0.0, 0)
    """

    id: str
    name: str
    group: str
    unit: str
    n: int
    first: float
    second: float
    difference: float
    low: float
    high: float
    differ: int
    note: str = ""


@define
class Sums:
    """Running sums of one outcome. more: how often each difference, second less first, has come."""

    first: int = 0
    second: int = 0
    more: Counter[int] = Factory(Counter)


@define
class Pairing:
    """The sums over pairs of blocks, in constant memory. same: whether both are the same variant."""

    outcomes: Sequence[Outcome]
    same: bool = False
    n: int = 0
    sums: dict[str, Sums] = Factory(dict)

    def add(self, first: Block, second: Block) -> None:
        """Add one block of each, with the same games."""
        if first.first != second.first or len(first.results) != len(second.results):
            raise ValueError("these blocks hold different games")
        self.n += len(first.results)
        for outcome in self.outcomes:
            sums = self.sums.setdefault(outcome.id, Sums())
            one, other = outcome.first(first).astype(np.int64), outcome.second(second).astype(np.int64)
            sums.first += int(one.sum())
            sums.second += int(other.sum())
            count_in(sums.more, other - one)

    def differences(self) -> list[Difference]:
        """Return the difference of every outcome with its n and interval; none before the first game."""
        return [self._difference(outcome) for outcome in self.outcomes] if self.n else []

    def _difference(self, outcome: Outcome) -> Difference:
        n, sums = self.n, self.sums[outcome.id]
        sample = Sample(sums.more, *((-1.0, 1.0) if outcome.unit == "rate" else ()))
        low, high = (0.0, 0.0) if self.same else interval(sample)
        return Difference(
            outcome.id, outcome.name, outcome.group, outcome.unit, n,
            sums.first / n, sums.second / n, sample.mean, low, high, n - sums.more[0], self._note(n - sums.more[0]),
        )  # fmt: skip

    def _note(self, differ: int) -> str:
        """Return the note if the two never differ; for different variants, that no difference was seen."""
        if self.same:
            return "identical"
        if differ:
            return ""
        games = "the one game" if self.n == 1 else f"all {self.n:,} games"
        return f"identical in {games} (differs in fewer than {100 * rarer_than(self.n):.2g}%)"


def rarer_than(n: int) -> float:
    """Return the share of games, 0 to 1, that an outcome may have and still be missed in n games once in twenty: about 3 / n."""
    return 1 - (2 * TAIL) ** (1 / n)


# --- what can be compared ------------------------------------------------------------------------


def comparable(first: Tables, second: Tables) -> tuple[list[Outcome], list[str]]:
    """Return the outcomes of both variants, seats first; and the names of those that only one has, or that differ in meaning."""
    outcomes, left = _seats(first, second), _unlike_seats(first, second)
    ours = {measure.id: (row, measure) for row, measure in enumerate(first.scenario.measures)}
    theirs = {measure.id: (row, measure) for row, measure in enumerate(second.scenario.measures)}
    for name in dict.fromkeys((*ours, *theirs)):
        one, other = ours.get(name), theirs.get(name)
        if one and other and _counts(one[1]) == _counts(other[1]):
            outcomes.append(_measure(one[1], one[0], other[0]))
        else:
            left.append((one or other or (0, first.scenario.measures[0]))[1].name)
    return outcomes, left


def _counts(measure: Measure) -> tuple[object, ...]:
    """Return what a measure counts, without its name."""
    return measure.kind, measure.track, measure.at_least, measure.at_most


def _seats(first: Tables, second: Tables) -> list[Outcome]:
    """Yield the seats that both have, with the same conditions of success."""
    theirs = {seat.faction: seat.success for seat in second.scenario.seats}
    names = {faction.id: faction.name for faction in first.ruleset.factions}
    return [
        _seat(f"{names[seat.faction]}: aims met", seat.faction, first, second)
        for seat in first.scenario.seats
        if seat.success and theirs.get(seat.faction) == seat.success
    ]


def _seat(name: str, faction: str, first: Tables, second: Tables) -> Outcome:
    return Outcome(f"success_{faction}", name, "seat", "rate", _success(first, faction), _success(second, faction))


def _unlike_seats(first: Tables, second: Tables) -> list[str]:
    """Return the seats that only one has, or whose conditions of success differ."""
    ours, theirs = ({seat.faction: seat.success for seat in tables.scenario.seats} for tables in (first, second))
    names = {faction.id: faction.name for tables in (first, second) for faction in tables.ruleset.factions}
    return [names[seat] for seat in dict.fromkeys((*ours, *theirs)) if ours.get(seat, ()) != theirs.get(seat, ())]


def _success(tables: Tables, faction: str) -> Values:
    row = tables.index.factions[faction]
    return lambda block: block.results.success[:, row]


def _measure(measure: Measure, first: int, second: int) -> Outcome:
    rate = is_rate(measure)

    def reader(row: int) -> Values:
        if rate:
            return lambda block: reached(measure, block.results.measure[:, row])
        return lambda block: block.results.measure[:, row]

    return Outcome(measure.id, measure.name, measure.kind, "rate" if rate else "mean", reader(first), reader(second))


def table_of(differences: Iterable[Difference]) -> str:
    """Return the table as CSV."""
    text = io.StringIO()
    writer = csv.writer(text)
    columns = ("id", "name", "group", "unit", "n", "a", "b", "difference", "low_95", "high_95", "games_that_differ", "note")
    writer.writerow(columns)
    for d in differences:
        numbers = spelled((d.first, d.second, d.difference, d.low, d.high), d.high - d.low)
        writer.writerow([d.id, d.name, d.group, d.unit, d.n, *numbers, d.differ, d.note])
    return text.getvalue()
