"""Everything of which the kernel holds only so much is refused beyond that, at its line."""

from __future__ import annotations

import pytest
from house import GOOD_RULES, RULES, SCENARIO, House

from kuroshio.files.checks.check_capacities import BOARD_MOST, DOCTRINE_POOLS, POOLS, RULES_MOST, SCENARIO_MOST
from kuroshio.model import capacities


def many(n: int, text: str) -> str:
    """n entries that differ in their ids."""
    return "\n".join(text.replace("@", str(i)) for i in range(n))


def test_too_many_entries(house: House) -> None:
    gate = '[[gate]]\nid = "gate_@"\nname = "Gate"\nfaction = "japan"\nopens = "assist"\njudgement = "a test"\n'
    house.change(RULES, GOOD_RULES + "\n" + many(capacities.MAX_GATES, gate))
    [fault] = house.faults()
    assert f"entries of the kind 'gate'; keep to {capacities.MAX_GATES}, the kernel's limit" in fault


def test_too_many_candidates(house: House) -> None:
    areas = [area.id for area in house.board.of("areas")][: capacities.MAX_CANDIDATES + 1]
    line = house.edit(RULES, 'areas = ["senkaku_waters"]\npieces', f"areas = {areas}\npieces".replace("'", '"'))
    assert f"{RULES}:{line}: action[0].areas: 13 items; write 0 to {capacities.MAX_CANDIDATES}" in house.faults()


def test_too_many_modifiers_of_one_roll(house: House) -> None:
    modifiers = ", ".join(['{ name = "Home", track = "actor.home" }'] * (capacities.MAX_ROLL_MODIFIERS + 1))
    house.edit(RULES, "modifiers = [", f"modifiers = [{modifiers}, ")
    assert any("action[0].modifiers: 10 items; write 0 to 8" in fault for fault in house.faults())


def test_too_many_lines_of_a_doctrine(house: House) -> None:
    line = '{ decide = "crisis", choose = "hold", weight = 5 },\n'
    house.edit(RULES, line, line * capacities.MAX_LINES)
    assert any(
        f"doctrine[0].leanings: {capacities.MAX_LINES + 6} items; write 1 to {capacities.MAX_LINES}" in fault
        for fault in house.faults()
    )


def test_too_many_stages(house: House) -> None:
    stage = '[[project.stages]]\nname = "Stage"\ndecider = "japan"\n'
    house.edit(RULES, "[[event]]", stage * capacities.MAX_STAGES + "\n[[event]]")
    assert any("project[0].stages: 7 items; write 1 to 6" in fault for fault in house.faults())


@pytest.mark.parametrize(
    "key, part, what, most",
    [
        ("requires", '{ track = "actor.home", at_least = 0 }', "conditions", capacities.MAX_CONDITIONS),
        ("effects.always", '{ track = "target.home", add = -1 }', "effects", capacities.MAX_EFFECTS),
    ],
)
def test_full_pool(house: House, key: str, part: str, what: str, most: int) -> None:
    house.edit(RULES, "requires = [", f"{key} = [{', '.join([part] * most)}]\nnothing = [")
    house.edit(RULES, 'nothing = [{ track = "actor.home", at_least = 1 }]\n', "")
    fault = next(fault for fault in house.faults() if f"{what} in all" in fault)
    assert fault.startswith(f"{RULES}:{house.line(RULES, '[[action]]')}: action[0]: ")
    assert fault.endswith(f"{what} in all; the limit is passed here; keep to {most}, the kernel's limit")


def test_too_many_slots(house: House) -> None:
    track = (
        '[[track]]\nid = "track_@"\nname = "Track"\nscope = "area"\nmost = 1\nbetter = "up"\nkind = "construct"\n'
        'judgement = "a test"\n'
    )
    house.change(RULES, GOOD_RULES + "\n" + many(capacities.MAX_SLOTS // 49, track))
    assert any("slots (one for each track of each entity) in all" in fault for fault in house.faults())


def test_too_many_actions_of_one_faction(house: House) -> None:
    action = (
        '[[action]]\nid = "act_@"\nname = "Act"\narena = "test"\nactors = ["japan"]\ncost = { capital = 1 }\n'
        'effects.success = [{ track = "world.test_track", add = 1 }]\njudgement = "a test"\n'
    )
    house.change(RULES, GOOD_RULES + "\n" + many(capacities.MAX_HAND, action))
    [fault] = [fault for fault in house.faults() if "may order" in fault and "actions" in fault]
    assert fault.endswith(
        f"'japan' may order in all; the limit is passed here; keep to {capacities.MAX_HAND}, the kernel's limit"
    )


def test_every_limit_is_kept() -> None:
    """Each limit of the model stands in a table of the checks, or bounds something that grows in play."""
    in_play = {"MAX_INCIDENTS", "MAX_LASTING", "MAX_ENTITIES"}
    by_sum = {
        "MAX_SLOTS",
        "MAX_ORDERS",
        "MAX_OPTIONS",
        "MAX_STAGES",
        "MAX_CANDIDATES",
        "MAX_ROLL_MODIFIERS",
        "MAX_LINES",
        "MAX_HAND",
    }
    kept = {
        *RULES_MOST.values(),
        *BOARD_MOST.values(),
        *SCENARIO_MOST.values(),
        *(most for *_, most in (*POOLS, *DOCTRINE_POOLS)),
    }
    for name, value in vars(capacities).items():
        if name.startswith("MAX_"):
            assert name in in_play or name in by_sum or value in kept, name


def test_too_many_orders(house: House) -> None:
    house.edit("rules/factions.toml", "orders = 3", f"orders = {capacities.MAX_ORDERS - 3}", 'id = "japan"')
    [fault] = house.faults()
    line = house.line(SCENARIO, "[[seat]]")
    assert fault == (
        f"{SCENARIO}:{line}: seat[0]: {capacities.MAX_ORDERS + 2} orders, redeployments and acts of injects of one turn in all; "
        f"the limit is passed here; keep to {capacities.MAX_ORDERS}, the kernel's limit"
    )


def test_acts_of_injects_take_the_room_of_orders(house: House) -> None:
    house.edit("rules/factions.toml", "orders = 3", f"orders = {capacities.MAX_ORDERS - 4}", 'id = "japan"')
    [fault] = house.faults()
    assert f"{SCENARIO}:{house.line(SCENARIO, '[[inject]]')}: inject[0]: {capacities.MAX_ORDERS + 1} orders, " in fault


def test_too_many_options(house: House) -> None:
    text = (house.folder / SCENARIO).read_text(encoding="utf-8")
    piece = '[[piece]]\nid = "p@"\nname = "P"\nfaction = "japan"\nkind = "marines"\narea = "okinawa"\njudgement = "a test"\n'
    house.change(SCENARIO, text + "\n" + many(50, piece))
    [fault] = house.faults()
    assert f"{SCENARIO}:{house.line(SCENARIO, '[[seat]]')}: seat[0]: 'japan' may have " in fault
    assert f"legal orders at once; keep to {capacities.MAX_OPTIONS}" in fault
