"""The commands as their users meet them: what they print, what they leave behind, and what they say of a wrong word."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import kuroshio.study.study_folder as study_folder
from kuroshio.cli.main import COMMANDS, group, main
from kuroshio.study.batch import Batch, Block, play


def kuroshio(*words: str) -> Result:
    return CliRunner().invoke(group, list(words), catch_exceptions=False)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_run_prints_a_table_and_leaves_its_files(here: Path) -> None:
    result = kuroshio("run", "senkaku_2021", "--games", "40", "--seed", "9", "--out", "study", "--policy", "japan=random")
    assert result.exit_code == 0
    assert "95% interval" in result.output and "not a forecast" in result.output
    with (here / "study" / "summary.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {int(row["n"]) for row in rows} == {40}
    assert all(float(row["low_95"]) <= float(row["value"]) <= float(row["high_95"]) for row in rows)
    assert all(float(row["low_95"]) < float(row["high_95"]) for row in rows), "not even of what no game came to"
    notes = {row["note"] for row in rows} - {""}
    assert "in none of 40 games" in notes and all(note in result.output for note in notes)
    manifest = tomllib.loads((here / "study" / "manifest.toml").read_text(encoding="utf-8"))
    assert "Clopper and Pearson" in manifest["intervals"]
    assert manifest["games_played"] == 40 and manifest["policies"]["japan"] == "random"
    assert {path.stem for path in (here / "study").iterdir()} == {"games", "turns", "summary", "manifest", "times"}


def test_run_names_a_folder_of_its_own_and_never_writes_over_one(here: Path) -> None:
    for _ in range(2):
        assert kuroshio("run", "senkaku_2021", "--games", "3").exit_code == 0
    assert sorted(path.name for path in (here / "runs").iterdir()) == ["senkaku_2021-001", "senkaku_2021-002"]
    again = kuroshio("run", "senkaku_2021", "--games", "3", "--out", "runs/senkaku_2021-001")
    assert again.exit_code == 2 and "is not empty" in again.output


def test_a_run_that_goes_on_has_the_games_of_one_that_did_not_stop(here: Path) -> None:
    kuroshio("run", "senkaku_2021", "--games", "30", "--out", "whole")
    kuroshio("run", "senkaku_2021", "--games", "10", "--out", "begun")
    kuroshio("run", "senkaku_2021", "--first", "10", "--games", "20", "--out", "rest")
    parquet = pytest.importorskip("pyarrow.parquet")
    whole, begun, rest = (parquet.read_table(here / name / "games.parquet").to_pylist() for name in ("whole", "begun", "rest"))
    assert begun + rest == whole


def test_narrate_tells_a_whole_game(here: Path) -> None:
    result = kuroshio("narrate", "senkaku_2021", "--seed", "3")
    assert result.exit_code == 0
    assert result.output.count("## Turn ") == 8 and "## The end" in result.output
    assert result.output == kuroshio("narrate", "senkaku_2021", "--seed", "3").output
    assert result.output != kuroshio("narrate", "senkaku_2021", "--seed", "3", "--game", "1").output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("rum", "senkaku_2021"), "did you mean 'run'?"),
        (("run", "senkaku_2012"), "senkaku_2021"),
        (("run", "senkaku_2021", "--policy", "japon=random"), "did you mean 'japan'?"),
        (("run", "senkaku_2021", "--policy", "japan=china_active_pressure"), "one of random, japan_police_first"),
        (("run", "senkaku_2021", "--policy", "japan"), "write for example japan=random"),
        (("run", "senkaku_2021", "--games", "0"), "--games"),
        (("run", "senkaku_2021", "--games", "ten"), "ten"),
        (("run", "senkaku_2021", "--seed", "-1"), "--seed"),
        (("narrate", "senkaku_2021", "--game", "x"), "x"),
        (("narrate",), "SCENARIO"),
        (("check", "nowhere.toml"), "nowhere.toml"),
        (("check", "--reach", "0"), "--reach"),
    ],
)
def test_a_wrong_word_gets_one_sentence_and_status_2(
    here: Path, words: tuple[str, ...], said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["kuroshio", *words])
    with pytest.raises(SystemExit) as stopped:
        main()
    told = capsys.readouterr()
    assert stopped.value.code == 2
    assert said in told.err and "Traceback" not in told.err
    assert not (here / "runs").exists()


def test_every_command_is_listed_and_explains_itself() -> None:
    listed = kuroshio("--help").output
    for name in COMMANDS:
        assert name in listed
        assert kuroshio(name, "--help").exit_code == 0


def stopped(here: Path, monkeypatch: pytest.MonkeyPatch, *words: str) -> Result:
    """A run that somebody interrupts after its first blocks."""

    def cut_short(study: Batch) -> Iterator[Block]:
        yield from islice(play(study), 2)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(study_folder, "play", cut_short)
        return kuroshio("run", "senkaku_2021", "--games", "300", *words)


def test_an_interrupted_run_is_gone_on_with_to_the_same_bytes(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kuroshio("run", "senkaku_2021", "--games", "300", "--out", "whole")
    begun = stopped(here, monkeypatch)
    assert begun.exit_code == 130
    how = f"continue with the same command and --resume --out {Path('runs') / 'senkaku_2021-001'}"
    assert f"Interrupted after 256 of 300 games; {how}; or play the rest elsewhere with --first 256 --games 44" in begun.output
    assert "95% interval" in begun.output
    again = kuroshio("run", "senkaku_2021", "--games", "300", "--out", "runs/senkaku_2021-001")
    assert again.exit_code == 2 and "has 256 of 300 games of this study; continue with --resume" in again.output
    kuroshio("run", "senkaku_2021", "--games", "300", "--seed", "8")
    assert kuroshio("run", "senkaku_2021", "--games", "300", "--resume", "--threads", "2").exit_code == 0
    for path in (here / "whole").iterdir():
        if path.name != "times.csv":
            assert (here / "runs" / "senkaku_2021-001" / path.name).read_bytes() == path.read_bytes()
    last = kuroshio("run", "senkaku_2021", "--games", "300", "--resume")
    assert last.exit_code == 2 and "no folder under runs has an unfinished run of this study" in last.output


def test_an_interruption_before_the_first_game_can_be_gone_on_from(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def at_once(study: Batch) -> Iterator[Block]:
        raise KeyboardInterrupt
        yield

    with monkeypatch.context() as patch:
        patch.setattr(study_folder, "play", at_once)
        result = kuroshio("run", "senkaku_2021", "--games", "30", "--out", "study")
    assert result.exit_code == 130 and "Interrupted before the first game was finished; continue with" in result.output
    assert kuroshio("run", "senkaku_2021", "--games", "30", "--out", "study", "--resume").exit_code == 0


def test_a_game_on_which_nothing_is_kept_is_said_to_be_ended(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*words: Any, **more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kuroshio.cli.narrate.narrate", interrupted)
    result = kuroshio("narrate", "senkaku_2021")
    assert (result.exit_code, result.output) == (130, "Interrupted\n")
