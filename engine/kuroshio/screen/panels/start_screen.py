"""The start screen: scenarios and kept games, seats, an umpire, a seed."""

from __future__ import annotations

from collections.abc import Sequence

from pygame import Rect

from kuroshio.screen.drawing.painter import Painter, PanelBlock
from kuroshio.screen.map.map_overlay import GameMap
from kuroshio.screen.panels.widgets import (
    draw_plate,
    is_tight,
    plural,
)
from kuroshio.screen.window.shown_names import ShownNames
from kuroshio.screen.window.state import Interface, SaveCard, ScenarioCard, SeatChip

TITLE, TITLE_JA = "Kuroshio", "黒潮"
SUBTITLE = "Alliances and the grey zone along the first island chain"
SITS, RULES_ON = "With an umpire", "who rules on disputes"
SAME = "the same seed, the same dice"
LEAST_SKETCH = 9  # units of height below which a sketch of the map tells nothing


def draw_start(painter: Painter, size: tuple[int, int], interface: Interface, names: ShownNames, view: GameMap | None) -> None:
    """Draw the start screen: scenarios and kept games at the left, the chosen scenario with its seats and map at the right."""
    whole = Rect(0, 0, *size)
    with painter.panel("start", whole, "ground"):
        side = painter.px(2.2)
        big = painter.text((side, painter.px(1.2)), TITLE, 3.0, bold=True)
        painter.text((big.right + painter.px(1), big.y + painter.px(1.15)), TITLE_JA, 1.8, "soft")
        told = "bad" if interface.wrong else "ink"  # the alarm colour is only for refusals
        word, ink = (interface.message, told) if interface.message else (SUBTITLE, "soft")
        below = painter.paragraph((side, big.bottom), word, size[0] - 2 * side, 1.1, ink, bool(interface.message)) + painter.px(1)
        _draw_corner(painter, whole)
        left = Rect(side, below, round(size[0] * 0.46), size[1] - below - painter.px(1.5))
        right = Rect(left.right + side, below, size[0] - left.right - 2 * side, left.height)
    _draw_shelf(painter, left, interface, names)
    chosen = next((card for card in interface.shelf.scenarios if card.id == interface.scenario), None)
    with painter.panel("chosen", right, "panel", "line", 0.6):
        inner = right.inflate(-painter.px(2), -painter.px(1.6))
        if chosen:
            room = _draw_chosen(painter, inner, interface, names, chosen)
            if view is not None and room.height >= painter.px(LEAST_SKETCH):
                view.sketch(painter, room, chosen.areas, interface.japanese, names)
        else:
            painter.paragraph(inner.topleft, "Choose a scenario at the left, or continue a kept game.", inner.width, 1.25, "soft")


def _draw_corner(painter: Painter, rect: Rect) -> None:
    right = rect.right - painter.px(2.2)
    for id, label in (("quit", "Close Kuroshio"), ("overlay:settings", "Settings"), ("overlay:help", "? keys")):
        wide = painter.wide(label, bold=True) + painter.px(1.6)
        right -= wide
        painter.button(Rect(right, painter.px(1.4), wide, painter.button_height(label, wide)), id, label)
        right -= painter.px(0.5)


def _draw_shelf(painter: Painter, rect: Rect, interface: Interface, names: ShownNames) -> None:
    with painter.panel("shelf", rect):
        width = rect.width - painter.bar_width()
        blocks = [*painter.lines("New game", width, 1.25, bold=True), painter.gap(0.3)]
        blocks += [
            _scenario_block(painter, card, width, card.id == interface.scenario, names) for card in interface.shelf.scenarios
        ]
        if interface.shelf.saves:
            blocks += [painter.gap(0.6), *painter.lines("Continue", width, 1.25, bold=True), painter.gap(0.3)]
        blocks += [_save_block(painter, card, width) for card in interface.shelf.saves]
        painter.flow("shelf", rect, blocks, interface.scrolled("shelf"))


def _scenario_block(painter: Painter, card: ScenarioCard, width: int, chosen: bool, names: ShownNames) -> PanelBlock:
    pad, mark = painter.px(0.9), painter.px(1.7)
    name = card.name_ja if names.japanese and card.name_ja else card.name
    lines = painter.wrap(name, width - 2 * pad, 1.25, True)
    high = len(lines) * painter.high(1.25) + painter.high() + mark + painter.px(1.9)

    def draw(rect: Rect) -> None:
        box = Rect(rect.x, rect.y, rect.width, high)
        painter.box(box, "panel", "accent" if chosen else "line", 0.5, painter.px(0.2) if chosen else 1)
        y = box.y + painter.px(0.6)
        for line in lines:
            painter.text((box.x + pad, y), line, 1.25, bold=True)
            y += painter.high(1.25)
        told = f"{plural(card.turns, 'turn')} from {card.start} · {plural(len(card.seats), 'seat')}"
        painter.text((box.x + pad, y), told, color="soft", width=box.width - 2 * pad)
        y += painter.high() + painter.px(0.4)
        for number, seat in enumerate(card.seats):
            x = box.x + pad + number * (mark + painter.px(0.35))
            draw_plate(painter, Rect(x, y, mark, mark), seat.color, seat.letter)
        painter.hit(box, f"scenario:{card.id}", name)

    return PanelBlock(high + painter.px(0.6), draw)


def _save_block(painter: Painter, card: SaveCard, width: int) -> PanelBlock:
    pad = painter.px(0.9)
    lines = painter.wrap(card.title, width - 2 * pad, bold=True)
    high = (len(lines) + 1) * painter.high() + painter.px(0.9)

    def draw(rect: Rect) -> None:
        box = Rect(rect.x, rect.y, rect.width, high)
        painter.box(box, "panel", "line", 0.4)
        y = box.y + painter.px(0.4)
        for line in lines:
            painter.text((box.x + pad, y), line, bold=True)
            y += painter.high()
        painter.text((box.x + pad, y), f"{card.turn} · {card.when}", color="soft", width=box.width - 2 * pad)
        painter.hit(box, f"open:{card.path}", card.title)

    return PanelBlock(high + painter.px(0.5), draw)


def _draw_chosen(painter: Painter, rect: Rect, interface: Interface, names: ShownNames, card: ScenarioCard) -> Rect:
    """Draw the chosen scenario, who takes which seat, the seed and the button that begins; return the free rect below."""
    high = painter.button_height("Begin", rect.width, 1.25)
    begin = Rect(rect.x, rect.bottom - high, rect.width, high)
    people = plural(len(interface.people), "person", "people") if interface.people else "nobody; it plays by itself"
    painter.button(begin, "begin", "Begin (Enter)", primary=True, size=1.25)
    y = begin.y - painter.button_height("+", painter.px(3)) - painter.px(0.6)
    _draw_seed(painter, Rect(rect.x, y, rect.width, painter.button_height("+", painter.px(3))), interface)
    width = rect.width - painter.bar_width()
    name = card.name_ja if names.japanese and card.name_ja else card.name
    told = [*painter.lines(name, width, 1.6, bold=True), *painter.lines(card.summary, width), painter.gap(0.7)]
    tight = is_tight(painter)  # then who sits comes first, for that must be chosen; what is told of it can be scrolled to
    blocks = [] if tight else [*told]
    blocks += painter.lines(f"Who sits at this machine ({people})", width, 1.15, bold=True)
    if not tight:
        blocks += painter.lines("The other seats play by their doctrine.", width, color="soft")
    blocks.append(painter.gap(0.3))
    columns = 1 if tight else 2
    rows = [card.seats[number : number + columns] for number in range(0, len(card.seats), columns)]
    blocks += [_seat_row(painter, row, columns, width, interface) for row in rows]
    blocks.append(_umpire_row(painter, width, interface))
    blocks += told if tight else []
    painter.flow("chosen", Rect(rect.x, rect.y, rect.width, y - rect.y - painter.px(0.5)), blocks, interface.scrolled("chosen"))
    top = rect.y + sum(block.height for block in blocks) + painter.px(0.5)
    return Rect(rect.x, top, rect.width, max(0, y - top - painter.px(0.8)))


def _seat_row(painter: Painter, seats: Sequence[SeatChip], columns: int, width: int, interface: Interface) -> PanelBlock:
    """Return a row of seats side by side, each with a box to check."""
    gap, high = painter.px(0.6), painter.px(2.4)
    wide = (width - gap * (columns - 1)) // columns

    def draw(rect: Rect) -> None:
        for column, seat in enumerate(seats):
            box = Rect(rect.x + column * (wide + gap), rect.y, wide, high)
            taken, name = seat.id in interface.people, seat.name_ja if interface.japanese and seat.name_ja else seat.name
            room = _draw_ticked(painter, box, f"seat:{seat.id}", name, taken)
            mark = Rect(room.x, box.centery - painter.px(0.8), painter.px(1.6), painter.px(1.6))
            draw_plate(painter, mark, seat.color, seat.letter)
            x = mark.right + painter.px(0.5)
            painter.text((x, room.y), name, bold=taken, width=room.right - x)

    return PanelBlock(high + painter.px(0.5), draw)


def _umpire_row(painter: Painter, width: int, interface: Interface) -> PanelBlock:
    """Return a row with a box to check if an umpire takes part."""
    high = painter.px(2.4)

    def draw(rect: Rect) -> None:
        room = _draw_ticked(painter, Rect(rect.x, rect.y, width, high), "umpire", SITS, interface.umpire)
        word = painter.text(room.topleft, SITS, bold=interface.umpire, width=room.width)
        if word.right + painter.wide(RULES_ON) + painter.px(1) <= room.right:
            painter.text(room.topright, RULES_ON, color="soft", align="right")

    return PanelBlock(high + painter.px(0.5), draw)


def _draw_ticked(painter: Painter, box: Rect, id: str, label: str, ticked: bool) -> Rect:
    """Draw a box to check, and return the rect for its line of text."""
    painter.box(box, "raised", "accent" if ticked else "line", 0.4, painter.px(0.16) if ticked else 1)
    tick = Rect(box.x + painter.px(0.6), box.centery - painter.px(0.6), painter.px(1.2), painter.px(1.2))
    painter.box(tick, "accent" if ticked else "panel", "accent" if ticked else "soft", 0.2)
    if ticked:
        painter.tick(tick, "on_accent")
    painter.hit(box, id, label)
    x = tick.right + painter.px(0.5)
    return Rect(x, box.centery - painter.high() // 2, box.right - painter.px(0.5) - x, painter.high())


def _draw_seed(painter: Painter, rect: Rect, interface: Interface) -> None:
    word = painter.text((rect.x, rect.y + painter.px(0.3)), f"Seed {interface.seed}", bold=True)
    x = word.right + painter.px(1)
    for id, label in (("seed:-1", "−"), ("seed:1", "+")):
        painter.button(Rect(x, rect.y, painter.px(2.2), rect.height), id, label)
        x += painter.px(2.6)
    if x + painter.px(0.4) + painter.wide(SAME) <= rect.right:
        painter.text((x + painter.px(0.4), rect.y + painter.px(0.3)), SAME, color="soft")
