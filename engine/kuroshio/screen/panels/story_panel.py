"""The story of what happened, one page at a time; why a throw came out so; the public panel when nobody here is asked."""

from __future__ import annotations

from pygame import Rect

from kuroshio.picture.picture import Beat, Picture
from kuroshio.screen.drawing.painter import Painter, PanelBlock
from kuroshio.screen.panels.widgets import (
    beat_where,
    change_blocks,
    dice_block,
    draw_mark,
    draw_side_name,
    happens_blocks,
    is_tight,
    odds_blocks,
    pair_blocks,
    term_blocks,
)
from kuroshio.screen.window.shown_names import ShownNames
from kuroshio.screen.window.state import Interface
from kuroshio.screen.window.story_pages import Page, is_bare, main_of

LATEST = 12


def draw_beat(painter: Painter, rect: Rect, picture: Picture, interface: Interface, names: ShownNames) -> None:
    """Draw the page of the story that is being told, with the buttons that lead on."""
    beat = interface.beat
    assert beat is not None
    with painter.panel("beat", rect, "panel"):
        inner = rect.inflate(-painter.px(1.8), -painter.px(1.2))
        y = painter.text((inner.x, inner.y), "What happened", 1.0, "accent", True).bottom
        told = f"{interface.telling + 1} of {len(interface.pages)}"
        painter.text((inner.right, inner.y), told, 1.0, "soft", align="right")
        done = Rect(inner.x, y + painter.px(0.2), inner.width, painter.px(0.3))
        painter.box(done, "raised", "", 0.15)
        share = (interface.telling + 1) / len(interface.pages)
        painter.box(Rect(done.x, done.y, round(done.width * share), done.height), "accent", "", 0.15)
        foot = _draw_buttons(painter, inner, interface)
        width = inner.width - painter.bar_width()
        top = done.bottom + painter.px(0.6)
        area = Rect(inner.x, top, inner.width, foot - top - painter.px(0.5))
        painter.flow("beat", area, page_blocks(painter, interface.page, width, names), interface.scrolled("beat"))


def _draw_buttons(painter: Painter, rect: Rect, interface: Interface) -> int:
    """Draw the buttons: next, and below it back, why and skip. Return the y of their top."""
    last = interface.telling + 1 >= len(interface.pages)
    beat = interface.beat
    gap = painter.px(0.4)
    high = painter.button_height("Next", rect.width, 1.1)
    third = (rect.width - 2 * gap) // 3
    back, why, skip = ("Back", "Why?", "Skip") if is_tight(painter) else ("Back", "Why? (W)", "Skip (Esc)")
    low = max(painter.button_height(label, third) for label in (back, why, skip))
    row = rect.bottom - low
    painter.button(Rect(rect.x, row, third, low), "previous", back, interface.telling > 0)
    painter.button(Rect(rect.x + third + gap, row, third, low), "why", why, bool(beat and beat.odds))
    painter.button(Rect(rect.x + 2 * (third + gap), row, rect.width - 2 * (third + gap), low), "skip", skip)
    top = row - high - gap
    painter.button(
        Rect(rect.x, top, rect.width, high), "next", "Go on (Space)" if last else "Next (Space)", primary=True, size=1.1
    )
    return top


def page_blocks(painter: Painter, page: Page, width: int, names: ShownNames) -> list[PanelBlock]:
    """Return a page of the story: what led to its beat, the beat in full, what followed.

    If all beats of the page are bare (no more than a title), it is a list.
    """
    if len(page) > 1 and all(map(is_bare, page)):
        return [block for beat in page for block in news_blocks(painter, beat, width, names, why=False)]
    main = main_of(page)
    assert main is not None
    at = page.index(main)
    blocks = [row for beat in page[:at] for row in bare_blocks(painter, beat, width, names)]
    blocks += [painter.gap(0.5)] * bool(blocks) + beat_blocks(painter, main, width, names)
    if page[at + 1 :]:
        blocks.append(PanelBlock(painter.px(0.9), lambda rect: painter.rule(rect.x, rect.centery, rect.width)))
    return blocks + [row for beat in page[at + 1 :] for row in bare_blocks(painter, beat, width, names)]


def bare_blocks(painter: Painter, beat: Beat, width: int, names: ShownNames) -> list[PanelBlock]:
    """Return a beat as no more than its title, for a row beside another beat."""
    left = painter.px(1.8)
    lines = painter.wrap(beat.title, width - left)

    def draw(rect: Rect) -> None:
        if beat.side:
            draw_mark(painter, Rect(rect.x, rect.y, painter.high(), painter.high()), names, beat.side)
        for number, line in enumerate(lines):
            painter.text((rect.x + left, rect.y + number * painter.high()), line)

    return [PanelBlock(len(lines) * painter.high() + painter.px(0.35), draw)]


def beat_blocks(painter: Painter, beat: Beat, width: int, names: ShownNames, why: bool = False) -> list[PanelBlock]:
    """Return a beat in full: who and where, title, text, odds and dice, changes. why: also how the number is made up."""
    blocks: list[PanelBlock] = []
    if beat.side:
        blocks.append(PanelBlock(painter.high(1.1) + painter.px(0.2), lambda rect: _side(painter, rect, names, beat.side)))
    blocks += painter.lines(beat_where(beat, names), width, color="soft")
    blocks += [*painter.lines(beat.title, width, 1.4, bold=True), painter.gap(0.3)]
    for text in [beat.text] if beat.text else []:
        blocks += [*painter.lines(text, width), painter.gap(0.3)]
    if beat.odds:
        told = happens_blocks if beat.happens else odds_blocks
        blocks += [*told(painter, beat.odds, width, band=beat.band, terms=False), painter.gap(0.5)]
    if beat.dice:
        blocks.append(dice_block(painter, beat.dice, beat.fell))
    if beat.odds and why:
        blocks += [*painter.lines("How the number is made up", width, 1.15, bold=True), *term_blocks(painter, beat.odds, width)]
        blocks.append(painter.gap(0.5))
    if beat.changes:
        blocks += [*painter.lines("What it changed", width, 1.15, bold=True), *change_blocks(painter, beat.changes, width)]
    return blocks


def _side(painter: Painter, rect: Rect, names: ShownNames, side: str) -> None:
    draw_side_name(painter, rect.topleft, names, side, 1.1)


def draw_why(painter: Painter, rect: Rect, picture: Picture | None, interface: Interface, names: ShownNames) -> None:
    """Draw a ruling with everything that went into it."""
    beat = interface.why
    if beat is None:
        return
    width = rect.width - painter.bar_width()
    painter.flow("why", rect, beat_blocks(painter, beat, width, names, why=True), interface.scrolled("why"))


def draw_public(painter: Painter, rect: Rect, picture: Picture, interface: Interface, names: ShownNames) -> None:
    """Draw the public panel: flashpoints, unanswered incidents, the latest news."""
    with painter.panel("public", rect, "panel"):
        inner = rect.inflate(-painter.px(1.8), -painter.px(1.2))
        width = inner.width - painter.bar_width()
        blocks = [*painter.lines(deciding(picture, names), width, 1.25, bold=True), painter.gap(0.6)]
        for spot in picture.hotspots:
            control = "?" if spot.control.value is None else spot.control.value
            blocks += painter.lines(spot.name, width, 1.15, bold=True)
            rung = "?" if spot.ladder.value is None else spot.ladder.value
            blocks += pair_blocks(painter, "Escalation ladder", f"{rung} of {spot.ladder.most}", width)
            blocks += pair_blocks(painter, "A crisis opens at", str(spot.crisis_at), width)
            blocks += [
                *pair_blocks(painter, f"Administration by {names.side(spot.holder)}", f"{control} of {spot.control.most}", width)
            ]
            blocks.append(painter.gap(0.6))
        open_now = [incident for incident in picture.incidents if not incident.settled]
        if open_now:
            blocks += painter.lines("Not answered yet", width, 1.15, bold=True)
        for incident in open_now:
            blocks += painter.lines(f"· {incident.title}, {names.area(incident.area)}", width)
        blocks += [painter.gap(0.4), *painter.lines("Latest news", width, 1.15, bold=True)]
        for beat in list(reversed(picture.news))[:LATEST]:
            blocks += news_blocks(painter, beat, width, names)
        painter.flow("public", inner, blocks, interface.scrolled("public"))


def deciding(picture: Picture, names: ShownNames) -> str:
    """Return a sentence on who decides now, as far as that is public. Who signs and what is ruled on is not."""
    if picture.over:
        return "The game is over."
    if len(picture.planners) > 1:
        return f"Orders are being written: {', '.join(names.side(seat) for seat in picture.planners)}."
    if picture.asked:
        return f"{names.side(picture.asked)} decides now."
    return "The teams are at work."


def news_blocks(painter: Painter, beat: Beat, width: int, names: ShownNames, why: bool = True) -> list[PanelBlock]:
    """Return a beat as a row of the news, with a button that tells why, if dice decided it."""
    asks = why and beat.odds is not None
    right = painter.wide("Why?", bold=True) + painter.px(1.6) if asks else 0
    title = painter.wrap(beat.title, width - right - painter.px(2.2), bold=True)
    where = painter.wrap(beat_where(beat, names) + (f" · {beat.fell}" if beat.fell else ""), width - right - painter.px(2.2))
    high = (len(title) + len(where)) * painter.high() + painter.px(0.7)

    def draw(rect: Rect) -> None:
        y = rect.y + painter.px(0.3)
        if beat.side:
            draw_mark(painter, Rect(rect.x, y, painter.high(), painter.high()), names, beat.side)
        for number, line in enumerate([*title, *where]):
            told = number < len(title)
            painter.text((rect.x + painter.px(2.2), y), line, color="ink" if told else "soft", bold=told)
            y += painter.high()
        if asks:
            box = Rect(rect.right - right, rect.y + painter.px(0.3), right, painter.button_height("Why?", right))
            painter.button(box, f"why:{beat.number}", "Why?")
        painter.rule(rect.x, rect.bottom - 1, rect.width)

    return [PanelBlock(high, draw)]
