"""The map: areas and the borders between them. Shapes and coastlines stay in GeoJSON beside it."""

from __future__ import annotations

from attrs import frozen

from kuroshio.model.entry_parts import Entry


@frozen(kw_only=True)
class Area(Entry):
    """One area. kind: sea, strait, island or land. chain: in, on, out or second (of the first island chain).

    label: lon, lat in degrees. bases: factions whose pieces may be based here without anybody's consent.
    """

    kind: str
    chain: str
    label: tuple[float, float]
    bases: tuple[str, ...] = ()
    short: str = ""
    short_ja: str = ""


@frozen(kw_only=True)
class Border:
    """A border of two adjacent areas, named once. passage: sea-sea, sea-land, land-land or exception (then `note` says what)."""

    between: tuple[str, str]
    passage: str
    note: str = ""


@frozen(kw_only=True)
class MapView(Entry):
    """A view of the map that shows these areas. key: the character that selects it on the screen."""

    areas: tuple[str, ...]
    key: str


@frozen(kw_only=True)
class Board:
    """A whole map folder."""

    areas: tuple[Area, ...]
    borders: tuple[Border, ...]
    views: tuple[MapView, ...] = ()
