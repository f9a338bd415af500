"""Whether the texts of a sheet fit on its page: their heights in print, estimated from their letters.

A page without scripts cannot measure itself, so widths are taken as those of a common sans-serif: half the size of the type for
a letter, the whole size for a Japanese sign. The estimates are on the large side.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil

MM = 25.4 / 72  # millimetres a point
TYPE = 7.8  # points: the type of a sheet, where it is neither crowded nor empty
SMALL = 0.88  # of the type: what stands below a name
LINE = 1.24  # the height of a line in sizes of its type
LEFT, HAND, HALF = 58.0, 60.0, 90.0  # millimetres: the widths of the left column, of one of the hand, of one of two
PAGE = 279.0  # millimetres between the margins of a page
SIZES = (1.2, 1.1, 1.0, 0.95, 0.9, 0.85, 0.8)  # of the type: the first is taken with which all fits


def letters(text: str) -> float:
    """Return the width of a text in sizes of its type.

    >>> letters("ab"), letters("日本")
    (1.08, 2.0)
    """
    return round(sum(1.0 if ord(sign) > 0x2E7F else 0.54 for sign in text), 2)


def lines(text: str, width: float, size: float) -> int:
    """Return on how many lines a text stands. width: in millimetres; size: of its type, in points.

    >>> lines("", 88, 7.8), lines("a word", 88, 7.8), lines("a word " * 20, 88, 7.8)
    (0, 1, 3)
    """
    return max(1, ceil(letters(text) * size * MM / width)) if text else 0


def high(text: str, width: float, size: float) -> float:
    """Return the height of a text in millimetres."""
    return lines(text, width, size) * size * LINE * MM


def rows_high(rows: Iterable[tuple[str, str]], width: float, size: float, beside: float = 0, gap: float = 0.7) -> float:
    """Return the height of rows of a name and a smaller text below it. beside: the width that the name leaves to figures."""
    return sum(high(name, width - beside, size) + high(below, width - 7, size * SMALL) + gap for name, below in rows)
