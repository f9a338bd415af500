"""Who decides next at a table, and who may decide before being asked: orders and signatures may come in any order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from kuroshio.kernel.phases.planning import call_on, call_to_sign
from kuroshio.kernel.state import codes
from kuroshio.session.live_game import LiveGame


class Deciders:
    """The seats that people take. Orders are secret until all are in, so it makes no difference who is first (rule 2.2)."""

    def __init__(self, play: LiveGame, people: frozenset[str]):
        self.play, self.people = play, people

    def asked(self) -> str:
        """The seat that decides next, whoever takes it; empty at the end."""
        return self.play.asked()

    def may_plan(self, seat: str) -> bool:
        """Whether people of this seat may draft orders now, and have not committed them."""
        play = self.play
        if play.over or play.game.asking != codes.ASK_ORDER or seat not in self.people:
            return False
        row = play.tables.index.factions[seat]
        faction = play.rules.faction[row]
        return bool(faction.seated and faction.orders > 0 and not play.game.planned[row])

    def planners(self) -> tuple[str, ...]:
        """The seats that have not committed their orders yet, whoever is asked first."""
        seats = [seat for seat in self.play.maker.factions if self.may_plan(seat)]
        return tuple(sorted(seats, key=lambda seat: seat != self.play.asked()))

    def may_sign(self, seat: str) -> bool:
        """Whether people of this seat may sign now, whoever is asked first: who that is tells nobody anything."""
        return seat in self.people and self.play.game.asking == codes.ASK_SIGN and self.play.unsigned(seat)

    def call_on(self, seat: str) -> None:
        """Ask this seat for its orders next, if it has any to give, or for its signature, if one is wanted of it.

        Only while a choice of the seat is being entered: who is called on belongs to no position of the game.
        """
        play, rows = self.play, self.play.tables.index.factions
        if self.may_plan(seat):
            call_on(play.game, np.int32(rows[seat]))
        elif play.game.asking == codes.ASK_SIGN and seat and seat != play.asked() and play.unsigned(seat):
            call_to_sign(play.game, np.int32(rows[seat]))

    @contextmanager
    def called_on(self, seat: str) -> Iterator[None]:
        """The game as it is when this seat is asked; afterwards the one is asked again who was."""
        game = self.play.game
        kept = int(game.seat), int(game.subject), int(game.cursor)
        self.call_on(seat)
        try:
            yield
        finally:
            game.seat, game.subject, game.cursor = kept
