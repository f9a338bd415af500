"""A memo: what was worked out of the last few things that do not change, found again by identity."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

Thing = TypeVar("Thing")
Found = TypeVar("Found")
FEW = 4


def last_few(work_out: Callable[[Thing], Found]) -> Callable[[Thing], Found]:
    """Make a function of one immutable thing remember the last few by identity, for content is slow to compare.

    >>> @last_few
    ... def length(text: str) -> int:
    ...     return len(text)
    >>> length("abc")
    3
    """
    known: list[tuple[Any, Found]] = []

    @wraps(work_out)
    def remembered(thing: Thing) -> Found:
        for earlier, found in known:
            if earlier is thing:
                return found
        made = work_out(thing)
        known[:] = [(thing, made), *known[: FEW - 1]]
        return made

    return remembered
