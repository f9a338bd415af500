"""Who sits at the machine: seats come and go, each sees its own picture, and what has happened since it was last there."""

from __future__ import annotations

from attrs import evolve

from kuroshio.picture.chronicle import since
from kuroshio.picture.picture import Beat, Picture
from kuroshio.session.control_overview import ControlOverview
from kuroshio.session.deciders import Deciders
from kuroshio.session.live_game import EVERYBODY, LiveGame
from kuroshio.session.rulings import UMPIRE
from kuroshio.session.seat_pictures import SeatPictures
from kuroshio.session.shown_odds import ShownOdds
from kuroshio.session.signing import Curtain
from kuroshio.session.umpire import Umpire
from kuroshio.session.viewers import Viewers


class Seats:
    """Lets seats look, one at a time. at_console: whether the umpire looks of its own accord, and stays."""

    def __init__(
        self,
        play: LiveGame,
        viewers: Viewers,
        deciders: Deciders,
        curtain: Curtain,
        umpire: Umpire,
        pictures: SeatPictures,
        promises: ShownOdds,
        overview: ControlOverview,
    ):
        self.play, self.viewers, self.deciders, self.curtain, self.umpire = play, viewers, deciders, curtain, umpire
        self.pictures, self.promises, self.overview = pictures, promises, overview
        self.at_console = False

    def reveal(self, seat: str) -> None:
        """The people of a seat are at the machine, and nobody else looks; nobody (empty): it is left to the next.

        A seat that has orders to commit may come before its turn of asking. An umpire who comes of its own accord stays.
        """
        sits = seat in self.viewers.people or (seat == UMPIRE and self.umpire.sits())
        self.viewers.viewer = seat if sits else EVERYBODY
        if self.viewers.viewer == UMPIRE:
            self.at_console = self.at_console or not self.play.awaits_ruling()
        elif not seat:
            self.at_console = False  # a seat's line that the umpire types does not send it away

    def look_away(self) -> None:
        """After an act whoever may not look any longer looks away."""
        if self.viewers.viewer and not self._may_stay():
            self.viewers.viewer = EVERYBODY

    def _may_stay(self) -> bool:
        """Whether whoever looks may go on looking: it is asked, or nobody else ever comes to this machine."""
        viewer = self.viewers.viewer
        if viewer == UMPIRE:
            return self.play.awaits_ruling() or self.at_console
        if self.deciders.may_plan(viewer) or (self.curtain.called() or self.play.asked()) == viewer:
            return True
        return len(self.viewers.people) == 1 and not self.umpire.sits()

    def waiting_for(self) -> str:
        """The seat that must come to the machine before the game goes on; empty: whoever looks may go on."""
        viewer = self.viewers.viewer
        if (viewer == UMPIRE and self._may_stay()) or self.deciders.may_plan(viewer):
            return ""
        asked = self.curtain.called() or (UMPIRE if self.play.awaits_ruling() else self.play.asked())
        return asked if asked and asked != viewer else ""

    def picture(self) -> Picture:
        """The picture for whoever may look now."""
        if self.viewers.viewer == UMPIRE:
            everybodys = self.pictures.of(EVERYBODY)
            return evolve(everybodys, question=self.umpire.question(), console=self.overview.console())
        return self.pictures.of(self.viewers.viewer)

    def beats(self) -> tuple[Beat, ...]:
        """What has happened since whoever looks now last looked; asked for once, it counts as told."""
        viewer, told = self.viewers.viewer, self.viewers.shown_up_to
        if viewer == UMPIRE:
            return self.umpire.beats()
        chronicle = self.play.chronicles[viewer]
        fresh = since(chronicle.beats, told[viewer])
        if chronicle.beats:
            told[viewer] = chronicle.beats[-1].number
        return tuple(self.promises.beside(viewer, fresh))
