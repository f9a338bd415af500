"""A frozen world for the tests of the kernel: seven governments of nowhere, one thing of each kind that the engine knows.

What is shipped can change without it. `tests/kernel/golden.py` keeps its games turn by turn; a test counts that every phase,
mechanism, question, band and ending comes up in them.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from kuroshio.files.checks.checker import load_all
from tests.stepping import Content

SCENARIO = Path(__file__).parent / "scenarios" / "gulls.toml"


@lru_cache
def load() -> Content:
    """Its rules, map and scenario."""
    return load_all(SCENARIO)
