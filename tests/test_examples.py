"""The examples in docstrings of functions behind the door run; those of the door itself run in tests/api/test_door.py."""

from __future__ import annotations

import doctest
import importlib

import pytest

import kuroshio
from tests.test_house import MODULES

DOOR = {id(getattr(kuroshio, name)) for name in kuroshio.__all__}
WITH = [name for name, path in MODULES.items() if ">>>" in path.read_text("utf-8") and name != "kuroshio"]


@pytest.mark.parametrize("module", WITH)
def test_the_examples_of_a_module_run(module: str) -> None:
    found = importlib.import_module(module)
    own = [
        made
        for made in vars(found).values()
        if getattr(made, "__module__", "") == module and hasattr(made, "__doc__") and id(made) not in DOOR
    ]
    tests = [test for made in own for test in doctest.DocTestFinder().find(made, globs=dict(vars(found))) if test.examples]
    for test in tests:
        assert doctest.DocTestRunner(verbose=False).run(test).failed == 0, test.name


def test_examples_are_found() -> None:
    assert {"kuroshio.study.holm", "kuroshio.study.draws", "kuroshio.cli.study_table"} <= set(WITH)
