"""The fingerprint of 200 games: `python -m tests.kernel.golden` writes it anew."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np

from kuroshio.files.check import load_all
from kuroshio.files.home import find_scenario
from kuroshio.kernel.tables import Tables, compile_tables
from kuroshio.policies.drive import make_workshop, play_block
from kuroshio.policies.playbook import Playbook, compile_playbook, seat_policies

FILE = Path(__file__).with_name("golden.txt")
SEED, GAMES = 2021, 200


def fingerprint(tables: Tables, playbook: Playbook, policy: np.ndarray) -> str:
    """SHA-256 of what the games came to: outcomes, and measures by turn, as little-endian 32-bit numbers.

    Room that the scenario does not use is left out, so that a changed limit of the kernel changes nothing here.
    """
    results, rows = play_block(tables, playbook, policy, SEED, 0, GAMES, make_workshop())
    seats = [tables.index.factions[seat.faction] for seat in tables.scenario.seats]
    used = {"measure": slice(int(tables.rules.n_measures)), "success": seats}
    digest = hashlib.sha256()
    for table in (results, rows):
        for name in table.dtype.names:
            digest.update(np.ascontiguousarray(table[name][..., used[name]] if name in used else table[name], "<i4").tobytes())
    return digest.hexdigest()


def main() -> None:
    tables = compile_tables(*load_all(find_scenario("senkaku_2021")))
    playbook = compile_playbook(tables)
    FILE.write_text(fingerprint(tables, playbook, seat_policies(tables, playbook)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
