"""The marks of a seat's aims on cards and answers: the letter of the aim in a shape that says which way it may go.

A point upward: nearer to what is wanted; a point downward: farther from it; both: either way. A square stands for the aim itself.
"""

from __future__ import annotations

from collections.abc import Sequence

import pygame
from pygame import Rect

from kuroshio.picture.gauge_pictures import AimMove
from kuroshio.picture.picture import Picture
from kuroshio.screen.drawing.painter import Painter, PanelBlock
from kuroshio.screen.drawing.theme import ink_on
from kuroshio.screen.window.shown_names import ShownNames, own_name

POINT = 0.34  # units by which a shape is pointed
WAYS = {
    (True, False): ("good", "may come nearer"),
    (False, True): ("bad", "may go farther"),
    (True, True): ("warn", "may go either way"),
}
ITSELF = AimMove(mark="", nearer=False, farther=False)  # neither way: the square of the aim


def mark_width(painter: Painter, mark: str) -> int:
    """Return the width of a mark in pixels."""
    return painter.wide(mark, bold=True) + painter.px(0.7)


def marks_width(painter: Painter, moves: Sequence[AimMove]) -> int:
    """Return the width of marks side by side, with a gap before them; 0 for none."""
    return sum(mark_width(painter, move.mark) + painter.px(0.2) for move in moves)


def draw_aim_mark(painter: Painter, at: tuple[int, int], mark: str, move: AimMove = ITSELF) -> Rect:
    """Draw the mark of an aim in a line of text whose top left is given, and return its rect."""
    fill = painter.color(WAYS[move.nearer, move.farther][0] if move.nearer or move.farther else "ink")
    box = Rect(at[0], at[1], mark_width(painter, mark), painter.high())
    point, body = painter.px(POINT), box.inflate(0, -2 * painter.px(0.1))
    top = [(body.x, body.y + point), (body.centerx, body.y), (body.right, body.y + point)] if move.nearer else []
    low = [(body.right, body.bottom - point), (body.centerx, body.bottom), (body.x, body.bottom - point)] if move.farther else []
    corners = [*(top or [body.topleft, body.topright]), *(low or [body.bottomright, body.bottomleft])]
    pygame.draw.polygon(painter.surface, fill, corners)
    pygame.draw.polygon(painter.surface, painter.color("panel"), corners, 1)
    painter.text((box.centerx, box.y), mark, color=ink_on(fill), bold=True, align="middle")
    return box


def draw_marks(painter: Painter, right: int, y: int, moves: Sequence[AimMove]) -> None:
    """Draw the marks of aims side by side in a line of text, the last one ending at `right`."""
    x = right - marks_width(painter, moves)
    for move in moves:
        x = draw_aim_mark(painter, (x + painter.px(0.2), y), move.mark, move).right


def move_blocks_of(
    painter: Painter, picture: Picture, moves: Sequence[AimMove], width: int, names: ShownNames
) -> list[PanelBlock]:
    """Return which of the seat's aims an order or an answer may move, a line each: the mark, what it reads, which way."""
    blocks: list[PanelBlock] = []
    gauges = {aim.mark: aim.gauge for aim in picture.aim_wall}
    owner = [names.sides[picture.seat].name] if picture.seat in names.sides else []
    for move in moves:
        if move.mark not in gauges:
            continue
        indent = mark_width(painter, move.mark) + painter.px(0.5)
        told = f"{own_name(names.gauge(gauges[move.mark]), owner)}: {_way(move)}"
        lines = painter.wrap(told, width - indent)

        def draw(rect: Rect, move: AimMove = move, lines: list[str] = lines, indent: int = indent) -> None:
            draw_aim_mark(painter, rect.topleft, move.mark, move)
            for number, line in enumerate(lines):
                painter.text((rect.x + indent, rect.y + number * painter.high()), line)

        blocks.append(PanelBlock(len(lines) * painter.high() + painter.px(0.15), draw))
    return blocks


def key_blocks(painter: Painter, width: int) -> list[PanelBlock]:
    """Return what the shapes of the marks on cards and answers mean, side by side as far as there is room."""
    moves = [AimMove(mark="A", nearer=nearer, farther=farther) for nearer, farther in WAYS]
    wide = [mark_width(painter, move.mark) + painter.wide(_way(move)) + painter.px(1.7) for move in moves]
    rows: list[list[AimMove]] = [[]]
    for number, move in enumerate(moves):
        if rows[-1] and sum(wide[number - len(rows[-1]) : number + 1]) > width:
            rows.append([])
        rows[-1].append(move)

    def draw(rect: Rect, row: list[AimMove]) -> None:
        x = rect.x
        for move in row:
            box = draw_aim_mark(painter, (x, rect.y), move.mark, move)
            x = painter.text((box.right + painter.px(0.4), rect.y), _way(move), color="soft").right + painter.px(1.2)

    return [PanelBlock(painter.high() + painter.px(0.15), lambda rect, row=row: draw(rect, row)) for row in rows]  # type: ignore[misc]


def _way(move: AimMove) -> str:
    return WAYS[move.nearer, move.farther][1]
