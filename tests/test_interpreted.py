"""With the compiler off, the documented way to debug, the tests load and the engine plays: NUMBA_DISABLE_JIT=1."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kuroshio.kernel import jit
from tests.conftest import WITHOUT_COMPILER

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.skipif(jit.INTERPRETED, reason="nothing is compiled as it is")
def test_every_test_loads_and_some_are_run_with_the_compiler_off() -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "without_compiler and not full", "tests"]
    plain = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(command, cwd=ROOT, env={**plain, "NUMBA_DISABLE_JIT": "1"}, capture_output=True, text=True, timeout=400)
    assert done.returncode == 0, done.stdout[-3000:]
    assert int(done.stdout.split(" passed")[0].split()[-1]) >= len(WITHOUT_COMPILER), done.stdout[-500:]
