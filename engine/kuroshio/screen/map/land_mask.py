"""Whose land lies where in the viewport, coarsely: so that no name stands on the land of another."""

from __future__ import annotations

import numpy as np
import pygame
from numpy.typing import NDArray
from pygame import Rect

from kuroshio.screen.map.base_map import FINE_FROM, MapFrame, dots_of
from kuroshio.screen.map.camera import Camera, Size, per_px
from kuroshio.screen.map.geography import Geography

NOBODY = 255  # land outside every area, or in an area of open sea
RIM = 2  # cells by which the land of an area may reach beyond its outline
SMALLEST = 0.8  # units: an islet less wide does not keep a name away


class LandMask:
    """The owners of the land, one for each cell of some pixels: the number of its area from 1, or `NOBODY`; 0 is water."""

    def __init__(self, geography: Geography, camera: Camera, size: Size, unit: int) -> None:
        self._made_for = camera, size, unit
        self.cell = max(2, unit // 4)
        scale = per_px(camera, size)
        self.number = {name: number for number, name in enumerate(geography.places, 1)}
        cells = (size[0] // self.cell + 1, size[1] // self.cell + 1)
        corner = (camera.x - size[0] / 2 * scale, camera.y + size[1] / 2 * scale)
        frame = MapFrame(*corner, scale * self.cell, cells, 1)
        lands, straits, dry = _sheet(cells), _sheet(cells), _sheet(cells)
        for place in geography.places.values():
            if frame.shows(place.ring) and place.kind != "sea":
                _fill(straits if place.kind == "strait" else lands, self.number[place.id], dots_of(place.ring, frame))
        coast = geography.fine if scale < FINE_FROM else geography.coarse
        for line in coast.land:
            x0, y0, x1, y1 = line.box
            if max(x1 - x0, y1 - y0) >= SMALLEST * unit * scale and frame.shows(line):
                _fill(dry, 1, dots_of(line, frame))
        owned, passage = _spread(_numbers(lands)), _numbers(straits)
        owned = np.where(owned == 0, np.where(passage == 0, NOBODY, passage), owned)
        self.owner: NDArray[np.uint8] = np.where(_numbers(dry) == 0, 0, owned).astype(np.uint8)

    def serves(self, camera: Camera, size: Size, unit: int) -> bool:
        """Whether it was made for this camera, size of the viewport and unit."""
        return self._made_for == (camera, size, unit)

    def of_others(self, box: Rect, area: str) -> bool:
        """Whether a box in pixels of the viewport covers land that is not the area's."""
        part = self._under(box)
        return bool(((part != 0) & (part != self.number.get(area, 0))).any())

    def share(self, box: Rect) -> float:
        """Return which share of a box, from 0 to 1, covers land."""
        part = self._under(box)
        return float((part != 0).mean()) if part.size else 0.0

    def _under(self, box: Rect) -> NDArray[np.uint8]:
        left, top = max(box.left // self.cell, 0), max(box.top // self.cell, 0)
        return self.owner[left : -(-box.right // self.cell), top : -(-box.bottom // self.cell)]


def _sheet(size: Size) -> pygame.Surface:
    sheet = pygame.Surface(size, depth=8)
    sheet.set_palette([pygame.Color(value, value, value) for value in range(256)])
    return sheet


def _fill(sheet: pygame.Surface, number: int, dots: list[list[int]]) -> None:
    if len(dots) > 2:
        pygame.draw.polygon(sheet, number, dots)


def _numbers(sheet: pygame.Surface) -> NDArray[np.uint8]:
    return np.array(pygame.surfarray.pixels2d(sheet), np.uint8)


def _spread(owned: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return owners with a rim of cells more: outlines of areas are coarser than coasts, and a shore is no land of another."""
    for _ in range(RIM):
        wider = owned.copy()
        for axis, step in ((0, 1), (0, -1), (1, 1), (1, -1)):
            wider = np.where(wider == 0, np.roll(owned, step, axis), wider)
        owned = wider
    return owned
