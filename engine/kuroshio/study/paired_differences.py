"""Compares two variants under the same luck: the paired difference of every measure and of every seat's success.

Game k of both has the same seed, and dice are keyed by what they decide, so equal decisions get equal dice. Each game forms a
pair, and the interval is that of the differences.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import Factory, define, frozen

from kuroshio.kernel.tables.compiling import Tables
from kuroshio.study.batch import Block
from kuroshio.study.estimates import spelled
from kuroshio.study.intervals import TAIL, interval
from kuroshio.study.outcomes import CountedOutcome, by_id
from kuroshio.study.pair_sums import PairSums
from kuroshio.study.result_tables import csv_table

Pair = tuple[CountedOutcome, CountedOutcome]  # one outcome, as each of two variants has it


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
class Pairing:
    """The sums over pairs of blocks, in constant memory. same: whether both are the same variant."""

    outcomes: Sequence[Pair]
    same: bool = False
    n: int = 0
    sums: dict[str, PairSums] = Factory(dict)

    def add(self, first: Block, second: Block) -> None:
        """Add one block of each, with the same games. Raises ValueError if they hold different ones."""
        if first.first != second.first or len(first.results) != len(second.results):
            raise ValueError("these blocks hold different games")
        self.n += len(first.results)
        for one, other in self.outcomes:
            self.sums.setdefault(one.id, PairSums()).add(one.values(first.results), other.values(second.results))

    def differences(self) -> list[Difference]:
        """Return the difference of every outcome with its n and interval; none before the first game."""
        return [self._difference(outcome) for outcome, _ in self.outcomes] if self.n else []

    def _difference(self, outcome: CountedOutcome) -> Difference:
        sums = self.sums[outcome.id]
        sample = sums.sample(outcome.unit)
        ends = (0.0, 0.0) if self.same else interval(sample)
        return Difference(
            outcome.id, outcome.name, outcome.group, outcome.unit, self.n,
            *outcome.told(sums.means), sample.mean / outcome.per, *outcome.told(ends), sums.differ, self._note(sums.differ),
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


def comparable(first: Tables, second: Tables) -> tuple[list[Pair], list[str]]:
    """Return the outcomes of both variants, seats first; and the names of those that only one has, or that differ in meaning."""
    ours, theirs = (by_id(tables) for tables in (first, second))
    shared: list[Pair] = []
    left = []
    for name in dict.fromkeys((*ours, *theirs)):
        one, other = ours.get(name), theirs.get(name)
        if one and other and one.counts_as(other):
            shared.append((one, other))
        else:
            left.append((ours | theirs)[name].name)
    return shared, left


def table_of(differences: Iterable[Difference]) -> bytes:
    """Return the table as CSV."""
    columns = ("id", "name", "group", "unit", "n", "a", "b", "difference", "low_95", "high_95", "games_that_differ", "note")
    return csv_table(columns, (_row(difference) for difference in differences))


def _row(d: Difference) -> tuple[object, ...]:
    numbers = spelled((d.first, d.second, d.difference, d.low, d.high), d.high - d.low)
    return (d.id, d.name, d.group, d.unit, d.n, *numbers, d.differ, d.note)
