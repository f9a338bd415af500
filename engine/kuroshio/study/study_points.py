"""The points of a study: every arm, with every value of the crossed factors, at every draw of what is uncertain.

All arms and factors of one draw play the same games of the seed and so have the same luck; every draw has games of its own.
"""

from __future__ import annotations

from itertools import product

from attrs import frozen

from kuroshio.study.draws import Settings, draws_of
from kuroshio.study.study_file import Arm, StudyFile


@frozen
class StudyPoint:
    """One arm under one combination of factors. levels: of the crossed factors; drawn: the uncertain values of draw `draw`."""

    number: int
    arm: str
    levels: Settings
    draw: int
    drawn: Settings

    @property
    def cell(self) -> tuple[Settings, int]:
        """What it shares with the same cell of another arm."""
        return self.levels, self.draw


@frozen
class StudyLayout:
    """All points of a study. n: the games of each point; those of draw d are games d * n to (d + 1) * n - 1 of the seed."""

    points: tuple[StudyPoint, ...]
    n: int

    def first_of(self, point: StudyPoint) -> int:
        """Return the number of its first game."""
        return point.draw * self.n

    @property
    def games(self) -> int:
        """The games of all points together."""
        return len(self.points) * self.n


def points_of(file: StudyFile) -> tuple[StudyPoint, ...]:
    """Return every point of a study, arms first; the same points for the same file on any machine."""
    arms = (file.baseline, *(arm for arm in file.arm if arm != file.baseline))
    levels = [tuple(zip((cross.key for cross in file.cross), chosen)) for chosen in product(*(c.values for c in file.cross))]
    draws = draws_of(file)
    cells = [(arm.id, level, d, drawn) for arm in arms for level in levels for d, drawn in enumerate(draws)]
    return tuple(StudyPoint(number, *cell) for number, cell in enumerate(cells))


def changes_of(file: StudyFile, point: StudyPoint) -> dict[str, str]:
    """Return what a point changes in its scenario: texts by key, as for `kuroshio compare --set`."""
    return {key: spelt(value) for key, value in (*arm_of(file, point).set.items(), *point.levels, *point.drawn)}


def arm_of(file: StudyFile, point: StudyPoint) -> Arm:
    """Return the arm of a point."""
    return next(arm for arm in file.arm if arm.id == point.arm)


def spelt(value: object) -> str:
    """Return a value of TOML as the text of a change."""
    return str(value).lower() if isinstance(value, bool) else str(value)
