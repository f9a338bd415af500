"""Readings of aims at a table: those of a game without one, right after going back, and told when the game ends early."""

from __future__ import annotations

import numpy as np
import pytest

from kuroshio.kernel.tables.compiling import Tables
from kuroshio.picture.picture import GRADES
from kuroshio.players.doctrine_tables import Playbook, seat_policies
from kuroshio.players.whole_games import make_memory, play_block
from kuroshio.session.session import Session
from tests.session.exercise import PEOPLE, SEED, decide, refusal
from tests.session.test_undo import replayed

FIRST_READ = 5  # of eight turns


@pytest.fixture
def session(tables: Tables, playbook: Playbook) -> Session:
    return Session(tables, playbook, PEOPLE, SEED)


def to_turn(session: Session, turn: int) -> Session:
    while session.turn < turn and not session.over:
        decide(session)
    return session


def readings(session: Session) -> tuple[int, list[list[int]]]:
    return int(session.game.readings), session.game.goal_total.tolist()


def test_without_people_a_session_judges_as_a_study_does(tables: Tables, playbook: Playbook) -> None:
    session = Session(tables, playbook, (), 5)
    [result], _ = play_block(tables, playbook, seat_policies(tables, playbook), 5, 0, 1, make_memory())
    assert session.over and session.game.readings == 4
    for name in ("goal", "grade", "success", "measure"):
        assert session.result()[name].tobytes() == result[name].tobytes(), name


def test_what_is_undone_is_not_read(session: Session) -> None:
    to_turn(session, FIRST_READ)
    assert session.game.readings == 0
    before = readings(to_turn(session, FIRST_READ + 1))
    assert before[0] == 1 and np.any(before[1])
    again = readings(replayed(session))
    assert again == before
    to_turn(session, FIRST_READ + 2)
    assert readings(session)[0] == 2
    while session.turn > FIRST_READ + 1:
        assert refusal(session.history.undo) == ""
    assert readings(session) == before
    assert refusal(session.history.rewind, FIRST_READ, "news") == "" and session.game.readings == 0
    to_turn(session, FIRST_READ + 2)
    assert readings(session)[0] == 2 and readings(replayed(session)) == readings(session)


def test_a_seat_sees_its_means_so_far_and_then_its_grades(session: Session) -> None:
    to_turn(session, FIRST_READ)
    seat = PEOPLE[0]
    assert not any("mean so far" in aim.text for aim in session.picture_for(seat).aims)
    to_turn(session, FIRST_READ + 2)
    told = [aim for aim in session.picture_for(seat).aims if "mean so far" in aim.text]
    assert told and all(aim.met is not None and aim.grade in GRADES for aim in told), "the grade that its wall shows"
    assert refusal(session.ending.stop, "director") == ""
    judged = session.judged()
    assert judged is not None and judged.told().endswith("turn 6 of 8, by 2 of 4 readings.")
    picture = session.picture_for(seat)
    [own] = [result for result in picture.results if result.side == seat]
    assert own.aims == picture.aims[-len(own.aims) :] and all(aim.grade in GRADES for aim in own.aims)
    assert own.grade == pytest.approx(sum(GRADES.index(aim.grade) for aim in own.aims) / len(own.aims))
    assert any("(mean of 2 readings)" in aim.text for aim in own.aims)
    assert not any(aim.grade for result in session.picture_for("").results for aim in result.aims), (
        "the public reads no conditions"
    )
