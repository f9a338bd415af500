"""A frozen seat: its doctrine decides at once, it is kept, and it goes back with the game."""

from __future__ import annotations

from pathlib import Path

from kuroshio.kernel.tables.compiling import Tables
from kuroshio.players.doctrine_tables import Playbook
from kuroshio.session import saved_games
from kuroshio.session.lines.control_lines import Control
from kuroshio.session.session import Session
from tests.session.room import Room, differences
from tests.session.test_planning import at_table, entered

PLANNERS = ("planners", "asked", "called")  # who still has orders to give is shown to all


def decided(session: Session, seat: str) -> set[str]:
    """Who has chosen for a seat so far: a person, its doctrine."""
    return {str(entry["by"]) for entry in session.history.lines() if entry.kind == "choice" and entry["seat"] == seat}


def test_a_doctrine_takes_over_until_the_seat_is_given_back(tables: Tables, playbook: Playbook) -> None:
    session = entered(at_table(tables, playbook), ["commit china empty", "freeze us", "commit japan empty"])
    assert decided(session, "us") == {"doctrine"} and session.deciders.planners() == ()
    us = next(one for one in session.overview.seats() if one.seat == "us")
    assert (us.who, us.state, us.frozen) == ("people", "has committed", "doctrine")
    state = session.state()
    control = Control(session)
    assert control.perform("thaw us") == "" and control.said[0] == "us is thawed."
    assert control.perform("undo") == "" and set(session.play.absent) == {"us"} and session.state() == state
    assert control.perform("undo 1 yes") == "" and set(session.play.absent) == {"us"}, "it was frozen before that form"
    assert control.perform("undo") == "" and not session.play.absent and "us" in session.deciders.planners()


def test_what_a_seat_has_drafted_waits_for_it(tables: Tables, playbook: Playbook) -> None:
    control = at_table(tables, playbook)
    line = control.session.picture_for("us").question
    assert line is not None
    order = next(card.choices[0].line for card in line.cards if card.choices and card.kind != "move")
    entered(control, [order, "freeze us"])
    assert "us" not in control.session.viewers.plans and not list(control.session.overview.orders())
    entered(control, ["thaw us"])
    assert [one.partition("  #")[0] for one in control.session.overview.orders()] == [order]


def test_it_is_kept_and_read_again(tmp_path: Path) -> None:
    content, path = saved_games.load("tutorial"), tmp_path / "a.game.jsonl"
    session = saved_games.start(content, "tutorial", "", ("china", "japan"), (), 20, path)
    entered(Control(session), ["freeze china", "commit japan empty"])
    state = session.state()
    session.close()
    again = saved_games.resume(path)
    assert again.state() == state and set(again.play.absent) == {"china"} and again.deciders.people == {"japan"}
    again.close()


def test_what_cannot_be_handed_over_is_refused(tables: Tables, playbook: Playbook) -> None:
    control = at_table(tables, playbook)
    assert control.perform("thaw us") == "us is not frozen."
    assert control.perform("freeze taiwan") == "No people sit for taiwan, so its doctrine plays it already."
    assert "did you mean 'japan'" in control.perform("freeze japam")
    entered(control, ["freeze us"])
    assert control.perform("freeze us") == "us is frozen already."
    assert all("us is frozen, its doctrine plays it" in control.perform(line) for line in ("us: hold_back", "commit us empty"))


def test_nobody_reads_that_a_doctrine_has_taken_over(tables: Tables, playbook: Playbook) -> None:
    """Who decides for a seat is control's to tell: no other seat and no projector reads of it."""
    room = Room(tables, playbook, 7)
    seats = [seat for seat in room.viewer if seat != "us"]
    before = room.readings(seats, 0)
    room.session.absences.freeze("us", "doctrine")
    first = room.session.deciders.planners()[0]
    assert first != "us" and [one for one in differences(before, room.readings(seats, 0)) if not one.endswith(PLANNERS)] == []
