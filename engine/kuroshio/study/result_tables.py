"""The tables of a study, one of games and one of turns, as columns and as the bytes of a file.

The format is Parquet if pyarrow is installed (the extra `study`), else CSV with the same columns.
"""

from __future__ import annotations

import csv
import importlib.util
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import IO, Any, Protocol

import numpy as np

from kuroshio.kernel.state.codes import COUNTS
from kuroshio.kernel.state.records import OUTCOME, blank
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.model.scenario import AT_RANDOM
from kuroshio.study.batch import Block
from kuroshio.study.estimates import Figure, spelled

Columns = dict[str, np.ndarray]
STOOD_IN = "stood_in"
PLAYER = "player"  # what stands for one from outside in a column of doctrines


class FileFormat(Protocol):
    """A file format for columns of whole numbers and of ids of doctrines. name: in the manifest, and the suffix of its files."""

    name: str

    def pack(self, columns: Columns) -> bytes:
        """Return a table as the bytes of a file."""

    def unpack(self, data: bytes) -> Columns:
        """Read a table from bytes. Raises ValueError on bytes that are no table."""

    def join(self, parts: Iterable[bytes], stream: IO[bytes]) -> None:
        """Write several tables as one; the bytes depend only on the rows, not on the parts. Raises OSError."""


class CsvForm:
    """Tables as CSV."""

    name = "csv"

    def pack(self, columns: Columns) -> bytes:
        """Return a header, then one line per row."""
        return csv_table(columns, zip(*(column.tolist() for column in columns.values()), strict=True))

    def unpack(self, data: bytes) -> Columns:
        """Read all numbers as i8."""
        header, *rows = csv.reader(io.StringIO(data.decode()))
        values = np.array(rows, dtype=object).reshape(len(rows), len(header))
        return {name: _numbers_or_words(values[:, i]) for i, name in enumerate(header)}

    def join(self, parts: Iterable[bytes], stream: IO[bytes]) -> None:
        """Write one header, then all lines."""
        for n, data in enumerate(parts):
            stream.write(data if n == 0 else data[data.index(b"\n") + 1 :])


class ParquetForm:
    """Tables as Parquet, joined in row groups of a fixed number of rows."""

    name = "parquet"
    ROWS = 8192

    def pack(self, columns: Columns) -> bytes:
        """Return one row group."""
        return packed(columns)

    def unpack(self, data: bytes) -> Columns:
        """Read each column in its packed type."""
        table = unpacked(data)
        return {name: table[name].to_numpy() for name in table.column_names}

    def join(self, parts: Iterable[bytes], stream: IO[bytes]) -> None:
        """Write the rows in new row groups of fixed size, whatever the parts."""
        tables = (unpacked(data) for data in parts)
        write_groups(stream, regrouped(tables, lambda held: self.ROWS if held.num_rows >= self.ROWS else None), self.ROWS)


def packed(columns: Any) -> bytes:
    """Return columns by name, or a table of pyarrow, as the bytes of a Parquet file."""
    import pyarrow as pa
    from pyarrow import parquet

    data = io.BytesIO()
    parquet.write_table(columns if isinstance(columns, pa.Table) else pa.table(dict(columns)), data)
    return data.getvalue()


def unpacked(data: bytes) -> Any:
    """Read a Parquet file from bytes. Raises ValueError on other bytes.

    It is read in this thread: one of pyarrow's that still holds the bytes would crash an early exit.
    """
    import pyarrow as pa
    from pyarrow import parquet

    return parquet.ParquetFile(pa.BufferReader(data)).read(use_threads=False)


def regrouped(tables: Iterable[Any], end_of_group: Callable[[Any], int | None]) -> Iterator[Any]:
    """Divide the rows of tables anew, whatever the tables. end_of_group: where the first group ends; None if more may come.

    Of tables without any row there is one group, with their columns alone.
    """
    import pyarrow as pa

    held, any_row = None, False
    for table in tables:
        held = table if held is None else pa.concat_tables([held, table])
        while (end := end_of_group(held)) is not None:
            yield held.slice(0, end).combine_chunks()
            held, any_row = held.slice(end), True
    if held is not None and (held.num_rows or not any_row):
        yield held.combine_chunks()


def write_groups(stream: IO[bytes], groups: Iterable[Any], most: int) -> None:
    """Write tables as the row groups of one Parquet file; nothing if there are none. most: rows of a group. Raises OSError."""
    from pyarrow import parquet

    writer = None
    try:
        for group in groups:
            writer = writer or parquet.ParquetWriter(stream, group.schema)
            writer.write_table(group, most)
    finally:
        if writer:
            writer.close()


def csv_table(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    """Return a table for programs: UTF-8 without a mark, one header, one line per row.

    >>> csv_table(("id", "n"), [("crises", 3)])
    b'id,n\\r\\ncrises,3\\r\\n'
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode()


def _numbers_or_words(column: np.ndarray) -> np.ndarray:
    """Return a column of text as i8 if all of it are whole numbers."""
    try:
        return column.astype(np.int64)
    except ValueError:
        return column


def has_parquet() -> bool:
    """Whether the extra `study` is installed."""
    return importlib.util.find_spec("pyarrow") is not None


def best_form() -> FileFormat:
    """Return the best available format."""
    return ParquetForm() if has_parquet() else CsvForm()


def game_columns(tables: Tables, block: Block) -> Columns:
    """Return one row per game: number, turns, decisions, each seat's success and its grades' sum, each measure, each count.

    For each seat with a mix there is also the doctrine that it played by, as text (`played_by`). With players from outside there
    is also `stood_in`: the number of seats where a doctrine replaced a failed player.
    """
    results = block.results
    columns: Columns = {
        "game": np.arange(block.first, block.first + len(results), dtype=np.int64),
        "turns": results.turns,
        "decisions": results.decisions,
    }
    for seat in tables.scenario.seats:
        row = tables.index.factions[seat.faction]
        columns[f"success_{seat.faction}"], columns[f"grade_{seat.faction}"] = results.success[:, row], results.grade[:, row]
    for m, measure in enumerate(tables.scenario.measures):
        columns[measure.id] = results.measure[:, m]
    for i, count in enumerate(COUNTS):
        columns[f"count_{count}"] = results.tally[:, i]
    for faction in mixed_seats(tables):
        columns[doctrine_column(faction)] = played_by(tables, block.policies[:, tables.index.factions[faction]])
    if block.stood_in is not None:
        columns[STOOD_IN] = block.stood_in
    return columns


def mixed_seats(tables: Tables) -> list[str]:
    """Return the seats that draw their doctrine from a mix where nobody says otherwise."""
    return [seat.faction for seat in tables.scenario.seats if seat.mix]


def doctrine_column(seat: str) -> str:
    """Return the name of the column that says by which doctrine a seat with a mix played."""
    return f"doctrine_{seat}"


def played_by(tables: Tables, policies: np.ndarray) -> np.ndarray:
    """Return the words of policies in games: the id of a doctrine, "random", or "player" for one from outside."""
    words = [*(doctrine.id for doctrine in tables.ruleset.doctrines), PLAYER, AT_RANDOM]  # OUTSIDE is -2, RANDOM -1
    return np.array(words, object)[policies]


def results_of(tables: Tables, columns: Columns) -> np.recarray:
    """Turn the columns of `game_columns` back into outcomes. Raises KeyError if a column is missing."""
    results = blank(OUTCOME, len(columns["game"]))
    results.turns, results.decisions = columns["turns"], columns["decisions"]
    for seat in tables.scenario.seats:
        row = tables.index.factions[seat.faction]
        results.success[:, row], results.grade[:, row] = columns[f"success_{seat.faction}"], columns[f"grade_{seat.faction}"]
    for m, measure in enumerate(tables.scenario.measures):
        results.measure[:, m] = columns[measure.id]
    for i, count in enumerate(COUNTS):
        results.tally[:, i] = columns[f"count_{count}"]
    return results


def turn_columns(tables: Tables, block: Block) -> Columns:
    """Return one row per game and turn: number, turn, each measure at the end of the turn."""
    rows = block.rows
    games = np.arange(block.first, block.first + len(rows), dtype=np.int64)
    played = rows.turn.ravel() > 0
    columns: Columns = {"game": np.repeat(games, rows.shape[1])[played], "turn": rows.turn.ravel()[played]}
    for m, measure in enumerate(tables.scenario.measures):
        columns[measure.id] = rows.measure[:, :, m].ravel()[played]
    return columns


def strung(pieces: Sequence[Mapping[str, Any]]) -> Columns:
    """Join tables of the same columns."""
    return {name: np.concatenate([piece[name] for piece in pieces]) for name in pieces[0]}


def summary(figures: Sequence[Figure]) -> bytes:
    """Return the table of outcomes as CSV."""
    columns = ("id", "name", "group", "unit", "n", "value", "low_95", "high_95", "note")
    return csv_table(columns, (_row(figure) for figure in figures))


def _row(f: Figure) -> tuple[object, ...]:
    numbers = spelled((f.value, f.low, f.high), f.high - f.low)
    return (f.id, f.name, f.group, f.unit, f.n, *numbers, f.note)
