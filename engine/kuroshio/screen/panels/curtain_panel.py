"""The curtain between two people at one machine: it shows whose turn it is to look, and nothing of the game."""

from __future__ import annotations

from collections.abc import Sequence

from pygame import Rect

from kuroshio.picture.picture import Picture
from kuroshio.screen.drawing.painter import Painter
from kuroshio.screen.panels.widgets import chip_blocks, draw_mark
from kuroshio.screen.window.curtain import comers
from kuroshio.screen.window.shown_names import ShownNames
from kuroshio.screen.window.state import UMPIRE, Interface


def draw_curtain(
    painter: Painter, size: tuple[int, int], picture: Picture | None, interface: Interface, names: ShownNames
) -> None:
    """Draw the curtain: it says who may look next, and shows nothing of the game."""
    whole = Rect(0, 0, *size)
    with painter.panel("curtain", whole, "ground"):
        first, *others = comers(interface, picture) or ("",)
        mark = Rect(0, 0, painter.px(7), painter.px(7))
        mark.center = (whole.centerx, round(size[1] * (0.26 if others else 0.32)))
        if first in names.sides:
            draw_mark(painter, mark, names, first)
        width = min(size[0] - painter.px(4), painter.px(52))
        y = painter.paragraph(
            (whole.centerx, mark.bottom + painter.px(1.4)),
            "Only the umpire looks." if first == UMPIRE else f"{names.side(first)} only.",
            width,
            2.2,
            bold=True,
            align="middle",
        )
        y = painter.paragraph(
            (whole.centerx, y + painter.px(0.4)), "Press Enter when nobody else is looking.", width, 1.4, "soft", align="middle"
        )
        wide = painter.wide("I am ready (Enter)", 1.25, True) + painter.px(4)
        box = Rect(0, 0, wide, painter.button_height("I am ready (Enter)", wide, 1.25))
        box.midtop = (whole.centerx, y + painter.px(1.4))
        painter.button(box, "ready", "I am ready (Enter)", primary=True, size=1.25)
        below = Rect(0, box.bottom + painter.px(1.2), width, size[1])
        below.centerx = whole.centerx
        y = _draw_others(painter, below, interface, others, names) + painter.px(1)
        room = Rect(painter.px(2), y, size[0] - painter.px(4), size[1] - painter.px(0.5) - y)
        told = [
            block for text in interface.notices for block in painter.lines(text, room.width - painter.bar_width(), color="soft")
        ]
        if told and room.height >= painter.high():
            room.top = max(room.top, room.bottom - sum(block.height for block in told))
            painter.flow("notices", room, told, interface.scrolled("notices"))


def _draw_others(painter: Painter, rect: Rect, interface: Interface, others: Sequence[str], names: ShownNames) -> int:
    """Draw buttons for the others who may come to the machine now, and return the y below them.

    Seats give their orders in any sequence. An umpire may come at any time.
    """
    items = [(f"ready:{seat}", names.side(seat), False) for seat in others]
    if interface.umpired and interface.waiting != UMPIRE and not interface.called:
        items.append(("call", "The umpire (U)", False))
    if not items:
        return rect.y
    y = painter.paragraph((rect.centerx, rect.y), "Another seat may come first", rect.width, 1.15, "soft", align="middle")
    wide = sum(painter.wide(label, bold=True) + painter.px(1.4) + painter.px(0.4) for _, label, _ in items)
    row = Rect(0, y + painter.px(0.4), min(wide, rect.width), rect.height)
    row.centerx = rect.centerx
    for block in chip_blocks(painter, items, row.width):
        block.draw(Rect(row.x, row.y, row.width, block.height))
        row.y += block.height
    return row.y
