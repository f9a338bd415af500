"""The screen at the end of a game: what it came to, seat by seat, with its reasons."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve
from pygame import Rect

from kuroshio.picture.gauge_pictures import Gauge
from kuroshio.picture.phrases import graded
from kuroshio.picture.picture import Beat, Picture, Result
from kuroshio.screen.drawing.painter import Painter, PanelBlock
from kuroshio.screen.panels.bars_and_wall import AT_THE_END, aim_blocks, draw_gauges
from kuroshio.screen.panels.gauge_history import draw_curve
from kuroshio.screen.panels.widgets import (
    MINUS,
    beat_where,
    change_blocks,
    chip_blocks,
    draw_side_name,
    gauge_height,
    gauge_lines,
    gauges_fit,
    is_tight,
)
from kuroshio.screen.window.shown_names import ShownNames
from kuroshio.screen.window.state import Interface

WIDE = 0.6  # of the width, for the results
FEW = 4  # seats whose results have room below the curves
LEAST, MOST = 0.8, 9.0  # units of height of the cell of a curve: at least, beside two lines; at most
TURNS = ("crisis", "inject")  # kinds of beats that are turning points by themselves
CAVEAT = "An exploration, not a forecast."
# What can be done at the end.
CLOSING = (
    ("review", "Review (V)"), ("once:again", "Play again (G)"), ("once:next", "Next scenario (X)"),
    ("repeat", "Last events again (R)"), ("overlay:tracks", "All tracks (T)"), ("overlay:news", "News and log (N)"),
    ("quit", "Start screen (Q)"),
)  # fmt: skip


def draw_over(painter: Painter, size: tuple[int, int], picture: Picture | None, interface: Interface, names: ShownNames) -> None:
    """Draw the end: the curves of the wall, every seat's result, the turning points, and a note on what a game can show.

    Where the text is large for the window, the wall stands in a row above the results, and turning points are left to the news.
    """
    if picture is None:
        return
    whole = Rect(0, 0, *size)
    pad = painter.px(2.2)
    with painter.panel("over", whole, "ground"):
        y = _draw_head(painter, Rect(pad, painter.px(1.2), size[0] - 2 * pad, size[1]), picture, interface, names)
        said, ink = interface.message or CAVEAT, "bad" if interface.wrong else "soft"
        foot = size[1] - painter.px(0.5) - len(painter.wrap(said, size[0] - 2 * pad, bold=True)) * painter.high()
        painter.paragraph((whole.centerx, foot), said, size[0] - 2 * pad, 1.0, ink, True, "middle")
    body = Rect(pad, y, size[0] - 2 * pad, foot - y - painter.px(0.4))
    if is_tight(painter):
        _draw_narrow(painter, body, picture, interface, names)
    else:
        _draw_wide(painter, body, picture, interface, names)


def _draw_narrow(painter: Painter, body: Rect, picture: Picture, interface: Interface, names: ShownNames) -> None:
    """Draw the wall in a row, and the results below it."""
    pad = body.x
    lines = gauge_lines(painter, picture.wall, body.width, names)
    side = pad if gauges_fit(painter, picture.wall, body.width, names) else 0
    wall = Rect(side, body.y, body.width + 2 * (pad - side), gauge_height(painter, lines))
    draw_gauges(painter, wall, "wall", picture.wall, names)
    top = wall.bottom + painter.px(0.9)
    _draw_all_results(painter, Rect(pad, top, body.width, body.bottom - top), picture, interface, names)


def _draw_wide(painter: Painter, body: Rect, picture: Picture, interface: Interface, names: ShownNames) -> None:
    """Draw the results of a few seats below the curves of the wall, or those of many beside them; and the turning points."""
    gap = painter.px(1)
    wide = Rect(body.x, body.y, round(body.width * WIDE), body.height)
    side = Rect(wide.right + gap, body.y, body.right - wide.right - gap, body.height)
    few = len(picture.results) <= FEW
    across, over = (2, wide) if few else (1, side)
    rows = -(-len(picture.wall) // across)
    needs = sum(block.height for block in _result_blocks(painter, wide, picture, names)) if few else body.height // 2
    most = min(body.height - needs - gap, body.height * 3 // 5, rows * painter.px(MOST))
    high = max(most, rows * (2 * painter.high() + painter.px(LEAST)))
    if rows:
        _draw_curves(painter, Rect(over.topleft, (over.width, high)), picture.wall, across, names)
        over.y, over.height = over.y + high + gap, over.height - high - gap
    _draw_all_results(painter, wide, picture, interface, names)
    with painter.panel("turning", side, "panel", "line", 0.5):
        inner = side.inflate(-painter.px(1.6), -painter.px(1.2))
        painter.flow("turning", inner, turning_blocks(painter, picture, inner.width, names), interface.scrolled("turning"))


def _draw_curves(painter: Painter, rect: Rect, gauges: Sequence[Gauge], across: int, names: ShownNames) -> None:
    """Draw the gauges of the wall with their values in all turns. across: how many stand in a row."""
    with painter.panel("wall", rect, "panel", "line", 0.5):
        high, wide = rect.height // -(-len(gauges) // across), rect.width // across
        for number, gauge in enumerate(gauges):
            cell = Rect(rect.x + number % across * wide, rect.y + number // across * high, wide, high)
            inner = cell.inflate(-painter.px(1.6), -painter.px(0.7))
            painter.text(inner.topleft, names.gauge(gauge), color="soft", width=inner.width)
            y = inner.y + painter.high()
            value = "?" if gauge.value is None else str(gauge.value).replace("-", MINUS)
            size = 1.5 if painter.high(1.5) <= inner.bottom - y else 1.0
            middle = y + (inner.bottom - y - painter.high(size)) // 2
            figure = painter.text((inner.right, middle), value, size, bold=True, align="right")
            begun = str(gauge.past[0]).replace("-", MINUS) if gauge.past else ""
            low = y + (inner.bottom - y - painter.high()) // 2
            x = painter.text((inner.x, low), begun, color="soft").right + painter.px(0.5) if begun else inner.x
            room = Rect(x, y + painter.px(0.3), figure.x - x - painter.px(0.7), inner.bottom - y - painter.px(0.6))
            draw_curve(painter, room, gauge, marked=True)


def turning_points(picture: Picture) -> list[Beat]:
    """Return the beats at which the game turned, as far as this reader was told: crises, injects, changes of administration."""
    held = {spot.control.name for spot in picture.hotspots}
    return [beat for beat in picture.news if beat.kind in TURNS or any(change.name in held for change in beat.changes)]


def turning_blocks(painter: Painter, picture: Picture, width: int, names: ShownNames) -> list[PanelBlock]:
    """Return the turning points, the first turn's first: when, what, and what it changed of what the wall shows."""
    blocks = [*painter.lines("Turning points", width, 1.25, bold=True), painter.gap(0.3)]
    shown = {gauge.name for gauge in picture.wall} | {spot.control.name for spot in picture.hotspots}
    points = turning_points(picture)
    inner = width - painter.bar_width()
    for beat in points:
        blocks += [evolve(block, leads=True) for block in painter.lines(beat_where(beat, names), inner, color="soft")]
        blocks += painter.lines(beat.title, inner, bold=True)
        changes = [evolve(change, name=names.track(change.name)) for change in beat.changes if change.name in shown]
        blocks += [*change_blocks(painter, changes, inner), painter.gap(0.4)]
    return blocks if points else [*blocks, *painter.lines("None: no crisis, no inject, no change of administration.", inner)]


def _draw_all_results(painter: Painter, area: Rect, picture: Picture, interface: Interface, names: ShownNames) -> None:
    """Draw the results of all seats, and what a grade is judged by."""
    with painter.panel("results", area):
        painter.flow("results", area, _result_blocks(painter, area, picture, names), interface.scrolled("results"))


def _result_blocks(painter: Painter, area: Rect, picture: Picture, names: ShownNames) -> list[PanelBlock]:
    """Return the results, two seats a row; where the text is large, one a row in the whole width."""
    blocks = _results(painter, area, picture.results, names, 2)
    if any(block.height > area.height for block in blocks):
        blocks = _results(painter, area, picture.results, names, 1)
    return [*blocks, *painter.lines(AT_THE_END, area.width - painter.bar_width(), color="soft")]


def _draw_head(painter: Painter, rect: Rect, picture: Picture, interface: Interface, names: ShownNames) -> int:
    """Draw what has ended and the buttons for what can be done now; return the y below both.

    The buttons stand beside the text if they fit, else below it.
    """
    name = picture.name_ja if names.japanese and picture.name_ja else picture.name
    told = f"{name} · {picture.judged or picture.date}"
    big = painter.text(rect.topleft, "The end", 2.2, bold=True)
    low = painter.paragraph((rect.x, big.bottom), told, rect.width, 1.15, "soft") + painter.px(0.7)
    left = rect.x + max(big.width, painter.wide(told, 1.15)) + painter.px(2)
    beside = left < rect.centerx
    room = Rect(left, rect.y, rect.right - left, 0) if beside else Rect(rect.x, low, rect.width, 0)
    items = [(id, label, False) for id, label in (*CLOSING, *((("call", "Umpire (U)"),) if interface.umpired else ()))]
    for block in chip_blocks(painter, items, room.width):
        block.draw(Rect(room.x, room.y, room.width, block.height))
        room.y += block.height
    return max(low, room.y + painter.px(0.3))


def _results(painter: Painter, area: Rect, results: Sequence[Result], names: ShownNames, columns: int) -> list[PanelBlock]:
    """Return the results of all seats, in rows with this many columns."""
    width = (area.width - painter.bar_width() - painter.px(1) * (columns - 1)) // columns
    rows = [results[number : number + columns] for number in range(0, len(results), columns)]
    return [_results_row(painter, row, width, names) for row in rows]


def _results_row(painter: Painter, row: Sequence[Result], half: int, names: ShownNames) -> PanelBlock:
    """Return a row of seats side by side, each with all its aims."""
    cells = [aim_blocks(painter, result.aims, half - painter.px(1.6)) for result in row]
    high = max(sum(block.height for block in cell) for cell in cells) + painter.high(1.25) + painter.px(1.4)

    def draw(rect: Rect) -> None:
        for column, (result, cell) in enumerate(zip(row, cells)):
            _draw_result(painter, Rect(rect.x + column * (half + painter.px(1)), rect.y, half, high), names, result, cell)

    return PanelBlock(high + painter.px(0.6), draw)


def _draw_result(painter: Painter, box: Rect, names: ShownNames, result: Result, cell: Sequence[PanelBlock]) -> None:
    painter.box(box, "panel", "line", 0.5)
    pad = painter.px(0.8)
    name = draw_side_name(painter, (box.x + pad, box.y + painter.px(0.5)), names, result.side, 1.25)
    word, color = ("all aims met", "good") if result.met else ("not all met", "bad")
    whole, room = ", ".join(filter(None, (word, graded(result.grade)))), box.right - pad - name.right - painter.px(0.5)
    told = next((said for said in (whole, graded(result.grade)) if said and painter.wide(said, bold=True) <= room), "")
    painter.text((box.right - pad, box.y + painter.px(0.65)), told, color=color, bold=True, align="right")
    y = box.y + painter.high(1.25) + painter.px(0.9)
    for block in cell:
        block.draw(Rect(box.x + pad, y, box.width - 2 * pad, block.height))
        y += block.height
