"""Times as people read them: by the clock of the machine that shows them, with its zone named once.

A file that programs read has the whole time: a journal in UTC, which sorts as text, the others local with their offset.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime


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
