"""One game, played from Python: decision by decision, or up to a given point."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from kuroshio.kernel.play_lines import six
from kuroshio.kernel.state import codes
from kuroshio.kernel.state.records import OUTCOME, TURN, blank, freeze, thaw
from kuroshio.kernel.stepping import new_game, outcome
from kuroshio.kernel.version import KERNEL
from kuroshio.kernel.view import public_view, view
from kuroshio.model.calendar import date_of
from kuroshio.players.choice_dice import luck_in
from kuroshio.players.doctrine_tables import OUTSIDE
from kuroshio.players.legal_choices import Legal, Names, Order, Question
from kuroshio.players.mixed_games import NOTHING, Buffers
from kuroshio.players.player import Player, Source, chosen_place, new_player
from kuroshio.players.policy_choice import choose
from kuroshio.players.seat_view import View
from kuroshio.players.seating import Seating, check_whole
from kuroshio.players.whole_games import make_memory

if TYPE_CHECKING:
    from kuroshio.picture.chronicle import Chronicle
    from kuroshio.picture.picture import Beat

LINES = 65536  # of the log of a game
PUBLIC = -1


class GameOver(ValueError):
    """The game is over, so nobody is asked.

    >>> import kuroshio
    >>> game = kuroshio.load("senkaku_2021").new_game(seed=7)
    >>> game.run()
    >>> game.legal()
    Traceback (most recent call last):
        ...
    kuroshio.api.games.GameOver: the game is over: nobody is asked
    """


@frozen
class Outcome:
    """The outcome of a game at its present position.

    turns: completed turns; decisions: choices between two or more options; success: by seat whether its aims are all met;
    grade: by seat how well they are met, the mean of the grades of its conditions, 0 to 3 (rule 8.4);
    measures: by id, in the scenario's order; counts: of crises, clashes and the like.

    >>> import kuroshio
    >>> game = kuroshio.load("senkaku_2021").new_game(seed=7)
    >>> game.run()
    >>> game.outcome().turns, "clashes" in game.outcome().counts
    (8, True)
    """

    turns: int
    decisions: int
    success: Mapping[str, bool]
    grade: Mapping[str, float]
    measures: Mapping[str, int]
    counts: Mapping[str, int]


def digest(state: bytes) -> str:
    """What tells a kept state from one that has been changed."""
    return hashlib.sha256(state).hexdigest()[:16]


class Game:
    """A game at a decision, or over. It shows the whole truth; `game.view(seat)` is what a seat may know.

    One game is for one thread at a time; its `copy` is for another.

    >>> import kuroshio
    >>> game = kuroshio.load("senkaku_2021").new_game(seed=7)
    >>> game.play(game.legal()[0])
    >>> game.run()
    >>> game.over, game.outcome().turns
    (True, 8)
    """

    def __init__(self, seating: Seating, seed: int = 1, number: int = 0):
        check_whole(0, seed=seed, number=number)
        self._prepare(seating, seed, number)
        new_game(seating.tables.rules, self._buffers.game, np.uint64(seed), np.int64(number))
        self._go_on(NOTHING)

    def _prepare(self, seating: Seating, seed: int, number: int) -> None:
        self._seating, self.seed, self.number = seating, seed, number
        self._names, self._memory = Names(seating.tables), make_memory(LINES)
        self._buffers = Buffers(seating.tables, seating.playbook, self._memory)
        self._rows = np.zeros(seating.tables.scenario.turns, TURN)
        self._result = np.zeros(1, OUTCOME)
        self._players: dict[str, Player] = {}
        self._chronicles: dict[int, Chronicle] = {}
        self._everybody = np.full_like(seating.policy, OUTSIDE)
        self._n = 0  # choices of the seat that is asked

    def _go_on(self, chosen: np.int64, policy: np.ndarray | None = None) -> None:
        b = self._buffers
        policy = self._everybody if policy is None else policy
        self._n = b.play_on(policy, chosen, self._result, self._rows)

    def __repr__(self) -> str:
        now = "over" if self.over else f"turn {self.turn}, {self.seat} asked"
        return f"<game {self.number} of seed {self.seed}, {now}>"

    # --- where it stands -------------------------------------------------------------------------------

    @property
    def over(self) -> bool:
        """Whether the game is over."""
        return self._n == 0

    @property
    def seat(self) -> str | None:
        """The seat that is asked; None when the game is over."""
        return None if self.over else self._names.factions[self._buffers.asked()]

    @property
    def question(self) -> Question | None:
        """The question to that seat; None when the game is over."""
        return None if self.over else self.view(self.seat).question

    @property
    def turn(self) -> int:
        """The turn, from 1; after the end the last one."""
        return min(int(self._buffers.game.turn), self._seating.tables.scenario.turns)

    @property
    def date(self) -> str:
        """The date of the turn, such as 2021-Q3."""
        scenario = self._seating.tables.scenario
        return date_of(self.turn, scenario.start, scenario.turn_length)

    @property
    def phase(self) -> str:
        """The phase of the turn."""
        return codes.PHASES[int(self._buffers.game.phase)]

    def __getitem__(self, track: str) -> int:
        """Return the true value of a track, which seats may not know. Raises KeyError for an unknown name."""
        return int(self._buffers.game.track[self._names.slots[track]])

    def legal(self) -> Legal:
        """Return the legal choices of the asked seat. Raises GameOver.

        >>> import kuroshio
        >>> game = kuroshio.load("senkaku_2021").new_game(seed=7)
        >>> "china: hold_back" in [str(order) for order in game.legal()]
        True
        """
        return self._asked()[1]

    def _asked(self) -> tuple[View, Legal]:
        if self.over:
            raise GameOver("the game is over: nobody is asked")
        return self._buffers.sight(self._names, self._n)

    def view(self, seat: str | None = None) -> View:
        """Return what a seat may know now; without a seat, what is public. Raises KeyError for an unknown faction.

        >>> import kuroshio
        >>> game = kuroshio.load("senkaku_2021").new_game(seed=7)
        >>> game.view("japan")["china.capital"] is None
        True
        """
        tables, w = self._seating.tables, self._memory
        views = blank(w.views.dtype, len(w.views))  # the buffers keep the view of the seat that is asked
        if seat is None:
            public_view(tables.rules, w.games, views)
            return View(self._names, views[0].tobytes(), PUBLIC)
        row = tables.index.factions[seat]
        view(tables.rules, w.games, np.int64(row), views)
        return View(self._names, views[row].tobytes(), row)

    def news(self, seat: str | None = None) -> Sequence[Beat]:
        """Return what a seat, or without one the public, has been told so far: beats with their changes.

        >>> import kuroshio
        >>> game = kuroshio.load("senkaku_2021").new_game(seed=7)
        >>> game.run(until=lambda game: game.turn == 2)
        >>> len(game.news("japan")) > 0
        True
        """
        from kuroshio.picture.chronicle import Chronicle  # few ask, and it brings along all that draws pictures

        row = PUBLIC if seat is None else self._seating.tables.index.factions[seat]
        chronicle = self._chronicles.setdefault(row, Chronicle(self._seating.tables, row))
        chronicle.follow(self._memory.log, int(self._buffers.game.logged))
        return tuple(chronicle.beats)

    def outcome(self) -> Outcome:
        """Return the outcome at the present position.

        >>> import kuroshio
        >>> kuroshio.load("senkaku_2021").new_game(seed=7).outcome().measures["clashes"]
        0
        """
        tables, found = self._seating.tables, blank(OUTCOME)[0]
        outcome(tables.rules, self._buffers.game, self._memory.scratch, found)
        rows = {seat.faction: tables.index.factions[seat.faction] for seat in tables.scenario.seats if seat.success}
        return Outcome(
            turns=int(found.turns),
            decisions=int(found.decisions),
            success={seat: bool(found.success[row]) for seat, row in rows.items()},
            grade={seat: int(found.grade[row]) / int(tables.rules.success[row].n) for seat, row in rows.items()},
            measures={measure.id: int(found.measure[m]) for m, measure in enumerate(tables.scenario.measures)},
            counts={count: int(found.tally[i]) for i, count in enumerate(codes.COUNTS)},
        )

    # --- playing on ------------------------------------------------------------------------------------

    def play(self, order: Order | str) -> None:
        """Enter a choice of the asked seat, one of `legal` or its line of play. Raises NotOpen with the reason, GameOver.

        >>> import kuroshio
        >>> game = kuroshio.load("senkaku_2021").new_game(seed=7)
        >>> game.play("china: import_ban against japan")
        >>> game.play("japan: hold_back")
        Traceback (most recent call last):
            ...
        kuroshio.players.legal_choices.NotOpen: 'japan: hold_back' is not japan's choice to make; china is asked
        """
        self._go_on(np.int64(self.legal().place_of(order)))

    def run(self, until: Callable[[Game], bool] | None = None) -> None:
        """Let the players answer until the end, or until `until(game)` is true at a decision. Raises PlayerFault.

        >>> import kuroshio
        >>> game = kuroshio.load("senkaku_2021").new_game(seed=7)
        >>> game.run(until=lambda game: game.seat == "us")
        >>> game.seat
        'us'
        """
        if until is None and not self._seating.sources:
            self._go_on(NOTHING, self._seating.policy)
        while not self.over and not (until is not None and until(self)):
            self.answer()

    def answer(self) -> Order:
        """Let the asked seat's player answer this question; return its choice. Raises PlayerFault, GameOver.

        >>> import kuroshio
        >>> game = kuroshio.load("senkaku_2021").new_game(seed=7)
        >>> game.answer().seat
        'china'
        """
        seen, legal = self._asked()
        seat = self.seat
        assert seat is not None
        source = self._seating.sources.get(seat)
        place = self._by_doctrine(legal) if source is None else self._by_player(seat, source, seen, legal)
        order = legal[place]
        self._go_on(np.int64(place))
        return order

    def _by_player(self, seat: str, source: Source, seen: View, legal: Legal) -> int:
        if seat not in self._players:
            self._players[seat] = new_player(source, self.seed, self.number, seat)
        return chosen_place(self._players[seat], source, seen, legal, self.number)

    def _by_doctrine(self, legal: Legal) -> int:
        """Return the place of the choice of the asked seat's doctrine; the options in the scratch do not change."""
        w, s = self._memory, self._seating
        weighing, spare = blank(w.weighing.dtype)[0], blank(w.options.dtype, len(w.options))
        seen = w.views[self._buffers.asked()].copy()
        choose(s.tables.rules, s.playbook.record, s.policy, seen, np.uint64(luck_in(w.games[0])), spare, weighing)
        place = legal.place_of_six(six(weighing.choice[0]))
        assert place is not None, "a doctrine made an illegal choice"
        return place

    # --- keeping ---------------------------------------------------------------------------------------

    def copy(self) -> Game:
        """Return an independent game at the same position; its players are made anew when they are first asked.

        >>> import kuroshio
        >>> game = kuroshio.load("senkaku_2021").new_game(seed=7)
        >>> other = game.copy()
        >>> other.run()
        >>> game.over
        False
        """
        other = Game.__new__(Game)
        other._prepare(self._seating, self.seed, self.number)
        other._memory.games.view(np.uint8)[:] = self._memory.games.view(np.uint8)
        n = int(self._buffers.game.logged)
        other._memory.log[:n] = self._memory.log[:n]
        other._rows[:], other._result[:] = self._rows, self._result
        if not self.over:
            other._go_on(NOTHING)
        return other

    __copy__ = copy

    def __deepcopy__(self, memo: object) -> Game:
        return self.copy()

    def __reduce__(self) -> tuple[object, ...]:
        """A game is pickled as `to_bytes` keeps it, with its scenario: what was told so far is left out."""
        return Game.from_bytes, (self._seating, self.to_bytes())

    def to_bytes(self) -> bytes:
        """Return the whole state, for `Scenario.restore` with the same scenario and version; news so far is left out.

        >>> import kuroshio
        >>> game = kuroshio.load("senkaku_2021").new_game(seed=7)
        >>> game.to_bytes() == game.copy().to_bytes()
        True
        """
        bare = thaw(freeze(self._buffers.game))
        bare.logged = 0
        state = freeze(bare)
        kept = {"kernel": KERNEL, "content": self._seating.fingerprint, "seed": self.seed, "number": self.number}
        header = {**kept, "state": digest(state)}
        return json.dumps(header).encode() + b"\n" + state

    @classmethod
    def from_bytes(cls, seating: Seating, state: bytes) -> Game:
        """The game that `to_bytes` kept. Raises ValueError where it is of another scenario or version, or not as it was kept."""
        if not isinstance(state, bytes):
            raise ValueError(f"a kept game is bytes, and this is {type(state).__name__}")
        header, found, record = state.partition(b"\n")
        try:
            said = json.loads(header) if found else {}
        except ValueError:
            said = {}
        if not isinstance(said, dict) or not {"kernel", "content", "seed", "number", "state"} <= set(said):
            raise ValueError("these bytes are not a kept game")
        if said["kernel"] != KERNEL:
            raise ValueError(f"a game of version {said['kernel']} of the kernel; this is {KERNEL}")
        if said["content"] != seating.fingerprint:
            raise ValueError("a game of other rules, another map or another scenario")
        if said["state"] != digest(record):
            raise ValueError("a kept game that has been changed since")
        check_whole(0, seed=said["seed"], number=said["number"])
        game = cls.__new__(cls)
        game._prepare(seating, said["seed"], said["number"])
        game._memory.games[0] = thaw(record)
        game._buffers.game.logged = 0
        game._go_on(NOTHING)
        return game
