"""A scripted exercise is killed at random moments: nothing that the table had seen is lost."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from kuroshio.session.saved_games import resume
from tests.session.exercise import Clean, Kill, check_kill, clean_run, content, decide, kill_often, play

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the exercise is forked")


@pytest.fixture(scope="module")
def clean(tables, playbook) -> Clean:
    return clean_run(content())


def test_the_exercise_has_all_sorts_of_lines(clean: Clean) -> None:
    kinds = {entry.kind for entry in clean.entries}
    assert kinds >= {"header", "choice", "note", "expect", "agreement", "broken", "inject", "late", "undo"}
    assert len(clean.entries) > 300


@pytest.fixture(scope="module")
def killed(clean: Clean, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Kill]]:
    """A folder with the journals of kills, in which nothing is lost."""
    folder = tmp_path_factory.mktemp("kills")
    return folder, kill_often(clean, folder, 25, 1, every=3)


def test_after_a_kill_nothing_is_lost_and_the_game_can_be_gone_on_with(killed: tuple[Path, list[Kill]]) -> None:
    folder, kills = killed
    assert len({kill.whole for kill in kills}) > 15
    for i in (0, 9, 17):
        session = resume(folder / f"{i}.game.jsonl")
        while not session.over:
            decide(session)
        session.journal.close()
        assert resume(folder / f"{i}.game.jsonl").state() == session.state()


@pytest.mark.full
def test_after_500_kills_nothing_is_lost(clean: Clean, tmp_path: Path) -> None:
    kills = kill_often(clean, tmp_path, 500, 2)
    assert sum(kill.half > 0 for kill in kills) > 10, "too few kills fell in the middle of a line"


def test_a_lost_line_would_be_found(clean: Clean, killed: tuple[Path, list[Kill]], tmp_path: Path) -> None:
    folder, kills = killed
    path = Path(shutil.copy(folder / "5.game.jsonl", tmp_path))
    check_kill(clean, path, kills[5])
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[: kills[5].seen - 1]))
    with pytest.raises(AssertionError):
        check_kill(clean, path, kills[5])


def test_two_runs_are_the_same(clean: Clean) -> None:
    again = clean_run(clean.content)
    assert [(e.kind, e.fields) for e in again.entries] == [(e.kind, e.fields) for e in clean.entries]
    assert again.states == clean.states
    assert callable(play)
