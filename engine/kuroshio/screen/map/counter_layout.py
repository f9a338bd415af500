"""Layout on the map: the size of counters, stacks that avoid each other, free places for badges."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from pygame import Rect

from kuroshio.screen.drawing.painter import Painter
from kuroshio.screen.map.camera import Size

COUNTER = 2.6  # the height of a counter in units
BESIDE = 0.72  # of a counter's width, from one side's stack to the next in an area


def counter_size(painter: Painter) -> Size:
    """Return the width and height of a counter in pixels."""
    high = painter.px(COUNTER)
    return round(high * 1.2), high


def pile_step(painter: Painter) -> int:
    """Return how many pixels the lower counters of a stack stand out above it and at its right."""
    return max(3, painter.px(0.28))


def free_place(
    box: Rect,
    at: tuple[int, int],
    taken: Sequence[Rect],
    within: Rect,
    away: int,
    struck: int = 400,
    price: Callable[[Rect], float] = lambda place: 0,
) -> Rect:
    """Return the place nearest to a point at which a box covers nothing that is taken, or as little as possible.

    away: pixels from the point to the nearest place. struck: covering so many pixels is as bad as a line from the point to the
    box that crosses one thing. price: what else speaks against a place, 1 for each ring of places that it is worth to avoid it.
    """
    best, least = box, 1e9
    for ring in range(1, 7):
        for number in range(16):
            turn = math.tau * number / 16
            place = box.copy()
            place.center = (
                round(at[0] + math.cos(turn) * (away * ring + box.width / 2)),
                round(at[1] + math.sin(turn) * (away * ring + box.height / 2)),
            )
            if not within.contains(place):
                continue
            covered = sum(area.width * area.height for area in (place.clip(other) for other in taken))
            # The line to it should strike nothing out.
            covered += struck * sum(bool(other.clipline(at, place.center)) and not other.collidepoint(at) for other in taken)
            cost = covered + ring + price(place)
            if cost < least:
                best, least = place, cost
        if least < ring + 1:
            return best
    return best


def shortened(start: tuple[int, int], end: tuple[int, int], by: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return a line that stops short of both its ends by so many pixels, so that what stands there can be read."""
    length = math.dist(start, end)
    share = min(by / length, 0.4) if length else 0
    dx, dy = (end[0] - start[0]) * share, (end[1] - start[1]) * share
    return (round(start[0] + dx), round(start[1] + dy)), (round(end[0] - dx), round(end[1] - dy))
