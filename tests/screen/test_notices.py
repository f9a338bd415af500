"""What the window says of a game's files and of the room's clock: who reads the public journal, and whether it is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve

from kuroshio.cli.play import GameOpener
from kuroshio.screen.window import window as window_module
from kuroshio.screen.window.settings import Settings, save_settings
from kuroshio.screen.window.window import Window
from tests.screen import sample
from tests.screen.test_window import Noted
from tests.screen.test_window import Opener as NotedOpener

PLACED = "The projector reads /games/public/a: this user alone."


class KeptGame(Noted):
    """A game that has something to say of its files."""

    unpublished = ""

    def notices(self) -> list[str]:
        return [text for text in (self.unpublished, PLACED) if text]


def texts(window: Window) -> str:
    return " ".join(box.text for box in window.drawn.boxes)


def test_who_reads_the_public_journal_is_told_behind_the_curtain_and_in_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window_module, "save_settings", lambda settings: save_settings(settings, tmp_path / "screen.toml"))
    game = KeptGame()
    window = Window(Settings(), sample.ground, game=game, opener=NotedOpener(game))
    window.step()
    assert window.interface.stage == "curtain" and PLACED in texts(window)
    game.waiting = ""
    window.refresh()
    window.step()
    assert PLACED not in texts(window), "the picture of a seat has no room for it"
    window.interface = evolve(window.interface, overlay="settings")
    window.step()
    assert PLACED in texts(window)
    game.unpublished = "/games/public/a: cannot be written (disk full)."
    window.refresh()
    assert window.interface.message == game.unpublished and window.interface.notices == (game.unpublished, PLACED)
    window.interface = evolve(window.interface, message="")
    window.refresh()
    assert window.interface.message == "", "it is said once"


def test_a_game_that_is_opened_says_who_reads_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KUROSHIO_GAMES_DIR", str(tmp_path / "games"))
    monkeypatch.setenv("KUROSHIO_PUBLIC_DIR", str(tmp_path / "public"))
    game = GameOpener().new("tutorial", ("china",), 1, False)
    try:
        (notice,) = game.notices()
        assert str(tmp_path / "public") in notice and notice.startswith("The projector reads")
    finally:
        game.close()
