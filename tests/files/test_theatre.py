"""A theatre of an author's own: found, checked whole and by halves, a line for what is not here; the nearest map counts."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kuroshio.files.checks.checker import Checked, check_given, examine
from kuroshio.files.content_folders import data_folder
from kuroshio.files.loader import find_map, find_rules
from kuroshio.session.saved_games import load, packed, unpacked_content

THEATRE = Path(__file__).parents[1] / "theatre"
SHIPPED_MAP = "first_island_chain"


@pytest.fixture
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The three parts of the theatre in three folders that know nothing of each other."""
    shutil.copytree(THEATRE / "scenarios", tmp_path / "a" / "mine")
    shutil.copytree(THEATRE / "rules", tmp_path / "b" / "own")
    shutil.copytree(THEATRE / "maps", tmp_path / "c")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(*names: str, rules: str = "") -> Checked:
    return check_given([Path(name) for name in names], Path(rules) if rules else None)


@pytest.mark.parametrize(
    "names",
    [(".",), ("scenarios",), ("rules",), ("maps",), ("maps/skerry_sea",), ("rules", "scenarios"), ("rules/actions.toml",)],
)
def test_in_one_folder_every_part_finds_the_others(names: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(THEATRE)
    found = check(*names)
    assert found.faults == [] and found.asked == [] and found.files >= 10


@pytest.mark.parametrize(
    "names", [("a", "b", "c"), ("b", "c"), ("c", "b", "a"), ("a/mine/skerries.toml", "b/own", "c/skerry_sea")]
)
def test_in_three_folders_it_is_whole(apart: Path, names: tuple[str, ...]) -> None:
    found = check(*names)
    assert found.faults == [] and found.asked == [] and found.files >= 10


def test_rules_may_be_named_apart(apart: Path) -> None:
    assert check("a", "c", rules="b/own").faults == []
    alone = check(rules="b/own")
    assert alone.faults == [] and len(alone.asked) == 1  # the shipped scenarios are of other rules, and no matter for these


@pytest.mark.parametrize(
    ("names", "asked"),
    [
        (("b",), "b/own: the rules name area skerries of a map that is not here; name the map's folder too"),
        (
            ("c",),
            "c/skerry_sea: the map names faction harbour_league, norrmark, ostvik of rules that are not here; name the folder",
        ),
    ],
)
def test_half_a_theatre_has_no_fault_and_asks_for_the_rest(apart: Path, names: tuple[str, ...], asked: str) -> None:
    found = check(*names)
    assert found.faults == []
    assert [line.replace("\\", "/").startswith(asked) for line in found.asked] == [True]


MAP_ASKED = "skerries.toml:7: map: this scenario is on the map 'skerry_sea', which is not here"
RULES_ASKED = (
    "skerries.toml:20: this scenario is for other rules than the shipped ones: faction harbour_league, norrmark, ostvik;"
)


@pytest.mark.parametrize(
    ("names", "asked"), [(("a",), (MAP_ASKED, RULES_ASKED)), (("a", "c"), (RULES_ASKED,)), (("a", "b"), (MAP_ASKED,))]
)
def test_a_scenario_asks_once_for_what_it_is_played_with(apart: Path, names: tuple[str, ...], asked: tuple[str, ...]) -> None:
    faults = [str(fault) for fault in check(*names).faults]
    assert len(faults) == len(asked) and all(line in fault for line, fault in zip(asked, faults)), faults


def test_many_scenarios_ask_in_one_line(apart: Path) -> None:
    text = (apart / "a/mine/skerries.toml").read_text("utf-8")
    for name in ("second", "third"):
        (apart / f"a/mine/{name}.toml").write_text(text.replace('id = "skerries"', f'id = "{name}"'), "utf-8")
    faults = [str(fault) for fault in check("a").faults]
    assert len(faults) == 2 and all("this scenario and 2 more are" in fault for fault in faults), faults


def test_what_was_given_is_checked_though_the_rest_is_not_here(apart: Path) -> None:
    for name, old, new, said in (
        ("a/mine/skerries.toml", "turns = 4", "turns = 99", "turns: 99 is out of range"),
        ("b/own/actions.toml", 'targets = ["norrmark", "ostvik"]', 'targets = ["normark"]', "did you mean 'norrmark'?"),
        ("c/skerry_sea/borders.toml", '"lower_sea"', '"lower_see"', "no area 'lower_see'"),
    ):
        path = apart / name
        whole = path.read_text("utf-8")
        path.write_text(whole.replace(old, new, 1), "utf-8")
        assert any(said in str(fault) for fault in check(name.partition("/")[0]).faults), name
        path.write_text(whole, "utf-8")


def test_a_slip_in_a_name_is_a_fault_and_no_stranger(tmp_path: Path) -> None:
    """Shipped rules are only set aside where half of what a scenario names is unknown to them, and not by a slip."""
    text = (data_folder("scenarios") / "tutorial.toml").read_text("utf-8")
    (tmp_path / "mine.toml").write_text(text.replace('faction = "japan"', 'faction = "japann"'), "utf-8")
    faults = [str(fault) for fault in examine(tmp_path / "mine.toml").faults]
    assert faults and any("did you mean 'japan'?" in fault for fault in faults)
    assert not any("other rules" in fault for fault in faults)


def test_a_game_of_half_a_theatre_gets_the_same_lines(apart: Path) -> None:
    faults = [str(fault) for fault in examine(apart / "a/mine/skerries.toml").faults]
    assert len(faults) == 2 and MAP_ASKED in faults[0] and RULES_ASKED in faults[1]


def test_rules_among_the_files_of_a_map_are_refused(apart: Path) -> None:
    shutil.copy(apart / "b/own/actions.toml", apart / "c/skerry_sea")
    [fault] = check("c").faults
    assert "rules among the files of a map; keep them in a folder of their own" in str(fault)


# --- which one counts -------------------------------------------------------------------------------------


@pytest.fixture
def own_map(tmp_path: Path) -> Path:
    """A scenario with a map of its own under the name of the shipped one, in which an area is called otherwise."""
    home = Path(shutil.copytree(data_folder("maps") / SHIPPED_MAP, tmp_path / "maps" / SHIPPED_MAP))
    areas = home / "areas.toml"
    areas.write_text(areas.read_text("utf-8").replace('name = "Okinawa"', 'name = "Ryukyu"', 1), "utf-8")
    (tmp_path / "scenarios").mkdir()
    shutil.copy(data_folder("scenarios") / "tutorial.toml", tmp_path / "scenarios/mine.toml")
    return home


def test_the_map_nearest_to_the_scenario_counts_before_the_shipped_one(own_map: Path) -> None:
    scenario = own_map.parents[1] / "scenarios/mine.toml"
    assert find_map(SHIPPED_MAP, scenario.parent) == own_map and find_map(SHIPPED_MAP) == data_folder("maps") / SHIPPED_MAP
    content = load(str(scenario))
    assert content.places.map == own_map
    assert "Ryukyu" in [area.name for area in content.tables.board.areas]


def test_a_kept_game_carries_the_map_that_counted(own_map: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KUROSHIO_CACHE_DIR", str(tmp_path / "cache"))
    line = packed(load(str(own_map.parents[1] / "scenarios/mine.toml")))
    again = unpacked_content(str(line["files"]), str(line["digest"]))
    assert "Ryukyu" in [area.name for area in again.tables.board.areas] and again.places.map.is_relative_to(tmp_path / "cache")


def test_a_map_is_found_in_beside_and_under_maps(own_map: Path) -> None:
    root = own_map.parents[1]
    (root / "flat").mkdir()
    for place in (root / "flat" / SHIPPED_MAP, root / "flat" / "maps" / SHIPPED_MAP, root / SHIPPED_MAP):
        shutil.copytree(own_map, place)
    found = []
    while (nearest := find_map(SHIPPED_MAP, root / "flat")) != data_folder("maps") / SHIPPED_MAP:
        assert nearest is not None
        found.append(nearest.relative_to(root).as_posix())
        shutil.rmtree(nearest)
    name = SHIPPED_MAP
    assert found == [f"flat/{name}", f"flat/maps/{name}", f"maps/{name}", name]


def test_a_scenario_of_the_folder_that_one_stands_in_finds_its_map(own_map: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(own_map.parents[1] / "scenarios")
    assert find_map(SHIPPED_MAP, Path("mine.toml").parent) == own_map


def test_rules_are_found_beside_a_scenario_and_shipped_ones_never_count_as_that() -> None:
    assert find_rules(THEATRE / "scenarios") == THEATRE / "rules"
    assert find_rules(data_folder("scenarios")) is None
    assert load(str(THEATRE / "scenarios/skerries.toml")).places.rules == THEATRE / "rules"
