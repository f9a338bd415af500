"""The second pass of planning at one machine: every seat comes once, so that to be called tells nothing (rule 2.6).

Who is called to sign would tell the room that somebody has proposed something to that seat, and of an offer that is declined
nobody else ever hears. So the curtain calls all seats of people, whoever sits there as the last to plan, then the others in the
order of the scenario; most of them read that there is nothing to sign and go on, with a key or two. Who has come is kept, so that
a game that is gone on with calls the others. Nothing waits for it where lines of control are typed: control sees all anyway.
"""

from __future__ import annotations

from kuroshio.kernel.state import codes
from kuroshio.picture.picture import Choice, Question
from kuroshio.session.keeper import Keeper
from kuroshio.session.line_kinds import SEAT, WHEN, register
from kuroshio.session.live_game import LiveGame

register("came", {**WHEN, "seat": SEAT})  # to the one machine, in the second pass of planning

TITLE = "Nothing to sign"
WHY = "When all orders are in, every seat comes once more: so nobody can tell who was asked to sign."


class Curtain:
    """Calls seats to sign. drawn: seats come to one machine by turns, behind a curtain."""

    def __init__(self, play: LiveGame, keeper: Keeper, drawn: bool = False):
        self.play, self.keeper, self.viewers, self.drawn = play, keeper, keeper.viewers, drawn

    def called(self) -> str:
        """The seat whose turn it is to come in the second pass, whether or not it has something to sign; empty: no such pass."""
        people, been = self.viewers.people, self.viewers.been
        if not self.drawn or len(people) < 2 or self.play.over or not self.play.orders_are_in():
            return ""
        left = [seat.faction for seat in self.play.tables.scenario.seats if seat.faction in people - been]
        return self.viewers.viewer if self.viewers.viewer in left else next(iter(left), "")

    def waits(self) -> bool:
        """Whether all has been signed, and somebody has still to come."""
        nothing_open = self.play.game.asking == codes.NONE and not self.play.unsigned()
        return nothing_open and bool(self.called())

    def nothing_to_sign(self, seat: str) -> Question | None:
        """What a seat that has come for nothing reads; None for any other."""
        if not seat or seat != self.viewers.viewer or seat != self.called() or self.play.unsigned(seat):
            return None
        go_on = Choice(line=f"{seat}: nothing to sign", title="Go on", cost="")
        return Question(kind="sign", title=TITLE, text=(WHY,), choices=(go_on,))

    def leave(self) -> None:
        """Within an act: whoever looks has been at the machine, unless more is to be signed."""
        seat, play = self.viewers.viewer, self.play
        if self.called() == seat and not play.unsigned(seat):
            self.keeper.journal.append("came", turn=play.turn, phase=play.phase, seat=seat)
            self.viewers.been |= {seat}

    def read_again(self) -> None:
        """Have those that have come in the second pass of this turn, as the lines tell; after an undo everybody comes again."""
        entries = self.keeper.journal.entries
        back = max((entry.n for entry in entries if entry.kind == "undo"), default=0)
        came = (entry for entry in entries if entry.kind == "came" and entry["turn"] == self.play.turn and entry.n > back)
        self.viewers.been = frozenset(str(entry["seat"]) for entry in came)
