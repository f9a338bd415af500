"""An order in own words waits for the reply of its addressee and the yes of its partner, before the umpire rules on it."""

from __future__ import annotations

import attrs
import pytest

from kuroshio.kernel.tables.compiling import Tables
from kuroshio.players.doctrine_tables import Playbook
from kuroshio.session.journal.journal_writer import Journal
from kuroshio.session.lines.control_lines import Control
from kuroshio.session.session import Session
from tests.session.test_own_words import news, signed

PEOPLE = ("china", "japan", "us")
OFFER, SAID = "Let us talk about the zebra boats", "Not while a zebra is out"


def at_table(tables: Tables, playbook: Playbook, *words: str, journal: Journal | None = None) -> Control:
    """A table at which these lines are drafted, and all have committed and signed."""
    scenario = attrs.evolve(tables.scenario, adjudication={"own_words": "matrix"})
    control = Control(Session(attrs.evolve(tables, scenario=scenario), playbook, PEOPLE, 7, umpire=True, journal=journal))
    if journal is None:
        drafted = {line.partition(":")[0] for line in words}
        for line in (*words, *(f"commit {seat}{'' if seat in drafted else ' empty'}" for seat in PEOPLE)):
            assert control.perform(line) == "", line
        signed(control)
    return control


def asked(control: Control) -> str:
    return " ".join(control.standing())


def test_the_ruling_waits_for_the_addressee_and_keeps_its_reply(tables: Tables, playbook: Playbook) -> None:
    control = at_table(tables, playbook, f'china: "{OFFER}" to japan')
    assert OFFER in asked(control) and "`japan: reply TEXT`" in asked(control)
    assert control.perform("rule success | because they talk") == ("It waits for the reply of japan: write `japan: reply ...`.")
    assert control.perform("us: reply We would like to") == "No order in own words waits for a reply of us."
    assert control.perform("japan: reply") == "A reply needs its words: `japan: reply TEXT`."
    assert control.perform(f"japan: reply {SAID}") == ""
    assert control.said == [f"japan replies to china: {SAID}. Both are told."]
    assert f"japan replies: {SAID}" in asked(control)
    assert control.perform("rule failure | because of the boats") == ""
    ruling = next(entry for entry in reversed(control.session.history.lines()) if entry.kind == "ruling" and entry.get("words"))
    assert ruling["replies"] == [["japan", SAID]] and ruling["audience"] == ["china", "japan"]


def test_only_the_two_read_what_is_asked_and_replied(tables: Tables, playbook: Playbook) -> None:
    control = at_table(tables, playbook, f'china: "{OFFER}" to japan')
    assert control.perform(f"japan: reply {SAID}") == ""
    for seat in ("china", "japan"):
        assert SAID in news(control.session.picture_for(seat)), seat
    for seat in ("us", ""):
        assert "zebra" not in repr(control.session.picture_for(seat)), seat


def test_a_partner_agrees_or_the_order_falls(tables: Tables, playbook: Playbook) -> None:
    control = at_table(tables, playbook, f'china: "{OFFER}" with japan', f'us: "{OFFER}" with japan')
    assert control.perform("japan: reply perhaps").endswith("write `japan: reply yes` or `no`, then its words.")
    first = control.session.play.spoken[0].seat
    other = next(seat for seat in ("china", "us") if seat != first)
    assert control.perform(f"japan: reply to {other}: no, not with you") == ""
    assert control.said[0].endswith("Both are told. The order falls.")
    assert [one.seat for one in control.session.play.spoken] == [first]
    assert "No: not with you" in news(control.session.picture_for(other))
    assert control.perform("japan: reply yes") == "" and control.session.play.spoken[0].replies == (("japan", "Yes"),)
    assert control.perform("rule success | because both want it") == "" and not control.session.play.spoken


@pytest.mark.parametrize("said", ("yes: gladly", "no"))
def test_a_reply_replays_and_can_be_taken_back(tables: Tables, playbook: Playbook, said: str) -> None:
    control = at_table(tables, playbook, f'china: "{OFFER}" with japan')
    before = list(control.session.play.spoken)
    assert control.perform(f"japan: reply {said}") == ""
    journal = Journal(entries=control.session.journal.entries)
    again = at_table(tables, playbook, journal=journal).session
    assert again.state() == control.session.state() and again.play.spoken == control.session.play.spoken
    assert control.perform("undo").startswith("This would take back an act of a seat: japan")
    assert control.perform("undo yes") == "" and control.session.play.spoken == before
    assert control.session.replies.put_to("japan") and control.session.branch(None, 3).turn == 1


def test_drafts_remember_whom_they_ask(tables: Tables, playbook: Playbook) -> None:
    scenario = attrs.evolve(tables.scenario, adjudication={})
    control = Control(Session(attrs.evolve(tables, scenario=scenario), playbook, PEOPLE, 7, umpire=True))
    assert control.perform(f'china: also "{OFFER}" to japan, us') == ""
    again = Session(
        control.session.tables, playbook, PEOPLE, 7, umpire=True, journal=Journal(entries=control.session.journal.entries)
    )
    parties = {f"{OFFER} (to Japan and United States)": ("japan", "us")}
    assert {text: one.to for text, one in again.viewers.plans["china"].parties.items()} == parties
    assert control.perform(f'japan: "{OFFER}" to nobody').startswith("unknown other seat 'nobody'")
