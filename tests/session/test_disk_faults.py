"""Faults of the disk: an act is on it whole or not at all, and what cannot be kept leaves the game as it was."""

from __future__ import annotations

import errno
import random
from pathlib import Path
from typing import Any

import pytest

from kuroshio.kernel.state.codes import PHASES
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.players.doctrine_tables import Playbook
from kuroshio.session import saved_games
from kuroshio.session.journal.journal_reader import NotKept, read
from kuroshio.session.journal.journal_writer import Journal, go_on
from kuroshio.session.session import Session
from tests.session.exercise import PEOPLE, SEED, decide, kept_at, refusal


def session_on(journal: Journal, tables: Tables, playbook: Playbook) -> Session:
    return Session(tables, playbook, PEOPLE, SEED, journal=journal)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.game.jsonl"


class Filling:
    """A stream on a disk that has room for so many more bytes, and may refuse even to cut a file."""

    def __init__(self, stream: Any, room: int, stuck: bool = False):
        self.stream, self.room, self.stuck = stream, room, stuck

    def write(self, data: bytes) -> int:
        if not self.room:
            raise OSError(errno.ENOSPC, "No space left on device")
        n = min(len(data), self.room)
        self.room -= n
        return int(self.stream.write(data[:n]))

    def truncate(self, size: int) -> None:
        if self.stuck:
            raise OSError(errno.EIO, "Input/output error")
        self.stream.truncate(size)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


def everything(session: Session) -> tuple[Any, ...]:
    """All that a fault must leave alone."""
    session.reveal(session.asked())
    told = session.picture(), session.picture_for("")
    kept = (
        list(session.journal.entries),
        list(session.journal.counted),
        len(session.keeper.checkpoints),
        list(session.keeper.times),
    )
    return session.state(), told, kept[0], kept[1:], session.tables.scenario.injects


@pytest.mark.parametrize("stuck", [False, True])
def test_a_full_disk_leaves_all_as_it_was_and_the_same_can_be_entered_again(
    path: Path, tables: Tables, playbook: Playbook, stuck: bool
) -> None:
    journal = kept_at(path)
    session = session_on(journal, tables, playbook)
    for _ in range(3):
        decide(session)
    stream, luck, failed = journal.stream, random.Random(5), 0
    while not session.over and failed < 40:
        before, raw = everything(session), path.read_bytes()
        journal.stream = Filling(stream, luck.randrange(900), stuck)  # type: ignore[assignment]
        try:
            decide(session)
            continue
        except NotKept as error:
            assert "No space left on device" in str(error) and str(path) in str(error) and "\n" not in str(error)
        failed += 1
        drafted = [entry for entry in journal.entries[len(before[2]) :] if entry.kind == "draft"]  # kept before the disk was full
        assert journal.entries == before[2] + drafted
        session.viewers.plans = {}
        assert everything(session)[:2] == before[:2]
        assert read(path).entries[: len(journal.entries)] == tuple(journal.entries)
        journal.stream = stream
        if not stuck:
            assert path.read_bytes().startswith(raw) and path.read_bytes().count(b"\n") == len(journal.entries)
        else:
            journal.stream.truncate(journal.size)  # type: ignore[union-attr]
        decide(session)
    assert failed == 40
    state, entries = session.state(), tuple(journal.entries)
    journal.close()
    assert read(path).entries == entries
    replayed = Session(tables, playbook, PEOPLE, SEED, journal=Journal(entries=entries), play_on=False)
    assert replayed.state() == state


def test_every_other_call_is_all_or_nothing_too(path: Path, tables: Tables, playbook: Playbook) -> None:
    journal = kept_at(path)
    session = session_on(journal, tables, playbook)
    decide(session)
    session.agreements.agree(["japan", "us"], "terms")
    stream = journal.stream
    calls = (
        lambda: session.notes.note("japan", "x" * 200),
        lambda: session.notes.expect("japan", "us", "help"),
        lambda: session.agreements.agree(["japan", "us"], "more"),
        lambda: session.agreements.break_("agreement-1", "us", "did not"),
        lambda: session.injects.write("words", [], [{"track": "world.tension", "add": 1}]),
        lambda: session.notes.late("japan"),
        lambda: session.clock.set("plan", "start", 540),
        lambda: session.history.undo(),
        lambda: session.history.rewind(1, "planning"),
    )
    for call in calls:
        decide(session)
        before = everything(session)
        journal.stream = Filling(stream, 40)  # type: ignore[assignment]
        with pytest.raises(NotKept):
            call()
        journal.stream = stream
        assert everything(session) == before
        call()
    assert journal.stream is not None
    journal.close()
    assert len(read(path).entries) == len(journal.entries)


def test_a_draft_outlives_a_full_disk(path: Path, tables: Tables, playbook: Playbook) -> None:
    journal = kept_at(path)
    session = session_on(journal, tables, playbook)
    session.reveal(session.asked())
    card = next(card for card in session.picture().question.cards if card.choices)  # type: ignore[union-attr]
    session.draft(card.choices[0].line)
    drafted, stream = session.picture(), journal.stream
    for room in (100, 400, 600):
        journal.stream = Filling(stream, room)  # type: ignore[assignment]
        with pytest.raises(NotKept):
            session.commit_plan()
        assert session.picture() == drafted and len(drafted.draft) == 1
    journal.stream = stream
    session.commit_plan()
    assert card.choices[0].line in [entry.get("line") for entry in session.history.lines()]


def test_a_disk_that_fails_when_it_should_settle(
    path: Path, tables: Tables, playbook: Playbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = session_on(kept_at(path), tables, playbook)
    before, raw = everything(session), path.read_bytes()

    def fail(_: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", fail)
        with pytest.raises(NotKept, match="Input/output error"):
            decide(session)
    assert everything(session) == before and path.read_bytes() == raw
    decide(session)
    session.injects.write("words", ["japan"])
    decide(session)
    for back in (session.history.undo, lambda: session.history.rewind(1, "planning")):
        before, raw = everything(session), path.read_bytes()
        with monkeypatch.context() as patch:
            patch.setattr("os.fsync", fail)
            with pytest.raises(NotKept, match="Input/output error"):
                back()
        assert everything(session) == before and path.read_bytes() == raw
    assert refusal(session.history.undo) == "" and refusal(session.history.undo) == ""


def test_a_way_back_that_is_cut_short_is_not_gone_at_all(path: Path, tables: Tables, playbook: Playbook) -> None:
    """A rewind to where doctrines choose first writes the undo and then their choices anew: the disk is full between the two."""
    journal = kept_at(path)
    session = Session(tables, playbook, PEOPLE[3:], SEED, journal=journal)
    while session.turn < 4:
        decide(session)
        session.injects.write("words", ["japan"])
    stream, states, halfway = journal.stream, session.turns.copy(), 0
    for turn, phase in [(turn, phase) for turn in (3, 2, 1) for phase in reversed(PHASES)]:
        before, raw = everything(session), path.read_bytes()
        journal.stream = Filling(stream, 300)  # type: ignore[assignment]
        try:
            session.history.rewind(turn, phase)
        except NotKept:
            halfway += 1
            assert everything(session) == before and path.read_bytes() == raw
            assert session.turns == {turn: states[turn] for turn in session.turns}
        journal.stream = stream
    assert halfway


def test_each_line_is_on_the_disk_before_the_table_sees_its_effect(
    path: Path, tables: Tables, playbook: Playbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = kept_at(path)
    session = session_on(journal, tables, playbook)
    settled = []
    real = journal.keep
    monkeypatch.setattr(journal, "keep", lambda: (real(), settled.append(len(journal.entries))))
    monkeypatch.setattr(
        session.projector,
        "publish",
        lambda _: shown.append(settled[-1] == len(journal.entries) == path.read_bytes().count(b"\n")),
    )
    shown: list[bool] = []
    for _ in range(4):
        decide(session)
    session.injects.write("words")
    session.history.undo()
    assert len(shown) >= 6 and all(shown)


def test_the_projectors_file_may_fail_and_the_game_goes_on(path: Path, tables: Tables, playbook: Playbook) -> None:
    journal = kept_at(path)
    journal.close()
    session = saved_games.resume(path)
    assert session.projector.publisher is not None
    public = session.projector.publisher.path
    public.unlink()
    public.mkdir()
    decide(session)
    assert "the projector shows an old picture" in session.projector.unpublished
    public.rmdir()
    decide(session)
    assert session.projector.unpublished == "" and public.is_file()
    session.journal.close()


def test_a_folder_that_cannot_be_written_gets_a_sentence(
    path: Path, tables: Tables, playbook: Playbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NotKept, match=r"a game cannot be kept there .*in a folder that can be written"):
        kept_at(Path("/proc/no/a.game.jsonl"))
    kept_at(path).close()
    raw = path.read_bytes()
    with pytest.raises(NotKept, match="this file already exists"):
        kept_at(path)

    def refuse(*_: Any, **__: Any) -> Any:
        raise PermissionError(errno.EACCES, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", refuse)
        with pytest.raises(NotKept, match="Permission denied"):
            go_on(path)
    with monkeypatch.context() as patch:
        patch.setattr("os.open", refuse)
        with pytest.raises(NotKept, match="Permission denied"):
            kept_at(path.with_name("b.game.jsonl"))
    with monkeypatch.context() as patch:
        patch.setattr("filelock.FileLock.acquire", refuse)
        with pytest.raises(NotKept, match="copy it to a folder that can be written"):
            go_on(path)
    assert path.read_bytes() == raw
    go_on(path).close()
