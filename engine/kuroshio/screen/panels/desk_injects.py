"""The tab of the injects: a card with its text, due turn, tracks and audience; fire, hold, edit, see what the room will see."""

from __future__ import annotations

from pygame import Rect

from kuroshio.picture.picture import Beat, Change, InjectCard, Picture
from kuroshio.screen.drawing.painter import Painter, PanelBlock
from kuroshio.screen.panels.desk_parts import (
    DeskButton,
    DeskLine,
    buttons_height,
    draw_buttons,
    draw_list,
    draw_more,
    draw_step,
    more_height,
    step_height,
    step_told,
    told_block,
)
from kuroshio.screen.panels.widgets import is_tight
from kuroshio.screen.projector.shown_page import ShownPage
from kuroshio.screen.projector.whole_page import draw_whole
from kuroshio.screen.window.desk import WRITTEN, Desk, card_at, cards_of, is_changed, moves_on, told_by
from kuroshio.screen.window.shown_names import ShownNames
from kuroshio.screen.window.state import Interface

NONE = "The scenario has no injects. W writes one."
CHANGED = (
    "Changed: it comes as control's own, with what stands here, and the scenario's is held back. Nothing of it lapses by itself."
)
TO_ALL = "The room reads this on the projector, below the map."
NOT_SHOWN = "The projector shows nothing of this: only {} told."
FEW = 3  # tracks of a card where text is large
NEXT = 1_000_000  # the number of a beat that has not happened yet


def draw_injects(painter: Painter, rect: Rect, picture: Picture, interface: Interface, names: ShownNames) -> None:
    """Draw the injects at the left, and the card of the chosen one at the right."""
    console, desk = picture.console, interface.desk
    assert console is not None
    cards = cards_of(console, desk)
    left = Rect(rect.x, rect.y, rect.width * 36 // 100, rect.height)
    right = Rect(left.right + painter.px(1.2), rect.y, rect.right - left.right - painter.px(1.2), rect.height)
    lines = [DeskLine(name_of(card, names), card.state) for card in cards]
    with painter.panel("inject lines", left) as column:
        if lines:
            draw_list(painter, column, "inject", lines, min(desk.inject, len(lines) - 1), names)
        else:
            painter.paragraph(column.topleft, NONE, column.width, color="soft")
    card = card_at(console, desk)
    with painter.panel("card", right) as column:
        if card is None:
            draw_buttons(painter, column, [DeskButton("overlay:write_one", "Write one (W)")])
        else:
            _draw_card(painter, column, card, picture, interface, names)


def name_of(card: InjectCard, names: ShownNames) -> str:
    """Return the name of an inject in the language of the window."""
    return card.name_ja if names.japanese and card.name_ja else card.name


def _draw_card(painter: Painter, rect: Rect, card: InjectCard, picture: Picture, interface: Interface, names: ShownNames) -> None:
    """Draw a card: its text above, tracks, audience and buttons at the foot."""
    desk, tight = interface.desk, is_tight(painter)
    buttons = _buttons(card, tight)
    few = max(FEW, len(card.moves)) if tight else len(card.tracks)
    first = max(min(desk.track, len(card.tracks) - 1) - few + 1, 0)
    tracks = card.tracks[first : first + few]
    foot = rect.bottom - buttons_height(painter, buttons, rect.width)
    draw_buttons(painter, rect, buttons)
    seats = [seat.seat for seat in picture.console.seats] if picture.console else []
    told = told_by(card, desk)
    to = told_block(painter, rect.width, "To (G)", seats, told, not told, names)
    high = step_height(painter, tight) + painter.px(0.1)
    more = more_height(painter) if len(tracks) < len(card.tracks) else 0
    top = foot - to.height - high * len(tracks) - painter.px(0.4) - more
    if more:
        draw_more(painter, Rect(rect.x, top, rect.width, high * len(tracks) + more), "track_by", desk.track, len(card.tracks))
    to.draw(Rect(rect.x, foot - to.height - painter.px(0.1), rect.width, to.height))
    moves = moves_on(card, desk)
    for number, track in enumerate(tracks, first):
        box = Rect(rect.x, top + (number - first) * high, rect.width, high - painter.px(0.1))
        draw_step(
            painter, box, number, names.track(track.name), step_told(track.value, moves.get(track.id, 0)), number == desk.track
        )
    area = Rect(rect.x, rect.y, rect.width, top - rect.y - painter.px(0.2))
    painter.flow(
        "card", area, _told_blocks(painter, card, desk, rect.width - painter.bar_width(), names), interface.scrolled("card")
    )


def _told_blocks(painter: Painter, card: InjectCard, desk: Desk, width: int, names: ShownNames) -> list[PanelBlock]:
    """Return what a card says: name, when it comes, text, effects, the response that is expected, what the room sees of it."""
    when = card.state[:1].upper() + card.state[1:]
    blocks = [*painter.lines(name_of(card, names), width, 1.3, bold=True), *painter.lines(when, width, color="accent", bold=True)]
    blocks += painter.lines(card.closed, width, color="warn", bold=True) if card.closed else []
    blocks += [*painter.lines(desk.text or card.text, width), painter.gap(0.3)]
    changed = is_changed(card, desk) and card.id != WRITTEN
    for line in () if changed else card.does:
        blocks += painter.lines(line, width)
    blocks += painter.lines(card.fixed, width, color="soft") if card.fixed else []
    blocks += painter.lines(CHANGED, width, color="warn", bold=True) if changed else []
    if card.expects:
        blocks += painter.lines(f"Expected, worth {card.worth}: {card.expects}", width, color="soft")
    blocks += painter.lines(projected(card, desk, names), width, color="soft")
    return blocks


def projected(card: InjectCard, desk: Desk, names: ShownNames) -> str:
    """Return a sentence on whether the room sees an inject on the projector."""
    told = sorted(names.side(seat) for seat in told_by(card, desk))
    return NOT_SHOWN.format(f"{', '.join(told)} {'is' if len(told) == 1 else 'are'}") if told else TO_ALL


def _buttons(card: InjectCard, tight: bool) -> list[DeskButton]:
    """Return the buttons of a card. tight: in fewer words."""
    keep = "Release (K)" if "release" in card.may else "Drop (K)" if card.id == WRITTEN else "Hold (K)"
    return [
        DeskButton("fire", "Fire (F)", "fire" in card.may, primary="fire" in card.may, enter=False),
        DeskButton("keep", keep, card.id == WRITTEN or bool({"hold", "release"} & set(card.may))),
        DeskButton("overlay:edit", "Edit (E)" if tight else "Edit text (E)", not card.fixed and "fire" in card.may),
        DeskButton("overlay:preview", "Show (V)" if tight else "As projected (V)"),
        DeskButton("overlay:write_one", "New (W)" if tight else "Write one (W)"),
    ]


# --- what the room will see --------------------------------------------------------------------------------


def draw_preview(painter: Painter, rect: Rect, picture: Picture | None, interface: Interface, names: ShownNames) -> None:
    """Draw the page that the projector will show of the chosen inject, or that it shows nothing."""
    card = card_at(picture.console, interface.desk) if picture and picture.console else None
    if picture is None or card is None:
        return
    y = painter.paragraph(rect.topleft, projected(card, interface.desk, names), rect.width) + painter.px(0.5)
    if told_by(card, interface.desk):
        return
    wide = min(rect.width, (rect.bottom - y) * 16 // 9)
    page = Rect(rect.x + (rect.width - wide) // 2, y, wide, wide * 9 // 16)
    surface = painter.surface.subsurface(page.clip(painter.surface.get_rect()))
    shown = ShownPage(picture=picture, page=(beat_of(card, picture, interface.desk, names),), japanese=interface.japanese)
    draw_whole(surface, painter.fonts, shown, None)
    painter.box(page, "", "line", 0, max(2, painter.px(0.12)))


def beat_of(card: InjectCard, picture: Picture, desk: Desk, names: ShownNames) -> Beat:
    """Return an inject as everybody will be told of it: with the changes of those tracks that everybody may know."""
    known = {gauge.id: gauge for gauge in (*picture.gauges, *picture.wall) if gauge.value is not None}
    changes = []
    for id, by in moves_on(card, desk).items():
        gauge = known.get(id)
        if gauge is not None and gauge.value is not None and by:
            after = min(max(gauge.value + by, gauge.least), gauge.most)
            changes.append(Change(name=gauge.name, before=gauge.value, after=after))
    return Beat(
        number=NEXT, turn=picture.turn, phase=picture.phase, kind="inject", title=card.name, text=desk.text or card.text,
        changes=tuple(changes),
    )  # fmt: skip
