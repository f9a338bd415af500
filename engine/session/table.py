"""What the parts of a session share: the game on its buffers, its journal, and the steps that each part takes it through.

`Beside`, `Scheduled` and `Umpired` say what control can do; `Session` says how a step is kept, carried out and told.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from typing import Any

import numpy as np

from engine.kernel import words
from engine.kernel.records import ORDER, blank
from engine.kernel.tables import Tables
from engine.kernel.umpire import amend
from engine.session.journal import Journal


class Table(ABC):
    """A game at a table."""

    tables: Tables
    rules: np.record
    game: np.record
    log: np.recarray
    journal: Journal
    turn: int
    over: bool

    @abstractmethod
    def _whole(self, back: bool = False) -> AbstractContextManager[None]:
        """All of what is done within is kept, or none of it."""

    @abstractmethod
    def _record(self, kind: str, **fields: Any) -> None:
        """Keep a line that moves the game."""

    @abstractmethod
    def _settle(self) -> None:
        """Let everybody know."""

    @abstractmethod
    def advance(self) -> None:
        """Play on to the next decision of a person."""

    @abstractmethod
    def publish(self) -> None:
        """Tell the projector."""

    def _say(self, kind: str, **fields: Any) -> str:
        """Keep a line that does not move the game."""
        with self._whole():
            self.journal.append(kind, turn=self.turn, **fields)
        return ""

    def _phase(self) -> str:
        return words.PHASES[self.game.phase]

    def _set_by_hand(self, effects: Iterable[Mapping[str, Any]]) -> None:
        """Set or move tracks as control says, each within its bounds; who may see a track is told."""
        order = blank(ORDER)
        order[0] = (words.NONE,) * 6
        for effect in effects:
            slot = self.tables.slots.index(effect["track"])
            value = effect["set"] if "set" in effect else int(self.game.track[slot]) + effect["add"]
            amend(self.rules, self.game, order[0], np.int32(slot), np.int32(value), self.log)
