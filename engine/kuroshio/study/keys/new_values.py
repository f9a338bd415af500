"""Reads the new value of a key: a plain one, one relative to what stands there, `none`, or a list of words.

| written | means |
| --- | --- |
| `12`, `=-2` | the number itself; a negative one needs the `=` in a text, because a sign alone means a step |
| `+2`, `-1` | so much more or less than it is |
| `x3`, `x0.5` | times what it is, to the nearest whole number, halves away from zero |
| `true`, `false` | a switch |
| a word, words with commas between them | an id or another word, and a list of them |
| `none` | nothing: no bound, no number, no word, an empty list, a part or an entry left out |

From Python a number is an `int`, a switch a `bool`, a list any sequence of strings, and None is `none`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from numbers import Integral
from typing import Any

from kuroshio.model.typed_numbers import MOST, whole
from kuroshio.study.keys.addresses import NUMBER, SWITCH, WORDS
from kuroshio.study.keys.unclear_change import UnclearChange

NONE = "none"
TRUTHS = {"true": True, "false": False}
TIMES = re.compile(r"x([0-9]{1,9}(?:\.[0-9]{1,9})?)")
STEP = re.compile(r"[+-][0-9]{1,18}")
ABSOLUTE = "="
HOW = "write a whole number such as 12 or =-2, or x2, +1 or -1 for a change of what it is"


def says_none(given: Any) -> bool:
    """Whether a value given for a key means nothing."""
    return given is None or given == NONE


def read_value(kind: str, given: Any, now: Any, optional: bool) -> Any:
    """Return the new value of a number, a switch, a word or a list of words. Raises UnclearChange.

    kind: that of the node; now: its present value, for relative numbers; optional: whether it may be unset.
    """
    if kind == NUMBER:
        return read_number(given, now, optional)
    if kind == SWITCH:
        return _read_switch(given)
    return _read_words(given) if kind == WORDS else _read_word(given)


def read_number(given: Any, now: int | None, optional: bool = False) -> int | None:
    """Return a whole number, given itself or relative to `now`; None for `none`, where it may be unset. Raises UnclearChange."""
    if isinstance(given, Integral) and not isinstance(given, bool) and abs(int(given)) <= MOST:
        return int(given)
    if optional and says_none(given):
        return None
    said = str(given).strip()
    factor = TIMES.fullmatch(said)
    if factor or STEP.fullmatch(said):
        if now is None:
            raise UnclearChange(f"there is no number that {said!r} could change", "write a whole number such as 12")
        return rounded(Decimal(factor[1]) * now) if factor else now + int(said)
    number = whole(said.removeprefix(ABSOLUTE), -MOST if said.startswith(ABSOLUTE) else 0)
    if number is None or not isinstance(given, str):
        raise UnclearChange(f"{given!r} is not a whole number", HOW + (", or none" if optional else ""))
    return number


def rounded(number: Decimal) -> int:
    """Return the nearest whole number; a half is rounded away from zero."""
    return int(number.quantize(Decimal(1), ROUND_HALF_UP))


def _read_switch(given: Any) -> bool:
    if isinstance(given, bool):
        return given
    if given not in TRUTHS:
        raise UnclearChange(f"{given!r} is neither true nor false", "write one of the two")
    return TRUTHS[given]


def _read_word(given: Any) -> str:
    if not isinstance(given, str):
        raise UnclearChange(f"{given!r} is not a word", "write a word, or none")
    return given.strip()


def _read_words(given: Any) -> tuple[str, ...]:
    if says_none(given):
        return ()
    parts = given.split(",") if isinstance(given, str) else given
    if not isinstance(parts, Sequence) or not all(isinstance(part, str) for part in parts):
        raise UnclearChange(f"{given!r} is not a list of words", "write words with commas between them, or none")
    return tuple(part.strip() for part in parts)
