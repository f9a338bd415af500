"""What nobody disputes stands as rolled in one line, in every mode; what is disputed waits, with dice or without."""

from __future__ import annotations

from pathlib import Path

import attrs
import numpy as np
import pytest

from kuroshio.kernel.state.records import GAME
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.model.scenario import MODES
from kuroshio.picture.picture import BANDS
from kuroshio.players.doctrine_tables import Playbook
from kuroshio.session.control_lines import Control
from kuroshio.session.journal_reader import read
from kuroshio.session.journal_writer import Journal, begin, header_of
from kuroshio.session.line_kinds import ImpossibleLine
from kuroshio.session.rulings import NO_DICE, UNDISPUTED, Docket, Verdict, undisputed
from kuroshio.session.session import Session
from tests.session.exercise import refusal
from tests.session.test_umpire import at_table, tables_in
from tests.stepping import Content

ROOM = MODES[1:]  # every mode but the rigid one


def without_umpire(state: bytes) -> bytes:
    """A state without the mark that an umpire sits, so that it can be compared with that of a game without one."""
    game = np.frombuffer(state, GAME).copy()
    game["umpired"] = 0
    return game.tobytes()


def come_to(control: Control, words: str) -> Docket | None:
    """Play this turn on, accepting and declining, until an act with these words is before the umpire; None if none is."""
    session, turn = control.session, control.session.turn
    while session.turn == turn and not session.over:
        docket = session.umpire.docket()
        if docket is not None and words in docket.order:
            return docket
        question = session.picture_for(session.asked()).question if docket is None else None
        assert control.perform("accept" if question is None else question.choices[0].line) == ""
    return None


@pytest.fixture(scope="module")
def second_turn(content: Content, playbook: Playbook) -> bytes:
    """The state with which turn 2 begins where nobody rules."""
    return Session(tables_in(content, "rigid"), playbook, (), 3).turns[2]


@pytest.mark.parametrize("mode", ROOM)
def test_a_turn_that_is_accepted_is_the_turn_as_rolled_and_reads_back(
    mode: str, content: Content, playbook: Playbook, second_turn: bytes, tmp_path: Path
) -> None:
    tables = tables_in(content, mode)
    journal = begin(tmp_path / "a.game.jsonl", header_of(tables, "senkaku_2021", "", (), (), 3, umpire=True))
    session = Session(tables, playbook, (), 3, umpire=True, journal=journal)
    control = Control(session, "director")
    assert control.perform("accept") == "" and session.turn == 2
    assert without_umpire(session.turns[2]) == without_umpire(second_turn)
    rulings = [entry for entry in session.history.lines() if entry.kind == "ruling" and entry["by"] == "director"]
    assert len(rulings) > 3 and all(entry["undisputed"] and entry["reason"] == UNDISPUTED for entry in rulings)
    assert control.said[0] == f"Undisputed: {len(rulings)} acts stand as rolled." and "rolled" in control.said[1]
    acts = [act for act in session.history.acts() if act.who == "director"]
    assert len(acts) == 1, "one undo takes all of it back"
    state = session.state()
    session.close()
    kept = Journal(entries=read(tmp_path / "a.game.jsonl").counted)
    assert Session(tables, playbook, (), 3, journal=kept, play_on=False).state() == state


def test_an_undo_takes_back_what_was_accepted_and_a_redo_puts_it_back(content: Content, playbook: Playbook) -> None:
    session = at_table(content, playbook, "consensus")
    control, docket = Control(session, "director"), session.umpire.docket()
    assert control.perform("accept") == ""
    after = session.state()
    assert control.perform("undo same dice") == "" and session.umpire.docket() == docket
    assert control.perform("redo") == "" and session.state() == after


@pytest.mark.parametrize("mode", ROOM)
def test_what_is_disputed_is_not_accepted(mode: str, content: Content, playbook: Playbook) -> None:
    session = at_table(content, playbook, mode)
    control, before = Control(session, "director"), session.umpire.docket()
    assert before is not None
    action = before.order.split()[1]
    others = ("us", "reaffirm_article_5"), ("china", "ram_cutter")
    seat, other = next(one for one in others if f"{one[0]}: {one[1]}" not in before.order)
    assert control.perform(f"dispute {seat} {other}").startswith(f"{seat} has not ordered {other} this turn; ")
    assert control.perform(f"dispute {before.seat} {action}") == ""
    assert control.said == [f"{action} of {before.seat} waits for a ruling this turn; `accept` stops before it."]
    assert control.perform("accept") == "This act is disputed: `rule` on it, with a reason."
    assert session.umpire.docket() == attrs.evolve(before, disputed=True)
    assert any("any band may be ruled" in line for line in control.standing())
    assert control.perform("undo") == "" and control.perform("accept") == ""


@pytest.mark.parametrize("mode", ROOM)
def test_what_is_disputed_may_be_given_any_band_with_a_reason_and_reads_back(
    mode: str, content: Content, playbook: Playbook
) -> None:
    session = at_table(content, playbook, mode)
    control, before = Control(session, "director"), session.umpire.docket()
    assert before is not None
    far = BANDS[0 if BANDS.index(before.engine) > 1 else 3]
    line = f"rule {far} | set world.tension+1 | because the sea was rough"
    assert mode == "free" or control.perform(line).startswith("This act is ")
    assert control.perform(f"dispute {before.seat}") == "" and control.perform(f"rule {far}") == "A ruling needs its reason."
    question = session.umpire.question()
    assert question is not None and {f"rule {band}" for band in BANDS} <= {choice.line for choice in question.choices}
    assert control.perform(line) == ""
    ruled = next(entry for entry in session.history.lines() if entry.kind == "ruling" and entry["by"] == "director")
    assert (ruled["band"], ruled["mode"], ruled["engine"]) == (far, mode, before.engine) and ruled["effects"]
    again = Session(session.tables, playbook, (), 3, journal=Journal(entries=session.history.lines()), play_on=False)
    assert again.state() == session.state()
    lines = [entry for entry in session.history.lines() if entry.kind != "disputed"]
    if mode != "free":
        with pytest.raises(ImpossibleLine, match="This act is "):
            Session(session.tables, playbook, (), 3, journal=Journal(entries=lines), play_on=False)


def test_all_acts_of_a_seat_are_disputed_for_the_turn(content: Content, playbook: Playbook) -> None:
    session = at_table(content, playbook, "free")
    control, before = Control(session), session.umpire.docket()
    assert before is not None
    others = {seat.faction for seat in session.tables.scenario.seats} - {before.seat}
    for seat in others:
        assert control.perform(f"dispute {seat}") == ""
    assert control.perform("accept") == "" and "Still to be ruled on: " in control.said[-1]
    docket = session.umpire.docket()
    assert docket is not None and docket.seat in others and session.turn == 1
    for line, why in {
        "dispute mars": "Write `dispute SEAT`", "dispute": "Write `dispute SEAT`", "dispute japan nonsense": "japan has no order",
        "dispute japan escort now": "Name an order alone", "accept all": "Write `accept` alone",
    }.items():  # fmt: skip
        assert why in control.perform(line)


def test_an_act_without_dice_asks_for_nothing_unless_it_is_disputed(content: Content, playbook: Playbook, tables: Tables) -> None:
    plain = next(
        action.id for action in content[0].actions
        if action.difficulty is None and "us" in action.actors and action.arena == "geostrategic" and not action.act_class
        and not action.partners and action.areas
    )  # fmt: skip
    outcomes = []
    for line in ("", f"dispute us {plain}"):
        control = Control(at_table(content, playbook, "free", people=("us",)), "director")
        assert control.perform(f"us: {plain}; commit") == ""
        assert not line or control.perform(line) == ""
        outcomes.append(come_to(control, plain) is not None)
        ruled = [e for e in control.session.history.lines() if e.kind == "ruling" and plain in e["order"]]
        assert [entry["reason"] for entry in ruled] == ([] if line else [NO_DICE])
    assert outcomes == [False, True]


def test_a_rigid_act_stands_unless_it_is_disputed(content: Content, playbook: Playbook) -> None:
    control = Control(at_table(content, playbook, "rigid", people=("us",)), "director")
    assert control.perform("dispute us") == control.perform("us: reaffirm; commit") == ""
    docket = come_to(control, "us: reaffirm")
    assert docket is not None and docket.mode == "rigid"
    assert "without arguments or votes" in control.perform("rule for it is late | because so")
    assert control.perform("rule because it is as it was") == ""


def test_own_words_are_never_accepted(content: Content, playbook: Playbook) -> None:
    control = Control(at_table(content, playbook, "matrix", people=("us",)), "director")
    assert control.perform('us: "Offer a lunch"; commit') == ""
    assert come_to(control, "lunch") is not None
    assert "An order in own words waits for a ruling" in control.perform("accept")
    forged = undisputed("director")
    assert "no more" in refusal(control.session.umpire.rule, forged)


@pytest.mark.parametrize("wrong", [{"band": "success"}, {"votes": {"a": "success"}}, {"pro": ("x",)}, {"reason": "Well."}])
def test_what_is_undisputed_stands_as_rolled_and_no_more(wrong: dict[str, object], content: Content, playbook: Playbook) -> None:
    session = at_table(content, playbook, "consensus")
    verdict: Verdict = attrs.evolve(undisputed("director"), **wrong)
    assert refusal(session.umpire.rule, verdict) == "What nobody disputes stands as rolled, and no more."
    assert Control(session).perform("rule because nobody disputed it").startswith("This act is ruled by consensus")


def test_nothing_is_accepted_or_disputed_where_no_umpire_sits(tables: Tables, playbook: Playbook) -> None:
    control = Control(Session(tables, playbook, ("japan",), 7))
    assert control.perform("accept") == "No act is before the umpire."
    assert control.perform("dispute japan") == "No umpire sits at this table, so the roll stands."
