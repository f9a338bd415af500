"""Where a seat stands: numbers that add up, answers as they will be asked for, and the lines of `state`."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from kuroshio.kernel.tables.compiling import Tables
from kuroshio.picture.number_moves import BACK, INCOME, OTHER, POSTURE, REST
from kuroshio.players.doctrine_tables import Playbook
from kuroshio.session.lines.control_lines import Control
from kuroshio.session.session import Session
from tests.session.room import Room

SEATS = ("japan", "china", "us")
PLACE = "Senkaku / Diaoyu Islands"


@pytest.fixture(scope="module")
def played(tables: Tables, playbook: Playbook) -> Room:
    """A table with people at every seat, who choose at random; a test plays on where the last one stopped."""
    room = Room(tables, playbook, 31, at_random=True)
    room.game.track[tables.slots.index("senkaku.ladder")] = 8
    return room


def told(room: Room, line: str) -> list[str]:
    return list(Control(room.session).told(line))


def test_what_moved_a_number_adds_up_and_every_part_has_its_reason(played: Room) -> None:
    reasons, looked = Counter[str](), 0
    for n, asking in enumerate(played.decisions()):
        if n % 11 == 0 or (asking >= 0 and reasons["crisis"] < 1 and played.session.picture_for("").crisis):
            reasons["crisis"] += bool(played.session.picture_for("").crisis)
            for seat in SEATS:
                standing = played.session.standings.of(seat)
                own = {gauge.id: gauge.value for gauge in played.session.picture_for(seat).own}
                for number in standing.numbers:
                    assert number.gauge.value is not None
                    assert sum(moved.amount for moved in number.moved) == number.gauge.value - number.before, number
                    assert own.get(number.gauge.id, number.gauge.value) == number.gauge.value or standing.planning
                    reasons.update(moved.why for moved in number.moved)
                looked += 1
        if played.session.turn > 3:
            break
    assert looked > 30 and reasons["crisis"]
    assert {INCOME, REST, POSTURE} <= set(reasons) and OTHER not in reasons
    names = {action.name for action in played.tables.ruleset.actions}
    assert names & set(reasons), "prices by the acts that they were paid for"
    assert any(": success" in why or ": failure" in why for why in reasons), "effects by the acts that had them"


def test_counters_stand_where_the_map_shows_them_to_their_seat(tables: Tables, playbook: Playbook) -> None:
    session = Session(tables, playbook, ("us", "japan"), 3)
    areas = {area.id: area.short or area.name for area in tables.board.areas}
    own = [(one.name, areas[one.area], one.readiness > 0) for one in session.picture_for("us").counters if one.side == "us"]
    assert [(one.name, one.area, one.ready) for one in session.standings.of("us").counters] == own != []
    name, area, _ = own[0]
    assert any(line.startswith("  Counters: ") and f"{name}, {area}" in line for line in Control(session).told("state us"))
    others = {piece.name for piece in tables.scenario.pieces if piece.faction != "us"}
    assert not others & {one.name for one in session.standings.of("us").counters}


def test_a_declined_offer_gives_its_price_back_before_and_after_it_is_told(tables: Tables, playbook: Playbook) -> None:
    session = Session(tables, playbook, ("japan", "taiwan", "us"), 3)
    control = Control(session)
    for line in ("taiwan: fisheries_talks with japan", "commit taiwan", "commit japan empty", "commit us empty"):
        assert control.perform(line) == ""
    whys = {moved.why for number in session.standings.of("taiwan").numbers for moved in number.moved}
    assert "Call the fisheries committee" in whys
    offer = session.standings.of("japan").offers[0]
    assert (offer.by, offer.title, offer.cost, offer.why) == ("taiwan", "Call the fisheries committee", "capital 1", ())
    assert offer.title_ja and offer.text and offer.odds
    assert session.standings.of("taiwan").offers == ()
    while session.play.phase == "planning":
        assert control.perform(f"{session.asked()}: sign no") == ""
    whys = {moved.why for number in session.standings.of("taiwan").numbers for moved in number.moved}
    assert "Call the fisheries committee declined, price back" in whys and not whys & {BACK, OTHER}
    assert any("Japan declines" in beat.title for beat in session.standings.of("taiwan").happened)
    assert not any("declines" in beat.title for beat in session.standings.of("japan").happened)


def test_answers_are_told_beforehand_as_they_are_asked_for(tables: Tables, playbook: Playbook) -> None:
    room, asked = Room(tables, playbook, 33, at_random=True), Counter[bool]()
    for _ in room.decisions():
        seat = room.session.asked()
        question = room.session.picture_for(seat).question if seat else None
        if question and question.kind == "respond":
            case = next(one for one in room.session.standings.of(seat).cases if one.incident.number == question.incident)
            now = {one.title: (one.cost, one.text, ()) for one in question.choices}
            now |= {one.title: (one.cost, (), one.why) for one in question.closed}
            assert {one.name: (one.cost, one.text, one.why) for one in case.answers} == now
            assert (case.duty is None) == (case.incident.victim == seat)
            asked[case.duty is None] += 1
        if room.session.turn > 3:
            break
    assert min(asked[True], asked[False]) > 1


def test_a_debtor_reads_what_is_expected_while_the_victim_is_asked(tables: Tables, playbook: Playbook) -> None:
    room = Room(tables, playbook, 30)
    for _ in room.decisions():
        question = room.session.picture_for(room.session.asked()).question if room.session.asked() else None
        cases = room.session.standings.of("us").cases if question and question.kind == "respond" else ()
        if cases and room.session.asked() == "japan":
            break
    owed = [case for case in cases if case.duty]
    assert owed and owed[0].duty and owed[0].duty.pledge == "US-Japan treaty, Article 5" and owed[0].duty.expected
    assert any("Falls short" in text for answer in owed[0].answers for text in answer.text)
    assert [line for line in told(room, "state us") if "Expected of this seat: " in line]


def test_a_crisis_is_on_the_sheet_as_it_will_be_asked_for(tables: Tables, playbook: Playbook) -> None:
    """Each seat's choices, whoever is asked first, are those of its own question; the others take roles and have no rounds."""
    room, kinds, early = Room(tables, playbook, 33, at_random=True), Counter[str](), Counter[str]()
    room.game.track[tables.slots.index("senkaku.ladder")] = 8
    for _ in room.decisions():
        seat = room.session.asked()
        question = room.session.picture_for(seat).question if seat else None
        if question and question.kind in ("role", "crisis"):
            crisis = room.session.standings.of(seat).crisis
            assert crisis and crisis.place == PLACE
            now = {one.title: (one.cost, one.text, ()) for one in question.choices}
            now |= {one.title: (one.cost, (), one.why) for one in question.closed}
            assert {one.name: (one.cost, one.text, one.why) for one in crisis.answers} == now
            kinds[question.kind] += 1
            if question.kind == "crisis":
                was, room.game.clash_shift = int(room.game.clash_shift), 9
                calmed = str(room.session.standings.of(seat).crisis)
                assert "arms do not clash" in calmed and "or more on two dice" not in calmed, "two dice never reach it"
                room.game.clash_shift = was
            early["principal"] += question.kind == "role" and bool(room.session.standings.of("china").crisis.answers)
            early["other"] += question.kind == "crisis" and bool(room.session.standings.of("us").crisis.answers)
            assert f"Crisis over {PLACE}: {crisis.stage}." in told(room, f"state {seat}")
        elif question:
            assert room.session.standings.of(seat).crisis is None
        if room.session.turn > 2:
            break
    assert min(kinds["role"], kinds["crisis"]) > 1 and early["principal"] and not early["other"]


def test_what_is_agreed_and_told_stands_where_it_is_known(tables: Tables, playbook: Playbook) -> None:
    room = Room(tables, playbook, 35)
    room.session.agreements.agree(["japan", "us"], "no patrol without a call", public=False)
    room.session.agreements.agree(["japan", "china"], "boats stay away in May", expires=2)
    assert Control(room.session).perform("inject A word: Only for Tokyo | to japan") == ""
    japan, china, taiwan = (room.session.standings.of(seat) for seat in ("japan", "china", "taiwan"))
    assert len(japan.agreed) == 2 and japan.agreed[1:] == china.agreed == taiwan.agreed
    assert "no patrol without a call (known to the parties alone)." in japan.agreed[0]
    assert "(public, to the end of turn 2)." in china.agreed[0]
    assert any("Only for Tokyo" in line for line in told(room, "state japan"))
    assert not any("Only for Tokyo" in line for line in told(room, "state china"))
    assert any(row.focused for row in japan.hand) and any("focused)" in line for line in told(room, "state japan"))


def test_state_prints_a_seat_or_all_of_them(played: Room) -> None:
    one, every = told(played, "state japan"), told(played, "state all")
    assert one[0].startswith("Japan, turn ")
    assert any(re.match(r"  Political capital \d of 6", line) for line in one)
    assert any(re.match(r"  1 \S.*: (\d+|certain|closed)", line) for line in one)
    heads = [line for line in every if re.match(r"\S.*, turn \d of \d", line)]
    assert len(heads) == len(played.tables.scenario.seats) and set(one) <= set(every)
    assert told(played, "state JAPAN") == one
    assert told(played, "state atlantis")[0].startswith("No seat 'atlantis'")


def test_state_tells_the_asked_seat_where_none_is_named_and_moves_nothing(played: Room) -> None:
    before, control = played.session.state(), Control(played.session)
    assert control.perform("state") == "" and played.session.state() == before
    asked = played.session.asked()
    assert not asked or told(played, "state") == told(played, f"state {asked}")


def test_what_a_turn_began_with_is_right_again_after_going_back(tables: Tables, playbook: Playbook) -> None:
    session = Session(tables, playbook, ("japan",), 5)
    control = Control(session)
    for _ in range(40):
        if session.turn == 2:
            break
        question = session.picture_for("japan").question
        assert question is not None
        line = "commit japan empty" if question.kind == "order" else question.choices[0].line
        assert control.perform(line) == ""
    told_then = list(control.told("state japan"))
    assert control.perform("commit japan empty") == "" and control.perform("undo 1 yes") == ""
    assert list(control.told("state japan")) == told_then
    again = session._read_back(session.history.lines())
    assert list(Control(again).told("state japan")) == told_then
