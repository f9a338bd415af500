"""No function of the kernel reads or writes beyond its arrays: games played with numba's bounds checking."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kuroshio.kernel import jit
from kuroshio.model.capacities import MAX_SLOTS

ROOT = Path(__file__).resolve().parents[2]
GAMES = 20
PLAY = f"""
from kuroshio.files.checks.checker import load_all
from kuroshio.files.content_folders import find_scenario
from kuroshio.kernel.jit import CACHE_FOLDER, INTERPRETED
from kuroshio.kernel.tables.compiling import compile_tables
from kuroshio.players.whole_games import make_memory, play_block, play_games
from kuroshio.players.doctrine_tables import compile_playbook, seat_policies
from tests import world

memory = make_memory(4096)
for content in (world.load(), load_all(find_scenario("senkaku_2021"))):
    tables = compile_tables(*content)
    book = compile_playbook(tables)
    doctrines = seat_policies(tables, book)
    for policy in (doctrines * 0 - 1, doctrines):
        results, _ = play_block(tables, book, policy, 3, 0, {GAMES}, memory)
        assert (results.turns > 0).all()
print(INTERPRETED, len(play_games.overloads), sum(play_games.stats.cache_hits.values()), CACHE_FOLDER)
"""
REACH = """
import numpy as np
from kuroshio.kernel.jit import part, verb
from kuroshio.kernel.state.records import GAME, blank

@part
def track_of(game, slot):
    return game.track[slot]

@verb
def reach(games, i, slot):
    return track_of(games[i], slot)

reach(blank(GAME, 2), np.int64(I), np.int64(SLOT))
"""


def run(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    script = folder / "play.py"
    script.write_text(code, encoding="utf-8")
    # What is checked does not hang on how hard the compiler tries, and it is done a quarter sooner if it does not try.
    setting = {**os.environ, "NUMBA_BOUNDSCHECK": "1", "NUMBA_OPT": "0", "KUROSHIO_CACHE_DIR": str(folder / "cache")}
    setting["PYTHONPATH"] = f"{ROOT / 'engine'}{os.pathsep}{ROOT}"
    return subprocess.run([sys.executable, str(script)], env=setting, capture_output=True, text=True, timeout=400)


@pytest.mark.full  # a compilation of its own; interpreted games (test_determinism.py) meet the same fault as an IndexError
@pytest.mark.skipif(jit.INTERPRETED, reason="nothing is compiled")
def test_games_stay_within_their_arrays(tmp_path: Path) -> None:
    done = run(PLAY, tmp_path)
    assert "IndexError" not in done.stderr
    assert done.returncode == 0, done.stderr
    interpreted, compiled_for, loaded, folder = done.stdout.split(maxsplit=3)
    assert (interpreted, compiled_for, loaded) == ("False", "1", "0"), "nothing was compiled for this"
    assert Path(folder.strip()).parent == tmp_path / "cache"
    assert Path(folder.strip()).name != jit.CACHE_FOLDER.name, "checked and unchecked code would share a cache"


@pytest.mark.skipif(jit.INTERPRETED, reason="nothing is compiled")
@pytest.mark.parametrize("i, slot", [(2, 0), (1, MAX_SLOTS)])
def test_the_check_would_notice(tmp_path: Path, i: int, slot: int) -> None:
    done = run(REACH.replace("SLOT", str(slot)).replace("I)", f"{i})"), tmp_path)
    assert done.returncode != 0
    assert "IndexError" in done.stderr
