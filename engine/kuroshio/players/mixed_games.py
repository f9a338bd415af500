"""Whole games in which some seats are played from outside the kernel, and the rest by their policies."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from attrs import frozen

from kuroshio.kernel.state.records import ORDER, OUTCOME, TURN, blank
from kuroshio.kernel.stepping import new_game
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.model.capacities import MAX_FACTIONS, MAX_OPTIONS
from kuroshio.players.compiled_calls import nobody
from kuroshio.players.compiled_players import FunctionSource
from kuroshio.players.doctrine_tables import COMPILED, OUTSIDE, Playbook
from kuroshio.players.legal_choices import Legal, Names
from kuroshio.players.play_to_decision import play_on
from kuroshio.players.player import Player, PlayerFault, Source, chosen_place, new_player, player_key
from kuroshio.players.seat_view import View
from kuroshio.players.whole_games import Memory

NOTHING = np.int64(-1)  # chosen yet


@frozen
class FailedPlayer:
    """A player that failed in a study that continued: its seat, the number of the game, the sentence."""

    seat: str
    number: int
    sentence: str


class Buffers:
    """The memory of one thread as arrays: passing them to a compiled verb costs a tenth of passing single records."""

    def __init__(self, tables: Tables, playbook: Playbook, memory: Memory):
        self.rules, self.book = _as_array(tables.rules), _as_array(playbook.record)
        self.games, self.views = (np.asarray(part).view(np.ndarray) for part in (memory.games, memory.views))
        self.scratch, self.weighing = _as_array(memory.scratch), _as_array(memory.weighing)
        self.log = np.asarray(memory.log).view(np.ndarray)
        self.game = memory.games[0]
        self.hand, self.players, self.keys = np.zeros(MAX_OPTIONS, ORDER), nobody(), np.zeros(MAX_FACTIONS, np.uint64)
        self._seat = self.games["seat"]
        self._views = self.views.view(np.uint8).reshape(len(self.views), -1)
        self._options = self.scratch["options"][0].view(np.uint8).reshape(-1)
        self._width = self._options.size // self.scratch["options"].shape[1]

    def play_on(self, policy: np.ndarray, chosen: np.int64, result: np.ndarray, rows: np.ndarray) -> int:
        """Enter a choice and play on to the next, by the verb `play_on`."""
        return int(
            play_on(
                self.rules, self.book, policy, self.games, self.views, self.scratch, self.weighing, self.log, chosen, result,
                rows, self.hand, self.players, self.keys,
            )
        )  # fmt: skip

    def asked(self) -> int:
        """Return the row of the faction that is asked."""
        return int(self._seat[0])

    def sight(self, names: Names, n: int) -> tuple[View, Legal]:
        """Copy the view of the asked seat and its n choices."""
        seat = self.asked()
        view = View(names, self._views[seat].tobytes(), seat)
        return view, Legal(view, self._options[: n * self._width].tobytes())


def _as_array(record: np.record) -> np.ndarray:
    """Return an array of one row that shares a record's memory."""
    return np.asarray(record).reshape(1).view(np.ndarray)


class MixedGames:
    """Games, one after another, in which some seats are played from outside.

    sources: the players by faction id; fallback: the policy that replaces a player that fails, i4 by faction as in
    `play_games`; None: the fault is raised.
    """

    def __init__(
        self,
        tables: Tables,
        playbook: Playbook,
        policy: np.ndarray,
        sources: Mapping[str, Source],
        memory: Memory,
        fallback: np.ndarray | None = None,
    ):
        self.tables, self.sources, self.fallback = tables, sources, fallback
        self.names, self.buffers = Names(tables), Buffers(tables, playbook, memory)
        self.policy = policy.copy()
        self.rows = {tables.index.factions[seat]: seat for seat in sources}
        self.faults: list[FailedPlayer] = []
        for row, seat in self.rows.items():
            source = sources[seat]
            self.policy[row] = COMPILED if isinstance(source, FunctionSource) else OUTSIDE
            if isinstance(source, FunctionSource):
                self.buffers.players[row] = source.callee(tables).entry

    def play(self, seed: int, number: int, result: np.ndarray, rows: np.ndarray) -> None:
        """Play one game to its end; write its outcome into result (1), its measures into rows (turns). Raises PlayerFault."""
        b, policy = self.buffers, self.policy.copy()
        players: dict[int, Player] = {}
        for row, seat in self.rows.items():
            if policy[row] == COMPILED:
                b.keys[row] = player_key(seed, number, seat)
            else:
                self._seated(players, row, policy, seed, number)
        new_game(b.rules[0], b.game, np.uint64(seed), np.int64(number))
        chosen = NOTHING
        while n := b.play_on(policy, chosen, result, rows):
            row, n = b.asked(), n if n > 0 else int(b.weighing["legal"][0])
            if row not in players:  # a compiled player has failed: Python asks it again, for the reason
                self._seated(players, row, policy, seed, number)
            chosen = self.choice_of(row, players[row], number, n) if row in players else NOTHING
            if chosen < 0 and self.fallback is not None:
                policy[row] = self.fallback[row]  # for the rest of this game

    def _seated(self, players: dict[int, Player], row: int, policy: np.ndarray, seed: int, number: int) -> None:
        """Make the player of a seat, or put its fallback there if that fails. Raises PlayerFault without a fallback."""
        try:
            players[row] = new_player(self.sources[self.rows[row]], seed, number, self.rows[row])
        except PlayerFault as error:
            self._stand_in(row, number, error)
            policy[row] = self.fallback[row] if self.fallback is not None else OUTSIDE

    def choice_of(self, row: int, player: Player, number: int, n: int) -> np.int64:
        """Return the choice of a seat's player; NOTHING if it failed and the fallback plays on. Raises PlayerFault."""
        view, legal = self.buffers.sight(self.names, n)
        try:
            return np.int64(chosen_place(player, self.sources[self.rows[row]], view, legal, number))
        except PlayerFault as error:
            self._stand_in(row, number, error)
            return NOTHING

    def _stand_in(self, row: int, number: int, error: PlayerFault) -> None:
        """Note a player's fault and put the fallback at its seat. Raises the fault without a fallback."""
        if self.fallback is None:
            raise error
        self.faults.append(FailedPlayer(self.rows[row], number, str(error)))


def play_outside(table: MixedGames, seed: int, first: int, n: int) -> tuple[np.recarray, np.recarray]:
    """Play games first to first + n - 1 of a seed, as `play_block` does. Raises PlayerFault."""
    results = blank(OUTCOME, n)
    rows = blank(TURN, n * int(table.tables.rules.n_turns)).reshape(n, -1)
    with np.errstate(over="ignore"):
        for i in range(n):
            table.play(seed, first + i, np.asarray(results[i : i + 1]).view(np.ndarray), np.asarray(rows[i]).view(np.ndarray))
    return results, rows.view(np.recarray)
