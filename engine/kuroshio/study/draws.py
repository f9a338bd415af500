"""Draws: the values that are uncertain, by grid or Latin hypercube, the same for every arm and on any machine."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from kuroshio.kernel.state.dice import stable_key
from kuroshio.study.study_file import StudyFile, Vary

WORD = 2**64
GOLDEN, MIX_1, MIX_2 = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
Settings = tuple[tuple[str, object], ...]  # values by key, in the order of the file


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
