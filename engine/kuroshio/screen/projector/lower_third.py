"""The lower third: a headline, its sentence, and beside it the dice with the odds and the band that they fell into."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pygame
from attrs import frozen
from pygame import Rect

from kuroshio.picture.picture import BANDS, Beat, Change, IncidentPicture, OddsPicture, Picture
from kuroshio.screen.drawing.painter import Painter
from kuroshio.screen.drawing.symbols import draw_die
from kuroshio.screen.drawing.theme import DARK, Theme, ink_on
from kuroshio.screen.panels.widgets import MINUS, band_color, draw_mark, draw_odds_bar, signed
from kuroshio.screen.projector.projector_words import ProjectorWords
from kuroshio.screen.projector.shown_page import HEAD, SENTENCE, ShownPage
from kuroshio.screen.window.shown_names import ShownNames

PAD = 0.8  # units
RIGHT = 15.0  # units that dice and odds take, at most two fifths of the width
HEADS = (HEAD, 1.4, 1.17)  # sizes of a headline, the largest that fits in a line; else two lines of the smallest
DIE = 1.9  # units
LEADING = 1.28  # of the size of a text, from one line of a paragraph to the next
FACES = 8  # that a die shows before it lies


@frozen(kw_only=True)
class ThirdRow:
    """A paragraph of the lower third. size: in units; soft: in the softer ink."""

    text: str
    size: float = SENTENCE
    soft: bool = False
    bold: bool = False


@frozen(kw_only=True)
class LowerThird:
    """What the lower third says. side: whose act it is; beat: whose dice are shown; chip: a word at the right of the headline."""

    headline: str
    rows: tuple[ThirdRow, ...] = ()
    side: str = ""
    beat: Beat | None = None
    chip: str = ""
    chip_color: str = ""


@frozen
class Fitted:
    """A lower third in lines. head: those of the headline; lines: those of the rows; parts: the screens that it takes."""

    height: int
    head: tuple[str, ...]
    head_size: float
    lines: tuple[ThirdRow, ...]
    at_once: int
    parts: int


# --- what it says --------------------------------------------------------------------------------------


def lower_third_of(shown: ShownPage, words: ProjectorWords, names: ShownNames) -> LowerThird | None:
    """Return the lower third of a moment: the story, moves, an act that waits for an answer; None where there is none."""
    if shown.beat is not None:
        return of_story(shown, shown.beat, words, names)
    if shown.moves:
        told = "; ".join(words("to", names.piece(move.piece), names.area(move.area)) for move in shown.moves)
        return LowerThird(headline=words("moves", len(shown.moves)), rows=(ThirdRow(text=told),))
    return of_incident(shown.waiting, shown.picture, words, names) if shown.waiting else None


def of_story(shown: ShownPage, beat: Beat, words: ProjectorWords, names: ShownNames) -> LowerThird:
    """Return the lower third of a page of the story."""
    rest = [other for other in shown.page if other is not beat and not (other.kind == "incident" and other.cause == beat.number)]
    rows = [ThirdRow(text=beat.text)] if beat.text else []
    rows += [ThirdRow(text=told_changes(beat.changes), bold=True)] if beat.changes else []
    rows += [ThirdRow(text=other.title, soft=True) for other in rest]
    if beat.odds:
        rows.append(ThirdRow(text=reasons(beat.odds, words), size=1.0, soft=True))
    chip, color = "", ""
    if beat.band in BANDS:
        chip, color = words(beat.band), f"band:{BANDS.index(beat.band)}"
    elif beat.happens:
        chip, color = words("it happens"), "soft"
    side = beat.side
    headline = beat.title
    if side and side in names.sides and headline.startswith(f"{names.sides[side].name}: "):
        headline = f"{names.side(side)}: {headline.partition(': ')[2]}"
    return LowerThird(
        headline=headline, rows=tuple(rows), side=side, beat=beat if beat.odds or beat.dice else None, chip=chip, chip_color=color
    )


def of_incident(incident: IncidentPicture, picture: Picture, words: ProjectorWords, names: ShownNames) -> LowerThird:
    """Return the lower third of an act that waits for an answer: who did what to whom, and who is asked."""
    who = names.side(incident.actor) if incident.actor else ""
    rows = [ThirdRow(text=f"{names.area(incident.area)} · {words('against', names.side(incident.victim))}")]
    if not who:
        rows.append(ThirdRow(text=words("unknown"), soft=True))
    rows.append(ThirdRow(text=words("asked", names.side(picture.asked)), bold=True))
    for answer in incident.answers:
        if answer.answer:
            rows.append(ThirdRow(text=words("answered", names.side(answer.side), answer.answer), soft=True))
        elif answer.expected:
            rows.append(ThirdRow(text=words("expected", names.side(answer.side), answer.expected), soft=True))
    title = f"{who}: {incident.title}" if who else incident.title
    return LowerThird(headline=title, rows=tuple(rows), side=incident.actor, chip=words("open"), chip_color="accent")


def told_changes(changes: tuple[Change, ...]) -> str:
    """Return changes of tracks as a line.

    >>> told_changes((Change(name="Tension", before=3, after=4),))
    'Tension 3 → 4'
    """
    return " · ".join(f"{change.name} {change.before} → {change.after}".replace("-", MINUS) for change in changes)


def reasons(odds: OddsPicture, words: ProjectorWords) -> str:
    """Return how a number is made up, as a line."""
    return ", ".join((words("base", odds.base), *(f"{name} {signed(bonus)}" for name, bonus in odds.modifiers)))


# --- how it fits ---------------------------------------------------------------------------------------


def fitted(painter: Painter, third: LowerThird, width: int, most: int) -> Fitted:
    """Return a lower third in lines. width, most: of its rect, and the height that it may take, in pixels."""
    inner = width - 2 * painter.px(PAD) - painter.px(0.4)
    dice = right_width(painter, width) + painter.px(1) if third.beat else 0
    room = inner - (painter.px(HEAD + 0.6) if third.side else 0)
    room -= max(dice, chip_width(painter, third.chip) + painter.px(0.8) if third.chip else 0)
    size = next((size for size in HEADS if painter.wide(third.headline, size, True) <= room), HEADS[-1])
    head = painter.wrap(third.headline, room, size, True)
    lines = [
        ThirdRow(text=line, size=row.size, soft=row.soft, bold=row.bold)
        for row in third.rows
        for line in painter.wrap(row.text, inner - dice, row.size, row.bold)
    ]
    above, frame = head_height(painter, len(head), size), 2 * painter.px(0.5)
    least = max(right_height(painter), above) if third.beat else above
    wanted = above + sum(leading(painter, line.size) for line in lines)
    if max(wanted, least) + frame <= max(most, least + frame):
        return Fitted(max(wanted, least) + frame, tuple(head), size, tuple(lines), max(len(lines), 1), 1)
    high = max(most - frame, least, above + 2 * leading(painter, SENTENCE))
    at_once = max(1, (high - above - leading(painter, 1)) // leading(painter, SENTENCE))  # below them stands which part it is
    return Fitted(high + frame, tuple(head), size, tuple(lines), at_once, -(-len(lines) // at_once))


def leading(painter: Painter, size: float) -> int:
    """Return the distance in pixels from one line of a paragraph to the next, closer than elsewhere."""
    return round(painter.size(size) * LEADING)


def head_height(painter: Painter, lines: int, size: float) -> int:
    """Return the height of a headline in pixels."""
    return max(lines * leading(painter, size), painter.px(HEAD)) + painter.px(0.3)


def chip_width(painter: Painter, chip: str) -> int:
    """Return the width of the plate with a band in pixels."""
    return painter.wide(chip, SENTENCE, True) + painter.px(1.2)


def right_height(painter: Painter) -> int:
    """Return the height of band, dice and odds in pixels."""
    return painter.high(SENTENCE) + painter.px(0.7) + painter.px(DIE) + painter.px(0.4) + painter.px(1.6)


def right_width(painter: Painter, width: int) -> int:
    """Return the width of dice and odds in pixels."""
    return min(painter.px(RIGHT), width * 2 // 5)


# --- how it is drawn -----------------------------------------------------------------------------------


@contextmanager
def dressed(painter: Painter, theme: Theme) -> Iterator[None]:
    """Draw with other colours for a while."""
    before = painter.theme
    painter.theme = theme
    try:
        yield
    finally:
        painter.theme = before


def apart(theme: Theme) -> Theme:
    """Return the colours of what is set apart from a light window: the dark ones; other themes keep theirs."""
    return DARK if theme.name == "light" else theme


def draw_lower_third(
    painter: Painter, rect: Rect, third: LowerThird, fit: Fitted, shown: ShownPage, words: ProjectorWords, names: ShownNames
) -> None:
    """Draw the lower third."""
    with dressed(painter, apart(painter.theme)), painter.panel("lower third", rect, "panel"):
        known = names.sides.get(third.side)
        painter.box(Rect(rect.x, rect.y, painter.px(0.4), rect.height), known.color if known else "accent", "", 0)
        left, right = rect.x + painter.px(PAD + 0.4), rect.right - painter.px(PAD)
        y = rect.y + painter.px(0.5)
        rolls = third.beat is not None and shown.ease < 1
        low = _draw_head(painter, left, y, third, fit, names)
        if third.chip and not rolls:
            _draw_chip(painter, right, y, third)
        if third.beat:
            wide = right_width(painter, rect.width)
            top = y + painter.high(SENTENCE) + painter.px(0.7)
            _draw_dice(painter, Rect(right - wide, top, wide, painter.px(DIE)), third.beat, shown, words)
        part = min(shown.part, fit.parts - 1)
        for line in fit.lines[part * fit.at_once : (part + 1) * fit.at_once]:
            if not (rolls and line.bold):  # what it changed is seen when the dice lie
                painter.text((left, low), line.text, line.size, "soft" if line.soft else "ink", line.bold)
            low += leading(painter, line.size)
        if fit.parts > 1:
            painter.text((right, rect.bottom - painter.high()), words("part", part + 1, fit.parts), color="soft", align="right")


def _draw_head(painter: Painter, left: int, y: int, third: LowerThird, fit: Fitted, names: ShownNames) -> int:
    """Draw mark and headline; return the y below them."""
    x, high = left, head_height(painter, len(fit.head), fit.head_size)
    if third.side:
        mark = Rect(x, y, painter.px(HEAD), painter.px(HEAD))
        mark.centery = y + max(painter.high(fit.head_size), mark.height) // 2
        draw_mark(painter, mark, names, third.side)
        x += painter.px(HEAD + 0.6)
    for number, line in enumerate(fit.head):
        painter.text((x, y + number * leading(painter, fit.head_size)), line, fit.head_size, bold=True)
    return y + high


def _draw_chip(painter: Painter, right: int, y: int, third: LowerThird) -> None:
    """Draw the plate with the band. right: the x at which it ends."""
    color = third.chip_color
    fill = band_color(painter, int(color[5:])) if color.startswith("band:") else painter.color(color)
    wide = chip_width(painter, third.chip)
    box = Rect(right - wide, y + painter.px(0.1), wide, painter.high(SENTENCE) + painter.px(0.2))
    painter.box(box, fill, "ink", 0.3, max(2, painter.unit // 12))
    painter.text((box.centerx, box.y + painter.px(0.1)), third.chip, SENTENCE, ink_on(fill), True, "middle")


def _draw_dice(painter: Painter, rect: Rect, beat: Beat, shown: ShownPage, words: ProjectorWords) -> None:
    """Draw dice with their sum and the number to reach, and below the rect the odds."""
    side, x = painter.px(DIE), rect.x
    lying = shown.ease >= 1
    for pips in rolling(beat.dice, shown.ease) if beat.dice else ():
        draw_die(painter.surface, Rect(x, rect.y, side, side), pips, painter.theme)
        x += side + painter.px(0.4)
    top = rect.y + (side - painter.high(HEAD)) // 2
    if beat.dice:
        x = painter.text((x, top), f"= {sum(beat.dice)}" if lying else "= …", HEAD, bold=True).right + painter.px(0.6)
    if beat.odds:
        told = words("happens" if beat.happens else "needs", beat.odds.number)
        painter.text((rect.right, rect.y + (side - painter.high()) // 2), told, align="right", width=rect.right - x)
        bar = Rect(rect.x, rect.y + side + painter.px(0.4), rect.width, painter.px(1.6))
        if beat.happens:
            _draw_chance(painter, bar, beat.odds)
        else:
            draw_odds_bar(painter, bar, beat.odds, True, beat.band if lying else "")


def rolling(dice: tuple[int, int], ease: float) -> tuple[int, int]:
    """Return the faces of two dice while they roll: other faces, then those that they fell on.

    >>> rolling((2, 3), 1.0), rolling((2, 3), 0.5)
    ((2, 3), (4, 5))
    """
    if ease >= 1:
        return dice
    face = int(ease * FACES)
    return (dice[0] + 5 * face - 1) % 6 + 1, (dice[1] + 5 * face - 1) % 6 + 1


def _draw_chance(painter: Painter, rect: Rect, odds: OddsPicture) -> None:
    """Draw the odds of an event, which happens or does not: in no colour of success or failure."""
    ways = sum(odds.bands[2:])
    split = rect.width * (36 - ways) // 36
    painter.box(rect, "raised", "soft", 0)
    part = Rect(rect.x + split, rect.y, rect.width - split, rect.height)
    painter.box(part, "soft", "ink", 0, max(2, painter.unit // 8))
    y = rect.y + (rect.height - painter.high()) // 2
    for box, count, ink in ((part, ways, ink_on(painter.color("soft"))), (Rect(rect.x, rect.y, split, 1), 36 - ways, "ink")):
        if painter.wide(str(count), bold=True) + 4 <= box.width:
            painter.text((box.centerx, y), str(count), color=ink, bold=True, align="middle")
    pygame.draw.line(painter.surface, painter.color("ink"), part.topleft, part.bottomleft, max(1, painter.unit // 12))
