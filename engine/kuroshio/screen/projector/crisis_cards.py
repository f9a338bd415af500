"""A crisis on the projector: the choices of both sides as cards that are turned over together, the ladder between them."""

from __future__ import annotations

import math

from pygame import Rect

from kuroshio.picture.picture import Beat, CrisisStage, FlashpointPicture, SideChoice, TurnedOver
from kuroshio.screen.drawing.painter import Painter
from kuroshio.screen.drawing.theme import LIGHT, ink_on
from kuroshio.screen.panels.widgets import draw_mark
from kuroshio.screen.projector.header_strip import draw_beads, draw_clock
from kuroshio.screen.projector.lower_third import (
    Fitted,
    LowerThird,
    ThirdRow,
    apart,
    draw_lower_third,
    dressed,
    fitted,
    told_changes,
)
from kuroshio.screen.projector.projector_words import ProjectorWords
from kuroshio.screen.projector.rung_chain import RUNG, chain_width, draw_chain
from kuroshio.screen.projector.shown_page import HEAD, SENTENCE, ShownPage
from kuroshio.screen.window.shown_names import ShownNames

CHOICES = (2.8, 2.2, HEAD, SENTENCE)  # sizes of a choice on its card, the largest that fits
CARD = 9.5  # units of a card's height, at least


def crisis_of(shown: ShownPage) -> tuple[FlashpointPicture, TurnedOver | None] | None:
    """Return the flashpoint of a crisis that the moment is about, with the round that is told; None if it is about none."""
    told = shown.beat.round if shown.beat else None
    stage = None if shown.beat or shown.moves or shown.picture.over else shown.picture.crisis
    id = told.hotspot if told else stage.hotspot if stage else ""
    spot = next((spot for spot in shown.picture.hotspots if spot.id == id), None)
    return (spot, told) if spot else None


def draw_crisis_page(
    painter: Painter, size: tuple[int, int], shown: ShownPage, words: ProjectorWords, names: ShownNames
) -> int:  # fmt: skip
    """Draw a crisis over the whole screen; return the number of screens that its text takes."""
    found = crisis_of(shown)
    assert found is not None
    spot, told = found
    with dressed(painter, apart(painter.theme)):
        painter.surface.fill(painter.theme.ground)
        head = Rect(0, 0, size[0], painter.px(2.6))
        _draw_head(painter, head, shown, spot, told, words, names)
        third = third_of(shown, told, words)
        fit = fitted(painter, third, size[0], size[1] - head.height - painter.px(CARD + 3.5))
        low = Rect(0, size[1] - fit.height, size[0], fit.height)
        body = Rect(0, head.bottom, size[0], low.y - head.bottom).inflate(-painter.px(1.6), -painter.px(1.0))
        _draw_body(painter, body, shown, spot, told, words, names)
    _draw_low(painter, low, third, fit, shown, words, names)
    return fit.parts


def _draw_low(
    painter: Painter, rect: Rect, third: LowerThird, fit: Fitted, shown: ShownPage, words: ProjectorWords, names: ShownNames
) -> None:
    draw_lower_third(painter, rect, third, fit, shown, words, names)
    painter.box(Rect(rect.x, rect.y, rect.width, painter.px(0.1)), "bad", "", 0)


def third_of(shown: ShownPage, told: TurnedOver | None, words: ProjectorWords) -> LowerThird:
    """Return the lower third of a crisis: what the round came to, or what the room waits for."""
    if shown.beat and told:
        rows = [ThirdRow(text=told_changes(shown.beat.changes), bold=True)] if shown.beat.changes else []
        rows += [ThirdRow(text=other.title, soft=True) for other in shown.page if other is not shown.beat]
        if told.dice is None:
            return LowerThird(headline=shown.beat.title, rows=tuple(rows))
        clash = sum(told.dice) >= told.clash_at
        rows.insert(0, ThirdRow(text=words("shot", told.clash_at)))
        thrown = Beat(number=0, turn=0, phase="", kind="event", title="", dice=told.dice)
        chip = words("clash" if clash else "no clash")
        return LowerThird(
            headline=shown.beat.title, rows=tuple(rows), beat=thrown, chip=chip, chip_color="bad" if clash else "raised"
        )
    stage = shown.picture.crisis
    past = [ThirdRow(text=line, soft=True) for line in (stage.rounds[-2:] if stage else ())]
    if stage and stage.round:
        return LowerThird(headline=words("both choose"), rows=(ThirdRow(text=words("together")), *past))
    return LowerThird(headline=words("others choose"), rows=tuple(past))


def _draw_head(
    painter: Painter,
    rect: Rect,
    shown: ShownPage,
    spot: FlashpointPicture,
    told: TurnedOver | None,
    words: ProjectorWords,
    names: ShownNames,
) -> None:
    """Draw the strip at the top: the word crisis, where, which round, the clock."""
    with painter.panel("header", rect, "panel"):
        painter.box(Rect(rect.x, rect.bottom - painter.px(0.1), rect.width, painter.px(0.1)), "bad", "", 0)
        y = rect.y + (rect.height - painter.high(SENTENCE) - painter.px(0.1)) // 2
        chip = painter.chip((rect.x + painter.px(0.8), y), words("crisis"), "bad", SENTENCE)
        top = rect.y + (rect.height - painter.high(HEAD)) // 2
        right = draw_clock(
            painter, Rect(chip.right, rect.y, rect.right - painter.px(0.8) - chip.right, rect.height), shown, words
        )
        stage = shown.picture.crisis
        number, most = (told.number, told.most) if told else (stage.round, stage.most_rounds) if stage else (0, 0)
        word = words("round", number, most) if number else words("roles head")
        name = names.hotspot(spot.id)
        size = HEAD if painter.wide(name, HEAD, True) + painter.wide(word, SENTENCE) < (right - chip.right) * 0.9 else SENTENCE
        top = rect.y + (rect.height - painter.high(size)) // 2
        x = painter.text((chip.right + painter.px(0.8), top), name, size, bold=True).right + painter.px(1)
        beads = painter.px(1.2 * most + 1) if number else 0
        if x + beads + painter.wide(word, SENTENCE) <= right:
            painter.text((right - beads, y), word, SENTENCE, align="right")
            if beads:
                draw_beads(painter, Rect(right - beads, rect.y, beads, rect.height), number, most)
        elif x + painter.wide(word) <= right:
            painter.text((right, rect.y + (rect.height - painter.high()) // 2), word, align="right")


def _draw_body(
    painter: Painter,
    rect: Rect,
    shown: ShownPage,
    spot: FlashpointPicture,
    told: TurnedOver | None,
    words: ProjectorWords,
    names: ShownNames,
) -> None:
    """Draw the two cards, the ladder between them, and the roles of the others below."""
    roles = roles_of(shown.stage or shown.picture.crisis, spot)
    rows = (len(roles) + 1) // 2
    below = painter.px(1.9) * rows + (painter.px(0.4) if rows else 0)
    high = rect.height - below
    middle = chain_width(painter, spot, words)
    card = (rect.width - middle - painter.px(2)) // 2
    chosen = told.choices if told else (None, None)
    for x, side, part, choice in (
        (rect.x, spot.challenger, "challenger", chosen[0]),
        (rect.right - card, spot.holder, "holder", chosen[1]),
    ):
        _draw_card(painter, Rect(x, rect.y, card, high), side, words(part), choice, shown, words, names)
    rungs = spot.ladder.most - max(spot.ladder.least, 0)
    chain = Rect(rect.x + card + painter.px(1), rect.y, middle, min(rect.height, painter.px(RUNG * 1.25 * rungs)))
    chain.centery = rect.centery
    with painter.panel("ladder", chain.inflate(painter.px(0.6), 0)):
        draw_chain(painter, chain, spot, words)
    for number, (role, sides) in enumerate(roles):
        x = rect.x if number % 2 == 0 else rect.right - card
        y = rect.bottom - below + painter.px(0.4) + number // 2 * painter.px(1.9)
        _draw_role(painter, Rect(x, y, card, painter.px(1.7)), role, sides, names)


def roles_of(stage: CrisisStage | None, spot: FlashpointPicture) -> list[tuple[str, list[str]]]:
    """Return the roles that others have taken, each with the sides that took it."""
    found: dict[str, list[str]] = {}
    for side, role in stage.parts if stage else ():
        if role and side not in (spot.challenger, spot.holder):
            found.setdefault(role, []).append(side)
    return list(found.items())


def _draw_role(painter: Painter, rect: Rect, role: str, sides: list[str], names: ShownNames) -> None:
    """Draw a role with the marks of the sides that took it, or with their one name. Many marks are smaller: the role has room."""
    with painter.panel("roles", rect, "raised", "line", 0.25):
        told = f"{names.side(sides[0])}: {role}" if len(sides) == 1 else role
        room = rect.width - painter.px(1.2) - painter.wide(told)
        x, step = rect.x + painter.px(0.4), min(painter.px(1.55), max(room // len(sides), painter.px(0.8)))
        mark = step - painter.px(0.25)
        for side in sides:
            draw_mark(painter, Rect(x, rect.centery - mark // 2, mark, mark), names, side)
            x += step
        y = rect.y + (rect.height - painter.high()) // 2
        painter.text((x + painter.px(0.2), y), told, width=rect.right - x - painter.px(0.4))


def _draw_card(
    painter: Painter,
    rect: Rect,
    side: str,
    part: str,
    choice: SideChoice | None,
    shown: ShownPage,
    words: ProjectorWords,
    names: ShownNames,
) -> None:
    """Draw the card of one side: its back while it chooses; while it is turned over, as wide as it is seen."""
    known = names.sides.get(side)
    color = known.color if known else painter.color("soft")
    faces = choice is not None and shown.ease >= 0.5
    wide = round(rect.width * (abs(math.cos(math.pi * shown.ease)) if choice is not None else 1))
    if wide < painter.px(2):
        return
    seen = Rect(0, 0, wide, rect.height)
    seen.midtop = rect.midtop
    with dressed(painter, LIGHT), painter.panel("card", seen, "#f6f2e4" if faces else color, "ink", 0.4):
        band = Rect(seen.x, seen.y, seen.width, min(painter.px(4.0), rect.height // 2))
        painter.box(band, color, "", 0.4)
        if wide < rect.width:
            return
        ink = ink_on(color)
        mark = Rect(seen.x + painter.px(0.6), 0, painter.px(2.2), painter.px(2.2))
        mark.centery = band.centery
        draw_mark(painter, mark, names, side)
        x, room = mark.right + painter.px(0.6), seen.right - mark.right - painter.px(1.2)
        size = next((s for s in (HEAD, SENTENCE, 1.0) if painter.wide(names.side(side), s, True) <= room), 1.0)
        lines = painter.high(size) + painter.high() - painter.px(0.2)
        y = band.y + (band.height - lines) // 2 if lines <= band.height else band.y
        y = painter.text((x, y), names.side(side), size, ink, True, width=room).bottom - painter.px(0.2)
        if lines <= band.height:
            painter.text((x, y), part, 1.0, ink, width=room)
        below = Rect(seen.x, band.bottom, seen.width, seen.bottom - band.bottom)
        _draw_choice(painter, below, choice if faces else None, ink, words)


def _draw_choice(painter: Painter, rect: Rect, choice: SideChoice | None, ink: str, words: ProjectorWords) -> None:
    """Draw a choice, or that it is still open, in the middle of a card."""
    told = (
        words("choosing") if choice is None else choice.name_ja if words.japanese and choice.name_ja else choice.name
    )  # fmt: skip
    room = rect.width - painter.px(1.2)
    size = next((s for s in CHOICES if painter.wide(told, s, choice is not None) <= room), CHOICES[-1])
    if choice is not None and size < CHOICES[1]:  # in two lines it may be larger
        two = [s for s in CHOICES[1:3] if len(painter.wrap(told, room, s, True)) <= 2 and 2 * painter.high(s) <= rect.height]
        size = max([size, *two])
    lines = painter.wrap(told, room, size, choice is not None)
    y = rect.y + (rect.height - len(lines) * painter.high(size)) // 2
    for line in lines:
        painter.text((rect.centerx, y), line, size, "ink" if choice else ink, choice is not None, "middle")
        y += painter.high(size)
