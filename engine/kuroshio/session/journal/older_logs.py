"""Adds causes to logs of kernels before the third, whose lines had none; they are worked out as those versions did.

The cause of a change is the line told before it in its phase; of an act the choice of the same order; of an answer the choice
in the same case. If the cause is not certain it is left out.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator

import numpy as np

from kuroshio.kernel.state import codes
from kuroshio.kernel.view import cause_of

NOTHING = int(codes.NONE)
ORDER = ("actor", "action", "area", "target", "partner")
ACTS = (codes.L_RULING, codes.L_UNNOTICED, codes.L_MOVE, codes.L_POSTURE)
UPON = {  # a kind of line, and the kind of its cause, the last such line before it in the turn
    int(codes.L_INCIDENT): (codes.L_RULING,), int(codes.L_ATTRIBUTED): (codes.L_INCIDENT,),
    int(codes.L_SHORTFALL): (codes.L_RESPONSE,), int(codes.L_ROUND): (codes.L_CRISIS,), int(codes.L_ROLE): (codes.L_CRISIS,),
    int(codes.L_ENDING): (codes.L_ROUND,), int(codes.L_LOSS): (codes.L_ENDING,), int(codes.L_WAITS): (codes.L_CRISIS,),
}  # fmt: skip
HAVE_EFFECTS = (  # what a change may belong to
    codes.L_RULING, codes.L_UNNOTICED, codes.L_EVENT, codes.L_INJECT, codes.L_RESPONSE, codes.L_SHORTFALL, codes.L_ROLE,
    codes.L_ROUND, codes.L_ENDING, codes.L_PROJECT, codes.L_CHOICE, codes.L_DECLINED,
)  # fmt: skip
Key = tuple[int, ...]


def with_causes(log: np.recarray) -> np.recarray:
    """Return a log with the cause of each line, as far as it can be worked out."""
    made = log.copy()
    reader = _Reader(made)
    for at in range(len(made)):
        made[at].cause = reader.cause(at)
    return made


class _Reader:
    """Reads a log line by line. chosen: the turn's choices that no line follows from yet; last: its last line of each kind."""

    def __init__(self, log: np.recarray):
        self.log, self.turn, self.head = log, 0, NOTHING
        self.chosen: dict[Key, deque[int]] = defaultdict(deque)
        self.last: dict[int, int] = {}
        self.incidents: dict[int, int] = {}  # the turn's incidents, by their place in the list of cases

    def cause(self, at: int) -> int:
        """Return the cause of a line; call it once for each line, in order."""
        line = self.log[at]
        if line.turn != self.turn:
            self.turn, self.head = int(line.turn), NOTHING
            for seen in (self.chosen, self.last, self.incidents):
                seen.clear()
        if line.what in (codes.L_EFFECT, codes.L_EXPIRED, codes.L_DRIFT):
            return self._of_change(line)
        found = self._of_thing(at, line)
        self.head = self.last[int(line.what)] = at
        return found

    def _of_change(self, line: np.record) -> int:
        head = self.log[self.head] if self.head >= 0 else None
        if line.what != codes.L_EFFECT or head is None or head.phase != line.phase or head.what not in HAVE_EFFECTS:
            return NOTHING
        if head.what in (codes.L_RESPONSE, codes.L_SHORTFALL) and line.action < 0:  # what the case itself comes to
            return cause_of(self.log, self.head if head.what == codes.L_RESPONSE else int(head.cause))
        return self.head if line.actor in (NOTHING, head.actor) or head.what == codes.L_INJECT else NOTHING

    def _of_thing(self, at: int, line: np.record) -> int:
        what = int(line.what)
        if what == codes.L_CHOICE:
            return self._of_choice(at, line)
        if what == codes.L_INCIDENT:
            self.incidents[int(line.subject)] = at
        if what == codes.L_RESPONSE:
            return self._of_answer(line)
        if what == codes.L_PROJECT:
            return self._claim(codes.ASK_PROCEED, (int(line.subject),))
        if what == codes.L_DECLINED:
            return self._claim(codes.ASK_SIGN, _key(line))
        if what in ACTS:
            return self._claim(codes.ASK_ORDER, _key(line))
        return next((self.last[int(kind)] for kind in UPON.get(what, ()) if int(kind) in self.last), NOTHING)

    def _of_choice(self, at: int, line: np.record) -> int:
        """Return the cause of a choice, its case for an answer, and keep the choice for the line that follows from it."""
        if line.amount == codes.ASK_ORDER:
            self.chosen[int(codes.ASK_ORDER), *_key(line)].append(at)
        if line.amount == codes.ASK_SIGN:
            proposed = self.chosen.get((int(codes.ASK_ORDER), *_key(line)))
            if line.after == codes.NO:
                self.chosen[int(codes.ASK_SIGN), *_key(line)].append(at)
            return proposed[-1] if proposed else NOTHING
        if line.amount == codes.ASK_PROCEED:
            self.chosen[int(codes.ASK_PROCEED), int(line.subject)].append(at)
        if line.amount in (codes.ASK_RESPOND, codes.ASK_GATE):
            case = self.incidents.get(int(line.subject), NOTHING) if line.amount == codes.ASK_RESPOND else NOTHING
            if case >= 0:
                self.chosen[int(codes.ASK_RESPOND), *_answer(line, self.log[case])].append(at)
            return case
        return NOTHING

    def _of_answer(self, line: np.record) -> int:
        """Return the cause of an answer: its choice, or the last case that it fits if nobody was asked."""
        key = (int(line.actor), int(line.action), int(line.area), int(line.subject))
        chosen = self._claim(codes.ASK_RESPOND, key)
        return chosen if chosen >= 0 else next(self._cases(line), NOTHING)

    def _cases(self, line: np.record) -> Iterator[int]:
        fits = (at for at in self.incidents.values() if (self.log[at].action, self.log[at].area) == (line.subject, line.area))
        yield from sorted(fits, reverse=True)

    def _claim(self, asked: np.int32, key: Key) -> int:
        """Return the first choice of a kind that no line has followed from yet, and remove it."""
        left = self.chosen.get((int(asked), *key))
        return left.popleft() if left else NOTHING


def _key(line: np.record) -> Key:
    """Return the key by which an order is found again."""
    return tuple(int(line[field]) for field in ORDER)


def _answer(choice: np.record, case: np.record) -> Key:
    return (int(choice.actor), int(choice.action), int(case.area), int(case.action))
