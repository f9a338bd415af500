"""Full-width signs of a Japanese keyboard, read as the plain ones where a line has its form; what people write stays as it is."""

from __future__ import annotations

import re
from collections.abc import Collection

from kuroshio.session.pending_orders import QUOTES

DIGITS = {chr(0xFF10 + n): str(n) for n in range(10)}
PLAIN = str.maketrans({**DIGITS, **dict(zip("：；，、｜　＝＋－．＃", ":;,,| =+-.#", strict=True))})
PROSE = ("note", "expect", "agree", "broken", "inject", "score")  # verbs with prose after their first colon
SAID = re.compile(r"(?:^\s*(?:for|against)|\bbecause|\breply)(?=\W)", re.IGNORECASE)  # what follows in this part is prose
WIDE_COLON, WIDE_BAR = "\uff1a", "\uff5c"


def with_plain_signs(line: str, quoting: Collection[str] = QUOTES) -> str:
    """Return a line of control with plain digits, colons, commas and bars, outside quotes and prose.

    >>> with_plain_signs("日本：１２、move jcg_relief senkaku；commit")
    '日本:12,move jcg_relief senkaku;commit'
    >>> with_plain_signs("note 日本：３隻、出港")
    'note 日本:３隻、出港'
    >>> with_plain_signs("rule success ｜ because １隻：帰港")
    'rule success | because １隻：帰港'
    """
    verb = re.split(r"[\s:：]", line.strip(), maxsplit=1)[0].lower()
    parts = re.split(f"[|{WIDE_BAR}]", line)
    made = [_part(part, verb in PROSE and n == 0, quoting) for n, part in enumerate(parts)]
    return "|".join(made)


def _part(part: str, prose: bool, quoting: Collection[str]) -> str:
    """Return the text between two bars with plain signs, as far as it is no prose. prose: after a colon it is."""
    if prose:
        at = min((place for mark in (":", WIDE_COLON) if (place := part.find(mark)) >= 0), default=len(part) - 1)
        return part[: at + 1].translate(PLAIN) + part[at + 1 :]
    found = SAID.search(part)
    end = found.end() if found else len(part)
    return _outside_quotes(part[:end], quoting) + part[end:]


def _outside_quotes(text: str, quoting: Collection[str]) -> str:
    """Return a text with plain signs up to its first quote and after its last, and none changed between."""
    places = [at for at, sign in enumerate(text) if sign in quoting or any(sign in marks for marks in QUOTES.values())]
    if len(places) < 2:
        return text.translate(PLAIN) if not places else text[: places[0]].translate(PLAIN) + text[places[0] :]
    first, last = places[0], places[-1]
    return text[:first].translate(PLAIN) + text[first : last + 1] + text[last + 1 :].translate(PLAIN)
