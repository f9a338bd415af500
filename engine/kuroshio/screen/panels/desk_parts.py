"""Parts of the umpire's desk: a list of which one line is chosen, a row with - and +, who is told, buttons in rows."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen
from pygame import Rect

from kuroshio.screen.drawing.painter import Painter, PanelBlock
from kuroshio.screen.drawing.theme import ink_on
from kuroshio.screen.panels.widgets import MINUS, draw_mark
from kuroshio.screen.window.desk import TURNS
from kuroshio.screen.window.shown_names import ShownNames

MORE = {"row": ("Up", "Down"), "track_by": ("Left", "Right")}  # the keys by what they press
TIGHT_ROW, ROW = 0.3, 0.6  # units of a row beyond its text


@frozen
class DeskLine:
    """A line of a list. side: whose mark stands before it, or empty; under: in the softer ink; gone: it would be taken back."""

    head: str
    under: str = ""
    side: str = ""
    gone: bool = False


@frozen
class DeskButton:
    """A button at the desk. primary: the recommended one, which Enter presses too if `enter`."""

    id: str
    label: str
    enabled: bool = True
    primary: bool = False
    enter: bool = True


# --- lists -----------------------------------------------------------------------------------------------


def draw_list(
    painter: Painter, rect: Rect, name: str, lines: Sequence[DeskLine], chosen: int, names: ShownNames, cut: str = ""
) -> None:
    """Draw the page of a list that has the chosen line, and its number if there are more pages.

    name: what a press chooses; cut: words of a boundary below the chosen line.
    """
    heights = [line_height(painter, line, rect.width) for line in lines]
    edge = painter.high() + painter.px(0.4) if cut else 0
    if sum(heights) + edge <= rect.height:
        first, last = 0, len(lines)
    else:
        first, last = page_of(heights, chosen, rect.height - more_height(painter) - edge)
        draw_more(painter, rect, "row", chosen, len(lines))
    y = rect.y
    for number in range(first, last):
        row = Rect(rect.x, y, rect.width, heights[number])
        draw_line(painter, row, f"line_of:{name}:{number}", lines[number], number == chosen, names)
        y += heights[number]
        if cut and number == chosen:
            painter.box(Rect(rect.x, y, rect.width, max(2, painter.px(0.15))), "accent", "", 0)
            painter.text((rect.x, y + painter.px(0.2)), cut, color="accent", bold=True, width=rect.width)
            y += edge


def more_height(painter: Painter) -> int:
    """Return the height of what says that there are more lines, in pixels."""
    return painter.high() + painter.px(0.5)


def draw_more(painter: Painter, rect: Rect, press: str, chosen: int, count: int) -> None:
    """Draw at the foot of a rect which line is chosen of how many, with the keys for the one before and the next.

    press: what chooses another line, `row` or `track_by`. The wheel does it too.
    """
    high = painter.high() + painter.px(0.3)
    x = rect.right
    for step, label in zip((1, -1), reversed(MORE[press]), strict=True):
        wide = painter.wide(label, bold=True) + painter.px(1.4)
        x -= wide
        painter.button(Rect(x, rect.bottom - high, wide, high), f"{press}:{step}", label)
        x -= painter.px(0.3)
    told = f"{min(chosen, count - 1) + 1} of {count}"
    painter.text((x, rect.bottom - high + painter.px(0.15)), told, color="soft", align="right", width=max(x - rect.x, 1))
    painter.scrolls[f"{TURNS}{press}"] = (rect, count - 1)


def page_of(heights: Sequence[int], chosen: int, room: int) -> tuple[int, int]:
    """Return the first line of the page with the chosen one, and the one after its last. The last page is a full one.

    >>> page_of((10, 10, 10, 10, 10), 1, 25)
    (0, 2)
    >>> page_of((10, 10, 10, 10, 10), 4, 25)
    (3, 5)
    >>> page_of((40,), 0, 25)
    (0, 1)
    """
    first, used = 0, 0
    for number, height in enumerate(heights):
        if used + height > room and number > first:
            if number > chosen:
                return first, number
            first, used = number, 0
        used += height
    while first and used + heights[first - 1] <= room:
        first -= 1
        used += heights[first]
    return first, len(heights)


def line_height(painter: Painter, line: DeskLine, width: int) -> int:
    """Return the height of a line of a list in pixels."""
    room = width - indent(painter, line) - painter.px(0.4)
    rows = len(painter.wrap(line.head, room, bold=True)) + (len(painter.wrap(line.under, room)) if line.under else 0)
    return rows * painter.high() + painter.px(0.5)


def indent(painter: Painter, line: DeskLine) -> int:
    """Return the pixels before the text of a line."""
    return painter.px(0.4) + (painter.high() + painter.px(0.5) if line.side else 0)


def draw_line(
    painter: Painter, rect: Rect, id: str, line: DeskLine, chosen: bool, names: ShownNames, still: bool = False
) -> None:
    """Draw a line of a list. An empty id: it cannot be pressed; still: only the pointer presses it."""
    if chosen:
        painter.box(rect.inflate(0, -painter.px(0.1)), "raised", "accent", 0.3, max(2, painter.px(0.12)))
    y, x = rect.y + painter.px(0.25), rect.x + indent(painter, line)
    if line.side:
        draw_mark(painter, Rect(rect.x + painter.px(0.4), y, painter.high(), painter.high()), names, line.side)
    room = rect.right - x - painter.px(0.3)
    for text, bold in ((line.head, True), (line.under, False)):
        for row in painter.wrap(text, room, bold=bold) if text else ():
            painter.text((x, y), row, color="bad" if line.gone else "ink" if bold else "soft", bold=bold)
            y += painter.high()
    if id:
        painter.hit(rect, id, line.head, still=still)


# --- steps -----------------------------------------------------------------------------------------------


def step_height(painter: Painter, tight: bool) -> int:
    """Return the height of a row with - and + in pixels."""
    return painter.high() + painter.px(TIGHT_ROW if tight else ROW)


def draw_step(painter: Painter, rect: Rect, row: int, name: str, value: str, chosen: bool, bold: bool = False) -> None:
    """Draw a row with - and + around its value. row: its number, for its presses."""
    if chosen:
        painter.box(rect, "raised", "accent", 0.3, max(2, painter.px(0.12)))
    side = rect.height - painter.px(0.3)
    wide = max(painter.wide(value, bold=True), painter.px(4.2))
    plus = Rect(rect.right - side - painter.px(0.2), rect.y + painter.px(0.15), side, side)
    minus = Rect(plus.x - wide - side - painter.px(0.6), plus.y, side, side)
    y = rect.y + (rect.height - painter.high()) // 2
    painter.button(minus, f"step:-1:{row}", MINUS)
    painter.text(((minus.right + plus.x) // 2, y), value, bold=True, align="middle")
    painter.button(plus, f"step:1:{row}", "+")
    told = shortened(painter, name, minus.x - rect.x - painter.px(0.9), bold or chosen)
    painter.text((rect.x + painter.px(0.5), y), told, bold=bold or chosen)


def shortened(painter: Painter, name: str, room: int, bold: bool) -> str:
    """Return the name of a track in a line: one that is too long loses of its owner, and never of what is measured."""
    owner, comma, rest = name.partition(", ")
    size = painter.size(1.0)
    if not comma or painter.wide(name, bold=bold) <= room:
        return painter.fonts.fit(name, size, room, bold)
    left = room - painter.wide(f", {rest}", bold=bold)
    if left < painter.px(2):
        return painter.fonts.fit(rest[:1].upper() + rest[1:], size, room, bold)
    return f"{painter.fonts.fit(owner, size, left, bold)}, {rest}"


def step_told(value: int, by: int) -> str:
    """Return a track with its step.

    >>> step_told(3, -1), step_told(3, 0)
    ('3 → 2', '3')
    """
    return f"{value} → {value + by}".replace("-", MINUS) if by else str(value).replace("-", MINUS)


# --- who is told, buttons --------------------------------------------------------------------------------


def told_block(
    painter: Painter, width: int, head: str, seats: Sequence[str], told: frozenset[str], everybody: bool, names: ShownNames
) -> PanelBlock:
    """Return a row that says who is told: everybody, or the seats that are lit. A press changes it."""
    side, gap = painter.high() + painter.px(0.3), painter.px(0.25)
    all_wide = painter.wide("all", bold=True) + painter.px(1.2)
    left = painter.wide(head, bold=True) + painter.px(0.6)
    cells, x, y = [("", all_wide)], 0, 0
    cells += [(seat, side) for seat in seats]
    places: list[tuple[str, Rect]] = []
    x = left if left + all_wide + side < width else 0
    y = 0 if x else painter.high()
    for seat, wide in cells:
        if x + wide > width:
            x, y = 0, y + side + gap
        places.append((seat, Rect(x, y, wide, side)))
        x += wide + gap

    def draw(rect: Rect) -> None:
        painter.text((rect.x, rect.y + painter.px(0.15)), head, bold=True)
        for seat, place in places:
            box = place.move(rect.x, rect.y)
            if not seat:
                painter.button(box, "told", "all", chosen=everybody)
                continue
            lit = everybody or seat in told
            known = names.sides.get(seat)
            fill = known.color if known and lit else painter.color("panel")
            painter.box(box, fill, "ink" if lit else "line", 0.3)
            ink = ink_on(fill) if lit else painter.color("soft")
            at = (box.centerx, box.y + (box.height - painter.high()) // 2)
            painter.text(at, known.letter if known else "?", color=ink, bold=lit, align="middle")
            painter.hit(box, f"told:{seat}", names.side(seat))

    return PanelBlock(max(place.bottom for _, place in places) + painter.px(0.3), draw)


def buttons_height(painter: Painter, buttons: Sequence[DeskButton], width: int) -> int:
    """Return the height of buttons in rows, in pixels."""
    return sum(high + painter.px(0.3) for _, high, _ in _rows(painter, buttons, width))


def draw_buttons(painter: Painter, rect: Rect, buttons: Sequence[DeskButton]) -> None:
    """Draw buttons in as many rows as they need, at the bottom of a rect."""
    gap = painter.px(0.3)
    y = rect.bottom - buttons_height(painter, buttons, rect.width) + gap
    for row, high, wides in _rows(painter, buttons, rect.width):
        spare = (rect.width - sum(wides) - gap * (len(row) - 1)) // len(row)
        x = rect.x
        for button, wide in zip(row, wides, strict=True):
            box = Rect(x, y, wide + spare, high)
            painter.button(box, button.id, button.label, button.enabled, button.primary, enter=button.enter)
            x = box.right + gap
        y += high + gap


def _rows(painter: Painter, buttons: Sequence[DeskButton], width: int) -> list[tuple[list[DeskButton], int, list[int]]]:
    """Return buttons by rows, with the height of each row and the widths."""
    rows: list[list[tuple[DeskButton, int]]] = [[]]
    for button in buttons:
        wide = min(painter.wide(button.label, bold=True) + painter.px(1.4), width)
        if rows[-1] and sum(other for _, other in rows[-1]) + wide + painter.px(0.3) * len(rows[-1]) > width:
            rows.append([])
        rows[-1].append((button, wide))
    return [
        (
            [button for button, _ in row],
            max(painter.button_height(button.label, wide) for button, wide in row),
            [w for _, w in row],
        )
        for row in rows
        if row
    ]
