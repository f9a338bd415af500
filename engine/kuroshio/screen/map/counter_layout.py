"""Layout on the map: the size of counters, stacks that avoid each other, free places for badges."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from pygame import Rect

from kuroshio.picture.picture import FlashpointPicture, Gauge, Picture
from kuroshio.screen.drawing.painter import Painter
from kuroshio.screen.map.camera import Size

COUNTER = 2.6  # the height of a counter in units
PEEP = 0.6  # units that a stack's lower counters and its number stand out above and at the sides
ROUNDS = 60  # of pushing stacks apart, at most
BESIDE = 0.72  # of a counter's width, from one side's stack to the next in an area


def said(gauge: Gauge) -> str:
    """Return a gauge as its value and its most, such as 3/5; an unknown value is a question mark."""
    return f"{'?' if gauge.value is None else gauge.value}/{gauge.most}"


def badge_lines(spot: FlashpointPicture) -> tuple[str, str]:
    """Return the lines of a flashpoint's badge."""
    return f"Ladder {said(spot.ladder)}", f"Control {said(spot.control)}"


def counter_size(painter: Painter) -> Size:
    """Return the width and height of a counter in pixels."""
    high = painter.px(COUNTER)
    return round(high * 1.2), high


def stack_rect(painter: Painter, at: tuple[int, int], picture: Picture, area: str, name: Size) -> Rect:
    """Return the rect of an area's stacks with its name below them. at: the middle of the counters; name: its size; in pixels."""
    sides = len({counter.side for counter in picture.counters if counter.area == area})
    wide, high = counter_size(painter)
    row = round(wide * (1 + BESIDE * (sides - 1))) + painter.px(PEEP)
    rect = Rect(0, 0, max(row, name[0]), high + painter.px(PEEP) + name[1])
    rect.midtop = (at[0], at[1] - high // 2 - painter.px(PEEP))
    return rect


def middle_of(painter: Painter, rect: Rect) -> tuple[int, int]:
    """Return the middle of the counters in the rect of a stack."""
    return rect.centerx, rect.y + painter.px(PEEP) + counter_size(painter)[1] // 2


def spread(stacks: dict[str, Rect], most: int, within: Rect, seen: Rect | None = None) -> dict[str, Rect]:
    """Return the rects of stacks, pushed apart by no more than `most` pixels so that they cover each other less.

    A stack whose middle is visible stays wholly inside `within`. seen: the visible rect, if that is larger than `within` because
    buttons cover a part of it.
    """
    seen = seen or within
    places = {area: (float(rect.centerx), float(rect.centery)) for area, rect in stacks.items()}
    for _ in range(ROUNDS):
        moved = False
        for one, other in itertools.combinations(sorted(stacks), 2):
            (x, y), (u, v) = places[one], places[other]
            wide = (stacks[one].width + stacks[other].width) / 2 - abs(x - u)
            high = (stacks[one].height + stacks[other].height) / 2 - abs(y - v)
            if min(wide, high) < 1:
                continue
            moved = True
            if wide < high:
                push = math.copysign(wide * 0.4, x - u)
                places[one], places[other] = (x + push, y), (u - push, v)
            else:
                push = math.copysign(high * 0.4, y - v)
                places[one], places[other] = (x, y + push), (u, v - push)
        places = {area: _held(rect, places[area], most, within, seen) for area, rect in stacks.items()}
        if not moved:
            break
    return {
        area: rect.move(round(places[area][0]) - rect.centerx, round(places[area][1]) - rect.centery)
        for area, rect in stacks.items()
    }


def _held(rect: Rect, at: tuple[float, float], most: int, within: Rect, seen: Rect) -> tuple[float, float]:
    """Return a centre no farther than `most` pixels from a stack's own place, and visible if that is."""
    x = min(max(at[0], rect.centerx - most), rect.centerx + most)
    y = min(max(at[1], rect.centery - most), rect.centery + most)
    if not seen.collidepoint(rect.center) or within.width < rect.width or within.height < rect.height:
        return x, y
    half, tall = rect.width / 2, rect.height / 2
    return min(max(x, within.x + half), within.right - half), min(max(y, within.y + tall), within.bottom - tall)


def free_place(box: Rect, at: tuple[int, int], taken: Sequence[Rect], within: Rect, away: int, struck: int = 400) -> Rect:
    """Return the place nearest to a point at which a box covers nothing that is taken, or as little as possible.

    away: pixels from the point to the nearest place. struck: covering so many pixels is as bad as a line from the point to the
    box that crosses one thing.
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
            if covered + ring < least:
                best, least = place, covered + ring
        if least < ring + 1:
            return best
    return best


def shortened(start: tuple[int, int], end: tuple[int, int], by: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return a line that stops short of both its ends by so many pixels, so that what stands there can be read."""
    length = math.dist(start, end)
    share = min(by / length, 0.4) if length else 0
    dx, dy = (end[0] - start[0]) * share, (end[1] - start[1]) * share
    return (round(start[0] + dx), round(start[1] + dy)), (round(end[0] - dx), round(end[1] - dy))
