"""The journal on disk: its chain, every corruption noticed, older formats, recovery, two at one file."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import pytest

from kuroshio.kernel.tables.compiling import Tables
from kuroshio.players.doctrine_tables import Playbook
from kuroshio.session import journal_format as lines_of
from kuroshio.session import line_kinds as kinds_module
from kuroshio.session import saved_games
from kuroshio.session.journal_format import FORMAT, canonical, signed
from kuroshio.session.journal_reader import NotKept, UnreadableGame, read, recover
from kuroshio.session.journal_writer import Journal, begin, go_on, header_of, locked
from kuroshio.session.line_kinds import TEXT, BadLine, register
from kuroshio.session.session import Session
from tests.session.exercise import PEOPLE, SCENARIO, SEED, decide, kept_at


def new(path: Path, tables: Tables) -> Journal:
    return kept_at(path)


def session_on(journal: Journal, tables: Tables, playbook: Playbook) -> Session:
    return Session(tables, playbook, PEOPLE, SEED, journal=journal)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.game.jsonl"


@pytest.fixture
def played(path: Path, tables: Tables, playbook: Playbook) -> Path:
    """A short game on disk, of every sort of line."""
    return played_on(new(path, tables), path, tables, playbook)


@pytest.fixture
def small(path: Path, tables: Tables, playbook: Playbook) -> Path:
    """The same, without the line that holds all that it is made of, which is longer than all others."""
    return played_on(begin(path, header_of(tables, SCENARIO, "", PEOPLE, (), SEED)), path, tables, playbook)


def played_on(journal: Journal, path: Path, tables: Tables, playbook: Playbook) -> Path:
    session = session_on(journal, tables, playbook)
    decide(session)
    session.notes.note("japan", "内閣は割れている")
    session.agreements.agree(["japan", "us"], "terms", 3, public=False)
    session.injects.write("A tanker is adrift.", ["japan"], [{"track": "world.tension", "add": 1}])
    session.history.undo()
    decide(session)
    session.journal.close()
    return path


# --- the chain ---------------------------------------------------------------------------------------


def test_lines_are_numbered_timed_and_chained(played: Path) -> None:
    tables = [json.loads(line) for line in played.read_bytes().splitlines()]
    assert [table["n"] for table in tables] == list(range(1, len(tables) + 1))
    assert [table["at"] for table in tables] == sorted(table["at"] for table in tables)
    assert {table["kind"] for table in tables} == {
        "header", "content", "draft", "choice", "record", "note", "agreement", "inject", "undo"
    }  # fmt: skip
    assert len({table["hash"] for table in tables}) == len(tables)
    assert tables[0]["format"] == FORMAT and tables[0]["people"] == list(PEOPLE)


@pytest.mark.parametrize("part", range(4))
def test_every_change_of_a_byte_is_noticed(part: int, small: Path) -> None:
    """Bytes are replaced, one after the other: by their lowest bit flipped, by a newline, by one at random.

    All of them in four parts, save in the long words of records, of which each byte counts as much as the next.
    """
    good, luck = small.read_bytes(), random.Random(1)
    assert len(read(small).entries) > 5
    long = {at for match in re.finditer(rb"[A-Za-z0-9+/=]{200,}", good) for at in range(match.start() + 40, match.end() - 40)}
    passed = []
    with small.open("r+b", buffering=0) as stream:
        for at in range(part, len(good), 4):
            if at in long and at % 61:
                continue
            for byte in {good[at] ^ 1, 10, luck.randrange(256)} - {good[at]}:
                written_at(stream, at, byte)  # in its place: to write the file anew takes longer than to read it
                try:
                    read(small)
                    passed.append((at, byte))
                except UnreadableGame:
                    pass
            written_at(stream, at, good[at])
    assert passed == [] and small.read_bytes() == good


def written_at(stream: IO[bytes], at: int, byte: int) -> None:
    stream.seek(at)
    stream.write(bytes([byte]))


def test_a_line_taken_out_put_in_or_moved_is_noticed(played: Path) -> None:
    lines = played.read_bytes().splitlines(keepends=True)
    for changed in ([*lines[:2], *lines[3:]], [*lines[:3], lines[2], *lines[3:]], [lines[0], lines[2], lines[1], *lines[3:]]):
        played.write_bytes(b"".join(changed))
        with pytest.raises(UnreadableGame, match=f"{played}:[234]: .*kuroshio journal {played} --recover"):
            read(played)


def test_another_spelling_of_the_same_line_is_noticed(played: Path) -> None:
    lines = played.read_bytes().splitlines(keepends=True)
    for other in (lines[1].replace(b":", b": ", 1), json.dumps(dict(reversed(json.loads(lines[1]).items()))).encode() + b"\n"):
        assert json.loads(other) == json.loads(lines[1])
        played.write_bytes(b"".join([lines[0], other, *lines[2:]]))
        with pytest.raises(UnreadableGame, match=":2: changed since it was written"):
            read(played)


def test_an_act_that_is_not_whole_is_cut_off(small: Path) -> None:
    """Whatever a kill may leave of the last act, the game stands where it did before it."""
    good, raw = read(small), small.read_bytes()
    acts = [n for n in range(1, len(good.entries)) if not good.entries[n - 1].more]
    lines = raw.splitlines(keepends=True)
    before, start = acts[-1], len(b"".join(lines[: acts[-1]]))
    assert len(good.entries) - before > 2
    for end in reversed(range(start, len(raw))):
        os.truncate(small, end)
        kept = read(small)
        assert kept.entries == good.entries[:before] and kept.size == start


def test_what_is_not_whole_is_cut_off_before_the_game_goes_on(played: Path) -> None:
    raw = played.read_bytes()
    whole = played.read_bytes().splitlines(keepends=True)
    start = len(raw) - len(whole[-1])
    played.write_bytes(raw[: start + 9])
    kept = read(played)
    journal = go_on(played)
    assert played.read_bytes() == raw[: kept.size] and journal.entries == list(kept.entries)
    journal.close()


def test_recovery_keeps_what_comes_before_the_damage(played: Path) -> None:
    good, raw = read(played), played.read_bytes()
    damaged = raw.replace(b'"text":"A tanker', b'"text":"a tanker')
    played.write_bytes(damaged)
    with pytest.raises(UnreadableGame) as refused:
        read(played)
    n = int(str(refused.value).split(":")[1])
    first, second = recover(played), recover(played)
    assert first.name == "a.recovered.game.jsonl" and second.name == "a.recovered-2.game.jsonl"
    assert read(first).entries == read(second).entries == good.entries[: n - 1]
    assert played.read_bytes() == damaged
    with pytest.raises(UnreadableGame, match="nothing is wrong"):
        recover(first)
    played.write_bytes(b"x" + raw[1:])
    with pytest.raises(UnreadableGame, match="nothing can be kept"):
        recover(played)


def rewritten(path: Path, n: int, **fields: Any) -> None:
    """Change a line and chain it and all after it anew: what a newer version, or another program, might write."""
    entries, previous = list(read(path).entries), ""
    for i, entry in enumerate(entries):
        table = {**entry.fields, **(fields if i == n - 1 else {})}
        kind = table.pop("kind", entry.kind)
        entries[i] = signed(lines_of.JournalLine(entry.n, entry.at, kind, table, more=entry.more), previous)
        previous = entries[i].hash
    path.write_bytes(b"".join(lines_of.spelled(entry) for entry in entries))


@pytest.mark.parametrize(
    ("n", "fields", "said"),
    [
        (3, {"kind": "prophecy"}, "'prophecy'.*version that wrote it"),
        (3, {"kind": "header"}, "a line of kind 'header' without"),
        (6, {"to": 6}, "which is not before it"),
        (1, {"format": 5}, "a game of format 5"),
        (1, {"format": 1}, "not the header"),
        (1, {"format": "4"}, "not a game of format 4"),
        (1, {"format": 0}, "not a game of format 4"),
    ],
)
def test_what_this_version_does_not_know_is_refused(played: Path, n: int, fields: dict[str, Any], said: str) -> None:
    if "to" in fields:
        n = next(entry.n for entry in read(played).entries if entry.kind == "undo")
        fields = {"to": n}
    rewritten(played, n, **fields)
    with pytest.raises(UnreadableGame, match=said):
        read(played)


def test_a_kind_can_be_added(path: Path, tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds_module, "KINDS", kinds_module.KINDS.copy())
    register("verdict", {"text": TEXT})
    journal = new(path, tables)
    journal.append("verdict", text="yes")
    journal.keep()
    journal.close()
    assert read(path).entries[-1]["text"] == "yes"
    for fields, said in (
        ({}, "without text"),
        ({"text": 1}, "whose text is not a text"),
        ({"text": "", "more_": 1}, "does not have"),
    ):
        with pytest.raises(BadLine, match=said):
            journal.append("verdict", **fields)
    with pytest.raises(ValueError, match="of its own"):
        register("worse", {"hash": TEXT})


def test_a_line_has_one_spelling_whatever_it_says() -> None:
    table = {"b": 'a "quote"\n', "a": "海\ud800", "c": [1, {"z": None, "y": True}]}
    text = canonical(table)
    assert canonical(json.loads(text)) == text and b"\n" not in text and text.startswith(b'{"a":')


# --- two at one file, clocks, copies ------------------------------------------------------------------


def test_a_second_process_is_refused(path: Path, tables: Tables, playbook: Playbook) -> None:
    journal = new(path, tables)
    with pytest.raises(NotKept, match="the game is open elsewhere"):
        go_on(path)
    source = f"from pathlib import Path; from kuroshio.session.journal_writer import go_on; go_on(Path({str(path)!r}))"
    other = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True)
    assert other.returncode == 1 and "the game is open elsewhere" in other.stderr.splitlines()[-1]
    journal.append("note", turn=1, seat="", text="still ours", by="scribe")
    journal.keep()
    journal.close()
    assert subprocess.run([sys.executable, "-c", source], capture_output=True).returncode == 0
    assert read(path).entries[-1]["text"] == "still ours"


def test_a_refused_game_is_let_go_of(played: Path) -> None:
    raw = played.read_bytes()
    played.write_bytes(raw[:-3] + b"x" + raw[-2:])
    with pytest.raises(UnreadableGame):
        go_on(played)
    rewritten_digest = raw.replace(read(recover(played)).fingerprint.encode(), b"0" * 64)
    played.write_bytes(rewritten_digest)
    with pytest.raises(UnreadableGame):
        saved_games.resume(played)
    played.write_bytes(raw)
    rewritten(played, 1, content="0" * 64)
    with pytest.raises(UnreadableGame, match="with other rules, map or scenario than the file holds"):
        saved_games.resume(played)
    locked(played).release()


def test_a_clock_that_is_put_back_does_no_damage(path: Path, tables: Tables, playbook: Playbook) -> None:
    journal = new(path, tables)
    session = session_on(journal, tables, playbook)
    last = journal.entries[-1].at
    journal.now = lambda: datetime(1999, 1, 1, tzinfo=UTC)
    decide(session)
    assert journal.entries[-1].at == last and len(journal.entries) > 2
    journal.now = lambda: datetime(2099, 1, 1, tzinfo=UTC)
    session.notes.note("", "the clock is right again")
    assert journal.entries[-1].at.startswith("2099")
    journal.close()
    assert saved_games.resume(path).state() == session.state()


def test_a_copy_is_a_game_of_its_own(played: Path) -> None:
    first = go_on(played)
    copy = played.with_name("copy.game.jsonl")
    shutil.copy(played, copy)
    go_on(copy).close()
    first.close()
