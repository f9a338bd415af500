"""What control sees besides the map: every seat's state, all orders, the schedule of injects, the state of the day."""

from __future__ import annotations

from collections.abc import Iterator

from kuroshio.kernel.state import codes
from kuroshio.model.scenario import Seat
from kuroshio.picture.picture import ActLine, Console, SeatState
from kuroshio.session.deciders import Deciders
from kuroshio.session.injects import Injects
from kuroshio.session.journal_writer import Journal
from kuroshio.session.line_names import LineNames
from kuroshio.session.live_game import LiveGame
from kuroshio.session.other_seats import OtherSeats
from kuroshio.session.pending_orders import Plan
from kuroshio.session.plans import Plans
from kuroshio.session.room_clock import RoomClock
from kuroshio.session.table_acts import PLAYER
from kuroshio.session.viewers import Viewers

WITHDRAWN = "  # withdrawn by agreement"
ASKED, DRAFTING, COMMITTED, NOTHING, WAITING = "is asked", "drafts", "has committed", "has no orders yet", "waits"


class ControlOverview:
    """The whole overview of control. All of it is secret from the seats."""

    def __init__(
        self,
        play: LiveGame,
        journal: Journal,
        viewers: Viewers,
        deciders: Deciders,
        plans: Plans,
        injects: Injects,
        clock: RoomClock,
        others: OtherSeats,
    ):
        self.play, self.journal, self.viewers, self.deciders = play, journal, viewers, deciders
        self.plans, self.injects, self.clock, self.others = plans, injects, clock, others
        self.names = LineNames(play)

    def seats(self) -> Iterator[SeatState]:
        """Return every seat, in the order of the scenario."""
        lines = [entry for entry in self.journal.counted if entry.get("turn") == self.play.turn]
        late = {entry["seat"] for entry in lines if entry.kind == "late"}
        expects = {entry["seat"] for entry in lines if entry.kind == "expect"}
        for seat in self.play.tables.scenario.seats:
            plan = self.viewers.plans.get(seat.faction, Plan())
            yield SeatState(
                seat=seat.faction,
                who=self._who(seat),
                state=self._state_of(seat.faction),
                drafted=len(plan),
                late=seat.faction in late,
                expects=seat.faction in expects,
                frozen=self.play.absent.get(seat.faction, ""),
            )

    def _who(self, seat: Seat) -> str:
        if seat.faction in self.viewers.people:
            return "people"
        return PLAYER if self.others.asks(seat.faction) else self.others.named.get(seat.faction, seat.default_policy)

    def _state_of(self, seat: str) -> str:
        if self.deciders.may_plan(seat):
            return DRAFTING if self.viewers.plans.get(seat) else NOTHING
        if self.play.asked() == seat:
            return ASKED
        return COMMITTED if self.play.game.planned[self.play.tables.index.factions[seat]] else WAITING

    def orders(self) -> Iterator[str]:
        """Return the orders of this turn as lines, own words included; then the drafts that are not committed."""
        planning, lines = codes.PHASES[codes.PLANNING], list[str]()
        for entry in self.journal.counted:
            if entry.kind in ("choice", "words") and (entry["turn"], entry["phase"]) == (self.play.turn, planning):
                lines.append(entry["line"] if entry.kind == "choice" else '{}: "{}"'.format(entry["seat"], entry["text"]))
            elif entry.kind == "changed" and entry["turn"] == self.play.turn:
                stands = (
                    n for n, line in enumerate(lines) if line.partition("  # ")[0] == entry["was"] and WITHDRAWN not in line
                )
                at = next(stands, None)
                if at is not None:
                    lines[at] = f"{entry['now']}  # changed by agreement" if entry["now"] else f"{entry['was']}{WITHDRAWN}"
        yield from lines
        for seat in self.viewers.plans:
            yield from (f"{line}  # drafted, not committed" for line in self.plans.lines(seat))

    def day_told(self) -> str:
        """Return a sentence on the state of the day; empty before it has begun."""
        day = self.clock.day()
        if day is None:
            return ""
        minutes = round(abs(day.behind) / 60)
        stands = "on time" if not minutes else f"{minutes} min {'behind' if day.behind > 0 else 'ahead'}"
        return f"The day is {stands}; at this rate it ends at {self.clock.hour_told(day.ends)}."

    def console(self) -> Console:
        """Return what there is to see of seats, orders by names, and the day."""
        return Console(seats=tuple(self.seats()), orders=tuple(self._ordered()), injects=(), day=self.day_told())

    def _ordered(self) -> Iterator[ActLine]:
        """Return the orders of this turn by names, own words included; then the drafts that are not committed."""
        ends = {f"{seat.faction}: {self.names.ending()}" for seat in self.play.tables.scenario.seats}
        for line in self.orders():
            if line in ends:
                continue
            said, _, drafted = line.partition("  # ")
            seat, _, text = said.partition(": ")
            yield ActLine(seat=seat, title=text if text.startswith('"') else self.names.choice(said), told=drafted)
