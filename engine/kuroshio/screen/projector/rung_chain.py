"""The ladder of a flashpoint as a chain of rungs, with the names that its data give them, and all flashpoints as a table."""

from __future__ import annotations

from collections.abc import Sequence

import pygame
from pygame import Rect

from kuroshio.picture.picture import FlashpointPicture
from kuroshio.screen.drawing.painter import Painter
from kuroshio.screen.drawing.symbols import CRISIS, RISING
from kuroshio.screen.drawing.theme import ink_on
from kuroshio.screen.panels.widgets import draw_mark
from kuroshio.screen.projector.header_strip import bead
from kuroshio.screen.projector.projector_words import ProjectorWords
from kuroshio.screen.projector.shown_page import SENTENCE
from kuroshio.screen.window.shown_names import ShownNames

RUNG = 1.4  # units from one rung to the next
PAD = 0.6  # units
BESIDE = 1.2  # units from the middle of a rung to its name


def rung_names(spot: FlashpointPicture, japanese: bool) -> tuple[str, ...]:
    """Return the names of a ladder's rungs from the lowest; empty where its data give none."""
    return spot.rungs_ja if japanese and spot.rungs_ja else spot.rungs


def chain_width(painter: Painter, spot: FlashpointPicture, words: ProjectorWords) -> int:
    """Return the width in pixels that a chain takes with its words."""
    told = rung_names(spot, words.japanese) or (words("crisis at", spot.crisis_at),)
    return max(painter.wide(name, bold=True) for name in told) + painter.px(BESIDE + 0.9)


def chain_size(painter: Painter, spot: FlashpointPicture, words: ProjectorWords) -> tuple[int, int]:
    """Return the width and height of the plate with a flashpoint's chain, in pixels."""
    head = painter.wide(words("ladder"), SENTENCE, True) + painter.wide(_rung_told(spot, words), SENTENCE, True) + painter.px(1)
    rungs = spot.ladder.most - max(spot.ladder.least, 0)
    wide = max(chain_width(painter, spot, words), head) + 2 * painter.px(PAD)
    return wide, painter.high(SENTENCE) + painter.px(RUNG * rungs + 0.6)


def _rung_told(spot: FlashpointPicture, words: ProjectorWords) -> str:
    return words("rung", "?" if spot.ladder.value is None else spot.ladder.value, spot.ladder.most)


def draw_chain_plate(painter: Painter, rect: Rect, spot: FlashpointPicture, words: ProjectorWords) -> None:
    """Draw a plate with the chain of a flashpoint."""
    with painter.panel("ladder", rect):
        painter.box(rect, "panel", "ink", 0.3, max(2, painter.unit // 14))
        inner = rect.inflate(-2 * painter.px(PAD), -painter.px(0.4))
        painter.text(inner.topleft, words("ladder"), SENTENCE, bold=True)
        painter.text((inner.right, inner.y), _rung_told(spot, words), SENTENCE, bold=True, align="right")
        top = inner.y + painter.high(SENTENCE)
        draw_chain(painter, Rect(inner.x, top, inner.width, inner.bottom - top), spot, words)


def draw_chain(painter: Painter, rect: Rect, spot: FlashpointPicture, words: ProjectorWords) -> None:
    """Draw the rungs of a ladder from the lowest, at the bottom, up, each with its number and name.

    A dashed line runs below the rung at which a crisis opens. Without names, that rung alone is told.
    """
    least, most, value = max(spot.ladder.least, 0), spot.ladder.most, spot.ladder.value
    told = rung_names(spot, words.japanese)
    step = rect.height / max(1, most - least)
    radius = min(painter.px(0.8), round(step * 0.46))
    x = rect.x + painter.px(0.75)
    for rung in range(least + 1, most + 1):
        y = round(rect.bottom - (rung - least - 0.5) * step)
        hot, reached, here = rung >= spot.crisis_at, value is not None and rung <= value, rung == value
        if rung < most:
            painter.box(Rect(x - painter.px(0.05), round(y - step), painter.px(0.1), round(step)), "soft", "", 0)
        fill = (CRISIS if hot else RISING) if reached else painter.color("panel")
        if here:
            bead(painter, (x, y), radius + painter.px(0.18), "panel", "ink")
        bead(painter, (x, y), radius, fill, "bad" if hot and not reached else "ink")
        ink = ink_on(fill) if reached else "bad" if hot else "ink"
        painter.text((x, y - painter.high() // 2), str(rung), 1.0, ink, True, "middle")
        name = told[rung - least - 1] if rung - least <= len(told) else ""
        if not name and rung == spot.crisis_at:
            name = words("crisis at", rung)
        color = "ink" if here else "bad" if hot else "soft"
        left = x + painter.px(BESIDE)
        painter.text((left, y - painter.high() // 2), name, 1.0, color, here, width=rect.right - left)
        if rung == spot.crisis_at:
            _dashes(painter, rect.x, round(y + step / 2), rect.width)


def _dashes(painter: Painter, x: int, y: int, width: int) -> None:
    dash = painter.px(0.35)
    for left in range(x, x + width - dash, 2 * dash):
        pygame.draw.line(painter.surface, painter.color("bad"), (left, y), (left + dash, y), max(2, painter.unit // 12))


# --- several flashpoints -------------------------------------------------------------------------------


def table_size(painter: Painter, spots: Sequence[FlashpointPicture], names: ShownNames) -> tuple[int, int]:
    """Return the width and height of the table of all flashpoints, in pixels."""
    beads = max(spot.ladder.most for spot in spots) * painter.px(0.95)
    name = max(painter.wide(names.hotspot(spot.id), bold=True) for spot in spots)
    wide = max(name + painter.px(2), beads + painter.px(6.5)) + 2 * painter.px(PAD)
    return wide, len(spots) * painter.px(3.1) + painter.px(0.4)


def draw_table(
    painter: Painter, rect: Rect, spots: Sequence[FlashpointPicture], words: ProjectorWords, names: ShownNames
) -> None:
    """Draw all flashpoints: number, name, ladder as small beads, who administers it and how firmly."""
    with painter.panel("ladder", rect):
        painter.box(rect, "panel", "ink", 0.3, max(2, painter.unit // 14))
        for number, spot in enumerate(spots):
            y = rect.y + painter.px(0.2) + number * painter.px(3.1)
            x = rect.x + painter.px(PAD)
            draw_number(painter, (x + painter.px(0.7), y + painter.high() // 2), number + 1)
            painter.text((x + painter.px(1.8), y), names.hotspot(spot.id), bold=True)
            low = y + painter.high() + painter.px(0.75)
            _draw_small_beads(painter, x + painter.px(0.5), low, spot)
            value = "?" if spot.control.value is None else spot.control.value
            told = painter.text((rect.right - painter.px(PAD), low - painter.high() // 2), str(value), bold=True, align="right")
            mark = painter.px(1.3)
            draw_mark(painter, Rect(told.x - mark - painter.px(0.3), low - mark // 2, mark, mark), names, spot.holder)
            if number:
                painter.rule(rect.x + painter.px(PAD), y - painter.px(0.05), rect.width - 2 * painter.px(PAD))


def draw_number(painter: Painter, at: tuple[int, int], number: int) -> None:
    """Draw the red diamond of a flashpoint with its number. at: its middle."""
    half = painter.px(0.8)
    x, y = at
    points = [(x, y - half), (x + half, y), (x, y + half), (x - half, y)]
    pygame.draw.polygon(painter.surface, CRISIS, points)
    pygame.draw.polygon(painter.surface, painter.color("panel"), points, max(2, painter.unit // 12))
    painter.text((x, y - painter.high() // 2), str(number), 1.0, ink_on(CRISIS), True, "middle")


def _draw_small_beads(painter: Painter, x: int, y: int, spot: FlashpointPicture) -> None:
    step, value = painter.px(0.95), spot.ladder.value
    for rung in range(max(spot.ladder.least, 0) + 1, spot.ladder.most + 1):
        hot, reached = rung >= spot.crisis_at, value is not None and rung <= value
        fill = (CRISIS if hot else RISING) if reached else painter.color("panel")
        radius = painter.px(0.5 if rung == value else 0.36)
        bead(painter, (x + step * (rung - 1), y), radius, fill, "bad" if hot and not reached else "ink")
