"""A kept game carries what it is made of: it goes on where its files are not, and only its owner may read it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kuroshio.files.content_folders import data_folder
from kuroshio.files.pack import MAPS, Pack, is_name, unpacked
from kuroshio.session import saved_games
from kuroshio.session.journal.journal_reader import UnreadableGame, read
from kuroshio.session.session import Session
from tests.session.exercise import PEOPLE, SEED, decide
from tests.session.test_journal import rewritten

SECRET = "PLANT-aim of Beijing alone"


def kuroshio(*words: str) -> Result:
    return CliRunner().invoke(group_of(), list(words), catch_exceptions=False)


def group_of():  # type: ignore[no-untyped-def]
    from kuroshio.cli.main import group

    return group


@pytest.fixture
def theatre(tmp_path: Path) -> Path:
    """A scenario with an aim of its own, and rules of its own, in a folder that will go away."""
    folder = tmp_path / "theatre"
    shutil.copytree(data_folder("rules"), folder / "my_rules")
    domestic = folder / "my_rules" / "actions" / "domestic.toml"
    domestic.write_text(domestic.read_text("utf-8").replace("difficulty = 7", "difficulty = 6", 1), "utf-8")
    text = (data_folder("scenarios") / "senkaku_2021.toml").read_text("utf-8")
    at = text.index('faction = "china"')
    at = text.index("secret = [", at) + len("secret = [")
    (folder / "mine.toml").write_text(f'{text[:at]}"{SECRET}", {text[at:]}', "utf-8")
    return folder


def begun(theatre: Path, path: Path) -> Session:
    scenario, rules = str(theatre / "mine.toml"), str(theatre / "my_rules")
    session = saved_games.start(saved_games.load(scenario, rules), scenario, rules, PEOPLE, (), SEED, path)
    for _ in range(6):
        decide(session)
    return session


def test_a_game_goes_on_where_its_files_are_not(theatre: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = begun(theatre, tmp_path / "a.game.jsonl")
    session.close()
    away = tmp_path / "elsewhere"
    away.mkdir()
    (tmp_path / "a.game.jsonl").rename(away / "mailed.game.jsonl")
    shutil.rmtree(theatre)
    monkeypatch.chdir(away)
    monkeypatch.setenv("KUROSHIO_CACHE_DIR", str(tmp_path / "another_users_cache"))
    monkeypatch.setenv("NUMBA_CACHE_DIR", os.environ.get("NUMBA_CACHE_DIR", ""))
    again = saved_games.resume(Path("mailed.game.jsonl"))
    assert again.state() == session.state() and again.picture_for("japan") == session.picture_for("japan")
    assert SECRET in str(again.tables.scenario)
    decide(again)
    again.close()
    for words in (
        ("replay", "mailed.game.jsonl"),
        ("report", "mailed.game.jsonl", "--out", "review.html"),
        ("journal", "mailed.game.jsonl"),
        ("resume", "mailed.game.jsonl", "--no-window"),
        ("scenario-from", "mailed.game.jsonl", "--at", "1", "--out", "again.toml"),
    ):
        assert kuroshio(*words).exit_code == 0, words
    assert SECRET in (away / "again.toml").read_text("utf-8")


def test_what_a_game_is_made_of_rides_in_the_private_journal_alone(theatre: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.game.jsonl"
    session = begun(theatre, path)
    session.close()
    kept = read(path)
    assert kept.content is not None
    files = unpacked(kept.content["files"]).files
    assert any(SECRET in text for text in files.values()) and any(name.startswith(f"{MAPS}/") for name in files)
    public = saved_games.public_path(path).read_bytes()
    assert public and b"PLANT" not in public and kept.content["files"].encode()[:200] not in public


def test_other_content_than_the_game_began_with_is_refused(theatre: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.game.jsonl"
    begun(theatre, path).close()
    raw = path.read_bytes()
    kept = read(path)
    assert kept.content is not None
    packed = unpacked(kept.content["files"])
    changed = Pack({name: text.replace("difficulty = 6", "difficulty = 5") for name, text in packed.files.items()})
    broken = Pack({name: text.replace('faction = "china"', 'faction = "chine"') for name, text in packed.files.items()})
    for fields, said in (
        ({"files": changed.text()}, "is damaged"),
        ({"files": changed.text(), "digest": changed.digest}, "other rules, map or scenario than the file holds"),
        ({"files": broken.text(), "digest": broken.digest}, "cannot be used"),
        ({"files": "AAAA"}, "is damaged"),
        ({"files": kept.content["files"][:-8]}, "is damaged"),
    ):
        path.write_bytes(raw)
        rewritten(path, 2, **fields)
        with pytest.raises(UnreadableGame, match=said):
            saved_games.resume(path)
        assert kuroshio("replay", str(path)).exit_code == 2


@pytest.mark.parametrize(
    "name", ["../rules/a.toml", "rules/../../a.toml", "/etc/a.toml", "rules/a.sh", "a.toml", "rules\\a.toml", "C:/a.toml", ""]
)
def test_a_pack_stays_in_its_folder(name: str) -> None:
    assert not is_name(name) and is_name("rules/actions/a.toml")


@pytest.mark.skipif(os.name != "posix", reason="modes are lists elsewhere")
def test_only_the_owner_may_read_what_is_secret(theatre: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = os.umask(0o022)
    try:
        games = tmp_path / "data" / "games"
        monkeypatch.setenv("KUROSHIO_GAMES_DIR", str(games))
        monkeypatch.setenv("KUROSHIO_PUBLIC_DIR", str(tmp_path / "wall"))
        path = games / "evening.game.jsonl"
        session = begun(theatre, path)
        session.branch(games / "other.game.jsonl", 3).close()
        session.close()
        path.write_bytes(path.read_bytes().replace(b'"kind":"choice"', b'"kind":"choise"', 1))
        assert kuroshio("journal", "evening", "--recover").exit_code == 0
        assert games.stat().st_mode & 0o777 == 0o700
        secret = list(games.rglob("*"))
        assert len(secret) >= 4 and {one.stat().st_mode & 0o777 for one in secret if one.is_file()} == {0o600}
        assert not list(games.rglob("*.public.jsonl"))
        wall = tmp_path / "wall" / "evening.public.jsonl"
        assert wall.stat().st_mode & 0o777 == 0o644 and wall.parent.stat().st_mode & 0o777 == 0o755
        assert saved_games.readers_of(wall.parent) in ("everybody on this machine", saved_games.readers_of(tmp_path))
        assert "this user only" in saved_games.readers_of(games)
    finally:
        os.umask(old)


def test_who_reads_the_public_journal_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KUROSHIO_GAMES_DIR", str(tmp_path / "games"))
    said = CliRunner().invoke(group_of(), ["control", "evening", "--new", "tutorial"], input="commit china empty\n")
    assert said.exit_code == 0 and f"The projector reads {tmp_path / 'games' / 'public' / 'evening.public.jsonl'}" in said.output


def test_another_file_in_the_place_of_the_public_journal_is_left_alone(theatre: Path, tmp_path: Path) -> None:
    public = saved_games.public_path(tmp_path / "a.game.jsonl")
    public.parent.mkdir(parents=True)
    public.write_text("My notes.\n", "utf-8")
    session = begun(theatre, tmp_path / "a.game.jsonl")
    assert "another file is in its place" in session.projector.unpublished and public.read_text("utf-8") == "My notes.\n"
    public.unlink()
    decide(session)
    assert session.projector.unpublished == "" and public.is_file()
    session.close()


def test_a_public_folder_that_cannot_be_made_stops_no_game(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "wall").write_text("a file")
    monkeypatch.setenv("KUROSHIO_GAMES_DIR", str(tmp_path / "games"))
    monkeypatch.setenv("KUROSHIO_PUBLIC_DIR", str(tmp_path / "wall"))
    for words in (["control", "evening", "--new", "tutorial"], ["control", "evening"]):
        said = CliRunner().invoke(group_of(), words, input="note: It goes on.\nclock plan start 60\n")
        assert said.exit_code == 0 and "the projector shows an old picture or none." in said.output
    assert (tmp_path / "wall").read_text() == "a file"


def test_games_of_one_name_in_two_folders_have_two_walls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KUROSHIO_GAMES_DIR", str(tmp_path / "games"))
    monkeypatch.setenv("KUROSHIO_PUBLIC_DIR", str(tmp_path / "wall"))
    paths = [saved_games.public_path(tmp_path / folder / "a.game.jsonl") for folder in ("games", "one", "two")]
    assert len(set(paths)) == 3 and paths[0].name == "a.public.jsonl" and {path.parent for path in paths} == {tmp_path / "wall"}


def test_a_game_that_cannot_be_locked_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KUROSHIO_GAMES_DIR", str(tmp_path))
    monkeypatch.setattr("kuroshio.session.game_names.LONGEST", 400)  # as on a disk that takes shorter names than most
    said = CliRunner().invoke(group_of(), ["control", "n" * 240, "--new", "tutorial"], input="commit china empty\n")
    assert said.exit_code == 2 and "a game cannot be kept there" in said.output and list(tmp_path.iterdir()) == []
