"""The strip at the top of the projector: the date, the turns as beads, who decides, until when."""

from __future__ import annotations

import pygame
from attrs import frozen
from pygame import Rect

from kuroshio.model.times_of_day import told
from kuroshio.model.timetable import CRISIS
from kuroshio.picture.picture import Clock, Picture
from kuroshio.screen.drawing.painter import Painter
from kuroshio.screen.panels.widgets import draw_mark
from kuroshio.screen.projector.projector_words import ProjectorWords
from kuroshio.screen.projector.shown_page import HEAD, SENTENCE, ShownPage
from kuroshio.screen.window.shown_names import ShownNames

BEADS = 12  # turns that are told as beads; a longer game has a line
NOW = "#eeb030"  # the amber of the present turn, always with an edge in ink


@frozen
class Asked:
    """Who decides: a heading, and the sides after it."""

    heading: str
    sides: tuple[str, ...] = ()


def asked_of(picture: Picture, words: ProjectorWords) -> Asked:
    """Return who decides now, as far as everybody may know: who signs and what is ruled on is not told."""
    if picture.over:
        return Asked(words("over"))
    if picture.planners:
        return Asked(words("deciding"), picture.planners)
    if picture.crisis and picture.crisis.round:
        spots = [spot for spot in picture.hotspots if spot.id == picture.crisis.hotspot]
        return Asked(words("secret"), tuple(side for spot in spots for side in (spot.challenger, spot.holder)))
    if picture.asked:
        key = "roles" if picture.crisis else "answers" if picture.incidents else "deciding"
        return Asked(words(key), (picture.asked,))
    planning = picture.phases.index(picture.phase) < 2 if picture.phase in picture.phases else True
    return Asked(words("at work" if planning else "umpire"))


def seconds_left(clock: Clock, second: int) -> int:
    """Return the seconds that are left on the clock of the room. second: of 1970 UTC."""
    return max(clock.ends - second, 0) if clock.ends else clock.left


def draw_header(painter: Painter, rect: Rect, shown: ShownPage, words: ProjectorWords, names: ShownNames) -> None:
    """Draw the strip of a turn in play."""
    picture = shown.picture
    with painter.panel("header", rect, "panel"):
        painter.box(Rect(rect.x, rect.bottom - painter.px(0.08), rect.width, painter.px(0.08)), "ink", "", 0)
        pad = painter.px(0.8)
        x = painter.text((rect.x + pad, _top(painter, rect, HEAD)), picture.date, HEAD, bold=True).right + painter.px(0.7)
        turn = words("turn", picture.turn, picture.turns)
        right = draw_clock(painter, Rect(x, rect.y, rect.right - pad - x, rect.height), shown, words)
        left = _draw_asked(painter, Rect(x, rect.y, right - x, rect.height), shown, words, names)
        if x + painter.wide(turn, SENTENCE) <= left - painter.px(0.6):
            x = painter.text((x, _top(painter, rect, SENTENCE)), turn, SENTENCE, "soft").right + painter.px(1)
            draw_beads(painter, Rect(x, rect.y, left - x - painter.px(1), rect.height), picture.turn, picture.turns)


def _top(painter: Painter, rect: Rect, size: float) -> int:
    return rect.y + (rect.height - painter.high(size)) // 2


def draw_clock(painter: Painter, rect: Rect, shown: ShownPage, words: ProjectorWords) -> int:
    """Draw the clock of the room at the right of a rect, with the hour at which it ends before it; return the x at its left."""
    clock = shown.present.clock
    if clock is None:
        return rect.right
    left = seconds_left(clock, shown.second)
    figure = f"{left // 60}:{left % 60:02}"
    plate = Rect(0, 0, painter.wide(figure, HEAD, True) + painter.px(1), painter.px(2.1))
    plate.midright = (rect.right, rect.centery)
    runs = bool(clock.ends)
    painter.box(plate, ("bad" if left == 0 else "ink") if runs else "panel", "ink", 0.25, max(2, painter.unit // 10))
    painter.text((plate.centerx, _top(painter, rect, HEAD)), figure, HEAD, "panel" if runs else "ink", True, "middle")
    fitting = [word for word in clock_words(clock, shown.second, words) if painter.wide(word) <= rect.width // 3]
    if not fitting:
        return plate.x - painter.px(0.7)
    said = painter.text((plate.x - painter.px(0.6), _top(painter, rect, 1)), fitting[0], align="right")
    return said.x - painter.px(0.7)


def clock_words(clock: Clock, second: int, words: ProjectorWords) -> tuple[str, ...]:
    """Return what may stand beside the figure of the clock, the longest first: the phase, until when, when forms are due.

    A round of a crisis is named by its own strip, and not here.
    """
    until = words("until", told(clock.ends, second)) if clock.ends else words("stands")
    if clock.phase == CRISIS:
        return (until,)
    phase, due = words(clock.phase), words("forms due", told(clock.due, second))
    forms = (words("of phase", phase, words("of phase", until, due)), words("of phase", phase, due)) if clock.due else ()
    return (*forms, words("of phase", phase, until), until)


def _draw_asked(painter: Painter, rect: Rect, shown: ShownPage, words: ProjectorWords, names: ShownNames) -> int:
    """Draw who decides, at the right of a rect; return the x at its left. If the names are too long, their marks stand alone."""
    asked = asked_of(shown.present, words)
    mark, gap = painter.px(1.5), painter.px(0.4)
    head = painter.wide(asked.heading, SENTENCE) + gap
    full = head + sum(mark + gap + painter.wide(names.side(side), SENTENCE, True) + painter.px(0.7) for side in asked.sides)
    whole, headed = full <= rect.width, head + len(asked.sides) * (mark + gap) <= rect.width
    wide = full if whole else (head if headed else 0) + len(asked.sides) * (mark + gap)
    x = max(rect.x, rect.right - wide)
    left = x
    y = _top(painter, rect, SENTENCE)
    if headed:
        x = painter.text((x, y), asked.heading, SENTENCE, "ink").right + gap
    for side in asked.sides:
        draw_mark(painter, Rect(x, rect.centery - mark // 2, mark, mark), names, side)
        x += mark + gap
        if whole:
            x = painter.text((x, y), names.side(side), SENTENCE, bold=True).right + painter.px(0.7)
    return left


def draw_beads(painter: Painter, rect: Rect, number: int, most: int) -> None:
    """Draw turns or rounds as beads on a line, the present one large; as a bare line if there are too many or no room."""
    step = painter.px(1.2)
    wide = step * (most - 1)
    middle = rect.centery
    thick = max(2, painter.unit // 12)
    if most > BEADS or wide + painter.px(1.4) > rect.width:
        if rect.width < painter.px(5):
            return
        line = Rect(rect.x, middle - thick // 2, min(rect.width, painter.px(12)), thick)
        line.centerx = rect.centerx
        painter.box(line, "line", "", 0)
        at = line.x + line.width * (number - 1) // max(most - 1, 1)
        painter.box(Rect(line.x, line.y, at - line.x, thick), "accent", "", 0)
        bead(painter, (at, middle), painter.px(0.5), NOW, "ink")
        return
    x = rect.centerx - wide // 2
    painter.box(Rect(x, middle - thick // 2, wide, thick), "line", "", 0)
    for turn in range(1, most + 1):
        fill = NOW if turn == number else "accent" if turn < number else "panel"
        bead(painter, (x + step * (turn - 1), middle), painter.px(0.55 if turn == number else 0.34), fill, "ink")


def bead(painter: Painter, at: tuple[int, int], radius: int, fill: str, edge: str) -> None:
    """Draw a bead with an edge. at: its middle; radius: in pixels."""
    pygame.draw.circle(painter.surface, painter.color(edge), at, radius)
    pygame.draw.circle(painter.surface, painter.color(fill), at, max(1, radius - max(2, radius // 5)))
