"""Every class of fault, each at its file, line and key."""

from __future__ import annotations

import shutil
from pathlib import Path

import attrs
import pytest
from fault_cases import RULES_CASES, SCENARIO_CASES, SHIPPED_CASES
from house import AREAS, BORDERS, MAP, RULES, SCENARIO, VIEWS, House

from kuroshio.files.checks import check_fields
from kuroshio.files.checks.check_names import NOUNS
from kuroshio.files.checks.check_rules import ROLE_SCOPES
from kuroshio.files.checks.checker import check_files, check_map, check_rules, examine, load_all
from kuroshio.files.content_folders import data_folder
from kuroshio.files.faults import Fault, FaultyFiles
from kuroshio.files.loader import board_of, find_map, read_board, read_rules, rules_files
from kuroshio.kernel.state import codes
from kuroshio.model.procedure import Roles
from kuroshio.model.readings import COUNTS, FACTS

# Faults that stand on another line than the edit: the key -> a text on that line.
ELSEWHERE = {
    "action[2].offer": "offer = true",
    "action[1].mistaken_for": "mistaken_for =",
    "project[0].id": 'id = "test_project"',
    "project[0].partner": 'partner = "japan"',
    "obligation[0].creditor": "creditor =",
    "doctrine[0].leanings[4].choose": 'decide = "proceed"',
    "seat[0].doctrine": "doctrine =",
    "seat[0].aims": "aims = []",
    "inject[0]": "[[inject]]",
    "objective[0]": "[[objective]]",
}


def case_name(case: object) -> str:
    return str(case)[:40]


def expect(house: House, file: str, edited: int, key: str, wrong: str) -> None:
    """There is a fault of this file, key and message, on the line that was edited or the one that the key stands on."""
    text = (house.folder / file).read_text(encoding="utf-8")
    elsewhere = ELSEWHERE.get(key, "not in this file")
    line = house.line(file, elsewhere) if elsewhere in text else edited
    found = house.faults()
    assert any(fault.startswith(f"{file}:{line}: {key}: {wrong}") and "; " in fault for fault in found), (line, found)


@pytest.mark.parametrize("old, new, key, wrong", RULES_CASES, ids=case_name)
def test_rules_fault(house: House, old: str, new: str, key: str, wrong: str) -> None:
    expect(house, RULES, house.edit(RULES, old, new), key, wrong)


@pytest.mark.parametrize("old, new, key, wrong", SCENARIO_CASES, ids=case_name)
def test_scenario_fault(house: House, old: str, new: str, key: str, wrong: str) -> None:
    expect(house, SCENARIO, house.edit(SCENARIO, old, new), key, wrong)


@pytest.mark.parametrize(
    "mix, key, wrong",
    [
        ("test_doctrine = 1", "mix", "one doctrine is no mix; write weights for two doctrines or more"),
        ("test_doctrine = 1, us_agenda_first = 1", "mix.us_agenda_first", "doctrine 'us_agenda_first' is for 'us'; name one of "),
        ("test_doctrine = 1, nobody_first = 1", "mix.nobody_first", "no doctrine 'nobody_first'"),
        ("test_doctrine = 0, us_agenda_first = 1", "mix.test_doctrine", "0 is out of range; write 1 to 100"),
        ("test_doctrine = 101, us_agenda_first = 1", "mix.test_doctrine", "101 is out of range; write 1 to 100"),
        (
            "us_agenda_first = 1, us_allied_presence = 1",
            "mix",
            "no weight for the seat's own doctrine 'test_doctrine'; add test_",
        ),
    ],
)
def test_a_mix_has_weights_for_doctrines_of_its_seat(house: House, mix: str, key: str, wrong: str) -> None:
    own = 'doctrine = "test_doctrine"'
    expect(house, SCENARIO, house.edit(SCENARIO, own, f"{own}\nmix = {{ {mix} }}"), f"seat[0].{key}", wrong)


@pytest.mark.parametrize("file, after, old, new, key, wrong", SHIPPED_CASES, ids=case_name)
def test_shipped_file_fault(house: House, file: str, after: str, old: str, new: str, key: str, wrong: str) -> None:
    expect(house, file, house.edit(file, old, new, after), key, wrong)


# --- whole tables -----------------------------------------------------------------------------------


def drop(house: House, file: str, name: str) -> None:
    """Take an entry out of a file."""
    text = (house.folder / file).read_text(encoding="utf-8")
    blocks = text.split("\n\n")
    kept = [block for block in blocks if f'id = "{name}"' not in block]
    assert len(kept) == len(blocks) - 1
    house.change(file, "\n\n".join(kept))


WHOLE_TABLES = [
    ("rules/postures.toml", "holder_3", "rules/postures.toml:3: posture[0]: no posture for side and level holder, 3; add one"),
    ("rules/crisis.toml", "both_hold", "no crisis round for challenger and holder hold, hold; add one"),
    ("rules/crisis.toml", "climb", "no crisis choice for the choice climb; add one"),
    ("rules/responses.toml", "shadow", "no response level for rank 2; add one"),
]


@pytest.mark.parametrize("file, name, wrong", WHOLE_TABLES)
def test_table_with_a_gap(house: House, file: str, name: str, wrong: str) -> None:
    drop(house, file, name)
    assert any(fault.startswith(file) and wrong in fault for fault in house.faults()), house.faults()


SECONDS = [
    (
        "rules/postures.toml",
        'id = "holder_1"',
        "level = 1",
        "level = 2",
        "a second posture for side and level holder, 2; keep one",
    ),
    ("rules/crisis.toml", 'id = "both_hold"', 'challenger = "hold"', 'challenger = "climb"', "a second crisis round for"),
    ("rules/responses.toml", 'id = "shadow"', "rank = 2", "rank = 1", "a second response level for rank 1; keep one"),
    ("rules/factions.toml", 'id = "japan"', 'letter = "J"', 'letter = "C"', "a second faction for letter C; keep one"),
    ("rules/factions.toml", 'id = "japan"', "initiative = 3", "initiative = 1", "a second faction for initiative 1; keep one"),
    (
        "rules/factions.toml",
        'id = "us_south_korea"',
        '"us", "south_korea"',
        '"japan", "us"',
        "a second pair for members japan, us",
    ),
    ("rules/crisis.toml", 'id = "hold"', 'id = "hold"', 'id = "climb"', "crisis choice 'climb' stands twice"),
]


@pytest.mark.parametrize("file, after, old, new, wrong", SECONDS)
def test_row_that_stands_twice(house: House, file: str, after: str, old: str, new: str, wrong: str) -> None:
    house.edit(file, old, new, after)
    assert any(fault.startswith(file) and wrong in fault for fault in house.faults()), house.faults()


def test_view_of_nothing(house: House) -> None:
    line = house.edit(
        VIEWS,
        '["taiwan", "taiwan_strait_north", "taiwan_strait_south", "taiwan_east_waters", "senkaku_waters", "sakishima"]',
        "[]",
    )
    assert any(fault.startswith(f"{VIEWS}:{line}: view[2].areas: 0 items; write 1 to") for fault in house.faults())


def test_a_map_may_have_no_views(tmp_path: Path) -> None:
    for name in ("areas.toml", "borders.toml"):
        shutil.copy(data_folder("maps") / "first_island_chain" / name, tmp_path)
    board = read_board(tmp_path)
    assert board.faults == []
    assert board_of(board).views == () and len(board_of(board).areas) == 49


def test_second_flashpoint_in_an_area(house: House) -> None:
    text = (house.folder / "rules/flashpoints.toml").read_text(encoding="utf-8")
    house.change("rules/flashpoints.toml", text + text.replace('id = "senkaku"', 'id = "senkaku_too"'))
    assert any("a second flashpoint for area senkaku_waters; keep one" in fault for fault in house.faults())


def test_nobody_is_left_without_a_choice(house: House) -> None:
    house.edit("rules/responses.toml", "rank = 0\n", "rank = 0\ncost = { capital = 1 }\n")
    house.edit("rules/crisis.toml", 'name_ja = "維持する"', "cost = { capital = 1 }", 'id = "hold"')
    faults = "\n".join(house.faults())
    assert "the level of rank 0 has a price, a condition or a limit" in faults
    assert "every crisis choice has a price or a condition; leave one free of both" in faults


def test_seat_that_cannot_pass(house: House) -> None:
    house.edit("rules/actions/standing.toml", '"japan", ', "", 'id = "hold_back"')
    house.edit(RULES, '"japan", "china"', '"china"')
    [fault] = [fault for fault in house.faults() if fault.startswith(SCENARIO)]
    assert "seat[0].faction: 'japan' has no action to end its orders with" in fault


def test_some_status_expects_nothing(house: House) -> None:
    path = "rules/obligations.toml"
    text = (house.folder / path).read_text(encoding="utf-8")
    house.change(path, text.replace('expects = "none"', 'expects = "protest"'))
    [fault] = house.faults()
    assert ": status[0].expects: no status expects nothing of a debtor; add one that expects 'none'" in fault


def test_pressure_that_never_falls(house: House) -> None:
    """The kernel takes the limit off the track until it is below: it would not end."""
    house.edit("rules/tracks.toml", "most = 4\n", "least = 2\nmost = 4\n", 'id = "pressure"')
    assert any("procedure.pressure_limit: track 'pressure' is never below it" in fault for fault in house.faults())


def test_tracks_that_cannot_do_their_job(house: House) -> None:
    """The kernel has a row for each of five postures, and no budget below 0."""
    house.edit("rules/tracks.toml", "most = 4", "most = 5", 'id = "posture"')
    house.edit("rules/tracks.toml", "most = 8", "least = -2\nmost = 8", 'id = "funds"')
    faults = "\n".join(house.faults())
    line = house.line("rules/game.toml", "posture =")
    assert f"rules/game.toml:{line}: roles.posture: the most of track 'posture' is 5; name one whose most is 4" in faults
    assert "roles.funds: the least of track 'funds' is -2; name one whose least is 0" in faults


def test_track_named_like_a_piece(house: House) -> None:
    house.edit(RULES, 'id = "test_track"\nname = "Test"\nscope = "world"', 'id = "marines"\nname = "Test"\nscope = "faction"')
    assert any(
        "track[0].id: 'marines' is also a kind of piece, and a reading would mean the pieces" in fault for fault in house.faults()
    )


def test_table_that_is_not_there(house: House) -> None:
    house.change("rules/responses.toml", "")
    line = house.line("rules/game.toml", "[procedure]")
    assert f"rules/game.toml:{line}: procedure: no response level in any file; add one" in house.faults()


def test_every_aim_has_a_measure_or_a_reason(house: House) -> None:
    house.edit(SCENARIO, "aims = []", 'aims = ["Win", "Be liked"]')
    assert house.faults() == []  # a seat that ties no condition to an aim
    house.edit(SCENARIO, "at_most = 5 }]", "at_most = 5, aim = 1 }]")
    [fault] = house.faults()
    assert "seat[0].aims[1]: nothing measures this aim; add a condition to success with aim = 2, or no_measure" in fault
    house.edit(SCENARIO, "secret = []", 'secret = []\nno_measure = { 2 = "nobody counts it" }')
    assert house.faults() == []
    house.edit(SCENARIO, "aim = 1", "aim = 2")
    assert any("seat[0].no_measure.2: a condition measures this aim; leave it out" in fault for fault in house.faults())
    house.edit(SCENARIO, "{ 2 = ", f"{{ {'9' * 5000} = ")
    assert any(".no_measure." in fault and "no aim of this number; write 1 to 2" in fault for fault in house.faults())
    house.edit(SCENARIO, f"{{ {'9' * 5000} = ", "{ two = ")
    assert any(
        "seat[0].no_measure.two: 'two' has the wrong form; write the number of an aim" in fault for fault in house.faults()
    )


def test_an_act_may_hurt_nobody(house: House) -> None:
    """Attention, funds and time are price enough; an effect that hurts may say who feels it."""
    house.edit(RULES, "add = -1", "add = 1", 'id = "test_raid"')
    assert house.faults() == []
    house.mend()
    house.edit(RULES, "add = -1", 'add = -1, why = "voters, by the polls"', 'id = "test_raid"')
    assert house.faults() == []


def test_stages_beyond_the_track(house: House) -> None:
    house.edit("rules/tracks.toml", "most = 7", "most = 1", 'id = "stage"')
    assert any(f"{RULES}:" in fault and "project[0].stages: 1 stages; keep to 0" in fault for fault in house.faults())


def test_posture_where_there_is_none(house: House) -> None:
    house.edit(RULES, 'areas = ["senkaku_waters"]', 'areas = ["okinawa"]', 'id = "test_raise"')
    house.edit(RULES, 'actors = ["japan"]', 'actors = ["malaysia"]', 'id = "test_act"')
    faults = "\n".join(house.faults())
    assert "action[3].areas[0]: no flashpoint in 'okinawa', so no posture" in faults
    house.mend()
    house.edit(RULES, 'actors = ["japan"]', 'actors = ["malaysia"]', 'id = "test_raise"')
    assert "action[3].actors[0]: 'malaysia' has no posture at 'senkaku'" in "\n".join(house.faults())


def test_a_row_of_a_place_spares_the_general_one_there(house: House) -> None:
    """The general challenger's patrol is for one challenger; where another contests, a row of that place must say what flows."""
    house.edit("rules/postures.toml", 'flashpoint = "northern_limit_line"', 'flashpoint = "luconia"', 'id = "line_challenger_2"')
    faults = "\n".join(house.faults())
    assert "action 'contiguous_zone_patrol' is for nobody who is challenger at 'northern_limit_line'" in faults


# --- the map ------------------------------------------------------------------------------------------


def test_border_named_twice(house: House) -> None:
    text = (house.folder / BORDERS).read_text(encoding="utf-8")
    again = '\n[[border]]\nbetween = ["soya_tsugaru_straits", "sea_of_japan"]\npassage = "sea-sea"\n'
    house.change(BORDERS, text + again)
    [fault] = house.faults()
    line, first = text.count("\n") + 3, house.line(BORDERS, "between =")
    assert fault.startswith(f"{BORDERS}:{line}: border[")
    assert f"is named twice; keep one; the other is at {BORDERS}:{first}" in fault


def test_area_out_of_reach(house: House) -> None:
    text = (house.folder / AREAS).read_text(encoding="utf-8")
    island = '\n[[area]]\nid = "atlantis"\nname = "Atlantis"\nkind = "land"\nchain = "out"\nlabel = [0, 0]\njudgement = "Plato"\n'
    house.change(AREAS, text + island)
    [fault] = house.faults()
    line = text.count("\n") + 3
    assert fault.startswith(
        f"{AREAS}:{line}: area[49].id: area 'atlantis' cannot be reached from 'sea_of_japan'; add a [[border]]"
    )


def test_exception_without_a_note(house: House) -> None:
    house.edit(BORDERS, "note =", "#", 'passage = "exception"')
    assert any("an exception without a note" in fault for fault in house.faults())


# --- scenarios ----------------------------------------------------------------------------------------


def test_seat_named_twice(house: House) -> None:
    text = (house.folder / SCENARIO).read_text(encoding="utf-8")
    seat = text[text.index("[[seat]]") : text.index("[[piece]]")]
    house.change(SCENARIO, text.replace("[[piece]]", seat + "[[piece]]"))
    [fault] = house.faults()
    assert "seat[1].faction: a second seat for 'japan'; keep one" in fault


def test_piece_named_twice(house: House) -> None:
    text = (house.folder / SCENARIO).read_text(encoding="utf-8")
    piece = text[text.index("[[piece]]") : text.index("[[inject]]")]
    house.change(SCENARIO, text.replace("[[inject]]", piece + "[[inject]]"))
    [fault] = house.faults()
    first = house.line(SCENARIO, 'id = "test_piece"')
    assert f"piece[1].id: piece 'test_piece' stands twice; rename it; the other is at {SCENARIO}:{first}" in fault


def test_empty_table(house: House) -> None:
    text = (house.folder / SCENARIO).read_text(encoding="utf-8")
    seat = text[text.index("[[seat]]") : text.index("[[piece]]")]
    house.change(SCENARIO, text.replace(seat, "").replace('audience = ["japan"]\n', ""))
    assert house.faults() == [f"{SCENARIO}:1: the scenario has no seat; add a [[seat]]"]


def test_unknown_map(house: House) -> None:
    line = house.edit(SCENARIO, "first_island_chain", "first_island_chian")
    faults = [str(fault) for fault in examine(house.folder / SCENARIO).faults]
    assert f"{SCENARIO}:{line}: map: no map 'first_island_chian'; did you mean 'first_island_chain'?" in faults
    assert not any("no area" in fault for fault in faults)


def test_map_beside_the_scenario(house: House, tmp_path: Path) -> None:
    shutil.copytree(house.folder / MAP, tmp_path / "maps/own")
    beside = find_map("own", tmp_path / "scenarios")
    assert beside is not None and beside.resolve() == (tmp_path / "maps/own").resolve()
    assert find_map("../maps/own", tmp_path / "scenarios") is None
    assert find_map("nowhere", tmp_path) is None


@pytest.mark.parametrize(
    ("line", "where", "said"),
    [
        ('flashpoints = ["senkako"]', "flashpoints[0]", "no flashpoint 'senkako'; did you mean 'senkaku'?"),
        ('decks = ["chian"]', "decks[0]", "no action or event of deck 'chian'"),
    ],
)
def test_what_a_scenario_brings_into_play_exists(house: House, line: str, where: str, said: str) -> None:
    house.edit(SCENARIO, "turns =", f"{line}\nturns =")
    assert any(f"{where}: {said}" in fault for fault in house.faults())


# --- all at once --------------------------------------------------------------------------------------


def test_all_faults_at_once(house: House) -> None:
    """Faults of structure and of meaning, of every file, in one list by file and line."""
    house.edit(RULES, "difficulty = 7", 'difficulty = "seven"')
    house.edit(RULES, "intensity = 4", "intensity = 99")
    house.edit(RULES, "clarity = 1", "clarty = 1")
    house.edit("rules/flashpoints.toml", '"us"', '"uk"')
    house.edit(AREAS, 'chain = "in"', 'chain = "inn"')
    house.edit(SCENARIO, "turns = 4", "turns = 99")
    found = house.faults()
    for wrong in (
        "action[0].difficulty: 'seven' is not a whole number",
        "action[1].intensity: 99 is out of range",
        "obligation[0].clarty: unknown key; did you mean 'clarity'?",
        "flashpoint[0].others[0]: no faction 'uk'",
        "area[0].chain: 'inn' is not one of the possible words",
        "turns: 99 is out of range",
    ):
        assert any(wrong in fault for fault in found), (wrong, found)
    assert len(found) == 6  # that `clarity` is missing follows from its being misspelt
    assert [fault.split(":")[0] for fault in found] == sorted(fault.split(":")[0] for fault in found)


def test_broken_entry_is_not_called_missing(house: House) -> None:
    """What names an entry that cannot be made is right to do so."""
    house.edit(RULES, "difficulty = 7", 'difficulty = "seven"')
    [fault] = house.faults()
    assert "action[0].difficulty" in fault


def test_entry_without_its_id_is_not_called_missing(house: House) -> None:
    """Nobody can tell which id it should have: to name one is no further fault, and other kinds are checked as ever."""
    house.edit(AREAS, 'id = "okinawa"', "id = 7")
    house.edit(RULES, 'opens = "assist"', 'opens = "assit"')
    found = house.faults()
    assert len(found) == 2 and "gate[0].opens: no response level 'assit'" in found[0]
    assert ".id: 7 is not a string; write a string" in found[1]


def test_table_that_is_no_array_makes_no_other_faults(house: House) -> None:
    house.change("rules/flashpoints.toml", "flashpoint = 7\n")
    assert house.faults() == ["rules/flashpoints.toml:1: flashpoint: not a list of tables; write [[flashpoint]]"]


def test_lost_table_is_missed_where_the_user_can_find_it(house: House) -> None:
    house.change("rules/game.toml", "")
    assert [str(fault) for fault in read_rules(house.folder / "rules").faults] == [
        f"rules:1: {name}: no [{name}] in any file; add a table [{name}]" for name in ("procedure", "roles", "timetable")
    ]


def test_unreadable_file_makes_no_other_faults(house: House) -> None:
    """A slip in the syntax of one file is one fault, not one for each name that the file holds."""
    line = house.edit("rules/factions.toml", "initiative = 3", "initiative = ", 'id = "japan"')
    [fault] = house.faults()
    assert fault.startswith(f"rules/factions.toml:{line}: faction[1].initiative: no value stands after the =")


def test_scenario_that_is_not_there(house: House) -> None:
    with pytest.raises(FaultyFiles, match=r"scenarios/none\.toml:1: cannot be read"):
        load_all(house.folder / "scenarios/none.toml", house.folder / "rules", house.folder / MAP)


def test_files_named(house: House) -> None:
    """What is named is checked with what it belongs to: a rules file outside a rules folder with the shipped rules."""
    house.edit(RULES, "intensity = 4", "intensity = 99")
    house.edit(SCENARIO, "turns = 4", "turns = 99")
    house.edit("rules/game.toml", "crisis_at = 6", "crisis_at = 9")
    house.edit(AREAS, 'chain = "in"', 'chain = "inn"')
    own = house.folder / "rules/actions/standing.toml"

    def found(*paths: Path, rules: Path | None = None) -> str:
        return "\n".join(map(str, check_files(paths, rules)[0]))

    assert "action[1].intensity: 99" in found(house.folder / RULES)
    assert "crisis_at" not in found(house.folder / RULES)
    assert "crisis_at: 9 is out of range" in found(own)
    assert "crisis_at: 9 is out of range" in found(house.folder / "rules")
    assert "crisis_at: 9 is out of range" in found(house.folder / SCENARIO, rules=house.folder / "rules")
    assert "area[0].chain" in found(house.folder / MAP)
    assert "area[0].chain" in found(house.folder / BORDERS)
    both = found(house.folder / SCENARIO, house.folder / RULES)
    assert "turns: 99 is out of range" in both and "action[1].intensity: 99" in both
    assert "no such scenario" in found(house.folder / "scenarios/none.toml")
    assert "no such rules folder" in found(house.folder / SCENARIO, rules=house.folder / "none")


def test_number_of_files(house: House) -> None:
    n = len(rules_files(house.folder / "rules"))
    assert check_files((house.folder / "rules/game.toml",))[1] == n + 3  # areas, borders, views
    assert check_files((house.folder / SCENARIO,), house.folder / "rules")[1] == n + 4


def test_good_files_load(house: House) -> None:
    """The small ruleset and scenario have no fault of their own."""
    shutil.copy(house.folder / RULES, house.folder / "rules/zz_test.toml")
    try:
        found = examine(house.folder / SCENARIO, house.folder / "rules", house.folder / MAP)
    finally:
        (house.folder / "rules/zz_test.toml").unlink()
    assert not [fault for fault in found.faults if "test" in fault.file]


def test_all_that_is_shipped_has_no_fault() -> None:
    faults, n = check_files()
    assert not faults, "\n".join(map(str, faults))
    assert n > 10


def test_shipped_rules_and_map_have_no_fault() -> None:
    rules, board = read_rules(data_folder("rules")), read_board(data_folder("maps") / "first_island_chain")
    faults: list[Fault] = [*rules.faults, *board.faults, *check_rules(rules, board), *check_map(board, rules)]
    assert not faults, "\n".join(map(str, faults))


@pytest.mark.parametrize("path", sorted(data_folder("scenarios").glob("*.toml")), ids=lambda path: path.stem)
def test_shipped_scenarios_load(path: Path) -> None:
    ruleset, board, scenario = load_all(path)
    assert ruleset.factions and board.areas and scenario.seats


# --- the tables of the checks ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["PHASES", "QUESTIONS", "MECHANISMS", "DENIABILITY", "DOMAINS", "CRISIS_CHOICES", "SIDES"])
def test_words_are_the_kernels(name: str) -> None:
    assert getattr(check_fields, name) == getattr(codes, name)


def test_other_words_are_the_kernels() -> None:
    assert set(check_fields.WHO) == set(codes.WHO)
    assert set(check_fields.ENDING_COUNTS) <= set(COUNTS)
    assert tuple(codes.PHASES[i] for i in codes.EVENT_PHASES) == check_fields.EVENT_PHASES


def test_every_fact_of_a_case_has_a_range() -> None:
    assert tuple(check_fields.FACT_RANGES) == FACTS


def test_every_role_has_a_scope() -> None:
    named = [word for words_of_scope in ROLE_SCOPES.values() for word in words_of_scope]
    assert sorted(named) == sorted(field.name for field in attrs.fields(Roles))


def test_every_rule_is_about_a_field() -> None:
    """A field renamed in the model must not lose its check."""
    for kind, rules in (*check_fields.FIELDS.items(), *check_fields.LENGTHS.items()):
        names = {field.name for field in attrs.fields(kind)}
        assert set(rules) <= names, kind
    assert all(rule.field in NOUNS for rules in check_fields.FIELDS.values() for rule in rules.values() if hasattr(rule, "field"))
