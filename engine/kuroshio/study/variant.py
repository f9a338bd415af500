"""Variants: the files of a scenario with a few values changed, each change checked like the files.

A change is `KEY=VALUE`. KEY is a dotted path: `opening.us_japan.trust`, `procedure.crisis_at`, `policy.japan`, `turns`, or
the kind, id and field of an entry, `action.reaffirm_article_5.difficulty`, `action.reaffirm_article_5.cost.capital`.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import attrs
from attrs import Factory, frozen

from kuroshio.files.checks.check_rules import check_rules
from kuroshio.files.checks.check_scenario import check_scenario
from kuroshio.files.checks.checker import Places, examine
from kuroshio.files.faults import FaultyFiles
from kuroshio.files.loader import RULES_TABLES, SCENARIO_TABLES, Loaded, board_of, ruleset_of, scenario_of
from kuroshio.kernel.tables.compiling import Tables, compile_tables
from kuroshio.model.likely_names import nearest
from kuroshio.model.ruleset import Procedure, Ruleset
from kuroshio.model.scenario import Scenario
from kuroshio.model.terms import Effect
from kuroshio.model.typed_numbers import EXAMPLE, MOST, whole
from kuroshio.players.doctrine_tables import compile_playbook

OPENING, PROCEDURE, POLICY, MAP = "opening", "procedure", "policy", "map"
SCENARIO_KINDS = {kind: SCENARIO_TABLES[kind] for kind in ("piece", "inject")}  # seats and measures stay, to be comparable
KINDS = {**RULES_TABLES, **SCENARIO_KINDS}
DIALS = ("credibility_contagion", "pledges_bind")  # theories that are contested in the literature, off by default
PUBLIC = ("public record", "treaty")  # a source with one of these rests on more than the report
SCALARS: dict[type, tuple[str, ...]] = {int: (), bool: ("true", "false"), str: ()}


class UnclearChange(ValueError):
    """A change that cannot be made: `wrong` says why, `right` what would do.

    >>> import kuroshio
    >>> kuroshio.load("senkaku_2021").with_changes("opening.us_japan.trust=55")
    Traceback (most recent call last):
        ...
    kuroshio.study.variant.UnclearChange: 55 is out of range; write 0 to 6
    """

    def __init__(self, wrong: str, right: str):
        super().__init__(f"{wrong}; {right}")
        self.wrong, self.right = wrong, right


@frozen
class Variant:
    """The files of a scenario, with the policies that replace the scenario's (by faction, or `all`)."""

    rules: Loaded
    board: Loaded
    scenario: Loaded
    places: Places
    policies: dict[str, str] = Factory(dict)

    def tables(self) -> Tables:
        """The variant ready to play."""
        return compile_tables(ruleset_of(self.rules), board_of(self.board), scenario_of(self.scenario))


def read_variant(path: Path, rules: Path | None = None, board: Path | None = None) -> Variant:
    """Read a scenario unchanged. rules, board: the folders, else those that `examine` finds. Raises FaultyFiles."""
    found = examine(path, rules, board)
    if found.faults:
        raise FaultyFiles(found.faults)
    return Variant(found.rules, found.board, found.scenario, found.places)


# --- changes -------------------------------------------------------------------------------------


def change(variant: Variant, text: str) -> Variant:
    """Return the variant with one value changed. Raises UnclearChange."""
    key, equals, value = text.partition("=")
    if not equals:
        raise UnclearChange("not KEY=VALUE", "write for example turns=4")
    key, value = key.strip(), value.strip()
    head, _, rest = key.partition(".")
    if head == POLICY:
        return _with_policy(variant, rest, value)
    if head == OPENING:
        changed = _with_opening(variant, rest, value)
    elif head == PROCEDURE:
        changed = attrs.evolve(variant, rules=_with_field(variant.rules, PROCEDURE, 0, rest.split("."), value, key))
    elif head in KINDS:
        changed = _with_entry(variant, head, rest, value, key)
    elif key == MAP:
        own = "write a copy of the scenario's file that names another"
        raise UnclearChange("the map cannot be changed in this way", own)
    elif not rest and head in scalars(Scenario):
        changed = _within_game(attrs.evolve(variant, scenario=_with_field(variant.scenario, "scenario", 0, [head], value, key)))
    else:
        known = [OPENING, PROCEDURE, POLICY, *KINDS, *scalars(Scenario)]
        raise UnclearChange(f"no key {head!r}", nearest(head, known, "kuroshio check --names table"))
    _check(changed, key)
    word = whole(value, -MOST) is None and value not in SCALARS[bool]  # a number or a switch must affect play
    if word and changed != variant and played(changed) == played(variant):
        raise UnclearChange(f"{key!r} does not affect play here", "set a number of the rules or the opening, or turns")
    return changed


def played(variant: Variant) -> tuple[bytes, bytes]:
    """Return everything that a game of a variant depends on: its compiled rules and doctrines."""
    tables = variant.tables()
    return tables.rules.tobytes(), compile_playbook(tables).record.tobytes()


def scalars(kind: type) -> dict[str, type]:
    """Return the fields of a class with a single number, word or switch, and their types."""
    hints = typing.get_type_hints(kind)
    found = {field.name: _scalar(hints[field.name]) for field in attrs.fields(kind)}
    return {name: type_ for name, type_ in found.items() if type_ is not None and name != "id"}


def _scalar(hint: Any) -> type | None:
    """Return the scalar type of a hint, or None."""
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        hint = next(part for part in typing.get_args(hint) if part is not type(None))
    return hint if isinstance(hint, type) and hint in SCALARS else None


def _read(value: str, kind: type) -> Any:
    """Read a value in its field's type. Raises UnclearChange."""
    if kind is bool:
        if value not in SCALARS[bool]:
            raise UnclearChange(f"{value!r} is neither true nor false", "write one of the two")
        return value == "true"
    if kind is str:
        return value
    number = whole(value, -MOST)
    if number is None:
        raise UnclearChange(f"{value!r} is not a whole number", EXAMPLE)
    return number


def _with_policy(variant: Variant, seat: str, value: str) -> Variant:
    """Return a variant with another policy at a seat; whether the policy exists is checked when the variant is played."""
    seated = [found.faction for found in variant.scenario.of("seats")]
    if seat not in ("all", *seated):
        raise UnclearChange(f"no seat {seat!r}", nearest(seat, ["all", *seated]))
    return attrs.evolve(variant, policies={**variant.policies, seat: value})


def _with_opening(variant: Variant, slot: str, value: str) -> Variant:
    """Return a variant with another opening value of a track; the check tells if there is no such track."""
    scenario: Scenario = variant.scenario.of("scenario")[0]
    opening = {**scenario.opening, slot: _read(value, int)}
    return attrs.evolve(variant, scenario=_put(variant.scenario, "scenario", 0, attrs.evolve(scenario, opening=opening)))


def _with_entry(variant: Variant, kind: str, rest: str, value: str, key: str) -> Variant:
    """Return a variant with another value in an entry of the rules or the scenario."""
    field, _ = KINDS[kind]
    loaded = variant.rules if kind in RULES_TABLES else variant.scenario
    name, _, path = rest.partition(".")
    ids = [getattr(entry, "id", "") for entry in loaded.of(field)]
    if name not in ids:
        right = nearest(name, ids, f"kuroshio check --names {kind}")
        raise UnclearChange(f"no {kind.replace('_', ' ')} {name!r}", right)
    changed = _with_field(loaded, field, ids.index(name), path.split("."), value, key)
    return attrs.evolve(variant, rules=changed) if kind in RULES_TABLES else attrs.evolve(variant, scenario=changed)


def _with_field(loaded: Loaded, field: str, row: int, path: Sequence[str], value: str, key: str) -> Loaded:
    """Return files with another value in a field of one entry."""
    return _put(loaded, field, row, _evolved(loaded.of(field)[row], path, value, key))


def _within_game(variant: Variant) -> Variant:
    """Return the variant without injects whose turn a shorter game does not reach."""
    scenario = variant.scenario.of("scenario")[0]
    injects = variant.scenario.entries.get("injects", [])
    kept = [(inject, origin) for inject, origin in injects if scenario.turn_of_inject(inject) <= scenario.turns]
    loaded = variant.scenario
    return attrs.evolve(variant, scenario=Loaded({**loaded.entries, "injects": kept}, loaded.faults, loaded.broken))


def _put(loaded: Loaded, field: str, row: int, entry: Any) -> Loaded:
    """Return files with one entry replaced; nothing else is copied."""
    entries = list(loaded.entries[field])
    entries[row] = (entry, entries[row][1])
    return Loaded({**loaded.entries, field: entries}, loaded.faults, loaded.broken)


def _evolved(part: Any, path: Sequence[str], value: str, key: str) -> Any:
    """Return a table with one value changed. Raises UnclearChange."""
    word, inner = path[0], path[1:]
    if isinstance(part, dict):
        if word not in part or inner:
            raise UnclearChange(f"{key!r} is not a value of its table", nearest(word, list(part)))
        return {**part, word: _read(value, type(part[word]))}
    fields = scalars(type(part))
    if not inner and word in fields:
        return attrs.evolve(part, **{word: _read(value, fields[word])})
    tables = [field.name for field in attrs.fields(type(part)) if _is_table(getattr(part, field.name))]
    if inner and word in tables:
        return attrs.evolve(part, **{word: _evolved(getattr(part, word), inner, value, key)})
    known, lists = [*fields, *tables], f"kuroshio check --names {key.partition('.')[0]}.keys"
    if word in attrs.fields_dict(type(part)):
        raise UnclearChange(f"{key!r} is not a single value", f"one of {', '.join(known)}")
    raise UnclearChange(f"no field {word!r}" if word else f"{key!r} names no field", nearest(word, known, lists))


def _is_table(value: Any) -> bool:
    return isinstance(value, dict) or attrs.has(type(value))


def _check(variant: Variant, key: str) -> None:
    """Check the changed files like `kuroshio check`. Raises UnclearChange with the first fault."""
    for fault in check_rules(variant.rules, variant.board) + check_scenario(variant.scenario, variant.rules, variant.board):
        elsewhere = "" if fault.key.endswith(key.rsplit(".", 1)[-1]) else f"{fault.key}: "
        raise UnclearChange(f"{elsewhere}{fault.wrong}", fault.right)


# --- leaving out ---------------------------------------------------------------------------------


def rests_on_report(source: str) -> bool:
    """Whether a source names the report, and no public record or treaty."""
    said = source.strip().lower()
    return said.startswith("report") and not any(word in said for word in PUBLIC)


def without_effects(part: Any) -> Any:
    """Return a part of the model with all its effects set to zero."""
    if not attrs.has(type(part)):
        return part
    emptied = {}
    for field in attrs.fields(type(part)):
        value = getattr(part, field.name)
        if isinstance(value, tuple) and any(isinstance(item, Effect) for item in value):
            emptied[field.name] = ()
        elif isinstance(value, tuple) and any(attrs.has(type(item)) for item in value):
            emptied[field.name] = tuple(without_effects(item) for item in value)
        elif attrs.has(type(value)):
            emptied[field.name] = without_effects(value)
    return attrs.evolve(part, **emptied)


def _without_report(loaded: Loaded) -> Loaded:
    """Return files in which entries that rest on the report alone have no effects."""
    entries = {
        field: [(without_effects(entry) if rests_on_report(getattr(entry, "source", "")) else entry, origin)
                for entry, origin in found]
        for field, found in loaded.entries.items() if field != "scenario"
    }  # fmt: skip
    return Loaded({**loaded.entries, **entries}, loaded.faults, loaded.broken)


def without_report(variant: Variant) -> Variant:
    """Return the variant without the effects of entries that rest on the report alone; public records and treaties remain.

    Such an entry keeps its costs, conditions and class, and loses only its effects. The result is not checked, because the checks
    refuse an act without effects.
    """
    return attrs.evolve(variant, rules=_without_report(variant.rules), scenario=_without_report(variant.scenario))


def without_contested(variant: Variant) -> Variant:
    """Return the variant with every dial of contested theory at 0."""
    procedure: Procedure = variant.rules.of(PROCEDURE)[0]
    dials: dict[str, Any] = dict.fromkeys(DIALS, 0)
    off = attrs.evolve(procedure, **dials)
    return attrs.evolve(variant, rules=_put(variant.rules, PROCEDURE, 0, off))


WITHOUT = {"report": without_report, "contested": without_contested}


def changed_entries(before: Ruleset, after: Ruleset) -> int:
    """Return the number of entries that differ between two rulebooks with the same entries."""
    fields = [field for field, _ in RULES_TABLES.values()]
    pairs = [pair for field in fields for pair in zip(getattr(before, field), getattr(after, field), strict=True)]
    return sum(one != other for one, other in pairs)
