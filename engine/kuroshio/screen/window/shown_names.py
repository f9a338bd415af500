"""Names for ids, in the language of the window."""

from __future__ import annotations

from kuroshio.model.board import Board
from kuroshio.picture.gauge_pictures import Gauge
from kuroshio.picture.picture import FlashpointPicture, Picture, Side
from kuroshio.screen.drawing.symbols import PLAIN, shapes_of, told_apart


class ShownNames:
    """The names of sides, areas, pieces and flashpoints. An id without a name is shown as it is."""

    def __init__(self, picture: Picture | None, board: Board | None, japanese: bool) -> None:
        self.japanese = japanese
        self.sides: dict[str, Side] = {side.id: side for side in told_apart(picture.sides)} if picture else {}
        self.areas = {area.id: area for area in board.areas} if board else {}
        self.counters = {counter.id: counter for counter in picture.counters} if picture else {}
        self.hotspots: dict[str, FlashpointPicture] = {spot.id: spot for spot in picture.hotspots} if picture else {}
        self.shapes = shapes_of(picture.sides) if picture else {}
        self.short = {
            area.id: (area.short or area.name, area.short_ja or area.name_ja or area.name) for area in self.areas.values()
        }

    def side(self, id: str) -> str:
        """Return the name of a faction."""
        side = self.sides.get(id)
        return self._either(side.name, side.name_ja) if side else id.capitalize() or "Nobody"

    def shape(self, id: str) -> str:
        """Return the outline of a faction's counters."""
        return self.shapes.get(id, PLAIN)

    def area(self, id: str) -> str:
        """Return the full name of an area."""
        area = self.areas.get(id)
        return self._either(area.name, area.name_ja) if area else id

    def piece(self, id: str) -> str:
        """Return the name of a piece."""
        counter = self.counters.get(id)
        return self._either(counter.name, counter.name_ja) if counter else id

    def hotspot(self, id: str) -> str:
        """Return the name of a flashpoint."""
        spot = self.hotspots.get(id)
        return self._either(spot.name, spot.name_ja) if spot else id

    def of(self, dim: str, id: str) -> str:
        """Return the name of a choice's area, piece, target or partner, as `dim` says. A target is a side, area or flashpoint."""
        if dim == "area":
            return self.area(id)
        if dim == "piece":
            return self.piece(id)
        return self.side(id) if id in self.sides else self.hotspot(id) if id in self.hotspots else self.area(id)

    def gauge(self, gauge: Gauge) -> str:
        """Return the name of a track, without its owner if only one flashpoint or one seat is in play."""
        return self.track(gauge.name)

    def track(self, name: str) -> str:
        """Return the name of a track, without its owner if that is the only flashpoint in play."""
        owners = [spot.name for spot in self.hotspots.values()] if len(self.hotspots) == 1 else []
        return own_name(name, owners)

    def _either(self, english: str, japanese: str) -> str:
        return japanese if self.japanese and japanese else english


def own_name(name: str, owners: list[str]) -> str:
    """Return the name of a track without the part before its comma, if that part is one of the owners."""
    owner, comma, rest = name.partition(", ")
    return rest[:1].upper() + rest[1:] if comma and owner in owners else name
