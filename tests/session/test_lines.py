"""Lines of control by the hundred, half of them near-misses: tests.session.lines types thousands."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.session.lines import Trial


def test_no_line_ends_badly_and_what_is_refused_changes_nothing(tmp_path: Path) -> None:
    trial = Trial(tmp_path, 7)
    trial.type(160)
    assert sum(trial.taken.values()) > 40 and sum(trial.refused.values()) > 40


@pytest.mark.full
def test_three_thousand_lines(tmp_path: Path) -> None:
    trial = Trial(tmp_path, 3)
    trial.type(3000)
    assert len(trial.taken) > 15, "every kind of line has been taken"
