"""Places the names of areas without overlaps in the viewport. A name for which there is no room is left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

import numpy as np
import pygame
from attrs import frozen

from kuroshio.screen.map.camera import Camera, Size, to_km, to_px
from kuroshio.screen.map.geography import DrawnArea, Geography, inside

GAP = 0.15  # in units, between two names
CHAIN_FIRST = 3  # times: so much larger an area of the chain counts when names compete for room
OUTSIDE, COVERS, FAR = 2.0, 0.3, 0.05  # what a place costs: all outside its area, over the chain, for each unit from the label
TOO_BAD = 3.0
NEAR = 0.6  # units from the label point: a name that is not in its area at all stands no farther off
ALONG = (0.05, 0.28, 0.5, 0.72, 0.95)  # where on its width a name is asked whether it is in its area
SPOTS = 24  # points inside an area that are tried where the label point will not do


@frozen
class Label:
    """A name with its place. x, y: the km at its middle; size: in pixels."""

    area: str
    x: float
    y: float
    size: Size


@frozen
class Clutter:
    """What names avoid, in pixels.

    taken: never covered; marks: the drawn chain and the disputed islands, covered only if nothing else is free.
    """

    view: pygame.Rect
    taken: list[pygame.Rect]
    marks: list[pygame.Rect]

    def free(self, box: pygame.Rect) -> bool:
        """Whether a name may have this box."""
        return self.view.contains(box) and box.collidelist(self.taken) < 0


@frozen
class Wanted:
    """The names to place. sizes: by area, in pixels; important: the areas named first; covered: rects of counters and tools."""

    sizes: dict[str, Size]
    important: tuple[str, ...] = ()
    covered: tuple[pygame.Rect, ...] = ()


def place_labels(geography: Geography, camera: Camera, size: Size, unit: int, wanted: Wanted) -> list[Label]:
    """Return the names that found a place: important areas choose first, then those that are largest in the viewport.

    size: of the viewport, in pixels; unit: the smallest size of text in pixels.
    """
    view = pygame.Rect((0, 0), size)
    covered = [rect for rect in wanted.covered if rect.colliderect(view)]
    clutter = Clutter(view, covered, _marks(geography, camera, size, unit))
    placed = []
    gap = max(1, round(GAP * unit))
    for place in _by_priority(geography, camera, size, wanted):
        box = _find(place, camera, size, unit, wanted, clutter)
        if box is not None:
            clutter.taken.append(box.inflate(2 * gap, 2 * gap))
            placed.append(Label(place.id, *to_km(camera, box.x + box.w / 2, box.y + box.h / 2, size), box.size))
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
    found = [(rank.get(place.id, len(rank)), -area * CHAIN_FIRST ** (place.chain == "on"), place) for place, area in seen if area]
    return [place for *_, place in sorted(found, key=lambda row: row[:2])]


def _visible(place: DrawnArea, camera: Camera, size: Size) -> float:
    """Return the size of the visible part of an area's box, in square pixels."""
    x0, y0, x1, y1 = place.ring.box
    left, top = to_px(camera, x0, y1, size)
    right, bottom = to_px(camera, x1, y0, size)
    return max(0.0, min(right, size[0]) - max(left, 0)) * max(0.0, min(bottom, size[1]) - max(top, 0))


def _find(place: DrawnArea, camera: Camera, size: Size, unit: int, wanted: Wanted, clutter: Clutter) -> pygame.Rect | None:
    """Return the best free box for a name: at the label point, around it, or elsewhere inside the area. None: there is none.

    An important area is named even if its name must stand outside it.
    """
    shape = wanted.sizes[place.id]
    at = to_px(camera, *place.label, size)
    boxes = [box for box in _around(at, shape) if clutter.free(box)]
    boxes += [box for box in _inside(place, camera, size, shape, clutter.view) if clutter.free(box)]
    if not boxes:
        return None
    away = _outside(place, boxes, camera, size)
    costs = [_cost(box, share, at, unit, clutter) for box, share in zip(boxes, away)]
    best = min(range(len(boxes)), key=costs.__getitem__)
    return boxes[best] if costs[best] < TOO_BAD or place.id in wanted.important else None


def _cost(box: pygame.Rect, outside: float, at: tuple[float, float], unit: int, clutter: Clutter) -> float:
    """Return the cost of a place: a name in another area misleads; one across the chain or a symbol only covers it."""
    cost = OUTSIDE * outside + COVERS * (box.collidelist(clutter.marks) >= 0)
    dx = max(box.left - at[0], 0.0, at[0] - box.right)
    dy = max(box.top - at[1], 0.0, at[1] - box.bottom)
    far = max(dx, dy) / unit
    return (
        cost
        + FAR * abs(box.centerx - at[0] + 1j * (box.centery - at[1])) / unit
        + (TOO_BAD if outside == 1 and far > NEAR else 0)
    )


def _outside(place: DrawnArea, boxes: Sequence[pygame.Rect], camera: Camera, size: Size) -> list[float]:
    """Return for each box which share of its middle line lies outside an area, from 0 to 1."""
    points = [to_km(camera, box.x + box.w * share, box.centery, size) for box in boxes for share in ALONG]
    within = inside(np.asarray(points), place.ring.points).reshape(len(boxes), len(ALONG))
    shares: list[float] = (1 - within.mean(axis=1)).tolist()
    return shares


def _around(at: tuple[float, float], shape: Size) -> Iterable[pygame.Rect]:
    """Yield boxes for a name around a point, the best first."""
    w, h = shape
    x, y = round(at[0]), round(at[1])
    yield pygame.Rect(x - w // 2, y - h // 2, w, h)
    for step in (0, h // 2, h):
        for across in (x - w // 2, x - w // 4, x - 3 * w // 4):
            yield pygame.Rect(across, y + step, w, h)
            yield pygame.Rect(across, y - h - step, w, h)
        yield pygame.Rect(x + step, y - h // 2, w, h)
        yield pygame.Rect(x - w - step, y - h // 2, w, h)


def _inside(place: DrawnArea, camera: Camera, size: Size, shape: Size, view: pygame.Rect) -> Iterable[pygame.Rect]:
    """Yield boxes at visible points inside an area, those with the most room first."""
    points = (to_px(camera, x, y, size) for x, y in place.spots[1:].tolist())
    boxes = (pygame.Rect(round(x - shape[0] / 2), round(y - shape[1] / 2), *shape) for x, y in points)
    return islice((box for box in boxes if view.contains(box)), SPOTS)


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
