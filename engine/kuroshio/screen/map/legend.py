"""The legend of the map: what the outlines, letters and pips of the counters in this picture mean."""

from __future__ import annotations

from attrs import evolve
from pygame import Rect

from kuroshio.picture.picture import Counter, Picture
from kuroshio.screen.drawing.painter import Painter, PanelBlock
from kuroshio.screen.drawing.symbols import draw_contact, draw_counter
from kuroshio.screen.map.counter_layout import counter_size
from kuroshio.screen.window.shown_names import ShownNames

WIDE, NARROW = 38, 21  # units, of two columns and of one
CLOSE = "Close (L)"
ANY = Counter(id="", name="", kind="", kind_name="", symbol="", side="", area="", readiness=3)
READY = ((3, "ready: 3 of 3 pips filled"), (1, "tired: 1 of 3"), (0, "spent: no pip filled"))
SIZE = 0.92  # of a counter's size on the map: its letter is then as small as a text may be
MARKS = (
    "A number: counters of one side. A tick: an order names the counter. Letters in a bar with a number: all counters of an area "
    "that is too small to show them; point at it, or press S."
)


def draw_legend(painter: Painter, rect: Rect, picture: Picture, names: ShownNames, offset: int) -> None:
    """Draw the legend in the lower left corner of the map, in two columns; if they do not fit, in one that scrolls."""
    edge, pad = painter.px(0.6), painter.px(0.8)
    head = painter.high(1.15) + painter.px(1.0)
    room = rect.height - 2 * edge - head - pad
    wide = min(painter.px(WIDE), rect.width - 2 * edge)
    half = (wide - 3 * pad) // 2
    columns = legend_columns(painter, picture, names, half - painter.bar_width())
    highest = max(sum(block.height for block in column) for column in columns)
    if highest > room:
        wide = min(painter.px(NARROW), wide)
        half = wide - 2 * pad
        columns = [[block for column in legend_columns(painter, picture, names, half - painter.bar_width()) for block in column]]
    box = Rect(rect.x + edge, 0, wide, min(highest, room) + head + pad)
    box.bottom = rect.bottom - edge
    with painter.panel("legend", box, "panel", "ink", 0.4):
        painter.cover(box)
        painter.text((box.x + pad, box.y + painter.px(0.5)), "Legend", 1.15, bold=True)
        close = Rect(0, 0, painter.wide(CLOSE, bold=True) + painter.px(1.2), painter.px(1.9))
        close.topright = (box.right - painter.px(0.5), box.y + painter.px(0.4))
        painter.button(close, "legend", CLOSE)
        for number, column in enumerate(columns):
            area = Rect(box.x + pad + number * (half + pad), box.y + head, half, box.bottom - box.y - head - pad // 2)
            painter.flow("legend", area, column, offset)


def legend_columns(painter: Painter, picture: Picture, names: ShownNames, width: int) -> list[list[PanelBlock]]:
    """Return two columns: sides by outline and letter; kinds by their letters, and readiness by pips. Only what is on the map."""
    shown = [counter for counter in picture.counters if counter.side in names.sides]
    sides = [side for side in names.sides if any(counter.side == side for counter in shown)]
    kinds = {counter.symbol: counter.kind_name for counter in shown}
    left = painter.lines("Outline, large letter: side", width, color="soft")
    left += [_row(painter, evolve(ANY, side=side), names.side(side), names, width) for side in sides]
    if any(not counter.side for counter in picture.counters):
        left.append(_row(painter, ANY, "not identified", names, width))
    right = painter.lines("Small letters: kind", width, color="soft")
    right += [block for symbol, name in sorted(kinds.items()) for block in _pair(painter, symbol, name, width)]
    right += [painter.gap(0.3), *painter.lines("Pips below: readiness", width, color="soft")]
    if shown:
        ready = [evolve(shown[0], readiness=pips, busy=False) for pips, _ in READY]
        right += [_row(painter, counter, text, names, width) for counter, (_, text) in zip(ready, READY)]
    return [left, [*right, *painter.lines(MARKS, width)]]


def _row(painter: Painter, counter: Counter, text: str, names: ShownNames, width: int) -> PanelBlock:
    """Return a block with a counter and what it shows."""
    wide, high = (round(side * SIZE) for side in counter_size(painter))
    left = wide + painter.px(0.6)
    lines = painter.wrap(text, width - left)
    tall = max(high + painter.px(0.35), len(lines) * painter.high())

    def draw(rect: Rect) -> None:
        sign = Rect(rect.x, rect.y + (tall - high) // 2, wide, high)
        if counter.side:
            side = names.sides[counter.side]
            draw_counter(painter.surface, sign, counter, side, painter.theme, painter.fonts, shape=names.shape(side.id))
        else:
            draw_contact(painter.surface, sign, counter, painter.theme, painter.fonts)
        for number, line in enumerate(lines):
            painter.text((rect.x + left, rect.y + (tall - len(lines) * painter.high()) // 2 + number * painter.high()), line)

    return PanelBlock(tall, draw)


def _pair(painter: Painter, symbol: str, name: str, width: int) -> list[PanelBlock]:
    """Return a block with the letters of a kind and its name."""
    left = painter.px(2.6)
    lines = painter.wrap(name, width - left)

    def draw(rect: Rect) -> None:
        painter.text(rect.topleft, symbol, bold=True)
        for number, line in enumerate(lines):
            painter.text((rect.x + left, rect.y + number * painter.high()), line)

    return [PanelBlock(len(lines) * painter.high(), draw)]
