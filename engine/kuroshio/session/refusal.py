"""What cannot be done is refused with a sentence; and how such sentences are put."""

from __future__ import annotations

from collections.abc import Iterable

from kuroshio.kernel.notation import row
from kuroshio.model.likely_names import nearest, written_alike

OVER = "The game is over."


class Refused(Exception):
    """What somebody wants cannot be done, and nothing has changed. The text is the sentence that says why, for a person."""


def refuse(wrong: str) -> None:
    """Raise Refused with a sentence; nothing where it is empty, for then nothing is wrong."""
    if wrong:
        raise Refused(wrong)


def meant(wrong: str, word: str, known: Iterable[str], listed: str = "") -> str:
    """A sentence: what is wrong, and the known word that may have been meant. listed: the line of control that lists them all."""
    return sentence(f"{wrong}; {nearest(word, list(known), listed)}")


def sentence(text: object) -> str:
    """A text, such as a fault, with a full stop where it has no end of its own."""
    said = str(text)
    return said if said.endswith(("?", ".")) else f"{said}."


def as_id(word: str, known: Iterable[str]) -> str:
    """The known id that a word means, in whatever case and with blanks or hyphens in it; else the word as it is."""
    names = set(known)
    return word if word in names else written_alike(word, names) or word


def called(word: str, rows: dict[str, int], noun: str) -> int:
    """The row of what a word means. Raises UnclearLine with the nearest that there is."""
    return row(rows, as_id(word, rows), noun)
