"""Each mechanism on its own: a quiet game of the shipped content, one small change, one turn."""

from __future__ import annotations

import attrs
import pytest

from kuroshio.kernel.state import codes
from kuroshio.kernel.tables.compiling import compile_tables
from kuroshio.model.entry_parts import Bands, Condition, Cost, Effect, Modifier
from kuroshio.model.ruleset import Event, Project, Stage
from tests.kernel.lab import (
    DENIED,
    INCOME,
    JUDGED,
    NEVER,
    PROTEST,
    Lab,
    answers,
    counted,
    happened,
)
from tests.stepping import LINES, Content, Order, Table

# --- postures ------------------------------------------------------------------------------------


def test_a_posture_costs_its_upkeep_each_turn(lab: Lab) -> None:
    table = lab.table()
    upkeep = lab.posture("challenger", 4).upkeep
    assert upkeep.funds and upkeep.readiness
    table.set({lab.at(lab.challenger): 4})
    table.plan()
    assert table.get(lab.at(lab.challenger)) == 4
    assert table.get(f"{lab.challenger}.funds") == 5 + INCOME.funds - upkeep.funds
    assert table.get(f"{lab.challenger}.readiness") == 4 - upkeep.readiness


def test_a_posture_that_cannot_be_paid_falls_a_step(lab: Lab) -> None:
    table = lab.table()
    table.set({lab.at(lab.challenger): 4, f"{lab.challenger}.readiness": 0})
    upkeep = lab.posture("challenger", 3).upkeep
    assert upkeep.readiness == 0
    table.plan()
    assert table.get(lab.at(lab.challenger)) == 3
    assert table.get(f"{lab.challenger}.funds") == 5 + INCOME.funds - upkeep.funds
    assert [(line.before, line.after) for line in table.lines(codes.L_POSTURE)] == [(4, 3)]


@pytest.mark.parametrize("level", range(5))
def test_everyday_acts_flow_from_the_posture(lab: Lab, level: int) -> None:
    table = lab.table()
    table.set({lab.at(lab.challenger): level})
    table.plan()
    everyday = lab.posture("challenger", level).everyday
    assert happened(table) == ([everyday] if everyday else [])


def test_a_seat_pays_for_all_its_postures_before_the_next_does(content: Content) -> None:
    """With several places in play, seat by seat in order of initiative (rule 3.2)."""
    ruleset, board, scenario = content
    places = tuple(place.id for place in ruleset.flashpoints)
    quiet = attrs.evolve(ruleset, events=())
    everywhere = attrs.evolve(scenario, injects=(), flashpoints=places, opening={})
    table = Table(compile_tables(quiet, board, everywhere), lines=LINES).begin(1)
    table.set({slot: 4 for slot in table.slot if ".posture." in slot})
    table.set({slot: 0 for slot in table.slot if slot.endswith((".funds", ".readiness"))})
    table.plan()
    fallen = table.lines(codes.L_POSTURE)
    order = [list(table.rules.initiative).index(line.actor) for line in fallen]
    assert order == sorted(order)
    assert len({(line.actor, line.area) for line in fallen}) > len(set(order)) > 2, "a seat with two places, and others"


def test_a_posture_is_raised_and_lowered_by_order(lab: Lab) -> None:
    table = lab.table()
    for action, level in (("raise_posture", 2), ("lower_posture", 1)):
        table.turn({"actor": lab.challenger, "action": action, "area": lab.area})
        assert table.get(lab.at(lab.challenger)) == level


def test_a_posture_not_put_to_people_answers_by_itself(lab: Lab) -> None:
    for level in (1, 2):
        table = lab.table(lab.act(), procedure={"put_to_people": 0})
        table.set({lab.at(lab.holder): level})
        assert table.plan(lab.order()) != 1, "somebody was asked"
        told = [line.action for line in table.lines(codes.L_RESPONSE)]
        assert told == [table.index.levels[lab.posture("holder", level).answers]]


# --- coercion ------------------------------------------------------------------------------------


def far_off(lab: Lab) -> str:
    """An area without a sensor in it or anybody's counter."""
    return next(area.id for area in lab.board.areas if area.id not in {piece.area for piece in lab.scenario.pieces})


def test_a_covert_act_unnoticed_makes_no_incident(lab: Lab) -> None:
    gain = Bands(success=(Effect(track="actor.standing", add=1),))
    table = lab.table(lab.act(hidden_until=8, deniability="high", areas=(far_off(lab),), effects=gain))
    noticed = 0
    for number in range(200):
        lab.begin(table, number).plan({**lab.order(), "area": far_off(lab)})
        hidden = table.lines(codes.L_UNNOTICED)
        assert len(hidden) + len(happened(table)) == 1
        assert all(line.seen == 1 << table.index.factions[lab.challenger] for line in hidden)
        assert table.get(f"{lab.challenger}.standing") == 4, "the act has its effects either way"
        noticed += len(happened(table))
    assert 55 < noticed < 115  # 15 in 36 of 200 are 83; four standard deviations are 28


def test_a_sensor_on_the_spot_notices_more(lab: Lab) -> None:
    table = lab.table(lab.act(hidden_until=3))
    for number in range(40):
        lab.begin(table, number).plan(lab.order())
        assert happened(table) == ["test_act"]  # 2 and 2 for the sensor make 4


def test_a_piece_that_serves_is_worn(lab: Lab) -> None:
    kind = next(piece.kind for piece in lab.scenario.pieces if (piece.area, piece.faction) == (lab.area, lab.challenger))
    table = lab.table(lab.act(pieces=(kind,)))
    table.plan(lab.order())
    worn = [piece for p, piece in enumerate(lab.scenario.pieces) if table.game.piece_readiness[p] < piece.readiness]
    assert [(piece.faction, piece.kind) for piece in worn] == [(lab.challenger, kind)]


def open_cases(table: Table) -> list[tuple[int, int]]:
    """Turn and evidence of the cases of turn 1 that are still open."""
    rows = table.game.incident[: table.game.n_incidents]
    return [(int(row.turn), int(row.evidence)) for row in rows if row.turn == 1]


def test_a_case_closes_at_its_deadline_and_is_counted(lab: Lab) -> None:
    table = lab.table(lab.act(**DENIED), procedure=NEVER)
    turns = lab.ruleset.procedure.case_turns
    table.turn(lab.order())
    for later in range(1, turns + 1):
        table.turn()
        assert open_cases(table) == [(1, later)]
        assert counted(table, "unattributed") == 0
    table.turn()
    assert open_cases(table) == []
    assert counted(table, "unattributed") == 1


def test_a_late_attribution_applies_and_closes_the_case(lab: Lab) -> None:
    slots = (f"{lab.challenger}.standing", f"{lab.pair}.trust")
    at = {"low": 2, "medium": 99, "high": 40}
    table = lab.table(lab.act(**DENIED), procedure={"attribution_at": at, "attribution_wait": 38})
    table.turn(lab.order())
    assert open_cases(table) == [(1, 0)]
    before = [table.get(slot) for slot in slots]
    table.plan()
    assert [table.get(slot) for slot in slots] == [value - 1 for value in before]
    assert open_cases(table) == []
    assert counted(table, "unattributed") == 0


def attributed(table: Table) -> dict[str, int]:
    return dict(zip(table.index.factions, table.game.incident[0].attributed.tolist()))


@pytest.mark.parametrize("sharing", [1, 2])
def test_evidence_is_shared_one_step_where_enough_is_shared(lab: Lab, sharing: int) -> None:
    """Only whoever has a sensor on the spot can tell: the holder; its ally hears of it, the ally's ally does not."""
    named = (lab.challenger, lab.holder, lab.ally)
    third = next(f.id for f in lab.ruleset.factions if f.id not in named and pairs(lab, f.id, lab.ally))
    table = lab.table(lab.act(**DENIED), procedure={**NEVER, "attribution_sensor": 97})
    table.set({slot: 0 for slot in table.slot if slot.endswith(".sharing")})
    table.set({f"{lab.pair_of(lab.holder, lab.ally)}.sharing": sharing, f"{lab.pair_of(third, lab.ally)}.sharing": 3})
    table.plan(lab.order())
    known, culprit = attributed(table), table.index.factions[lab.challenger]
    assert known[lab.holder] == culprit
    assert known[lab.ally] == (culprit if sharing >= lab.ruleset.procedure.shared_evidence else codes.NONE)
    assert known[third] == codes.NONE


def pairs(lab: Lab, *members: str) -> bool:
    return any(set(pair.members) == set(members) for pair in lab.ruleset.pairs)


def test_a_wrong_trail_leads_to_whom_the_act_is_mistaken_for(lab: Lab) -> None:
    other = lab.ruleset.flashpoints[0].others[-1]
    table = lab.table(lab.act(**DENIED, mistaken_for=other), procedure=NEVER)
    table.plan(lab.order())
    known = attributed(table)
    assert known[lab.holder] == known[lab.ally] == table.index.factions[other]
    assert known[other] == codes.NONE, "nobody blames itself"
    assert known[lab.challenger] == table.index.factions[lab.challenger]


def test_an_answer_to_the_wrong_hand_is_no_step_up(lab: Lab) -> None:
    """What the true author tolerates is not tried by what another is blamed for."""
    other = next(f.id for f in lab.ruleset.factions if f.id not in (lab.challenger, lab.holder, lab.ally))
    steps = []
    for procedure in (NEVER, {}):
        table = lab.table(lab.act(**(DENIED if procedure else {}), mistaken_for=other), procedure=procedure)
        table.set({f"{lab.challenger}.tolerance": 0})
        ladder = table.get(f"{lab.place}.ladder")
        table.turn(lab.order(), answer=answers(**{lab.holder: PROTEST}))
        steps.append(table.get(f"{lab.place}.ladder") - ladder)
    assert steps == [0, 1]


def test_a_counter_does_one_thing_a_turn(lab: Lab) -> None:
    """One that serves an act cannot be sent away or serve another, in the eyes of its own seat as of the game."""
    alone = next(p for p in lab.scenario.pieces if p.faction == lab.challenger and p.kind == "submarine")
    acts = (lab.act("first", pieces=("submarine",)), lab.act("second", pieces=("submarine",)))
    table = lab.table(*acts)
    row = table.index.pieces[alone.id]
    table.game.piece_area[row] = table.index.areas[lab.area]
    assert table.play_until(lambda game: table.asked() == "order" and table.faction() == lab.challenger)
    first, second = (table.index.actions[name] for name in ("first", "second"))
    before = table.legal(table.view())
    assert {first, second} <= {order[1] for order in before} and any(o[5] == row and o[1] not in (first, second) for o in before)
    table.commit(next(order for order in before if order[1] == first))
    table.advance()
    after = table.legal(table.view())
    assert all(order[5] != row for order in after)
    assert table.view(table.index.factions[lab.ally]).busy == 0, "nobody else sees what it is ordered to"


# --- joint orders --------------------------------------------------------------------------------


def joint(lab: Lab) -> tuple[Table, dict[str, str]]:
    raised = Bands(success=(Effect(track="world.open_rules", add=1),))
    who = {"actors": (lab.holder,), "partners": (lab.ally,), "targets": (), "areas": ()}
    costs = {"cost": Cost(capital=2, funds=1), "partner_cost": Cost(capital=1)}
    act = lab.act("test_pact", act_class="", effects=raised, **who, **costs)
    return lab.table(act), {"actor": lab.holder, "action": "test_pact", "partner": lab.ally}


def test_a_joint_order_declined_is_void_and_given_back(lab: Lab) -> None:
    table, order = joint(lab)
    rules = table.get("world.open_rules")
    table.plan(order)
    assert (table.asked(), table.faction()) == ("sign", lab.ally)
    paid = table.get(f"{lab.holder}.capital"), table.get(f"{lab.holder}.funds"), table.get(f"{lab.ally}.capital")
    table.commit(table.legal(table.view())[codes.NO])
    given = table.get(f"{lab.holder}.capital"), table.get(f"{lab.holder}.funds"), table.get(f"{lab.ally}.capital")
    assert given == (paid[0] + 2, paid[1] + 1, paid[2])
    assert given[0] == 5 + INCOME.capital
    table.answer_all(table.advance())
    assert table.get("world.open_rules") == rules
    assert counted(table, "joint_acts") == 0


@pytest.mark.parametrize(("bond", "broken"), [(0, 0), (1, 1)])
def test_to_decline_costs_something_where_a_bond_says_so(lab: Lab, bond: int, broken: int) -> None:
    who = {"actors": (lab.holder,), "partners": (lab.ally,), "targets": (), "areas": ()}
    binds, declined = (Condition(track="world.framework", at_least=1),), (Effect(track="actor_partner.trust", add=-1),)
    table = lab.table(lab.act("test_pact", act_class="", binds=binds, declined=declined, **who))
    table.set({"world.framework": bond})
    trust = table.get(f"{lab.pair_of(lab.holder, lab.ally)}.trust")
    table.plan({"actor": lab.holder, "action": "test_pact", "partner": lab.ally})
    table.commit(table.legal(table.view())[codes.NO])
    assert table.get(f"{lab.pair_of(lab.holder, lab.ally)}.trust") == trust, "who declines is not told before all have signed"
    table.advance()
    assert table.get(f"{lab.pair_of(lab.holder, lab.ally)}.trust") == trust - broken


def test_a_joint_order_signed_is_paid_by_both_and_done(lab: Lab) -> None:
    table, order = joint(lab)
    rules = table.get("world.open_rules")
    table.plan(order)
    before = table.get(f"{lab.ally}.capital")
    table.commit(table.legal(table.view())[codes.YES])
    assert table.get(f"{lab.ally}.capital") == before - 1
    table.answer_all(table.advance())
    assert table.get(f"{lab.holder}.capital") == 5 + INCOME.capital - 2
    assert table.get("world.open_rules") == rules + 1
    assert counted(table, "joint_acts") == 1


# --- projects ------------------------------------------------------------------------------------


def project(lab: Lab, difficulty: int | None) -> Table:
    """A project of two stages, proposed already: the second as hard as is asked."""
    agree = Stage(name="Agree", decider=lab.holder, cost=Cost(capital=2), effects=(Effect(track="world.open_rules", add=1),))
    deliver = Stage(
        name="Deliver",
        decider=lab.ally,
        difficulty=difficulty,
        effects=(Effect(track="world.open_rules", add=2),),
        setback=(Effect(track="world.tension", add=1),),
    )
    stalled = (Effect(track="world.tension", add=2),)
    row = Project(
        id="test_project", lead=lab.ally, partner=lab.holder, arena="test", stages=(agree, deliver), stalled=stalled, **JUDGED
    )
    table = lab.table(projects=(*lab.ruleset.projects, row))
    table.set({"test_project.stage": 1, "world.tension": 4, "world.open_rules": 2})
    return table


def proceed(table: Table, choice: int) -> tuple[int, int, int]:
    table.turn(answer=lambda question, faction: choice if question == "proceed" else 0)
    return table.get("test_project.stage"), table.get("world.open_rules"), table.get("world.tension")


def test_a_project_goes_on_stage_by_stage_and_is_delivered(lab: Lab) -> None:
    table = project(lab, None)
    assert proceed(table, codes.YES) == (2, 3, 4)
    assert table.get(f"{lab.holder}.capital") == 5 + INCOME.capital - 2
    assert counted(table, "projects_delivered") == 0
    assert proceed(table, codes.YES) == (3, 5, 4)
    assert counted(table, "projects_delivered") == 1
    assert proceed(table, codes.YES) == (3, 5, 4)
    assert counted(table, "projects_delivered") == 1


def test_a_project_stalls_at_no_price(lab: Lab) -> None:
    table = project(lab, None)
    assert proceed(table, codes.NO) == (1, 2, 6)
    assert table.get(f"{lab.holder}.capital") == 5 + INCOME.capital


def test_a_stage_that_fails_is_set_back(lab: Lab) -> None:
    table = project(lab, 12)
    outcomes = set()
    for number in range(12):
        lab.begin(table, number)
        table.set({"test_project.stage": 2, "world.tension": 4, "world.open_rules": 2})
        outcomes.add(proceed(table, codes.YES))
    assert (2, 2, 5) in outcomes
    assert outcomes <= {(2, 2, 5), (3, 4, 4)}


# --- pieces --------------------------------------------------------------------------------------


def moves(table: Table, faction: str) -> list[Order]:
    """Every redeployment that a faction may order in the first turn."""
    while table.advance() and table.faction() != faction:
        table.commit(next(order for order in table.legal(table.view()) if table.mechanism(order) == "pass"))
    return [order for order in table.legal(table.view()) if table.mechanism(order) == "redeploy"]


def distances(lab: Lab, bases: set[str]) -> dict[str, int]:
    """Steps from the nearest base."""
    found, edge, steps = dict.fromkeys(bases, 0), set(bases), 0
    while edge:
        steps += 1
        near = {b for border in lab.board.borders for a, b in (border.between, border.between[::-1]) if a in edge}
        edge = near - found.keys()
        found |= dict.fromkeys(edge, steps)
    return found


@pytest.mark.parametrize("access", [0, 1])
def test_a_partners_bases_need_access(lab: Lab, access: int) -> None:
    guest = lab.ally
    host = next(pact.creditor for pact in lab.ruleset.obligations if pact.debtor == guest and pact != lab.pact)
    table = lab.table()
    table.set({slot: 0 for slot in table.slot if slot.endswith(".access")})
    table.set({f"{lab.pair_of(guest, host)}.access": access})
    ashore = [(a, area.bases) for a, area in enumerate(lab.board.areas) if area.kind == "land"]
    theirs = {a for a, bases in ashore if host in bases and guest not in bases}
    assert theirs
    reached = {order[2] for order in moves(table, guest)} & theirs
    assert bool(reached) == (access >= lab.ruleset.procedure.access_needed)


def test_redeployments_stay_within_reach_and_domain(lab: Lab) -> None:
    for faction in (lab.ally, lab.holder, lab.challenger):
        table = lab.table()
        partners = {
            f.id
            for f in lab.ruleset.factions
            if pairs(lab, f.id, faction) and table.get(f"{lab.pair_of(f.id, faction)}.access") >= 1
        }
        bases = {area.id for area in lab.board.areas if {faction, *partners} & set(area.bases)}
        far = distances(lab, bases)
        found = moves(table, faction)
        assert found
        for order in found:
            piece, area = lab.scenario.pieces[order[5]], lab.board.areas[order[2]]
            kind = next(kind for kind in lab.ruleset.kinds if kind.id == piece.kind)
            assert piece.faction == faction
            assert far[area.id] <= kind.reach
            assert area.id != piece.area
            if kind.domain == "land" or area.kind == "land":
                assert area.id in bases


def test_free_moves_then_moves_that_cost_then_none(lab: Lab) -> None:
    table, rules = lab.table(), lab.ruleset.procedure
    mine = [i for i, piece in enumerate(lab.scenario.pieces) if piece.faction == lab.challenger]
    free = next(f.free_moves for f in lab.ruleset.factions if f.id == lab.challenger)
    for n in range(rules.most_moves):
        order = next(order for order in moves(table, lab.challenger) if order[5] == mine[n])
        table.commit(order)
        assert table.get(f"{lab.challenger}.readiness") == 4 - max(n + 1 - free, 0) * rules.move_readiness
    assert moves(table, lab.challenger) == []


# --- time ----------------------------------------------------------------------------------------


def test_what_lasts_lapses_and_what_is_set_stays(lab: Lab) -> None:
    for_a_while = lab.act(act_class="", effects=Bands(success=(Effect(track="world.open_rules", add=2, lasts=2),)))
    settled = lab.act("test_set", act_class="", effects=Bands(success=(Effect(track="world.open_rules", set=7),)))
    for later, values in (((), [6, 6, 4, 4]), ((lab.order("test_set"),), [6, 7, 7, 7])):
        table = lab.table(for_a_while, settled)
        assert table.get("world.open_rules") == 4
        seen = []
        for turn in range(4):
            table.turn(*((lab.order(),) if turn == 0 else later if turn == 1 else ()))
            seen.append(table.get("world.open_rules"))
        assert seen == values
        assert table.game.n_lasting == 0


@pytest.mark.parametrize("standards, bonus", [(1, -1), (2, -1), (3, 0), (4, 0), (5, 0), (6, 1)])
def test_a_modifier_either_way_counts_whole_steps_from_its_middle(lab: Lab, standards: int, bonus: int) -> None:
    fit = Modifier(name="Fit", track="world.standards", above=4, per=2, either_way=True)
    table = lab.table(lab.act(difficulty=7, modifiers=(fit,)))
    table.set({"world.standards": standards})
    table.plan(lab.order())
    [line] = [line for line in table.lines(codes.L_RULING) if line.action == table.index.actions["test_act"]]
    assert line.number == 7 - bonus
    assert line.bonus[: line.n_modifiers].tolist() == [bonus] * (bonus != 0)


def test_an_event_may_be_put_out_of_reach(content: Content) -> None:
    """A modifier may bring its number to 13, which two dice never throw; an act's number stops at 12."""
    ruleset, board, scenario = content
    calm = Modifier(name="Calm", track="world.tension", above=0, times=-1, most=1)
    happened = []
    for modifiers in ((), (calm,)):
        event = Event(id="rare", on_roll=12, modifiers=modifiers, effects=(Effect(track="world.tension", add=1),), **JUDGED)
        table = Table(compile_tables(attrs.evolve(ruleset, events=(event,)), board, scenario), lines=LINES)
        happened.append(0)
        for number in range(30):
            for _ in table.begin(3, number).questions():
                pass
            happened[-1] += len(table.lines(codes.L_EVENT))
    assert happened[0] > 0 and happened[1] == 0


def test_income_is_paid_once_a_turn(lab: Lab) -> None:
    table = lab.table()
    for turn in (1, 2):
        table.turn()
        for seat in lab.scenario.seats:
            assert table.get(f"{seat.faction}.capital") == 5 + turn * INCOME.capital


@pytest.mark.parametrize("start, then", [(9, [7, 5, 4, 4]), (0, [2, 4, 4, 4])])
def test_tracks_drift_to_their_rest(lab: Lab, start: int, then: list[int]) -> None:
    drifting = tuple(attrs.evolve(t, drift=2, rest=4) if t.id == "open_rules" else t for t in lab.ruleset.tracks)
    table = lab.table(tracks=drifting)
    table.set({"world.open_rules": start})
    seen = []
    for _ in then:
        table.turn()
        seen.append(table.get("world.open_rules"))
    assert seen == then


def test_readiness_recovers(lab: Lab) -> None:
    table = lab.table()
    table.set({f"{faction.id}.readiness": 1 for faction in lab.ruleset.factions})
    table.game.piece_readiness[:3] = (0, 2, 3)
    table.turn()
    back = lab.ruleset.procedure.readiness_recovers
    assert all(table.get(f"{faction.id}.readiness") == 1 + back for faction in lab.ruleset.factions)
    assert table.game.piece_readiness[:3].tolist() == [1, 3, 3]
