"""The camera says which part of the map is visible. It is a value: moving it makes a new one."""

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
    """A view of the map. x, y: the km at the centre of the viewport; km: the width of the viewport."""

    x: float
    y: float
    km: float


def per_px(camera: Camera, size: Size) -> float:
    """Return the km to a pixel. size: of the viewport, in pixels, as in all functions here."""
    return camera.km / max(size[0], 1)


def to_px(camera: Camera, x: float, y: float, size: Size) -> tuple[float, float]:
    """Return the pixel, from the top left corner of the viewport, of a point in km."""
    scale = per_px(camera, size)
    return size[0] / 2 + (x - camera.x) / scale, size[1] / 2 - (y - camera.y) / scale


def to_km(camera: Camera, px: float, py: float, size: Size) -> tuple[float, float]:
    """Return the point in km at a pixel of the viewport."""
    scale = per_px(camera, size)
    return camera.x + (px - size[0] / 2) * scale, camera.y - (py - size[1] / 2) * scale


def pan(camera: Camera, dx_px: float, dy_px: float, size: Size) -> Camera:
    """Return the camera after the map was dragged by pixels to the right and down."""
    scale = per_px(camera, size)
    return evolve(camera, x=camera.x - dx_px * scale, y=camera.y + dy_px * scale)


def zoom(camera: Camera, factor: float, at_px: tuple[float, float], size: Size) -> Camera:
    """Return the camera enlarged by a factor. The point under the pixel `at_px` keeps its place."""
    x, y = to_km(camera, *at_px, size)
    km = min(max(camera.km / factor, CLOSEST), WIDEST)
    share = km / camera.km
    return Camera(x + (camera.x - x) * share, y + (camera.y - y) * share, km)


def fit(box: Sequence[float], size: Size) -> Camera:
    """Return a camera that shows a whole box (in km), centred, with a margin."""
    x0, y0, x1, y1 = box
    width, height = max(size[0], 1), max(size[1], 1)
    km = max(x1 - x0, (y1 - y0) * width / height) * MARGIN
    return Camera((x0 + x1) / 2, (y0 + y1) / 2, min(max(km, CLOSEST), WIDEST))


def keep_within(camera: Camera, box: Sequence[float], size: Size) -> Camera:
    """Return a camera kept to a box in km: it shows no more than the whole box, and does not pass its sides."""
    whole = fit(box, size).km
    km = min(camera.km, whole)
    x0, y0, x1, y1 = box
    half_x, half_y = km / 2, km / 2 * size[1] / max(size[0], 1)
    return Camera(_between(camera.x, x0, x1, half_x), _between(camera.y, y0, y1, half_y), km)


def _between(middle: float, least: float, most: float, half: float) -> float:
    """Return the centre kept so far from both ends that the view does not pass them; if both fit, the middle between them."""
    if most - least <= 2 * half:
        return (least + most) / 2
    return min(max(middle, least + half), most - half)
