"""Finds what people mean by words on a form: an id or a name, or its beginning, in any case, with blanks or underscores."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

Key = TypeVar("Key")
BETWEEN = re.compile(r"[\W_]+")
SHORTEST = 2  # letters of a beginning; a sign of a Chinese or Japanese name may stand alone


def plain(text: str) -> str:
    """Return a text in lower case, with one underscore between its words: "Senkaku / Diaoyu" becomes "senkaku_diaoyu"."""
    return BETWEEN.sub("_", text.casefold()).strip("_")


def meaning(words: Sequence[str], names: Iterable[tuple[Key, Sequence[str]]]) -> tuple[list[Key], int]:
    """Return what the first words mean, and how many words that takes; ([], 0) if nothing.

    names: each thing with its names. The most words that mean something are taken; a whole name goes before a beginning. Several
    things are returned where the words fit all of them alike; then words from the middle of a name may tell them apart.

    >>> meaning(["senkaku", "taiwan"], [(1, ["senkaku_waters", "Senkaku Waters"]), (2, ["taiwan"]), (3, ["taiwan_strait"])])
    ([1], 1)
    >>> meaning(["Tai"], [(2, ["taiwan"]), (3, ["taiwan_strait"])])
    ([2, 3], 1)
    >>> meaning(["ask", "grain"], [(4, ["ask_for_grain"]), (5, ["ask_for_arms"])])
    ([4], 2)
    """
    known = [(key, [plain(name) for name in own if name]) for key, own in names]
    begun, taken = _begun(words, known)
    single = len(begun) == 1
    for n in range(len(words), taken if single else 0, -1):
        said = [plain(word) for word in words[:n]]
        held = [key for key, own in known if all(map(_may_begin, said)) and any(_holds(name.split("_"), said) for name in own)]
        found = [key for key in dict.fromkeys(held) if not single or key in begun]
        if len(found) == 1 or (found and not begun):
            return found, n
    return begun, taken


def _begun(words: Sequence[str], known: Sequence[tuple[Key, Sequence[str]]]) -> tuple[list[Key], int]:
    """Return what has the most of the first words as a whole name or, failing that, as the beginning of one."""
    for n in range(len(words), 0, -1):
        said = plain(" ".join(words[:n]))
        whole = [key for key, own in known if said in own]
        found = whole or [key for key, own in known if _may_begin(said) and any(name.startswith(said) for name in own)]
        if found:
            return list(dict.fromkeys(found)), n
    return [], 0


def _holds(name: Sequence[str], said: Sequence[str]) -> bool:
    """Whether a name has words that begin with these, in their order: "ask grain" for "Ask Beijing for grain"."""
    left = iter(name)
    return all(any(word.startswith(one) for word in left) for one in said)


def _may_begin(said: str) -> bool:
    return len(said) >= SHORTEST or (bool(said) and not said.isascii())


def short_names(entry: Any) -> tuple[str, ...]:
    """Return the short names that maps and sheets print for an area; none of anything else."""
    return tuple(filter(None, (getattr(entry, "short", ""), getattr(entry, "short_ja", ""))))
