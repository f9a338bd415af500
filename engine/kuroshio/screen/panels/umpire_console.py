"""The umpire's console: the state of every seat, the orders of the turn, the injects, the day. It is never projected."""

from __future__ import annotations

from pygame import Rect

from kuroshio.picture.picture import Console, Picture, SeatState
from kuroshio.screen.drawing.painter import Painter, PanelBlock
from kuroshio.screen.panels.widgets import draw_mark, plural
from kuroshio.screen.window.shown_names import ShownNames
from kuroshio.screen.window.state import Interface

TITLE = "The umpire's console"
LINE, SHEETS, HAND_OVER, MAP = "Type a line (:)", "Sheets (D)", "Hand over (H)", "Map (M)"
WIDE = 46  # units of width from which two lists stand beside each other
PEOPLE, PLAYER = "people", "player"


def draw_console(painter: Painter, rect: Rect, picture: Picture, interface: Interface, names: ShownNames) -> None:
    """Draw the console in place of the map: seats and injects at the left, orders at the right; all in one column if narrow."""
    console = picture.console
    assert console is not None
    inner = rect.inflate(-painter.px(1.8), -painter.px(1.2))
    with painter.panel("console", rect, "panel"):
        y = painter.paragraph(inner.topleft, TITLE, inner.width, 1.4, bold=True)
        y = painter.paragraph((inner.x, y), console.day, inner.width, color="soft") if console.day else y
        foot = _draw_foot(painter, inner, primary=picture.question is None)
    top = y + painter.px(0.5)
    area = Rect(inner.x, top, inner.width, foot - top - painter.px(0.5))
    two = area.width >= painter.px(WIDE)
    half = (area.width - painter.px(1.6)) // 2 if two else area.width
    width = half - painter.bar_width()
    left = [*seat_blocks(painter, console, width, names), painter.gap(0.6), *inject_blocks(painter, console, width)]
    right = order_blocks(painter, console, width, names)
    if not two:
        left, right = [*left, painter.gap(0.6), *right], []
    for name, x, blocks in (("console", area.x, left), ("orders", area.right - half, right)):
        with painter.panel(name, Rect(x, area.y, half, area.height)) as column:
            painter.flow(name, column, blocks, interface.scrolled(name))


def _draw_foot(painter: Painter, rect: Rect, primary: bool) -> int:
    """Draw the buttons for a line of control, the sheets, the map and handing over; return the y of their top."""
    gap = painter.px(0.4)
    buttons = (("overlay:control", LINE), ("sheets", SHEETS), ("map", MAP), ("hand", HAND_OVER))
    each = (rect.width - (len(buttons) - 1) * gap) // len(buttons)
    high = max(painter.button_height(label, each) for _, label in buttons)
    for number, (id, label) in enumerate(buttons):
        box = Rect(rect.x + number * (each + gap), rect.bottom - high, each, high)
        painter.button(box, id, label, primary=primary and number == 0)
    return rect.bottom - high


def seat_blocks(painter: Painter, console: Console, width: int, names: ShownNames) -> list[PanelBlock]:
    """Return a row for each seat: its mark and name, and its state in words."""
    blocks = painter.lines("Seats", width, 1.15, "accent", True)
    for seat in console.seats:
        blocks.append(
            _marked(painter, width, names, seat.seat, names.side(seat.seat), state_told(seat), f"line:note {seat.seat}: ")
        )
    return blocks


def state_told(seat: SeatState) -> str:
    """Return the state of a seat in words."""
    told = [seat.state] if seat.who == PEOPLE else [f"{seat.state}, by {'a player' if seat.who == PLAYER else 'doctrine'}"]
    told += [f"{plural(seat.drafted, 'order')} drafted"] if seat.drafted else []
    told += ["late"] if seat.late else []
    told += ["no expectations yet"] if seat.who == PEOPLE and not seat.expects else []
    return ", ".join(told)


def order_blocks(painter: Painter, console: Console, width: int, names: ShownNames) -> list[PanelBlock]:
    """Return all orders of the turn as lines of play. Pressing one begins a note on it."""
    blocks = painter.lines("Orders of this turn", width, 1.15, "accent", True)
    for number, order in enumerate(console.orders):
        seat, _, said = order.partition(": ")
        line, _, remark = said.partition("  # ")
        blocks.append(_marked(painter, width, names, seat, line, remark, f"order:{number}"))
    return blocks if console.orders else [*blocks, *painter.lines("None yet.", width, color="soft")]


def inject_blocks(painter: Painter, console: Console, width: int) -> list[PanelBlock]:
    """Return the injects with their states. Pressing one begins the line of control that fires it."""
    blocks = painter.lines("Injects", width, 1.15, "accent", True)
    for id, name, state in console.injects:
        blocks.append(_row(painter, width, 0, name, f"{id}: {state}", f"line:fire {id}"))
    return blocks if console.injects else [*blocks, *painter.lines("The scenario has no injects.", width, color="soft")]


def _marked(painter: Painter, width: int, names: ShownNames, side: str, head: str, under: str, id: str) -> PanelBlock:
    """Return a row that begins with the mark of a side."""
    row = _row(painter, width, painter.high() + painter.px(0.5), head, under, id)

    def draw(rect: Rect) -> None:
        draw_mark(painter, Rect(rect.x + painter.px(0.2), rect.y + painter.px(0.2), painter.high(), painter.high()), names, side)
        row.draw(rect)

    return PanelBlock(row.height, draw)


def _row(painter: Painter, width: int, indent: int, head: str, under: str, id: str) -> PanelBlock:
    """Return a row that can be pressed: a heading, and its state in a softer colour."""
    left = indent + painter.px(0.3)
    heads = painter.wrap(head, width - left, bold=True)
    unders = painter.wrap(under, width - left) if under else []
    high = (len(heads) + len(unders)) * painter.high() + painter.px(0.5)

    def draw(rect: Rect) -> None:
        for number, line in enumerate([*heads, *unders]):
            told = number < len(heads)
            at = (rect.x + left, rect.y + painter.px(0.2) + number * painter.high())
            painter.text(at, line, color="ink" if told else "soft", bold=told)
        painter.hit(Rect(rect.x, rect.y, rect.width, high), id, head)

    return PanelBlock(high, draw)
