"""The second pass of planning at one machine: every seat comes once, so that being called reveals nothing (rule 2.6).

If only the seats with something to sign were called, the room would learn who has an offer, even one that is then declined. So
the curtain calls all seats of people: first the one that planned last, then the others in the order of the scenario. Most of
them read that there is nothing to sign, and go on. The journal holds who has come, so that a resumed game calls the others.
Lines of control do not wait for this, because control sees everything.
"""

from __future__ import annotations

from kuroshio.kernel.state import codes
from kuroshio.picture.picture import Choice, QuestionPicture
from kuroshio.session.journal.line_kinds import SEAT, WHEN, register
from kuroshio.session.keeper import Keeper
from kuroshio.session.live_game import LiveGame

register("came", {**WHEN, "seat": SEAT})  # to the shared machine, in the second pass of planning

TITLE = "Nothing to sign"
WHY = "When all orders are in, every seat comes once more, so that nobody can tell who was asked to sign."


class Curtain:
    """Calls seats to sign. drawn: whether seats share one machine, behind a curtain."""

    def __init__(self, play: LiveGame, keeper: Keeper, drawn: bool = False):
        self.play, self.keeper, self.viewers, self.drawn = play, keeper, keeper.viewers, drawn

    def called(self) -> str:
        """Return the seat that is to come next in the second pass, with or without something to sign; empty outside that pass."""
        people, been = self.play.present(self.viewers.people), self.viewers.been
        if not self.drawn or len(people) < 2 or self.play.over or not self.play.orders_are_in():
            return ""
        left = [seat.faction for seat in self.play.tables.scenario.seats if seat.faction in people - been]
        return self.viewers.viewer if self.viewers.viewer in left else next(iter(left), "")

    def waits(self) -> bool:
        """Whether everything is signed and some seat has still to come."""
        nothing_open = self.play.game.asking == codes.NONE and not self.play.unsigned()
        return nothing_open and bool(self.called())

    def nothing_to_sign(self, seat: str) -> QuestionPicture | None:
        """Return the question for a seat that has come and has nothing to sign; None for any other."""
        if not seat or seat != self.viewers.viewer or seat != self.called() or self.play.unsigned(seat):
            return None
        go_on = Choice(line=f"{seat}: nothing to sign", title="Go on", cost="")
        return QuestionPicture(kind="sign", title=TITLE, text=(WHY,), choices=(go_on,))

    def leave(self) -> None:
        """Within an act: note that the viewer has come, unless it has more to sign."""
        seat, play = self.viewers.viewer, self.play
        if self.called() == seat and not play.unsigned(seat):
            self.keeper.journal.append("came", turn=play.turn, phase=play.phase, seat=seat)
            self.viewers.been |= {seat}

    def read_again(self) -> None:
        """Read from the lines which seats have come in this turn's second pass; after an undo every seat comes again."""
        entries = self.keeper.journal.entries
        back = max((entry.n for entry in entries if entry.kind == "undo"), default=0)
        came = (entry for entry in entries if entry.kind == "came" and entry["turn"] == self.play.turn and entry.n > back)
        self.viewers.been = frozenset(str(entry["seat"]) for entry in came)
