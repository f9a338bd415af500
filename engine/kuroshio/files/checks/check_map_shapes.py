"""Checks of the shapes of a map (GeoJSON, RFC 7946), so that it can be drawn."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Collection, Iterator
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

from attrs import frozen

from kuroshio.files.checks.check_names import lists
from kuroshio.files.faults import Fault, FaultyFiles, KeyPath, key_text, shown
from kuroshio.files.loader import ANYTHING, AREAS_FILE, Loaded, read_board
from kuroshio.model.likely_names import nearest

SHAPES, LINES, ISLANDS = "shapes.geojson", "area_borders.geojson", "islands.geojson"
COASTS = ("coast.geojson", "coast_small.geojson")
KINDS: dict[str, tuple[str, ...]] = {  # of geometry that a file may hold
    SHAPES: ("Polygon",),
    LINES: ("LineString",),
    **dict.fromkeys(COASTS, ("Polygon", "MultiPolygon")),
    ISLANDS: ("Point",),
}
DEPTHS = {"Point": 0, "LineString": 1, "Polygon": 2, "MultiPolygon": 3}  # lists around a position
PASSAGES = ("sea-sea", "sea-land", "land-land", "exception", "edge")
NOTHING = '{"type": "FeatureCollection", "features": []}'
AXES = (("longitude", 180.0), ("latitude", 90.0))
OPENING = re.compile(r'"features"\s*:\s*\[')
GAP = re.compile(r"[\s,]*")

Complaint = tuple[KeyPath, str, str]  # path in a feature, what is wrong, what would be right


@frozen
class Layer:
    """A file of shapes: valid JSON with a list of features."""

    path: Path
    text: str
    features: list[Any]

    @cached_property
    def lines(self) -> list[int]:
        """The line on which each feature begins, worked out at the first fault, because JSON readers do not tell it."""
        opening = OPENING.search(self.text)
        found, at = [1] * len(self.features), opening.end() if opening else 0
        for n in range(len(self.features) if opening else 0):
            gap = GAP.match(self.text, at)
            at = gap.end() if gap else at
            found[n] = self.text.count("\n", 0, at) + 1
            try:
                _, at = json.JSONDecoder().raw_decode(self.text, at)
            except ValueError:
                break
        return found

    def fault(self, n: int, complaint: Complaint) -> Fault:
        """Return a fault in a feature, which is named by its id if it has one."""
        path, wrong, right = complaint
        feature = self.features[n]
        name = feature.get("id") if isinstance(feature, dict) else None
        said = f"{name!r}: {wrong}" if isinstance(name, str) and name not in wrong else wrong
        return Fault(shown(self.path), self.lines[n], key_text(("features", n, *path)), said, right)


def read_layer(path: Path) -> Layer:
    """Read a file of shapes. Raises FaultyFiles if it is missing or has no list of features."""
    try:
        text = path.read_bytes().decode("utf-8")
        tree = json.loads(text)
    except OSError as error:
        right = "write a feature for each area" if path.name == SHAPES else f"write {NOTHING} if it has nothing to draw"
        raise _refused(path, 1, f"cannot be read ({error.strerror})", f"a map needs this file; {right}") from None
    except UnicodeDecodeError as error:
        raise _refused(path, 1, f"is not UTF-8 (byte {error.start})", "save it as UTF-8") from None
    except json.JSONDecodeError as error:
        wrong = f"not valid JSON: {error.msg[:1].lower()}{error.msg[1:]}"
        broken_off = error.msg.startswith("Unterminated") or error.pos >= len(text.rstrip()) - 1
        right = "the file ends here: write it again" if broken_off else "write GeoJSON (RFC 7946)"
        raise _refused(path, error.lineno, wrong, right) from None
    except (RecursionError, ValueError):
        raise _refused(path, 1, "nested too deeply, or a number too long to read", "write GeoJSON (RFC 7946)") from None
    features = tree.get("features") if isinstance(tree, dict) and tree.get("type") == "FeatureCollection" else None
    if not isinstance(features, list):
        raise _refused(path, 1, "no list of features", f"write it like {NOTHING}, with the features in the brackets")
    return Layer(path, text, features)


def _refused(path: Path, line: int, wrong: str, right: str) -> FaultyFiles:
    return FaultyFiles([Fault(shown(path), line, "", wrong, right)])


# --- one feature --------------------------------------------------------------------------------------


def feature_complaints(feature: Any, kinds: tuple[str, ...]) -> Iterator[Complaint]:
    """Return the faults that any feature can have: not a table, a wrong kind of geometry, a wrong position."""
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        yield (), "not a feature", 'write {"type": "Feature", ...}'
        return
    geometry = feature.get("geometry")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(geometry, dict) or kind not in kinds:
        yield ("geometry",), f"a geometry of the type {kind!r}" if kind else "no geometry", f"write a {' or a '.join(kinds)}"
        return
    at = ("geometry", "coordinates")
    for path, wrong, right in _shape_complaints(geometry.get("coordinates"), DEPTHS[kind], kind == "LineString"):
        yield (*at, *path), wrong, right


def _shape_complaints(shape: Any, depth: int, is_line: bool) -> Iterator[Complaint]:
    """Yield the faults of coordinates, at most one for each row of points."""
    if depth == 0:
        yield from _position_complaints(shape)
        return
    if not isinstance(shape, list) or not shape:
        yield (), "no coordinates" if shape in (None, []) else "not a list of coordinates", "write [[longitude, latitude], ...]"
        return
    if depth > 1:
        for i, part in enumerate(shape):
            yield from (((i, *path), wrong, right) for path, wrong, right in _shape_complaints(part, depth - 1, is_line))
        return
    for i, position in enumerate(shape):
        for path, wrong, right in _position_complaints(position):
            yield (i, *path), wrong, right
            return
    yield from _line_complaints(shape) if is_line else _ring_complaints(shape)


def _position_complaints(position: Any) -> Iterator[Complaint]:
    """Check that a position is a longitude and a latitude on the earth, and not a pole, which the plane cannot show."""
    if not isinstance(position, list) or len(position) != 2:
        yield (), f"{_short(position)} is not a position", "write [longitude, latitude], two numbers"
        return
    for i, (value, (axis, most)) in enumerate(zip(position, AXES)):
        if type(value) not in (int, float) or (isinstance(value, float) and not math.isfinite(value)):
            yield (i,), f"{_short(value)} is not a number", f"write the {axis} in degrees"
        elif not -most <= value <= most or (axis == "latitude" and abs(value) == most):
            bounds = "-180 to 180" if axis == "longitude" else "more than -90 and less than 90"
            yield (i,), f"{axis} {_short(value)} is outside the map of the earth", f"write {bounds}"
            return


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else f"{text[:37]}..."


def _line_complaints(points: list[list[float]]) -> Iterator[Complaint]:
    """Check that a line has at least two different points."""
    if len({tuple(point) for point in points}) < 2:
        yield (), f"a line of {_counted(points)}", "write two points or more"


def _ring_complaints(points: list[list[float]]) -> Iterator[Complaint]:
    """Check that an outline ends where it begins and encloses an area."""
    if len({tuple(point) for point in points}) < 3:
        yield (), f"an outline of {_counted(points)}", "write three points or more, and the first one again at the end"
    elif points[0] != points[-1]:
        yield (), "an outline that does not end where it begins", f"write {_short(points[0])} once more at its end"
    elif abs(sum((b[0] - a[0]) * (b[1] + a[1]) for a, b in pairwise(points))) < 1e-9:
        yield (), "an outline that encloses nothing", "write points that are not all on one line"


def _counted(points: list[list[float]]) -> str:
    n = len({tuple(point) for point in points})
    return "one point" if n == 1 else f"{n} points"


# --- the properties of features ------------------------------------------------


def _own_complaints(feature: Any, name: str, known: Collection[str] | None) -> Iterator[Complaint]:
    """Return the faults of a feature's id and properties. known: the ids of all areas, or None if they are not known."""
    if not isinstance(feature, dict) or name in COASTS:
        return
    said = feature.get("properties")
    if name == SHAPES:
        yield from _id_complaints(feature.get("id"), known)
    elif not isinstance(said, dict):
        yield ("properties",), "no properties", 'write "properties": {...}, as maps/first_island_chain/README.md has them'
    elif name == LINES:
        yield from _line_words(said, known)
    else:
        yield from _island_words(said, known)


def _id_complaints(found: Any, known: Collection[str] | None) -> Iterator[Complaint]:
    if not isinstance(found, str):
        yield (), "no id" if found is None else f"{_short(found)} is not an id", 'write "id": "..." of an area beside "type"'
    elif known is not None and found not in known:
        yield ("id",), f"a shape for {found!r}, which is not an area", nearest(found, known, lists("areas"))


def _line_words(said: dict[str, Any], known: Collection[str] | None) -> Iterator[Complaint]:
    if said.get("passage") not in PASSAGES:
        yield ("properties", "passage"), f"{_short(said.get('passage'))} is not a passage", f"write one of {', '.join(PASSAGES)}"
    between = said.get("between", [])
    for area in between if isinstance(between, list) else [between]:
        yield from _area_complaint(area, "between", known)


def _island_words(said: dict[str, Any], known: Collection[str] | None) -> Iterator[Complaint]:
    if said.get("area") is not None:
        yield from _area_complaint(said["area"], "area", known)
    size = said.get("polygon_km2")
    if size is not None and (type(size) not in (int, float) or not 0 <= size < math.inf):
        yield ("properties", "polygon_km2"), f"{_short(size)} is not a size", "write square kilometres, or leave it out"


def _area_complaint(area: Any, key: str, known: Collection[str] | None) -> Iterator[Complaint]:
    if not isinstance(area, str) or (known is not None and area not in known):
        yield ("properties", key), f"no area {_short(area)}", nearest(str(area), known or (), lists("areas"))


# --- a whole map --------------------------------------------------------------------------------------


def check_map_shapes(folder: Path, board: Loaded, files: Collection[str] = tuple(KINDS)) -> list[Fault]:
    """Return the faults of the shapes of a map, or of some of its files. Raises nothing."""
    lost = board.broken.get("areas", set())
    areas = {area.id: origin for area, origin in board.entries.get("areas", [])}
    known = None if ANYTHING in lost else [*areas, *sorted(lost - {""})]
    faults: list[Fault] = []
    for name in (name for name in KINDS if name in files):
        try:
            layer = read_layer(folder / name)
        except FaultyFiles as error:
            faults += error.faults
            continue
        faults += _layer_faults(layer, name, known)
        if name == SHAPES:
            shaped = [feature.get("id") for feature in layer.features if isinstance(feature, dict)]
            for area in (area for area in areas if area not in shaped):
                right = f'add a feature with "id": "{area}" to {SHAPES}'
                faults.append(areas[area].fault(("id",), f"area {area!r} has no shape", right))
    return faults


def _layer_faults(layer: Layer, name: str, known: Collection[str] | None) -> Iterator[Fault]:
    """Yield the faults of one file's features, including repeated ones."""
    first: dict[str, int] = {}
    for n, feature in enumerate(layer.features):
        found = [*_own_complaints(feature, name, known), *feature_complaints(feature, KINDS[name])]
        yield from (layer.fault(n, complaint) for complaint in found)
        own = feature.get("id") if name == SHAPES and isinstance(feature, dict) else None
        if isinstance(own, str) and own in first:
            right = f"keep one; the other is at {shown(layer.path)}:{layer.lines[first[own]]}, features[{first[own]}]"
            yield layer.fault(n, (("id",), f"a second shape for {own!r}", right))
        elif isinstance(own, str):
            first[own] = n


def refuse_broken(folder: Path, files: Collection[str] = tuple(KINDS)) -> None:
    """Check that a map, or the part in some files, can be drawn. Raises FaultyFiles with all faults."""
    board = read_board(folder)
    if not (folder / AREAS_FILE).is_file():
        raise FaultyFiles(board.faults)
    faults = [*board.faults, *check_map_shapes(folder, board, files)]
    if faults:
        raise FaultyFiles(sorted(faults, key=lambda fault: (fault.file, fault.line)))
