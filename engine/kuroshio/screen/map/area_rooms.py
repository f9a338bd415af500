"""How much room an area has for what stands in it: points inside it, and how large an upright box about each may be."""

from __future__ import annotations

import numpy as np

from kuroshio.screen.map.geography import DrawnArea, Geography, inside
from kuroshio.screen.map.projection import Floats

STEP = 5.0  # km between the points of an outline that are measured
FINER = 3  # times that the neighbourhood of the roomiest point is searched again, each time more finely
Spots = tuple[Floats, Floats]  # points in km (n x 2), and the room at each: the height in km of the largest box about it


class AreaRooms:
    """The room of every area of a map, worked out when it is first asked for."""

    def __init__(self, geography: Geography) -> None:
        self.geography = geography
        self._known: dict[tuple[str, float], Spots] = {}
        self._outlines: dict[str, Floats] = {}

    def spots(self, area: str, aspect: float) -> Spots:
        """Return points inside an area, and for each the height in km of the largest box about it that lies in the area.

        aspect: the width of the box by its height. The label point of the area comes first, then the roomiest.
        """
        key = area, round(aspect, 2)
        if key not in self._known:
            self._known[key] = self._measured(self.geography.places[area], key[1])
        return self._known[key]

    def _measured(self, place: DrawnArea, aspect: float) -> Spots:
        outline = self._outline(place)
        spots, room = place.spots, _room(place.spots, outline, aspect)
        cell = max(place.ring.box[2] - place.ring.box[0], place.ring.box[3] - place.ring.box[1]) / 15
        best = spots[int(np.argmax(room))]
        for finer in range(FINER):
            around = np.linspace(-cell, cell, 5) / 2**finer
            near = np.stack(np.meshgrid(best[0] + around, best[1] + around), axis=-1).reshape(-1, 2)
            near = near[inside(near, place.ring.points)]
            if len(near):
                best = near[int(np.argmax(_room(near, outline, aspect)))]
        spots = np.concatenate([spots[:1], spots[1:], [best]])
        room = np.concatenate([room, _room(np.asarray([best]), outline, aspect)])
        order = np.concatenate([[0], 1 + np.argsort(-room[1:], kind="stable")])
        return spots[order], room[order]

    def _outline(self, place: DrawnArea) -> Floats:
        """Return the outline of an area with a point at least every `STEP` km."""
        if place.id not in self._outlines:
            points = place.ring.points
            steps = np.maximum(np.ceil(np.hypot(*np.diff(points, axis=0).T) / STEP), 1).astype(int)
            at = np.concatenate([i + np.arange(n) / n for i, n in enumerate(steps)])
            whole = np.arange(len(points))
            self._outlines[place.id] = np.stack([np.interp(at, whole, points[:, axis]) for axis in (0, 1)], axis=1)
        return self._outlines[place.id]


def _room(spots: Floats, outline: Floats, aspect: float) -> Floats:
    """Return the height of the largest box about each spot which no point of the outline, nor what lies between two, enters."""
    away = np.abs(spots[:, None, :] - outline[None, :, :])
    room: Floats = 2 * np.maximum(away[:, :, 0] / aspect, away[:, :, 1]).min(axis=1) - STEP
    return room
