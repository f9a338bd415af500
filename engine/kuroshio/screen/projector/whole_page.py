"""Draws everything that the projector shows at a moment."""

from __future__ import annotations

from collections.abc import Mapping

import pygame
from attrs import evolve, frozen
from pygame import Rect

from kuroshio.picture.picture import FlashpointPicture
from kuroshio.screen.drawing.fonts import Fonts
from kuroshio.screen.drawing.painter import Painter, TextBox
from kuroshio.screen.drawing.theme import THEMES
from kuroshio.screen.map.camera import Camera
from kuroshio.screen.projector.closing_page import draw_closing
from kuroshio.screen.projector.crisis_cards import crisis_of, draw_crisis_page
from kuroshio.screen.projector.gauge_wall import draw_wall, wall_height
from kuroshio.screen.projector.header_strip import draw_header
from kuroshio.screen.projector.lower_third import draw_lower_third, fitted, lower_third_of
from kuroshio.screen.projector.opening_page import draw_opening, is_beginning
from kuroshio.screen.projector.projector_map import ProjectorMap
from kuroshio.screen.projector.projector_words import ProjectorWords
from kuroshio.screen.projector.rung_chain import chain_size, draw_chain_plate, draw_number, draw_table, table_size
from kuroshio.screen.projector.shown_page import SENTENCE, ShownPage, unit_of_height
from kuroshio.screen.window.shown_names import ShownNames

OPENING = 0.56  # of the width that the text takes before the first orders
MAP = 5.0  # units of height that the map keeps below a long text


@frozen
class DrawnPage:
    """What was drawn. boxes: the texts; map: the rect of the map, empty without one; target: where its camera belongs.

    parts: the screens that the text of the page takes.
    """

    boxes: tuple[TextBox, ...] = ()
    map: Rect = Rect(0, 0, 0, 0)
    target: Camera | None = None
    parts: int = 1


def draw_whole(surface: pygame.Surface, fonts: Fonts, shown: ShownPage, view: ProjectorMap | None) -> DrawnPage:
    """Draw a moment over a whole surface. A seat's or an umpire's part of a picture is never drawn."""
    theme = THEMES[shown.theme]
    surface.fill("#000000" if shown.blank else theme.ground)
    if shown.blank:
        return DrawnPage()
    shown = evolve(shown, picture=evolve(shown.picture, question=None, draft=(), own=(), aims=(), expected=(), console=None))
    size = surface.get_size()
    painter = Painter(surface, theme, fonts, unit_of_height(size[1]))
    words = ProjectorWords(shown.japanese)
    names = ShownNames(shown.picture, view.ground.board if view else None, shown.japanese)
    drawn = _draw_moment(painter, size, shown, view, words, names)
    if shown.keys:
        _draw_keys(painter, size, words)
    return evolve(drawn, boxes=tuple(painter.boxes))


def _draw_moment(
    painter: Painter, size: tuple[int, int], shown: ShownPage, view: ProjectorMap | None, words: ProjectorWords, names: ShownNames
) -> DrawnPage:
    """Draw a crisis, the end, or a turn in play."""
    if crisis_of(shown) is not None:
        return DrawnPage(parts=draw_crisis_page(painter, size, shown, words, names))
    if shown.picture.over and shown.beat is None:
        place = draw_closing(painter, size, shown, view, words, names)
        target = view.camera_of(shown, place.size, 0) if view else None
        return DrawnPage(map=place, target=target)
    if is_beginning(shown):
        return _draw_beginning(painter, size, shown, view, words, names)
    return _draw_turn(painter, size, shown, view, words, names)


def _draw_beginning(
    painter: Painter, size: tuple[int, int], shown: ShownPage, view: ProjectorMap | None, words: ProjectorWords, names: ShownNames
) -> DrawnPage:
    """Draw the game before its first orders: what it is about and who plays, beside the map."""
    head = Rect(0, 0, size[0], painter.px(2.6))
    high = wall_height(painter, shown.picture.wall, size[0], names)
    wall = Rect(0, size[1] - high, size[0], high)
    left = Rect(0, head.bottom, round(size[0] * OPENING), wall.y - head.bottom)
    place = Rect(left.right, head.bottom, size[0] - left.width, left.height)
    if view is not None:
        view.draw_shown(painter, place, shown, 0, names)
    parts = draw_opening(painter, left, shown, words, names)
    draw_header(painter, head, shown, words, names)
    if high:
        draw_wall(painter, wall, shown.picture.wall, names)
    target = view.camera_of(shown, place.size, 0) if view else None
    return DrawnPage(map=place, target=target, parts=parts)


def _draw_turn(
    painter: Painter, size: tuple[int, int], shown: ShownPage, view: ProjectorMap | None, words: ProjectorWords, names: ShownNames
) -> DrawnPage:
    """Draw the strip at the top, the map in the whole width with the plate of the ladder, the lower third, the wall."""
    picture = shown.picture
    head = Rect(0, 0, size[0], painter.px(2.6))
    high = wall_height(painter, picture.wall, size[0], names)
    wall = Rect(0, size[1] - high, size[0], high)
    third = lower_third_of(shown, words, names)
    fit = fitted(painter, third, size[0], wall.y - head.bottom - painter.px(MAP)) if third else None
    low = Rect(0, wall.y - (fit.height if fit else 0), size[0], fit.height if fit else 0)
    place = Rect(0, head.bottom, size[0], low.y - head.bottom)
    plate, spots = plate_of(painter, place, shown, words, names)
    beside = 0 if not plate.width else size[0] - plate.x if len(spots) == 1 else -plate.right
    if view is not None:
        view.draw_shown(painter, place, shown, beside, names, plate)
    painter.layer += 1
    if len(spots) == 1 and plate.width:
        draw_chain_plate(painter, plate, spots[0], words)
    elif plate.width:
        if view is not None:
            camera = shown.camera or view.camera_of(shown, place.size, beside)
            _draw_numbers(painter, view.number_places(painter, place, shown, camera, [plate]), spots)
        draw_table(painter, plate, spots, words, names)
    painter.layer -= 1
    draw_header(painter, head, shown, words, names)
    if third and fit:
        draw_lower_third(painter, low, third, fit, shown, words, names)
    if high:
        draw_wall(painter, wall, picture.wall, names)
    target = view.camera_of(shown, place.size, beside) if view else None
    return DrawnPage(map=place, target=target, parts=fit.parts if fit else 1)


def plate_of(
    painter: Painter, place: Rect, shown: ShownPage, words: ProjectorWords, names: ShownNames
) -> tuple[Rect, tuple[FlashpointPicture, ...]]:
    """Return the plate over the map with its flashpoints, empty where it has no room.

    It is the chain of the one that the moment is about, at the right, or the table of all, at the left.
    """
    spots = shown.picture.hotspots
    own = tuple(spot for spot in spots if spot.area == shown.area) or (spots if len(spots) == 1 else ())
    whole = spots if len(spots) > 1 and not shown.area else ()
    for chosen in (whole, own):
        if not chosen:
            continue
        wide, high = table_size(painter, chosen, names) if len(chosen) > 1 else chain_size(painter, chosen[0], words)
        if high <= place.height - painter.px(0.6) and wide <= place.width // 2:
            left = place.x + painter.px(0.6) if len(chosen) > 1 else place.right - painter.px(0.6) - wide
            return Rect(left, place.y + painter.px(0.4), wide, high), chosen
    return Rect(0, 0, 0, 0), ()


def _draw_numbers(
    painter: Painter, places: Mapping[str, tuple[tuple[int, int], Rect]], spots: tuple[FlashpointPicture, ...]
) -> None:
    """Draw the number of each flashpoint of the table beside its place on the map, with a line to it."""
    for at, box in places.values():
        pygame.draw.line(painter.surface, painter.color("ink"), at, box.center, max(2, painter.unit // 10))
    for number, spot in enumerate(spots):
        if spot.id in places:
            draw_number(painter, places[spot.id][1].center, number + 1)


def _draw_keys(painter: Painter, size: tuple[int, int], words: ProjectorWords) -> None:
    """Draw what the keys do, over everything else."""
    rows = words.keys()
    key = max(painter.wide(name, SENTENCE, True) for name, _ in rows) + painter.px(1)
    wide = key + max(painter.wide(does, SENTENCE) for _, does in rows) + painter.px(2)
    box = Rect(0, 0, wide, len(rows) * painter.high(SENTENCE) + painter.px(1.4))
    box.center = (size[0] // 2, size[1] // 2)
    painter.veil()
    with painter.panel("keys", box, "panel", "ink", 0.4):
        y = box.y + painter.px(0.7)
        for name, does in rows:
            painter.text((box.x + painter.px(1), y), name, SENTENCE, bold=True)
            painter.text((box.x + painter.px(1) + key, y), does, SENTENCE)
            y += painter.high(SENTENCE)
