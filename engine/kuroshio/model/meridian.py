"""Where a map lies on the earth, so that north is up on it: the plane of the screens is a cone with one upright meridian."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

UPRIGHT = 125.0  # degrees of longitude: the meridian that stands upright on the plane
NEAR = 15.0  # degrees from it within which a map is drawn as it is: it leans by six degrees at most


def middle_of(labels: Iterable[tuple[float, float]]) -> float:
    """The meridian that is to stand upright: the middle one of a map's labels (longitude, latitude), or UPRIGHT if that is near.

    The middle is that of directions, so that a map across the date line has one too.
    """
    turns = [math.radians(longitude) for longitude, _ in labels]
    middle = round(math.degrees(math.atan2(sum(map(math.sin, turns)), sum(map(math.cos, turns)))))
    return UPRIGHT if abs((middle - UPRIGHT + 180) % 360 - 180) <= NEAR else float(middle)


def turned(position: Any, middle: float) -> Any:
    """A position [longitude, latitude], or lists of them however deep, with the earth turned so that `middle` stands upright."""
    if middle == UPRIGHT:
        return position
    if isinstance(position[0], (int, float)):
        return [(position[0] - middle + 180) % 360 - 180 + UPRIGHT, position[1]]
    return [turned(part, middle) for part in position]
