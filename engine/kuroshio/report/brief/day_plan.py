"""The half day of an exercise on paper: what follows what, at what hour, and what each step of a turn is for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from attrs import frozen

from kuroshio.model.timetable import STEPS, Timetable, slots
from kuroshio.model.typed_numbers import whole

MINUTES_A_DAY = 24 * 60
OUTSIDE = {  # what is not a turn: its name, and what it is for
    "brief": ("Brief", "The situation, the wall, a turn; every seat reads its first page."),
    "practice": ("Practice turn", "A whole turn that does not count and is put back."),
    "interval": ("Break", "Control brings the wall and the notes up to date."),
    "hot_wash": ("Hot-wash", "What each wanted and expected, what happened, what was luck."),
}


@frozen(kw_only=True)
class Step:
    """One part of a turn at the table. players, control: what each does in it."""

    name: str
    minutes: int
    players: str
    control: str


@frozen(kw_only=True)
class Slot:
    """One line of the day's timetable. starts, ends: hours and minutes of the clock; turn: 0 outside of turns."""

    name: str
    minutes: int
    starts: str
    ends: str
    what: str = ""
    turn: int = 0


TEXTS = {  # what players do in each step, and what control does
    "news": (
        "Listen to what has happened. Your income is paid: capital, funds and readiness.",
        "Read the news and the injects that are due. Pay the incomes. Put the wall up to date.",
    ),
    "plan": (
        "In secret, choose your orders and your moves from your brief, or write one in your own words.",
        "Answer questions about the rules, never about what is wise. Walk the room; the scribe writes.",
    ),
    "consult": (
        "Talk to whom you like. Ask partners to sign what you propose. Screens stay dim.",
        "Let them talk. Note each agreement: who, what, until when, secret or not.",
    ),
    "lock": (
        "Hand in the form with what you expect of your rival and of your ally. Nothing changes after this.",
        "Collect the forms and look for the two expectations. A late form is flagged and counts all the same.",
    ),
    "reveal": (
        "See what others did to you, as far as anybody noticed it. It may be unclear who it was.",
        "Enter the orders, one line each. Show the incidents on the wall, the gravest first.",
    ),
    "respond": (
        "If you are the victim, choose an answer; those who owe you something choose theirs after you.",
        "Put at most {put_to_people} incidents to people. Ask the victim first, then all others at once.",
    ),
    "rule": (
        "Hear the odds, the dice and why. At most two orders are argued before all; the rest is ruled at once.",
        "Show odds before dice. Two orders in plenary, three minutes each. A ruling changed by hand needs its reason.",
    ),
    "report": (
        "Say in one sentence what this turn has brought you, as your government would say it in public.",
        "One public headline. The new numbers on the wall. Ask the scribe what is not written down yet.",
    ),
}


def steps(timetable: Timetable, put_to_people: int) -> Iterator[Step]:
    """The steps of a turn that the timetable has minutes for."""
    for name in STEPS:
        if timetable.minutes(name):
            players, control = (text.format(put_to_people=put_to_people) for text in TEXTS[name])
            yield Step(name=name.capitalize(), minutes=timetable.minutes(name), players=players, control=control)


def lock_minute(timetable: Timetable) -> int:
    """The minute of a turn at which the forms are collected."""
    return sum(timetable.minutes(name) for name in STEPS[: STEPS.index("lock")])


def day(timetable: Timetable, begins: int, turns: int) -> tuple[Slot, ...]:
    """The day of an exercise that begins so many minutes after midnight, a turn to a line; without crises."""
    made = []
    whole = groupby(slots(timetable, turns, 0), lambda slot: (slot.turn, "" if slot.turn else slot.phase))
    for (turn, outside), group in whole:
        parts = list(group)
        in_turn = (f"Turn {turn}", "News to report. A crisis takes the place of a turn." if turn == 1 else "")
        name, what = OUTSIDE.get(outside, in_turn)
        starts, ends = begins + parts[0].begins, begins + parts[-1].ends
        if ends > starts:
            made.append(Slot(name=name, minutes=ends - starts, starts=clock(starts), ends=clock(ends), what=what, turn=turn))
    return tuple(made)


def minute_of(text: str) -> int:
    """Minutes after midnight of a clock time such as 09:00. Raises ValueError on anything else."""
    first, colon, second = text.partition(":")
    hours, minutes = whole(first, 0, 23), whole(second, 0, 59)
    if not colon or hours is None or minutes is None:
        raise ValueError(f"{text!r} is no time; write hours and minutes, such as 09:00")
    return hours * 60 + minutes


def clock(minute: int) -> str:
    """A minute as a clock shows it, counted from the midnight at which the first day of an exercise begins."""
    days, minute = divmod(minute, MINUTES_A_DAY)
    hours, minutes = divmod(minute, 60)
    after = " next day" if days == 1 else f" on day {days + 1}" if days else ""
    return f"{hours:02d}:{minutes:02d}{after}"
