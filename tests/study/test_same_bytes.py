"""However a study is played, its files are the same: the short form of `same_bytes`, and the whole as a full check."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.study.clusters import HAS_DASK
from tests.study.same_bytes import LONG, SHORT, WAYS, Played, Size, line, play_all

pytest.importorskip("pyarrow")
pytestmark = pytest.mark.skipif(os.name == "nt", reason="processes are killed, and forked")

FILES = {
    "actions.parquet", "answers.parquet", "columns.csv", "crises.parquet", "doses.csv", "effects.csv", "games.parquet",
    "incidents.parquet", "manifest.toml", "partings.csv", "partings.parquet", "points.parquet", "study.toml", "turns.parquet",
}  # fmt: skip


def check(place: Path, size: Size) -> None:
    """Every way has the files of the first."""
    rows = list(play_all(place, size))
    assert [row.way for row in rows] == [name.format(shards=size.shards) for name in WAYS] and set(rows[0].hashes) == FILES
    assert [row.way for row in rows if not row.hashes] == ([] if HAS_DASK else ["Dask, one of two workers killed"])
    assert [line(row, rows[0]) for row in rows if row.hashes not in ({}, rows[0].hashes)] == []


@pytest.mark.full
def test_a_small_study_is_the_same_to_the_byte_in_every_way(tmp_path: Path) -> None:
    check(tmp_path, SHORT)


@pytest.mark.full
def test_a_large_study_is_the_same_to_the_byte_in_every_way(tmp_path: Path) -> None:
    check(tmp_path, LONG)


def test_a_difference_is_told() -> None:
    first = Played("one thread", 1.0, {"a": "1", "b": "2"})
    assert line(first, first).endswith("the same")
    assert line(Played("two threads", 1.0, {"a": "1", "b": "3", "c": "4"}), first).endswith("DIFFERS in b, c")
    assert "not installed" in line(Played("Dask", 0.0, {}), first)
