"""What is laid over the window: keys, catalogue, news, tracks, settings, why a throw came out so, leaving."""

from __future__ import annotations

from collections.abc import Callable

from attrs import evolve
from pygame import Rect

from kuroshio.picture.gauge_pictures import Gauge
from kuroshio.picture.picture import Card, Picture
from kuroshio.screen.drawing.painter import Painter, PanelBlock
from kuroshio.screen.drawing.symbols import draw_pips
from kuroshio.screen.panels.desk_injects import draw_preview
from kuroshio.screen.panels.entry_fields import (
    draw_argument,
    draw_control,
    draw_edit,
    draw_expect,
    draw_reason,
    draw_typed,
    draw_words,
    draw_write_one,
)
from kuroshio.screen.panels.gauge_history import draw_curve, draw_last
from kuroshio.screen.panels.key_sheet import draw_key_sheet
from kuroshio.screen.panels.planning_panel import card_block
from kuroshio.screen.panels.story_panel import draw_why, news_blocks
from kuroshio.screen.panels.widgets import MINUS, button_block, chip_blocks, draw_change
from kuroshio.screen.window.shown_names import ShownNames
from kuroshio.screen.window.state import SCALES, THEMES, Interface

TITLES = {
    "help": "Keys", "catalogue": "All cards", "words": "In your own words",
    "expect": "What do you expect?", "control": "A line of control",
    "reason": "The reason", "argument": "An argument", "edit": "The text of the inject", "write_one": "An inject of your own",
    "preview": "What the projector will show",
    "news": "News and log", "tracks": "All tracks", "settings": "Settings",
    "why": "Why this result", "quit": "Leave?", "stop": "End the game here?",
}  # fmt: skip
KINDS = {
    "ruling": "Acts", "event": "Events", "inject": "Headlines", "incident": "Incidents", "answer": "Answers",
    "crisis": "Crises", "project": "Projects", "choice": "Decisions", "other": "The rest",
}  # fmt: skip
DRAFTED = "Your drafted orders are not committed yet. They are kept, and so is everything else."
ENDS_HERE = "The game ends now, and all aims are judged by their readings so far. To continue another day, leave instead."
KEPT = "Everything committed is kept. You can continue this game from the start screen."
NARROW = ("why", "settings", "quit", "stop")
ASKING = ("quit", "stop")  # a sentence and two buttons, or three
LEAVE = "Leave for the start screen"
Draw = Callable[[Painter, Rect, Picture | None, Interface, ShownNames], None]


def draw_overlay(
    painter: Painter, size: tuple[int, int], picture: Picture | None, interface: Interface, names: ShownNames
) -> None:
    """Draw the open overlay in the middle of the darkened window."""
    painter.veil()
    width = min(size[0] - painter.px(4), painter.px(38 if interface.overlay in NARROW else 74))
    height = painter.px(16) if interface.overlay in ASKING else size[1] - painter.px(5)
    rect = Rect(0, 0, width, height)
    rect.center = (size[0] // 2, size[1] // 2)
    with painter.panel(interface.overlay, rect, "panel", "line", 0.6):
        inner = rect.inflate(-painter.px(2.4), -painter.px(1.8))
        close = painter.wide("Close (Esc)", bold=True) + painter.px(1.6)
        high = painter.button_height("Close", close)
        painter.text((inner.x, inner.y), TITLES[interface.overlay], 1.6, bold=True)
        painter.button(Rect(inner.right - close, inner.y, close, high), "back", "Close (Esc)")
        top = inner.y + painter.high(1.6) + painter.px(0.6)
        DRAW[interface.overlay](painter, Rect(inner.x, top, inner.width, inner.bottom - top), picture, interface, names)


def _draw_catalogue(painter: Painter, rect: Rect, picture: Picture | None, interface: Interface, names: ShownNames) -> None:
    """Draw a search field, and below it the cards that match. A card that is not open says why."""
    field = Rect(rect.x, rect.y, rect.width, painter.high(1.15) + painter.px(0.7))
    painter.box(field, "ground", "accent", 0.35, max(2, painter.unit // 8))
    at = (field.x + painter.px(0.7), field.y + painter.px(0.35))
    if interface.search or interface.composed:
        lines = [painter.fonts.fit(interface.search + interface.composed, painter.size(1.15), field.width // 2)]
        draw_typed(painter, at, lines, 1.15, interface)
    else:
        painter.text(at, "Type to search", 1.15, "soft")
    cards = found(picture, interface.search)
    possible = sum(bool(card.choices) for card in cards)
    note = f"{len(cards)} cards, {possible} possible now"
    painter.text((field.right - painter.px(0.7), field.y + painter.px(0.45)), note, color="soft", align="right")
    width = rect.width - painter.bar_width()
    blocks = [card_block(painter, card, width, True, True, primary=number == 0) for number, card in enumerate(cards)]
    top = field.bottom + painter.px(0.5)
    painter.flow("catalogue", Rect(rect.x, top, rect.width, rect.bottom - top), blocks, interface.scrolled("catalogue"))


def found(picture: Picture | None, search: str) -> list[Card]:
    """Return the cards with every word of the search in their name, arena or text.

    Open cards come first, and among them those that fit the moment.
    """
    if picture is None or picture.question is None:
        return []
    words = search.casefold().split()
    texts = {card.action: " ".join((card.name, card.arena, card.kind, *card.text)).casefold() for card in picture.question.cards}
    cards = [card for card in picture.question.cards if all(word in texts[card.action] for word in words)]
    return sorted(cards, key=lambda card: (not card.choices, -card.rank, card.name))


def _draw_news(painter: Painter, rect: Rect, picture: Picture | None, interface: Interface, names: ShownNames) -> None:
    """Draw everything that has happened, the latest first, filtered by kind and by side."""
    beats = picture.news if picture else ()
    kinds = list(dict.fromkeys(beat.kind for beat in beats))
    sides = [side for side in names.sides if any(beat.side == side for beat in beats)]
    chips = chip_blocks(
        painter, [(f"kind:{kind}", KINDS.get(kind, kind.capitalize()), kind == interface.news_kind) for kind in kinds], rect.width
    )
    chips += chip_blocks(painter, [(f"side:{side}", names.side(side), side == interface.news_side) for side in sides], rect.width)
    y = rect.y
    for block in chips:
        block.draw(Rect(rect.x, y, rect.width, block.height))
        y += block.height
    width = rect.width - painter.bar_width()
    blocks: list[PanelBlock] = []
    for beat in reversed(beats):
        if interface.news_kind in ("", beat.kind) and interface.news_side in ("", beat.side):
            blocks += news_blocks(painter, beat, width, names)
    blocks = blocks or painter.lines("Nothing of this kind has happened yet.", width, color="soft")
    top = y + painter.px(0.3)
    painter.flow("news", Rect(rect.x, top, rect.width, rect.bottom - top), blocks, interface.scrolled("news"))


def _draw_tracks(painter: Painter, rect: Rect, picture: Picture | None, interface: Interface, names: ShownNames) -> None:
    """Draw the flashpoints with their postures, then every track by its owner, in two columns if they fit."""
    if picture is None:
        return
    width = rect.width - painter.bar_width()
    columns = 2 if width >= painter.px(52) else 1
    half = (width - painter.px(2)) // columns
    blocks: list[PanelBlock] = []
    owned: dict[str, list[Gauge]] = {spot.name: [spot.control, spot.ladder] for spot in picture.hotspots}
    for gauge in picture.gauges:
        owner = gauge.name.partition(", ")[0] if ", " in gauge.name else ""
        if all(gauge.id != other.id for other in owned.setdefault(owner, [])):
            owned[owner].append(gauge)
    stances = {spot.name: spot.stances for spot in picture.hotspots}
    for owner, gauges in owned.items():
        blocks += painter.lines(owner or "The region", width, 1.15, "accent", True)
        blocks += gauge_rows(painter, [_short(gauge, owner) for gauge in gauges], half, columns)
        cells = [
            (names.side(stance.side), "posture not known" if stance.level is None else f"posture {stance.level} of {stance.most}")
            for stance in stances.get(owner, ())
        ]
        blocks += [*_pairs(painter, cells, half, columns), painter.gap(0.5)]
    painter.flow("tracks", rect, blocks, interface.scrolled("tracks"))


def _short(gauge: Gauge, owner: str) -> Gauge:
    name = gauge.name.removeprefix(f"{owner}, ") if owner else gauge.name
    return evolve(gauge, name=name[:1].upper() + name[1:])


def gauge_rows(painter: Painter, gauges: list[Gauge], half: int, columns: int) -> list[PanelBlock]:
    """Return gauges as blocks in one or two columns: name, change, all quarters, bar, value."""
    blocks = []
    bar, curve = painter.px(4.8), painter.px(2.6)
    right = bar + curve + painter.px(2.8) + painter.wide("+10 this turn", bold=True)

    def draw(rect: Rect, row: list[Gauge]) -> None:
        for column, gauge in enumerate(row):
            x = rect.x + column * (half + painter.px(2))
            for number, line in enumerate(painter.wrap(gauge.name, half - right)):
                painter.text((x, rect.y + number * painter.high()), line)
            value = "?" if gauge.value is None else str(gauge.value).replace("-", MINUS)
            painter.text((x + half, rect.y), value, bold=True, align="right")
            slot = Rect(x + half - bar - painter.px(2), rect.y + painter.px(0.45), bar, painter.px(0.6))
            draw_pips(painter.surface, slot, gauge.value, gauge.least, gauge.most, painter.color("accent"), painter.theme)
            draw_last(painter, slot, gauge)
            room = Rect(slot.x - curve - painter.px(0.3), rect.y + painter.px(0.3), curve - painter.px(0.3), painter.px(0.9))
            draw_curve(painter, room, gauge)
            draw_change(painter, room.x - painter.px(0.5), rect.y, gauge, right)

    for number in range(0, len(gauges), columns):
        row = gauges[number : number + columns]
        lines = max(len(painter.wrap(gauge.name, half - right)) for gauge in row)
        blocks.append(PanelBlock(lines * painter.high() + painter.px(0.15), lambda rect, row=row: draw(rect, row)))  # type: ignore[misc]
    return blocks


def _pairs(painter: Painter, cells: list[tuple[str, str]], half: int, columns: int) -> list[PanelBlock]:
    def draw(rect: Rect, row: list[tuple[str, str]]) -> None:
        for column, (name, figure) in enumerate(row):
            x = rect.x + column * (half + painter.px(2))
            painter.text((x, rect.y), name, width=half - painter.wide(figure, bold=True) - painter.px(1))
            painter.text((x + half, rect.y), figure, bold=True, align="right")

    rows = [cells[number : number + columns] for number in range(0, len(cells), columns)]
    return [PanelBlock(painter.high(), lambda rect, row=row: draw(rect, row)) for row in rows]  # type: ignore[misc]


def _draw_settings(painter: Painter, rect: Rect, picture: Picture | None, interface: Interface, names: ShownNames) -> None:
    width = rect.width - painter.bar_width()
    yes = {True: "on", False: "off"}
    blocks = painter.lines("Colours", width, color="soft")
    blocks += chip_blocks(painter, [(f"theme:{name}", name.capitalize(), name == interface.theme) for name in THEMES], width)
    blocks += [painter.gap(0.4), *painter.lines("Size of text", width, color="soft")]
    sizes = [(f"scale:{scale}", f"{round(scale * 100)} %", scale == interface.scale) for scale in SCALES]
    blocks += [*chip_blocks(painter, sizes, width), painter.gap(0.4)]
    blocks.append(
        button_block(painter, width, "japanese", f"Japanese names: {yes[interface.japanese]}", chosen=interface.japanese)
    )
    blocks.append(
        button_block(painter, width, "fullscreen", f"Full screen (F11): {yes[interface.fullscreen]}", chosen=interface.fullscreen)
    )
    blocks.append(button_block(painter, width, "display", f"Next display (now {interface.display + 1})"))
    if picture is not None:
        blocks.append(button_block(painter, width, "projector", "Open the projector (P)"))
    blocks.append(button_block(painter, width, "screenshot", "Save a picture of the screen (F12)"))
    blocks.append(button_block(painter, width, "quit", "Leave (Ctrl+Q)"))
    for notice in interface.notices:
        blocks += [painter.gap(0.4), *painter.lines(notice, width, color="soft")]
    painter.flow("settings", rect, blocks, interface.scrolled("settings"))


def _draw_quit(painter: Painter, rect: Rect, picture: Picture | None, interface: Interface, names: ShownNames) -> None:
    y = painter.paragraph(rect.topleft, DRAFTED if picture is not None and picture.draft else KEPT, rect.width)
    half = (rect.width - painter.px(0.8)) // 2
    high = max(painter.button_height(label, half) for label in (LEAVE, "Stay (Esc)"))
    top = max(y + painter.px(0.8), rect.bottom - high)
    if picture is not None and not (
        interface.umpired or picture.over
    ):  # where an umpire sits that is the umpire's to say, as a line of control
        painter.button(Rect(rect.x, top - high - painter.px(0.5), rect.width, high), "stop", "End the game here")
    painter.button(Rect(rect.x, top, half, high), "quit", LEAVE)
    painter.button(Rect(rect.right - half, top, half, high), "back", "Stay (Esc)", primary=True)


def _draw_stop(painter: Painter, rect: Rect, picture: Picture | None, interface: Interface, names: ShownNames) -> None:
    y = painter.paragraph(rect.topleft, ENDS_HERE, rect.width)
    half = (rect.width - painter.px(0.8)) // 2
    high = painter.button_height("End it", half)
    top = max(y + painter.px(0.8), rect.bottom - high)
    painter.button(Rect(rect.x, top, half, high), "stop", "End it")
    painter.button(Rect(rect.right - half, top, half, high), "back", "Play on (Esc)", primary=True)


DRAW: dict[str, Draw] = {
    "help": draw_key_sheet, "catalogue": _draw_catalogue, "words": draw_words, "expect": draw_expect, "control": draw_control,
    "news": _draw_news, "tracks": _draw_tracks, "settings": _draw_settings,
    "why": draw_why, "reason": draw_reason, "argument": draw_argument, "edit": draw_edit, "write_one": draw_write_one,
    "preview": draw_preview,
    "quit": _draw_quit, "stop": _draw_stop,
}  # fmt: skip
