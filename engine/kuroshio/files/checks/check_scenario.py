"""Checks of a scenario: its seats, pieces, opening, injects, measures and objectives."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kuroshio.files.checks.check_capacities import SCENARIO_MOST, check_pools, passing
from kuroshio.files.checks.check_entries import Checks, EntryPart, check_bounds, check_entries, check_reading, reading_complaints
from kuroshio.files.checks.check_fields import AIM, PASS, REDEPLOY, TURN, Complaint
from kuroshio.files.checks.check_names import ContentNames, gather_names, lists
from kuroshio.files.faults import Fault, shown
from kuroshio.files.loader import Loaded
from kuroshio.model import capacities
from kuroshio.model.calendar import QUARTERS, date_of, is_date, turn_of
from kuroshio.model.likely_names import nearest
from kuroshio.model.readings import LISTS_TRACKS
from kuroshio.model.review_sections import SECTIONS
from kuroshio.model.ruleset import Track
from kuroshio.model.scenario import MODES, OWN_WORDS, Goal, Inject, InjectAct, Measure, Objective, Piece, ScenarioFile, Seat
from kuroshio.model.typed_numbers import whole

EXAMPLES = {"quarter": "2021-Q1", "half-year": "2021-H1"}  # of a start date
AFLOAT = ("sea", "strait")  # kinds of area without land
COMMENTED = re.compile(r"""\s*\#\s*\{\s*track\s*=\s*["'].*\}""")  # a condition in a comment


def check_head(place: EntryPart, names: ContentNames) -> Iterator[Complaint]:
    """Check that dates have the form of the turns, that decks exist, and that the wall shows readings."""
    scenario: ScenarioFile = place.part
    example = EXAMPLES.get(scenario.turn_length)
    if example and not (is_date(scenario.start) and scenario.start[5] == example[5]):
        yield ("start",), f"{scenario.start!r} is not a {scenario.turn_length}", f"write it like {example!r}"
    decks = sorted({entry.deck for field in ("actions", "events") for entry in names.all(field) if entry.deck})
    for i, deck in enumerate(scenario.decks):
        if deck not in decks and names.whole("actions", "events"):
            yield ("decks", i), f"no action or event of deck {deck!r}", nearest(deck, decks)
    yield from dates_complaints(scenario, names)
    for i, text in enumerate(scenario.wall):
        yield from reading_complaints(text, ("wall", i), False, names)


def dates_complaints(scenario: ScenarioFile, names: ContentNames) -> Iterator[Complaint]:
    """Check that each date at which aims are judged has the form of the turns, is within the game, and is named once."""
    if scenario.turn_length not in QUARTERS or not is_date(scenario.start) or TURN.complaint(scenario.turns, names):
        return
    last = date_of(scenario.turns, scenario.start, scenario.turn_length)
    for i, date in enumerate(scenario.judged):
        if not (is_date(date) and date[5] == scenario.start[5]):
            yield ("judged", i), f"{date!r} is not a {scenario.turn_length}", f"write it like {EXAMPLES[scenario.turn_length]!r}"
        elif not 1 <= turn_of(date, scenario.start, scenario.turn_length) <= scenario.turns:
            yield ("judged", i), f"the game goes from {scenario.start} to {last}", "write a date within it"
        elif date in scenario.judged[:i]:
            yield ("judged", i), f"{date!r} is named twice", "leave it out here"


def check_opening(place: EntryPart, names: ContentNames) -> Iterator[Complaint]:
    """Check that every key of the opening is a track of an entity, and every value a possible one."""
    slots = slot_tracks(names)
    for name, value in place.part.opening.items():
        track = slots.get(name)
        if track is None:
            if names.whole("tracks") and not names.lost(name):
                right = nearest(name, slots, LISTS_TRACKS)
                yield ("opening", name), "no track of this name", f"write thing.track, or faction.track.flashpoint; {right}"
        elif names.ranged(track.id) and not track.least <= value <= track.most:
            yield ("opening", name), f"{value} is out of range", f"write {track.least} to {track.most}"


def slot_tracks(names: ContentNames) -> dict[str, Track]:
    """Return the track of every slot by name, as kuroshio.kernel.tables.slots lays them out."""
    things: dict[str, list[str]] = {"world": ["world.{}"], "stance": []}
    for scope, field in (
        ("faction", "factions"),
        ("pair", "pairs"),
        ("area", "areas"),
        ("flashpoint", "flashpoints"),
        ("obligation", "obligations"),
        ("project", "projects"),
    ):
        things[scope] = [f"{entry.id}.{{}}" for entry in names.all(field)]
    for point in names.all("flashpoints"):
        things["stance"] += [f"{name}.{{}}.{point.id}" for name in (point.challenger, point.holder, *point.others)]
    return {form.format(track.id): track for track in names.all("tracks") for form in things.get(track.scope, ())}


def check_seat(place: EntryPart, names: ContentNames) -> Iterator[Complaint]:
    """Check that a seat's doctrine belongs to its faction, and that the faction can end its planning."""
    seat: Seat = place.part
    doctrine = names.get("doctrines", seat.doctrine)
    if not names.has("factions", seat.faction):
        return
    if doctrine and doctrine.faction != seat.faction:
        own = [other.id for other in names.all("doctrines") if other.faction == seat.faction]
        right = f"name one of {', '.join(own)}" if own else f"write one for {seat.faction!r}"
        yield ("doctrine",), f"doctrine {seat.doctrine!r} is for {doctrine.faction!r}", right
    faction = names.get("factions", seat.faction)
    if faction and not faction.orders:
        return
    may_pass = any(action.mechanism == PASS and seat.faction in action.actors for action in names.all("actions"))
    if not may_pass and names.whole("actions"):
        right = f"add it to the actors of an action with mechanism = {PASS!r}"
        yield ("faction",), f"{seat.faction!r} has no action to end its orders with", right


def check_mix(place: EntryPart, names: ContentNames) -> Iterator[Complaint]:
    """Check that a seat's mix has two doctrines of its faction or more, the seat's own among them."""
    seat: Seat = place.part
    if not seat.mix:
        return
    if len(seat.mix) < 2:
        yield ("mix",), "one doctrine is no mix", "write weights for two doctrines or more, or leave mix out"
    if seat.doctrine not in seat.mix:
        yield ("mix",), f"no weight for the seat's own doctrine {seat.doctrine!r}", f"add {seat.doctrine} = 1"
    own = [doctrine.id for doctrine in names.all("doctrines") if doctrine.faction == seat.faction]
    for name in seat.mix:
        doctrine = names.get("doctrines", name)
        if doctrine and doctrine.faction != seat.faction:
            yield ("mix", name), f"doctrine {name!r} is for {doctrine.faction!r}", f"name one of {', '.join(own)}"


def check_aims(place: EntryPart, names: ContentNames) -> Iterator[Complaint]:
    """Check that a seat that says which aims its conditions measure says of every aim how, or why nothing measures it."""
    seat: Seat = place.part
    measured = {goal.aim for goal in seat.success}
    if any(measured) and not seat.aims:
        yield ("aims",), "conditions of success name aims, and the seat has none", "write the aims, or leave `aim` out"
    for i, goal in enumerate(seat.success):
        if goal.aim > len(seat.aims):
            yield ("success", i, "aim"), f"{goal.aim} is out of range", f"write 0 to {len(seat.aims)}, the number of an aim"
    if not any(measured) and not seat.no_measure:
        return
    for number in seat.no_measure:
        if AIM.complaint(number, names):
            continue  # its form is wrong, which is told already
        at = whole(number, 1, len(seat.aims))
        if at is None:
            yield ("no_measure", number), "no aim of this number", f"write 1 to {len(seat.aims)}"
        elif at in measured:
            yield ("no_measure", number), "a condition measures this aim", "leave it out"
    for i in range(len(seat.aims)):
        if i + 1 not in measured and str(i + 1) not in seat.no_measure:
            right = f'add a condition to success with aim = {i + 1}, or no_measure = {{ {i + 1} = "why not" }}'
            yield ("aims", i), "nothing measures this aim", right


def check_piece(place: EntryPart, names: ContentNames) -> Iterator[Complaint]:
    """Check that pieces of land forces are on land."""
    piece: Piece = place.part
    kind, area = names.get("kinds", piece.kind), names.get("areas", piece.area)
    if kind and area and kind.domain == "land" and area.kind in AFLOAT:
        wrong = f"{piece.kind!r} is a land force, but {piece.area!r} is {area.kind}"
        yield ("area",), wrong, "name an area of kind island or land"


def check_adjudication(place: EntryPart, names: ContentNames) -> Iterator[Complaint]:
    """Check that each key is an action, an act class, an arena or own words, and each value a mode."""
    arenas = {action.arena for action in names.all("actions")}
    for key, mode in place.part.adjudication.items():
        if mode not in MODES:
            yield ("adjudication", key), f"{mode!r} is not a mode", nearest(mode, list(MODES))
        if key == OWN_WORDS and mode == MODES[0]:
            yield ("adjudication", key), "a roll cannot rule on an order in own words", f"write one of {', '.join(MODES[1:])}"
        if key != OWN_WORDS and key not in arenas and not names.has("actions", key) and not names.has("act_classes", key):
            known = [OWN_WORDS, *arenas, *names.known("act_classes"), *names.known("actions")]
            yield ("adjudication", key), "no action, act class or arena", nearest(key, known, lists("actions"))


def check_inject(place: EntryPart, names: ContentNames) -> Iterator[Complaint]:
    """Check that an inject has one occasion, within the game, and that its audience are seats."""
    inject: Inject = place.part
    occasions = [key for key in ("turn", "date", "when", "after", "held") if getattr(inject, key)]
    if len(occasions) != 1:
        yield (), " and ".join(occasions) or "no occasion", "write one of turn, date, when, after, held"
    if inject.after and names.has("injects", inject.after) and inject.after in _followers(inject.id, names):
        yield ("after",), f"{inject.after!r} waits for this one", "give one of the two an occasion of its own"
    if inject.worth and not inject.expects:
        yield ("worth",), "points without an expected response", "write the response that it expects"
    scenarios = [scenario for scenario in names.all("scenario") if TURN.complaint(scenario.turns, names) is None]
    scenario = next(iter(scenarios), None)  # with a wrong number of turns nothing can be checked against it
    if scenario is not None and inject.turn is not None and inject.turn > scenario.turns:
        yield ("turn",), f"the game ends with turn {scenario.turns}", f"write 1 to {scenario.turns}"
    if scenario is not None and is_date(inject.date) and is_date(scenario.start) and scenario.turn_length in QUARTERS:
        if not 1 <= scenario.turn_of_inject(inject) <= scenario.turns:
            last = date_of(scenario.turns, scenario.start, scenario.turn_length)
            yield ("date",), f"the game goes from {scenario.start} to {last}", "write a date within it"
    seated = [seat.faction for seat in names.all("seats")]
    for i, faction in enumerate(inject.audience):
        if faction not in seated and names.has("factions", faction) and names.whole("seats"):
            yield ("audience", i), f"{faction!r} has no seat", "name a seat"


def _followers(first: str, names: ContentNames) -> set[str]:
    """Return the injects that wait for one, directly or through others; itself too if the chain is a ring."""
    found: set[str] = set()
    waiting = {first}
    while waiting:
        waiting = {inject.id for inject in names.all("injects") if inject.after in waiting} - found
        found |= waiting
    return found | {first}


def check_act(place: EntryPart, names: ContentNames) -> Iterator[Complaint]:
    """Check that the act of an inject is a coercive act open to its actor, with all that the action requires."""
    act: InjectAct = place.part
    action = names.get("actions", act.action)
    if action is None:
        return
    if not action.act_class:
        yield ("action",), f"action {action.id!r} is not coercive", "name one with an act_class"
    if act.actor not in action.actors:
        yield ("actor",), f"{act.actor!r} may not take action {action.id!r}", f"it is for {', '.join(action.actors)}"
    for word, may in (("area", action.areas), ("target", action.targets)):
        named = getattr(act, word)
        if may and not named:
            yield (), f"action {action.id!r} needs one {word}, and none is given", f"add {word} = ...; one of {', '.join(may)}"
        elif named and named not in may:
            right = nearest(named, list(may)) if may else "leave it out"
            yield (word,), f"action {action.id!r} cannot name the {word} {named!r}", right


def check_objective(place: EntryPart, names: ContentNames) -> Iterator[Complaint]:
    """Check that something serves an objective: an inject or a question for observers, and a section of the review; each once."""
    objective: Objective = place.part
    if not (objective.injects or objective.observe):
        yield (), f"nothing in play serves objective {objective.id!r}", "name injects that bring it up, or write what to observe"
    if not objective.shows:
        known = nearest("", list(SECTIONS), few=len(SECTIONS))
        yield (), f"nothing in the review answers objective {objective.id!r}", f"name its sections in shows: {known}"
    for key in ("observe", "shows"):
        named = getattr(objective, key)
        yield from (((key, i), f"{one!r} stands twice", "leave it out here") for i, one in enumerate(named) if one in named[:i])


ENTRY_CHECKS: Checks = {
    ScenarioFile: (check_head, check_opening, check_adjudication),
    Seat: (check_seat, check_mix, check_aims),
    Goal: (check_reading, check_bounds),
    Piece: (check_piece,),
    Inject: (check_inject,),
    InjectAct: (check_act,),
    Measure: (check_reading, check_bounds),
    Objective: (check_objective,),
}


def check_seats(scenario: Loaded, names: ContentNames) -> Iterator[Fault]:
    """Check that there is a seat, no faction has two, and the kernel has room for all orders and acts of injects."""
    seats = scenario.entries.get("seats", [])
    seen: set[str] = set()
    for seat, origin in seats:
        if seat.faction in seen:
            yield origin.fault(("faction",), f"a second seat for {seat.faction!r}", "keep one")
        seen.add(seat.faction)
    for _, origin in scenario.entries.get("scenario", []):
        if not seats and "seats" not in scenario.broken:
            yield origin.fault((), "the scenario has no seat", "add a [[seat]]")
    moves = next((procedure.most_moves for procedure in names.all("procedure")), 0)
    counts = []
    for seat, origin in seats:
        faction = names.get("factions", seat.faction)
        counts.append((faction.orders + moves if faction else 0, origin))
    counts += [(1, origin) for inject, origin in scenario.entries.get("injects", []) if inject.act is not None]
    yield from passing(counts, capacities.MAX_ORDERS, "orders, redeployments and acts of injects of one turn")


def check_options(scenario: Loaded, names: ContentNames) -> Iterator[Fault]:
    """Check that the kernel has room for the orders of each seat, even if all were legal at once."""
    for seat, origin in scenario.entries.get("seats", []):
        n = sum(
            max(len(action.areas), 1) * max(len(action.targets), 1) * max(len(action.partners), 1)
            for action in names.all("actions")
            if seat.faction in action.actors and action.mechanism != REDEPLOY and not action.everyday
        )
        n += sum(piece.faction == seat.faction for piece in scenario.of("pieces")) * len(names.all("areas"))
        if n > capacities.MAX_OPTIONS:
            wrong = f"{seat.faction!r} may have {n} legal orders at once"
            yield origin.fault(
                (), wrong, f"keep to {capacities.MAX_OPTIONS}: fewer counters, or fewer targets and areas of actions"
            )


def check_comments(scenario: Loaded) -> Iterator[Fault]:
    """Check that no condition of a seat is commented out: what was left out by hand for a trial would stay out unseen."""
    for document in {id(origin.document): origin.document for _, origin in scenario.entries.get("seats", [])}.values():
        for n, line in enumerate(document.text.splitlines(), 1):
            if COMMENTED.match(line):
                yield Fault(shown(document.path), n, "success", "a condition is commented out", "put it back, or remove the line")


def check_scenario(scenario: Loaded, rules: Loaded, board: Loaded) -> list[Fault]:
    """Return the faults of a scenario, besides those found in reading it. Raises nothing."""
    names = gather_names(rules, board, scenario)
    faults = list(check_entries(scenario, names, ENTRY_CHECKS, SCENARIO_MOST))
    faults += check_seats(scenario, names)
    faults += check_options(scenario, names)
    faults += check_comments(scenario)
    own = {shown(origin.document.path) for entries in scenario.entries.values() for _, origin in entries}
    faults += [fault for fault in check_pools((rules, scenario)) if fault.file in own]  # else the rules alone are too many
    return faults
