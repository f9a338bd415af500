"""Keeps each act whole or not at all, from its lines in the journal to its closing record; and repeats kept lines.

Every change of a game goes through `Keeper.whole`. The part that writes a kind of line registers with `takes` how such a line is
repeated and how it is checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol

import numpy as np
from attrs import frozen

from kuroshio.kernel.play_lines import UnclearLine
from kuroshio.kernel.state.records import freeze
from kuroshio.model.scenario import Inject
from kuroshio.picture.picture import Picture
from kuroshio.session.checkpoints import Checkpoint
from kuroshio.session.journal_format import JournalLine
from kuroshio.session.journal_records import NOWHERE, Point, decoded, difference, record, told_otherwise, waiting_in
from kuroshio.session.journal_writer import Journal, JournalLength, NotKept
from kuroshio.session.line_kinds import CODE, MOVES, NAME, TURN, BadLine, ImpossibleLine, each, pair, register, seats_in, whole
from kuroshio.session.live_game import LiveGame
from kuroshio.session.name_checks import seats_wrong
from kuroshio.session.refusal import refuse
from kuroshio.session.viewers import Viewers

# The result of the lines since the last record; closes an act that moved the game (kuroshio.session.journal_records).
register(
    "record",
    {"turn": TURN, "since": whole(0, 2**31), "log": CODE, "state": CODE, "turns": each(pair(TURN, CODE))},
    {"waiting": each(pair(NAME, NAME))},
)
GOES_BACK = ("undo", "redo")


class Shows(Protocol):
    """What shows the public picture."""

    def draw(self) -> Picture | None:
        """Return the present public picture; None if nobody looks at it."""

    def publish(self, picture: Picture) -> None:
        """Show it."""


@frozen
class Repeats:
    """How lines of a kind are repeated. repeat: enters one; wrong: says why it cannot have been written, empty if it can.

    asked: whether the game first goes on to its next question.
    """

    repeat: Callable[[JournalLine], None]
    wrong: Callable[[Mapping[str, Any]], str]
    asked: bool = False


@frozen(eq=False)
class Before:
    """The whole game at the start of an act. log: the whole log if the act may go back, else None."""

    mark: JournalLength
    point: Checkpoint
    injects: tuple[Inject, ...]
    log: np.ndarray | None
    kept: tuple[list[Checkpoint], list[tuple[int, int, int]], dict[int, bytes], Point]
    viewers: Viewers


class Keeper:
    """Keeps the acts of a game in its journal. Acts raise NotKept if the disk fails; then nothing has happened.

    checkpoints: the end of each act; times: for each line that moves the game its number, turn, and phase by place.
    """

    def __init__(self, play: LiveGame, journal: Journal, viewers: Viewers):
        self.play, self.journal, self.viewers = play, journal, viewers
        self.checkpoints: list[Checkpoint] = []
        self.times: list[tuple[int, int, int]] = []
        self.recorded = NOWHERE  # the point of the last record that counts
        self.kinds: dict[str, Repeats] = {}
        self.look_away: Callable[[], None] = lambda: None
        self.forget: Callable[[], None] = lambda: None
        self.follow: Callable[[bool], None] = lambda back: None
        self.shows: Shows | None = None

    def takes(
        self,
        kind: str,
        repeat: Callable[[JournalLine], None] = lambda entry: None,
        wrong: Callable[[Mapping[str, Any]], str] = lambda fields: "",
        asked: bool = False,
    ) -> None:
        """Register how lines of a kind are repeated and checked; a kind that is not registered does nothing when repeated."""
        self.kinds[kind] = Repeats(repeat, wrong, asked)

    def shown_by(self, shows: Shows, look_away: Callable[[], None]) -> None:
        """Register what draws the public picture before an act is kept and shows it after; look_away: called after each act."""
        self.shows, self.look_away = shows, look_away

    def goes_back(self, forget: Callable[[], None]) -> None:
        """Register what must forget the undone game whenever the game goes back."""
        self.forget = forget

    def followed_by(self, follow: Callable[[bool], None]) -> None:
        """Register what happens after an act that is kept; it is told whether the act went back."""
        self.follow = follow

    # --- an act ------------------------------------------------------------------------------------------

    @contextmanager
    def whole(self, *, moves: bool = True, back: bool = False, shown: bool = True) -> Iterator[None]:
        """Carry out the act in this context and keep it whole; if that fails the game is as before.

        Before it is kept an act is repeated from its lines, as a reader would, and told to everybody, so that nothing is kept
        that cannot be read again. moves: the game may move; back: it may go back, so the log is saved too; shown: to the public.
        """
        before = self._before(back)
        self.journal.acting = moves
        try:
            yield
            if moves:
                self._close(before, back)
                self.look_away()
            picture = self.shows.draw() if shown and self.shows else None
            self.journal.keep()
        except BaseException as error:
            self._take_back(before)
            if isinstance(error, NotKept) or not isinstance(error, Exception):
                raise
            raise NotKept(f"{self.journal.path or 'the game'}: {not_entered(error)}") from error
        finally:
            self.journal.acting = False
        if picture is not None and self.shows:
            self.shows.publish(picture)
        if moves:
            self.follow(back)

    def record(self, kind: str, **fields: Any) -> JournalLine:
        """Within an act: write a line that moves the game, with turn and phase, and note its time."""
        entry = self.journal.append(kind, turn=int(self.play.game.turn), phase=self.play.phase, **fields)
        self._time(entry.n)
        return entry

    def say(self, kind: str, shown: bool = False, **fields: Any) -> None:
        """Carry out an act of one line that does not move the game, with the turn. shown: to the public.

        Raises Refused if the line could not be read again.
        """
        refuse(self.wrong(kind, {"turn": self.play.turn, **fields}))
        with self.whole(moves=False, shown=shown):
            self.journal.append(kind, turn=self.play.turn, **fields)

    def _time(self, n: int) -> None:
        self.times.append((n, int(self.play.game.turn), int(self.play.game.place)))

    def _before(self, back: bool) -> Before:
        play = self.play
        return Before(
            mark=self.journal.mark(),
            point=self.point(),
            injects=play.tables.scenario.injects,
            log=play.log[: play.game.logged].copy() if back else None,
            kept=(list(self.checkpoints), list(self.times), dict(play.turns), self.recorded),
            viewers=self.viewers.copy(),
        )

    def _close(self, before: Before, back: bool) -> None:
        """Repeat the lines of an act that has moved the game, and write down its result."""
        fresh, play = self.journal.entries[before.mark.lines :], self.play
        moved = any(entry.kind in MOVES or entry.kind in GOES_BACK for entry in fresh)
        if not moved and freeze(play.game) == self.recorded.state:
            return
        if not back:
            self._repeat_act(before, fresh)
        self.journal.acting = False
        log, state = play.log[: play.game.logged], freeze(play.game)
        self.journal.append("record", turn=play.turn, **record(self.recorded, state, log, play.turns, play.spoken))
        self.recorded = Point(state, int(play.game.logged), int(play.game.turn))
        self.keep_point()

    def _repeat_act(self, before: Before, fresh: list[JournalLine]) -> None:
        """Enter the lines of an act again from its start; they must give the same game. Raises RuntimeError."""
        came_to, viewers = self._came_to(), self.viewers.copy()
        self.restore(before.point)
        self.replay(fresh)
        if freeze(self.play.game) != came_to[0]:
            self.play.reach()
        if came_to != self._came_to():
            raise RuntimeError("its lines give a different game")
        self.viewers.be(viewers)

    def _came_to(self) -> tuple[bytes, bytes, bytes]:
        play = self.play
        return freeze(play.game), play.log[: play.game.logged].tobytes(), play.opening.tobytes()

    def _take_back(self, before: Before) -> None:
        """Restore the game before an act."""
        self.journal.cut(before.mark)
        self.forget()
        play = self.play
        if before.log is not None:
            play.chronicles.forget(alike(before.log, play.log))  # chronicles have read log lines that no longer exist
        self.restore(before.point)
        if before.log is not None:
            play.log[: len(before.log)] = before.log
        play.know(before.injects)
        self.checkpoints, self.times, play.turns, self.recorded = before.kept
        self.viewers.be(before.viewers)

    # --- lines that were kept ----------------------------------------------------------------------------

    def replay(self, entries: Iterable[JournalLine]) -> None:
        """Enter kept lines; the game is then where the last line leaves it. Raises ImpossibleLine on a line that does not fit."""
        for entry in entries:
            try:
                if entry.kind in self.kinds and self.kinds[entry.kind].asked:
                    self.play.reach()
                self._check(entry)
                if entry.kind in MOVES:
                    self._time(entry.n)
                    self.kinds[entry.kind].repeat(entry)
                elif entry.kind == "record":
                    self._compare(entry)
                    self.keep_point()
            except (BadLine, UnclearLine) as error:
                raise ImpossibleLine(entry.n, str(error)) from None

    def wrong(self, kind: str, fields: Mapping[str, Any]) -> str:
        """Say why a line cannot have been written here; empty if it can."""
        wrong = seats_wrong(self.play.tables, seats_in(kind, fields))
        return wrong or (self.kinds[kind].wrong(fields) if kind in self.kinds else "")

    def _check(self, entry: JournalLine) -> None:
        """Check that this game could have written a line at this point. Raises BadLine."""
        turn, phase = self.play.game.turn, self.play.phase
        if entry.kind in MOVES and (entry["turn"] != turn or entry.get("phase") != phase):
            raise BadLine(f"of turn {entry['turn']}, {entry.get('phase')}, but the game is in turn {turn}, {phase}")
        wrong = self.wrong(entry.kind, entry.fields)
        if wrong:
            raise BadLine(wrong)

    def _compare(self, entry: JournalLine) -> None:
        """Check a record against the game, now or at the next question. Raises BadLine."""
        play, state = self.play, freeze(self.play.game)
        if decoded(entry["state"]) != difference(self.recorded.state, state):
            play.reach()
            state = freeze(play.game)
        wrong = told_otherwise(entry, self.recorded, state, play.log[: play.game.logged], play.turns)
        if not wrong and entry.get("waiting", []) != waiting_in(play.spoken):
            wrong = "the list of waiting orders in own words"
        if wrong:
            raise BadLine(f"{wrong} differs from what is written down")
        self.recorded = Point(state, int(play.game.logged), int(play.game.turn))

    # --- points to go back to ----------------------------------------------------------------------------

    def point(self, n: int = 0) -> Checkpoint:
        """Return a checkpoint of the game after line n; by default the last line that counts."""
        return self.play.point(n or self.journal.counted[-1].n)

    def keep_point(self, n: int = 0) -> None:
        """Keep a checkpoint; each act ends at one."""
        n = n or (self.times[-1][0] if self.times else 1)  # the last line that moved the game
        if not self.checkpoints or self.checkpoints[-1].n < n:
            self.checkpoints.append(self.point(n))

    def restore(self, point: Checkpoint) -> None:
        """Restore a checkpoint; the caller reads the drafts again."""
        self.play.restore(point)
        self.viewers.go_back(int(self.play.game.logged))
        self.checkpoints = [kept for kept in self.checkpoints if kept.n <= point.n]
        self.times = [time for time in self.times if time[0] <= point.n]

    def return_to(self, point: Checkpoint, lines: Iterable[JournalLine]) -> None:
        """Restore a checkpoint and enter the lines after it that count; the game then goes on to the next question."""
        self.forget()
        self.restore(point)
        self.recorded = Point(point.state, int(self.play.game.logged), int(self.play.game.turn))
        self.replay(lines)
        self.play.reach()


def alike(one: np.ndarray, other: np.ndarray) -> int:
    """Return the number of equal lines at the beginning of two logs; the other is at least as long."""
    differ = np.flatnonzero(one != other[: len(one)])
    return int(differ[0]) if len(differ) else len(one)


def not_entered(error: Exception) -> str:
    """Return a sentence why an act was not entered: a text that no line can hold, or a fault of the program."""
    if type(error) is BadLine:
        return f"this was not entered ({error}); write it in another way"
    told = f"{type(error).__name__}: {error}"
    return f"this cannot be carried out and told ({told}), so nothing was entered; please report it"
