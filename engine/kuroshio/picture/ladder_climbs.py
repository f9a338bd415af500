"""Why a ladder has climbed at the end of Response: the acts and answers behind it, and the rule that counted them (rule 6.1).

The log has one line for all steps of a turn. Their causes are worked out from the lines of that turn that the reader may see:
the incidents, the answers, and the rival's tolerance if it is known. If it is not, only what everybody could infer is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from attrs import Factory, define, frozen

from kuroshio.kernel.state import codes
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.picture.row_names import RowNames

Line = np.record
CLIMBS = "The ladder climbs"
NOBODY = int(codes.NONE)
TOLD_OF = (codes.L_EFFECT, codes.L_EXPIRED, codes.L_DRIFT)  # lines that change a track


@frozen
class Seen:
    """A line of the turn as one reader sees it. at: its place in the log; cause: the place of the line that it follows from.

    hidden: whether the reader may not know the author of the act.
    """

    line: Line
    at: int
    cause: int
    hidden: bool = False


@define
class SettledIncident:
    """An incident at a flashpoint, its answers, and the number of the turn's lines when all had answered."""

    incident: Seen
    answers: list[Line] = Factory(list)
    closed: int = 0


@frozen(eq=False)
class Answered:
    """A case with the highest answer that the rival must tolerate."""

    case: SettledIncident
    line: Line


class Climbs:
    """Explains why ladders climbed, under the rules of one game."""

    def __init__(self, tables: Tables, names: RowNames):
        self.tables, self.rules, self.names = tables, tables.rules, names
        ladder, slots = tables.ruleset.roles.ladder, list(tables.slots)
        self.ladders = {slots.index(f"{f.id}.{ladder}"): row for row, f in enumerate(tables.ruleset.flashpoints)}

    def is_climb(self, line: Line) -> bool:
        """Whether a line has the steps of a ladder from a turn's acts and answers."""
        at = self.ladders.get(int(line.subject), NOBODY) if line.what == codes.L_EFFECT else NOBODY
        if at == NOBODY or line.phase != codes.ESCALATION:
            return False
        return bool(line.actor < 0 and line.action < 0 and line.area == self.rules.flashpoint[at].area)

    def title(self, line: Line) -> str:
        """Return the title of a climb."""
        return f"{CLIMBS}: {self.names.flashpoints[self.ladders[int(line.subject)]]}"

    def why(self, line: Line, before: Sequence[Seen], value: Callable[[int], int | None]) -> str:
        """Return the acts and answers behind a climb, as sentences.

        before: the earlier lines of its turn; value: a track's value by its slot, None where it is not known.
        """
        moved = int(line.after) - int(line.before)
        cases = self._cases(before, self.ladders[int(line.subject)])
        grave = [self._grave(case) for case in cases if self._is_grave(case)]
        sure, open_ = list[Answered](), list[Answered]()
        for case in cases:
            highest = self._highest(case)
            borne = self._tolerance(case, before, value)
            if highest is not None and highest.action > (0 if borne is None else borne):
                (open_ if borne is None else sure).append(Answered(case, highest))
        left = moved - len(grave) - len(sure)
        worked_out = _beyond(open_, left)
        told = [f"{text}." for text in (*grave, *(self._answered(one) for one in (*sure, *worked_out)))]
        if open_ and left > len(worked_out):
            among = "; ".join(self._asked_most(one) for one in open_ if one not in worked_out)
            told.append(f"One answer went beyond what the rival tolerates; it is not known which: {among}.")
        most = int(self.rules.procedure.most_steps)
        if len(grave) + len(sure) > moved == most:
            told.append(f"A ladder climbs {most} steps a turn at most.")
        return " ".join(told)

    # --- cases -----------------------------------------------------------------------------------------

    def _cases(self, before: Sequence[Seen], flashpoint: int) -> list[SettledIncident]:
        """Return the incidents of a turn at a flashpoint, each with its answers."""
        cases = {seen.at: SettledIncident(seen) for seen in before if self._is_incident(seen.line, flashpoint)}
        for number, seen in enumerate(before):
            if seen.line.what == codes.L_RESPONSE and seen.cause in cases:
                case = cases[seen.cause]
                case.answers.append(seen.line)
                case.closed = number + 1
        return list(cases.values())

    def _is_incident(self, line: Line, flashpoint: int) -> bool:
        here = line.area >= 0 and int(self.rules.area_flashpoint[line.area]) == flashpoint
        return bool(line.what == codes.L_INCIDENT and here and line.target >= 0)

    def _is_grave(self, case: SettledIncident) -> bool:
        """Whether an act is a step up the ladder, whatever the answer."""
        line = case.incident.line
        return bool(line.amount >= self.rules.procedure.heat_at) and (case.incident.hidden or line.actor >= 0)

    def _highest(self, case: SettledIncident) -> Line | None:
        """Return the highest answer to the rival; answers aimed at a wrong author do not count."""
        actor = NOBODY if case.incident.hidden else int(case.incident.line.actor)
        meant = [line for line in case.answers if case.incident.hidden or line.target in (NOBODY, actor)]
        if not meant or (actor == NOBODY and not case.incident.hidden):
            return None
        return max(meant, key=lambda line: int(line.action))

    def _tolerance(self, case: SettledIncident, before: Sequence[Seen], value: Callable[[int], int | None]) -> int | None:
        """Return what the rival tolerated when all had answered; None if this reader cannot know."""
        if case.incident.hidden or case.incident.line.actor < 0:
            return None
        slot = int(self.rules.slot_of[self.rules.roles.tolerance, case.incident.line.actor])
        changed = [(n, seen.line) for n, seen in enumerate(before) if seen.line.what in TOLD_OF and seen.line.subject == slot]
        now = value(slot)
        if now is None or not changed:
            return now
        earlier = [line for n, line in changed if n < case.closed]
        return int(earlier[-1].after) if earlier else int(changed[0][1].before)

    # --- words -----------------------------------------------------------------------------------------

    def _act(self, case: SettledIncident) -> str:
        line, names = case.incident.line, self.names
        if case.incident.hidden:
            return f"The incident{names.at(line.area)}, against {names.faction(line.target)},"
        whose = f"{names.faction(line.actor)}: " if line.actor >= 0 else ""
        return f"\u201c{whose}{names.actions[line.action]}\u201d{names.at(line.area)}, against {names.faction(line.target)},"

    def _asked_most(self, one: Answered) -> str:
        answer = f"{self.names.faction(one.line.actor)} with \u201c{self.names.levels[one.line.action]}\u201d"
        return f"{self._act(one.case)} was answered by {answer}"

    def _answered(self, one: Answered) -> str:
        incident = one.case.incident
        rival = "whoever did it" if incident.hidden else self.names.faction(incident.line.actor)
        return f"{self._asked_most(one)}: more than {rival} tolerates"

    def _grave(self, case: SettledIncident) -> str:
        least = int(self.rules.procedure.heat_at)
        return f"{self._act(case)} was of intensity {int(case.incident.line.amount)}: from {least} an act is a step by itself"


def _beyond(answers: Sequence[Answered], steps: int) -> list[Answered]:
    """Return the answers that must have made these steps, inferred without knowing the rival's tolerance.

    Of two answers a rival tolerates both, the lighter alone, or none.
    """
    if steps >= len(answers):
        return list(answers)
    rivals = {NOBODY if one.case.incident.hidden else int(one.case.incident.line.actor) for one in answers}
    if steps < 1 or len(rivals) > 1 or NOBODY in rivals:
        return []
    levels = sorted((int(one.line.action) for one in answers), reverse=True)
    least = levels[steps - 1]
    return [one for one in answers if one.line.action > least or (one.line.action == least and levels[steps] < least)]


def last_value(log: np.ndarray, slot: int, opening: int | None) -> int | None:
    """Return a track's value after the lines of a log."""
    changed = np.flatnonzero(np.isin(log["what"], TOLD_OF) & (log["subject"] == slot))
    return int(log[changed[-1]]["after"]) if len(changed) else opening


def turn_before(log: np.ndarray, at: int) -> Iterator[int]:
    """Return the places of the lines of a turn before one of its lines, in order."""
    first = at
    while first > 0 and log[first - 1].turn == log[at].turn:
        first -= 1
    yield from range(first, at)
