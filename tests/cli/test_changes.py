"""`kuroshio keys`, and `--set` of `run` and `compare`, as an analyst meets them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
import tomli
from click.testing import CliRunner, Result

import kuroshio
from kuroshio.cli.main import group
from tests.cli.test_commands import here  # noqa: F401


def command(*words: str) -> Result:
    return CliRunner().invoke(group, list(words), catch_exceptions=False)


def test_keys_as_csv_are_those_of_the_door() -> None:
    done = command("keys", "tutorial", "*.cost.*", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.output)))
    keys = kuroshio.load("tutorial").keys("*.cost.*")
    assert list(rows[0]) == ["key", "value", "type", "range", "source", "confidence"]
    assert [(row["key"], row["value"], row["range"]) for row in rows] == [(key.name, key.text, key.range) for key in keys]
    assert len(rows) > 500


def test_keys_as_a_table_lose_no_word() -> None:
    said = "".join(command("keys", "tutorial", "procedure.crisis_at").output.split())
    assert "procedure.crisis_at6number0to8judgement:" in said


def test_a_pattern_that_no_key_fits_says_what_is_near() -> None:
    done = command("keys", "tutorial", "procedure.crisis_att")
    assert done.exit_code == 2 and "no key fits 'procedure.crisis_att'; did you mean 'procedure.crisis_at'?" in done.output


def test_a_run_with_changes_says_and_keeps_what_it_changed(here: Path) -> None:  # noqa: F811
    words = ("run", "tutorial", "--games", "4", "--out", "one", "--set", "procedure.crisis_at=+1", "--set", "policy.japan=random")
    done = command(*words)
    assert "Changed: procedure.crisis_at=7 (+1 of 6); policy.japan=random." in done.output
    told = tomli.loads((here / "one" / "manifest.toml").read_text())
    assert told["changes"] == ["procedure.crisis_at=7 (+1 of 6)", "policy.japan=random"]
    assert told["policies"]["japan"] == "random"
    plain = command("run", "tutorial", "--games", "4", "--out", "two", "--policy", "japan=random")
    other = tomli.loads((here / "two" / "manifest.toml").read_text())
    assert plain.exit_code == 0 and "changes" not in other and other["content_sha256"] != told["content_sha256"]


def test_a_comparison_says_what_a_relative_change_came_to(here: Path) -> None:  # noqa: F811
    done = command("compare", "tutorial", "tutorial", "--games", "2", "--set-b", "turns=x0.5", "--set-a", "turns=+1")
    assert "A: turns=5 (+1 of 4). B: turns=2 (x0.5 of 4)." in done.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--set", "turns=0"), "--set turns=0: 0 is out of range; write 1 to 40"),
        (
            ("--set", "turns=3", "--set", "procedure.crisis_at=99"),
            "--set procedure.crisis_at=99: 99 is out of range; write 0 to 8",
        ),
        (("--set", "turns=3", "--set", "procedure.crisis=9"), "--set procedure.crisis=9: no field 'crisis'; "),
        (("--set", "turns=3", "--set", "turns"), "--set turns: not KEY=VALUE; write for example turns=4"),
        (("--set", "policy.japan=random2"), "--set policy.japan=random2: japan has no doctrine 'random2'"),
    ],
)
def test_a_change_that_is_refused_names_itself(words: tuple[str, ...], said: str, here: Path) -> None:  # noqa: F811
    done = command("run", "tutorial", "--games", "2", *words)
    assert done.exit_code == 2 and said in " ".join(done.output.split()), done.output
