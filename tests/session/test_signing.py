"""The second pass of planning at one machine: who has come is kept, so that a game that is gone on with calls the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from kuroshio.session import saved_games
from kuroshio.session.session import Session

PEOPLE = ("china", "japan", "us")


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KUROSHIO_GAMES_DIR", str(tmp_path))
    return tmp_path / "a.game.jsonl"


def begun(path: Path) -> Session:
    """A game in which all have committed nothing, and every seat is to come once more."""
    session = saved_games.start(saved_games.load("senkaku_2021"), "senkaku_2021", "", PEOPLE, (), 7, path)
    session.curtain.drawn = True
    for seat in PEOPLE:
        session.reveal(seat)
        session.commit_plan()
    return session


def come(session: Session) -> str:
    """The seat that is called comes, signs what there is, and leaves; its id."""
    seat = session.curtain.called()
    session.reveal(seat)
    while session.curtain.called() == seat:
        question = session.picture().question
        assert question is not None
        session.answer(question.choices[0].line)
    return seat


def opened(session: Session, path: Path, curtained: bool = True) -> Session:
    session.close()
    return saved_games.resume(path, curtained=curtained)


def test_who_has_come_is_kept_over_a_resume(path: Path) -> None:
    session = begun(path)
    first = come(session)
    assert session.curtain.called() not in ("", first)
    again = opened(session, path)
    assert again.viewers.been == {first} and again.curtain.called() == session.curtain.called()
    assert again.state() == session.state(), "the game waits for the others still"
    come(again)
    come(again)
    assert again.curtain.called() == "" and again.play.phase != "planning"
    assert [entry["seat"] for entry in again.history.lines() if entry.kind == "came"].count(first) == 1
    again.close()


def test_a_resume_before_anybody_has_come_calls_everybody(path: Path) -> None:
    session = begun(path)
    again = opened(session, path)
    assert again.viewers.been == frozenset() and again.curtain.called() == PEOPLE[0] and again.play.phase == "planning"
    again.close()


def test_after_an_undo_everybody_comes_again(path: Path) -> None:
    session = begun(path)
    come(session)
    session.history.rewind(1, "planning")
    for seat in PEOPLE:
        session.reveal(seat)
        session.commit_plan()
    assert session.viewers.been == frozenset()
    again = opened(session, path)
    assert again.viewers.been == frozenset() and again.curtain.called() == PEOPLE[0] and again.play.phase == "planning"
    again.close()


def test_where_lines_of_control_are_typed_nothing_waits(path: Path) -> None:
    session = begun(path)
    come(session)
    again = opened(session, path, curtained=False)
    assert again.curtain.called() == ""
    again.close()
