"""What games, files and values may be called on the command line, and switches that would be dropped without a word."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kuroshio.cli.main import group
from kuroshio.disk.whole_file import aside
from kuroshio.files.content_folders import data_folder, find_scenario
from kuroshio.files.faults import FaultyFiles
from kuroshio.session.game_names import LONGEST, name_wrong, new_place
from kuroshio.session.journal_reader import SUFFIX, read
from kuroshio.session.journal_writer import NotKept
from kuroshio.session.saved_games import load, public_path, start
from kuroshio.study.variant import UnclearChange, change, read_variant
from tests.forked import run

NO_NAMES = (
    "", " ", ".", "..", ".x", "-x", "x.", "x ", " x", "a:b", "a*b", 'a"b', "a|b", "a<b", "con", "CON", "Aux.2", "COM1",
    "LPT\u00b9",     "a\nb",    "a\x1b[31mb", "a\u202eb", "a\x9bb", "a\u2028b", "a\0b", "a\ud800", "x" * (LONGEST + 1),
    "\u5c16" * 300, "a\u200bb",
)  # fmt: skip
NAMES = ("day-1", "Half day", "\u5c16\u95a3", "\u00d6mi.2", "x" * LONGEST, "\U0001f6a2" * LONGEST, "console", "com", "a'b")


def kuroshio(*words: str, given: str = "note: a\n") -> Result:
    return CliRunner().invoke(group, list(words), catch_exceptions=False, input=given)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("KUROSHIO_GAMES_DIR", str(tmp_path / "games"))
    return tmp_path


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock")


# --- games -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NO_NAMES, ids=ascii)
def test_what_no_game_may_be_called(name: str, tmp_path: Path) -> None:
    assert name_wrong(name)
    for text in (name, str(tmp_path / f"{name}{SUFFIX}")):
        if text.count("/") in (0, str(tmp_path).count("/") + 1):
            with pytest.raises(NotKept, match="; "):
                new_place(text, tmp_path)


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_what_a_game_may_be_called_a_disk_holds(name: str, tmp_path: Path) -> None:
    assert name_wrong(name) == ""
    place = new_place(name, tmp_path)
    assert place == tmp_path / f"{name}{SUFFIX}" and new_place(str(place), Path("elsewhere")) == place
    for made in (place, aside(place), public_path(place), place.with_name(f"{place.name}.lock")):
        made.parent.mkdir(exist_ok=True)
        made.touch()


@pytest.mark.parametrize("name", ["../x", "a/b", "/x", "a\\b"])
def test_a_path_says_by_its_end_that_it_is_a_game(name: str, tmp_path: Path) -> None:
    with pytest.raises(NotKept, match="is a path, which must end in"):
        new_place(name, tmp_path)


@pytest.mark.parametrize("name", ["", ".x", "../x", "CON", "a:b", "x" * 300, "a\x1b[31mb", "a\nb"], ids=ascii)
def test_control_begins_no_game_of_such_a_name(name: str, here: Path) -> None:
    done = kuroshio("control", "--new", "tutorial", "--", name)
    assert done.exit_code == 2 and "Error: " in done.output
    assert files(here) == []


@pytest.mark.parametrize("command", ["control", "journal", "replay", "resume", "show"])
def test_no_command_goes_on_with_a_game_without_a_name(command: str, here: Path) -> None:
    (here / "games").mkdir()
    start(load("tutorial"), "tutorial", "", ("japan",), (), 1, here / "games" / SUFFIX).close()
    done = kuroshio(command, "")
    assert done.exit_code == 2 and "'' cannot be the name of a game" in done.output


def test_a_branch_is_named_as_a_game_is(here: Path) -> None:
    lines = "commit japan empty\nbranch 3 other\n"
    assert kuroshio("control", "one", "--new", "tutorial", "--no-umpire", given=lines).exit_code == 0
    assert read(here / "games" / f"other{SUFFIX}").entries
    for name, said in (("../x", "is a path"), (".x", "begins with"), ("CON", "device"), ("a\x07b", "invisible")):
        done = kuroshio("control", "one", given=f"branch 3 {name}\n")
        assert done.exit_code == 2 and said in done.output
    assert len([name for name in files(here / "games") if "public" not in name]) == 2


def test_a_file_of_lines_whose_name_no_file_has_is_refused(here: Path) -> None:
    done = kuroshio("control", "one", "--new", "tutorial", given="read a\0b\n")
    assert done.exit_code == 2 and "which no text has" in done.output


# --- what is written ---------------------------------------------------------------------------------


@pytest.mark.parametrize("out", ["", " ", ".", "..", "./", "/", "new/"])
@pytest.mark.parametrize(
    "words",
    [("report", "one"), ("scenario-from", "one", "--at", "1"), ("compare", "tutorial", "tutorial", "--games", "1")],
    ids=lambda words: words[0],
)
def test_a_file_to_write_has_a_name(words: tuple[str, ...], out: str, here: Path) -> None:
    done = kuroshio(*words, "--out", out)
    assert done.exit_code == 2
    assert ("is a folder; name a file in it, such as" if out.strip() else "is not a name") in done.output


@pytest.mark.parametrize("words", [("brief", "tutorial"), ("run", "tutorial", "--games", "1")], ids=lambda words: words[0])
def test_a_folder_to_write_has_a_name(words: tuple[str, ...], here: Path) -> None:
    done = kuroshio(*words, "--out", "")
    assert done.exit_code == 2 and "is not a name" in done.output and files(here) == []


# --- what is checked and set -------------------------------------------------------------------------


def test_a_folder_with_nothing_to_check_is_not_sound(here: Path) -> None:
    done = kuroshio("check", ".")
    assert done.exit_code == 2 and "this folder has no TOML file, so there is nothing to check; name" in done.output
    with pytest.raises(FaultyFiles, match="'':1: no such scenario"):
        kuroshio("check", "")
    assert kuroshio("check", str(data_folder("scenarios") / "tutorial.toml")).exit_code == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("map=zzz", "the map cannot be changed in this way"), ("map=first_island_chain", "the map cannot be changed"),
        ("name=x", "does not affect play"),
        ("summary=x", "does not affect play"), ("faction.japan.color=#ff0000", "does not affect play"), ("inject=x", "no inject"),
        ("zzz=1", "no key"),
    ],
)  # fmt: skip
def test_a_change_that_no_game_would_show_is_refused(text: str, said: str) -> None:
    with pytest.raises(UnclearChange, match=said):
        change(read_variant(find_scenario("tutorial")), text)


def test_a_change_to_what_is_so_already_is_told_and_one_given_twice_refused(here: Path) -> None:
    same = kuroshio("compare", "tutorial", "tutorial", "--set", "turns=4", "--games", "2")
    assert same.exit_code == 0 and "--set turns=4: this is already the value, and changes nothing." in same.output
    twice = kuroshio("compare", "tutorial", "tutorial", "--set", "turns=3", "--set", "turns = 2", "--games", "2")
    assert twice.exit_code == 2 and "--set turns: is given 2 times" in twice.output


# --- switches ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("narrate", "tutorial", "--seed", "1", "--seed", "2"), "--seed is given 2 times"),
        (("run", "tutorial", "--out", "a", "--games", "2", "--out=b"), "--out is given 2 times"),
        (("control", "one", "--new", "tutorial", "--umpire", "--no-umpire"), "--umpire is given 2 times"),
        (("narrate", "tutorial", "--policy", "japan=random", "--policy", "japan=random"), "japan is given 2 policies"),
        (("control", "one", "--seat", "japan"), "--seat is for a new game"),
        (("control", "one", "--no-umpire"), "--umpire is for a new game"),
        (("control", "one", "--seed", "1"), "--seed is for a new game"),
        (("play", "--seed", "5"), "need a SCENARIO"),
        (("journal", "one", "--recover", "--kind", "note"), "cannot be combined with --kind and --seat"),
    ],
    ids=str,
)  # fmt: skip
def test_a_switch_that_would_be_dropped_is_refused(words: tuple[str, ...], said: str, here: Path) -> None:
    done = kuroshio(*words)
    assert done.exit_code == 2 and said in done.output
    assert files(here) == []


def test_what_may_be_given_twice_still_may() -> None:
    done = kuroshio("narrate", "tutorial", "--policy", "all=random", "--policy", "japan=random")
    assert done.exit_code == 0


# --- the machine -------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
def test_show_without_a_display_does_not_wait(here: Path) -> None:
    path = here / f"a{SUFFIX}"
    start(load("tutorial"), "tutorial", "", ("japan",), (), 1, path).close()
    bare = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER")}
    done = run(("show", str(path)), here, env=bare)
    assert done.returncode == 2 and "No window can be opened here" in done.stderr
