"""Finds the known name that a wrong word probably means, and says so in a sentence."""

from __future__ import annotations

import re
from collections.abc import Collection
from difflib import get_close_matches

FEW = 12  # up to this number a sentence lists all names
SOME = 5  # with more names, the number that it lists
ALIKE = 0.6  # the similarity (difflib's) from which on a word counts as a misspelt name
LITTLE_ALIKE = 0.4  # the similarity from which on a name is worth showing
BETWEEN = re.compile(r"[\s_./-]+")  # separators of the words of a name


def folded(name: str) -> str:
    """Return a name in the form of ids: lower case, `_` for spaces and hyphens."""
    return re.sub(r"[\s-]+", "_", name.strip().casefold())


def close_to(word: str, known: Collection[str], likeness: float = ALIKE) -> str:
    """Return the known name that a word certainly means; empty if there is none.

    First a name in another form (`Japan`, `Senkaku Waters`), then one with the same words in another order (a pair reversed),
    then the most similar one, from a given similarity on.
    """
    found = written_alike(word, known) or same_words(word, known)
    return found or next(iter(spelt_alike(word, known, 1, likeness)), "")


def written_alike(word: str, known: Collection[str]) -> str:
    """Return the known name that differs only in upper case, spaces and hyphens; empty if there is none."""
    meant = folded(word)
    return next((name for name in known if folded(name) == meant), "")


def same_words(word: str, known: Collection[str]) -> str:
    """Return the known name with the same words in another order; empty if there is none."""
    meant = _words(word)
    return next((name for name in known if _words(name) == meant), "") if len(meant) > 1 else ""


def _words(name: str) -> list[str]:
    return sorted(filter(None, BETWEEN.split(folded(name))))


def spelt_alike(word: str, known: Collection[str], most: int, likeness: float) -> list[str]:
    """Return the known names with the most similar spelling, the nearest first."""
    names: dict[str, str] = {}
    for name in known:
        names.setdefault(folded(name), name)
    return [names[found] for found in get_close_matches(folded(word), list(names), most, likeness)]


def nearest(word: str, known: Collection[str], lists: str = "", few: int = FEW) -> str:
    """Return a hint at the known name that was meant; else a list of all names, or of some if there are many.

    lists: a command that lists all, for a hint that does not. few: up to this number all are listed.
    """
    close = close_to(word, known)
    if close:
        return f"did you mean {close!r}?"
    if not known:
        return "there are none to choose from"
    if len(known) <= few:
        return f"one of {', '.join(sorted(known))}"
    near = ", ".join(spelt_alike(word, known, SOME, 0.0 if not lists else LITTLE_ALIKE))
    if not lists:
        return f"the nearest of {len(known)} are {near}"
    return f"the nearest are {near}; `{lists}` lists all {len(known)}" if near else f"`{lists}` lists all {len(known)}"
