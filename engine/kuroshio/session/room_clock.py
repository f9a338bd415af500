"""The clock of the room: its phases and their minutes, late orders, and whether the day keeps to its plan.

A journal has the machine's time. The room's time leaves out the nights, which are gaps of more than AWAY between two lines. A
clock that ran at the beginning of a night stands until it is started again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from attrs import evolve, frozen

from kuroshio.kernel.state import codes
from kuroshio.model.times_of_day import WALL, lasted
from kuroshio.model.times_of_day import told as hour
from kuroshio.model.timetable import CRISIS, CRISIS_PHASES, PHASES, STEPS, PlannedPhase, Timetable, planned_phases
from kuroshio.picture.picture import Clock, Picture
from kuroshio.session.journal_format import Branch, JournalLine, branches, practised
from kuroshio.session.keeper import Keeper
from kuroshio.session.line_kinds import WHEN, YES_OR_NO, one_of, register, whole
from kuroshio.session.live_game import LiveGame
from kuroshio.session.refusal import Refused, meant
from kuroshio.session.table_acts import is_order

START, PAUSE, EXTEND, SKIP, END = CLOCK_EVENTS = ("start", "pause", "extend", "skip", "end")
A_DAY = 86_400  # seconds: the longest phase
AWAY = 3 * 3600  # seconds without a line after which the room counts as away; this time does not make anybody late
HOUR = len("2026-01-05T09")
LOCK = "lock"
OPEN = ("news", "plan", "consult", LOCK)  # phases in which orders may be handed in; after the lock they are late
BEFORE_LOCK = ("report", "interval", *OPEN[:-1])  # phases after which the lock of the orders that are asked for is to come


# part: of the clock of a crisis, the round that the game has come to; follows: the clock has followed the game by itself.
register(
    "clock",
    {**WHEN, "phase": one_of(*PHASES), "event": one_of(*CLOCK_EVENTS), "seconds": whole(0, A_DAY)},
    {"part": whole(1), "follows": YES_OR_NO},
)


@frozen
class Stretch:
    """A phase that the room has had. began, ends: in seconds of the room; ended: whether it is over, at `ends`.

    nth: which one of its name in its turn, as the rounds of a crisis are counted.
    """

    phase: str
    turn: int
    began: int
    ends: int
    ended: bool
    nth: int = 1


@frozen
class Day:
    """The exercise against its plan. behind: seconds, below 0: ahead; ends: the end at this rate, in seconds."""

    behind: int
    ends: int


@frozen
class Hours:
    """The room's time: the machine's without the nights. away: for each night, the last line before and the first after."""

    away: tuple[tuple[int, int], ...] = ()

    def of(self, seconds: int) -> int:
        """Return the room's time at a time of the machine (Unix seconds); during a night it stands."""
        return seconds - sum(min(seconds, back) - left for left, back in self.away if seconds > left)

    def of_line(self, entry: JournalLine) -> int:
        """Return the room's time of a line."""
        return self.of(seconds_of(entry))

    def stood(self, first: JournalLine, upto: int) -> int | None:
        """Return the room's time of the first night between a line and a time of the machine; None without one."""
        nights = (self.of(left) for left, _ in self.away if seconds_of(first) <= left < upto)
        return next(nights, None)


def hours_in(entries: Sequence[JournalLine], now: int) -> Hours:
    """Return the room's hours, from the lines of a journal. now: the machine's time, in Unix seconds."""
    lines = [entry for entry in entries if entry.at]
    apart = [(before, after) for before, after in pairwise(lines) if before.at[:HOUR] != after.at[:HOUR]]
    pairs = [(seconds_of(before), seconds_of(after)) for before, after in apart]
    pairs += [(seconds_of(entry), now) for entry in lines[-1:]]
    return Hours(tuple((left, back) for left, back in pairs if back - left > AWAY))


def seconds_of(entry: JournalLine) -> int:
    """Return the time of a line, in Unix seconds."""
    return int(datetime.fromisoformat(entry.at).timestamp())


def clock_in(entries: Sequence[JournalLine], hours: Hours = Hours(), now: int | None = None) -> Clock | None:
    """Return the clock after the lines about it: `start` sets it or continues it, `pause` stops it; a night stops it too.

    now: the machine's time, for a night after the last of these lines. The end of the clock is in the room's time.
    """
    clock: Clock | None = None
    for n, entry in enumerate(entries):
        clock = _ticked(clock, entry, hours.of_line(entry))
        upto = seconds_of(entries[n + 1]) if n + 1 < len(entries) else now
        night = hours.stood(entry, upto) if upto is not None else None
        if night is not None and clock is not None and clock.ends > night:
            clock = Clock(phase=clock.phase, left=clock.ends - night)
    return clock


def _ticked(clock: Clock | None, entry: JournalLine, at: int) -> Clock | None:
    """Return the clock after a line about it, at a time of the room."""
    seconds = int(entry["seconds"])
    if entry["event"] == START:
        left = seconds or (clock.left if clock and not clock.ends else 0)
        return Clock(phase=str(entry["phase"]), ends=at + left)
    if entry["event"] in (SKIP, END) or clock is None:
        return None
    if entry["event"] == PAUSE:
        return Clock(phase=clock.phase, left=max(clock.ends - at, 0)) if clock.ends else clock
    return evolve(clock, ends=clock.ends + seconds) if clock.ends > 0 else evolve(clock, left=clock.left + seconds)


def stretches(entries: Sequence[JournalLine], now: int, hours: Hours = Hours()) -> list[Stretch]:
    """Return the phases that the room has had; the last may still run. Turns are counted from the order of the steps.

    now: the machine's time.
    """
    starts = [n for n, entry in enumerate(entries) if entry["event"] == START and int(entry["seconds"])]
    made: list[Stretch] = []
    for first, following in pairwise([*starts, len(entries)]):
        phase, upto = str(entries[first]["phase"]), entries[first:following]
        later = now if following == len(entries) else seconds_of(entries[following])
        clock = clock_in(upto, hours, later)
        ended = clock is None
        ends = hours.of_line(upto[-1]) if clock is None else clock.ends or hours.of(now) + clock.left
        turn = _turn(phase, made)
        nth = int(upto[0].get("part", 0)) or 1 + sum((one.phase, one.turn) == (phase, turn) for one in made)
        made.append(Stretch(phase, turn, hours.of_line(upto[0]), ends, ended, nth))
    return made


def _turn(phase: str, before: Sequence[Stretch]) -> int:
    """Return the turn that a phase belongs to: a new turn begins with a step that does not come after the last one."""
    steps = [stretch for stretch in before if stretch.phase in STEPS]
    if phase not in STEPS:
        return steps[-1].turn if steps else 0
    if not steps:
        return 1
    return steps[-1].turn + (STEPS.index(phase) < STEPS.index(steps[-1].phase))


def plan_of(timetable: Timetable, turns: int, rounds: int, had: Iterable[Stretch]) -> tuple[PlannedPhase, ...]:
    """Return the plan of the exercise, with the crises so far."""
    return planned_phases(timetable, turns, rounds, {stretch.turn for stretch in had if stretch.phase in CRISIS_PHASES})


def planned_of(plan: Sequence[PlannedPhase], stretch: Stretch) -> PlannedPhase | None:
    """Return what was planned of a past phase; None for an unplanned one, such as a fifth turn.

    A round of a crisis beyond those that the plan has time for counts as the last of these.
    """
    fitting = [planned for planned in plan if planned.phase == stretch.phase and planned.turn in (stretch.turn, 0)]
    return fitting[min(stretch.nth, len(fitting)) - 1] if fitting else None


def day_in(plan: Sequence[PlannedPhase], had: Sequence[Stretch], now: int) -> Day | None:
    """Return the state of the day; None before a planned phase has begun."""
    known = [(planned, stretch) for stretch in had if (planned := planned_of(plan, stretch)) is not None]
    if not known:
        return None
    begun = known[0][1].began - known[0][0].begins * 60
    planned, stretch = known[-1]
    over = stretch.ends if stretch.ended else max(stretch.ends, now)
    behind = over - (begun + planned.ends * 60)
    return Day(behind, begun + plan[-1].ends * 60 + behind)


def next_phase(plan: Sequence[PlannedPhase], had: Sequence[Stretch]) -> str:
    """Return the planned phase after the last past one; empty after the end."""
    if not had:
        return plan[0].phase
    planned = planned_of(plan, had[-1])
    after = plan[plan.index(planned) + 1 :] if planned else ()
    return next((later.phase for later in after if later.minutes), "")


class RoomClock:
    """Keeps the room's time. Calls raise Refused where they cannot be carried out, NotKept where the disk is full."""

    def __init__(self, play: LiveGame, keeper: Keeper):
        self.play, self.keeper = play, keeper

    @property
    def timetable(self) -> Timetable:
        """The timetable of the exercise: the scenario's own, or that of the rules."""
        return self.play.tables.scenario.timetable or self.play.tables.ruleset.timetable

    def set(self, phase: str, event: str, seconds: int = 0, follows: bool = False) -> None:
        """Start, pause, extend, skip or end a phase of the room. Raises Refused, NotKept.

        Without seconds, a phase starts with the minutes of the timetable, or continues where it was paused. follows: nobody
        has said so, the clock follows the game; an undo of what it has followed takes it back too.
        """
        if event not in CLOCK_EVENTS:
            raise Refused(meant(f"The clock knows no {event!r}", event, CLOCK_EVENTS))
        if not 0 <= seconds <= A_DAY:
            raise Refused(f"A phase cannot last {seconds} seconds; the most is {A_DAY}, a day.")
        if phase not in PHASES:
            raise Refused(meant(f"The room has no phase {phase!r}", phase, PHASES))
        now = self.now()
        paused = now is not None and not now.ends and now.left > 0 and now.phase == phase
        if event == START and not seconds and not paused:
            seconds = 60 * self.timetable.minutes(phase) or 60
        if event != START and (now is None or now.phase != phase):
            raise Refused(f"The clock of {phase} does not run; start it first.")
        if event == EXTEND and not seconds:
            raise Refused("Write by how many seconds.")
        asked = int(self.play.game.round_no) + 1 if self.play.game.asking == codes.ASK_CRISIS and not self.play.over else 0
        more: dict[str, Any] = {"part": asked} if phase == CRISIS and event == START and asked else {}
        more |= {"follows": True} if follows else {}
        self.keeper.say("clock", shown=True, phase=phase, event=event, seconds=seconds, **more)

    def next(self) -> None:
        """Start the next planned phase. Raises Refused after the last, NotKept."""
        phase = next_phase(self.plan(), self._had())
        if not phase:
            raise Refused("The day is over.")
        self.set(phase, START)

    def now(self) -> Clock | None:
        """Return the clock of the room, with its end by this process's clock; None without one.

        An undo in the game does not turn it back.
        """
        clock = clock_in(self._ticks(), self._hours(), self._seconds())
        return evolve(clock, ends=clock.ends + self._shown()) if clock and clock.ends else clock

    def shown(self) -> Clock | None:
        """Return the clock as people see it, with the time at which forms are due."""
        clock = self.now()
        return evolve(clock, due=self.due(clock)) if clock else None

    def due(self, clock: Clock) -> int:
        """Return when the forms of the teams are due, by this process's clock: at the end of the lock to come; 0 if none is.

        It is of no clock that stands, and of none whose phase ends with the lock itself.
        """
        asked = not self.play.over and self.play.game.asking == codes.ASK_ORDER
        plan, had = self.plan(), self._had()
        planned = planned_of(plan, had[-1]) if asked and clock.ends and had and clock.phase in BEFORE_LOCK else None
        if planned is None:
            return 0
        after = plan[plan.index(planned) + 1 :]
        locks = [n for n, later in enumerate(after) if later.phase == LOCK]
        return clock.ends + 60 * sum(later.minutes for later in after[: locks[0] + 1]) if locks else 0

    def told(self, clock: Clock) -> str:
        """Return in words until when a clock runs by the machine's clock, or that it stands."""
        left = f"{clock.left // 60}:{clock.left % 60:02} left"
        return f"until {self.hour_told(clock.ends)}" if clock.ends else f"it stands with {left}"

    def hour_told(self, ends: int) -> str:
        """Convert a time of this process's clock to the machine's clock, in words."""
        return hour(ends + WALL.moved(), int(self.keeper.journal.now().timestamp()) + WALL.moved())

    def time_told(self) -> Iterator[str]:
        """Return what to know of the clock of a resumed game: that it stands since a night, that the machine's was set back."""
        if self.keeper.journal.ahead:
            by = lasted(round(self.keeper.journal.ahead.total_seconds()))
            yield f"The machine's clock is {by} behind the last line of this game; the game's own time continues from that line."
        ticks, clock = self._ticks(), self.now()
        nights = self._hours().away
        if clock is not None and not clock.ends and ticks[-1]["event"] != PAUSE and nights:
            left, back = nights[-1]
            yield (
                f"The room was away for {lasted(back - left)}, which makes nobody late. {phase_told(clock.phase)} stands "
                f"with {clock.left // 60}:{clock.left % 60:02} left: `clock {clock.phase} start` continues it."
            )

    def plan(self) -> tuple[PlannedPhase, ...]:
        """The plan of the exercise, with the crises that the room has had."""
        return plan_of(self.timetable, self.play.tables.scenario.turns, int(self.play.rules.procedure.crisis_rounds), self._had())

    def day(self) -> Day | None:
        """Return the exercise against its plan; None before it has begun."""
        day = day_in(self.plan(), self._had(), self._hours().of(self._seconds()))
        return evolve(day, ends=day.ends + self._shown()) if day else None

    def past_lock(self) -> bool:
        """Whether the time for handing in orders is over: in this turn a lock has ended."""
        back = max(
            (branch.undone for branch in branches(self.keeper.journal.entries) if self._gives_forms_back(branch)), default=0
        )
        ticks = [entry for entry in self._ticks() if entry["turn"] == self.play.turn and entry.n > back]
        had = stretches(ticks, self._seconds(), self._hours())
        locked = [n for n, stretch in enumerate(had) if stretch.phase == LOCK]
        if not locked:
            return False
        after = had[locked[-1] + 1 :]
        if any(stretch.phase in OPEN for stretch in after):
            return False
        lock = had[locked[-1]]
        return bool(after) or lock.ended or lock.ends < self._hours().of(self._seconds())

    def _gives_forms_back(self, branch: Branch) -> bool:
        """Whether forms of this turn were taken back; they may then be handed in again and are not late by the old lock."""
        return any(e["turn"] == self.play.turn and e.kind in ("choice", "words") and is_order(e) for e in branch.entries)

    def _ticks(self) -> list[JournalLine]:
        """Return the lines about the clock, without those of practice turns and those that followed what was taken back."""
        entries = self.keeper.journal.entries
        gone = practised(entries)
        ticks = [entry for entry in entries if entry.kind == "clock" and entry.n not in gone]
        if not any(entry.get("follows") for entry in ticks):
            return ticks
        undone = [(branch.after, branch.undone) for branch in branches(entries)]
        return [entry for entry in ticks if not (entry.get("follows") and any(after < entry.n < n for after, n in undone))]

    def _had(self) -> list[Stretch]:
        return stretches(self._ticks(), self._seconds(), self._hours())

    def _hours(self) -> Hours:
        return hours_in(self.keeper.journal.entries, self._seconds())

    def _seconds(self) -> int:
        """Return the time of the game, in Unix seconds."""
        return int(self.keeper.journal.time().timestamp())

    def _shown(self) -> int:
        """Return the present difference from the room's time to this process's clock."""
        now = self._seconds()
        return now - round(self.keeper.journal.ahead.total_seconds()) - self._hours().of(now)


def by_machines_clock(picture: Picture) -> Picture:
    """Return a picture for another process, with times by the machine's clock."""
    clock = picture.clock
    moved = WALL.moved() if clock and clock.ends else 0
    if not clock or not moved:
        return picture
    return evolve(picture, clock=evolve(clock, ends=clock.ends + moved, due=clock.due + moved if clock.due else 0))


def phase_told(phase: str) -> str:
    """Return a phase of the room, for the beginning of a sentence."""
    return phase.replace("_", "-").capitalize()
