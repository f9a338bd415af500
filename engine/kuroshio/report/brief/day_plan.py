"""The timetable of a half-day exercise: the parts and their hours, and the steps of a turn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from attrs import frozen

from kuroshio.model.timetable import CRISIS, CRISIS_PHASES, STEPS, PlannedPhase, Timetable, planned_phases
from kuroshio.model.typed_numbers import whole

MINUTES_A_DAY = 24 * 60
IN_CRISIS = {  # the parts of a crisis: name and purpose
    "crisis_opening": ("Crisis, opening", "Read what has opened it. Each seat outside it chooses its role."),
    "crisis": ("Crisis, round {}", "Both sides talk, then choose in secret; the choices are turned over together."),
    "crisis_debrief": ("Crisis, debrief", "What it has cost and moved, in one sentence a seat."),
}
OUTSIDE = {  # the parts besides turns: name and purpose
    "brief": ("Brief", "Explain the situation, the wall and a turn; every seat reads its first page."),
    "practice": ("Practice turn", "A whole turn that does not count and is taken back."),
    "interval": ("Break", "Control updates the wall and the notes."),
    "hot_wash": ("Hot-wash", "What each seat wanted and expected, what happened, what was luck."),
}


@frozen(kw_only=True)
class Step:
    """One step of a turn at the table. players, control: what each does."""

    name: str
    minutes: int
    players: str
    control: str


@frozen(kw_only=True)
class DayPlanLine:
    """One line of the timetable. starts, ends: clock times; turn: 0 outside of turns."""

    name: str
    minutes: int
    starts: str
    ends: str
    what: str = ""
    turn: int = 0


TEXTS = {  # what players do in each step, and what control does
    "news": (
        "Listen to the news. You receive your income: capital, funds and readiness.",
        "Read the news and the injects that are due. Pay the incomes. Update the wall.",
    ),
    "plan": (
        "In secret, choose orders and moves from your brief, or write an order in your own words.",
        "Answer questions about the rules, but give no advice. Walk the room; the scribe takes notes.",
    ),
    "consult": (
        "Talk to any seat. Ask partners to sign your proposals. Screens stay dim.",
        "Let the seats talk. Note each agreement: parties, terms, last turn, secret or not.",
    ),
    "lock": (
        "Hand in your form, with what you expect of your rival and your ally. It cannot be changed afterwards.",
        "Collect the forms and check for the two expectations. A late form is flagged but counts.",
    ),
    "reveal": (
        "See what others did to you, as far as it was noticed. The author may be unclear.",
        "Enter the orders, one line each. Show the incidents on the wall, the gravest first.",
    ),
    "respond": (
        "If you are the victim, choose an answer; allies that owe you one choose theirs after you.",
        "Put at most {put_to_people} incidents to people. Ask the victim first, then all others at once.",
    ),
    "rule": (
        "Hear the odds, the dice and the reasons. At most two orders are argued in plenary; the rest are ruled at once.",
        "Show odds before dice. Two orders in plenary, three minutes each. A ruling changed by hand needs a reason.",
    ),
    "report": (
        "Say in one sentence what this turn has brought you, as your government would in public.",
        "Give one public headline. Put the new numbers on the wall. Ask the scribe what is still to be noted.",
    ),
}


def steps(timetable: Timetable, put_to_people: int) -> Iterator[Step]:
    """Return the steps of a turn that have minutes in the timetable."""
    for name in STEPS:
        if timetable.minutes(name):
            players, control = (text.format(put_to_people=put_to_people) for text in TEXTS[name])
            yield Step(name=name.capitalize(), minutes=timetable.minutes(name), players=players, control=control)


def lock_minute(timetable: Timetable) -> int:
    """Return the minute of a turn at which the forms are collected."""
    return sum(timetable.minutes(name) for name in STEPS[: STEPS.index("lock")])


def day(timetable: Timetable, begins: int, turns: int, rounds: int = 0, crisis: int = 0) -> tuple[DayPlanLine, ...]:
    """Return the day of an exercise that begins this many minutes after midnight, one line per turn.

    crisis: a turn with a crisis, 0 without one: its phases have a line each; rounds: of a crisis, those that the rules allow.
    """
    made = list[DayPlanLine]()
    plan = planned_phases(timetable, turns, rounds, {crisis} if crisis else ())
    for (turn, _), group in groupby(plan, lambda part: (part.turn, _own_line(part, plan, crisis))):
        parts = [part for part in group if part.minutes]
        if parts:
            name, what = _named(parts[0], plan, crisis)
            starts, ends = begins + parts[0].begins, begins + parts[-1].ends
            made.append(
                DayPlanLine(name=name, minutes=ends - starts, starts=clock(starts), ends=clock(ends), what=what, turn=turn)
            )
    return tuple(made)


def crisis_day(timetable: Timetable, begins: int, turns: int, rounds: int) -> tuple[DayPlanLine, ...]:
    """Return the day with a crisis in the last turn that is then played. rounds: of a crisis, those that the rules allow."""
    return day(timetable, begins, turns, rounds, max(min(turns, timetable.turns) - 1, 1))


def _own_line(part: PlannedPhase, plan: Sequence[PlannedPhase], crisis: int) -> str:
    """Return what tells the lines of a turn apart: a phase of a crisis, or what comes after it."""
    if part.phase in CRISIS_PHASES or not part.turn:
        return f"{part.phase} {part.begins}"
    return "after" if _after_crisis(part, plan, crisis) else ""


def _after_crisis(part: PlannedPhase, plan: Sequence[PlannedPhase], crisis: int) -> bool:
    """Whether a step is the rest of the turn in which a crisis came."""
    opened = next((one for one in plan if one.phase in CRISIS_PHASES), None)
    return bool(opened and part.turn == crisis and plan.index(part) > plan.index(opened))


def _named(part: PlannedPhase, plan: Sequence[PlannedPhase], crisis: int) -> tuple[str, str]:
    """Return the name and the purpose of the line that a part begins."""
    if part.phase in CRISIS_PHASES:
        rounds = [one for one in plan if one.phase == CRISIS]
        name, what = IN_CRISIS[part.phase]
        return (name.format(rounds.index(part) + 1) if part in rounds else name), what
    if not part.turn:
        return OUTSIDE[part.phase]
    if _after_crisis(part, plan, crisis):
        return f"Turn {part.turn}, the rest", "What is still to be ruled on, and the report."
    first = "From News to Report." + ("" if crisis else " A crisis replaces a turn.") if part.turn == 1 else ""
    return f"Turn {part.turn}", "From News to Respond; then a crisis opens." if part.turn == crisis else first


def minute_of(text: str) -> int:
    """Read a clock time such as 09:00 as minutes after midnight. Raises ValueError on anything else."""
    first, colon, second = text.partition(":")
    hours, minutes = whole(first, 0, 23), whole(second, 0, 59)
    if not colon or hours is None or minutes is None:
        raise ValueError(f"{text!r} is not a time; write hours and minutes, such as 09:00")
    return hours * 60 + minutes


def clock(minute: int) -> str:
    """Return a minute as a clock time; minutes count from the first midnight of the exercise."""
    days, minute = divmod(minute, MINUTES_A_DAY)
    hours, minutes = divmod(minute, 60)
    after = " next day" if days == 1 else f" on day {days + 1}" if days else ""
    return f"{hours:02d}:{minutes:02d}{after}"
