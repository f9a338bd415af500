"""Doctrines choose by their weights and mean what they narrow; random policies give everything its equal chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import cycle
from typing import Any

import attrs
import numpy as np
import pytest
from scipy import stats

from kuroshio.kernel.state import codes
from kuroshio.kernel.state.records import freeze, thaw
from kuroshio.kernel.tables.compiling import Tables, compile_tables
from kuroshio.model.capacities import MAX_FACTIONS
from kuroshio.model.entry_parts import Condition, Cost
from kuroshio.model.ruleset import Action, Doctrine, Leaning
from kuroshio.players.doctrine_tables import Playbook, compile_playbook
from tests.stepping import Content, Order, Table

N = 3000
UNLIKELY = 1e-4
NEVER = (Condition(track="case.turn", at_least=99),)


def leaning(choose: str, weight: int = 1, decide: str = "order", **more: Any) -> Leaning:
    return Leaning(decide=decide, choose=choose, weight=weight, **more)


def by_leanings(table: Table, *leanings: Leaning, n: int = N) -> Counter[Order]:
    """What a seat with these leanings and no others chooses, where it is asked now, by the luck of n games."""
    faction = table.tables.ruleset.factions[int(table.game.seat)].id
    doctrine = Doctrine(id="test", name="Test", source="judgement: a test", faction=faction, leanings=tuple(leanings))
    tables = attrs.evolve(table.tables, ruleset=attrs.evolve(table.tables.ruleset, doctrines=(doctrine,)))
    minded = Table(tables, compile_playbook(tables), np.zeros_like(table.policy))
    minded.games[0] = thaw(freeze(table.game))
    return choices(minded, n)


def choices(table: Table, n: int = N) -> Counter[Order]:
    seen = table.view()
    return Counter(table.choose(seen, luck=luck) for luck in range(n))


def assert_about(counted: Counter[Any], weights: dict[Any, int]) -> None:
    assert set(counted) == {name for name, weight in weights.items() if weight}
    if len(counted) > 1:
        expected = np.array([weights[name] for name in counted]) * counted.total() / sum(weights.values())
        assert stats.chisquare(list(counted.values()), expected).pvalue > UNLIKELY


def actions_of(table: Table, counted: Iterable[Order]) -> Counter[str]:
    ids = [action.id for action in table.tables.ruleset.actions]
    if isinstance(counted, Counter):
        return sum((Counter({ids[order[1]]: n}) for order, n in counted.items()), Counter())
    return Counter(ids[order[1]] for order in counted)


@pytest.fixture
def opening(dice_table: Table) -> Table:
    """The first question of a game: somebody's first order."""
    dice_table.begin(1, 0).advance()
    assert dice_table.game.asking == codes.ASK_ORDER
    return dice_table


def acts(table: Table) -> list[str]:
    """Acts that the seat that is asked may order now, by what they may name: the fewest first."""
    legal = table.legal(table.view())
    counted = actions_of(table, [order for order in legal if table.mechanism(order) == "act"])
    return [action for action, _ in reversed(counted.most_common())]


# --- orders by doctrine --------------------------------------------------------------------------


def test_three_to_one(opening: Table) -> None:
    one, other = acts(opening)[:2]
    chosen = by_leanings(opening, leaning(one, 3), leaning(other, 1))
    assert_about(actions_of(opening, chosen), {one: 3, other: 1})


def test_two_leanings_to_one_act_add_up(opening: Table) -> None:
    one, other = acts(opening)[:2]
    chosen = by_leanings(opening, leaning(one, 1), leaning(other, 1), leaning(one, 2))
    assert_about(actions_of(opening, chosen), {one: 3, other: 1})


def test_holding_back_has_its_weight(opening: Table) -> None:
    act = acts(opening)[0]
    held = next(action.id for action in opening.tables.ruleset.actions if action.mechanism == "pass")
    chosen = by_leanings(opening, leaning(act, 2), leaning(held, 1))
    assert_about(actions_of(opening, chosen), {act: 2, held: 1})


def test_a_leaning_whose_condition_fails_weighs_nothing(opening: Table) -> None:
    one, other = acts(opening)[:2]
    chosen = by_leanings(opening, leaning(one, 9, when=NEVER), leaning(other, 1), n=200)
    assert set(actions_of(opening, chosen)) == {other}


def test_a_leaning_to_what_is_not_legal_leaves_the_others_their_weights(opening: Table) -> None:
    legal = actions_of(opening, opening.legal(opening.view()))
    seat = opening.tables.ruleset.factions[int(opening.game.seat)].id
    barred = next(a.id for a in opening.tables.ruleset.actions if seat not in a.actors or (a.id not in legal and not a.everyday))
    one, other = acts(opening)[:2]
    chosen = by_leanings(opening, leaning(barred, 9), leaning(one, 3), leaning(other, 1))
    assert_about(actions_of(opening, chosen), {one: 3, other: 1})


@pytest.mark.parametrize("leanings", [(), (0,)], ids=["none", "weight 0"])
def test_nothing_to_want_holds_back(opening: Table, leanings: tuple[int, ...]) -> None:
    chosen = by_leanings(opening, *(leaning(acts(opening)[0], weight) for weight in leanings), n=50)
    assert [opening.mechanism(order) for order in chosen] == ["pass"]


def test_the_orders_of_one_act_have_equal_chances(opening: Table) -> None:
    act = acts(opening)[-1]
    meant = [order for order in opening.legal(opening.view()) if actions_of(opening, [order])[act]]
    assert len(meant) > 1
    assert_about(by_leanings(opening, leaning(act)), dict.fromkeys(meant, 1))


NARROWED = {"area": 2, "target": 3, "partner": 4}


@pytest.mark.parametrize("what", NARROWED)
def test_a_leaning_means_only_what_it_names(dice_table: Table, what: str) -> None:
    """At the first seat that has two orders of one act which differ in this."""
    table, place = dice_table, NARROWED[what]
    names = list(table.index.areas if what == "area" else table.index.factions)
    table.begin(1, 0)
    for _ in table.questions():
        legal = [order for order in table.legal(table.view()) if table.game.asking == codes.ASK_ORDER]
        ways: dict[int, set[int]] = {}
        for order in legal:
            if table.mechanism(order) == "act" and order[place] >= 0:
                ways.setdefault(order[1], set()).add(order[place])
        act = next((act for act, found in ways.items() if len(found) > 1), None)
        if act is not None:
            break
    assert act is not None
    name = table.tables.ruleset.actions[act].id
    for named in ways[act]:
        chosen = by_leanings(table, leaning(name, **{what: names[named]}), n=100)
        assert {order[1] for order in chosen} == {act}
        assert {order[place] for order in chosen} == {named}


def test_a_redeployment_means_only_its_kind_and_area(opening: Table) -> None:
    ruleset, scenario, board = opening.tables.ruleset, opening.tables.scenario, opening.tables.board
    moves = [order for order in opening.legal(opening.view()) if opening.mechanism(order) == "redeploy"]
    kinds = {scenario.pieces[order[5]].kind for order in moves}
    assert len(kinds) > 1
    redeploy = ruleset.actions[moves[0][1]].id
    for kind in kinds:
        chosen = by_leanings(opening, leaning(redeploy, kind=kind), n=100)
        assert {scenario.pieces[order[5]].kind for order in chosen} == {kind}
        area = next(order[2] for order in moves if scenario.pieces[order[5]].kind == kind)
        narrowed = by_leanings(opening, leaning(redeploy, kind=kind, area=board.areas[area].id), n=100)
        assert {(scenario.pieces[order[5]].kind, order[2]) for order in narrowed} == {(kind, area)}


def test_a_leaning_to_what_no_order_names_falls_to_the_next(opening: Table) -> None:
    one, other = acts(opening)[:2]
    seat = opening.tables.ruleset.factions[int(opening.game.seat)].id
    chosen = by_leanings(opening, leaning(one, 9, target=seat, partner=seat), leaning(other, 1), n=200)
    assert set(actions_of(opening, chosen)) == {other}


# --- the other questions -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def asked(tables: Tables, playbook: Playbook, randoms: np.ndarray) -> dict[str, bytes]:
    """A state of each kind of question with two options or more, from random games."""
    table, states = Table(tables, playbook, randoms), dict[str, bytes]()
    for number in range(40):
        table.begin(12, number)
        for game in table.questions():
            kind = codes.QUESTIONS[game.asking]
            if kind not in states and table.n_legal(table.view()) > 1:
                states[kind] = freeze(game)
        if len(states) == len(codes.QUESTIONS):
            return states
    raise AssertionError(f"only {set(states)} are asked")


@pytest.fixture
def facing(dice_table: Table, asked: dict[str, bytes], decide: str) -> Table:
    dice_table.games[0] = thaw(asked[decide])
    return dice_table


def options_of(table: Table, decide: str) -> dict[str, int]:
    """The options before a seat by id, as its orders number them."""
    index = table.index
    known = {"respond": index.levels, "crisis": {name: i for i, name in enumerate(codes.CRISIS_CHOICES)}, "role": index.roles}
    legal = {order[1] for order in table.legal(table.view())}
    return {name: i for name, i in known[decide].items() if i in legal}


@pytest.mark.parametrize("decide", ["respond", "crisis", "role"])
def test_options_by_weight(facing: Table, decide: str) -> None:
    options = options_of(facing, decide)
    *_, one, other = options
    chosen = by_leanings(facing, leaning(one, 3, decide), leaning(other, 1, decide), leaning(other, 9, decide, when=NEVER))
    assert_about(Counter({order[1]: n for order, n in chosen.items()}), {options[one]: 3, options[other]: 1})


def subject_of(table: Table, decide: str) -> str:
    """What a seat is asked to say yes or no to."""
    seen, ruleset = table.view(), table.tables.ruleset
    if decide == "sign":
        return ruleset.actions[seen.order[seen.subject].action].id
    return (ruleset.gates if decide == "gate" else ruleset.projects)[seen.subject].id


@pytest.mark.parametrize("decide", ["sign", "gate", "proceed"])
@pytest.mark.parametrize("weight, against", [(3, 1), (1, 3), (2, 0), (0, 2)])
def test_yes_and_no_by_weight(facing: Table, decide: str, weight: int, against: int) -> None:
    chosen = by_leanings(facing, leaning(subject_of(facing, decide), weight, decide, against=against))
    assert_about(Counter({order[1]: n for order, n in chosen.items()}), {int(codes.YES): weight, int(codes.NO): against})


@pytest.mark.parametrize("decide", [kind for kind in codes.QUESTIONS if kind != "order"])
def test_no_leaning_takes_the_first_option(facing: Table, decide: str) -> None:
    assert list(by_leanings(facing, n=50)) == [facing.legal(facing.view())[0]]


@pytest.mark.parametrize("decide", ["sign", "gate", "proceed"])
def test_a_leaning_about_something_else_is_not_heard(facing: Table, decide: str) -> None:
    ruleset = facing.tables.ruleset
    entries = {"sign": [a for a in ruleset.actions if a.partners], "gate": ruleset.gates, "proceed": ruleset.projects}[decide]
    other = next(entry.id for entry in entries if entry.id != subject_of(facing, decide))
    assert [order[1] for order in by_leanings(facing, leaning(other, 9, decide), n=50)] == [codes.NO]


@pytest.mark.parametrize("decide", [kind for kind in codes.QUESTIONS if kind != "order"])
def test_random_gives_each_option_its_chance(facing: Table, decide: str) -> None:
    assert_about(choices(facing), dict.fromkeys(facing.legal(facing.view()), 1))


def by_luck(table: Table, seen: np.record) -> list[Order]:
    return [table.choose(seen, luck=luck) for luck in range(200)]


@pytest.mark.parametrize("decide", ["respond", "gate"])
def test_two_cases_that_look_alike_are_two_choices(facing: Table, decide: str) -> None:
    """The second case of one place, class and intensity is answered by luck of its own (rule 4.3)."""
    seen = facing.view()
    first, at = by_luck(facing, seen), int(seen.cursor)
    seen.incident[at + 1] = seen.incident[at]
    seen.cursor = at + 1
    seen.subject = at + 1 if decide == "respond" else seen.subject
    assert sum(one != other for one, other in zip(first, by_luck(facing, seen), strict=True)) > 40


@pytest.mark.parametrize("what", ["area", "target"])
@pytest.mark.parametrize("decide", ["sign"])
def test_two_proposals_of_one_act_are_two_choices(facing: Table, decide: str, what: str) -> None:
    seen = facing.view()
    first = by_luck(facing, seen)
    joint = seen.order[seen.subject]
    joint[what] = joint[what] + 1
    assert sum(one != other for one, other in zip(first, by_luck(facing, seen), strict=True)) > 40


# --- orders at random ----------------------------------------------------------------------------


def small_catalogue(content: Content, impossible: bool) -> Table:
    """A table whose first seat may hold back or do one of four things, and is tempted by a fifth that is never legal."""
    ruleset, board, scenario = content
    seat = min(ruleset.factions, key=lambda faction: faction.initiative).id
    held = next(action for action in ruleset.actions if action.mechanism == "pass")
    like = next(action for action in ruleset.actions if action.mechanism == "act" and not action.everyday and not action.deck)
    others = [faction.id for faction in ruleset.factions if faction.id != seat]

    def act(name: str, **more: Any) -> Action:
        plain = {
            "areas": (),
            "targets": (),
            "partners": (),
            "pieces": (),
            "requires": (),
            "act_class": "",
            "cost": Cost(),
            "deck": "",
        }
        return attrs.evolve(like, id=f"test_{name}", actors=(seat,), **(plain | more))

    rows = [held, act("one"), act("two", targets=tuple(others[:5])), act("three"), act("four", areas=(board.areas[0].id,))]
    if impossible:
        rows.insert(2, act("never", requires=NEVER))
    brought = {inject.act.action for inject in scenario.injects if inject.act}
    standing = [attrs.evolve(a, actors=()) for a in ruleset.actions if a.everyday or a.id in brought]
    tables = compile_tables(attrs.evolve(ruleset, actions=(*rows, *standing), doctrines=(), links=()), board, scenario)
    table = Table(tables, compile_playbook(tables), np.full(MAX_FACTIONS, -1, np.int32))
    table.begin(1, 0).advance()
    assert ruleset.factions[int(table.game.seat)].id == seat
    return table


def random_actions(table: Table) -> tuple[Counter[str], set[str]]:
    legal = table.legal(table.view())
    return actions_of(table, choices(table)), set(actions_of(table, legal))


def test_random_gives_each_action_its_chance(content: Content) -> None:
    counted, legal = random_actions(small_catalogue(content, impossible=False))
    assert {"test_one", "test_two", "test_three", "test_four"} < legal
    assert_about(counted, dict.fromkeys(legal, 1))


def test_random_gives_each_action_its_chance_beside_one_that_is_never_legal(content: Content) -> None:
    counted, legal = random_actions(small_catalogue(content, impossible=True))
    assert "test_never" not in legal
    assert_about(counted, dict.fromkeys(legal, 1))


def test_random_takes_any_order_of_an_action(content: Content) -> None:
    table = small_catalogue(content, impossible=False)
    legal = [order for order in table.legal(table.view()) if actions_of(table, [order])["test_two"]]
    chosen = Counter({order: n for order, n in choices(table).items() if order in legal})
    assert len(legal) == 5
    assert_about(chosen, dict.fromkeys(legal, 1))


def test_luck_decides_alone(opening: Table) -> None:
    first = [opening.choose(opening.view(), luck=luck) for luck in range(50)]
    opening.game.seed += np.uint64(1)
    assert [opening.choose(opening.view(), luck=luck) for luck in range(50)] == first
    assert len(set(first)) > 5


# --- what is worked out once -----------------------------------------------------------------------


def test_what_is_kept_while_a_seat_plans_weighs_as_if_weighed_anew(table: Table) -> None:
    """Also where a condition reads what the seat has just paid with."""
    ruleset = table.tables.ruleset
    thrifty = [
        attrs.evolve(leaning, when=(*leaning.when, Condition(track=reading, at_least=2)))
        for doctrine in ruleset.doctrines
        for leaning, reading in zip(doctrine.leanings, cycle(("actor.capital", f"{doctrine.faction}.funds", "actor.home")))
    ]
    doctrines = tuple(
        attrs.evolve(doctrine, leanings=tuple(thrifty.pop(0) for _ in doctrine.leanings)) for doctrine in ruleset.doctrines
    )
    tables = attrs.evolve(table.tables, ruleset=attrs.evolve(ruleset, doctrines=doctrines))
    for one in (table, Table(tables, compile_playbook(tables))):
        again = asked = 0
        one.begin(3, 0)
        for game in one.questions():
            same, asked = game.asking == codes.ASK_ORDER and asked == game.seat + 1, game.seat + 1
            asked *= game.asking == codes.ASK_ORDER
            state, luck = one.view(), one.luck()
            one.weighing.kept = same
            kept, weights = one.choose(state, luck=luck), one.weighing.weight.copy()
            assert one.choose(state, luck=luck) == kept
            assert (one.weighing.weight == weights).all()
            again += same
        assert again > 50


def test_leanings_that_cannot_come_up_stand_last(tables: Tables, playbook: Playbook) -> None:
    rules, book = tables.rules, playbook.record
    hands = {int(a) for n, hand in zip(rules.n_hand, rules.hand) for a in hand[:n]}
    for d in playbook.rows.values():
        first, n = book.lines[d, codes.ASK_ORDER].item()
        live = [int(leaning.chosen) in hands for leaning in book.leaning[first : first + n]]
        assert live == sorted(live, reverse=True) and sum(live) == book.n_live[d]
