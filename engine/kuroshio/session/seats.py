"""The seats at the machine: each comes in turn, and sees its own picture and what has happened since it was last there."""

from __future__ import annotations

from collections.abc import Callable

from attrs import evolve

from kuroshio.picture.chronicle import since
from kuroshio.picture.picture import Beat, Console, Picture
from kuroshio.session.control_overview import ControlOverview
from kuroshio.session.deciders import Deciders
from kuroshio.session.live_game import EVERYBODY, LiveGame
from kuroshio.session.odds_drift import OddsDrift
from kuroshio.session.rulings import UMPIRE
from kuroshio.session.seat_pictures import SeatPictures
from kuroshio.session.signing_curtain import Curtain
from kuroshio.session.umpire import Umpire
from kuroshio.session.viewers import Viewers


class Seats:
    """Sets the viewer, one seat at a time. at_console: whether the umpire has come without being called, and stays."""

    def __init__(
        self,
        play: LiveGame,
        viewers: Viewers,
        deciders: Deciders,
        curtain: Curtain,
        umpire: Umpire,
        pictures: SeatPictures,
        promises: OddsDrift,
        overview: ControlOverview,
    ):
        self.play, self.viewers, self.deciders, self.curtain, self.umpire = play, viewers, deciders, curtain, umpire
        self.pictures, self.promises = pictures, promises
        self.console: Callable[[], Console] = overview.console
        self.at_console = False

    def reveal(self, seat: str) -> None:
        """Make a seat or the umpire the viewer; empty: nobody, until the next one comes.

        A seat with orders to commit may come before it is asked. An umpire who comes without being called stays.
        """
        sits = seat in self.viewers.people or (seat == UMPIRE and self.umpire.sits())
        self.viewers.viewer = seat if sits else EVERYBODY
        if self.viewers.viewer == UMPIRE:
            self.at_console = self.at_console or not self.play.awaits_ruling()
        elif not seat:
            self.at_console = False  # the umpire stays when it types a line for a seat

    def look_away(self) -> None:
        """Remove a viewer that may no longer look, after an act."""
        if self.viewers.viewer and not self._may_stay():
            self.viewers.viewer = EVERYBODY

    def _may_stay(self) -> bool:
        """Whether the viewer may stay: it has something to decide, or nobody else uses this machine."""
        viewer = self.viewers.viewer
        if viewer == UMPIRE:
            return self.play.awaits_ruling() or self.at_console
        if self.deciders.may_plan(viewer) or (self.curtain.called() or self.play.asked()) == viewer:
            return True
        return len(self.viewers.people) == 1 and not self.umpire.sits()

    def waiting_for(self) -> str:
        """Return the seat that must come to the machine before the game goes on; empty if the viewer may go on."""
        viewer = self.viewers.viewer
        if (viewer == UMPIRE and self._may_stay()) or self.deciders.may_plan(viewer):
            return ""
        asked = self.curtain.called() or (UMPIRE if self.play.awaits_ruling() else self.play.asked())
        return asked if asked and asked != viewer else ""

    def picture(self) -> Picture:
        """Return the picture for the viewer."""
        if self.viewers.viewer == UMPIRE:
            everybodys = self.pictures.of(EVERYBODY)
            return evolve(everybodys, question=self.umpire.question(), console=self.console())
        return self.pictures.of(self.viewers.viewer)

    def beats(self) -> tuple[Beat, ...]:
        """Return what has happened since the viewer last looked, and count it as told."""
        viewer, told = self.viewers.viewer, self.viewers.shown_up_to
        if viewer == UMPIRE:
            return self.umpire.beats()
        chronicle = self.play.chronicles[viewer]
        fresh = since(chronicle.beats, told[viewer])
        if chronicle.beats:
            told[viewer] = chronicle.beats[-1].number
        return tuple(self.promises.beside(viewer, fresh))
