"""The frozen world, and a laboratory for each file of tests."""

from __future__ import annotations

import pytest

from tests.kernel.lab import Lab
from tests.stepping import Content
from tests.world.fixtures import content, dice_table, doctrines, playbook, randoms, table, tables

__all__ = ["content", "dice_table", "doctrines", "playbook", "randoms", "table", "tables"]


@pytest.fixture(scope="module")
def lab(content: Content) -> Lab:
    return Lab(content)
