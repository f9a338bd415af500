"""The kernel is compiled once for all tests: for every verb it is known what it is called with."""

from __future__ import annotations

import pytest

from kuroshio.kernel.jit import INTERPRETED
from kuroshio.kernel.jit import VERBS as ALL
from tests.compiled import signatures

VERBS = {name: verb for name, verb in ALL.items() if verb.__module__.startswith("kuroshio.")}  # tests have some of their own


def test_it_is_known_what_every_verb_is_called_with() -> None:
    assert set(signatures()) == set(VERBS)


@pytest.mark.skipif(INTERPRETED, reason="nothing is compiled")
def test_each_verb_takes_so_many() -> None:
    taken = {name: verb.py_func.__code__.co_argcount for name, verb in VERBS.items()}
    assert {name: len(words) for name, words in signatures().items()} == taken
