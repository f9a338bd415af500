"""`kuroshio report`: files that it leaves, and one sentence where there is nothing to report on."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kuroshio.cli.main import group
from kuroshio.disk.stamps import STAMPS
from tests.report.played import play

TABLES = (
    "decisions", "tracks", "incidents", "expectations", "shots", "responses", "agreements", "aims", "turning_points", "promises",
    "objectives",
)  # fmt: skip
FILES = {STAMPS, "report.html", "report.json", *(f"report-{table}.csv" for table in TABLES)}


def kuroshio(*words: object) -> Result:
    return CliRunner().invoke(group, [str(word) for word in words], catch_exceptions=False)


@pytest.fixture(scope="module")
def game(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("game") / "a.game.jsonl"
    play(path, turns=1)
    return path


def test_it_leaves_a_page_its_tables_and_an_edition_in_a_folder_of_its_own(game: Path, tmp_path: Path) -> None:
    before = game.read_bytes()
    result = kuroshio("report", game, "--out", tmp_path / "review" / "report.html", "--seat", "japan")
    assert result.exit_code == 0, result.output
    written = {path.name for path in (tmp_path / "review").iterdir()}
    assert written == FILES | {"japan"}
    assert {path.name for path in (tmp_path / "review" / "japan").iterdir()} == FILES
    assert "what <b>Japan</b>" not in (tmp_path / "review" / "report.html").read_text("utf-8")
    assert "as <b>Japan</b> knew it" in (tmp_path / "review" / "japan" / "report.html").read_text("utf-8")
    assert game.read_bytes() == before


def test_reports_of_two_games_share_a_folder_and_each_says_what_it_wrote(game: Path, tmp_path: Path) -> None:
    said = [kuroshio("report", game, "--out", tmp_path / f"{name}.html").output for name in ("monday", "tuesday")]
    assert len(list(tmp_path.iterdir())) == 2 * len(FILES - {STAMPS}) + 1
    for name, output in zip(("monday", "tuesday"), said, strict=True):
        own = {path.name for path in tmp_path.glob(f"{name}*")}
        assert len(own) == len(FILES - {STAMPS}) and all(file in output for file in own)


def test_a_page_is_not_written_under_the_name_of_its_own_tables(game: Path, tmp_path: Path) -> None:
    assert f"such as {tmp_path / 'r.html'}" in sentence(kuroshio("report", game, "--out", tmp_path / "r.json"))
    assert not list(tmp_path.iterdir())


def test_a_kept_game_is_found_by_its_name(game: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KUROSHIO_GAMES_DIR", str(game.parent))
    assert kuroshio("report", "a", "--out", tmp_path / "r.html").exit_code == 0
    assert (tmp_path / "r.json").is_file()


def sentence(result: Result) -> str:
    """What was said of the error, which is one sentence."""
    assert result.exit_code == 2
    said = [line for line in result.output.splitlines() if line.startswith("Error")]
    assert len(said) == 1 and "Traceback" not in result.output
    return said[0]


def test_a_missing_or_damaged_journal_is_told_in_one_sentence(game: Path, tmp_path: Path) -> None:
    assert "no such game" in sentence(kuroshio("report", tmp_path / "none.game.jsonl", "--out", tmp_path / "r.html"))
    raw = bytearray(game.read_bytes())
    raw[len(raw) // 2] ^= 1
    broken = tmp_path / "broken.game.jsonl"
    broken.write_bytes(bytes(raw))
    assert f"{broken}:" in sentence(kuroshio("report", broken, "--out", tmp_path / "r.html"))
    empty = tmp_path / "empty.game.jsonl"
    empty.write_bytes(b"")
    assert "not a game" in sentence(kuroshio("report", empty, "--out", tmp_path / "r.html"))
    assert not (tmp_path / "r.html").exists()


def test_a_seat_that_is_not_in_the_game_is_told_before_anything_is_written(game: Path, tmp_path: Path) -> None:
    assert "japan" in sentence(kuroshio("report", game, "--out", tmp_path / "r.html", "--seat", "japann"))
    assert not (tmp_path / "r.html").exists()


def test_a_page_that_cannot_be_written_is_told_in_one_sentence(game: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    assert "cannot be written" in sentence(kuroshio("report", game, "--out", tmp_path / "file" / "r.html"))


def test_the_journal_is_never_written_over_whatever_its_name(game: Path, tmp_path: Path) -> None:
    copy = tmp_path / "evening.html"
    copy.write_bytes(game.read_bytes())
    for out in (game, copy):
        for more in ((), ("--overwrite",)):
            before = out.read_bytes()
            said = sentence(kuroshio("report", game, "--out", out, *more))
            assert f"{out}: belongs to the journal of a game" in said and out.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["evening.html"]


def test_a_table_of_somebody_elses_is_not_written_over_and_nothing_else_is_written(game: Path, tmp_path: Path) -> None:
    (tmp_path / "japan").mkdir()
    (tmp_path / "japan" / "r-tracks.csv").write_text("theirs")
    words = ("report", game, "--out", tmp_path / "r.html", "--seat", "japan")
    assert "r-tracks.csv: is already there" in sentence(kuroshio(*words))
    assert [path.name for path in tmp_path.rglob("*")] == ["japan", "r-tracks.csv"]
    assert kuroshio(*words, "--overwrite").exit_code == 0
    assert kuroshio(*words).exit_code == 0


def test_a_page_with_the_name_of_an_editions_folder_is_refused(game: Path, tmp_path: Path) -> None:
    assert "a file and the folder" in sentence(kuroshio("report", game, "--out", tmp_path / "japan", "--seat", "japan"))
    assert not list(tmp_path.iterdir())
