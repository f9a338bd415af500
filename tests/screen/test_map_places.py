"""On the map of real games, in any size: counters in their areas, names on no land of another, nothing over anything else."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations
from typing import Any

import numpy as np
import pygame
import pytest
from attrs import evolve
from pygame import Rect

from kuroshio.picture.picture import Picture
from kuroshio.screen.drawing.fonts import Fonts
from kuroshio.screen.drawing.painter import Painter
from kuroshio.screen.drawing.theme import LIGHT
from kuroshio.screen.map.camera import Camera, per_px, to_km, zoom
from kuroshio.screen.map.counter_forms import BEADED, DOT, STACKS
from kuroshio.screen.map.geography import inside
from kuroshio.screen.map.map_overlay import GameMap
from kuroshio.screen.map.map_plan import MapPlan
from kuroshio.screen.panels.widgets import name_lines
from kuroshio.screen.window.state import SCALES, THEMES, Interface
from kuroshio.screen.window.whole_window import Drawn, draw_whole_window, unit_of
from tests.screen.pairs import cover
from tests.screen.real import pictures
from tests.screen.sample import ground
from tests.screen.test_layout import outside, overlapping

SIZES = ((1280, 720), (1366, 768), (1920, 1080), (2560, 1440), (3840, 2160))
SHOWN = ("tutorial china", "senkaku_2021 public", "senkaku_2021 japan", "chain_2021_2030 public", "chain_2021_2030 philippines")
LOOKS = ("open", "whole", "view:2", "view:4", "near")
CASES = cover(
    {"shown": SHOWN, "size": SIZES, "look": LOOKS, "scale": SCALES, "theme": THEMES, "japanese": (False, True)},
)
SLACK = 2.5  # units that the coast of an area may lie beyond its outline, which is coarser
SEEN = 1.2  # units: land less wide is no land to keep off


class Sight:
    """A map as it was drawn, and what is looked at."""

    def __init__(self, case: dict[str, Any], view: GameMap) -> None:
        self.picture = pictures()[case["shown"]]
        self.view, self.fonts = view, Fonts(case["scale"])
        self.interface = Interface(stage="play", theme=case["theme"], japanese=case["japanese"])
        self.surface = pygame.Surface(case["size"])
        drawn = self._draw()
        self._look(case["look"], drawn.map.size)
        camera = view.camera(self.interface, self.picture, drawn.map.size)
        view.settle(camera, drawn.map.size)
        self.drawn, self.camera = self._draw(), camera
        self.map = self.drawn.map
        self.unit = unit_of(self.fonts, case["size"])

    def _draw(self) -> Drawn:
        return draw_whole_window(self.surface, self.fonts, self.picture, self.interface, self.view)

    def _look(self, what: str, size: tuple[int, int]) -> None:
        camera: Camera | None = None
        if what == "near":
            opening = self.view.camera(self.interface, self.picture, size)
            camera = self.view.within(zoom(opening, 2.5, (size[0] * 0.4, size[1] * 0.5), size), size)
        elif what != "open":
            camera = self.view.look_at(what, self.interface, self.picture, size)
        self.interface = evolve(self.interface, camera=camera)

    @property
    def plan(self) -> MapPlan:
        assert self.view._plan is not None
        return self.view._plan

    def km(self, x: float, y: float) -> tuple[float, float]:
        return to_km(self.camera, x - self.map.x, y - self.map.y, self.map.size)

    def within(self, points: list[tuple[float, float]], area: str) -> list[bool]:
        """Whether points in pixels of the window lie in an area."""
        found: list[bool] = inside(
            np.asarray([self.km(*point) for point in points]), self.view.geography.places[area].ring.points
        ).tolist()
        return found

    def names(self) -> dict[str, Rect]:
        return self.view.named(self.map)


@pytest.fixture(scope="module")
def view() -> Iterator[GameMap]:
    pygame.display.init()
    pygame.display.set_mode((64, 64))
    yield GameMap(ground())


@lru_cache(maxsize=1)
def sight(number: int, view: GameMap) -> Sight:
    return Sight(CASES[number], view)


def named(case: dict[str, Any]) -> str:
    width, height = case["size"]
    return f"{case['shown']} {width}x{height} {case['look']} {case['scale']} {case['theme']}{' ja' if case['japanese'] else ''}"


@pytest.mark.parametrize("number", range(len(CASES)), ids=[named(case) for case in CASES])
def test_everything_on_the_map_has_its_place(number: int, view: GameMap) -> None:
    seen = sight(number, view)
    faults = [*strays(seen), *covered(seen), *on_the_land_of_others(seen), *too_small(seen)]
    assert faults == []
    flat = tuple(box for box in seen.drawn.boxes if box.panel != "map")
    assert outside(flat) == [] and overlapping(flat) == []
    tools = [hit.rect for hit in seen.drawn.hits if hit.panel == "tools"]
    assert tools and seen.map.collidelist(tools) < 0


def rim(rect: Rect) -> list[tuple[float, float]]:
    """Points all along the rim of a rect, not more than two pixels apart."""
    xs, ys = (
        np.linspace(rect.left, rect.right - 1, rect.width // 2 + 2),
        np.linspace(rect.top, rect.bottom - 1, rect.height // 2 + 2),
    )
    return [
        *((x, y) for x in xs for y in (rect.top, rect.bottom - 1)),
        *((x, y) for y in ys for x in (rect.left, rect.right - 1)),
    ]


def strays(seen: Sight) -> list[str]:
    """Counters that are not wholly in their area, and marks whose middle is not in theirs."""
    areas = {counter.id: counter.area for counter in seen.picture.counters}
    found = []
    for hit in seen.drawn.hits:
        if hit.id.startswith("piece:") and hit.panel == "map":
            area = areas[hit.id.removeprefix("piece:")]
            whole = seen.plan.standing[area].form == STACKS
            points = rim(hit.rect) if whole else [hit.rect.center]
            if not all(seen.within([(float(x), float(y)) for x, y in points], area)):
                found.append(f"{hit.id} of {area} at {hit.rect}")
    return found


def covered(seen: Sight) -> list[str]:
    """What covers something else on the map, and names beyond its rim."""
    rects = seen.plan.rects(seen.camera, seen.map)
    things = [(f"counters of {area}", rect) for area, rect in rects.items()]
    things += [(f"box of {box.spot}", box.rect(seen.camera, seen.map)) for box in seen.plan.boxes]
    things += [("inset", seen.plan.inset.move(seen.map.topleft))] if seen.plan.inset else []
    things += [(f"name of {area}", rect) for area, rect in seen.names().items()]
    found = [f"{one} and {other}" for (one, a), (other, b) in combinations(things, 2) if a.colliderect(b)]
    return found + [f"{name} is cut" for name, rect in things if not seen.map.contains(rect) and not name.startswith("counters")]


def on_the_land_of_others(seen: Sight) -> list[str]:
    """Names that stand on land outside their area: points of a coast's polygon, well away from the outline of their own."""
    geography, scale = seen.view.geography, per_px(seen.camera, seen.map.size)
    lands = [
        line for line in geography.coarse.land
        if max(line.box[2] - line.box[0], line.box[3] - line.box[1]) > SEEN * seen.unit * scale
    ]  # fmt: skip
    found = []
    for area, rect in seen.names().items():
        points = np.asarray([
            seen.km(x, y) for x in np.linspace(rect.left, rect.right, 9) for y in np.linspace(rect.top, rect.bottom, 5)
        ])  # fmt: skip
        place = geography.places[area]
        own = inside(points, place.ring.points) if place.kind != "sea" else np.zeros(len(points), bool)
        away = np.hypot(*(points[:, None, :] - place.ring.points[None, :, :]).transpose(2, 0, 1)).min(axis=1)
        strange = points[~own & ((away > SLACK * seen.unit * scale) | (place.kind == "sea"))]
        near = [line for line in lands if len(strange) and crosses(line.box, strange)]
        if any(deep(strange[inside(strange, line.points)], line.points, seen.unit * scale) for line in near):
            found.append(f"{area} at {rect}")
    return found


def crosses(box: tuple[float, float, float, float], points: np.ndarray) -> bool:
    (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
    return bool(box[0] <= x1 and box[2] >= x0 and box[1] <= y1 and box[3] >= y0)


def deep(points: np.ndarray, coast: np.ndarray, unit: float) -> bool:
    """Whether one of some points lies farther than two fifths of a unit within a coast."""
    if not len(points):
        return False
    away = np.hypot(*(points[:, None, :] - coast[None, :, :]).transpose(2, 0, 1)).min(axis=1)
    return bool((away > 0.4 * unit).any())


def too_small(seen: Sight) -> list[str]:
    least = seen.fonts.line_height(-(-seen.surface.get_height() // 50))
    low = [f"{box.text!r} is {box.rect.height} px high" for box in seen.drawn.boxes if box.rect.height < least]
    high = seen.fonts.font(seen.unit, True).get_linesize()
    lettered = [mark for mark in seen.plan.standing.values() if mark.form not in (STACKS, BEADED, DOT)]
    return low + [f"mark of {mark.area}" for mark in lettered if mark.size[1] < min(least, high)]


def test_the_cover_is_pairwise() -> None:
    """Every two values of two factors come together, in far fewer cases than there are."""
    factors = {"shown": SHOWN, "size": SIZES, "look": LOOKS, "scale": SCALES, "theme": THEMES, "japanese": (False, True)}
    for one, other in combinations(factors, 2):
        wanted = {(a, b) for a in factors[one] for b in factors[other]}  # type: ignore[attr-defined]
        assert {(case[one], case[other]) for case in CASES} == wanted
    assert len(CASES) < 50


def test_a_game_with_several_flashpoints_opens_on_the_hottest_part(view: GameMap) -> None:
    """A seat on that of a place which it disputes or holds; where there is one flashpoint, on the areas of the scenario."""
    size = (1200, 800)
    one, several = pictures()["senkaku_2021 public"], pictures()["chain_2021_2030 public"]
    assert view.camera(Interface(), one, size) == view.within(view.seeing(one.focus, size), size)
    for spot in several.hotspots:
        hot = evolve(spot, ladder=evolve(spot.ladder, value=spot.ladder.most))
        picture = evolve(several, hotspots=tuple(hot if each.id == spot.id else each for each in several.hotspots))
        x, y = view.heart(spot.area)
        camera = view.camera(Interface(), picture, size)
        assert camera.km < view.seeing((), size).km * 0.7
        assert abs(x - camera.x) < camera.km * 0.6 and abs(y - camera.y) < camera.km * 0.5, spot.id
    philippines = pictures()["chain_2021_2030 philippines"]
    own = next(spot for spot in philippines.hotspots if "philippines" in (spot.holder, spot.challenger))
    camera = view.camera(Interface(), philippines, size)
    assert own.area and abs(view.heart(own.area)[1] - camera.y) < camera.km * 0.4


def fan(picture: Picture, view: GameMap, **changes: object) -> list[str]:
    """The names of counters that are written on the map."""
    interface = evolve(Interface(stage="play"), **changes)
    interface = evolve(interface, camera=view.look_at("whole", interface, picture, (700, 500)))
    got = draw_whole_window(pygame.Surface((1280, 720)), Fonts(), picture, interface, view)
    told = {box.text for box in got.boxes if box.panel == "map"}
    return [counter.name for counter in picture.counters if counter.name in told]


def test_a_pastille_fans_out_where_it_is_pointed_at_or_selected(view: GameMap) -> None:
    picture = pictures()["chain_2021_2030 public"]
    assert fan(picture, view) == []
    area = next(area for area, mark in view._plan.standing.items() if mark.form != STACKS and len(mark.counters) > 1)  # type: ignore[union-attr]
    here = [counter for counter in picture.counters if counter.area == area]
    assert fan(picture, view, hovered=f"piece:{here[0].id}") == [counter.name for counter in here]
    assert fan(picture, view, area=area) == [counter.name for counter in here]
    assert fan(picture, view, hovered="look:whole") == []


def test_at_the_largest_text_on_a_low_screen_nothing_is_lost(view: GameMap) -> None:
    """The hand shows cards, no gauge hides what it measures, and the phases are all there, if only as dots."""
    picture, fonts, size = pictures()["chain_2021_2030 japan"], Fonts(1.6), (1280, 720)
    surface, other = pygame.Surface(size), pygame.Surface(size)
    got = draw_whole_window(surface, fonts, picture, Interface(stage="play"), view)
    assert len([hit for hit in got.hits if hit.id.startswith("card:")]) >= 2
    wall = [box.text for box in got.boxes if box.panel == "wall"]
    measured = {aim.gauge.name.rpartition(", ")[2].split()[-1].lower() for aim in picture.aim_wall}
    assert len(measured) >= 5 and measured <= {word.lower() for text in wall for word in text.split()}
    assert not [box.text for box in got.boxes if box.panel in ("bottom", "tools", "top") and box.text.endswith("…")]
    draw_whole_window(other, fonts, evolve(picture, phases=(picture.phase,)), Interface(stage="play"), view)
    top = Rect(0, 0, 1280, round(2 * got.map.y / 5))
    drawn = [pygame.image.tobytes(image.subsurface(top), "RGB") for image in (surface, other)]
    assert drawn[0] != drawn[1]


def test_a_name_that_is_too_long_is_shortened_in_its_owner() -> None:
    painter = Painter(pygame.Surface((400, 200)), LIGHT, Fonts(), 15)
    name = "Senkaku / Diaoyu Islands, administration"
    wide = painter.wide("Senkaku / Diaoyu")
    assert name_lines(painter, name, 1000, 2) == [name]
    first, last = name_lines(painter, name, wide, 2)
    assert first.startswith("Senkaku") and first.endswith("…") and last == "Administration"
    assert len(name_lines(painter, "One two three four five six seven", wide, 2)) == 2
