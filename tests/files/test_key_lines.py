"""Every key path of a TOML text has its line, and no other path has one."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kuroshio.files.content_folders import data_folder
from kuroshio.files.faults import KeyPath
from kuroshio.files.key_lines import locate
from kuroshio.files.toml_writer import Unwritable, dumps


def paths(value: Any, path: KeyPath = ()) -> set[KeyPath]:
    """Every key path of what a TOML reader has read."""
    found = {path}
    if isinstance(value, dict):
        for key, item in value.items():
            found |= paths(item, (*path, key))
    elif isinstance(value, list):
        for i, item in enumerate(value):
            found |= paths(item, (*path, i))
    return found


TRICKY = """\
# a comment with [brackets] and "quotes"
title = "a # in a string, = and ]"

[owner]  # after a header
"quoted key" = 1
'a.b' = 'c:\\path'
dotted . key = 2

[[piece]]
id = "first"
list = [
    1, # one ]
    2,
    [3, 4],
]

[[piece]]
id = "second"
text = QQQ
[[piece]]
id = "not a piece" \\Q QQ QQQ
raw = '''
[x]
'it''''
inline = { a = 1, b = { c = [true, false] }, "d e" = 2021-01-01 }

[[piece.part]]
n = 0x1F

[[piece.part]]
n = 1_000.5

[piece.part.deep]
last = +inf
""".replace("Q", '"')

LINES = [
    ((), 1),
    (("title",), 2),
    (("owner",), 4),
    (("owner", "quoted key"), 5),
    (("owner", "a.b"), 6),
    (("owner", "dotted"), 7),
    (("owner", "dotted", "key"), 7),
    (("piece",), 9),
    (("piece", 0), 9),
    (("piece", 0, "list"), 11),
    (("piece", 0, "list", 1), 13),
    (("piece", 0, "list", 2, 1), 14),
    (("piece", 1), 17),
    (("piece", 1, "text"), 19),
    (("piece", 1, "raw"), 22),
    (("piece", 1, "inline", "b", "c", 1), 25),
    (("piece", 1, "inline", "d e"), 25),
    (("piece", 1, "part", 0, "n"), 28),
    (("piece", 1, "part", 1), 30),
    (("piece", 1, "part", 1, "deep", "last"), 34),
]


def test_tricky_text_has_every_path() -> None:
    assert set(locate(TRICKY)) == paths(tomllib.loads(TRICKY))


@pytest.mark.parametrize("path, line", LINES, ids=str)
def test_line(path: KeyPath, line: int) -> None:
    assert locate(TRICKY)[path] == line


def test_empty_text() -> None:
    assert locate("") == {(): 1}
    assert locate("\n# nothing\n") == {(): 1}


def test_text_that_ends_with_a_value() -> None:
    assert locate("a = 1\nb = [1,\n2]") == {(): 1, ("a",): 1, ("b",): 2, ("b", 0): 2, ("b", 1): 3}


@pytest.mark.parametrize(
    "path",
    [path for name in ("rules", "maps", "scenarios") for path in sorted(data_folder(name).rglob("*.toml"))],
    ids=lambda path: path.name,
)
def test_shipped_files_have_every_path(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert set(locate(text)) == paths(tomllib.loads(text))


PLAIN = st.text(st.characters(min_codepoint=32, max_codepoint=126, exclude_characters='\\"'), max_size=8)
SCALARS = st.one_of(st.integers(-1000, 1000), st.booleans(), PLAIN)
TABLES = st.recursive(
    st.dictionaries(PLAIN.filter(bool), st.one_of(SCALARS, st.lists(st.integers(), max_size=3)), min_size=1, max_size=4),
    lambda inner: st.dictionaries(
        PLAIN.filter(bool), st.one_of(SCALARS, inner, st.lists(inner, min_size=1, max_size=3)), min_size=1, max_size=4
    ),
    max_leaves=8,
)


@settings(deadline=None)
@given(TABLES)
def test_any_document_has_every_path(table: dict[str, Any]) -> None:
    try:
        text = dumps(table)
    except Unwritable:
        return
    assert set(locate(text)) == paths(tomllib.loads(text))
