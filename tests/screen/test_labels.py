"""Names: never over one another, never outside the view, never over counters, never too small."""

from __future__ import annotations

from itertools import combinations

import pygame
import pytest

from kuroshio.files.content_folders import data_folder
from kuroshio.files.loader import board_of, read_board
from kuroshio.screen.map.camera import Camera, fit, to_km, to_px, zoom
from kuroshio.screen.map.geography import Geography, area_at, box_of, load_geography
from kuroshio.screen.map.labels import Wanted, label_box, place_labels

FOLDER = data_folder("maps") / "first_island_chain"
SIZES = [(640, 360), (1280, 720), (1920, 1080)]
IMPORTANT = ("taiwan", "senkaku_waters", "okinawa")
VIEWS = board_of(read_board(FOLDER)).views


@pytest.fixture(scope="module")
def geography() -> Geography:
    return load_geography(FOLDER)


Stacks = dict[str, pygame.Rect]


def wanted(geography: Geography, unit: int, stacks: Stacks) -> Wanted:
    sizes = {name: (round(0.55 * unit * min(len(name), 12)), round(1.4 * unit)) for name in geography.places}
    return Wanted(sizes, IMPORTANT, tuple(stacks.values()))


def boxes(geography: Geography, camera: Camera, size: tuple[int, int], stacks: Stacks | None = None) -> dict[str, pygame.Rect]:
    unit = size[1] // 50 + 1
    found = place_labels(geography, camera, size, unit, wanted(geography, unit, stacks or {}))
    return {label.area: label_box(label, camera, size) for label in found}


def cameras(geography: Geography, size: tuple[int, int]) -> list[Camera]:
    views = [fit(box_of(geography, view.areas), size) for view in VIEWS]
    return [*views, *(zoom(view, 2.5, (size[0] * 0.3, size[1] * 0.6), size) for view in views)]


@pytest.mark.parametrize("size", SIZES)
def test_names_never_overlap_nor_leave_the_view(geography: Geography, size: tuple[int, int]) -> None:
    view = pygame.Rect((0, 0), size)
    for camera in cameras(geography, size):
        found = boxes(geography, camera, size)
        assert len(found) >= 4
        assert all(view.contains(box) for box in found.values())
        assert [pair for pair in combinations(found.values(), 2) if pair[0].colliderect(pair[1])] == []


@pytest.mark.parametrize("size", SIZES)
def test_names_keep_off_counters(geography: Geography, size: tuple[int, int]) -> None:
    wide, high = size[1] // 8, size[1] // 14
    for camera in cameras(geography, size):
        stacks = {}
        for name in ("okinawa", "taiwan", "sakishima", "luzon"):
            x, y = to_px(camera, *geography.places[name].label, size)
            stacks[name] = pygame.Rect(round(x) - wide // 2, round(y) - high // 2, wide, high)
        for name, box in boxes(geography, camera, size, stacks).items():
            assert box.collidelist(list(stacks.values())) < 0, name


def test_a_name_at_its_full_size_or_none(geography: Geography) -> None:
    size = (640, 360)
    found = boxes(geography, fit(geography.edge, size), size)
    shapes = wanted(geography, size[1] // 50 + 1, {}).sizes
    assert 0 < len(found) < len(geography.places)
    assert all(box.size == shapes[name] for name, box in found.items())


def test_what_is_important_is_always_named(geography: Geography) -> None:
    for size in SIZES:
        found = boxes(geography, fit(box_of(geography, VIEWS[0].areas), size), size)
        assert set(IMPORTANT) <= set(found)


def test_most_names_stand_in_their_own_area(geography: Geography) -> None:
    size = (1920, 1080)
    for camera in cameras(geography, size)[: len(VIEWS)]:
        found = boxes(geography, camera, size)
        at_home = [area_at(geography, *to_km(camera, *box.center, size)) == name for name, box in found.items()]
        assert sum(at_home) >= 0.9 * len(found)


def test_an_area_of_which_only_a_part_is_seen_is_named_there(geography: Geography) -> None:
    """Its label point lies outside the view."""
    x, y = geography.places["philippine_sea_north"].label
    camera, size = Camera(x - 700, y, 900.0), (1280, 720)
    assert not pygame.Rect((0, 0), size).collidepoint(to_px(camera, x, y, size))
    assert "philippine_sea_north" in boxes(geography, camera, size)


def test_a_name_that_must_stand_off_is_led_to_its_place(geography: Geography) -> None:
    """Everything around the counters is taken: the name finds its place farther off, and a line leads from it."""
    size, unit = (1280, 720), 20
    camera = fit(box_of(geography, VIEWS[0].areas), size)
    x, y = to_px(camera, *geography.places["senkaku_waters"].label, size)
    core = pygame.Rect(round(x) - 30, round(y) - 10, 60, 20)
    for taken, off in ((core, False), (core.inflate(42, 42), True)):
        sizes = {"senkaku_waters": (90, 24), "yellow_sea": (60, 24)}
        wanted = Wanted(sizes, IMPORTANT, (taken,), {"senkaku_waters": core})
        found = {label.area: label for label in place_labels(geography, camera, size, unit, wanted)}
        led = found["senkaku_waters"].led
        assert found["yellow_sea"].led is None and (led is not None) == off
        assert led is None or to_px(camera, *led, size) == pytest.approx(core.center, abs=1)


def test_the_same_every_time(geography: Geography) -> None:
    size = (1280, 720)
    camera = fit(geography.edge, size)
    assert boxes(geography, camera, size) == boxes(geography, camera, size)
