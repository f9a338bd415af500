"""Going back and branching off; notes, agreements and injects of the table: kept, read back, and the same after a replay."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from attrs import evolve

from kuroshio.kernel.state import codes
from kuroshio.kernel.state.records import GAME, OUTCOME, blank
from kuroshio.kernel.stepping import outcome
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.picture.chronicle import Chronicle
from kuroshio.players.doctrine_tables import Playbook
from kuroshio.report.narrative import narrate
from kuroshio.session import checkpoints
from kuroshio.session.agreements import agreements_in
from kuroshio.session.checkpoints import Chronicles, with_injects
from kuroshio.session.journal.journal_format import JournalLine, branches, counting
from kuroshio.session.journal.journal_reader import NotKept, UnreadableGame, read
from kuroshio.session.journal.journal_writer import Journal
from kuroshio.session.journal.line_kinds import MOVES
from kuroshio.session.saved_games import resume
from kuroshio.session.session import Session
from tests.session.exercise import PEOPLE, SEED, content, decide, new_session, refusal

TENSION = "world.tension"


@pytest.fixture
def session(tables: Tables, playbook: Playbook) -> Session:
    return Session(tables, playbook, PEOPLE, SEED)


def replayed(session: Session, everything: bool = True) -> Session:
    """The same game, played anew through the lines of its journal."""
    journal = Journal(entries=session.history.lines(everything))
    return Session(fresh(session), session.playbook, session.people, session.seed, journal=journal, play_on=False)


def fresh(session: Session) -> Tables:
    """The tables as they were before the table wrote injects into them."""
    return with_injects(session.tables, session.tables.scenario.injects[: int(session.rules.n_injects)])


def looks(session: Session) -> tuple[object, ...]:
    """What everybody sees, with the news of the whole game; drafts, which come back with an undo, and what they cost aside."""
    plans, session.viewers.plans = session.viewers.plans, {}
    seen = tuple(session.picture_for(seat) for seat in ("", *PEOPLE))
    session.viewers.plans = plans
    return seen


def log_of(session: Session) -> bytes:
    """The log, without what it says of dice that were gone back over."""
    log = session.log[: session.game.logged]
    return log[log["what"] != codes.L_LUCK].tobytes()


def position(state: bytes) -> bytes:
    """A state, whichever the luck of what is to come: a game that has gone back over dice has another."""
    game = np.frombuffer(state, GAME).copy()
    game["seed"] = game["logged"] = 0
    return game.tobytes()


def without_luck(seen: tuple[Any, ...]) -> tuple[Any, ...]:
    """What everybody sees, without the news that the game has gone back."""
    return tuple(
        evolve(picture, news=tuple(b for b in picture.news if not b.title.startswith("The game has gone back")))
        for picture in seen
    )


# --- back --------------------------------------------------------------------------------------------


def test_undo_takes_back_one_decision_and_what_followed(session: Session) -> None:
    trail = []
    while not session.over:
        trail.append((session.state(), log_of(session), looks(session), session.asked()))
        decide(session)
    assert len(trail) > 40
    lines = len(session.journal.entries)
    for state, log, seen, asked in reversed(trail):
        session.history.undo()
        assert (position(session.state()), log_of(session), session.asked()) == (position(state), log, asked)
        assert without_luck(looks(session)) == seen
        assert not session.log[session.game.logged :].view(np.uint8).any(), "what was undone is left in the log"
    assert refusal(session.history.undo) == "There is nothing to take back yet."
    kinds = [entry.kind for entry in session.journal.entries[lines:]]
    assert kinds.count("undo") == kinds.count("record") == len(trail)  # an undo, perhaps new dice, and what it came to
    assert 10 < kinds.count("luck") == len(kinds) - 2 * len(trail) <= len(trail)
    assert session.history.rewound == len(trail)


def test_what_is_played_after_an_undo_is_as_if_the_undone_had_never_been(session: Session, tables: Tables, playbook) -> None:
    for n in range(30):
        decide(session, orders=1)
        if n % 4 == 3:
            session.history.undo()
            decide(session)
    plain = Session(tables, playbook, PEOPLE, SEED, journal=Journal(entries=session.history.lines()), play_on=False)
    again = replayed(session)
    for other in (plain, again):
        assert other.state() == session.state() and log_of(other) == log_of(session)
        assert looks(other) == looks(session)
        assert [point.n for point in other.keeper.checkpoints] == [point.n for point in session.keeper.checkpoints]
        assert [point.state for point in other.keeper.checkpoints] == [point.state for point in session.keeper.checkpoints]
        assert other.turns == session.turns and other.keeper.times == session.keeper.times
    assert refusal(again.history.undo) == refusal(session.history.undo) == "" and again.state() == session.state()


def test_a_draft_and_the_curtain_after_an_undo(session: Session) -> None:
    first = session.asked()
    decide(session)
    second = session.asked()
    assert second not in ("", first)
    session.reveal(second)
    card = next(card for card in session.picture().question.cards if card.choices)  # type: ignore[union-attr]
    session.draft(card.choices[0].line)
    session.history.undo()
    assert session.waiting_for() == first and session.picture().seat == ""
    session.reveal(second)  # what it had drafted is there, before the first has committed again
    assert [choice.line for choice in session.picture().draft] == [card.choices[0].line]
    session.reveal(first)
    assert len(session.picture().draft) == 2  # what was committed is a draft once more


def test_what_people_wrote_stays_written_when_a_choice_is_undone(session: Session) -> None:
    decide(session)
    session.notes.note("japan", "before")
    session.injects.write("An inject that stays.", (), [{"track": TENSION, "add": 1}])
    state = session.state()
    session.notes.note("japan", "between")
    decide(session)
    session.notes.note("japan", "after")
    session.history.undo()
    assert [entry["text"] for entry in session.history.lines() if entry.kind in ("note", "inject")] == [
        "before", "An inject that stays.", "between", "after"
    ]  # fmt: skip
    assert session.state() == state == replayed(session).state()


@pytest.mark.parametrize(
    ("turn", "phase"), [(1, "news"), (1, "planning"), (2, "coercion"), (3, "planning"), (4, "policy"), (2, "news")]
)
def test_rewind_goes_back_to_a_phase(session: Session, turn: int, phase: str) -> None:
    trail = {}
    while session.turn < 6:
        when = (int(session.game.turn), int(session.game.place), bool(session.game.asking == codes.ASK_ORDER))
        trail.setdefault(when[:2], session.state())
        decide(session)
    place = [codes.PHASES[p] for p in session.rules.phase[: session.rules.n_phases]].index(phase)
    session.history.rewind(turn, phase)
    now = int(session.game.turn), int(session.game.place)
    assert now == min(when for when in trail if when >= (turn, place))
    assert position(session.state()) == position(trail[now]) and session.state() == replayed(session).state()
    while session.turn < 6:
        decide(session)
    assert replayed(session).state() == session.state()


def test_what_cannot_be_gone_back_to_gets_a_sentence(session: Session) -> None:
    decide(session)
    assert "did you mean 'planning'" in refusal(session.history.rewind, 1, "planing")
    assert "turn 3, planning" in refusal(session.history.rewind, 3, "planning")
    assert "turn 0" in refusal(session.history.rewind, 0, "planning")


def test_the_end_can_be_undone(session: Session) -> None:
    while not session.over:
        decide(session)
    end = session.state()
    session.history.undo(same=True)
    assert not session.over and not session.picture().over
    decide(session)
    assert session.over and position(session.state()) == position(end)


def test_what_was_undone_stays_as_a_branch(session: Session) -> None:
    decide(session)
    n = len(session.journal.entries)
    decide(session)
    undone = tuple(entry for entry in session.history.lines()[n:] if entry.kind in MOVES)  # drafts stay drafted
    session.history.undo()
    decide(session, orders=1)
    session.history.rewind(1, "planning")
    first, second = session.history.branches()
    assert (first.entries, first.after, first.undone) == (undone, undone[0].n - 1, undone[-1].n + 2)  # a record is between
    assert second.entries and second.entries[-1].n == second.undone - 2
    everything = {entry.n for entry in session.history.lines(everything=True) if entry.kind not in ("undo", "record")}
    counted = {entry.n for entry in session.history.lines() if entry.kind != "record"}
    assert everything == counted | {entry.n for branch in session.history.branches() for entry in branch.entries}


def test_lines_count_until_they_are_undone() -> None:
    def undo(n: int, to: int) -> JournalLine:
        return JournalLine(n, "", "undo", {"to": to})

    lines = [
        *(JournalLine(n, "", "choice") for n in range(1, 6)),
        undo(6, 3),
        JournalLine(7, "", "choice"),
        undo(8, 2),
        JournalLine(9, "", "note"),
    ]
    assert [entry.n for entry in counting(lines)] == [1, 2, 9]
    assert [entry.n for entry in counting([*lines, undo(10, 1)])] == [1, 9]
    assert [[entry.n for entry in branch.entries] for branch in branches(lines)] == [[4, 5], [3, 7]]


def test_a_chronicle_that_goes_back_tells_what_one_told_that_never_read_on(session: Session, monkeypatch) -> None:
    monkeypatch.setattr(checkpoints, "STRIDE", 7)
    for _ in range(30):
        decide(session)
    end, faction = int(session.game.logged), session.tables.index.factions["japan"]
    grown = 0
    for at in range(1, end, 3):
        fresh_one = Chronicle(session.tables, faction)
        fresh_one.follow(session.log, at)
        readers = Chronicles({"japan": Chronicle(session.tables, faction)}, session.play.games, session.log)
        session.game.logged = at
        before = list(readers["japan"].beats)
        session.game.logged = min(at + 20, end)
        grown += readers["japan"].beats[: len(before)] != before
        session.game.logged = at
        readers.forget()
        assert readers["japan"].beats == fresh_one.beats == before
    assert grown > 5, "no last beat has grown, so nothing was tried"


# --- branching off -----------------------------------------------------------------------------------


def test_a_branch_is_a_game_of_its_own(tables: Tables, playbook: Playbook, tmp_path: Path) -> None:
    old = new_session(content(), tmp_path / "old.game.jsonl")
    states = {}
    for _ in range(6):
        decide(old)
        old.injects.write("Word.", ["japan"], [{"track": TENSION, "add": 1}])
        states[len(old.journal.entries)] = old.state()
    old.history.undo()
    raw = (tmp_path / "old.game.jsonl").read_bytes()
    for i, (line, state) in enumerate(states.items()):  # the last of them was undone in the old game
        new = old.branch(tmp_path / f"new-{i}.game.jsonl", line)
        assert new.state() == state
        decide(new)
        new.journal.close()
        kept = read(tmp_path / f"new-{i}.game.jsonl")
        assert kept.header["branch"] == {"line": line, "hash": old.journal.entries[line - 1].hash}
        again = Session(tables, playbook, PEOPLE, SEED, journal=Journal(entries=kept.entries), play_on=False)
        assert again.state() == new.state()
    assert (tmp_path / "old.game.jsonl").read_bytes() == raw
    assert old.branch(None, 1).state() == Session(tables, playbook, PEOPLE, SEED).state()
    for line in (0, 10_000):
        with pytest.raises(UnreadableGame, match=f"no line {line}"):
            old.branch(None, line)
    with pytest.raises(NotKept, match="already"):
        old.branch(tmp_path / "old.game.jsonl", 1)


# --- beside the orders -------------------------------------------------------------------------------


def test_notes_and_expectations_change_nothing_and_are_read_back(session: Session) -> None:
    decide(session)
    state = session.state()
    assert refusal(session.notes.note, "japan", "The cabinet is divided.") == refusal(session.notes.note, "", "Coffee.") == ""
    assert (
        refusal(session.notes.expect, "china", "japan", "a protest")
        == refusal(session.notes.late, "us")
        == refusal(session.clock.set, "plan", "start", 60)
        == ""
    )
    assert session.state() == state
    note, coffee, expected, late, clock = session.history.lines()[-5:]
    assert (note["seat"], note["turn"], note["by"], coffee["seat"]) == ("japan", 1, "scribe", "")
    assert (expected["seat"], expected["other"], expected["phase"]) == ("china", "japan", "planning")
    assert (late.kind, late["seat"], clock["event"], clock["seconds"]) == ("late", "us", "start", 60)
    for wrong in (
        refusal(session.notes.note, "japn", ""),
        refusal(session.notes.expect, "china", "japn", ""),
        refusal(session.notes.late, "japn"),
    ):
        assert wrong == "No people sit for 'japn'; did you mean 'japan'?"
    assert "no 'stop'" in refusal(session.clock.set, "plan", "stop")


def test_agreements_stand_are_broken_or_lapse(session: Session) -> None:
    session.agreements.agree(["japan", "us"], "A word before every move", 1)
    session.agreements.agree(["china", "japan"], "No boats in August", public=False)
    session.agreements.agree(["us", "philippines"], "Access", 8)
    first, second, third = session.agreements.known()
    assert (first.id, first.parties, first.made, first.expires, first.state) == ("agreement-1", ("japan", "us"), 1, 1, "stands")
    assert session.agreements.known("us") == (first, third) == session.agreements.known(
        ""
    ) and second in session.agreements.known("china")
    session.agreements.break_("agreement-2", "china", "Two hundred boats")
    broken = session.agreements.known()[1]
    assert (broken.state, broken.by, broken.how) == ("broken", "china", "Two hundred boats")
    while session.turn < 2:
        decide(session)
    assert [one.state for one in session.agreements.known()] == ["lapsed", "broken", "stands"]
    assert [one.state for one in agreements_in(session.history.lines(), 9)] == ["lapsed", "broken", "lapsed"]
    for said, wrong in (
        ("already broken", refusal(session.agreements.break_, "agreement-2", "japan", "")),
        ("already lapsed", refusal(session.agreements.break_, "agreement-1", "japan", "")),
        ("not a party", refusal(session.agreements.break_, "agreement-3", "japan", "")),
        ("No agreement 'agreement-9'", refusal(session.agreements.break_, "agreement-9", "us", "")),
        ("two parties", refusal(session.agreements.agree, ["us", "us"], "")),
        ("Turn 1 is over", refusal(session.agreements.agree, ["us", "japan"], "", 1)),
        ("No people sit for 'mars'", refusal(session.agreements.agree, ["us", "mars"], "")),
    ):
        assert said in wrong
    session.history.undo()
    session.agreements.agree(["us", "japan"], "again")
    assert len({one.id for one in session.agreements.known()}) == len(session.agreements.known())


def tension(session: Session) -> int:
    return int(session.game.track[session.tables.slots.index(TENSION)])


def test_an_inject_by_hand_changes_tracks_and_tells_its_audience(session: Session, tables: Tables) -> None:
    decide(session)
    before = tension(session)
    effects = [{"track": TENSION, "add": 1}, {"track": "japan.home", "set": 2}]
    session.injects.write("A tanker is adrift.", ["japan", "us"], effects, "Tanker")
    assert tension(session) == before + 1
    for seat in ("japan", "us"):
        beat = session.play.chronicles[seat].beats[-1]
        assert (beat.kind, beat.title, beat.text) == ("inject", "Tanker", "A tanker is adrift.")
        assert (before, before + 1) in [(change.before, change.after) for change in beat.changes]
    for seat in ("china", "philippines", ""):
        told = session.play.chronicles[seat].beats
        assert not [beat for beat in told if "anker" in beat.title + beat.text]
        assert (before, before + 1) in [(change.before, change.after) for beat in told for change in beat.changes]
    line = next(line for line in session.log[: session.game.logged][::-1] if line.what == codes.L_INJECT)
    assert line.seen == sum(1 << tables.index.factions[seat] for seat in ("japan", "us")), (
        "the log itself is for the audience alone"
    )
    session.injects.write("To all.")
    assert [session.play.chronicles[seat].beats[-1].text for seat in ("", *PEOPLE)] == ["To all."] * 5
    assert len(tables.scenario.injects) == int(tables.rules.n_injects), "the tables of other games must not change"


def test_injects_by_hand_replay_to_the_same_state_and_story(session: Session) -> None:
    for n in range(25):
        decide(session)
        session.injects.write(f"Inject {n}.", PEOPLE[n % 4 : n % 4 + 1], [{"track": TENSION, "add": 1 if n % 2 else -1}])
        if n % 6 == 5:
            session.history.undo()
    again = replayed(session)
    assert again.state() == session.state() and log_of(again) == log_of(session) and looks(again) == looks(session)
    story = list(narrate(session.tables, session.log[: session.game.logged], _outcome(session)))
    assert sum("From control. Inject" in line for line in story) == sum(
        entry.kind == "inject" for entry in session.history.lines()
    )


def _outcome(session: Session) -> np.record:
    result = blank(OUTCOME)
    outcome(session.rules, session.game, session.play.memory.scratch, result[0])
    return result[0]


def test_tracks_stay_within_their_bounds(session: Session) -> None:
    slot = session.tables.slots.index(TENSION)
    track = session.rules.track[session.rules.slot_track[slot]]
    for value, bound in ((1000, track.most), (-1000, track.least)):
        assert "is out of range" in refusal(session.injects.write, "", (), [{"track": TENSION, "set": value}])
        session.injects.write("", (), [{"track": TENSION, "add": value}])
        assert tension(session) == bound


def test_a_wrong_inject_is_refused_with_a_sentence(session: Session) -> None:
    state, lines = session.state(), len(session.journal.entries)
    for said, effect in (
        ("did you mean 'world.tension'", {"track": "world.tensoin", "add": 1}),
        ("No track 'None'", {"add": 1}),
        ("add or set", {"track": TENSION}),
        ("add or set", {"track": TENSION, "add": 1, "set": 2}),
        ("add or set", {"track": TENSION, "add": 1, "lasts": 2}),
        ("'x' is not a whole number", {"track": TENSION, "add": "x"}),
        ("True is not a whole number", {"track": TENSION, "set": True}),
        ("is not a whole number", {"track": TENSION, "set": 10**12}),
    ):
        assert said in refusal(session.injects.write, "", (), [effect])
    assert "No people sit for 'mars'" in refusal(session.injects.write, "", ["mars"])
    assert session.state() == state and len(session.journal.entries) == lines
    while not session.over:
        decide(session)
    assert refusal(session.injects.write, "Too late.") == "The game is over."
    session.notes.note("", "Well played.")


def test_a_plan_cut_in_the_middle_was_never_committed(tmp_path: Path) -> None:
    path = tmp_path / "a.game.jsonl"
    session = new_session(content(), path, short=False)
    session.reveal(session.asked())
    line = next(card for card in session.picture().question.cards if card.choices).choices[0].line  # type: ignore[union-attr]
    session.draft(line)
    before, seen, entries = session.state(), looks(session), list(session.journal.entries)
    session.commit_plan()
    session.close()
    lines = path.read_bytes().splitlines(keepends=True)
    act = range(len(entries) + 1, len(lines))  # what a kill may leave of the commit: its first line, but not its last
    assert len(act) > 2
    for n in act:
        path.write_bytes(b"".join(lines[:n]))
        again = resume(path)
        assert (again.state(), looks(again), again.journal.entries) == (before, seen, entries)
        again.reveal(again.asked())
        assert [choice.line for choice in again.picture().draft] == [line]
        again.close()
