"""The complete chronicle of a kept game, including what no seat knew."""

from __future__ import annotations

import numpy as np

from kuroshio.kernel.state import codes
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.kernel.view import cause_of
from kuroshio.picture.chronicle import Chronicle
from kuroshio.picture.ladder_climbs import Seen, last_value, turn_before

NOTHING = int(codes.NONE)


class Witness(Chronicle):
    """The complete chronicle of a game. opening: the tracks at the beginning."""

    def __init__(self, tables: Tables, opening: np.ndarray):
        super().__init__(tables, NOTHING)
        self.opening = opening

    def follow(self, log: np.ndarray, n: int) -> None:
        """Read the log up to line n as if every line were public."""
        shown = log[:n].copy()
        shown["seen"] = codes.EVERYBODY
        for at in range(self.read, n):
            self._turn_to(shown[at])
            super().follow(shown, at + 1)

    def _why_climbed(self, at: int, line: np.record) -> str:
        """Explain a step of a ladder with full knowledge."""
        turn = [Seen(self.log[n], n, cause_of(self.log, n)) for n in turn_before(self.log, at)]
        return self.climbs.why(line, turn, lambda slot: last_value(self.log[:at], slot, int(self.opening[slot])))

    def _turn_to(self, line: np.record) -> None:
        """Take the view of the line's author, who knows all of it; for an inject, of its audience."""
        to_some = line.what == codes.L_INJECT
        self.faction = min(self.audiences[line.subject], default=NOTHING) if to_some else int(line.actor)
