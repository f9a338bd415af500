"""Which part of the map is shown when nobody has moved it, and the whole map as an inset beside it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pygame
from attrs import evolve
from pygame import Rect

from kuroshio.model.board import MapView
from kuroshio.picture.picture import FlashpointPicture
from kuroshio.screen.drawing.painter import Painter
from kuroshio.screen.map.base_map import MapFrame, draw_base, draw_diamond
from kuroshio.screen.map.camera import Camera, fit, to_km, to_px
from kuroshio.screen.map.geography import Geography, box_of

INSET = 0.3  # of the map's height, at most
NARROW = 0.24  # of the map's width, at most
NEARER = 0.72  # the view is so much narrower than the whole map, or less, where an inset is worth its room


def opening_view(
    geography: Geography, views: Sequence[MapView], spots: Sequence[FlashpointPicture], seat: str = ""
) -> tuple[str, ...]:
    """Return the areas of the map view in which the ladder stands highest; none where there is one flashpoint or none.

    A game with several flashpoints is too wide for one picture. A seat sees first a place that it disputes or holds itself. Of
    equal ladders the first of the rules counts. The widest map view is none to open on; of the others it is the one in which the
    flashpoint lies, or else the nearest.
    """
    parts = sorted(views, key=lambda view: -_across(geography, view))[1:]
    known = [spot for spot in spots if spot.area in geography.places]
    if len(known) < 2 or not parts:
        return ()
    own = [spot for spot in known if seat and seat in (spot.challenger, spot.holder)]
    hottest = max(own or known, key=lambda spot: spot.ladder.value if spot.ladder.value is not None else -1)
    x, y = geography.places[hottest.area].label
    return min(parts, key=lambda view: _away(geography, view, x, y)).areas


def parts_told(views: Sequence[MapView]) -> str:
    """Return the keys that show a part of the map larger, in a few words; empty for a map without parts.

    >>> parts_told([MapView(id="a", name="A", source="", areas=(), key=key) for key in "123"])
    'Larger: 1 to 3'
    """
    keys = [view.key for view in views if view.key]
    return f"Larger: {keys[0]} to {keys[-1]}" if keys else ""


def _across(geography: Geography, view: MapView) -> float:
    x0, y0, x1, y1 = box_of(geography, view.areas)
    return math.hypot(x1 - x0, y1 - y0)


def _away(geography: Geography, view: MapView, x: float, y: float) -> tuple[float, float]:
    """Return how far a point lies from a view in km, 0 within it, and how far from its middle."""
    x0, y0, x1, y1 = box_of(geography, view.areas)
    beyond = math.hypot(max(x0 - x, 0, x - x1), max(y0 - y, 0, y - y1))
    return beyond, math.hypot((x0 + x1) / 2 - x, (y0 + y1) / 2 - y)


class WholeInset:
    """The whole map, small, in a corner of the map: what the view shows of it, and the flashpoints by their ladders."""

    def __init__(self, geography: Geography) -> None:
        self.geography = geography
        self._image: tuple[tuple[str, tuple[int, int], int], pygame.Surface] | None = None

    def place(self, painter: Painter, view: Rect, camera: Camera, away: Sequence[tuple[float, float]]) -> Rect | None:
        """Return the rect of the inset in pixels of the map; None where the view is nearly the whole map, or has no room.

        away: points in km that it should not hide; it takes the corner with the fewest of them.
        """
        whole = fit(self.geography.edge, view.size)
        x0, y0, x1, y1 = self.geography.edge
        high = min(view.height * INSET, view.width * NARROW * (y1 - y0) / (x1 - x0))
        size = round(high * (x1 - x0) / (y1 - y0)), round(high)
        if camera.km > whole.km * NEARER or min(size) < painter.px(6):
            return None
        edge = painter.px(0.5)
        inner = Rect((0, 0), view.size).inflate(-2 * edge, -2 * edge)
        box = Rect((0, 0), size)
        corners = [box.copy() for _ in range(4)]
        for corner, side in zip(corners, ("bottomright", "topright", "bottomleft", "topleft")):
            setattr(corner, side, getattr(inner, side))
        pixels = [to_px(camera, x, y, view.size) for x, y in away]
        return min(corners, key=lambda corner: sum(corner.inflate(edge * 4, edge * 4).collidepoint(at) for at in pixels))

    def draw(self, painter: Painter, rect: Rect, view: Rect, camera: Camera, spots: Sequence[FlashpointPicture]) -> None:
        """Draw the inset. rect: in pixels of the window; view: the rect of the map."""
        own = fit(self.geography.edge, rect.size)
        painter.surface.blit(self._base(painter, own, rect.size), rect)
        for spot in spots:
            if spot.area in self.geography.places:
                x, y = to_px(own, *self.geography.places[spot.area].label, rect.size)
                draw_diamond(painter.surface, (round(rect.x + x), round(rect.y + y)), painter.px(0.3), painter.theme)
        left, top = to_px(own, *to_km(camera, 0, 0, view.size), rect.size)
        right, bottom = to_px(own, *to_km(camera, *view.size, view.size), rect.size)
        frame = Rect(round(rect.x + left), round(rect.y + top), round(right - left), round(bottom - top))
        pygame.draw.rect(painter.surface, painter.color("accent"), frame.clip(rect), max(2, painter.unit // 7))
        pygame.draw.rect(painter.surface, painter.color("ink"), rect, max(1, painter.unit // 10))
        painter.hit(rect, "look:whole", "The whole map", still=True)

    def _base(self, painter: Painter, own: Camera, size: tuple[int, int]) -> pygame.Surface:
        key = painter.theme.name, size, painter.unit
        if self._image is None or self._image[0] != key:
            scale = own.km / size[0]
            left, top = own.x - size[0] / 2 * scale, own.y + size[1] / 2 * scale
            frame = MapFrame(left, top, scale, size, max(1, painter.unit // 3))
            self._image = key, draw_base(evolve(self.geography, isles=()), painter.theme, frame)
        return self._image[1]
