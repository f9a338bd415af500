"""A game at a table: the same as without one, kept as it is played, gone on with, and no secret on the wall."""

from __future__ import annotations

import json
from pathlib import Path

import attrs
import numpy as np
import pytest

from kuroshio.kernel.state import codes
from kuroshio.kernel.state.records import freeze
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.picture.picture import Expectation, Picture
from kuroshio.players.doctrine_tables import compile_playbook, seat_policies
from kuroshio.players.whole_games import make_memory, play_block
from kuroshio.session.journal.journal_reader import UnreadableGame, read
from kuroshio.session.journal.journal_writer import Journal, go_on
from kuroshio.session.public_journal import Publisher, converter, latest
from kuroshio.session.session import Session
from tests.session.exercise import kept_at, refusal

PEOPLE = ("japan", "china")


@pytest.fixture(scope="module")
def playbook(tables: Tables):
    return compile_playbook(tables)


def decide(session: Session) -> None:
    """Take one decision for whoever is asked: the cards that fit the moment best, else the last choice."""
    session.reveal(session.asked())
    question = session.picture().question
    assert question is not None
    if question.kind != "order":
        session.answer(question.choices[-1].line)
        return
    for card in sorted((card for card in question.cards if card.choices and card.kind != "move"), key=lambda card: -card.rank)[
        :2
    ]:
        refusal(session.draft, card.choices[0].line)
    session.commit_plan()


def play_on(session: Session, decisions: int = 10_000) -> Session:
    while not session.over and decisions:
        decide(session)
        decisions -= 1
    return session


def test_without_people_a_session_is_the_game_that_a_study_plays(tables: Tables, playbook) -> None:
    session = Session(tables, playbook, (), 5)
    memory = make_memory()
    play_block(tables, playbook, seat_policies(tables, playbook), 5, 0, 1, memory)
    assert session.over
    for field in ("track", "piece_area", "tally", "turn", "incident", "event_turn"):
        assert np.array_equal(session.game[field], memory.games[0][field]), field


def test_people_are_asked_at_their_seats_alone_and_the_game_ends(tables: Tables, playbook) -> None:
    session = Session(tables, playbook, PEOPLE, 7)
    asked = set()
    while not session.over:
        asked.add(session.asked())
        decide(session)
    assert asked == set(PEOPLE)
    assert session.picture().over and len(session.picture().results) == len(tables.scenario.seats)


def test_a_draft_is_free_until_it_is_committed(tables: Tables, playbook) -> None:
    session = Session(tables, playbook, ("japan",), 7)
    before = session.state()
    question = session.picture().question
    assert question is not None
    costly = next(card for card in question.cards if card.choices and "capital" in card.cost)
    session.draft(costly.choices[0].line)
    drafted = session.picture()
    assert len(drafted.draft) == 1 and drafted.question is not None
    assert drafted.question.orders_left == question.orders_left - 1
    assert (
        drafted.own[0].value
        != session.play.maker.picture(
            session.play.view(session.play.maker.factions.index("japan")),
            "japan",
            opening=session.play.opening,
            news=(),
            asked="",
        )
        .own[0]
        .value
    )
    assert "It is ordered already." in refusal(session.draft, costly.choices[0].line)
    assert session.state() == before
    session.undraft(0)
    assert session.picture().question == question
    session.commit_plan()
    assert session.state() != before


def test_what_is_not_open_is_refused_with_a_sentence(tables: Tables, playbook) -> None:
    session = Session(tables, playbook, PEOPLE, 7)
    assert refusal(session.draft, "japan: hold_back") == "This seat is not asked for orders now."
    assert refusal(session.answer, "japan: respond none") == "Another seat is asked."
    session.reveal(session.asked())
    assert "unknown action" in refusal(session.draft, f"{session.asked()}: no_such_action")
    assert "drafted" in refusal(session.answer, "x")


def test_an_order_that_cannot_be_given_says_why(tables: Tables, playbook) -> None:
    session = Session(tables, playbook, ("japan",), 7)
    said = set()
    while not session.over:
        question = session.picture().question
        assert question is not None and all(bool(card.choices) != bool(card.reasons) for card in question.cards)
        if question.kind == "order":
            refusal(session.draft, next(card for card in question.cards if card.choices and card.cost).choices[0].line)
            said |= {reason for card in session.picture().question.cards for reason in card.reasons}
            session.undraft(0)
        decide(session)
    for sentence in ("It needs 2 of Japan, ", "must be", "It is ordered already.", "is ready there."):
        assert any(sentence in reason for reason in said), (sentence, said)


def test_a_kept_game_goes_on_where_it_stopped(tables: Tables, playbook, tmp_path: Path) -> None:
    path = tmp_path / "a.game.jsonl"
    journal = kept_at(path, PEOPLE, 7)
    played = play_on(Session(tables, playbook, PEOPLE, 7, journal=journal), 9)
    journal.close()
    with path.open("ab") as stream:
        stream.write(b'{"at":"2021-01-')  # the program ends in the middle of a line
    kept = read(path)
    assert kept.people == PEOPLE and kept.seed == 7
    again = Session(tables, playbook, kept.people, kept.seed, journal=Journal(entries=kept.entries))
    assert again.state() == played.state()
    assert again.picture_for("japan") == played.picture_for("japan")
    go_on(path).close()
    assert read(path) == kept and path.read_bytes().endswith(b"\n")


def test_a_file_that_is_no_game_is_refused_with_its_line(tables: Tables, tmp_path: Path) -> None:
    path = tmp_path / "a.game.jsonl"
    kept_at(path, PEOPLE, 7).close()
    good = path.read_bytes()
    for content, said in (
        (b"", "empty"),
        (b"[]\n", ":1: not a journal line"),
        (b"{}\n", "not a game of format"),
        (good + b"nonsense\n", ":3: not"),
        (good.replace(b'"format":4', b'"format":5'), "a game of format 5; this version reads formats up to 4"),
    ):
        path.write_bytes(content)
        with pytest.raises(UnreadableGame, match=said):
            read(path)


# --- secrets ---------------------------------------------------------------------------------------


def texts(picture: Picture) -> str:
    return json.dumps(converter.unstructure(picture), ensure_ascii=False)


def test_a_picture_tells_nothing_that_its_seat_may_not_know(tables: Tables, playbook) -> None:
    """Plant values that no track can have in all that is hidden, and look for them in every picture."""
    session = play_on(Session(tables, playbook, PEOPLE, 3), 8)
    marks = set()
    for viewer in ("", *PEOPLE):
        state = session.picture_for(viewer)
        faction = tables.index.factions[viewer] if viewer else -1
        kept = freeze(session.game)
        for f in range(int(tables.rules.n_factions)):
            if f == faction or not tables.rules.faction[f].seated:
                continue
            for slot in (
                tables.rules.hidden[faction, : tables.rules.n_hidden[faction]].tolist() if viewer else _hidden_from_some(tables)
            ):
                session.game.track[slot] = 700_000 + slot
                marks.add(str(700_000 + slot))
        changed = texts(session.picture_for(viewer))
        assert not [mark for mark in marks if mark in changed]
        session.play.games.view(np.uint8)[:] = np.frombuffer(kept, np.uint8)
        assert session.picture_for(viewer) == state
    assert len(marks) > 20


def _hidden_from_some(tables: Tables) -> list[int]:
    seated = [f for f in range(int(tables.rules.n_factions)) if tables.rules.faction[f].seated]
    return [slot for slot in range(len(tables.slots)) if any(not tables.rules.slot_seen[slot] >> f & 1 for f in seated)]


def test_nobody_reads_the_orders_of_another_before_they_are_revealed(tables: Tables, playbook) -> None:
    session = Session(tables, playbook, ("china", "japan"), 3)
    first = session.asked()
    session.reveal(first)
    other = next(seat for seat in ("china", "japan") if seat != first)
    before = session.picture_for(other), session.picture_for("")
    card = next(card for card in session.picture().question.cards if card.choices)
    session.draft(card.choices[0].line)
    drafted = session.picture_for(other), session.picture_for("")
    assert drafted == before
    session.commit_plan()
    assert session.asked() == other
    after = session.picture_for(other), session.picture_for("")
    hidden = {"asked": "", "question": None, "planners": ()}  # who has committed is known, what is not
    assert attrs.evolve(after[1], **hidden) == attrs.evolve(before[1], **hidden)
    assert attrs.evolve(after[0], **hidden) == attrs.evolve(before[0], **hidden)


def test_the_public_journal_holds_public_pictures_alone(tables: Tables, playbook, tmp_path: Path) -> None:
    path = tmp_path / "a.public.jsonl"
    session = play_on(Session(tables, playbook, PEOPLE, 3, publisher=Publisher(path)), 20)
    pictures = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert len(pictures) > 5
    assert all(p["seat"] == "" and p["question"] is None and not p["draft"] and not p["own"] and not p["aims"] for p in pictures)
    shown = latest(path)
    assert shown is not None and shown.turn == session.picture_for("").turn
    secrets = [text for seat in tables.scenario.seats for text in seat.secret]
    assert secrets and not [text for text in secrets if text in path.read_text("utf-8")]
    with pytest.raises(ValueError, match="only the public picture"):
        Publisher(path).publish(session.picture_for("japan"))
    open_to_all = session.picture_for("")
    for more in ({"console": session.overview.console()}, {"expected": (Expectation(seat="us", text="a protest"),)}):
        with pytest.raises(ValueError, match="only the public picture"):
            Publisher(tmp_path / "b.public.jsonl").publish(attrs.evolve(open_to_all, **more))


def test_a_deniable_act_is_told_without_its_author(tables: Tables, playbook) -> None:
    """In every game some act is deniable; who did it stands in no title that others read."""
    found = 0
    for seed in range(6):
        session = play_on(Session(tables, playbook, ("japan",), seed))
        deniable = {
            int(line.action)
            for line in session.log[: session.game.logged]
            if line.what == codes.L_INCIDENT and tables.rules.action[line.action].deniability > 0
        }
        names = {tables.ruleset.actions[action].name for action in deniable if "china" in tables.ruleset.actions[action].actors}
        rolled = [beat for beat in session.play.chronicles[""].beats if beat.kind == "ruling" and beat.side == "china"]
        assert not [beat.title for beat in rolled if any(name in beat.title for name in names)]
        found += len(names)
    assert found > 0


def test_acts_that_nobody_ordered_say_where_they_come_from(tables: Tables, playbook) -> None:
    session = play_on(Session(tables, playbook, ("china",), 7))
    told = [beat for beat in session.picture_for("china").news if beat.kind == "ruling"]
    flows = [beat for beat in told if "follows from the posture" in beat.text]
    assert flows and all(beat.side for beat in flows)
    ordered = {
        (entry["turn"], entry["line"].partition(": ")[2].split()[0])
        for entry in session.history.lines()
        if entry.kind == "choice" and entry["by"] == "person"
    }
    names = {action.name: action.id for action in tables.ruleset.actions}
    own = [beat for beat in told if beat.side == "china" and not beat.text]
    assert own
    for beat in own:
        assert any((beat.turn, action) in ordered for name, action in names.items() if f": {name}" in beat.title), beat.title


def test_what_a_seat_has_not_seen_is_told_when_the_game_is_gone_on_with(tables: Tables, playbook) -> None:
    session = play_on(Session(tables, playbook, PEOPLE, 7), 9)
    seat = session.asked()
    session.reveal(seat)
    last = max(entry.n for entry in session.history.lines() if entry.get("seat") == seat and entry.get("by") == "person")
    seen = Session(
        tables, playbook, PEOPLE, 7, journal=Journal(entries=[e for e in session.history.lines() if e.n < last]), play_on=False
    )
    again = Session(tables, playbook, PEOPLE, 7, journal=Journal(entries=session.history.lines()))
    again.reveal(seat)
    unseen = again.beats()
    told = session.picture_for(seat).news
    assert unseen and unseen == tuple(beat for beat in told if beat.number >= int(seen.game.logged))
    assert again.beats() == ()
