"""Games that were kept in older formats of the journal are read, gone on with, and refused where they are damaged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.kernel.tables import Tables
from engine.policies.playbook import Playbook
from engine.session import shelf
from engine.session.entries import FORMAT, branches
from engine.session.journal import UnreadableGame, read, recover
from tests.session.exercise import decide
from tests.session.test_journal import new, session_on

FORMAT_1, FORMAT_2 = (Path(__file__).parent / "data" / f"format_{n}.game.jsonl" for n in (1, 2))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.game.jsonl"


def test_a_game_of_format_1_is_read() -> None:
    kept = read(FORMAT_1)
    assert kept.format == 1 and kept.people == ("japan", "china") and kept.policies == (("us", "random"),) and kept.turn == 2
    assert kept.lines[0] == "china: hold_back" and len(kept.lines) == 4
    assert [entry.get("by") for entry in kept.entries[1:]] == ["person", "person", "doctrine", "person"]


def test_a_game_of_format_1_is_gone_on_with(path: Path, tables: Tables, playbook: Playbook) -> None:
    session = session_on(new(path, tables), tables, playbook)
    for _ in range(6):
        decide(session)
    state = session.state()
    session.journal.close()
    kept = read(path)
    head = {name: kept.header[name] for name in ("kuroshio", "scenario", "rules", "people", "policies", "seed", "digest")}
    old = [{**head, "format": 1}, *({"turn": e["turn"], "line": e["line"]} for e in kept.entries if e.kind == "choice")]
    path.write_text("".join(json.dumps(line) + "\n" for line in old) + '{"turn": 9, "li', "utf-8")
    before = path.read_bytes()
    resumed = shelf.resume(path)
    assert resumed.state() == state
    assert resumed.undo() == "" and resumed.rewind(1, "planning") == ""
    decide(resumed)
    resumed.journal.close()
    assert read(path).format == FORMAT
    assert path.with_name("a.format-1.jsonl").read_bytes() == before


def test_a_game_of_format_2_is_read_with_its_own_words_as_notes() -> None:
    kept = read(FORMAT_2)
    assert kept.format == 2 and kept.header["format"] == FORMAT
    assert [entry.kind for entry in kept.entries].count("note") == 2 and "words" not in {entry.kind for entry in kept.entries}
    assert [(e["seat"], e["text"]) for e in kept.counted if e.kind == "note"] == [
        ("japan", "Waits."),
        ("china", "In its own words: Invite the fishermen of both sides to a fair"),
    ]
    assert [branch.after for branch in branches(kept.entries)] == [4]


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
        (raw.replace(b'{"turn": 1, "line": "us', b'"turn": 1, "line": "us'), ":4: not a line"),
    ):
        assert changed != raw
        path.write_bytes(changed)
        with pytest.raises(UnreadableGame, match=said):
            read(path)
    assert recover(path).read_bytes() == b"".join(raw.splitlines(keepends=True)[:3])
