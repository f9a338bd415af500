"""The games, stories and exercise of the oracle come out as they were written down."""

from __future__ import annotations

from itertools import islice

import pytest

from kuroshio.kernel.version import KERNEL
from tests.oracle.games import FOLDER, TWENTIETH, VERSION, differences, kept, made


def check(games: int | None) -> None:
    seen = set()
    for name, lines in made() if games is None else made(games):
        seen.add(name)
        if name.endswith(".jsonl"):
            assert lines == kept(name), name
            continue
        assert lines and (games is not None or len(lines) == len(kept(name)))
        assert differences(name, lines) == [], name
    assert {*seen, VERSION} == {path.name for path in FOLDER.iterdir()}


def test_a_twentieth_of_the_oracle_holds() -> None:
    check(TWENTIETH)


@pytest.mark.full
def test_the_whole_oracle_holds() -> None:
    check(None)


def test_the_oracle_is_of_this_version_of_the_kernel() -> None:
    assert kept(VERSION) == [str(KERNEL)]


def test_the_oracle_tells_games_apart() -> None:
    for path in FOLDER.glob("*-*.txt"):
        lines = [line.split(" ", 1)[1] for line in kept(path.name)]
        assert len(set(lines)) == len(lines), path.name
        assert all(differences(path.name, [line[:-1] + "x"]) for line in islice(kept(path.name), 3))
