"""The door for Python: what it has, that its examples run, and that it leaves other packages as it found them."""

from __future__ import annotations

import doctest
import inspect
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import kuroshio
from kuroshio.kernel.jit import INTERPRETED
from tests.test_house import ROOT

DOOR = sorted(kuroshio.__all__)
PLAYED = ("Game", "Scenario", "Study")  # whose methods have an example each


def documented() -> Iterator[tuple[str, Any]]:
    """The names of the door, and the methods of what is played with."""
    for name in DOOR:
        yield name, getattr(kuroshio, name)
    for name in PLAYED:
        for method, made in vars(getattr(kuroshio, name)).items():
            if not method.startswith("_") and (inspect.isfunction(made) or isinstance(made, classmethod)):
                yield f"{name}.{method}", inspect.unwrap(getattr(made, "__func__", made))


@pytest.fixture(scope="module")
def examples() -> Iterator[None]:
    """Scenarios that an example loads are loaded once for all of them: they do not change."""
    load = kuroshio.load
    kuroshio.load = cache(load)
    yield
    kuroshio.load = load


@pytest.mark.parametrize("name", ["kuroshio", *DOOR])
def test_the_examples_of_the_door_run(name: str, examples: None) -> None:
    found = kuroshio if name == "kuroshio" else getattr(kuroshio, name)
    tests = [test for test in doctest.DocTestFinder(recurse=name != "kuroshio").find(found, name, globs={}) if test.examples]
    assert tests
    for test in tests:
        assert doctest.DocTestRunner(verbose=False).run(test).failed == 0, test.name


def test_every_name_of_the_door_has_an_example() -> None:
    without = {name for name, made in documented() if ">>>" not in (made.__doc__ or "")}
    assert without == {"Scenario.read", "Game.from_bytes"}  # for the house; `load` and `restore` are the door


def test_a_name_that_the_door_does_not_have_is_told_with_those_it_has() -> None:
    with pytest.raises(AttributeError, match=r"kuroshio has no 'lode'; it has .*load"):
        kuroshio.lode  # noqa: B018
    assert set(kuroshio.__all__) <= set(dir(kuroshio))
    assert {name for name, _ in inspect.getmembers(kuroshio)} >= set(kuroshio.__all__)


# --- a good guest ----------------------------------------------------------------------------------------

GUEST = """
import numba, numpy, sys
from numba.core.types import Record
found = numba.config.CACHE_DIR, Record.__repr__, numpy.geterr()
import kuroshio
scenario = kuroshio.load("tutorial")
scenario.study(1)
game = scenario.new_game()
game.play(game.legal()[0])
assert (numba.config.CACHE_DIR, Record.__repr__, numpy.geterr()) == found
import mine
assert mine.twice(2) == 4
print(mine.twice._cache.cache_path if hasattr(mine.twice, "_cache") else "")
"""


def test_numba_and_numpy_are_left_as_they_were_found(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text("import numba\n@numba.njit(cache=True)\ndef twice(n):\n    return 2 * n\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path[:0] = {[str(tmp_path), *sys.path]!r}\n{GUEST}"],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert INTERPRETED or Path(done.stdout.strip()).parent == tmp_path


# --- the manual --------------------------------------------------------------------------------------------


def python_in(text: str) -> list[str]:
    """The blocks of Python in a page."""
    return re.findall(r"^```python\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def test_what_the_readme_shows_runs_and_prints_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    blocks = python_in((ROOT / "README.md").read_text("utf-8"))
    assert len(blocks) == 1 and len([line for line in blocks[0].splitlines() if line.strip()]) <= 16
    exec(compile(blocks[0], "README.md", "exec"), {})
    said = re.findall(r"^print\(.*\)  # (.*)$", blocks[0], re.MULTILINE)
    printed = capsys.readouterr().out.splitlines()
    assert len(said) == len(printed) == 3
    assert printed[:2] == said[:2] and printed[2].startswith(said[2].rstrip("."))
