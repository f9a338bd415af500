"""The maps of a review as inline SVG: the ground is drawn once, with counters and flashpoints for each turn."""

from __future__ import annotations

import json
import math
from collections import Counter as Tally
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from attrs import define, frozen
from markupsafe import Markup, escape

from kuroshio.files.loader import board_of, read_board
from kuroshio.model.board import Area
from kuroshio.model.meridian import middle_of, turned
from kuroshio.picture.picture import FlashpointPicture, Side
from kuroshio.report.review.review import TurnFrame

Point = tuple[float, float]  # km east and km south of the origin
Ring = Sequence[Sequence[float]]

DRAWN = AREAS, COAST = "shapes.geojson", "coast_small.geojson"  # files of a map folder
RADIUS = 6371.0  # km, mean radius of the Earth
SOUTH, NORTH = math.radians(12.0), math.radians(38.0)  # parallels where distances are true (the README of the map)
EAST, MIDDLE = math.radians(125.0), math.radians(22.0)  # the origin
FINE = 4.0  # km: points of an outline closer to the last one are left out
HEIGHT = 400.0  # pixels, the least height of a map on the page
LETTER = 7  # pixels that a letter of a name takes, at most on average
PAD = 260.0  # km around what is shown
LAND, NOBODY = "land", "#5b6670"


def _stretch(latitude: float) -> float:
    return math.tan(math.pi / 4 + latitude / 2)


CONE = math.log(math.cos(SOUTH) / math.cos(NORTH)) / math.log(_stretch(NORTH) / _stretch(SOUTH))
SCALE = RADIUS * math.cos(SOUTH) * _stretch(SOUTH) ** CONE / CONE


def project(longitude: float, latitude: float) -> Point:
    """Project degrees to km from the origin: Lambert conformal conic (Snyder 1987, formulas 15-1 to 15-5)."""
    rho = SCALE / _stretch(math.radians(latitude)) ** CONE
    theta = CONE * (math.radians(longitude) - EAST)
    return rho * math.sin(theta), rho * math.cos(theta) - SCALE / _stretch(MIDDLE) ** CONE


def ink_on(color: str) -> str:
    """Return black or white, whichever is legible on a colour."""
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return "#000000" if 0.299 * red + 0.587 * green + 0.114 * blue > 140 else "#ffffff"


@frozen
class Box:
    """A part of the plane, in km."""

    left: float
    top: float
    width: float
    height: float

    def around(self, points: Iterable[Point]) -> list[Point]:
        """Return the points within the box."""
        return [(x, y) for x, y in points if 0 <= x - self.left <= self.width and 0 <= y - self.top <= self.height]


@define
class Chip:
    """A mark on the map: the counters of one side in one area. x, y: its upper left corner."""

    x: float
    y: float
    text: str
    color: str
    title: str


class Atlas:
    """A map folder, read once: outlines as paths, and where the label of each area stands."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.areas: dict[str, Area] = {area.id: area for area in board_of(read_board(folder)).areas}
        self.middle = middle_of(area.label for area in self.areas.values())
        self.at: dict[str, Point] = {area.id: project(*turned(area.label, self.middle)) for area in self.areas.values()}

    def _features(self, name: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads((self.folder / name).read_text(encoding="utf-8"))["features"]
        for feature in found:
            feature["geometry"]["coordinates"] = turned(feature["geometry"]["coordinates"], self.middle)
        return found

    @cached_property
    def outlines(self) -> dict[str, str]:
        """Return the outline of each area as the `d` of a path."""
        return {str(feature["id"]): path_of(feature["geometry"]) for feature in self._features(AREAS)}

    def ground(self, box: Box) -> Markup:
        """Return land and areas, for `use` by every map of a page."""
        land = " ".join(path_of(feature["geometry"], box) for feature in self._features(COAST))
        outlines = "".join(
            f'<path id="a-{area}" d="{d}" vector-effect="non-scaling-stroke"/>' for area, d in self.outlines.items()
        )
        areas = "".join(
            f'<use href="#a-{area}" class="{"dry" if self.areas[area].kind == LAND else "sea"}"/>' for area in self.outlines
        )
        return Markup(f'{outlines}<g id="ground"><path class="coast" d="{land}"/>{areas}</g>')

    def box(self, areas: Iterable[str]) -> Box:
        """Return the part of the plane with the labels of areas and a margin."""
        points = [self.at[area] for area in areas if area in self.at] or [(0.0, 0.0)]
        left, top = min(x for x, _ in points) - PAD, min(y for _, y in points) - PAD
        return Box(left, top, max(x for x, _ in points) + PAD - left, max(y for _, y in points) + PAD - top)


def path_of(geometry: object, box: Box | None = None) -> str:
    """Return polygons as the `d` of a path, without those wholly outside a box."""
    assert isinstance(geometry, dict)
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return "".join(_ring(ring, box) for polygon in polygons for ring in polygon)


def _ring(ring: Ring, box: Box | None) -> str:
    points = [project(lon, lat) for lon, lat in ring]
    if box is not None and not box.around(points):
        return ""
    kept = [points[0]]
    for point in points[1:]:
        if math.dist(point, kept[-1]) >= FINE:
            kept.append(point)
    return "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in kept) + "Z" if len(kept) > 2 else ""


# --- counters and labels -----------------------------------------------------------------------------


class Drawer:
    """Draws the maps of one page, all of the same size so that turns can be compared."""

    def __init__(self, atlas: Atlas, sides: Iterable[Side], frames: Sequence[TurnFrame]):
        self.atlas, self.sides, self.frames = atlas, {side.id: side for side in sides}, frames
        flashpoints = [hotspot.area for frame in frames[:1] for hotspot in frame.hotspots]
        standing = {counter.area for frame in frames for counter in frame.counters}
        self.whole = atlas.box({*flashpoints, *standing})
        near = self._near(flashpoints, standing) if len(flashpoints) == 1 else []
        self.close = atlas.box(near) if near else None

    def _near(self, flashpoints: Sequence[str], standing: Iterable[str]) -> list[str]:
        """Return the flashpoint and the nearest areas that ever had counters."""
        centre = self.atlas.at[flashpoints[0]]
        return sorted({*flashpoints, *standing}, key=lambda area: math.dist(self.atlas.at[area], centre))[:6]

    def defs(self) -> Markup:
        """Return the parts that all maps of a page share."""
        margin = max(self.whole.width, self.whole.height) / 2
        whole = self.whole
        box = Box(whole.left - margin, whole.top - margin, whole.width + 2 * margin, whole.height + 2 * margin)
        head = Markup('<svg class="shared" width="0" height="0" aria-hidden="true"><defs>')
        return head + self.atlas.ground(box) + Markup("</defs></svg>")

    def overview(self, frame: TurnFrame) -> Markup:
        """Return the map of everything in play."""
        return self._map(frame, self.whole, "Everything in play", names=False)

    def closeup(self, frame: TurnFrame) -> Markup:
        """Return the map around the only flashpoint in play; empty if there are more."""
        return self._map(frame, self.close, "Around the flashpoint", names=True) if self.close else Markup("")

    def _map(self, frame: TurnFrame, box: Box, title: str, names: bool) -> Markup:
        unit = box.height / HEIGHT  # km per pixel
        parts = [
            *(self._flashpoint(hotspot) for hotspot in frame.hotspots),
            *(self._name(area, box, unit) for area in self.atlas.at if names),
            *(self._chip(chip, unit) for chip in self._chips(frame, box, unit)),
        ]
        view = f"{box.left:.0f} {box.top:.0f} {box.width:.0f} {box.height:.0f}"
        head = Markup('<svg class="map" viewBox="{}" style="aspect-ratio:{:.0f}/{:.0f}" role="img" aria-label="{}">')
        ground = Markup('<use href="#ground"/>')
        return head.format(view, box.width, box.height, title) + ground + Markup("").join(parts) + Markup("</svg>")

    def _flashpoint(self, hotspot: FlashpointPicture) -> Markup:
        """Return the marked area of a flashpoint; its two numbers stand beside the map."""
        return Markup('<use href="#a-{}" class="hot"/>').format(hotspot.area)

    def _name(self, area: str, box: Box, unit: float) -> Markup:
        x, y = self.atlas.at[area]
        if not box.around([(x, y)]):
            return Markup("")
        entry = self.atlas.areas[area]
        name = entry.short or entry.name
        half = max(44, LETTER * len(name) / 2) * unit
        middle = min(max(x, box.left + half), box.left + box.width - half)  # the edge cuts no name
        return Markup('<text class="area" x="{:.0f}" y="{:.0f}" font-size="{:.1f}">{}</text>').format(
            middle, y - 5 * unit, 12 * unit, name
        )

    def _chips(self, frame: TurnFrame, box: Box, unit: float) -> Iterator[Chip]:
        """Return a chip for each side in each area, side by side below the label, moved down where chips would overlap."""
        wide, high = 30 * unit, 17 * unit
        placed: list[Chip] = []
        for area, (x, y) in sorted(self.atlas.at.items(), key=lambda item: item[1][1]):
            here = [counter for counter in frame.counters if counter.area == area]
            if not here or not box.around([(x, y)]):
                continue
            tally = Tally(counter.side for counter in here)
            row = [self._text(side, n) for side, n in tally.items()]
            left = min(max(x - wide * len(row) / 2, box.left), box.left + box.width - wide * len(row))
            top = y
            while any(abs(top - other.y) < high and -wide < other.x - left < wide * len(row) for other in placed):
                top += high / 3
            for i, (text, color, side) in enumerate(row):
                names = ", ".join(counter.name for counter in here if counter.side == side)
                placed.append(Chip(left + i * wide, top, text, color, f"{self.atlas.areas[area].name}: {names}"))
        yield from placed

    def _text(self, side: str, count: int) -> tuple[str, str, str]:
        known = self.sides.get(side)
        return f"{known.letter if known else '?'} {count}", known.color if known else NOBODY, side

    def _chip(self, chip: Chip, unit: float) -> Markup:
        return Markup(
            '<g><title>{}</title><rect x="{:.0f}" y="{:.0f}" width="{:.0f}" height="{:.0f}" fill="{}" class="chip"/>'
            '<text class="chip" x="{:.0f}" y="{:.0f}" font-size="{:.1f}" fill="{}">{}</text></g>'
        ).format(
            escape(chip.title), chip.x, chip.y, 29 * unit, 16 * unit, chip.color,
            chip.x + 14.5 * unit, chip.y + 12.4 * unit, 12.5 * unit, ink_on(chip.color), chip.text,
        )  # fmt: skip
