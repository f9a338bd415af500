"""Lines of a file or a script, carried out one after another, beyond those that cannot be.

A line that is refused may leave others without their ground: an order that is missing would be committed without it, an answer
to the next question would be taken for one to this, an `undo` would take back something else. What depends on a refused line
is therefore refused as well, and at a line that goes back the reading stops.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from kuroshio.session.journal_writer import NotKept
from kuroshio.session.line_parts import first_word
from kuroshio.session.refusal import as_id, sentence
from kuroshio.session.session import Session

BACK = ("undo", "rewind", "redo", "practice")  # lines that go back: what they would take back hangs on all before
OF_A_SEAT = ("commit", "drop")
AFTER = {"rule": "rule", "broken": "agree"}  # a verb, and the one of which a refused line leaves it without its ground


class Performs(Protocol):
    """Whoever carries out a line of control."""

    session: Session

    def perform(self, line: str) -> str:
        """Carry out one line; a sentence where it cannot be."""


class Reading:
    """Carries out lines. entered: how many; faults: the others, with number and reason; stopped: whether no more are read.

    live: somebody reads the answers, and puts a line right by another of the same seat before it goes on.
    """

    def __init__(self, control: Performs, live: bool = False):
        self.control, self.live = control, live
        self.entered, self.faults, self.stopped = 0, list[str](), False
        self.refused: dict[str, int] = {}  # seats and verbs of refused lines, with the number of the first

    def take(self, number: int, line: str) -> str:
        """Carry out a line of this number; why it was not entered, else an empty text."""
        barred = self._barred(line)
        try:
            refused = barred or self.control.perform(line)
        except NotKept as error:  # the game is as it was before the line, and nothing that follows could be kept
            refused, self.stopped = sentence(error), True
        if not refused:
            self.entered += bool(line.strip()) and not line.strip().startswith("#")
            for of in self._of(line) if self.live else ():
                self.refused.pop(of, None)
            return ""
        return self.refuse(number, line, refused)

    def refuse(self, number: int, line: str, why: str) -> str:
        """Write down that a line was not entered."""
        for of in self._of(line):
            self.refused.setdefault(of, number)
        self.faults.append(f"{number}: {line.strip()!r}: {why}")
        return why

    def count(self) -> str:
        """How many lines were entered, and how many not."""
        rest = ", and nothing after the last of them is read" if self.stopped else ""
        were = "line was" if self.entered == 1 else "lines were"
        return f"{self.entered} {were} entered, {len(self.faults) or 'none'} not{rest}"

    def _of(self, line: str) -> Iterator[str]:
        """The seat that a line is of, or its verb."""
        word, people = first_word(line), self.control.session.people
        seat = as_id(line.partition(":")[0].strip(), people)
        yield seat if seat in people else word
        if word in OF_A_SEAT:
            yield as_id(line.split()[1] if len(line.split()) > 1 else "", people)

    def _barred(self, line: str) -> str:
        """Why a line is not carried out after those that were refused; empty where it may be."""
        if not self.refused:
            return ""
        word, session = first_word(line), self.control.session
        if word in BACK and not self.live and any(of not in BACK for of in self.refused):
            self.stopped = True
            return "A line before it was not entered, so that this would take back something else."
        of = [one for one in self._of(line) if one in self.refused]
        if word in OF_A_SEAT:
            of = [one for one in of if one != word] or ([*self.refused] if len(line.split()) == 1 else [])
        elif word in AFTER:
            of = [AFTER[word]] if AFTER[word] in self.refused else []
        else:
            of = [one for one in of if one in session.people and not session.deciders.may_plan(one)]
        return f"Line {self.refused[of[0]]} was not entered, and this hangs on it: put that right first." if of else ""
