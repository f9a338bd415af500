"""The screen at the end of a game: what it came to, seat by seat, with its reasons."""

from __future__ import annotations

from collections.abc import Sequence

from pygame import Rect

from kuroshio.picture.phrases import graded
from kuroshio.picture.picture import Picture, Result
from kuroshio.screen.drawing.painter import Painter, PanelBlock
from kuroshio.screen.panels.bars_and_wall import aim_blocks, draw_gauges
from kuroshio.screen.panels.widgets import (
    chip_blocks,
    draw_side_name,
    gauge_height,
    gauge_lines,
    gauges_fit,
)
from kuroshio.screen.window.shown_names import ShownNames
from kuroshio.screen.window.state import Interface

CAVEAT = "An exploration, not a forecast."
# What can be done at the end.
CLOSING = (
    ("review", "Review"), ("once:again", "Play again"), ("once:next", "Next scenario"), ("repeat", "Last events again (R)"),
    ("overlay:tracks", "All tracks (T)"), ("overlay:news", "News and log (N)"), ("quit", "Start screen"),
)  # fmt: skip


def draw_over(painter: Painter, size: tuple[int, int], picture: Picture | None, interface: Interface, names: ShownNames) -> None:
    """Draw the end: every seat's result, the wall, and a note on what a game can show."""
    if picture is None:
        return
    whole = Rect(0, 0, *size)
    pad = painter.px(2.2)
    lines = gauge_lines(painter, picture.wall, size[0] - 2 * pad, names)
    with painter.panel("over", whole, "ground"):
        y = _draw_head(painter, Rect(pad, painter.px(1.2), size[0] - 2 * pad, size[1]), picture, interface, names)
        said, ink = interface.message or CAVEAT, "bad" if interface.wrong else "soft"
        foot = size[1] - painter.px(0.5) - len(painter.wrap(said, size[0] - 2 * pad, bold=True)) * painter.high()
        painter.paragraph((whole.centerx, foot), said, size[0] - 2 * pad, 1.0, ink, True, "middle")
    side = pad if gauges_fit(painter, picture.wall, size[0] - 2 * pad, names) else 0
    wall = Rect(side, y, size[0] - 2 * side, gauge_height(painter, lines))
    draw_gauges(painter, wall, "wall", picture.wall, names)
    top = wall.bottom + painter.px(0.9)
    area = Rect(pad, top, size[0] - 2 * pad, foot - top - painter.px(0.4))
    with painter.panel("results", area):
        blocks = _results(painter, area, picture.results, names, 2)
        if any(block.height > area.height for block in blocks):  # large text: one seat a row, in the whole width
            blocks = _results(painter, area, picture.results, names, 1)
        painter.flow("results", area, blocks, interface.scrolled("results"))


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
    draw_side_name(painter, (box.x + pad, box.y + painter.px(0.5)), names, result.side, 1.25)
    word, color = ("all aims met", "good") if result.met else ("not all met", "bad")
    told = ", ".join(filter(None, (word, graded(result.grade))))
    painter.text((box.right - pad, box.y + painter.px(0.65)), told, color=color, bold=True, align="right")
    y = box.y + painter.high(1.25) + painter.px(0.9)
    for block in cell:
        block.draw(Rect(box.x + pad, y, box.width - 2 * pad, block.height))
        y += block.height
