"""The tab of the act before the umpire: its number with - and +, band, tracks by hand, who learns of it, the reason."""

from __future__ import annotations

from collections.abc import Sequence

from pygame import Rect

from kuroshio.picture.picture import Console, DocketPicture, Picture
from kuroshio.screen.drawing.painter import Painter, PanelBlock
from kuroshio.screen.panels.desk_parts import (
    DeskButton,
    DeskLine,
    buttons_height,
    draw_buttons,
    draw_line,
    draw_more,
    draw_step,
    line_height,
    more_height,
    page_of,
    step_height,
    step_told,
    told_block,
)
from kuroshio.screen.panels.widgets import MINUS, is_tight, odds_blocks, pair_blocks, signed
from kuroshio.screen.window.desk import BAND, NUMBER, SUCCESS, Desk, moved_by, odds_now, rows_of, tied
from kuroshio.screen.window.shown_names import ShownNames
from kuroshio.screen.window.state import Interface

ROW_GAP, TIGHT_GAP = 0.2, 0.05  # units below a row
NOTHING = "No act is before you. What waits for a ruling comes up here by itself."
DOWN = "The dice are down until the number is set. Nobody has seen them."
DOWN_TO_YOU = "The dice are down until you rule. Nobody has seen them."
WIDE = 66  # units of width from which the orders of the turn stand beside the act
AS_ROLLED = "as the dice fall"
NOT_NAMED = "not named yet"
TIED = {SUCCESS: "if it succeeds", "failure": "if it fails", "": "whatever the dice say"}


def draw_act(painter: Painter, rect: Rect, picture: Picture, interface: Interface, names: ShownNames) -> None:
    """Draw the act before the umpire with its rows, or that there is none; beside it the orders and rulings of the turn."""
    console = picture.console
    assert console is not None
    gap, left = painter.px(1.2), 0
    wide = rect.width >= painter.px(WIDE) or console.docket is None
    if wide:
        left = rect.width * (27 if console.docket else 50) // 100
        _draw_turn(painter, Rect(rect.x, rect.y, left, rect.height), console, interface, names)
        left += gap
    rest = Rect(rect.x + left, rect.y, rect.width - left, rect.height)
    if console.docket is None:
        blocks = [*painter.lines(NOTHING, rest.width - painter.bar_width(), 1.15, "soft"), painter.gap(0.8)]
        blocks += ruled_blocks(painter, console, rest.width - painter.bar_width(), names)
        painter.flow("ruled", rest, blocks, interface.scrolled("ruled"))
        return
    half = (rest.width - gap) // 2
    _draw_case(painter, Rect(rest.x, rest.y, half, rest.height), console.docket, interface, names)
    with painter.panel("ruling", Rect(rest.right - half, rest.y, half, rest.height)) as column:
        _draw_ruling(painter, column, console, console.docket, interface.desk, names)


def _draw_turn(painter: Painter, rect: Rect, console: Console, interface: Interface, names: ShownNames) -> None:
    """Draw the orders of the turn, and the rulings on them."""
    width = rect.width - painter.bar_width()
    blocks = ruled_blocks(painter, console, width, names) if console.docket else []
    blocks += painter.lines("Orders of this turn", width, 1.15, "accent", True)
    for number, order in enumerate(console.orders):
        blocks.append(_line(painter, width, DeskLine(order.title, order.told, order.seat), names, f"order:{number}"))
    blocks += [] if console.orders else painter.lines("None yet.", width, color="soft")
    with painter.panel("turn", rect) as column:
        painter.flow("desk", column, blocks, interface.scrolled("desk"))


def ruled_blocks(painter: Painter, console: Console, width: int, names: ShownNames) -> list[PanelBlock]:
    """Return the rulings of the turn, the last first."""
    if not console.ruled:
        return []
    blocks = painter.lines("Ruled this turn", width, 1.15, "accent", True)
    return [
        *blocks,
        *(_line(painter, width, DeskLine(one.title, one.told, one.seat), names) for one in console.ruled),
        painter.gap(),
    ]


def _line(painter: Painter, width: int, line: DeskLine, names: ShownNames, id: str = "") -> PanelBlock:
    """Return a line that only the pointer presses, or that cannot be pressed."""
    return PanelBlock(
        line_height(painter, line, width), lambda rect: draw_line(painter, rect, id, line, False, names, still=True)
    )


# --- the case --------------------------------------------------------------------------------------------


def _draw_case(painter: Painter, rect: Rect, docket: DocketPicture, interface: Interface, names: ShownNames) -> None:
    """Draw what is before the umpire: whose act, what may be ruled, the odds with the arguments so far, what it does."""
    width, desk = rect.width - painter.bar_width(), interface.desk
    blocks = [
        _line(
            painter,
            width,
            DeskLine(f"{names.side(docket.seat)}: {docket.title}" if docket.seat else docket.title, "", docket.seat),
            names,
        )
    ]
    odds = odds_now(docket, desk)
    if odds is not None:
        blocks += [*odds_blocks(painter, odds, width), painter.gap(0.3)]
    for sign, said in ((f"{MINUS}1", desk.pro), ("+1", desk.contra)):
        for text in said:
            blocks += pair_blocks(painter, f"Argued: {text}", sign, width)
    for line in set_by_hand(docket, desk, names):
        blocks += painter.lines(line, width)
    if docket.covered:
        blocks += painter.lines(DOWN if docket.nets else DOWN_TO_YOU, width, color="accent", bold=True)
    for line in docket.told[: 1 if docket.covered else None]:
        blocks += painter.lines(line, width, color="soft")
    for line in docket.does:
        blocks += painter.lines(line, width)
    with painter.panel("case", rect) as column:
        painter.flow("case", column, blocks, interface.scrolled("case"))


def set_by_hand(docket: DocketPicture, desk: Desk, names: ShownNames) -> list[str]:
    """Return the tracks that the ruling will set, a line each, with the band that each is tied to."""
    named = {track.id: names.track(track.name) for track in docket.tracks}
    return [f"{named[id]} {signed(by)}{f', {TIED[on]}' if on else ''}" for id, on, by in desk.steps if id in named]


# --- the ruling ------------------------------------------------------------------------------------------


def _draw_ruling(painter: Painter, rect: Rect, console: Console, docket: DocketPicture, desk: Desk, names: ShownNames) -> None:
    """Draw the rows that - and + change, who learns of it, the reason, and the buttons.

    Buttons, reason and audience keep their place at the foot; where not all rows fit above them, those around the chosen one do.
    """
    tight = is_tight(painter)
    buttons = _buttons(docket, desk, tight)
    foot = rect.bottom - buttons_height(painter, buttons, rect.width)
    draw_buttons(painter, rect, buttons)
    foot = _draw_reason(painter, Rect(rect.x, foot, rect.width, painter.high() * (1 if tight else 3)), desk)
    if docket.own_words:
        seats = [seat.seat for seat in console.seats]
        head = "Told (G)" if tight else "Who learns of it (G)"
        block = told_block(painter, rect.width, head, seats, desk.told | {docket.seat}, desk.public, names)
        foot -= block.height + painter.px(0.2)
        block.draw(Rect(rect.x, foot, rect.width, block.height))
    rows = rows_of(docket)
    chosen, tied_row = min(desk.row, len(rows) - 1), len(rows) - len(docket.tracks)
    heights = [_row_height(painter, row) + (number == tied_row) * _tied_height(painter) for number, row in enumerate(rows)]
    room, (first, last) = foot - rect.y - painter.px(0.2), (0, len(rows))
    if sum(heights) > room:
        first, last = page_of(heights, chosen, room - more_height(painter))
        draw_more(painter, Rect(rect.x, rect.y, rect.width, room), "row", chosen, len(rows))
    y = rect.y
    for number in range(first, last):
        box = Rect(rect.x, y, rect.width, heights[number] - row_gap(painter))
        if number == tied_row:
            _draw_tied(painter, Rect(rect.x, y, rect.width, _tied_height(painter) - row_gap(painter)), docket, desk)
            box = Rect(box.x, y + _tied_height(painter), box.width, box.height - _tied_height(painter))
        _draw_row(painter, box, number, rows[number], docket, desk, number == chosen, names)
        y += heights[number]


def row_gap(painter: Painter) -> int:
    """Return the pixels below a row."""
    return painter.px(TIGHT_GAP if is_tight(painter) else ROW_GAP)


def _row_height(painter: Painter, row: str) -> int:
    """Return the height of a row with the gap below it, in pixels."""
    tight = is_tight(painter)
    return (painter.px(3.2) if row == NUMBER and not tight else step_height(painter, tight)) + row_gap(painter)


def _tied_height(painter: Painter) -> int:
    """Return the height of what the steps of tracks are tied to, with the gap below it, in pixels."""
    return painter.high() + painter.px(0.4) + row_gap(painter)


def _draw_tied(painter: Painter, box: Rect, docket: DocketPicture, desk: Desk) -> None:
    """Draw what the steps of tracks are tied to."""
    free = docket.odds is not None and not desk.band and not docket.by_votes
    label = f"Tracks, {TIED[tied(docket, desk)]}" + (" (W)" if free else "")
    if free:
        painter.button(box, "when", label)
    else:
        painter.text((box.x, box.y + painter.px(0.2)), label, bold=True, width=box.width)


def _draw_row(
    painter: Painter,
    rect: Rect,
    number: int,
    row: str,
    docket: DocketPicture,
    desk: Desk,
    chosen: bool,
    names: ShownNames,
) -> None:
    """Draw one row that - and + change."""
    if row == NUMBER:
        odds = odds_now(docket, desk)
        value, least = str(odds.number) if odds else "?", docket.odds.number if docket.odds else 0
        if rect.height > painter.px(3):
            _draw_number(painter, rect, number, value, f"or more; {least} without arguments", chosen)
        else:
            draw_step(painter, rect, number, "Number to reach", value, chosen)
    elif row == BAND:
        value = desk.band.capitalize() or (NOT_NAMED if docket.by_votes else AS_ROLLED)
        draw_step(painter, rect, number, "The room's band" if docket.by_votes else "Band", value, chosen)
    else:
        track = next(track for track in docket.tracks if track.id == row)
        by = moved_by(desk.steps, row, tied(docket, desk))
        draw_step(painter, rect, number, names.track(track.name), step_told(track.value, by), chosen)


def _draw_number(painter: Painter, rect: Rect, row: int, value: str, told: str, chosen: bool) -> None:
    """Draw the number to reach, large, between - and +."""
    painter.box(rect, "raised" if chosen else "", "accent" if chosen else "line", 0.4, max(2, painter.px(0.12)) if chosen else 1)
    side = rect.height - painter.px(0.8)
    minus = Rect(rect.x + painter.px(0.4), rect.y + painter.px(0.4), side, side)
    plus = Rect(minus.right + painter.px(4.2), minus.y, side, side)
    painter.button(minus, f"step:-1:{row}", MINUS, size=1.6)
    painter.button(plus, f"step:1:{row}", "+", size=1.6)
    middle = (minus.right + plus.x) // 2
    painter.text((middle, rect.y + (rect.height - painter.high(2.2)) // 2), value, 2.2, bold=True, align="middle")
    left = plus.right + painter.px(0.6)
    lines = painter.wrap(told, rect.right - left - painter.px(0.4))[:2]
    y = rect.y + (rect.height - len(lines) * painter.high()) // 2
    for line in lines:
        painter.text((left, y), line, color="soft")
        y += painter.high()


def _draw_reason(painter: Painter, rect: Rect, desk: Desk) -> int:
    """Draw the reason above a rect, in as many lines as its height takes; return the y at its top. A press opens its field."""
    lines = painter.wrap(desk.reason or "Reason (O): asked for when you rule", rect.width - painter.px(1))
    shown = lines[: max(rect.height // painter.high(), 1)]
    high = len(shown) * painter.high() + painter.px(0.3)
    box = Rect(rect.x, rect.y - high - painter.px(0.1), rect.width, high)
    painter.box(box, "ground", "line", 0.3)
    for number, line in enumerate(shown):
        text = line if len(lines) == len(shown) or number < len(shown) - 1 else f"{line} …"
        at = (box.x + painter.px(0.5), box.y + painter.px(0.15) + number * painter.high())
        painter.text(at, text, color="ink" if desk.reason else "soft", width=box.width - painter.px(1))
    painter.hit(box, "overlay:reason", "Reason")
    return box.y


def _buttons(docket: DocketPicture, desk: Desk, tight: bool) -> Sequence[DeskButton]:
    """Return the buttons: rule as chosen, let it stand, let all stand, an argument in words. tight: in fewer words."""
    odds = odds_now(docket, desk)
    if desk.band:
        label = f"Rule: {desk.band} (Enter)"
    elif docket.nets and odds is not None:
        label = f"Set {odds.number}, roll (Enter)" if tight else f"Set {odds.number} and roll (Enter)"
    else:
        label = "Rule (Enter)" if tight else "Rule as chosen (Enter)"
    buttons = [DeskButton("rule", label, primary=True)]
    if not docket.closed or (docket.own_words and not docket.by_votes):
        buttons.append(DeskButton("stand", "Stand (S)" if tight else "Let it stand (S)"))
    if not docket.closed:
        buttons.append(DeskButton("stand:all", "All (L)" if tight else "Let all stand (L)"))
    if docket.nets:
        buttons.append(DeskButton("overlay:argument", "Argue (A)" if tight else "Argument (A)"))
    return buttons
