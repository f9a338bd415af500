"""Keys: each has an address, a value and a range, and can be set to what its range says; all changes are checked together."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import attrs
import pytest

import kuroshio
from kuroshio.files.checks import check_rules as rules_checks
from kuroshio.files.checks.check_entries import places
from kuroshio.files.checks.check_scenario import slot_tracks
from kuroshio.files.content_folders import find_scenario
from kuroshio.files.loader import board_of, ruleset_of, scenario_of
from kuroshio.kernel.tables.compiling import compile_tables
from kuroshio.players.doctrine_tables import compile_playbook
from kuroshio.study import variant as variant_module
from kuroshio.study.keys.addresses import FOR_PEOPLE, at, nodes, put
from kuroshio.study.keys.key_list import Key, keys_of, spots
from kuroshio.study.keys.new_values import read_number, rounded
from kuroshio.study.keys.resolving import KINDS, POLICY, find
from kuroshio.study.variant import UnclearChange, Variant, change, gathered, read_variant, with_changes
from tests.study.keys.legal import form, set_all

SEED, SAMPLE, PARTS = 18, 30, 8
WORLD = Path(__file__).resolve().parents[2] / "world" / "scenarios" / "gulls.toml"


@pytest.fixture(scope="module")
def shipped() -> Variant:
    return read_variant(find_scenario("senkaku_2021"))


def value(variant: Variant, key: str) -> Any:
    return keys_of(variant.files, variant.policies, key)[0].value


# --- addresses ---------------------------------------------------------------------------------------


def test_every_address_leads_to_what_stands_there(shipped: Variant) -> None:
    found = 0
    for field in KINDS.values():
        for entry in shipped.files.home(field).of(field):
            for address, node in nodes(entry).items():
                at(entry, node.path)
                found += 1
                assert address and " " not in address
    assert found > 40_000


def test_no_key_has_two_meanings_and_each_is_found_by_its_name(shipped: Variant) -> None:
    every = list(spots(shipped.files))
    assert len({spot.key for spot in every}) == len(every)
    for spot in random.Random(SEED).sample(every, 400):
        assert find(shipped.files, spot.key) == spot


@pytest.mark.parametrize(
    "text, now",
    [
        ("doctrine.us_allied_presence.order.reaffirm_article_5.weight=x3", 12),
        ("doctrine.us_allied_presence.order.raise_posture@senkaku_waters#2.weight=+4", 5),
        ("doctrine.us_allied_presence.order.export_controls>china.weight=0", 0),
        ("doctrine.us_allied_presence.order.reaffirm_article_5.when.us_japan_article_5.stated.at_most=-1", 3),
        ("doctrine.us_allied_presence.sign.combined_presence.against=x2", 2),
        ("action.reaffirm_article_5.effects.success.us_japan.trust.add==-2", -2),
        ("action.reaffirm_article_5.cost.capital=none", None),
        ("project.southwest_planning.stages.1.difficulty=x0.5", 4),
        ("project.southwest_planning.stages.1.modifiers.us_japan.trust.times=2", 2),
        ("event.midterm_season.once=true", True),
        ("gate.article_5_decision.lasts=+1", 3),
        ("obligation.us_japan_article_5.triggers.A4=disputed", "disputed"),
        ("seat.us.success.us.credibility.at_least=2", 2),
        ("decks=chain", ("chain",)),
        ("action.reaffirm_article_5.actors=us,japan", ("us", "japan")),
        ("opening.us_japan.trust=-1", 3),
        ("policy.japan=random", "random"),
    ],
)
def test_what_an_address_sets(shipped: Variant, text: str, now: Any) -> None:
    key = text.partition("=")[0]
    if now is None:
        with pytest.raises(UnclearChange, match="not a whole number"):
            change(shipped, text)
    else:
        assert value(change(shipped, text), key) == now


@pytest.mark.parametrize(
    "text, said",
    [
        ("doctrine.us_allied_presence.order.raise_posture@senkaku_waters.weight=3", "3 parts have the address"),
        ("doctrine.us_allied_presence.order.reafirm_article_5.weight=3", "did you mean 'order.reaffirm_article_5.weight'?"),
        ("doctrine.us_allied_presence.order.reaffirm_article_5.weight=x300", "1200 is out of range; write 0 to 1000"),
        ("procedure.crisis_at=-7", "-1 is out of range; write 0 to 8"),
        ("procedure.crisis_at=x1/2", "'x1/2' is not a whole number; write a whole number such as 12 or =-2, or x2, +1 or -1"),
        ("procedure.crisis_at=7.5", "is not a whole number"),
        ("action.reaffirm_article_5.difficulty=x2", "there is no number that 'x2' could change"),
        ("action.reaffirm_article_5.effects=nothing", "write none, or the id of another action for its table"),
        ("action.reaffirm_article_5=none", ""),
        ("opening.us_japan.nothing=3", "write thing.track, or faction.track.flashpoint"),
        ("item.alliance.number=3", "no key 'item'"),
        ("obligation.us_japan_article_5.clarity=1", "does not affect play; `kuroshio keys` lists what does"),
        ("level.none=none", "no response level"),
        ("procedure=none", "names no field"),
    ],
)
def test_a_wrong_address_or_value_says_what_would_be_right(shipped: Variant, text: str, said: str) -> None:
    if not said:
        change(shipped, text)
        return
    with pytest.raises(UnclearChange) as refused:
        change(shipped, text)
    assert said in str(refused.value) and "\n" not in str(refused.value)


def test_what_is_left_out_is_gone_and_what_named_it_with_it(shipped: Variant) -> None:
    left = change(shipped, "action.reaffirm_article_5=none")
    assert not any(action.id == "reaffirm_article_5" for action in left.rules.of("actions"))
    assert not any(one.choose == "reaffirm_article_5" for doctrine in left.rules.of("doctrines") for one in doctrine.leanings)
    weaker = change(shipped, "action.reaffirm_article_5.effects.success.us_japan.trust=none")
    (before,), (after,) = (
        [len(a.effects.success) for a in v.rules.of("actions") if a.id == "reaffirm_article_5"] for v in (shipped, weaker)
    )
    assert after == before - 1
    with pytest.raises(UnclearChange, match="no action proposes it"):
        change(shipped, "action.propose_southwest_planning=none")


def test_another_entrys_table_takes_the_place(shipped: Variant) -> None:
    swapped = change(shipped, "doctrine.us_allied_presence=us_agenda_first")
    one, other = (
        next(d for d in v.rules.of("doctrines") if d.id == name)
        for v, name in ((swapped, "us_allied_presence"), (shipped, "us_agenda_first"))
    )
    assert one.leanings == other.leanings
    dearer = change(shipped, "action.reaffirm_article_5.cost=combined_exercise")
    costs = {action.id: action.cost for action in dearer.rules.of("actions")}
    assert costs["reaffirm_article_5"] == costs["combined_exercise"]


def test_parts_are_left_out_from_the_last_on_whatever_the_order_of_changes(shipped: Variant) -> None:
    head = "doctrine.us_allied_presence.order.raise_posture@senkaku_waters"
    changes = {f"{head}#1": "none", f"{head}#3.weight": 9, f"{head}#2": None}
    kept = [
        one.weight
        for d in with_changes(shipped, changes).rules.of("doctrines") if d.id == "us_allied_presence"
        for one in d.leanings if one.choose == "raise_posture" and one.area == "senkaku_waters"
    ]  # fmt: skip
    assert kept == [9]


# --- values ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "given, now, read",
    [
        ("12", 5, 12), ("=-2", 5, -2), ("+2", 5, 7), ("-2", 5, 3), ("x3", 5, 15), ("x0.5", 5, 3), ("x0.5", -5, -3),
        ("x0.5", 1, 1), ("x0.1", 4, 0), ("x1.5", 3, 5), ("x0", 7, 0), (7, 5, 7), (-7, 5, -7), ("0", None, 0),
    ],
)  # fmt: skip
def test_numbers_are_read_and_rounded_to_the_nearest_halves_away_from_zero(given: Any, now: Any, read: int) -> None:
    assert read_number(given, now) == read


@pytest.mark.parametrize("given", ["", "x", "x-2", "x1e3", "--1", "1_000", "\u0661", "=x2", 1.5, True, [1], b"1", "x" + "9" * 12])
def test_what_is_no_number_is_refused(given: Any) -> None:
    with pytest.raises(UnclearChange, match="is not a whole number; write"):
        read_number(given, 5)


def test_rounding_is_exact() -> None:
    from decimal import Decimal

    assert [rounded(Decimal(n) / 2) for n in (-3, -1, 0, 1, 3, 5)] == [-2, -1, 0, 1, 2, 3]


# --- all together, checked once ----------------------------------------------------------------------


def test_all_changes_are_checked_once(shipped: Variant, monkeypatch: pytest.MonkeyPatch) -> None:
    times = []
    monkeypatch.setattr(variant_module, "check_rules", lambda *words: times.append(1) or rules_checks.check_rules(*words))
    with_changes(shipped, {"turns": 6, "procedure.crisis_at": 7, "opening.us_japan.trust": "x1", "faction.japan.orders": 2})
    assert len(times) == 1


def test_changes_that_are_legal_together_need_no_order(shipped: Variant) -> None:
    """Alone either would leave the least above the most."""
    both = {"procedure.number_least": 11, "procedure.number_most": 12}
    assert value(with_changes(shipped, {"procedure.number_most": 4, "procedure.number_least": 3}), "number_most") == 4
    assert value(with_changes(shipped, both), "procedure.number_least") == 11


def test_changes_that_are_legal_alone_are_refused_together(shipped: Variant) -> None:
    key = "doctrine.us_allied_presence.order.reaffirm_article_5.when.us_japan_article_5.stated"
    for one in ({f"{key}.at_least": 4}, {f"{key}.at_most": 2}):
        with_changes(shipped, one)
    with pytest.raises(UnclearChange) as refused:
        with_changes(shipped, {f"{key}.at_least": 4, f"{key}.at_most": 2})
    assert str(refused.value) == f"{key}.at_least=4: at_least 4 is above at_most 2; make at_least the smaller one"
    assert refused.value.key == f"{key}.at_least"


def test_a_key_is_changed_once(shipped: Variant) -> None:
    with pytest.raises(UnclearChange, match="turns is given twice"):
        gathered("turns=3", {"turns": 4})
    with pytest.raises(UnclearChange, match=r"lies within action\.reaffirm_article_5\.cost, and both are changed"):
        with_changes(shipped, {"action.reaffirm_article_5.cost": "none", "action.reaffirm_article_5.cost.funds": 1})


# --- the list ----------------------------------------------------------------------------------------


def test_ranges_hold_the_values_that_stand_there(shipped: Variant) -> None:
    for key in keys_of(shipped.files, shipped.policies):
        if key.type == "number" and key.value is not None:
            assert key.least <= key.value <= key.most, key  # type: ignore[operator]
        elif key.type == "word" and key.value and key.words and key.name != "policy.all":
            assert key.value in key.words, key
        elif key.type == "words":
            assert set(key.value or ()) <= set(key.words), key  # type: ignore[arg-type]


def keys_of_every_form(variant: Variant) -> list[str]:
    first: dict[Any, str] = {}
    for spot in spots(variant.files):
        first.setdefault(form(spot) if spot.field != POLICY else POLICY, spot.key)
    return list(first.values())


def test_keys_of_a_sample_can_be_set(shipped: Variant) -> None:
    """One of each of some forms; all of them are set by the full tests."""
    wanted = set(random.Random(SEED).sample(keys_of_every_form(shipped), SAMPLE))
    keys = [key for key in keys_of(shipped.files, shipped.policies) if key.name in wanted]
    assert len(keys) > SAMPLE / 2
    check_that_they_can_be_set(shipped, keys, most=len(keys) // 3)


@pytest.mark.full
@pytest.mark.parametrize("part", range(PARTS))
def test_every_key_can_be_set_or_has_no_other_value(shipped: Variant, part: int) -> None:
    keys = keys_of(shipped.files, shipped.policies)
    random.Random(SEED).shuffle(keys)  # neighbours are in one entry, and are set one after another
    check_that_they_can_be_set(shipped, keys[part::PARTS], most=len(keys) // PARTS // 10)


def check_that_they_can_be_set(variant: Variant, keys: list[Key], most: int) -> None:
    """Every key is set, or every other value that its range names was refused: at most so many are like that."""
    done: list[int] = []
    none = set_all(variant, keys, tuple(slot_tracks(variant.files.names())), done.append)
    assert sum(done) >= len(keys) - len(none)
    assert len(none) <= most, none


# --- what is left out of the list --------------------------------------------------------------------


ADDRESSED = {"id", "faction", "seats", "pieces", "measures", "injects", "opening", "map", "timetable", "wall"}  # in another way


def other(value: Any) -> Any:
    """Something else of the same kind."""
    if isinstance(value, bool):
        return not value
    return value + 1 if isinstance(value, int) else f"{value}x" if isinstance(value, str) else ()


def test_what_is_for_people_changes_no_table() -> None:
    world = read_variant(WORLD)
    before, seen = played(world), set()
    for loaded in (world.rules, world.scenario):
        for field, rows in loaded.entries.items():
            for row, (entry, origin) in enumerate(rows):
                for place in places(entry):
                    for name in {name for one in type(place.part).__mro__ for name in FOR_PEOPLE.get(one, ())} - ADDRESSED:
                        if (type(place.part), name) in seen or field == "items":
                            continue
                        seen.add((type(place.part), name))
                        changed = put(entry, (*place.path, name), other(getattr(place.part, name)))
                        entries = {**loaded.entries, field: [*rows[:row], (changed, origin), *rows[row + 1 :]]}
                        part = "rules" if loaded is world.rules else "scenario"
                        after = attrs.evolve(world, **{part: attrs.evolve(loaded, entries=entries)})
                        assert played(after) == before, (type(place.part), name)
    assert len(seen) > 60


def played(variant: Variant) -> tuple[int, int]:
    """What a game depends on."""
    tables = compile_tables(ruleset_of(variant.rules), board_of(variant.board), scenario_of(variant.scenario))
    return hash(tables.rules.tobytes()), hash(compile_playbook(tables).record.tobytes())


def test_the_door_has_the_same_keys() -> None:
    scenario = kuroshio.load("senkaku_2021")
    (key,) = scenario.keys("procedure.crisis_at")
    assert (key.value, key.type, key.least, key.most, key.range) == (6, "number", 0, 8, "0 to 8")
    changed = scenario.with_changes({"procedure.crisis_at": "+1"}, "turns=x0.5")
    assert changed.turns == 4 and changed.keys("procedure.crisis_at")[0].value == 7
