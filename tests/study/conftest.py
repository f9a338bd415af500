"""Files that do not change are read once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.files.remembered import SHARED, remembered


@pytest.fixture(scope="module", autouse=True)
def files_read_once() -> Iterator[None]:
    """What is shipped is loaded by nearly every test here, and is the same every time."""
    with remembered(SHARED):
        yield
