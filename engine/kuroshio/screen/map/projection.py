"""From degrees to kilometres on the plane and back: a Lambert conformal conic projection of the sphere.

Snyder, Map Projections: A Working Manual, USGS Professional Paper 1395, 1987, formulas 15-1 to 15-5 and 14-9 to 14-11.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

RADIUS = 6371.0  # km, mean radius of the Earth
PARALLELS = (math.radians(12.0), math.radians(38.0))  # where distances are true
ORIGIN = (math.radians(125.0), math.radians(22.0))  # longitude, latitude of x = y = 0


def _stretch(latitude: float) -> float:
    return math.tan(math.pi / 4 + latitude / 2)


CONE = math.log(math.cos(PARALLELS[0]) / math.cos(PARALLELS[1])) / math.log(_stretch(PARALLELS[1]) / _stretch(PARALLELS[0]))
SCALE = RADIUS * math.cos(PARALLELS[0]) * _stretch(PARALLELS[0]) ** CONE / CONE
APEX = SCALE / _stretch(ORIGIN[1]) ** CONE  # km from the origin to the tip of the cone


def project(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    """Return x (east) and y (north) in km of points in degrees; latitude between -90 and 90, both exclusive."""
    phi = np.radians(np.asarray(lat, np.float64))
    rho = SCALE / np.tan(np.pi / 4 + phi / 2) ** CONE
    theta = CONE * (np.radians(np.asarray(lon, np.float64)) - ORIGIN[0])
    return rho * np.sin(theta), APEX - rho * np.cos(theta)


def unproject(x: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]:
    """Return longitude and latitude in degrees of points in km: the inverse of `project`."""
    east, south = np.asarray(x, np.float64), APEX - np.asarray(y, np.float64)
    rho = np.hypot(east, south)
    phi = 2 * np.arctan((SCALE / rho) ** (1 / CONE)) - np.pi / 2
    return np.degrees(np.arctan2(east, south) / CONE + ORIGIN[0]), np.degrees(phi)
