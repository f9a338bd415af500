"""Stand-ins: a seat's doctrine decides for its people for a while, until control gives the seat back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kuroshio.session.autoplay import Autoplay
from kuroshio.session.drafts import Drafts
from kuroshio.session.keeper import Keeper
from kuroshio.session.line_kinds import SEAT, WHEN, YES_OR_NO, register
from kuroshio.session.live_game import LiveGame
from kuroshio.session.refusal import OVER, meant, refuse

# The doctrine of a seat of people decides for it from here on, or (`away` false) its people do again.
register("stand_in", {**WHEN, "seat": SEAT, "away": YES_OR_NO}, moves=True, control=True)


class StandIns:
    """Hands seats of people to their doctrines and back. Calls raise Refused, NotKept where the disk is full.

    What a seat had drafted when its doctrine took over is a draft again when its people come back in the same Planning.
    """

    def __init__(self, play: LiveGame, keeper: Keeper, course: Autoplay, drafts: Drafts):
        self.play, self.keeper, self.viewers = play, keeper, keeper.viewers
        self.course, self.drafts = course, drafts
        keeper.takes("stand_in", lambda entry: self._enter(entry.fields), self._wrong)

    def take_over(self, seat: str) -> None:
        """Have the doctrine of a seat decide for its people from now on."""
        self._hand(seat, away=True)

    def give_back(self, seat: str) -> None:
        """Have the people of a seat decide again."""
        self._hand(seat, away=False)

    def _hand(self, seat: str, away: bool) -> None:
        fields = {"seat": seat, "away": away}
        refuse(self._wrong(fields))
        with self.keeper.whole():
            self.keeper.record("stand_in", **fields)
            self._enter(fields)
            if self.viewers.viewer == seat and away:
                self.viewers.viewer = ""
            self.course.advance()
        if not away:
            self.drafts.read_again()

    def _enter(self, fields: Mapping[str, Any]) -> None:
        """Enter a line about a stand-in."""
        seat = str(fields["seat"])
        self.play.stood_in = self.play.stood_in | {seat} if fields["away"] else self.play.stood_in - {seat}
        if fields["away"]:
            self.viewers.plans.pop(seat, None)

    def _wrong(self, fields: Mapping[str, Any]) -> str:
        """Say why a seat cannot be handed over in this way now; empty if it can."""
        seat, away = str(fields["seat"]), bool(fields["away"])
        if self.play.over:
            return OVER
        if seat not in self.viewers.people:
            known = [one.faction for one in self.play.tables.scenario.seats]
            return (
                f"No people sit for {seat}: its doctrine chooses." if seat in known else meant(f"No seat {seat!r}", seat, known)
            )
        if (seat in self.play.stood_in) == away:
            return f"The doctrine of {seat} decides already." if away else f"The people of {seat} decide already."
        return ""
