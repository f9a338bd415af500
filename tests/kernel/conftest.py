"""The frozen world, and a laboratory for each file of tests."""

from __future__ import annotations

import pytest

from tests.fixtures import dice_table, doctrines, playbook, randoms, table, tables
from tests.kernel.lab import Lab
from tests.stepping import Content
from tests.world import load

__all__ = ["dice_table", "doctrines", "playbook", "randoms", "table", "tables"]


@pytest.fixture(scope="session")
def content() -> Content:
    return load()


@pytest.fixture(scope="module")
def lab(content: Content) -> Lab:
    return Lab(content)
