"""What the tests of the casebook share: a room of players, and the plays so far, each found once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kuroshio.kernel.tables.compiling import Tables
from tests.casebook.casebook import Ruling
from tests.casebook.compare import Witness, find
from tests.casebook.playing import Room

WitnessOf = Callable[[Ruling], Witness]


@pytest.fixture(scope="session")
def room(tables: Tables) -> Room:
    return Room(tables)


@pytest.fixture(scope="session")
def witness_of(room: Room) -> WitnessOf:
    """Who has seen a ruling played; it is played once."""
    found: dict[str, Witness] = {}

    def witness(ruling: Ruling) -> Witness:
        if ruling.id not in found:
            found[ruling.id] = find(room.player(ruling.stage), ruling)
        return found[ruling.id]

    return witness
