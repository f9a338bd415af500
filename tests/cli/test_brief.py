"""`kuroshio brief`: the pages that it leaves, and what it says of a wrong word."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from engine.cli.main import group


def kuroshio(*words: str) -> Result:
    return CliRunner().invoke(group, list(words), catch_exceptions=False)


def test_the_kit_of_a_scenario_is_written(tmp_path: Path) -> None:
    out = tmp_path / "kit" / "day"
    result = kuroshio("brief", "tutorial", "--out", str(out), "--start", "13:30")
    assert result.exit_code == 0 and "6 pages" in result.output
    names = {"index.html", "public.html", "china.html", "japan.html", "order_form.html", "facilitator.html"}
    assert {path.name for path in out.iterdir()} == names
    assert "13:30" in (out / "facilitator.html").read_text(encoding="utf-8")


def test_a_second_time_it_writes_over_its_own_pages_and_names_those_of_another(tmp_path: Path) -> None:
    (tmp_path / "france.html").write_text("of another exercise", encoding="utf-8")
    (tmp_path / "japan.html").write_text("of yesterday", encoding="utf-8")
    result = kuroshio("brief", "tutorial", "--out", str(tmp_path))
    assert result.exit_code == 0 and "do not hand out: france.html" in result.output
    assert "of yesterday" not in (tmp_path / "japan.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("tutorial",), "--out"),
        (("tutorial", "--out", "kit", "--start", "9 am"), "such as 09:00"),
        (("tutorial", "--out", "taken"), "cannot be written"),
    ],
)
def test_a_wrong_word_gets_one_sentence_and_status_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("taken").write_text("a file", encoding="utf-8")
    result = kuroshio("brief", *words)
    assert result.exit_code == 2 and said in result.output and "Traceback" not in result.output
