"""The chronicle of all that happened in a kept game, whoever might know it."""

from __future__ import annotations

import numpy as np

from kuroshio.kernel.state import codes
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.kernel.view import cause_of
from kuroshio.picture.chronicle import Chronicle
from kuroshio.picture.ladder_climbs import Seen, last_value, turn_before

NOTHING = int(codes.NONE)


class Witness(Chronicle):
    """The chronicle of all that happened, whoever might know it. opening: the tracks as the game began."""

    def __init__(self, tables: Tables, opening: np.ndarray):
        super().__init__(tables, NOTHING)
        self.opening = opening

    def follow(self, log: np.ndarray, n: int) -> None:
        """Read on to line n of the log, every line as if all might see it."""
        shown = log[:n].copy()
        shown["seen"] = codes.EVERYBODY
        for at in range(self.read, n):
            self._turn_to(shown[at])
            super().follow(shown, at + 1)

    def _why_climbed(self, at: int, line: np.record) -> str:
        """Of a step of a ladder all is known."""
        turn = [Seen(self.log[n], n, cause_of(self.log, n)) for n in turn_before(self.log, at)]
        return self.climbs.why(line, turn, lambda slot: last_value(self.log[:at], slot, int(self.opening[slot])))

    def _turn_to(self, line: np.record) -> None:
        """Who did a thing knows all of it; an inject is known to those it speaks to."""
        to_some = line.what == codes.L_INJECT
        self.faction = min(self.audiences[line.subject], default=NOTHING) if to_some else int(line.actor)
