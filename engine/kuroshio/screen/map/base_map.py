"""Draws the map without its names: areas, land, shores, borders, the chain, islands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pygame
from attrs import frozen
from numpy.typing import NDArray

from kuroshio.screen.drawing.theme import Theme, mix
from kuroshio.screen.map.geography import DrawnArea, Geography, Isle, Polyline, clip_side, runs
from kuroshio.screen.map.projection import Floats

Size = tuple[int, int]
Dots = list[list[int]]  # points in pixels, as pygame takes them

FINE_FROM = 2.2  # km to a pixel: nearer than this the coast is drawn in full detail
HATCH = 0.32  # of the unit: from one stroke across a strait to the next
KEY, OPEN_SEA, FOREIGN, BEYOND = range(4)  # colours of the mask


@frozen
class MapFrame:
    """The part of the map that an image shows.

    left, top: its corner in km; scale: km to a pixel; size: in pixels; unit: the smallest size of text in pixels.
    """

    left: float
    top: float
    scale: float
    size: Size
    unit: int

    @property
    def thin(self) -> int:
        """The width of a thin line in pixels."""
        return max(1, round(self.unit / 24))

    def shows(self, line: Polyline) -> bool:
        """Whether the box of a line overlaps the image."""
        x0, y0, x1, y1 = line.box
        right, bottom = self.left + self.size[0] * self.scale, self.top - self.size[1] * self.scale
        return x1 >= self.left and x0 <= right and y1 >= bottom and y0 <= self.top

    def to_px(self, points: Floats) -> Floats:
        """Return points in km (n x 2) as pixels from the top left corner of the image."""
        return (points - (self.left, self.top)) / (self.scale, -self.scale)


def draw_base(geography: Geography, theme: Theme, frame: MapFrame) -> pygame.Surface:
    """Return an opaque image of the map in the pixel format of the window."""
    picture = pygame.Surface(frame.size)
    if pygame.display.get_surface() is not None:
        picture = picture.convert()
    coast = geography.fine if frame.scale < FINE_FROM else geography.coarse
    thin = frame.thin
    _draw_areas(picture, geography, theme, frame)
    lands = [dots_of(line, frame) for line in coast.land if frame.shows(line)]
    for dots in lands:
        _fill(picture, theme.land, dots)
    picture.blit(_mask(geography, theme, frame, lands), (0, 0))
    _draw_lines(picture, _frontier_color(theme), coast.frontiers, frame, thin)
    _draw_lines(picture, theme.border, geography.borders, frame, thin)
    _draw_lines(picture, theme.border, geography.edges, frame, 2 * thin)
    _draw_lines(picture, theme.coast, coast.shores, frame, thin)
    _draw_chain(picture, geography.chain, theme, frame)
    _draw_isles(picture, geography.isles, theme, frame)
    return picture


def _frontier_color(theme: Theme) -> str:
    return mix(theme.foreign, theme.coast, 0.45)


def water_color(kind: str, theme: Theme) -> str:
    """Return the colour of the water in an area of this kind."""
    colors = {"strait": theme.strait, "island": mix(theme.sea, theme.island, 0.35), "land": mix(theme.sea, theme.land, 0.3)}
    return colors.get(kind, theme.sea)


def _draw_areas(picture: pygame.Surface, geography: Geography, theme: Theme, frame: MapFrame) -> None:
    """Draw the water of each area. Island areas are tinted with the islands' colour; coastal areas are drawn as sea."""
    picture.fill(theme.sea)
    for place in geography.places.values():
        if place.kind != "sea" and frame.shows(place.ring):
            _fill(picture, water_color(place.kind, theme), dots_of(place.ring, frame))
    stroke = mix(theme.strait, theme.border, 0.75)
    for place in geography.places.values():
        if place.kind == "strait" and frame.shows(place.ring):
            _hatch(picture, stroke, place, frame)


def _mask(geography: Geography, theme: Theme, frame: MapFrame, lands: Iterable[Dots]) -> pygame.Surface:
    """Return what covers everything outside the areas: other waters, other land, and nothing beyond. Areas are transparent.

    An area of open sea may reach over a coast that belongs to no area. The land it has there counts as other land too.
    """
    mask = pygame.Surface(frame.size, depth=8)
    outside = [theme.chain, mix(theme.sea, theme.ground, 0.5), theme.foreign, theme.ground]
    mask.set_palette([pygame.Color(color) for color in outside])
    mask.fill(BEYOND)
    _fill(mask, OPEN_SEA, dots_of(geography.sheet, frame))
    seen = [place for place in geography.places.values() if frame.shows(place.ring)]
    for place in seen:
        if place.kind == "sea":
            _fill(mask, KEY, dots_of(place.ring, frame))
    for dots in lands:
        _fill(mask, FOREIGN, dots)
    for place in seen:
        if place.kind != "sea":
            _fill(mask, KEY, dots_of(place.ring, frame))
    mask.set_colorkey(KEY)
    return mask


# --- shapes ----------------------------------------------------------------------------------------


def _fill(surface: pygame.Surface, color: str | int, dots: Dots) -> None:
    if len(dots) > 2:
        pygame.draw.polygon(surface, color, dots)


def dots_of(line: Polyline, frame: MapFrame) -> Dots:
    """Return a ring in whole pixels, clipped to the image: pygame visits all of a polygon, whether visible or not."""
    return _dots(clip(frame.to_px(line.points), frame.size))


def _dots(points: Floats) -> Dots:
    """Return points as whole pixels, without repeating one."""
    whole = np.rint(points).astype(int)
    if len(whole) > 1:
        whole = whole[np.concatenate([[True], (np.diff(whole, axis=0) != 0).any(axis=1)])]
    dots: Dots = whole.tolist()
    return dots


def clip(points: Floats, size: Size, room: int = 4) -> Floats:
    """Return the part of a ring (n x 2, in pixels) within an image and `room` pixels around it (Sutherland and Hodgman 1974)."""
    for axis, bound, sign in ((0, -room, 1), (0, size[0] + room, -1), (1, -room, 1), (1, size[1] + room, -1)):
        points = clip_side(points, axis, bound, sign)
    return points


def _draw_lines(surface: pygame.Surface, color: str, lines: Iterable[Polyline], frame: MapFrame, width: int) -> None:
    """Draw lines of a width in pixels; those of one pixel are smoothed."""
    for line in lines:
        if not frame.shows(line):
            continue
        for part in _seen(frame.to_px(line.points), frame.size):
            dots = _dots(part)
            if len(dots) > 1 and width == 1:
                pygame.draw.aalines(surface, color, False, dots)
            elif len(dots) > 1:
                pygame.draw.lines(surface, color, False, dots, width)


def _seen(points: Floats, size: Size) -> Iterator[Floats]:
    """Yield the stretches of a line that may be visible. What lies far outside is not worth drawing."""
    least, most = np.minimum(points[:-1], points[1:]), np.maximum(points[:-1], points[1:])
    kept: NDArray[np.bool_] = np.all((most >= 0) & (least <= size), axis=1)
    yield from runs(points, kept)


def _hatch(surface: pygame.Surface, color: str, place: DrawnArea, frame: MapFrame) -> None:
    """Draw strokes across a strait, from lower left to upper right, so that it can be recognised without its colour."""
    ring = clip(frame.to_px(place.ring.points), frame.size)
    if len(ring) < 3:
        return
    step = max(4.0, frame.unit * HATCH)
    anchor = (frame.left - frame.top) / frame.scale  # strokes stay with the map when the picture moves
    across = ring[:, 0] + ring[:, 1]
    first = np.ceil((across.min() + anchor) / step) * step - anchor
    following, ahead = np.roll(ring, -1, axis=0), np.roll(across, -1)
    for stroke in np.arange(first, across.max(), step):
        cut = (across <= stroke) != (ahead <= stroke)
        share = (stroke - across[cut]) / (ahead[cut] - across[cut])
        xs = np.sort(ring[cut, 0] + share * (following[cut, 0] - ring[cut, 0]))
        for x0, x1 in zip(xs[::2].tolist(), xs[1::2].tolist()):
            for beside in range(frame.thin):
                pygame.draw.aaline(surface, color, (x0 + beside, stroke - x0), (x1 + beside, stroke - x1))


# --- the chain and the islands ------------------------------------------------------------------------


def _draw_chain(surface: pygame.Surface, chain: Polyline, theme: Theme, frame: MapFrame) -> None:
    """Draw the first island chain as a band with a pale rim, which sets it off from what it crosses."""
    if len(chain.points) < 2 or not frame.shows(chain):
        return
    points = frame.to_px(chain.points)
    width = max(3.0, frame.unit / 5)
    for color, wide in ((theme.land, width + max(2.0, frame.unit / 10)), (theme.chain, width)):
        for part in _seen(points, frame.size):
            _band(surface, color, part, wide)


def _band(surface: pygame.Surface, color: str, points: Floats, width: float) -> None:
    """Draw a line of some width in pixels with smooth edges and round ends, as thin smooth lines half a pixel apart."""
    along = np.gradient(points, axis=0)
    normal = np.stack([-along[:, 1], along[:, 0]], axis=1) / np.maximum(np.hypot(*along.T), 1e-9)[:, None]
    for offset in np.linspace(-width / 2, width / 2, round(2 * width) + 1):
        pygame.draw.aalines(surface, color, False, (points + normal * offset).tolist())
    for end in (points[0], points[-1]):
        pygame.draw.circle(surface, color, end.tolist(), width / 2)


def _draw_isles(surface: pygame.Surface, isles: Iterable[Isle], theme: Theme, frame: MapFrame) -> None:
    """Draw diamonds for disputed islands and dots for those too small to see. A mark that would cover another is left out."""
    radius = max(3, round(frame.unit * 0.26))
    drawn: list[tuple[float, float]] = []
    for isle in sorted(isles, key=lambda isle: not isle.disputed):
        x, y = frame.to_px(np.asarray([isle.x, isle.y])).tolist()
        seen = -radius <= x <= frame.size[0] + radius and -radius <= y <= frame.size[1] + radius
        marked = isle.disputed or (isle.small and isle.across < 2 * radius * frame.scale)
        if not seen or not marked or any(abs(x - a) + abs(y - b) < 2 * radius for a, b in drawn):
            continue
        drawn.append((x, y))
        if isle.disputed:
            draw_diamond(surface, (round(x), round(y)), radius, theme)
        else:
            pygame.draw.circle(surface, theme.coast, (round(x), round(y)), max(2, radius // 2))


def draw_diamond(surface: pygame.Surface, at: tuple[int, int], radius: int, theme: Theme) -> None:
    """Draw the mark of a disputed island. at, radius: in pixels."""
    x, y = at
    for color, r in ((theme.land, radius + max(1, radius // 4)), (theme.disputed, radius)):
        dots = [(x, y - r), (x + r, y), (x, y + r), (x - r, y)]
        pygame.draw.polygon(surface, color, dots)
        pygame.draw.aalines(surface, color, True, dots)
