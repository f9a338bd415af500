"""The command line takes signals into its own hands; what it has taken is given back after each test."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator

import pytest

from kuroshio.cli import interrupts
from tests.files.remembered import SHARED, remembered

TAKEN = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK", "SIGALRM") if hasattr(signal, name)]


@pytest.fixture(autouse=True)
def signals_given_back(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(interrupts, "_heard", 0)
    monkeypatch.setattr(interrupts, "_caught", False)
    before = {number: signal.getsignal(number) for number in TAKEN}
    hook = sys.unraisablehook
    yield
    interrupts.caught()
    for number, handler in before.items():
        signal.signal(number, handler)
    sys.unraisablehook = hook


@pytest.fixture(scope="module", autouse=True)
def files_read_once() -> Iterator[None]:
    """What is shipped is loaded by nearly every test here, and is the same every time."""
    with remembered(SHARED):
        yield
