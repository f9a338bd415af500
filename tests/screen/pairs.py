"""Few cases in which any two values of two factors come together at least once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any


def cover(factors: Mapping[str, Sequence[Any]]) -> list[dict[str, Any]]:
    """Return cases, each with a value of every factor: one after another, each with the most pairs that are still missing."""
    names = list(factors)
    missing = {
        (one, a, other, b)
        for one, other in combinations(names, 2)
        for a in range(len(factors[one]))
        for b in range(len(factors[other]))
    }
    cases = []
    while missing:
        one, a, other, b = min(missing)
        case = {one: a, other: b}
        for name in names:
            if name not in case:
                case[name] = max(
                    range(len(factors[name])), key=lambda value: (len(_pairs({**case, name: value}, names) & missing), -value)
                )
        missing -= _pairs(case, names)
        cases.append({name: factors[name][case[name]] for name in names})
    return cases


def _pairs(case: Mapping[str, int], names: Sequence[str]) -> set[tuple[str, int, str, int]]:
    return {(one, case[one], other, case[other]) for one, other in combinations(names, 2) if one in case and other in case}
