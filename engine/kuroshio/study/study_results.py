"""Writes the results of a study from its parts: one file for each table, the effects, the doses, the partings.

The games are read again from their finished table, span by span, so that memory does not grow with their number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import attrs
import numpy as np

from kuroshio.disk.whole_file import replace, whole_file
from kuroshio.kernel.state.codes import ACT_COUNTS
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.study import doses, partings, study_effects
from kuroshio.study.incident_tables import EVENT_SPAN, EVENTS, event_columns
from kuroshio.study.outcomes import by_id
from kuroshio.study.result_folder import PARTS
from kuroshio.study.result_tables import csv_table, packed
from kuroshio.study.study_content import PointContent
from kuroshio.study.study_parts import StudyParts
from kuroshio.study.study_points import StudyLayout, spelt
from kuroshio.study.study_tables import ROWS, Column, OrderedTable, described, with_descriptions, write_ordered
from kuroshio.study.units import ACTIONS, GAMES, POSITIONS, TURNS, Unit

EFFECTS, DOSES, PARTINGS, COLUMNS, POINTS, STUDY = (
    "effects.csv", "doses.csv", "partings.csv", "columns.csv", "points.parquet", "study.toml",
)  # fmt: skip
PARTED = "partings"  # the table of the turns in which games part


def write_results(folder: Path, content: PointContent, layout: StudyLayout, units: Sequence[Unit], parts: StudyParts) -> None:
    """Write every file of a complete study but its manifest. Raises Refusal, UnclearPoint, OSError."""
    tables, file = content.at(layout.points[0]).tables, content.file
    columns = [*described(tables), *event_columns(tables)]
    by_game = sorted(units)
    replace(folder / STUDY, file.text.encode())
    replace(folder / COLUMNS, columns_table(columns))
    replace(folder / POINTS, packed(point_columns(content, layout)))
    for table in (GAMES, TURNS, *EVENTS):
        if table in parts.tables:
            with whole_file(folder / f"{table}.parquet") as stream:
                write_ordered(stream, parts.ordered(table, by_game), table, columns, EVENT_SPAN if table in EVENTS else ROWS)
    acts = summed_acts(parts.ordered(ACTIONS, by_game))
    write_acts(folder / f"{ACTIONS}.parquet", acts, columns)
    found = study_effects.EffectTable(file, by_id(tables), layout)
    found.read(OrderedTable.open(folder / f"{GAMES}.parquet"))
    replace(folder / EFFECTS, study_effects.table_of(found.effects()))
    replace(folder / DOSES, doses.table_of(doses.doses_of(file, layout, acts)))
    if POSITIONS in parts.tables:
        write_partings(folder, content, layout, parts.ordered(POSITIONS, by_game), tables)


def write_partings(folder: Path, content: PointContent, layout: StudyLayout, positions: Iterator[Any], tables: Tables) -> None:
    """Write the turn in which each game parts from the baseline's, and in some games the first choice that differs."""
    path = folder / PARTS / f"{POSITIONS}.parquet"
    path.parent.mkdir(exist_ok=True)
    with whole_file(path) as stream:
        write_ordered(stream, positions, POSITIONS, ())
    turns = tables.scenario.turns
    wanted: list[tuple[int, int]] = []
    columns = described_partings(turns)

    def rows() -> Iterator[Any]:
        import pyarrow as pa

        for one in partings.parted_turns(content.file.baseline.id, layout, OrderedTable.open(path)):
            taken = sum(point == one["point"][0] for point, _ in wanted)
            parted = one["game"][one["turn"] != partings.NEVER][: max(content.file.record.partings - taken, 0)]
            wanted.extend((int(one["point"][0]), int(game)) for game in parted)
            yield pa.table(one)

    with whole_file(folder / f"{PARTED}.parquet") as stream:
        write_ordered(stream, rows(), PARTED, columns)
    replace(folder / PARTINGS, partings.table_of(partings.followed(content, layout, wanted)))


def described_partings(turns: int) -> list[Column]:
    """Return the descriptions of the table of partings."""
    return [
        Column(PARTED, "point", "the number of the point", "number", "0"),
        Column(PARTED, "game", "the number of the game of this seed", "number", "0"),
        Column(PARTED, "turn", "the turn at whose end it first differs from the baseline; 0: never", "turns", "0", str(turns)),
    ]


def point_columns(content: PointContent, layout: StudyLayout) -> dict[str, Any]:
    """Return one row for each point: number, arm, draw, first game, games, and the value of each factor as text."""
    file, points = content.file, layout.points
    columns: dict[str, Any] = {
        "point": np.array([point.number for point in points], np.int32),
        "arm": [point.arm for point in points],
        "draw": np.array([point.draw for point in points], np.int32),
        "first_game": np.array([layout.first_of(point) for point in points], np.int64),
        "games": np.full(len(points), layout.n, np.int64),
    }
    for key, title in ((factor.key, factor.title) for factor in file.factors):
        columns[title] = [spelt(dict((*point.levels, *point.drawn))[key]) for point in points]
    return columns


def summed_acts(tables: Iterator[Any]) -> dict[str, list[Any]]:
    """Return the counts of acts of every point, in order of points, seats and acts."""
    sums: dict[tuple[int, str, str], np.ndarray] = {}
    for table in tables:
        rows = zip(*(table[name].to_pylist() for name in ("point", "seat", "action", *ACT_COUNTS)))
        for point, seat, action, *counted in rows:
            key = (point, seat, action)
            sums[key] = sums.get(key, np.zeros(len(ACT_COUNTS), np.int64)) + np.array(counted)
    keys = sorted(sums)
    columns: dict[str, list[Any]] = {name: [key[i] for key in keys] for i, name in enumerate(("point", "seat", "action"))}
    return columns | {name: [int(sums[key][i]) for key in keys] for i, name in enumerate(ACT_COUNTS)}


def write_acts(path: Path, acts: dict[str, list[Any]], columns: Sequence[Column]) -> None:
    """Write the table of acts. Raises OSError."""
    import pyarrow as pa

    table = pa.table({name: pa.array(values, pa.int32() if name == "point" else None) for name, values in acts.items()})
    replace(path, packed(table.cast(with_descriptions(table.schema, ACTIONS, columns))))


def columns_table(columns: Sequence[Column]) -> bytes:
    """Return the descriptions of all columns as CSV."""
    return csv_table([field.name for field in attrs.fields(Column)], (attrs.astuple(column) for column in columns))
