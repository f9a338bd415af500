"""Players outside the kernel: an object with one method, `choose(view, legal)`, that decides for a seat.

A player is made anew for every game and gets what its seat may know. A study with players is as repeatable as one
without, as long as a player draws its luck from the `random` that it is given.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Protocol

from kuroshio.kernel.dice import stable_key
from kuroshio.model.likeness import nearest
from kuroshio.policies.seat_view import Legal, NotOpen, Order, View


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
        """One of `legal`, or its line of play."""
        ...


class PlayerFault(Exception):
    """A player that cannot be played with: `str` says in one sentence who failed, where, and how.

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


Maker = Callable[[], Player]  # a class, or whatever gives a fresh player for one game


class Source:
    """Where the players of a seat come from. name: as the user wrote it; make: gives a player for one game."""

    def __init__(self, name: str, make: Maker):
        self.name, self.make = name, make


def keyed_random(seed: int, number: int, seat: str) -> Random:
    """The luck of a player in one game: of its own for each seat, game and seed, and the same wherever it is played."""
    return Random(stable_key("player", f"{seed}:{number}:{seat}"))


def new_player(source: Source, seed: int, number: int, seat: str) -> Player:
    """A player for one game. Raises PlayerFault."""
    try:
        player = source.make()
    except Exception as error:
        raise fault_of(f"{seat}: {source.name} cannot be made for game {number}", error) from error
    if not callable(getattr(player, "choose", None)):
        raise PlayerFault(f"{seat}: {source.name} has no method choose(view, legal)")
    with suppress(AttributeError):  # where its class has slots, it draws no luck from here
        player.random = keyed_random(seed, number, seat)  # type: ignore[attr-defined]
    return player


def chosen_place(player: Player, source: Source, view: View, legal: Legal, number: int) -> int:
    """The place among the legal choices of what a player chooses. Raises PlayerFault with the game and the turn."""
    where = f"{view.seat}: {source.name}, game {number}, turn {view.turn}, asked for {legal.question.kind}"
    try:
        choice = player.choose(view, legal)
    except PlayerFault as error:
        raise PlayerFault(f"{where}: {error}") from None
    except Exception as error:
        raise fault_of(where, error) from error
    try:
        return legal.place_of(choice)
    except NotOpen as error:
        raise PlayerFault(f"{where}: {error}") from None


def fault_of(where: str, error: Exception) -> PlayerFault:
    """What went wrong in a player's own code, with the line of its file."""
    trace = error.__traceback__
    line = ""
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        if file != Path(__file__):
            line = f" ({file.name}:{trace.tb_lineno})"
        trace = trace.tb_next
    said = next(iter(str(error).splitlines()), "")
    return PlayerFault(f"{where}: {type(error).__name__}{': ' if said else ''}{said}{line}")


# --- players from a file ---------------------------------------------------------------------------


def load_player(text: str) -> Source:
    """The player that `FILE.py:CLASS` names. The class is called without arguments. Raises PlayerFault."""
    file, _, wanted = text.rpartition(":")
    path = Path(file)
    if not path.is_file():
        raise PlayerFault(f"{text}: there is no file {file!r}; write FILE.py:CLASS")
    module = ModuleType(f"player_{path.stem}")
    module.__file__ = str(path)
    sys.modules[module.__name__] = module  # where dataclasses and pickles look it up
    try:
        exec(compile(path.read_bytes(), str(path), "exec"), module.__dict__)
    except (Exception, SystemExit) as error:
        raise fault_of(f"{text}: the file cannot be run", _plain(error)) from error
    made: Mapping[str, object] = {
        name: thing
        for name, thing in vars(module).items()
        if inspect.isclass(thing) and thing.__module__ == module.__name__ and callable(getattr(thing, "choose", None))
    }
    maker = getattr(module, wanted, None)
    if not callable(maker):
        right = nearest(wanted, list(made)) if made else "and no class in it has a method choose(view, legal)"
        raise PlayerFault(f"{text}: {path.name} has no class {wanted!r}; {right}")
    return Source(text, maker)


def _plain(error: BaseException) -> Exception:
    return (
        error
        if isinstance(error, Exception)
        else RuntimeError(f"it ends the program ({error})").with_traceback(error.__traceback__)
    )
