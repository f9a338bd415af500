"""No function of the kernel reads or writes beyond its arrays: games played with numba's bounds checking."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kuroshio.kernel import compiled
from kuroshio.model.limits import MAX_SLOTS

GAMES = 20
PLAY = f"""
from kuroshio import load
from kuroshio.kernel.compiled import CACHE_FOLDER, INTERPRETED
from kuroshio.policies.drive import make_workshop, play_block
from kuroshio.policies.playbook import seat_policies

setting = load("senkaku_2021")
doctrines = seat_policies(setting.tables, setting.playbook)
workshop = make_workshop(4096)
for policy in (doctrines * 0 - 1, doctrines):
    results, _ = play_block(setting.tables, setting.playbook, policy, 3, 0, {GAMES}, workshop)
    assert (results.turns > 0).all()
print(INTERPRETED, CACHE_FOLDER)
"""
REACH = """
import numpy as np
from kuroshio.kernel.compiled import part, verb
from kuroshio.kernel.records import GAME, blank

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
    setting = {**os.environ, "NUMBA_BOUNDSCHECK": "1", "KUROSHIO_CACHE_DIR": str(folder / "cache")}
    return subprocess.run([sys.executable, str(script)], env=setting, capture_output=True, text=True, timeout=400)


@pytest.mark.skipif(compiled.INTERPRETED, reason="nothing is compiled")
def test_games_stay_within_their_arrays(tmp_path: Path) -> None:
    done = run(PLAY, tmp_path)
    assert "IndexError" not in done.stderr
    assert done.returncode == 0, done.stderr
    interpreted, folder = done.stdout.split(maxsplit=1)
    assert interpreted == "False"
    assert Path(folder.strip()).parent == tmp_path / "cache"
    assert Path(folder.strip()).name != compiled.CACHE_FOLDER.name, "checked and unchecked code would share a cache"
    assert any(Path(folder.strip()).rglob("*.nbi")), "nothing was compiled for this"


@pytest.mark.skipif(compiled.INTERPRETED, reason="nothing is compiled")
@pytest.mark.parametrize("i, slot", [(2, 0), (1, MAX_SLOTS)])
def test_the_check_would_notice(tmp_path: Path, i: int, slot: int) -> None:
    done = run(REACH.replace("SLOT", str(slot)).replace("I)", f"{i})"), tmp_path)
    assert done.returncode != 0
    assert "IndexError" in done.stderr
