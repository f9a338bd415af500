"""The bar at the top, the wall of gauges, the seat's own gauges and aims, and the line at the bottom."""

from __future__ import annotations

from collections.abc import Sequence

import pygame
from attrs import evolve
from pygame import Rect

from kuroshio.picture.gauge_pictures import AimGauge, Gauge
from kuroshio.picture.picture import GRADES, Aim, Clock, Picture
from kuroshio.screen.drawing.painter import Painter, PanelBlock
from kuroshio.screen.panels.aim_marks import draw_aim_mark, key_blocks
from kuroshio.screen.panels.widgets import draw_gauge, draw_mark, gauge_lines
from kuroshio.screen.window.shown_names import ShownNames, own_name
from kuroshio.screen.window.state import Interface

DOT = 0.62  # units from the dot of a phase to that of the next
# What a grade is judged by, in a sentence: before the end, and at the end.
SO_FAR = "The mean of the readings counts, half a step short as met; until the first reading, the value of now (rule 8.4)."
AT_THE_END = "The mean of the readings counts, half a step short as met (rule 8.4)."
GRADE_COLORS = dict(zip(GRADES, ("bad", "warn", "warn", "good"), strict=True))


def draw_top(painter: Painter, rect: Rect, picture: Picture, interface: Interface, names: ShownNames) -> None:
    """Draw the seat, the scenario, the turn and the phase."""
    with painter.panel("top", rect, "panel"):
        painter.rule(rect.x, rect.bottom - 1, rect.width)
        pad, y = painter.px(0.8), rect.y + (rect.height - painter.high(1.25)) // 2
        x = _draw_seat(painter, rect.x + pad, y, picture, names)
        low = rect.y + (rect.height - painter.high()) // 2
        if picture.clock is not None:
            word, late = clock_text(picture.clock, interface.second)
            x = painter.text((x, y), word, 1.25, "bad" if late else "ink", bold=True).right + painter.px(1.5)
        help = Rect(0, 0, painter.wide("? keys", bold=True) + painter.px(1.4), painter.px(2.0))
        help.midright = (rect.right - pad, rect.centery)
        painter.button(help, "overlay:help", "? keys")
        right = help.x - painter.px(1.2)
        turn = f"Turn {picture.turn} of {picture.turns} · {picture.date}"
        scenario = picture.name_ja if names.japanese and picture.name_ja else picture.name
        full = _steps_width(painter, picture)
        room = right - x - painter.wide(turn, 1.25, True) - painter.px(4)
        # As far as there is room, the most useful first: turn, phases, scenario.
        steps = full if full <= room else _steps_width(painter, picture, only=True)
        if painter.wide(scenario) <= room - steps:
            painter.text((x, low), scenario, color="soft")
        _draw_steps(painter, right - steps, rect, picture, only=steps != full)
        painter.text((right - steps - painter.px(1.5), y), turn, 1.25, bold=True, align="right")


def clock_text(clock: Clock, second: int) -> tuple[str, bool]:
    """Return the clock of the room in words, such as "Plan 6:12", and whether its time is up. second: of 1970 UTC."""
    left = max(clock.ends - second, 0) if clock.ends else clock.left
    stands = "" if clock.ends else " (stands)"
    return f"{clock.phase.replace('_', ' ').capitalize()} {left // 60}:{left % 60:02}{stands}", left == 0


def _draw_seat(painter: Painter, x: int, y: int, picture: Picture, names: ShownNames) -> int:
    high = painter.high(1.25)
    if picture.seat:
        draw_mark(painter, Rect(x, y, high, high), names, picture.seat)
        x += high + painter.px(0.5)
    word = painter.text(
        (x, y), names.side(picture.seat) if picture.seat else "Umpire" if picture.console else "Public", 1.25, bold=True
    )
    return word.right + painter.px(1.5)


def _steps_width(painter: Painter, picture: Picture, only: bool = False) -> int:
    words = [picture.phase] if only else list(picture.phases)
    dots = painter.px(DOT) * (len(picture.phases) - 1) if only else 0
    return dots + sum(painter.wide(word.capitalize(), bold=word == picture.phase) + painter.px(1.1) for word in words)


def _draw_steps(painter: Painter, x: int, rect: Rect, picture: Picture, only: bool) -> None:
    """Draw the phases in their order. The present one is on a plate; a rule under a phase means that it is over.

    only: there is room for the name of the present one alone; the others are dots, filled where they are over.
    """
    past = True
    y = rect.y + (rect.height - painter.high()) // 2
    for phase in picture.phases:
        here = phase == picture.phase
        past = past and not here
        if only and not here:
            at, radius = (x + painter.px(DOT) // 2, rect.centery), painter.px(DOT * 0.3)
            pygame.draw.circle(painter.surface, painter.color("soft"), at, radius, 0 if past else max(1, radius // 3))
            x += painter.px(DOT)
            continue
        word = phase.capitalize()
        wide = painter.wide(word, bold=here) + painter.px(1.1)
        if here:
            painter.box(Rect(x, y - painter.px(0.25), wide, painter.high() + painter.px(0.5)), "accent", "", 0.4)
        elif past:
            painter.box(Rect(x + painter.px(0.55), y + painter.high(), wide - painter.px(1.1), painter.px(0.14)), "soft", "", 0)
        painter.text((x + wide // 2, y), word, color="on_accent" if here else "soft", bold=here, align="middle")
        x += wide


def draw_gauges(
    painter: Painter, rect: Rect, name: str, gauges: Sequence[Gauge], names: ShownNames, color: str = "accent"
) -> None:
    """Draw a row of gauges, each in a cell of its own."""
    with painter.panel(name, rect, "panel"):
        painter.rule(rect.x, rect.bottom - 1, rect.width)
        lines = gauge_lines(painter, gauges, rect.width, names)
        for number, gauge in enumerate(gauges):
            left = rect.x + rect.width * number // len(gauges)
            cell = Rect(left, rect.y, rect.x + rect.width * (number + 1) // len(gauges) - left, rect.height - 1)
            if number:
                painter.box(Rect(left, rect.y + painter.px(0.7), 1, rect.height - painter.px(1.4)), "line", "", 0)
            draw_gauge(painter, cell, gauge, names.gauge(gauge), lines, color)


def draw_own(painter: Painter, rect: Rect, picture: Picture, interface: Interface, names: ShownNames) -> None:
    """Draw the seat's own gauges."""
    draw_gauges(painter, rect, "own", own_gauges(picture, names), names)
    painter.rule(rect.x, rect.y, rect.width)


def own_gauges(picture: Picture, names: ShownNames) -> list[Gauge]:
    """Return the seat's own gauges, with the seat's name left out of theirs."""
    owner = [names.sides[picture.seat].name] if picture.seat in names.sides else []
    return [evolve(gauge, name=own_name(gauge.name, owner)) for gauge in picture.own]


def draw_aims(painter: Painter, rect: Rect, picture: Picture, interface: Interface, names: ShownNames) -> None:
    """Draw the seat's aims over the lower part of the map."""
    width = rect.width - painter.px(2) - painter.bar_width()
    blocks = aim_blocks(painter, picture.aims, width, picture.aim_wall) or painter.lines("No aims are known.", width)
    if any(aim.grade for aim in picture.aims):
        blocks += painter.lines(AT_THE_END if picture.over else SO_FAR, width, color="soft")
    blocks += key_blocks(painter, width) if picture.aim_wall else []
    high = min(sum(block.height for block in blocks) + painter.high(1.25) + painter.px(1.8), rect.height)
    box = Rect(rect.x, rect.bottom - high, rect.width, high)
    with painter.panel("aims", box, "panel", "line"):
        painter.cover(box)
        painter.text((box.x + painter.px(1), box.y + painter.px(0.5)), "Your aims", 1.25, bold=True)
        painter.text((box.right - painter.px(1), box.y + painter.px(0.6)), "A closes", color="soft", align="right")
        top = box.y + painter.px(0.8) + painter.high(1.25)
        painter.flow(
            "aims",
            Rect(box.x + painter.px(1), top, box.width - painter.px(2), box.bottom - top),
            blocks,
            interface.scrolled("aims"),
        )


def aim_blocks(painter: Painter, aims: Sequence[Aim], width: int, wall: Sequence[AimGauge] = ()) -> list[PanelBlock]:
    """Return aims as blocks: each aim in words, then the conditions of success, each with how well it is met.

    wall: the seat's gauges, whose marks stand before the aims that they measure and in the lines of the conditions.
    """
    blocks: list[PanelBlock] = []
    read = {aim.gauge.name: aim.mark for aim in wall}
    word_wide = max(painter.wide(word, bold=True) for word in GRADES) + painter.px(1.6)
    for aim in aims:
        text = f"{aim.text} (known only to you)" if aim.secret else aim.text
        if mark := read.get(aim.text.partition(": ")[0], ""):
            text = f"{mark} \u00b7 {text}"
        marks = [one.mark for one in wall if one.aim == aim.text]
        lines = painter.wrap(text, width - word_wide)
        marks = marks[: word_wide // painter.px(2.0)]

        def draw(rect: Rect, aim: Aim = aim, lines: list[str] = lines, marks: list[str] = marks) -> None:
            _draw_aim_head(painter, rect, aim, marks)
            for number, line in enumerate(lines):
                painter.text((rect.x + word_wide, rect.y + number * painter.high()), line)

        blocks.append(PanelBlock(len(lines) * painter.high() + painter.px(0.4), draw))
    return blocks


def _draw_aim_head(painter: Painter, rect: Rect, aim: Aim, marks: Sequence[str]) -> None:
    """Draw what stands before an aim: of a condition how well it is met, of an aim in words the marks of its conditions."""
    if aim.grade:
        painter.chip((rect.x, rect.y), aim.grade, GRADE_COLORS[aim.grade])
    elif not marks:
        painter.text((rect.x + painter.px(0.4), rect.y), "•", color="soft")
    x = rect.x
    for mark in () if aim.grade else marks:
        x = draw_aim_mark(painter, (x, rect.y), mark).right + painter.px(0.3)


def draw_bottom(painter: Painter, rect: Rect, said: str, keys: str, hints: Sequence[tuple[str, str]]) -> None:
    """Draw a sentence on the last act, the keys for the moment as far as there is room, and the buttons at the right.

    said: the sentence, empty for none; keys: with a middle dot between them, the most useful first.
    """
    with painter.panel("bottom", rect, "panel"):
        painter.rule(rect.x, rect.y, rect.width)
        y = rect.y + (rect.height - painter.high()) // 2
        right = rect.right - painter.px(0.6)
        first = painter.wide(keys.partition(" · ")[0])
        # Of a sentence nothing is cut, and the first key stands beside it.
        taken = max(painter.wide(said, bold=True) + first + painter.px(3.0) if said else 0, rect.width // 3)
        for number, (id, label) in enumerate(reversed(hints)):
            wide = painter.wide(label, bold=True) + painter.px(1.4)
            box = Rect(right - wide, rect.y + painter.px(0.12), wide, rect.height - painter.px(0.24))
            if box.x < rect.x + (taken if number else rect.width // 3):
                break
            painter.button(box, id, label)
            right = box.x - painter.px(0.4)
        x, least = rect.x + painter.px(0.8), 1
        if said:
            x = painter.text((x, y), said, bold=True, width=right - x - painter.px(0.8)).right + painter.px(1.2)
            least = 0  # what was said comes first
        room, parts = right - x - painter.px(0.8), keys.split(" · ")
        while len(parts) > least and painter.wide(" · ".join(parts)) > room:
            parts.pop()
        if parts:
            painter.text((x, y), " · ".join(parts), color="soft", width=room)
