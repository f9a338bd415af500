"""Players at a table of people: kept as their own choices, asked once, made anew when the game goes back; faults."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kuroshio.kernel.play_lines import legal_choices, spell_choice
from kuroshio.kernel.state import codes
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.players.doctrine_tables import Playbook
from kuroshio.players.legal_choices import Legal, Order
from kuroshio.players.mixed_games import MixedGames, play_outside
from kuroshio.players.player import Source
from kuroshio.players.player_loading import source_of
from kuroshio.players.seat_view import View
from kuroshio.players.whole_games import make_memory
from kuroshio.session import saved_games
from kuroshio.session.journal import journal_reader as kept_module
from kuroshio.session.journal.journal_format import MINOR
from kuroshio.session.journal.journal_reader import UnreadableGame, read
from kuroshio.session.journal.journal_writer import Journal
from kuroshio.session.journal.line_kinds import KINDS, one_of
from kuroshio.session.lines.control_lines import Control
from kuroshio.session.session import Session
from tests.session.exercise import content, decide, refusal

ANY_TURN = -1
PERSON, SEAT, NAME = "japan", "us", "my_bot.py:Noting"


class Noting:
    """Takes any choice, and notes what it was asked: the objects, and the turns of each."""

    made: list[Noting]
    random: Any
    fails_in = 0

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.made.append(self)

    def choose(self, view: View, legal: Legal) -> Order:
        self.asked.append(view.turn)
        if self.fails_in in (view.turn, ANY_TURN):
            raise ValueError("no idea")
        return legal[int(self.random.random() * len(legal))]


@pytest.fixture
def noting() -> type[Noting]:
    """A class of its own for each test."""

    class Mine(Noting):
        made: list[Noting] = []  # noqa: RUF012 (of this test)

    return Mine


@pytest.fixture
def session(noting: type[Noting], tmp_path: Path) -> Iterator[Session]:
    session = begun(tmp_path / "a.game.jsonl", {SEAT: source_of(NAME, noting)})
    yield session
    session.close()


def begun(path: Path, sources: dict[str, Source], **more: Any) -> Session:
    policies = [(seat, NAME) for seat in sources]
    return saved_games.start(content(), "senkaku_2021", "", (PERSON,), policies, 5, path, sources=sources, **more)


def play_to(session: Session, turn: int) -> None:
    while session.turn < turn and not session.over:
        decide(session)


def by_player(session: Session) -> list[str]:
    return [str(entry["line"]) for entry in session.journal.counted if entry.kind == "choice" and entry["by"] == "player"]


def asked(noting: type[Noting]) -> int:
    return sum(len(player.asked) for player in noting.made)


def test_a_table_without_people_plays_the_game_of_a_study(tables: Tables, playbook: Playbook, doctrines: np.ndarray) -> None:
    def lucky(view: Any, options: Any, n: Any, luck: Any) -> Any:
        return np.int64(luck % np.uint64(n))

    class Lucky(Noting):
        made: list[Noting] = []  # noqa: RUF012

    sources = {SEAT: source_of(NAME, Lucky), "china": source_of("bot.py:lucky", lucky)}
    named = [(seat, source.name) for seat, source in sources.items()]
    session = Session(tables, playbook, (), 5, policies=[(seat, "bot.py:x") for seat, _ in named], sources=sources)
    results, _ = play_outside(MixedGames(tables, playbook, doctrines, sources, make_memory()), 5, 0, 1)
    assert session.over and len(by_player(session)) > 40
    mine, theirs = session.result(), results[0]
    assert [mine[name].tolist() for name in ("measure", "success", "tally")] == [
        theirs[name].tolist() for name in ("measure", "success", "tally")
    ]


def test_what_a_player_chose_is_never_asked_again(session: Session, noting: type[Noting]) -> None:
    play_to(session, 3)
    lines, times = by_player(session), asked(noting)
    assert times == len(lines) > 5 and len(noting.made) == 1
    looked = saved_games.look_into(read(session.journal.path))  # type: ignore[arg-type]
    assert looked.state() == session.state() and by_player(looked) == lines
    again = Session(
        session.tables, session.playbook, (PERSON,), 5, policies=session.named, sources=session.others.sources,
        journal=Journal(entries=session.journal.entries), play_on=True,
    )  # fmt: skip
    assert again.state() == session.state() and asked(noting) == times and len(noting.made) == 1


def test_undo_makes_a_player_anew_and_asks_for_what_follows(session: Session, noting: type[Noting]) -> None:
    play_to(session, 3)
    lines, times = by_player(session), asked(noting)
    first, came_to = noting.made[0], session.state()
    session.history.rewind(2, "planning")
    assert len(first.asked) == times, "the one that has seen what never was is not asked"
    assert by_player(session)[0] == lines[0]
    session.history.redo()
    assert session.state() == came_to and by_player(session) == lines
    session.history.rewind(2, "planning")
    play_to(session, 3)
    assert len(noting.made) > 1 and first.asked == [1] * first.asked.count(1) + [2] * first.asked.count(2) + [
        3
    ] * first.asked.count(3)
    assert min(min(player.asked) for player in noting.made[1:]) == 2, "only what follows is asked"
    later = [player.random.getstate() for player in noting.made]
    assert len({hash(state) for state in later}) == len(later), "none draws the luck of another"


def test_a_branch_has_the_line_and_plays_on_with_a_player_of_its_own(
    session: Session, noting: type[Noting], tmp_path: Path
) -> None:
    play_to(session, 3)
    lines, first = by_player(session), noting.made[0]
    at = next(entry.n for entry in session.journal.entries if entry.kind == "record" and entry["turn"] == 2)
    times = len(first.asked)
    other = session.branch(tmp_path / "b.game.jsonl", at)
    mine = by_player(other)
    assert mine and mine[: len(mine) - asked(noting) + times] == lines[: len(mine) - asked(noting) + times]
    assert len(first.asked) == times and other.named == session.named
    other.close()


def withdrawn_after_a_decision(session: Session, audience: str) -> str:
    """What is said of taking an inject back alone after the player has decided something."""
    while session.turn < 5:
        before = len(by_player(session))
        session.injects.write("A tanker is adrift.", [audience], [])
        line = max(entry.n for entry in session.journal.counted if entry.kind == "inject")
        decide(session)
        if len(by_player(session)) > before:
            acts = session.history.acts()
            number = 1 + next(i for i, act in enumerate(acts) if act.first <= line <= act.last)
            return refusal(session.withdrawals.withdraw, number)
    raise AssertionError("the player has decided nothing")


def test_an_inject_that_a_player_could_read_is_not_withdrawn_alone(session: Session) -> None:
    assert "have decided since: us" in withdrawn_after_a_decision(session, SEAT)


def test_another_inject_is_withdrawn_without_asking_any_player(session: Session, noting: type[Noting]) -> None:
    assert withdrawn_after_a_decision(session, "south_korea") == ""
    assert asked(noting) == len(by_player(session))


def test_a_fault_is_answered_by_the_doctrine_and_told(session: Session, noting: type[Noting]) -> None:
    noting.fails_in = 2
    play_to(session, 3)
    notes = [str(entry["text"]) for entry in session.journal.counted if entry.kind == "note"]
    assert len(notes) == 1
    assert notes[0].startswith("us: my_bot.py:Noting, game 0, turn 2, asked for order: ValueError: no idea (test_other_seats.py:")
    assert any("The player of United States has failed" in line for line in session.notices())
    assert "no idea" not in " ".join(session.notices()), "what a seat was asked is not for everybody"
    assert next(state.who for state in session.overview.seats() if state.seat == SEAT) != "player"
    assert {entry["by"] for entry in session.journal.counted if entry.kind == "choice" and entry["seat"] == SEAT} == {
        "player", "doctrine"
    }  # fmt: skip
    assert saved_games.look_into(read(session.journal.path)).state() == session.state()  # type: ignore[arg-type]
    noting.fails_in = 0
    session.history.rewind(2, "planning")
    play_to(session, 3)
    assert session.others.asks(SEAT) and len(noting.made) > 1


def test_control_is_told_of_a_fault(session: Session, noting: type[Noting]) -> None:
    noting.fails_in, control = ANY_TURN, Control(session)
    while session.others.asks(SEAT):
        assert session.asked() == PERSON
        line = f"commit {PERSON} empty"
        if session.game.asking != codes.ASK_ORDER:
            state = session.play.view(int(session.game.seat))
            line = spell_choice(session.tables, state, next(iter(legal_choices(session.tables, state))))
        assert control.perform(line) == ""
    assert sum("ValueError: no idea" in said and said.endswith("or is resumed.") for said in control.said) == 1


def test_an_act_that_is_not_kept_leaves_no_player_that_has_seen_it(
    session: Session, noting: type[Noting], monkeypatch: pytest.MonkeyPatch
) -> None:
    play_to(session, 2)

    def full(data: bytes) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(session.journal, "_write", full)
        with pytest.raises(OSError):
            decide(session)
    assert session.others.players == {}


def test_a_seat_of_people_asks_no_player(noting: type[Noting], tmp_path: Path) -> None:
    session = begun(tmp_path / "b.game.jsonl", {PERSON: source_of(NAME, noting)})
    play_to(session, 2)
    assert asked(noting) == 0 and session.others.sources == {}
    session.close()


def test_an_older_version_says_that_it_cannot_read_a_players_choice(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    play_to(session, 2)
    path = session.journal.path
    assert path is not None and by_player(session)
    monkeypatch.setitem(KINDS["choice"].fields, "by", one_of("person", "doctrine"))
    monkeypatch.setattr(kept_module, "MINOR", 1)
    with pytest.raises(
        UnreadableGame, match=rf"the file is of format 4\.{MINOR}; this version reads 4\.1; continue it in the version"
    ):
        read(path)
