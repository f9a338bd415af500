"""The state of the people at the machine: the viewer, what each seat has seen and drafted, who has come to sign."""

from __future__ import annotations

from attrs import Factory, define

from kuroshio.session.pending_orders import Plan


@define
class Viewers:
    """The viewer and the state of each seat. people: the seats of people; viewer: the seat that looks now, empty for nobody.

    shown_up_to: the last log line that each has been shown; been: seats that have come in this second pass of planning; plans:
    the drafts by seat.
    """

    people: frozenset[str]
    viewer: str
    shown_up_to: dict[str, int]
    been: frozenset[str] = frozenset()
    plans: dict[str, Plan] = Factory(dict)

    def plan(self, seat: str) -> Plan:
        """Return the draft of a seat; begin one if there is none."""
        return self.plans.setdefault(seat, Plan())

    def copy(self) -> Viewers:
        """Return a copy."""
        return Viewers(
            self.people, self.viewer, dict(self.shown_up_to), self.been, {seat: plan.copy() for seat, plan in self.plans.items()}
        )

    def be(self, other: Viewers) -> None:
        """Take over the state of another."""
        same = other.copy()
        self.viewer, self.shown_up_to, self.been, self.plans = same.viewer, same.shown_up_to, same.been, same.plans

    def go_back(self, logged: int) -> None:
        """Go back to a log of this many lines. The caller reads the drafts anew."""
        self.plans, self.been = {}, frozenset()
        self.shown_up_to = {seat: min(number, logged - 1) for seat, number in self.shown_up_to.items()}
