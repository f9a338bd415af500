"""Going back: all of an act or none of it, undo, rewind, and playing on elsewhere from any line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import numpy as np

from engine.kernel import words
from engine.kernel.records import freeze
from engine.session.checkpoints import Checkpoint, Chronicles, latest_before, write_back
from engine.session.entries import Entry
from engine.session.journal import Journal, NotKept, UnreadableGame, create
from engine.session.table import NOT_PLANNING, PERSON, Table, meant
from engine.session.umpire import RULES


class Backward(Table):
    """The part of a session that goes back. What is undone stays in the journal as a branch."""

    opening: np.ndarray
    games: np.recarray
    turns: dict[int, bytes]
    chronicles: Chronicles
    told: dict[str, int]
    planning: tuple[int, int]
    rewound: int
    checkpoints: list[Checkpoint]
    been: frozenset[str]
    times: list[tuple[int, int, int]]

    # --- all or nothing ----------------------------------------------------------------------------------

    @contextmanager
    def _whole(self, back: bool = False) -> Iterator[None]:
        """Keep all that is done within, or, where the disk does not take it, none: the session is then as it was.

        `back`: the game may go back within, so the log must be kept too.
        """
        mark, point, injects = self.journal.mark(), self._point(), self.tables.scenario.injects
        log = self.log[: self.game.logged].copy() if back else None
        copies = list(self.checkpoints), list(self.times), dict(self.turns)
        plans, looking = {seat: plan.copy() for seat, plan in self.plans.items()}, (self.eyes, dict(self.told))
        try:
            yield
            self.journal.sync()
        except NotKept:
            self.journal.cut(mark)
            self._restore(point)
            if log is not None:
                self.log[: len(log)] = log
            self._know(injects)
            self.checkpoints, self.times, self.turns = copies
            self.plans, (self.eyes, self.told) = plans, looking
            raise

    def _point(self, n: int = 0) -> Checkpoint:
        """The session as it is, after line n; without one after the last that counts."""
        return Checkpoint(
            n=n or self.journal.counted[-1].n,
            turn=self.turn,
            over=self.over,
            state=freeze(self.game),
            opening=self.opening,
            by_hand=len(self.tables.scenario.injects),
            spoken=tuple(self.spoken),
        )

    def _keep_point(self, n: int = 0) -> None:
        """Keep a point to go back to, save in the middle of a plan."""
        planning = (int(self.game.seat), int(self.game.turn)) if self.game.asking == words.ASK_ORDER else NOT_PLANNING
        if planning == self.planning != NOT_PLANNING:
            return
        n = n or (self.times[-1][0] if self.times else 1)  # the last line that moved the game
        if not self.checkpoints or self.checkpoints[-1].n < n:
            self.checkpoints.append(self._point(n))

    def _restore(self, point: Checkpoint) -> None:
        """Be again as at a point; drafts are read anew by whoever goes back."""
        write_back(self.games, self.log, point.state)
        self.over, self.turn, self.opening, self.planning = point.over, point.turn, point.opening, NOT_PLANNING
        self.spoken, self.plans, self.been = list(point.spoken), {}, frozenset()
        self._know(self.tables.scenario.injects[: point.by_hand])
        self.chronicles.forget()
        self.told = {seat: min(number, int(self.game.logged) - 1) for seat, number in self.told.items()}
        self.turns = {turn: state for turn, state in self.turns.items() if turn <= point.turn}
        self.checkpoints = [kept for kept in self.checkpoints if kept.n <= point.n]
        self.times = [time for time in self.times if time[0] <= point.n]

    # --- back --------------------------------------------------------------------------------------------

    def _go_back(self, to: int) -> None:
        """Undo every line after line `to`, and play on from there."""
        point = latest_before(self.checkpoints, to)
        between = [entry for entry in self.journal.counted if point.n < entry.n <= to]
        with self._whole(back=True):
            self.journal.append("undo", turn=self.turn, to=to)
            self._restore(point)
            self._replay(between)
            self.advance()
            self._read_plans()
        self.rewound += 1

    def undo(self) -> str:
        """Take back the last choice or ruling of a person and all that followed from it; a sentence where there is none."""
        chosen = [entry.n for entry in self.journal.counted if is_persons(entry)]
        if not chosen:
            return "No person has chosen anything yet."
        point = latest_before(self.checkpoints, chosen[-1] - 1)
        self._go_back(min(n for n, _, _ in self.times if n > point.n) - 1)
        return ""

    def rewind(self, turn: int, phase: str) -> str:
        """Go back to the first question of a phase, or the first after it if it asked nothing; a sentence where there is none."""
        places = self._places()
        if phase not in places:
            return meant(f"No phase {phase!r}", phase, places)
        before = self.line_before(turn, phase)
        if before is None:
            return f"The game has come to nothing in turn {turn}, {phase}, that could be taken back."
        self._go_back(before)
        return ""

    def line_before(self, turn: int, phase: str) -> int | None:
        """The last line before a phase of a turn moved the game; None where the game has not come so far."""
        when = (turn, self._places().index(phase))
        later = [n for n, *came in self.times if tuple(came) >= when]
        return later[0] - 1 if later and turn > 0 else None

    def _places(self) -> list[str]:
        """The phases of a turn in their order."""
        return [words.PHASES[number] for number in self.rules.phase[: self.rules.n_phases]]

    # --- elsewhere ---------------------------------------------------------------------------------------

    def branch(self, path: Path | None, at_line: int) -> Self:
        """Play on from a line of the journal as a new game, kept at a new path. Raises UnreadableGame, NotKept.

        The line may be one that was undone.
        """
        if not 1 <= at_line <= len(self.journal.entries):
            raise UnreadableGame(f"no line {at_line} in the journal; name one of 1 to {len(self.journal.entries)}")
        counted = Journal(entries=self.journal.entries[:at_line]).counted
        header = {**counted[0].fields, "branch": {"line": at_line, "hash": self.journal.entries[at_line - 1].hash}}
        journal = create(path) if path else Journal()
        try:
            return self._play_on(header, counted[1:], journal)
        except NotKept:
            journal.close()
            raise


def is_persons(entry: Entry) -> bool:
    """Whether a line is a decision of somebody at the table."""
    return (entry.kind == "choice" and entry["by"] == PERSON) or (entry.kind == "ruling" and entry["by"] != RULES)
