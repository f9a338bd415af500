"""The statements of evidence stay as their author wrote them, before any rule was changed for them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from kuroshio.files.toml_file import read

HERE = Path(__file__).parent
FIXED = {
    "links.md": "31f5c5575ca1b7d77f6f6daca1982ad417fb33cf32d3a4fdd4f4064d4bef5ac6",
    "links.toml": "0a54054816455e10c28456dbba273c6028004d6d6817b1aaa512cfb0b4900acb",
}
SIGNS = {"+": 14, "-": 13, "none": 12}


@pytest.mark.parametrize("name", FIXED)
def test_the_statements_are_byte_for_byte_what_was_fixed(name: str) -> None:
    """Nobody rewords a statement that fails: a change of these files is a change of the question after its answer."""
    assert hashlib.sha256((HERE / name).read_bytes()).hexdigest() == FIXED[name]


def test_there_are_39_statements_each_with_an_id_of_its_own() -> None:
    statements = read(HERE / "links.toml").tables["statement"]
    assert len({one["id"] for one in statements}) == len(statements) == 39
    assert {sign: sum(one["sign"] == sign for one in statements) for sign in SIGNS} == SIGNS
