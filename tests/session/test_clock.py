"""The room's time: the timetable's minutes, a day that keeps to its plan or does not, and who is late."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import attrs
import pytest

from engine.kernel.tables import Tables
from engine.model.timetable import STEPS, slots
from engine.picture.picture import Clock
from engine.policies.playbook import Playbook
from engine.session.control import Control
from engine.session.game import Session
from engine.session.journal import Journal

NINE = datetime(2026, 1, 5, 9, 0, 0, tzinfo=UTC)


class Room:
    """A table, and a clock on the wall that the test puts on."""

    def __init__(self, tables: Tables, playbook: Playbook):
        self.at = NINE
        self.session = Session(tables, playbook, ("china", "japan"), 7, umpire=True, journal=Journal(now=lambda: self.at))
        self.control = Control(self.session)

    def after(self, minutes: float, line: str) -> None:
        self.at += timedelta(minutes=minutes)
        assert self.control.perform(line) == "", line

    def behind(self) -> float:
        """Minutes behind the plan."""
        day = self.session.room_day()
        assert day is not None
        return day.behind / 60


@pytest.fixture
def room(tables: Tables, playbook: Playbook) -> Room:
    return Room(tables, playbook)


# --- the plan ------------------------------------------------------------------------------------------


def test_the_half_day_of_the_rules_is_four_hours(tables: Tables) -> None:
    plan = slots(tables.ruleset.timetable, 8, 4)
    assert plan[-1].ends == 240 and [slot.phase for slot in plan[:3]] == ["brief", "practice", "news"]
    assert [slot.phase for slot in plan if slot.turn == 2] == list(STEPS)
    assert [slot.begins for slot in plan if slot.phase == "news"] == [40, 75, 125, 160]  # a break after the second turn


def test_a_crisis_takes_the_place_of_a_turn(tables: Tables) -> None:
    plan = slots(tables.ruleset.timetable, 8, 4, {2})
    assert max(slot.turn for slot in plan) == 3
    crisis = next(slot for slot in plan if slot.phase == "crisis")
    assert (crisis.turn, crisis.minutes, plan[plan.index(crisis) - 1].phase) == (2, 28, "respond")
    assert slots(tables.ruleset.timetable, 8, 4, {4})[-1].ends == 240 + 28  # a crisis of the last turn has none to take


def test_a_game_shorter_than_the_day_ends_it_earlier(tables: Tables) -> None:
    assert slots(tables.ruleset.timetable, 2, 4)[-1].ends == 240 - 2 * 35


# --- the day -------------------------------------------------------------------------------------------


def test_phases_follow_one_another_with_their_minutes(room: Room) -> None:
    assert room.session.room_day() is None
    room.after(0, "clock next")
    assert room.session.room_clock() == Clock(phase="brief", ends=int(NINE.timestamp()) + 20 * 60)
    for minutes, phase in ((20, "practice"), (20, "news"), (3, "plan"), (9, "consult"), (6, "lock")):
        room.after(minutes, "clock next")
        clock = room.session.room_clock()
        assert clock is not None and clock.phase == phase
        assert room.behind() == 0


def test_the_day_knows_how_it_stands(room: Room) -> None:
    room.after(0, "clock news start")  # without a brief: the day is counted from here
    room.after(3, "clock plan start")
    room.at += timedelta(minutes=12)
    assert room.behind() == 3  # nine were planned and twelve are gone
    assert "3 min behind" in room.session.day_told()
    room.after(0, "clock consult start")
    room.after(4, "clock consult skip")
    assert room.behind() == 1
    room.after(0, "clock lock start")
    room.after(0, "clock lock extend 60")
    assert room.behind() == 2
    room.after(0, "clock lock pause")
    room.at += timedelta(minutes=10)
    assert room.behind() == 12  # a clock that stands holds the day up


def test_the_fifth_turn_of_a_day_of_four_is_on_no_plan(room: Room) -> None:
    for _ in range(4):
        for step in STEPS:
            room.after(1, f"clock {step} start")
    room.after(1, "clock next")
    assert room.session.room_clock() is not None and room.session.room_clock().phase == "hot_wash"  # type: ignore[union-attr]
    room.after(1, "clock hot_wash end")
    assert room.control.perform("clock next") == "The day is over."


def test_the_scenarios_own_hours_stand_before_those_of_the_rules(tables: Tables, playbook: Playbook) -> None:
    hours = tables.ruleset.timetable
    own = attrs.evolve(hours, brief=5, practice=0)
    room = Room(attrs.evolve(tables, scenario=attrs.evolve(tables.scenario, timetable=own)), playbook)
    room.after(0, "clock next")
    assert room.session.room_clock() == Clock(phase="brief", ends=int(NINE.timestamp()) + 5 * 60)
    room.after(5, "clock next")
    assert room.session.room_clock() == Clock(phase="news", ends=int(NINE.timestamp()) + 8 * 60)


# --- the late ------------------------------------------------------------------------------------------


def late(room: Room) -> list[str]:
    return [entry["seat"] for entry in room.session.journal_entries() if entry.kind == "late"]


@pytest.mark.parametrize(
    ("lines", "flagged"),
    [
        (["clock plan start"], False),
        (["clock lock start"], False),
        (["clock lock start", "clock lock end"], True),
        (["clock lock start", "clock reveal start"], True),
        (["clock lock start", "clock lock end", "clock plan start"], False),  # control has opened it again
        (["clock report start"], False),  # of the turn before: the game is ahead of the room
    ],
)
def test_a_form_after_the_lock_is_flagged_and_counts(room: Room, lines: list[str], flagged: bool) -> None:
    room.after(0, "commit japan empty")
    for line in lines:
        room.after(0, line)
    order = next(line for line in room.control.choices("china") if line.startswith("china: ")).partition("  #")[0]
    room.after(0, order)
    room.after(0, "commit china")
    assert late(room) == (["china"] if flagged else [])
    assert order in [entry.get("line") for entry in room.session.journal_entries()]
    assert room.control.said[0] == "china: 1 order in." and (len(room.control.said) > 1) == flagged


def test_a_lock_that_has_run_out_needs_nobody_to_end_it(room: Room) -> None:
    room.after(0, "clock lock start")
    room.after(1, "commit japan empty")
    room.after(0.1, "commit china empty")
    assert late(room) == ["china"]
    assert [state.late for state in room.session.seat_states() if state.seat == "china"] == [True]


def test_a_form_that_comes_again_after_a_rewind_is_not_late(room: Room) -> None:
    room.after(0, "clock lock start")
    room.after(0, "clock report start")
    room.after(0, "commit japan empty")
    assert late(room) == ["japan"]
    room.after(0, "rewind 1 planning")
    room.after(0, "commit japan empty")
    assert late(room) == ["japan"], "once, and not again"
