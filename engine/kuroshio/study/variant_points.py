"""Points: many variants of one scenario, made quickly.

    variants = Variants(read_variant(path))            # or `Scenario.variants`
    point = variants.at({"procedure.crisis_at": 7, "opening.us_japan.trust": "+1", "policy.china": "random"})
    point.tables, point.playbook, point.policies       # ready to play: study.batch.Batch(point.tables, point.playbook, ...)
    point.values                                       # what each key came to
    point.anew                                         # why everything was compiled anew; empty where it was not

The first point compiles the scenario, and each key is looked for once. From then on a point of numbers, switches, opening values,
weights and policies costs a few milliseconds: the entries that they are in are checked and written again into a copy of the
compiled tables, by the functions that check and write all of them. It comes to the same bytes as a compilation of everything
(tests/study/test_variant_points.py), and is refused with the same sentence. Words, lists, whole entries and the few numbers that
other entries depend on (`quick_checks.FAR`) are checked and compiled in full, in a quarter of a second, and `anew` says why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from attrs import evolve, frozen

from kuroshio.files.loader import SCENARIO_TABLES
from kuroshio.kernel.tables.compiling import TableNames, Tables, compile_again, names_of
from kuroshio.players.doctrine_tables import Playbook, compile_playbook, compile_playbook_again
from kuroshio.study.keys.addresses import Gone
from kuroshio.study.keys.resolving import OPENING, POLICY, SCENARIO, SINGLE, Files, Spot, find
from kuroshio.study.keys.setting import Place, Setting, settings_of
from kuroshio.study.quick_checks import QuickChecks, is_near
from kuroshio.study.variant import Changes, Variant, all_faults, applied, refuse_faults

SEATS, MIX = "seats", "mix"  # a field of a scenario, and of a seat
OF_SCENARIO = frozenset(field for field, _ in SCENARIO_TABLES.values())


@frozen(eq=False)
class VariantPoint:
    """A variant of a scenario, ready to play. `Variants.at` makes one.

    policies: who decides in place of the scenario's doctrines, by seat or `all`. values: what each key came to; None: it is
    left out. anew: why everything was checked and compiled anew, as a sentence; empty where it was not.
    """

    variant: Variant
    tables: Tables
    playbook: Playbook
    values: Mapping[str, Any]
    anew: str = ""

    @property
    def policies(self) -> Mapping[str, str]:
        """Who decides in place of the scenario's doctrines."""
        return self.variant.policies


@frozen(eq=False)
class _Base:
    """What all points share: the compiled scenario, its names, and its checks."""

    tables: Tables
    playbook: Playbook
    names: TableNames
    checks: QuickChecks


class Variants:
    """Points of one scenario. tables, playbook: called for the compiled scenario when it is first needed.

    >>> from kuroshio.files.content_folders import find_scenario
    >>> from kuroshio.study.variant import read_variant
    >>> variants = Variants(read_variant(find_scenario("tutorial")))
    >>> point = variants.at({"procedure.crisis_at": "+1"})
    >>> point.values, int(point.tables.rules.procedure.crisis_at), point.anew
    ({'procedure.crisis_at': 7}, 7, '')
    """

    def __init__(
        self,
        variant: Variant,
        tables: Callable[[], Tables] | None = None,
        playbook: Callable[[], Playbook] | None = None,
    ):
        self.variant, self.files = variant, variant.files
        self._compiled: _Base | None = None
        self._tables, self._playbook = tables or variant.tables, playbook
        self._spots: dict[str, Spot] = {}

    def at(self, changes: Changes) -> VariantPoint:
        """Return the point at which these keys have these values. Raises UnclearChange.

        changes: a whole number, a switch, a word, a list of words, or None, by key; or text as in `KEY=VALUE`.
        """
        settings = settings_of(self.files, changes, self._find)
        values = {s.spot.key: None if s.value is Gone else s.value for s in settings}
        far = [s.spot.key for s in settings if not is_near(self.files, s)]
        changed = applied(self.variant, settings)
        if far:
            refuse_faults(all_faults(changed), self.files, settings)
            tables = changed.tables()
            why = f"{far[0]} is more than a number of its own entry, so all was checked and compiled anew"
            return VariantPoint(changed, tables, compile_playbook(tables), values, why)
        return self._patched(changed, settings, values)

    @property
    def tables(self) -> Tables:
        """The compiled scenario as it is."""
        return self._base.tables

    def _find(self, files: Files, key: str) -> Spot:
        if key not in self._spots:
            self._spots[key] = find(files, key)
        return self._spots[key]

    @property
    def _base(self) -> _Base:
        if self._compiled is None:
            tables = self._tables()
            playbook = self._playbook() if self._playbook else compile_playbook(tables)
            self._compiled = _Base(tables, playbook, names_of(tables), QuickChecks.of(self.files))
        return self._compiled

    def _patched(self, changed: Variant, settings: list[Setting], values: Mapping[str, Any]) -> VariantPoint:
        """Return the point whose numbers are written into a copy of the compiled scenario."""
        base, own = self._base, [s for s in settings if s.spot.field != POLICY]
        places = list(dict.fromkeys((s.spot.field, s.spot.row) for s in own))
        if places:
            refuse_faults(base.checks.faults(changed.files, own), self.files, settings)
        openings = [str(s.spot.path[1]) for s in own if s.spot.path[0] == OPENING]
        leanings = sorted({(s.spot.row, int(s.spot.path[1])) for s in own if s.spot.field == "doctrines"})
        tables = _tables_with(base, changed.files, places, openings)
        playbook = base.playbook
        if leanings or any(s.spot.path[0] == MIX for s in own):
            playbook = compile_playbook_again(tables, base.names.lexicon, playbook, leanings)
        return VariantPoint(changed, tables, playbook, values)


def _tables_with(base: _Base, files: Files, places: list[Place], openings: list[str]) -> Tables:
    """Return compiled tables with the entries at these places as they stand in changed files."""
    rules: dict[str, Any] = {}
    own: dict[str, Any] = {}
    for name in {name for name, _ in places}:
        rows = tuple(files.home(name).of(name))
        if name == SCENARIO:
            own["opening"] = rows[0].opening
        elif name in OF_SCENARIO:
            own[name] = rows
        else:
            rules[name] = rows[0] if name in SINGLE else rows
    ruleset, scenario = evolve(base.tables.ruleset, **rules), evolve(base.tables.scenario, **own)
    factions = base.tables.index.factions  # a seat's aims are written with its faction
    written = [("factions", factions[scenario.seats[row].faction]) if name == SEATS else (name, row) for name, row in places]
    return compile_again(base.tables, base.names, ruleset, scenario, list(dict.fromkeys(written)), openings)
