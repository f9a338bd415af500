"""Dice that are gone back over, a redo, a practice turn: kept, and the same to the bit when they are read again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kuroshio.kernel.state import codes
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.players.doctrine_tables import Playbook
from kuroshio.session import saved_games
from kuroshio.session.journal.journal_format import JournalLine, branches, counting, practised
from kuroshio.session.journal.journal_reader import UnreadableGame, read
from kuroshio.session.journal.journal_writer import Journal
from kuroshio.session.journal.line_kinds import BadLine, ImpossibleLine
from kuroshio.session.lines.control_lines import Control
from kuroshio.session.room_clock import clock_in
from kuroshio.session.session import Session
from tests.session.exercise import PEOPLE, SEED, decide, kept_at, refusal
from tests.session.test_undo import log_of, looks, position, replayed

NINE = datetime(2026, 1, 5, 9, 0, 0, tzinfo=UTC)


@pytest.fixture
def session(tables: Tables, playbook: Playbook) -> Session:
    return Session(tables, playbook, PEOPLE, SEED)


def to_turn(session: Session, turn: int) -> Session:
    while session.turn < turn:
        decide(session)
    return session


def throws(session: Session) -> dict[tuple[int, ...], tuple[int, int]]:
    """The dice of each act of the first turn."""
    lines = (line for line in session.log[: session.game.logged] if line.what == codes.L_RULING and line.turn == 1)
    return {(int(x.actor), int(x.action), int(x.area), int(x.target)): (int(x.die_1), int(x.die_2)) for x in lines if x.die_1}


def lucks(session: Session) -> list[tuple[str, int]]:
    return [(entry["dice"], entry["number"]) for entry in session.history.lines() if entry.kind == "luck"]


# --- dice --------------------------------------------------------------------------------------------


def test_what_is_gone_back_over_is_thrown_anew_and_read_back_to_the_bit(session: Session) -> None:
    first = throws(to_turn(session, 2))
    assert refusal(session.history.rewind, 1, "planning") == "" and lucks(session) == [("fresh", 1)]
    assert "the dice are rolled anew" in session.play.chronicles[""].beats[-1].title, "the room is told"
    second = throws(to_turn(session, 2))
    common = set(first) & set(second)
    assert common and any(first[act] != second[act] for act in common)
    assert refusal(session.history.rewind, 1, "planning") == "" and lucks(session) == [("fresh", 2)], (
        "never one that was thrown before"
    )
    third = throws(to_turn(session, 2))
    assert any(third[act] not in (first.get(act), second.get(act)) for act in third)
    again = replayed(session)
    assert again.state() == session.state() and log_of(again) == log_of(session) and looks(again) == looks(session)
    assert again.play.luck == session.play.luck == 2


def test_control_may_keep_the_dice(session: Session) -> None:
    first = throws(to_turn(session, 2))
    came_to = session.state()
    session.history.rewind(1, "planning", same=True)
    assert lucks(session) == [("same", 0)] and "the same dice apply again" in session.play.chronicles[""].beats[-1].title
    assert throws(to_turn(session, 2)) == first and position(session.state()) == position(came_to)
    session.history.rewind(1, "planning")
    second = throws(to_turn(session, 2))
    session.history.rewind(1, "planning", same=True)
    assert lucks(session) == [("same", 1)], "those that fell there the last time"
    assert throws(to_turn(session, 2)) == second != first
    assert replayed(session).state() == session.state()


def test_where_no_dice_were_thrown_none_are_thrown_anew(session: Session) -> None:
    state = session.state()
    decide(session)
    session.history.undo()
    assert not lucks(session) and session.state() == state


def test_dice_that_were_seen_never_come_back_by_going_back_further(session: Session) -> None:
    """Back over dice, then back over nothing but the line that threw them anew: the first dice are known to the room."""
    while session.game.phase == codes.PLANNING:
        decide(session)
    session.history.undo()
    assert lucks(session) == [("fresh", 1)]
    session.history.undo()
    assert lucks(session) == [("fresh", 2)]


def test_a_game_without_lines_on_dice_keeps_the_dice_that_it_had(session: Session) -> None:
    """As older versions went back."""
    to_turn(session, 2)
    entries = session.history.lines(everything=True)
    back = entries[-1].n + 1
    first = next(entry.n for entry in entries if entry.kind == "choice" and entry["by"] == "person")
    journal = Journal(entries=[*entries, JournalLine(back, entries[-1].at, "undo", {"turn": 2, "to": first - 1})])
    old = Session(session.tables, session.playbook, session.people, SEED, journal=journal)
    assert old.turn == 1 and throws(to_turn(old, 2)) == throws(session)


def test_dice_of_a_number_that_was_thrown_are_refused(session: Session) -> None:
    assert "after number 0" in session.keeper.wrong("luck", {"dice": "fresh", "number": 0})


# --- redo --------------------------------------------------------------------------------------------


def test_what_was_taken_back_is_put_back_with_its_dice(session: Session) -> None:
    to_turn(session, 2)
    trail = []
    for _ in range(5):
        decide(session)
        trail.append((session.state(), log_of(session), looks(session), [point.n for point in session.keeper.checkpoints]))
    assert (session.turn, session.game.phase) == (2, codes.PLANNING), "no dice fall on the steps that are undone one by one"
    assert (
        refusal(session.history.undo) == refusal(session.history.undo, 3) == refusal(session.history.rewind, 1, "planning") == ""
    )
    session.notes.note("japan", "Written in between.")
    for came in (trail[-5], trail[-2], trail[-1]):
        session.history.redo()
        assert (session.state(), log_of(session), looks(session), [point.n for point in session.keeper.checkpoints]) == came
    assert "nothing to restore" in refusal(session.history.redo) and not session.history.branches() and not lucks(session)
    assert [entry["text"] for entry in session.history.lines() if entry.kind == "note"] == ["Written in between."]
    assert replayed(session).state() == session.state()
    decide(session)
    assert replayed(session).state() == session.state()


def test_nothing_is_put_back_once_something_new_has_been_entered(session: Session) -> None:
    decide(session)
    session.history.undo()
    session.reveal(session.asked())
    session.draft(next(card for card in session.picture().question.cards if card.choices).choices[0].line)  # type: ignore[union-attr]
    session.notes.note("japan", "A draft and a note enter nothing.")
    session.history.redo()
    session.history.undo()
    session.injects.write("Something new.")
    assert "nothing to restore" in refusal(session.history.redo)


def test_a_redo_outlives_the_end_of_the_program(tmp_path: Path, tables: Tables, playbook: Playbook) -> None:
    path = tmp_path / "a.game.jsonl"
    session = Session(tables, playbook, PEOPLE, SEED, journal=kept_at(path))
    for _ in range(6):
        decide(session)
    state = session.state()
    session.history.undo(2)
    session.close()
    again = saved_games.resume(path)
    assert refusal(again.history.redo) == "" and again.state() == state
    again.close()
    assert saved_games.look_into(read(path)).state() == state


def line(n: int, kind: str = "choice", more: bool = False, **fields: object) -> JournalLine:
    return JournalLine(n, "", kind, fields, more=more)


def test_lines_that_are_put_back_count_again_and_others_are_refused() -> None:
    lines = [line(1), line(2), line(3, "note"), line(4), line(5, "undo", to=1, more=True), line(6, "luck"), line(7, "note")]
    assert [entry.n for entry in counting(lines)] == [1, 3, 6, 7]
    assert [entry.n for entry in counting([*lines, line(8, "redo", undone=5)])] == [1, 2, 3, 4, 7]
    assert not branches([*lines, line(8, "redo", undone=5)])
    for wrong in ([line(8, "redo", undone=4)], [line(8), line(9, "redo", undone=5)]):
        with pytest.raises(ImpossibleLine, match="not what was taken back last"):
            counting([*lines, *wrong])


def test_a_file_that_puts_back_what_nothing_took_back_is_refused(tmp_path: Path, tables: Tables, playbook: Playbook) -> None:
    path = tmp_path / "a.game.jsonl"
    session = Session(tables, playbook, PEOPLE, SEED, journal=kept_at(path))
    with pytest.raises(BadLine):
        session.journal.append("redo", turn=1, undone=1)
    session.journal.keep()
    session.close()
    with pytest.raises(UnreadableGame, match=r"does not fit the game: restores what line 1"):
        read(path)


# --- late flags --------------------------------------------------------------------------------------


def test_a_late_flag_goes_with_its_form_and_one_by_hand_stays() -> None:
    form = [line(2, "late", seat="japan", more=True), line(3, more=True), line(4, "record"), line(5, "late", seat="us"), line(6)]
    assert [entry.n for entry in counting([line(1), *form, line(7, "undo", to=5)])] == [1, 2, 3, 4, 5]
    assert [entry.n for entry in counting([line(1), *form, line(7, "undo", to=2)])] == [1, 5]


# --- a practice turn ---------------------------------------------------------------------------------


class Practised:
    """A table at which a practice turn is played, and the time on the wall."""

    def __init__(self, tables: Tables, playbook: Playbook, path: Path):
        self.at = NINE
        journal = kept_at(path, ("china", "japan"), umpire=True)
        journal.now = lambda: self.at
        self.session = Session(tables, playbook, ("china", "japan"), SEED, journal=journal)
        self.control = Control(self.session)
        self.opening = (self.session.state(), log_of(self.session))

    def enter(self, *lines: str) -> None:
        for each in lines:
            self.at += timedelta(seconds=30)
            assert self.control.perform(each) == "", each

    def turn(self) -> None:
        """A whole turn: a form each, and whatever the rules then ask."""
        self.enter("china: fleet_drill in east_china_sea_south against japan", "commit china", "commit japan empty")
        while self.session.turn == 1:
            docket, question = self.session.umpire.docket(), self.session.picture_for(self.session.asked()).question
            rulings = {"consensus": f"rule | vote room={docket.engine} | because so"} if docket else {}
            self.enter(rulings.get(docket.mode, "rule | because so") if docket else question.choices[0].line)  # type: ignore[union-attr]


@pytest.fixture
def practice(tables: Tables, playbook: Playbook, tmp_path: Path) -> Practised:
    return Practised(tables, playbook, tmp_path / "a.game.jsonl")


def test_nothing_of_a_practice_turn_stays(practice: Practised) -> None:
    session, control = practice.session, practice.control
    practice.enter("note: Before it.", "clock next", "clock next", "practice")
    assert refusal(session.clock.next) == "" and refusal(session.clock.set, "lock", "start", 1) == ""
    practice.enter("expect japan china: More boats.", "agree china,japan: Peace.", "note japan: Slow.", "late japan")
    practice.turn()
    assert control.perform("stop") == "This is a practice turn: take it back first with `practice end`."
    assert any("This is a practice turn" in told for told in control.standing())
    thrown = throws(session)
    path = session.journal.path
    assert path is not None
    session.close()
    again = saved_games.resume(path)  # it is still on
    again.journal.now = lambda: practice.at
    assert again.history.practice_line()
    control = Control(again)
    assert control.perform("practice end") == "" and len(control.said) == 1 and "rolled anew" in control.said[0]
    kinds = {entry.kind for entry in again.history.lines()}
    assert not kinds & {"choice", "draft", "expect", "agreement", "late", "practice", "words", "ruling"}
    assert [entry["text"] for entry in again.history.lines() if entry.kind == "note"] == ["Before it."]
    assert (position(again.state()), log_of(again)) == (position(practice.opening[0]), practice.opening[1])
    assert not any(again.viewers.plans.values()) and not again.clock.past_lock() and not again.agreements.known()
    clock = clock_in(again.clock._ticks())
    assert clock is not None and clock.phase == "practice", "what the room's day had come to before it"
    assert "nothing to restore" in control.perform("redo")
    practice.session, practice.control = again, control
    practice.turn()
    common = set(thrown) & set(throws(again))
    assert common and all(thrown[act] != throws(again)[act] for act in common), "the turn's own dice are not given away"
    state = again.state()
    again.close()
    assert saved_games.look_into(read(path)).state() == state


def test_a_practice_turn_is_one(practice: Practised) -> None:
    control = practice.control
    assert control.perform("practice end") == "This is not a practice turn; `practice` begins one."
    practice.enter("commit china empty", "practice")
    assert "`practice end` takes all of it back" in control.perform("practice")
    assert "`practice end` takes all of it back" in control.perform("undo 1 yes"), "what was before it is no part of it"
    practice.enter("commit japan empty")
    assert control.perform("rewind 1 planning") == "This is a practice turn: `practice end` takes all of it back."
    practice.enter("undo 1 yes", "practice end same dice", "undo 1 yes")
    assert control.perform("practice over").startswith("Write `practice`")


def test_lines_of_a_practice_turn_do_not_count_whatever_their_kind() -> None:
    inner = [line(3, "note"), line(4), line(5, "clock", phase="plan"), line(6, "clock", phase="practice"), line(7, "late")]
    lines = [line(1), line(2, "practice"), *inner, line(8, "undo", to=1, practice=True), line(9, "note")]
    assert [entry.n for entry in counting(lines)] == [1, 6, 9] and practised(lines) == {2, 3, 4, 5, 7}
    assert [branch.practice for branch in branches(lines)] == [True]
