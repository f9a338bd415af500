"""What hangs on `content`: tables, doctrines, a game at a table. A conftest.py takes these in beside a `content` of its own.

A fixture belongs to the conftest.py that takes it in, and is made there of the content that stands beside it.
"""

from __future__ import annotations

import numpy as np
import pytest

from kuroshio.kernel.tables.compiling import Tables, compile_tables
from kuroshio.players.doctrine_tables import RANDOM, Playbook, compile_playbook, seat_policies
from tests.stepping import Content, Table


@pytest.fixture(scope="session")
def tables(content: Content) -> Tables:
    return compile_tables(*content)


@pytest.fixture(scope="session")
def playbook(tables: Tables) -> Playbook:
    return compile_playbook(tables)


@pytest.fixture(scope="session")
def doctrines(tables: Tables, playbook: Playbook) -> np.ndarray:
    return seat_policies(tables, playbook)


@pytest.fixture(scope="session")
def randoms(doctrines: np.ndarray) -> np.ndarray:
    return np.full_like(doctrines, RANDOM)


@pytest.fixture
def table(tables: Tables, playbook: Playbook, doctrines: np.ndarray) -> Table:
    return Table(tables, playbook, doctrines)


@pytest.fixture
def dice_table(tables: Tables, playbook: Playbook, randoms: np.ndarray) -> Table:
    return Table(tables, playbook, randoms)
