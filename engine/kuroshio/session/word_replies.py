"""Replies to orders in own words: of an addressee, whom control asks, and of a partner, who agrees or declines (rule 4.6).

Control puts such an order to its parties once all orders are in, in any sequence. The ruling waits for their replies and keeps
them beside it. Where a partner declines the order falls. Its seat and the party read the reply; nobody else does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import evolve

from kuroshio.kernel.play_lines import ANSWERS
from kuroshio.session.autoplay import Autoplay
from kuroshio.session.injects import Injects
from kuroshio.session.keeper import Keeper
from kuroshio.session.line_kinds import SEAT, TEXT, WHEN, one_of, register, whole
from kuroshio.session.live_game import LiveGame
from kuroshio.session.pending_orders import Spoken
from kuroshio.session.refusal import Refused, refuse

# of: whose order; words: its number among those of that seat; answer: of a partner, empty of an addressee; text: what it says.
register("reply", {**WHEN, "seat": SEAT, "of": SEAT, "words": whole(1), "answer": one_of("", *ANSWERS), "text": TEXT}, moves=True)

NO, YES = ANSWERS


class WordReplies:
    """Enters what parties reply to orders in own words. Calls raise Refused where they cannot be carried out."""

    def __init__(self, play: LiveGame, keeper: Keeper, course: Autoplay, injects: Injects):
        self.play, self.keeper, self.course, self.injects = play, keeper, course, injects
        keeper.takes("reply", lambda entry: self._enter(entry.fields), self._wrong)

    def put_to(self, seat: str) -> list[Spoken]:
        """Return the orders in own words that wait for the reply of a seat; none before all orders are in."""
        ready = self.play.orders_are_in() and not self.play.over
        return [one for one in self.play.spoken if ready and seat in one.missing()]

    def told(self, seat: str) -> Iterator[str]:
        """Return the orders in own words that are put to a seat, a sentence each with how control enters the reply."""
        for one in self.put_to(seat):
            name = self._name(one.seat)
            if seat in one.parties.partners:
                yield f"{name} proposes in its own words: \u201c{one.text}\u201d: `{seat}: reply {YES}` or `{NO}`."
            else:
                yield f"{name} asks in its own words: \u201c{one.text}\u201d: `{seat}: reply TEXT`."

    def reply(self, seat: str, said: str, of: str = "") -> None:
        """Enter what a seat replies to the first order in own words that waits for it, or to that of one seat.

        A partner begins with yes or no. Raises NotKept.
        """
        waiting = [one for one in self.put_to(seat) if of in ("", one.seat)]
        if not waiting:
            whose = f" of {of}" if of else ""
            raise Refused(f"No order in own words{whose} waits for a reply of {seat}.")
        one, (word, _, rest) = waiting[0], said.strip().partition(" ")
        word = word.rstrip(".,:;!").lower()
        answer, text = (word, rest.strip()) if seat in one.parties.partners else ("", said.strip())
        if seat in one.parties.partners and answer not in ANSWERS:
            raise Refused(f"{seat} is a partner there: write `{seat}: reply {YES}` or `{NO}`, then its words.")
        refuse("" if answer or text else f"A reply needs its words: `{seat}: reply TEXT`.")
        fields = {"seat": seat, "of": one.seat, "words": one.occurrence, "answer": answer, "text": text}
        title = f"{self._name(seat)} replies to {self._name(one.seat)}"
        with self.keeper.whole():
            self.keeper.record("reply", **fields)
            self._enter(fields)
            self.injects.tell(title, f"\u201c{one.text}\u201d {said_in(answer, text)}", [one.seat, seat])
            self.course.advance()

    def _enter(self, fields: Mapping[str, Any]) -> None:
        """Enter a reply from its line; an order that a partner declines falls."""
        at, one = next((at, one) for at, one in enumerate(self.play.spoken) if is_on(fields, one))
        if fields["answer"] == NO:
            del self.play.spoken[at]
        else:
            said = (str(fields["seat"]), said_in(str(fields["answer"]), str(fields["text"])))
            self.play.spoken[at] = evolve(one, replies=(*one.replies, said))

    def _wrong(self, fields: Mapping[str, Any]) -> str:
        """Say why a seat cannot have replied in this way; empty if it can."""
        seat, answer = str(fields["seat"]), fields["answer"]
        one = next((one for one in self.put_to(seat) if is_on(fields, one)), None)
        if one is None:
            return f"No order in own words waits for a reply of {seat}."
        return "" if bool(answer) == (seat in one.parties.partners) else f"{seat} replies {answer!r}, which is not open to it."

    def _name(self, seat: str) -> str:
        return self.play.question_maker.names.faction(self.play.tables.index.factions[seat])


def is_on(fields: Mapping[str, Any], one: Spoken) -> bool:
    """Whether a reply is on this order in own words."""
    return (fields["of"], fields["words"]) == (one.seat, one.occurrence)


def said_in(answer: str, text: str) -> str:
    """Return a reply in words: "Yes: for a year", or what an addressee says.

    >>> said_in("yes", "for a year"), said_in("no", ""), said_in("", "Not while the boats are out.")
    ('Yes: for a year', 'No', 'Not while the boats are out.')
    """
    return f"{answer.capitalize()}{f': {text}' if text else ''}" if answer else text
