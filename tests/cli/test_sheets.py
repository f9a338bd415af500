"""`kuroshio sheets`: the folder of a turn, what it says of a wrong word, and that it changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kuroshio.cli.main import group
from kuroshio.disk.stamps import STAMPS


def kuroshio(*words: str) -> Result:
    return CliRunner().invoke(group, list(words), catch_exceptions=False)


@pytest.fixture(scope="module")
def game(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tutorial with people at both seats, in its second turn."""
    path = tmp_path_factory.mktemp("games") / "evening.game.jsonl"
    script = path.with_name("lines.txt")
    answers = ("japan: respond none", "japan: respond protest") * 2
    script.write_text("\n".join(("commit china empty", "commit japan empty", *answers)), "utf-8")
    words = ("--new", "tutorial", "--seat", "japan", "--seat", "china", "--no-umpire", "--script", str(script))
    kuroshio("control", str(path), *words)  # of the answers, those that are asked for
    return path


def test_the_sheets_of_a_phase_lie_in_a_folder_and_the_game_is_as_it_was(game: Path, tmp_path: Path) -> None:
    before = game.read_bytes()
    done = kuroshio("sheets", str(game), "--out", str(tmp_path), "--at", "1.planning")
    folder = tmp_path / "turn_1_planning"
    assert done.exit_code == 0 and str(folder / "all.html") in done.output and "secrets" in done.output
    assert {path.name for path in folder.iterdir()} == {"all.html", "japan.html", "china.html", STAMPS}
    assert game.read_bytes() == before
    assert kuroshio("sheets", str(game), "--out", str(tmp_path), "--seat", "japan").exit_code == 0
    latest = next(path for path in tmp_path.iterdir() if path.name != "turn_1_planning")
    assert (latest / "japan.html").exists() and not (latest / "china.html").exists()


def test_a_sheet_that_somebody_has_edited_is_written_over_only_on_their_word(game: Path, tmp_path: Path) -> None:
    words = ("sheets", str(game), "--out", str(tmp_path), "--at", "1.planning")
    assert kuroshio(*words).exit_code == 0 and kuroshio(*words).exit_code == 0
    page = tmp_path / "turn_1_planning" / "japan.html"
    page.write_text("edited", "utf-8")
    refused = kuroshio(*words)
    assert refused.exit_code == 2 and "japan.html: has been changed since it was written" in refused.output
    assert page.read_text("utf-8") == "edited"
    assert kuroshio(*words, "--overwrite").exit_code == 0 and page.read_text("utf-8") != "edited"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--seat", "jpan"), "--seat jpan: no such seat in this game; did you mean 'japan'?"),
        (("--at", "x.planning"), "'x' is not a turn"),
        (("--at", "1.plan"), "--at 1.plan: no phase 'plan'"),
        (("--at", "4.planning"), "--at 4.planning: the game has come to 1.response; name that"),
    ],
)
def test_a_wrong_word_ends_it_with_a_sentence(game: Path, tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    refused = kuroshio("sheets", str(game), "--out", str(tmp_path / "new"), *words)
    assert refused.exit_code == 2 and said in refused.output and not (tmp_path / "new").exists()


def test_a_game_that_is_over_has_no_sheet_of_now(tmp_path: Path) -> None:
    game, script = tmp_path / "over.game.jsonl", tmp_path / "lines.txt"
    script.write_text("stop\n", "utf-8")
    assert kuroshio("control", str(game), "--new", "tutorial", "--seat", "japan", "--script", str(script)).exit_code == 0
    refused = kuroshio("sheets", str(game), "--out", str(tmp_path / "out"))
    assert refused.exit_code == 2 and "the game is over" in refused.output
    assert kuroshio("sheets", str(game), "--out", str(tmp_path / "out"), "--at", "1.planning").exit_code == 0


def test_no_game_no_sheet(tmp_path: Path) -> None:
    refused = kuroshio("sheets", str(tmp_path / "none.game.jsonl"), "--out", str(tmp_path / "out"))
    assert refused.exit_code == 2 and "no such game" in refused.output


def test_control_writes_the_sheets_beside_the_game_by_a_line(tmp_path: Path) -> None:
    game, script = tmp_path / "day.game.jsonl", tmp_path / "lines.txt"
    script.write_text("sheets\n", "utf-8")
    done = kuroshio("control", str(game), "--new", "tutorial", "--seat", "japan", "--script", str(script))
    folder = tmp_path / "day-sheets" / "turn_1_planning"
    assert done.exit_code == 0 and str(folder / "all.html") in done.output and (folder / "japan.html").exists()
