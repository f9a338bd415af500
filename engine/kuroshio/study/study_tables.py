"""The tables of a study as Parquet: columns described by name, unit, bounds and source; rows in order of point and game.

No row group crosses from one point to the next, and each has at most `ROWS` rows of consecutive games. So a reader finds the
games of a point, or the same games of several points, without reading the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

import numpy as np
from attrs import frozen

from kuroshio.kernel.state.codes import ACT_COUNTS, COUNTS
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.model.bibliography import bibliography
from kuroshio.model.scenario import Seat
from kuroshio.study.batch import Block
from kuroshio.study.outcomes import BEST, bounds_of
from kuroshio.study.result_tables import (
    STOOD_IN,
    Columns,
    doctrine_column,
    game_columns,
    mixed_seats,
    regrouped,
    turn_columns,
    write_groups,
)

SCHEMA = "2"  # the version of the tables' columns; a change of their meaning gives another
ROWS = 4096
POSITION = "positions"  # the column of the table of positions
PLAYED_BY = "the doctrine that it played by, drawn from its mix where no policy says otherwise"


@frozen
class Column:
    """The description of a column. unit: what it counts; least, most: its bounds, empty without one; source: of the measure."""

    table: str
    name: str
    title: str
    unit: str
    least: str = ""
    most: str = ""
    condition: str = ""
    source: str = ""


def described(tables: Tables) -> list[Column]:
    """Return the description of every column of the tables of a study."""
    names = {faction.id: faction.name for faction in tables.ruleset.factions}
    games = [
        Column("games", "point", "the number of the point", "number", "0"),
        Column("games", "game", "the number of the game of this seed", "number", "0"),
        Column("games", "turns", "turns played", "turns", "1", str(tables.scenario.turns)),
        Column("games", "decisions", "choices between two or more legal options", "choices", "0"),
        *(column for seat in tables.scenario.seats for column in _seat_columns(seat, names[seat.faction])),
        *(_measure(tables, measure, "games") for measure in tables.scenario.measures),
        *(Column("games", f"count_{count}", count.replace("_", " "), "events", "0") for count in COUNTS),
        *(Column("games", doctrine_column(seat), f"{names[seat]}: {PLAYED_BY}", "id") for seat in mixed_seats(tables)),
    ]
    turns = [
        Column("turns", "point", "the number of the point", "number", "0"),
        Column("turns", "game", "the number of the game of this seed", "number", "0"),
        Column("turns", "turn", "the turn that has ended", "turns", "1", str(tables.scenario.turns)),
        *(_measure(tables, measure, "turns") for measure in tables.scenario.measures),
    ]
    return [*games, *turns, *_act_columns()]


def _seat_columns(seat: Seat, name: str) -> Iterator[Column]:
    n = len(seat.success)
    yield Column("games", f"success_{seat.faction}", f"{name}: all aims met", "true or false", "0", "1")
    yield Column(
        "games", f"grade_{seat.faction}", f"{name}: sum of the grades of its {n} conditions", "grades", "0", str(BEST * n)
    )


def _measure(tables: Tables, measure: Any, table: str) -> Column:
    low, high = (str(int(bound)) if np.isfinite(bound) else "" for bound in bounds_of(measure, tables))
    bounds = [f"at least {measure.at_least}" if measure.at_least is not None else ""]
    bounds += [f"at most {measure.at_most}" if measure.at_most is not None else ""]
    rests = bibliography(tables.ruleset.documents, tables.scenario.documents, series=tables.ruleset.series).short(measure)
    unit = "steps of a track" if high else "events"
    return Column(table, measure.id, measure.name, unit, low, high, " and ".join(filter(None, bounds)), rests)


def _act_columns() -> list[Column]:
    titles = {
        "ordered": "orders given and signed",
        "declined": "joint orders that the partner did not sign",
        "setback": "acts carried out that ended in a setback, with or without an order",
        "failure": "acts carried out that failed",
        "success": "acts carried out that succeeded",
        "breakthrough": "acts carried out with a breakthrough",
    }
    return [
        Column("actions", "point", "the number of the point", "number", "0"),
        Column("actions", "seat", "who acts", "id"),
        Column("actions", "action", "the act", "id"),
        *(Column("actions", count, titles[count], "acts over all games of the point", "0") for count in ACT_COUNTS),
    ]


# --- what one block of games gives ----------------------------------------------------------------


def games_of(tables: Tables, block: Block, point: int) -> Columns:
    """Return the rows of `games` of one block."""
    columns = game_columns(tables, block)
    columns.pop(STOOD_IN, None)
    for seat in tables.scenario.seats:
        columns[f"success_{seat.faction}"] = columns[f"success_{seat.faction}"].astype(bool)
    return {"point": np.full(len(block.results), point, np.int32), **columns}


def turns_of(tables: Tables, block: Block, point: int) -> Columns:
    """Return the rows of `turns` of one block."""
    columns = turn_columns(tables, block)
    return {"point": np.full(len(columns["turn"]), point, np.int32), **columns}


def positions_of(block: Block, point: int) -> Columns:
    """Return by game the hashes of its positions at the ends of its turns: u8 as bytes, 0 after its last turn."""
    keys = np.where(block.rows.turn > 0, block.rows.position_key, 0).astype("<u8")
    games = np.arange(block.first, block.first + len(block.rows), dtype=np.int64)
    told = np.array([row.tobytes() for row in keys], object)
    return {"point": np.full(len(games), point, np.int32), "game": games, POSITION: told}


def keys_in(told: np.ndarray, turns: int) -> np.ndarray:
    """Return hashes of positions from their bytes: u8 by game and turn, 0 from a game's last turn to `turns`."""
    keys = np.zeros((len(told), turns), "<u8")
    for i, data in enumerate(told):
        row = np.frombuffer(data, "<u8")
        keys[i, : len(row)] = row
    return keys


def acts_of(tables: Tables, block: Block, point: int) -> dict[str, Any]:
    """Return the rows of acts of one block: those that occurred, in order of seats and of the rules. game: the block's first."""
    acts = block.acts
    who, what = np.nonzero(acts.sum(axis=2))
    seats, actions = ([entry.id for entry in entries] for entries in (tables.ruleset.factions, tables.ruleset.actions))
    counted = {name: acts[who, what, i].astype(np.int64) for i, name in enumerate(ACT_COUNTS)}
    return {
        "point": np.full(len(who), point, np.int32),
        "game": np.full(len(who), block.first, np.int64),
        "seat": np.array([seats[f] for f in who], object),
        "action": np.array([actions[a] for a in what], object),
        **counted,
    }


# --- files -----------------------------------------------------------------------------------------


def with_descriptions(schema: Any, table: str, columns: Iterable[Column]) -> Any:
    """Return a schema whose fields carry their descriptions, and whose metadata has the version of the columns."""
    import pyarrow as pa

    known = {column.name: column for column in columns if column.table == table}
    fields = []
    for field in schema:
        one = known.get(field.name)
        told = {} if one is None else {
            "name": one.title, "unit": one.unit, "least": one.least, "most": one.most,
            "condition": one.condition, "source": one.source,
        }  # fmt: skip
        fields.append(field.with_metadata({key: value for key, value in told.items() if value}))
    return pa.schema(fields, {"kuroshio_schema": SCHEMA, "table": table})


def write_ordered(stream: IO[bytes], tables: Iterable[Any], table: str, columns: Iterable[Column], span: int = ROWS) -> None:
    """Write rows that come in order of point and game; the bytes depend only on the rows, not on how they are divided.

    span: consecutive games of a row group at most. Without any row the file has its columns alone.
    """
    columns = list(columns)
    groups = regrouped(tables, lambda table: _end_of_group(table, span))
    write_groups(stream, (group.cast(with_descriptions(group.schema, table, columns)) for group in groups), ROWS * 64)


def _end_of_group(table: Any, span: int) -> int | None:
    """Return where the first row group ends, of one point and `span` games at most; None if more of its rows may come."""
    if not table.num_rows:
        return None
    points, games = table["point"].to_numpy(), table["game"].to_numpy()
    other = (points != points[0]) | (games // span != games[0] // span)
    return int(np.argmax(other)) if other.any() else None


@frozen
class OrderedTable:
    """A table on the disk whose row groups are found by point and number of game. file: a `pyarrow.parquet.ParquetFile`."""

    file: Any
    groups: Mapping[tuple[int, int], int]

    @classmethod
    def open(cls, path: Path) -> OrderedTable:
        """Open a table that `write_ordered` wrote. Raises OSError, ValueError."""
        from pyarrow import parquet

        file = parquet.ParquetFile(path)
        names = file.schema_arrow.names
        at_point, at_game = names.index("point"), names.index("game")
        groups = {}
        for g in range(file.num_row_groups):
            group = file.metadata.row_group(g)
            first = group.column(at_game).statistics.min
            groups[group.column(at_point).statistics.min, first // ROWS] = g
        return cls(file, groups)

    def spans(self, point: int) -> list[int]:
        """Return the numbers of the spans of `ROWS` games in which a point has games."""
        return sorted(span for of, span in self.groups if of == point)

    def rows(self, point: int, span: int, columns: list[str]) -> dict[str, np.ndarray]:
        """Read columns of the games of a point in one span."""
        read = self.file.read_row_group(self.groups[point, span], columns=columns, use_threads=False)
        return {name: read[name].to_numpy() for name in columns}
