"""A seat's own aims are its wall, and whatever may move one of them carries its mark."""

from __future__ import annotations

import itertools

import pygame
import pytest
from attrs import evolve
from pygame import Rect

from kuroshio.picture.gauge_pictures import AimMove, Gauge
from kuroshio.picture.picture import Aim, Change, OddsPicture
from kuroshio.screen.drawing.fonts import Fonts
from kuroshio.screen.drawing.painter import Painter
from kuroshio.screen.drawing.theme import THEMES
from kuroshio.screen.map.map_overlay import GameMap
from kuroshio.screen.panels.aim_marks import WAYS, draw_aim_mark
from kuroshio.screen.panels.aim_wall import aim_wall_height, draw_aim_wall
from kuroshio.screen.panels.gauge_history import place_of
from kuroshio.screen.panels.planning_panel import HAND, hand_of
from kuroshio.screen.panels.widgets import draw_odds_bar
from kuroshio.screen.window.shown_names import ShownNames
from kuroshio.screen.window.state import Interface
from kuroshio.screen.window.story_pages import as_told
from kuroshio.screen.window.whole_window import Drawn, draw_whole_window
from tests.screen.moments import stages
from tests.screen.sample import FOCUS, beats, ground, planning, public
from tests.screen.sample_aims import AIM_WALL

ALWAYS = ("planning", "card", "move", "confirm", "respond", "gate", "sign", "role", "crisis", "told", "aims", "japanese")


def drawn(name: str, size: tuple[int, int] = (1280, 720), scale: float = 1.0) -> Drawn:
    picture, interface = stages()[name]
    return draw_whole_window(pygame.Surface(size), Fonts(scale), picture, interface, None)


def wall(got: Drawn) -> list[str]:
    return [box.text for box in got.boxes if box.panel == "wall"]


@pytest.mark.parametrize("scale", (1.0, 1.6))
def test_the_aims_of_a_seat_are_always_there_with_value_target_and_grade(scale: float) -> None:
    for name in ALWAYS:
        texts = wall(drawn(name, scale=scale))
        assert [text for text in texts if text in "ABCDE"] == ["A", "B", "C", "D", "E"], name
        assert sum(text.startswith(("wanted", "(")) for text in texts) >= len(AIM_WALL) - (scale > 1), name
        if scale == 1:
            assert {"met", "nearly", "in part", "not", "not known"} <= set(texts), name


def test_the_public_and_the_umpire_have_the_public_wall() -> None:
    for name in ("public", "console_map"):
        texts = wall(drawn(name))
        assert "Regional tension" in texts and "A" not in texts


def test_only_the_lines_of_a_wall_in_small_windows_are_fewer() -> None:
    """Where text is large for its window, a cell has two lines, and a column beside the map loses no more."""
    picture, names = planning(), ShownNames(planning(), None, False)
    for scale in (1.0, 1.6):
        fonts = Fonts(scale)
        painter = Painter(pygame.Surface((1280, 720)), THEMES["light"], fonts, fonts.unit(720))
        high = aim_wall_height(painter, picture, 1280, names)
        assert 0 < high < 720 / 6
        draw_aim_wall(painter, Rect(0, 0, 1280, high), picture, names)
        assert all(box.within.contains(box.rect) for box in painter.boxes)
        assert not [a for a, b in itertools.combinations(painter.boxes, 2) if a.rect.inflate(-2, -2).colliderect(b.rect)]
    assert aim_wall_height(painter, public(), 1280, names) == 0


@pytest.mark.parametrize("value", (0, 3, 6))
def test_a_notch_stands_where_the_bar_of_its_value_ends(value: int) -> None:
    bar = Rect(10, 0, 120, 8)
    assert place_of(bar, Gauge(id="a", name="A", value=2, least=0, most=6), value) == 10 + 20 * value
    assert place_of(bar, Gauge(id="a", name="A", value=2, least=-3, most=3), value - 3) == 10 + 20 * value


def pixels(move: AimMove, theme: str) -> bytes:
    """A mark in black and white: its shape alone."""
    surface = pygame.Surface((40, 40))
    painter = Painter(surface, THEMES[theme], Fonts(), 20)
    surface.fill(painter.color("panel"))
    ground = surface.get_at((0, 0))
    draw_aim_mark(painter, (4, 4), "A", move)
    return bytes(surface.get_at((x, y)) != ground for y in range(40) for x in range(40))


@pytest.mark.parametrize("theme", THEMES)
def test_the_ways_of_a_mark_are_told_apart_by_shape_alone(theme: str) -> None:
    shapes = {pixels(AimMove(mark="A", nearer=nearer, farther=farther), theme) for nearer, farther in WAYS}
    assert len(shapes) == len(WAYS) == 3


def marked(got: Drawn, panel: str, id: str) -> list[str]:
    """The marks that stand within something to press."""
    rect = next(hit.rect for hit in got.hits if hit.id == id)
    return [box.text for box in got.boxes if box.panel == panel and rect.contains(box.rect) and box.text in "ABCDE"]


@pytest.mark.parametrize("scale", (1.0, 1.6))
def test_cards_and_answers_carry_the_marks_of_the_aims_that_they_may_move(scale: float) -> None:
    got, (picture, _) = drawn("respond", scale=scale), stages()["respond"]
    assert picture and picture.question
    for choice in picture.question.choices:
        assert marked(got, "question", f"choice:{choice.line}") == [move.mark for move in choice.moves]
    assert any(choice.moves for choice in picture.question.choices)
    closed = drawn("respond_closed", scale=scale)
    for shut in stages()["respond_closed"][0].question.closed:  # type: ignore[union-attr]
        assert marked(closed, "question", f"closed:{shut.line}") == [move.mark for move in shut.moves]
    hand = drawn("planning", (1920, 1080))
    cards = {card.action: card for card in planning().question.cards}  # type: ignore[union-attr]
    seen = [hit.id.partition(":")[2] for hit in hand.hits if hit.id.startswith("card:")]
    assert len(seen) >= 5 and any(cards[action].moves for action in seen)
    for action in seen:
        assert marked(hand, "planning", f"card:{action}") == [move.mark for move in cards[action].moves]


def test_what_cannot_be_paid_is_in_the_hand_in_grey_with_what_it_lacks() -> None:
    picture = planning()
    assert picture.question
    dear = [card for card in picture.question.cards if card.lacks]
    hand = hand_of(picture.question)
    assert len(dear) >= 3 and len(hand) == HAND + len(dear) and {card.action for card in dear} <= {card.action for card in hand}
    alone = evolve(picture, draft=(), question=evolve(picture.question, cards=tuple(dear[:3])))
    got = draw_whole_window(pygame.Surface((1280, 720)), Fonts(), alone, Interface(stage="play"), None)
    assert sum(box.text == "Needs capital 3, you have 2." for box in got.boxes) == 3
    assert {f"card:{card.action}" for card in dear[:3]} <= {hit.id for hit in got.hits}


def test_in_the_story_an_aim_stands_where_it_stood_until_its_change_is_told() -> None:
    now = planning()
    late = next(aim for aim in now.aim_wall if aim.mark == "D")  # 0, not met; as the story begins it is 3
    was = evolve(late, gauge=evolve(late.gauge, value=3, change=0), grade="met")
    before = evolve(now, aim_wall=tuple(was if aim.mark == "D" else aim for aim in now.aim_wall))
    quiet, loud = beats()[2], evolve(beats()[0], changes=(Change(name=late.gauge.name, before=3, after=0),))
    seen = [
        next((aim.gauge.value, aim.grade) for aim in as_told(before, now, told).aim_wall if aim.mark == "D")
        for told in ((quiet,), (quiet, loud))
    ]
    assert seen == [(3, "met"), (0, "not")]


def test_a_map_too_small_for_all_letters_names_the_keys_of_its_parts() -> None:
    pygame.display.init()
    pygame.display.set_mode((64, 64))
    view, picture, fonts = GameMap(ground()), planning(), Fonts(1.6)
    said = []
    for areas in ((), FOCUS[:2]):  # the whole map, and two areas of it
        camera = view.seeing(areas, (800, 400))
        got = draw_whole_window(pygame.Surface((1280, 720)), fonts, picture, Interface(stage="play", camera=camera), view)
        said.append([box for box in got.boxes if box.panel == "map" and box.text == "Larger: 1 to 5"])
        others = [box.rect for box in got.boxes if box.panel == "map" and box not in said[-1]]
        assert all(box.rect.collidelist(others) < 0 and got.map.contains(box.rect) for box in said[-1])
    assert [len(found) for found in said] == [1, 0]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("bands", ((3, 12, 15, 6), (1, 2, 12, 21)))
def test_where_success_begins_stands_out_of_a_bar_of_odds_without_colours(theme: str, bands: tuple[int, int, int, int]) -> None:
    surface = pygame.Surface((400, 60))
    painter = Painter(surface, THEMES[theme], Fonts(), 20)
    surface.fill(painter.color("panel"))
    bar = Rect(20, 20, 360, 20)
    draw_odds_bar(painter, bar, OddsPicture(base=7, number=7, modifiers=(), bands=bands), False)
    ground = surface.get_at((0, 0))
    above = [x for x in range(400) if surface.get_at((x, bar.y - 2)) != ground]
    assert above and all(abs(x - (bar.x + 10 * sum(bands[:2]))) <= 3 for x in above)


def test_the_aims_in_words_carry_the_marks_of_their_gauges() -> None:
    picture = planning()
    reads = Aim(text="Projects delivered: 0, wanted 1 or more", met=False)
    shown = Interface(stage="play", show_aims=True)
    got = draw_whole_window(pygame.Surface((1280, 720)), Fonts(), evolve(picture, aims=(*picture.aims, reads)), shown, None)
    texts = [box for box in got.boxes if box.panel == "aims"]
    row = next(box.rect.y for box in texts if box.text == picture.aims[0].text)
    assert [box.text for box in texts if box.rect.y == row] == ["A", picture.aims[0].text]
    assert any(box.text == f"B \u00b7 {reads.text}" for box in texts)
