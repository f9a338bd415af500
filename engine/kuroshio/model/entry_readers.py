"""Who reads an entry of the rules: what in play turns on a number that the entry has or moves, or on the entry itself.

An entry that nothing reads changes no game, save a number that only aims and measures judge. What an entry reads of its own
numbers does not count.
"""

from __future__ import annotations

from typing import Any

from kuroshio.model.entry_parts import Effect
from kuroshio.model.track_readers import JUDGES, MECHANISM, ReaderIndex, TrackReader, parts_within

# The scopes of the tracks that an entry of a kind has.
SCOPES_OF = {
    "faction": ("faction", "stance"), "pair": ("pair",), "obligation": ("obligation",), "flashpoint": ("flashpoint", "stance"),
    "project": ("project",),
}  # fmt: skip
# Kinds of entries by which a mechanism of the kernel goes, whatever numbers they move.
BY_MECHANISM = (
    "obligation", "flashpoint", "posture", "level", "gate", "crisis_choice", "crisis_round", "crisis_ending", "crisis_role",
    "status", "act_class", "kind", "procedure", "doctrine", "link",
)  # fmt: skip
ACT = "act"  # the mechanism of an action that has its effects and no more


def readers_of_entry(kind: str, entry: Any, index: ReaderIndex) -> tuple[TrackReader, ...]:
    """Return what reads an entry but the entry itself; aims and measures are left out, because nothing in play turns on them.

    kind: the entry's table in the files, such as `action`; entry: of the procedure the value of a field.

    >>> import attrs, kuroshio
    >>> from kuroshio.model.track_readers import index_readers
    >>> rules = attrs.evolve(kuroshio.load("tutorial").tables.ruleset, links=())  # without what reads beliefs
    >>> tension, actual = (next(track for track in rules.tracks if track.id == name) for name in ("tension", "actual"))
    >>> [len(readers_of_entry("track", track, index_readers(rules))) > 0 for track in (tension, actual)]
    [True, False]
    """
    found = [*_of_tracks(kind, entry, index), *_of_effects(entry, index), *_of_mechanisms(kind, entry)]
    own = f"{kind}.{getattr(entry, 'id', '')}"
    return tuple(dict.fromkeys(reader for reader in found if reader.entry != own and reader.kind not in JUDGES))


def _of_tracks(kind: str, entry: Any, index: ReaderIndex) -> list[TrackReader]:
    """Return who reads the numbers that an entry has, or is."""
    if kind == "track":
        return list(index.of_track(entry.id))
    tracks = [track for track, scope in index.scopes.items() if scope in SCOPES_OF.get(kind, ())]
    return [reader for track in tracks for reader in index.of(f"{entry.id}.{track}")]


def _of_effects(entry: Any, index: ReaderIndex) -> list[TrackReader]:
    """Return who reads the numbers that an entry moves."""
    moved = dict.fromkeys(effect.track for effect in parts_within(entry, Effect))
    return [reader for reading in moved for reader in index.of_reading(reading)]


def _of_mechanisms(kind: str, entry: Any) -> list[TrackReader]:
    """Return the mechanisms that go by an entry: an act of coercion is answered, a redeployment moves a piece."""
    if kind in BY_MECHANISM:
        return [TrackReader(MECHANISM, kind)]
    named = [f"act_class.{entry.act_class}"] if getattr(entry, "act_class", "") else []
    mechanism = getattr(entry, "mechanism", ACT)
    return [TrackReader(MECHANISM, name) for name in (*named, *([f"mechanism.{mechanism}"] if mechanism != ACT else []))]
