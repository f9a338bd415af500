"""Chooses for seats without people: by a doctrine, or by a player from outside.

A player is asked only for new choices; earlier ones are read from the journal. Whenever the game goes back, players are made
anew, because the old ones have seen what no longer happened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from attrs import frozen

from kuroshio.kernel.legal_orders import legal_orders
from kuroshio.kernel.play_lines import Six, six
from kuroshio.kernel.state.records import ORDER, blank
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.model.capacities import MAX_OPTIONS
from kuroshio.players.doctrine_draw import settled_policies
from kuroshio.players.doctrine_tables import WEIGHING, Playbook, seat_policies
from kuroshio.players.legal_choices import Legal, Names
from kuroshio.players.player import Player, PlayerFault, Source, chosen_place, new_player
from kuroshio.players.player_loading import is_player, load
from kuroshio.players.policy_choice import choose
from kuroshio.players.seat_view import View
from kuroshio.session.journal.journal_format import JournalLine
from kuroshio.session.table_acts import DOCTRINE, PLAYER


@frozen
class Chosen:
    """A choice, and who made it: DOCTRINE or PLAYER. fault: a sentence why a player did not."""

    six: Six
    by: str
    fault: str = ""


class OtherSeats:
    """The doctrines and players of a game. named: policies by seat, from the game's first line.

    sources: the players among them; if a named one is missing, the seat's doctrine decides.
    """

    def __init__(
        self, tables: Tables, playbook: Playbook, named: Iterable[tuple[str, str]], sources: Mapping[str, Source], seed: int
    ):
        self.named = {seat: policy for seat, policy in named if not is_player(policy)}
        self.rules, self.playbook, self.sources, self.seed = tables.rules, playbook, dict(sources), seed
        policy = seat_policies(tables, playbook, self.named.items())
        self.policy = settled_policies(tables, playbook, policy, seed, 0, 1)[0]  # for good, whatever dice the game takes later
        self.names = Names(tables)
        self.options, self.weighing = blank(ORDER, MAX_OPTIONS), blank(WEIGHING)[0]
        self.players: dict[str, Player] = {}
        self.failed: dict[str, str] = {}  # by seat, the reason why its player is no longer asked

    def choose(self, state: np.record, luck: int, number: int, counted: Iterable[JournalLine]) -> Chosen:
        """Return the choice of the asked seat. state: its view; luck: of its doctrine's dice; number: of the game's dice
        sequence; counted: the lines of the journal that count."""
        seat = self.names.factions[int(state.seat)]
        if not self.asks(seat):
            return Chosen(self.by_doctrine(state, luck), DOCTRINE)
        try:
            return Chosen(self._by_player(seat, state, number, counted), PLAYER)
        except PlayerFault as error:
            self.failed[seat] = str(error)
            return Chosen(self.by_doctrine(state, luck), DOCTRINE, str(error))

    def asks(self, seat: str) -> bool:
        """Whether a player decides for a seat."""
        return seat in self.sources and seat not in self.failed

    def by_doctrine(self, state: np.record, luck: int) -> Six:
        """Return the choice of a seat's doctrine, from its view alone."""
        choose(self.rules, self.playbook.record, self.policy, state, np.uint64(luck), self.options, self.weighing)
        return six(self.weighing.choice[0])

    def _by_player(self, seat: str, state: np.record, number: int, counted: Iterable[JournalLine]) -> Six:
        n = int(legal_orders(self.rules, state, self.options))
        seen = View(self.names, state.tobytes(), int(state.seat))
        legal = Legal(seen, self.options[:n].tobytes())
        if seat not in self.players:
            since = sum(entry.kind == "choice" and entry["seat"] == seat for entry in counted)
            self.players[seat] = new_player(self.sources[seat], self.seed, number, seat, since)
        place = chosen_place(self.players[seat], self.sources[seat], seen, legal, number)
        return six(self.options[place])

    def forget(self) -> None:
        """Forget all players after the game has gone back: they are made anew when next asked, also those that have failed."""
        self.players.clear()
        self.failed.clear()

    def close(self) -> None:
        """End all players."""
        for source in self.sources.values():
            source.end()


def load_players(
    tables: Tables, named: Iterable[tuple[str, str]], people: Iterable[str], loaded: Mapping[str, Source]
) -> dict[str, Source]:
    """Load the players among the policies of a game, except at seats of people. Raises PlayerFault with its seat.

    loaded: those that are loaded already.
    """
    sources: dict[str, Source] = {}
    for seat, policy in named:
        if is_player(policy) and seat not in people:
            sources[seat] = loaded.get(seat) or _ready(tables, seat, policy)
    return sources


def _ready(tables: Tables, seat: str, policy: str) -> Source:
    try:
        source = load(policy)
        source.prepare(tables, seat)
    except PlayerFault as error:
        raise PlayerFault(f"{seat}: {error}; name another player, or a doctrine, by --policy {seat}=...") from None
    return source
