"""The timetable of an exercise: its phases and their minutes."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import attrs
from attrs import frozen


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
CRISIS = "crisis"
OTHER = ("brief", "practice", "interval", CRISIS, "hot_wash")
PHASES = (*STEPS, *OTHER)  # of the room; the game has its own phases


@frozen(kw_only=True)
class Timetable:
    """Minutes of an exercise. turns: the planned number; interval: the break in the middle; crisis_round: of each round."""

    source: str
    turns: int
    brief: int
    practice: int
    interval: int
    hot_wash: int
    crisis_round: int
    steps: TurnSteps

    @property
    def turn(self) -> int:
        """Minutes of a whole turn."""
        return sum(self.minutes(step) for step in STEPS)

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

    A crisis, with this number of rounds, follows the answers of its turn and replaces the last turn that is still to come.
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
                yield CRISIS, turn, rounds * timetable.crisis_round
        if turn == (played + 1) // 2:
            yield "interval", 0, timetable.interval
    yield "hot_wash", 0, timetable.hot_wash
