"""The checks of files of which only numbers and switches have changed: those that read them, and no others.

Most checks look at one table of an entry, at what is in it, and at the names of all entries. They are repeated for the tables
that something changed is in. Of the checks of whole kinds of entries those are repeated that read a number. What all others read
of other entries is in `FAR`: whoever changes that has all files checked. `tests/study/test_quick_checks.py` listens to the
checks, and to the compilation, and finds every field that is missing there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import attrs
from attrs import frozen

from kuroshio.files.checks.check_actions import check_proposals, raised
from kuroshio.files.checks.check_entries import Checks, part_complaints, places_around
from kuroshio.files.checks.check_names import ContentNames, gather_names
from kuroshio.files.checks.check_rules import ENTRY_CHECKS as OF_RULES
from kuroshio.files.checks.check_rules import check_presence
from kuroshio.files.checks.check_scenario import ENTRY_CHECKS as OF_SCENARIO
from kuroshio.files.checks.check_scenario import check_seats
from kuroshio.files.faults import Fault, KeyPath
from kuroshio.files.loader import Loaded
from kuroshio.model import ruleset as rulebook
from kuroshio.model.scenario import ScenarioFile
from kuroshio.study.keys.addresses import NUMBER, SWITCH, Gone, at
from kuroshio.study.keys.resolving import OPENING, POLICY, Files
from kuroshio.study.keys.setting import Place, Setting

# Numbers and switches on which the checks or the tables of other entries depend.
FAR: dict[type, tuple[str, ...]] = {
    rulebook.Track: ("least", "most", "start"),
    rulebook.Faction: ("initiative",),
    rulebook.Posture: ("level",),
    rulebook.Level: ("rank",),
    rulebook.Action: ("everyday",),
    rulebook.Status: ("grave", "invites"),
    ScenarioFile: ("turns",),
}
MOVES = ("add", "set")  # fields of an effect by which an action proposes a project
READ_BY_SEATS = "factions"  # the checks of seats read how many orders a faction has


def is_near(files: Files, setting: Setting) -> bool:
    """Whether a setting touches no more than its own entry: a number or a switch that no other entry depends on, or a policy."""
    spot = setting.spot
    if spot.field == POLICY or spot.path[:1] == (OPENING,):
        return setting.value is not Gone
    if spot.node.kind not in (NUMBER, SWITCH) or setting.value is Gone:
        return False
    part = at(files.entry(spot), spot.path[:-1])
    return spot.path[-1] not in FAR.get(type(part), ())


@frozen
class QuickChecks:
    """The checks of files that differ from some sound ones in numbers and switches alone.

    files: the sound ones; rules, all: the names of rules and map, and of all files.
    """

    files: Files
    rules: ContentNames
    all: ContentNames

    @classmethod
    def of(cls, files: Files) -> QuickChecks:
        """The checks for files that differ from these, which are sound."""
        return cls(files, gather_names(files.rules, files.board), files.names())

    def faults(self, changed: Files, settings: Sequence[Setting]) -> list[Fault]:
        """Return the faults of changed files, those and in the order that all checks would find. settings: what has changed."""
        paths: dict[Place, list[KeyPath]] = {}
        for setting in settings:
            paths.setdefault((setting.spot.field, setting.spot.row), []).append(setting.spot.path)
        of_rules = {place: inner for place, inner in paths.items() if place[0] in changed.rules.entries}
        names = _names(self.rules, changed, of_rules)
        found = list(_around(changed.rules, of_rules, names, OF_RULES))
        found += check_presence(changed.rules, names)
        moved = [row for (field, row), inner in paths.items() if field == "actions" and any(path[-1] in MOVES for path in inner)]
        if any(self._raises_others(changed, row) for row in moved):
            found += check_proposals(changed.rules, names)
        names = _names(self.all, changed, paths)
        of_scenario = {place: inner for place, inner in paths.items() if place[0] in changed.scenario.entries}
        if any(field == READ_BY_SEATS for field, _ in paths):
            for row in range(len(changed.scenario.of("seats"))):
                of_scenario.setdefault(("seats", row), [])
        found += _around(changed.scenario, of_scenario, names, OF_SCENARIO)
        return [*found, *check_seats(changed.scenario, names)]

    def _raises_others(self, changed: Files, row: int) -> bool:
        """Whether an action raises other tracks than before, so that it may no longer propose a project."""
        before, after = (files.rules.entries["actions"][row][0] for files in (self.files, changed))
        return raised(before) != raised(after)


def _names(names: ContentNames, changed: Files, places: Collection[Place]) -> ContentNames:
    """Return the names with changed entries; what readings mean stays the same."""
    entries = dict(names.entries)
    for field in {field for field, _ in places}:
        entries[field] = dict(entries[field])
    for field, row in places:
        entry: Any = changed.home(field).entries[field][row][0]
        entries[field][getattr(entry, "id", str(row))] = entry
    return attrs.evolve(names, entries=entries)


def _around(loaded: Loaded, paths: Mapping[Place, Collection[KeyPath]], names: ContentNames, checks: Checks) -> Iterator[Fault]:
    """Yield the faults of the tables that something at these paths is in, in the order of all checks."""
    order = {field: i for i, field in enumerate(loaded.entries)}
    for field, row in sorted(paths, key=lambda place: (order[place[0]], place[1])):
        entry, origin = loaded.entries[field][row]
        for place in places_around(entry, paths[field, row]):
            for path, wrong, right in part_complaints(place, names, checks):
                yield origin.fault(place.path + path, wrong, right)
