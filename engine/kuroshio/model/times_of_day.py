"""Times of day: a steady clock of this process, and times for people.

People read the local time of the machine, with its zone named once. Files for programs have full times: a journal in UTC, which
sorts as text, the others in local time with the offset.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

A_DAY = 86_400  # seconds


def steady() -> float:
    """Return the seconds of a clock that cannot be set back; if the system has such a clock, it also counts sleep."""
    for name in ("CLOCK_BOOTTIME", "CLOCK_MONOTONIC"):  # of Linux, of macOS; on Windows the last line counts sleep as well
        which = getattr(time, name, None)
        if which is not None:
            return time.clock_gettime(which)
    return time.monotonic()


class Wall:
    """The machine's clock at the start of this process, counted on steadily. Times are Unix seconds."""

    def __init__(self, machine: Callable[[], float] = time.time, counted: Callable[[], float] = steady) -> None:
        self.machine, self.counted = machine, counted
        self.begun = machine() - counted()

    def now(self) -> float:
        """Return the time, whatever changes were made to the machine's clock since."""
        return self.begun + self.counted()

    def moved(self) -> int:
        """Return by how many seconds the machine's clock has been set forward since, or (below 0) back."""
        return int(self.machine() - self.now())


WALL = Wall()


def utc_now() -> datetime:
    """Return the time by the clock of this process."""
    return datetime.fromtimestamp(WALL.now(), UTC)


def told(at: float, now: float) -> str:
    """Return a local time, with its day if that is not today. at, now: Unix seconds.

    If summer time begins or ends in between, the text says which time is meant.
    """
    then, here = datetime.fromtimestamp(at).astimezone(), datetime.fromtimestamp(now).astimezone()
    day = "" if then.date() == here.date() else f"{then:%A} " if 0 < at - now < 6 * A_DAY else f"{then:%d %B %Y}, "
    changed = " by the new time, after the clocks change" if then.utcoffset() != here.utcoffset() else ""
    return f"{day}{then:%H:%M}{changed if at > now else ''}"


def lasted(seconds: int) -> str:
    """Return a length of time in words: "14 h 30 min", "5 min"."""
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min"


def local(stamp: str) -> datetime:
    """Convert a time of a file, such as 2026-01-05T09:00:00.000000Z, to local time; to UTC if there is none."""
    at = datetime.fromisoformat(stamp)
    try:
        return at.astimezone()
    except (OSError, OverflowError):  # a year outside of the platform's time zones
        return at.astimezone(UTC)


def whole(at: datetime) -> str:
    """Return a time to the second with its offset, such as 2026-01-05T10:00:00+01:00."""
    return at.isoformat(timespec="seconds")


def zone(times: Iterable[datetime]) -> str:
    """Return the zone of some times, such as UTC+01:00; both in order if the clocks changed in between."""
    return ", then ".join(dict.fromkeys(f"UTC{whole(at)[19:]}" for at in times))
