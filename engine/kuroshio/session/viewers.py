"""The people at the machine: who looks, what each has seen, who has come to sign, what each has drafted. No line tells of it."""

from __future__ import annotations

from attrs import Factory, define

from kuroshio.session.pending_orders import Plan


@define
class Looking:
    """Who looks, and what is theirs. people: the seats that people take; eyes: the seat that looks, empty for nobody.

    told: the last line of the log that each has been shown; been: who has come in this second pass of planning; plans: the
    drafts by seat.
    """

    people: frozenset[str]
    eyes: str
    told: dict[str, int]
    been: frozenset[str] = frozenset()
    plans: dict[str, Plan] = Factory(dict)

    def plan(self, seat: str) -> Plan:
        """The draft of a seat, begun where there is none."""
        return self.plans.setdefault(seat, Plan())

    def copy(self) -> Looking:
        """Another of the same."""
        return Looking(
            self.people, self.eyes, dict(self.told), self.been, {seat: plan.copy() for seat, plan in self.plans.items()}
        )

    def be(self, other: Looking) -> None:
        """Be as another is."""
        same = other.copy()
        self.eyes, self.told, self.been, self.plans = same.eyes, same.told, same.been, same.plans

    def go_back(self, logged: int) -> None:
        """The game has gone back to where its log had so many lines: drafts are read anew by whoever took it back."""
        self.plans, self.been = {}, frozenset()
        self.told = {seat: min(number, logged - 1) for seat, number in self.told.items()}
