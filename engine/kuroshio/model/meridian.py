"""The meridian of a map, so that north is up: the projection of the screens is a cone with one upright meridian."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

UPRIGHT = 125.0  # degrees of longitude: the meridian that stands upright on the plane
NEAR = 15.0  # degrees from it within which a map is drawn as it is: it leans by six degrees at most


def middle_of(labels: Iterable[tuple[float, float]]) -> float:
    """Return the upright meridian of a map: the middle of its labels (longitude, latitude), or UPRIGHT if that is near.

    The middle is taken of directions, so that it also works across the date line.
    """
    turns = [math.radians(longitude) for longitude, _ in labels]
    middle = round(math.degrees(math.atan2(sum(map(math.sin, turns)), sum(map(math.cos, turns)))))
    return UPRIGHT if abs((middle - UPRIGHT + 180) % 360 - 180) <= NEAR else float(middle)


def turned(position: Any, middle: float) -> Any:
    """Turn a position [longitude, latitude], or nested lists of them, so that the meridian `middle` is upright."""
    if middle == UPRIGHT:
        return position
    if isinstance(position[0], (int, float)):
        return [(position[0] - middle + 180) % 360 - 180 + UPRIGHT, position[1]]
    return [turned(part, middle) for part in position]
