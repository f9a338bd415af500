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

from kuroshio.kernel import words
from kuroshio.kernel.effects import write
from kuroshio.kernel.play import new_game
from kuroshio.kernel.records import GAME, ORDER, blank
from kuroshio.session.entries import Entry
from kuroshio.session.kinds import DICE_AGAIN
from kuroshio.session.table import Table

FRESH, SAME = DICE_AGAIN


@frozen
class Shown:
    """How far a game has shown its dice. throw: the last line of the log with any, or -1; open: some lie before the umpire."""

    turn: int
    place: int
    throw: int
    open: bool


class Lucky(Table):
    """The part of a session that has its luck. luck: its number, see above."""

    seed: int
    luck: int

    def shown(self) -> Shown:
        """How far the game has shown its dice."""
        thrown = np.flatnonzero(self.log["die_1"][: int(self.game.logged)])
        before = self.docket()
        dice_up = before is not None and before.odds is not None and not before.down
        return Shown(int(self.game.turn), int(self.game.place), int(thrown[-1]) if len(thrown) else -1, dice_up)

    def _is_back_over(self, shown: Shown, dropped: Sequence[Entry]) -> bool:
        """Whether the game, which stands where it went back to, has gone back over dice. dropped: what was taken back.

        From phase to phase dice decide more than is told, such as that an event does not come: to leave one is to go over them.
        """
        moved = (shown.turn, shown.place) != (int(self.game.turn), int(self.game.place))
        ruled = any(entry.kind == "luck" or (entry.kind == "ruling" and entry["number"]) for entry in dropped)
        return moved or ruled or shown.open or shown.throw >= int(self.game.logged)

    def _throw_again(self, same: bool, dropped: Sequence[Entry]) -> None:
        """Write down which dice fall from here on, and take them: those that fell from here the last time, or fresh ones."""
        if same:
            first = dropped[0] if dropped and dropped[0].kind == "luck" else None
            number = int(first["number"]) if first else self.luck
        else:
            number = 1 + max((int(entry["number"]) for entry in self.journal.entries if entry.kind == "luck"), default=0)
        fields = {"phase": self._phase(), "dice": SAME if same else FRESH, "number": number}
        self._record("luck", **fields)
        self._take_luck(fields)

    def _take_luck(self, fields: Mapping[str, Any]) -> None:
        """Enter a line about the dice: the game's luck is that of its number, and everybody is told."""
        self.luck = int(fields["number"])
        other = blank(GAME)
        new_game(self.rules, other[0], np.uint64(self.seed), np.int64(self.luck))
        self.game.seed = other[0].seed
        order = blank(ORDER)
        order[0] = (words.NONE,) * 6
        line = getattr(write, "py_func", write)  # compiled only into the kernel
        fresh = np.int32(fields["dice"] == FRESH)
        line(self.game, self.log, words.L_LUCK, words.EVERYBODY, order[0], np.int32(words.NONE), fresh)

    def _luck_wrong(self, fields: Mapping[str, Any]) -> str:
        """Why the dice cannot have been thrown so; empty where they can."""
        if fields["dice"] == FRESH and fields["number"] <= self.luck:
            return f"fresh dice of number {fields['number']}, where {self.luck} has been thrown"
        return ""
