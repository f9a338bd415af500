"""The acts that can be taken back: each decision of a seat and each act of control, with its consequences."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import groupby

from attrs import frozen

from kuroshio.session.journal_format import JournalLine
from kuroshio.session.line_kinds import CONTROLS, MOVES
from kuroshio.session.rulings import RULES

PERSON, DOCTRINE, PLAYER, NOBODY = "person", "doctrine", "player", "nobody"  # who has chosen; a player is one from outside
CONTROL = "control"
FORM, RULING, INJECT, ANSWER, OTHER = "form", "ruling", "inject", "answer", "other"
PLANNING, SIGN = "planning", "sign"
DECISIONS = ("gate", "proceed")


@frozen
class TableAct:
    """One act of a seat or of control. first, last: its lines that move the game, with the lines of doctrines and dice after it.

    who: the seat, the first of several, the name of who ruled, or control; own: whether it is control's act.
    """

    first: int
    last: int
    turn: int
    phase: str
    who: str
    kind: str
    own: bool
    entries: tuple[JournalLine, ...]

    @property
    def whose(self) -> tuple[str, ...]:
        """Whose act it is: `who`, and the other seats that one line of control has entered something for, as in a crisis."""
        given = (str(entry["seat"]) for entry in self.entries if entry.kind == "advance" and not self.own)
        return tuple(dict.fromkeys((self.who, *given)))


def is_persons(entry: JournalLine) -> bool:
    """Whether a line is a decision of a person at the table."""
    chosen = entry.kind in ("choice", "words", "advance", "reply") and entry.get("by", PERSON) == PERSON
    return chosen or (entry.kind == "ruling" and entry["by"] != RULES)


def is_done_by_somebody(entry: JournalLine) -> bool:
    """Whether a line is an act of a seat or of control, not of a doctrine, a roll or going back."""
    return is_persons(entry) or entry.kind in CONTROLS


def acts_in(counted: Iterable[JournalLine], ends: Sequence[int]) -> list[TableAct]:
    """Return the acts among the lines that count, the last first. ends: the last line of each that moves the game, in order."""
    moves = (entry for entry in counted if entry.kind in MOVES)
    groups = (tuple(group) for _, group in groupby(moves, key=lambda entry: bisect_left(ends, entry.n)))
    return [act_of(group) for group in groups if any(map(is_done_by_somebody, group))][::-1]


def act_of(group: tuple[JournalLine, ...]) -> TableAct:
    """Make an act from its lines."""
    done = tuple(entry for entry in group if is_done_by_somebody(entry))
    first = next((entry for entry in done if entry.kind != "advance"), done[0])  # a form may begin with signatures in advance
    own = first.kind in CONTROLS or first.kind == "ruling"
    who = CONTROL if first.kind in CONTROLS else str(first["by"] if own else first["seat"])
    return TableAct(group[0].n, group[-1].n, int(first["turn"]), str(first["phase"]), who, _kind_of(first), own, done)


def _kind_of(entry: JournalLine) -> str:
    if entry.kind in ("ruling", "inject"):
        return RULING if entry.kind == "ruling" else INJECT
    if entry.kind in CONTROLS:
        return OTHER
    return FORM if is_order(entry) else ANSWER


def is_order(entry: JournalLine) -> bool:
    """Whether a line belongs to a seat's order form, in own words or not; else it is an answer, such as a signature."""
    if entry.kind != "choice":
        return entry.kind == "words"
    return bool(entry["phase"] == PLANNING and f"{entry['line']} ".split(" ")[1] != SIGN)


def entered(entries: Iterable[JournalLine]) -> list[JournalLine]:
    """Return the lines of acts without answers in advance that were used among them: the choice that came of it stands."""
    left = list(entries)
    for entry in list(left):
        if entry.kind == "choice" and entry["by"] == PERSON:
            used = next((one for one in reversed(left) if one.kind == "advance" and one.n < entry.n and led_to(one, entry)), None)
            left = [one for one in left if one is not used]
    return left


def led_to(advance: JournalLine, choice: JournalLine) -> bool:
    """Whether a choice may be that of an answer in advance: of the same seat, question and answer, about the same."""
    seat, _, line = str(choice["line"]).partition(": ")
    question, *about, answer = line.split() if " " in line else (line, "")
    same = (advance["seat"], advance["question"], advance["answer"], advance["turn"]) == (seat, question, answer, choice["turn"])
    named = advance["act"] if question in (SIGN, *DECISIONS) else ""
    return same and named in ("", *about[:1]) and (question != SIGN or advance["of"] in about[-1:])
