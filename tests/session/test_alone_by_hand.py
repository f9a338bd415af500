"""The parts by which control reaches into a game beside the rules are built alone, and do there what they do in a session."""

from __future__ import annotations

import pytest

from kuroshio.kernel.state import codes
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.players.doctrine_tables import Playbook
from kuroshio.session.absences import Absences
from kuroshio.session.counters_by_hand import CountersByHand
from kuroshio.session.crises_by_hand import CrisesByHand
from kuroshio.session.injects import Injects
from kuroshio.session.order_changes import OrderChanges
from kuroshio.session.pending_orders import Parties, SetNumber
from kuroshio.session.rulings import NOTHING_BEFORE, Verdict
from kuroshio.session.set_numbers import SetNumbers
from kuroshio.session.word_replies import WordReplies
from tests.session.exercise import refusal
from tests.session.test_alone import PEOPLE, Bare


@pytest.fixture
def bare(tables: Tables, playbook: Playbook) -> Bare:
    return Bare(tables, playbook)


def test_a_seat_is_frozen_and_thawed(bare: Bare) -> None:
    absences = Absences(bare.play, bare.keeper, bare.course, bare.drafts(), frozenset(PEOPLE))
    assert "No people sit" in refusal(absences.freeze, "us", "nobody") and "not frozen" in refusal(absences.thaw, "japan")
    absences.freeze("japan", "nobody")
    assert bare.kinds()[0] == "frozen" and not bare.deciders.may_plan("japan") and absences.why("japan")
    absences.thaw("japan")
    absences.skip(1)
    assert {"thawed", "skipped"} <= set(bare.kinds()) and bare.play.turn == 2 and bare.deciders.may_plan("japan")
    assert "turns can be skipped" in refusal(absences.skip, 0)


def test_a_counter_goes_where_control_says(bare: Bare) -> None:
    counters = CountersByHand(bare.play, bare.keeper, Injects(bare.play, bare.keeper))
    piece = bare.play.tables.scenario.pieces[0].id
    assert "is on the map already" in refusal(counters.place, "add", piece, "", "x") and not counters.off_map()
    counters.place("remove", piece, "", "It is in dock.")
    assert bare.kinds() == ["counter", "inject", "record"] and counters.off_map() == [piece]
    assert "needs a reason" in refusal(counters.place, "add", piece, "", " ")


def test_a_crisis_is_opened_by_hand(bare: Bare) -> None:
    crises = CrisesByHand(bare.play, bare.keeper, bare.course, Injects(bare.play, bare.keeper))
    assert refusal(crises.close, "calm") == refusal(crises.prolong, 1, "talk") == "No crisis is played now."
    assert "No flashpoint 'zebra'" in refusal(crises.open, "zebra", "x")
    flashpoint = bare.play.tables.ruleset.flashpoints[0].id
    crises.open(flashpoint, "A landing.")
    assert bare.kinds() == ["crisis", "inject", "record"] and not crises.present()


def test_a_number_needs_an_act_and_its_reason(tables: Tables, playbook: Playbook) -> None:
    bare = Bare(tables, playbook, umpired=True)
    numbers = SetNumbers(bare.play, bare.keeper, bare.pending_rulings, bare.course, Injects(bare.play, bare.keeper))
    assert refusal(numbers.set, 8, "x") == NOTHING_BEFORE and "No number is set" in refusal(
        numbers.throw, Verdict(reason="", by="umpire")
    )
    bare.play.hear("china", "Talk")
    bare.play.game.planned[:], bare.play.game.asking = 1, codes.NONE
    assert "needs its reason" in refusal(numbers.set, 8, " ")
    numbers.set(8, "It is new.")
    assert bare.kinds() == ["number", "record"] and bare.play.number == SetNumber(8, False, "It is new.")


def test_a_committed_order_is_changed(tables: Tables, playbook: Playbook) -> None:
    bare = Bare(tables, playbook)
    changes, drafts = OrderChanges(bare.play, bare.keeper, bare.course, Injects(bare.play, bare.keeper)), bare.drafts()
    bare.viewers.viewer = "japan"
    line = bare.card("japan")
    drafts.draft(line)
    drafts.commit()
    assert refusal(changes.change, "japan", line, "", " ").startswith("A change of an order needs its reason")
    assert "has no order" in refusal(changes.change, "china", line, "", "agreed")
    begun = len(bare.journal.entries)
    changes.change("japan", line, "", "agreed")
    assert [entry.kind for entry in bare.journal.entries[begun:]][:2] == ["changed", "inject"] and not changes.open("japan")


def test_a_reply_belongs_to_an_order_in_own_words(tables: Tables, playbook: Playbook) -> None:
    bare = Bare(tables, playbook, umpired=True)
    replies = WordReplies(bare.play, bare.keeper, bare.course, Injects(bare.play, bare.keeper))
    bare.play.hear("china", "Talk", Parties(to=("japan",)))
    assert refusal(replies.reply, "japan", "Yes") == "No order in own words waits for a reply of japan."  # not all orders are in
    bare.play.game.planned[:] = 1
    replies.reply("japan", "Not now.")
    assert bare.kinds() == ["reply", "inject", "record"] and bare.play.spoken[0].replies == (("japan", "Not now."),)
    assert not list(replies.told("japan")) and "No order" in refusal(replies.reply, "japan", "Again")
