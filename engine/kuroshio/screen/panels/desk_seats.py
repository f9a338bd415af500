"""The tab of the seats: a line each, where one stands on demand, its doctrine in its people's place and back."""

from __future__ import annotations

from pygame import Rect

from kuroshio.picture.picture import Picture, SeatState
from kuroshio.screen.drawing.painter import Painter
from kuroshio.screen.panels.bars_and_wall import clock_text
from kuroshio.screen.panels.desk_parts import DeskButton, DeskLine, buttons_height, draw_buttons, draw_list
from kuroshio.screen.panels.widgets import plural
from kuroshio.screen.window.shown_names import ShownNames
from kuroshio.screen.window.state import Interface

PEOPLE, PLAYER = "people", "player"
STATE = "Enter shows where this seat stands. All of it is secret from the others."
UNDECIDED = ("is asked", "drafts", "has no orders yet")  # states of a seat that the table waits for
HEADED = ":"  # a line of a state that ends so is a heading


def draw_seats(painter: Painter, rect: Rect, picture: Picture, interface: Interface, names: ShownNames) -> None:
    """Draw the seats at the left, and at the right where the chosen one stands."""
    console, desk = picture.console, interface.desk
    assert console is not None
    left = Rect(rect.x, rect.y, rect.width * 42 // 100, rect.height)
    right = Rect(left.right + painter.px(1.2), rect.y, rect.right - left.right - painter.px(1.2), rect.height)
    number = min(desk.seat, len(console.seats) - 1)
    clock = clock_text(picture.clock, interface.second)[0] if picture.clock else ""
    lines = [DeskLine(names.side(seat.seat), with_clock(seat, clock), seat.seat) for seat in console.seats]
    with painter.panel("seat lines", left) as column:
        draw_list(painter, column, "seat", lines, number, names)
    chosen = console.seats[number]
    buttons = [DeskButton("state", "Where it stands (Enter)", primary=True)]
    if chosen.who == PEOPLE:
        buttons.append(DeskButton("freeze", "Give the seat back (G)" if chosen.frozen else "Its doctrine takes over (G)"))
    with painter.panel("seat state", right) as column:
        draw_buttons(painter, column, buttons)
        high = column.height - buttons_height(painter, buttons, column.width) - painter.px(0.3)
        width = column.width - painter.bar_width()
        if desk.state_of == chosen.seat and desk.state:
            blocks = []
            for line in desk.state:
                bold = not line.startswith(" ") and line.endswith(HEADED)
                inset = painter.px(0.35) * (len(line) - len(line.lstrip()))
                blocks += painter.lines(line.strip(), width, color="accent" if bold else "ink", bold=bold, indent=inset)
        else:
            blocks = painter.lines(STATE, width, color="soft")
        area = Rect(column.x, column.y, column.width, high - painter.high())
        painter.flow("state", area, blocks, interface.scrolled("state"))
        if "state" in painter.scrolls:
            at = (column.x, column.y + high - painter.high())
            painter.text(at, "More: Page Down, Page Up", color="soft", width=column.width)


def with_clock(seat: SeatState, clock: str) -> str:
    """Return the state of a seat in words, with the room's clock where the table waits for it."""
    waits = seat.who == PEOPLE and not seat.frozen and seat.state in UNDECIDED
    return f"{state_told(seat)} · {clock}" if waits and clock else state_told(seat)


def state_told(seat: SeatState) -> str:
    """Return the state of a seat in words."""
    if seat.frozen:
        return (
            f"{seat.state}, frozen: its doctrine plays"
            if seat.frozen == "doctrine"
            else f"{seat.state}, frozen: {seat.frozen} plays"
        )
    told = [seat.state] if seat.who == PEOPLE else [f"{seat.state}, by {'a player' if seat.who == PLAYER else 'doctrine'}"]
    told += [f"{plural(seat.drafted, 'order')} drafted"] if seat.drafted else []
    told += ["late"] if seat.late else []
    told += ["no expectations yet"] if seat.who == PEOPLE and not seat.expects else []
    return ", ".join(told)
