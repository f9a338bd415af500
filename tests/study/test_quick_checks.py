"""Who reads which numbers: a check or a table that read one of another entry would not be repeated when that one changes.

Every attribute of the model that is read while the files are checked and compiled is listened to. A number or a switch that is
read outside of what it stands in must be in `quick_checks.FAR`, or be read by what is repeated always.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import attrs
import pytest

from kuroshio.files.checks import check_capacities, check_rules, check_scenario
from kuroshio.files.checks.check_actions import check_proposals
from kuroshio.files.checks.check_coverage import check_numbers
from kuroshio.files.checks.check_entries import part_complaints, places
from kuroshio.files.checks.check_names import gather_names
from kuroshio.files.content_folders import find_scenario
from kuroshio.files.faults import KeyPath
from kuroshio.files.loader import board_of, ruleset_of, scenario_of
from kuroshio.kernel.tables import compiling
from kuroshio.model.entry_parts import Condition, Effect
from kuroshio.model.procedure import DIALS, WAYS_DIALS, Procedure
from kuroshio.model.ruleset import Faction, Item, Leaning, Obligation, Track
from kuroshio.model.scenario import Goal, ScenarioFile
from kuroshio.players.doctrine_tables import compile_playbook
from kuroshio.study.keys.addresses import NUMBER, SWITCH, shapes
from kuroshio.study.keys.resolving import Files
from kuroshio.study.quick_checks import FAR
from kuroshio.study.variant import Variant, read_variant

WORLD = Path(__file__).resolve().parents[1] / "world" / "scenarios" / "gulls.toml"
Where = tuple[str, int, KeyPath]  # field, row, path
Read = tuple[type, str]


class Ear:
    """Hears the numbers that are read. home: where each part stands; at: where what is at work stands; heard: read elsewhere."""

    def __init__(self, files: Files):
        self.homes: dict[int, set[Where]] = {}  # several of a part that is a default, and stands in many entries
        self.at: Where | None = None
        self.heard: set[Read] = set()
        self.all: set[Read] = set()
        self.kinds: set[type] = set()
        for loaded in (files.rules, files.scenario):
            for field, rows in loaded.entries.items():
                for row, (entry, _) in enumerate(rows):
                    for place in places(entry):
                        self.homes.setdefault(id(place.part), set()).add((field, row, place.path))
                        self.kinds.add(type(place.part))

    def hear(self, part: Any, name: str) -> None:
        """Note one read."""
        homes = self.homes.get(id(part))
        if homes:
            self.all.add((type(part), name))
            if not any(self.is_at_work(*home) for home in homes):
                self.heard.add((type(part), name))

    def is_at_work(self, field: str, row: int, path: KeyPath) -> bool:
        """Whether a part of an entry is what is at work, or within it."""
        return self.at is not None and (field, row) == self.at[:2] and path[: len(self.at[2])] == self.at[2]


@contextmanager
def listening(ear: Ear) -> Iterator[None]:
    """Have every number and switch of the model heard that is read."""
    numbers = {kind: {one.name for one in shapes(kind) if one.kind in (NUMBER, SWITCH)} for kind in ear.kinds}

    def listener(kind: type) -> Callable[[Any, str], Any]:
        def read(part: Any, name: str) -> Any:
            if name in numbers[kind]:
                ear.hear(part, name)
            return object.__getattribute__(part, name)

        return read

    for kind in ear.kinds:
        kind.__getattribute__ = listener(kind)  # type: ignore[method-assign,assignment]
    try:
        yield
    finally:
        for kind in ear.kinds:
            del kind.__getattribute__


def far() -> set[Read]:
    return {(kind, name) for kind, names in FAR.items() for name in names}


@pytest.fixture(scope="module", params=["senkaku_2021", "chain_2021_2030", "gulls"])
def variant(request: pytest.FixtureRequest) -> Variant:
    return read_variant(WORLD if request.param == "gulls" else find_scenario(request.param))


def test_the_check_of_a_table_reads_no_number_elsewhere(variant: Variant) -> None:
    files = variant.files
    ear = Ear(files)
    rules, every = gather_names(files.rules, files.board), files.names()
    with listening(ear):
        for loaded, names, checks in (
            (files.rules, rules, check_rules.ENTRY_CHECKS),
            (files.scenario, every, check_scenario.ENTRY_CHECKS),
        ):
            for field, rows in loaded.entries.items():
                for row, (entry, _) in enumerate(rows):
                    for place in places(entry):
                        ear.at = (field, row, place.path)
                        assert part_complaints(place, names, checks) == []
    assert len(ear.all) > 80, "nothing is heard"
    repeated = {(Faction, "orders")}  # by seats, whose checks are repeated when a faction changes
    assert ear.heard - far() <= repeated
    assert {(Track, "most"), (ScenarioFile, "turns")} <= ear.heard or not files.scenario.of("injects")


def test_what_is_not_repeated_of_whole_tables_reads_no_number(variant: Variant) -> None:
    files = variant.files
    ear = Ear(files)
    names = gather_names(files.rules, files.board)
    with listening(ear):
        for found in (
            check_rules.check_whole_tables(files.rules, names),
            check_proposals(files.rules, names),
            check_numbers(files.rules),
            check_capacities.check_pools((files.rules, files.scenario)),
            check_capacities.check_slots(files.rules, files.board),
            check_capacities.check_hands(files.rules),
            check_scenario.check_options(files.scenario, files.names()),
        ):
            assert list(found) == []
    proposals = {(Effect, "add"), (Effect, "set")}  # repeated when an action raises other tracks than before
    assert ear.heard - far() - proposals <= {(Item, "number")}, "which is no key"


def test_an_entry_is_compiled_without_a_number_of_another(variant: Variant, monkeypatch: pytest.MonkeyPatch) -> None:
    files, ear = variant.files, Ear(variant.files)

    def at_work(field: str, write: Callable[..., None]) -> Callable[..., None]:
        def written(pools: Any, content: Any, row: int) -> None:
            ear.at = (field, row, ())
            write(pools, content, row)
            ear.at = None

        return written

    heard: dict[str, set[Read]] = {}
    slots = compiling.lay_out_slots

    def slots_at_work(*words: Any) -> list[str]:
        before, ear.heard = ear.heard, set()
        found = slots(*words)
        heard["slots"], ear.heard = ear.heard, before
        return found

    steps = tuple(attrs.evolve(step, write=at_work(step.field, step.write)) for step in compiling.STEPS)
    monkeypatch.setattr(compiling, "STEPS", steps)
    monkeypatch.setattr(compiling, "lay_out_slots", slots_at_work)
    content = ruleset_of(variant.rules), board_of(variant.board), scenario_of(variant.scenario)
    with listening(ear):
        tables = compiling.compile_tables(*content)
        aims = {(Goal, name) for name in ("at_least", "at_most")}  # of a seat, written with its faction
        dials = {(Procedure, name) for name in (*DIALS, *WAYS_DIALS)}  # of links, which are written again with the procedure
        assert ear.heard - far() <= aims | dials
        assert heard["slots"] - far() <= {
            *((Track, name) for name in ("draw", "rest", "drift", "every", "pace")),
            *((Obligation, name) for name in ("stated", "believed", "actual")),
        }
        ear.heard.clear()
        compile_playbook(tables)
    assert ear.heard == {(Leaning, "weight"), (Leaning, "against"), *((Condition, name) for name in ("at_least", "at_most"))}
    assert (Faction, "orders") in ear.all and files.rules.of("tracks")
