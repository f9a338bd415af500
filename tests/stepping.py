"""A game stepped from Python, one verb at a time, as a table in a room would be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from kuroshio.kernel.commit import commit
from kuroshio.kernel.legal_orders import legal_orders
from kuroshio.kernel.state.codes import ASK_ORDER, MECHANISMS, QUESTIONS
from kuroshio.kernel.state.records import ORDER, blank
from kuroshio.kernel.stepping import ASKED, OVER, advance, new_game
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.kernel.view import view
from kuroshio.model.board import Board
from kuroshio.model.ruleset import Ruleset
from kuroshio.model.scenario import ScenarioFile
from kuroshio.players.doctrine_tables import Playbook, compile_playbook, seat_policies
from kuroshio.players.policy_choice import choose
from kuroshio.players.whole_games import make_memory

Content = tuple[Ruleset, Board, ScenarioFile]
Order = tuple[int, ...]
ORDER_FIELDS = ("actor", "action", "area", "target", "partner", "piece")
LINES = 16384


class Table:
    """One game on its buffers. `game`, `track` and the like look into the same memory throughout."""

    def __init__(self, tables: Tables, playbook: Playbook | None = None, policy: np.ndarray | None = None, lines: int = 0):
        self.tables, self.rules, self.index = tables, tables.rules, tables.index
        self.playbook = compile_playbook(tables) if playbook is None else playbook
        self.policy = seat_policies(tables, self.playbook) if policy is None else policy
        self.memory = make_memory(lines)
        self.games, self.log = self.memory.games, self.memory.log
        self.game = self.games[0]
        self.weighing, self.choice = self.memory.weighing, self.memory.weighing.choice[0]
        self.track = self.games.track[0]
        self.slot = {name: i for i, name in enumerate(tables.slots)}

    # --- the verbs ---------------------------------------------------------------------------------

    def begin(self, seed: int = 1, number: int = 0) -> Table:
        self.log.view(np.uint8)[:] = 0
        new_game(self.rules, self.game, np.uint64(seed), np.int64(number))
        return self

    def advance(self) -> int:
        return int(advance(self.rules, self.game, self.memory.scratch, self.log))

    def view(self, seat: int | None = None) -> np.record:
        seat = int(self.game.seat) if seat is None else seat
        view(self.rules, self.games, np.int64(seat), self.memory.views)
        return self.memory.views[seat]

    def n_legal(self, state: np.record) -> int:
        return int(legal_orders(self.rules, state, self.memory.options))

    def legal(self, state: np.record) -> list[Order]:
        return orders(self.memory.options[: self.n_legal(state)])

    def choose(self, state: np.record, policy: np.ndarray | None = None, luck: int = 1) -> Order:
        """What the policy chooses in this view; it stays in `self.choice`."""
        policy = self.policy if policy is None else policy
        choose(self.rules, self.playbook.record, policy, state, np.uint64(luck), self.memory.options, self.weighing)
        return spelled(self.choice)

    def commit(self, order: Order | np.record) -> None:
        if isinstance(order, tuple):
            order = written(order)
        commit(self.rules, self.game, order, self.log)

    # --- whole stretches ---------------------------------------------------------------------------

    def answer(self) -> None:
        """Let the policy answer what is asked, by the luck of the game."""
        self.choose(self.view(), luck=self.luck())
        self.commit(self.choice)

    def luck(self) -> int:
        with np.errstate(over="ignore"):
            return int(self.game.seed) ^ 0x5EED

    def questions(self) -> Iterator[np.record]:
        """Play to the end; stop at each question, which the policy answers unless the caller has."""
        while (came_to := self.advance()) != OVER:
            if came_to == ASKED:
                yield self.game
                if self.game.asking >= 0:
                    self.answer()

    def play_until(self, wanted: Callable[[np.record], bool]) -> bool:
        """Play to the first question that is wanted and leave it open; False if it never comes."""
        return any(wanted(game) for game in self.questions())

    def plan(self, *planned: dict[str, Any]) -> int:
        """Plan the turn: the orders given, in the words of the content, and nothing else; return what comes after."""
        todo = [self.order(**words) for words in planned]
        while (came_to := self.advance()) == ASKED and self.game.asking == ASK_ORDER:
            seat = int(self.game.seat)
            mine = next((order for order in todo if order[0] == seat), None)
            options = self.legal(self.view())
            if mine is None:
                self.commit(next(order for order in options if self.mechanism(order) == "pass"))
            else:
                todo.remove(mine)
                self.commit(next(order for order in options if order[:5] == mine[:5] and mine[5] in (-1, order[5])))
        assert not todo, f"not asked for: {todo}"
        return came_to

    def answer_all(self, came_to: int, answer: Callable[[str, str], int] = lambda question, faction: 0) -> None:
        """Answer all that is asked to the end of the turn with what `answer` says, a number by question and faction."""
        while came_to == ASKED:
            options = self.legal(self.view())
            wanted = answer(self.asked(), self.faction())
            self.commit(next(order for order in options if order[1] == wanted))
            came_to = self.advance()

    def turn(self, *planned: dict[str, Any], answer: Callable[[str, str], int] = lambda question, faction: 0) -> None:
        """Play one whole turn."""
        self.answer_all(self.plan(*planned), answer)

    def asked(self) -> str:
        return QUESTIONS[self.game.asking]

    def faction(self) -> str:
        """Whose seat is asked."""
        return self.tables.ruleset.factions[int(self.game.seat)].id

    def lines(self, what: int) -> list[np.record]:
        """The lines of one kind in the log."""
        return [line for line in self.log[: self.game.logged] if line.what == what]

    def mechanism(self, order: Order) -> str:
        return MECHANISMS[self.rules.action[order[1]].mechanism]

    # --- names -------------------------------------------------------------------------------------

    def order(self, actor: str, action: str, area: str = "", target: str = "", partner: str = "", piece: str = "") -> Order:
        index = self.index
        return (
            index.factions[actor],
            index.actions[action],
            index.areas[area] if area else -1,
            index.factions[target] if target else -1,
            index.factions[partner] if partner else -1,
            index.pieces[piece] if piece else -1,
        )

    def get(self, slot: str) -> int:
        return int(self.track[self.slot[slot]])

    def set(self, values: dict[str, int]) -> None:
        """Set tracks by the names of their slots."""
        for name, value in values.items():
            self.track[self.slot[name]] = value


def spelled(order: np.record) -> Order:
    """An order as six whole numbers."""
    return tuple(int(number) for number in order.item())


def orders(records: np.ndarray) -> list[Order]:
    """Orders as tuples."""
    return [tuple(order) for order in np.asarray(records).view(np.ndarray).tolist()]


def written(order: Order) -> np.record:
    """An order as a record."""
    record = blank(ORDER)
    record[0] = order
    return record[0]
