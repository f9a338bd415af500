"""The second pass of planning at one machine: every seat comes once, so that to be called tells nothing (rule 2.6).

Who is called to sign would tell the room that somebody has proposed something to that seat, and of an offer that is declined
nobody else ever hears. So the curtain calls all seats of people, whoever sits there as the last to plan, then the others in the
order of the scenario; most of them read that there is nothing to sign and go on, with a key or two. Who has come is kept, so that
a game that is gone on with calls the others. Nothing waits for it where lines of control are typed: control sees all anyway.
"""

from __future__ import annotations

from kuroshio.kernel import words
from kuroshio.picture.picture import Choice, Question
from kuroshio.session.table import Table

TITLE = "Nothing to sign"
WHY = "When all orders are in, every seat comes once more: so nobody can tell who was asked to sign."


class Signed(Table):
    """The part of a session that calls seats to sign. `curtained`: seats come to one machine by turns, behind a curtain."""

    curtained: bool = False
    been: frozenset[str] = frozenset()  # who has come in this second pass

    def called_to_sign(self) -> str:
        """The seat whose turn it is to come in the second pass, whether or not it has something to sign; empty: no such pass."""
        if not self.curtained or len(self.people) < 2 or self.over or not self._orders_are_in():
            return ""
        left = [seat.faction for seat in self.tables.scenario.seats if seat.faction in self.people - self.been]
        return self.eyes if self.eyes in left else next(iter(left), "")

    def _waits_for_seats(self) -> bool:
        """Whether all has been signed, and somebody has still to come."""
        nothing_open = self.game.asking == words.NONE and not self._unsigned()
        return nothing_open and bool(self.called_to_sign())

    def nothing_to_sign(self, seat: str) -> Question | None:
        """What a seat that has come for nothing reads; None for any other."""
        if not seat or seat != self.eyes or seat != self.called_to_sign() or self._unsigned(seat):
            return None
        go_on = Choice(line=f"{seat}: nothing to sign", title="Go on", cost="")
        return Question(kind="sign", title=TITLE, text=(WHY,), choices=(go_on,))

    def _leaves(self) -> None:
        """Whoever looks has been at the machine, unless more is to be signed."""
        if self.called_to_sign() == self.eyes and not self._unsigned(self.eyes):
            self.journal.append("came", turn=self.turn, phase=self._phase(), seat=self.eyes)
            self.been |= {self.eyes}

    def _came(self) -> frozenset[str]:
        """Who has come in the second pass of this turn, as the lines tell; after an undo everybody comes again."""
        entries = self.journal.entries
        back = max((entry.n for entry in entries if entry.kind == "undo"), default=0)
        came = (entry for entry in entries if entry.kind == "came" and entry["turn"] == self.turn and entry.n > back)
        return frozenset(str(entry["seat"]) for entry in came)
