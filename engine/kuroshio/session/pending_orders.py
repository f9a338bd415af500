"""Orders that the game does not have yet: what a seat has drafted, and what it has said in its own words."""

from __future__ import annotations

import re

from attrs import Factory, define, frozen

from kuroshio.kernel.notation import Six

# Which marks close a quote that a mark opens: those of several languages, and those that a keyboard gives for them.
QUOTES = {
    '"': '"\u201d', "\u201c": '\u201d"', "\u201e": '\u201c\u201d"', "\u00ab": "\u00bb", "'": "'", "\u2018": "\u2019'",
    "\u300c": "\u300d", "\u300e": "\u300f",
}  # fmt: skip
PLACED = re.compile(r"(?:^|\s)(in|against|with)\s", re.IGNORECASE)


@define
class Plan:
    """What a seat has drafted. words: orders in its own words, for the umpire."""

    orders: list[Six] = Factory(list)
    words: list[str] = Factory(list)

    def __len__(self) -> int:
        return len(self.orders) + len(self.words)

    def copy(self) -> Plan:
        """Another with the same in it."""
        return Plan(list(self.orders), list(self.words))


@frozen
class Spoken:
    """An order in a seat's own words. occurrence: the first of its seat in its turn is 1."""

    seat: str
    text: str
    occurrence: int


def in_quotes(said: str) -> tuple[str, str] | None:
    """What stands in quotes at the head of a text, and what follows them; None where it begins with no quote.

    A quote that nobody has closed goes on to the end.
    """
    if said[:1] not in QUOTES:
        return None
    end = max(said.rfind(mark) for mark in QUOTES[said[0]])
    return (said[1:end].strip(), said[end + 1 :].strip()) if end > 0 else (said[1:].strip(), "")


def placed(tail: str) -> list[tuple[str, str]] | None:
    """What an order in own words names after its quotes: `in`, `against` or `with`, each with an id; None for anything else."""
    head, *said = PLACED.split(f" {tail.strip(' ,.')} ")
    return (
        None if head.strip() else [(word.lower(), named.strip(" ,.")) for word, named in zip(said[::2], said[1::2], strict=True)]
    )
