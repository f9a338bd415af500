"""The half day of an exercise: what follows what, and at what hour, from minutes that a room can keep."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

TURNS = 4  # that half a day carries
ROUND_MINUTES = 7  # of a crisis
MINUTES_A_DAY = 24 * 60


@frozen(kw_only=True)
class Step:
    """One part of a turn at the table. players, control: what each does in it."""

    name: str
    minutes: int
    players: str
    control: str


@frozen(kw_only=True)
class Slot:
    """One line of the day's timetable. starts, ends: hours and minutes of the clock."""

    name: str
    minutes: int
    starts: str
    ends: str
    what: str = ""


STEPS = (
    Step(
        name="News",
        minutes=3,
        players="Listen to what has happened. Your income is paid: capital, funds and readiness.",
        control="Read the news and the injects that are due. Pay the incomes. Put the wall up to date.",
    ),
    Step(
        name="Plan",
        minutes=9,
        players="In secret, choose your orders and your moves from your brief, or write one in your own words.",
        control="Answer questions about the rules, never about what is wise. Walk the room; the scribe writes.",
    ),
    Step(
        name="Consult",
        minutes=6,
        players="Talk to whom you like. Ask partners to sign what you propose. Screens stay dim.",
        control="Let them talk. Note each agreement: who, what, until when, secret or not.",
    ),
    Step(
        name="Lock",
        minutes=1,
        players="Hand in the form with what you expect of your rival and of your ally. Nothing changes after this.",
        control="Collect the forms and look for the two expectations. A late form is flagged and counts all the same.",
    ),
    Step(
        name="Reveal",
        minutes=2,
        players="See what others did to you, as far as anybody noticed it. It may be unclear who it was.",
        control="Enter the orders, one line each. Show the incidents on the wall, the gravest first.",
    ),
    Step(
        name="Respond",
        minutes=6,
        players="If you are the victim, choose an answer; those who owe you something choose theirs after you.",
        control="Put at most {put_to_people} incidents to people. Ask the victim first, then all others at once.",
    ),
    Step(
        name="Rule",
        minutes=6,
        players="Hear the odds, the dice and why. At most two orders are argued before all; the rest is ruled at once.",
        control="Show odds before dice. Two orders in plenary, three minutes each. A ruling changed by hand needs its reason.",
    ),
    Step(
        name="Report",
        minutes=2,
        players="Say in one sentence what this turn has brought you, as your government would say it in public.",
        control="One public headline. The new numbers on the wall. Ask the scribe what is not written down yet.",
    ),
)
TURN_MINUTES = sum(step.minutes for step in STEPS)
LOCK_MINUTE = sum(step.minutes for step in STEPS[:3])  # when the forms are collected


def day(begins: int, turns: int) -> tuple[Slot, ...]:
    """The half day of an exercise that begins so many minutes after midnight; a break stands after half of its turns."""
    slots, now = [], begins
    for name, minutes, what in _parts(min(turns, TURNS)):
        slots.append(Slot(name=name, minutes=minutes, starts=clock(now), ends=clock(now + minutes), what=what))
        now += minutes
    return tuple(slots)


def _parts(turns: int) -> Iterator[tuple[str, int, str]]:
    yield "Brief", 20, "The situation, the wall, a turn; every seat reads its first page."
    yield "Practice turn", 20, "A whole turn that does not count and is put back."
    for turn in range(1, turns + 1):
        yield f"Turn {turn}", TURN_MINUTES, "News to report. A crisis takes the place of a turn." if turn == 1 else ""
        if turn == (turns + 1) // 2:
            yield "Break", 15, "Control brings the wall and the notes up to date."
    yield "Hot-wash", 45, "What each wanted and expected, what happened, what was luck."


def minute_of(text: str) -> int:
    """Minutes after midnight of a clock time such as 09:00. Raises ValueError on anything else."""
    hours, colon, minutes = text.partition(":")
    if not (colon and hours.isdecimal() and minutes.isdecimal() and int(hours) < 24 and int(minutes) < 60):
        raise ValueError(f"{text!r} is no time; write hours and minutes, such as 09:00")
    return int(hours) * 60 + int(minutes)


def clock(minute: int) -> str:
    """A minute of the day as a clock shows it."""
    hours, minutes = divmod(minute % MINUTES_A_DAY, 60)
    return f"{hours:02d}:{minutes:02d}"
