"""Changes of committed orders by agreement of control and the seat, before they are carried out.

What the former order took is given back, and the new one is paid for and stands in its place. The seat is told, and so is a
partner who had signed the former order; a partner of the new one signs as usual. An order in own words is changed to other own
words, whose partners and addressees are asked anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from attrs import evolve

from kuroshio.kernel.play_lines import Six, UnclearLine, legal_choices, read_order, six, spell_order
from kuroshio.kernel.state import codes
from kuroshio.kernel.state.records import freeze
from kuroshio.model.entry_parts import Cost
from kuroshio.session.autoplay import Autoplay
from kuroshio.session.injects import Injects
from kuroshio.session.keeper import Keeper
from kuroshio.session.line_kinds import NAME, SEAT, TEXT, WHEN, each, register, whole
from kuroshio.session.live_game import LiveGame
from kuroshio.session.own_words import NO_PARTIES, as_line, text_in
from kuroshio.session.pending_orders import Parties, Spoken
from kuroshio.session.refusal import OVER, refuse, whole_sentence

# was, now: the former and the new order as lines of play; now is empty where the former is only withdrawn.
# Of an order in own words, in the same form: words: its number; to, with: the addressees and partners of the new one.
register(
    "changed",
    {**WHEN, "seat": SEAT, "was": NAME, "now": TEXT, "reason": NAME},
    {"words": whole(1), "to": each(SEAT), "with": each(SEAT)},
    moves=True, control=True,
)  # fmt: skip

OPEN = (codes.COMMITTED, codes.UNSIGNED)
TITLE = "An order is changed"


class OrderChanges:
    """Changes committed orders. Calls raise Refused where they cannot be carried out."""

    def __init__(self, play: LiveGame, keeper: Keeper, course: Autoplay, injects: Injects):
        self.play, self.keeper, self.course, self.injects = play, keeper, course, injects
        keeper.takes("changed", lambda entry: self._enter(entry.fields), self._wrong)

    def open(self, seat: str) -> list[str]:
        """Return the committed orders of a seat that are not carried out yet, as lines of play in the order of committing."""
        return [spell_order(self.play.tables, six(self.play.game.order[i])) for i in self._rows(seat)]

    def words_open(self, seat: str) -> list[Spoken]:
        """Return the committed orders of a seat in its own words that are not ruled on yet."""
        return [one for one in self.play.spoken if one.seat == seat]

    def without(self, seat: str, was: str) -> np.record:
        """Return the view of a seat that plans again without one of its orders, whose price it has back."""
        play, state = self.play, freeze(self.play.game)
        row = play.tables.index.factions[seat]
        try:
            self._remove(self._row(seat, was))
            self._ask(row)
            return play.view(row)
        finally:
            play.games.view(np.uint8)[:] = np.frombuffer(state, np.uint8)

    def change(self, seat: str, was: str, now: str, reason: str) -> None:
        """Put another order in the place of a committed one, or (empty) withdraw it. Raises Refused, NotKept."""
        fields = {"seat": seat, "was": was, "now": now, "reason": reason}
        refuse(self._wrong(fields))
        former, partner = self.play.question_maker.title(self._six(was)), self._signed_by(seat, was)
        told = f"{former}: withdrawn" if not now else f"{former}; now: {self.play.question_maker.title(self._six(now))}"
        with self.keeper.whole():
            self.keeper.record("changed", **fields)
            self._enter(fields)
            self.injects.tell(TITLE, f"{told}. {whole_sentence(reason)}", [seat])
            if partner:
                self.injects.tell(TITLE, f"{former}: no longer holds. {whole_sentence(reason)}", [partner])
            self.course.advance()

    def change_words(self, was: Spoken, text: str, parties: Parties, reason: str) -> None:
        """Put other own words in the place of a committed order in own words, or (empty) withdraw it. Raises Refused, NotKept."""
        seat, asked = was.seat, {"to": list(parties.to), "with": list(parties.partners)}
        fields: dict[str, Any] = {
            "seat": seat, "was": as_line(seat, was.text), "now": as_line(seat, text) if text else "", "reason": reason,
            "words": was.occurrence, **{part: seats for part, seats in asked.items() if seats},
        }  # fmt: skip
        refuse(self._wrong(fields))
        knew = list(was.parties) if self.play.orders_are_in() else []
        with self.keeper.whole():
            self.keeper.record("changed", **fields)
            self._enter(fields)
            now = f"now: \u201c{text}\u201d" if text else "withdrawn"
            self.injects.tell(TITLE, f"\u201c{was.text}\u201d: {now}. {whole_sentence(reason)}", [seat])
            if knew:
                self.injects.tell(TITLE, f"\u201c{was.text}\u201d: no longer holds. {whole_sentence(reason)}", knew)
            self.course.advance()

    def left_to(self, seat: str) -> str:
        """Return what a seat has left to spend: "capital 2, funds 1, readiness 3"."""
        roles = self.play.tables.ruleset.roles
        names = (("capital", roles.capital), ("funds", roles.funds), ("readiness", roles.readiness))
        slots = ((what, self.play.maker.slots[f"{seat}.{track}"]) for what, track in names)
        return ", ".join(f"{what} {int(self.play.game.track[slot])}" for what, slot in slots)

    # --- how it is done ----------------------------------------------------------------------------------

    def _rows(self, seat: str) -> list[int]:
        game, row = self.play.game, self.play.tables.index.factions[seat]
        own = (i for i in range(int(game.n_orders)) if game.order[i].actor == row)
        return [i for i in own if game.order_status[i] in OPEN]

    def _row(self, seat: str, was: str) -> int:
        return next(i for i, line in zip(self._rows(seat), self.open(seat), strict=True) if line == was)

    def _six(self, line: str) -> Six:
        return read_order(self.play.tables, line)

    def _signed_by(self, seat: str, was: str) -> str:
        """Return the partner that has signed an order; empty without one."""
        i, game = self._row(seat, was), self.play.game
        signed = game.order_status[i] == codes.COMMITTED and game.order[i].partner >= 0
        return self.play.maker.factions[int(game.order[i].partner)] if signed else ""

    def _ask(self, row: int) -> None:
        """Ask a seat for an order, while a new order is entered or its legal ones are listed."""
        game = self.play.game
        game.asking, game.seat, game.subject, game.planned[row] = codes.ASK_ORDER, row, 0, 0

    def _enter(self, fields: Mapping[str, Any]) -> None:
        """Enter a change from its line."""
        if fields.get("words"):
            self._enter_words(fields)
            return
        game, row = self.play.game, self.play.tables.index.factions[fields["seat"]]
        i = self._row(str(fields["seat"]), str(fields["was"]))
        asks_here = game.asking == codes.ASK_SIGN and game.subject == i
        self._remove(i)
        if game.asking == codes.ASK_SIGN and game.subject > i:
            game.subject -= 1
        game.to_rule -= game.to_rule > i
        if fields["now"]:
            kept = int(game.asking), int(game.seat), int(game.subject), int(game.planned[row])
            self._ask(row)
            self.play.commit(self._six(str(fields["now"])))
            game.asking, game.seat, game.subject, game.planned[row] = kept
            self._put_at(i)
        if asks_here:
            game.asking = codes.NONE  # whose signature is wanted now is found again
        if game.phase == codes.PLANNING and game.step > 0:
            game.cursor = 0

    def _enter_words(self, fields: Mapping[str, Any]) -> None:
        """Enter a change of an order in own words; what was replied to the former words no longer counts."""
        at = next(n for n, one in enumerate(self.play.spoken) if _is_of(fields, one))
        if not fields["now"]:
            del self.play.spoken[at]
            return
        parties = Parties(tuple(fields.get("to", ())), tuple(fields.get("with", ())))
        self.play.spoken[at] = evolve(self.play.spoken[at], text=text_in(str(fields["now"])), parties=parties, replies=())

    def _remove(self, i: int) -> None:
        """Take an order out of the game, and give back what it has taken (rule 2.3)."""
        game, rules, order = self.play.game, self.play.rules, six(self.play.game.order[i])
        actor, action, partner, piece = order[0], self.play.tables.ruleset.actions[order[1]], order[4], order[5]
        self._give_back(actor, action.cost)
        if partner >= 0 and game.order_status[i] == codes.COMMITTED and action.partner_cost:
            self._give_back(partner, action.partner_cost)
        if rules.action[order[1]].mechanism == codes.REDEPLOY:
            if game.moved[actor] > rules.faction[actor].free_moves:
                self._give_back(actor, Cost(readiness=int(rules.procedure.move_readiness)))
            game.moved[actor] -= 1
        else:
            game.ordered[actor] -= 1
            if rules.action[order[1]].focused:
                game.focused[actor] = 0
        if piece >= 0:
            game.busy &= ~(1 << piece)
        last = int(game.n_orders) - 1
        for at in range(i, last):
            game.order[at], game.order_status[at] = game.order[at + 1].copy(), game.order_status[at + 1]
        game.order_status[last], game.n_orders = codes.NONE, last

    def _put_at(self, i: int) -> None:
        """Move the last order to a row; those from there on go down by one."""
        game, last = self.play.game, int(self.play.game.n_orders) - 1
        order, status = game.order[last].copy(), int(game.order_status[last])
        for at in range(last, i, -1):
            game.order[at], game.order_status[at] = game.order[at - 1].copy(), game.order_status[at - 1]
        game.order[i], game.order_status[i] = order, status
        if game.asking == codes.ASK_SIGN and game.subject >= i:
            game.subject += 1
        game.to_rule += game.to_rule >= i

    def _give_back(self, row: int, cost: Cost) -> None:
        roles, faction = self.play.tables.ruleset.roles, self.play.tables.ruleset.factions[row].id
        for track, amount in ((roles.capital, cost.capital), (roles.funds, cost.funds), (roles.readiness, cost.readiness)):
            slot = self.play.maker.slots[f"{faction}.{track}"]
            most = int(self.play.rules.track[self.play.rules.slot_track[slot]].most)
            self.play.game.track[slot] = min(int(self.play.game.track[slot]) + int(amount), most)

    # --- checked -----------------------------------------------------------------------------------------

    def _wrong(self, fields: Mapping[str, Any]) -> str:
        """Say why an order cannot be changed in this way; empty if it can."""
        seat, was, now = str(fields["seat"]), str(fields["was"]), str(fields["now"])
        if self.play.over:
            return OVER
        if fields.get("words"):
            return self._words_wrong(fields)
        if was not in self.open(seat):
            return f"{seat} has no order {was!r} that is committed and not carried out."
        if not str(fields["reason"]).strip():
            return "A change of an order needs its reason: `because REASON`."
        if self._row(seat, was) == self.play.game.to_rule:
            return "That act is before the umpire: rule on it instead."
        if not now or now == was:
            return "" if not now else "That is the order that stands already."
        try:
            other = self._six(now)
        except UnclearLine as error:
            return str(error)
        legal = other in legal_choices(self.play.tables, self.without(seat, was))
        return self._too_late(other) or ("" if legal else f"{now}: not open to {seat} in place of that order.")

    def _words_wrong(self, fields: Mapping[str, Any]) -> str:
        """Say why an order in own words cannot be changed in this way; empty if it can."""
        seat, now = str(fields["seat"]), text_in(str(fields["now"]))
        one = next((one for one in self.play.spoken if _is_of(fields, one)), None)
        if one is None or as_line(seat, one.text) != fields["was"]:
            return f"{seat} has no order {fields['was']!r} that is committed and not ruled on."
        if not str(fields["reason"]).strip():
            return "A change of an order needs its reason: `because REASON`."
        if self.play.number is not None and self.play.words_wait() and one is self.play.spoken[0]:
            return "The number of that order is set: `throw` lets the dice fall, or `undo` takes the number back."
        parties = Parties(tuple(fields.get("to", ())), tuple(fields.get("with", ())))
        strange = next((other for other in parties if other == seat), "")
        if strange or (fields["now"] and as_line(seat, now) != fields["now"]) or (not now and parties != NO_PARTIES):
            return f"{fields['now']!r} is no order of {seat} in its own words."
        return "That is the order that stands already." if (now, parties) == (one.text, one.parties) else ""

    def _too_late(self, other: Six) -> str:
        """Say why an order can no longer be entered in this phase; empty if it can."""
        phase, action = int(self.play.game.phase), self.play.rules.action[other[1]]
        if action.mechanism == codes.PASS:
            return "To hold back is no order: write `none` to withdraw the order."
        if other[4] >= 0 and phase != codes.PLANNING:
            return "Signatures are closed, so a joint order cannot be entered any more this turn."
        at_once = action.mechanism != codes.ACT
        last = codes.PLANNING if at_once else codes.COERCION if action.coercive else codes.POLICY
        places = self.play.places()
        late = places.index(codes.PHASES[phase]) > places.index(codes.PHASES[last])
        return f"Such an order is carried out in {codes.PHASES[last]}, and that is over." if late else ""


def _is_of(fields: Mapping[str, Any], one: Spoken) -> bool:
    """Whether a change is of this order in own words."""
    return (fields["seat"], fields["words"]) == (one.seat, one.occurrence)
