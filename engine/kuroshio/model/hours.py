"""The time of day: a clock of this process that nobody can put back, and times as people read them.

People read the clock of the machine that shows them, with its zone named once. A file that programs read has the whole
time: a journal in UTC, which sorts as text, the others local with their offset.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

A_DAY = 86_400  # seconds


def steady() -> float:
    """Seconds of a clock that nobody can put back; where the system has such a one it goes on while the machine sleeps."""
    for name in ("CLOCK_BOOTTIME", "CLOCK_MONOTONIC"):  # of Linux, of macOS; on Windows the last line counts sleep as well
        which = getattr(time, name, None)
        if which is not None:
            return time.clock_gettime(which)
    return time.monotonic()


class Wall:
    """The machine's clock as it stood when this process began, counted on steadily from there. Times: seconds of 1970."""

    def __init__(self, machine: Callable[[], float] = time.time, counted: Callable[[], float] = steady) -> None:
        self.machine, self.counted = machine, counted
        self.begun = machine() - counted()

    def now(self) -> float:
        """The time, whatever has been done to the machine's clock since."""
        return self.begun + self.counted()

    def moved(self) -> int:
        """By how many seconds the machine's clock has been put forward since, below 0 back: for what is shown beside it."""
        return int(self.machine() - self.now())


WALL = Wall()


def utc_now() -> datetime:
    """The time by the clock of this process."""
    return datetime.fromtimestamp(WALL.now(), UTC)


def told(at: float, now: float) -> str:
    """An hour of this machine's zone, with its day where that is not today; at, now: seconds of 1970.

    Where the clocks are changed to or from summer time in between, it says by which of them the hour is meant.
    """
    then, here = datetime.fromtimestamp(at).astimezone(), datetime.fromtimestamp(now).astimezone()
    day = "" if then.date() == here.date() else f"{then:%A} " if 0 < at - now < 6 * A_DAY else f"{then:%d %B %Y}, "
    changed = " by the new time, for the clocks are changed before" if then.utcoffset() != here.utcoffset() else ""
    return f"{day}{then:%H:%M}{changed if at > now else ''}"


def lasted(seconds: int) -> str:
    """A length of time in words: "14 h 30 min", "5 min"."""
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min"


def local(stamp: str) -> datetime:
    """A time of a file, such as 2026-01-05T09:00:00.000000Z, by the clock of this machine; in UTC where that clock knows none."""
    at = datetime.fromisoformat(stamp)
    try:
        return at.astimezone()
    except (OSError, OverflowError):  # of a year that the platform has no zones for
        return at.astimezone(UTC)


def whole(at: datetime) -> str:
    """A time to the second with its offset, such as 2026-01-05T10:00:00+01:00."""
    return at.isoformat(timespec="seconds")


def zone(times: Iterable[datetime]) -> str:
    """The zone of some times, such as UTC+01:00; where clocks were changed in between, both in their order."""
    return ", then ".join(dict.fromkeys(f"UTC{whole(at)[19:]}" for at in times))
