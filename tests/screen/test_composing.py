"""What an input method puts together: shown in the field at the caret, and its keys are no commands. By posted events alone."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pygame
import pytest
from attrs import evolve

from kuroshio.picture.picture import Picture
from kuroshio.screen.drawing.fonts import Fonts, Run
from kuroshio.screen.drawing.system_fonts import SystemFonts
from kuroshio.screen.panels.entry_fields import letters, place_in
from kuroshio.screen.window import events_and_commands as m
from kuroshio.screen.window import window as window_module
from kuroshio.screen.window.input_events import Pointer
from kuroshio.screen.window.settings import Settings, save_settings
from kuroshio.screen.window.state import Interface
from kuroshio.screen.window.typed_text import KEYS_COMMAND
from kuroshio.screen.window.update import update
from kuroshio.screen.window.window import Window
from tests.screen import control, sample
from tests.screen.test_window import Noted, Opener


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    with pytest.MonkeyPatch.context() as patch:
        path = tmp_path_factory.mktemp("config") / "screen.toml"
        patch.setattr(window_module, "save_settings", lambda settings: save_settings(settings, path))
        yield Window(Settings(), sample.ground, game=Noted(), opener=Opener(Noted()))


@pytest.fixture
def window(made: Window) -> Window:
    """A window in planning, where orders in own words may be written."""
    game = Noted()
    assert game.seen.question
    game.seen, game.waiting = evolve(game.seen, question=evolve(game.seen.question, own_words=True)), ""
    made.game, made.pointer, made.interface, made.fonts, made.lacking = game, Pointer(), Interface(stage="play"), Fonts(), set()
    made.refresh()
    made.interface = evolve(made.interface, pages=(), telling=-1)
    pygame.event.clear()
    made.step()
    return made


def key(window: Window, *keys: int) -> None:
    for one in keys:
        pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=one, mod=0, unicode="", scancode=0))
        pygame.event.post(pygame.event.Event(pygame.KEYUP, key=one, mod=0, unicode="", scancode=0))
    window.step()


def compose(window: Window, text: str, start: int = 0) -> None:
    pygame.event.post(pygame.event.Event(pygame.TEXTEDITING, text=text, start=start, length=0))
    window.step()


def hand_over(window: Window, text: str) -> None:
    """The input method has done with a text: what was in composition is no longer, and the text comes."""
    pygame.event.post(pygame.event.Event(pygame.TEXTINPUT, text=text))
    pygame.event.post(pygame.event.Event(pygame.TEXTEDITING, text="", start=0, length=0))
    window.step()


def shown(window: Window) -> str:
    return " ".join(box.text for box in window.drawn.boxes if box.layer)


def written(window: Window) -> list[object]:
    assert isinstance(window.game, Noted)
    return list(window.game.told)


def test_what_is_put_together_is_shown_and_then_typed(window: Window) -> None:
    key(window, pygame.K_o)
    hand_over(window, "o")  # the echo of the key that opened the field
    assert window.interface.overlay == "words" and window.interface.search == ""
    hand_over(window, "Call ")
    compose(window, "とうきょ", 4)
    assert window.interface.composed == "とうきょ" and "とうきょ" in shown(window)
    compose(window, "東京", 2)
    assert window.interface.search == "Call " and "東京" in shown(window)
    hand_over(window, "東京")
    assert (window.interface.search, window.interface.composing) == ("Call 東京", "")


def test_keys_of_the_input_method_are_no_commands(window: Window) -> None:
    """On Windows and macOS they come to the window as well: Enter takes a candidate, and must not hand the order in."""
    key(window, pygame.K_o)
    hand_over(window, "o")
    compose(window, "とう")
    before = window.interface
    key(window, pygame.K_SPACE, pygame.K_DOWN, pygame.K_BACKSPACE, pygame.K_ESCAPE, pygame.K_TAB, pygame.K_F1)
    pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_RETURN, mod=0, unicode="", scancode=0))
    window.step()
    assert window.interface == before and written(window) == []
    hand_over(window, "東京")
    pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_RETURN, mod=0, unicode="", scancode=0))  # still held
    window.step()
    assert window.interface.overlay == "words" and written(window) == []
    pygame.event.post(pygame.event.Event(pygame.KEYUP, key=pygame.K_RETURN, mod=0, unicode="", scancode=0))
    key(window, pygame.K_RETURN)
    assert window.interface.overlay == "" and written(window) == ['japan: "東京"']


def test_the_candidates_stand_at_the_caret(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[pygame.Rect] = []
    monkeypatch.setattr(pygame.key, "set_text_input_rect", told.append)
    key(window, pygame.K_o)
    hand_over(window, "o")
    compose(window, "とうきょう", 2)
    field = [box for box in window.drawn.boxes if "とうきょう" in box.text][-1]
    assert told[-1] == window.drawn.caret and field.rect.top <= told[-1].top < field.rect.bottom
    assert field.rect.left + 0.3 * field.rect.width < told[-1].left < field.rect.left + 0.5 * field.rect.width
    compose(window, "とうきょう", 5)
    assert told[-1].left >= field.rect.right
    assert os.environ["SDL_IME_SHOW_UI"] == "1"


def test_with_no_field_open_it_is_dropped_with_a_word(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    dropped: list[str] = []
    monkeypatch.setattr(window_module, "drop_composing", lambda: dropped.append("once"))
    compose(window, "ん")
    assert dropped == ["once"] and window.interface.message == KEYS_COMMAND and window.interface.composing == ""
    key(window, pygame.K_o)  # opens the field; the input method has begun with the same key
    compose(window, "お")
    assert dropped == ["once", "once"] and window.interface.composed == ""


def test_a_field_that_is_left_leaves_nothing_behind(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    dropped: list[str] = []
    key(window, pygame.K_o)
    hand_over(window, "o")
    compose(window, "とう")
    monkeypatch.setattr(window_module, "drop_composing", lambda: dropped.append("once"))
    window.send(m.Press("back"))
    assert window.interface.overlay == "" and window.interface.composing == "" and dropped == ["once"]
    key(window, pygame.K_o)
    assert window.interface.composed == ""


def test_a_button_takes_what_is_still_being_put_together(window: Window) -> None:
    key(window, pygame.K_o)
    hand_over(window, "o")
    hand_over(window, "Call ")
    compose(window, "서울")
    window.send(m.Press("write"))
    assert written(window) == ['japan: "Call 서울"'] and window.interface.composing == ""


def test_the_search_of_cards_shows_it_too(window: Window) -> None:
    pygame.event.post(pygame.event.Event(pygame.TEXTINPUT, text="/"))
    window.step()
    compose(window, "ぎょ", 2)
    assert "ぎょ" in shown(window) and window.drawn.caret is not None


def test_a_place_in_broken_lines_is_found_by_its_letters() -> None:
    lines = ["one two", "three 東", "京"]
    assert letters("one two three 東京") == 13
    assert [place_in(lines, n) for n in (0, 3, 6, 11, 12, 13)] == [(0, 0), (0, 4), (1, 0), (1, 6), (2, 0), (2, 1)]


def test_a_line_of_control_takes_it_too() -> None:
    picture: Picture = control.overseen()
    now, _ = update(Interface(stage="play", overlay="control"), picture, m.Composing("한"))
    assert now.composed == "한"
    now, _ = update(now, picture, m.Typed("한"))
    assert (now.search, now.composed) == ("한", "")


def test_a_script_that_no_font_has_is_said_once(window: Window) -> None:
    window.fonts = Fonts(system=SystemFonts(lambda bold: []))
    key(window, pygame.K_o)
    hand_over(window, "o")
    compose(window, "สวัสดี")
    assert window.fonts.runs("สวัสดี") == (Run("[Thai]"),)
    assert "Thai" in window.interface.message and "check-room" in window.interface.message
    window.interface = evolve(window.interface, message="")
    compose(window, "สวัส")
    assert window.interface.message == ""
