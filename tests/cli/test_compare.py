"""`kuroshio compare` as an analyst meets it."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import kuroshio.cli.compare as compare_command
from kuroshio.cli.main import group, main
from kuroshio.files.checks.checker import load_all
from kuroshio.files.content_folders import find_scenario
from kuroshio.study.batch import play_abreast
from tests.cli.test_commands import here  # noqa: F401

PAIR = ("compare", "senkaku_2021", "senkaku_2021")


def kuroshio(*words: str) -> Result:
    return CliRunner().invoke(group, list(words), catch_exceptions=False)


def rows(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def test_compare_prints_a_table_with_its_cautions_and_writes_it(here: Path) -> None:  # noqa: F811
    result = kuroshio(*PAIR, "--games", "40", "--set", "opening.senkaku.control=4", "--out", "out/table.csv")
    assert result.exit_code == 0
    words = " ".join(result.output.split())
    assert "95% interval" in words and "not a forecast" in words and "the effect of the change under these rules" in words
    table = rows(here / "out" / "table.csv")
    assert {row["n"] for row in table.values()} == {"40"}
    for row in table.values():
        assert float(row["low_95"]) <= float(row["difference"]) <= float(row["high_95"])
        assert float(row["difference"]) == pytest.approx(float(row["b"]) - float(row["a"]), abs=2e-6)
    assert float(table["administration"]["difference"]) < 0


def test_the_same_twice_differs_in_nothing(here: Path) -> None:  # noqa: F811
    result = kuroshio(*PAIR, "--games", "25", "--seed", "3", "--policy", "all=random", "--out", "table.csv")
    table = rows(here / "table.csv").values()
    assert {(row["difference"], row["games_that_differ"], row["note"]) for row in table} == {("0.000000", "0", "identical")}
    assert result.output.count("identical") == len(table)


def test_what_never_differs_is_told_in_the_same_words_on_the_screen_and_in_the_file(here: Path) -> None:  # noqa: F811
    ruleset = load_all(find_scenario("senkaku_2021"))[0]
    elsewhere = next(action.id for action in ruleset.actions if action.deck == "chain" and action.difficulty == 7)  # not in play
    result = kuroshio(*PAIR, "--games", "25", "--set", f"action.{elsewhere}.difficulty=8", "--out", "table.csv")
    notes = {row["note"] for row in rows(here / "table.csv").values()}
    assert notes == {"identical in all 25 games (differs in fewer than 11%)"}
    assert "identical in all 25 games" in " ".join(result.output.split())


def test_the_change_of_a_is_of_a_alone(here: Path) -> None:  # noqa: F811
    kuroshio(*PAIR, "--games", "25", "--set", "turns=4", "--out", "b.csv")
    kuroshio(*PAIR, "--games", "25", "--set-a", "turns=4", "--out", "a.csv")
    b, a = rows(here / "b.csv"), rows(here / "a.csv")
    assert all((b[name]["a"], b[name]["b"]) == (a[name]["b"], a[name]["a"]) for name in b)
    assert any(row["games_that_differ"] != "0" for row in b.values())


def test_a_policy_is_for_both_and_one_that_is_set_for_one(here: Path) -> None:  # noqa: F811
    both = ("--games", "20", "--policy", "china=china_active_pressure")
    kuroshio(*PAIR, *both, "--set", "policy.japan=random", "--out", "one.csv")
    kuroshio(*PAIR, *both, "--set", "policy.china=china_active_pressure", "--out", "none.csv")
    assert any(row["games_that_differ"] != "0" for row in rows(here / "one.csv").values())
    assert all(row["games_that_differ"] == "0" for row in rows(here / "none.csv").values())


def test_without_says_how_much_is_left_out(here: Path) -> None:  # noqa: F811
    result = kuroshio(*PAIR, "--games", "20", "--without", "report", "--out", "report.csv")
    assert "entries of the rules changed in B" in result.output
    assert any(row["games_that_differ"] != "0" for row in rows(here / "report.csv").values())
    result = kuroshio(*PAIR, "--games", "20", "--set-a", "procedure.pledges_bind=36", "--without", "contested")
    assert "0 entries" in result.output and result.exit_code == 0


def test_an_interruption_keeps_what_is_done(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    def cut_short(studies: Any) -> Iterator[Any]:
        yield next(play_abreast(studies))
        raise KeyboardInterrupt

    monkeypatch.setattr(compare_command, "play_abreast", cut_short)
    result = kuroshio(*PAIR, "--games", "300", "--out", "table.csv")
    assert result.exit_code == 130 and "Interrupted after 128 games of each" in result.output
    assert {row["n"] for row in rows(here / "table.csv").values()} == {"128"}


def test_a_table_that_the_disk_does_not_take_is_not_there_by_half(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    before = sorted(here.iterdir())
    result = kuroshio(*PAIR, "--games", "20", "--out", "full.csv")
    assert result.exit_code == 2 and "No space left on device" in result.output
    assert sorted(here.iterdir()) == before


@pytest.mark.parametrize(
    "words, said",
    [
        (("compare", "senkaku_2021"), "Missing argument 'B'"),
        (("compare", "senkaku_2021", "senkaku_2012"), "senkaku_2021"),
        ((*PAIR, "--set", "opening.us_japan.trst=5"), "did you mean 'us_japan.trust'?"),
        ((*PAIR, "--set-a", "turns=0"), "--set-a turns=0: 0 is out of range; write 1 to 40"),
        ((*PAIR, "--set", "policy.japan=japan_first"), "--set policy.japan=japan_first: japan has no doctrine"),
        ((*PAIR, "--policy", "japon=random"), "did you mean 'japan'?"),
        ((*PAIR, "--without", "everything"), "everything"),
        ((*PAIR, "--games", "0"), "--games"),
        ((*PAIR, "--out", "here.csv"), "already exists"),
    ],
)
def test_a_wrong_word_gets_one_sentence_and_status_2(
    here: Path,  # noqa: F811
    words: tuple[str, ...],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (here / "here.csv").write_text("kept")
    monkeypatch.setattr("sys.argv", ["kuroshio", *words])
    with pytest.raises(SystemExit) as stopped:
        main()
    told = capsys.readouterr()
    assert stopped.value.code == 2
    assert said in told.err and "Traceback" not in told.err
    assert (here / "here.csv").read_text() == "kept"
