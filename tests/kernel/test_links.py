"""Links: causes that bear on numbers of the mechanisms (rule 9). Each joint alone, and that a switch leaves nothing behind."""

from __future__ import annotations

from typing import Any

import attrs
import numpy as np
import pytest

from kuroshio.kernel.advice import propose, tell_links
from kuroshio.kernel.state import codes
from kuroshio.kernel.state.records import ORDER, PROPOSAL, blank
from kuroshio.kernel.tables.compiling import compile_tables
from kuroshio.model.entry_parts import Condition, Effect, Modifier
from kuroshio.model.procedure import DIALS
from kuroshio.model.ruleset import Doctrine, Leaning, Link
from kuroshio.players.doctrine_tables import compile_playbook, seat_policies
from kuroshio.players.whole_games import make_memory, play_block
from tests.kernel.lab import ASSIST, JOINT, JUDGED, NOTHING, PROTEST, Lab, answers
from tests.stepping import Content, Table, written

GRAVE = "A9"  # triggered under the pact of the lab's flashpoint


def link(bears_on: str, track: str, times: int = 1, above: int = 0, most: int = 4, **more: Any) -> Link:
    read = Modifier(name="Cause", track=track, above=above, times=times, most=most, either_way=True)
    return Link(id=f"to_{bears_on}", rule="9.1", bears_on=bears_on, reads=(read,), **JUDGED, **more)


def send_wing(lab: Lab, table: Table) -> None:
    """Put an air wing of the ally into the area, so that it could answer there."""
    wing = next(p for p, piece in enumerate(lab.scenario.pieces) if (piece.faction, piece.kind) == (lab.ally, "air_wing"))
    table.game.piece_area[wing] = table.index.areas[lab.area]


def played(content: Content, games: int, **changes: Any) -> list[bytes]:
    """The games of the frozen world by doctrine, each as the bytes of its end."""
    ruleset, board, scenario = content
    tables = compile_tables(attrs.evolve(ruleset, **changes), board, scenario)
    playbook, memory = compile_playbook(tables), make_memory()
    policy, ends = seat_policies(tables, playbook), []
    for number in range(games):
        play_block(tables, playbook, policy, 3, number, 1, memory)
        ends.append(memory.games[0].tobytes())
    return ends


def test_links_that_are_switched_off_leave_the_same_bytes(content: Content) -> None:
    ruleset = content[0]
    off = tuple(attrs.evolve(row, on=False) for row in ruleset.links)
    assert played(content, 20, links=off) == played(content, 20, links=())
    assert played(content, 20, links=ruleset.links) != played(content, 20, links=()), "or the test tries nothing"


def test_a_dial_at_nought_switches_its_links_off(content: Content) -> None:
    ruleset, dial = content[0], "belief_deters"
    assert dial in DIALS
    quiet = attrs.evolve(ruleset.procedure, **{dial: 0})
    without = tuple(row for row in ruleset.links if row.dial != dial)
    assert len(without) < len(ruleset.links)
    assert played(content, 10, procedure=quiet) == played(content, 10, procedure=quiet, links=without)


def test_a_dial_multiplies_what_its_links_add(lab: Lab) -> None:
    row = link("clash", f"{lab.holder}.home", most=2, dial="threat_provokes")
    for turned, expected in ((0, 0), (1, 2), (2, 4)):
        table = lab.table(links=(row,), procedure={"threat_provokes": turned})
        table.set({f"{lab.holder}.home": 5})
        modifier = table.rules.modifier[table.rules.link[0].reads.first]
        assert (modifier.times, modifier.most) == (turned, expected)


def test_a_link_to_the_number_is_a_modifier_with_its_name(lab: Lab) -> None:
    act = lab.act(difficulty=8, modifiers=(Modifier(name="Own", track="world.tension", above=0, most=1),))
    table = lab.table(act, links=(link("number", "actor.home", above=3, choose=("test_act",)),))
    table.set({f"{lab.challenger}.home": 5, "world.tension": 4})
    proposal = blank(PROPOSAL)[0]
    propose(table.rules, table.view(table.index.factions[lab.challenger]), written(table.order(**lab.order())), proposal)
    named = {table.tables.modifiers[proposal.modifier[m]].name: int(proposal.bonus[m]) for m in range(proposal.n_modifiers)}
    assert named == {"Own": 1, "Cause": 2}
    assert (proposal.base_number, proposal.number) == (8, 5)


def test_it_bears_on_no_other_act(lab: Lab) -> None:
    table = lab.table(
        lab.act(difficulty=8), lab.act("other", difficulty=8), links=(link("number", "actor.home", choose=("other",)),)
    )
    proposal = blank(PROPOSAL)[0]
    propose(table.rules, table.view(table.index.factions[lab.challenger]), written(table.order(**lab.order())), proposal)
    assert proposal.number == 8


@pytest.mark.parametrize("meant, price", [(1, 3), (3, 1), (5, 0)])
def test_a_link_to_the_price_is_paid_and_told(lab: Lab, meant: int, price: int) -> None:
    """The joint answer costs one of capital; what is meant by the pact makes that dearer or cheaper, never below nought."""
    row = link("capital", "pledge.actual", times=-1, above=3, most=2, decide="respond", choose=("joint_response",))
    table = lab.table(lab.act(act_class=GRAVE, intensity=6), links=(row,), gates=())
    send_wing(lab, table)
    table.set({f"{lab.pact.id}.actual": meant})
    came_to = table.plan(lab.order())
    while table.faction() != lab.ally:
        table.commit(table.legal(table.view())[0])
        came_to = table.advance()
    before, added = table.get(f"{lab.ally}.capital"), np.zeros(1, np.int32)
    tell_links(table.rules, table.view(), codes.TO_CAPITAL, np.int32(JOINT), blank(ORDER)[0], added)
    assert added[0] == min(max(3 - meant, -2), 2)
    table.answer_all(came_to, answers(**{lab.ally: JOINT}))
    assert before - table.get(f"{lab.ally}.capital") == price


def test_who_cannot_pay_what_a_link_adds_may_not_choose_it(lab: Lab) -> None:
    row = link("capital", "pledge.actual", times=-1, above=3, most=2, decide="respond", choose=("joint_response",))
    open_to = []
    for links in ((), (row,)):
        table = lab.table(lab.act(act_class=GRAVE, intensity=6), links=links, gates=())
        send_wing(lab, table)
        table.set({f"{lab.pact.id}.actual": 1, f"{lab.ally}.capital": 0})
        table.plan(lab.order())
        while table.faction() != lab.ally:
            table.commit(table.legal(table.view())[0])
            table.advance()
        open_to.append(JOINT in {order[1] for order in table.legal(table.view())})
    assert open_to == [True, False]


@pytest.mark.parametrize("control, level", [(8, JOINT), (5, ASSIST), (3, PROTEST)])
def test_a_link_to_what_is_expected_moves_it_by_levels_open_to_a_debtor(lab: Lab, control: int, level: int) -> None:
    row = link("expected", "flashpoint.control", above=7, most=2)
    row = attrs.evolve(
        row, reads=(attrs.evolve(row.reads[0], per=2),), requires=(Condition(track="flashpoint.control", at_most=6),)
    )
    table = lab.table(lab.act(act_class=GRAVE, intensity=6), links=(row,), gates=())
    send_wing(lab, table)
    table.set({f"{lab.place}.control": control, f"{lab.pact.id}.stated": 0})
    table.plan(lab.order())
    found = int(table.game.incident[0].expected[table.index.factions[lab.ally]])
    assert found == level


def test_a_link_to_rest_moves_where_a_track_drifts(lab: Lab) -> None:
    slot = f"{lab.pact.id}.believed"
    drifting = tuple(attrs.evolve(t, drift=1, every=1) if t.id == "believed" else t for t in lab.ruleset.tracks)
    rests = []
    for links in ((), (link("rest", "ally.posture", above=1, most=2, moves="pledge.believed"),)):
        table = lab.table(links=links, tracks=drifting)
        table.set({slot: 1, lab.at(lab.ally): 3})
        for _ in range(6):
            table.set({lab.at(lab.ally): 3})
            table.turn()
        rests.append(table.get(slot))
    assert rests[1] - rests[0] == min(2, 5 - rests[0])
    assert not table.memory.scratch.lent.any(), "the room is left as it was found"


def test_a_track_of_the_world_is_moved_once_whatever_the_flashpoints(lab: Lab) -> None:
    drifting = tuple(attrs.evolve(t, drift=1, every=1) if t.id == "first_strike_fear" else t for t in lab.ruleset.tracks)
    table = lab.table(links=(link("rest", f"{lab.holder}.arsenal", most=1, moves="world.first_strike_fear"),), tracks=drifting)
    table.set({f"{lab.holder}.arsenal": 4, "world.first_strike_fear": 0})
    opened = int(table.rules.slot_rest[table.slot["world.first_strike_fear"]])
    for _ in range(6):
        table.turn()
    assert table.get("world.first_strike_fear") == opened + 1


def test_a_link_to_a_weight_pulls_the_choice_of_a_doctrine(lab: Lab) -> None:
    """Two acts of equal weight: a link that takes all four quarters of one leaves the other alone, and people both."""
    acts = [lab.act(name, act_class=GRAVE) for name in ("first", "second")]
    leanings = tuple(Leaning(decide="order", choose=act.id, weight=5) for act in acts)
    school = Doctrine(id="school", faction=lab.challenger, leanings=leanings, **JUDGED)
    row = link("weight", "pledge.believed", times=-4, decide="order", choose=("first",), grave=True)
    chosen = []
    for links in ((), (row,)):
        table = lab.table(*acts, links=links, doctrines=(school,))
        table.set({f"{lab.pact.id}.believed": 1})
        policy = table.policy.copy()
        policy[table.index.factions[lab.challenger]] = 0
        found = set()
        while table.advance() == 1 and table.faction() != lab.challenger:
            table.commit(next(order for order in table.legal(table.view()) if table.mechanism(order) == "pass"))
        for luck in range(60):
            found.add(table.choose(table.view(), policy, luck)[1])
        chosen.append({table.tables.ruleset.actions[a].id for a in found})
        assert {"first", "second"} <= {table.tables.ruleset.actions[order[1]].id for order in table.legal(table.view())}
    assert chosen == [{"first", "second"}, {"second"}]


def test_only_a_grave_act_tests_the_pledge(lab: Lab) -> None:
    slot = f"{lab.pact.id}.believed"
    everyday = next(name for name, status in lab.pact.triggers.items() if status == "consult")
    for act_class, given, moved in ((GRAVE, NOTHING, -1), (GRAVE, JOINT, 1), (everyday, NOTHING, 0), (everyday, PROTEST, 0)):
        table = lab.table(lab.act(act_class=act_class, intensity=6), procedure={"past_counts": 1}, gates=())
        send_wing(lab, table)
        table.set({slot: 3, f"{lab.pact.id}.stated": 0})
        table.turn(lab.order(), answer=answers(**{lab.ally: given}))
        assert table.get(slot) == 3 + moved, (act_class, given)


def test_a_past_that_does_not_count_moves_no_belief(lab: Lab) -> None:
    table = lab.table(lab.act(act_class=GRAVE, intensity=3), procedure={"past_counts": 0})
    table.set({f"{lab.pact.id}.believed": 3})
    table.turn(lab.order(), answer=answers(**{lab.ally: NOTHING}))
    assert table.get(f"{lab.pact.id}.believed") == 3
    assert table.lines(codes.L_SHORTFALL), "the shortfall is told, and costs the word of the ally"


@pytest.mark.parametrize("dial, intensity, cost", [(1, 6, 1), (0, 6, 0), (1, 5, 0)])
def test_coercion_that_is_seen_costs_its_author(lab: Lab, dial: int, intensity: int, cost: int) -> None:
    numbers = {"coercion_backfires": dial, "seen_from": 6, "seen_coercion": (Effect(track="actor.standing", add=-1),)}
    table = lab.table(lab.act(intensity=intensity), procedure=numbers)
    table.set({f"{lab.challenger}.standing": 4})
    table.turn(lab.order())
    assert table.get(f"{lab.challenger}.standing") == 4 - cost
