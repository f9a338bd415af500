"""One run finds all faults that can be known, in the order of files and lines, and none that follows from another."""

from __future__ import annotations

import re

import pytest
from house import AREAS, RULES, SCENARIO, House

from kuroshio.files.checks.checker import examine

DOCTRINE = "rules/doctrines/russia.toml"


def told(house: House) -> list[str]:
    """What is wrong, without files and what would be right."""
    return [re.sub(r"^[^:]*:\d+: |; .*", "", fault) for fault in house.faults()]


def lines(house: House) -> list[tuple[str, int]]:
    found = [fault.split(":", 2) for fault in house.faults()]
    return [(file, int(line)) for file, line, _ in found]


def test_an_entry_with_a_fault_of_structure_is_checked_all_the_same(house: House) -> None:
    house.edit(RULES, "hidden_until = 8", 'hidden_until = "8"')
    house.edit(RULES, 'mistaken_for = "taiwan"', 'mistaken_for = "tawan"')
    house.edit(
        RULES,
        'targets = ["china"]\nareas = ["senkaku_waters"]\neffects',
        'targets = ["chna", 7]\ncolour = 1\nareas = []\neffects',
    )
    house.edit(RULES, '{ track = "target.home", add = -1 }', '{ track = "target.hom", add = -1 }')
    assert told(house) == [
        "action[1].hidden_until: '8' is not a whole number",
        "action[1].mistaken_for: no faction 'tawan'",
        "action[1].targets[1]: 7 is not a string",
        "action[1].targets[0]: no faction 'chna'",
        "action[1].colour: unknown key",
        "action[1].effects.success[0].track: faction has no track 'hom'",
    ]
    assert lines(house) == sorted(lines(house))


def test_faults_of_form_and_all_others_are_found_together(house: House) -> None:
    first = house.edit(RULES, 'better = "contested"', "better = contested")
    second = house.edit(RULES, "hidden_until = 8", "hidden_until = 2")
    third = house.edit(RULES, "clarity = 1", "clarity = 1,5")
    fourth = house.edit(SCENARIO, "turns = ", "turns = -")
    assert lines(house) == [(RULES, first), (RULES, second), (RULES, third), (SCENARIO, fourth)]


def test_what_is_missing_for_a_fault_of_form_is_no_further_fault(house: House) -> None:
    house.edit(RULES, 'arena = "test"\nactors = ["japan"]\nact_class', 'arena = test\nactors = ["japan"]\nact_class')
    assert told(house) == ["action[1].arena: the text test has no quotes (column 9)"]


def test_a_misspelt_key_is_not_missing_as_well(house: House) -> None:
    house.edit(RULES, 'arena = "test"\nactors = ["japan"]\nact_class', 'arna = "test"\nactors = ["japan"]\nact_class')
    assert told(house) == ["action[1].arna: unknown key"]


@pytest.mark.parametrize("header", ["[[facton]]", "[[faction]", "[faction]]", "[[faction", "[[my faction]]"])
def test_a_header_that_is_wrong_is_one_fault(house: House, header: str) -> None:
    house.edit("rules/factions.toml", "[[faction]]", header, 'letter = "J"' if 'letter = "J"' in _text(house) else "")
    assert len(told(house)) == 1, told(house)


def _text(house: House) -> str:
    return (house.folder / "rules/factions.toml").read_text(encoding="utf-8")


def test_every_header_with_single_brackets_is_one_fault(house: House) -> None:
    text = (house.folder / SCENARIO).read_text(encoding="utf-8")
    house.change(SCENARIO, text.replace("[[seat]]", "[seat]"))
    [fault] = told(house)
    assert fault == "seat: [seat] is one table, and a list of them is meant"


def test_a_single_table_as_a_list_is_told_as_such(house: House) -> None:
    house.edit("rules/game.toml", "[procedure]", "[[procedure]]")
    assert told(house) == ["procedure: [[procedure]] is a list of tables, and one table is meant"]


def test_a_number_of_turns_that_is_wrong_binds_no_inject(house: House) -> None:
    house.edit(SCENARIO, "turns = ", "turns = -")
    [fault] = house.faults()
    assert fault.startswith(f"{SCENARIO}:") and "write 1 to 40" in fault


@pytest.mark.parametrize("least, most", [(5, 1), (0, 0), (0, 5000), (-200, 10)])
def test_the_range_of_a_track_that_is_wrong_binds_nothing(house: House, least: int, most: int) -> None:
    for name in ("home", "capital", "stage", "pressure"):
        text = (house.folder / "rules/tracks.toml").read_text(encoding="utf-8")
        begin = text.index(f'id = "{name}"')
        end = text.find("[[track]]", begin)
        block = re.sub(r"\nmost = .*", f"\nmost = {most}", text[begin:end])
        block = re.sub(r"\nleast = .*", "", block) + f"least = {least}\n\n"
        house.change("rules/tracks.toml", text[:begin] + block + text[end:])
        found = house.all_faults()
        assert found and {fault.file for fault in found} == {"rules/tracks.toml"}, [str(fault) for fault in found][:5]
        house.mend()


def test_of_one_key_one_thing_is_said(house: House) -> None:
    house.edit(RULES, '"actor.home", at_least = 1 }]\nmod', '"actor.home", at_least = 5000, at_most = 3 }]\nmod')
    [fault] = house.faults()
    assert "5000 is out of range; write 0 to 6: these are all the values of 'actor.home'" in fault


def test_what_only_a_wrong_key_above_would_tell_is_not_told(house: House) -> None:
    house.edit(DOCTRINE, 'faction = "russia"', "faction = russia")
    assert told(house) == ["doctrine[0].faction: the text russia has no quotes (column 11)"]


def test_a_doubled_line_is_one_fault(house: House) -> None:
    house.edit(AREAS, 'id = "paracels"\n', 'id = "paracels"\nid = "paracels"\n')
    [fault] = told(house)
    assert fault.startswith("area[") and "it stands a second time" in fault


def test_a_header_without_keys_is_one_fault(house: House) -> None:
    house.edit("rules/pieces.toml", "[[kind]]", "[[kind]]\n[[kind]]")
    assert told(house) == ["kind[0]: this table is empty"]


def test_a_byte_that_is_no_letter_hides_an_id_and_makes_no_other_fault(house: House) -> None:
    path = house.folder / "rules/actions/geostrategic.toml"
    whole = path.read_bytes()
    house.change("rules/actions/geostrategic.toml", whole.decode())
    path.write_bytes(whole.replace(b'id = "contiguous_zone_patrol"', b'id = "contiguous_zone_pa\xe9rol"'))
    [fault] = told(house)
    assert fault.startswith("column 25 has the byte 0xE9")


def test_a_file_without_its_tables_is_examined_to_the_end(house: House) -> None:
    house.change("rules/factions.toml", "faction: japan\n")
    house.edit(SCENARIO, "turns = ", "turns = -")
    found = examine(house.folder / SCENARIO, house.folder / "rules").faults
    assert [fault.file for fault in found][-1] == SCENARIO
