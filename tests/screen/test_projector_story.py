"""The projector follows a game by itself: pages in their time, going back, moves, rounds, and the few keys of its window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

import pygame
import pytest
from attrs import evolve

from kuroshio.kernel.state.records import thaw
from kuroshio.picture.picture import Beat, Picture
from kuroshio.screen.projector.projector import CYCLE, EASED, ROLLED, Projector
from kuroshio.screen.projector.projector_map import ProjectorMap
from kuroshio.screen.projector.projector_story import (
    HURRIED,
    MANY,
    Telling,
    backward,
    dropped,
    forward,
    heard,
    opened,
    stands_for,
    word_count,
)
from kuroshio.screen.window.settings import Settings
from kuroshio.session.control_lines import Control
from kuroshio.session.saved_games import load, start
from tests.screen import sample
from tests.screen.room_moments import decide, moments


def told(*beats: Beat) -> Picture:
    return evolve(sample.public(), news=beats)


def act(number: int, title: str = "An act") -> Beat:
    return Beat(number=number, turn=3, phase="coercion", kind="ruling", title=title, text="It is done.")


FIRST = opened(told(act(1)))


def test_what_has_happened_before_is_not_told_and_what_follows_is() -> None:
    assert FIRST.at == -1 and FIRST.shown == FIRST.now
    then = heard(FIRST, told(act(1), act(2), act(3)), 10.0)
    assert then.at == 0 and [page.beats for page in then.pages] == [(act(2),), (act(3),)] and then.since == 10.0
    assert heard(FIRST, evolve(FIRST.now, asked="china"), 10.0).at == -1


def test_pages_follow_one_another_and_the_position_comes_last() -> None:
    then = heard(FIRST, told(act(1), act(2), act(3)), 0.0)
    second = forward(then, 1, 5.0)
    assert (second.at, second.since, forward(second, 1, 9.0).at) == (1, 5.0, -1)
    assert forward(then, 2, 5.0).part == 1 and forward(then, 2, 5.0).at == 0  # a text of two parts
    assert backward(second, 7.0).at == 0 and backward(then, 7.0) == then
    assert backward(dropped(then, 7.0), 8.0).at == 1  # from the position back to the last page
    more = heard(second, told(act(1), act(2), act(3), act(4)), 6.0)
    assert more.at == 1 and len(more.pages) == 3 and more.since == 5.0  # what comes meanwhile waits


@pytest.mark.parametrize("news", ((act(1, "Another act"),), (), (act(2, "Another act"),)), ids=("other", "none", "later"))
def test_where_the_game_has_gone_back_nothing_void_is_told(news: tuple[Beat, ...]) -> None:
    then = heard(heard(FIRST, told(act(1), act(2), act(3)), 0.0), told(act(1), act(2)), 1.0)
    assert then == opened(told(act(1), act(2)))
    gone = heard(opened(told(act(1), act(2))), told(*news), 0.0)
    assert gone.at == -1 and gone.pages == ()


def test_a_game_that_goes_on_beyond_the_news_that_are_kept_has_not_gone_back() -> None:
    later = told(*(act(number) for number in range(50, 110)))
    assert heard(FIRST, later, 0.0).at == 0


def test_counters_seen_elsewhere_are_a_page_with_their_moves() -> None:
    old = FIRST.now
    first = old.counters[0]
    new = evolve(old, counters=(evolve(first, area="okinawa"), *old.counters[1:]))
    then = heard(opened(old), new, 0.0)
    assert [(move.piece, move.area) for move in then.page.moves] == [(first.id, "okinawa")]
    assert then.shown.counters == old.counters  # they stand where they were until the page is turned
    assert forward(then, 1, 1.0).shown.counters == new.counters
    unknown = next(counter for counter in old.counters if not counter.side)
    gone = evolve(old, counters=tuple(evolve(one, area="okinawa") if one is unknown else one for one in old.counters))
    assert heard(opened(old), gone, 0.0).at == -1  # nobody knows that it is the same one


def test_a_round_of_a_crisis_has_a_page_to_itself() -> None:
    page = moments("tutorial")["room_round"]
    assert len(page.page) == 1 and page.beat is not None and page.beat.round is not None
    both = page.beat.round
    assert both.number == 1 and both.most >= both.number and [one.name for one in both.choices] == ["Climb", "Climb"]
    assert (both.dice is not None) == (both.clash_at > 0)
    spot = page.picture.hotspots[0]
    assert [one.side for one in both.choices] == [spot.challenger, spot.holder] and both.hotspot == spot.id


def test_a_page_stands_as_long_as_a_room_reads_and_less_while_many_wait() -> None:
    one = heard(FIRST, told(act(1), act(2)), 0.0)
    assert stands_for(one, 0) < stands_for(one, 20) < stands_for(one, 50)
    many = heard(FIRST, told(*(act(number) for number in range(1, MANY + 4))), 0.0)
    assert stands_for(many, 20) == stands_for(one, 20) * HURRIED
    assert word_count(["Two words, 危機対応"]) == 4


def test_the_wall_has_its_values_as_each_turn_began_and_forgets_those_gone_back_over() -> None:
    session = start(load("tutorial"), "tutorial", "", ("japan", "china"), (), 3, None)
    while session.turn < 3:
        decide(session)
    slots, turns = session.play.maker.slots, session.play.turns
    for gauge in session.picture_for("").wall:
        assert gauge.past == tuple(int(thaw(turns[turn]).track[slots[gauge.id]]) for turn in (1, 2, 3))
    assert any(len(set(gauge.past)) > 1 for gauge in session.picture_for("").wall)
    assert Control(session).perform("rewind 2 planning yes") == ""
    assert {len(gauge.past) for gauge in session.picture_for("").wall} == {2}


# --- its window ----------------------------------------------------------------------------------------


class Told:
    """A game that a test tells."""

    def __init__(self, picture: Picture) -> None:
        self.now, self.new = picture, False

    def tell(self, picture: Picture) -> None:
        self.now, self.new = picture, True

    def moved(self) -> bool:
        new, self.new = self.new, False
        return new

    def picture(self) -> Picture:
        return self.now


class Wall:
    """A projector with a clock that a test turns."""

    def __init__(self, picture: Picture) -> None:
        self.time, self.game = 0.0, Told(picture)
        self.projector = Projector(Settings(), sample.ground, self.game, size=(1280, 720), second=lambda: self.time)
        self.projector.step()

    def after(self, seconds: float) -> Telling:
        self.time += seconds
        self.projector.step()
        return self.projector.telling

    def key(self, key: int, text: str = "", mod: int = 0) -> Telling:
        pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=key, mod=mod, unicode=text, scancode=0))
        return self.after(0.01)

    def texts(self) -> str:
        return " ".join(box.text for box in self.projector.drawn.boxes)


@lru_cache(maxsize=1)
def the_map() -> ProjectorMap:
    return ProjectorMap(sample.ground())


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Picture], Wall]]:
    monkeypatch.setattr("kuroshio.screen.projector.projector.ProjectorMap", lambda ground: the_map())
    yield Wall
    pygame.display.quit()


def test_the_story_goes_on_by_itself(wall: Callable[[Picture], Wall]) -> None:
    room = wall(FIRST.now)
    room.game.tell(told(act(1), act(2, "Boats pursued"), act(3, "A note handed over")))
    assert room.after(0.3).at == 0 and "Boats pursued" in room.texts()
    assert room.after(1.0).at == 0
    assert room.after(20.0).at == 1 and "A note handed over" in room.texts()
    room.after(0.1)
    assert room.after(20.0).at == -1 and "A note handed over" not in room.texts()


def test_dice_roll_before_they_lie_and_the_camera_comes_to_the_place(wall: Callable[[Picture], Wall]) -> None:
    public = evolve(sample.public(), asked="")
    room = wall(evolve(public, news=(act(1),)))
    far = room.projector.page().camera
    ruling = evolve(sample.beats()[1], number=2)
    room.game.tell(evolve(public, news=(act(1), ruling)))
    room.after(0.3)
    assert ruling.band.capitalize() not in room.texts() and room.projector.page().ease < 1
    room.after(EASED / 2)
    half = room.projector.page().camera
    room.after(ROLLED + EASED)
    near = room.projector.page().camera
    assert ruling.band.capitalize() in room.texts() and room.projector.page().ease == 1
    assert far and half and near and near.km < half.km < far.km


def test_its_few_keys(wall: Callable[[Picture], Wall]) -> None:
    room = wall(FIRST.now)
    room.game.tell(told(act(1), act(2), act(3)))
    room.after(0.3)
    assert room.key(pygame.K_SPACE).at == 1 and room.key(pygame.K_BACKSPACE).at == 0
    assert room.key(pygame.K_ESCAPE).at == -1
    room.key(pygame.K_j)
    assert room.projector.japanese and "／" in room.texts()
    room.key(pygame.K_b)
    assert room.texts() == ""
    room.key(pygame.K_b)
    assert room.texts() != ""
    room.key(pygame.K_SLASH, "?")
    assert "full screen" in room.texts() or "全画面" in room.texts()
    room.key(pygame.K_ESCAPE)
    room.key(pygame.K_q)
    assert room.projector.open
    room.key(pygame.K_q, mod=pygame.KMOD_CTRL)
    assert not room.projector.open


def test_a_text_too_long_for_the_screen_goes_round_while_the_room_waits(wall: Callable[[Picture], Wall]) -> None:
    room = wall(evolve(sample.public(), turn=1, phase="planning", incidents=(), news=(), summary="The sea is calm. " * 120))
    assert room.projector.drawn.parts > 1
    assert room.after(CYCLE + 0.1).part == 1
    for _ in range(room.projector.drawn.parts - 1):
        room.after(CYCLE + 0.1)
    assert room.projector.telling.part == 0


def test_a_window_of_another_size_is_drawn_anew(wall: Callable[[Picture], Wall]) -> None:
    room = wall(FIRST.now)
    room.projector.surface = pygame.display.set_mode((1024, 768))
    pygame.event.post(pygame.event.Event(pygame.WINDOWEXPOSED))
    room.after(0.1)
    assert room.projector.drawn.map.width == 1024
