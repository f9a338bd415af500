"""An order in a seat's own words: before the umpire once all orders are in, ruled in any mode but by the roll alone."""

from __future__ import annotations

import attrs
import pytest

from kuroshio.kernel.state import codes
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.picture.picture import Picture
from kuroshio.players.doctrine_tables import Playbook
from kuroshio.session.journal.journal_writer import Journal
from kuroshio.session.lines.control_lines import Control
from kuroshio.session.session import Session
from kuroshio.session.umpire import Verdict, verdict_wrong
from tests.session.test_undo import position

PEOPLE = ("china", "japan")
FAIR, DRILL = "A fair for the fishermen of both sides", "A rescue drill with both coast guards"
TENSION = "world.tension"
RULED = {
    "semi_rigid": "rule | set world.tension-1 | because both gain",
    "matrix": "rule | for both fish there | against it is winter | for it is cheap | set world.tension-1 | because two to one",
    "free": "rule success | set world.tension-1 | because it was well thought out",
    "consensus": "rule | vote a=success | vote b=success | vote c=failure | set world.tension-1 | because a majority",
}


def at_table(tables: Tables, playbook: Playbook, mode: str = "matrix", journal: Journal | None = None) -> Control:
    scenario = attrs.evolve(tables.scenario, adjudication={"own_words": mode})
    return Control(Session(attrs.evolve(tables, scenario=scenario), playbook, PEOPLE, 7, umpire=True, journal=journal))


def spoken(control: Control) -> Control:
    """Both seats have committed, each with an order in its own words."""
    for line in (f'japan: "{DRILL}"', "commit japan", f'china: "{FAIR}"', "commit china"):
        assert control.perform(line) == ""
    return signed(control)


def signed(control: Control) -> Control:
    """Whoever is asked to sign has declined: then all orders are in."""
    while not control.session.play.words_wait():
        question = control.session.picture_for(control.session.asked()).question
        assert question is not None and question.kind == "sign"
        assert control.perform(question.choices[0].line) == ""
    return control


def tension(control: Control) -> int:
    return int(control.session.game.track[control.session.tables.slots.index(TENSION)])


def news(picture: Picture) -> str:
    return " ".join(f"{beat.title} {beat.text}" for beat in picture.news)


def test_it_waits_for_all_orders_and_comes_before_any_act(tables: Tables, playbook: Playbook) -> None:
    control = at_table(tables, playbook)
    for line in (f'japan: "{DRILL}"', "commit japan"):
        assert control.perform(line) == ""
    assert control.session.umpire.docket() is None
    assert control.perform("commit china empty") == ""
    docket = signed(control).session.umpire.docket()
    assert docket is not None and (docket.seat, docket.mode) == ("japan", "matrix") and DRILL in docket.title
    assert control.session.game.phase == codes.PLANNING and control.session.waiting_for() == "umpire"
    assert docket.odds is not None and (docket.odds.number, sum(docket.odds.bands[2:])) == (7, 21)


@pytest.mark.parametrize("mode", list(RULED))
def test_it_is_ruled_in_every_mode_and_replays_alone(tables: Tables, playbook: Playbook, mode: str) -> None:
    control = spoken(at_table(tables, playbook, mode))
    before = tension(control)
    for n in range(2):
        docket = control.session.umpire.docket()
        assert docket is not None and docket.words and docket.mode == mode
        assert control.perform(RULED[mode]) == "" and control.said[0].startswith("Ruled: ")
        assert n or tension(control) == before - 1  # after the second the acts of the turn follow
    entry = [entry for entry in control.session.history.lines() if entry.kind == "ruling" and entry.get("words")][-1]
    assert (entry["mode"], entry["audience"], entry["order"]) == (mode, ["china"], f'china: "{FAIR}"')
    scenario = control.session.tables
    again = Session(
        attrs.evolve(tables, scenario=attrs.evolve(scenario.scenario, injects=tables.scenario.injects)), playbook, PEOPLE, 7,
        journal=Journal(entries=control.session.history.lines()), play_on=False,
    )  # fmt: skip
    assert again.state() == control.session.state()


def test_arguments_move_its_number_and_the_dice_stand(tables: Tables, playbook: Playbook) -> None:
    control = spoken(at_table(tables, playbook))
    shown = {net: control.session.umpire.docket(net) for net in range(-2, 3)}
    odds = {net: sum(docket.odds.bands[2:]) for net, docket in shown.items() if docket and docket.odds}
    assert odds == {-2: 10, -1: 15, 0: 21, 1: 26, 2: 30}  # 27.8, 41.7, 58.3, 72.2, 83.3 % of 36
    assert len({docket.dice for docket in shown.values() if docket}) == 1
    dice = [docket.dice for docket in (control.session.umpire.docket(),) if docket]
    control.perform(RULED["matrix"])
    dice += [docket.dice for docket in (control.session.umpire.docket(),) if docket]
    assert len(dice) == 2 and dice[0] != dice[1], "each order has dice of its own"


@pytest.mark.parametrize(
    ("told", "seat", "knows"), [("", "china", False), ("tell china | ", "china", True), ("tell all | ", "", True)]
)
def test_who_is_told_is_the_umpires_to_say(tables: Tables, playbook: Playbook, told: str, seat: str, knows: bool) -> None:
    control = spoken(at_table(tables, playbook))
    assert control.perform(f"rule | {told}because both coast guards know each other") == ""
    assert DRILL in news(control.session.picture_for("japan"))
    assert (DRILL in news(control.session.picture_for(seat))) == knows
    assert (DRILL in news(control.session.picture_for(""))) == ("all" in told)


def test_undo_brings_it_back_before_the_umpire(tables: Tables, playbook: Playbook) -> None:
    control = spoken(at_table(tables, playbook))
    state, docket = control.session.state(), control.session.umpire.docket()
    assert control.perform(RULED["matrix"]) == "" and control.session.umpire.docket() != docket
    assert control.perform("undo same dice") == ""
    assert position(control.session.state()) == position(state) and control.session.umpire.docket() == docket
    assert control.perform("rewind 1 planning yes") == "" and not control.session.play.spoken
    assert control.session.viewers.plans["japan"].words == [DRILL]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("rule | vote a=success | because so", "This act is argued: it takes no votes"),
        ("rule | set world.tension-1", "A ruling needs its reason"),
        ("rule | tell japn | because so", "did you mean 'japan'"),
        ("rule | set world.tenson-1 | because so", "did you mean 'world.tension'"),
    ],
)
def test_a_ruling_that_cannot_be_changes_nothing(tables: Tables, playbook: Playbook, line: str, said: str) -> None:
    control = spoken(at_table(tables, playbook))
    state, n = control.session.state(), len(control.session.history.lines())
    assert said in control.perform(line)
    assert (control.session.state(), len(control.session.history.lines())) == (state, n)


def test_only_of_own_words_does_a_ruling_say_who_is_told(tables: Tables, playbook: Playbook) -> None:
    control = spoken(at_table(tables, playbook, "free"))
    docket = control.session.umpire.docket()
    assert docket is not None
    told = Verdict(reason="so", by="umpire", band="success", told=("japan",))
    assert verdict_wrong(told, docket) == ""
    assert "names who is told" in verdict_wrong(told, attrs.evolve(docket, words=0))


def test_an_umpire_who_came_of_its_own_accord_stays_until_it_hands_over(tables: Tables, playbook: Playbook) -> None:
    control = at_table(tables, playbook)
    session = control.session
    session.reveal("umpire")
    assert session.waiting_for() == "" and session.picture().console is not None
    spoken(control)  # lines of seats that the umpire types
    session.reveal("umpire")
    while session.umpire.docket() is not None and session.turn == 1:
        assert session.waiting_for() == ""
        session.umpire.reason = "So it is."
        session.umpire.rule_by_choice(session.picture().question.choices[0].line)  # type: ignore[union-attr]
    assert session.viewers.viewer == "umpire" and session.waiting_for() == ""
    session.reveal("")
    assert session.waiting_for() == session.asked() != ""
    assert session.picture().console is None
