"""The umpire's console: a desk with four tabs, the act, seats, injects and undo. It is never projected."""

from __future__ import annotations

from collections.abc import Callable

from pygame import Rect

from kuroshio.picture.picture import Console, Picture
from kuroshio.screen.drawing.painter import Painter
from kuroshio.screen.panels.desk_act import draw_act
from kuroshio.screen.panels.desk_injects import draw_injects
from kuroshio.screen.panels.desk_seats import UNDECIDED, draw_seats
from kuroshio.screen.panels.desk_undo import draw_undo
from kuroshio.screen.window.desk import ACT, INJECTS, SEATS, TABS, UNDO, Desk, card_at
from kuroshio.screen.window.shown_names import ShownNames
from kuroshio.screen.window.state import Interface

DrawTab = Callable[[Painter, Rect, Picture, Interface, ShownNames], None]
PRACTICE = "Practice turn"
LABELS = {ACT: "Act", SEATS: "Seats", INJECTS: "Injects", UNDO: "Undo"}
KEYS = {
    ACT: "Up, Down: row · - and +: change it · S: let it stand · Enter: rule",
    SEATS: "Up, Down: seat · Enter: its state · G: doctrine",
    INJECTS: "Up, Down: inject · F: fire · Left, Right: track · - and +: change it",
    UNDO: "Up, Down: act · Enter, then Y: take back",
}
CLOSED = "Up, Down: inject · W: write one"  # where none can be fired
DRAWS: dict[str, DrawTab] = {ACT: draw_act, SEATS: draw_seats, INJECTS: draw_injects, UNDO: draw_undo}


def draw_console(painter: Painter, rect: Rect, picture: Picture, interface: Interface, names: ShownNames) -> None:
    """Draw the tabs, and the one that is open below them."""
    console = picture.console
    assert console is not None
    with painter.panel("desk", rect, "panel"):
        inner = rect.inflate(-painter.px(1.4), -painter.px(0.6))
        foot = _draw_tabs(painter, inner, console, interface)
        DRAWS[interface.desk.tab](painter, Rect(inner.x, foot, inner.width, inner.bottom - foot), picture, interface, names)


def _draw_tabs(painter: Painter, rect: Rect, console: Console, interface: Interface) -> int:
    """Draw the tabs, each with its key and how many wait there; return the y below them."""
    high, x = painter.high() + painter.px(0.7), rect.x
    for number, tab in enumerate(TABS, 1):
        count = waiting(console, tab)
        label = f"{number} {LABELS[tab]}" + (f" ({count})" if count else "")
        wide = painter.wide(label, bold=True) + painter.px(1.8)
        painter.button(Rect(x, rect.y, wide, high), f"tab:{tab}", label, chosen=tab == interface.desk.tab)
        x += wide + painter.px(0.4)
    told = PRACTICE if console.practice else console.day
    painter.text((rect.right, rect.y + painter.px(0.35)), told, color="soft", align="right", width=max(rect.right - x, 1))
    painter.rule(rect.x, rect.y + high + painter.px(0.2), rect.width)
    return rect.y + high + painter.px(0.5)


def desk_keys(console: Console, desk: Desk) -> str:
    """Return the keys of the open tab that matter for what is chosen there."""
    card = card_at(console, desk) if desk.tab == INJECTS else None
    if desk.tab == INJECTS and (card is None or "fire" not in card.may):
        return CLOSED
    return KEYS[desk.tab]


def waiting(console: Console, tab: str) -> int:
    """Return how many wait for the umpire in a tab: the act, seats that have not decided, injects that may be fired."""
    if tab == ACT:
        return int(console.docket is not None)
    if tab == SEATS:
        return sum(seat.who == "people" and not seat.frozen and seat.state in UNDECIDED for seat in console.seats)
    return sum("fire" in card.may for card in console.injects) if tab == INJECTS else 0
