"""The people at the machine: who looks, what each has seen, who has come to sign, what each has drafted. No line tells of it."""

from __future__ import annotations

from attrs import Factory, define

from kuroshio.session.pending_orders import Plan


@define
class Viewers:
    """Who looks, and what is theirs. people: the seats that people take; viewer: the seat that looks, empty for nobody.

    shown_up_to: the last line of the log that each has been shown; been: who has come in this second pass of planning; plans: the
    drafts by seat.
    """

    people: frozenset[str]
    viewer: str
    shown_up_to: dict[str, int]
    been: frozenset[str] = frozenset()
    plans: dict[str, Plan] = Factory(dict)

    def plan(self, seat: str) -> Plan:
        """The draft of a seat, begun where there is none."""
        return self.plans.setdefault(seat, Plan())

    def copy(self) -> Viewers:
        """Another of the same."""
        return Viewers(
            self.people, self.viewer, dict(self.shown_up_to), self.been, {seat: plan.copy() for seat, plan in self.plans.items()}
        )

    def be(self, other: Viewers) -> None:
        """Be as another is."""
        same = other.copy()
        self.viewer, self.shown_up_to, self.been, self.plans = same.viewer, same.shown_up_to, same.been, same.plans

    def go_back(self, logged: int) -> None:
        """The game has gone back to where its log had so many lines: drafts are read anew by whoever took it back."""
        self.plans, self.been = {}, frozenset()
        self.shown_up_to = {seat: min(number, logged - 1) for seat, number in self.shown_up_to.items()}
