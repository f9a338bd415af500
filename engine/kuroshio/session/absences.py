"""Seats that nobody plays for a while: frozen seats, and turns that doctrines play for everybody.

A frozen seat keeps its people and its drafts, and decides nothing until it is thawed: its doctrine chooses, or nobody does, which
is to order nothing, sign nothing, answer nothing and hold. While turns are skipped the doctrines choose for all seats, and acts
stand as rolled, except those in own words and those that are disputed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kuroshio.session.autoplay import Autoplay
from kuroshio.session.drafts import Drafts
from kuroshio.session.journal.journal_records import PLAYED_BY, PLAYED_BY_NOBODY
from kuroshio.session.journal.line_kinds import SEAT, TURN, WHEN, one_of, register
from kuroshio.session.keeper import Keeper
from kuroshio.session.live_game import LiveGame
from kuroshio.session.refusal import OVER, refuse

register(
    "frozen", {**WHEN, "seat": SEAT, "plays": one_of(*PLAYED_BY)}, moves=True, control=True
)  # plays: who, until it is thawed
register("thawed", {**WHEN, "seat": SEAT}, moves=True, control=True)
register("skipped", {**WHEN, "to": TURN}, moves=True, control=True)  # doctrines play for all seats until that turn begins


class Absences:
    """Freezes and thaws seats, and skips turns. people: all seats of people. Calls raise Refused, NotKept."""

    def __init__(self, play: LiveGame, keeper: Keeper, course: Autoplay, drafts: Drafts, people: frozenset[str]):
        self.play, self.keeper, self.course, self.drafts, self.people = play, keeper, course, drafts, people
        keeper.takes("frozen", lambda entry: self._freeze(entry.fields), self._freeze_wrong)
        keeper.takes("thawed", lambda entry: self._thaw(entry.fields), self._thaw_wrong)
        keeper.takes("skipped", lambda entry: self._skip(entry.fields), self._skip_wrong)

    def why(self, seat: str) -> str:
        """Say why the people of a seat decide nothing now; empty if they may."""
        if seat not in self.play.absent:
            return ""
        by = "nobody plays it" if self.play.absent[seat] == PLAYED_BY_NOBODY else "its doctrine plays it"
        return f"{seat} is frozen, {by}: `thaw {seat}` gives it back to its people."

    def freeze(self, seat: str, plays: str) -> None:
        """Have a seat played by its doctrine, or by nobody, until it is thawed."""
        self._do("frozen", {"seat": seat, "plays": plays}, self._freeze_wrong, self._freeze)
        if self.keeper.viewers.viewer == seat:
            self.keeper.viewers.viewer = ""

    def thaw(self, seat: str) -> None:
        """Give a frozen seat back to its people."""
        self._do("thawed", {"seat": seat}, self._thaw_wrong, self._thaw)
        self.drafts.read_again()

    def skip(self, turns: int) -> None:
        """Have doctrines play for all seats until so many turns have passed."""
        drafted = [seat for seat, plan in self.keeper.viewers.plans.items() if len(plan)]
        refuse(f"{drafted[0]} has drafted orders: commit or drop them first." if drafted else "")
        self._do("skipped", {"to": self.play.turn + turns}, self._skip_wrong, self._skip)

    def _do(self, kind: str, fields: Mapping[str, Any], wrong: Any, enter: Any) -> None:
        refuse(wrong(fields))
        with self.keeper.whole():
            self.keeper.record(kind, **fields)
            enter(fields)
            self.course.advance()

    def _freeze(self, fields: Mapping[str, Any]) -> None:
        self.play.absent = {**self.play.absent, fields["seat"]: fields["plays"]}
        self.keeper.viewers.plans.pop(str(fields["seat"]), None)  # it is read again from the journal when the seat is thawed

    def _thaw(self, fields: Mapping[str, Any]) -> None:
        self.play.absent = {seat: plays for seat, plays in self.play.absent.items() if seat != fields["seat"]}

    def _skip(self, fields: Mapping[str, Any]) -> None:
        self.play.skips_to = int(fields["to"])

    def _freeze_wrong(self, fields: Mapping[str, Any]) -> str:
        """Say why a seat cannot be frozen now; empty if it can."""
        seat, frozen = str(fields["seat"]), self.play.absent
        if self.play.over:
            return OVER
        if seat not in self.people:
            return f"No people sit for {seat}, so its doctrine plays it already."
        if frozen.get(seat) == fields["plays"]:
            return f"{seat} is frozen already."
        last = not self.people - {*frozen, seat}
        return f"{seat} is the last seat that people play: `skip` has the doctrines play a turn." if last else ""

    def _thaw_wrong(self, fields: Mapping[str, Any]) -> str:
        """Say why a seat cannot be thawed now; empty if it can."""
        return OVER if self.play.over else "" if fields["seat"] in self.play.absent else f"{fields['seat']} is not frozen."

    def _skip_wrong(self, fields: Mapping[str, Any]) -> str:
        """Say why turns cannot be skipped now; empty if they can."""
        turn, turns = self.play.turn, int(self.play.tables.scenario.turns)
        if self.play.over:
            return OVER
        if not turn < fields["to"] <= turns + 1:
            return f"It is turn {turn} of {turns}: 1 to {turns + 1 - turn} turns can be skipped."
        return "A turn is being skipped already." if self.play.skips_to > turn else ""
