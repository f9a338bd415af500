"""Tables for people, which a spreadsheet opens as they are meant: CSV with a byte-order mark, lines ended as Windows ends them.

A spreadsheet makes a formula of a text that begins like one, and a date of `3/12` or `1-4`. Such a text gets an apostrophe
in front, which a person passes over; a number stays a number. Programs have the JSON beside it, and the tables of studies,
which are plain.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

MARK = "\ufeff"  # without it a spreadsheet takes the file for one in the letters of its own country
FORMULA = re.compile(r"[\s\x00-\x1f]*[=+\-@\uff1d\uff0b\uff0d\uff20]")  # those of full width count where people type Japanese
MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
FIGURES = r"[\d\s.,:/%$\u20ac\u00a3\u00a5'\u2013-]*"
NUMBERS = re.compile(rf"{FIGURES}\d{FIGURES}(?:e[\d\s.+-]*|[ap]m?)?", re.IGNORECASE)
DATE = re.compile(rf"(?:\d+[\s./-]*)?{MONTH}[\s./,-]*\d+(?:[\s./,-]+\d+)?|\d+[\s./-]*{MONTH}", re.IGNORECASE)


def sheet(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A table as CSV for a spreadsheet; None is an empty cell."""
    stream = io.StringIO()
    stream.write(MARK)
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return stream.getvalue()


def guarded(cell: object) -> object:
    """A cell that a spreadsheet shows as it is: a text that it would reckon with gets an apostrophe in front."""
    if cell is None or not isinstance(cell, str):
        return "" if cell is None else cell
    taken = FORMULA.match(cell) or NUMBERS.fullmatch(cell) or DATE.fullmatch(cell.strip())
    return f"'{cell}" if taken else cell
