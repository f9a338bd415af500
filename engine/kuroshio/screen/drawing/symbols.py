"""Draws the symbols: counters, contacts, dice, gauges, arrows, ladders.

No symbol depends on colour alone: each side has its own letter and outline, a crisis rung has a flag, a busy counter has a tick.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import pygame
from attrs import evolve

from kuroshio.picture.picture import Counter, Side
from kuroshio.screen.drawing.fonts import Fonts
from kuroshio.screen.drawing.theme import BLACK, WHITE, Theme, ink_on, mix

SHAPES = ("square", "circle", "hexagon", "house", "shield", "cross", "tag", "trapezoid")
PLAIN = "rounded"  # of sides for which no other outline is left
# The outlines and colours of sides without a colour of their own, in the order in which they come. How far they lie apart is
# printed by `tests.screen.palette`.
FURTHER = ("octagon", "ticket", "slant", "arch")
SECOND = ("#d5f2dc", "#8c4d38", "#292966", "#98d982", "#401a23", "#5d5a66", "#61f2f2", "#40361a")
STANDARD = 2.6  # the side of a counter in units of text; its own text is then a unit high
PAINT = 4  # outlines are drawn this many times larger and scaled down, for smooth edges
BODY = 0.86  # the share of a counter's height above its pips
CAP = 0.733  # the height of a capital, of the em
MIDDLE = {"tag": -0.05}  # where the text stands beside the middle, as a share of the width
LOWER = {"circle": -0.025, "house": 0.045, "shield": -0.055, "trapezoid": 0.02}  # the same downwards
RISING, CRISIS = "#f2b134", "#d8432f"  # rungs climbed below the crisis and from it on; black or white can be read on both

Point = tuple[float, float]


def shape_of(letter_index: int) -> str:
    """Return the outline of a side by its number among the sides of the picture, from 0.

    The first eight outlines differ; further sides have the plain one.
    """
    return SHAPES[letter_index] if 0 <= letter_index < len(SHAPES) else PLAIN


def shapes_of(sides: Sequence[Side]) -> dict[str, str]:
    """Return the outline of each side by its id. Sides with a colour share eight outlines, neutral ones four further ones."""
    colored, neutral = ([side.id for side in sides if side.neutral is grey] for grey in (False, True))
    further = dict(zip(neutral, FURTHER))
    return {side.id: further.get(side.id, PLAIN) if side.neutral else shape_of(colored.index(side.id)) for side in sides}


def told_apart(sides: Sequence[Side]) -> list[Side]:
    """Return the sides with a colour of the second palette for those that have none of their own.

    >>> [side.color for side in told_apart([Side(id="a", name="A", name_ja="", letter="A", color="#777777", neutral=True)])]
    ['#d5f2dc']
    """
    second = dict(zip((side.id for side in sides if side.neutral), SECOND))
    return [evolve(side, color=second.get(side.id, side.color)) for side in sides]


def draw_counter(
    surface: pygame.Surface,
    rect: pygame.Rect,
    counter: Counter,
    side: Side | None,
    theme: Theme,
    fonts: Fonts,
    *,
    shape: str = PLAIN,
    selected: bool = False,
    ghost: bool = False,
) -> None:
    """Draw the counter of a piece.

    It shows its side by colour, outline and letter, its kind by a symbol, its readiness by pips, and has a tick if an order names
    it. A ghost, where the piece would move to, is an outline only. Without a side it is drawn as a contact. The halo of a
    selected counter goes an eighth of the rect beyond it.
    """
    if side is None:
        draw_contact(surface, rect, counter, theme, fonts, selected=selected, ghost=ghost)
        return
    body = pygame.Rect(rect.x, rect.y, rect.width, round(rect.height * BODY))
    if selected:
        _draw_halo(surface, shape, body, theme)
    surface.blit(_outline(shape, body.size, "" if ghost else side.color, theme.ink, side.color if ghost else ""), body)
    ink = theme.ink if ghost else ink_on(side.color)
    _write_on(surface, body, shape, (side.letter, counter.symbol), rect.height / STANDARD, ink, fonts)
    if not ghost:
        _draw_readiness(surface, rect, counter.readiness, theme)
    if counter.busy and not ghost:
        _draw_tick(surface, rect, theme)


def draw_bead(surface: pygame.Surface, rect: pygame.Rect, color: str, shape: str, theme: Theme) -> None:
    """Draw a side's outline in its colour, without letters."""
    surface.blit(_outline(shape, rect.size, color, theme.ink), rect)


def draw_contact(
    surface: pygame.Surface,
    rect: pygame.Rect,
    counter: Counter,
    theme: Theme,
    fonts: Fonts,
    *,
    selected: bool = False,
    ghost: bool = False,
) -> None:
    """Draw a contact, whose side this seat does not know: a dashed diamond with a question mark."""
    if selected:
        _draw_halo(surface, "diamond", rect, theme)
    surface.blit(_contact(rect.size, "" if ghost else theme.panel, theme.soft), rect)
    size = math.ceil(rect.height / STANDARD * 1.35)
    _write(surface, "?", rect.centerx, rect.centery + size * CAP / 2, size, theme.ink, fonts)
    if counter.busy and not ghost:
        _draw_tick(surface, rect, theme)


def draw_die(surface: pygame.Surface, rect: pygame.Rect, pips: int, theme: Theme) -> None:
    """Draw a die with 1 to 6 pips. Any other number leaves its face empty."""
    side = min(rect.width, rect.height)
    square = pygame.Rect(0, 0, side, side)
    square.center = rect.center
    corner = max(2, side // 6)
    pygame.draw.rect(surface, WHITE, square, border_radius=corner)
    pygame.draw.rect(
        surface, mix(theme.ink, BLACK, 0.3) if theme.name == "light" else theme.soft, square, max(1, side // 24), corner
    )
    for x, y in _PIPS.get(pips, ()):
        _disc(surface, (square.centerx + x * side * 0.25, square.centery + y * side * 0.25), side * 0.095, BLACK)


def draw_pips(
    surface: pygame.Surface, rect: pygame.Rect, value: int | None, least: int, most: int, color: str, theme: Theme
) -> None:
    """Draw a gauge as segments from `least` to `most`, filled up to `value`. If the value is unknown, they have dots."""
    steps = max(1, most - least)
    if rect.width < steps * 6:
        _draw_bar(surface, rect, 0 if value is None else (value - least) / steps, color, theme)
        return
    gap = max(1, min(rect.width // (steps * 5), rect.height // 3))
    filled = 0 if value is None else min(steps, max(0, value - least))
    for step in range(steps):
        left = rect.x + (rect.width + gap) * step // steps
        right = rect.x + (rect.width + gap) * (step + 1) // steps - gap
        cell = pygame.Rect(left, rect.y, max(1, right - left), rect.height)
        pygame.draw.rect(surface, color if step < filled else theme.ground, cell)
        pygame.draw.rect(surface, color if step < filled else theme.soft, cell, 1)
        if value is None:
            _disc(surface, cell.center, max(1, min(cell.size) * 0.15), theme.soft)


def draw_arrow(surface: pygame.Surface, start: Sequence[float], end: Sequence[float], color: str, width: int) -> None:
    """Draw the arrow of a planned move between two pixels. width: of its shaft, in pixels.

    A rim sets it off from any background.
    """
    length = math.dist(start, end)
    if length < 1:
        return
    along = ((end[0] - start[0]) / length, (end[1] - start[1]) / length)
    head = min(length, width * 3.2)
    half = width / 2
    points: list[Point] = []
    for back, aside in (
        (length, half),
        (head, half),
        (head, half * 3),
        (0, 0),
        (head, -half * 3),
        (head, -half),
        (length, -half),
    ):
        points.append((end[0] - along[0] * back - along[1] * aside, end[1] - along[1] * back + along[0] * aside))
    rim = ink_on(color)
    pygame.draw.polygon(surface, rim, points, max(3, width // 2))
    pygame.draw.polygon(surface, color, points)
    pygame.draw.aalines(surface, rim, True, points)


def draw_ladder(
    surface: pygame.Surface,
    rect: pygame.Rect,
    value: int | None,
    most: int,
    crisis_at: int,
    theme: Theme,
    fonts: Fonts,
    *,
    unit: int = 0,
) -> None:
    """Draw an escalation ladder with rungs from 1 to `most`.

    It rises upward, or to the right if the rect is wider than high. Rungs up to the value are filled. The rung at which a crisis
    opens has a flag and a heavy edge. unit: the size in pixels of the numbers on the rungs, 0 for none; a rung without room has
    no number.
    """
    upright = rect.height > rect.width
    flag = min(rect.width, rect.height) // 4 if 1 <= crisis_at <= most else 0
    bars = pygame.Rect(rect.x, rect.y, rect.width - flag, rect.height) if upright else rect.inflate(0, -flag).move(0, flag // 2)
    for rung in range(1, most + 1):
        cell = _rung(bars, rung, most, upright)
        reached = value is not None and rung <= value
        fill = (CRISIS if rung >= crisis_at else RISING) if reached else theme.raised
        pygame.draw.rect(surface, fill, cell, border_radius=2)
        edge = theme.bad if rung == crisis_at else theme.ink if reached else theme.soft
        pygame.draw.rect(surface, edge, cell, max(2, flag // 5) if rung == crisis_at else 1, 2)
        if unit and unit <= cell.height and fonts.width(str(rung), unit, True) <= cell.width - 4:
            ink = ink_on(fill) if reached else theme.ink
            _write(surface, str(rung), cell.centerx, cell.centery + unit * CAP / 2, unit, ink, fonts)
        if rung == crisis_at:
            _draw_flag(surface, cell, flag, upright, theme.bad)


_PIPS: dict[int, tuple[Point, ...]] = {
    1: ((0, 0),),
    2: ((-1, -1), (1, 1)),
    3: ((-1, -1), (0, 0), (1, 1)),
    4: ((-1, -1), (1, -1), (-1, 1), (1, 1)),
    5: ((-1, -1), (1, -1), (0, 0), (-1, 1), (1, 1)),
    6: ((-1, -1), (1, -1), (-1, 0), (1, 0), (-1, 1), (1, 1)),
}


def _round_corners(radius: float) -> tuple[Point, ...]:
    quarter = [math.pi / 2 * step / 12 for step in range(13)]
    corners = ((1 - radius, radius, -1), (1 - radius, 1 - radius, 0), (radius, 1 - radius, 1), (radius, radius, 2))
    return tuple(
        (x + radius * math.cos(turn * math.pi / 2 + angle), y + radius * math.sin(turn * math.pi / 2 + angle))
        for x, y, turn in corners
        for angle in quarter
    )


def _shield() -> tuple[Point, ...]:
    """Return the outline of a shield: flat at the top, straight down to the middle, then curved to a point."""
    bow = [step / 10 for step in range(11)]
    right = [(1 - 0.5 * t * t * 0.55 - 0.5 * t**4 * 0.45, 0.56 + 0.44 * t) for t in bow]
    return ((0.0, 0.0), (1.0, 0.0), *right, *((1 - x, y) for x, y in reversed(right)))


# The corners of each outline in a square from 0 to 1, y downwards.
OUTLINES: dict[str, tuple[Point, ...]] = {
    "square": ((0.03, 0), (0.97, 0), (0.97, 1), (0.03, 1)),
    "circle": _round_corners(0.5),
    "hexagon": ((0, 0.5), (0.2, 0), (0.8, 0), (1, 0.5), (0.8, 1), (0.2, 1)),
    "house": ((0.5, 0), (1, 0.28), (1, 1), (0, 1), (0, 0.28)),
    "shield": _shield(),
    "cross": (
        (0.16, 0), (0.84, 0), (0.84, 0.17), (1, 0.17), (1, 0.83), (0.84, 0.83),
        (0.84, 1), (0.16, 1), (0.16, 0.83), (0, 0.83), (0, 0.17), (0.16, 0.17),
    ),
    "tag": ((0, 0), (0.74, 0), (1, 0.5), (0.74, 1), (0, 1)),
    "trapezoid": ((0.2, 0), (0.8, 0), (1, 1), (0, 1)),
    "rounded": _round_corners(0.24),
    "octagon": ((0.26, 0), (0.74, 0), (1, 0.26), (1, 0.74), (0.74, 1), (0.26, 1), (0, 0.74), (0, 0.26)),
    "ticket": ((0, 0), (1, 0), (1, 0.3), (0.88, 0.5), (1, 0.7), (1, 1), (0, 1), (0, 0.7), (0.12, 0.5), (0, 0.3)),
    "slant": ((0.14, 0), (1, 0), (0.86, 1), (0, 1)),
    "arch": (*((0.5 - 0.5 * math.cos(step * math.pi / 24), 0.42 - 0.42 * math.sin(step * math.pi / 24)) for step in range(25)),
             (1, 1), (0, 1)),
    "diamond": ((0.5, 0), (1, 0.5), (0.5, 1), (0, 0.5)),
}  # fmt: skip


def _corners(shape: str, width: float, height: float, inset: float) -> list[Point]:
    """Return the outline of a shape in pixels.

    It lies `inset` pixels inside its box, so that a stroke of twice that width stays within the box.
    """
    across, down = width - 2 * inset, height - 2 * inset
    return [(inset + x * across, inset + y * down) for x, y in OUTLINES[shape]]


def _stroke(surface: pygame.Surface, points: Sequence[Point], color: str, thickness: float) -> None:
    for start, end in zip(points, (*points[1:], points[0])):
        pygame.draw.line(surface, color, start, end, max(1, round(thickness)))
        pygame.draw.circle(surface, color, start, thickness / 2)


def _blank(size: tuple[int, int], color: str) -> pygame.Surface:
    """Return a large transparent surface in the colour of the edge. Scaled down it leaves no dark fringe."""
    sheet = pygame.Surface((size[0] * PAINT, size[1] * PAINT), pygame.SRCALPHA)
    sheet.fill((*pygame.Color(color)[:3], 0))
    return sheet


@lru_cache(maxsize=512)
def _outline(shape: str, size: tuple[int, int], fill: str, edge: str, inner: str = "") -> pygame.Surface:
    """Return the outline of a counter, with a fill and with a second stroke inside the edge if they are given."""
    sheet = _blank(size, edge)
    width, height = sheet.get_size()
    thick = max(1.2 * PAINT, 0.04 * width)
    points = _corners(shape, width, height, thick / 2)
    if fill:
        pygame.draw.polygon(sheet, fill, points)
    if inner:
        _stroke(sheet, _corners(shape, width, height, thick * 1.25), inner, thick * 1.5)
    _stroke(sheet, points, edge, thick)
    return pygame.transform.smoothscale(sheet, size)


@lru_cache(maxsize=64)
def _contact(size: tuple[int, int], fill: str, edge: str) -> pygame.Surface:
    sheet = _blank(size, edge)
    width, height = sheet.get_size()
    thick = max(1.5 * PAINT, 0.055 * width)
    points = _corners("diamond", width, height, thick / 2)
    if fill:
        pygame.draw.polygon(sheet, fill, points)
    for start, end in zip(points, (*points[1:], points[0])):
        for first, last in ((0.0, 0.14), (0.29, 0.43), (0.57, 0.71), (0.86, 1.0)):
            ends = [(start[0] + (end[0] - start[0]) * t, start[1] + (end[1] - start[1]) * t) for t in (first, last)]
            pygame.draw.line(sheet, edge, ends[0], ends[1], round(thick))
            for point in ends:
                pygame.draw.circle(sheet, edge, point, thick / 2)
    return pygame.transform.smoothscale(sheet, size)


def _draw_halo(surface: pygame.Surface, shape: str, body: pygame.Rect, theme: Theme) -> None:
    """Draw a ring in the accent colour around a counter, with a gap in the colour of the ground."""
    for share, color in ((0.26, theme.ink), (0.22, theme.accent), (0.08, theme.ground)):
        ring = body.inflate(round(body.width * share), round(body.height * share))
        surface.blit(_outline(shape, ring.size, color, color), ring)


def _write(surface: pygame.Surface, text: str, center: float, base: float, size: int, color: str, fonts: Fonts) -> None:
    """Draw bold text centred on the x `center`, with its base line at the y `base`."""
    image = fonts.render(text, size, color, True)
    surface.blit(image, (round(center - image.get_width() / 2), round(base - fonts.font(size, True).get_ascent())))


def _write_on(
    surface: pygame.Surface, body: pygame.Rect, shape: str, texts: tuple[str, str], unit: float, color: str, fonts: Fonts
) -> None:
    """Draw the letter of the side on a counter, large, with the symbol of the kind below it."""
    center = body.centerx + MIDDLE.get(shape, 0) * body.width
    large, small = math.ceil(unit * 1.12), math.ceil(unit)
    while small > 8 and fonts.width(texts[1], small, True) > body.width * 0.84:
        small -= 1
    gap = max(1.0, 0.1 * unit)
    top = body.centery - ((large + small) * CAP + gap) / 2 + LOWER.get(shape, 0) * body.height
    _write(surface, texts[0], center, top + large * CAP, large, color, fonts)
    _write(surface, texts[1], center, top + (large + small) * CAP + gap, small, color, fonts)


def _draw_readiness(surface: pygame.Surface, rect: pygame.Rect, readiness: int, theme: Theme) -> None:
    """Draw three pips below the body of a counter, filled up to its readiness."""
    height = max(4, round(rect.height * 0.12))
    width, gap = max(4, round(rect.width * 0.2)), max(1, round(rect.width * 0.05))
    left = rect.centerx - (3 * width + 2 * gap) // 2
    plate = pygame.Rect(left, rect.bottom - height, 3 * width + 2 * gap, height)
    pygame.draw.rect(surface, theme.panel, plate.inflate(2, 2), border_radius=2)
    for pip in range(3):
        cell = pygame.Rect(left + pip * (width + gap), plate.y, width, height)
        pygame.draw.rect(surface, theme.ink, cell, 0 if pip < readiness else 1, 1)


def _draw_tick(surface: pygame.Surface, rect: pygame.Rect, theme: Theme) -> None:
    """Draw a tick on a disc at the upper right corner: an order names this piece."""
    radius = max(5.0, rect.width * 0.17)
    x, y = rect.right - radius * 0.7, rect.top + radius * 0.7
    _disc(surface, (x, y), radius, theme.ground)
    _disc(surface, (x, y), radius * 0.84, theme.accent)
    points = [(x - radius * 0.42, y), (x - radius * 0.1, y + radius * 0.35), (x + radius * 0.42, y - radius * 0.35)]
    pygame.draw.lines(surface, theme.on_accent, False, points, max(2, round(radius * 0.26)))


@lru_cache(maxsize=256)
def _disc_image(radius: float, color: str) -> pygame.Surface:
    side = math.ceil(radius * 2)
    sheet = _blank((side, side), color)
    pygame.draw.circle(sheet, color, (side * PAINT / 2, side * PAINT / 2), radius * PAINT)
    return pygame.transform.smoothscale(sheet, (side, side))


def _disc(surface: pygame.Surface, center: Sequence[float], radius: float, color: str) -> None:
    image = _disc_image(round(radius, 1), color)
    surface.blit(image, (round(center[0] - image.get_width() / 2), round(center[1] - image.get_height() / 2)))


def _draw_bar(surface: pygame.Surface, rect: pygame.Rect, share: float, color: str, theme: Theme) -> None:
    """Draw a gauge as a plain bar: it has too many steps for segments. share: from 0 to 1."""
    pygame.draw.rect(surface, theme.ground, rect)
    pygame.draw.rect(surface, color, (*rect.topleft, round(rect.width * min(1.0, max(0.0, share))), rect.height))
    pygame.draw.rect(surface, theme.soft, rect, 1)


def _rung(bars: pygame.Rect, rung: int, most: int, upright: bool) -> pygame.Rect:
    """Return the rect of a rung, counted from 1 at the bottom or at the left."""
    if upright:
        top, bottom = (bars.y + bars.height * (most - rung + shift) // most for shift in (0, 1))
        return pygame.Rect(bars.x, top, bars.width, max(1, bottom - top - 2))
    left, right = (bars.x + bars.width * (rung - 1 + shift) // most for shift in (0, 1))
    return pygame.Rect(left, bars.y, max(1, right - left - 2), bars.height)


def _draw_flag(surface: pygame.Surface, cell: pygame.Rect, size: int, upright: bool, color: str) -> None:
    """Draw a triangle that points at a rung, from the right or from above."""
    half = size * 0.6
    points: list[Point]
    if upright:
        x, y = cell.right, cell.centery
        points = [(x + 1, y), (x + size, y - half), (x + size, y + half)]
    else:
        x, y = cell.centerx, cell.top
        points = [(x, y - 1), (x - half, y - size), (x + half, y - size)]
    pygame.draw.polygon(surface, color, points)
    pygame.draw.aalines(surface, color, True, points)
