"""Places the names of areas without overlaps in the viewport. A name for which there is no room is left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, islice

import numpy as np
import pygame
from attrs import frozen

from kuroshio.screen.map.camera import Camera, Size, to_km, to_px
from kuroshio.screen.map.geography import DrawnArea, Geography, inside
from kuroshio.screen.map.land_mask import LandMask

GAP = 0.15  # in units, between two names
LANDS = ("land", "island")  # the kinds of areas that are named before waters
CHAIN_FIRST = 3  # times: so much larger an area of the chain counts when names compete for room
OUTSIDE, COVERS, FAR = 2.0, 0.3, 0.05  # what a place costs: all outside its area, over the chain, for each unit from the label
TOO_BAD, GOOD = 3.0, 1.0  # from what cost on a name is left out, and up to which no other place is looked for
NEAR = 0.6  # units from the label point: a name that is not in its area at all stands no farther off
ALONG = (0.05, 0.28, 0.5, 0.72, 0.95)  # where on its width a name is asked whether it is in its area
SPOTS = 60  # free places inside an area that are weighed where the label point will not do
ASTRAY, BESIDE = 4.0, 2.0  # units from its counters that a name may stand, and where those of another area are nearer
OTHER_FORM = 0.2  # what it costs to use a further form of a name
STRANGE = 1.5  # what it costs to stand nearer to the counters of another area
LED = 0.9  # units from its place beyond which a name outside its area is led there by a line


@frozen
class Label:
    """A name with its place. x, y: the km at its middle; size: in pixels; form: its number among the forms of the name.

    led: the km of what it names, to which a line leads from it, or None where it stands at its place.
    """

    area: str
    x: float
    y: float
    size: Size
    form: int = 0
    led: tuple[float, float] | None = None


@frozen
class Clutter:
    """What names avoid, in pixels.

    taken: never covered; land: nor is land of another area; marks: the drawn chain and the disputed islands, covered only if
    nothing else is free.
    """

    view: pygame.Rect
    taken: list[pygame.Rect]
    marks: list[pygame.Rect]
    land: LandMask

    def free(self, box: pygame.Rect, area: str) -> bool:
        """Whether the name of an area may have this box."""
        return self.view.contains(box) and box.collidelist(self.taken) < 0 and not self.land.of_others(box, area)


@frozen
class Wanted:
    """The names to place.

    sizes: by area, in pixels; important: the areas named first; covered: rects of counters and boxes; beside: by area, the rect
    of its counters, beside which its name stands; others: by area, the sizes of further forms of its name, the best first.
    """

    sizes: dict[str, Size]
    important: tuple[str, ...] = ()
    covered: tuple[pygame.Rect, ...] = ()
    beside: Mapping[str, pygame.Rect] = {}
    others: Mapping[str, Sequence[Size]] = {}


def place_labels(
    geography: Geography, camera: Camera, size: Size, unit: int, wanted: Wanted, land: LandMask | None = None
) -> list[Label]:
    """Return the names that found a place.

    Lands and islands choose before seas and straits; among them important areas, then areas with counters, then those that are
    largest in the viewport. size: of the viewport, in pixels; unit: the smallest size of text in pixels; land: if it is at hand.
    """
    land = land if land is not None and land.serves(camera, size, unit) else LandMask(geography, camera, size, unit)
    view = pygame.Rect((0, 0), size)
    covered = [rect for rect in wanted.covered if rect.colliderect(view)]
    clutter = Clutter(view, covered, _marks(geography, camera, size, unit), land)
    placed = []
    gap = max(1, round(GAP * unit))
    for place in _by_priority(geography, camera, size, wanted):
        box, form = _find(place, camera, size, unit, wanted, clutter)
        if box is not None:
            clutter.taken.append(box.inflate(2 * gap, 2 * gap))
            middle = to_km(camera, box.x + box.w / 2, box.y + box.h / 2, size)
            placed.append(Label(place.id, *middle, box.size, form, _led(place, box, camera, size, unit, wanted)))
    return placed


def _marks(geography: Geography, camera: Camera, size: Size, unit: int) -> list[pygame.Rect]:
    """Return small boxes along the chain, and one at each disputed island."""
    half = max(2, unit // 4)
    points = [*geography.chain.points.tolist(), *((isle.x, isle.y) for isle in geography.isles if isle.disputed)]
    at = (to_px(camera, x, y, size) for x, y in points)
    return [
        pygame.Rect(round(x) - half, round(y) - half, 2 * half, 2 * half) for x, y in at if 0 <= x < size[0] and 0 <= y < size[1]
    ]


def label_box(label: Label, camera: Camera, size: Size) -> pygame.Rect:
    """Return the present rect of a placed name, in pixels of the viewport."""
    x, y = to_px(camera, label.x, label.y, size)
    return pygame.Rect(round(x - label.size[0] / 2), round(y - label.size[1] / 2), *label.size)


def _by_priority(geography: Geography, camera: Camera, size: Size, wanted: Wanted) -> list[DrawnArea]:
    rank = {name: i for i, name in enumerate(wanted.important)}
    seen = [(place, _visible(place, camera, size)) for place in geography.places.values() if place.id in wanted.sizes]
    found = [
        (
            (place.kind not in LANDS, rank.get(place.id, len(rank)), place.id not in wanted.beside),
            -area * CHAIN_FIRST ** (place.chain == "on"),
            place,
        )
        for place, area in seen
        if area
    ]
    return [place for *_, place in sorted(found, key=lambda row: row[:2])]


def _visible(place: DrawnArea, camera: Camera, size: Size) -> float:
    """Return the size of the visible part of an area's box, in square pixels."""
    x0, y0, x1, y1 = place.ring.box
    left, top = to_px(camera, x0, y1, size)
    right, bottom = to_px(camera, x1, y0, size)
    return max(0.0, min(right, size[0]) - max(left, 0)) * max(0.0, min(bottom, size[1]) - max(top, 0))


def _find(
    place: DrawnArea, camera: Camera, size: Size, unit: int, wanted: Wanted, clutter: Clutter
) -> tuple[pygame.Rect | None, int]:
    """Return the best free box for a name, with the number of its form, or None if there is none.

    It stands at the counters of its area, or else at the label point; around that, or elsewhere inside the area. An important
    area, and one with counters, is named even if its name must stand outside it, but not far off.
    """
    core = _core(place, camera, size, wanted)
    others = [rect for area, rect in wanted.beside.items() if area != place.id]
    named = place.id in wanted.important or place.id in wanted.beside
    best: tuple[float, pygame.Rect | None, int] = (TOO_BAD, None, 0)
    for form, shape in enumerate((wanted.sizes[place.id], *wanted.others.get(place.id, ()))):
        for places in (chain(around(core, shape), _near(core, shape)), _inside(place, camera, size, shape)):
            boxes = list(islice((box for box in places if clutter.free(box, place.id)), SPOTS))
            for box, share in zip(boxes, _outside(place, boxes, camera, size) if boxes else ()):
                strange = _strange(box, core, others)
                cost = _cost(box, share, core, unit, clutter) + strange + form * OTHER_FORM
                if named and _gap(box, core) <= (BESIDE if strange else ASTRAY) * unit:
                    cost = min(cost, TOO_BAD - 1 / (1 + cost))
                if cost < best[0]:
                    best = cost, box, form
            if best[0] < GOOD:
                return best[1:]
    return best[1:]


def _core(place: DrawnArea, camera: Camera, size: Size, wanted: Wanted) -> pygame.Rect:
    """Return what a name stands at: the counters of its area, or else the label point."""
    x, y = to_px(camera, *place.label, size)
    return wanted.beside.get(place.id) or pygame.Rect(round(x), round(y), 0, 0)


def _led(place: DrawnArea, box: pygame.Rect, camera: Camera, size: Size, unit: int, wanted: Wanted) -> tuple[float, float] | None:
    """Return the km to which a line leads from a name, None where the name stands at its place or in its area."""
    core = _core(place, camera, size, wanted)
    if _gap(box, core) <= LED * unit or _outside(place, [box], camera, size)[0] < GOOD / 2:
        return None
    return to_km(camera, *core.center, size)


def _cost(box: pygame.Rect, outside: float, core: pygame.Rect, unit: int, clutter: Clutter) -> float:
    """Return the cost of a place: a name in another area misleads; one across the chain or a symbol only covers it."""
    cost = OUTSIDE * outside + COVERS * (box.collidelist(clutter.marks) >= 0)
    far = _gap(box, core) / unit
    apart = abs(box.centerx - core.centerx + 1j * (box.centery - core.centery)) / unit
    return cost + FAR * apart + (TOO_BAD if outside == 1 and far > NEAR else 0)


def _gap(box: pygame.Rect, other: pygame.Rect) -> int:
    """Return how many pixels two boxes are apart, 0 where they touch."""
    return max(box.left - other.right, other.left - box.right, box.top - other.bottom, other.top - box.bottom, 0)


def _strange(box: pygame.Rect, core: pygame.Rect, others: Sequence[pygame.Rect]) -> float:
    """Return the cost of a name that would be read as that of another area's counters."""
    return STRANGE if any(_gap(box, other) <= _gap(box, core) for other in others) else 0.0


def _outside(place: DrawnArea, boxes: Sequence[pygame.Rect], camera: Camera, size: Size) -> list[float]:
    """Return for each box which share of its middle line lies outside an area, from 0 to 1."""
    points = [to_km(camera, box.x + box.w * share, box.centery, size) for box in boxes for share in ALONG]
    within = inside(np.asarray(points), place.ring.points).reshape(len(boxes), len(ALONG))
    shares: list[float] = (1 - within.mean(axis=1)).tolist()
    return shares


def around(core: pygame.Rect, shape: Size) -> Iterable[pygame.Rect]:
    """Yield boxes for a name around the counters of its area, or around a point, the best first."""
    w, h = shape
    x, y = core.center
    if not core.width:
        yield pygame.Rect(x - w // 2, y - h // 2, w, h)
    for step in (0, h // 2, h):
        for across in (x - w // 2, x - w // 4, x - 3 * w // 4):
            yield pygame.Rect(across, core.bottom + step, w, h)
            yield pygame.Rect(across, core.top - h - step, w, h)
        yield pygame.Rect(core.right + step, y - h // 2, w, h)
        yield pygame.Rect(core.left - w - step, y - h // 2, w, h)


def _near(core: pygame.Rect, shape: Size) -> Iterable[pygame.Rect]:
    """Yield boxes on the rim around counters, at all heights and sides."""
    w, h = shape
    if not core.width:
        return
    for step in range(9):
        across = core.left - w + (core.width + w) * step // 8
        down = core.top - h + (core.height + h) * step // 8
        for away in (0, h // 2):
            yield pygame.Rect(across, core.bottom + away, w, h)
            yield pygame.Rect(across, core.top - h - away, w, h)
            yield pygame.Rect(core.right + away, down, w, h)
            yield pygame.Rect(core.left - w - away, down, w, h)


def _inside(place: DrawnArea, camera: Camera, size: Size, shape: Size) -> Iterable[pygame.Rect]:
    """Yield boxes at points inside an area, those with the most room first."""
    for x, y in (to_px(camera, x, y, size) for x, y in place.spots[1:].tolist()):
        yield pygame.Rect(round(x - shape[0] / 2), round(y - shape[1] / 2), *shape)


# --- names as pictures --------------------------------------------------------------------------------


def draw_name(lines: Sequence[pygame.Surface], halos: Sequence[pygame.Surface], rim: int) -> pygame.Surface:
    """Return lines of text, one below the other, as an image. A rim in another colour keeps them legible on any background."""
    width = max(line.get_width() for line in lines) + 2 * rim
    tops = [sum(line.get_height() for line in lines[:i]) for i in range(len(lines))]
    image = pygame.Surface((width, sum(line.get_height() for line in lines) + 2 * rim), pygame.SRCALPHA)
    for text, halo, top in zip(lines, halos, tops):
        left = (width - text.get_width()) // 2
        for dx in range(-rim, rim + 1):
            for dy in range(-rim, rim + 1):
                if 0 < dx * dx + dy * dy <= rim * rim + 1:
                    image.blit(halo, (left + dx, top + rim + dy))
    for text, top in zip(lines, tops):
        image.blit(text, ((width - text.get_width()) // 2, top + rim))
    if pygame.display.get_surface() is not None:
        image = image.convert_alpha()
    image.set_alpha(255, pygame.RLEACCEL)  # most of it is nothing: what is packed is drawn twice as fast
    return image
