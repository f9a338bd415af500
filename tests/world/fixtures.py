"""The frozen world in the place of the shipped content: a conftest.py that takes these in has its folder play it.

All that hangs on `content` stands here again: a fixture is made once a session, and would else be made of whatever content
was asked for first.
"""

from __future__ import annotations

import numpy as np
import pytest

from kuroshio.kernel.tables import Tables, compile_tables
from kuroshio.policies.playbook import RANDOM, Playbook, compile_playbook, seat_policies
from tests.stepping import Content, Table
from tests.world import load


@pytest.fixture(scope="session")
def content() -> Content:
    return load()


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
