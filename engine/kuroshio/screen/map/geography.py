"""The shapes of a map as its files have them, projected to km on the plane."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import tomli
from attrs import frozen
from numpy.typing import NDArray

from kuroshio.disk.texts import read_text
from kuroshio.model.meridian import middle_of, turned
from kuroshio.screen.map.projection import Floats, project

Box = tuple[float, float, float, float]  # least x, least y, most x, most y, in km

LONGEST_EDGE = 1.0  # degrees: a longer edge is cut up, because it is not straight on the plane
CUT_FROM = 250.0  # km: no shore has so long a straight edge; the data end there
CHAIN_STEP = 12.0  # km between the points of the drawn chain


@frozen(eq=False)
class Polyline:
    """Points in a row (n x 2, in km), and their box."""

    points: Floats
    box: Box


@frozen(eq=False)
class DrawnArea:
    """An area as it is drawn. ring: its outline; label, spots: points well inside, in km, the best for its name first."""

    id: str
    kind: str
    chain: str
    label: tuple[float, float]
    ring: Polyline
    spots: Floats


@frozen(eq=False)
class Isle:
    """An island or reef as a point in km.

    small: it is drawn as a dot while its shape is too small to see; across: the size of its shape in km, 0 if it has none.
    """

    x: float
    y: float
    disputed: bool
    small: bool
    across: float


@frozen(eq=False)
class Coast:
    """The land in one degree of detail: its polygons, its shores, and the frontiers between countries."""

    land: tuple[Polyline, ...]
    shores: tuple[Polyline, ...]
    frontiers: tuple[Polyline, ...]


@frozen(eq=False)
class Geography:
    """All shapes of a map. sheet: the outline of the region that the coasts cover; edge: the box of all areas."""

    places: dict[str, DrawnArea]
    borders: tuple[Polyline, ...]
    edges: tuple[Polyline, ...]
    fine: Coast
    coarse: Coast
    isles: tuple[Isle, ...]
    chain: Polyline
    sheet: Polyline
    edge: Box


# --- reading ---------------------------------------------------------------------------------------


def load_geography(folder: Path) -> Geography:
    """Return the shapes of a map folder that `kuroshio check` has accepted.

    Every file must be there, though all but that of the areas may be empty. If no border has a line of its own, the outlines of
    the areas are drawn instead. Raises OSError if a file is missing.
    """
    areas = tomli.loads(read_text(folder / "areas.toml"))["area"]
    middle = middle_of(area["label"] for area in areas)
    areas = [{**area, "label": turned(area["label"], middle)} for area in areas]
    shapes = {feature["id"]: feature["geometry"]["coordinates"][0] for feature in _features(folder / "shapes.geojson", middle)}
    places = {area["id"]: _place(area, shapes[area["id"]]) for area in areas}
    isles = _features(folder / "islands.geojson", middle)
    lines = _features(folder / "area_borders.geojson", middle)
    coasts = [_features(folder / name, middle) for name in ("coast.geojson", "coast_small.geojson")]
    outlines = [np.asarray(ring) for ring in _rings(coasts[0])]
    degrees = np.concatenate(outlines or [np.asarray(ring) for ring in shapes.values()])
    bounds = (*degrees.min(axis=0), *degrees.max(axis=0))
    borders = tuple(_line(_open(line)) for line in lines if line["properties"]["passage"] != "edge")
    edge = _around([place.ring.box for place in places.values()])
    return Geography(
        places=places,
        borders=borders or tuple(place.ring for place in places.values()),
        edges=tuple(_line(_open(line)) for line in lines if line["properties"]["passage"] == "edge"),
        fine=_coast(coasts[0], bounds),
        coarse=_coast(coasts[1], bounds),
        isles=tuple(_isle(isle) for isle in isles),
        chain=_chain(places, isles),
        sheet=_sheet(coasts[0], bounds, (edge[0] + edge[2]) / 2),
        edge=edge,
    )


def _features(path: Path, middle: float) -> list[dict[str, Any]]:
    """Return the features of a file, with longitudes turned so that the meridian `middle` points up."""
    features: list[dict[str, Any]] = json.loads(read_text(path))["features"]
    for feature in features:
        feature["geometry"]["coordinates"] = turned(feature["geometry"]["coordinates"], middle)
    return features


def _open(feature: dict[str, Any]) -> Floats:
    return cut_up(np.asarray(feature["geometry"]["coordinates"], np.float64))


def _rings(features: Iterable[dict[str, Any]]) -> Iterator[list[list[float]]]:
    """Yield every ring of polygons and multipolygons, including the rings of holes."""
    for feature in features:
        shapes = feature["geometry"]["coordinates"]
        for polygon in shapes if feature["geometry"]["type"] == "MultiPolygon" else [shapes]:
            yield from polygon


def cut_up(degrees: Floats, longest: float = LONGEST_EDGE) -> Floats:
    """Return points (n x 2, in degrees) with more of them, evenly spaced, in every edge longer than `longest` degrees."""
    steps = np.abs(np.diff(degrees, axis=0)).max(axis=1, initial=0.0)
    pieces = np.maximum(np.ceil(steps / longest), 1).astype(int)
    if (pieces == 1).all():
        return degrees
    at = np.concatenate([[0.0], *(i + np.arange(1, n + 1) / n for i, n in enumerate(pieces))])
    whole = np.arange(len(degrees))
    return np.stack([np.interp(at, whole, degrees[:, 0]), np.interp(at, whole, degrees[:, 1])], axis=1)


def _line(degrees: Floats) -> Polyline:
    return _line_of(np.stack(project(degrees[:, 0], degrees[:, 1]), axis=1))


def _line_of(points: Floats) -> Polyline:
    x0, y0 = points.min(axis=0).tolist()
    x1, y1 = points.max(axis=0).tolist()
    return Polyline(points, (x0, y0, x1, y1))


def _around(boxes: Iterable[Box]) -> Box:
    """Return the box that contains some boxes."""
    x0, y0, x1, y1 = zip(*boxes)
    return min(x0), min(y0), max(x1), max(y1)


def _place(area: dict[str, Any], degrees: list[list[float]]) -> DrawnArea:
    ring = _line(cut_up(np.asarray(degrees, np.float64)))
    x, y = project(*area["label"])
    label = (float(x), float(y))
    return DrawnArea(area["id"], area["kind"], area["chain"], label, ring, _spots(ring, label))


def _isle(feature: dict[str, Any]) -> Isle:
    x, y = project(*feature["geometry"]["coordinates"])
    properties = feature["properties"]
    across = float(properties.get("polygon_km2") or 0.0) ** 0.5
    return Isle(float(x), float(y), properties.get("owner") == "disputed", bool(properties.get("draw_point")), across)


def _sheet(features: list[dict[str, Any]], bounds: tuple[float, ...], middle: float) -> Polyline:
    """Return the outline of the region that the coasts cover.

    It is a frame of meridians and parallels, without the parts beyond a straight side at which the land was cut off.
    """
    x0, y0, x1, y1 = bounds
    points = _line(cut_up(np.asarray([[x0, y0], [x1, y0], [x1, y1], [x0, y1], [x0, y0]], np.float64))).points
    sides = [side for ring in _rings(features) for side in _cut_sides(_line(np.asarray(ring, np.float64)).points)]
    west = max((x for x in sides if x < middle), default=points[:, 0].min())
    east = min((x for x in sides if x > middle), default=points[:, 0].max())
    return _line_of(clip_side(clip_side(points, 0, west, 1), 0, east, -1))


def _long(points: Floats) -> NDArray[np.bool_]:
    long: NDArray[np.bool_] = np.hypot(*np.diff(points, axis=0).T) > CUT_FROM
    return long


def _cut_sides(points: Floats) -> list[float]:
    """Return the x of both ends of each edge that is long and upright."""
    dx, dy = np.abs(np.diff(points, axis=0)).T
    upright = _long(points) & (dx < dy / 10)
    ends: list[float] = np.concatenate([points[:-1, 0][upright], points[1:, 0][upright]]).tolist()
    return ends


def clip_side(points: Floats, axis: int, bound: float, sign: int) -> Floats:
    """Return the part of a ring (n x 2) on one side of a line.

    axis: 0 for a bound on x, 1 for one on y. sign: 1 keeps what is at least the bound, -1 what is at most the bound.
    """
    within = sign * (points[:, axis] - bound) >= 0
    if within.all():
        return points
    following = np.roll(points, -1, axis=0)
    crossing = within != np.roll(within, -1)
    length = np.where(crossing, following[:, axis] - points[:, axis], 1.0)
    share = (bound - points[:, axis]) / length
    both = np.empty((2 * len(points), 2))
    both[::2], both[1::2] = points, points + share[:, None] * (following - points)
    kept = np.empty(2 * len(points), np.bool_)
    kept[::2], kept[1::2] = within, crossing
    return both[kept]


# --- coasts ----------------------------------------------------------------------------------------


def _coast(features: list[dict[str, Any]], bounds: tuple[float, ...]) -> Coast:
    """Return the land of some features. An edge that two countries share is a frontier; one on the frame is no shore either."""
    rings = [np.asarray(ring, np.float64) for ring in _rings(features)]
    if not rings:
        return Coast((), (), ())
    ends = np.concatenate([np.sort(_edge_keys(ring), axis=1) for ring in rings])
    _, inverse, counts = np.unique(ends, axis=0, return_inverse=True, return_counts=True)
    shared = counts[inverse.reshape(-1)] > 1
    shores: list[Polyline] = []
    frontiers: list[Polyline] = []
    start = 0
    for ring in rings:
        common = shared[start : start + len(ring) - 1]
        start += len(ring) - 1
        frame = _on_frame(ring, bounds) | _long(_line(ring).points)
        shores += [_line(part) for part in runs(ring, ~common & ~frame)]
        frontiers += [_line(cut_up(part)) for part in runs(ring, common & ~frame)]
    return Coast(tuple(_line(cut_up(ring)) for ring in rings), tuple(shores), tuple(frontiers))


def _edge_keys(ring: Floats) -> NDArray[np.int64]:
    """Return both ends of each edge as whole numbers: degrees have three decimals."""
    keys = np.round(ring * 1000).astype(np.int64) @ np.asarray([1_000_000, 1])
    return np.stack([keys[:-1], keys[1:]], axis=1)


def _on_frame(ring: Floats, bounds: tuple[float, ...]) -> NDArray[np.bool_]:
    """Return for each edge whether it lies on a side of the frame."""
    found = np.zeros(len(ring) - 1, np.bool_)
    for axis, bound in ((0, bounds[0]), (1, bounds[1]), (0, bounds[2]), (1, bounds[3])):
        on = np.abs(ring[:, axis] - bound) < 1e-6
        found |= on[:-1] & on[1:]
    return found


def runs(points: Floats, kept: NDArray[np.bool_]) -> list[Floats]:
    """Return the stretches of a line (n x 2) whose edges are kept. kept: n - 1 flags."""
    turns = np.flatnonzero(np.diff(np.concatenate([[False], kept, [False]])))
    return [points[a : b + 1] for a, b in zip(turns[::2].tolist(), turns[1::2].tolist())]


# --- inside ----------------------------------------------------------------------------------------


def inside(points: Floats, ring: Floats) -> NDArray[np.bool_]:
    """Return for each of n points (n x 2) whether it lies inside a closed ring: a ray from it crosses an odd number of edges."""
    x, y = points[:, :1], points[:, 1:]
    (x0, y0), (x1, y1) = ring[:-1].T, ring[1:].T
    spans: NDArray[np.bool_] = (y0 > y) != (y1 > y)
    with np.errstate(divide="ignore", invalid="ignore"):
        crosses = spans & (x < x0 + (y - y0) * (x1 - x0) / (y1 - y0))
    odd: NDArray[np.bool_] = crosses.sum(axis=1) % 2 == 1
    return odd


def _spots(ring: Polyline, label: tuple[float, float], across: int = 14) -> Floats:
    """Return points inside a ring, in km: first the label, then grid points, those farthest from the outline first."""
    x0, y0, x1, y1 = ring.box
    xs, ys = np.meshgrid(np.linspace(x0, x1, across + 2)[1:-1], np.linspace(y0, y1, across + 2)[1:-1])
    grid = np.stack([xs.ravel(), ys.ravel()], axis=1)
    grid = grid[inside(grid, ring.points)]
    away = np.hypot(*(grid[:, None, :] - ring.points[None, ::3, :]).transpose(2, 0, 1)).min(axis=1)
    return np.concatenate([np.asarray([label]), grid[np.argsort(-away, kind="stable")]])


def area_at(geography: Geography, x: float, y: float) -> str:
    """Return the id of the area at a point in km; empty if there is none."""
    here = np.asarray([[x, y]])
    for place in geography.places.values():
        x0, y0, x1, y1 = place.ring.box
        if x0 <= x <= x1 and y0 <= y <= y1 and inside(here, place.ring.points)[0]:
            return place.id
    return ""


def box_of(geography: Geography, area_ids: Iterable[str]) -> Box:
    """Return the box in km that contains some areas, or the whole map if there are none. Raises KeyError for an unknown area."""
    boxes = [geography.places[name].ring.box for name in area_ids]
    return _around(boxes) if boxes else geography.edge


# --- the chain -------------------------------------------------------------------------------------


def _chain(places: dict[str, DrawnArea], isles: list[dict[str, Any]]) -> Polyline:
    """Return one smooth line from north to south through the areas of the chain that are not straits."""
    through = [_heart(place, isles) for place in places.values() if place.chain == "on" and place.kind != "strait"]
    if len(through) < 2:
        return Polyline(np.empty((0, 2)), (0.0, 0.0, 0.0, 0.0))
    through.sort(key=lambda point: -point[1])
    knots = np.asarray([through.pop(0)])
    while through:  # the nearest is next, so that the line does not turn back where two lie side by side
        nearest = min(through, key=lambda point: float(np.hypot(*(knots[-1] - point))))
        through.remove(nearest)
        knots = np.concatenate([knots, [nearest]])
    return _line_of(smooth(knots))


def _heart(place: DrawnArea, isles: list[dict[str, Any]]) -> tuple[float, float]:
    """Return the point at which the chain passes through an area: the middle of its islands, else its label."""
    own = [isle["geometry"]["coordinates"] for isle in isles if isle["properties"].get("area") == place.id]
    if place.kind != "island" or not own:
        return place.label
    x, y = project(*np.asarray(own, np.float64).T)
    return float(x.mean()), float(y.mean())


def smooth(knots: Floats, step: float = CHAIN_STEP) -> Floats:
    """Return a smooth curve through all knots (n x 2, in km): cubic Hermite pieces with the slope of the neighbouring knots.

    step: the distance of the points in km.
    """
    along = np.hypot(*np.diff(knots, axis=0).T)
    at = np.concatenate([[0.0], np.cumsum(np.sqrt(along))])  # centripetal: long gaps do not throw the curve out
    slope = np.gradient(knots, at, axis=0)
    parts = [knots[:1]]
    for i, length in enumerate(along):
        t = np.linspace(0, 1, max(int(length / step), 2) + 1)[1:, None]
        h = at[i + 1] - at[i]
        start, end = knots[i], knots[i + 1]
        parts.append(
            (2 * t**3 - 3 * t**2 + 1) * start
            + (t**3 - 2 * t**2 + t) * h * slope[i]
            + (3 * t**2 - 2 * t**3) * end
            + (t**3 - t**2) * h * slope[i + 1]
        )
    return np.concatenate(parts)
