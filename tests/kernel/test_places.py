"""Several flashpoints, rows of one place, hosts whose leave is needed, seats that are asked only for consent."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from kuroshio.kernel.state import codes
from kuroshio.model.entry_parts import Bands, Effect
from kuroshio.model.ruleset import Action, Flashpoint, Gate, Posture
from tests.kernel.lab import ASSIST, JOINT, JUDGED, NOTHING, PROTEST, Lab, answers
from tests.stepping import Table, spelled, written

FAR = "second_place"


def second(lab: Lab) -> Flashpoint:
    """Another flashpoint of the same two, somewhere else."""
    area = next(area.id for area in lab.board.areas if area.id != lab.area and area.kind == "island")
    return Flashpoint(id=FAR, area=area, challenger=lab.challenger, holder=lab.holder, **JUDGED)


def table_of_two(lab: Lab, in_play: tuple[str, ...], **changes: Any) -> Table:
    """A table whose rules have two flashpoints, of which these are in play; both sides stand at their highest posture."""
    both = Lab((lab.ruleset, lab.board, attrs.evolve(lab.scenario, flashpoints=in_play)))
    both.scenario = attrs.evolve(lab.scenario, flashpoints=in_play)
    table = both.table(flashpoints=(*lab.ruleset.flashpoints, second(lab)), **changes)
    table.set({f"{lab.challenger}.posture.{place}": 4 for place in (lab.place, FAR)})
    return table


@pytest.mark.parametrize("in_play, places", [((), 2), (("second_place",), 1)])
def test_only_flashpoints_in_play_have_their_everyday_acts(lab: Lab, in_play: tuple[str, ...], places: int) -> None:
    table = table_of_two(lab, in_play)
    table.turn()
    areas = {int(line.area) for line in table.lines(codes.L_INCIDENT)}
    assert len(areas) == places
    assert table.index.areas[second(lab).area] in areas


def test_a_place_out_of_play_has_no_posture_to_change_and_no_crisis(lab: Lab) -> None:
    table = table_of_two(lab, (FAR,))
    table.set({f"{lab.place}.ladder": 8})
    assert table.advance() == 1
    changed = {order[2] for order in table.legal(table.view()) if table.mechanism(order) in ("raise_posture", "lower_posture")}
    assert table.index.areas[lab.area] not in changed
    table.turn()
    assert table.lines(codes.L_CRISIS) == []


def test_a_row_of_one_place_goes_before_the_general_one(lab: Lab) -> None:
    general = lab.posture("challenger", 4)
    quiet = attrs.evolve(general, id="quiet", flashpoint=FAR, everyday="")
    table = table_of_two(lab, (), postures=(quiet, *lab.ruleset.postures))
    table.turn()
    assert {int(line.area) for line in table.lines(codes.L_INCIDENT)} == {table.index.areas[lab.area]}


@pytest.mark.parametrize("pledge, moved", [("own", True), ("", False)])
def test_what_is_pledged_at_a_place_is_read_through_it(lab: Lab, pledge: str, moved: bool) -> None:
    """`pledge` is the obligation that a flashpoint names, and nothing where it names none."""
    doubt = (Effect(track="pledge.believed", add=-1),)
    act = lab.act(effects=Bands(always=doubt))
    place = attrs.evolve(lab.ruleset.flashpoints[0], pledge=lab.pact.id if pledge else "")
    table = lab.table(act, flashpoints=(place, *lab.ruleset.flashpoints[1:]))
    table.turn(lab.order())
    told = [line for line in table.lines(codes.L_EFFECT) if line.subject == table.slot[f"{lab.pact.id}.believed"]]
    assert any(int(line.action) == table.index.actions[act.id] for line in told) == moved


def test_a_posture_changes_only_where_one_is_held(lab: Lab) -> None:
    """One act of raising serves several places; a seat that has no stance at one of them may not name it."""
    guest = next(
        f.id for f in lab.ruleset.factions if f.id not in (lab.challenger, lab.holder, *lab.ruleset.flashpoints[0].others)
    )
    both = Lab((lab.ruleset, lab.board, attrs.evolve(lab.scenario, flashpoints=(lab.place, FAR))))
    both.scenario = attrs.evolve(lab.scenario, flashpoints=(lab.place, FAR))
    far = attrs.evolve(second(lab), others=(lab.ally,))
    up = Action(
        id="test_up",
        arena="test",
        actors=(lab.ally, lab.challenger, guest),
        mechanism="raise_posture",
        areas=(lab.area, far.area),
        **JUDGED,
    )
    near = attrs.evolve(lab.ruleset.flashpoints[0], others=())
    table = both.table(up, flashpoints=(near, *lab.ruleset.flashpoints[1:], far))
    assert table.advance() == 1
    open_to: dict[str, set[int]] = {}
    for seat in (lab.ally, lab.challenger, guest):
        table.game.seat = table.index.factions[seat]
        orders = table.legal(table.view())
        open_to[seat] = {order[2] for order in orders if order[1] == table.index.actions["test_up"]}
    here, there = table.index.areas[lab.area], table.index.areas[far.area]
    assert open_to == {lab.ally: {there}, lab.challenger: {here, there}, guest: set()}


def test_what_has_no_place_needs_no_hosts_leave(lab: Lab) -> None:
    table = hosted(lab, act={"areas": ()}, areas=(lab.area,))
    table.plan({"actor": lab.challenger, "action": "test_act", "target": lab.holder})
    while table.game.asking >= 0:
        assert table.asked() != "gate"
        table.commit(table.legal(table.view())[0])
        if table.advance() != 1:
            break


def test_a_gate_has_its_effects_in_the_light_of_the_case(lab: Lab) -> None:
    """Its government as actor, whom it holds responsible as target, in the area of the incident."""
    effects = (Effect(track="actor_target.trust", add=-1), Effect(track="flashpoint.ladder", add=1))
    table = hosted(lab, effects=effects)
    table.set({f"{lab.pair}.trust": 3, f"{lab.place}.ladder": 1})
    table.plan(lab.order())
    while table.asked() != "gate":
        table.commit(table.legal(table.view())[0])
        assert table.advance() == 1
    choice = written(table.legal(table.view())[codes.YES])
    table.commit(choice)
    assert (table.get(f"{lab.pair}.trust"), table.get(f"{lab.place}.ladder")) == (2, 2)
    assert spelled(choice) == (table.index.factions[lab.holder], codes.YES, -1, -1, -1, -1), (
        "the caller's order is left as it was"
    )


def hosted(lab: Lab, act: dict[str, Any] | None = None, **more: Any) -> Table:
    """A table at which the holder's leave is needed before its ally may answer jointly."""
    leave = Gate(id="leave", faction=lab.holder, holds=lab.ally, opens="joint_response", **(JUDGED | more))
    table = lab.table(lab.act(**({"act_class": "A9", "intensity": 5} | (act or {}))), gates=(leave,))
    for p, piece in enumerate(lab.scenario.pieces):
        if piece.faction == lab.ally and piece.kind == "air_wing":
            table.game.piece_area[p] = table.index.areas[lab.area]
    return table


@pytest.mark.parametrize("leave", [codes.NO, codes.YES])
def test_an_ally_needs_the_hosts_leave(lab: Lab, leave: int) -> None:
    table = hosted(lab)
    table.plan(lab.order())
    assert (table.asked(), table.faction()) == ("respond", lab.holder), "its own answer is not held back"
    table.commit(next(order for order in table.legal(table.view()) if order[1] == NOTHING))
    table.advance()
    assert (table.asked(), table.faction()) == ("gate", lab.holder), "the host is asked before its ally answers"
    table.commit(table.legal(table.view())[leave])
    table.advance()
    assert (table.asked(), table.faction()) == ("respond", lab.ally)
    open_to_it = {order[1] for order in table.legal(table.view())}
    assert ASSIST in open_to_it and PROTEST in open_to_it
    assert (JOINT in open_to_it) == bool(leave)


def test_leave_is_needed_only_where_the_gate_says(lab: Lab) -> None:
    elsewhere = next(area.id for area in lab.board.areas if area.id != lab.area)
    table = hosted(lab, areas=(elsewhere,))
    table.plan(lab.order())
    asked = []
    while table.game.asking >= 0:
        asked.append((table.asked(), table.faction()))
        if table.faction() == lab.ally:
            assert JOINT in {order[1] for order in table.legal(table.view())}
        table.commit(table.legal(table.view())[0])
        if table.advance() != 1:
            break
    assert ("respond", lab.ally) in asked and ("gate", lab.holder) not in asked


def test_an_empty_seat_holds_nobody_back(lab: Lab) -> None:
    alone = Lab((lab.ruleset, lab.board, lab.scenario))
    guest = next(seat.faction for seat in lab.scenario.seats if seat.faction not in (lab.challenger, lab.holder, lab.ally))
    alone.scenario = attrs.evolve(lab.scenario, seats=tuple(seat for seat in lab.scenario.seats if seat.faction != guest))
    leave = Gate(id="leave", faction=guest, holds=lab.ally, opens="assist", **JUDGED)
    table = alone.table(lab.act(act_class="A9", intensity=5), gates=(leave,))
    table.plan(lab.order())
    while (table.asked(), table.faction()) != ("respond", lab.ally):
        table.commit(table.legal(table.view())[0])
        assert table.advance() == 1
    assert max(order[1] for order in table.legal(table.view())) >= ASSIST


def test_an_institution_is_asked_for_consent_and_never_for_orders(lab: Lab) -> None:
    signer = next(seat.faction for seat in lab.scenario.seats if seat.faction not in (lab.challenger, lab.holder, lab.ally))
    factions = tuple(attrs.evolve(f, orders=0 if f.id == signer else f.orders) for f in lab.ruleset.factions)
    deal = attrs.evolve(lab.act("deal", targets=(), areas=()), act_class="", intensity=0, partners=(signer,))
    table = lab.table(deal, factions=factions)
    came_to = table.plan({"actor": lab.challenger, "action": "deal", "partner": signer})
    assert (came_to, table.asked(), table.faction()) == (1, "sign", signer)


def test_a_posture_row_needs_no_twin_elsewhere(lab: Lab) -> None:
    """A row of one place is written once for it, and the general row serves everywhere else."""
    row = Posture(id="there", side="holder", level=2, flashpoint=FAR, answers="none", **JUDGED)
    table = table_of_two(lab, (), postures=(*lab.ruleset.postures, row))
    rules, side = table.rules, codes.SIDES.index("holder")
    assert rules.posture[table.index.flashpoints[FAR], side, 2].answers == NOTHING
    assert rules.posture[0, side, 2].answers == table.index.levels[lab.posture("holder", 2).answers]


@pytest.mark.parametrize("dial, stated, lost", [(0, 5, 0), (36, 4, 1), (36, 5, 2), (36, 3, 0)])
def test_a_broken_pledge_costs_support_as_far_as_the_dial_says(lab: Lab, dial: int, stated: int, lost: int) -> None:
    table = lab.table(lab.act(act_class="A9", intensity=4), procedure={"pledges_bind": dial})
    home = f"{lab.ally}.home"
    table.set({f"{lab.pact.id}.stated": stated, home: 4})
    table.turn(lab.order(), answer=answers(**{lab.ally: PROTEST}))
    assert table.get(home) == 4 - lost
