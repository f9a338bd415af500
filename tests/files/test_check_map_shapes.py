"""The shapes of a map: each kind of break is named with file, id and what would be right, by `check` and before drawing."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kuroshio.files.checks.check_map_shapes import KINDS, LINES, SHAPES, check_map_shapes, refuse_broken
from kuroshio.files.checks.checker import check_files
from kuroshio.files.content_folders import data_folder
from kuroshio.files.faults import FaultyFiles
from kuroshio.files.loader import read_board
from kuroshio.model.meridian import UPRIGHT, middle_of, turned
from kuroshio.report.review.svg_map import Atlas
from kuroshio.screen.map.geography import load_geography

THEATRE = Path(__file__).parents[1] / "theatre"
MAP = "maps/skerry_sea"
ISLANDS, COAST = "islands.geojson", "coast.geojson"
Spoil = Callable[[dict[str, Any]], object]


@pytest.fixture
def theatre(tmp_path: Path) -> Path:
    return Path(shutil.copytree(THEATRE, tmp_path / "theatre"))


def spoil(theatre: Path, name: str, how: Spoil) -> None:
    """Change a file of shapes as its tree."""
    path = theatre / MAP / name
    tree = json.loads(path.read_text("utf-8"))
    how(tree)
    path.write_text(json.dumps(tree), "utf-8")


def points(tree: dict[str, Any], n: int = 0) -> list[Any]:
    """The outline of a feature."""
    found: list[Any] = tree["features"][n]["geometry"]["coordinates"][0]
    return found


def shape(n: int, value: Any) -> Spoil:
    return lambda tree: points(tree).__setitem__(n, value)


def geometry(value: Any) -> Spoil:
    return lambda tree: tree["features"][0].__setitem__("geometry", value)


def says(key: str, value: Any) -> Spoil:
    return lambda tree: tree["features"][0]["properties"].__setitem__(key, value)


BROKEN: list[tuple[str, Spoil, tuple[str, ...]]] = [
    (SHAPES, lambda t: t["features"][1].pop("id"), ("features[1]: no id", "area 'skerries' has no shape", "area[1].id")),
    (SHAPES, lambda t: t["features"][0].update(id=7), ("features[0]: 7 is not an id",)),
    (SHAPES, lambda t: t["features"][0].update(id="Upper Sea"), ("a shape for 'Upper Sea'", "did you mean 'upper_sea'?")),
    (SHAPES, lambda t: t["features"][0].update(id="atlantis"), ("a shape for 'atlantis', which is not an area; one of",)),
    (SHAPES, lambda t: t["features"].pop(), ("area 'ostvik_shore' has no shape", 'add a feature with "id": "ostvik_shore"')),
    (SHAPES, lambda t: t["features"].append(t["features"][0]), ("a second shape for 'upper_sea'", "keep one; the other is at")),
    (SHAPES, shape(0, [18.0, 521.0]), ("'upper_sea': latitude 521.0 is outside the map of the earth", "more than -90 and")),
    (SHAPES, shape(0, [181, 61]), ("features[0].geometry.coordinates[0][0][0]", "longitude 181", "write -180 to 180")),
    (SHAPES, shape(0, [18, -90]), ("latitude -90 is outside the map",)),
    (SHAPES, shape(2, [float("nan"), 61]), ("NaN is not a number", "write the longitude in degrees")),
    (SHAPES, shape(2, [18, float("inf")]), ("Infinity is not a number",)),
    (SHAPES, shape(2, [True, 61]), ("true is not a number",)),
    (SHAPES, shape(2, ["18", 61]), ('"18" is not a number',)),
    (SHAPES, shape(2, [18, 61, 0]), ("[18, 61, 0] is not a position", "write [longitude, latitude]")),
    (SHAPES, shape(2, None), ("null is not a position",)),
    (SHAPES, lambda t: points(t).__delitem__(slice(2, -1)), ("'upper_sea': an outline of 2 points", "write three points")),
    (SHAPES, lambda t: points(t).pop(), ("an outline that does not end where it begins", "write [18, 61] once more at its end")),
    (SHAPES, lambda t: points(t).__setitem__(slice(2, 4), [[21, 61], [20, 61]]), ("an outline that encloses nothing",)),
    (SHAPES, geometry(None), ("'upper_sea': no geometry; write a Polygon",)),
    (SHAPES, geometry({"type": "Point", "coordinates": [1, 2]}), ("a geometry of the type 'Point'; write a Polygon",)),
    (SHAPES, geometry({"type": "Polygon", "coordinates": []}), ("no coordinates",)),
    (SHAPES, geometry({"type": "Polygon", "coordinates": 3}), ("not a list of coordinates",)),
    (SHAPES, lambda t: t["features"].append(None), ("features[5]: not a feature",)),
    (SHAPES, lambda t: t.update(features=None), ("no list of features",)),
    (COAST, geometry({"type": "LineString", "coordinates": [[1, 2], [3, 4]]}), ("write a Polygon or a MultiPolygon",)),
    (COAST, shape(0, [14, 95]), ("coast.geojson:1: features[0]", "latitude 95")),
    (LINES, geometry({"type": "LineString", "coordinates": [[1, 2], [1, 2]]}), ("a line of one point",)),
    (LINES, says("passage", "ferry"), ('"ferry" is not a passage; write one of sea-sea,',)),
    (LINES, says("between", ["upper_sea", "skeries"]), ('no area "skeries"; did you mean \'skerries\'?',)),
    (LINES, lambda t: t["features"][0].pop("properties"), ("no properties",)),
    (ISLANDS, says("area", "atlantis"), ('no area "atlantis"',)),
    (ISLANDS, says("polygon_km2", "large"), ('"large" is not a size',)),
    (ISLANDS, lambda t: t["features"][0].update(properties=None), ("no properties",)),
]  # fmt: skip


@pytest.mark.parametrize(("name", "how", "said"), BROKEN, ids=[f"{name}-{said[0][:40]}" for name, _, said in BROKEN])
def test_every_kind_of_break_is_named(theatre: Path, name: str, how: Spoil, said: tuple[str, ...]) -> None:
    spoil(theatre, name, how)
    found = "\n".join(map(str, check_files([theatre])[0]))
    assert name in found and all(words in found for words in said), found
    with pytest.raises(FaultyFiles) as refused:
        refuse_broken(theatre / MAP)
    assert sorted(map(str, refused.value.faults)) == sorted(found.splitlines())


TEXTS = [
    (lambda text: text[: len(text) // 2], "the file ends here: write it again"),
    (lambda text: text.replace(":", "=", 1), "not valid JSON"),
    (lambda text: "", "not valid JSON"),
    (lambda text: "[1, 2]", "no list of features"),
    (lambda text: "[" * 100_000, "nested too deeply"),
    (lambda text: re.sub(r"\d\d", "1" * 5000, text, count=1), "geojson:"),
]


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize(("how", "said"), TEXTS, ids=range(len(TEXTS)))
def test_a_file_that_cannot_be_read_is_one_fault(theatre: Path, name: str, how: Callable[[str], str], said: str) -> None:
    path = theatre / MAP / name
    path.write_text(how(path.read_text("utf-8")), "utf-8")
    faults, _ = check_files([theatre])
    assert len(faults) == 1 and name in str(faults[0]) and said in str(faults[0]), faults


@pytest.mark.parametrize("name", KINDS)
def test_a_missing_file_is_one_fault_that_says_what_to_write(theatre: Path, name: str) -> None:
    (theatre / MAP / name).unlink()
    [fault] = check_files([theatre])[0]
    assert name in fault.file and "a map needs this file" in fault.right
    (theatre / MAP / name).write_bytes(b"\xff\xfe")
    assert "is not UTF-8" in str(check_files([theatre])[0][0])


def test_a_fault_stands_on_the_line_of_its_feature(theatre: Path) -> None:
    path = theatre / MAP / SHAPES
    path.write_text(path.read_text("utf-8").replace('"id":"lower_sea"', '"id":"lower_see"'), "utf-8")
    [absent, strange] = check_files([theatre])[0]
    assert "area 'lower_sea' has no shape" in absent.wrong and absent.file.endswith("areas.toml")
    assert (strange.line, strange.key) == (4, "features[2].id")


def test_what_has_nothing_to_draw_may_be_empty(theatre: Path) -> None:
    for name in KINDS:
        if name != SHAPES:
            spoil(theatre, name, lambda tree: tree.update(features=[]))
    assert check_files([theatre])[0] == []
    geography = load_geography(theatre / MAP)
    assert len(geography.places) == 5 and len(geography.borders) == 5  # the outlines of the areas stand for lines of their own
    assert 'id="a-skerries"' in Atlas(theatre / MAP).ground(Atlas(theatre / MAP).box(["skerries"]))


def test_what_was_checked_is_drawn(theatre: Path) -> None:
    geography = load_geography(theatre / MAP)
    assert set(geography.places) == {area.id for area in read_board(theatre / MAP).of("areas")}
    assert len(geography.borders) == 8 and len(geography.isles) == 1


def test_north_is_up_wherever_a_sea_lies(theatre: Path) -> None:
    """The plane is a cone about one meridian: what lies far from it leant by half a right angle."""
    places, atlas = load_geography(theatre / MAP).places, Atlas(theatre / MAP)
    for at in ({name: place.label for name, place in places.items()}, atlas.at):
        assert abs(at["upper_sea"][0] - at["lower_sea"][0]) < 1.0  # km: both lie on 20 degrees east
        assert at["norrmark_shore"][0] < at["skerries"][0] < at["ostvik_shore"][0]
    assert places["upper_sea"].label[1] > places["lower_sea"].label[1] + 300
    assert middle_of([(175.0, 0.0), (-175.0, 0.0)]) == 180.0 and middle_of([(110.0, 0.0), (140.0, 5.0)]) == UPRIGHT
    assert turned([[-179.0, 1.0], [179.0, 1.0]], 180.0) == [[UPRIGHT + 1, 1.0], [UPRIGHT - 1, 1.0]]


def test_the_shipped_map_has_no_fault() -> None:
    for folder in data_folder("maps").iterdir():
        board = read_board(folder)
        assert check_map_shapes(folder, board) == []
        assert middle_of(area.label for area in board.of("areas")) == UPRIGHT  # nothing of it is turned
