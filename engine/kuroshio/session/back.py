"""Going back: all of an act or none of it, undo, rewind, redo, practice turns, and playing on elsewhere from any line."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import numpy as np
from attrs import frozen

from kuroshio.kernel import words
from kuroshio.kernel.records import freeze
from kuroshio.model.scenario import Inject
from kuroshio.picture.picture import Picture
from kuroshio.session.acts import Act, acts_in
from kuroshio.session.checkpoints import Checkpoint, Chronicles, latest_before, write_back
from kuroshio.session.entries import Entry
from kuroshio.session.journal import Journal, Mark, NotKept, UnreadableGame
from kuroshio.session.kinds import MOVES, BadLine
from kuroshio.session.luck import Lucky
from kuroshio.session.others import Others
from kuroshio.session.public import Publisher
from kuroshio.session.record import Point, record
from kuroshio.session.table import meant

NOTHING_DONE = "Nothing has been done yet that could be taken back."
NOTHING_TAKEN_BACK = "There is nothing to put back: nothing was taken back, or something new has been entered since."
PRACTISING = "A practice turn is on: `practice end` takes all of it back."
NO_PRACTICE = "No practice turn is on; `practice` begins one."

GOES_BACK = ("undo", "redo")


@frozen(eq=False)
class Before:
    """All of a session as an act begins. log: the whole of it where the act may go back, else None."""

    mark: Mark
    point: Checkpoint
    injects: tuple[Inject, ...]
    log: np.ndarray | None
    kept: tuple[list[Checkpoint], list[tuple[int, int, int]], dict[int, bytes], Point]
    looking: Mapping[str, Any]


class Backward(Lucky):
    """The part of a session that goes back. What is undone stays in the journal as a branch."""

    opening: np.ndarray
    others: Others
    games: np.recarray
    turns: dict[int, bytes]
    chronicles: Chronicles
    told: dict[str, int]
    rewound: int
    checkpoints: list[Checkpoint]
    been: frozenset[str]
    times: list[tuple[int, int, int]]
    recorded: Point
    publisher: Publisher | None

    @abstractmethod
    def _look_away(self) -> None:
        """After an act whoever may not look any longer looks away."""

    @abstractmethod
    def _reach(self) -> None:
        """Go on to the next question, if none is open."""

    @abstractmethod
    def picture_for(self, seat: str) -> Picture:
        """The picture of a seat, or of everybody (empty)."""

    # --- all or nothing ----------------------------------------------------------------------------------

    @contextmanager
    def _whole(self, *, moves: bool = True, back: bool = False, shown: bool = True) -> Iterator[None]:
        """Carry out an act within; keep all of it, or none: the session is then as it was.

        Before it is kept an act is repeated from its lines, as a reader will, and told to everybody: what cannot be read again is
        not kept. moves: the game may move; back: it may go back, so that the log must be kept too; shown: the public sees it.
        """
        before = self._before(back)
        self.journal.acting = moves
        try:
            yield
            if moves:
                self._close_act(before, back)
                self._look_away()
            shown = shown and (self.journal.stream is not None or self.publisher is not None)
            picture = self.picture_for("") if shown else None
            self.journal.keep()
        except BaseException as error:
            self._take_back(before)
            if isinstance(error, NotKept) or not isinstance(error, Exception):
                raise
            raise NotKept(f"{self.journal.path or 'the game'}: {not_entered(error)}") from error
        finally:
            self.journal.acting = False
        if picture is not None:
            self.publish(picture)

    def _before(self, back: bool) -> Before:
        return Before(
            mark=self.journal.mark(),
            point=self._point(),
            injects=self.tables.scenario.injects,
            log=self.log[: self.game.logged].copy() if back else None,
            kept=(list(self.checkpoints), list(self.times), dict(self.turns), self.recorded),
            looking=self._looking(),
        )

    def _looking(self) -> dict[str, Any]:
        """What belongs to the people at the machine, and to no line."""
        plans = {seat: plan.copy() for seat, plan in self.plans.items()}
        return {"plans": plans, "eyes": self.eyes, "told": dict(self.told), "been": self.been}

    def _look_so(self, looking: Mapping[str, Any]) -> None:
        self.plans = {seat: plan.copy() for seat, plan in looking["plans"].items()}
        self.eyes, self.told, self.been = looking["eyes"], dict(looking["told"]), looking["been"]

    def _close_act(self, before: Before, back: bool) -> None:
        """Repeat the lines of an act that has moved the game, and write down what came of it."""
        fresh = self.journal.entries[before.mark.lines :]
        game, moved = self.game, any(entry.kind in MOVES or entry.kind in GOES_BACK for entry in fresh)
        if not moved and freeze(game) == self.recorded.state:
            return
        if not back:
            self._repeat_act(before, fresh)
        self.journal.acting = False
        log, state = self.log[: game.logged], freeze(game)
        self.journal.append("record", turn=self.turn, **record(self.recorded, state, log, self.turns, self.spoken))
        self.recorded = Point(state, int(game.logged), int(game.turn))
        self._keep_point()

    def _repeat_act(self, before: Before, fresh: list[Entry]) -> None:
        """Enter the lines of an act once more from where it began: they must come to the same. Raises RuntimeError."""
        came_to, looking = (freeze(self.game), self.log[: self.game.logged].tobytes(), self.opening.tobytes()), self._looking()
        self._restore(before.point)
        self._replay(fresh)
        if freeze(self.game) != came_to[0]:
            self._reach()
        if came_to != (freeze(self.game), self.log[: self.game.logged].tobytes(), self.opening.tobytes()):
            raise RuntimeError("its lines come to another game")
        self._look_so(looking)

    def _take_back(self, before: Before) -> None:
        """Be again as before an act."""
        self.journal.cut(before.mark)
        self.others.forget()
        if before.log is not None:
            self.chronicles.forget(alike(before.log, self.log))  # what was read on from there has never been
        self._restore(before.point)
        if before.log is not None:
            self.log[: len(before.log)] = before.log
        self._know(before.injects)
        self.checkpoints, self.times, self.turns, self.recorded = before.kept
        self._look_so(before.looking)

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
            luck=self.luck,
        )

    def _keep_point(self, n: int = 0) -> None:
        """Keep a point to go back to: each act ends at one."""
        n = n or (self.times[-1][0] if self.times else 1)  # the last line that moved the game
        if not self.checkpoints or self.checkpoints[-1].n < n:
            self.checkpoints.append(self._point(n))

    def _restore(self, point: Checkpoint) -> None:
        """Be again as at a point; drafts are read anew by whoever goes back."""
        write_back(self.games, self.log, point.state)
        self.over, self.turn, self.opening, self.luck = point.over, point.turn, point.opening, point.luck
        self.spoken, self.plans, self.been = list(point.spoken), {}, frozenset()
        self._know(self.tables.scenario.injects[: point.by_hand])
        self.chronicles.forget()
        self.told = {seat: min(number, int(self.game.logged) - 1) for seat, number in self.told.items()}
        self.turns = {turn: state for turn, state in self.turns.items() if turn <= int(self.game.turn)}
        self.checkpoints = [kept for kept in self.checkpoints if kept.n <= point.n]
        self.times = [time for time in self.times if time[0] <= point.n]

    # --- back --------------------------------------------------------------------------------------------

    def _go_back(self, to: int, *, same: bool = False, practice: bool = False) -> None:
        """Undo every line after line `to`, and play on from there. same: with the dice that fell there before, else fresh ones.

        practice: it was a practice turn, of which nothing stays. Whoever had committed its form has it as a draft again.
        """
        point, shown = latest_before(self.checkpoints, to), self.shown()
        lines = [entry for entry in self.journal.counted if point.n < entry.n <= to]
        between = [entry for entry in lines if entry.kind != "record"]  # the point is what the record after it tells of
        dropped = [entry for entry in self.journal.counted if entry.n > to and entry.kind in MOVES]
        with self._whole(back=True):
            self.journal.append("undo", turn=self.turn, to=to, **({"practice": True} if practice else {}))
            self._return_to(point, between)
            if self._is_back_over(shown, dropped):
                self._throw_again(same, dropped)
            self.advance()
            self._read_plans()
            if self.eyes != self.asked() and self.may_plan(self.eyes) and len(self.people) > 1:
                self.eyes = ""  # whoever is asked first looks at what has been given back
        self.rewound += 1

    def _return_to(self, point: Checkpoint, lines: Iterable[Entry]) -> None:
        """Be again as at a point, and enter the lines after it that count; the game then stands at the next question."""
        self.others.forget()
        self._restore(point)
        self.recorded = Point(point.state, int(self.game.logged), int(self.game.turn))
        self._replay(lines)
        self._reach()

    def acts(self) -> list[Act]:
        """What has been done and can be taken back, the last first."""
        return acts_in(self.journal.counted, [point.n for point in self.checkpoints])

    def undo(self, number: int = 1, *, same: bool = False) -> str:
        """Take back the act of that number, 1 for the last, and all that was done after it; a sentence where there is none."""
        acts = self.acts()
        if not acts:
            return NOTHING_DONE
        if not 1 <= number <= len(acts):
            return f"There is no act {number}: the last act is 1, and the first of the game is {len(acts)}."
        return self._back_to(acts[number - 1].first - 1, same)

    def rewind(self, turn: int, phase: str, *, same: bool = False) -> str:
        """Go back to the first question of a phase, or the first after it if it asked nothing; a sentence where there is none."""
        places = self._places()
        if phase not in places:
            return meant(f"No phase {phase!r}", phase, places)
        before = self.line_before(turn, phase)
        if before is None:
            return f"The game has come to nothing in turn {turn}, {phase}, that could be taken back."
        return self._back_to(before, same)

    def _back_to(self, to: int, same: bool) -> str:
        if to < self.practice_line():
            return PRACTISING
        self._go_back(to, same=same)
        return ""

    def redo(self) -> str:
        """Put back what was taken back last, with the dice that it had; a sentence where something new has been entered since."""
        taken = self.journal.counted.taken
        if not taken:
            return NOTHING_TAKEN_BACK
        undone = taken[-1][0]
        to = next(int(entry["to"]) for entry in self.journal.entries if entry.n == undone)
        point = latest_before(self.checkpoints, to)
        with self._whole(back=True):
            self.journal.append("redo", turn=self.turn, undone=undone)
            self._return_to(point, self._lines_after(point))
            self.advance()
            self._read_plans()
        self.rewound += 1
        return ""

    def _lines_after(self, point: Checkpoint) -> list[Entry]:
        """The lines that count after a point, without records that tell of the point itself."""
        lines = [entry for entry in self.journal.counted if entry.n > point.n]
        first = next((entry.n for entry in lines if entry.kind in MOVES), 0)
        return [entry for entry in lines if entry.kind != "record" or entry.n > first]

    # --- a practice turn ---------------------------------------------------------------------------------

    def practice_line(self) -> int:
        """The line with which a practice turn began that is on; 0 where none is."""
        return next((entry.n for entry in self.journal.counted if entry.kind == "practice"), 0)

    def practise(self) -> str:
        """Begin a practice turn: nothing that is entered from here on stays."""
        if self.over or self.practice_line():
            return PRACTISING if self.practice_line() else "The game is over."
        return self._say("practice", phase=self._phase())

    def end_practice(self, *, same: bool = False) -> str:
        """Take a practice turn back as one, with all that people wrote in it. same: the game then has its dice."""
        begun = self.practice_line()
        if not begun:
            return NO_PRACTICE
        self._go_back(begun - 1, same=same, practice=True)
        return ""

    # --- where -------------------------------------------------------------------------------------------

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

        The line may be one that was undone. The new game is played in memory, read back, and then kept.
        """
        if not 1 <= at_line <= len(self.journal.entries):
            raise UnreadableGame(f"no line {at_line} in the journal; name one of 1 to {len(self.journal.entries)}")
        counted = Journal(entries=self.journal.entries[:at_line]).counted
        header = {**counted[0].fields, "branch": {"line": at_line, "hash": self.journal.entries[at_line - 1].hash}}
        content = [entry for entry in self.journal.entries[1:2] if entry.kind == "content"]  # whatever line is gone back to
        other = self._play_on(header, [*content, *(entry for entry in counted[1:] if entry.kind != "content")])
        if self._read_back(other.journal.entries).state() != other.state():
            raise NotKept(f"{path}: a game from line {at_line} would not read back as it is, so it is not kept; please report it")
        if path is not None:
            other.journal.keep_at(path)
        return other


def alike(one: np.ndarray, other: np.ndarray) -> int:
    """How many lines two logs have in common from their beginning; the other is as long or longer."""
    differ = np.flatnonzero(one != other[: len(one)])
    return int(differ[0]) if len(differ) else len(one)


def not_entered(error: Exception) -> str:
    """Why an act was not entered, in a sentence: what no line can hold, or a fault of the program."""
    if type(error) is BadLine:
        return f"this was not entered ({error}); write it otherwise"
    told = f"{type(error).__name__}: {error}"
    return f"this cannot be carried out and told ({told}), so nothing of it was entered; please report it"
