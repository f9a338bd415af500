"""What lies over the image of the map, and where, for a camera at rest: the inset, the counters, the boxes of flashpoints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import frozen
from pygame import Rect

from kuroshio.picture.picture import Counter, FlashpointPicture, Picture
from kuroshio.screen.drawing.painter import Painter
from kuroshio.screen.map.area_rooms import AreaRooms
from kuroshio.screen.map.camera import Camera, Size, to_km, to_px
from kuroshio.screen.map.counter_forms import LETTERLESS, MapMark, Stander, gathered
from kuroshio.screen.map.flashpoint_boxes import BoxPlace, along, box_size, place_box
from kuroshio.screen.map.land_mask import LandMask
from kuroshio.screen.map.map_views import WholeInset
from kuroshio.screen.window.shown_names import ShownNames


@frozen
class PlanFor:
    """What a plan was made for. While it is the same, nothing on the map changes its place, however the camera moves.

    plate: left, top, width and height in pixels of the map of what lies over it; of no size for nothing.
    """

    km: float
    size: tuple[int, int]
    unit: int
    japanese: bool
    counters: tuple[Counter, ...]
    spots: tuple[FlashpointPicture, ...]
    plate: tuple[int, int, int, int] = (0, 0, 0, 0)


@frozen
class MapPlan:
    """Places in km, so that they move with the map. inset, note: in pixels of the map; None for none; land: as it was then.

    note: that parts of the map show more, where some counters have no room for their letters.
    """

    made_for: PlanFor
    inset: Rect | None
    standing: dict[str, MapMark]
    boxes: tuple[BoxPlace, ...]
    land: LandMask
    note: Rect | None = None

    def rects(self, camera: Camera, view: Rect) -> dict[str, Rect]:
        """Return by area the present rect of what stands there, in pixels of the window. view: the rect of the map."""
        return {area: standing.rect(camera, view) for area, standing in self.standing.items()}

    def covered(self, camera: Camera, view: Rect) -> list[Rect]:
        """Return the rects of plate, note and inset, of the boxes and of points along their lines, in pixels of the window."""
        inset = [rect.move(view.topleft) for rect in (self.inset, self.note) if rect]
        inset += [Rect(self.made_for.plate).move(view.topleft)] if self.made_for.plate[2] else []
        rects = [box.rect(camera, view) for box in self.boxes]
        lines = [dot for box, rect in zip(self.boxes, rects) for dot in along(box.end(camera, view), rect, self.made_for.unit)]
        return [*inset, *rects, *lines]


def purpose(painter: Painter, view: Rect, camera: Camera, picture: Picture, japanese: bool, plate: Rect) -> PlanFor:
    """Return what a plan has to be made for. plate: what lies over the map, in its pixels."""
    over = (plate.x, plate.y, plate.width, plate.height)
    return PlanFor(camera.km, view.size, painter.unit, japanese, picture.counters, picture.hotspots, over)


def make_plan(
    painter: Painter, view: Rect, camera: Camera, picture: Picture, shown: ShownNames, rooms: AreaRooms, inset: WholeInset,
    names: Mapping[str, Size], plate: Rect, said: str,
) -> MapPlan:  # fmt: skip
    """Return the places for a camera: first the inset, then the counters, then the boxes beside them.

    names: by area of a flashpoint, the size of its name in pixels, for which room is kept; plate: what lies over the map, in its
    pixels; said: what a note says where counters have no room for their letters, empty for none.
    """
    places = rooms.geography.places
    counters = {area: here for area, here in gathered(picture.counters).items() if area in places}
    spots = [spot for spot in picture.hotspots if spot.area in places]
    box = None
    if len(spots) > 1:  # a game with one flashpoint is seen whole as it opens
        away = [places[area].label for area in (*counters, *(spot.area for spot in spots))]
        box = inset.place(painter, view, camera, away)
    land = LandMask(rooms.geography, camera, view.size, painter.unit)
    over = [rect for rect in (box, plate) if rect and rect.width]
    stander = Stander(painter, camera, view, rooms, over, names, land)
    standing = stander.place(counters)
    busy = [rect.move(view.topleft).inflate(painter.px(0.5), painter.px(0.5)) for rect in stander.taken]
    marks = [mark.rect(camera, view) for mark in standing.values()]
    boxes = []
    for spot in spots:
        stands = standing.get(spot.area)
        km = (stands.x, stands.y) if stands else places[spot.area].label
        x, y = to_px(camera, *km, view.size)
        at = round(view.x + x), round(view.y + y)
        if not view.collidepoint(at):
            continue
        found = place_box(painter, box_size(painter, spot, shown), at, busy, marks, view, land)
        if found:
            busy.append(found)
            middle = to_km(camera, found.x + found.width / 2 - view.x, found.y + found.height / 2 - view.y, view.size)
            boxes.append(BoxPlace(spot.id, *middle, found.size, km))
    crowded = said and any(mark.form in LETTERLESS for mark in standing.values())
    note = note_place(painter, view, said, busy) if crowded else None
    return MapPlan(purpose(painter, view, camera, picture, shown.japanese, plate), box, standing, tuple(boxes), land, note)


def note_place(painter: Painter, view: Rect, said: str, busy: Sequence[Rect]) -> Rect | None:
    """Return the free corner for a note, in pixels of the map; None if none is free. busy: in pixels of the window."""
    size = painter.wide(said, bold=True) + painter.px(1.2), painter.high() + painter.px(0.4)
    inner = Rect((0, 0), view.size).inflate(-painter.px(1.0), -painter.px(1.0))
    for side in ("bottomleft", "topleft", "topright", "bottomright"):
        box = Rect((0, 0), size)
        setattr(box, side, getattr(inner, side))
        if inner.contains(box) and box.move(view.topleft).collidelist(list(busy)) < 0:
            return box
    return None
