"""Fixtures of the tests of files."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest
from house import House


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> House:
    folder = tmp_path_factory.mktemp("house")
    with contextlib.chdir(folder):
        return House(folder)


@pytest.fixture
def house(built: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.chdir(built.folder)
    yield built
    built.mend()
