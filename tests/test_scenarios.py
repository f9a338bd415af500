"""Every shipped scenario can be played to its end, by doctrine and at random, and told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from kuroshio.cli.main import group
from kuroshio.cli.narrate import LINES
from kuroshio.files.checks.checker import load_all
from kuroshio.files.content_folders import data_folder
from kuroshio.kernel.state import codes
from kuroshio.kernel.stepping import OVER
from kuroshio.kernel.tables.compiling import Tables, compile_tables
from kuroshio.players.doctrine_tables import RANDOM, compile_playbook, seat_policies
from kuroshio.players.whole_games import make_memory, play_block
from tests.kernel.test_contract import Watch, play_by_turns
from tests.stepping import Table

SHIPPED = sorted(data_folder("scenarios").glob("*.toml"))
GAMES = 3


@pytest.fixture(scope="module", params=SHIPPED, ids=lambda path: path.stem)
def shipped(request: pytest.FixtureRequest) -> Tables:
    path: Path = request.param
    return compile_tables(*load_all(path))


def test_every_aim_is_measured_or_says_why_not(shipped: Tables) -> None:
    for seat in shipped.scenario.seats:
        measured = {str(goal.aim) for goal in seat.success} | set(seat.no_measure)
        assert {str(i + 1) for i in range(len(seat.aims))} <= measured, seat.faction


@pytest.mark.parametrize("by", ["doctrine", "random"])
def test_no_game_comes_to_a_dead_end(shipped: Tables, by: str) -> None:
    table = Table(shipped)
    if by == "random":
        table.policy = np.full_like(table.policy, RANDOM)
    watch = Watch(shipped, table.games)
    table.begin(3, 0)
    watch.begin()
    for _ in table.questions():
        assert table.n_legal(table.view()) > 0
        watch.look()
    assert table.advance() == OVER and table.game.turn == shipped.scenario.turns + 1


def test_random_games_keep_the_rules_at_every_turns_end(shipped: Tables) -> None:
    play_by_turns(shipped, compile_playbook(shipped), make_memory(), range(GAMES))


@pytest.mark.parametrize("by", ["doctrine", "random"])
def test_a_games_log_fits_and_no_limit_is_reached(shipped: Tables, by: str) -> None:
    playbook, memory = compile_playbook(shipped), make_memory(LINES)
    policy = seat_policies(shipped, playbook)
    if by == "random":
        policy = np.full_like(policy, RANDOM)
    for number in range(GAMES):
        play_block(shipped, playbook, policy, 4, number, 1, memory)
        logged = int(memory.games[0].logged)
        assert shipped.scenario.turns * 10 < logged < LINES
        assert not (memory.log[:logged].what == codes.L_LIMIT).any()


def test_every_seat_has_something_to_decide_in_every_game(shipped: Tables) -> None:
    playbook, memory = compile_playbook(shipped), make_memory(LINES)
    play_block(shipped, playbook, seat_policies(shipped, playbook), 4, 0, 1, memory)
    log = memory.log[: int(memory.games[0].logged)]
    chosen = {int(line.actor) for line in log[log.what == codes.L_CHOICE]}
    ordering = {shipped.index.factions[seat.faction] for seat in shipped.scenario.seats if seat_orders(shipped, seat.faction)}
    assert ordering <= chosen


def seat_orders(tables: Tables, faction: str) -> int:
    return int(next(entry.orders for entry in tables.ruleset.factions if entry.id == faction))


def test_every_game_can_be_told(shipped: Tables) -> None:
    told = CliRunner().invoke(group, ["narrate", shipped.scenario.id, "--seed", "2"], catch_exceptions=False)
    assert told.exit_code == 0
    assert told.output.count("## Turn ") == shipped.scenario.turns
    if shipped.scenario.id == "tutorial":
        for faction in shipped.ruleset.factions:
            if faction.id not in {seat.faction for seat in shipped.scenario.seats}:
                assert not any(line.startswith(f"- {faction.name} commits") for line in told.output.splitlines())


def test_seats_have_aims_choices_and_success(shipped: Tables) -> None:
    for seat in shipped.scenario.seats:
        assert seat.aims and seat.secret
        assert len(seat.success) >= 2
        if seat_orders(shipped, seat.faction):
            assert len(seat.choices) >= 2
    injects = shipped.scenario.injects
    assert len(injects) >= 3 and all(len(inject.text.split()) > 12 for inject in injects)
