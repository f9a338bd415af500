"""What acts and events cost somebody, and why: every effect that goes against what is better on its track.

A price that nobody would feel is no price, so each may say who feels it and how one knows. Attention, funds and time are prices
too, and need no reason: they are not effects.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs
from attrs import frozen

from kuroshio.model.entry_parts import Effect
from kuroshio.model.ruleset import Action, Pair, Track

AUTHOR, BOTH, OTHER, ALL = BORNE_BY = ("author", "both", "other", "all")
OWN_WORDS, SHARED_WORDS = ("actor",), ("actor_target", "actor_partner")  # words of readings that mean an order's author


@frozen
class Price:
    """An effect that makes somebody worse off. entry: its table and id; part: where it stands in it.

    borne_by: the author of an act alone, both sides of a pair of which the author is one, somebody else, or all (a world track).
    """

    entry: str
    part: str
    effect: Effect
    borne_by: str


def hurts(effect: Effect, track: Track) -> bool:
    """Whether an effect goes against what is better on its track; on a contested track none does."""
    moves = effect.add or 0 if effect.set is None else effect.set - track.start
    return moves < 0 if track.better == "up" else moves > 0 if track.better == "down" else False


def prices_of(kind: str, entries: Iterable[Any], tracks: Iterable[Track], pairs: Iterable[Pair]) -> Iterator[Price]:
    """Yield the prices in entries of one kind, in their order."""
    known = {track.id: track for track in tracks}
    members = {pair.id: pair.members for pair in pairs}
    for entry in entries:
        for part, effect in _effects(entry, ""):
            track = known[effect.track.split(".")[1]]
            if hurts(effect, track):
                yield Price(f"{kind}.{entry.id}", part, effect, _borne_by(entry, effect, track, members))


def _effects(part: Any, path: str) -> Iterator[tuple[str, Effect]]:
    """Yield the effects within a part of the model, each with where it stands."""
    if isinstance(part, Effect):
        yield path, part
    elif attrs.has(type(part)):
        for field in attrs.fields(type(part)):
            yield from _effects(getattr(part, field.name), f"{path}.{field.name}" if path else field.name)
    elif isinstance(part, tuple):
        for i, one in enumerate(part, 1):
            yield from _effects(one, path if isinstance(one, Effect) else f"{path}.{i}")


def _borne_by(entry: Any, effect: Effect, track: Track, members: Mapping[str, tuple[str, str]]) -> str:
    """Return who bears a price, a word of BORNE_BY."""
    subject = effect.track.split(".")[0]
    authors = entry.actors if isinstance(entry, Action) else ()
    if track.scope == "world":
        return ALL
    if subject in OWN_WORDS or subject in authors:
        return AUTHOR
    if subject in SHARED_WORDS or set(members.get(subject, ())) & set(authors):
        return BOTH
    return OTHER
