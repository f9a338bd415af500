"""`kuroshio check-room`: one sentence a matter, what to do about it, and the status that a script can read."""

from __future__ import annotations

import io
import os
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result

from kuroshio.cli import check_room
from kuroshio.cli.check_room import NEEDED, Finding, judge_displays, judge_space, keeps
from kuroshio.cli.main import group
from kuroshio.kernel import jit
from kuroshio.screen.drawing import fonts
from kuroshio.screen.drawing.system_fonts import SystemFonts
from tests.screen.tiny_font import write_font


def kuroshio(*words: str) -> Result:
    return CliRunner().invoke(group, list(words), catch_exceptions=False)


@pytest.fixture
def games(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KUROSHIO_GAMES_DIR", str(tmp_path / "games"))
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    return tmp_path / "games"


def test_all_that_is_looked_at_is_told_on_one_screen(games: Path) -> None:
    result = kuroshio("check-room")
    for said in ("Python", "isplay", "fonts can be read", f"Games are kept in {games}", "read again", "rules engine"):
        assert said in result.output
    assert len(result.output.splitlines()) < 24
    assert list(games.iterdir()) == []


def test_without_a_display_the_room_is_not_ready(games: Path) -> None:
    result = kuroshio("check-room")
    assert result.exit_code == 1 and "No display" in result.output and "plugged in" in result.output
    assert result.output.splitlines()[-1].startswith("Not ready:")


def test_when_all_is_well_the_status_is_0(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_room, "LOOKS", (lambda: iter([Finding("All is well.")]),))
    result = kuroshio("check-room")
    assert result.exit_code == 0 and result.output.splitlines()[-1] == "The room is ready."


def test_a_remedy_is_told_only_where_something_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [Finding("Fine.", remedy="Needless."), Finding("Broken.", well=False, remedy="Mend it.")]
    monkeypatch.setattr(check_room, "LOOKS", (lambda: iter(found),))
    result = kuroshio("check-room")
    assert result.exit_code == 1 and "Mend it." in result.output and "Needless." not in result.output
    assert "1 problem to solve" in result.output


def test_displays_are_judged_by_what_a_room_can_read() -> None:
    assert judge_displays([(1920, 1080), (1280, 800)], "x11").well
    assert "no second display" in judge_displays([(1920, 1080)], "x11").said
    assert "no second display" not in judge_displays([(1920, 1080), (1920, 1080)], "x11").said
    assert judge_displays([(800, 600), (1920, 1080)], "x11").well
    assert not judge_displays([(1024, 600)], "x11").well
    assert not judge_displays([], "No available video device").well


def test_a_full_disk_is_told_beforehand() -> None:
    assert judge_space(Path("games"), NEEDED).well and not judge_space(Path("games"), NEEDED - 1).well


def test_a_folder_that_cannot_be_made_is_told_with_what_to_do(games: Path) -> None:
    games.write_text("a file where the folder should be", encoding="utf-8")
    (finding,) = check_room.folder()
    assert not finding.well and "cannot be kept" in finding.said and "KUROSHIO_GAMES_DIR" in finding.remedy


def test_a_disk_that_refuses_to_sync_is_told(games: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", refuse)
    (finding,) = check_room.folder()
    assert not finding.well and "Input/output error" in finding.said
    assert list(games.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="a file has a name there as long as it is open")
def test_a_check_that_is_killed_would_leave_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    monkeypatch.setattr(os, "fsync", lambda handle: seen.extend(tmp_path.iterdir()))
    assert keeps(tmp_path) and seen == []


def test_what_comes_back_changed_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert keeps(tmp_path)

    class Liar(io.FileIO):
        def read(self, size: int = -1) -> bytes:
            return b"something else"

    monkeypatch.setattr(check_room, "TemporaryFile", lambda dir: Liar(dir / "trial", "w+b"))
    assert not keeps(tmp_path)


def test_fonts_that_are_missing_or_broken_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "FOLDER", tmp_path)
    (finding,) = check_room.fonts()
    assert not finding.well and "missing" in finding.said and "nstall" in finding.remedy
    for name in (fonts.REGULAR, fonts.BOLD):
        (tmp_path / name).write_bytes(b"no font")
    (finding,) = check_room.fonts()
    assert not finding.well and "nstall" in finding.remedy


@pytest.mark.parametrize(("cold", "well"), [(True, False), (False, True)])
def test_an_engine_that_is_not_compiled_yet_is_told(monkeypatch: pytest.MonkeyPatch, cold: bool, well: bool) -> None:
    monkeypatch.setattr(jit, "is_cold", lambda verb: cold)
    monkeypatch.setattr(jit, "INTERPRETED", False)
    (finding,) = check_room.kernel()
    assert finding.well is well and "kuroshio play" in finding.remedy


def test_little_space_makes_the_room_not_ready(games: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_room.shutil, "disk_usage", lambda path: SimpleNamespace(free=1024))
    space, kept, *_ = check_room.folder()
    assert not space.well and kept.well


def test_every_seats_language_is_told_with_its_font_or_what_to_install(tmp_path: Path) -> None:
    tiny = str(write_font(tmp_path / "tiny.ttf", dict.fromkeys("한국", 1000)))
    own = fonts.Fonts(system=SystemFonts(lambda bold: [tiny]))
    samples = {"Malay": "Negeri", "Korean": "한국", "Thai": "ก", "Russian": "Я", "Bulgarian": "Щ"}
    found = list(check_room.languages(own, samples))
    assert [finding.said for finding in found if finding.well] == [
        "Shown with the game's own font: Malay.",
        "Shown with tiny.ttf: Korean.",
    ]
    thai, cyrillic = [finding for finding in found if not finding.well]
    assert "Thai" in thai.said and "Noto Sans Thai" in thai.remedy
    assert "Russian, Bulgarian" in cyrillic.said and thai.minor and cyrillic.minor


def test_a_language_without_a_font_does_not_close_the_room(monkeypatch: pytest.MonkeyPatch) -> None:
    found = Finding("No font here has all of: Thai.", well=False, minor=True, remedy="Install one.")
    monkeypatch.setattr(check_room, "LOOKS", (lambda: iter([found]),))
    result = kuroshio("check-room")
    assert result.exit_code == 0 and result.output.startswith("note ") and "Install one." in result.output


def test_the_languages_are_those_of_the_rules() -> None:
    spoken = check_room.spoken()
    assert {
        "Japanese names",
        "simplified Chinese",
        "traditional Chinese",
        "Korean",
        "Vietnamese",
        "Malay",
        "Tagalog",
        "Thai",
    } <= set(spoken)
    assert spoken["Korean"].count("\ub300") == 1 and "\uc870" in spoken["Korean"], "two seats that speak it give one sample"


def test_a_bundled_font_without_japanese_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in (fonts.REGULAR, fonts.BOLD):
        write_font(tmp_path / name, dict.fromkeys("A", 500))
    monkeypatch.setattr(fonts, "FOLDER", tmp_path)
    assert next(check_room.fonts()).said == "A font lacks Japanese characters."
