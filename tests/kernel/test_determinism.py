"""The same seed gives the same games: over threads, in blocks of any size, compiled or not, today and tomorrow."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from kuroshio.kernel import jit
from kuroshio.kernel.state.records import freeze
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.players.doctrine_tables import Playbook
from kuroshio.players.whole_games import make_memory, play_block
from kuroshio.study.batch import Batch, play
from tests.stepping import Table

ROOT = Path(__file__).resolve().parents[2]
GAMES = 150
INTERPRET = """
import sys
import numpy as np
from kuroshio.kernel.jit import INTERPRETED
from kuroshio.kernel.tables.compiling import compile_tables
from kuroshio.players.whole_games import make_memory, play_block
from kuroshio.players.doctrine_tables import compile_playbook, seat_policies
from tests import world

assert INTERPRETED
tables = compile_tables(*world.load())
book = compile_playbook(tables)
doctrines = seat_policies(tables, book)
found = {}
for name, policy in (("random", doctrines * 0 - 1), ("doctrine", doctrines)):
    found[name], found[name + "_rows"] = play_block(tables, book, policy, 4, 1, 1, make_memory())
np.savez(sys.argv[1], **found)
"""


def study(tables: Tables, playbook: Playbook, policy: np.ndarray, **how: int) -> tuple[np.ndarray, np.ndarray]:
    blocks = list(play(Batch(tables, playbook, policy, 9, GAMES, **how)))
    assert [block.first for block in blocks] == list(range(0, GAMES, how.get("block", 128)))
    return np.concatenate([block.results for block in blocks]), np.concatenate([block.rows for block in blocks])


def assert_same(one: np.ndarray, other: np.ndarray) -> None:
    assert one.dtype.names == other.dtype.names
    for name in one.dtype.names:
        assert one[name].tobytes() == other[name].tobytes(), name


@pytest.fixture(scope="module")
def plain(tables: Tables, playbook: Playbook, doctrines: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Every game in a block and a memory of its own."""
    found = [play_block(tables, playbook, doctrines, 9, number, 1, make_memory()) for number in range(GAMES)]
    return np.concatenate([results for results, _ in found]), np.concatenate([rows for _, rows in found])


@pytest.mark.parametrize("block", [1, 7, 128])
@pytest.mark.parametrize("threads", [1, 2])
def test_threads_and_blocks_change_nothing(
    tables: Tables,
    playbook: Playbook,
    doctrines: np.ndarray,
    plain: tuple[np.ndarray, np.ndarray],
    threads: int,
    block: int,
) -> None:
    for one, other in zip(plain, study(tables, playbook, doctrines, threads=threads, block=block), strict=True):
        assert_same(one, other)


def test_games_differ_from_one_another(plain: tuple[np.ndarray, np.ndarray]) -> None:
    results, rows = plain
    assert len({row.tobytes() for row in results}) == GAMES
    assert len({row.tobytes() for row in rows}) == GAMES


def test_a_study_goes_on_where_it_stopped(tables: Tables, playbook: Playbook, doctrines: np.ndarray) -> None:
    whole = np.concatenate([block.results for block in play(Batch(tables, playbook, doctrines, 9, 30))])
    rest = np.concatenate([block.results for block in play(Batch(tables, playbook, doctrines, 9, 18, first=12))])
    assert_same(whole[12:], rest)


def test_another_seed_gives_other_games(tables: Tables, playbook: Playbook, doctrines: np.ndarray) -> None:
    one, other = (play_block(tables, playbook, doctrines, seed, 0, 20, make_memory())[0] for seed in (9, 10))
    assert one.tobytes() != other.tobytes()


def test_a_game_leaves_no_trace_in_the_next(table: Table) -> None:
    table.begin(9, 0)
    fresh = freeze(table.game)
    for _ in table.questions():
        pass
    table.begin(9, 0)
    assert freeze(table.game) == fresh


def test_a_log_changes_nothing(tables: Tables, playbook: Playbook, doctrines: np.ndarray) -> None:
    silent, told, cut = (play_block(tables, playbook, doctrines, 9, 0, 1, make_memory(lines)) for lines in (0, 16384, 100))
    for one, other in (*zip(silent, told, strict=True), *zip(silent, cut, strict=True)):
        assert_same(one, other)


@pytest.mark.skipif(jit.INTERPRETED, reason="nothing is compiled")
def test_interpreted_games_are_the_compiled_ones(
    tables: Tables, playbook: Playbook, doctrines: np.ndarray, randoms: np.ndarray, tmp_path: Path
) -> None:
    script, found = tmp_path / "interpret.py", tmp_path / "found.npz"
    script.write_text(INTERPRET, encoding="utf-8")
    setting = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": f"{ROOT / 'engine'}{os.pathsep}{ROOT}"}
    done = subprocess.run([sys.executable, str(script), str(found)], env=setting, capture_output=True, text=True, timeout=400)
    assert done.returncode == 0, done.stderr
    with np.load(found) as interpreted:
        for name, policy in (("random", randoms), ("doctrine", doctrines)):
            results, rows = play_block(tables, playbook, policy, 4, 1, 1, make_memory())
            assert_same(results, interpreted[name])
            assert_same(rows, interpreted[f"{name}_rows"])
