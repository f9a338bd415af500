"""Who decides next at a table, and who may decide before being asked: orders and signatures may come in any sequence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from kuroshio.kernel.mechanics.signatures import call_to_sign
from kuroshio.kernel.phases.planning import call_on
from kuroshio.kernel.state import codes
from kuroshio.session.live_game import LiveGame


class Deciders:
    """The seats of people. Orders are secret until all are in, so their sequence makes no difference (rule 2.2)."""

    def __init__(self, play: LiveGame, people: frozenset[str]):
        self.play, self.sitting = play, people

    @property
    def people(self) -> frozenset[str]:
        """The seats that people decide for now: not those whose doctrine stands in."""
        return self.sitting - self.play.stood_in

    def asked(self) -> str:
        """Return the seat that decides next, of people or not; empty at the end."""
        return self.play.asked()

    def may_plan(self, seat: str) -> bool:
        """Whether the people of this seat may draft orders now and have not committed them."""
        play = self.play
        if play.over or play.game.asking != codes.ASK_ORDER or seat not in self.people:
            return False
        row = play.tables.index.factions[seat]
        faction = play.rules.faction[row]
        return bool(faction.seated and faction.orders > 0 and not play.game.planned[row])

    def planners(self) -> tuple[str, ...]:
        """Return the seats that have not committed their orders yet."""
        seats = [seat for seat in self.play.maker.factions if self.may_plan(seat)]
        return tuple(sorted(seats, key=lambda seat: seat != self.play.asked()))

    def may_sign(self, seat: str) -> bool:
        """Whether the people of this seat may sign now, even if another is asked first."""
        return seat in self.people and self.play.game.asking == codes.ASK_SIGN and self.play.unsigned(seat)

    def call_on(self, seat: str) -> None:
        """Ask this seat next, for its orders if it has any to give, or for a signature if one is needed.

        This lasts only while a choice of the seat is entered: the seat called on is not part of the position.
        """
        play, rows = self.play, self.play.tables.index.factions
        if self.may_plan(seat):
            call_on(play.game, np.int32(rows[seat]))
        elif play.game.asking == codes.ASK_SIGN and seat and seat != play.asked() and play.unsigned(seat):
            call_to_sign(play.game, np.int32(rows[seat]))

    @contextmanager
    def called_on(self, seat: str) -> Iterator[None]:
        """Give the game as if this seat were asked; afterwards the former seat is asked again."""
        game = self.play.game
        kept = int(game.seat), int(game.subject), int(game.cursor)
        self.call_on(seat)
        try:
            yield
        finally:
            game.seat, game.subject, game.cursor = kept
