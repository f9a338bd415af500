"""What somebody may have meant: the known name that a word comes nearest to, and a sentence that says so."""

from __future__ import annotations

import re
from collections.abc import Collection
from difflib import get_close_matches

FEW = 12  # names that a sentence lists whole
SOME = 5  # of more names, how many it lists
ALIKE = 0.6  # from which likeness on one name may be another, misspelt: difflib's own measure
LITTLE_ALIKE = 0.4  # from which one name is worth being shown for another
BETWEEN = re.compile(r"[\s_./-]+")  # what parts the words of a name


def folded(name: str) -> str:
    """A name as ids are written: small letters, `_` for blanks and hyphens."""
    return re.sub(r"[\s-]+", "_", name.strip().casefold())


def close_to(word: str, known: Collection[str], likeness: float = ALIKE) -> str:
    """The known name that a word surely stands for; empty where there is none.

    First one that is written in another way (`Japan`, `Senkaku Waters`), then one of the same words in another order (a pair the
    other way round), then the one that is spelt most alike, from a likeness on.
    """
    found = written_alike(word, known) or same_words(word, known)
    return found or next(iter(spelt_alike(word, known, 1, likeness)), "")


def written_alike(word: str, known: Collection[str]) -> str:
    """The known name that differs in nothing but capitals, blanks and hyphens; empty where there is none."""
    meant = folded(word)
    return next((name for name in known if folded(name) == meant), "")


def same_words(word: str, known: Collection[str]) -> str:
    """The known name that has the same words in another order; empty where there is none."""
    meant = _words(word)
    return next((name for name in known if _words(name) == meant), "") if len(meant) > 1 else ""


def _words(name: str) -> list[str]:
    return sorted(filter(None, BETWEEN.split(folded(name))))


def spelt_alike(word: str, known: Collection[str], most: int, likeness: float) -> list[str]:
    """The known names that are spelt most alike, the nearest first."""
    names: dict[str, str] = {}
    for name in known:
        names.setdefault(folded(name), name)
    return [names[found] for found in get_close_matches(folded(word), list(names), most, likeness)]


def nearest(word: str, known: Collection[str], lists: str = "", few: int = FEW) -> str:
    """A hint at the known name that was meant; else at all of them, or at some if they are many.

    lists: a command that lists them all, for a hint that does not. few: how many are all listed.
    """
    close = close_to(word, known)
    if close:
        return f"did you mean {close!r}?"
    if not known:
        return "there is none to name"
    if len(known) <= few:
        return f"one of {', '.join(sorted(known))}"
    near = ", ".join(spelt_alike(word, known, SOME, 0.0 if not lists else LITTLE_ALIKE))
    if not lists:
        return f"the nearest of {len(known)} are {near}"
    return f"the nearest are {near}; `{lists}` lists all {len(known)}" if near else f"`{lists}` lists all {len(known)}"
