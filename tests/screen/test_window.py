"""The loop of the window, with a game that only notes what it is told: real events, what is drawn, what is passed on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pygame
import pytest
from attrs import evolve

from kuroshio.picture.picture import Beat, Picture
from kuroshio.screen.window import display
from kuroshio.screen.window import events_and_commands as m
from kuroshio.screen.window import window as window_module
from kuroshio.screen.window.display import NoDisplay
from kuroshio.screen.window.keys import front, press_of
from kuroshio.screen.window.opened_games import CannotOpen
from kuroshio.screen.window.settings import Settings, save_settings
from kuroshio.screen.window.state import Interface, Shelf
from kuroshio.screen.window.window import Window
from tests.screen import asked, sample


class Noted:
    """A game of three questions that notes what it is told."""

    def __init__(self) -> None:
        self.seen, self.waiting, self.told = sample.planning(), "japan", []  # type: ignore[var-annotated]

    def picture(self) -> Picture:
        return sample.public() if self.waiting else self.seen

    def waiting_for(self) -> str:
        return self.waiting

    def reveal(self, seat: str) -> None:
        self.waiting = ""

    rewound = 0

    def has_umpire(self) -> bool:
        return False

    def expect(self, seat: str, other: str, text: str) -> str:
        self.told.append((seat, other, text))
        return ""

    def beats(self) -> tuple[Beat, ...]:
        return sample.beats()

    def draft(self, line: str) -> str:
        self.told.append(line)
        return ""

    def undraft(self, index: int) -> None:
        self.told.append(index)

    def commit_plan(self) -> None:
        self.told.append("commit")
        self.seen = asked.respond()

    def answer(self, line: str) -> str:
        self.told.append(line)
        self.seen = sample.over()
        return ""


class Opener:
    def __init__(self, game: Noted) -> None:
        self.game = game

    def new(self, scenario: str, seats: tuple[str, ...], seed: int, umpire: bool) -> Noted:
        return self.game

    def open(self, path: str) -> Noted:
        raise CannotOpen("That game was kept by another version.")

    def shelf(self) -> Shelf:
        return sample.shelf()

    def review(self, game: object) -> str:
        return "The review is beside the game."

    def project(self, game: object) -> str:
        return "The projector opens."


@pytest.fixture
def window(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Window]:
    monkeypatch.setattr(window_module, "save_settings", lambda settings: save_settings(settings, tmp_path / "screen.toml"))
    game = Noted()
    window = Window(Settings(), sample.ground, shelf=sample.shelf(), opener=Opener(game))
    window.step()
    yield window


def tap(window: Window, *keys: int) -> None:
    for key in keys:
        window.take(pygame.event.Event(pygame.KEYDOWN, key=key, mod=0, unicode=""))
        window.take(pygame.event.Event(pygame.KEYUP, key=key, mod=0))
        window.draw()


def click(window: Window, id: str) -> None:
    at = next(hit for hit in reversed(window.drawn.hits) if hit.id.startswith(id)).rect.center
    for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
        window.take(pygame.event.Event(kind, pos=at, button=1))
        window.draw()


def game_of(window: Window) -> Noted:
    assert isinstance(window.game, Noted)
    return window.game


def test_a_game_by_keys_alone(window: Window) -> None:
    tap(window, pygame.K_RETURN)  # begin
    assert window.interface.stage == "curtain"
    tap(window, pygame.K_RETURN, pygame.K_ESCAPE, pygame.K_TAB, pygame.K_TAB)
    while not window.interface.focused.startswith("card:"):
        tap(window, pygame.K_TAB)
    tap(window, pygame.K_RETURN, pygame.K_RETURN)  # open the card, add it
    assert len(game_of(window).told) == 1
    tap(window, pygame.K_c, pygame.K_RETURN, pygame.K_ESCAPE)
    assert game_of(window).told[1] == "commit"
    while not window.interface.focused.startswith("choice:"):
        tap(window, pygame.K_TAB)
    tap(window, pygame.K_RETURN, pygame.K_RETURN, pygame.K_ESCAPE)
    assert window.interface.stage == "over"


def test_a_game_by_mouse_alone(window: Window) -> None:
    for id in ("begin", "ready", "skip", "card:", "add", "commit", "committed", "skip", "choice:", "answer", "skip"):
        click(window, id)
    assert window.interface.stage == "over"
    assert len(game_of(window).told) == 3


def motion(window: Window, *at: tuple[int, int]) -> None:
    for one in at:
        window.take(pygame.event.Event(pygame.MOUSEMOTION, pos=one, rel=(1, 1), buttons=(1, 0, 0)))
        window.draw()


def planning_seen(window: Window) -> Picture:
    for id in ("begin", "ready", "skip"):
        click(window, id)
    assert window.picture is not None
    return window.picture


def test_the_first_tab_rings_a_card(window: Window) -> None:
    plan = planning_seen(window)
    tap(window, pygame.K_TAB)
    assert window.interface.focused.startswith(("undraft:", "overlay:catalogue", "card:"))
    game_of(window).seen = window.picture = evolve(plan, draft=())
    window.interface = evolve(window.interface, focused="")
    window.draw()
    ids = []
    for _ in range(40):
        tap(window, pygame.K_TAB)
        ids.append(window.interface.focused)
    assert ids.index("commit") > max(n for n, id in enumerate(ids[: ids.index("commit")]) if id.startswith("card:"))
    window.interface = evolve(window.interface, focused="commit")
    tap(window, pygame.K_RETURN, pygame.K_RETURN)  # a slip: nothing is committed
    assert not window.interface.confirming and "commit" not in game_of(window).told
    tap(window, pygame.K_c, pygame.K_c)
    assert game_of(window).told == ["commit"]


def test_a_delete_is_never_next_on_enter(window: Window) -> None:
    """After an order is added, Tab and Enter open a card; to take an order out is behind them all, before the commit."""
    plan = planning_seen(window)
    assert plan.draft
    tap(window, pygame.K_TAB, pygame.K_RETURN)
    assert not [what for what in game_of(window).told if isinstance(what, int)]
    window.interface = evolve(window.interface, card="", choice="", focused="", overlay="")
    window.draw()
    ids = [hit.id for hit in front(window.drawn.hits)]
    assert ids[0].startswith("card:"), "the first that Tab rings is a card, as the line at the foot says"
    assert ids.index("undraft:0") > max(n for n, id in enumerate(ids) if id.startswith("card:"))


def test_a_question_is_answered_by_keys_beside_what_was_said_last(window: Window) -> None:
    """An arrow, Enter or Space sets the ring; Space decides nothing without one; the keys stand beside the sentence."""
    planning_seen(window)
    said = "China commits: a fleet drill."
    for first in (pygame.K_DOWN, pygame.K_RETURN, pygame.K_SPACE):
        window.picture = asked.respond()
        window.interface = evolve(window.interface, choice="", focused="").says(said)
        window.draw()
        foot = [box.text for box in window.drawn.boxes if box.panel == "bottom"]
        assert said in foot and any(text.startswith("Up, Down: answers") for text in foot)
        tap(window, first)
        assert window.interface.focused == "choice:japan: respond none" and not window.interface.message
    tap(window, pygame.K_DOWN, pygame.K_SPACE, pygame.K_SPACE)
    assert window.interface.choice == "japan: respond protest" and game_of(window).told == []
    tap(window, pygame.K_UP)
    assert window.interface.focused == "choice:japan: respond none", "the answer before the one that is chosen"
    tap(window, pygame.K_RETURN, pygame.K_RETURN)
    assert game_of(window).told == ["japan: respond none"]


@pytest.mark.parametrize("stage", ("start", "over"))
def test_the_first_tab_leaves_nothing(window: Window, stage: str) -> None:
    if stage == "over":
        for id in ("begin", "ready", "skip", "commit", "committed", "skip", "choice:", "answer", "skip"):
            click(window, id)
    assert window.interface.stage == stage
    tap(window, pygame.K_TAB)
    assert window.interface.focused not in ("", "quit")


def test_a_dragged_counter_follows_the_pointer_within_an_area(window: Window) -> None:
    """As many pictures of the map as the pointer has places, and the caption names where it is."""
    plan = planning_seen(window)
    tap(window, pygame.K_0)  # the whole map; nothing lies over it
    movable = {choice.piece for card in plan.question.cards for choice in card.choices if choice.piece}  # type: ignore[union-attr]
    hit = next(hit for hit in window.drawn.hits if hit.id.removeprefix("piece:") in movable)
    window.take(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=hit.rect.center, button=1))
    steps = (0, 30, 60, 90)
    sea = next(
        (x, y)
        for x in range(60, 700, 20)
        for y in range(200, 600, 20)
        if len({window._area_under((x + dx, y)) or dx for dx in steps}) == 1
        and not any(other.rect.collidepoint((x + dx, y)) for other in window.drawn.hits for dx in steps)
    )
    shown, areas = set(), set()
    for dx in steps:
        motion(window, (sea[0] + dx, sea[1]))
        shown.add(hash(pygame.image.tobytes(window.surface, "RGB")))
        areas.add(window.interface.pointed)
        assert window.interface.dragging and window.interface.drag_at == (sea[0] + dx, sea[1])
    assert len(shown) == 4 and areas == {window._area_under(sea)}
    name = next(area.name for area in sample.board().areas if area.id in areas)
    assert any(box.text.startswith(f"{name} ·") for box in window.drawn.boxes if box.panel in ("map", "tools"))


def test_leaving_a_game_goes_back_to_the_start_screen(window: Window) -> None:
    planning_seen(window)
    click(window, "quit")
    click(window, "quit")
    assert window.open and window.game is None and window.picture is None
    assert window.interface.stage == "start" and window.interface.scenario == sample.shelf().scenarios[0].id
    assert any(hit.id == "begin" for hit in window.drawn.hits)
    click(window, "quit")
    assert not window.open


def test_a_key_opens_the_projector_of_the_game_and_only_then(window: Window) -> None:
    tap(window, pygame.K_p)
    assert window.interface.message == "Begin or open a game first; then P opens its projector." and window.interface.wrong
    planning_seen(window)
    tap(window, pygame.K_p)
    assert window.interface.message == "The projector opens." and not window.interface.wrong
    assert press_of(m.KeyPress("p"), Interface(stage="play", overlay="catalogue")) == ""  # there it is a letter


def test_at_the_end_one_can_play_again_or_go_on(window: Window) -> None:
    def to_the_end() -> None:
        for id in ("begin", "ready", "skip", "commit", "committed", "skip", "choice:", "answer", "skip"):
            click(window, id)

    to_the_end()
    click(window, "review")
    assert window.interface.stage == "over" and window.interface.message == "The review is beside the game."
    shelf = [card.id for card in sample.shelf().scenarios]
    played = sample.over().scenario
    people = window.interface.people
    click(window, "once:again")
    assert (window.interface.stage, window.interface.scenario) == ("start", played)
    assert window.interface.people == people
    assert isinstance(window.opener, Opener)
    window.opener.game = Noted()
    to_the_end()
    click(window, "once:next")
    assert window.interface.scenario == shelf[(shelf.index(played) + 1) % len(shelf)] and window.open


def test_a_game_that_is_being_laid_out_is_no_alarm(window: Window) -> None:
    seen = []
    draw = window.draw

    def watch() -> None:
        seen.append((window.interface.message, window.interface.wrong))
        draw()

    window.draw = watch  # type: ignore[method-assign]
    click(window, "open:")
    assert ("One moment: the game is being loaded.", False) in seen
    assert window.interface.wrong and window.interface.message == "That game was kept by another version."


def test_the_window_fits_the_screen() -> None:
    assert display.size_for([(1280, 720)], 0) == (1126, 634)
    assert display.size_for([(1280, 720), (3840, 2160)], 1) == (3379, 1901)
    assert display.size_for([], 0) == display.size_for([(0, 0)], 0) == display.WINDOWED


def test_a_held_key_decides_once(window: Window) -> None:
    for _ in range(5):
        window.take(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_RETURN, mod=0, unicode=""))
        window.draw()
    assert window.interface.stage == "curtain"


def test_a_game_that_cannot_be_opened_says_why(window: Window) -> None:
    click(window, "open:")
    assert window.interface.stage == "start"
    assert window.interface.message == "That game was kept by another version."
    assert any(box.text == window.interface.message for box in window.drawn.boxes)


def test_two_pictures_of_one_second_are_two_files(window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(display.platformdirs, "user_pictures_dir", lambda: str(tmp_path / "pictures"))

    class Noon(datetime):
        @classmethod
        def now(cls, tz: object = None) -> Noon:
            return cls(2021, 7, 4, 12, 0, 0)

    monkeypatch.setattr(display, "datetime", Noon)
    for _ in range(2):
        window.carry_out(m.Screenshot())
    names = sorted(path.name for path in (tmp_path / "pictures").iterdir())
    assert names == ["kuroshio-20210704-120000-2.png", "kuroshio-20210704-120000.png"]
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in (tmp_path / "pictures").iterdir())


def test_a_line_of_control_that_is_not_taken_says_why(window: Window) -> None:
    def full(game: window.Game, line: str) -> tuple[str, tuple[str, ...]]:
        raise OSError(28, "No space left on device")

    for id in ("begin", "ready", "skip"):
        click(window, id)
    window.carry_out(m.CarryOut("undo"))
    assert window.interface.message == window_module.NO_LINES
    window.control = full
    window.carry_out(m.CarryOut("undo"))
    assert window.interface.message == "No space left on device"


def test_the_map_moves_alone_and_what_is_around_it_stays(window: Window) -> None:
    for id in ("begin", "ready", "skip"):
        click(window, id)
    tap(window, pygame.K_0)
    before = window.drawn
    tap(window, pygame.K_2)
    assert window.interface.camera is not None
    assert [box for box in window.drawn.boxes if box.panel != "map"] == [box for box in before.boxes if box.panel != "map"]
    assert any(hit.panel == "map" for hit in window.drawn.hits)


def test_without_a_display_one_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise pygame.error("no available video device")

    monkeypatch.setattr(pygame.display, "set_mode", fail)
    with pytest.raises(NoDisplay, match="No window can be opened here"):
        Window(Settings(), sample.ground)


@pytest.mark.parametrize("key", (pygame.K_a, pygame.K_l))
def test_what_lies_over_the_map_takes_the_clicks(window: Window, key: int) -> None:
    for id in ("begin", "ready", "skip"):
        click(window, id)
    tap(window, pygame.K_ESCAPE, key)
    panel = {pygame.K_a: "aims", pygame.K_l: "legend"}[key]
    over = next(hit.rect for hit in window.drawn.hits if hit.panel == panel and not hit.id)
    camera, at = window.interface.camera, (over.x + 3, over.bottom - 3)
    for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
        window.take(pygame.event.Event(kind, pos=at, button=1))
    window.take(pygame.event.Event(pygame.MOUSEWHEEL, x=0, y=1))
    assert not window.interface.area and not window.interface.pointed and window.interface.camera == camera
    tap(window, key)
    for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
        window.take(pygame.event.Event(kind, pos=at, button=1))
    assert window.interface.area  # the map lies there
