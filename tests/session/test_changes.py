"""A committed order is changed by agreement before it is carried out: paid back, paid for, told to whom it concerns."""

from __future__ import annotations

import pytest

from kuroshio.kernel.tables.compiling import Tables
from kuroshio.players.doctrine_tables import Playbook
from kuroshio.session.control_lines import Control
from kuroshio.session.journal_writer import Journal
from kuroshio.session.own_words import orders_in_words
from kuroshio.session.session import Session
from kuroshio.session.told_game import written_injects
from tests.session.test_own_words import news, signed
from tests.session.test_word_replies import OFFER

PEOPLE = ("china", "japan", "us")


class Table(Control):
    """Japan has committed `first` and might have ordered `second`; nobody else has ordered anything."""

    first, second = "", ""


def at_table(tables: Tables, playbook: Playbook, journal: Journal | None = None) -> Table:
    return Table(Session(tables, playbook, PEOPLE, 7, umpire=True, journal=journal))


def order(line: str) -> str:
    return line.partition(": ")[2]


def purse(control: Control) -> str:
    return control.session.changes.left_to("japan")


@pytest.fixture
def control(tables: Tables, playbook: Playbook) -> Table:
    made = at_table(tables, playbook)
    question = made.session.picture_for("japan").question
    assert question is not None
    lines = [card.choices[0].line for card in question.cards if card.choices and card.kind != "move"]
    singles = [line for line in lines if " with " not in line and " by " not in line]
    made.first, made.second = singles[0], singles[1]
    for line in (made.first, "commit japan"):
        assert made.perform(line) == "", line
    return made


def test_the_new_order_stands_and_the_former_is_paid_back(control: Table, tables: Tables, playbook: Playbook) -> None:
    after = purse(control)
    wanted = "A change of an order needs its reason: `change japan 1: ... | because REASON`."
    assert control.perform(f"change japan 1: {order(control.second)}") == wanted
    assert control.perform(f"change japan: {order(control.second)} | because both capitals agree") == ""
    assert control.session.changes.open("japan") == [control.second]
    assert control.said[0].startswith(f"{control.first}: now {order(control.second)}. japan is told; left to it: capital ")
    assert f"{control.second}  # changed by agreement" in list(control.told("orders"))
    assert control.perform("change japan 1: none | because they think again") == ""
    assert control.session.changes.open("japan") == [] and purse(control) == purse(at_table(tables, playbook)) != after
    again = at_table(tables, playbook, Journal(entries=control.session.journal.entries)).session
    assert again.state() == control.session.state()


def test_a_changed_game_is_the_game_that_was_ordered_so(control: Table, tables: Tables, playbook: Playbook) -> None:
    assert control.perform(f"change japan: {order(control.second)} | because agreed") == ""
    straight = at_table(tables, playbook)
    for line in (control.second, "commit japan"):
        assert straight.perform(line) == ""
    mine, theirs = control.session.game, straight.session.game
    for name in (
        "n_orders",
        "order",
        "order_status",
        "busy",
        "ordered",
        "moved",
        "focused",
        "planned",
        "track",
        "asking",
        "seat",
    ):
        assert (mine[name] == theirs[name]).all(), name


def test_a_signature_that_is_asked_for_falls_with_its_order(tables: Tables, playbook: Playbook) -> None:
    control, offer = joint(tables, playbook), ("china", "market_opening")
    assert offer in control.session.advance_answers.offers("japan")
    assert control.perform("change china: pursue_fishing in senkaku against japan | because a zebra") == ""
    assert offer not in control.session.advance_answers.offers("japan") and control.session.deciders.may_sign("china")
    assert "zebra" not in repr(control.session.picture_for("japan"))  # it had signed nothing
    assert control.perform("change china: market_opening with japan | because after all") == ""
    assert offer in control.session.advance_answers.offers("japan")
    assert control.perform("japan: sign market_opening of china yes") == ""


def test_a_partner_that_had_signed_is_told(tables: Tables, playbook: Playbook) -> None:
    control = joint(tables, playbook)
    before = purse(control)
    assert control.perform("japan: sign market_opening of china yes") == ""
    assert control.perform("change china: none | because a zebra") == "" and purse(control) == before
    assert "no longer holds. A zebra." in news(control.session.picture_for("japan"))
    assert "zebra" not in repr(control.session.picture_for("us"))


def joint(tables: Tables, playbook: Playbook) -> Table:
    """China and Japan each have proposed something to the other; all orders are in."""
    control = at_table(tables, playbook)
    for line in ("china: market with japan; commit", "japan: hotline with china; commit", "commit us empty"):
        assert control.perform(line) == "", line
    return control


def test_only_whom_it_concerns_is_told(control: Table) -> None:
    assert control.perform(f"change japan: {order(control.second)} | because a zebra crossed") == ""
    assert "zebra" in news(control.session.picture_for("japan"))
    for seat in ("china", "us", ""):
        assert "zebra" not in repr(control.session.picture_for(seat)), seat


def test_it_is_undone_and_refused_with_a_sentence(control: Table) -> None:
    for line, wrong in (
        ("change", "Write `change SEAT N: ORDER"),
        ("change nobody 1: none | because x", "No seat 'nobody'"),
        ("change china: none | because x", "china has no committed order"),
        ("change japan 4: none | because x", "Which order of japan?"),
        (f"change japan: {order(control.first)} | because x", "That is the order that stands already."),
        ("change japan: zebra | because x", "japan has no order called 'zebra'"),
    ):
        assert control.perform(line).startswith(wrong), line
    before = control.session.state()
    assert control.perform(f"change japan: {order(control.second)} | because agreed") == ""
    assert control.perform("undo") == "" and control.session.state() == before


def test_an_act_before_the_umpire_is_ruled_on_instead(control: Table) -> None:
    assert [control.perform(line) for line in ("commit china empty", "commit us empty", "dispute japan")] == [""] * 3
    while (docket := control.session.umpire.docket()) is None or docket.order != control.first:
        question = control.session.picture_for(control.session.asked()).question
        line = f"rule {docket.engine} | because so" if docket else question.choices[0].line if question else ""
        assert control.perform(line) == "", line
    assert control.perform("change japan: none | because x") == "That act is before the umpire: rule on it instead."


def in_words(tables: Tables, playbook: Playbook) -> Table:
    """China has committed an order in own words to Japan, after an action of the rules; all orders are in."""
    control = at_table(tables, playbook)
    lines = (
        f'china: pursue_fishing in senkaku against japan, "{OFFER}" to japan; commit',
        "commit japan empty",
        "commit us empty",
    )
    assert [control.perform(line) for line in lines] == [""] * 3
    signed(control)
    return control


def test_own_words_become_other_own_words(tables: Tables, playbook: Playbook) -> None:
    control = in_words(tables, playbook)
    assert control.perform('change china: "x" | because y').endswith(f'2 "{OFFER} (to Japan)".')
    assert control.perform("japan: reply Not now") == ""
    wanted = 'change china 2: "Stay away because of a giraffe" with us | because both agree'
    assert control.perform(wanted) == ""
    (one,) = control.session.play.spoken
    assert (one.text, one.replies, tuple(one.parties)) == ("Stay away because of a giraffe (with United States)", (), ("us",))
    assert control.said[0].startswith(f'china: "{OFFER} (to Japan)": now "Stay away because of a giraffe (with United States)".')
    assert f"{OFFER} (to Japan)\u201d: no longer holds. Both agree." in news(control.session.picture_for("japan"))
    assert "giraffe" not in repr(control.session.picture_for("japan")) and "giraffe" not in repr(control.session.picture_for(""))
    assert 'china: "Stay away because of a giraffe (with United States)"  # changed by agreement' in list(control.told("orders"))
    assert control.perform("us: reply yes") == "" and control.perform("rule success | because they do") == ""
    journal = Journal(entries=control.session.journal.entries)
    again = at_table(tables, playbook, journal).session
    assert again.state() == control.session.state()
    injects = written_injects(journal.counted, tables)
    assert [one.text for one in injects] == [one.text for one in control.session.tables.scenario.injects]
    assert orders_in_words(journal.counted)[0].text == one.text


def test_own_words_are_withdrawn_and_taken_back(tables: Tables, playbook: Playbook) -> None:
    control = in_words(tables, playbook)
    before = list(control.session.play.spoken)
    assert control.perform("change china 2: none | because they think again") == "" and control.session.play.spoken == []
    assert control.session.umpire.docket() is None or not control.session.umpire.docket().words
    assert orders_in_words(control.session.journal.counted)[0].withdrawn
    assert control.perform("undo") == "" and control.session.play.spoken == before


def test_own_words_and_actions_are_not_changed_into_each_other(tables: Tables, playbook: Playbook) -> None:
    control = in_words(tables, playbook)
    for line, wrong in (
        (
            'change china 1: "Call off" | because x',
            "pursue_fishing_boats in senkaku_waters against japan by ccg_station is an action",
        ),
        (
            "change china 2: hotline with japan | because x",
            f"\u201c{OFFER} (to Japan)\u201d is an order in own words: write other",
        ),
        ('change china 2: "Call off"', "A change of an order needs its reason"),
        (f'change china 2: "{OFFER}" to japan | because x', "That is the order that stands already."),
        ('change china 2: "Call off" to nobody | because x', "unknown other seat 'nobody'"),
        ('change china 2: "Call off" over there | because x', "Only in AREA"),
    ):
        before = control.session.state(), len(control.session.journal.entries)
        assert control.perform(line).startswith(wrong), (line, control.perform(line))
        assert (control.session.state(), len(control.session.journal.entries)) == before
    assert control.perform("japan: reply yes") == "" and control.perform("number 9 | because new") == ""
    assert control.perform("change china 2: none | because x").startswith("The number of that order is set")
