"""An act is carried out, repeated from its lines and told before it is kept: what cannot be read again is not taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from kuroshio.session import saved_games
from kuroshio.session.journal.journal_format import JournalLine
from kuroshio.session.journal.journal_reader import NotKept, UnreadableGame, read
from kuroshio.session.keeper import Keeper
from kuroshio.session.lines.control_lines import Control
from kuroshio.session.seat_pictures import SeatPictures
from kuroshio.session.session import Session
from tests.session.aimed import PEOPLE, SEED, Exercise
from tests.session.exercise import SCENARIO, content, decide


@pytest.fixture
def exercise(tmp_path: Path) -> Exercise:
    path = tmp_path / "a.game.jsonl"
    return Exercise(saved_games.start(content(), SCENARIO, "", PEOPLE, (), SEED, path, umpire=True)).play(5)


def stands(session: Session) -> tuple[Any, ...]:
    """All that must be as it was."""
    path = session.journal.path
    assert path is not None
    plans = {seat: plan.copy() for seat, plan in session.viewers.plans.items() if len(plan)}
    seen = [session.picture_for(seat) for seat in ("", *PEOPLE)]
    return (
        session.state(),
        list(session.journal.entries),
        path.read_bytes(),
        plans,
        session.viewers.viewer,
        session.turns.copy(),
        seen,
    )


def test_a_branch_after_an_undo_and_a_ruled_order_in_own_words(tmp_path: Path) -> None:
    session = saved_games.start(content(), SCENARIO, "", PEOPLE, (), SEED, tmp_path / "a.game.jsonl", umpire=True)
    control = Control(session)
    for line in (
        "commit china empty",
        "undo 1 yes",
        "commit china empty",
        'malaysia: "Offer lunch"',
        "commit malaysia",
        "commit us empty",
        "commit japan empty",
    ):
        assert control.perform(line) == "", line
    while not session.play.words_wait():
        question = session.picture_for(session.asked()).question
        assert question is not None and control.perform(question.choices[0].line) == ""
    assert control.perform("rule for a | set world.asean_unity+1 | tell all | because x") == ""
    other = tmp_path / "b.game.jsonl"
    assert control.perform(f"branch {len(session.journal.entries)} {other}") == ""
    again = saved_games.resume(other)
    assert again.state() == session.state() and again.picture_for("japan") == session.picture_for("japan")
    assert Control(again).perform("undo") == "" and again.play.words_wait()
    again.close()


def test_a_line_can_be_branched_off_wherever_it_is(exercise: Exercise, tmp_path: Path) -> None:
    exercise.play(40)
    lines = exercise.session.journal.entries
    for n in range(1, len(lines) + 1, 19):
        path = tmp_path / f"{n}.game.jsonl"
        other = exercise.session.branch(path, n)
        state, seen = other.state(), other.picture_for("china")
        other.close()
        again = saved_games.resume(path)
        assert (again.state(), again.picture_for("china")) == (state, seen)
        again.close()


def test_the_end_of_a_game_can_be_branched_off(tmp_path: Path) -> None:
    tutorial = saved_games.load("tutorial")
    session = saved_games.start(tutorial, "tutorial", "", ("japan",), (), 1, tmp_path / "a.game.jsonl")
    while not session.over:
        decide(session)
    lines = session.journal.entries
    turned = [entry.n for entry in lines if entry.kind == "record" and entry["turns"]]
    for n in sorted({len(lines), len(lines) - 1, *(n - 1 for n in turned if n > 3)}):
        other = session.branch(tmp_path / f"{n}.game.jsonl", n)
        state, turns = other.state(), other.turns
        other.close()
        again = saved_games.resume(tmp_path / f"{n}.game.jsonl")
        assert (again.state(), again.turns) == (state, turns)
        again.close()
    session.close()


def test_a_branch_that_would_not_read_back_is_not_kept(
    exercise: Exercise, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Session, "_read_back", lambda self, entries: self)
    with pytest.raises(NotKept, match="would not read back"):
        exercise.session.branch(tmp_path / "b.game.jsonl", 3)
    assert not list(tmp_path.glob("b.*"))


def test_a_copy_that_cannot_be_kept_leaves_no_file(exercise: Exercise, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("os.fsync", fail)
    before = stands(exercise.session)
    with pytest.raises(NotKept, match="Input/output error"):
        exercise.session.branch(tmp_path / "b.game.jsonl", 3)
    assert not (tmp_path / "b.game.jsonl").exists() and stands(exercise.session) == before


ACTS = ("commit us empty", "inject A: b | set world.tension+1", "fire moratorium_ends")
BACK = ("undo 1 yes", "rewind 1 planning yes", "clock plan start 60")


@pytest.mark.parametrize("line", [*ACTS, *BACK])
def test_what_cannot_be_told_is_not_kept(exercise: Exercise, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    session, before = exercise.session, stands(exercise.session)

    def cannot(self: SeatPictures, seat: str) -> Any:
        raise OverflowError("a number that no clock shows")

    with monkeypatch.context() as patch:
        patch.setattr(SeatPictures, "of", cannot)
        with pytest.raises(NotKept, match=r"OverflowError: a number that no clock shows.*nothing was entered"):
            exercise.control.perform(line)
    assert stands(session) == before
    assert exercise.control.perform(line) == "" and stands(session)[1] != before[1]
    session.close()
    assert read(session.journal.path).entries == tuple(session.journal.entries)  # type: ignore[arg-type]


@pytest.mark.parametrize("line", ACTS)
def test_what_reads_back_as_another_game_is_not_kept(exercise: Exercise, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    session, before, real = exercise.session, stands(exercise.session), Keeper.replay

    def another(self: Keeper, entries: Iterable[JournalLine]) -> None:
        real(self, entries)
        self.play.game.track[0] += 1

    with monkeypatch.context() as patch:
        patch.setattr(Keeper, "replay", another)
        with pytest.raises(NotKept, match="its lines give a different game"):
            exercise.control.perform(line)
    assert stands(session) == before
    assert exercise.control.perform(line) == ""


def test_an_interruption_in_the_middle_of_an_act_leaves_nothing_of_it(
    exercise: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, before = exercise.session, stands(exercise.session)
    journal = session.journal
    whole: list[tuple[Any, str]] = [(session.choices, "enter"), (session.keeper, "_repeat_act"), (session.pictures, "of")]
    places = [*whole, (journal, "_write")]
    for owner, name in places:
        with monkeypatch.context() as patch:
            patch.setattr(owner, name, interrupted(getattr(owner, name)))
            with pytest.raises(KeyboardInterrupt):
                exercise.control.perform("commit us empty")
        assert stands(session) == before, name
    assert exercise.control.perform("commit us empty") == ""


def interrupted(real: Callable[..., Any]) -> Callable[..., Any]:
    def call(*words: Any, **named: Any) -> Any:
        raise KeyboardInterrupt

    return call


def test_a_branch_that_is_ended_in_the_middle_of_its_file_is_no_shorter_game(
    exercise: Exercise, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, n = tmp_path / "b.game.jsonl", len(exercise.session.journal.entries)

    def ended(*words: Any) -> None:
        raise SystemExit  # as a kill: nobody puts anything in order

    with monkeypatch.context() as patch:
        patch.setattr("os.replace", ended)
        with pytest.raises(SystemExit):
            exercise.session.branch(path, n)
    with pytest.raises(UnreadableGame, match="not a game"):
        read(path)
