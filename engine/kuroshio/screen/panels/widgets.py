"""Parts that several panels use: the mark of a side, a gauge, odds, dice, changes, buttons."""

from __future__ import annotations

from collections.abc import Sequence

import pygame
from pygame import Rect

from kuroshio.picture.gauge_pictures import Gauge
from kuroshio.picture.picture import BANDS, Beat, Change, OddsPicture
from kuroshio.screen.drawing.painter import Painter, PanelBlock, void
from kuroshio.screen.drawing.symbols import draw_die, draw_pips
from kuroshio.screen.drawing.theme import WHITE, ink_on
from kuroshio.screen.panels.gauge_history import draw_curve, draw_last
from kuroshio.screen.window.shown_names import ShownNames

# The bands from setback to breakthrough, on a light panel and on a dark one: each is brighter than the one before, so that they
# are told apart in grey, on a pale projection and by who sees no red or green.
BAND_COLORS = (("#5c0d1b", "#9a4a12", "#3f9a5f", "#86bdf0"), ("#b8323f", "#c97a2f", "#7cc596", "#d6ecff"))
MINUS = "−"
TIGHT = 36  # units of height below which a window shows less


def signed(number: int) -> str:
    """Return a number with its sign; the minus is U+2212."""
    return f"+{number}" if number > 0 else f"{MINUS}{-number}" if number < 0 else "±0"


def plural(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun. many: the plural, if it is not `one` with an s."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def draw_mark(painter: Painter, rect: Rect, names: ShownNames, side: str) -> None:
    """Draw the mark of a side: its letter on its colour."""
    known = names.sides.get(side)
    draw_plate(painter, rect, known.color if known else painter.color("soft"), known.letter if known else "?")


def draw_plate(painter: Painter, rect: Rect, color: str, letter: str) -> None:
    """Draw a letter on a coloured plate."""
    painter.box(rect, color, "ink", 0.3)
    size = max(rect.height * 0.62 / painter.unit, 1.0)
    word = painter.fonts.render(letter, painter.size(size), ink_on(color), True)
    painter.surface.blit(word, word.get_rect(center=rect.center))


def draw_side_name(
    painter: Painter, at: tuple[int, int], names: ShownNames, side: str, size: float = 1.0, bold: bool = True
) -> Rect:
    """Draw the mark of a side and its name, and return the rect of both."""
    high = painter.high(size)
    mark = Rect(at[0], at[1], high, high)
    if side:
        draw_mark(painter, mark, names, side)
    word = painter.text(
        (mark.right + painter.px(0.4) if side else at[0], at[1]), names.side(side) if side else "Nobody", size, bold=bold
    )
    return mark.union(word)


def draw_change(painter: Painter, right: int, y: int, gauge: Gauge, room: int) -> int:
    """Draw how much a gauge has changed since the turn began, and return the x at its left.

    right: the x at which the text ends; room: the pixels to the left of it. If the words are too long, the former value is shown
    instead, so that nobody takes the change for an income to come.
    """
    if not gauge.change:
        return right
    was = [] if gauge.value is None else [f"was {gauge.value - gauge.change}".replace("-", MINUS)]
    words = [f"{signed(gauge.change)} this turn", *was]
    word = next((word for word in words if painter.wide(word, bold=True) <= room), words[-1])
    return painter.text((right, y), word, bold=True, align="right").x


def gauge_lines(painter: Painter, gauges: Sequence[Gauge], width: int, names: ShownNames) -> int:
    """Return the number of lines that the longest name in a row of gauges takes, at most two."""
    if not gauges:
        return 1
    room = width // len(gauges) - painter.px(1.3)
    return min(2, max(len(painter.wrap(names.gauge(gauge), room)) for gauge in gauges))


def gauges_fit(painter: Painter, gauges: Sequence[Gauge], width: int, names: ShownNames) -> bool:
    """Whether a row of gauges in this width breaks no word of their names, and none takes more than two lines."""
    room = width // max(len(gauges), 1) - painter.px(1.3)
    told = [names.gauge(gauge) for gauge in gauges]
    return all(painter.wide(word) <= room for name in told for word in name.split()) and all(
        len(painter.wrap(name, room)) <= 2 for name in told
    )


def name_lines(painter: Painter, name: str, width: int, most: int, last: int = 0) -> list[str]:
    """Return the name of a gauge in at most `most` lines.

    One that is too long is shortened in its owner, before the comma, and never in what is measured. last: pixels of the last
    line that are taken.
    """
    lines = painter.wrap(name, width)
    owner, comma, rest = name.partition(", ")
    if len(lines) < most or (len(lines) == most and painter.wide(lines[-1]) <= width - last):
        return lines
    size = painter.size(1.0)
    if comma and most > 1:
        parts = ((owner, width), (rest[:1].upper() + rest[1:], width - last))
        return [painter.fonts.fit(part, size, room, False) for part, room in parts]
    return [*lines[: most - 1], painter.fonts.fit(" ".join(lines[most - 1 :]), size, width - last, False)]


def gauge_height(painter: Painter, lines: int) -> int:
    """Return the height in pixels of a cell whose name takes this many lines."""
    if is_tight(painter):
        return 2 * painter.high() + painter.px(0.6)
    return lines * painter.high() + painter.high(1.5) + painter.px(1.35)


def is_tight(painter: Painter) -> bool:
    """Whether the text is so large for the window that the least important parts are left out."""
    return painter.surface.get_height() < TIGHT * painter.unit


def _draw_tight(painter: Painter, rect: Rect, gauge: Gauge, name: str) -> None:
    """Draw a gauge in two lines without a bar: the value stands after the name, and the change if there is room."""
    inner = rect.inflate(-painter.px(1.3), -painter.px(0.5))
    value = "?" if gauge.value is None else str(gauge.value).replace("-", MINUS)
    told = name_lines(painter, name, inner.width, 2, painter.wide(value, bold=True) + painter.px(0.5))
    low = inner.y + painter.high()
    if len(told) > 1 and told[1].endswith("…"):  # then the value stands beside the owner, and what is measured is whole
        owner, _, rest = name.partition(", ")
        left = painter.text((inner.right, inner.y), value, bold=True, align="right").x
        painter.text(inner.topleft, owner, color="soft", width=left - inner.x - painter.px(0.4))
        painter.text((inner.x, low), (rest or owner).capitalize(), color="soft", width=inner.width)
        return
    painter.text(inner.topleft, told[0], color="soft")
    if len(told) == 1:
        word = painter.text((inner.x, low), value, 1.0, bold=True)
        draw_change(painter, inner.right, low, gauge, inner.right - word.right - painter.px(0.4))
        return
    was = [f"was {gauge.value - gauge.change}".replace("-", MINUS)] if gauge.change and gauge.value is not None else []
    rest = " ".join(told[1:])
    figure = " · ".join([value, *was])
    if painter.wide(rest) + painter.wide(figure, bold=True) + painter.px(0.5) > inner.width:
        figure = value
    left = painter.text((inner.right, low), figure, bold=True, align="right").x
    painter.text((inner.x, low), rest, color="soft", width=left - inner.x - painter.px(0.4))


def draw_gauge(painter: Painter, rect: Rect, gauge: Gauge, name: str, lines: int, color: str = "accent") -> None:
    """Draw a gauge in its cell: name, value in large figures, all its quarters, change, and its whole range as a bar."""
    if is_tight(painter):
        _draw_tight(painter, rect, gauge, name)
        return
    pad = painter.px(0.65)
    inner = rect.inflate(-2 * pad, -painter.px(0.5))
    y = inner.y
    for line in name_lines(painter, name, inner.width, lines):  # the full name stands among the tracks (key T)
        painter.text((inner.x, y), line, 1.0, "soft", width=inner.width)
        y += painter.high()
    y = inner.y + lines * painter.high()
    value = "?" if gauge.value is None else str(gauge.value).replace("-", MINUS)
    number_box = painter.text((inner.x, y), value, 1.5, bold=True)
    room = inner.right - number_box.right - painter.px(0.4)
    left = draw_change(painter, inner.right, y + painter.px(0.5), gauge, room)
    most = f"of {gauge.most}"
    x = number_box.right + painter.px(0.3)
    if x + painter.wide(most) + painter.px(0.3) <= left:  # the bar says it too
        x = painter.text((x, y + painter.px(0.45)), most, 1.0, "soft").right + painter.px(0.6)
    draw_curve(painter, Rect(x, y + painter.px(0.4), left - x - painter.px(0.6), painter.high(1.5) - painter.px(0.7)), gauge)
    bar = Rect(inner.x, y + painter.high(1.5), inner.width, painter.px(0.5))
    draw_pips(painter.surface, bar, gauge.value, gauge.least, gauge.most, painter.color(color), painter.theme)
    draw_last(painter, bar, gauge)


def band_color(painter: Painter, number: int) -> str:
    """Return the colour of a band by its number, from 0 for a setback to 3 for a breakthrough."""
    return BAND_COLORS[ink_on(painter.theme.panel) == WHITE][number]


def draw_band_mark(painter: Painter, rect: Rect, number: int) -> None:
    """Draw the mark of a band on its colour: two triangles down, one down, one up, two up, from setback to breakthrough."""
    color = band_color(painter, number)
    painter.box(rect, color, "", 0.1)
    down, twice = number < 2, number in (0, 3)
    high = rect.height // 2 if twice else rect.height
    for place in range(1 + twice):
        part = Rect(rect.x, rect.y + place * high, rect.width, high).inflate(-rect.width // 4, -max(2, high // 4))
        painter.triangle(part, not down, ink_on(color))


def draw_odds_bar(painter: Painter, rect: Rect, odds: OddsPicture, figures: bool = True, band: str = "") -> None:
    """Draw the four bands as a bar of 36 ways, with a notch where success begins.

    The band that came about, if there is one, is outlined.
    """
    x, left = rect.x, 36
    for number, (count, name) in enumerate(zip(odds.bands, BANDS)):
        color = band_color(painter, number)
        width = round((rect.right - x) * count / left) if left else 0
        left -= count
        part = Rect(x, rect.y, width, rect.height)
        x += width
        if not count:
            continue
        painter.box(part, color, "", 0)
        pygame.draw.line(painter.surface, painter.color("panel"), part.topleft, part.bottomleft, max(1, painter.unit // 12))
        if figures and painter.wide(str(count), 1.0, True) + 4 <= width:
            top = part.y + (part.height - painter.high()) // 2
            painter.text((part.centerx, top), str(count), 1.0, ink_on(color), True, "middle")
        if name == band:
            pygame.draw.rect(painter.surface, painter.color("ink"), part, max(2, painter.unit // 5))
    painter.box(rect, "", "soft", 0)
    _draw_threshold(painter, rect, rect.x + rect.width * sum(odds.bands[:2]) // 36)


def _draw_threshold(painter: Painter, rect: Rect, x: int) -> None:
    """Draw the notch at which success begins on a bar of odds: it is told without colours."""
    out, thick = max(2, rect.height // 6), max(2, painter.unit // 7)
    left = min(max(x - thick // 2, rect.x), rect.right - thick)
    painter.box(Rect(left, rect.y - out, thick, rect.height + 2 * out), "ink", "", 0)


def odds_blocks(painter: Painter, odds: OddsPicture, width: int, *, band: str = "", terms: bool = True) -> list[PanelBlock]:
    """Return odds in full: the number to reach, the bands as a bar and in figures, the difficulty and modifiers by name."""
    blocks = [*painter.lines(f"Needs {odds.number} or more on two dice", width, 1.25, bold=True), painter.gap(0.3)]
    blocks.append(PanelBlock(painter.px(1.9), lambda rect: draw_odds_bar(painter, rect, odds, True, band)))
    blocks.append(painter.gap(0.4))
    names = [f"{name.capitalize()} {count}/36" for name, count in zip(BANDS, odds.bands)]
    half = width // 2
    wide = all(painter.wide(name, bold=True) + painter.px(1.8) < half for name in names)

    def legend(rect: Rect, numbers: Sequence[int]) -> None:
        for column, number in enumerate(numbers):
            x = rect.x + column * half
            swatch = Rect(x, rect.y + painter.px(0.25), painter.px(0.95), painter.px(0.95))
            draw_band_mark(painter, swatch, number)
            painter.text((swatch.right + painter.px(0.4), rect.y), names[number], bold=BANDS[number] == band)

    for numbers in ((0, 1), (2, 3)) if wide else ((0,), (1,), (2,), (3,)):
        blocks.append(PanelBlock(painter.high(), lambda rect, numbers=numbers: legend(rect, numbers)))  # type: ignore[misc]
    return blocks + (term_blocks(painter, odds, width) if terms else [])


def happens_blocks(painter: Painter, odds: OddsPicture, width: int, *, band: str = "", terms: bool = True) -> list[PanelBlock]:
    """Return the odds of an event: it happens or it does not. The colours of success and failure are not used."""
    ways = sum(odds.bands[2:])
    blocks = painter.lines(f"Happens on {odds.number} or more on two dice", width, 1.25, bold=True)

    def draw(rect: Rect) -> None:
        split = rect.width * (36 - ways) // 36
        painter.box(rect, "raised", "soft", 0)
        part = Rect(rect.x + split, rect.y, rect.width - split, rect.height)
        painter.box(part, "soft", "ink", 0, max(2, painter.unit // 5))

    figures = f"It happens {ways}/36 · it does not {36 - ways}/36"
    return [*blocks, painter.gap(0.3), PanelBlock(painter.px(1.2), draw), painter.gap(0.4), *painter.lines(figures, width)]


def term_blocks(painter: Painter, odds: OddsPicture, width: int) -> list[PanelBlock]:
    """Return how the number is made up: the difficulty, and each modifier by name with its bonus."""
    rows = [("Difficulty", str(odds.base)), *((name, signed(bonus)) for name, bonus in odds.modifiers)]
    blocks = [painter.gap(0.4)]
    for name, figure in rows:
        blocks += pair_blocks(painter, name, figure, width)
    return [*blocks, *painter.lines("A bonus lowers the number to reach.", width, color="soft")] if odds.modifiers else blocks


def pair_blocks(painter: Painter, name: str, figure: str, width: int, bold: bool = False) -> list[PanelBlock]:
    """Return a name at the left with its figure at the right of its first line."""
    room = width - painter.wide(figure, bold=True) - painter.px(1)
    if any(painter.wide(word, bold=bold) > room for word in name.split()):  # the figure goes below: no word is broken
        below = PanelBlock(painter.high(), lambda rect: void(painter.text(rect.topright, figure, bold=True, align="right")))
        return [*painter.lines(name, width, bold=bold), below]
    lines = painter.wrap(name, room, bold=bold)

    def row(rect: Rect, number: int) -> None:
        painter.text((rect.x, rect.y), lines[number], bold=bold)
        if number == 0:
            painter.text((rect.right, rect.y), figure, bold=True, align="right")

    return [PanelBlock(painter.high(), lambda rect, number=number: row(rect, number)) for number in range(len(lines))]  # type: ignore[misc]


def change_blocks(painter: Painter, changes: Sequence[Change], width: int) -> list[PanelBlock]:
    """Return changes of tracks: before and after, and a triangle that shows the direction."""
    blocks: list[PanelBlock] = []
    side = painter.px(0.7)
    for change in changes:
        figure = f"{change.before} → {change.after}".replace("-", MINUS)
        lines = painter.wrap(change.name, width - painter.wide(figure, 1.1, True) - side - painter.px(2.2))

        def draw(rect: Rect, change: Change = change, lines: list[str] = lines, figure: str = figure) -> None:
            for number, line in enumerate(lines):
                painter.text((rect.x, rect.y + number * painter.high()), line)
            word = painter.text((rect.right, rect.y), figure, 1.1, bold=True, align="right")
            mark = Rect(word.x - side - painter.px(0.4), word.centery - side // 2, side, side)
            if change.after != change.before:
                painter.triangle(mark, change.after > change.before, "accent")

        blocks.append(PanelBlock(max(len(lines) * painter.high(), painter.high(1.1)) + painter.px(0.2), draw))
    return blocks


def dice_block(painter: Painter, dice: tuple[int, int], band: str) -> PanelBlock:
    """Return two dice with their sum, and the band that the sum falls into."""
    side = painter.px(2.6)

    def draw(rect: Rect) -> None:
        for number, pips in enumerate(dice):
            draw_die(painter.surface, Rect(rect.x + number * (side + painter.px(0.5)), rect.y, side, side), pips, painter.theme)
        x = rect.x + 2 * side + painter.px(1.4)
        total = painter.text((x, rect.y + (side - painter.high(1.6)) // 2), f"= {sum(dice)}", 1.6, bold=True)
        if band:
            color = band_color(painter, BANDS.index(band)) if band in BANDS else "soft"
            at = (total.right + painter.px(0.9), rect.y + (side - painter.high(1.25)) // 2)
            chip = painter.chip(at, band.capitalize(), color, 1.25)
            if band in BANDS:
                draw_band_mark(painter, Rect(chip.right + painter.px(0.4), chip.y, chip.height, chip.height), BANDS.index(band))

    return PanelBlock(side + painter.px(0.5), draw)


def beat_where(beat: Beat, names: ShownNames) -> str:
    """Return the turn, phase and area of a beat."""
    parts = [f"Turn {beat.turn}", beat.phase.capitalize(), *([names.area(beat.area)] if beat.area else [])]
    return " · ".join(parts)


def button_block(
    painter: Painter,
    width: int,
    id: str,
    label: str,
    *,
    primary: bool = False,
    chosen: bool = False,
    enabled: bool = True,
    size: float = 1.0,
) -> PanelBlock:
    """Return a button in the whole width of a panel, with a small gap below it."""
    high = painter.button_height(label, width, size)

    def draw(rect: Rect) -> None:
        painter.button(Rect(rect.x, rect.y, rect.width, high), id, label, enabled, primary, chosen, size)

    return PanelBlock(high + painter.px(0.4), draw)


def chip_blocks(painter: Painter, items: Sequence[tuple[str, str, bool]], width: int) -> list[PanelBlock]:
    """Return small buttons side by side, in as many rows as they need. items: id, label, whether it is chosen."""
    gap, high = painter.px(0.4), painter.high() + painter.px(0.5)
    rows: list[list[tuple[str, str, bool, int]]] = [[]]
    x = 0
    for id, label, chosen in items:
        wide = min(painter.wide(label, bold=True) + painter.px(1.4), width)
        if rows[-1] and x + wide > width:
            rows.append([])
            x = 0
        rows[-1].append((id, label, chosen, wide))
        x += wide + gap

    def draw(rect: Rect, row: list[tuple[str, str, bool, int]]) -> None:
        x = rect.x
        for id, label, chosen, wide in row:
            painter.button(Rect(x, rect.y, wide, painter.button_height(label, wide)), id, label, chosen=chosen)
            x += wide + gap

    def height(row: list[tuple[str, str, bool, int]]) -> int:
        return max((painter.button_height(label, wide) for _, label, _, wide in row), default=high) + gap

    return [PanelBlock(height(row), lambda rect, row=row: draw(rect, row)) for row in rows if row]  # type: ignore[misc]
