"""The boxes of flashpoints on the map: the name, the rung of the ladder, who administers the place and how firmly."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pygame
from attrs import frozen
from pygame import Rect

from kuroshio.picture.gauge_pictures import Gauge
from kuroshio.picture.picture import FlashpointPicture
from kuroshio.screen.drawing.painter import Painter
from kuroshio.screen.map.base_map import draw_diamond
from kuroshio.screen.map.camera import Camera, Size, to_px
from kuroshio.screen.map.counter_layout import free_place
from kuroshio.screen.map.land_mask import LandMask
from kuroshio.screen.panels.widgets import draw_plate
from kuroshio.screen.window.shown_names import ShownNames

ON_LAND = 3.0  # rings of places that a box goes farther off rather than lie wholly on land


@frozen
class BoxPlace:
    """Where the box of a flashpoint is. x, y: the km at its middle; size: in pixels; at: the km that its line leads to."""

    spot: str
    x: float
    y: float
    size: tuple[int, int]
    at: tuple[float, float]

    def rect(self, camera: Camera, view: Rect) -> Rect:
        """Return its present rect in pixels of the window. view: the rect of the map."""
        x, y = to_px(camera, self.x, self.y, view.size)
        return Rect(round(view.x + x - self.size[0] / 2), round(view.y + y - self.size[1] / 2), *self.size)

    def end(self, camera: Camera, view: Rect) -> tuple[int, int]:
        """Return the pixel of the window that its line leads to."""
        x, y = to_px(camera, *self.at, view.size)
        return round(view.x + x), round(view.y + y)


def along(end: tuple[int, int], box: Rect, unit: int) -> list[Rect]:
    """Return small rects on the line from a point to a box, and one at the point: names keep off them."""
    start = nearest(end, box)
    steps = max(1, round(math.dist(start, end) / max(unit // 2, 1)))
    side = max(4, unit // 2)
    points = [(end[0] + (start[0] - end[0]) * n / steps, end[1] + (start[1] - end[1]) * n / steps) for n in range(steps + 1)]
    return [Rect(round(x - side / 2), round(y - side / 2), side, side) for x, y in points]


def nearest(at: tuple[int, int], box: Rect) -> tuple[int, int]:
    """Return the point of a box that is nearest to a pixel."""
    return max(box.left, min(at[0], box.right)), max(box.top, min(at[1], box.bottom))


def said(gauge: Gauge) -> str:
    """Return a gauge as its value and its most, such as 3/5; an unknown value is a question mark."""
    return f"{'?' if gauge.value is None else gauge.value}/{gauge.most}"


def box_size(painter: Painter, spot: FlashpointPicture, names: ShownNames) -> tuple[int, int]:
    """Return the width and height of a flashpoint's box in pixels."""
    second = painter.wide(_ladder(spot), bold=True) + painter.px(1.0) + painter.high() + painter.px(0.4)
    second += painter.wide(said(spot.control), bold=True)
    wide = max(painter.wide(names.hotspot(spot.id), bold=True), second)
    return wide + painter.px(1.2), 2 * painter.high() + painter.px(0.4)


def place_box(
    painter: Painter, size: Size, at: tuple[int, int], taken: Sequence[Rect], marks: Sequence[Rect], view: Rect, land: LandMask
) -> Rect | None:
    """Return the free place nearest to a pixel, rather over water than over land.

    None if there is none, or only one whose line would strike out one of the marks that stand on the map.
    """
    within = view.inflate(-painter.px(0.6), -painter.px(0.6))
    box = free_place(
        Rect((0, 0), size), at, taken, within, painter.px(1.6),
        price=lambda place: ON_LAND * land.share(place.move(-view.x, -view.y)),
    )  # fmt: skip
    struck = [other for other in marks if not other.collidepoint(at) and other.clipline(at, nearest(at, box))]
    return box if within.contains(box) and box.collidelist(list(taken)) < 0 and not struck else None


def draw_flashpoint(painter: Painter, box: Rect, at: tuple[int, int], spot: FlashpointPicture, names: ShownNames) -> None:
    """Draw the box of a flashpoint, and the line that leads to its place. It is red from the rung at which a crisis opens."""
    pygame.draw.line(painter.surface, painter.color("ink"), at, nearest(at, box), max(2, painter.unit // 8))
    draw_diamond(painter.surface, at, painter.px(0.35), painter.theme)
    hot = spot.ladder.value is not None and spot.ladder.value >= spot.crisis_at
    ink = "panel" if hot else "ink"
    painter.box(box, "bad" if hot else "panel", "ink", 0.4, max(1, painter.unit // 8))
    left, y = box.x + painter.px(0.6), box.y + painter.px(0.2)
    painter.text((left, y), names.hotspot(spot.id), color=ink, bold=True)
    y += painter.high()
    word = painter.text((left, y), _ladder(spot), color=ink, bold=True)
    holder = names.sides.get(spot.holder)
    mark = Rect(
        word.right + painter.px(1.0), y + painter.px(0.1), painter.high() - painter.px(0.2), painter.high() - painter.px(0.2)
    )
    draw_plate(painter, mark, holder.color if holder else painter.color("soft"), holder.letter if holder else "?")
    painter.text((mark.right + painter.px(0.4), y), said(spot.control), color=ink, bold=True)


def _ladder(spot: FlashpointPicture) -> str:
    return f"Ladder {said(spot.ladder)}"
