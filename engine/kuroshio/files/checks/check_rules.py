"""Checks of `rules/` beyond single fields, so that every game with them can be played."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any

from kuroshio.files.checks.check_actions import ACTION_CHECKS, check_proposals
from kuroshio.files.checks.check_capacities import RULES_MOST, check_hands, check_pools, check_slots
from kuroshio.files.checks.check_coverage import COVERAGE_CHECKS, check_numbers
from kuroshio.files.checks.check_entries import Check, Checks, EntryPart, check_entries
from kuroshio.files.checks.check_fields import CRISIS_CHOICES, DENIABILITY, MOST_POSTURE, SIDES, Complaint
from kuroshio.files.checks.check_links import LINK_CHECKS
from kuroshio.files.checks.check_names import NOUNS, ContentNames, gather_names
from kuroshio.files.faults import Fault
from kuroshio.files.loader import Loaded, Origin
from kuroshio.model import ruleset as rulebook
from kuroshio.model.calendar import is_date, quarter_of
from kuroshio.model.entry_parts import Cost
from kuroshio.model.procedure import Procedure, Roles
from kuroshio.model.readings import WORDS
from kuroshio.model.ruleset import Track

# The scope of the track in each role: see the comments in kuroshio.model.ruleset.Roles.
ROLE_SCOPES = {
    "faction": ("capital", "funds", "readiness", "home", "credibility", "tolerance"),
    "stance": ("posture",),
    "flashpoint": ("control", "pressure", "ladder"),
    "pair": ("sharing", "access"),
    "obligation": ("stated", "believed", "actual"),
    "project": ("stage",),
}
BUDGETS = ("capital", "funds", "readiness")
NEEDED = ("tracks", "factions", "levels", "statuses")
NEEDED_FOR_FLASHPOINTS = ("postures", "crisis_choices", "crisis_rounds", "crisis_roles")


def outside(value: int, track: Track | None) -> bool:
    """Whether a track cannot have a value."""
    return track is not None and not track.least <= value <= track.most


def in_range(path: str, value: int, track: Track | None) -> Iterator[Complaint]:
    """Check a value against the range of a track."""
    if track and outside(value, track):
        yield (path,), f"{value} is out of range", f"write {track.least} to {track.most}, as track {track.id!r} allows"


def distinct(place: EntryPart, *words: str) -> Iterator[Complaint]:
    """Check that fields of an entry name different things."""
    for i, word in enumerate(words):
        value = getattr(place.part, word)
        other = next((w for w in words[:i] if getattr(place.part, w) == value), None)
        if other:
            yield (word,), f"{value!r} is the {other} too", "name somebody else"


# --- single entries -----------------------------------------------------------------------------------


def check_track(place: EntryPart, names: ContentNames) -> Iterator[Complaint]:
    """Check that a track's numbers fit each other, and that readings cannot confuse its id with a kind of piece."""
    track: Track = place.part
    if track.least >= track.most:
        yield ("most",), f"most {track.most} is not greater than least {track.least}", "leave room between them"
        return
    yield from in_range("start", track.start, track)
    if track.rest is not None:
        yield from in_range("rest", track.rest, track)
    width = track.most - track.least
    for word in ("draw", "drift", "pace"):
        steps = getattr(track, word)
        if steps > width:
            yield (word,), f"{steps} is out of range", f"write 0 to {width}, the track's own width"
    if track.scope in ("faction", "stance") and names.get("kinds", track.id):
        yield ("id",), f"{track.id!r} is also a kind of piece, and a reading would mean the pieces", "rename one of them"


def check_subject(place: EntryPart, names: ContentNames) -> Iterator[Complaint]:
    """Check that an id with which readings begin is not a reserved word of readings."""
    if place.part.id in WORDS:
        yield ("id",), f"{place.part.id!r} is a reserved word of readings", "choose another id"


def check_time(place: EntryPart, names: ContentNames) -> Iterator[Complaint]:
    """Check that the last date in force is not before the first."""
    first, last = place.part.since, place.part.until
    if is_date(first) and is_date(last) and quarter_of(last) < quarter_of(first):
        yield ("until",), f"ends in {last} before it begins in {first}", "leave it out for no end, or write a later date"


def check_return(place: EntryPart, names: ContentNames) -> Iterator[Complaint]:
    """Check that a recurring event has a first season, and that its period is whole half-years and longer than the season."""
    event: rulebook.Event = place.part
    if not event.every:
        return
    if event.every % 2:
        yield ("every",), f"{event.every} quarters are not whole half-years", "write an even number"
    if not (event.since and event.until):
        yield ("every",), "a recurring event needs a season", "write since and until for the first season"
    elif (
        event.every > 0
        and is_date(event.since)
        and is_date(event.until)
        and quarter_of(event.until) - quarter_of(event.since) >= event.every
    ):
        yield ("every",), f"its season is longer than {event.every} quarters", "write a larger number"


def check_once(place: EntryPart, names: ContentNames) -> Iterator[Complaint]:
    """Check that an event with `once` is for the world: at flashpoints the first would shut out the others."""
    event: rulebook.Event = place.part
    if event.once and event.each != "world":
        wrong = "the event is rolled for at each flashpoint, and the first would shut out the others"
        yield ("once",), wrong, "leave it out, or have each = 'world'"


def check_obligation(place: EntryPart, names: ContentNames) -> Iterator[Complaint]:
    """Check that debtor and creditor differ."""
    yield from distinct(place, "debtor", "creditor")


def check_flashpoint(place: EntryPart, names: ContentNames) -> Iterator[Complaint]:
    """Check that nobody is on two sides, and that the pledge covers the holder in that area."""
    yield from distinct(place, "challenger", "holder")
    point: rulebook.Flashpoint = place.part
    pledge = names.get("obligations", point.pledge)
    if pledge and (pledge.creditor != point.holder or (pledge.areas and point.area not in pledge.areas)):
        wrong = f"obligation {point.pledge!r} does not cover {point.holder!r} in {point.area!r}"
        yield ("pledge",), wrong, "name one that does, or leave it out"
    for i, name in enumerate(place.part.others):
        if name in (place.part.challenger, place.part.holder):
            yield ("others", i), f"{name!r} is already challenger or holder", "leave it out"
    ladder = names.role("ladder")
    rungs = ladder.most - max(ladder.least, 0) if ladder else 0
    for key, given in (("rungs", point.rungs), ("rungs_ja", point.rungs_ja)):
        if ladder and given and len(given) != rungs:
            yield (key,), f"{len(given)} names, and the ladder has {rungs} rungs", "name each, from the lowest, or leave it out"


def check_posture(place: EntryPart, names: ContentNames) -> Iterator[Complaint]:
    """Check that the act of a posture is an everyday one, and that of somebody who may hold the posture."""
    side, action = place.part.side, names.get("actions", place.part.everyday)
    if action is None:
        return
    if not action.everyday:
        yield ("everyday",), f"action {action.id!r} needs an order", "name one with everyday = true"
    own = {(row.side, row.level, row.flashpoint) for row in names.all("postures")}
    for flashpoint in names.all("flashpoints"):
        if place.part.flashpoint not in ("", flashpoint.id):
            continue
        if not place.part.flashpoint and (side, place.part.level, flashpoint.id) in own:
            continue  # a row for this flashpoint replaces the general one
        may = {"challenger": (flashpoint.challenger,), "holder": (flashpoint.holder,)}.get(side, flashpoint.others)
        if may and not set(may) & set(action.actors):
            wrong = f"action {action.id!r} is for nobody who is {side} at {flashpoint.id!r}"
            yield ("everyday",), wrong, f"add one of {', '.join(may)} to the action's actors"


def is_free(entry: Any) -> bool:
    """Whether a choice is always open to everybody: it has neither a price nor a condition."""
    return entry.cost == Cost() and not getattr(entry, "requires", ())


def check_level(place: EntryPart, names: ContentNames) -> Iterator[Complaint]:
    """Check that the lowest level is always open; else a seat might have no answer."""
    level: rulebook.Level = place.part
    if level.rank == 0 and not (is_free(level) and level.who == "any" and not level.pieces):
        yield (), "the level of rank 0 has a price, a condition or a limit", "leave it open to everybody, free of charge"


def check_gate(place: EntryPart, names: ContentNames) -> Iterator[Complaint]:
    """Check that no gate bars the lowest level."""
    level = names.get("levels", place.part.opens)
    if level and level.rank == 0:
        yield ("opens",), f"level {level.id!r} is always open", "name a higher level"


def check_project(place: EntryPart, names: ContentNames) -> Iterator[Complaint]:
    """Check that a project's track has a value for every stage, and one more for delivery."""
    yield from distinct(place, "lead", "partner")
    track, n = names.role("stage"), len(place.part.stages)
    if outside(n + 1, track) and track:
        yield ("stages",), f"{n} stages", f"keep to {track.most - 1}: the track {track.id!r} ends at {track.most}"


def check_procedure(place: EntryPart, names: ContentNames) -> Iterator[Complaint]:
    """Check that the numbers of the procedure fit each other and the tracks that they are compared with."""
    rules: Procedure = place.part
    if rules.number_least > rules.number_most:
        yield ("number_least",), f"{rules.number_least} is above number_most {rules.number_most}", "leave room between them"
    for word in DENIABILITY:
        if word not in rules.attribution_at:
            yield ("attribution_at",), f"no number for {word!r}", f"add {word} = ..."
    pressure = names.role("pressure")
    if pressure and pressure.least >= rules.pressure_limit:
        yield ("pressure_limit",), f"track {pressure.id!r} is never below it", f"write more than {pressure.least}"


def check_roles(place: EntryPart, names: ContentNames) -> Iterator[Complaint]:
    """Check that each role has a track of the right scope and range."""
    for scope, words in ROLE_SCOPES.items():
        for word in words:
            track = names.role(word)
            if track and track.scope != scope:
                known = [other.id for other in names.all("tracks") if other.scope == scope]
                yield (word,), f"track {track.id!r} is of scope {track.scope}", f"name one of scope {scope}: {', '.join(known)}"
    for word in (*BUDGETS, "posture", "stage"):
        track = names.role(word)
        if track and track.least != 0:
            yield (word,), f"the least of track {track.id!r} is {track.least}", "name one whose least is 0"
    posture = names.role("posture")
    if posture and posture.most != MOST_POSTURE:
        yield ("posture",), f"the most of track {posture.id!r} is {posture.most}", f"name one whose most is {MOST_POSTURE}"


SUBJECT_CHECK: tuple[Check, ...] = (check_subject,)
ENTRY_CHECKS: Checks = {
    **ACTION_CHECKS,
    **COVERAGE_CHECKS,
    **LINK_CHECKS,
    rulebook.Track: (check_track,),
    rulebook.Faction: SUBJECT_CHECK,
    rulebook.Pair: SUBJECT_CHECK,
    rulebook.Obligation: (check_subject, check_time, check_obligation),
    rulebook.Flashpoint: (check_subject, check_flashpoint),
    rulebook.Posture: (check_posture,),
    rulebook.Level: (check_level,),
    rulebook.Gate: (check_gate,),
    rulebook.Event: (check_time, check_return, check_once),
    rulebook.Project: (check_subject, check_project),
    Procedure: (check_procedure,),
    Roles: (check_roles,),
}


# --- whole tables ----------------------------------------------------------------------------------------


Keyed = tuple[tuple[Any, ...], Origin]  # an entry and its origin


def each_once(loaded: Loaded, field: str, found: Iterable[Keyed], needed: Iterable[Any], what: str) -> Iterator[Fault]:
    """Check that a table has each needed row once."""
    pairs = list(found)
    seen: Counter[tuple[Any, ...]] = Counter()
    for thing, origin in pairs:
        seen[thing] += 1
        if seen[thing] == 2:
            yield origin.fault((), f"a second {NOUNS[field]} for {what} {', '.join(map(str, thing))}", "keep one")
    if field in loaded.broken or not pairs:
        return
    for thing in needed:
        if not seen[thing]:
            yield pairs[0][1].fault((), f"no {NOUNS[field]} for {what} {', '.join(map(str, thing))}", "add one")


def keyed(loaded: Loaded, field: str, *words: str) -> list[Keyed]:
    """Return the entries of a table by one or more of their fields."""
    return [(tuple(getattr(entry, word) for word in words), origin) for entry, origin in loaded.entries.get(field, [])]


def check_whole_tables(loaded: Loaded, names: ContentNames) -> Iterator[Fault]:
    """Check that the tables that must be complete are, and that no rows conflict."""
    ranks = [(n,) for n in range(len(loaded.of("levels")))]
    pairs = [(tuple(sorted(pair.members)), origin) for pair, origin in loaded.entries.get("pairs", [])]
    yield from each_once(loaded, "levels", keyed(loaded, "levels", "rank"), ranks, "rank")
    yield from each_once(loaded, "pairs", pairs, (), "members")
    yield from each_once(loaded, "factions", keyed(loaded, "factions", "letter"), (), "letter")
    yield from each_once(loaded, "factions", keyed(loaded, "factions", "initiative"), (), "initiative")
    yield from each_once(loaded, "flashpoints", keyed(loaded, "flashpoints", "area"), (), "area")
    steps = list(product(SIDES, range(MOST_POSTURE + 1)))
    postures = keyed(loaded, "postures", "side", "level", "flashpoint")
    general = [((side, level), origin) for (side, level, flashpoint), origin in postures if not flashpoint]
    yield from each_once(loaded, "postures", general, steps, "side and level")
    of_places = [(key, origin) for key, origin in postures if key[2]]
    yield from each_once(loaded, "postures", of_places, (), "side, level and flashpoint")
    choices = [(choice,) for choice in CRISIS_CHOICES]
    first = {key: (key, origin) for key, origin in reversed(keyed(loaded, "crisis_choices", "id"))}  # ids are checked already
    yield from each_once(loaded, "crisis_choices", reversed(first.values()), choices, "the choice")
    rounds = keyed(loaded, "crisis_rounds", "challenger", "holder")
    yield from each_once(loaded, "crisis_rounds", rounds, product(CRISIS_CHOICES, repeat=2), "challenger and holder")


def check_presence(loaded: Loaded, names: ContentNames) -> Iterator[Fault]:
    """Check that each indispensable kind has an entry, and that nobody is ever left without a choice."""
    for _, origin in loaded.entries.get("procedure", [])[:1]:
        needed = (*NEEDED, *(NEEDED_FOR_FLASHPOINTS if loaded.of("flashpoints") else ()))
        for field in needed:
            if not loaded.of(field) and field not in loaded.broken:
                yield origin.fault((), f"no {NOUNS[field]} in any file", "add one")
    for field in ("crisis_choices", "crisis_roles"):
        entries = loaded.entries.get(field, [])
        if entries and names.whole(field) and not any(is_free(entry) for entry, _ in entries):
            yield entries[0][1].fault((), f"every {NOUNS[field]} has a price or a condition", "leave one free of both")
    statuses = loaded.entries.get("statuses", [])
    lowest = {level.id for level in names.all("levels") if level.rank == 0}
    if statuses and lowest and names.whole("statuses", "levels") and not any(status.expects in lowest for status, _ in statuses):
        wrong = "no status expects nothing of a debtor"
        yield statuses[0][1].fault(("expects",), wrong, f"add one that expects {lowest.pop()!r}")


def check_rules(rules: Loaded, board: Loaded) -> list[Fault]:
    """Return the faults of a ruleset, besides those found in reading it.

    board: the map that the rules are played on. Raises nothing.
    """
    names = gather_names(rules, board)
    faults = list(check_entries(rules, names, ENTRY_CHECKS, RULES_MOST))
    faults += check_whole_tables(rules, names)
    faults += check_presence(rules, names)
    faults += check_proposals(rules, names)
    faults += check_numbers(rules)
    faults += check_pools((rules,))
    faults += check_slots(rules, board)
    faults += check_hands(rules)
    return faults
