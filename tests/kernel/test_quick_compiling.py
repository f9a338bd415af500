"""Parts are linked into verbs, which alone become machine code; numba is restored, and others compile as ever."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from numba import njit

from kuroshio.kernel import jit
from kuroshio.kernel.quick_compiling import REPLACED

pytestmark = pytest.mark.skipif(jit.INTERPRETED, reason="nothing is compiled")


@pytest.fixture
def verb(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Makes verbs that nobody else knows and that are not kept."""
    monkeypatch.setattr(jit, "UNKEPT", ["a test"])
    monkeypatch.setattr(jit, "VERBS", {})
    return jit.verb


def library(function: Any) -> Any:
    """What a function with one signature was compiled to."""
    (found,) = function.overloads.values()
    return found.library


def is_made(function: Any) -> bool:
    """Whether there is machine code of a function."""
    name = next(one.name for one in library(function)._final_module.functions if not one.is_declaration)
    return bool(library(function).codegen._engine.is_symbol_defined(name))


def test_machine_code_is_made_of_verbs_alone_and_numba_is_restored(verb: Any) -> None:
    before = [getattr(one.owner, one.name) for one in REPLACED]

    @jit.part
    def step(x: Any) -> Any:
        return 3 * x + 1

    @jit.part
    def two_steps(x: Any) -> Any:
        return step(step(x))

    @verb
    def further(x: Any) -> Any:
        return two_steps(x) + step(x)

    assert further(5) == 3 * 16 + 1 + 16
    assert is_made(further) and not is_made(step) and not is_made(two_steps)
    assert len(REPLACED) == 4 and [getattr(one.owner, one.name) for one in REPLACED] == before


def test_a_part_that_one_verb_has_brought_along_serves_another(verb: Any) -> None:
    @jit.part
    def twice(x: Any) -> Any:
        return 2 * x

    @verb
    def inner(x: Any) -> Any:
        return twice(x) + 1

    @verb
    def outer(x: Any) -> Any:
        return inner(x) + twice(x)

    assert (outer(4), inner(4), outer(-1)) == (17, 9, -3)
    assert is_made(inner) and is_made(outer) and not is_made(twice)


def test_what_another_thread_compiles_meanwhile_is_compiled_in_full(verb: Any) -> None:
    from kuroshio.kernel.quick_compiling import quickly

    @njit(no_cpython_wrapper=True, no_cfunc_wrapper=True)  # type: ignore[misc]
    def theirs(x: Any) -> Any:
        return x - 1

    @njit  # type: ignore[misc]
    def of_a_user(x: Any) -> Any:
        return theirs(x)

    with quickly():
        thread = threading.Thread(target=of_a_user, args=(3,))
        thread.start()
        thread.join()
    assert of_a_user(3) == 2 and is_made(theirs)


KEPT = """
from kuroshio.kernel.jit import UNKEPT, part, verb

@part
def step(x):
    return 3 * x + 1

@verb
def further(x):
    return step(step(x)) + step(x)

print(further(5), sum(further.stats.cache_hits.values()), UNKEPT)
"""


def test_a_verb_that_was_kept_is_loaded(tmp_path: Path) -> None:
    script, more = tmp_path / "kept.py", {"KUROSHIO_CACHE_DIR": str(tmp_path / "cache"), "PYTHONPATH": os.pathsep.join(sys.path)}
    script.write_text(KEPT, "utf-8")
    told = [subprocess.run([sys.executable, script], env=os.environ | more, capture_output=True, text=True) for _ in range(2)]
    assert [one.stdout for one in told] == ["65 0 []\n", "65 1 []\n"], told[-1].stderr
