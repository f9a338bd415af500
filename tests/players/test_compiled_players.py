"""Compiled players: the games of the same bot in plain Python, at the kernel's speed, and what becomes of a fault."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numba import njit

from kuroshio import compiled_player
from kuroshio.compiled_player import NONE, ORDER, UNKNOWN, pick
from kuroshio.kernel.jit import VERBS
from kuroshio.kernel.state import codes
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.players import compiled_calls
from kuroshio.players.doctrine_tables import Playbook
from kuroshio.players.legal_choices import Legal
from kuroshio.players.mixed_games import MixedGames, play_outside
from kuroshio.players.player import PlayerFault, Source
from kuroshio.players.player_loading import load_player, source_of
from kuroshio.players.seat_view import View
from kuroshio.players.whole_games import make_memory
from tests.test_house import ROOT

SEAT, GAMES = "japan", 8
Meet = Callable[..., MixedGames]


def by_tension(rows):  # type: ignore[no-untyped-def]
    """Orders the last that there is while the tension is high, and weighs each choice by its parts."""
    tension, held = rows.track("world.tension"), rows.action("hold_back")

    def choose(view, options, n, luck):  # type: ignore[no-untyped-def]
        if view.asking != ORDER:
            return n - 1 if view.track[tension] > 3 else 0
        best, most = 0, -1
        for i in range(n):
            worth = options[i].area * 3 + options[i].target - (options[i].action == held)
            if worth > most and options[i].piece == NONE:
                best, most = i, worth
        return best

    return choose


@njit
def at_random(view, options, n, luck):  # type: ignore[no-untyped-def]
    return pick(luck, n)


class ByTension:
    """The same as `by_tension`, of views and orders."""

    def choose(self, view: View, legal: Legal) -> Any:
        names = view._names
        if legal.question.kind != "order":
            return legal[-1] if (view["world.tension"] or 0) > 3 else legal[0]

        def worth(order: Any) -> int:
            area = names.areas.index(order.area) if order.area else -1
            target = names.factions.index(order.target) if order.target else -1
            return 3 * area + target - (order.action == "hold_back")

        best, most = legal[0], -1
        for order in legal:
            if order.piece is None and worth(order) > most:
                best, most = order, worth(order)
        return best


class AskedFromPython(Source):
    """A compiled player asked one decision at a time."""

    def __init__(self, function: Any):
        super().__init__("asked", lambda: None)  # type: ignore[arg-type, return-value]
        self.begin = source_of("asked", function).begin  # type: ignore[method-assign]


@pytest.fixture
def meet(tables: Tables, playbook: Playbook, doctrines: np.ndarray) -> Meet:
    def meet(source: Source, fallback: np.ndarray | None = None, seat: str = SEAT) -> MixedGames:
        return MixedGames(tables, playbook, doctrines, {seat: source}, make_memory(), fallback)

    return meet


def bytes_of(played: tuple[np.ndarray, ...]) -> list[bytes]:
    return [part.tobytes() for part in played]


def test_its_games_are_those_of_the_same_bot_in_python(meet: Meet) -> None:
    compiled = play_outside(meet(source_of("fast", by_tension)), 5, 0, GAMES)
    assert bytes_of(compiled) == bytes_of(play_outside(meet(source_of("ByTension", ByTension)), 5, 0, GAMES))
    assert bytes_of(compiled) != bytes_of(play_outside(meet(source_of("first", lambda view, options, n, luck: 0)), 5, 0, GAMES))


def test_its_luck_is_the_same_wherever_it_is_asked(meet: Meet) -> None:
    compiled = play_outside(meet(source_of("fast", at_random)), 5, 0, GAMES)
    assert bytes_of(compiled) == bytes_of(play_outside(meet(AskedFromPython(at_random)), 5, 0, GAMES))
    parts = [play_outside(meet(source_of("fast", at_random)), 5, first, 2) for first in range(0, GAMES, 2)]
    assert bytes_of(compiled) == [b"".join(part[i].tobytes() for part in parts) for i in (0, 1)]
    assert bytes_of(compiled) != bytes_of(play_outside(meet(source_of("fast", at_random)), 6, 0, GAMES))


def test_two_seats_at_once_and_a_class_that_offers_one(tables: Tables, playbook: Playbook, doctrines: np.ndarray) -> None:
    class Offering:
        choose = staticmethod(at_random)

    def table(**players: Any) -> MixedGames:
        sources = {seat: source_of(seat, player) for seat, player in players.items()}
        return MixedGames(tables, playbook, doctrines, sources, make_memory())

    both = play_outside(table(us=Offering, japan=by_tension), 5, 0, 4)
    assert bytes_of(both) == bytes_of(play_outside(table(us=at_random, japan=ByTension), 5, 0, 4))
    assert bytes_of(both) != bytes_of(play_outside(table(us=by_tension, japan=at_random), 5, 0, 4))


@pytest.mark.skipif(compiled_calls.INTERPRETED, reason="nothing is compiled")
def test_the_kernel_is_not_compiled_again_for_a_function(meet: Meet) -> None:
    play_outside(meet(source_of("fast", at_random)), 5, 0, 1)
    before = len(VERBS["play_on"].signatures)
    play_outside(meet(source_of("other", lambda view, options, n, luck: n - 1)), 5, 0, 1)
    assert len(VERBS["play_on"].signatures) == before


def test_what_it_writes_goes_nowhere(meet: Meet) -> None:
    def scribbling(view, options, n, luck):  # type: ignore[no-untyped-def]
        for i in range(len(view.track)):
            view.track[i] = 0
        for i in range(n):
            options[i].area, options[i].target = 1, 1
        view.asking = 0
        return n // 2

    def quiet(view, options, n, luck):  # type: ignore[no-untyped-def]
        return n // 2

    games = (play_outside(meet(source_of("bot", bot)), 5, 0, 4) for bot in (scribbling, quiet))
    assert bytes_of(next(games)) == bytes_of(next(games))


def test_it_sees_its_view_alone(meet: Meet) -> None:
    def viewers(rows):  # type: ignore[no-untyped-def]
        hidden = rows.track("china.capital")

        def choose(view, options, n, luck):  # type: ignore[no-untyped-def]
            return 0 if view.track[hidden] == UNKNOWN and view.seed == 0 and view.logged == 0 else -5

        return choose

    play_outside(meet(source_of("looking", viewers)), 5, 0, 2)


def beyond(view, options, n, luck):  # type: ignore[no-untyped-def]
    return view.track[len(view.track) + n]


def divided(view, options, n, luck):  # type: ignore[no-untyped-def]
    return 1 // (n - n)


@pytest.mark.parametrize(
    "function, why",
    [
        (lambda view, options, n, luck: n, "it chooses place"),
        (lambda view, options, n, luck: -1, "it chooses place -1"),
        (divided, r"ZeroDivisionError: .*\(test_compiled_players\.py:\d+\)"),
        (beyond, r"IndexError: .*\(test_compiled_players\.py:\d+\)"),
    ],
)
def test_a_fault_is_named_and_a_doctrine_steps_in(meet: Meet, doctrines: np.ndarray, function: Any, why: str) -> None:
    source = source_of("fast", function)
    with pytest.raises(PlayerFault, match=rf"^{SEAT}: fast, game 3, turn 1, asked for order: {why}"):
        play_outside(meet(source), 5, 3, 1)
    table = meet(source, doctrines)
    results, _ = play_outside(table, 5, 3, 2)
    assert (results.turns == 8).all() and [fault.number for fault in table.faults] == [3, 4]


@pytest.mark.skipif(compiled_calls.INTERPRETED, reason="nothing is compiled")
@pytest.mark.parametrize(
    "function, why",
    [
        (lambda view, options, n, luck: view.trak[0], "neither a view nor an order has a field 'trak'"),
        (lambda view, options, n, luck: 0.5, "it returns float64; it should return a place"),
        (lambda view, options, n, luck: None, "it returns none"),
        (lambda view, options, n, luck: options["x"][view], "it cannot be compiled"),
        (lambda rows: rows.track("world.tention"), "no track 'world.tention'; did you mean 'world.tension'"),
        (lambda rows: rows.trak("x"), "no rows of 'trak'"),
        (lambda rows: 3, "returns 3, which is not a function"),
        (lambda one, two: 3, "is not a player; give a class with choose"),
    ],
)
def test_a_function_that_cannot_be_compiled_is_named(tables: Tables, function: Any, why: str) -> None:
    with pytest.raises(PlayerFault) as told:
        source_of("fast", function).prepare(tables, SEAT)
    assert str(told.value).startswith("fast") and why in str(told.value)
    assert len(str(told.value).splitlines()) == 1


def test_one_from_a_file(meet: Meet, tmp_path: Path) -> None:
    file = tmp_path / "bot.py"
    file.write_text("from numba import njit\n\n@njit\ndef fast(view, options, n, luck):\n    return n - 1\n", encoding="utf-8")
    theirs = play_outside(meet(load_player(f"{file}:fast")), 5, 0, 2)
    assert bytes_of(theirs) == bytes_of(play_outside(meet(source_of("last", lambda view, options, n, luck: n - 1)), 5, 0, 2))
    with pytest.raises(PlayerFault, match="did you mean 'fast'"):
        load_player(f"{file}:fest")


def test_the_names_that_it_may_use_are_documented() -> None:
    said = (ROOT / "docs" / "players.md").read_text(encoding="utf-8")
    assert [name for name in compiled_player.__all__ if f"`{name}`" not in said] == []
    told = said.partition("## A compiled function")[2].partition("## A program")[0]
    fields = {name for line in told.splitlines() if line.startswith("| `view.") for name in re.findall(r"`view\.(\w+)", line)}
    assert len(fields) > 15 and fields <= set(compiled_calls.GAME.names or ())
    of_case = re.search(r"the incidents, with ([^|]*)", told)
    assert of_case and set(re.findall(r"`(\w+)", of_case[1])) <= set(compiled_calls.VIEW_TYPE.typeof("incident").dtype.fields)
    assert list(codes.CRISIS_CHOICES) == ["climb", "hold", "off_ramp"]  # as the manual has them


UNCOMPILED = """
import sys
from kuroshio.files.checks.checker import load_all
from kuroshio.files.content_folders import find_scenario
from kuroshio.kernel.jit import INTERPRETED
from kuroshio.kernel.tables.compiling import compile_tables
from kuroshio.players.whole_games import make_memory
from kuroshio.players.player_loading import source_of
from kuroshio.players.mixed_games import MixedGames, play_outside
from kuroshio.players.doctrine_tables import compile_playbook, seat_policies
from tests.players.test_compiled_players import at_random, by_tension
tables = compile_tables(*load_all(find_scenario("tutorial")))
seats = [seat.faction for seat in tables.scenario.seats][:2]
sources = {seat: source_of("bot", bot) for seat, bot in zip(seats, (at_random, by_tension))}
book = compile_playbook(tables)
played = play_outside(MixedGames(tables, book, seat_policies(tables, book), sources, make_memory()), 5, 0, 1)
print(INTERPRETED, sum(map(hash, map(bytes.hex, [part.tobytes() for part in played]))))
"""


def test_the_same_games_with_the_compiler_off() -> None:
    here = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONHASHSEED": "0"}
    said = [
        subprocess.run(
            [sys.executable, "-c", UNCOMPILED], env={**here, "NUMBA_DISABLE_JIT": off}, capture_output=True, text=True, check=True
        ).stdout.split()
        for off in ("0", "1")
    ]
    assert [one[0] for one in said] == ["False", "True"] and said[0][1] == said[1][1]
