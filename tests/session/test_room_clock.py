"""The room's time: the timetable's minutes, a day that keeps to its plan or does not, and who is late."""

from __future__ import annotations

import time
from collections.abc import Iterator
from copy import copy
from datetime import UTC, datetime, timedelta

import attrs
import pytest

from kuroshio.kernel.tables.compiling import Tables
from kuroshio.model.times_of_day import Wall, told, utc_now
from kuroshio.model.timetable import STEPS, planned_phases
from kuroshio.picture.picture import Clock
from kuroshio.players.doctrine_tables import Playbook
from kuroshio.session.control_lines import Control
from kuroshio.session.journal_writer import Journal
from kuroshio.session.room_clock import by_machines_clock
from kuroshio.session.session import Session

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
        day = self.session.clock.day()
        assert day is not None
        return day.behind / 60


@pytest.fixture
def room(tables: Tables, playbook: Playbook) -> Room:
    return Room(tables, playbook)


# --- the plan ------------------------------------------------------------------------------------------


def test_the_half_day_of_the_rules_is_four_hours(tables: Tables) -> None:
    plan = planned_phases(tables.ruleset.timetable, 8, 4)
    assert plan[-1].ends == 240 and [slot.phase for slot in plan[:3]] == ["brief", "practice", "news"]
    assert [slot.phase for slot in plan if slot.turn == 2] == list(STEPS)
    assert [slot.begins for slot in plan if slot.phase == "news"] == [40, 75, 125, 160]  # a break after the second turn


def test_a_crisis_takes_the_place_of_a_turn(tables: Tables) -> None:
    plan = planned_phases(tables.ruleset.timetable, 8, 4, {2})
    assert max(slot.turn for slot in plan) == 3
    crisis = [slot for slot in plan if slot.phase.startswith("crisis")]
    assert [slot.phase for slot in crisis] == ["crisis_opening", "crisis", "crisis", "crisis_debrief"]
    assert sum(slot.minutes for slot in crisis) == 30 and {slot.minutes for slot in crisis if slot.phase == "crisis"} == {12}
    assert {slot.turn for slot in crisis} == {2} and plan[plan.index(crisis[0]) - 1].phase == "respond"
    assert plan[-1].ends == 240 and plan[-1].minutes == 45 + 5, "what the crisis leaves of a turn is the hot-wash's"
    assert planned_phases(tables.ruleset.timetable, 8, 4, {4})[-1].ends == 240 + 30  # a crisis of the last turn has none to take


def test_a_game_shorter_than_the_day_ends_it_earlier(tables: Tables) -> None:
    assert planned_phases(tables.ruleset.timetable, 2, 4)[-1].ends == 240 - 2 * 35


# --- the day -------------------------------------------------------------------------------------------


def test_phases_follow_one_another_with_their_minutes(room: Room) -> None:
    assert room.session.clock.day() is None
    room.after(0, "clock next")
    assert room.session.clock.now() == Clock(phase="brief", ends=int(NINE.timestamp()) + 20 * 60)
    for minutes, phase in ((20, "practice"), (20, "news"), (3, "plan"), (9, "consult"), (6, "lock")):
        room.after(minutes, "clock next")
        clock = room.session.clock.now()
        assert clock is not None and clock.phase == phase
        assert room.behind() == 0


def test_the_day_knows_how_it_stands(room: Room) -> None:
    room.after(0, "clock news start")  # without a brief: the day is counted from here
    room.after(3, "clock plan start")
    room.at += timedelta(minutes=12)
    assert room.behind() == 3  # nine were planned and twelve are gone
    assert "3 min behind" in room.session.overview.day_told()
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
    assert room.session.clock.now() is not None and room.session.clock.now().phase == "hot_wash"  # type: ignore[union-attr]
    room.after(1, "clock hot_wash end")
    assert room.control.perform("clock next") == "The day is over."


def test_the_scenarios_own_hours_stand_before_those_of_the_rules(tables: Tables, playbook: Playbook) -> None:
    hours = tables.ruleset.timetable
    own = attrs.evolve(hours, brief=5, practice=0)
    room = Room(attrs.evolve(tables, scenario=attrs.evolve(tables.scenario, timetable=own)), playbook)
    room.after(0, "clock next")
    assert room.session.clock.now() == Clock(phase="brief", ends=int(NINE.timestamp()) + 5 * 60)
    room.after(5, "clock next")
    assert room.session.clock.now() == Clock(phase="news", ends=int(NINE.timestamp()) + 8 * 60)


# --- the late ------------------------------------------------------------------------------------------


def late(room: Room) -> list[str]:
    return [entry["seat"] for entry in room.session.history.lines() if entry.kind == "late"]


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
    assert order in [entry.get("line") for entry in room.session.history.lines()]
    assert room.control.said[0] == "china: 1 order in." and (len(room.control.said) > 1) == flagged


def test_a_lock_that_has_run_out_needs_nobody_to_end_it(room: Room) -> None:
    room.after(0, "clock lock start")
    room.after(1, "commit japan empty")
    room.after(0.1, "commit china empty")
    assert late(room) == ["china"]
    assert [state.late for state in room.session.overview.seats() if state.seat == "china"] == [True]


def test_a_form_that_comes_again_after_a_rewind_is_not_late(room: Room) -> None:
    room.after(0, "clock lock start")
    room.after(0, "clock report start")
    room.after(0, "commit japan empty")
    assert late(room) == ["japan"]
    room.after(0, "rewind 1 planning yes")
    room.after(0, "commit japan empty")
    assert late(room) == [], "the flag goes with the form, and this one is not late"


# --- the clock follows the game ---------------------------------------------------------------------------


def phase_now(room: Room) -> str:
    clock = room.session.clock.now()
    return clock.phase if clock else ""


def handed_in(room: Room) -> None:
    """Each of the two teams gives the first order that nobody has to sign, and signs what others offer."""
    for seat in ("japan", "china"):
        lines = (line for line in room.control.choices(seat) if line.startswith(f"{seat}: "))
        order = next(line for line in lines if " with " not in line).partition("  #")[0]
        room.after(1, order)
        room.after(0, f"commit {seat}")
    while room.session.play.phase == "planning":
        question = room.session.picture_for(room.session.asked()).question
        assert question is not None and question.kind == "sign"
        room.after(0, question.choices[0].line)


def played_on(room: Room, until: str, minutes: float = 1, steps: int = 40) -> list[str]:
    """Play on as whoever is asked, until the room comes to a phase; the phases on the way, each once."""
    seen = [phase_now(room)]
    while phase_now(room) != until and steps:
        steps -= 1
        question = room.session.picture_for(room.session.asked()).question if not room.session.umpire.docket() else None
        line = "accept" if question is None else question.choices[0].line
        if room.session.deciders.planners():
            line = f"commit {room.session.deciders.planners()[0]} empty"
        room.after(minutes, line)
        seen += [phase_now(room)] if phase_now(room) != seen[-1] else []
    assert phase_now(room) == until, seen
    return seen


def test_the_clock_has_the_minutes_of_what_is_asked_now(room: Room) -> None:
    room.after(0, "clock plan start")
    handed_in(room)
    if room.session.umpire.docket():
        assert any(line.startswith("  Due: reveal, until") for line in room.control.standing())
    seen = played_on(room, "report")
    assert seen[-1] == "report" and seen == sorted(seen, key=STEPS.index) and len(seen) > 1, "onwards, step by step"
    clock = room.session.clock.now()
    assert clock is not None and clock.ends == int(room.at.timestamp()) + 2 * 60, "the minutes of the report"
    assert room.session.turn == 2
    room.after(2, "clock next")
    assert phase_now(room) == "news"


def test_a_report_that_runs_on_gives_way_when_the_next_forms_are_in(room: Room) -> None:
    room.after(0, "clock plan start")
    handed_in(room)
    played_on(room, "report")
    handed_in(room)
    assert phase_now(room) in ("reveal", "respond", "rule")


def test_no_clock_follows_that_control_has_stopped_or_never_started(room: Room) -> None:
    handed_in(room)
    assert phase_now(room) == ""
    for line in ("clock plan pause", "clock plan end"):
        again = Room(room.session.tables, room.session.playbook)
        again.after(0, "clock plan start")
        again.after(0, line)
        before = phase_now(again)
        handed_in(again)
        assert phase_now(again) == before


def test_in_the_practice_of_the_room_the_clock_stays_in_it(room: Room) -> None:
    room.after(0, "clock practice start")
    handed_in(room)
    assert room.session.play.phase != "planning" and phase_now(room) == "practice"


def test_an_undo_takes_back_what_the_clock_has_followed(room: Room) -> None:
    room.after(0, "clock plan start")
    plan = room.session.clock.now()
    handed_in(room)
    followed = phase_now(room)
    assert followed not in ("", "plan")
    room.after(1, "undo 1 yes")
    assert phase_now(room) == "plan" and room.session.clock.now() == plan, "it runs on as it ran"
    room.after(0, "redo")
    assert phase_now(room) == followed


def test_a_crisis_has_its_rounds_and_the_day_knows_them(room: Room) -> None:
    room.after(0, "clock respond start")
    room.after(0, "inject A ramming: A cutter lies across the bow of a trawler. | set senkaku.ladder=8")
    handed_in(room)
    seen = played_on(room, "crisis")
    first = room.session.clock.now()
    assert first is not None and first.ends == int(room.at.timestamp()) + 12 * 60 and "respond" in seen
    plan = room.session.clock.plan()
    assert plan[-1].ends == 240 and [one.phase for one in plan].count("crisis") == 2
    for seat in ("china", "japan"):
        room.after(2, f"{seat}: hold")
    second = room.session.clock.now()
    assert second is not None and second.phase == "crisis" and second.ends == int(room.at.timestamp()) + 12 * 60
    parts = [entry.get("part") for entry in room.session.journal.entries if entry.kind == "clock" and entry["phase"] == "crisis"]
    assert parts == [1, 2]
    played_on(room, "crisis_debrief")
    assert room.session.clock.now().ends == int(room.at.timestamp()) + 3 * 60  # type: ignore[union-attr]
    room.after(3, "clock next")
    assert phase_now(room) == "rule"


def test_forms_are_due_at_the_end_of_the_lock_to_come(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    in_zone(monkeypatch, "UTC")
    room.after(0, "clock plan start")
    assert "  Due: the end of lock, 09:16." in list(room.control.standing())  # nine, six and one
    clock = room.session.picture_for("").clock
    assert clock is not None and clock.due == clock.ends + 7 * 60
    room.after(9, "clock lock start")
    assert "  Due: lock, until 09:10." in list(room.control.standing())
    assert room.session.picture_for("").clock.due == 0  # type: ignore[union-attr]
    handed_in(room)
    assert not any("end of lock" in line for line in room.control.standing())


# --- nights, and a machine's clock that is moved ----------------------------------------------------------


def morning(room: Room, *, hours: float) -> Room:
    """The room comes back after so many hours to a game that was closed and opened again."""
    room.at += timedelta(hours=hours)
    return opened(room)


def opened(room: Room) -> Room:
    """The same game in another process, as the machine's clock stands."""
    again, session = copy(room), room.session
    journal = Journal(entries=session.journal.entries, now=lambda: again.at)
    again.session = Session(session.tables, session.playbook, ("china", "japan"), 7, umpire=True, journal=journal)
    again.control = Control(again.session)
    return again


def test_a_night_between_two_half_days_is_not_counted_as_late(room: Room) -> None:
    room.after(0, "clock news start")
    room.after(3, "clock plan start")
    room.after(5, "note: everybody goes home")
    room = morning(room, hours=15)
    assert room.session.clock.now() == Clock(phase="plan", left=4 * 60), "it has stood since the last line of the evening"
    assert room.behind() == 0
    told = " ".join(room.session.clock.time_told())
    assert "15 h 00 min" in told and "4:00 left" in told and "`clock plan start`" in told
    room.after(0, "note: good morning")
    room.after(2, "clock plan start")
    assert room.session.clock.now() == Clock(phase="plan", ends=int(room.at.timestamp()) + 4 * 60)
    room.after(4, "clock consult start")
    assert room.behind() == 2, "the two minutes of the morning before the clock was started"
    assert list(room.session.clock.time_told()) == []


def test_a_night_between_two_phases_is_not_counted_either(room: Room) -> None:
    room.after(0, "clock news start")
    room.after(3, "clock news end")
    room = morning(room, hours=15)
    room.after(0, "clock plan start")
    assert room.behind() == 0
    room.after(12, "clock consult start")
    assert room.behind() == 3


def test_a_pause_of_two_hours_is_late_as_ever(room: Room) -> None:
    room.after(0, "clock news start")
    room = morning(room, hours=2)
    assert room.behind() == 117 and list(room.session.clock.time_told()) == []


def test_a_lock_that_a_night_has_stopped_is_open_in_the_morning(room: Room) -> None:
    room.after(0, "clock lock start")
    room.after(0.5, "commit japan empty")
    room = morning(room, hours=15)
    room.after(0, "commit china empty")
    assert late(room) == []


def test_a_lock_that_ran_out_in_the_evening_is_over_in_the_morning(room: Room) -> None:
    room.after(0, "clock lock start")
    room.after(5, "note: everybody goes home")
    room = morning(room, hours=15)
    room.after(0, "commit china empty")
    assert late(room) == ["china"]


def test_an_end_on_another_day_is_told_with_its_day(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    in_zone(monkeypatch, "UTC")
    room.at = NINE.replace(hour=22)
    room.after(0, "clock next")
    assert "it ends at Tuesday 02:00." in room.session.overview.day_told()
    assert room.control.said == ["brief begins, until 22:20."]
    room.at = NINE.replace(hour=23, minute=50)
    room.after(0, "clock brief start")
    assert room.control.said in ([], ["brief begins, until Tuesday 00:10."])
    assert "The room: brief, until Tuesday 00:10." in list(room.control.standing())


def test_a_machines_clock_that_was_put_back_between_two_sittings_does_not_freeze_the_rooms(room: Room) -> None:
    room.after(0, "clock plan start")
    room.after(5, "note: the machine is mended")
    room = morning(room, hours=-1)
    told = " ".join(room.session.clock.time_told())
    assert "1 h 00 min behind the last line" in told
    clock = room.session.clock.now()
    assert clock is not None and clock.ends - room.at.timestamp() == 4 * 60
    room.at += timedelta(minutes=3)
    assert clock == room.session.clock.now(), "three minutes on, the end is where it was"
    room.after(3, "clock consult start")
    stamps = [entry.at for entry in room.session.history.lines()]
    assert stamps == sorted(stamps) and len(set(stamps[-2:])) == 2
    assert room.behind() == 2


def test_a_process_counts_on_from_the_clock_it_began_with() -> None:
    machine, counted = [1000.0], [50.0]
    wall = Wall(lambda: machine[0], lambda: counted[0])
    assert (wall.now(), wall.moved()) == (1000, 0)
    machine[0], counted[0] = 1000 - 3600 + 60, 50 + 60  # a minute later somebody puts the machine's clock back by an hour
    assert (wall.now(), wall.moved()) == (1060, -3600)


def test_what_is_shown_beside_the_machines_clock_goes_by_it(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    in_zone(monkeypatch, "UTC")
    room.after(0, "clock plan start")
    monkeypatch.setattr(Wall, "moved", lambda wall: -3600)
    assert "The room: plan, until 08:09." in list(room.control.standing())
    picture = by_machines_clock(room.session.picture_for(""))
    clock = room.session.clock.now()
    assert picture.clock is not None and clock is not None and picture.clock.ends == clock.ends - 3600


def test_the_clock_of_a_process_is_not_the_machines(monkeypatch: pytest.MonkeyPatch) -> None:
    before = utc_now()
    monkeypatch.setattr(time, "time", lambda: 0.0)
    assert timedelta() <= utc_now() - before < timedelta(minutes=1)


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of this process cannot be set here")
@pytest.mark.parametrize(
    ("now", "minutes", "said"),
    [
        ("2026-03-29 01:30", 20, "01:50"),
        ("2026-03-29 01:30", 40, "03:10 by the new time, after the clocks change"),
        ("2026-10-25 02:30", 40, "02:10 by the new time, after the clocks change"),
        ("2026-03-27 23:30", 60, "Saturday 00:30"),
        ("2026-03-27 23:30", 60 * 24 * 30, "27 April 2026, 00:30 by the new time, after the clocks change"),
        ("2026-03-29 12:00", -24 * 60, "28 March 2026, 11:00"),
    ],
)
def test_an_hour_is_told_by_the_clock_that_will_show_it(
    monkeypatch: pytest.MonkeyPatch, now: str, minutes: int, said: str
) -> None:
    in_zone(monkeypatch, "CET-1CEST,M3.5.0,M10.5.0/3")
    at = datetime.fromisoformat(now).timestamp()
    assert told(at + 60 * minutes, at) == said


def in_zone(monkeypatch: pytest.MonkeyPatch, zone: str) -> None:
    """Let this process be in a zone, where that can be done."""
    if not hasattr(time, "tzset"):
        pytest.skip("the zone of this process cannot be set here")
    monkeypatch.setenv("TZ", zone)
    time.tzset()


@pytest.fixture(autouse=True)
def the_zone_is_put_back(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    yield
    monkeypatch.undo()
    if hasattr(time, "tzset"):
        time.tzset()
