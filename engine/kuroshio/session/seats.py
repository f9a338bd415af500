"""Who sits at the machine: seats come and go, each sees its own picture, and what has happened since it was last there."""

from __future__ import annotations

from attrs import evolve

from kuroshio.picture.chronicle import since
from kuroshio.picture.picture import Beat, Picture
from kuroshio.session.control_overview import Overview
from kuroshio.session.deciders import Deciders
from kuroshio.session.live_game import EVERYBODY, Play
from kuroshio.session.rulings import UMPIRE
from kuroshio.session.seat_pictures import Pictures
from kuroshio.session.shown_odds import Promises
from kuroshio.session.signing import Curtain
from kuroshio.session.umpire import Umpire
from kuroshio.session.viewers import Looking


class Seats:
    """Lets seats look, one at a time. at_console: whether the umpire looks of its own accord, and stays."""

    def __init__(
        self,
        play: Play,
        looking: Looking,
        deciders: Deciders,
        curtain: Curtain,
        umpire: Umpire,
        pictures: Pictures,
        promises: Promises,
        overview: Overview,
    ):
        self.play, self.looking, self.deciders, self.curtain, self.umpire = play, looking, deciders, curtain, umpire
        self.pictures, self.promises, self.overview = pictures, promises, overview
        self.at_console = False

    def reveal(self, seat: str) -> None:
        """The people of a seat are at the machine, and nobody else looks; nobody (empty): it is left to the next.

        A seat that has orders to commit may come before its turn of asking. An umpire who comes of its own accord stays.
        """
        sits = seat in self.looking.people or (seat == UMPIRE and self.umpire.sits())
        self.looking.eyes = seat if sits else EVERYBODY
        if self.looking.eyes == UMPIRE:
            self.at_console = self.at_console or not self.play.awaits_ruling()
        elif not seat:
            self.at_console = False  # a seat's line that the umpire types does not send it away

    def look_away(self) -> None:
        """After an act whoever may not look any longer looks away."""
        if self.looking.eyes and not self._may_stay():
            self.looking.eyes = EVERYBODY

    def _may_stay(self) -> bool:
        """Whether whoever looks may go on looking: it is asked, or nobody else ever comes to this machine."""
        eyes = self.looking.eyes
        if eyes == UMPIRE:
            return self.play.awaits_ruling() or self.at_console
        if self.deciders.may_plan(eyes) or (self.curtain.called() or self.play.asked()) == eyes:
            return True
        return len(self.looking.people) == 1 and not self.umpire.sits()

    def waiting_for(self) -> str:
        """The seat that must come to the machine before the game goes on; empty: whoever looks may go on."""
        eyes = self.looking.eyes
        if (eyes == UMPIRE and self._may_stay()) or self.deciders.may_plan(eyes):
            return ""
        asked = self.curtain.called() or (UMPIRE if self.play.awaits_ruling() else self.play.asked())
        return asked if asked and asked != eyes else ""

    def picture(self) -> Picture:
        """The picture for whoever may look now."""
        if self.looking.eyes == UMPIRE:
            everybodys = self.pictures.of(EVERYBODY)
            return evolve(everybodys, question=self.umpire.question(), console=self.overview.console())
        return self.pictures.of(self.looking.eyes)

    def beats(self) -> tuple[Beat, ...]:
        """What has happened since whoever looks now last looked; asked for once, it counts as told."""
        eyes, told = self.looking.eyes, self.looking.told
        if eyes == UMPIRE:
            return self.umpire.beats()
        chronicle = self.play.chronicles[eyes]
        fresh = since(chronicle.beats, told[eyes])
        if chronicle.beats:
            told[eyes] = chronicle.beats[-1].number
        return tuple(self.promises.beside(eyes, fresh))
