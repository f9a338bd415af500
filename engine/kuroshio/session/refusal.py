"""Refusals, each with a sentence that says why, and helpers for such sentences."""

from __future__ import annotations

from collections.abc import Iterable

from kuroshio.kernel.play_lines import row
from kuroshio.model.likely_names import nearest, written_alike

OVER = "The game is over."


class Refused(Exception):
    """A refusal: the act cannot be carried out, and nothing has changed. The text is a sentence that says why."""


class Asks(Refused):
    """A line that waits for a yes: nothing is wrong with it, and nothing is done yet. The text is the question."""


def refuse(wrong: str) -> None:
    """Raise Refused with a sentence; do nothing if it is empty."""
    if wrong:
        raise Refused(wrong)


def meant(wrong: str, word: str, known: Iterable[str], listed: str = "") -> str:
    """Return a sentence: what is wrong, and the known word probably meant. listed: the line of control that lists all."""
    return sentence(f"{wrong}; {nearest(word, list(known), listed)}")


def sentence(text: object) -> str:
    """Return a text with a full stop at its end, unless it has one."""
    said = str(text)
    return said if said.endswith(("?", ".")) else f"{said}."


def whole_sentence(text: str) -> str:
    """Return a text, such as the reason after `because`, as a sentence of its own.

    >>> whole_sentence("both sides agree")
    'Both sides agree.'
    """
    return sentence(f"{text[:1].upper()}{text[1:]}")


def as_id(word: str, known: Iterable[str]) -> str:
    """Return the known id that a word means, in upper or lower case, with spaces or hyphens; else the word itself."""
    names = set(known)
    return word if word in names else written_alike(word, names) or word


def called(word: str, rows: dict[str, int], noun: str) -> int:
    """Return the row that a word means. Raises UnclearLine with the nearest known word."""
    return row(rows, as_id(word, rows), noun)
