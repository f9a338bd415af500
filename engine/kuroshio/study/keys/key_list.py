"""Lists the keys of a scenario: each with its present value, what it may be, and where the value comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from typing import Any

from attrs import frozen

from kuroshio.files.checks.check_actions import CHOSEN, REFUSABLE
from kuroshio.files.checks.check_names import ContentNames
from kuroshio.model.bibliography import Sourced, number_confidence
from kuroshio.model.entry_parts import Effect
from kuroshio.model.ruleset import Leaning
from kuroshio.model.scenario import ScenarioFile
from kuroshio.study.keys.addresses import NAMED, NUMBER, PART, PARTS, TABLE, WORD, Node, at, nodes
from kuroshio.study.keys.new_values import NONE
from kuroshio.study.keys.ranges import allowed
from kuroshio.study.keys.resolving import ALL, ENTRY, KINDS, OPENING, POLICY, SCENARIO, SINGLE, Files, Spot, id_of

GIVEN = "given"  # the value of what can only be left out or replaced
WILD = "*?["


@frozen
class Key:
    """A key that a variant may set.

    value: what stands there, None for nothing, "given" for a table or a list that can only be left out or replaced. type: number,
    switch, word, words, date, reading, entry, table, parts or part. least, most: of a number, else None. words: of a word, or of
    each of a list, where they can be listed. range: the same in words. source: what the entry that it stands in rests on; before
    that of an effect that hurts, who feels it. confidence: how sure the numbers of that entry are.

    >>> import kuroshio
    >>> key = kuroshio.load("senkaku_2021").keys("procedure.crisis_at")[0]
    >>> key.value, key.least, key.most, key.confidence
    (6, 0, 8, 'low')
    """

    name: str
    value: int | bool | str | tuple[str, ...] | None
    type: str
    range: str
    source: str
    confidence: str
    least: int | None = None
    most: int | None = None
    words: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The value as it is written in a change."""
        if isinstance(self.value, tuple):
            return ",".join(self.value) or NONE
        if isinstance(self.value, bool):
            return "true" if self.value else "false"
        return NONE if self.value is None or self.value == "" else str(self.value)


def keys_of(files: Files, policies: dict[str, str], pattern: str = "*") -> list[Key]:
    """Return the keys that a pattern fits, in the order of the files.

    pattern: with `*`, `?` or `[...]` it must fit the whole key, as for file names; else it may stand anywhere in it.
    """
    fits = fitting(pattern)
    names = files.names()
    found = (_key(files, names, spot, policies) for spot in spots(files, fits) if _is_of_use(files, spot))
    return [key for key in found if key.value not in (None, ()) or _can_be_filled(key)]


def _can_be_filled(key: Key) -> bool:
    """Whether there is anything that an empty list or no word may be."""
    return key.type not in (PARTS, WORD) or bool(key.words)


def fitting(pattern: str) -> Callable[[str], bool]:
    """Return what tells whether a key fits a pattern."""
    if any(mark in pattern for mark in WILD):
        return lambda key: fnmatchcase(key, pattern)
    return lambda key: pattern in key


def spots(files: Files, fits: Callable[[str], bool] = lambda key: True) -> Iterator[Spot]:
    """Yield what every key leads to that fits."""
    scenario: ScenarioFile = files.scenario.of(SCENARIO)[0]
    yield from _inner(SCENARIO, 0, "", scenario, fits)
    for seat in (ALL, *(seat.faction for seat in files.scenario.of("seats"))):
        if fits(f"{POLICY}.{seat}"):
            yield Spot(f"{POLICY}.{seat}", POLICY, 0, Node(WORD, (seat,)))
    files.track("")  # finds all slots
    for slot in files.slots:
        if fits(f"{OPENING}.{slot}"):
            yield Spot(f"{OPENING}.{slot}", SCENARIO, 0, Node(NUMBER, (OPENING, slot), True))
    for single in SINGLE:
        yield from _inner(single, 0, f"{single}.", files.rules.of(single)[0], fits)
    for kind, field in KINDS.items():
        for row, entry in enumerate(files.home(field).of(field)):
            key = f"{kind}.{id_of(entry)}"
            if fits(key):
                yield Spot(key, field, row, Node(ENTRY, ()))
            yield from _inner(field, row, f"{key}.", entry, fits)


def _inner(field: str, row: int, head: str, entry: Any, fits: Callable[[str], bool]) -> Iterator[Spot]:
    for address, node in nodes(entry).items():
        if node.kind != NAMED and fits(head + address):
            yield Spot(head + address, field, row, node)


def _is_of_use(files: Files, spot: Spot) -> bool:
    """Whether a key is listed: not what an effect does not do, nor what a decision does not look at, nor its kind, like an id."""
    if len(spot.path) < 2 or spot.field == POLICY or spot.path[0] == OPENING:
        return True
    part, name = at(files.entry(spot), spot.path[:-1]), str(spot.path[-1])
    if isinstance(part, Leaning):
        _, narrowing = CHOSEN[part.decide]
        narrower = name in narrowing or (name == "against" and part.decide in REFUSABLE)
        return narrower or name in ("choose", "weight", "when")
    if isinstance(part, Effect) and name == "lasts":
        return part.set is None
    return not isinstance(part, Effect) or getattr(part, name) is not None


def _key(files: Files, names: ContentNames, spot: Spot, policies: dict[str, str]) -> Key:
    may_be = allowed(files, names, spot)
    source, confidence = _origin(files, spot)
    return Key(
        spot.key,
        _value(files, spot, policies),
        may_be.kind,
        may_be.text,
        source,
        confidence,
        may_be.least,
        may_be.most,
        may_be.words,
    )


def _value(files: Files, spot: Spot, policies: dict[str, str]) -> Any:
    if spot.field == POLICY:
        seat = str(spot.path[0])
        own = {found.faction: found.default_policy for found in files.scenario.of("seats")}
        return policies.get(seat) or policies.get(ALL) or own.get(seat)
    value = files.now(spot)
    return GIVEN if spot.node.kind in (ENTRY, TABLE, PARTS, PART) and value not in (None, ()) else value or _nothing(value)


def _nothing(value: Any) -> Any:
    """Return a value that is false in the form in which it is shown: 0 and false as they are, an empty word as None."""
    return None if value == "" else value


def _origin(files: Files, spot: Spot) -> tuple[str, str]:
    """Return source and confidence of the entry that a value stands in; of a track's own start those of the track.

    Before the source of an effect that hurts stands who feels it.
    """
    if spot.field == POLICY:
        return "", ""
    entry = files.entry(spot)
    if spot.path[:1] == (OPENING,) and spot.path[1] not in entry.opening:
        entry = files.track(str(spot.path[1]))
    around = (at(files.entry(spot), spot.path[:n]) for n in range(1, len(spot.path)))
    felt = next((part.why for part in around if isinstance(part, Effect)), "")
    rests = files.bibliography().short(entry) if isinstance(entry, Sourced) else ""
    return "; ".join(filter(None, (felt, rests))), number_confidence(getattr(entry, "confidence", ""))
