"""What control sees of a table beside the map: every seat's state, all orders, the schedule, how the day stands."""

from __future__ import annotations

from collections.abc import Iterator

from kuroshio.kernel import words
from kuroshio.model.scenario import Seat
from kuroshio.picture.picture import Console, SeatState
from kuroshio.session.orders import Plan
from kuroshio.session.others import PLAYER, Others
from kuroshio.session.table import Table

ASKED, DRAFTING, COMMITTED, NOTHING, WAITING = "is asked", "drafts", "has committed", "has nothing yet", "waits"


class Overseen(Table):
    """The part of a session that control looks at. All of it is secret from the seats."""

    others: Others

    def seat_states(self) -> Iterator[SeatState]:
        """Every seat, in the order of the scenario."""
        lines = [entry for entry in self.journal.counted if entry.get("turn") == self.turn]
        late = {entry["seat"] for entry in lines if entry.kind == "late"}
        expects = {entry["seat"] for entry in lines if entry.kind == "expect"}
        for seat in self.tables.scenario.seats:
            plan = self.plans.get(seat.faction, Plan())
            yield SeatState(
                seat=seat.faction,
                who=self._who(seat),
                state=self._state_of(seat.faction),
                drafted=len(plan),
                late=seat.faction in late,
                expects=seat.faction in expects,
            )

    def _who(self, seat: Seat) -> str:
        if seat.faction in self.people:
            return "people"
        return PLAYER if self.others.asks(seat.faction) else seat.doctrine

    def _state_of(self, seat: str) -> str:
        if self.may_plan(seat):
            return DRAFTING if self.plans.get(seat) else NOTHING
        if self.asked() == seat:
            return ASKED
        return COMMITTED if self.game.planned[self.tables.index.factions[seat]] else WAITING

    def all_orders(self) -> Iterator[str]:
        """The orders of this turn as they are typed, those in own words among them; then what is drafted and not committed."""
        planning = words.PHASES[words.PLANNING]
        for entry in self.journal.counted:
            if entry.kind in ("choice", "words") and (entry["turn"], entry["phase"]) == (self.turn, planning):
                yield entry["line"] if entry.kind == "choice" else '{}: "{}"'.format(entry["seat"], entry["text"])
        for seat in self.plans:
            yield from (f"{line}  # drafted, not committed" for line in self._drafted_lines(seat))

    def day_told(self) -> str:
        """How the day stands, in a sentence; empty before it has begun."""
        day = self.room_day()
        if day is None:
            return ""
        minutes = round(abs(day.behind) / 60)
        stands = "on time" if not minutes else f"{minutes} min {'behind' if day.behind > 0 else 'ahead'}"
        return f"The day is {stands}; at this rate it ends at {self.hour_told(day.ends)}."

    def console(self) -> Console:
        """All of it, for the umpire's own screen."""
        injects = tuple((line.id, line.name, line.state) for line in self.schedule())
        return Console(seats=tuple(self.seat_states()), orders=tuple(self.all_orders()), injects=injects, day=self.day_told())
