"""Lines of control that change the game beside the rules, each with a reason: orders, counters, crises, absent seats."""

from __future__ import annotations

from collections.abc import Callable

from kuroshio.kernel.notation import spell_order
from kuroshio.model.typed_numbers import whole
from kuroshio.session.line_parts import BAR, BECAUSE
from kuroshio.session.order_words import OrderWords
from kuroshio.session.refusal import Refused, as_id, meant, refuse
from kuroshio.session.session import Session

CHANGE_FORM = "Write `change SEAT N: ORDER | because REASON`, with `none` for ORDER to withdraw it."
NOTHING = "none"


class HandLines:
    """Carries out such lines. said: the answer to the last."""

    def __init__(self, session: Session, words: OrderWords):
        self.session, self.words = session, words
        self.said: list[str] = []
        self.verbs: dict[str, Callable[[str], None]] = {"change": self.change}

    # --- orders ------------------------------------------------------------------------------------------

    def change(self, rest: str) -> None:
        """Change a committed order of a seat, by agreement, before it is carried out."""
        head, reason = reason_in(rest)
        named, colon, text = head.partition(":")
        words = named.split()
        number = whole(words.pop()) if words and whole(words[-1]) is not None else None
        seat = self._seat(" ".join(words))
        if not colon or not text.strip() or not seat:
            raise Refused(CHANGE_FORM)
        was = self._order(seat, number)
        refuse("" if reason else f"A change of an order needs its reason: `change {named.strip()}: ... {BAR} because REASON`.")
        now = ""
        if text.strip().lower() != NOTHING:
            changes, tables = self.session.changes, self.session.tables
            now = spell_order(tables, self.words.read(seat, text.strip().rstrip(" .;"), changes.without(seat, was)))
        self.session.changes.change(seat, was, now, reason)

    def _order(self, seat: str, number: int | None) -> str:
        """Return the committed order of a seat that a number means, or its only one. Raises Refused."""
        known = self.session.changes.open(seat)
        refuse("" if known else f"{seat} has no committed order that is not carried out yet.")
        if number is None and len(known) == 1:
            return known[0]
        if number is None or not 1 <= number <= len(known):
            listed = "; ".join(f"{n} {line.partition(': ')[2]}" for n, line in enumerate(known, 1))
            raise Refused(f"Which order of {seat}? Write its number: {listed}.")
        return known[number - 1]

    # --- who ---------------------------------------------------------------------------------------------

    def _seat(self, word: str) -> str:
        """Return the seat that a word means; empty for none. Raises Refused."""
        seats = [seat.faction for seat in self.session.tables.scenario.seats]
        seat = as_id(word.strip(), seats)
        if seat and seat not in seats:
            raise Refused(meant(f"No seat {seat!r}", seat, seats))
        return seat


def reason_in(text: str) -> tuple[str, str]:
    """Return a line without its reason, and the reason after `because`, with a bar before it or not; empty without one.

    >>> reason_in("japan 2: escort | because both sides agree")
    ('japan 2: escort', 'both sides agree')
    """
    found = BECAUSE.search(text)
    if found is None:
        return text.strip(f" {BAR}"), ""
    return text[: found.start()].strip(f" {BAR}"), text[found.end() :].strip()
