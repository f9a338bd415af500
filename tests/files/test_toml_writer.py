"""What is saved reads back as it was, or is not saved."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kuroshio.files.content_folders import data_folder
from kuroshio.files.toml_writer import Unwritable, dumps, save

SHIPPED = [path for name in ("rules", "maps", "scenarios") for path in sorted(data_folder(name).rglob("*.toml"))]


def test_plain_table() -> None:
    table = {"name": '尖閣 "x" C:\\dir', "turns": 8, "rate": 0.5, "on": True, "seat": [{"faction": "a", "aims": ["x", "y"]}]}
    assert tomllib.loads(dumps(table)) == table


def test_tuples_are_lists() -> None:
    assert tomllib.loads(dumps({"pair": ("a", "b"), "seat": ({"id": 1},)})) == {"pair": ["a", "b"], "seat": [{"id": 1}]}


def without_empty_tables(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_empty_tables(item) for key, item in value.items() if item != {}}
    return [without_empty_tables(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_shipped_file_survives(path: Path) -> None:
    table = without_empty_tables(tomllib.loads(path.read_text(encoding="utf-8")))
    assert tomllib.loads(dumps(table)) == table


# What toml 0.10.2 writes otherwise than it was, without a word.
CHANGED = [
    {"a": [[{"x": 1}]]},
    {"a": None},
    {"a": [1, None]},
    {"a": "no\u00a0break"},
    {"a": "bell\x07"},
    {"a": "\\x41"},
    {"a": float("nan")},
    {"seat": [{"id": 1, "empty": {}}]},
]


@pytest.mark.parametrize("table", CHANGED, ids=ascii)
def test_what_would_change_is_refused(table: dict[str, Any]) -> None:
    with pytest.raises(Unwritable):
        dumps(table)


def test_the_key_that_would_change_is_named() -> None:
    with pytest.raises(Unwritable, match="would change 'b'"):
        dumps({"a": 1, "b": None})


VALUES = st.recursive(
    st.one_of(st.integers(-(2**53), 2**53), st.booleans(), st.text(max_size=10), st.none(), st.floats()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=8,
)


@settings(deadline=None)
@given(st.dictionaries(st.text(max_size=5), VALUES, max_size=4))
def test_same_or_refused(table: dict[str, Any]) -> None:
    """Never a third thing: no other error, no other table."""
    try:
        text = dumps(table)
    except Unwritable:
        return
    assert tomllib.loads(text) == table


def test_save(tmp_path: Path) -> None:
    path = tmp_path / "out.toml"
    save(path, {"name": "尖閣", "n": [1, 2]})
    assert path.read_bytes() == 'name = "尖閣"\nn = [ 1, 2,]\n'.encode()


def test_nothing_is_written_of_what_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "out.toml"
    path.write_text("kept = true\n", encoding="utf-8")
    with pytest.raises(Unwritable):
        save(path, {"a": None})
    assert path.read_text(encoding="utf-8") == "kept = true\n"
