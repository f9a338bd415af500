"""Who reads a track: what in the rules, the doctrines and the scenario turns on its value.

An effect changes a track and does not read it. A measure and an aim judge it, and nothing in play turns on that: they are listed
apart from what reads it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import attrs
from attrs import frozen

from kuroshio.model.entry_parts import Condition, Modifier
from kuroshio.model.readings import FACTION_WORDS, PAIR_WORDS
from kuroshio.model.ruleset import Doctrine, Ruleset
from kuroshio.model.scenario import ScenarioFile

RULE, ODDS, DOCTRINE, MECHANISM, AIM, MEASURE = READERS = ("rule", "odds", "doctrine", "mechanism", "aim", "measure")
JUDGES = (AIM, MEASURE)
# The roles of tracks on whose value a mechanism of the kernel decides; the others it only moves.
DECIDING_ROLES = (
    "capital", "funds", "readiness", "home", "tolerance", "posture", "pressure", "ladder", "sharing", "access", "stated", "stage",
)  # fmt: skip
OPEN = (*FACTION_WORDS, *PAIR_WORDS, "area", "flashpoint", "pledge")  # words that mean one entity or another


@frozen
class TrackReader:
    """A reader of a track. kind: a word of READERS; entry: its table and id, such as `action.hotline_offer`."""

    kind: str
    entry: str


@frozen
class ReaderIndex:
    """The readers of all tracks: by (subject, track), the subject an entity's id, a word that may mean it, or `*` for any."""

    readers: Mapping[tuple[str, str], tuple[TrackReader, ...]]
    scopes: Mapping[str, str]

    def of(self, slot: str) -> tuple[TrackReader, ...]:
        """Return the readers of one slot, such as `japan.home` or `us.posture.senkaku`.

        A reading of an open word, such as `actor.home`, counts for every entity that it may mean.
        """
        subject, what, *_ = slot.split(".")
        words = [subject, "*"] if self.scopes.get(what) == "world" else [subject, "*", *OPEN]
        found = [reader for word in words for reader in self.readers.get((word, what), ())]
        return tuple(dict.fromkeys(found))

    def of_track(self, track: str) -> tuple[TrackReader, ...]:
        """Return the readers of a track of whatever entity."""
        found = [reader for (_, what), readers in self.readers.items() if what == track for reader in readers]
        return tuple(dict.fromkeys(found))

    def of_reading(self, reading: str) -> tuple[TrackReader, ...]:
        """Return the readers of what a reading may mean: of an open word, such as `actor.home`, those of every entity."""
        subject, what = _named(reading)
        return self.of_track(what) if subject in OPEN else self.of(reading)


def index_readers(ruleset: Ruleset, scenario: ScenarioFile | None = None) -> ReaderIndex:
    """Find the readers of every track among the rules, the doctrines of seated factions, and the scenario.

    Without a scenario every doctrine counts, and there are no injects, aims and measures.
    """
    found = defaultdict[tuple[str, str], list[TrackReader]](list)
    seated = {seat.faction for seat in scenario.seats} if scenario else {faction.id for faction in ruleset.factions}
    for field in attrs.fields(Ruleset):
        entries = getattr(ruleset, field.name)
        for entry in entries if isinstance(entries, tuple) else (entries,):
            if isinstance(entry, Doctrine) and entry.faction not in seated:
                continue
            kind = DOCTRINE if isinstance(entry, Doctrine) else RULE
            _note(found, entry, kind, f"{field.name.removesuffix('s')}.{getattr(entry, 'id', field.name)}")
    if scenario:
        _note_scenario(found, scenario)
    for role in DECIDING_ROLES:
        found["*", getattr(ruleset.roles, role)].append(TrackReader(MECHANISM, f"roles.{role}"))
    scopes = {track.id: track.scope for track in ruleset.tracks}
    return ReaderIndex({key: tuple(readers) for key, readers in found.items()}, scopes)


def _note_scenario(found: dict[tuple[str, str], list[TrackReader]], scenario: ScenarioFile) -> None:
    for inject in scenario.injects:
        _note(found, inject, RULE, f"inject.{inject.id}")
    for seat in scenario.seats:
        _note(found, seat, AIM, f"seat.{seat.faction}")
    for measure in scenario.measures:
        found[_named(measure.track)].append(TrackReader(MEASURE, f"measure.{measure.id}"))


def _note(found: dict[tuple[str, str], list[TrackReader]], entry: Any, kind: str, title: str) -> None:
    for part in parts_within(entry, Condition, Modifier):
        found[_named(part.track)].append(TrackReader(ODDS if isinstance(part, Modifier) else kind, title))


def _named(reading: str) -> tuple[str, str]:
    subject, what, *_ = reading.split(".")
    return subject, what


def parts_within(part: Any, *types: type) -> Iterator[Any]:
    """Return all parts of these types within a part of the model, itself included."""
    if isinstance(part, types):
        yield part
    elif attrs.has(type(part)):
        for field in attrs.fields(type(part)):
            yield from parts_within(getattr(part, field.name), *types)
    elif isinstance(part, (tuple, list, dict)):
        for one in part.values() if isinstance(part, dict) else part:
            yield from parts_within(one, *types)
