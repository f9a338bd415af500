"""Control reaches into a game beside the rules: counters, crises, frozen seats, skipped turns."""

from __future__ import annotations

import attrs
import pytest

from kuroshio.kernel.state import codes
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.players.doctrine_tables import Playbook
from kuroshio.session.journal.journal_writer import Journal
from kuroshio.session.lines.control_lines import Control
from kuroshio.session.session import Session
from tests.session.test_own_words import news

PEOPLE = ("china", "japan", "us")


def at_table(tables: Tables, playbook: Playbook, journal: Journal | None = None, umpire: bool = False) -> Control:
    return Control(Session(tables, playbook, PEOPLE, 7, umpire=umpire, journal=journal))


def reread(control: Control, tables: Tables, playbook: Playbook) -> None:
    """What a reader of the journal has is the same game, with the same absences."""
    entries = control.session.journal.entries
    again = at_table(tables, playbook, Journal(entries=entries), bool(control.session.game.umpired)).session
    assert again.state() == control.session.state() and again.play.absent == control.session.play.absent
    assert (again.play.skips_to, again.play.more_rounds) == (control.session.play.skips_to, control.session.play.more_rounds)


@pytest.fixture
def control(tables: Tables, playbook: Playbook) -> Control:
    return at_table(tables, playbook)


# --- counters ------------------------------------------------------------------------------------------


def where(control: Control, piece: str) -> str:
    session = control.session
    row = next(row for row, one in enumerate(session.tables.scenario.pieces) if one.id == piece)
    area = int(session.game.piece_area[row])
    return session.play.maker.areas[area] if area >= 0 else ""


def test_a_counter_is_moved_removed_and_put_back(control: Control, tables: Tables, playbook: Playbook) -> None:
    home = where(control, "jcg_relief")
    assert control.perform("counter move jcg_relief senkaku | because the zebra is late") == ""
    assert control.said[0].startswith("Counter jcg_relief moved to senkaku_waters. The zebra is late. japan is told.")
    assert where(control, "jcg_relief") == "senkaku_waters" and "zebra" in news(control.session.picture_for("japan"))
    assert all("zebra" not in repr(control.session.picture_for(seat)) for seat in ("china", "us", ""))
    assert control.perform("counter remove jcg_relief because it is in dock") == "" and where(control, "jcg_relief") == ""
    assert control.session.counters.off_map() == ["jcg_relief"]
    assert control.perform(f"counter add jcg_relief {home} | because it is mended") == "" and where(control, "jcg_relief") == home
    reread(control, tables, playbook)
    assert control.perform("undo 3") == "" and where(control, "jcg_relief") == home


def test_a_counter_is_refused_with_a_sentence(control: Control) -> None:
    assert control.perform("japan: move jcg_relief senkaku; commit") == ""
    for line, wrong in (
        ("counter move jcg_dedicated senkaku", "It needs a reason"), ("counter", "Write `counter add|move"),
        ("counter move zebra senkaku | because x", "No counter is called"),
        ("counter move jcg_relief okinawa | because x", "A committed order names jcg_relief"),
        ("counter add jcg_dedicated senkaku | because x", "jcg_dedicated is on the map already"),
        ("counter move jcg_dedicated | because x", "Write `counter add|move"),
        ("counter remove jcg | because x", "'jcg' may be "),
    ):  # fmt: skip
        assert control.perform(line).startswith(wrong), line


# --- crises --------------------------------------------------------------------------------------------


def to_crisis(control: Control) -> None:
    """Play on until somebody is asked in the crisis."""
    for _ in range(200):
        planners = control.session.deciders.planners()
        question = control.session.picture_for(control.session.asked()).question if not planners else None
        if question and question.kind == "crisis":
            return
        line = f"commit {planners[0]} empty" if planners else question.choices[0].line if question else ""
        assert control.perform(line) == "", line
    raise AssertionError("no crisis came")


def test_a_crisis_is_opened_prolonged_and_closed(control: Control, tables: Tables, playbook: Playbook) -> None:
    assert control.perform("crisis close | because calm") == "No crisis is played now."
    assert control.perform("crisis open senkaku") == "It needs a reason: `crisis open senkaku | because REASON`."
    assert control.perform("crisis open zebra | because x").startswith("No flashpoint is called 'zebra'")
    assert control.perform("crisis open senkaku | because of a landing") == ""
    to_crisis(control)
    assert control.session.crises.present() == "senkaku" and control.session.crises.rounds() == 4
    assert control.perform("crisis prolong 2 | because they talk") == "" and control.session.crises.rounds() == 6
    rounds = 0
    while control.session.crises.present():
        choices = {"china": "hold", "japan": "hold"}
        before = int(control.session.game.round_no)
        assert control.perform("crisis china hold, japan hold") == "", choices
        rounds += 1
        assert control.session.game.round_no > before or not control.session.crises.present()
    assert rounds == 6 and control.session.play.more_rounds == 0 and control.session.crises.rounds() == 4
    reread(control, tables, playbook)


def test_a_closed_crisis_has_no_ending_and_everybody_is_told(control: Control, tables: Tables, playbook: Playbook) -> None:
    assert control.perform("crisis open senkaku | because of a landing") == ""
    to_crisis(control)
    assert control.perform("crisis prolong 9 | because x").startswith("A crisis has 12 rounds at most")
    assert control.perform("china: climb") == ""
    assert control.perform("crisis close | because both phone") == ""
    assert control.session.game.phase != codes.ESCALATION and not control.session.crises.present()
    assert all("Both phone" in news(control.session.picture_for(seat)) for seat in ("china", "us", ""))
    slot = control.session.tables.slots.index("senkaku.ladder")
    assert control.session.game.track[slot] < control.session.rules.procedure.crisis_at
    reread(control, tables, playbook)
    assert control.perform("undo yes") == "" and control.session.crises.present() == "senkaku"


# --- absent seats --------------------------------------------------------------------------------------


def test_a_frozen_seat_is_played_by_its_doctrine_or_by_nobody(control: Control, tables: Tables, playbook: Playbook) -> None:
    assert control.perform("japan: propose_host_nation_support") == ""
    assert control.perform("freeze japan nobody") == "" and control.said == ["japan is frozen; nobody plays it."]
    assert control.perform("commit japan") == "japan is frozen, nobody plays it: `thaw japan` gives it back to its people."
    assert "japan (frozen, nobody)" in " ".join(control.told("seats"))
    for seat in ("china", "us"):
        assert control.perform(f"commit {seat} empty") == ""
    lines = (entry for entry in control.session.history.lines() if entry.kind == "choice" and entry["seat"] == "japan")
    chosen = [(entry["line"], entry["by"]) for entry in lines]
    assert "japan: hold_back" in chosen[0] and {by for _, by in chosen} == {"nobody"}
    reread(control, tables, playbook)
    assert control.perform("freeze japan doctrine") == "" and control.perform("thaw japan") == ""
    assert control.perform("thaw japan") == "japan is not frozen."
    assert control.perform("undo 2") == "" and control.session.play.absent == {"japan": "nobody"}


def test_the_last_seat_is_not_frozen(control: Control) -> None:
    assert [control.perform(f"freeze {seat}") for seat in ("china", "us")] == ["", ""]
    assert control.perform("freeze japan").startswith("japan is the last seat that people play")
    assert control.perform("freeze taiwan").startswith("No people sit for taiwan")
    assert control.perform("freeze").startswith("Write `freeze SEAT`")


def test_drafts_of_a_frozen_seat_wait_for_its_people(control: Control) -> None:
    assert control.perform("japan: propose_host_nation_support") == ""
    assert control.perform("freeze japan") == "" and control.session.deciders.planners() == ("china", "us")
    assert control.perform("thaw japan") == "" and "japan" in control.session.deciders.planners()
    assert len(control.session.viewers.plans["japan"]) == 1 and control.perform("commit japan") == ""


@pytest.mark.parametrize("umpire", (False, True))
def test_a_turn_is_skipped(tables: Tables, playbook: Playbook, umpire: bool) -> None:
    control = at_table(tables, playbook, umpire=umpire)
    assert control.perform("japan: propose_host_nation_support") == ""
    assert control.perform("skip") == "japan has drafted orders: commit or drop them first."
    assert control.perform("drop japan 1") == "" and control.perform("skip 99").startswith("It is turn 1 of ")
    assert control.perform("skip") == "" and control.session.turn == 2
    assert set(control.session.deciders.planners()) == set(PEOPLE) and control.said[0] == "Doctrines play until turn 2."
    assert all(entry["by"] == "doctrine" for entry in control.session.history.lines() if entry.kind == "choice")
    reread(control, tables, playbook)
    assert control.perform("undo") == "" and control.session.turn == 1 and not control.session.play.skipping()


def test_a_skipped_turn_waits_for_what_only_the_umpire_can_rule(tables: Tables, playbook: Playbook) -> None:
    scenario = attrs.evolve(tables.scenario, adjudication={"own_words": "matrix"})
    control = at_table(attrs.evolve(tables, scenario=scenario), playbook, umpire=True)
    assert control.perform('japan: "Talk"; commit') == "" and control.perform("skip") == ""
    docket = control.session.umpire.docket()
    assert docket is not None and docket.words and control.session.turn == 1
    assert control.perform("rule | because so") == "" and control.session.turn == 2
