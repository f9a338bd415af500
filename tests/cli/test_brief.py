"""`kuroshio brief`: the pages that it leaves, and what it says of a wrong word."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kuroshio.cli.main import group
from kuroshio.disk.stamps import STAMPS


def kuroshio(*words: str) -> Result:
    return CliRunner().invoke(group, list(words), catch_exceptions=False)


def test_the_kit_of_a_scenario_is_written(tmp_path: Path) -> None:
    out = tmp_path / "kit" / "day"
    result = kuroshio("brief", "tutorial", "--out", str(out), "--start", "13:30")
    assert result.exit_code == 0 and "6 pages" in result.output
    names = {"index.html", "public.html", "china.html", "japan.html", "order_form.html", "facilitator.html"}
    assert {path.name for path in out.iterdir()} == names | {STAMPS}
    assert "13:30" in (out / "facilitator.html").read_text(encoding="utf-8")


def test_a_second_time_it_writes_over_its_own_pages_and_names_those_of_another(tmp_path: Path) -> None:
    (tmp_path / "france.html").write_text("of another exercise", encoding="utf-8")
    for hour in ("09:00", "13:30"):
        result = kuroshio("brief", "tutorial", "--out", str(tmp_path), "--start", hour)
        assert result.exit_code == 0 and "do not hand them out: france.html" in result.output
        assert hour in (tmp_path / "facilitator.html").read_text(encoding="utf-8")
    assert (tmp_path / "france.html").read_text(encoding="utf-8") == "of another exercise"


def test_a_page_that_somebody_has_edited_is_written_over_only_on_their_word(tmp_path: Path) -> None:
    kuroshio("brief", "tutorial", "--out", str(tmp_path))
    page = tmp_path / "japan.html"
    edited = page.read_text(encoding="utf-8") + "<!-- the table's own -->"
    page.write_text(edited, encoding="utf-8")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    refused = kuroshio("brief", "tutorial", "--out", str(tmp_path), "--start", "13:30")
    assert refused.exit_code == 2 and "japan.html: has been changed since it was written" in refused.output
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    assert kuroshio("brief", "tutorial", "--out", str(tmp_path), "--start", "13:30", "--overwrite").exit_code == 0
    assert "table's own" not in page.read_text(encoding="utf-8")


def test_a_page_of_somebody_elses_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "japan.html").write_text("of yesterday", encoding="utf-8")
    refused = kuroshio("brief", "tutorial", "--out", str(tmp_path))
    assert refused.exit_code == 2 and "japan.html: is already there" in refused.output
    assert [path.name for path in tmp_path.iterdir()] == ["japan.html"]


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
