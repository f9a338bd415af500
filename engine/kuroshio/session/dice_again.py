"""Dice that the game has gone back over: thrown anew, unless control says that the same ones fall again (rule 4.3).

The kernel takes its luck from outside, as the seed and a number: 0 from the beginning of a game, another after each going back
over dice. The line that says so counts and is repeated like any other, so a kept game comes to the same dice again; a game
without such lines, as older versions wrote them, keeps the dice that it had.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from attrs import frozen

from kuroshio.session.dockets import Dockets
from kuroshio.session.journal_entries import Entry
from kuroshio.session.keeper import Keeper
from kuroshio.session.line_kinds import WHEN, one_of, register, whole
from kuroshio.session.live_game import LiveGame

FRESH, SAME = DICE_AGAIN = ("fresh", "same")

# Dice that were gone back over: thrown anew, or the same; the luck of the game by its number, 0 from its beginning.
register("luck", {**WHEN, "dice": one_of(*DICE_AGAIN), "number": whole(0)}, moves=True)


@frozen
class Shown:
    """How far a game has shown its dice. throw: the last line of the log with any, or -1; open: some lie before the umpire."""

    turn: int
    place: int
    throw: int
    open: bool


class DiceAgain:
    """Knows how far a game has shown its dice, and throws them anew where it has gone back over some."""

    def __init__(self, play: LiveGame, keeper: Keeper, dockets: Dockets):
        self.play, self.keeper, self.dockets = play, keeper, dockets
        keeper.takes("luck", lambda entry: self._take(entry.fields), self._wrong, asked=True)

    def shown(self) -> Shown:
        """How far the game has shown its dice."""
        game = self.play.game
        thrown = np.flatnonzero(self.play.log["die_1"][: int(game.logged)])
        before = self.dockets.docket()
        dice_up = before is not None and before.odds is not None and not before.down
        return Shown(int(game.turn), int(game.place), int(thrown[-1]) if len(thrown) else -1, dice_up)

    def is_back_over(self, shown: Shown, dropped: Sequence[Entry]) -> bool:
        """Whether the game, which stands where it went back to, has gone back over dice. dropped: what was taken back.

        From phase to phase dice decide more than is told, such as that an event does not come: to leave one is to go over them.
        """
        game = self.play.game
        moved = (shown.turn, shown.place) != (int(game.turn), int(game.place))
        ruled = any(entry.kind == "luck" or (entry.kind == "ruling" and entry["number"]) for entry in dropped)
        return moved or ruled or shown.open or shown.throw >= int(game.logged)

    def throw_again(self, same: bool, dropped: Sequence[Entry]) -> None:
        """Within an act: write down which dice fall from here on, and take them: those that fell here last, or fresh ones."""
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
        """Enter a line about the dice: the game's luck is that of its number, and everybody is told."""
        self.play.take_luck(int(fields["number"]), fresh=fields["dice"] == FRESH)

    def _wrong(self, fields: Mapping[str, Any]) -> str:
        """Why the dice cannot have been thrown so; empty where they can."""
        if fields["dice"] == FRESH and fields["number"] <= self.play.luck:
            return f"fresh dice of number {fields['number']}, where {self.play.luck} has been thrown"
        return ""
