"""Other legal values of keys, looked for among all that a key's range names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from kuroshio.study.keys.key_list import Key
from kuroshio.study.keys.ranges import DATES, READING
from kuroshio.study.keys.resolving import Spot
from kuroshio.study.variant import UnclearChange

SOME_DATES = ("2021-Q1", "2021-H1", "2022-Q1", "2021-Q3", "2030-H2", "2020-Q1")


def candidates(key: Key, readings: tuple[str, ...]) -> Iterator[Any]:
    """Every value that a key's range names, and `none`; of numbers the ends and the neighbours. readings: some to try."""
    if key.type == "number":
        assert key.least is not None and key.most is not None
        now = key.value if isinstance(key.value, int) else key.least
        yield from (number for number in (now + 1, now - 1, key.most, key.least, 1) if key.least <= number <= key.most)
    elif key.type == DATES:
        yield from SOME_DATES
    elif key.type == READING:
        yield from readings
    elif key.type == "words":
        yield from ((word,) for word in key.words)
        yield from ((*key.value, word) for word in key.words if isinstance(key.value, tuple))
        yield from (tuple(v for v in key.value if v != word) for word in key.value if isinstance(key.value, tuple))  # type: ignore[union-attr]
        yield from (tuple(reversed(key.value)),) if isinstance(key.value, tuple) else ()
    else:
        yield from key.words
    yield "none"


def another(key: Key, readings: tuple[str, ...], accepts: Callable[[Mapping[str, Any]], object]) -> Any:
    """The first other value that is accepted; None where every one is refused. accepts: raises UnclearChange."""
    for value in dict.fromkeys(candidates(key, readings)):
        same = value == key.value or str(value) == key.text or (key.text == "none" and value == "none")
        if not same:
            try:
                accepts({key.name: value})
            except UnclearChange:
                continue
            return value
    return None


def form(spot: Spot) -> tuple[Any, ...]:
    """What kind of key it is: keys of the same form differ only in ids and numbers of parts."""
    if spot.path[:1] in (("opening",), ("adjudication",)) and len(spot.path) > 1:
        return spot.field, spot.path[0]
    if spot.path[:1] == ("triggers",):
        return spot.field, *spot.path[:1], len(spot.path)
    return spot.field, *(step if isinstance(step, str) else "" for step in spot.path)
