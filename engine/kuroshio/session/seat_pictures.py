"""The pictures of a game: what each seat of people, or the public, may see now."""

from __future__ import annotations

import numpy as np
from attrs import evolve

from kuroshio.kernel.state import codes
from kuroshio.picture.picture import Picture, QuestionPicture
from kuroshio.session.deciders import Deciders
from kuroshio.session.early_end import EarlyEnd
from kuroshio.session.live_game import LiveGame
from kuroshio.session.notes import Notes
from kuroshio.session.odds_drift import OddsDrift
from kuroshio.session.plans import Plans
from kuroshio.session.room_clock import RoomClock
from kuroshio.session.signing_curtain import Curtain


class SeatPictures:
    """Makes the picture of a seat from what it may know."""

    def __init__(
        self,
        play: LiveGame,
        deciders: Deciders,
        plans: Plans,
        promises: OddsDrift,
        curtain: Curtain,
        notes: Notes,
        clock: RoomClock,
        ending: EarlyEnd,
    ):
        self.play, self.deciders, self.plans, self.promises = play, deciders, plans, promises
        self.curtain, self.notes, self.clock, self.ending = curtain, notes, clock, ending

    def of(self, seat: str) -> Picture:
        """Return the picture of a seat of people, or of the public (empty)."""
        play, asked = self.play, self.play.asked()
        planning = bool(seat) and self.deciders.may_plan(seat)
        if planning or (seat and self.deciders.may_sign(seat)):
            asked = seat
        state, question = self._seen(seat, planning, asked) if seat else (play.public(), None)
        picture = play.maker.picture(
            state,
            seat,
            opening=play.opening,
            past=play.as_turns_began(),
            news=tuple(self.promises.beside(seat, play.chronicles[seat].beats)),
            asked=asked if state.asking != codes.NONE else "",  # others may not know who is asked to sign
            over=play.over,
            question=question,
            draft=tuple(self.plans.drafted(seat)) if planning else (),
            rounds=self._rounds(seat),
            results=self.ending.results(whole=bool(seat)) if play.over else (),
        )
        judged = self.ending.judged() if self.ending.stopped() else None
        return evolve(
            picture,
            clock=self.clock.shown(),
            planners=self.deciders.planners(),
            expected=self.notes.expected(seat) if seat else (),
            judged=judged.told() if judged else "",
        )

    def _seen(self, seat: str, planning: bool, asked: str) -> tuple[np.record, QuestionPicture | None]:
        """Return the view of a seat and its present question."""
        play = self.play
        deciding = planning or (asked == seat and play.game.asking != codes.ASK_ORDER)
        with self.deciders.called_on(seat if deciding else ""):
            state = self.plans.with_drafts(seat) if planning else play.view(play.tables.index.factions[seat])
        question = play.question_maker.question(state) if deciding else self.curtain.nothing_to_sign(seat)
        if planning and question and play.game.umpired:
            question = evolve(question, own_words=True)
        return state, question

    def _rounds(self, seat: str) -> list[str]:
        """Return the choices in the past rounds of this turn's crisis."""
        told, turn = self.play.chronicles[seat].beats, self.play.turn
        return [beat.title for beat in told if beat.kind == "crisis" and beat.turn == turn and beat.title.startswith("Round")]
