"""Ends a game before its last turn; aims are then judged by their readings so far (rule 8.4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from attrs import frozen

from kuroshio.kernel.state import codes
from kuroshio.kernel.state.records import GAME, OUTCOME, SCRATCH, blank
from kuroshio.kernel.stepping import outcome
from kuroshio.model.calendar import date_of
from kuroshio.model.scenario import ScenarioFile
from kuroshio.picture.picture import Result
from kuroshio.picture.picture_maker import PictureMaker
from kuroshio.session.journal_format import JournalLine
from kuroshio.session.keeper import Keeper
from kuroshio.session.line_kinds import NAME, WHEN, register
from kuroshio.session.live_game import LiveGame
from kuroshio.session.refusal import OVER, refuse
from kuroshio.session.table_acts import is_done_by_somebody

register("stop", {**WHEN, "by": NAME}, moves=True, control=True)  # the game ends now, and aims are judged

PRACTICE_IS_ON = "This is a practice turn: take it back first with `practice end`."


@frozen(eq=False)
class Judged:
    """The position with which aims are judged. state: the position; turn: the last; phase: the last, or empty after a whole turn.

    early: whether the scenario has more turns than were played; readings: how often it would have read the aims in all.
    """

    state: np.record
    turn: int
    turns: int
    date: str
    phase: str
    early: bool
    readings: int

    @property
    def where(self) -> str:
        """Return the date and the turn of that position."""
        place = f"in turn {self.turn} of {self.turns}, {self.phase}" if self.phase else f"turn {self.turn} of {self.turns}"
        return f"{self.date}, {place}"

    def told(self) -> str:
        """Return a sentence on when aims are judged, and by how many readings, if that is before the end; else empty."""
        made = int(self.state.readings)
        by = f", by {made} of {self.readings} readings" if made else ""
        return f"Judged where the game stopped: {self.where}{by}." if self.early else ""

    @property
    def so_far(self) -> tuple[int, int] | None:
        """Return the turns counted, and all turns; None at the end."""
        return (self.turn, self.turns) if self.early else None

    def results(self, maker: PictureMaker, rules: np.record, whole: bool) -> tuple[Result, ...]:
        """Return each seat's result; with `whole` every condition, and how well it is met."""
        return tuple(maker.results(self.outcome(rules), whole, self.so_far))

    def outcome(self, rules: np.record) -> np.record:
        """Return the game's outcome."""
        result = blank(OUTCOME)
        outcome(rules, self.state, blank(SCRATCH)[0], result[0])
        return result[0]


def judged_at(
    scenario: ScenarioFile, over: bool, game: np.record, turns: Mapping[int, np.record], counted: Iterable[JournalLine]
) -> Judged | None:
    """Return the position on which the aims of a game are judged; None before anybody has acted.

    over: all turns are played; turns: the state at the start of each turn. A turn counts once somebody has acted in it.
    """
    turn, readings = int(game.turn), len(scenario.turns_judged())
    if over:
        last = min(turn, scenario.turns)
        return Judged(game, last, scenario.turns, _date(scenario, last), "", early=False, readings=readings)
    begun = any(entry["turn"] == turn and entry.kind != "stop" for entry in counted if is_done_by_somebody(entry))
    if begun:
        return Judged(game, turn, scenario.turns, _date(scenario, turn), codes.PHASES[game.phase], early=True, readings=readings)
    if turn == 1:
        return None
    return Judged(turns[turn], turn - 1, scenario.turns, _date(scenario, turn - 1), "", early=True, readings=readings)


def _date(scenario: ScenarioFile, turn: int) -> str:
    return date_of(turn, scenario.start, scenario.turn_length)


class EarlyEnd:
    """Ends a game before its last turn, and knows the position on which its aims are judged."""

    def __init__(self, play: LiveGame, keeper: Keeper):
        self.play, self.keeper = play, keeper
        keeper.takes("stop", lambda entry: self._stop(), self._wrong)

    def stop(self, by: str) -> None:
        """End the game now; an undo can take that back. Raises Refused if it cannot end."""
        practises = any(entry.kind == "practice" for entry in self.keeper.journal.counted)
        refuse(self._wrong({"by": by}) or (PRACTICE_IS_ON if practises else ""))
        with self.keeper.whole():
            self.keeper.record("stop", by=by)
            self._stop()

    def stopped(self) -> bool:
        """Whether control has ended the game before its last turn."""
        return self.play.over and any(entry.kind == "stop" for entry in self.keeper.journal.counted)

    def judged(self) -> Judged | None:
        """Return the position on which aims are judged if the game stops now; None before anybody has acted."""
        play = self.play
        kept = {turn: np.frombuffer(state, GAME).view(np.recarray)[0] for turn, state in play.turns.items()}
        ended = bool(play.over and not self.stopped())
        return judged_at(play.tables.scenario, ended, play.game, kept, self.keeper.journal.counted)

    def results(self, whole: bool) -> tuple[Result, ...]:
        """Return each seat's result; with `whole` every condition, and how well it is met."""
        judged = self.judged()
        return judged.results(self.play.maker, self.play.rules, whole) if judged else ()

    def _wrong(self, fields: Mapping[str, Any]) -> str:
        """Say why the game cannot end here; empty if it can."""
        return OVER if self.play.over else ""

    def _stop(self) -> None:
        self.play.over = True
