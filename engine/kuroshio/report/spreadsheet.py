"""Tables for spreadsheets: CSV with a byte-order mark and Windows line ends.

A spreadsheet turns a text that begins like a formula into one, and `3/12` or `1-4` into a date. Such a text gets an apostrophe in
front; a number stays a number. Programs use the JSON beside it, or the tables of studies, which are plain.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

MARK = "\ufeff"  # without it a spreadsheet assumes a national encoding
FORMULA = re.compile(r"[\s\x00-\x1f]*[=+\-@\uff1d\uff0b\uff0d\uff20]")  # full-width characters count too, in Japanese input
MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
FIGURES = r"[\d\s.,:/%$\u20ac\u00a3\u00a5'\u2013-]*"
NUMBERS = re.compile(rf"{FIGURES}\d{FIGURES}(?:e[\d\s.+-]*|[ap]m?)?", re.IGNORECASE)
DATE = re.compile(rf"(?:\d+[\s./-]*)?{MONTH}[\s./,-]*\d+(?:[\s./,-]+\d+)?|\d+[\s./-]*{MONTH}", re.IGNORECASE)


def sheet(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Return a table as CSV for a spreadsheet; None is an empty cell."""
    stream = io.StringIO()
    stream.write(MARK)
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return stream.getvalue()


def guarded(cell: object) -> object:
    """Return a cell that a spreadsheet shows unchanged: a text that it would interpret gets an apostrophe in front."""
    if cell is None or not isinstance(cell, str):
        return "" if cell is None else cell
    taken = FORMULA.match(cell) or NUMBERS.fullmatch(cell) or DATE.fullmatch(cell.strip())
    return f"'{cell}" if taken else cell
