"""`kuroshio play` and `show`: what is wrong gets one sentence and status 2, and nothing is lost."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pygame
import pytest
from click.testing import CliRunner

from kuroshio.cli import play, show
from kuroshio.cli.main import group
from kuroshio.cli.window_game import Machine
from kuroshio.screen.drawing import fonts
from kuroshio.session.saved_games import load, public_path, seats_for_people, start

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    monkeypatch.setenv("KUROSHIO_GAMES_DIR", str(tmp_path / "games"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["play", "senkaku_2021", "--seat", "japn"], "no such seat in senkaku_2021; did you mean 'japan'"),
        (["play", "chain_2021_2030", "--seat", "europe"], "Europe is an institution"),
        (["play", "chain_2021_2030", "--seat", "europe"], "people can sit for china, japan,"),
        (["control", "x", "--new", "chain_2021_2030", "--seat", "vendors"], "Network vendors is an institution"),
        (["control", "x", "--new", "senkaku_2021", "--seat", "japn"], "no such seat in senkaku_2021; did you mean 'japan'"),
        (["play", "senkaku_2021", "--policy", "japan=x"], "has no doctrine 'x'"),
        (["play", "--seat", "japan"], "need a SCENARIO"),
        (["show", "nothing.game.jsonl"], "no such game"),
        (["show", "README.md"], "is not the public journal"),
        (["resume", "nothing"], "no such game"),
    ],
)
def test_bad_arguments_get_a_sentence(arguments: list[str], said: str) -> None:
    done = CliRunner().invoke(group, arguments, input="quit\n")
    assert done.exit_code == 2 and said in done.output and "Traceback" not in done.output


def test_no_display_gets_a_sentence_and_the_game_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pygame.display.quit()
    monkeypatch.setenv("SDL_VIDEODRIVER", "no_such_driver")
    done = CliRunner().invoke(group, ["play", "tutorial"])
    assert done.exit_code == 2 and "No window can be opened here" in done.output
    assert len(list((tmp_path / "games").glob("*.game.jsonl"))) == 1


def test_a_missing_font_gets_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fonts, "FOLDER", tmp_path)
    done = CliRunner().invoke(group, ["play", "tutorial"])
    assert done.exit_code == 2 and "is missing: install Kuroshio again" in done.output
    pygame.display.quit()


def test_a_folder_that_cannot_be_written_gets_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("KUROSHIO_GAMES_DIR", str(tmp_path / "file"))
    done = CliRunner().invoke(group, ["play", "tutorial"])
    assert done.exit_code == 2 and "cannot be kept" in done.output and "Traceback" not in done.output


@pytest.mark.parametrize("name", ("play", "show"))
def test_no_command_greets_on_standard_output(name: str) -> None:
    bare = {name: value for name, value in os.environ.items() if name != "PYGAME_HIDE_SUPPORT_PROMPT"}
    done = subprocess.run(
        [sys.executable, "-c", f"import kuroshio.cli.{name}"], env=bare, cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == ""


def test_show_looks_at_the_file_until_it_is_closed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path, looked = tmp_path / "a.game.jsonl", []
    start(load("tutorial"), "tutorial", "", ("japan",), (), 1, path).close()

    def moved(follower: show.Follower) -> bool:
        looked.append(follower.path)
        pygame.event.post(pygame.event.Event(pygame.QUIT))
        return True

    monkeypatch.setattr(show.Follower, "moved", moved)
    done = CliRunner().invoke(group, ["show", str(path)])
    assert (done.exit_code, done.output, looked) == (0, "", [public_path(path)])


def test_people_take_every_seat_that_they_can_and_no_institution(tmp_path: Path) -> None:
    script = tmp_path / "script.txt"
    script.write_text("seats\nquit\n", encoding="utf-8")
    done = CliRunner().invoke(group, ["control", "x", "--new", "chain_2021_2030", "--script", str(script)])
    assert done.exit_code == 0, done.output
    assert "japan (people)" in done.output and "europe (people)" not in done.output and "europe (" in done.output
    content = load("chain_2021_2030")
    seats = [seat.faction for seat in content.tables.scenario.seats]
    assert len(seats_for_people(content.tables)) == len(seats) - 4


def test_show_without_a_name_finds_the_game_that_was_written_last(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KUROSHIO_GAMES_DIR", str(tmp_path))
    done = CliRunner().invoke(group, ["show"])
    assert done.exit_code == 2 and f"no game has begun yet in {tmp_path / 'public'}" in done.output
    for name in ("newer", "newest", "old"):
        path = tmp_path / f"{name}.game.jsonl"
        start(load("tutorial"), "tutorial", "", ("japan",), (), 1, path).close()
        os.utime(public_path(path), (0, {"old": 1000, "newer": 2000, "newest": 3000}[name]))
    (tmp_path / "public" / "notes.txt").write_text("Mine.")
    assert show.public_of(None) == public_path(tmp_path / "newest.game.jsonl")
    monkeypatch.setenv("KUROSHIO_PUBLIC_DIR", str(tmp_path / "elsewhere"))
    assert "elsewhere" in CliRunner().invoke(group, ["show"]).output


def test_the_projector_of_a_game_is_a_process_of_its_own_and_one_is_enough(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    begun: list[list[str]] = []

    class Process:
        def __init__(self, words: list[str], **streams: object) -> None:
            begun.append(words)
            assert streams["start_new_session"] and streams["stdout"] == subprocess.DEVNULL

        def poll(self) -> int | None:
            return None if len(begun) < 2 else 0

    monkeypatch.setattr(play.subprocess, "Popen", Process)
    path, opener = tmp_path / "a.game.jsonl", play.GameOpener()
    session = start(load("tutorial"), "tutorial", "", ("japan",), (), 1, path)
    assert "opens in a window of its own" in opener.project(Machine(session))
    assert "open already" in opener.project(Machine(session)) and len(begun) == 1
    assert begun[0][1:] == ["-m", "kuroshio", "show", str(path.resolve())]
    opener.projector = None
    monkeypatch.setattr(play.subprocess, "Popen", lambda *words, **streams: (_ for _ in ()).throw(OSError(12, "No memory")))
    with pytest.raises(play.CannotOpen, match="cannot be opened: No memory"):
        opener.project(Machine(session))
    session.close()
    with pytest.raises(play.CannotOpen, match="not kept in a file"):
        opener.project(Machine(start(load("tutorial"), "tutorial", "", ("japan",), (), 1, None)))
