"""Finds what a key leads to in the files of a scenario.

| key | what it leads to |
| --- | --- |
| `opening.SLOT` | the opening value of a track, as in a scenario's `opening` |
| `policy.SEAT`, `policy.all` | who decides for a seat |
| `turns`, `after_clash`, `decks` ... | the scenario's own fields |
| `procedure.FIELD`, `roles.FIELD` | the single tables of the rules |
| `KIND.ID` | an entry of the rules or the scenario, `seat.FACTION` for a seat |
| `KIND.ID.ADDRESS` | what stands in it: see `addresses` |
"""

from __future__ import annotations

import re
from typing import Any

import attrs
from attrs import Factory, frozen

from kuroshio.files.checks.check_names import ContentNames, gather_names
from kuroshio.files.checks.check_scenario import slot_tracks
from kuroshio.files.faults import KeyPath
from kuroshio.files.loader import FOR_READERS, RULES_TABLES, SCENARIO_TABLES, Loaded
from kuroshio.model.bibliography import Bibliography, bibliography
from kuroshio.model.likely_names import nearest
from kuroshio.model.readings import LISTS_TRACKS
from kuroshio.model.ruleset import Track
from kuroshio.model.scenario import ScenarioFile
from kuroshio.study.keys.addresses import NAMED, NUMBER, WORD, Node, at, nodes
from kuroshio.study.keys.unclear_change import UnclearChange

OPENING, POLICY, MAP, SCENARIO, ALL = "opening", "policy", "map", "scenario", "all"
SINGLE = ("procedure", "roles")
KINDS: dict[str, str] = {
    kind: field for tables in (RULES_TABLES, SCENARIO_TABLES) for kind, (field, _) in tables.items() if kind not in FOR_READERS
}
ENTRY = "entry"  # the kind of a node that is a whole entry
NO_EFFECT = "`kuroshio keys` lists what does"
NUMBERED = re.compile(r"#[0-9]+")


@frozen
class Spot:
    """What a key leads to: the field of the files (or POLICY), the row of the entry in it, and the node within that."""

    key: str
    field: str
    row: int
    node: Node

    @property
    def path(self) -> KeyPath:
        """Where it stands in its entry."""
        return self.node.path


@frozen
class Files:
    """The files of a scenario as they were read."""

    rules: Loaded
    board: Loaded
    scenario: Loaded
    slots: dict[str, Track] = Factory(dict)  # the track of every slot, once it is asked for

    def home(self, field: str) -> Loaded:
        """The files that have a field."""
        return self.scenario if field in (SCENARIO, *(name for name, _ in SCENARIO_TABLES.values())) else self.rules

    def entry(self, spot: Spot) -> Any:
        """The entry that a spot is in."""
        return self.home(spot.field).of(spot.field)[spot.row]

    def names(self) -> ContentNames:
        """The names in all files."""
        return gather_names(self.rules, self.board, self.scenario)

    def bibliography(self) -> Bibliography:
        """The documents and series that entries cite."""
        return bibliography(self.rules.of("documents"), self.scenario.of("documents"), series=self.rules.of("series"))

    def track(self, slot: str) -> Track | None:
        """The track of a slot by name, or None."""
        if not self.slots:
            self.slots.update(slot_tracks(self.names()))
        return self.slots.get(slot)

    def now(self, spot: Spot) -> Any:
        """What stands at a spot. Of an opening the value that the game begins with."""
        if spot.path[:1] == (OPENING,):
            return self.opening(str(spot.path[1]))
        entry = self.entry(spot)
        return None if self.absent(spot, entry) else at(entry, spot.path)

    def absent(self, spot: Spot, entry: Any) -> bool:
        """Whether a spot is a name that its table does not have."""
        inner = at(entry, spot.path[:-1]) if spot.path else None
        return isinstance(inner, dict) and spot.path[-1] not in inner

    def opening(self, slot: str) -> int:
        """The opening value of a slot: the scenario's, else that of its obligation's entry, else its track's. Raises KeyError."""
        track, scenario = self.track(slot), self.scenario.of(SCENARIO)[0]
        if track is None:
            raise KeyError(slot)
        if slot in scenario.opening:
            return int(scenario.opening[slot])
        roles, owner = self.rules.of("roles")[0], slot.partition(".")[0]
        job = next((job for job in ("stated", "believed", "actual") if getattr(roles, job) == track.id), "")
        if job and track.scope == "obligation":
            return int(next(getattr(entry, job) for entry in self.rules.of("obligations") if entry.id == owner))
        return track.start


def id_of(entry: Any) -> str:
    """Return the word by which a key names an entry: its id, of a seat its faction."""
    return str(getattr(entry, "id", "") or getattr(entry, "faction", ""))


def find(files: Files, key: str) -> Spot:
    """Return what a key leads to. Raises UnclearChange with the nearest names."""
    head, _, rest = key.partition(".")
    if head == POLICY:
        return _policy(files, key, rest)
    if head == OPENING:
        return _opening(files, key, rest)
    if head in SINGLE:
        return _within(files, key, head, 0, rest)
    if head in KINDS:
        return _entry(files, key, head, rest)
    if key == MAP:
        own = "write a copy of the scenario's file that names another"
        raise UnclearChange("the map cannot be changed in this way", own, key)
    own_keys = nodes(files.scenario.of(SCENARIO)[0])
    if head in own_keys or key in attrs.fields_dict(ScenarioFile):
        return _within(files, key, SCENARIO, 0, key)
    heads = [OPENING, POLICY, *SINGLE, *KINDS, *own_keys]
    raise UnclearChange(f"no key {head!r}", nearest(head, heads, "kuroshio check --names table"), key)


def _policy(files: Files, key: str, seat: str) -> Spot:
    seated = [found.faction for found in files.scenario.of("seats")]
    if seat not in (ALL, *seated):
        raise UnclearChange(f"no seat {seat!r}", nearest(seat, [ALL, *seated]), key)
    return Spot(key, POLICY, 0, Node(WORD, (seat,)))


def _opening(files: Files, key: str, slot: str) -> Spot:
    if files.track(slot) is None:
        right = f"write thing.track, or faction.track.flashpoint; {nearest(slot, files.slots, LISTS_TRACKS)}"
        raise UnclearChange(f"no track {slot!r} to open with", right, key)
    return Spot(key, SCENARIO, 0, Node(NUMBER, (OPENING, slot), True))


def _entry(files: Files, key: str, kind: str, rest: str) -> Spot:
    """Return what a key KIND.ID or KIND.ID.ADDRESS leads to."""
    field = KINDS[kind]
    name, dot, address = rest.partition(".")
    ids = [id_of(entry) for entry in files.home(field).of(field)]
    if name not in ids:
        raise UnclearChange(f"no {kind.replace('_', ' ')} {name!r}", nearest(name, ids, f"kuroshio check --names {kind}"), key)
    row = ids.index(name)
    return _within(files, key, field, row, address) if dot else Spot(key, field, row, Node(ENTRY, ()))


def _within(files: Files, key: str, field: str, row: int, address: str) -> Spot:
    """Return what an address within an entry leads to."""
    entry = files.home(field).of(field)[row]
    known = nodes(entry)
    if address in known:
        return Spot(key, field, row, known[address])
    table, _, name = address.rpartition(".")
    if table in known and known[table].kind == NAMED:  # a name that the table does not have yet
        return Spot(key, field, row, Node(known[table].inner, (*known[table].path, name), True))
    raise _unknown(entry, known, key, address)


def _unknown(entry: Any, known: dict[str, Node], key: str, address: str) -> UnclearChange:
    """The refusal of an address that leads nowhere."""
    same = [other for other in known if NUMBERED.sub("", other) == NUMBERED.sub("", address)]
    if same:
        return UnclearChange(
            f"{len(same)} parts have the address {NUMBERED.sub('', address)!r}", f"one of {', '.join(same)}", key
        )
    if address in attrs.fields_dict(type(entry)):
        return UnclearChange(f"{key!r} does not affect play", NO_EFFECT, key)
    if not address:
        return UnclearChange(f"{key!r} names no field", nearest(address, [name for name in known if "." not in name]), key)
    first = [name for name in known if name.count(".") <= address.count(".")]
    lists = f"kuroshio keys SCENARIO '{key.removesuffix(address)}*'"
    return UnclearChange(f"no field {address!r}", nearest(address, first or list(known), lists), key)
