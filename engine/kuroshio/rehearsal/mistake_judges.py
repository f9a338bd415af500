"""Says what has become of a mistake so far, from the journal alone: one of VERDICTS, from mended to missed, or open."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from kuroshio.kernel.state import codes
from kuroshio.rehearsal.slip import ASKS, Slip
from kuroshio.session.journal_format import JournalLine
from kuroshio.session.own_words import orders_in_words
from kuroshio.session.rehearsal_record import COMES, READY, SAID
from kuroshio.session.rulings import RULES
from kuroshio.session.session import Session
from kuroshio.session.table_acts import is_order

MENDED, UNASKED, SEEN, MISSED, OPEN = VERDICTS = ("mended", "unasked", "seen", "missed", "open")
ADDRESSED = re.compile(r" \((?:in [^()]*, )?(?:against|with|to) ([^()]*)\)$")  # of an order in own words: to whom it goes


class MistakeJudges:
    """Judges the mistakes of slips that have come."""

    def __init__(self, session: Session):
        self.session = session
        self.judges: dict[str, Callable[[Slip, JournalLine], str]] = {
            **dict.fromkeys(("unpaid", "area", "number", "addressee"), self.form),
            "late": self.late, "signature": self.signature, "twice": self.twice, "inject": self.inject,
            "incident": self.incident, "dispute": self.dispute,
        }  # fmt: skip

    def verdict(self, slip: Slip, came: JournalLine) -> str:
        """Return what has become of the mistake of a slip that came with this line: one of VERDICTS.

        What went through is not unseen where control has spoken to the team after the slip came.
        """
        found = self.judges[slip.mistake](slip, came)
        spoken = slip.sort != ASKS and bool(slip.seat) and bool(self.said(slip.seat, came))  # a question is spoken to in any case
        return SEEN if found == MISSED and spoken else found

    # --- forms -------------------------------------------------------------------------------------------

    def form(self, slip: Slip, came: JournalLine) -> str:
        """A form is right if it was committed as the team means it, and the team was asked."""
        if not self.committed(slip.seat, came["turn"]):
            return OPEN
        if sorted(self._orders(slip.seat, came["turn"])) != sorted(slip.meant):
            return MISSED
        return MENDED if self.said(slip.seat, came) else UNASKED

    def late(self, slip: Slip, came: JournalLine) -> str:
        """A late form is right if its seat is flagged."""
        if any(entry.kind == "late" and entry["seat"] == slip.seat for entry in self._of_turn(came["turn"])):
            return MENDED
        return MISSED if self.committed(slip.seat, came["turn"]) else OPEN

    def signature(self, slip: Slip, came: JournalLine) -> str:
        """A signature is right if what was signed in the end is what the team wanted in the end."""
        signed = [e["line"] for e in self._of_turn(came["turn"]) if e.kind == "choice" and e["seat"] == slip.seat]
        if slip.meant[0] in signed:
            return MENDED
        return MISSED if slip.wrong[0] in signed or self._after_planning(came["turn"]) else OPEN

    def committed(self, seat: str, turn: int) -> bool:
        """Whether the orders of a seat in a turn are in."""
        return self.session.turn > turn or not self.session.deciders.may_plan(seat)

    def _orders(self, seat: str, turn: int) -> Iterator[str]:
        """Return the orders of a seat in a turn as they count, without passing and without counters."""
        tables = self.session.tables
        for one in orders_in_words(self._of_turn(turn)):
            if one.seat == seat and not one.withdrawn:
                yield ADDRESSED.sub(r" (\1)", one.text)
        lines = list[str]()
        for entry in self._of_turn(turn):
            if entry.kind == "choice" and entry["seat"] == seat and is_order(entry):
                lines.append(str(entry["line"]))
            elif entry.kind == "changed" and entry["was"] in lines:
                lines[lines.index(entry["was"])] = str(entry["now"])
        for line in filter(None, lines):
            row = tables.index.actions.get(line.partition(": ")[2].split()[0])
            if row is not None and tables.rules.action[row].mechanism != codes.PASS:
                yield line.partition(" by ")[0]

    # --- questions, injects ------------------------------------------------------------------------------

    def twice(self, slip: Slip, came: JournalLine) -> str:
        """A question put twice is right if it got the right number both times."""
        asked = [e["name"] for e in self.session.rehearsal.lines(READY) if e["seat"] == slip.seat and e["about"] == slip.about]
        first = next(line for line in self.session.rehearsal.lines(COMES) if line["name"] in asked)
        before, after = self.said(slip.seat, first, came.n), self.said(slip.seat, came)
        right, again = (any(self._has(number, text) for text in texts) for number, texts in zip(slip.meant, (before, after)))
        if right and again:
            return MENDED
        late = self.committed(slip.seat, came["turn"])
        return MISSED if late or (after and not again) or (before and not right) else OPEN

    def _has(self, number: str, text: str) -> bool:
        """Whether a text names a number."""
        return number in re.findall(r"\d+", text)

    def inject(self, slip: Slip, came: JournalLine) -> str:
        """An inject is right if it came while the teams planned."""
        for entry in self._of_turn(came["turn"]):
            fired = entry.kind == "schedule" and entry["act"] == "fire" and entry["inject"] == slip.about
            written = entry.kind == "inject" and not slip.about and entry.n > came.n
            if fired or written:
                return MENDED if entry["phase"] in (codes.PHASES[codes.NEWS], codes.PHASES[codes.PLANNING]) else MISSED
        return MISSED if self._after_planning(came["turn"]) else OPEN

    # --- after the orders --------------------------------------------------------------------------------

    def incident(self, slip: Slip, came: JournalLine) -> str:
        """An answer is right if it was entered to the incident that is meant, and the team was asked."""
        own = [e for e in self._of_turn(came["turn"]) if e.n > came.n and e.get("seat") == slip.seat]
        if any(e.kind == "advance" and f"{e['incident']} {e['answer']}" == slip.wrong[0] for e in own):
            return MISSED
        answers = [e["line"] for e in own if e.kind == "choice" and f"{e['line']} ".split(" ")[1] == "respond"]
        if not answers:
            return MISSED if self.session.turn > came["turn"] else OPEN
        asked = MENDED if self.said(slip.seat, came) else UNASKED
        return asked if answers[0] == slip.meant[0] else MISSED

    def dispute(self, slip: Slip, came: JournalLine) -> str:
        """A dispute is heard if the act was ruled on by hand, with a reason.

        Where the rules had ruled before it came, it is also heard if the team was answered and the scribe has a note of it.
        """
        rulings = [e for e in self._of_turn(came["turn"]) if e.kind == "ruling" and e["order"] == slip.about]
        by_hand = [e for e in rulings if e["by"] != RULES and not e.get("undisputed", False)]
        noted = any(e.kind == "note" and e.n > came.n for e in self.session.journal.entries)
        stood = any(e["by"] == RULES and e.n < came.n for e in rulings)
        if by_hand or (stood and noted and self.said(slip.seat, came)):
            return MENDED
        over = any(e.get("undisputed", False) for e in rulings) or self.session.turn > came["turn"]
        return MISSED if over else OPEN

    # --- help --------------------------------------------------------------------------------------------

    def said(self, seat: str, since: JournalLine, until: int | None = None) -> list[str]:
        """Return what control has said to a seat since a line, up to another: aloud, or in a note that the seat is told."""
        return [
            str(entry["text"])
            for entry in self.session.journal.entries
            if since.n < entry.n and (until is None or entry.n < until) and entry.get("seat") == seat
            and ((entry.kind == "rehearsal" and entry["event"] == SAID) or (entry.kind == "note" and entry.get("told", False)))
        ]  # fmt: skip

    def _of_turn(self, turn: int) -> Iterator[JournalLine]:
        """Return the lines of a turn that count."""
        return (entry for entry in self.session.journal.counted if entry.kind != "rehearsal" and entry.get("turn") == turn)

    def _after_planning(self, turn: int) -> bool:
        """Whether the planning of a turn is over, signatures included."""
        return self.session.turn > turn or self.session.game.phase not in (codes.NEWS, codes.PLANNING)
