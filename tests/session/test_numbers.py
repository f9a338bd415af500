"""A number is set first, then the dice fall: on own words, on what is disputed or argued, in the room's sight if wanted."""

from __future__ import annotations

import pytest

from kuroshio.kernel.tables.compiling import Tables
from kuroshio.model.scenario import MODES
from kuroshio.players.doctrine_tables import Playbook
from kuroshio.session.journal.journal_writer import Journal
from kuroshio.session.lines.control_lines import Control
from kuroshio.session.rulings import Docket
from tests.session.test_own_words import FAIR, at_table, news, spoken, tension
from tests.session.test_planning import entered
from tests.session.test_umpire import at_table as umpired
from tests.session.test_umpire import shown_of_the_act, thrown_anew
from tests.stepping import Content

ROOM = MODES[1:]


def docket(control: Control) -> Docket:
    before = control.session.umpire.docket()
    assert before is not None
    return before


@pytest.mark.parametrize("mode", ROOM)
def test_own_words_are_thrown_on_a_number_in_every_mode(tables: Tables, playbook: Playbook, mode: str) -> None:
    control = spoken(at_table(tables, playbook, mode))
    assert set(thrown_anew(control.session)) == {shown_of_the_act(control.session)}, "no dice before a number or a band"
    assert control.perform("throw") == "No number is set: write `number N | because REASON` first."
    assert control.perform("number 9") == "A number needs its reason: `number N | because REASON`."
    assert control.perform("number 99 | because x").startswith("A number is one from ")
    assert control.perform("number 9 | because nobody has done it before") == ""
    before = docket(control)
    assert before.odds is not None and (before.odds.number, sum(before.odds.bands[2:])) == (9, 10)
    assert set(thrown_anew(control.session)) == {shown_of_the_act(control.session)}, "nor before they are thrown"
    for line in ("rule success | because x", "rule | because x", "accept"):
        assert control.perform(line).startswith("The number is set: `throw`"), line
    was = tension(control)
    assert control.perform("throw | set world.tension-1") == ""
    ruling = [entry for entry in control.session.history.lines() if entry.kind == "ruling" and entry.get("words")][-1]
    succeeds = sum(ruling["dice"]) >= 9
    assert (ruling["engine"] in ("success", "breakthrough")) == succeeds and (ruling["set"], ruling["number"]) == (9, 9)
    assert ruling["reason"] == "nobody has done it before" and f"needed 9, rolled {sum(ruling['dice'])}" in control.said[0]
    assert tension(control) == was - 1 and control.session.play.number is None
    again = at_table(tables, playbook, mode, Journal(entries=control.session.journal.entries)).session
    assert again.state() == control.session.state()


def test_a_number_is_undone_and_kept(tables: Tables, playbook: Playbook) -> None:
    control = spoken(at_table(tables, playbook))
    assert control.perform("number 4 | because it is easy") == ""
    again = at_table(tables, playbook, journal=Journal(entries=control.session.journal.entries))
    assert docket(again) == docket(control) and again.session.play.number == control.session.play.number
    assert control.perform("undo") == "" and control.session.play.number is None and not docket(control).number_set


def test_the_room_sees_the_number_then_the_dice_only_if_it_is_to(tables: Tables, playbook: Playbook) -> None:
    control = spoken(at_table(tables, playbook))
    assert control.perform("number 8 | because a zebra") == ""
    assert "zebra" not in news(control.session.picture_for(""))
    assert control.perform("throw") == "" and "zebra" not in news(control.session.picture_for(""))
    assert control.perform("number 8 shown | because a zebra") == ""
    public = news(control.session.picture_for(""))
    assert "needs 8, 15 in 36 to succeed. A zebra." in public and FAIR in public and "the dice show" not in public
    assert control.perform("throw") == "" and "against 8: " in news(control.session.picture_for(""))


def test_the_room_is_shown_nothing_of_an_act_whose_author_is_hidden(tables: Tables, playbook: Playbook) -> None:
    control = at_table(tables, playbook)
    hidden = {action.id for action in tables.ruleset.actions if action.deniability != "low" and action.difficulty}
    question = control.session.picture_for("china").question
    assert question is not None
    order = next(card.choices[0].line for card in question.cards if card.action in hidden and card.choices)
    entered(control, [order, "dispute china"])
    entered(control, [f"commit {seat}{'' if seat == 'china' else ' empty'}" for seat in sorted(control.session.people)])
    while control.session.umpire.docket() is None:
        asked = control.session.picture_for(control.session.asked()).question
        assert asked is not None and control.perform(asked.choices[0].line) == ""
    assert docket(control).seat == "china" and any("deniable" in line for line in control.standing())
    assert "would name its author" in control.perform("number 8 shown | because a zebra")
    assert control.perform("number 8 | because a zebra") == "" and "zebra" not in news(control.session.picture_for(""))


@pytest.mark.parametrize("mode", ("semi_rigid", "free", "consensus"))
def test_an_act_of_the_rules_must_be_disputed_first(content: Content, playbook: Playbook, mode: str) -> None:
    control = Control(umpired(content, playbook, mode))
    while (before := docket(control)).odds is None:
        assert control.perform(f"rule {before.engine} | because so") == ""
    assert control.perform("number 5 | because x").endswith("`dispute` it first.")
    assert control.perform(f"dispute {before.seat}") == ""
    assert set(thrown_anew(control.session)) == {shown_of_the_act(control.session)}
    assert control.perform("number 5 | because the room says so") == "" and control.perform("throw") == ""
    ruling = [entry for entry in control.session.history.lines() if entry.kind == "ruling"][-1]
    told = [line for line in control.session.log[: int(control.session.game.logged)] if line.number == 5 and line.die_1]
    assert ruling["set"] == 5 and told and [int(told[-1].die_1), int(told[-1].die_2)] == ruling["dice"]


def test_a_disputed_act_without_dice_says_what_may_be_done(content: Content, playbook: Playbook) -> None:
    control = Control(umpired(content, playbook, "consensus"))
    sides = [seat.faction for seat in control.session.tables.scenario.seats]
    for _ in range(200):
        before = docket(control)
        if before.odds is None:
            break
        for seat in sides:
            control.perform(f"dispute {seat}")
        assert control.perform(f"rule {before.engine} | because so") == ""
    asked = " ".join(control.standing())
    assert "no dice decide it" in asked and "`rule BAND | because REASON`" in asked
    assert control.perform("number 5 | because x").startswith("No dice decide this act")
