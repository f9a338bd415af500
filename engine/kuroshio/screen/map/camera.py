"""The camera: the visible part of the map, as a value; moving it makes a new one."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve, frozen

Box = tuple[float, float, float, float]  # least x, least y, most x, most y, in km
Size = tuple[int, int]  # width, height of the viewport in pixels

CLOSEST = 150.0  # km across the width: nearer, the coast has nothing more to show
WIDEST = 12_000.0
MARGIN = 1.06  # room around a box that is to be seen whole


@frozen
class Camera:
    """x, y: the km at the centre of the viewport; km: how many lie across its width."""

    x: float
    y: float
    km: float


def per_px(camera: Camera, size: Size) -> float:
    """Kilometres to a pixel."""
    return camera.km / max(size[0], 1)


def to_px(camera: Camera, x: float, y: float, size: Size) -> tuple[float, float]:
    """Where a point of the map is in the viewport, in pixels from its top left corner."""
    scale = per_px(camera, size)
    return size[0] / 2 + (x - camera.x) / scale, size[1] / 2 - (y - camera.y) / scale


def to_km(camera: Camera, px: float, py: float, size: Size) -> tuple[float, float]:
    """The point of the map at a pixel of the viewport."""
    scale = per_px(camera, size)
    return camera.x + (px - size[0] / 2) * scale, camera.y - (py - size[1] / 2) * scale


def pan(camera: Camera, dx_px: float, dy_px: float, size: Size) -> Camera:
    """Move the map by pixels right and down, as when it is dragged."""
    scale = per_px(camera, size)
    return evolve(camera, x=camera.x - dx_px * scale, y=camera.y + dy_px * scale)


def zoom(camera: Camera, factor: float, at_px: tuple[float, float], size: Size) -> Camera:
    """Enlarge everything by a factor; the point under `at_px` stays in place."""
    x, y = to_km(camera, *at_px, size)
    km = min(max(camera.km / factor, CLOSEST), WIDEST)
    share = km / camera.km
    return Camera(x + (camera.x - x) * share, y + (camera.y - y) * share, km)


def fit(box: Sequence[float], size: Size) -> Camera:
    """Show a whole box, centred, with a margin."""
    x0, y0, x1, y1 = box
    width, height = max(size[0], 1), max(size[1], 1)
    km = max(x1 - x0, (y1 - y0) * width / height) * MARGIN
    return Camera((x0 + x1) / 2, (y0 + y1) / 2, min(max(km, CLOSEST), WIDEST))


def keep_within(camera: Camera, box: Sequence[float], size: Size) -> Camera:
    """Keep the camera to the map: no farther out than the whole map, with its box always at the centre of the view."""
    whole = fit(box, size).km
    km = min(camera.km, whole)
    x0, y0, x1, y1 = box
    half_x, half_y = km / 2, km / 2 * size[1] / max(size[0], 1)
    return Camera(_between(camera.x, x0, x1, half_x), _between(camera.y, y0, y1, half_y), km)


def _between(middle: float, least: float, most: float, half: float) -> float:
    """A middle from which a view does not pass beyond the ends; where it holds both, the middle of the two."""
    if most - least <= 2 * half:
        return (least + most) / 2
    return min(max(middle, least + half), most - half)
