"""The tutorial, from the start screen to its outcome: by keys alone, and by mouse alone, through real events."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest

from engine.session.journal import read
from tests.screen.pilot import Pilot


@pytest.fixture(autouse=True)
def a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    monkeypatch.setenv("KUROSHIO_GAMES_DIR", str(tmp_path / "games"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    yield tmp_path / "games"
    pygame.display.quit()


@pytest.mark.parametrize("hand", ["by_keys", "by_mouse"])
def test_the_tutorial_is_played_to_its_outcome(hand: str, a_folder_of_its_own: Path) -> None:
    pilot = Pilot()
    decisions = pilot.play(getattr(pilot, hand))
    picture = pilot.window.picture
    assert decisions >= 4 and picture is not None and picture.over
    assert {result.side for result in picture.results} == set(picture.seats)
    assert {"start", "beat", "order", "card", "confirm", "over"} <= pilot.seen
    kept = next(a_folder_of_its_own.glob("*.game.jsonl"))
    assert read(kept)


def test_closing_the_window_in_the_middle_loses_nothing_committed(a_folder_of_its_own: Path) -> None:
    pilot = Pilot()
    pilot.by_keys("begin")
    while pilot.moment() != "order":
        pilot.take(pilot.moment(), pilot.by_keys, 0)
    pilot.take("order", pilot.by_keys, 1)
    pygame.event.post(pygame.event.Event(pygame.QUIT))
    pilot.window.step()
    assert not pilot.window.open
    kept = next(a_folder_of_its_own.glob("*.game.jsonl"))
    again = Pilot()
    assert again.by_keys(f"open:{kept}")
    assert again.window.picture is not None and pilot.window.picture is not None
    assert again.window.picture.turn == pilot.window.picture.turn
    assert again.window.game.state() == pilot.window.game.state()  # type: ignore[union-attr]
