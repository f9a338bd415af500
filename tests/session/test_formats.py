"""Games of older formats and of other versions of the kernel: read, listed, told and reviewed; what is damaged is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kuroshio.cli.main import group
from kuroshio.kernel.version import KERNEL
from kuroshio.session import saved_games
from kuroshio.session.journal import journal_reader as kept_module
from kuroshio.session.journal.journal_format import FORMAT, branches
from kuroshio.session.journal.journal_reader import UnreadableGame, read, recover
from kuroshio.session.told_game import ToldGame
from tests.session.versions import DATA, path_of

FORMAT_1, FORMAT_2, FORMAT_3 = (DATA / f"format_{n}.game.jsonl" for n in (1, 2, 3))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.game.jsonl"


def kuroshio(*words: str) -> Result:
    return CliRunner().invoke(group, list(words), catch_exceptions=False)


def test_a_game_of_format_1_is_read() -> None:
    kept = read(FORMAT_1)
    assert kept.format == 1 and kept.people == ("japan", "china") and kept.policies == (("us", "random"),) and kept.turn == 2
    assert kept.lines[0] == "china: hold_back" and len(kept.lines) == 4
    assert [entry.get("by") for entry in kept.entries[1:]] == ["person", "person", "doctrine", "person"]


def test_a_game_of_format_2_is_read_with_its_own_words_as_notes() -> None:
    kept = read(FORMAT_2)
    assert kept.format == 2 and kept.header["format"] == FORMAT
    assert [entry.kind for entry in kept.entries].count("note") == 2 and "words" not in {entry.kind for entry in kept.entries}
    assert [(e["seat"], e["text"]) for e in kept.counted if e.kind == "note"] == [
        ("japan", "Waits."),
        ("china", "In its own words: Invite the fishermen of both sides to a fair"),
    ]
    assert [branch.after for branch in branches(kept.entries)] == [4]


def test_a_game_of_format_3_is_read_with_its_rulings() -> None:
    kept = read(FORMAT_3)
    rulings = [entry for entry in kept.counted if entry.kind == "ruling"]
    assert kept.format == 3 and kept.header["kernel"] == 1 and kept.content is None
    assert rulings and rulings[0]["words"] == 1 and [e["text"] for e in kept.counted if e.kind == "words"]


@pytest.mark.parametrize("old", [FORMAT_1, FORMAT_2, FORMAT_3])
def test_a_game_of_an_older_format_is_listed_and_says_who_goes_on_with_it(old: Path, path: Path) -> None:
    path.write_bytes(old.read_bytes())
    listed = kuroshio("journal", str(path))
    assert listed.exit_code == 0 and "choice" in listed.output
    told = kuroshio("replay", str(path))
    assert told.exit_code == 0 and listed.output.splitlines()[-1] in told.output and "did not record the results" in told.output
    for words in (("resume", str(path), "--no-window"), ("report", str(path), "--out", str(path.with_name("r.html")))):
        refused = kuroshio(*words)
        assert refused.exit_code == 2 and len(refused.output.strip().splitlines()) <= 4
    assert "played by version 1 of the kernel (Kuroshio 0.1.0)" in kuroshio("resume", str(path), "--no-window").output
    assert path.read_bytes() == old.read_bytes() and not path.with_name("r.html").exists()


def test_there_is_a_game_of_every_version() -> None:
    assert all(path_of(version).is_file() for version in range(1, KERNEL + 1))


@pytest.mark.parametrize("version", range(1, KERNEL + 1))
def test_a_game_of_each_version_is_told_and_reviewed(version: int, path: Path, tmp_path: Path) -> None:
    path.write_bytes(path_of(version).read_bytes())
    kept = read(path)
    assert kept.header["kernel"] == version and (kept.unplayable() == "") == (version == KERNEL)
    told = ToldGame(kept)
    assert told.turn == 4 and len(told.positions()) == 5 and any(moment.odds for moment in told.moments)
    if version == KERNEL:
        session = saved_games.look_into(kept)
        assert session.state() == told.game.tobytes() and len(told.log) == session.game.logged
    else:
        refused = kuroshio("resume", str(path), "--no-window")
        assert refused.exit_code == 2 and f"played by version {version} of the kernel" in refused.output
    story = kuroshio("replay", str(path))
    assert story.exit_code == 0 and "## Turn 3" in story.output and told.fingerprint() in story.output
    assert "\u201cInvite the fishermen of both sides to a fair\u201d" in story.output
    review = kuroshio("report", str(path), "--out", str(tmp_path / "review.html"))
    assert review.exit_code == 0 and "fair" in (tmp_path / "review.html").read_text("utf-8")
    assert kuroshio("journal", str(path)).exit_code == 0


def test_a_game_of_a_newer_kernel_is_told_and_not_gone_on_with(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_bytes(path_of(KERNEL).read_bytes())
    monkeypatch.setattr(kept_module, "KERNEL", KERNEL - 1)
    story = kuroshio("replay", str(path))
    assert story.exit_code == 0 and "## Turn 3" in story.output
    with pytest.raises(UnreadableGame, match=f"played by version {KERNEL} of the kernel .* this is version {KERNEL - 1}"):
        saved_games.resume(path)


def test_every_change_of_a_byte_of_a_game_of_format_2_is_noticed(path: Path) -> None:
    whole = FORMAT_2.read_bytes()
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with pytest.raises(UnreadableGame):
            read(path)


def test_damage_in_a_game_of_format_1_is_refused(path: Path) -> None:
    raw = FORMAT_1.read_bytes()
    for changed, said in (
        (raw.replace(b'"turn": 2', b'"turm": 2'), ":5: not a line"),
        (raw.replace(b'"people": [', b'"people": [1, '), ":1: not the header"),
        (raw.replace(b'"seed": 7', b'"seed": "7"'), ":1: not the header"),
        (raw.replace(b'[["us", "random"]]', b'["us", "random"]'), ":1: not the header"),
        (raw.replace(b'{"turn": 1, "line": "us', b'"turn": 1, "line": "us'), ":4: not a journal line"),
    ):
        assert changed != raw
        path.write_bytes(changed)
        with pytest.raises(UnreadableGame, match=said):
            read(path)
    assert recover(path).read_bytes() == b"".join(raw.splitlines(keepends=True)[:3])
