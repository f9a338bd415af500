"""What a gauge shows besides its value: the line of all its quarters, where it stood last, what an aim wants of it."""

from __future__ import annotations

import pygame
from pygame import Rect

from kuroshio.picture.gauge_pictures import Gauge
from kuroshio.screen.drawing.painter import Painter

LEAST = 1.5  # units of width below which no line is drawn


def place_of(bar: Rect, gauge: Gauge, value: int) -> int:
    """Return the x at which a value stands on the bar of a gauge, within its ends."""
    x = bar.x + bar.width * (value - gauge.least) // max(1, gauge.most - gauge.least)
    return min(max(x, bar.x), bar.right)


def draw_ghost(painter: Painter, bar: Rect, gauge: Gauge, value: int) -> None:
    """Draw the hollow notch at which a gauge stood before."""
    notch = Rect(0, 0, painter.px(0.45), bar.height + painter.px(0.3))
    notch.center = (place_of(bar, gauge, value), bar.centery)
    painter.box(notch, "panel", "ink", 0.05, max(1, painter.unit // 12))


def draw_last(painter: Painter, bar: Rect, gauge: Gauge) -> None:
    """Draw where a gauge stood as the seats planned last, if it has moved since."""
    if gauge.before is not None and gauge.value is not None and gauge.before != gauge.value:
        draw_ghost(painter, bar, gauge, gauge.before)


def draw_target(painter: Painter, bar: Rect, gauge: Gauge, value: int) -> None:
    """Draw the notch at what an aim wants of a gauge: a line across its bar, with a triangle that points at it from below."""
    x, side = place_of(bar, gauge, value), painter.px(0.55)
    thick = max(2, painter.unit // 7)
    painter.box(Rect(x - thick // 2, bar.y - painter.px(0.2), thick, bar.height + painter.px(0.3)), "ink", "panel", 0)
    painter.triangle(Rect(x - side // 2, bar.bottom + painter.px(0.08), side, painter.px(0.42)), True, "ink")


def draw_curve(painter: Painter, rect: Rect, gauge: Gauge, marked: bool = False) -> None:
    """Draw a gauge's values as each turn began, and its present one, as a line. marked: with the opening as an open bead.

    Without a past, or without room, nothing is drawn.
    """
    if gauge.value is None or not gauge.past or rect.width < painter.px(LEAST):
        return
    values = [*gauge.past, gauge.value]
    span = max(1, gauge.most - gauge.least)
    points = [
        (rect.x + rect.width * n // (len(values) - 1), rect.bottom - rect.height * (value - gauge.least) // span)
        for n, value in enumerate(values)
    ]
    thick = max(2, painter.unit // 9)
    pygame.draw.line(painter.surface, painter.color("line"), rect.bottomleft, rect.bottomright, max(1, painter.unit // 16))
    pygame.draw.lines(painter.surface, painter.color("accent"), False, points, thick)
    for point in points:
        pygame.draw.circle(painter.surface, painter.color("accent"), point, thick // 2)
    pygame.draw.circle(painter.surface, painter.color("ink"), points[-1], painter.px(0.28))
    if marked:
        pygame.draw.circle(painter.surface, painter.color("ink"), points[0], painter.px(0.28))
        pygame.draw.circle(painter.surface, painter.color("panel"), points[0], painter.px(0.16))
