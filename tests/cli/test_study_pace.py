"""How a study tells its pace: the rate of the last minute, the time left, a line a minute where there is no terminal."""

from __future__ import annotations

import pytest

from kuroshio.cli import study_pace
from kuroshio.cli.study_pace import Pace, told


def test_a_rate_is_that_of_the_last_minute() -> None:
    pace = Pace(10_000)
    pace.add(0, 0)
    assert pace.rate == 0 and str(pace) == ""
    for second in range(1, 31):
        pace.add(second, 0)  # the rules engine is compiled
    for second in range(31, 151):
        pace.add(second, 20 * (second - 30))
    assert pace.rate == 20 and len(pace.steps) < 70
    assert str(pace) == "20 a second, 6 min left"


def test_a_study_that_is_resumed_has_the_rate_of_what_is_played_now() -> None:
    pace = Pace(10_000)
    pace.add(5, 9_000)
    pace.add(10, 9_100)
    assert str(pace) == "20 a second, 45 s left"


def test_without_a_terminal_a_line_a_minute_says_it(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    seen = {"now": 0.0, "workers": 0}
    monkeypatch.setattr(study_pace.time, "monotonic", lambda: seen["now"])
    with told(4_000, 1_000, lambda: int(seen["workers"])) as tell:
        for now, workers, done in ((30, 0, 1_000), (60, 0, 1_000), (90, 1, 1_000), (121, 2, 2_000), (130, 2, 4_000)):
            seen |= {"now": now, "workers": workers}
            tell(done)
    assert capsys.readouterr().err.splitlines() == [
        "1,000 of 4,000 games, waiting for workers",
        "2,000 of 4,000 games on 2 cores: 16 a second, 2 min left",
    ]
