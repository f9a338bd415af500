"""Studies: many games of one scenario, and the differences of two studies."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from kuroshio.files.outputs import Over, write
from kuroshio.players.mixed_games import FailedPlayer
from kuroshio.players.seating import Seating, check_whole
from kuroshio.study import batch
from kuroshio.study.estimates import Figure, Tally
from kuroshio.study.paired_differences import Difference, Pairing, comparable
from kuroshio.study.result_tables import Columns, best_form, game_columns, strung, turn_columns

ON_FAULT = ("stop", "doctrine")


class Study:
    """The games of a scenario under one seed. `Scenario.study` makes one.

    table: an array for each column, a row for each game: game, turns, decisions, success of each seat, measures, counts.
    turn_table: a row for each game and turn, with the measures at its end. faults: players that failed and were replaced.

    >>> import kuroshio
    >>> study = kuroshio.load("senkaku_2021").study(20, seed=7)
    >>> study.figures[0].n
    20
    """

    def __init__(self, seating: Seating, seed: int, blocks: Sequence[batch.Block], faults: Sequence[FailedPlayer] = ()):
        self._seating, self.seed, self._blocks, self.faults = seating, seed, tuple(blocks), tuple(faults)
        self.table: Columns = strung([game_columns(seating.tables, block) for block in blocks])
        self.turn_table: Columns = strung([turn_columns(seating.tables, block) for block in blocks])
        tally = Tally(seating.tables)
        for block in blocks:
            tally.add(block)
        self.figures: list[Figure] = tally.figures()

    def __len__(self) -> int:
        return len(self.table["game"])

    def __repr__(self) -> str:
        return f"<study of {self._seating.tables.scenario.id}: {len(self):,} games of seed {self.seed}>"

    def compare(self, other: Study) -> list[Difference]:
        """Return the differences, the other less this one, paired game by game. Raises ValueError if the games differ.

        >>> import kuroshio
        >>> study = kuroshio.load("senkaku_2021").study(20)
        >>> study.compare(study)[0].difference
        0.0
        """
        return compare(self, other)

    def write(self, folder: str | Path) -> list[Path]:
        """Write `games` and `turns` as Parquet where pyarrow is installed, else as CSV; return the files. Raises NotWritten.

        >>> import kuroshio, tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     [file.stem for file in kuroshio.load("senkaku_2021").study(20).write(f"{folder}/base")]
        ['games', 'turns']
        """
        form = best_form()
        tables = {"games": self.table, "turns": self.turn_table}
        files = {f"{name}.{form.name}": form.pack(columns) for name, columns in tables.items()}
        write(Path(folder), files, Over.NOTHING)
        return [Path(folder) / name for name in files]


def compare(first: Study, second: Study) -> list[Difference]:
    """Return the difference, second less first, of every common outcome, paired game by game. Raises ValueError.

    >>> import kuroshio
    >>> base = kuroshio.load("senkaku_2021")
    >>> firm = base.with_changes("opening.us_japan.trust=5")
    >>> kuroshio.compare(base.study(20), firm.study(20))[0].n
    20
    """
    if first.seed != second.seed or not np.array_equal(first.table["game"], second.table["game"]):
        raise ValueError("these studies hold different games: compare the same numbers of the same seed")
    outcomes, _ = comparable(first._seating.tables, second._seating.tables)
    pairing = Pairing(outcomes)
    pairing.add(batch.joined(first._blocks), batch.joined(second._blocks))
    return pairing.differences()


def play_study(seating: Seating, games: int, seed: int, first: int, threads: int, on_fault: str) -> Study:
    """Play the games of a study. Raises PlayerFault, ValueError."""
    check_whole(1, games=games, threads=threads)
    check_whole(0, first=first, seed=seed)
    if on_fault not in ON_FAULT:
        raise ValueError(f"on_fault={on_fault!r}: one of {', '.join(ON_FAULT)}")
    job = batch.Batch(
        seating.tables, seating.playbook, seating.policy, seed, games, first, threads=threads,
        sources=seating.sources, stand_in=on_fault == "doctrine",
    )  # fmt: skip
    blocks = list(batch.play(job))
    return Study(seating, seed, blocks, [fault for block in blocks for fault in block.faults])
