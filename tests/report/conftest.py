"""Games played once for all tests of the review."""

from __future__ import annotations

import pytest

from tests.report.played import Played, play, reviewed
from tests.session import half_day


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Played:
    path = tmp_path_factory.mktemp("whole") / "a.game.jsonl"
    return reviewed(path, play(path))


@pytest.fixture(scope="session")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> Played:
    path = tmp_path_factory.mktemp("stopped") / "b.game.jsonl"
    return reviewed(path, play(path, turns=2))


@pytest.fixture(scope="session")
def day(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """The half day, with an umpire at the table."""
    folder = tmp_path_factory.mktemp("day")
    played = half_day.begin(folder)
    played.play()
    played.session.close()
    return reviewed(next(folder.glob("*.game.jsonl")), played.session)
