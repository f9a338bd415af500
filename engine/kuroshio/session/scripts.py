"""Carries out the lines of a file or a script one after another, and skips refused lines.

A refused line affects later ones: a `commit` would commit without the missing order, an answer to the next question would be
taken for this one, an `undo` would take back something else. Lines that depend on a refused line are therefore refused too,
and after a refused line the reading stops at a line that goes back.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from kuroshio.session.journal_writer import NotKept
from kuroshio.session.line_parts import first_word
from kuroshio.session.refusal import as_id, sentence
from kuroshio.session.session import Session
from kuroshio.session.wide_signs import with_plain_signs

BACK = ("undo", "rewind", "redo", "practice")  # lines that go back: what they take back depends on all lines before
OF_A_SEAT = ("commit", "drop")
AFTER = {"rule": "rule", "broken": "agree"}  # a verb, and the verb that it depends on


class Performs(Protocol):
    """An object that carries out lines of control. faults: the parts of the last line that were not entered."""

    session: Session
    faults: list[str]

    def perform(self, line: str) -> str:
        """Carry out one line; return a sentence if it is refused, else an empty text."""


class ScriptReading:
    """Carries out lines. entered: their number; partly: those of them with faults; stopped: no more lines are read.

    faults: refused lines, and lines that were entered in part, with number and reason.

    live: whether a person reads the answers, and corrects a refused line by another of the same seat before going on.
    """

    def __init__(self, control: Performs, live: bool = False):
        self.control, self.live = control, live
        self.entered, self.partly, self.faults, self.stopped = 0, 0, list[str](), False
        self.refused: dict[str, int] = {}  # seats and verbs of refused lines, with the number of the first

    def take(self, number: int, line: str) -> str:
        """Carry out a line of this number; return why it was not entered, else an empty text."""
        barred = self._barred(line)
        try:
            refused = barred or self.control.perform(line)
        except NotKept as error:  # the game is as before the line, and later lines could not be kept either
            refused, self.stopped = sentence(error), True
        if not refused:
            self.entered += bool(line.strip()) and not line.strip().startswith("#")
            if self.control.faults and line.strip():
                self.partly += 1
                self.refuse(number, line, " ".join(self.control.faults))
                return ""
            for of in self._of(line) if self.live else ():
                self.refused.pop(of, None)
            return ""
        return self.refuse(number, line, refused)

    def refuse(self, number: int, line: str, why: str) -> str:
        """Write down that a line was not entered, or not whole."""
        for of in self._of(line):
            self.refused.setdefault(of, number)
        self.faults.append(f"{number}: {line.strip()!r}: {why}")
        return why

    def count(self) -> str:
        """Return how many lines were entered, how many of them in part, and how many not."""
        rest = ", and the rest was not read" if self.stopped else ""
        were = "line was" if self.entered == 1 else "lines were"
        part = f", {self.partly} of them in part" if self.partly else ""
        refused = len(self.faults) - self.partly
        left = (
            f"; {refused} {'was' if refused == 1 else 'were'} not" if part and refused else f", {refused} not" if refused else ""
        )
        return f"{self.entered} {were} entered{part}{left}{rest}"

    def _of(self, line: str) -> Iterator[str]:
        """Return the seat of a line, or its verb."""
        line = with_plain_signs(line)
        word, people = first_word(line), self.control.session.people
        seat = as_id(line.partition(":")[0].strip(), people)
        yield seat if seat in people else word
        if word in OF_A_SEAT:
            yield as_id(line.split()[1] if len(line.split()) > 1 else "", people)

    def _barred(self, line: str) -> str:
        """Say why a line is not carried out after refused ones; empty if it may be."""
        if not self.refused:
            return ""
        word, session = first_word(line), self.control.session
        if word in BACK and not self.live and any(of not in BACK for of in self.refused):
            self.stopped = True
            return "An earlier line was not entered, so this would take back something else."
        of = [one for one in self._of(line) if one in self.refused]
        if word in OF_A_SEAT:
            of = [one for one in of if one != word] or ([*self.refused] if len(line.split()) == 1 else [])
        elif word in AFTER:
            of = [AFTER[word]] if AFTER[word] in self.refused else []
        else:
            of = [one for one in of if one in session.people and not session.deciders.may_plan(one)]
        return f"This depends on line {self.refused[of[0]]}, which was not entered: correct that first." if of else ""
