"""Variants: the files of a scenario with a few values changed, all changes applied together and checked once, like the files.

A change is a key and a new value, `KEY=VALUE` as text. `kuroshio.study.keys.resolving` says which keys there are,
`kuroshio.study.keys.new_values` what a value may be. `kuroshio.study.variant_points` makes many variants of one scenario quickly.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs
from attrs import Factory, frozen

from kuroshio.files.checks.check_rules import check_rules
from kuroshio.files.checks.check_scenario import check_scenario
from kuroshio.files.checks.checker import Places, examine
from kuroshio.files.faults import Fault, FaultyFiles
from kuroshio.files.loader import Loaded, board_of, ruleset_of, scenario_of
from kuroshio.kernel.tables.compiling import Tables, compile_tables
from kuroshio.model.scenario import ScenarioFile
from kuroshio.study.keys.resolving import POLICY, SCENARIO, Files
from kuroshio.study.keys.setting import Setting, fault_sentence, put_in, settings_of
from kuroshio.study.keys.unclear_change import UnclearChange

__all__ = ["UnclearChange", "Variant", "change", "read_variant", "with_changes"]

Changes = Mapping[str, Any]  # new values by key


@frozen
class Variant:
    """The files of a scenario, with the policies that replace the scenario's (by faction, or `all`)."""

    rules: Loaded
    board: Loaded
    scenario: Loaded
    places: Places
    policies: dict[str, str] = Factory(dict)

    @property
    def files(self) -> Files:
        """The files by themselves."""
        return Files(self.rules, self.board, self.scenario)

    def tables(self) -> Tables:
        """The variant ready to play."""
        return compile_tables(ruleset_of(self.rules), board_of(self.board), scenario_of(self.scenario))


def read_variant(path: Path, rules: Path | None = None, board: Path | None = None) -> Variant:
    """Read a scenario unchanged. rules, board: the folders, else those that `examine` finds. Raises FaultyFiles."""
    found = examine(path, rules, board)
    if found.faults:
        raise FaultyFiles(found.faults)
    return Variant(found.rules, found.board, found.scenario, found.places)


def split(text: str) -> tuple[str, str]:
    """Return key and value of `KEY=VALUE`. Raises UnclearChange."""
    key, equals, value = text.partition("=")
    if not equals:
        raise UnclearChange("not KEY=VALUE", "write for example turns=4", text)
    return key.strip(), value.strip()


def gathered(*changes: str | Changes) -> dict[str, Any]:
    """Return the new values by key of texts `KEY=VALUE` and of tables. Raises UnclearChange where a key is given twice."""
    found: dict[str, Any] = {}
    for given in changes:
        for key, value in given.items() if isinstance(given, Mapping) else [split(str(given))]:
            if key in found:
                raise UnclearChange(f"{key} is given twice", "give it once", key)
            found[key] = value
    return found


def change(variant: Variant, text: str) -> Variant:
    """Return the variant with one change, `KEY=VALUE`. Raises UnclearChange."""
    return with_changes(variant, gathered(text))


def with_changes(variant: Variant, changes: Changes) -> Variant:
    """Return the variant with new values by key, all set together and checked once. Raises UnclearChange."""
    settings = settings_of(variant.files, changes)
    changed = applied(variant, settings)
    refuse_faults(all_faults(changed), variant.files, settings)
    return changed


def applied(variant: Variant, settings: Sequence[Setting]) -> Variant:
    """Return the variant with settings, unchecked."""
    policies = {str(s.spot.path[0]): s.value for s in settings if s.spot.field == POLICY}
    files = put_in(variant.files, [s for s in settings if s.spot.field != POLICY])
    changed = attrs.evolve(variant, rules=files.rules, scenario=files.scenario, policies={**variant.policies, **policies})
    return _within_game(changed) if any(s.spot.path == ("turns",) for s in settings) else changed


def _within_game(variant: Variant) -> Variant:
    """Return the variant without injects whose turn a shorter game does not reach, and without objectives, which name them."""
    scenario: ScenarioFile = variant.scenario.of(SCENARIO)[0]
    injects = variant.scenario.entries.get("injects", [])
    kept = [(inject, origin) for inject, origin in injects if scenario.turn_of_inject(inject) <= scenario.turns]
    loaded = variant.scenario
    return attrs.evolve(variant, scenario=attrs.evolve(loaded, entries={**loaded.entries, "injects": kept, "objectives": []}))


def all_faults(variant: Variant) -> list[Fault]:
    """Return the faults that `kuroshio check` finds in changed files, in its order."""
    return check_rules(variant.rules, variant.board) + check_scenario(variant.scenario, variant.rules, variant.board)


def refuse_faults(faults: Iterable[Fault], files: Files, settings: Sequence[Setting]) -> None:
    """Raise UnclearChange with the first fault, if there is any. files: those that were changed."""
    for fault in faults:
        raise fault_sentence(fault, files, settings)
