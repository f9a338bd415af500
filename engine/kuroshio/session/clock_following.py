"""The clock of the room follows the phase of the game: when another thing is asked, the clock has the minutes for that.

It follows while it runs, in a step of a turn or in a crisis. Control may start, pause, extend and end it as ever; a clock that is
paused or ended stays so. Nothing that goes back moves it, and an undo takes
back with an act what the clock has followed.
"""

from __future__ import annotations

from contextlib import suppress

from attrs import frozen

from kuroshio.kernel.state import codes
from kuroshio.model.timetable import CRISIS, CRISIS_PHASES, STEPS
from kuroshio.session.journal.journal_writer import NotKept
from kuroshio.session.keeper import Keeper
from kuroshio.session.live_game import LiveGame
from kuroshio.session.refusal import Refused
from kuroshio.session.room_clock import START, RoomClock

OPENING, _, DEBRIEF = CRISIS_PHASES
NEWS, REVEAL, RESPOND, RULE, REPORT = "news", "reveal", "respond", "rule", "report"
RULED_IN = (codes.PLANNING, codes.COERCION)  # phases of the game whose acts are ruled on as they are revealed
ASKED_IN = {
    codes.ASK_ORDER: NEWS, codes.ASK_RESPOND: RESPOND, codes.ASK_PROCEED: RULE, codes.ASK_ROLE: OPENING,
    codes.ASK_CRISIS: CRISIS,
}  # fmt: skip


@frozen
class RoomPlace:
    """Where the game stands, as the room counts. phase: of the room, empty where it says nothing; part: the round of a crisis."""

    turn: int
    phase: str
    part: int = 0


def place_of(play: LiveGame) -> RoomPlace:
    """Return where a game stands for the room: the step of a turn in which what it asks for now is done."""
    game, turn = play.game, int(play.game.turn)
    if play.over:
        return RoomPlace(turn, "")
    if play.awaits_ruling():
        return RoomPlace(turn, REVEAL if game.phase in RULED_IN else RULE)
    if game.asking == codes.ASK_GATE:
        return RoomPlace(turn, RESPOND if game.phase == codes.RESPONSE else "")
    phase = ASKED_IN.get(int(game.asking), "")
    return RoomPlace(turn, phase, int(game.round_no) + 1 if phase == CRISIS else 0)


class ClockFollowing:
    """Moves the clock of the room when the game has moved on."""

    def __init__(self, play: LiveGame, keeper: Keeper, clock: RoomClock):
        self.play, self.keeper, self.clock = play, keeper, clock
        self.place: RoomPlace | None = None

    def settle(self) -> None:
        """Take the place where the game stands as known, and move nothing."""
        self.place = place_of(self.play)

    def follow(self, back: bool = False) -> None:
        """After an act: start what the game has come to. back: the act went back, so that the clock stays as it is."""
        before, self.place = self.place, place_of(self.play)
        phase = self._next(before, self.place) if before and not back else ""
        if phase and self.clock.timetable.minutes(phase):
            with suppress(Refused, NotKept):  # the act itself is kept; a clock that cannot be written stays as it is
                self.clock.set(phase, START, follows=True)

    def _next(self, before: RoomPlace, now: RoomPlace) -> str:
        """Return the phase of the room that begins; empty if none does."""
        clock = self.clock.now()
        if before == now or clock is None or not clock.ends or clock.phase not in (*STEPS, *CRISIS_PHASES):
            return ""
        if before.phase in (OPENING, CRISIS) and now.phase not in (OPENING, CRISIS):
            return DEBRIEF
        if now.turn > before.turn:
            return "" if clock.phase == REPORT else REPORT if self.clock.timetable.minutes(REPORT) else NEWS
        if now.phase in (OPENING, CRISIS):
            return now.phase
        at = (
            -1 if clock.phase == REPORT else STEPS.index(clock.phase) if clock.phase in STEPS else len(STEPS)
        )  # of the turn before
        onwards = now.phase in STEPS and STEPS.index(now.phase) > at
        return now.phase if onwards else ""
