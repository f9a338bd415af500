"""Orders that the game does not have yet: what a seat has drafted, and what it has said in its own words."""

from __future__ import annotations

from attrs import Factory, define, frozen

from engine.kernel.lines import Six


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
