"""Forged journals are refused in a sentence, or tell of the same game; no reader ends in a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.session.forgeries import outcomes


def check(folder: Path, times: int, seed: int) -> None:
    found = list(outcomes(folder, times, seed))
    assert len({forgery.kind for forgery, _ in found}) > 10
    ends = [end for _, end in found]
    assert ends.count("refused") > times // 3 and "the same game" in ends


def test_some_forged_journals(tmp_path: Path) -> None:
    check(tmp_path, 80, 1)


@pytest.mark.full
def test_two_thousand_forged_journals(tmp_path: Path) -> None:
    check(tmp_path, 2000, 2)
