"""Points: what is patched is what is compiled anew, byte for byte, and is refused with the same sentence."""

from __future__ import annotations

import random
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import kuroshio
from kuroshio.files.content_folders import find_scenario
from kuroshio.files.loader import board_of, ruleset_of, scenario_of
from kuroshio.kernel.tables.compiling import compile_tables
from kuroshio.players.doctrine_tables import compile_playbook
from kuroshio.study import variant_points
from kuroshio.study.keys.addresses import NUMBER, SWITCH
from kuroshio.study.keys.key_list import Key, keys_of, spots
from kuroshio.study.quick_checks import FAR
from kuroshio.study.variant import UnclearChange, read_variant, with_changes
from kuroshio.study.variant_points import VariantPoint, Variants
from tests.study.keys.legal import form

SEED = 1942
WORLD = Path(__file__).resolve().parents[1] / "world" / "scenarios" / "gulls.toml"
SCENARIOS = {"senkaku_2021": find_scenario("senkaku_2021"), "chain_2021_2030": find_scenario("chain_2021_2030"), "gulls": WORLD}


@cache
def variants(name: str) -> Variants:
    return Variants(read_variant(SCENARIOS[name]))


@cache
def near_keys(name: str) -> dict[Any, list[Key]]:
    """The keys of numbers and switches that can be patched, by their form, so that no kind is drawn more often than another."""
    files = variants(name).files
    listed = {key.name: key for key in keys_of(files, {})}
    found: dict[Any, list[Key]] = {}
    for spot in spots(files):
        own = files.entry(spot) if spot.field != "policy" else None
        if own is not None and spot.node.kind in (NUMBER, SWITCH) and spot.key in listed:
            part = own
            for step in spot.path[:-1]:
                part = part[step] if isinstance(part, (tuple, dict)) else getattr(part, str(step))
            if spot.path[-1] not in FAR.get(type(part), ()):
                found.setdefault(form(spot), []).append(listed[spot.key])
    return found


def drawn(luck: random.Random, key: Key) -> Any:
    """A value for a key: mostly one of its range, now and then none, or one beyond."""
    if key.type == "switch":
        return luck.random() < 0.5
    assert key.least is not None and key.most is not None
    if luck.random() < 0.04:
        return luck.choice([key.most + 1, key.least - 1, "none", "x3", "-1"])
    return luck.randint(key.least, min(key.most, key.least + 60))


def draw(luck: random.Random, name: str) -> dict[str, Any]:
    """A few changes."""
    forms = near_keys(name)
    some = luck.sample(sorted(forms, key=str), luck.choice([1, 1, 1, 2, 3, 6]))
    keys = {key.name: key for one in some for key in luck.sample(forms[one], min(len(forms[one]), luck.choice([1, 1, 2])))}
    return {name: drawn(luck, key) for name, key in keys.items()}


def anew(name: str, changes: Mapping[str, Any]) -> VariantPoint | str:
    """What all checks and a compilation of everything come to: a point, or the refusal."""
    try:
        variant = with_changes(variants(name).variant, changes)
    except UnclearChange as error:
        return f"{error.key}: {error}"
    tables = compile_tables(ruleset_of(variant.rules), board_of(variant.board), scenario_of(variant.scenario))
    return VariantPoint(variant, tables, compile_playbook(tables), {})


def patched(name: str, changes: Mapping[str, Any]) -> VariantPoint | str:
    """What a patch comes to."""
    try:
        return variants(name).at(changes)
    except UnclearChange as error:
        return f"{error.key}: {error}"


def differs(name: str, changes: Mapping[str, Any]) -> str:
    """In what a patch differs from a compilation of everything; empty where in nothing."""
    one, other = patched(name, changes), anew(name, changes)
    if isinstance(one, str) or isinstance(other, str):
        return "" if one == other else f"{changes}: {one} / {other}"
    assert not one.anew or any(value == "none" for value in changes.values()), one.anew
    parts = [part for part in ("modifiers", "effects", "slots", "ruleset", "scenario", "board", "index", "marks")
             if getattr(one.tables, part) != getattr(other.tables, part)]  # fmt: skip
    parts += ["rules"] if one.tables.rules.tobytes() != other.tables.rules.tobytes() else []
    parts += ["playbook"] if one.playbook.record.tobytes() != other.playbook.record.tobytes() else []
    return f"{changes}: {', '.join(parts)}" if parts else ""


def compared(name: str, n: int, seed: int) -> tuple[list[str], int]:
    """The differences of so many random points, and how many were refused."""
    luck, wrong, refused = random.Random(f"{seed} {name}"), [], 0
    for _ in range(n):
        changes = draw(luck, name)
        wrong += filter(None, [differs(name, changes)])
        refused += isinstance(patched(name, changes), str)
    return wrong, refused


@pytest.mark.parametrize(("name", "n"), [("senkaku_2021", 12), ("gulls", 30)])
def test_a_patched_point_is_the_one_compiled_anew(name: str, n: int) -> None:
    wrong, refused = compared(name, n, SEED)
    assert wrong == [] and 0 < refused < n / 2


@pytest.mark.full
@pytest.mark.parametrize(("name", "n"), [("senkaku_2021", 700), ("chain_2021_2030", 150), ("gulls", 300)])
def test_a_thousand_patched_points_are_those_compiled_anew(name: str, n: int) -> None:
    wrong, refused = compared(name, n, SEED + 1)
    assert wrong == [] and 0 < refused < n / 2


@pytest.mark.parametrize("name", ["gulls", pytest.param("senkaku_2021", marks=pytest.mark.full)])
def test_a_key_of_every_form_is_patched_as_it_is_compiled_anew(name: str) -> None:
    """The least that it may be, most often nothing, or the most."""
    found = [differs(name, {keys[0].name: end(keys[0])}) for keys in near_keys(name).values()]
    assert list(filter(None, found)) == [] and len(found) > 80


def test_what_no_longer_drifts_or_is_drawn_is_listed_no_more() -> None:
    every = [key for word in ("drift", "draw") for key in keys_of(variants("gulls").files, {}, f"track.*.{word}") if key.value]
    assert len({key.name.rpartition(".")[2] for key in every}) == 2
    for key in every:
        assert differs("gulls", {key.name: 0}) == ""


def end(key: Key) -> Any:
    """Another value of a key, from an end of its range."""
    return not key.value if key.type == "switch" else key.least if key.value != key.least else key.most


@pytest.mark.parametrize(
    "changes",
    [
        {"action.propose_southwest_planning.effects.success.southwest_planning.stage.set": 0},
        {f"crisis_choice.{choice}.cost.capital": 1 for choice in ("climb", "hold", "off_ramp")},
    ],
    ids=str,
)
def test_what_a_number_takes_from_others_is_refused_with_the_same_sentence(changes: dict[str, Any]) -> None:
    one, other = patched("senkaku_2021", changes), anew("senkaku_2021", changes)
    assert isinstance(other, str) and one == other


def test_what_is_patched_leaves_the_base_as_it_was() -> None:
    own = variants("gulls")
    own.at({"turns": 3})
    base = own.at({})
    before = base.tables.rules.tobytes(), base.playbook.record.tobytes(), base.tables.effects
    luck = random.Random(SEED)
    for _ in range(30):
        patched("gulls", draw(luck, "gulls"))
    after = own.at({})
    now = after.tables.rules.tobytes(), after.playbook.record.tobytes(), after.tables.effects
    assert [one == other for one, other in zip(before, now)] == [True] * 3  # what differs is too long to be shown


def test_legal_alone_and_illegal_together_is_refused_by_the_patch_too() -> None:
    head = "doctrine.us_allied_presence.order.reaffirm_article_5.when.us_japan_article_5.stated"
    both = {f"{head}.at_least": 4, f"{head}.at_most": 2}
    for key, value in both.items():
        assert isinstance(patched("senkaku_2021", {key: value}), VariantPoint)
    assert (
        patched("senkaku_2021", both)
        == anew("senkaku_2021", both)
        == (f"{head}.at_least: {head}.at_least=4: at_least 4 is above at_most 2; make at_least the smaller one")
    )
    moves = {"procedure.most_moves": 8, "faction.china.orders": 8, "faction.us.orders": 8, "faction.japan.orders": 8}
    assert "orders, redeployments and acts of injects" in str(patched("senkaku_2021", moves))
    assert patched("senkaku_2021", moves) == anew("senkaku_2021", moves)


def test_only_what_has_to_be_is_compiled_anew_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    own = variants("senkaku_2021")
    own.at({})
    monkeypatch.setattr(variant_points, "all_faults", lambda *_: pytest.fail("all was checked"))
    monkeypatch.setattr(variant_points, "compile_playbook", lambda *_: pytest.fail("all was compiled"))
    keys = {"procedure.crisis_at": 7, "opening.us_japan.trust": "-1", "policy.china": "random", "track.tension.drift": 1,
            "doctrine.us_allied_presence.order.reaffirm_article_5.weight": "x3", "action.escort_boats.focused": True}  # fmt: skip
    point = own.at(keys)
    assert point.anew == "" and point.policies == {"china": "random"}
    assert point.values == {
        **keys,
        "opening.us_japan.trust": 3,
        "doctrine.us_allied_presence.order.reaffirm_article_5.weight": 12,
    }
    monkeypatch.undo()
    for changes in ({"turns": 6}, {"decks": "chain"}, {"action.reaffirm_article_5": None}, {"track.tension.start": 5}):
        (key,) = changes
        assert own.at(changes).anew.startswith(f"{key} is more than a number of its own entry")


def test_the_door_makes_points_and_scenarios_alike() -> None:
    scenario = kuroshio.load("senkaku_2021")
    changes = {"procedure.crisis_at": 7, "turns": 3}
    point, changed = scenario.variants.at(changes), scenario.with_changes(changes)
    assert hash(point.tables.rules.tobytes()) == hash(changed.tables.rules.tobytes())
    near = scenario.with_changes({"opening.us_japan.trust": 6})
    assert near.tables.scenario.opening["us_japan.trust"] == 6 and near.variants.at({"turns": 3}).tables.scenario.turns == 3
    assert near.fingerprint != scenario.fingerprint
    assert near.study(3, seed=1).table["game"].tolist() == [0, 1, 2]
