"""Dice after going back: they are rolled anew, unless control keeps the same ones (rule 4.3).

The kernel's dice depend on the seed and a number: 0 from the beginning of a game, another each time the game goes back over
dice. A journal line holds that number and is repeated like any other, so a kept game comes to the same dice again. A game
without such lines, from an older version, keeps its dice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from attrs import frozen

from kuroshio.session.journal.journal_format import JournalLine
from kuroshio.session.journal.line_kinds import WHEN, one_of, register, whole
from kuroshio.session.keeper import Keeper
from kuroshio.session.live_game import LiveGame
from kuroshio.session.pending_rulings import PendingRulings

FRESH, SAME = DICE_AGAIN = ("fresh", "same")

# Dice after going back: rolled anew, or the same; number: of the game's dice sequence, 0 from its beginning.
register("luck", {**WHEN, "dice": one_of(*DICE_AGAIN), "number": whole(0)}, moves=True)


@frozen
class Shown:
    """How far a game has shown its dice. throw: the last log line with dice, or -1; open: whether some lie before the umpire."""

    turn: int
    place: int
    throw: int
    open: bool


class DiceAgain:
    """Knows how far a game has shown its dice, and rolls them anew if it goes back over some."""

    def __init__(self, play: LiveGame, keeper: Keeper, pending_rulings: PendingRulings):
        self.play, self.keeper, self.pending_rulings = play, keeper, pending_rulings
        keeper.takes("luck", lambda entry: self._take(entry.fields), self._wrong, asked=True)

    def shown(self) -> Shown:
        """How far the game has shown its dice."""
        game = self.play.game
        thrown = np.flatnonzero(self.play.log["die_1"][: int(game.logged)])
        before = self.pending_rulings.docket()
        dice_up = before is not None and before.odds is not None and not before.down
        return Shown(int(game.turn), int(game.place), int(thrown[-1]) if len(thrown) else -1, dice_up)

    def is_back_over(self, shown: Shown, dropped: Sequence[JournalLine]) -> bool:
        """Whether the game, which has gone back, has gone back over dice. dropped: the lines taken back.

        Dice also decide what is not told, such as that an event does not happen: going back over the end of a phase counts too.
        """
        game = self.play.game
        moved = (shown.turn, shown.place) != (int(game.turn), int(game.place))
        ruled = any(entry.kind == "luck" or (entry.kind == "ruling" and entry["number"]) for entry in dropped)
        return moved or ruled or shown.open or shown.throw >= int(game.logged)

    def throw_again(self, same: bool, dropped: Sequence[JournalLine]) -> None:
        """Within an act: choose the dice from here on, the former ones or new ones, and write that down."""
        if same:
            first = dropped[0] if dropped and dropped[0].kind == "luck" else None
            number = int(first["number"]) if first else self.play.luck
        else:
            thrown = (int(entry["number"]) for entry in self.keeper.journal.entries if entry.kind == "luck")
            number = 1 + max(thrown, default=0)
        fields = {"dice": SAME if same else FRESH, "number": number}
        self.keeper.record("luck", **fields)
        self._take(fields)

    def _take(self, fields: Mapping[str, Any]) -> None:
        """Enter a line about the dice: the game takes the dice of its number, and everybody is told."""
        self.play.take_luck(int(fields["number"]), fresh=fields["dice"] == FRESH)

    def _wrong(self, fields: Mapping[str, Any]) -> str:
        """Say why the dice cannot have been chosen in this way; empty if they can."""
        if fields["dice"] == FRESH and fields["number"] <= self.play.luck:
            return f"new dice of number {fields['number']}, after number {self.play.luck}"
        return ""
