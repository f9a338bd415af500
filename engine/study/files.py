"""The files of a study: games, turns, summary and manifest, written as the games come.

Parquet where pyarrow is installed (the extra `study`), else CSV with the same columns.
"""

from __future__ import annotations

import csv
import datetime
import hashlib
import importlib.metadata
import importlib.util
import platform
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

import attrs
import numpy as np

import engine
from engine.files.save import save
from engine.kernel.tables import Tables
from engine.kernel.words import COUNTS
from engine.study.batch import Block, Study
from engine.study.figures import Figure

Columns = dict[str, np.ndarray]


class TableFile(Protocol):
    """A file that takes columns block by block."""

    def add(self, columns: Columns) -> None: ...  # noqa: D102
    def close(self) -> None: ...  # noqa: D102


class CsvFile:
    """A table as CSV."""

    def __init__(self, path: Path):
        self.file = path.open("w", newline="", encoding="utf-8")
        self.writer = csv.writer(self.file)
        self.headed = False

    def add(self, columns: Columns) -> None:
        """Append rows; the first call writes the header."""
        if not self.headed:
            self.writer.writerow(columns)
            self.headed = True
        self.writer.writerows(zip(*(column.tolist() for column in columns.values()), strict=True))

    def close(self) -> None:
        """Close the file."""
        self.file.close()


class ParquetFile:
    """A table as Parquet, in row groups of a few thousand rows."""

    ROWS = 8192

    def __init__(self, path: Path):
        self.path = path
        self.writer: Any = None
        self.waiting: list[Columns] = []

    def add(self, columns: Columns) -> None:
        """Append rows."""
        self.waiting.append(columns)
        if sum(len(next(iter(part.values()))) for part in self.waiting) >= self.ROWS:
            self._flush()

    def _flush(self) -> None:
        import pyarrow as pa
        from pyarrow import parquet

        if not self.waiting:
            return
        table = pa.table({name: np.concatenate([part[name] for part in self.waiting]) for name in self.waiting[0]})
        self.waiting.clear()
        if self.writer is None:
            self.writer = parquet.ParquetWriter(self.path, table.schema)
        self.writer.write_table(table)

    def close(self) -> None:
        """Write what is waiting and close the file."""
        self._flush()
        if self.writer is not None:
            self.writer.close()


def has_parquet() -> bool:
    """Whether the extra `study` is installed."""
    return importlib.util.find_spec("pyarrow") is not None


def open_table(folder: Path, name: str) -> TableFile:
    """A table file in the best format there is."""
    return ParquetFile(folder / f"{name}.parquet") if has_parquet() else CsvFile(folder / f"{name}.csv")


def game_columns(tables: Tables, block: Block) -> Columns:
    """One row a game: number, turns, decisions, each seat's success, each measure, each count."""
    results = block.results
    columns: Columns = {
        "game": np.arange(block.first, block.first + len(results), dtype=np.int64),
        "turns": results.turns,
        "decisions": results.decisions,
    }
    for seat in tables.scenario.seats:
        columns[f"success_{seat.faction}"] = results.success[:, tables.index.factions[seat.faction]]
    for m, measure in enumerate(tables.scenario.measures):
        columns[measure.id] = results.measure[:, m]
    for i, count in enumerate(COUNTS):
        columns[f"count_{count}"] = results.tally[:, i]
    return columns


def turn_columns(tables: Tables, block: Block) -> Columns:
    """One row a game and turn: number, turn, each measure as it stood at the end of the turn."""
    rows = block.rows
    games = np.arange(block.first, block.first + len(rows), dtype=np.int64)
    played = rows.turn.ravel() > 0
    columns: Columns = {"game": np.repeat(games, rows.shape[1])[played], "turn": rows.turn.ravel()[played]}
    for m, measure in enumerate(tables.scenario.measures):
        columns[measure.id] = rows.measure[:, :, m].ravel()[played]
    return columns


class StudyFolder:
    """The folder of a study; a context manager that closes its tables whatever happens."""

    def __init__(self, folder: Path, study: Study):
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.study = folder, study
        self.games, self.turns = open_table(folder, "games"), open_table(folder, "turns")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.games.close()
        self.turns.close()

    def add(self, block: Block) -> None:
        """Write one block."""
        self.games.add(game_columns(self.study.tables, block))
        self.turns.add(turn_columns(self.study.tables, block))


def write_summary(path: Path, figures: Sequence[Figure]) -> None:
    """Write the table of outcomes."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "name", "group", "unit", "n", "value", "low_95", "high_95"])
        for f in figures:
            writer.writerow([f.id, f.name, f.group, f.unit, f.n, f"{f.value:.6f}", f"{f.low:.6f}", f"{f.high:.6f}"])


def content_hash(tables: Tables) -> str:
    """A fingerprint of everything that a game of these tables depends on, save the program."""
    played = attrs.evolve(tables.ruleset, items=())
    model = repr((played, tables.board, tables.scenario))
    return hashlib.sha256(model.encode()).hexdigest()


def manifest(study: Study, policies: dict[str, str], played: int) -> dict[str, Any]:
    """What was played, so that another may play it again."""
    return {
        "kuroshio": engine.__version__,
        "made": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "scenario": study.tables.scenario.id,
        "content_sha256": content_hash(study.tables),
        "seed": study.seed,
        "first_game": study.first,
        "games_asked": study.games,
        "games_played": played,
        "interrupted": played < study.games,
        "policies": policies,
        "made_with": {
            "python": platform.python_version(),
            **{name: importlib.metadata.version(name) for name in ("numba", "numpy")},
        },
    }


def write_manifest(path: Path, content: dict[str, Any]) -> None:
    """Write the manifest, read it back and compare."""
    save(path, content)
