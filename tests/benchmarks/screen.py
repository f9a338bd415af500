"""`python -m tests.benchmarks.screen`: what drawing the map costs, as ratios to a plain blit of the window in the same run.

A panned frame moves what is drawn already and draws the names; a zoomed frame scales it; settling draws the map anew.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable

import pygame

from kuroshio.files.content_folders import data_folder
from kuroshio.files.loader import board_of, read_board
from kuroshio.screen.drawing.fonts import Fonts
from kuroshio.screen.drawing.theme import THEMES
from kuroshio.screen.map.camera import Camera, Size, fit, pan, zoom
from kuroshio.screen.map.geography import Geography, box_of, load_geography
from kuroshio.screen.map.map_image import MapImage

SIZES: tuple[Size, ...] = ((1920, 1080), (3840, 2160))
FRAMES = 60
MAP = "first_island_chain"
PANNED_BAR = 4.0  # blits


def timed(act: Callable[[], object]) -> float:
    """Seconds that one call takes."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def views(geography: Geography, size: Size) -> list[Camera]:
    """The views that come with the map."""
    board = board_of(read_board(data_folder("maps") / MAP))
    return [fit(box_of(geography, view.areas), size) for view in board.views]


def make_map_image(geography: Geography) -> MapImage:
    """A map with every name in both languages."""
    board = board_of(read_board(data_folder("maps") / MAP))
    names = {area.id: (area.short or area.name, area.short_ja) for area in board.areas}
    return MapImage(geography, THEMES["light"], Fonts(), names)


def measure(geography: Geography, size: Size) -> dict[str, float]:
    """The cost of a panned and a zoomed frame and of settling, in blits of the window; what settling takes in seconds."""
    window = pygame.display.set_mode(size)
    plain = pygame.Surface(size).convert()
    map_image = make_map_image(geography)
    unit = map_image.fonts.unit(size[1])
    costs: dict[str, list[float]] = {"blit": [], "panned": [], "zoomed": [], "settled": []}
    for camera in views(geography, size):
        costs["settled"].append(timed(lambda camera=camera: map_image.settle(camera, size)))  # type: ignore[misc]
        map_image.draw(window, camera, unit=unit, japanese=True)
        for i in range(FRAMES):  # in turns, so that a busy moment falls on all
            moved, nearer = pan(camera, 3 * i, 2 * i, size), zoom(camera, 1 + i / FRAMES, (200, 300), size)
            costs["blit"].append(timed(lambda: window.blit(plain, (0, 0))))
            costs["panned"].append(timed(lambda at=moved: map_image.draw(window, at, unit=unit, japanese=True)))  # type: ignore[misc]
            if i % 10 == 0:
                costs["zoomed"].append(timed(lambda at=nearer: map_image.draw(window, at, unit=unit, japanese=True)))  # type: ignore[misc]
    middle = {name: statistics.median(found) for name, found in costs.items()}
    ratios = {name: middle[name] / middle["blit"] for name in ("panned", "zoomed", "settled")}
    return ratios | {"seconds": max(costs["settled"])}


def main() -> None:
    """Print the ratios, and whether their bar is held."""
    os.environ["SDL_VIDEODRIVER"] = "dummy"
    pygame.display.init()
    started = time.perf_counter()
    geography = load_geography(data_folder("maps") / MAP)
    print(f"{'map read and projected, seconds (to be read, not judged)':<60} {time.perf_counter() - started:>8.2f}")
    for size in SIZES:
        found = measure(geography, size)
        held = "held" if found["panned"] <= PANNED_BAR else "MISSED"
        at = f"{size[0]}x{size[1]}"
        print(f"{f'panned frame at {at}, in blits of the window':<60} {found['panned']:>8.2f}  <= {PANNED_BAR:g} {held}")
        print(f"{f'zoomed frame at {at}, in blits of the window':<60} {found['zoomed']:>8.2f}")
        print(f"{f'map drawn anew at {at}, in blits of the window':<60} {found['settled']:>8.1f}")
        print(f"{f'map drawn anew at {at}, the slowest view, seconds':<60} {found['seconds']:>8.2f}")


if __name__ == "__main__":
    main()
