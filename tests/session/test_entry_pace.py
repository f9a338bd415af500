"""One operator keeps up with eight tables: lines a turn, and minutes at the keyboard."""

from __future__ import annotations

import pytest

from tests.session.entry_pace import MOST_LINES, MOST_MINUTES, EntryPace, TurnTyped, table


@pytest.fixture(scope="module")
def pace() -> EntryPace:
    return EntryPace().play()


def test_a_turn_of_eight_tables_takes_twenty_lines_and_nine_minutes(pace: EntryPace) -> None:
    assert list(pace.typed) == [1, 2, 3, 4] and len(list(table(pace))) == 5
    for turn, typed in pace.typed.items():
        of_crisis = sum(line.startswith("crisis ") for line in typed.lines)
        assert len(typed.lines) - of_crisis <= MOST_LINES, f"turn {turn}: {len(typed.lines)} lines"
        assert of_crisis <= 5, "one of roles, and one for each round"
        assert typed.minutes <= MOST_MINUTES, f"turn {turn}: {typed.minutes} minutes"


def test_what_was_typed_is_a_whole_exercise(pace: EntryPace) -> None:
    lines = [line for typed in pace.typed.values() for line in typed.lines]
    assert sum(line.endswith("; commit") for line in lines) == 8 * 4, "a form for each seat and turn"
    assert {"accept"} < set(lines) and sum(line.startswith("rule ") for line in lines) == 4
    assert sum(" answers " in line for line in lines) > 4 and any(line.startswith("crisis ") for line in lines)
    entries = pace.session.history.lines()
    chosen = [entry for entry in entries if entry.kind == "choice" and entry["by"] == "person"]
    assert len(chosen) > 150, "each line stands for several decisions"


def test_a_minute_is_forty_words_of_five_letters_and_a_thought_five_seconds() -> None:
    assert TurnTyped(["x" * 99, "y" * 99]).minutes == pytest.approx(1 + 10 / 60)
