"""Other legal values of keys, looked for among all that a key's range names, and set many at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from kuroshio.files.checks.check_entries import part_complaints, places_around
from kuroshio.files.checks.check_names import ContentNames
from kuroshio.files.checks.check_rules import ENTRY_CHECKS as OF_RULES
from kuroshio.files.checks.check_scenario import ENTRY_CHECKS as OF_SCENARIO
from kuroshio.study.keys.key_list import Key
from kuroshio.study.keys.ranges import DATES, READING
from kuroshio.study.keys.resolving import ENTRY, POLICY, Files, Spot, find
from kuroshio.study.keys.setting import put_all, settings_of
from kuroshio.study.variant import UnclearChange, Variant, with_changes

SOME_DATES = ("2021-Q1", "2021-H1", "2022-Q1", "2021-Q3", "2030-H2", "2020-Q1", "2021-Q2", "2022-H1")
TOGETHER = 40
SOME = 12


def candidates(key: Key, readings: Sequence[str]) -> Iterator[Any]:
    """Every value that a key's range names, and `none`; of numbers the neighbours first. readings: those to try."""
    if key.type == "number":
        assert key.least is not None and key.most is not None
        now = key.value if isinstance(key.value, int) else key.least
        yield from (number for number in (now + 1, now - 1, key.most, key.least) if key.least <= number <= key.most)
        yield from range(key.least, key.most + 1)
    elif key.type == DATES:
        yield from SOME_DATES
    elif key.type == READING:
        yield from readings
    elif key.type == "words":
        own = key.value if isinstance(key.value, tuple) else ()
        yield from ((*own, word) for word in key.words)
        yield from (tuple(other for other in own if other != word) for word in own)
        yield from ((word,) for word in key.words)
        yield tuple(reversed(own))
    else:
        yield from key.words
    yield "none"


def others(key: Key, readings: Sequence[str]) -> Iterator[Any]:
    """The candidates that are not what stands there."""
    seen: set[Any] = set()
    for value in candidates(key, readings):
        same = value == key.value or str(value) == key.text or (key.text == "none" and value in ("none", ()))
        if not same and value not in seen:
            seen.add(value)
            yield value


def few(values: Iterator[Any]) -> Iterator[Any]:
    """Values to try where each takes a check of all files: `none`, and some of them."""
    return iter(["none", *islice(values, SOME)])


def accepted_alone(files: Files, names: ContentNames, spot: Spot, value: Any) -> bool:
    """Whether a value passes the checks of its own entry; if not, no check of all files would let it pass."""
    try:
        (setting,) = settings_of(files, {spot.key: value}, lambda files, key: spot)
    except UnclearChange:
        return False
    if spot.field == POLICY or spot.node.kind == ENTRY:
        return True
    entry = put_all(files.entry(spot), [setting])
    checks = OF_RULES if spot.field in files.rules.entries else OF_SCENARIO
    return not any(part_complaints(place, names, checks) for place in places_around(entry, [spot.path]))


def accepted(variant: Variant, changes: Mapping[str, Any]) -> bool:
    """Whether changes are made."""
    try:
        with_changes(variant, changes)
    except UnclearChange:
        return False
    return True


def set_all(variant: Variant, keys: Sequence[Key], readings: Sequence[str], note: Callable[[int], None]) -> list[str]:
    """Set every key to another value, many together; return those of which every other is refused. note: told how many."""
    files = variant.files
    names, none = files.names(), list[str]()
    waiting: dict[str, Any] = {}
    homes: set[Any] = set()
    for key in keys:
        spot = find(files, key.name)
        home = (spot.field, spot.row) if spot.node.kind != ENTRY else key.name
        if spot.node.kind == ENTRY or spot.key.startswith("policy"):
            note(1)
            if not any(accepted(variant, {key.name: value}) for value in few(others(key, readings))):
                none.append(key.name)
            continue
        value = next((value for value in others(key, readings) if accepted_alone(files, names, spot, value)), None)
        if value is None:
            none.append(key.name)
            continue
        if home in homes or len(waiting) >= TOGETHER:
            none += together(variant, keys, waiting, readings, note)
            waiting, homes = {}, set()
        waiting[key.name] = value
        homes.add(home)
    return none + together(variant, keys, waiting, readings, note)


def together(
    variant: Variant, keys: Sequence[Key], waiting: dict[str, Any], readings: Sequence[str], note: Callable[[int], None]
) -> list[str]:
    """Set keys together; where that is refused, by halves, and one alone with any other value."""
    if not waiting or accepted(variant, waiting):
        note(len(waiting))
        return []
    if len(waiting) == 1:
        (name,) = waiting
        note(1)
        key = next(key for key in keys if key.name == name)
        return [] if any(accepted(variant, {name: value}) for value in few(others(key, readings))) else [name]
    rows = list(waiting.items())
    halves = (dict(rows[: len(rows) // 2]), dict(rows[len(rows) // 2 :]))
    return [name for half in halves for name in together(variant, keys, half, readings, note)]


def form(spot: Spot) -> tuple[Any, ...]:
    """What kind of key it is: keys of the same form differ only in ids and numbers of parts."""
    if spot.path[:1] in (("opening",), ("adjudication",)) and len(spot.path) > 1:
        return spot.field, spot.path[0]
    if spot.path[:1] == ("triggers",):
        return spot.field, *spot.path[:1], len(spot.path)
    return spot.field, *(step if isinstance(step, str) else "" for step in spot.path)
