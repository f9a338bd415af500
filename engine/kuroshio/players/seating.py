"""Seating: who decides for each seat, a doctrine, chance, or a player from outside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from attrs import evolve, frozen

from kuroshio.kernel.tables.compiling import Tables
from kuroshio.model.fingerprint import fingerprint
from kuroshio.model.likely_names import nearest
from kuroshio.model.scenario import BY_MIX
from kuroshio.players.doctrine_tables import Playbook, seat_policies
from kuroshio.players.player import Player, PlayerFault, Source
from kuroshio.players.player_loading import FORMS, is_player, load, source_of

ALL = "all"
Players = Mapping[str, "str | type[Any] | Callable[[], Player] | Player"]


class UnclearPlayer(ValueError):
    """An unknown seat or player: `wrong` says what is wrong, `right` what would be right, unless `wrong` says it already.

    >>> import kuroshio
    >>> kuroshio.load("senkaku_2021").new_game(players={"japn": "random"})
    Traceback (most recent call last):
        ...
    kuroshio.players.seating.UnclearPlayer: no seat 'japn'; did you mean 'japan'?
    """

    def __init__(self, wrong: str, right: str = ""):
        super().__init__(f"{wrong}; {right}" if right else wrong)
        self.wrong, self.right = wrong, right


MOST = {"games": 10**9, "threads": 1024, "workers": 10**6, "first": 2 * 10**9, "number": 2 * 10**9, "seed": 2**64 - 1}


def check_whole(least: int, **given: int) -> None:
    """Check that numbers are whole, and not too small or too great for the kernel. Raises ValueError."""
    for name, value in given.items():
        if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or not least <= value <= MOST[name]:
            raise ValueError(f"{name}={value!r}: write a whole number of {least} to {MOST[name]}")


@frozen(eq=False)
class Seating:
    """A scenario with a policy or player for every seat.

    policies: a doctrine's id, "random" or "mixed" by seat; policy: the same in the kernel's form; sources: the players from
    outside, whose seats keep in `policies` the doctrine that may replace them.
    """

    tables: Tables
    playbook: Playbook
    policies: Mapping[str, str]
    policy: np.ndarray
    sources: Mapping[str, Source]

    @classmethod
    def of(
        cls,
        tables: Tables,
        playbook: Playbook,
        own: Mapping[str, str],
        players: Players,
        objects: bool = False,
    ) -> Seating:
        """Return the scenario's policies, replaced by `own` (of a variant), then by `players`. Raises UnclearPlayer.

        objects: whether a player may be an object, which can play only one game.
        """
        policies = {seat.faction: seat.default_policy for seat in tables.scenario.seats}
        sources: dict[str, Source] = {}
        if not isinstance(players, Mapping):
            raise UnclearPlayer(f"players={players!r} names no seats", "write a table such as {'japan': 'random'}")
        for given in (own, players):
            for key, player in given.items():
                for seat in _seats(policies, key):
                    sources.pop(seat, None)
                    if isinstance(player, str) and not is_player(player):
                        policies[seat] = checked_policy(tables, seat, player)
                    else:
                        sources[seat] = _source(seat, player, objects)
        policy = seat_policies(tables, playbook, policies.items())
        return cls(tables, playbook, policies, policy, sources)

    @property
    def fingerprint(self) -> str:
        """A hash of the content that is played; it takes a fifth of a second."""
        return fingerprint(self.tables.ruleset, self.tables.board, self.tables.scenario)

    def without_players(self) -> Seating:
        """Return the same seating with doctrines only."""
        return evolve(self, sources={})


def _seats(policies: Mapping[str, str], key: str) -> list[str]:
    if key == ALL:
        return list(policies)
    if key not in policies:
        raise UnclearPlayer(f"no seat {key!r}", nearest(str(key), [ALL, *policies]))
    return [key]


def checked_policy(tables: Tables, faction: str, name: str) -> str:
    """Return a policy that a seat can have without players: a doctrine's id, "random", or "mixed". Raises UnclearPlayer.

    >>> import kuroshio
    >>> checked_policy(kuroshio.load("tutorial").tables, "japan", "japan_police_first")
    'japan_police_first'
    """
    seat = next(seat for seat in tables.scenario.seats if seat.faction == faction)
    fitting = seat.policies(tables.ruleset.doctrines)
    if name not in fitting:
        wrong = "no mix to draw a doctrine from" if name == BY_MIX else f"no doctrine {name!r}"
        raise UnclearPlayer(f"{faction} has {wrong}", f"one of {', '.join(fitting)}, {FORMS}")
    return name


def _source(seat: str, player: Any, objects: bool) -> Source:
    if isinstance(player, str):
        try:
            return load(player)
        except PlayerFault as error:
            raise UnclearPlayer(f"{seat}: {error}") from None
    name = getattr(player, "__qualname__", type(player).__qualname__)
    if objects and not callable(player) and callable(getattr(player, "choose", None)):
        return Source(name, lambda: player)
    try:
        return source_of(name, player)
    except PlayerFault as error:
        raise UnclearPlayer(f"{seat}: {error}") from None
