"""How a pastille is drawn: one mark for all counters of an area that has no room for them."""

from __future__ import annotations

from collections.abc import Sequence

import pygame
from pygame import Rect

from kuroshio.picture.picture import Counter
from kuroshio.screen.drawing.painter import Painter
from kuroshio.screen.drawing.symbols import draw_bead
from kuroshio.screen.drawing.theme import ink_on
from kuroshio.screen.window.shown_names import ShownNames

SHOWN = 3  # sides that a pastille names at most, those with most counters
BEADS = 3  # sides that have a bead of their own
CELL, BEAD, SPOT = 1.5, 0.95, 0.5  # units: the width of a letter's cell, the sides of a bead and of a dot
UNKNOWN = "?"


def sides_shown(counters: Sequence[Counter], most: int = SHOWN) -> list[str]:
    """Return the sides that a pastille names, those with most counters first."""
    sides = [counter.side for counter in counters]
    return sorted(dict.fromkeys(sides), key=lambda side: -sides.count(side))[:most]


def pastille_size(painter: Painter, counters: Sequence[Counter], short: bool = False) -> tuple[int, int]:
    """Return the width and height of a pastille in pixels. short: without the number."""
    wide = painter.px(CELL) * len(sides_shown(counters))
    number = 0 if short else _number_width(painter, len(counters))
    return wide + number, painter.high()


def bead_size(painter: Painter, sides: int) -> tuple[int, int]:
    """Return the width and height in pixels of beads side by side."""
    return painter.px(BEAD) * sides, painter.px(BEAD)


def draw_pastille(
    painter: Painter, rect: Rect, counters: Sequence[Counter], names: ShownNames, short: bool, chosen: bool
) -> None:
    """Draw a pastille: a cell in its colour and with its letter for each side, and then the number of counters."""
    thick = max(1, painter.unit // 10)
    x, cell = rect.x, painter.px(CELL)
    painter.box(rect, "panel", "", 0.45)
    shown = sides_shown(counters)
    for number, side in enumerate(shown):
        known = names.sides.get(side)
        color = known.color if known else painter.color("panel")
        part = Rect(x, rect.y, cell, rect.height)
        corner = round(0.45 * painter.unit)
        last = short and number == len(shown) - 1
        pygame.draw.rect(
            painter.surface, color, part, border_top_left_radius=0 if number else corner,
            border_bottom_left_radius=0 if number else corner, border_top_right_radius=corner if last else 0,
            border_bottom_right_radius=corner if last else 0,
        )  # fmt: skip
        letter = known.letter if known else UNKNOWN
        painter.text((part.centerx, part.y), letter, color=ink_on(color) if known else "ink", bold=True, align="middle")
        x += cell
        if x < rect.right:
            pygame.draw.line(painter.surface, painter.color("ink"), (x, rect.y), (x, rect.bottom - 1), thick)
    if not short:
        painter.text(((x + rect.right) // 2, rect.y), str(len(counters)), bold=True, align="middle")
    painter.box(rect, "", "accent" if chosen else "ink", 0.45, 2 * thick if chosen else thick)


def draw_beads(painter: Painter, rect: Rect, counters: Sequence[Counter], names: ShownNames) -> None:
    """Draw a bead in the outline and colour of each side for which there is room, without letters."""
    for number, side in enumerate(sides_shown(counters, max(1, rect.width // rect.height))):
        bead = Rect(rect.x + number * rect.height, rect.y, rect.height, rect.height)
        known = names.sides.get(side)
        draw_bead(painter.surface, bead, known.color if known else painter.theme.panel, names.shape(side), painter.theme)


def _number_width(painter: Painter, number: int) -> int:
    return painter.wide(str(number), bold=True) + painter.px(0.7)
