"""The wall of the projector: each gauge with its value, its change in this turn, and a curve of all turns so far."""

from __future__ import annotations

from collections.abc import Sequence

from pygame import Rect

from kuroshio.picture.gauge_pictures import Gauge
from kuroshio.screen.drawing.painter import Painter
from kuroshio.screen.drawing.symbols import draw_pips
from kuroshio.screen.panels.gauge_history import draw_curve, draw_ghost
from kuroshio.screen.panels.widgets import MINUS
from kuroshio.screen.projector.shown_page import HEAD
from kuroshio.screen.window.shown_names import ShownNames

PAD = 0.5  # units
ROWS = 4  # lines of a name, at most
LEADING = 1.25  # of the size of a name, from its first line to the second
VALUE = 1.9  # units of the row with value and curve


def wall_height(painter: Painter, gauges: Sequence[Gauge], width: int, names: ShownNames) -> int:
    """Return the height of the wall in pixels; 0 for a scenario without one."""
    return sum(_row_height(painter, row, width, names) for row in wall_rows(painter, gauges, width, names))


def wall_rows(painter: Painter, gauges: Sequence[Gauge], width: int, names: ShownNames) -> list[Sequence[Gauge]]:
    """Return the gauges in one row, or in two if a word of a name would be broken in one."""
    if not gauges:
        return []
    room = width // len(gauges) - 2 * painter.px(PAD)
    if all(painter.wide(word) <= room for gauge in gauges for word in names.gauge(gauge).split()):
        return [gauges]
    half = (len(gauges) + 1) // 2
    return [row for row in (gauges[:half], gauges[half:]) if row]


def _row_height(painter: Painter, gauges: Sequence[Gauge], width: int, names: ShownNames) -> int:
    return name_lines(painter, gauges, width, names) * round(painter.unit * LEADING) + painter.px(VALUE) + painter.px(1.0)


def name_lines(painter: Painter, gauges: Sequence[Gauge], width: int, names: ShownNames) -> int:
    """Return the number of lines that the longest name in a row takes, at most ROWS."""
    room = width // len(gauges) - 2 * painter.px(PAD)
    return min(ROWS, max(len(painter.wrap(names.gauge(gauge), room)) for gauge in gauges))


def draw_wall(painter: Painter, rect: Rect, gauges: Sequence[Gauge], names: ShownNames) -> None:
    """Draw the gauges in their rows, each in a cell of its own."""
    with painter.panel("wall", rect, "panel"):
        painter.box(Rect(rect.x, rect.y, rect.width, painter.px(0.08)), "ink", "", 0)
        y = rect.y
        for row in wall_rows(painter, gauges, rect.width, names):
            high = _row_height(painter, row, rect.width, names)
            _draw_row(painter, Rect(rect.x, y, rect.width, high), row, names)
            y += high


def _draw_row(painter: Painter, rect: Rect, gauges: Sequence[Gauge], names: ShownNames) -> None:
    lines = name_lines(painter, gauges, rect.width, names)
    for number, gauge in enumerate(gauges):
        left = rect.x + rect.width * number // len(gauges)
        cell = Rect(left, rect.y, rect.x + rect.width * (number + 1) // len(gauges) - left, rect.height)
        if number:
            painter.box(Rect(left, rect.y + painter.px(0.6), max(1, painter.unit // 14), rect.height - painter.px(1)), "line")
        _draw_cell(painter, cell.inflate(-2 * painter.px(PAD), 0), gauge, names.gauge(gauge), lines)


def _draw_cell(painter: Painter, rect: Rect, gauge: Gauge, name: str, lines: int) -> None:
    """Draw a gauge: its name, its value with the curve beside it, its range as segments."""
    y = rect.y + painter.px(0.2)
    for number, line in enumerate(told_name(painter, name, rect.width, lines)):
        painter.text((rect.x, y + number * round(painter.unit * LEADING)), line, 1.0, "soft", width=rect.width)
    y += lines * round(painter.unit * LEADING) + painter.px(0.1)
    value = "?" if gauge.value is None else str(gauge.value).replace("-", MINUS)
    row = Rect(rect.x, y, rect.width, painter.px(VALUE))
    figure = painter.text((rect.x, row.y + (row.height - painter.high(HEAD)) // 2), value, HEAD, bold=True)
    x = figure.right + painter.px(0.3)
    if gauge.change:
        side = painter.px(0.6)
        painter.triangle(Rect(x, row.centery - side // 2, side, side), gauge.change > 0, "accent")
        x += side + painter.px(0.3)
    curve = Rect(x + painter.px(0.2), row.y + painter.px(0.2), rect.right - x - painter.px(0.5), row.height - painter.px(0.4))
    draw_curve(painter, curve, gauge)
    bar = Rect(rect.x, row.bottom, rect.width, painter.px(0.38))
    draw_pips(painter.surface, bar, gauge.value, gauge.least, gauge.most, painter.color("ink"), painter.theme)
    if gauge.change and gauge.value is not None:
        draw_ghost(painter, bar, gauge, gauge.value - gauge.change)


def told_name(painter: Painter, name: str, width: int, most: int) -> list[str]:
    """Return the name of a gauge in at most so many lines. If it is too long, its owner is cut: what is measured is not."""
    lines = painter.wrap(name, width)
    if len(lines) <= most:
        return lines
    owner, comma, rest = name.partition(", ")
    last = painter.wrap(rest, width)
    if comma and len(last) < most:
        first, room = painter.wrap(f"{owner},", width), most - len(last)
        cut = [painter.fonts.fit(" ".join(first[room - 1 :]), painter.unit, width)] if len(first) >= room else []
        return [*first[: room - 1], *cut, *last]
    return [*lines[: most - 1], " ".join(lines[most - 1 :])]
