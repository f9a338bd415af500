"""Draws the whole window from the picture and the window's state, part by part."""

from __future__ import annotations

import pygame
from attrs import evolve, frozen
from pygame import Rect

from kuroshio.picture.picture import Picture
from kuroshio.screen.drawing.fonts import Fonts
from kuroshio.screen.drawing.painter import Hit, Painter, TextBox
from kuroshio.screen.drawing.theme import THEMES
from kuroshio.screen.map.legend import draw_legend
from kuroshio.screen.map.map_overlay import GameMap
from kuroshio.screen.map.map_tools import draw_tools, tools_height
from kuroshio.screen.panels.aim_wall import aim_wall_height, aims_shown, draw_aim_wall
from kuroshio.screen.panels.bars_and_wall import draw_aims, draw_bottom, draw_gauges, draw_own, draw_top, own_gauges
from kuroshio.screen.panels.crisis_panel import draw_crisis
from kuroshio.screen.panels.curtain_panel import draw_curtain
from kuroshio.screen.panels.end_screen import draw_over
from kuroshio.screen.panels.overlays import draw_overlay
from kuroshio.screen.panels.planning_panel import draw_planning
from kuroshio.screen.panels.question_panel import draw_question
from kuroshio.screen.panels.start_screen import draw_start
from kuroshio.screen.panels.story_panel import draw_beat, draw_public
from kuroshio.screen.panels.umpire_console import KEYS, draw_console
from kuroshio.screen.panels.widgets import gauge_height, gauge_lines, gauges_fit, is_tight
from kuroshio.screen.window.layout import Layout, lay_out
from kuroshio.screen.window.shown_names import ShownNames
from kuroshio.screen.window.state import Interface

SIDE, WIDE = 0.36, 0.42  # of the window's width that the panel of the moment takes
ANEW = ("map", "tools")  # panels that are drawn anew when the map moves
ALONE = {"curtain": draw_curtain, "over": draw_over}


@frozen
class Drawn:
    """A window as it was drawn.

    boxes: its texts; hits: what can be pressed; scrolls: panels that scroll, with their last row; map, tools: the rects of the
    map and of the strip below it, empty if no map is shown; caret: the rect of the caret in a field; desk: whether the umpire's
    desk is shown, where arrows choose lines.
    """

    boxes: tuple[TextBox, ...] = ()
    hits: tuple[Hit, ...] = ()
    scrolls: tuple[tuple[str, Rect, int], ...] = ()
    map: Rect = Rect(0, 0, 0, 0)
    tools: Rect = Rect(0, 0, 0, 0)
    caret: Rect | None = None
    desk: bool = False


def draw_whole_window(
    surface: pygame.Surface, fonts: Fonts, picture: Picture | None, interface: Interface, view: GameMap | None
) -> Drawn:
    """Draw the whole window."""
    size = surface.get_size()
    theme = THEMES[interface.theme]
    painter = Painter(surface, theme, fonts, unit_of(fonts, size), interface.focused, interface.hovered)
    surface.fill("#000000" if interface.blank else theme.ground)
    if interface.blank:
        return Drawn()
    names = ShownNames(picture, view.ground.board if view else None, interface.japanese)
    place, tools = Rect(0, 0, 0, 0), Rect(0, 0, 0, 0)
    if interface.stage == "start":
        draw_start(painter, size, interface, names, view)
    elif interface.stage in ALONE:
        ALONE[interface.stage](painter, size, picture, interface, names)
    elif picture is not None:
        place, tools = _draw_play(painter, size, picture, interface, names, view)
    if interface.overlay:
        draw_overlay(painter, size, picture, interface, names)
    scrolls = tuple((name, rect, most) for name, (rect, most) in painter.scrolls.items())
    desk = picture is not None and interface.stage == "play" and not interface.overlay and is_at_desk(picture, interface)
    return Drawn(tuple(painter.boxes), tuple(painter.hits), scrolls, place, tools, painter.caret, desk)


def unit_of(fonts: Fonts, size: tuple[int, int]) -> int:
    """Return the smallest size of text in pixels. In a window narrower than 4:3 it depends on the width."""
    return fonts.unit(min(size[1], size[0] * 3 // 4))


def draw_map_only(
    surface: pygame.Surface, fonts: Fonts, picture: Picture, interface: Interface, view: GameMap, before: Drawn
) -> Drawn:
    """Draw the map anew when only the camera has moved; everything else stays as it was drawn."""
    painter = Painter(surface, THEMES[interface.theme], fonts, unit_of(fonts, surface.get_size()), interface.focused)
    names = ShownNames(picture, view.ground.board, interface.japanese)
    view.draw(painter, before.map, picture, interface, names)
    draw_tools(painter, before.tools, before.map, picture, interface, names, view.ground.board.views)
    boxes = (*(box for box in before.boxes if box.panel not in ANEW), *painter.boxes)
    hits = (*(hit for hit in before.hits if hit.panel not in ANEW), *painter.hits)
    return evolve(before, boxes=boxes, hits=hits)


def layout_of(painter: Painter, size: tuple[int, int], picture: Picture, interface: Interface, names: ShownNames) -> Layout:
    """Return the layout of the window during a game."""
    asked = picture.question is not None and interface.beat is None
    share = WIDE if asked and is_tight(painter) else SIDE  # no answer may be scrolled for, however large the text
    side = round(size[0] * share)
    left = size[0] - side
    if aims_shown(picture):
        across, wall = True, aim_wall_height(painter, picture, size[0], names)
    else:
        across = not gauges_fit(painter, picture.wall, left, names)
        lines = gauge_lines(painter, picture.wall, size[0] if across else left, names)
        wall = gauge_height(painter, lines) if picture.wall else 0
    own = 0
    if picture.own:
        own = gauge_height(painter, gauge_lines(painter, own_gauges(picture, names), left, names))
    layout = lay_out(size, painter.unit, wall, own, side, across, tools_height(painter))
    if is_hidden(picture, interface):
        layout = lay_out(size, painter.unit, wall, own, side, across)
    if picture.crisis and layout.map.height < painter.px(18):
        return lay_out(size, painter.unit, wall, 0, side, across)  # the stage of a crisis needs the room
    return layout


def is_hidden(picture: Picture, interface: Interface) -> bool:
    """Whether the stage of a crisis or the umpire's console is shown in the place of the map."""
    shown = interface.beat is not None or interface.crisis_map
    return not shown and (picture.console is not None or picture.crisis is not None)


def map_rect(surface: pygame.Surface, fonts: Fonts, picture: Picture, interface: Interface) -> Rect:
    """Return the rect of the map, even if a crisis or a console hides it."""
    painter = Painter(surface, THEMES[interface.theme], fonts, unit_of(fonts, surface.get_size()))
    return layout_of(painter, surface.get_size(), picture, interface, ShownNames(picture, None, interface.japanese)).map


def _draw_play(
    painter: Painter, size: tuple[int, int], picture: Picture, interface: Interface, names: ShownNames, view: GameMap | None
) -> tuple[Rect, Rect]:
    """Draw a turn in play and return the rects of its map and of the strip below it, empty if none is shown."""
    layout = layout_of(painter, size, picture, interface, names)
    draw_top(painter, layout.top, picture, interface, names)
    if is_at_desk(picture, interface):
        below = Rect(0, layout.top.bottom, size[0], layout.bottom.y - layout.top.bottom)
        draw_console(painter, below, picture, interface, names)
        _draw_foot(painter, layout, picture, interface)
        return Rect(0, 0, 0, 0), Rect(0, 0, 0, 0)
    if layout.wall.height and aims_shown(picture):
        draw_aim_wall(painter, layout.wall, picture, names)
    elif layout.wall.height:
        draw_gauges(painter, layout.wall, "wall", picture.wall, names)
    hidden = is_hidden(picture, interface)
    if hidden:
        draw_crisis(painter, layout.map, picture, interface, names)
    elif view is not None:
        view.draw(painter, layout.map, picture, interface, names)
        draw_tools(painter, layout.tools, layout.map, picture, interface, names, view.ground.board.views)
    if layout.own.height:
        draw_own(painter, layout.own, picture, interface, names)
    if interface.show_aims and picture.aims and interface.beat is None:
        painter.layer += 1
        draw_aims(painter, layout.map, picture, interface, names)
        painter.layer -= 1
    if interface.legend and not hidden and view is not None:
        draw_legend(painter, layout.map, picture, names, interface.scrolled("legend"))
    _draw_side(painter, layout.side, picture, interface, names)
    painter.box(Rect(layout.side.x, layout.side.y, max(1, painter.unit // 14), layout.side.height), "line", "", 0)
    _draw_foot(painter, layout, picture, interface)
    none = Rect(0, 0, 0, 0)
    return (none, none) if hidden or view is None else (layout.map, layout.tools)


def is_at_desk(picture: Picture, interface: Interface) -> bool:
    """Whether the umpire's desk takes the place of map and panels."""
    return picture.console is not None and is_hidden(picture, interface)


def _draw_foot(painter: Painter, layout: Layout, picture: Picture, interface: Interface) -> None:
    """Draw the line at the bottom."""
    told = interface.message or hint(picture, interface)
    draw_bottom(painter, layout.bottom, told, hints(picture, interface), bool(interface.message))


def _draw_side(painter: Painter, rect: Rect, picture: Picture, interface: Interface, names: ShownNames) -> None:
    """Draw the panel at the right: public, story, orders or question."""
    if interface.beat is not None:
        draw_beat(painter, rect, picture, interface, names)
    elif picture.question is None:
        draw_public(painter, rect, picture, interface, names)
    elif picture.question.kind == "order":
        draw_planning(painter, rect, picture, interface, names)
    else:
        draw_question(painter, rect, picture, interface, names)


def hint(picture: Picture, interface: Interface) -> str:
    """Return the keys that matter at the moment, as a sentence."""
    if interface.beat is not None:
        return "Space: next · Backspace: back · W: why"
    if picture.console is not None:
        at_map = "M: console · H: hand over" + (" · Tab: next ruling · Enter: choose it" if picture.question else "")
        return at_map if interface.crisis_map else KEYS[interface.desk.tab]
    if picture.question is None:
        return "N: news · T: tracks · arrows: move the map"
    if picture.question.kind != "order":
        return "Tab: next answer · Enter: choose, then confirm"
    if interface.card:
        card = next((card for card in picture.question.cards if card.action == interface.card), None)
        if card is None or not card.choices:
            return "Esc: back"
        if card.kind == "move" and not interface.choice:
            return "Arrows, Enter: choose · or on the map · Esc: back"
        placed = any(choice.area for choice in card.choices)
        return "Enter: add to orders · Esc: back" + (" · click the map: choose the place" if placed else "")
    if interface.confirming and not picture.draft:
        return "C: commit without orders · Esc: back to the cards"
    if interface.confirming:
        return "Enter: commit · Tab: what you expect · Esc: not yet"
    return "Tab: next card · Enter: open it · /: search · C: commit"


def hints(picture: Picture, interface: Interface) -> tuple[tuple[str, str], ...]:
    """Return the buttons at the right of the bottom line: id and label. If there is no room, the first are left out."""
    leave = ("quit", "Leave")
    always = (("overlay:news", "News (N)"), ("overlay:tracks", "Tracks (T)"), ("overlay:settings", "Settings (,)"))
    own = (("repeat", "Again (R)"),) if interface.pages else ()
    aims = (("aims", "Aims (A)"),) if picture.aims else ()
    if picture.console is not None:
        place = ("map", "Console (M)" if interface.crisis_map else "Map (M)")
        return (*always, ("sheets", "Sheets (D)"), place, ("overlay:control", "Line (:)"), ("hand", "Hand over (H)"), leave)
    back = (("map", "Crisis (M)"),) if picture.crisis and interface.crisis_map else ()
    umpire = (("call", "Umpire (U)"),) if interface.umpired else ()
    return (*own, *aims, *back, *always, *umpire, leave)
