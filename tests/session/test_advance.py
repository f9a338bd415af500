"""Answers before they are asked for: kept, used when the seat is asked, taken back, and told where they are not open then."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

from kuroshio.kernel.state import codes
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.players.doctrine_tables import Playbook
from kuroshio.session import saved_games
from kuroshio.session.advance_answers import advance_of
from kuroshio.session.control_lines import Control
from kuroshio.session.journal_reader import read
from kuroshio.session.session import Session

PEOPLE = ("japan", "china", "us", "taiwan", "philippines")


@pytest.fixture
def control(tables: Tables, playbook: Playbook) -> Control:
    scenario = attrs.evolve(tables.scenario, adjudication={})
    return Control(Session(attrs.evolve(tables, scenario=scenario), playbook, PEOPLE, 7, umpire=True), by="director")


def entered(control: Control, *lines: str) -> list[str]:
    """What was said of lines that are all taken."""
    said = []
    for line in lines:
        assert control.perform(line) == "", line
        said += control.said
    return said


def handed_in(control: Control) -> list[str]:
    """All commit what they have; what is said of the last."""
    for seat in control.session.deciders.planners():
        entered(control, f"commit {seat}{'' if control.session.viewers.plans.get(seat) else ' empty'}")
    return control.said


def signed(control: Control) -> list[str]:
    """The signatures of people so far, as lines of play."""
    return by_people(control, "sign")


def by_people(control: Control, question: str) -> list[str]:
    """The answers of people to questions of a kind, as lines of play."""
    choices = [entry for entry in control.session.history.lines() if entry.kind == "choice" and entry["by"] == "person"]
    return [str(entry["line"]) for entry in choices if f": {question} " in entry["line"]]


# --- signatures ----------------------------------------------------------------------------------------


def test_a_signature_given_in_any_order_is_used_when_it_is_asked_for(control: Control) -> None:
    said = entered(
        control, "taiwan: chips japan; sign japan yes", "japan: fisheries, hotline; sign taiwan no", "china: sign hotline yes"
    )
    assert "Signs in advance: whatever japan offers: yes." in said[0] and "chips_abroad of taiwan: no." in said[1]
    assert said[2] == "Signs in advance, for china: hotline_offer of japan: yes."
    told = handed_in(control)
    assert sorted(signed(control)) == [
        "china: sign hotline_offer of japan yes",
        "japan: sign chips_abroad of taiwan no",
        "taiwan: sign fisheries_talks of japan yes",
    ]
    assert sum(line.startswith("As given in advance: ") for line in told) == 3
    assert not control.session.advance_answers.held() and control.session.asked() not in ("japan", "china", "taiwan")


def test_a_signature_binds_to_what_is_offered_as_it_is_given(control: Control) -> None:
    entered(control, "japan: hotline", "china: sign japan yes")
    (one,) = control.session.advance_answers.held("china")
    assert (one.of, one.act, one.answer) == ("japan", "hotline_offer", "yes")
    entered(control, "japan: fisheries; commit", "taiwan: sign japan yes; commit empty")
    told = handed_in(control)
    assert signed(control) == ["taiwan: sign fisheries_talks of japan yes"], "japan offers china nothing any more"
    assert not any("In advance" in line for line in told)


def test_who_is_offered_something_else_or_two_things_is_asked_after_all(control: Control) -> None:
    entered(control, "us: sign taiwan yes")
    entered(control, "taiwan: trade us, radar us")
    refused = control.perform("us: sign taiwan yes")
    assert "taiwan offers " in refused and "name the one that is meant" in refused and " of taiwan yes`" in refused
    told = handed_in(control)
    assert control.session.asked() == "us" and not signed(control)
    assert any(line.startswith("In advance: whatever taiwan offers: yes. taiwan offers ") for line in told), told
    entered(control, "us: sign no")
    assert control.session.asked() == "us", "the second is asked for too"


def test_what_cannot_be_paid_is_told_when_it_is_given_and_when_it_is_asked_for(control: Control) -> None:
    capital = control.session.tables.slots.index("taiwan.capital")
    control.session.game.track[capital] = 0
    said = entered(control, "japan: fisheries; commit", "taiwan: sign japan yes")
    told = handed_in(control)
    assert said and control.session.asked() == "taiwan" and not signed(control)
    (line,) = [line for line in told if line.startswith("In advance")]
    assert line.startswith(
        "In advance: fisheries_talks of japan: yes. It is not open, so taiwan is asked after all. Open now: no. Needs capital"
    )
    assert control.perform("taiwan: sign yes").endswith("you have 0.") and entered(control, "taiwan: sign no")


def test_a_signature_is_taken_back_by_ask_by_a_later_one_and_by_an_undo(control: Control) -> None:
    entered(control, "japan: fisheries, hotline", "china: sign japan yes", "taiwan: sign japan yes, china no")
    assert entered(control, "china: sign japan ask") == ["Signs in advance, for china: hotline_offer of japan: to be asked."]
    entered(control, "taiwan: sign japan no")
    assert [one.told() for one in control.session.advance_answers.held()] == [
        "whatever china offers: no",
        "fisheries_talks of japan: no",
    ]
    assert control.perform("undo yes") == "" and "in advance, sign fisheries_talks of japan: no" in "\n".join(control.said)
    assert {one.answer for one in control.session.advance_answers.held("taiwan") if one.of == "japan"} == {"yes"}
    entered(control, "redo")
    handed_in(control)
    assert signed(control) == ["taiwan: sign fisheries_talks of japan no"] and control.session.asked() == "china"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("japan: sign japan yes", "No other seat and no joint order 'japan'"),
        ("japan: sign malaysia", "Write `japan: sign SEAT yes`"),
        ("japan: sign mars yes", "No other seat and no joint order 'mars'"),
        ("japan: sign relief of china yes", "No other seat and no joint order 'relief'"),
        ("japan: sign yes, no", "Write `japan: sign SEAT yes`"),
        ("japan answers 1 protest", "There is no incident 1 to answer; none has come about this turn."),
        ("japan answers", "after the seat"),
        ("japan answers protest", "with the numbers of incidents"),
        ("japan answers 1 shout", "No answer 'shout'"),
        ("malaysia: sign japan yes", "No people sit for malaysia"),
    ],
)
def test_what_is_no_answer_in_advance_says_what_to_write(control: Control, line: str, why: str) -> None:
    before = len(control.session.journal.entries)
    assert why in control.perform(line), control.perform(line)
    assert len(control.session.journal.entries) == before


# --- answers to incidents ------------------------------------------------------------------------------


@pytest.fixture
def asked(control: Control) -> Control:
    """At the table of answers: Japan is asked about incident 1, and the US will be."""
    handed_in(control)
    while control.session.game.asking == codes.ASK_SIGN:  # what doctrines offer
        entered(control, f"{control.session.asked()}: sign no")
    game = control.session.game
    assert (control.session.asked(), int(game.asking), int(game.subject)) == ("japan", int(codes.ASK_RESPOND), 0)
    return control


def answered(control: Control) -> list[str]:
    """The answers of people to incidents."""
    return by_people(control, "respond")


def test_an_answer_in_advance_waives_seeing_the_victims_and_is_used_at_once(asked: Control) -> None:
    assert entered(asked, "US answers 1 1") == entered(asked, "US answers 1 Protest")  # by the number on the sheet
    assert entered(asked, "US answers 1 Protest") == ["Answers in advance, for us: incident 1: protest."]
    assert answered(asked) == [] and asked.session.asked() == "japan"
    said = entered(asked, "japan answers 1 shadow")
    assert said[:2] == ["Answered: japan: respond shadow.", "Answered: us: respond protest."]
    assert answered(asked) == ["japan: respond shadow", "us: respond protest"] and not asked.session.advance_answers.held()


def test_answers_to_several_incidents_wait_each_for_its_own(asked: Control) -> None:
    numbers = asked.session.advance_answers.incidents("japan")
    assert len(numbers) > 1
    entered(asked, f"japan: answers {numbers[1]} let it pass, {numbers[0]} protest")
    assert answered(asked)[0] == "japan: respond protest"
    assert asked.session.asked() == "us", "which is asked before incident 2 comes"
    said = entered(asked, "us: none")
    assert asked.session.game.asking == codes.ASK_GATE, "a legal decision comes before the answer"
    said = entered(asked, "japan: no")
    assert answered(asked).count("japan: respond none") == 1 and "Answered: japan: respond none." in said


def test_legal_decisions_and_stages_are_decided_in_advance_too(control: Control) -> None:
    said = entered(control, "japan: escort; gate guarding yes, armed no; proceed host-nation yes commit")
    told = "gate guarding_of_allied_units: yes; gate armed_attack_situation: no; proceed host_nation_support: yes."
    assert said[0].endswith(told)
    assert "japan decides on no 'mars'" in control.perform("japan: gate mars no")
    assert "Write `japan: proceed [WHICH] yes`" in control.perform("japan: proceed")
    assert entered(control, "japan: gate no") == ["Decides in advance, for japan: gate whichever comes up: no."]
    assert len(control.session.advance_answers.held("japan")) == 2, "which replaces what was said of each"
    handed_in(control)
    while control.session.asked() and control.session.turn == 1 and control.session.play.phase in ("planning", "response"):
        question = control.session.picture_for(control.session.asked()).question
        assert question is not None and (control.session.asked(), question.kind) != ("japan", "gate")
        entered(control, question.choices[0].line)
    gates = by_people(control, "gate")
    assert gates and all(line.endswith(" no") for line in gates)


def test_an_answer_that_is_not_open_is_told_and_its_seat_is_asked(asked: Control) -> None:
    entered(asked, "us answers 1 assist")
    said = entered(asked, "japan: respond none")
    assert asked.session.asked() == "us" and answered(asked) == ["japan: respond none"]
    assert any(line.startswith("In advance: incident 1: assist. It is not open, so us is asked after all.") for line in said), (
        said
    )
    assert asked.session.advance_answers.held("us"), "it stands until the seat answers"
    entered(asked, "us: respond none")
    assert not asked.session.advance_answers.held("us") and "us has answered incident 1" in asked.perform("us answers 1 none")


def test_what_one_line_enters_for_two_seats_is_of_both_and_counted_once(control: Control) -> None:
    entered(control, "crisis open senkaku | because of the landing")
    handed_in(control)
    while control.session.game.asking != codes.ASK_CRISIS:
        question = control.session.picture_for(control.session.asked()).question
        assert question is not None
        entered(control, question.choices[0].line)
    entered(control, "crisis japan hold", "china: hold", "crisis japan hold, china climb")
    acts = [line.partition(" Takes back")[0] for line in control.acts()]
    one, other, alone = acts[:3]
    assert one == "1. china and japan, turn 1 escalation: their answers: china: crisis climb; japan: crisis hold."
    assert other.endswith("china, turn 1 escalation: its answer: crisis hold; japan: crisis hold, as given in advance.")
    assert alone.endswith("japan, turn 1 escalation: its answer: in advance, crisis japan hold.")
    assert control.perform("undo 3 yes") == "" and control.said[0] == "Taken back: 4."
    assert sorted(control.said[1:5]) == ["  china: crisis climb", "  china: crisis hold", *["  japan: crisis hold"] * 2]


def test_a_seat_that_is_asked_already_is_told_at_once_what_is_open(asked: Control) -> None:
    entered(asked, "japan: respond none")
    before = asked.session.state(), len(asked.session.journal.entries)
    wrong = "Not entered: 1 assist: us is asked now, and that is not open to it. Open now: "
    assert asked.session.asked() == "us" and asked.perform("us answers 1 assist").startswith(wrong)
    assert (asked.session.state(), len(asked.session.journal.entries)) == before
    entered(asked, "us answers 1 none")


def test_a_seat_that_is_asked_to_sign_is_told_at_once_what_is_open(control: Control) -> None:
    entered(control, "japan: fisheries; commit")
    control.session.game.track[control.session.tables.slots.index("taiwan.capital")] = 0
    handed_in(control)
    wrong = "Not entered: sign japan yes: taiwan is asked now, and that is not open to it. Open now: no. Needs capital"
    assert control.session.deciders.may_sign("taiwan") and control.perform("taiwan: sign japan yes").startswith(wrong)
    entered(control, "taiwan: sign japan no")
    assert signed(control) == ["taiwan: sign fisheries_talks of japan no"]


def test_an_answer_is_taken_back_and_vanishes_with_what_it_answered(asked: Control) -> None:
    entered(asked, "us answers 1 protest", "us answers 1 ask", "japan: respond none")
    assert asked.session.asked() == "us" and answered(asked) == ["japan: respond none"]
    entered(asked, "undo 2 yes")
    assert [one.answer for one in asked.session.advance_answers.held("us")] == ["protest"]
    entered(asked, "rewind 1 planning yes")
    assert not asked.session.advance_answers.held(), "other acts may come about now"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("us answers 9 none", "There is no incident 9 to answer; those of this turn are 1, "),
        ("china answers 1 none", "china is not asked about incident 1."),
        ("taiwan answers 1 none", "taiwan is not asked about incident 1."),
        ("japan: sign china yes, us no", "Offers are signed in planning, and that is over."),
    ],
)
def test_an_answer_that_nobody_will_ask_for_is_refused(asked: Control, line: str, why: str) -> None:
    before = asked.session.state(), len(asked.session.journal.entries)
    assert why in asked.perform(line) and (asked.session.state(), len(asked.session.journal.entries)) == before


# --- kept ----------------------------------------------------------------------------------------------


def test_what_is_given_in_advance_is_kept_and_used_after_a_resume_and_in_a_branch(tmp_path: Path) -> None:
    path = tmp_path / "a.game.jsonl"
    content = saved_games.load("senkaku_2021")
    session = saved_games.start(content, "senkaku_2021", "", ("japan", "china"), (), 7, path, umpire=True)
    control = Control(session, "director")
    entered(control, "japan: hotline; commit", "china: sign japan yes")
    session.close()
    session = saved_games.resume(path)
    branch = session.branch(tmp_path / "b.game.jsonl", len(session.journal.entries))
    for one in (session, branch):
        entered(Control(one), "commit china empty")
        assert signed(Control(one)) == ["china: sign hotline_offer of japan yes"]
    assert session.state() == branch.state()
    session.close()
    branch.close()
    assert saved_games.resume(path).state() == session.state()
    assert [advance_of(entry).told() for entry in read(path).counted if entry.kind == "advance"] == [
        "hotline_offer of japan: yes"
    ]


def test_nothing_of_it_is_shown_to_anybody_before_it_is_used(control: Control) -> None:
    entered(control, "japan: hotline; commit")
    eyes = ("", *PEOPLE)
    before = [control.session.picture_for(seat) for seat in eyes]
    entered(control, "china: sign japan yes", "taiwan: sign japan no")
    assert [control.session.picture_for(seat) for seat in eyes] == before


def test_a_practice_turn_takes_it_away(control: Control) -> None:
    entered(control, "practice", "japan: hotline; commit", "china: sign japan yes", "practice end")
    assert not control.session.advance_answers.held() and "japan" in control.session.deciders.planners()


# --- crises --------------------------------------------------------------------------------------------


@pytest.fixture
def crisis(control: Control) -> Control:
    """At the table of a crisis: its roles are asked for."""
    game, ladder = control.session.game, control.session.tables.slots.index("senkaku.ladder")
    game.track[ladder] = 8
    handed_in(control)
    while game.asking in (codes.ASK_SIGN, codes.ASK_RESPOND, codes.ASK_GATE):
        question = control.session.picture_for(control.session.asked()).question
        assert question is not None
        entered(control, question.choices[0].line)
    assert game.asking == codes.ASK_ROLE
    return control


def test_the_choices_of_a_round_come_in_one_line_whoever_is_asked_first(crisis: Control) -> None:
    said = entered(crisis, "crisis philippines hedge, us reassure, Taiwan hedge")
    assert len(by_people(crisis, "role")) == 3 and crisis.session.game.asking == codes.ASK_CRISIS, said
    asked = crisis.session.asked()
    other = "japan" if asked == "china" else "china"
    assert entered(crisis, f"crisis {other} hold") == [f"Chosen in advance: {other} hold."]
    assert by_people(crisis, "crisis") == []
    entered(crisis, f"crisis {asked} hold")
    assert sorted(by_people(crisis, "crisis")) == ["china: crisis hold", "japan: crisis hold"]
    assert not crisis.session.advance_answers.held(), "the next round asks anew"
    entered(crisis, f"{crisis.session.asked()}: hold")
    assert len(by_people(crisis, "crisis")) == 3, "the word is a verb too"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("crisis", "Write `crisis SEAT CHOICE, SEAT CHOICE`"),
        ("crisis us climb", "the choices are "),
        ("crisis mars hedge", "Write `crisis SEAT CHOICE"),
        ("crisis japan hedge", "japan is not asked for that in this crisis."),
    ],
)
def test_what_a_crisis_does_not_ask_is_refused(crisis: Control, line: str, why: str) -> None:
    before = len(crisis.session.journal.entries)
    assert why in crisis.perform(line) and len(crisis.session.journal.entries) == before


def test_no_crisis_asks_for_choices_in_planning(control: Control) -> None:
    assert "Write `crisis SEAT CHOICE" in control.perform("crisis japan hold")
