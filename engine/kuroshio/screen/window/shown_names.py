"""Names for ids in the language of the window."""

from __future__ import annotations

from kuroshio.model.board import Board
from kuroshio.picture.picture import FlashpointPicture, Gauge, Picture, Side
from kuroshio.screen.drawing.symbols import PLAIN, shapes_of


class ShownNames:
    """The names of sides, areas, pieces and flashpoints; an id without a name stands for itself."""

    def __init__(self, picture: Picture | None, board: Board | None, japanese: bool) -> None:
        self.japanese = japanese
        self.sides: dict[str, Side] = {side.id: side for side in picture.sides} if picture else {}
        self.areas = {area.id: area for area in board.areas} if board else {}
        self.counters = {counter.id: counter for counter in picture.counters} if picture else {}
        self.hotspots: dict[str, FlashpointPicture] = {spot.id: spot for spot in picture.hotspots} if picture else {}
        self.shapes = shapes_of(picture.sides) if picture else {}
        self.short = {
            area.id: (area.short or area.name, area.short_ja or area.name_ja or area.name) for area in self.areas.values()
        }

    def side(self, id: str) -> str:
        """A faction's name."""
        side = self.sides.get(id)
        return self._either(side.name, side.name_ja) if side else id.capitalize() or "Nobody"

    def shape(self, id: str) -> str:
        """The outline by which a faction's marks are known."""
        return self.shapes.get(id, PLAIN)

    def area(self, id: str) -> str:
        """An area's full name."""
        area = self.areas.get(id)
        return self._either(area.name, area.name_ja) if area else id

    def piece(self, id: str) -> str:
        """A counter's name."""
        counter = self.counters.get(id)
        return self._either(counter.name, counter.name_ja) if counter else id

    def hotspot(self, id: str) -> str:
        """A flashpoint's name."""
        return self.hotspots[id].name if id in self.hotspots else id

    def of(self, dim: str, id: str) -> str:
        """The name of a choice's area, piece, target or partner; a target may be a side, an area or a flashpoint."""
        if dim == "area":
            return self.area(id)
        if dim == "piece":
            return self.piece(id)
        return self.side(id) if id in self.sides else self.hotspot(id) if id in self.hotspots else self.area(id)

    def gauge(self, gauge: Gauge) -> str:
        """A track's name for a place where only one flashpoint is in play, or only one seat: without whose it is."""
        owners = [spot.name for spot in self.hotspots.values()] if len(self.hotspots) == 1 else []
        return own_name(gauge.name, owners)

    def _either(self, english: str, japanese: str) -> str:
        return japanese if self.japanese and japanese else english


def own_name(name: str, owners: list[str]) -> str:
    """A track's name without the name before its comma, if that is one of the owners."""
    owner, comma, rest = name.partition(", ")
    return rest[:1].upper() + rest[1:] if comma and owner in owners else name
