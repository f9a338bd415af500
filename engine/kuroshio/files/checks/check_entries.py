"""The checks of every entry: its fields, its parts, its id; then those of its kind."""

from __future__ import annotations

import typing
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

import attrs
from attrs import frozen

from kuroshio.files.checks.check_fields import COUNT, FACT_RANGES, PIECES, Complaint, Range, field_complaints
from kuroshio.files.checks.check_names import NOUNS, ContentNames
from kuroshio.files.checks.check_sources import source_complaints
from kuroshio.files.faults import Fault, KeyPath
from kuroshio.files.loader import Damaged, Loaded, Origin
from kuroshio.model.bibliography import Sourced
from kuroshio.model.effects_that_hurt import hurts
from kuroshio.model.entry_parts import Condition, Effect, Modifier
from kuroshio.model.readings import UnclearReading
from kuroshio.model.ruleset import CrisisRole, Gate, Leaning, Level, Link

TOLD_A_CASE = (Level, Gate, CrisisRole)  # entries whose conditions are read when a seat decides on a case
ASKED_IN_A_CASE = ("respond", "gate", "crisis")  # decisions on a case
ALWAYS_KNOWN = "turn"  # the only fact that is known without a case


@frozen
class EntryPart:
    """A part of an entry: its path, and the parts around it, outermost first."""

    path: KeyPath
    part: Any
    above: tuple[Any, ...] = ()


Check = Callable[[EntryPart, ContentNames], Iterator[Complaint]]
Checks = Mapping[type, tuple[Check, ...]]


def is_table(value: object) -> bool:
    """Whether a value is an instance of a class of the model."""
    return hasattr(value, "__attrs_attrs__")


NESTING: dict[type, tuple[str, ...]] = {}  # what `nesting_fields` has found


def nesting_fields(kind: type) -> tuple[str, ...]:
    """Return the names of the fields of a model class that may hold tables."""
    if kind not in NESTING:
        hints = typing.get_type_hints(kind)
        NESTING[kind] = tuple(field.name for field in attrs.fields(kind) if _may_hold_table(hints[field.name]))
    return NESTING[kind]


def _may_hold_table(hint: Any) -> bool:
    """Whether a value of a type may be a table, or hold one."""
    return (isinstance(hint, type) and attrs.has(hint)) or any(map(_may_hold_table, typing.get_args(hint)))


def places(part: Any, path: KeyPath = (), above: tuple[Any, ...] = ()) -> Iterator[EntryPart]:
    """Yield an entry and each table within it."""
    yield EntryPart(path, part, above)
    for inner, item in tables_in(part):
        yield from places(item, path + inner, (*above, part))


def tables_in(part: Any) -> Iterator[tuple[KeyPath, Any]]:
    """Yield the tables directly in a table or its lists, each with its path."""
    for name in nesting_fields(type(part)):
        value = getattr(part, name)
        if is_table(value):
            yield (name,), value
        elif isinstance(value, tuple):
            for i, item in enumerate(value):
                if is_table(item):
                    yield (name, i), item


def places_around(part: Any, inner: Collection[KeyPath], path: KeyPath = (), above: tuple[Any, ...] = ()) -> Iterator[EntryPart]:
    """Yield an entry and each table within it that something at one of these paths is in, in the order of `places`."""
    yield EntryPart(path, part, above)
    for step, item in tables_in(part):
        n = len(step)
        deeper = [rest[n:] for rest in inner if rest[:n] == step]
        if deeper:
            yield from places_around(item, deeper, path + step, (*above, part))


# --- conditions, effects, modifiers ----------------------------------------------------------------


def case_is_told(place: EntryPart) -> bool:
    """Whether the facts of a case are known where a reading is used."""
    leaning = next((entry for entry in place.above if isinstance(entry, Leaning)), None)
    if leaning is not None:
        return leaning.decide in ASKED_IN_A_CASE
    link = next((entry for entry in place.above if isinstance(entry, Link)), None)
    if link is not None:
        return link.decide in ASKED_IN_A_CASE
    return isinstance(place.part, Condition) and any(isinstance(entry, TOLD_A_CASE) for entry in place.above)


def reading_complaints(text: str, path: KeyPath, told: bool, names: ContentNames) -> Iterator[Complaint]:
    """Check that a reading has a meaning at this place."""
    try:
        meaning = names.meaning(text)
    except UnclearReading as error:
        yield path, error.wrong, error.right
        return
    if meaning and meaning.kind == "case" and meaning.what != ALWAYS_KNOWN and not told:
        right = f"name a track, or case.{ALWAYS_KNOWN}; the rest is for levels, gates, crisis roles and leanings about them"
        yield path, f"{text!r} is not known here, outside of a case", right


def check_reading(place: EntryPart, names: ContentNames) -> Iterator[Complaint]:
    """Check the reading of a condition, modifier or measure."""
    yield from reading_complaints(place.part.track, ("track",), case_is_told(place), names)


def values(text: str, names: ContentNames) -> Range | None:
    """Return the values that a reading can have, or None if they are not known."""
    try:
        meaning = names.meaning(text)
    except UnclearReading:
        return None
    if meaning is None:
        return None
    if meaning.kind == "case":
        return FACT_RANGES[meaning.what]
    if meaning.kind in ("pieces", "count"):
        return PIECES if meaning.kind == "pieces" else COUNT
    track = names.ranged(meaning.what)
    return Range(track.least, track.most) if track else None


def check_bounds(place: EntryPart, names: ContentNames) -> Iterator[Complaint]:
    """Check that the bounds of a condition or measure are values that its reading can have, and leave room between them."""
    least, most = place.part.at_least, place.part.at_most
    can_be = values(place.part.track, names)
    for word, bound in (("at_least", least), ("at_most", most)):
        found = can_be and bound is not None and can_be.complaint(bound, names)
        if found:
            yield (word,), found[0], f"{found[1]}: these are all the values of {place.part.track!r}"
    if least is not None and most is not None and least > most:
        yield ("at_least",), f"at_least {least} is above at_most {most}", "make at_least the smaller one"
    elif least is None and most is None and isinstance(place.part, Condition):
        yield (), "a condition without a bound", "add at_least = ... or at_most = ..."


def check_effect(place: EntryPart, names: ContentNames) -> Iterator[Complaint]:
    """Check that an effect changes a track in exactly one way, to a possible value."""
    effect: Effect = place.part
    if (effect.add is None) == (effect.set is None):
        yield (), "both add and set" if effect.set is not None else "neither add nor set", "write one of the two"
    if effect.lasts and effect.set is not None:
        yield ("lasts",), "a track that is set has no duration", "write lasts with add only"
    try:
        meaning = names.meaning(effect.track)
    except UnclearReading as error:
        yield ("track",), error.wrong, error.right
        return
    if meaning and meaning.kind in ("pieces", "count", "case"):
        yield ("track",), f"{effect.track!r} is not a track, so it cannot be changed", "name a track"
    moved = names.track(effect.track)
    if effect.why and moved is not None and not hurts(effect, moved):
        right = f"leave it out: {effect.track!r} does not go against what is better" if effect.why.strip() else "leave it out"
        yield ("why",), "a reason for a price that nobody pays", right
    for word, rule in effect_ranges(effect, names).items():
        value = getattr(effect, word)
        found = None if value is None else rule.complaint(value, names)
        if found:
            yield (word,), found[0], f"{found[1]}, the track's own width" if word == "add" else found[1]


def effect_ranges(effect: Effect, names: ContentNames) -> dict[str, Range]:
    """Return what the numbers of an effect may be, as far as its track is known."""
    track = names.track(effect.track)
    if track is None:
        return {}
    width = track.most - track.least
    return {"set": Range(track.least, track.most), "add": Range(-width, width)}


def check_modifier(place: EntryPart, names: ContentNames) -> Iterator[Complaint]:
    """Check that a modifier can have a value: it counts from a possible value of its reading, in possible steps."""
    modifier: Modifier = place.part
    if modifier.times == 0:
        yield ("times",), "a modifier of 0 has no effect", "write another number"
    can_be = values(modifier.track, names)
    for word, rule in modifier_ranges(modifier, names).items():
        found = rule.complaint(getattr(modifier, word), names)
        if found and can_be:
            yield (word,), found[0], f"{found[1]}: {modifier.track!r} is {can_be.least} to {can_be.most}"


def modifier_ranges(modifier: Modifier, names: ContentNames) -> dict[str, Range]:
    """Return what a modifier may count from and in which steps, as far as the values of its reading are known."""
    can_be = values(modifier.track, names)
    if can_be is None:
        return {}
    return {"above": Range(min(can_be.least, 0), can_be.most), "per": Range(1, can_be.most - can_be.least)}


PARTS: Checks = {
    Condition: (check_reading, check_bounds),
    Modifier: (check_reading, check_modifier),
    Effect: (check_effect,),
}


# --- entries ------------------------------------------------------------------------------------------


def entry_complaints(entry: Any, names: ContentNames, checks: Checks) -> Iterator[Complaint]:
    """Yield the faults of one entry by itself."""
    for place in places(entry):
        for path, wrong, right in part_complaints(place, names, checks):
            yield place.path + path, wrong, right


def part_complaints(place: EntryPart, names: ContentNames, checks: Checks) -> list[Complaint]:
    """Return the faults of one part: first of its single fields, then of their combination."""
    own = list(field_complaints(place.part, names))
    found: list[Complaint] = list(source_complaints(place.part, names)) if isinstance(place.part, Sourced) else []
    for check in (*PARTS.get(type(place.part), ()), *checks.get(type(place.part), ())):
        found += check(place, names)
    return settled(place.part, own, found) if own else found


def settled(part: Any, own: list[Complaint], found: list[Complaint]) -> list[Complaint]:
    """Join the faults of single fields and those of combinations, without consequences of the former.

    Of two faults of one key the narrower stays. If a key is wrong by itself, combinations with it are not reported.
    """
    narrower = {(path, wrong): right for path, wrong, right in found}
    wrong_keys = {path for path, _, _ in own}
    words = [word for path in wrong_keys if (word := shown_value(part, path))]
    kept = [(path, wrong, narrower.get((path, wrong), right)) for path, wrong, right in own]
    for path, wrong, right in found:
        if path not in wrong_keys and not any(word in f" {wrong}; {right};" for word in words):
            kept.append((path, wrong, right))
    return kept


def shown_value(part: Any, path: KeyPath) -> str:
    """Return a value as faults of other keys quote it; empty if they do not."""
    value = part
    for step in path:
        value = getattr(value, str(step), None) if is_table(value) else value[step] if not isinstance(value, str) else None
    if isinstance(value, str) and value:
        return repr(value)
    return f" {value} " if isinstance(value, (int, float)) and not isinstance(value, bool) else ""


def damaged_complaints(damaged: Damaged, names: ContentNames, checks: Checks) -> Iterator[Complaint]:
    """Return the other faults of a damaged entry: of single fields, and of its undamaged parts."""
    spoilt = damaged.spoilt
    parts = list(places(damaged.entry))
    unsound = {place.path for place in parts if not place.path or any(path[: len(place.path)] == place.path for path in spoilt)}
    for place in parts:
        if any(place.path[: len(path)] == path for path in spoilt):
            continue
        whole = place.path and not any(place.path[:n] in unsound for n in range(1, len(place.path) + 1))
        own = checks if all(len(path) > 1 for path in spoilt) else {}  # these checks may look at the parts around
        found = part_complaints(place, names, own) if whole else list(field_complaints(place.part, names))
        for path, wrong, right in found:
            at = place.path + path
            if not any(at[: len(other)] == other[: len(at)] for other in spoilt):
                yield at, wrong, right


def check_entries(loaded: Loaded, names: ContentNames, checks: Checks, most: dict[str, int]) -> Iterator[Fault]:
    """Check every entry of some files, that no id stands twice, and that the kernel has room for all."""
    for damaged in loaded.damaged:
        for path, wrong, right in damaged_complaints(damaged, names, checks):
            yield damaged.origin.fault(path, wrong, right)
    for field, entries in loaded.entries.items():
        for entry, origin in entries:
            for path, wrong, right in entry_complaints(entry, names, checks):
                yield origin.fault(path, wrong, right)
        yield from _twice(field, entries)
        if len(entries) > most.get(field, len(entries)):
            noun = NOUNS[field]
            _, origin = entries[most[field]]
            wrong = f"{len(entries)} entries of the kind {noun!r}"
            yield origin.fault((), wrong, f"keep to {most[field]}, the kernel's limit")


def _twice(field: str, entries: list[tuple[Any, Origin]]) -> Iterator[Fault]:
    """Return a fault for each repeated id."""
    first: dict[str, Origin] = {}
    for entry, origin in entries:
        name = getattr(entry, "id", None)
        if name is None:
            continue
        if name in first:
            other = first[name].fault(("id",), "", "")
            right = f"rename it; the other is at {other.file}:{other.line}"
            yield origin.fault(("id",), f"{NOUNS.get(field, field)} {name!r} stands twice", right)
        first.setdefault(name, origin)
