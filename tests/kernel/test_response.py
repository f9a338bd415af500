"""Answers to an incident: gates, the three limits, and what is left where nobody answers."""

from __future__ import annotations

import attrs
import pytest

from kuroshio.kernel.state import codes
from tests.kernel.lab import (
    ASSIST,
    JOINT,
    NOTHING,
    PROTEST,
    SHADOW,
    Lab,
    answers,
    counted,
)
from tests.stepping import Table


def levels(table: Table) -> set[int]:
    return {order[1] for order in table.legal(table.view())}


def gated(lab: Lab) -> tuple[Table, int, int]:
    """A table with a gate of the holder's before the joint answer; its row and how long it stands."""
    row, gate = next((i, g) for i, g in enumerate(lab.ruleset.gates) if g.faction == lab.holder)
    table = lab.table(lab.act(intensity=5), gates=(*lab.ruleset.gates[: row + 1],))
    wing = next(p for p, piece in enumerate(lab.scenario.pieces) if (piece.faction, piece.kind) == (lab.holder, "air_wing"))
    table.game.piece_area[wing] = table.index.areas[lab.area]
    assert table.index.levels[gate.opens] == JOINT
    return table, row, gate.lasts


def test_a_shut_gate_hides_the_levels_behind_it(lab: Lab) -> None:
    table, row, _ = gated(lab)
    table.plan(lab.order())
    assert (table.asked(), table.game.subject, table.faction()) == ("gate", row, lab.holder)
    table.commit(table.legal(table.view())[codes.NO])
    table.advance()
    assert (table.asked(), table.faction()) == ("respond", lab.holder)
    assert max(levels(table)) < JOINT


def test_an_open_gate_shows_the_levels_costs_and_expires(lab: Lab) -> None:
    table, row, lasts = gated(lab)
    price = lab.ruleset.gates[row].cost.capital
    table.plan(lab.order())
    before = table.get(f"{lab.holder}.capital")
    table.commit(table.legal(table.view())[codes.YES])
    assert table.get(f"{lab.holder}.capital") == before - price < before
    table.answer_all(table.advance(), answers(**{lab.holder: JOINT}))
    assert counted(table, "gates_opened") == 1
    for turn in range(2, lasts + 1):
        table.plan(lab.order())
        assert (table.game.turn, table.asked()) == (turn, "respond"), "it still stands"
        assert JOINT in levels(table)
        table.answer_all(1)
    table.plan(lab.order())
    assert (table.asked(), table.game.subject) == ("gate", row)
    table.answer_all(1, lambda question, faction: codes.NO)


def test_a_shortfall_costs_credibility_and_belief(lab: Lab) -> None:
    cause = next(name for name, status in lab.pact.triggers.items() if expects(lab, status) == ASSIST)
    table = lab.table(lab.act(act_class=cause))
    credit, belief = f"{lab.ally}.credibility", f"{lab.pact.id}.believed"
    table.set({credit: 6, belief: 4, f"{lab.pact.id}.stated": 0})
    table.turn(lab.order(), answer=answers(**{lab.ally: NOTHING}))
    assert table.get(credit) == 6 - 2, "protest and help: shadowing between them is the victim's alone"
    assert table.get(belief) == 3
    assert [line.amount for line in table.lines(codes.L_SHORTFALL)] == [2]


@pytest.mark.parametrize("host, short", [("holder", 1), ("other", 2)])
def test_a_victim_that_gives_no_leave_cannot_expect_what_needs_it(lab: Lab, host: str, short: int) -> None:
    cause = next(name for name, status in lab.pact.triggers.items() if expects(lab, status) == ASSIST)
    other = next(seat.faction for seat in lab.scenario.seats if seat.faction not in (lab.holder, lab.ally, lab.challenger))
    leave = {"faction": lab.holder if host == "holder" else other, "holds": lab.ally, "opens": "assist", "areas": (lab.area,)}
    table = lab.table(lab.act(act_class=cause), gates=(attrs.evolve(lab.ruleset.gates[0], **leave),))
    table.set({f"{lab.ally}.credibility": 6, f"{lab.pact.id}.stated": 0})
    table.turn(lab.order(), answer=answers(**{lab.ally: NOTHING}))
    assert [line.amount for line in table.lines(codes.L_SHORTFALL)] == [short]


def expects(lab: Lab, status: str) -> int:
    rank = {level.id: level.rank for level in lab.ruleset.levels}
    return rank[next(row.expects for row in lab.ruleset.statuses if row.id == status)]


def test_what_was_expected_costs_no_credibility(lab: Lab) -> None:
    cause = next(name for name, status in lab.pact.triggers.items() if expects(lab, status) == PROTEST)
    table = lab.table(lab.act(act_class=cause))
    table.set({f"{lab.ally}.credibility": 6, f"{lab.pact.id}.stated": 0})
    table.turn(lab.order(), answer=answers(**{lab.ally: PROTEST}))
    assert table.get(f"{lab.ally}.credibility") == 6
    assert table.lines(codes.L_SHORTFALL) == []


def test_a_pledge_raises_what_is_expected(lab: Lab) -> None:
    cause = next(name for name, status in lab.pact.triggers.items() if expects(lab, status) == ASSIST)
    found = []
    for stated in (0, lab.ruleset.procedure.stated_weight):
        table = lab.table(lab.act(act_class=cause, intensity=9))
        table.set({f"{lab.pact.id}.stated": stated})
        table.plan(lab.order())
        found.append(int(table.game.incident[0].expected[table.index.factions[lab.ally]]))
    assert found == [ASSIST, JOINT], "the next level that a debtor may choose"


@pytest.mark.parametrize("tolerance, steps", [(0, 1), (1, 0), (5, 0)])
def test_an_answer_beyond_the_rivals_tolerance_is_a_step_up(lab: Lab, tolerance: int, steps: int) -> None:
    table = lab.table(lab.act())
    ladder = table.get(f"{lab.place}.ladder")
    table.set({f"{lab.challenger}.tolerance": tolerance})
    table.turn(lab.order(), answer=answers(**{lab.holder: PROTEST}))
    assert table.get(f"{lab.place}.ladder") == ladder + steps


@pytest.mark.parametrize("heat, steps", [(-1, 0), (0, 1)])
def test_a_grave_act_is_a_step_up_of_itself(lab: Lab, heat: int, steps: int) -> None:
    table = lab.table(lab.act(intensity=lab.ruleset.procedure.heat_at + heat))
    ladder = table.get(f"{lab.place}.ladder")
    table.set({f"{lab.challenger}.tolerance": 5})
    table.turn(lab.order())
    assert table.get(f"{lab.place}.ladder") == ladder + steps


@pytest.mark.parametrize(
    "contests, level, control, pressure", [(True, NOTHING, -1, 0), (True, PROTEST, 0, 1), (False, NOTHING, 0, 0)]
)
def test_contesting_acts_that_go_unanswered_cost_control(
    lab: Lab, contests: bool, level: int, control: int, pressure: int
) -> None:
    table = lab.table(lab.act(contests=contests))
    held = table.get(f"{lab.place}.control")
    table.turn(lab.order(), answer=answers(**{lab.holder: level}))
    assert table.get(f"{lab.place}.control") == held + control
    assert table.get(f"{lab.place}.pressure") == pressure
    table.turn(lab.order(), answer=answers(**{lab.holder: level}))
    assert table.get(f"{lab.place}.control") == held + 2 * control - pressure


@pytest.mark.parametrize("short", [0, 1])
def test_home_punishes_what_it_does_not_bear(lab: Lab, short: int) -> None:
    bears = next(level.bears for level in lab.ruleset.levels if level.rank == ASSIST)
    cause = next(name for name, status in lab.pact.triggers.items() if expects(lab, status) == ASSIST)
    table = lab.table(lab.act(act_class=cause), gates=())
    table.game.piece_area[: len(lab.scenario.pieces)] = table.index.areas[lab.area]
    table.set({f"{lab.ally}.home": bears - short, f"{lab.pact.id}.stated": 0})
    table.turn(lab.order(), answer=answers(**{lab.ally: ASSIST}))
    assert table.get(f"{lab.ally}.home") == bears - 2 * short


@pytest.mark.parametrize("level, punished", [(PROTEST, 1), (SHADOW, 0)])
def test_home_does_not_stand_for_a_weak_answer_to_a_grave_act(lab: Lab, level: int, punished: int) -> None:
    table = lab.table(lab.act(intensity=5), procedure={"outrage_at": 5, "outrage_level": "shadow"}, gates=())
    table.set({f"{lab.holder}.home": 4})
    table.turn(lab.order(), answer=answers(**{lab.holder: level}))
    assert table.get(f"{lab.holder}.home") == 4 - punished
