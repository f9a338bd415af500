"""The half day, whole: every line is kept, the game stops and goes on, and can be rebuilt from what is written down."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from kuroshio.cli.main import group
from kuroshio.session import saved_games
from kuroshio.session.journal.journal_reader import read
from tests.session.half_day import HalfDay, begin, kept_lines, lines_of


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> HalfDay:
    """The exercise, stopped and gone on with after its hundredth line."""
    half = begin(tmp_path_factory.mktemp("half_day"))
    half.play(steps=100)
    path = half.session.journal.path
    assert path is not None
    half.session.close()
    again = HalfDay(saved_games.resume(path))
    again.lines, again.overruled, again.said, again.undone = half.lines, half.overruled, half.said, half.undone
    again.play()
    again.session.close()
    return again


def test_it_uses_all_that_control_has(day: HalfDay) -> None:
    path = day.session.journal.path
    assert path is not None
    kinds = {entry.kind for entry in read(path).entries}
    assert {
        "choice",
        "ruling",
        "inject",
        "note",
        "expect",
        "agreement",
        "broken",
        "late",
        "clock",
        "undo",
        "words",
        "schedule",
        "scored",
    } <= kinds
    modes = {entry["mode"] for entry in read(path).counted if entry.kind == "ruling"}
    assert modes == {"rigid", "semi_rigid", "matrix", "free", "consensus"}
    overruled = [e for e in read(path).counted if e.kind == "ruling" and e["band"] and e["band"] != e["engine"]]
    assert {entry["mode"] for entry in overruled} >= {"semi_rigid", "free", "consensus"}


def test_the_lines_that_were_typed_make_the_same_game_again(day: HalfDay, tmp_path: Path) -> None:
    again = begin(tmp_path)
    for line in day.lines:
        again.enter(line)
    assert again.session.fingerprint() == day.session.fingerprint()
    again.session.close()


def test_the_journal_alone_rebuilds_the_game(day: HalfDay, monkeypatch: pytest.MonkeyPatch) -> None:
    path = day.session.journal.path
    assert path is not None
    told = CliRunner().invoke(group, ["replay", str(path)])
    assert told.exit_code == 0 and day.session.fingerprint() in told.output


def test_its_lines_are_what_they_were(day: HalfDay) -> None:
    """Another line means that something is ruled otherwise: then CHANGELOG says so, and `tests.session.half_day write`."""
    path = day.session.journal.path
    assert path is not None
    found, kept = list(lines_of(path)), kept_lines()
    first = next((n for n, (one, other) in enumerate(zip(found, kept)) if one != other), min(len(found), len(kept)))
    assert found == kept, f"line {first + 1}: {kept[first : first + 1]} became {found[first : first + 1]}"


def test_a_branch_of_it_plays_on_elsewhere(day: HalfDay, tmp_path: Path) -> None:
    path = day.session.journal.path
    assert path is not None
    session = saved_games.look_into(read(path))
    other = session.branch(tmp_path / "b.game.jsonl", 60)
    assert other.turn < day.session.turn
    half = HalfDay(other)
    half.said = set(range(9))
    half.play(steps=20)
    assert len(read(tmp_path / "b.game.jsonl").entries) > 60
    other.close()
