"""Every command on a theatre of an author's own, and on one whose map cannot be drawn: it works, or says one sentence."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pygame
import pytest

from kuroshio.cli import main, play
from kuroshio.cli.show import ground_for
from kuroshio.screen.projector.projector import Projector
from kuroshio.screen.window.window import Window
from kuroshio.session import saved_games
from kuroshio.session.public_journal import map_beside, public_map

THEATRE = Path(__file__).parents[1] / "theatre"
SHAPES = "maps/skerry_sea/shapes.geojson"


@pytest.fixture
def theatre(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("GAMES", "PUBLIC", "CACHE"):
        monkeypatch.delenv(f"KUROSHIO_{name}_DIR", raising=False)
    monkeypatch.setenv("KUROSHIO_GAMES_DIR", str(tmp_path / "games"))
    monkeypatch.setenv("KUROSHIO_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    monkeypatch.chdir(tmp_path)
    return Path(shutil.copytree(THEATRE, tmp_path / "theatre"))


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    """Run the command line as a process would; its status, and all that it printed."""

    def run(*words: str, script: str = "") -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["kuroshio", *words])
        if script:
            Path("script.txt").write_text(script, "utf-8")
            monkeypatch.setattr(sys, "argv", ["kuroshio", *words, "--script", "script.txt"])
        status = main.carry_out()
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        return status, out + err

    return run


@pytest.fixture
def closed_at_once(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A window takes a few steps and is closed; what it wrote."""
    seen: list[str] = []

    def run(window: Window | Projector, look: object = None) -> None:
        for _ in range(2):
            window.step()
        seen.extend(box.text for box in window.drawn.boxes)
        pygame.display.quit()

    monkeypatch.setattr(Window, "run", run)
    monkeypatch.setattr(Projector, "run", run)
    return seen


ORDERS = "commit norrmark empty\ncommit ostvik empty\ncommit harbour_league empty\n"
SCENARIO = "theatre/scenarios/skerries.toml"


def test_every_command_plays_a_theatre_of_its_own(theatre: Path, told, closed_at_once: list[str]) -> None:  # type: ignore[no-untyped-def]
    commands = [
        ("check", "theatre"),
        ("run", SCENARIO, "--games", "20", "--out", "runs"),
        ("compare", SCENARIO, SCENARIO, "--games", "20", "--set", "opening.world.unease=4"),
        ("narrate", SCENARIO, "--seed", "3"),
        ("brief", SCENARIO, "--out", "briefs"),
    ]
    for words in commands:
        status, said = told(*words)
        assert status == 0, (words, said)
    status, said = told("control", "evening", "--new", SCENARIO, script=ORDERS)
    assert status == 0 and "Outer Skerries" in said, said
    shutil.rmtree(theatre)  # what is kept goes on without it
    for words in (
        ("report", "evening", "--out", "review.html"),
        ("replay", "evening"),
        ("show", "evening"),
        ("resume", "evening"),
    ):
        status, said = told(*words)
        assert status == 0, (words, said)
    assert 'id="a-skerries"' in Path("review.html").read_text("utf-8")
    assert any("The Skerries" in text for text in closed_at_once), closed_at_once


def test_it_is_played_in_a_window_with_rules_from_elsewhere(theatre: Path, told, closed_at_once: list[str], monkeypatch) -> None:  # type: ignore[no-untyped-def]
    """What is compiled before the window opens is of that theatre too, and not a shipped scenario under foreign rules."""
    (theatre / "rules").rename(theatre.parent / "own_rules")
    monkeypatch.setattr(play, "is_cold", lambda name: True)
    status, said = told("play", SCENARIO, "--rules", "own_rules", "--seat", "norrmark")
    assert status == 0, said
    status, said = told("play", "--rules", "own_rules")
    assert status == 2 and "no shipped scenario fits these rules; name one of yours" in said
    status, said = told("run", SCENARIO)
    assert status == 2 and said.count("\n") == 1 and "this scenario is for other rules than the shipped ones" in said


def test_a_broken_map_is_refused_before_a_game_begins(theatre: Path, told) -> None:  # type: ignore[no-untyped-def]
    (theatre / SHAPES).write_text("{", "utf-8")
    for words in (("play", SCENARIO), ("control", "evening", "--new", SCENARIO), ("check", "theatre")):
        status, said = told(*words, script=ORDERS if words[0] == "control" else "")
        assert status == 2 and "shapes.geojson:1: not valid JSON" in said, (words, said)
    assert list(Path("games").rglob("*.jsonl")) == []
    assert told("run", SCENARIO, "--games", "20", "--out", "runs")[0] == 0  # nothing is drawn there


def test_a_kept_game_whose_map_is_broken_gets_one_sentence(theatre: Path, told) -> None:  # type: ignore[no-untyped-def]
    """As an earlier version may have kept one: everything that draws says why it does not, and the game goes on by lines."""
    content = saved_games.load(SCENARIO)
    (theatre / SHAPES).write_text("{", "utf-8")
    saved_games.start(content, SCENARIO, "", ("norrmark",), (), 1, Path("games/evening.game.jsonl")).close()
    for words in (("report", "evening", "--out", "review.html"), ("show", "evening"), ("resume", "evening")):
        status, said = told(*words)
        assert status == 2 and "shapes.geojson:1: not valid JSON" in said, (words, said)
    with pytest.raises(play.CannotOpen, match="not valid JSON"):
        play.GameOpener().open("games/evening.game.jsonl")
    assert told("control", "evening", script="where\n")[0] == 0


# --- the projector -----------------------------------------------------------------------------------------


def test_the_projector_finds_the_map_beside_the_public_journal(theatre: Path) -> None:
    saved_games.start(saved_games.load(SCENARIO), SCENARIO, "", ("norrmark",), (), 1, Path("games/a.game.jsonl")).close()
    public = saved_games.public_path(Path("games/a.game.jsonl"))
    shutil.rmtree(theatre)
    assert ground_for(public, "skerry_sea").board.areas[0].id == "upper_sea"
    saved_games.start(saved_games.load("tutorial"), "tutorial", "", ("japan",), (), 1, Path("games/b.game.jsonl")).close()
    other = saved_games.public_path(Path("games/b.game.jsonl"))
    assert not map_beside(other).exists() and public_map(other) is None  # every installation has that one
    map_beside(other).write_bytes(map_beside(public).read_bytes())
    saved_games.resume(Path("games/b.game.jsonl")).close()
    assert not map_beside(other).exists()  # of an earlier game of the name


def test_what_lies_in_the_place_of_a_map_is_left_alone(theatre: Path) -> None:
    public = saved_games.public_path(Path("games/a.game.jsonl"))
    public.parent.mkdir(parents=True)
    map_beside(public).write_text("My notes.", "utf-8")
    session = saved_games.start(saved_games.load(SCENARIO), SCENARIO, "", ("norrmark",), (), 1, Path("games/a.game.jsonl"))
    assert "another file is in the place of its map" in session.projector.unpublished
    session.close()
    assert map_beside(public).read_text("utf-8") == "My notes."


def test_a_map_that_is_not_here_gets_a_sentence(theatre: Path, told) -> None:  # type: ignore[no-untyped-def]
    saved_games.start(saved_games.load(SCENARIO), SCENARIO, "", ("norrmark",), (), 1, Path("games/a.game.jsonl")).close()
    beside = map_beside(saved_games.public_path(Path("games/a.game.jsonl")))
    for spoilt, sentence in ((b"x", "is not a map; resume the game once"), (None, "its map 'skerry_sea' is not here")):
        beside.write_bytes(spoilt) if spoilt else beside.unlink()
        status, said = told("show", "a")
        assert status == 2 and sentence in said, said
