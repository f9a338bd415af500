"""Compiled players: functions that the kernel calls at its own speed; Python can call them as well.

`choose(view, options, n, luck)` returns the place of an option, 0 to n - 1. docs/players.md says what it may read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any

import numpy as np

from kuroshio.kernel.state.records import GAME, ORDER
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.model.likely_names import nearest
from kuroshio.players.choice_dice import luck_of_player
from kuroshio.players.compiled_calls import Callee, NotCompiled
from kuroshio.players.legal_choices import Legal, Order
from kuroshio.players.player import Player, PlayerFault, Source, fault_of
from kuroshio.players.seat_view import View


class Rows:
    """The rows of a scenario by id: `rows.track("world.tension")` is the row of that track in `view.track`.

    Each method raises KeyError on an unknown id.
    """

    def __init__(self, tables: Tables):
        index = tables.index
        self._known: Mapping[str, Mapping[str, int]] = {
            "track": {name: i for i, name in enumerate(tables.slots)},
            "faction": index.factions, "action": index.actions, "area": index.areas, "piece": index.pieces,
            "level": index.levels, "act_class": index.classes, "role": index.roles, "gate": index.gates,
            "project": index.projects, "flashpoint": index.flashpoints,
        }  # fmt: skip

    def __getattr__(self, kind: str) -> Callable[[str], int]:
        if kind.startswith("_") or kind not in self._known:
            raise AttributeError(f"no rows of {kind!r}; {nearest(kind, list(self._known))}")
        return lambda id: self._row(kind, id)

    def _row(self, kind: str, id: str) -> int:
        known = self._known[kind]
        if id not in known:
            raise KeyError(f"no {kind} {id!r}; {nearest(id, list(known))}")
        return known[id]


class FunctionSource(Source):
    """A seat's players, made of a function. by_rows: the function takes `rows` and returns the player for a scenario."""

    def __init__(
        self, name: str, function: Callable[..., Any], by_rows: bool = False, origin: Mapping[str, object] | None = None
    ):
        super().__init__(name, lambda: FunctionPlayer(self, 0), origin)
        self.function, self.by_rows = function, by_rows
        self._made: dict[int, tuple[object, Callee]] = {}  # by the index that its rows come from, which must live as long
        self._making = Lock()

    def callee(self, tables: Tables) -> Callee:
        """Return the function for a scenario, compiled at the first call. Raises PlayerFault."""
        about = tables.index if self.by_rows else self
        with self._making:
            if id(about) not in self._made:
                self._made[id(about)] = (about, self._compiled(tables))
            return self._made[id(about)][1]

    def _compiled(self, tables: Tables) -> Callee:
        function = self.function
        if self.by_rows:
            try:
                function = function(Rows(tables))
            except Exception as error:
                raise fault_of(f"{self.name} cannot be made", error) from error
            if not callable(function):
                raise PlayerFault(f"{self.name} returns {function!r}, which is not a function choose(view, options, n, luck)")
        try:
            return Callee(function)
        except NotCompiled as error:
            raise PlayerFault(f"{self.name}: {error}") from None

    def prepare(self, tables: Tables, seat: str) -> None:
        """Compile it. Raises PlayerFault."""
        self.callee(tables)

    def begin(self, key: int) -> Player:
        """A player for one game."""
        return FunctionPlayer(self, key)


class FunctionPlayer:
    """A compiled player called from Python: at a table of people, in a single game, and to report a fault."""

    def __init__(self, source: FunctionSource, key: int):
        self.source, self.key = source, key

    def choose(self, view: View, legal: Legal) -> Order:
        """Return the function's choice. Raises PlayerFault, and what the function raises."""
        tables = view._names.tables
        callee = self.source.callee(tables)
        with np.errstate(all="ignore"):
            luck = luck_of_player(tables.rules, _state(view), np.uint64(self.key))
            try:
                place = callee(_state(view), _options(legal), luck)
            except Exception:
                callee.plain(_state(view), _options(legal), len(legal), np.uint64(luck))  # run as Python it tells the line
                raise
        if not 0 <= place < len(legal):
            raise PlayerFault(f"it chooses place {place}; the {len(legal)} choices have places 0 to {len(legal) - 1}")
        return legal[place]


def _state(view: View) -> np.record:
    """Return a view's record, as the function takes it."""
    state: np.record = np.frombuffer(view._state, GAME).copy().view(np.recarray)[0]
    return state


def _options(legal: Legal) -> np.ndarray:
    return np.frombuffer(legal._raw, ORDER).copy()
