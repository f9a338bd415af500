"""The players from outside that a study file names: its manifest has the digests of their files, and other files are refused."""

from __future__ import annotations

import hashlib
import sys
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kuroshio.cli.main import group
from kuroshio.study.study_content import PointContent, UnclearPoint
from kuroshio.study.study_file import parse_study
from kuroshio.study.study_points import points_of
from kuroshio.study.study_run import begin

pytest.importorskip("pyarrow")

BOT = "class First:\n    def choose(self, view, legal):\n        return legal[0]\n"
PROGRAM = """
import json, sys
for line in sys.stdin:
    said = json.loads(line)
    if said["say"] == "hello":
        print('{"protocol": 1}', flush=True)
    elif said["say"] == "choose":
        print(json.dumps({"play": said["legal"][-1]}), flush=True)
"""
BOTH = f"""
[study]
id = "players"
scenario = "tutorial"
question = "Does it matter who plays?"
primary = "administration"
smallest = 0.1
games = 3

[[arm]]
id = "base"

[[arm]]
id = "first"
set = {{ "policy.japan" = "my_bot.py:First" }}

[[cross]]
id = "china"
key = "policy.china"
values = ["china_routine_jurisdiction", 'exec:"{sys.executable}" program.py']

[record]
partings = 2
"""
CHANGED = r"player {}: its file has changed since this study was begun; restore the former file"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with two players and a study of them."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my_bot.py").write_text(BOT, "utf-8")
    (tmp_path / "program.py").write_text(PROGRAM, "utf-8")
    (tmp_path / "players.toml").write_text(BOTH, "utf-8")
    return tmp_path


@pytest.fixture
def kept(here: Path) -> Path:
    """The same, with the study played into the folder `a`."""
    assert study("players.toml", "--out", "a").exit_code == 0
    return here


def study(*words: str) -> Result:
    return CliRunner().invoke(group, ["study", "run", *words], catch_exceptions=False)


def digest(path: str) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "times.csv"}


def test_the_manifest_names_the_files_of_players_and_repeats_the_study(kept: Path) -> None:
    told = tomllib.loads((kept / "a" / "manifest.toml").read_text("utf-8"))["players"]
    assert told["my_bot.py:First"] == {"sha256": digest("my_bot.py")}
    program = told[f'exec:"{sys.executable}" program.py']
    assert program["command"] == [sys.executable, "program.py"] and program["sha256"] == digest(sys.executable)
    assert program["files"] == {"program.py": digest("program.py")} and len(told) == 2
    assert study("a/manifest.toml", "--out", "b").exit_code == 0
    assert files(kept / "a") == files(kept / "b")


@pytest.mark.parametrize("file", ["my_bot.py", "program.py"])
def test_a_manifest_is_refused_where_the_file_of_a_player_has_changed(kept: Path, file: str) -> None:
    path = kept / file
    path.write_text(f"{path.read_text('utf-8')}\n# another\n", "utf-8")
    told = study("a/manifest.toml", "--out", "b")
    named = "my_bot.py:First" if file == "my_bot.py" else f'exec:"{sys.executable}" program.py'
    assert told.exit_code == 2 and CHANGED.format(named) in told.output
    assert len(told.output.partition("Error: ")[2].splitlines()) == 1 and not (kept / "b").exists()
    path.unlink()
    assert study("a/manifest.toml", "--out", "b").exit_code == 2 and not (kept / "b").exists()


def test_an_interrupted_study_goes_on_with_the_same_players_alone(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("kuroshio.study.study_run.in_flight", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        assert study("players.toml", "--out", "a").exit_code == 130
    (here / "my_bot.py").write_text(BOT.replace("[0]", "[-1]"), "utf-8")
    told = study("players.toml", "--out", "a", "--resume")
    assert told.exit_code == 2 and "begun with another file of a player; use the same" in told.output
    (here / "my_bot.py").write_text(BOT, "utf-8")
    assert study("players.toml", "--out", "a", "--resume").exit_code == 0


def test_what_a_player_has_played_is_kept_after_a_few_games(here: Path) -> None:
    """Nobody knows how long it thinks: a unit of thousands of games would lose hours with one interruption."""
    content = PointContent.of(parse_study(BOTH.replace("games = 3", "games = 100"), Path()))
    with begin(here / "a", content, 100, resume=False) as run:
        assert {unit.games for unit in run.units} == {4} and len(run.units) == 4 * 25
        done = next(games for games in run.play_on() if games)
        assert done == 4
    assert run.kept == 4


def test_a_compiled_player_is_as_fast_as_a_doctrine(here: Path) -> None:
    (here / "fast.py").write_text("def fast(view, options, n, luck):\n    return 0\n", "utf-8")
    text = BOTH.replace("my_bot.py:First", "fast.py:fast").partition("[[cross]]")[0]
    with begin(here / "a", PointContent.of(parse_study(text, Path())), 100, resume=False) as run:
        assert [unit.games for unit in run.units] == [100, 100]


def test_a_worker_with_another_file_plays_nothing(here: Path) -> None:
    content = PointContent.of(parse_study(BOTH, Path()))
    job = content.job()
    (here / "my_bot.py").write_text(BOT.replace("[0]", "[-1]"), "utf-8")
    first = next(point for point in points_of(content.file) if point.arm == "first")
    with pytest.raises(UnclearPoint, match=CHANGED.format(r"my_bot\.py:First")):
        PointContent.of_job(job).at(first)
