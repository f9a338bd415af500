"""Dates of a game: quarters and half-years of a year, such as 2021-Q3 and 2021-H2."""

from __future__ import annotations

import re

FORM = r"[0-9]{4}-(?:Q[1-4]|H[12])"
QUARTERS = {"quarter": 1, "half-year": 2}  # in a turn


def is_date(text: str) -> bool:
    """Whether a text is a date of this form."""
    return re.fullmatch(FORM, text) is not None


def quarter_of(date: str) -> int:
    """Return the quarters from the year 0 to a date; a half-year counts as its first. Raises ValueError on another form."""
    if not is_date(date):
        raise ValueError(f"{date!r} is not a date; write a quarter or a half-year, such as 2021-Q3 or 2021-H2")
    year, part, number = int(date[:4]), date[5], int(date[6])
    return 4 * year + (number - 1) * (1 if part == "Q" else 2)


def turn_of(date: str, start: str, turn_length: str) -> int:
    """Return the turn of a date, 1 being that of `start`; 0 and below are before the game."""
    return (quarter_of(date) - quarter_of(start)) // QUARTERS[turn_length] + 1


def date_of(turn: int, start: str, turn_length: str) -> str:
    """Return the date of a turn, in the form of the game's turns."""
    quarter = quarter_of(start) + (turn - 1) * QUARTERS[turn_length]
    year, passed = divmod(quarter, 4)
    return f"{year}-Q{passed + 1}" if turn_length == "quarter" else f"{year}-H{passed // 2 + 1}"
