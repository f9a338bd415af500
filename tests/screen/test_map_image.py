"""The drawn map: what is where, and that moving it costs little and settling makes it sharp."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pygame
import pytest

from kuroshio.files.content_folders import data_folder
from kuroshio.files.loader import board_of, read_board
from kuroshio.screen.drawing.fonts import Fonts
from kuroshio.screen.drawing.theme import THEMES, luminance, rgb
from kuroshio.screen.map import map_image as map_image_module
from kuroshio.screen.map.base_map import clip, water_color
from kuroshio.screen.map.camera import Camera, Size, fit, pan, to_px, zoom
from kuroshio.screen.map.geography import Geography, box_of, load_geography
from kuroshio.screen.map.map_image import MapImage
from kuroshio.screen.map.projection import project

FOLDER = data_folder("maps") / "first_island_chain"
SIZE = (960, 540)
UNIT = 11
BOARD = board_of(read_board(FOLDER))
NAMES = {area.id: (area.short, area.short_ja) for area in BOARD.areas}


@pytest.fixture(autouse=True)
def screen(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    pygame.display.init()
    pygame.font.init()
    pygame.display.set_mode(SIZE)
    yield
    pygame.display.quit()


@pytest.fixture(scope="module")
def geography() -> Geography:
    return load_geography(FOLDER)


@pytest.fixture
def map_image(geography: Geography) -> MapImage:
    return MapImage(geography, THEMES["light"], Fonts(), NAMES)


def drawn(map_image: MapImage, camera: Camera, **more: object) -> pygame.Surface:
    surface = pygame.Surface(SIZE)
    surface.fill("#ff00ff")
    map_image.draw(surface, camera, unit=UNIT, **more)  # type: ignore[arg-type]
    return surface


def pixels(surface: pygame.Surface) -> np.ndarray:
    return np.frombuffer(pygame.image.tobytes(surface, "RGB"), np.uint8).reshape(*SIZE[::-1], 3).astype(int)


def at(surface: pygame.Surface, camera: Camera, lon: float, lat: float) -> tuple[int, int, int]:
    x, y = project(lon, lat)
    px, py = to_px(camera, float(x), float(y), SIZE)
    return tuple(surface.get_at((round(px), round(py)))[:3])  # type: ignore[return-value]


def whole(geography: Geography) -> Camera:
    return fit(box_of(geography, BOARD.views[0].areas), SIZE)


def near(geography: Geography, *areas: str) -> Camera:
    return fit(box_of(geography, areas), SIZE)


@pytest.mark.parametrize("name", THEMES)
def test_colours_are_where_they_belong(geography: Geography, name: str) -> None:
    theme = THEMES[name]
    map_image = MapImage(geography, theme, Fonts(), {})
    camera = whole(geography)
    surface = drawn(map_image, camera)
    assert at(surface, camera, 137.5, 28.0) == rgb(theme.sea)
    assert at(surface, camera, 105.0, 45.0) == rgb(theme.foreign)  # land beyond all areas
    assert at(surface, camera, 116.9, 37.0) == rgb(theme.land)
    assert at(surface, camera, 112.9, 15.7) == rgb(water_color("island", theme))


def test_straits_are_lighter_or_darker_and_hatched(geography: Geography) -> None:
    """In shades of grey too: the mean differs from the sea's, and so does the spread."""
    for theme in THEMES.values():
        camera = near(geography, "miyako_strait")
        picture = pixels(drawn(MapImage(geography, theme, Fonts(), {}), camera)) @ np.asarray([0.2126, 0.7152, 0.0722])
        x, y = (round(value) for value in to_px(camera, *geography.places["miyako_strait"].label, SIZE))
        strait = picture[y - 20 : y + 20, x - 20 : x + 20]
        assert strait.std() > 3
        assert abs(luminance(theme.strait) - luminance(theme.sea)) > 0.01 or strait.std() > 8


def test_the_chain_is_one_line(geography: Geography) -> None:
    theme = THEMES["light"]
    camera = whole(geography)
    surface = drawn(MapImage(geography, theme, Fonts(), {}), camera)
    points = [to_px(camera, x, y, SIZE) for x, y in geography.chain.points.tolist()]
    seen = [(round(x), round(y)) for x, y in points if 0 <= x < SIZE[0] and 0 <= y < SIZE[1]]
    hits = [np.abs(np.subtract(surface.get_at(spot)[:3], rgb(theme.chain))).max() < 40 for spot in seen]
    assert len(seen) > 100 and sum(hits) > 0.9 * len(hits)


def test_a_diamond_for_what_is_disputed(geography: Geography) -> None:
    theme = THEMES["light"]
    camera = near(geography, "scarborough")
    assert at(drawn(MapImage(geography, theme, Fonts(), {}), camera), camera, 117.76, 15.15) == rgb(theme.disputed)


def test_the_whole_of_the_surface_is_drawn(map_image: MapImage, geography: Geography) -> None:
    camera = whole(geography)
    drawn(map_image, camera)
    for other in (camera, pan(camera, 3000, 50, SIZE), zoom(camera, 0.3, (10, 10), SIZE), zoom(camera, 20, (10, 10), SIZE)):
        assert not (pixels(drawn(map_image, other)) == (255, 0, 255)).all(axis=2).any()


def test_a_moved_picture_is_the_same_as_a_new_one(geography: Geography) -> None:
    """By whole pixels, within the margin, without names."""
    camera = near(geography, "okinawa", "taiwan")
    map_image = MapImage(geography, THEMES["light"], Fonts(), {})
    drawn(map_image, camera)
    moved = pan(camera, 64, -32, SIZE)
    old = pixels(drawn(map_image, moved))
    new = pixels(drawn(MapImage(geography, THEMES["light"], Fonts(), {}), moved))
    differing = (np.abs(old - new).max(axis=2) > 24).mean()
    assert differing < 0.01


def test_moving_within_the_margin_draws_nothing(
    map_image: MapImage, geography: Geography, monkeypatch: pytest.MonkeyPatch
) -> None:
    camera = near(geography, "okinawa", "taiwan")
    drawn(map_image, camera)
    monkeypatch.setattr(map_image_module, "draw_base", lambda *_: pytest.fail("drawn anew"))
    assert not map_image.needs_settle
    for other in (pan(camera, 100, 60, SIZE), pan(camera, -230, -130, SIZE), zoom(camera, 1.7, (5, 5), SIZE)):
        drawn(map_image, other)
        assert map_image.needs_settle
    map_image.settle(pan(camera, 40, 30, SIZE), SIZE)
    assert not map_image.needs_settle


def test_settling_makes_it_sharp(map_image: MapImage, geography: Geography) -> None:
    camera = near(geography, "okinawa", "taiwan")
    drawn(map_image, camera)
    closer = zoom(camera, 3, (500, 300), SIZE)
    blurred = pixels(drawn(map_image, closer))
    map_image.settle(closer, SIZE)
    sharp = pixels(drawn(map_image, closer))
    fresh = pixels(drawn(MapImage(geography, THEMES["light"], Fonts(), NAMES), closer))
    assert (sharp == fresh).all()
    assert (blurred != fresh).any()
    # What was shown at once had everything in the right place already.
    assert (np.abs(blurred - fresh).max(axis=2) > 60).mean() < 0.08


def test_a_pan_beyond_the_margin_is_mended_by_settling(map_image: MapImage, geography: Geography) -> None:
    camera = near(geography, "okinawa", "taiwan")
    drawn(map_image, camera)
    away = pan(camera, 700, 0, SIZE)
    drawn(map_image, away)
    map_image.settle(away, SIZE)
    assert (pixels(drawn(map_image, away)) == pixels(drawn(MapImage(geography, THEMES["light"], Fonts(), NAMES), away))).all()


def test_names_stay_where_they_are_while_the_map_moves(map_image: MapImage, geography: Geography) -> None:
    camera = whole(geography)
    drawn(map_image, camera)
    before = list(map_image.named.values())
    drawn(map_image, pan(camera, 5, 0, SIZE))
    moved = {tuple(box.move(5, 0)) for box in before}
    assert len(before) > 20
    assert {tuple(box) for box in map_image.named.values()} <= moved
    assert len(map_image.named) > len(before) - 5


@pytest.mark.parametrize("factor", [0.4, 0.8, 1.3, 3.0])
def test_names_never_overlap_while_zooming(map_image: MapImage, geography: Geography, factor: float) -> None:
    camera = whole(geography)
    drawn(map_image, camera, japanese=True, important=("taiwan",))
    drawn(map_image, zoom(camera, factor, (300, 200), SIZE), japanese=True, important=("taiwan",))
    view = pygame.Rect((0, 0), SIZE)
    assert all(view.contains(box) for box in map_image.named.values())
    assert [pair for pair in combinations(map_image.named.values(), 2) if pair[0].colliderect(pair[1])] == []


def test_names_are_no_smaller_than_the_unit_and_taller_with_japanese(map_image: MapImage, geography: Geography) -> None:
    camera = whole(geography)
    drawn(map_image, camera)
    plain = [box.height for box in map_image.named.values()]
    drawn(map_image, camera, japanese=True)
    both = [box.height for box in map_image.named.values()]
    assert min(plain) >= UNIT and min(both) > 1.7 * min(plain)


def test_counters_make_names_give_way(map_image: MapImage, geography: Geography) -> None:
    camera = near(geography, "taiwan", "okinawa")
    at_label = to_px(camera, *geography.places["okinawa"].label, SIZE)
    drawn(map_image, camera)
    assert any(box.collidepoint(at_label) for box in map_image.named.values())
    drawn(map_image, camera, stacks={"okinawa": pygame.Rect(round(at_label[0]) - 30, round(at_label[1]) - 20, 60, 40)})
    assert not any(box.collidepoint(at_label) for box in map_image.named.values())


def test_another_size_of_window(map_image: MapImage, geography: Geography) -> None:
    other: Size = (700, 500)
    camera = whole(geography)
    drawn(map_image, camera)
    surface = pygame.Surface(other)
    map_image.draw(surface, camera, unit=UNIT)
    assert map_image.needs_settle
    map_image.settle(camera, other)
    map_image.draw(surface, camera, unit=UNIT)
    assert not map_image.needs_settle
    assert all(pygame.Rect((0, 0), other).contains(box) for box in map_image.named.values())


def test_a_ring_is_clipped_to_the_picture() -> None:
    ring = np.asarray([[-500.0, 10.0], [5000.0, 10.0], [5000.0, 20.0], [-500.0, 20.0]])
    clipped = clip(ring, (100, 50))
    assert clipped[:, 0].min() == -4 and clipped[:, 0].max() == 104
    assert len(clip(ring + np.asarray([0, 900]), (100, 50))) == 0
