"""The tab of what can be taken back: the last acts by name, where the boundary lies, what else would go."""

from __future__ import annotations

from pygame import Rect

from kuroshio.picture.picture import ActLine, Console, Picture
from kuroshio.screen.drawing.painter import Painter
from kuroshio.screen.panels.desk_parts import DeskButton, DeskLine, buttons_height, draw_buttons, draw_list
from kuroshio.screen.panels.widgets import plural
from kuroshio.screen.window.desk import ALONE, Desk
from kuroshio.screen.window.shown_names import ShownNames
from kuroshio.screen.window.state import Interface

NOTHING = "There is nothing to take back yet."
BOUNDARY = "Above this line goes, below it stays"
CONTROL = "Control"
ANEW = "The dice after it are rolled anew. Notes, agreements and the room's clock stay."


def draw_undo(painter: Painter, rect: Rect, picture: Picture, interface: Interface, names: ShownNames) -> None:
    """Draw the last acts at the left with the boundary below the chosen one, and at the right what would go."""
    console, desk = picture.console, interface.desk
    assert console is not None
    left = Rect(rect.x, rect.y, rect.width * 58 // 100, rect.height)
    right = Rect(left.right + painter.px(1.2), rect.y, rect.right - left.right - painter.px(1.2), rect.height)
    number = min(desk.act, len(console.acts) - 1)
    with painter.panel("act lines", left) as column:
        if console.acts:
            lines = [
                DeskLine(f"{n + 1}. {who(act, names)}: {act.title}", act.when, act.seat, n <= number)
                for n, act in enumerate(console.acts)
            ]
            draw_list(painter, column, "act", lines, number, names, BOUNDARY)
        else:
            painter.paragraph(column.topleft, NOTHING, column.width, color="soft")
    with painter.panel("what goes", right) as column:
        buttons = _buttons(console, desk, number)
        draw_buttons(painter, column, buttons)
        if console.acts:
            high = column.height - buttons_height(painter, buttons, column.width) - painter.px(0.4)
            blocks = []
            for line, color, bold in told(console, desk, number, names):
                blocks += painter.lines(line, column.width - painter.bar_width(), 1.15 if bold else 1.0, color, bold)
            painter.flow("what goes", Rect(column.x, column.y, column.width, high), blocks, interface.scrolled("what goes"))


def who(act: ActLine, names: ShownNames) -> str:
    """Return whose act it is."""
    return names.side(act.seat) if act.seat else CONTROL


def told(console: Console, desk: Desk, number: int, names: ShownNames) -> list[tuple[str, str, bool]]:
    """Return what an undo would take back, as lines with a colour and whether they are bold."""
    act = console.acts[number]
    if desk.asking == ALONE:
        return [("This inject alone goes; everything after it stays.", "bad", True), (act.title, "ink", False)]
    going = console.acts[: number + 1]
    seats = list(dict.fromkeys(names.side(one.seat) for one in reversed(going) if one.seat))
    lines = [(f"Back to here takes back {plural(len(going), 'act')}.", "bad" if desk.asking else "ink", True)]
    lines.append((f"Of seats: {', '.join(seats)}." if seats else "All of them are control's own.", "ink", False))
    return [*lines, (ANEW, "soft", False)]


def _buttons(console: Console, desk: Desk, number: int) -> list[DeskButton]:
    """Return the buttons; while undo waits for the second key, those of that question."""
    if desk.asking:
        return [
            DeskButton("confirm", "Yes, take it back (Y)", primary=True, enter=False),
            DeskButton("back", "No (Esc)"),
        ]
    buttons = [DeskButton("take_back", "Take back to here (Enter)", bool(console.acts), primary=bool(console.acts))]
    if console.acts and console.acts[number].alone:
        buttons.append(DeskButton("take_alone", "This inject alone (A)"))
    if console.redo:
        buttons.append(DeskButton("put_back", "Restore what was taken back (R)"))
    return buttons
