"""The projection against values worked by hand, and the camera's movements."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuroshio.screen.map.camera import CLOSEST, WIDEST, Camera, fit, keep_within, pan, to_km, to_px, zoom
from kuroshio.screen.map.projection import project, unproject

SIZE = (1600, 900)
CAMERA = Camera(100.0, -200.0, 3200.0)  # two km to a pixel
CAMERAS = st.builds(Camera, st.floats(-3000, 3000), st.floats(-3000, 3000), st.floats(200, 9000))
SPOTS = st.tuples(st.floats(0, 1600), st.floats(0, 900))

# By hand, with a table of logarithms. cos 12 = 0.978148, cos 38 = 0.788011, tan 51 = 1.234897, tan 64 = 2.050304:
# n = ln 1.241287 / ln 1.660303 = 0.216149 / 0.507000 = 0.426329, F = 0.978148 * 1.234897^n / n = 2.510294,
# R F = 15993.1, rho0 = 15993.1 / (tan 56)^n = 15993.1 / 1.182790 = 13521.5. At 35 N: rho = 15993.1 / (tan 62.5)^n
# = 15993.1 / 1.320912 = 12107.6; 10 degrees east theta = 4.26329 degrees, sine 0.074340, cosine 0.997233.
# At 10 N: rho = 15993.1 / (tan 50)^n = 15993.1 / 1.077636 = 14840.9.
BY_HAND = [
    (125.0, 35.0, 0.0, 1413.9),
    (135.0, 35.0, 900.1, 1447.4),
    (115.0, 10.0, -1103.2, -1278.1),
]


@pytest.mark.parametrize("lon, lat, x, y", BY_HAND)
def test_projection_of_points_worked_by_hand(lon: float, lat: float, x: float, y: float) -> None:
    assert [float(value) for value in project(lon, lat)] == pytest.approx([x, y], abs=0.2)


def test_the_origin_is_the_origin() -> None:
    assert [float(value) for value in project(125.0, 22.0)] == pytest.approx([0.0, 0.0], abs=1e-9)


@pytest.mark.parametrize("lat", [12.0, 38.0])
def test_distances_are_true_along_the_standard_parallels(lat: float) -> None:
    x, y = project([125.0, 125.01], [lat, lat])
    assert math.hypot(x[1] - x[0], y[1] - y[0]) == pytest.approx(
        6371 * math.cos(math.radians(lat)) * math.radians(0.01), rel=1e-7
    )


@pytest.mark.parametrize("lon, lat", [(98.0, 0.0), (150.0, 46.0), (121.0, 24.0), (140.0, 36.0)])
def test_scale_is_within_four_per_cent_and_the_same_both_ways(lon: float, lat: float) -> None:
    x, y = project([lon, lon + 0.01, lon], [lat, lat, lat + 0.01])
    east = math.hypot(x[1] - x[0], y[1] - y[0]) / (6371 * math.cos(math.radians(lat)) * math.radians(0.01))
    north = math.hypot(x[2] - x[0], y[2] - y[0]) / (6371 * math.radians(0.01))
    assert east == pytest.approx(north, rel=1e-3)
    assert 0.96 < east < 1.09  # the most is at the corners of the map


@given(st.floats(60, 179), st.floats(-20, 70))
def test_there_and_back(lon: float, lat: float) -> None:
    back = unproject(*project(lon, lat))
    assert [float(value) for value in back] == pytest.approx([lon, lat], abs=1e-9)


def test_arrays_are_projected_at_once() -> None:
    lon, lat = np.asarray([120.0, 130.0, 140.0]), np.asarray([10.0, 20.0, 30.0])
    x, y = project(lon, lat)
    assert x.shape == y.shape == (3,)
    assert [float(x[1]), float(y[1])] == [float(value) for value in project(130.0, 20.0)]


def test_pixels_and_kilometres() -> None:
    assert to_px(CAMERA, 100.0, -200.0, SIZE) == (800, 450)
    assert to_px(CAMERA, 300.0, -100.0, SIZE) == (900, 400)  # north is up
    assert to_km(CAMERA, 0, 0, SIZE) == (-1500.0, 700.0)


@given(CAMERAS, SPOTS)
def test_to_pixels_and_back(camera: Camera, spot: tuple[float, float]) -> None:
    assert to_px(camera, *to_km(camera, *spot, SIZE), SIZE) == pytest.approx(spot, abs=1e-6)


def test_pan_follows_the_hand() -> None:
    before = to_px(CAMERA, 500.0, 50.0, SIZE)
    after = to_px(pan(CAMERA, 30, -20, SIZE), 500.0, 50.0, SIZE)
    assert (after[0] - before[0], after[1] - before[1]) == pytest.approx((30, -20))


@given(CAMERAS, SPOTS, st.floats(0.1, 10))
def test_zoom_keeps_the_point_under_the_pointer(camera: Camera, spot: tuple[float, float], factor: float) -> None:
    zoomed = zoom(camera, factor, spot, SIZE)
    assert to_km(zoomed, *spot, SIZE) == pytest.approx(to_km(camera, *spot, SIZE), abs=1e-6)
    assert CLOSEST <= zoomed.km <= WIDEST


def test_zoom_makes_things_larger() -> None:
    assert zoom(CAMERA, 2, (0, 0), SIZE).km == 1600


@pytest.mark.parametrize("box", [(-100, -50, 900, 150), (-100, -900, 50, 900), (0, 0, 1, 1)])
def test_fit_shows_the_whole_box_in_the_middle(box: tuple[float, float, float, float]) -> None:
    camera = fit(box, SIZE)
    left, top = to_px(camera, box[0], box[3], SIZE)
    right, bottom = to_px(camera, box[2], box[1], SIZE)
    assert left >= 0 and top >= 0 and right <= SIZE[0] and bottom <= SIZE[1]
    assert left == pytest.approx(SIZE[0] - right) and top == pytest.approx(SIZE[1] - bottom)


@given(CAMERAS)
def test_the_map_never_leaves_the_view(camera: Camera) -> None:
    box = (-3000.0, -2500.0, 2800.0, 2900.0)
    kept = keep_within(camera, box, SIZE)
    assert kept.km <= fit(box, SIZE).km
    x0, y1 = to_km(kept, 0, 0, SIZE)
    x1, y0 = to_km(kept, *SIZE, SIZE)
    for least, most, low, high in ((x0, x1, box[0], box[2]), (y0, y1, box[1], box[3])):
        held = least >= low - 1e-6 and most <= high + 1e-6
        around = least <= low + 1e-6 and most >= high - 1e-6
        assert held or around
    assert keep_within(kept, box, SIZE) == kept
