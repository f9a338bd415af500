"""The outcomes of a game: which a scenario has, what they are called, and how each game counts.

An outcome is whether a seat has met all its aims, how well it has met them, or a measure of the scenario: a rate if it has a
condition, else a mean.
"""

from __future__ import annotations

import math

import numpy as np
from attrs import frozen

from kuroshio.kernel.mechanics.judging import MET
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.model.scenario import Measure, Seat

RATE, MEAN = "rate", "mean"
SHARE = (0.0, 1.0)  # the bounds of a rate
SEAT = "seat"  # the group of seats; measures are in those of their kind
BEST = int(MET)  # the best grade of a condition of success


@frozen
class CountedOutcome:
    """An outcome of a scenario. id: its column in `games`; group: seat, observable or construct; unit: rate or mean.

    least, most: the bounds of what a game counts; row: its place in what the kernel returns; of: the seat or the measure.
    judged: for a seat the dates at which its scenario has aims read, if it names any; per: how much that games count makes one
    of what is told, for what is told has fractions: the sum of the grades of five conditions is told as their mean, per 5.
    """

    id: str
    name: str
    group: str
    unit: str
    least: float
    most: float
    row: int
    of: Seat | Measure
    judged: tuple[str, ...] = ()
    per: int = 1

    @property
    def is_grade(self) -> bool:
        """Whether it is how well a seat has met its aims."""
        return self.group == SEAT and self.unit == MEAN

    def values(self, results: np.recarray) -> np.ndarray:
        """Return what games count, i8, for a rate 0 or 1. results: the kernel's outcomes, (n)."""
        of_seats = results.grade if self.is_grade else results.success
        return self.counted((of_seats if self.group == SEAT else results.measure)[:, self.row])

    def told(self, counted: tuple[float, float]) -> tuple[float, float]:
        """Return two numbers of what games count, such as the ends of an interval, as they are told."""
        return counted[0] / self.per, counted[1] / self.per

    def counted(self, column: np.ndarray) -> np.ndarray:
        """Return what games count, i8, from its column in `games`."""
        if isinstance(self.of, Measure) and self.unit == RATE:
            column = reached(self.of, column)
        return column.astype(np.int64)

    def counts_as(self, other: CountedOutcome) -> bool:
        """Whether another outcome, maybe of another scenario, counts the same things."""
        return (_meaning(self.of), self.judged) == (_meaning(other.of), other.judged)


def outcomes_of(tables: Tables) -> tuple[CountedOutcome, ...]:
    """Return the outcomes of a scenario: seats with aims first, whether they are met and how well, then measures in its order."""
    seats = [seat for seat in tables.scenario.seats if seat.success]
    graded = (_grade(tables, seat) for seat in seats)
    return (
        *(_seat(tables, seat) for seat in seats),
        *graded,
        *(_measure(tables, row, measure) for row, measure in enumerate(tables.scenario.measures)),
    )


def by_id(tables: Tables) -> dict[str, CountedOutcome]:
    """Return the outcomes of a scenario by their ids, in the same order."""
    return {outcome.id: outcome for outcome in outcomes_of(tables)}


def _seat(tables: Tables, seat: Seat) -> CountedOutcome:
    row, judged = tables.index.factions[seat.faction], tables.scenario.judged
    name = f"{tables.ruleset.factions[row].name}: aims met"
    return CountedOutcome(f"success_{seat.faction}", name, SEAT, RATE, *SHARE, row, seat, judged)


def _grade(tables: Tables, seat: Seat) -> CountedOutcome:
    row, judged, n = tables.index.factions[seat.faction], tables.scenario.judged, len(seat.success)
    name = f"{tables.ruleset.factions[row].name}: grade of its aims"
    return CountedOutcome(f"grade_{seat.faction}", name, SEAT, MEAN, 0.0, float(BEST * n), row, seat, judged, per=n)


def _measure(tables: Tables, row: int, measure: Measure) -> CountedOutcome:
    unit, bounds = (RATE, SHARE) if is_rate(measure) else (MEAN, bounds_of(measure, tables))
    return CountedOutcome(measure.id, measure.name, measure.kind, unit, *bounds, row, measure)


def _meaning(of: Seat | Measure) -> object:
    return (of.kind, of.track, of.at_least, of.at_most) if isinstance(of, Measure) else of.success


def bounds_of(measure: Measure, tables: Tables) -> tuple[float, float]:
    """Return the bounds of a measure: those of its track; for a count only the lower bound 0."""
    what = measure.track.split(".")[1]
    tracks = {track.id: (track.least, track.most) for track in tables.ruleset.tracks}
    counted = measure.track.startswith("count.") or what not in tracks
    return (0, math.inf) if counted else tracks[what]


def is_rate(measure: Measure) -> bool:
    """Whether a measure has a condition, so that its share of games is counted."""
    return measure.at_least is not None or measure.at_most is not None


def reached(measure: Measure, values: np.ndarray) -> np.ndarray:
    """Return by value whether it meets a measure's condition: (n) of bool. values: (n) whole numbers, one a game."""
    hit = np.ones(len(values), bool)
    if measure.at_least is not None:
        hit &= values >= measure.at_least
    if measure.at_most is not None:
        hit &= values <= measure.at_most
    return hit
