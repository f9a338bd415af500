"""The points of a study: every arm, with every value of the crossed factors, at every draw of what is uncertain.

All arms and factors of one draw play the same games of the seed and so have the same luck; every draw has games of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from attrs import frozen

from kuroshio.kernel.state.dice import stable_key
from kuroshio.study.study_file import Arm, StudyFile, Vary

WORD = 2**64
GOLDEN, MIX_1, MIX_2 = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
Settings = tuple[tuple[str, object], ...]  # values by key, in the order of the file


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


# --- draws ---------------------------------------------------------------------------------------


def draws_of(file: StudyFile) -> list[Settings]:
    """Return every draw of the uncertain values; one empty draw if nothing is uncertain."""
    keys = [vary.key for vary in file.vary]
    if file.design.kind == "lhs":
        columns = [hypercube(vary, file.design.points, file.study.seed) for vary in file.vary]
        return [tuple(zip(keys, row)) for row in zip(*columns, strict=True)]
    return [tuple(zip(keys, row)) for row in product(*(levels_of(vary) for vary in file.vary))]


def levels_of(vary: Vary) -> Sequence[object]:
    """Return every value that an uncertain value may have."""
    return vary.values or range(vary.range[0], vary.range[1] + 1)


def hypercube(vary: Vary, n: int, seed: int) -> list[object]:
    """Return n draws of one value by a Latin hypercube: one in each of n equal strata, in a random order.

    McKay, Beckman and Conover (1979), Technometrics 21(2), 239-245. Where in its stratum a value lies, and the order, come from
    the seed and the key alone, so that they are the same on any machine.

    >>> sorted(hypercube(Vary("procedure.crisis_at", (5, 8)), 8, 1))
    [5, 5, 6, 6, 7, 7, 8, 8]
    """
    levels, key = levels_of(vary), stable_key("vary", vary.key)
    order = sorted(range(n), key=lambda i: _bits(seed, key, i))
    return [levels[int((stratum + _bits(seed, key, n + stratum) / WORD) / n * len(levels))] for stratum in order]


def _bits(seed: int, key: int, i: int) -> int:
    """Return 64 random bits, by the finaliser of splitmix64 (Steele, Lea and Flood 2014)."""
    z = (seed * GOLDEN + key + (i + 1) * GOLDEN) % WORD
    z = (z ^ (z >> 30)) * MIX_1 % WORD
    z = (z ^ (z >> 27)) * MIX_2 % WORD
    return z ^ (z >> 31)
