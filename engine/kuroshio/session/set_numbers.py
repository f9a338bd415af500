"""Numbers that the umpire sets before the dice fall: on orders in own words, disputed acts and acts that are argued (rule 4.5).

First the number is set, with its reason, while the dice are covered; then they are thrown, and the roll stands. If control wants
it, the room sees both: the act with its number, then the dice.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import evolve

from kuroshio.session.autoplay import Autoplay
from kuroshio.session.injects import Injects
from kuroshio.session.journal.line_kinds import NAME, TEXT, WHEN, YES_OR_NO, register, whole
from kuroshio.session.keeper import Keeper
from kuroshio.session.live_game import LiveGame
from kuroshio.session.name_checks import seats_wrong
from kuroshio.session.pending_orders import SetNumber
from kuroshio.session.pending_rulings import PendingRulings
from kuroshio.session.refusal import Refused, refuse, whole_sentence
from kuroshio.session.rulings import MATRIX, NOTHING_BEFORE, Docket, Verdict, idle, needs, verdict_wrong

# seat, order: the act; shown: whether the room sees the number, and then the dice.
register(
    "number",
    {**WHEN, "seat": TEXT, "order": TEXT, "number": whole(1, 36), "shown": YES_OR_NO, "reason": NAME},
    moves=True,
    control=True,
)

NOT_SET = "No number is set: write `number N | because REASON` first."


class SetNumbers:
    """Sets the number of the act before the umpire, and lets its dice fall. Calls raise Refused, NotKept."""

    def __init__(self, play: LiveGame, keeper: Keeper, pending_rulings: PendingRulings, course: Autoplay, injects: Injects):
        self.play, self.keeper, self.pending_rulings = play, keeper, pending_rulings
        self.course, self.injects = course, injects
        keeper.takes("number", lambda entry: self._enter(entry.fields), self._wrong, asked=True)

    def set(self, number: int, reason: str, *, shown: bool = False) -> None:
        """Set the number of the act before the umpire. shown: the room sees it, and then the dice."""
        before = self.pending_rulings.docket()
        if before is None:
            raise Refused(NOTHING_BEFORE)
        fields = {"seat": before.seat, "order": before.order or before.title, "number": number, "shown": shown, "reason": reason}
        refuse(self._wrong(fields) or (self.hidden(before) if shown else ""))
        with self.keeper.whole():
            self.keeper.record("number", **fields)
            self._enter(fields)
            if shown:
                after = self.pending_rulings.docket()
                told = needs(after) if after else ""
                self.injects.tell(
                    "The umpire sets a number", f"{self._title(before)}: {told} to succeed. {whole_sentence(reason)}"
                )

    def hidden(self, before: Docket) -> str:
        """Say why the act before the umpire is not for the room's eyes; empty if all will read whose it is."""
        index, words = self.play.tables.index, before.order.partition(": ")[2].split()
        row = index.actions.get(words[0]) if words and not before.words else None
        if row is None:
            return ""
        action = self.play.tables.rules.action[row]
        if action.deniability == 0 and action.hidden_until == 0 and not action.private:
            return ""
        return f"{before.title} is {'private' if action.private else 'deniable'}: what is shown would name its author."

    def throw(self, verdict: Verdict) -> None:
        """Let the dice fall on the number that is set. verdict: its reason may be left out; that of the number counts."""
        before, given = self.pending_rulings.docket(), self.play.number
        if before is None or given is None:
            raise Refused(NOT_SET)
        verdict = verdict if verdict.reason.strip() else evolve(verdict, reason=given.reason)
        refuse(verdict_wrong(verdict, before) or idle(verdict, before) or self.pending_rulings.ties_wrong(verdict.effects))
        refuse(seats_wrong(self.play.tables, verdict.told))
        with self.keeper.whole():
            if given.shown:
                one, other = before.dice
                told = f"the dice show {one} and {other}, {one + other} against {given.number}: {before.engine}"
                self.injects.tell("The dice fall", f"{self._title(before)}: {told}.")
            self.pending_rulings.rule(verdict)
            self.course.advance()

    def _title(self, before: Docket) -> str:
        names, rows = self.play.question_maker.names, self.play.tables.index.factions
        return f"{names.faction(rows[before.seat])}, {before.title}" if before.seat else before.title

    def _enter(self, fields: Mapping[str, Any]) -> None:
        self.play.number = SetNumber(int(fields["number"]), bool(fields["shown"]), str(fields["reason"]))

    def _wrong(self, fields: Mapping[str, Any]) -> str:
        """Say why the number of an act cannot be set in this way; empty if it can."""
        before, procedure = self.pending_rulings.docket(), self.play.rules.procedure
        if before is None:
            return NOTHING_BEFORE
        if (fields["seat"], fields["order"]) != (before.seat, before.order or before.title):
            return "That is not the act before the umpire."
        if before.missing:
            return f"It waits for the reply of {', '.join(before.missing)}."
        if before.odds is None:
            return "No dice decide this act: name a band, `rule BAND | because REASON`, or let it stand."
        if not (before.words or before.disputed or before.mode == MATRIX):
            return "The number is set for an order in own words, a disputed act and one that is argued: `dispute` it first."
        least, most = int(procedure.number_least), int(procedure.number_most)
        if not least <= int(fields["number"]) <= most:
            return f"A number is one from {least} to {most}: two dice reach it or not."
        return "" if str(fields["reason"]).strip() else "A number needs its reason: `number N | because REASON`."
