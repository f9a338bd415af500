"""The map of the projector: beside the plate of the ladder, near to where the story is."""

from __future__ import annotations

import math
from collections.abc import Sequence

from attrs import evolve
from pygame import Rect

from kuroshio.picture.picture import Beat
from kuroshio.screen.drawing.painter import Painter
from kuroshio.screen.map.camera import Camera, Size, to_px
from kuroshio.screen.map.counter_layout import free_place
from kuroshio.screen.map.flashpoint_boxes import nearest
from kuroshio.screen.map.map_overlay import GameMap
from kuroshio.screen.projector.shown_page import ShownPage
from kuroshio.screen.window.shown_names import ShownNames
from kuroshio.screen.window.state import Ground, Interface

NEAREST = 900.0  # km across the free part of the map that a story needs to be found again on it
NONE = Rect(0, 0, 0, 0)
STRUCK = 4000  # pixels that a number rather covers than that its line runs over a counter
AROUND = 2.2  # times the width of the area that a story is about


class ProjectorMap(GameMap):
    """The map of a game that looks where the story is."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.note = ""  # nobody presses keys here

    def camera_of(self, shown: ShownPage, size: Size, beside: int) -> Camera:
        """Return where the camera of a moment is to be.

        beside: pixels of the map that a plate covers, at its right; below 0 at its left.
        """
        free = (max(size[0] - abs(beside), size[0] // 3), size[1])
        area = shown.area
        if area in self.geography.places:
            near = self.seeing((area,), free)
            km = max(near.km * AROUND, NEAREST)
            near = evolve(near, km=min(km, self.seeing(shown.picture.focus, free).km) if km > NEAREST else km)
        else:
            near = self.seeing(shown.picture.focus, free)
        scale = near.km / free[0]
        aside = math.copysign((size[0] - free[0]) / 2 * scale, beside) if beside else 0
        whole = Camera(near.x + aside, near.y, size[0] * scale)
        return self.within(whole, size)

    def pixel(self, area: str, camera: Camera, rect: Rect) -> tuple[int, int]:
        """Return the pixel at which the counters of an area belong. rect: of the map."""
        x, y = to_px(camera, *self.heart(area), rect.size)
        return round(rect.x + x), round(rect.y + y)

    def draw_shown(
        self, painter: Painter, rect: Rect, shown: ShownPage, beside: int, names: ShownNames, plate: Rect = NONE
    ) -> None:
        """Draw the map of a moment: the area of the story outlined, an arrow for each counter that was seen moving.

        plate: what will lie over it, in pixels of the window; names and counters keep off it.
        """
        self.plate = plate.move(-rect.x, -rect.y) if plate.width else NONE
        camera = shown.camera or self.camera_of(shown, rect.size, beside)
        waiting = (Beat(number=-1, turn=0, phase="", kind="incident", title="", area=shown.area),) if shown.waiting else ()
        page = shown.page or waiting
        pages = (page,) if page else ()
        interface = Interface(
            stage="play", camera=camera, pages=pages, telling=len(pages) - 1, japanese=shown.japanese, theme=shown.theme
        )
        self.draw(painter, rect, evolve(shown.picture, hotspots=(), draft=shown.moves, planners=()), interface, names)

    def number_places(
        self, painter: Painter, rect: Rect, shown: ShownPage, camera: Camera, taken: Sequence[Rect]
    ) -> dict[str, tuple[tuple[int, int], Rect]]:
        """Return by flashpoint where its number stands beside its place: the pixel that its line leads to, and a square.

        It keeps off counters, names, other numbers and what else is taken. rect: of the map, which has been drawn.
        """
        marks = self._plan.rects(camera, rect) if self._plan else {}
        busy, found = [*taken, *marks.values(), *self.named(rect).values()], {}
        within, side = rect.inflate(-painter.px(0.6), -painter.px(0.6)), painter.px(1.8)
        for spot in shown.picture.hotspots:
            at = self.pixel(spot.area, camera, rect) if spot.area in self.geography.places else (-1, -1)
            if not within.collidepoint(at) or any(over.collidepoint(at) for over in taken):
                continue
            box = free_place(Rect(0, 0, side, side), at, busy, within, painter.px(0.5), STRUCK)
            own = marks.get(spot.area)
            found[spot.id] = (nearest(box.center, own) if own else at), box
            busy.append(box)
        return found
