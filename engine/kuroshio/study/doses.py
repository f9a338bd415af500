"""Doses: how often each seat ordered each act in each arm, and with what success, so that a treatment can be seen to be given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from attrs import frozen

from kuroshio.kernel.state.codes import ACT_COUNTS
from kuroshio.study.result_tables import csv_table
from kuroshio.study.study_file import StudyFile
from kuroshio.study.study_points import StudyLayout

DONE_WELL = ("success", "breakthrough")
CARRIED_OUT = ("setback", "failure", *DONE_WELL)


@frozen
class Dose:
    """An act of a seat in an arm, over all points: how often a game. a: in the baseline; b: in the arm; by game.

    carried_a, carried_b: acts carried out, everyday acts of postures too; well_a, well_b: the share of these with success.
    """

    arm: str
    seat: str
    action: str
    a: float
    b: float
    carried_a: float
    carried_b: float
    well_a: float
    well_b: float

    @property
    def change(self) -> float:
        """How many more times a game the act is ordered or carried out, whichever has changed more."""
        return max(abs(self.b - self.a), abs(self.carried_b - self.carried_a))


Counts = Mapping[tuple[str, str], np.ndarray]


def doses_of(file: StudyFile, layout: StudyLayout, actions: Mapping[str, Sequence[Any]]) -> list[Dose]:
    """Return the doses of every arm, those that change most first. actions: the columns of the table of that name."""
    arms = {point.number: point.arm for point in layout.points}
    counts: dict[str, dict[tuple[str, str], np.ndarray]] = {arm.id: {} for arm in file.arm}
    rows = zip(actions["point"], actions["seat"], actions["action"], *(actions[name] for name in ACT_COUNTS))
    for point, seat, action, *counted in rows:
        of_arm = counts[arms[int(point)]]
        of_arm[seat, action] = of_arm.get((seat, action), np.zeros(len(ACT_COUNTS), np.int64)) + np.array(counted, np.int64)
    games = layout.games / len(file.arm)
    base = counts[file.baseline.id]
    return [
        dose
        for arm in file.arm
        if arm.id != file.baseline.id
        for dose in sorted(_doses(arm.id, base, counts[arm.id], games), key=lambda dose: (-dose.change, dose.seat, dose.action))
    ]


def _doses(arm: str, base: Counts, other: Counts, games: float) -> Iterable[Dose]:
    none = np.zeros(len(ACT_COUNTS), np.int64)
    for seat, action in dict.fromkeys((*base, *other)):
        one, two = base.get((seat, action), none), other.get((seat, action), none)
        (a, carried_a, well_a), (b, carried_b, well_b) = (_figures(found, games) for found in (one, two))
        yield Dose(arm, seat, action, a, b, carried_a, carried_b, well_a, well_b)


def _figures(counted: np.ndarray, games: float) -> tuple[float, float, float]:
    """Return how often a game it was ordered, how often carried out, and the share of the latter that succeeded."""
    found = dict(zip(ACT_COUNTS, counted.tolist()))
    carried = sum(found[name] for name in CARRIED_OUT)
    well = sum(found[name] for name in DONE_WELL)
    return found["ordered"] / games, carried / games, well / carried if carried else 0.0


def table_of(doses: Iterable[Dose]) -> bytes:
    """Return doses as CSV: figures a game."""
    columns = ("arm", "seat", "action", "ordered_a", "ordered_b", "carried_out_a", "carried_out_b", "success_a", "success_b")
    return csv_table(columns, (_row(dose) for dose in doses))


def _row(d: Dose) -> tuple[str, ...]:
    figures = (d.a, d.b, d.carried_a, d.carried_b, d.well_a, d.well_b)
    return (d.arm, d.seat, d.action, *(f"{figure:.6f}" for figure in figures))
