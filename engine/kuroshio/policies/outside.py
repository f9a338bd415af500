"""Whole games in which some seats are played from outside the kernel, and the rest by their policies."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from attrs import frozen

from kuroshio.kernel.play import new_game
from kuroshio.kernel.records import OUTCOME, TURN, blank
from kuroshio.kernel.tables import Tables
from kuroshio.policies.decisions import play_on
from kuroshio.policies.drive import Workshop
from kuroshio.policies.playbook import OUTSIDE, Playbook
from kuroshio.policies.players import Player, PlayerFault, Source, chosen_place, new_player
from kuroshio.policies.seat_view import Legal, Names, View

NOTHING = np.int64(-1)  # chosen yet


@frozen
class Fault:
    """A player that failed in a study that went on: its seat, the number of the game, the sentence."""

    seat: str
    number: int
    sentence: str


class Buffers:
    """The memory of one thread as arrays: they pass into a compiled verb at a tenth of what single records cost."""

    def __init__(self, tables: Tables, playbook: Playbook, workshop: Workshop):
        self.rules, self.book = _as_array(tables.rules), _as_array(playbook.record)
        self.games, self.views = (np.asarray(part).view(np.ndarray) for part in (workshop.games, workshop.views))
        self.desk, self.mind = _as_array(workshop.desk), _as_array(workshop.mind)
        self.log = np.asarray(workshop.log).view(np.ndarray)
        self.game = workshop.games[0]
        self._seat = self.games["seat"]
        self._views = self.views.view(np.uint8).reshape(len(self.views), -1)
        self._options = self.desk["options"][0].view(np.uint8).reshape(-1)
        self._width = self._options.size // self.desk["options"].shape[1]

    def asked(self) -> int:
        """The row of the faction that is asked."""
        return int(self._seat[0])

    def sight(self, names: Names, n: int) -> tuple[View, Legal]:
        """A copy of what the asked seat sees, and of its n choices."""
        seat = self.asked()
        view = View(names, self._views[seat].tobytes(), seat)
        return view, Legal(view, self._options[: n * self._width].tobytes())


def _as_array(record: np.record) -> np.ndarray:
    """An array of one row over the memory of a record."""
    return np.asarray(record).reshape(1).view(np.ndarray)


class Table:
    """One game after another at a table where some seats are played from outside.

    sources: the players by faction id; fallback: who plays on where one fails, i4 by faction as in `play_games`, or None
    to have the fault raised.
    """

    def __init__(
        self,
        tables: Tables,
        playbook: Playbook,
        policy: np.ndarray,
        sources: Mapping[str, Source],
        workshop: Workshop,
        fallback: np.ndarray | None = None,
    ):
        self.tables, self.sources, self.fallback = tables, sources, fallback
        self.names, self.buffers = Names(tables), Buffers(tables, playbook, workshop)
        self.policy = policy.copy()
        self.rows = {tables.index.factions[seat]: seat for seat in sources}
        self.policy[list(self.rows)] = OUTSIDE
        self.faults: list[Fault] = []

    def play(self, seed: int, number: int, result: np.ndarray, rows: np.ndarray) -> None:
        """Play one game to its end: its outcome into result (1), its measures into rows (turns). Raises PlayerFault."""
        b, policy = self.buffers, self.policy.copy()
        players = {row: new_player(self.sources[seat], seed, number, seat) for row, seat in self.rows.items()}
        new_game(b.rules[0], b.game, np.uint64(seed), np.int64(number))
        chosen = NOTHING
        while n := play_on(b.rules, b.book, policy, b.games, b.views, b.desk, b.mind, b.log, chosen, result, rows):
            seat = b.asked()
            chosen = self.choice_of(seat, players[seat], number, n)
            if chosen < 0 and self.fallback is not None:
                policy[seat] = self.fallback[seat]  # for the rest of this game

    def choice_of(self, seat: int, player: Player, number: int, n: int) -> np.int64:
        """What the player of a seat chooses; NOTHING where it failed and another plays on. Raises PlayerFault."""
        view, legal = self.buffers.sight(self.names, n)
        try:
            return np.int64(chosen_place(player, self.sources[self.rows[seat]], view, legal, number))
        except PlayerFault as error:
            if self.fallback is None:
                raise
            self.faults.append(Fault(self.rows[seat], number, str(error)))
            return NOTHING


def play_outside(table: Table, seed: int, first: int, n: int) -> tuple[np.recarray, np.recarray]:
    """Play games first to first + n - 1 of a seed, as `play_block` does. Raises PlayerFault."""
    results = blank(OUTCOME, n)
    rows = blank(TURN, n * int(table.tables.rules.n_turns)).reshape(n, -1)
    with np.errstate(over="ignore"):
        for i in range(n):
            table.play(seed, first + i, np.asarray(results[i : i + 1]).view(np.ndarray), np.asarray(rows[i]).view(np.ndarray))
    return results, rows.view(np.recarray)
