"""Players outside the kernel: an object with one method, `choose(view, legal)`, that decides for a seat.

Each game makes a new player, which sees only what its seat may know. A study with players is repeatable if they draw all
their luck from the `random` that they are given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Protocol

from kuroshio.kernel.state.dice import stable_key
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.players.legal_choices import Legal, NotOpen, Order
from kuroshio.players.seat_view import View

FAULTS = (Exception, SystemExit, GeneratorExit)  # of a player's code; an interruption is for whoever plays
PACKAGE = Path(__file__).resolve().parent.parent


class Player(Protocol):
    """Who decides for a seat in one game.

    Before the first decision the player is given `random`, a generator that depends on the seed, the number of the game and
    the seat, if its class lets attributes be set.

    >>> import kuroshio
    >>> class AtRandom:
    ...     def choose(self, view, legal):
    ...         return legal[int(self.random.random() * len(legal))]
    >>> game = kuroshio.load("senkaku_2021").new_game(seed=7, players={"japan": AtRandom})
    >>> game.run()
    >>> game.over
    True
    """

    def choose(self, view: View, legal: Legal) -> Order | str:
        """Return one of `legal`, or its line of play."""
        ...


class PlayerFault(Exception):
    """A player that failed: `str` says in one sentence which one, where, and how.

    >>> import kuroshio
    >>> class Hasty:
    ...     def choose(self, view, legal):
    ...         return legal[10_000]
    >>> try:
    ...     kuroshio.load("senkaku_2021").study(1, players={"japan": Hasty})
    ... except kuroshio.PlayerFault as fault:
    ...     print(str(fault).partition(": IndexError")[0])
    japan: Hasty, game 0, turn 1, asked for order
    """


PlayerMaker = Callable[[], Player]  # a class, or whatever gives a fresh player for one game


class Source:
    """Where the players of a seat come from.

    name: as the user wrote it; make: makes a player for one game; origin: distinguishes players of one name, such as the
    digest of the file.
    """

    def __init__(self, name: str, make: PlayerMaker, origin: Mapping[str, object] | None = None):
        self.name, self.make, self.origin = name, make, dict(origin or {})

    def prepare(self, tables: Tables, seat: str) -> None:
        """Check before the first game that the player works. Raises PlayerFault."""

    def begin(self, key: int) -> Player:
        """Make a player for one game. key: of its luck."""
        player = self.make()
        with suppress(AttributeError):  # a class with slots takes no attribute: the player then has no `random`
            player.random = Random(key)  # type: ignore[attr-defined]
        return player

    def end(self, at_once: bool = False) -> None:
        """Stop what still runs, at the end of play. at_once: without waiting for it."""


def player_key(seed: int, number: int, seat: str, since: int = 0) -> int:
    """Return the key of a player's luck in one game: different for each seat, game and seed, and the same on every machine.

    since: how often its seat has chosen before, for a player that is made in the middle of a game.
    """
    return stable_key("player", f"{seed}:{number}:{seat}" + (f":{since}" if since else ""))


def new_player(source: Source, seed: int, number: int, seat: str, since: int = 0) -> Player:
    """Make a player for one game. Raises PlayerFault."""
    try:
        player = source.begin(player_key(seed, number, seat, since))
    except FAULTS as error:
        raise fault_of(f"{seat}: {source.name} cannot be made for game {number}", error) from error
    if not callable(getattr(player, "choose", None)):
        raise PlayerFault(f"{seat}: {source.name} has no method choose(view, legal)")
    return player


def chosen_place(player: Player, source: Source, view: View, legal: Legal, number: int) -> int:
    """Ask a player; return the place of its choice among the legal ones. Raises PlayerFault with the game and the turn."""
    where = f"{view.seat}: {source.name}, game {number}, turn {view.turn}, asked for {legal.question.kind}"
    try:
        choice = player.choose(view, legal)
    except PlayerFault as error:
        raise PlayerFault(f"{where}: {error}") from None
    except FAULTS as error:
        raise fault_of(where, error) from error
    try:
        return legal.place_of(choice)
    except NotOpen as error:
        raise PlayerFault(f"{where}: {error}") from None


def fault_of(where: str, error: BaseException) -> PlayerFault:
    """Describe an error in a player's code, with the last line of it that ran; for a syntax error with the line of the file."""
    trace, line = error.__traceback__, ""
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        if PACKAGE not in file.parents:
            line = f" ({file.name}:{trace.tb_lineno})"
        trace = trace.tb_next
    if isinstance(error, SyntaxError) and error.filename:
        return PlayerFault(f"{where}: {type(error).__name__}: {error.msg} ({Path(error.filename).name}:{error.lineno})")
    said = next(iter(str(error).splitlines()), "")
    return PlayerFault(f"{where}: {type(error).__name__}{': ' if said else ''}{said}{line}")
