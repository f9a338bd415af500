"""Orders that are not in the game yet: drafts, and orders in own words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import Factory, define, frozen

from kuroshio.kernel.play_lines import Six

# The marks that close each opening quote: those of several languages, and those that keyboards give for them.
QUOTES = {
    '"': '"\u201d', "\u201c": '\u201d"', "\u201e": '\u201c\u201d"', "\u00ab": "\u00bb", "'": "'", "\u2018": "\u2019'",
    "\u300c": "\u300d", "\u300e": "\u300f",
}  # fmt: skip
PLACED = re.compile(r"(?:^|\s)(in|against|with|to)\s", re.IGNORECASE)


@frozen
class Parties:
    """The seats of people that an order in own words waits for: its addressees reply, its partners agree or decline."""

    to: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys((*self.partners, *self.to)))


@define
class Plan:
    """A seat's draft. words: orders in its own words, for the umpire; parties: by their text, the seats that they wait for."""

    orders: list[Six] = Factory(list)
    words: list[str] = Factory(list)
    parties: dict[str, Parties] = Factory(dict)

    def __len__(self) -> int:
        return len(self.orders) + len(self.words)

    def copy(self) -> Plan:
        """Return a copy."""
        return Plan(list(self.orders), list(self.words), dict(self.parties))

    def say(self, text: str, parties: Parties) -> None:
        """Add an order in own words."""
        self.words.append(text)
        if tuple(parties):
            self.parties[text] = parties


@frozen
class SetNumber:
    """A number that the umpire has set for the act before it. shown: whether the room sees it, and then the dice."""

    number: int
    shown: bool
    reason: str


@frozen
class Spoken:
    """An order in a seat's own words. occurrence: 1 for the first of its seat in its turn; replies: by seat, so far."""

    seat: str
    text: str
    occurrence: int
    parties: Parties = Parties()
    replies: tuple[tuple[str, str], ...] = ()

    def missing(self) -> tuple[str, ...]:
        """Return the parties that have not replied yet."""
        replied = [seat for seat, _ in self.replies]
        return tuple(seat for seat in self.parties if seat not in replied)


def in_quotes(said: str) -> tuple[str, str] | None:
    """Return the quoted beginning of a text, and what follows it; None if it begins with no quote.

    An unclosed quote extends to the end.
    """
    if said[:1] not in QUOTES:
        return None
    end = max(said.rfind(mark) for mark in QUOTES[said[0]])
    return (said[1:end].strip(), said[end + 1 :].strip()) if end > 0 else (said[1:].strip(), "")


def placed(tail: str) -> list[tuple[str, str]] | None:
    """Return the parts after an order in own words: `in`, `against`, `with` or `to`, each with an id; None for other text."""
    head, *said = PLACED.split(f" {tail.strip(' ,.')} ")
    return (
        None if head.strip() else [(word.lower(), named.strip(" ,.")) for word, named in zip(said[::2], said[1::2], strict=True)]
    )
