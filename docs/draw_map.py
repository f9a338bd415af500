"""Draws docs/map.png: the map with the counters of a scenario where they open. `python docs/draw_map.py`."""

from __future__ import annotations

import json
import math
import os
from itertools import groupby
from pathlib import Path
from typing import Any

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pygame
import pygame.freetype

from engine.cli.table import set_up
from engine.files.load import map_folder
from engine.kernel.tables import Tables

SCALE = 2  # drawn larger and reduced, for smooth edges
WIDTH = 1000 * SCALE
WEST, EAST, SOUTH, NORTH = 98.0, 153.0, -1.0, 49.5
MIDDLE = math.cos(math.radians(24))
HEIGHT = int(WIDTH * (NORTH - SOUTH) / ((EAST - WEST) * MIDDLE))
FILLS = {"sea": "#d6e6ef", "strait": "#bcd6e5", "island": "#cfe3d4", "land": "#ece6d6"}
COAST, EDGE, INK = "#8a8574", "#ffffff", "#22303a"


def point(place: tuple[float, float]) -> tuple[float, float]:
    """A place in degrees as pixels."""
    lon, lat = place
    return (lon - WEST) / (EAST - WEST) * WIDTH, (NORTH - lat) / (NORTH - SOUTH) * HEIGHT


def rings(geometry: dict[str, Any]) -> list[list[tuple[float, float]]]:
    """The outer rings of a polygon or several, in pixels."""
    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [[point(place[:2]) for place in part[0]] for part in parts]


def lines(geometry: dict[str, Any]) -> list[list[tuple[float, float]]]:
    """The lines of a geometry, in pixels."""
    if geometry["type"] in ("Polygon", "MultiPolygon"):
        return rings(geometry)
    parts = geometry["coordinates"] if geometry["type"] == "MultiLineString" else [geometry["coordinates"]]
    return [[point(place[:2]) for place in part] for part in parts]


def features(folder: Path, name: str) -> list[dict[str, Any]]:
    """The features of a GeoJSON file."""
    found: list[dict[str, Any]] = json.loads((folder / name).read_text(encoding="utf-8"))["features"]
    return found


def draw(tables: Tables) -> pygame.Surface:
    """The whole picture."""
    pygame.freetype.init()
    surface = pygame.Surface((WIDTH, HEIGHT))
    surface.fill("#eef2f4")
    folder = map_folder(tables.scenario.map)
    shapes = features(folder, "shapes.geojson")
    for shape in shapes:
        for ring in rings(shape["geometry"]):
            pygame.draw.polygon(surface, FILLS[shape["properties"]["kind"]], ring)
    for name, color, width in (("coast.geojson", COAST, SCALE), ("area_borders.geojson", EDGE, 2 * SCALE)):
        for feature in features(folder, name):
            for part in lines(feature["geometry"]):
                if len(part) > 1:
                    pygame.draw.lines(surface, color, False, part, width)
    draw_counters(surface, tables)
    return pygame.transform.smoothscale(surface, (WIDTH // SCALE, HEIGHT // SCALE))


def draw_counters(surface: pygame.Surface, tables: Tables) -> None:
    """Names of areas, and under each the counters that open there: the colour and letter of a faction, a symbol."""
    font = pygame.freetype.SysFont("dejavusans, arial, sans", 11 * SCALE)
    factions = {faction.id: faction for faction in tables.ruleset.factions}
    kinds = {kind.id: kind for kind in tables.ruleset.kinds}
    here = {
        area: list(group)
        for area, group in groupby(sorted(tables.scenario.pieces, key=lambda piece: piece.area), lambda piece: piece.area)
    }
    for area in tables.board.areas:
        x, y = point(area.label)
        text, box = font.render(area.short or area.name, INK)
        surface.blit(text, (x - box.width / 2, y - 9 * SCALE))
        side = 19 * SCALE
        pieces = here.get(area.id, [])
        for i, piece in enumerate(pieces):
            place = pygame.Rect(x - len(pieces) * side / 2 + i * side, y + 4 * SCALE, side - 2 * SCALE, side - 2 * SCALE)
            pygame.draw.rect(surface, factions[piece.faction].color, place, border_radius=3 * SCALE)
            pygame.draw.rect(surface, INK, place, SCALE, border_radius=3 * SCALE)
            label, box = font.render(kinds[piece.kind].symbol, ink_on(factions[piece.faction].color), size=10 * SCALE)
            surface.blit(label, (place.centerx - box.width / 2, place.centery - box.height / 2))


def ink_on(color: str) -> str:
    """Dark or white, whichever reads better on a colour."""
    red, green, blue, _ = pygame.Color(color)
    return INK if 0.299 * red + 0.587 * green + 0.114 * blue > 120 else "#ffffff"


def main() -> None:
    """Draw and save."""
    surface = draw(set_up("senkaku_2021", None).tables)
    pygame.image.save(surface, Path(__file__).with_name("map.png"))


if __name__ == "__main__":
    main()
