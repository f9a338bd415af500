"""The timetable of an exercise: its phases and their minutes."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import attrs
from attrs import frozen

from kuroshio.model.bibliography import Sourced


@frozen(kw_only=True)
class TurnSteps:
    """Minutes of each step of a turn at the table; 0: the step is left out."""

    news: int
    plan: int
    consult: int
    lock: int
    reveal: int
    respond: int
    rule: int
    report: int


STEPS = tuple(field.name for field in attrs.fields(TurnSteps))
CRISIS = "crisis"  # one round of it
CRISIS_PHASES = ("crisis_opening", CRISIS, "crisis_debrief")
OTHER = ("brief", "practice", "interval", *CRISIS_PHASES, "hot_wash")
PHASES = (*STEPS, *OTHER)  # of the room; the game has its own phases


@frozen(kw_only=True)
class Timetable(Sourced):
    """Minutes of an exercise. turns: the planned number; interval: the break in the middle; crisis_round: of each round.

    crisis_rounds: how many rounds of a crisis the plan has time for, 0: as many as the rules allow; crisis_opening: the news of
    it and the roles of the others; crisis_debrief: what it has brought.
    """

    turns: int
    brief: int
    practice: int
    interval: int
    hot_wash: int
    crisis_round: int
    steps: TurnSteps
    crisis_rounds: int = 0
    crisis_opening: int = 0
    crisis_debrief: int = 0

    @property
    def turn(self) -> int:
        """Minutes of a whole turn."""
        return sum(self.minutes(step) for step in STEPS)

    def rounds(self, most: int) -> int:
        """Return the rounds of a crisis that the plan has time for. most: those that the rules allow."""
        return min(self.crisis_rounds or most, most)

    def crisis(self, most: int) -> int:
        """Minutes of a whole crisis. most: the rounds that the rules allow."""
        return self.crisis_opening + self.rounds(most) * self.crisis_round + self.crisis_debrief

    def minutes(self, phase: str) -> int:
        """Minutes of a phase of the room; of a crisis those of one round."""
        if phase == CRISIS:
            return self.crisis_round
        return int(getattr(self.steps if phase in STEPS else self, phase))


@frozen(kw_only=True)
class PlannedPhase:
    """One phase of an exercise. turn: 0 outside of turns; begins: minutes since the exercise began."""

    phase: str
    turn: int
    begins: int
    minutes: int

    @property
    def ends(self) -> int:
        """Minutes since the exercise began."""
        return self.begins + self.minutes


def planned_phases(timetable: Timetable, turns: int, rounds: int, crises: Collection[int] = ()) -> tuple[PlannedPhase, ...]:
    """Return every phase of an exercise with this number of turns.

    A crisis, with at most this number of rounds, follows the answers of its turn and replaces the last turn that is still to
    come; the hot-wash has what the crisis leaves of that turn's minutes.
    """
    made: list[PlannedPhase] = []
    for phase, turn, minutes in _phases(timetable, min(turns, timetable.turns), rounds, crises):
        begins = made[-1].ends if made else 0
        made.append(PlannedPhase(phase=phase, turn=turn, begins=begins, minutes=minutes))
    return tuple(made)


def _phases(timetable: Timetable, turns: int, rounds: int, crises: Collection[int]) -> Iterator[tuple[str, int, int]]:
    played = max(turns - len(crises), max(crises, default=1))
    yield "brief", 0, timetable.brief
    yield "practice", 0, timetable.practice
    for turn in range(1, played + 1):
        for step in STEPS:
            yield step, turn, timetable.minutes(step)
            if step == "respond" and turn in crises:
                yield from ((phase, turn, timetable.minutes(phase)) for phase in _crisis(timetable.rounds(rounds)))
        if turn == (played + 1) // 2:
            yield "interval", 0, timetable.interval
    left = (turns - played) * timetable.turn - len(crises) * timetable.crisis(rounds)
    yield "hot_wash", 0, timetable.hot_wash + (max(left, 0) if crises else 0)


def _crisis(rounds: int) -> Iterator[str]:
    """Yield the phases of a crisis with this number of rounds."""
    opening, one, debrief = CRISIS_PHASES
    yield from (opening, *(one for _ in range(rounds)), debrief)
