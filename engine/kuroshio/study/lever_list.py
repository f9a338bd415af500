"""The levers of a scenario: what can be set by itself, a number, an obligation, a project, an act, a doctrine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import frozen

from kuroshio.kernel.tables.compiling import Tables
from kuroshio.model.calendar import date_of, turn_of
from kuroshio.model.entry_readers import readers_of_entry
from kuroshio.model.ruleset import Action, Obligation
from kuroshio.model.scenario import ScenarioFile
from kuroshio.model.track_readers import JUDGES, ReaderIndex, TrackReader, index_readers

LEAST, MOST, UP, DOWN, WITH, WITHOUT, INSTEAD = "least", "most", "one up", "one down", "with", "without", "instead"
TRACK, OBLIGATION, PROJECT, ACTION, DOCTRINE = KINDS = ("number", "obligation", "project", "act", "doctrine")
PASS = "pass"  # the mechanism of an order that must always be open
LATER = 400  # turns after the end of a scenario: a date when nothing begins any more

Changes = tuple[tuple[str, str], ...]  # new values as texts, by key


@frozen
class Lever:
    """Something that can be set. group: of a number its track, else its kind; of: the seat or the arena that it belongs to.

    settings: by name what is changed; readers: who reads it, or the numbers that it moves; names: outcomes that name it, of a
    project its stage, which are left out.
    """

    kind: str
    id: str
    group: str
    of: str
    settings: tuple[tuple[str, Changes], ...]
    readers: tuple[TrackReader, ...] = ()
    names: frozenset[str] = frozenset()

    @property
    def is_read(self) -> bool:
        """Whether anything reads it but aims and measures, on which nothing in play turns."""
        return any(reader.kind not in JUDGES for reader in self.readers)


def levers_of(tables: Tables, pattern: str = "") -> list[Lever]:
    """Return the levers of a scenario: numbers by track and then by seat, then obligations, projects, acts and doctrines.

    Numbers that belong to none of the seats are left out. pattern: only levers in whose id it stands.

    >>> import kuroshio
    >>> [(lever.id, lever.of) for lever in levers_of(kuroshio.load("tutorial").tables, "hotline_offer")]
    [('hotline_offer', 'governance')]
    """
    index = index_readers(tables.ruleset, tables.scenario)
    entries = [*_obligations(tables, index), *_projects(tables, index), *_acts(tables, index)]
    return [lever for lever in (*_numbers(tables, index), *entries, *_doctrines(tables, index)) if pattern in lever.id]


# --- numbers ---------------------------------------------------------------------------------------


def _numbers(tables: Tables, index: ReaderIndex) -> list[Lever]:
    """Return the numbers of seats, of places and of the world, in the order of tracks and seats."""
    seats = [seat.faction for seat in tables.scenario.seats]
    tracks = [track.id for track in tables.ruleset.tracks]
    found = [_number(tables, row, index, seats) for row in range(len(tables.slots))]
    kept = [lever for lever in found if lever.of in ("", *seats)]
    return sorted(kept, key=lambda lever: (tracks.index(lever.group), ["", *seats].index(lever.of)))


def _number(tables: Tables, row: int, index: ReaderIndex, seats: list[str]) -> Lever:
    slot = tables.slots[row]
    subject, what, *_ = slot.split(".")
    owners = _factions_of(tables, subject)
    owner = min(owners, key=lambda one: seats.index(one) if one in seats else len(seats), default="")
    settings = tuple((name, ((f"opening.{slot}", str(value)),)) for value, name in _values(tables, row, what).items())
    return Lever(TRACK, slot, what, owner, settings, index.of(slot), _naming(tables, slot))


def _values(tables: Tables, row: int, what: str) -> dict[int, str]:
    """Return the values to which a number is set, each once, with what they are called."""
    track = next(track for track in tables.ruleset.tracks if track.id == what)
    start = int(tables.rules.slot_start[row])
    wanted = {start - 1: DOWN, start + 1: UP} | {track.least: LEAST, track.most: MOST}
    return {value: name for value, name in sorted(wanted.items()) if track.least <= value <= track.most and value != start}


def _factions_of(tables: Tables, subject: str) -> list[str]:
    """Return the factions that a track's subject is or belongs to; none for places and the world."""
    pairs = {pair.id: pair.members for pair in tables.ruleset.pairs}
    debts = {one.id: (one.debtor, one.creditor) for one in tables.ruleset.obligations}
    factions = {faction.id for faction in tables.ruleset.factions}
    return [subject] if subject in factions else list(pairs.get(subject, debts.get(subject, ())))


def _naming(tables: Tables, slot: str) -> frozenset[str]:
    """Return the outcomes that name a track."""
    aiming = [seat.faction for seat in tables.scenario.seats if any(one.track == slot for one in seat.success)]
    seats = {f"{what}_{seat}" for what in ("success", "grade") for seat in aiming}
    return frozenset(seats | {measure.id for measure in tables.scenario.measures if measure.track == slot})


# --- what is in play or out of it ------------------------------------------------------------------


def _obligations(tables: Tables, index: ReaderIndex) -> Iterator[Lever]:
    seated = {seat.faction for seat in tables.scenario.seats}
    for one in tables.ruleset.obligations:
        if {one.debtor, one.creditor} <= seated:
            setting = _other_way("obligation", [one], tables.scenario)
            yield Lever(OBLIGATION, one.id, OBLIGATION, one.debtor, (setting,), readers_of_entry("obligation", one, index))


def _projects(tables: Tables, index: ReaderIndex) -> Iterator[Lever]:
    """Return the projects of seats; they are set by the acts that propose them."""
    seated = {seat.faction for seat in tables.scenario.seats}
    for project in tables.ruleset.projects:
        proposing = [action for action in tables.ruleset.actions if _sets(action, f"{project.id}.stage")]
        if project.lead in seated and proposing:
            setting = _other_way("action", proposing, tables.scenario)
            readers, names = readers_of_entry("project", project, index), _naming(tables, f"{project.id}.stage")
            yield Lever(PROJECT, project.id, PROJECT, project.lead, (setting,), readers, names)


def _acts(tables: Tables, index: ReaderIndex) -> Iterator[Lever]:
    """Return the acts of seats, without passing, which no rules can do without."""
    seated = {seat.faction for seat in tables.scenario.seats}
    for action in tables.ruleset.actions:
        if action.mechanism != PASS and (not action.actors or seated.intersection(action.actors)):
            setting = _other_way("action", [action], tables.scenario)
            yield Lever(ACTION, action.id, ACTION, action.arena, (setting,), readers_of_entry("action", action, index))


def _other_way(table: str, entries: list[Any], scenario: ScenarioFile) -> tuple[str, Changes]:
    """Return the setting that brings entries into play where all are out of it, and else keeps them from beginning."""
    needed = [_missing(entry, scenario) for entry in entries]
    if all(needed):
        changes = ((f"{table}.{entry.id}.{key}", "") for entry, keys in zip(entries, needed, strict=True) for key in keys)
        return WITH, tuple(changes)
    never = date_of(scenario.turns + LATER, scenario.start, scenario.turn_length)
    dates = [(entry, key) for entry in entries for key in ("since", "until") if key == "since" or entry.until]
    return WITHOUT, tuple((f"{table}.{entry.id}.{key}", never) for entry, key in dates)


def _missing(entry: Action | Obligation, scenario: ScenarioFile) -> list[str]:
    """Return the keys that keep an entry out of the whole scenario: its deck, or the dates of its season."""
    begins = turn_of(entry.since, scenario.start, scenario.turn_length) if entry.since else 1
    ends = turn_of(entry.until, scenario.start, scenario.turn_length) if entry.until else 1
    keys = {"deck": getattr(entry, "deck", "") not in ("", *scenario.decks), "since": begins > scenario.turns, "until": ends < 1}
    return [key for key, keeps_out in keys.items() if keeps_out]


def _sets(action: Action, track: str) -> bool:
    effects = action.effects
    every = (*effects.always, *(effects.setback or ()), *effects.failure, *effects.success, *(effects.breakthrough or ()))
    return any(effect.track == track and effect.set is not None for effect in every)


def _doctrines(tables: Tables, index: ReaderIndex) -> Iterator[Lever]:
    own = {seat.faction: seat.default_policy for seat in tables.scenario.seats}
    for doctrine in tables.ruleset.doctrines:
        if doctrine.faction in own and own[doctrine.faction] != doctrine.id:
            setting = (INSTEAD, ((f"policy.{doctrine.faction}", doctrine.id),))
            readers = readers_of_entry("doctrine", doctrine, index)
            yield Lever(DOCTRINE, doctrine.id, DOCTRINE, doctrine.faction, (setting,), readers)
