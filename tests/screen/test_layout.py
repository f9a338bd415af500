"""No text is cut or covers another, at any size, in any moment of the sample; everything to press has its place."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import lru_cache

import pygame
import pytest
from attrs import evolve

from kuroshio.screen.drawing.fonts import Fonts
from kuroshio.screen.drawing.painter import Painter, TextBox
from kuroshio.screen.drawing.theme import THEMES
from kuroshio.screen.map.map_overlay import GameMap
from kuroshio.screen.window.keys import front
from kuroshio.screen.window.state import Interface
from kuroshio.screen.window.whole_window import Drawn, draw_whole_window
from kuroshio.session.saved_games import load, start
from tests.screen.moments import stages
from tests.screen.sample import ground

SIZES = ((1280, 720), (1920, 1080), (3840, 2160), (1024, 768))
NAMES = tuple(stages())
# Where a name and a size are both varied the name comes first, and varies fastest: the map keeps its ground for the last size.


@pytest.fixture(scope="module")
def view() -> Iterator[GameMap]:
    pygame.display.init()
    pygame.display.set_mode((64, 64))
    yield GameMap(ground())


@lru_cache(maxsize=1)
def fonts(scale: float) -> Fonts:
    """The fonts of a scale, which keep what they have drawn."""
    return Fonts(scale)


def drawn(name: str, size: tuple[int, int], view: GameMap, scale: float = 1.0) -> Drawn:
    picture, interface = stages()[name]
    return draw_whole_window(pygame.Surface(size), fonts(scale), picture, interface, view)


def outside(boxes: tuple[TextBox, ...]) -> list[str]:
    return [f"{box.panel}: {box.text!r} at {box.rect} in {box.within}" for box in boxes if not box.within.contains(box.rect)]


def overlapping(boxes: tuple[TextBox, ...]) -> list[str]:
    """Texts that cover each other. On the map, what lies above hides what lies below: its texts are left out."""
    flat = [box for box in boxes if box.panel != "map"]
    return [
        f"{a.panel}: {a.text!r} and {b.text!r}"
        for a, b in itertools.combinations(flat, 2)
        if a.layer == b.layer and a.rect.inflate(-2, -2).colliderect(b.rect.inflate(-2, -2))
    ]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_texts_keep_to_their_panels_and_apart(name: str, size: tuple[int, int], view: GameMap) -> None:
    got = drawn(name, size, view)
    assert got.boxes
    assert outside(tuple(box for box in got.boxes if box.panel != "map")) == []
    assert overlapping(got.boxes) == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("scale", (1.2, 1.6))
def test_large_text_keeps_to_its_place(name: str, scale: float, view: GameMap) -> None:
    got = drawn(name, (1280, 720), view, scale)
    assert outside(tuple(box for box in got.boxes if box.panel != "map")) == []
    assert overlapping(got.boxes) == []


@pytest.mark.parametrize("name", NAMES)
def test_something_can_be_pressed_by_key_in_every_moment(name: str, view: GameMap) -> None:
    got = drawn(name, (1280, 720), view)
    ids = [hit.id for hit in front(got.hits)]
    assert ids
    assert all(hit.rect.width > 8 and hit.rect.height > 8 for hit in front(got.hits)), ids


@pytest.mark.parametrize("name", ("planning", "start", "over", "respond"))
def test_no_text_is_smaller_than_a_fiftieth_of_the_height(name: str, view: GameMap) -> None:
    got = drawn(name, (1280, 720), view)
    least = Fonts().line_height(Fonts().unit(720))
    assert all(box.rect.height >= least for box in got.boxes)


@pytest.mark.parametrize("name", ("planning", "told", "moving", "respond", "public"))
def test_the_largest_text_leaves_the_map_its_room(name: str, view: GameMap) -> None:
    got = drawn(name, (1280, 720), view, 1.6)
    assert got.map.height > 720 / 2
    assert not [box.text for box in got.boxes if box.panel == "bottom" and box.text.endswith("…")]
    tools = [hit.rect for hit in got.hits if hit.panel == "tools" and not hit.still]
    assert tools and all(hit.rect.collidelist(tools) < 0 for hit in got.hits if hit.id.startswith("piece:"))
    assert got.map.collidelist(tools) < 0 and {"look:focus", "look:whole", "legend"} <= {hit.id for hit in got.hits}


QUESTIONS = ("respond", "respond_closed", "sign", "gate", "crisis", "crisis_closed", "role", "console_ruling", "console_words")


@pytest.mark.parametrize("scale", (1.0, 1.6))
@pytest.mark.parametrize("size", SIZES[:2], ids=str)
@pytest.mark.parametrize("name", QUESTIONS)
def test_no_answer_is_ever_scrolled_for(name: str, size: tuple[int, int], scale: float) -> None:
    """Whichever is chosen or pointed at, all answers are there, whole, the closed ones with what they lack."""
    picture, interface = stages()[name]
    assert picture and picture.question
    question = picture.question
    lines = [choice.line for choice in question.choices]
    states = [evolve(interface, choice=line, focused="") for line in ("", *lines)]
    states += [evolve(interface, choice="", focused=f"choice:{line}") for line in lines]
    for now, japanese in itertools.product(states, (False, True)):
        got = draw_whole_window(pygame.Surface(size), fonts(scale), picture, evolve(now, japanese=japanese), None)
        ids = [hit.id for hit in got.hits]
        assert {f"choice:{line}" for line in lines} <= set(ids)
        assert {f"closed:{closed.line}" for closed in question.closed} <= set(ids)
        assert outside(tuple(box for box in got.boxes if box.panel == "question")) == []
        told = " ".join(box.text for box in got.boxes if box.panel == "question")
        assert all(closed.title in told and closed.why[0].partition(":")[0] in told for closed in question.closed)
        assert not any(hit.id.startswith("closed:") for hit in front(got.hits))  # by keys they are skipped


@pytest.mark.parametrize("scale", (1.0, 1.6))
@pytest.mark.parametrize("name", ("planning", "told", "respond", "crisis", "public"))
def test_one_can_leave_by_mouse_from_every_moment_of_play(name: str, scale: float, view: GameMap) -> None:
    assert "quit" in [hit.id for hit in front(drawn(name, (1280, 720), view, scale).hits)]


def test_the_curtain_shows_nothing_of_the_game(view: GameMap) -> None:
    picture, _ = stages()["curtain"]
    texts = " ".join(box.text for box in drawn("curtain", (1280, 720), view).boxes)
    assert picture is not None
    assert not any(counter.name in texts for counter in picture.counters)
    assert not any(gauge.name in texts for gauge in picture.wall)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("size", ((640, 360), (600, 1000), (2560, 1080), (300, 200)), ids=str)
def test_no_window_is_too_odd_to_draw(name: str, size: tuple[int, int], view: GameMap) -> None:
    assert drawn(name, size, view, 1.6).hits


@pytest.mark.parametrize("scenario", ("tutorial", "senkaku_2021", "chain_2021_2030"))
def test_every_area_with_counters_shows_its_name(scenario: str, view: GameMap) -> None:
    """At 1280x720, as the map opens; only the campaign has so many that stacks may touch."""
    session = start(load(scenario), scenario, "", ("japan",), (), 3, None)
    session.reveal(session.waiting_for())
    picture = session.picture()
    got = draw_whole_window(pygame.Surface((1280, 720)), Fonts(), picture, Interface(stage="play"), view)
    short = {" / ".join(filter(None, (area.short or area.name, area.short_ja))): area.id for area in view.ground.board.areas}
    names = {short[box.text]: box.rect for box in got.boxes if box.panel == "map" and box.text in short}
    pieces = {counter.id: counter.area for counter in picture.counters}
    seen = {pieces[hit.id.partition(":")[2]]: hit.rect for hit in got.hits if hit.id.startswith("piece:")}
    badges = [box.rect for box in got.boxes if box.panel == "map" and box.text.startswith(("Ladder", "Control"))]
    assert len(seen) >= 6 and set(seen) <= set(names)
    for area, rect in names.items():
        assert got.map.contains(rect), area
        assert rect.collidelist(badges) < 0, area
        assert scenario == "chain_2021_2030" or rect.inflate(-4, -4).collidelist(list(seen.values())) < 0, area
        assert area not in seen or abs(rect.centerx - seen[area].centerx) < 100, area


def test_an_overlapping_text_is_found() -> None:
    """The check itself: two texts on one place, and one beyond its panel."""
    pygame.display.init()
    painter = Painter(pygame.Surface((300, 100)), THEMES["light"], Fonts(), 15)
    with painter.panel("one", pygame.Rect(0, 0, 60, 40)):
        painter.text((0, 0), "Overlapping")
        painter.text((4, 2), "texts")
    assert outside(tuple(painter.boxes)) and overlapping(tuple(painter.boxes))
