"""A scripted exercise is killed at random moments: nothing that the table had seen is lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kuroshio.session.saved_games import resume
from tests.session.exercise import Clean, check_kill, clean_run, content, decide, kill_often, play

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the exercise is forked")


@pytest.fixture(scope="module")
def clean(tables, playbook) -> Clean:
    return clean_run(content())


def test_the_exercise_has_all_sorts_of_lines(clean: Clean) -> None:
    kinds = {entry.kind for entry in clean.entries}
    assert kinds >= {"header", "choice", "note", "expect", "agreement", "broken", "inject", "late", "undo"}
    assert len(clean.entries) > 300


def test_after_a_kill_nothing_is_lost(clean: Clean, tmp_path: Path) -> None:
    kills = kill_often(clean, tmp_path, 25, 1, every=3)
    assert len({kill.whole for kill in kills}) > 15
    for i in (0, 9, 17):  # and the game can be gone on with
        session = resume(tmp_path / f"{i}.game.jsonl")
        while not session.over:
            decide(session)
        session.journal.close()
        assert resume(tmp_path / f"{i}.game.jsonl").state() == session.state()


@pytest.mark.full
def test_after_500_kills_nothing_is_lost(clean: Clean, tmp_path: Path) -> None:
    kills = kill_often(clean, tmp_path, 500, 2)
    assert sum(kill.half > 0 for kill in kills) > 10, "too few kills fell in the middle of a line"


def test_a_lost_line_would_be_found(clean: Clean, tmp_path: Path) -> None:
    kills = kill_often(clean, tmp_path, 1, 3)
    path = tmp_path / "0.game.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[: kills[0].seen - 1]))
    with pytest.raises(AssertionError):
        check_kill(clean, path, kills[0])


def test_two_runs_are_the_same(clean: Clean) -> None:
    again = clean_run(clean.content)
    assert [(e.kind, e.fields) for e in again.entries] == [(e.kind, e.fields) for e in clean.entries]
    assert again.states == clean.states
    assert callable(play)
