"""What the map's files come to on the plane."""

from __future__ import annotations

import numpy as np
import pytest
import tomli

from kuroshio.files.content_folders import data_folder
from kuroshio.screen.map.geography import Geography, area_at, box_of, clip_side, cut_up, inside, load_geography, runs, smooth
from kuroshio.screen.map.projection import project

FOLDER = data_folder("maps") / "first_island_chain"
SQUARE = np.asarray([[0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0], [0.0, 0.0]])


@pytest.fixture(scope="module")
def geography() -> Geography:
    return load_geography(FOLDER)


def test_every_area_has_its_place(geography: Geography) -> None:
    areas = tomli.loads((FOLDER / "areas.toml").read_text(encoding="utf-8"))["area"]
    assert list(geography.places) == [area["id"] for area in areas]
    for area in areas:
        place = geography.places[area["id"]]
        assert (place.kind, place.chain) == (area["kind"], area["chain"])
        assert area_at(geography, *place.label) == area["id"]
        assert inside(place.spots, place.ring.points).all() and len(place.spots) > 5


@pytest.mark.parametrize(
    "lon, lat, area",
    [(139.7, 35.7, "honshu_shikoku"), (121.0, 24.0, "taiwan"), (123.5, 25.75, "senkaku_waters"), (80.0, 0.0, "")],
)
def test_area_at_a_point(geography: Geography, lon: float, lat: float, area: str) -> None:
    x, y = project(lon, lat)
    assert area_at(geography, float(x), float(y)) == area


def test_a_box_holds_its_areas(geography: Geography) -> None:
    both = box_of(geography, ["taiwan", "okinawa"])
    for name in ("taiwan", "okinawa"):
        x0, y0, x1, y1 = geography.places[name].ring.box
        assert both[0] <= x0 and both[1] <= y0 and both[2] >= x1 and both[3] >= y1
    assert box_of(geography, ["taiwan"]) == geography.places["taiwan"].ring.box
    assert box_of(geography, []) == geography.edge
    with pytest.raises(KeyError):
        box_of(geography, ["atlantis"])


def test_the_chain_goes_from_north_to_south_without_a_corner(geography: Geography) -> None:
    points = geography.chain.points
    assert points[0][1] == points[:, 1].max() and points[-1][1] == points[:, 1].min()
    step = np.diff(points, axis=0)
    turn = np.abs(np.diff(np.unwrap(np.arctan2(step[:, 1], step[:, 0]))))
    assert turn.max() < np.radians(12)
    crossed = {area_at(geography, x, y) for x, y in points.tolist()}
    on = {place.id for place in geography.places.values() if place.chain == "on" and place.kind != "strait"}
    assert on <= crossed


def test_frontiers_are_no_shores(geography: Geography) -> None:
    for coast in (geography.fine, geography.coarse):
        shores = {tuple(point) for line in coast.shores for point in line.points.round(3).tolist()}
        assert len(coast.frontiers) > 20 and len(shores) > 1000
        inner = [point for line in coast.frontiers for point in line.points[1:-1].round(3).tolist()]
        assert sum(tuple(point) in shores for point in inner) < len(inner) / 50
    assert len(geography.fine.land) > len(geography.coarse.land)


def test_no_shore_where_the_data_end(geography: Geography) -> None:
    for line in geography.fine.shores:
        assert np.hypot(*np.diff(line.points, axis=0).T).max() < 250
    west = geography.sheet.box[0]
    assert geography.edge[0] - 300 < west <= geography.edge[0]


def test_what_is_disputed(geography: Geography) -> None:
    disputed = [isle for isle in geography.isles if isle.disputed]
    assert 10 < len(disputed) < len(geography.isles)
    reef = project(117.76, 15.15)
    assert any(np.hypot(isle.x - reef[0], isle.y - reef[1]) < 1 for isle in disputed)


def test_inside_a_ring() -> None:
    points = np.asarray([[5.0, 5.0], [11.0, 5.0], [-1.0, 5.0], [5.0, 10.5]])
    assert inside(points, SQUARE).tolist() == [True, False, False, False]


def test_long_edges_are_cut_up() -> None:
    cut = cut_up(np.asarray([[0.0, 0.0], [3.0, 1.5], [3.5, 1.5]]))
    assert cut.tolist() == [[0, 0], [1, 0.5], [2, 1], [3, 1.5], [3.5, 1.5]]


def test_runs_of_a_line() -> None:
    points = np.arange(12.0).reshape(6, 2)
    kept = np.asarray([True, True, False, False, True])
    assert [part[:, 0].tolist() for part in runs(points, kept)] == [[0, 2, 4], [8, 10]]


def test_a_ring_is_cut_at_a_line() -> None:
    half = clip_side(SQUARE, 0, 4.0, -1)
    assert half[:, 0].max() == 4 and half[:, 0].min() == 0
    assert len(clip_side(SQUARE, 1, 20.0, 1)) == 0
    assert clip_side(SQUARE, 1, -1.0, 1) is SQUARE


def test_a_smooth_line_passes_through_its_knots() -> None:
    knots = np.asarray([[0.0, 0.0], [100.0, 50.0], [150.0, 300.0]])
    curve = smooth(knots)
    for knot in knots:
        assert np.hypot(*(curve - knot).T).min() < 1e-9
