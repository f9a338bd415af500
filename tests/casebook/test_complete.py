"""The casebook has ruled on everything of the rules that it must have ruled on: see `covered.py`."""

from __future__ import annotations

import attrs
import pytest

from engine.kernel.tables import Tables
from tests.casebook.casebook import BadRuling, load_rulings, make_ruling
from tests.casebook.conftest import WitnessOf
from tests.casebook.covered import FLAGS, KINDS, doubts, due, evidence, missing

RULINGS = load_rulings()
claiming = pytest.mark.parametrize("ruling", [ruling for ruling in RULINGS if ruling.shows], ids=lambda ruling: ruling.id)


@pytest.fixture(scope="module")
def shown(witness_of: WitnessOf) -> dict[str, set[str]]:
    """What each ruling is evidence of."""
    return {ruling.id: evidence(ruling, witness_of(ruling)) for ruling in RULINGS}


def test_everything_has_a_ruling(tables: Tables, shown: dict[str, set[str]]) -> None:
    left = missing(tables.ruleset, set().union(*shown.values()))
    assert not left, "no ruling of the casebook shows:\n" + "\n".join(left)
