"""No roll depends on any other: what is ordered, by whom, in which order, or what else the rules hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import attrs
import numpy as np
import pytest

from kuroshio.kernel.state import codes
from kuroshio.kernel.tables.compiling import Tables, compile_tables
from kuroshio.model.entry_parts import Condition, Cost
from kuroshio.model.ruleset import Action, Event, Faction, Gate, Obligation, Project, Stage, Track
from kuroshio.model.scenario import Inject, InjectAct
from kuroshio.players.doctrine_tables import compile_playbook, seat_policies
from kuroshio.players.whole_games import make_memory, play_block
from tests.kernel.lab import PROTEST, Lab, answers
from tests.stepping import LINES, Content, Table

ROLLED = (codes.L_RULING, codes.L_UNNOTICED, codes.L_EVENT, codes.L_PROJECT)
Rulings = dict[tuple[Any, ...], tuple[int, int]]
JUDGED = {"source": "judgement: a test", "name": "Test"}


def rulings(table: Table) -> Rulings:
    """The dice of every ruling of a game, by the names of what was ruled on."""
    rules, found = table.tables.ruleset, {}
    for line in table.log[: table.game.logged]:
        what = int(line.what)
        if what not in ROLLED or line.base_number < 1:
            continue
        if what == codes.L_EVENT:
            thing = rules.events[line.subject].id
        elif what == codes.L_PROJECT:
            thing = f"{rules.projects[line.subject].id}-{line.amount}"
        else:
            what, thing = int(codes.L_RULING), rules.actions[line.action].id
        key = (int(line.turn), int(line.phase), what, thing, *(int(line[name]) for name in ("actor", "area", "target")))
        assert key not in found, f"ruled on twice: {key}"
        found[key] = (int(line.die_1), int(line.die_2))
    return found


# --- orders --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def logged(tables: Tables) -> Table:
    return Table(tables, lines=LINES)


Alter = Callable[[Table, list[Any]], list[Any]]


def played(table: Table, seat: int, turn: int, alter: Alter | None, number: int) -> Rulings:
    """Play a game; in one turn one seat commits, in place of what it wants, what `alter` makes of it."""
    table.begin(3, number)
    for game in table.questions():
        if game.asking == codes.ASK_ORDER and game.seat == seat and game.turn == turn:
            before, wanted = table.games.copy(), []
            while game.asking == codes.ASK_ORDER and game.seat == seat:
                wanted.append(table.choose(table.view(), luck=table.luck()))
                table.commit(table.choice)
                if game.planned[seat] or table.advance() != 1:
                    break
            if alter is not None:
                table.games[:] = before
                enter(table, seat, alter(table, wanted))
    return rulings(table)


def enter(table: Table, seat: int, chosen: list[Any]) -> None:
    """Commit these orders and hold back."""
    for order in chosen:
        options = table.legal(table.view())
        if order in options:
            table.commit(order)
            table.advance()
    held = next(order for order in table.legal(table.view()) if table.mechanism(order) == "pass")
    table.commit(held)


def without_first(table: Table, wanted: list[Any]) -> list[Any]:
    return wanted[1:-1]


def nothing(table: Table, wanted: list[Any]) -> list[Any]:
    return []


def backwards(table: Table, wanted: list[Any]) -> list[Any]:
    return wanted[:-1][::-1]


def one_more_first(table: Table, wanted: list[Any]) -> list[Any]:
    ordered = {order[1] for order in wanted}
    options = [order for order in table.legal(table.view()) if order[1] not in ordered]
    return [next(order for order in options if table.rules.action[order[1]].difficulty > 0), *wanted[:-1]]


@pytest.mark.parametrize("alter", [without_first, nothing, backwards, one_more_first])
@pytest.mark.parametrize("faction", ["first", "last"])
def test_orders_of_a_seat_leave_other_rolls_alone(logged: Table, alter: Alter, faction: str) -> None:
    in_order = [int(f) for f in logged.rules.initiative if logged.rules.faction[int(f)].seated]
    seat = in_order[0 if faction == "first" else -1]
    shared = changed = 0
    for number in range(3):
        plain = played(logged, seat, 2, None, number)
        other = played(logged, seat, 2, alter, number)
        both = plain.keys() & other.keys()
        assert [key for key in both if plain[key] != other[key]] == []
        shared += len(both)
        changed += plain.keys() != other.keys() or alter is backwards
    assert shared > 100
    assert changed


def test_another_policy_at_one_seat_leaves_identical_acts_alone(logged: Table, doctrines: np.ndarray) -> None:
    for seat in np.flatnonzero([faction.seated for faction in logged.rules.faction]):
        changed = doctrines.copy()
        changed[seat] = -1
        both: dict[str, Rulings] = {}
        for name, policy in (("doctrine", doctrines), ("random", changed)):
            play_block(logged.tables, logged.playbook, policy, 5, 0, 1, logged.memory)
            both[name] = rulings(logged)
        shared = both["doctrine"].keys() & both["random"].keys()
        assert len(shared) > 10
        assert both["doctrine"] != both["random"]
        assert [key for key in shared if both["doctrine"][key] != both["random"][key]] == []


# --- rows of the rules ---------------------------------------------------------------------------


def with_front(content: Content, **rows: Any) -> Content:
    """The content with one more row at the front of some tables."""
    ruleset, board, scenario = content
    return attrs.evolve(ruleset, **{name: (row, *getattr(ruleset, name)) for name, row in rows.items()}), board, scenario


def dummy_action(content: Content) -> Action:
    act = next(action for action in content[0].actions if action.mechanism == "act" and not action.everyday)
    return attrs.evolve(act, id="test_nobody", actors=())


def dummy_event(content: Content) -> Event:
    world = next(track.id for track in content[0].tracks if track.scope == "world")
    never = (Condition(track=f"world.{world}", at_least=99),)
    return Event(id="test_never", phase="news", each="world", on_roll=3, requires=never, **JUDGED)


def dummy_track(content: Content) -> Track:
    return Track(id="test_drawn", scope="faction", most=9, start=4, draw=3, better="up", kind="construct", **JUDGED)


def dummy_obligation(content: Content) -> Obligation:
    like = next(row for row in content[0].obligations if sum(other.debtor == row.debtor for other in content[0].obligations) > 1)
    return attrs.evolve(like, id="test_nothing", triggers={}, areas=())


def dummy_project(content: Content) -> Project:
    first, second = content[0].factions[:2]
    stage = Stage(name="Agree", decider=first.id)
    return Project(id="test_unheard_of", lead=first.id, partner=second.id, arena="test", stages=(stage,), **JUDGED)


def dummy_faction(content: Content) -> Faction:
    return attrs.evolve(content[0].factions[0], id="test_nobody", name="Nobody", initiative=99)


def dummy_gate(content: Content) -> Gate:
    return attrs.evolve(content[0].gates[0], id="test_shut", faction="test_nobody")


ToldGame = list[tuple[Any, ...]]


def told(tables: Tables, log: np.recarray) -> ToldGame:
    """Every line of a log in names: what happened, to whom, on what dice. Rows of the tables do not show."""
    rules, board = tables.ruleset, tables.board
    words_of = {
        **dict.fromkeys((codes.L_EFFECT, codes.L_EXPIRED, codes.L_DRIFT, codes.L_POSTURE), tables.slots),
        codes.L_EVENT: [event.id for event in rules.events],
        codes.L_PROJECT: [project.id for project in rules.projects],
        codes.L_SHORTFALL: [obligation.id for obligation in rules.obligations],
        codes.L_RESPONSE: [action.id for action in rules.actions],
    }
    acted = (codes.L_RULING, codes.L_UNNOTICED, codes.L_INCIDENT, codes.L_MOVE, codes.L_DECLINED)
    story = []
    for line in log.view(np.ndarray):
        what = int(line["what"])
        who = [rules.factions[line[name]].id if line[name] >= 0 else "" for name in ("actor", "target", "partner")]
        where = board.areas[line["area"]].id if line["area"] >= 0 else ""
        act = rules.actions[line["action"]].id if what in acted and line["action"] >= 0 else ""
        subject = words_of[what][line["subject"]] if what in words_of and line["subject"] >= 0 else ""
        if what == codes.L_CHOICE:
            chosen = rules.actions[line["after"]].id if line["amount"] == codes.ASK_ORDER else int(line["after"])
            story.append((what, *who, where, chosen, ""))
            continue
        amount: object = int(line["amount"])
        if what == codes.L_ATTRIBUTED:
            amount = rules.factions[line["amount"]].id if line["amount"] >= 0 else ""
        bonuses = [tables.modifiers[m].name for m in line["modifier"][: line["n_modifiers"]]]
        numbers = [int(line[name]) for name in ("turn", "phase", "piece", "before", "after", "number", "die_1", "die_2", "band")]
        story.append((what, *who, where, act, subject, amount, *bonuses, *numbers))
    return story


def stories(content: Content, games: int, random: bool = False) -> list[ToldGame]:
    """Games told in names, line by line."""
    tables = compile_tables(*content)
    book = compile_playbook(tables)
    policy = seat_policies(tables, book)
    if random:
        policy[:] = -1
    memory = make_memory(LINES)
    found = []
    for number in range(games):
        memory.log.view(np.uint8)[:] = 0
        play_block(tables, book, policy, 17, number, 1, memory)
        found.append(told(tables, memory.log[: memory.games[0].logged]))
    return found


def assert_same_stories(one: list[ToldGame], other: list[ToldGame]) -> None:
    for plain, changed in zip(one, other, strict=True):
        assert len(plain) > 200
        first = next((i for i, pair in enumerate(zip(plain, changed)) if pair[0] != pair[1]), None)
        assert first is None, f"line {first}: {plain[first]} became {changed[first]}"
        assert len(plain) == len(changed)


@pytest.fixture(scope="module")
def plain_stories(content: Content) -> dict[bool, list[ToldGame]]:
    return {random: stories(content, 3, random) for random in (False, True)}


@pytest.mark.parametrize("random", [False, True], ids=["doctrine", "random"])
@pytest.mark.parametrize("table", ["actions", "events", "tracks", "obligations"])
def test_one_more_row_leaves_every_game_as_it_was(
    content: Content, plain_stories: dict[bool, list[ToldGame]], table: str, random: bool
) -> None:
    dummy = {"actions": dummy_action, "events": dummy_event, "tracks": dummy_track, "obligations": dummy_obligation}[table]
    assert_same_stories(plain_stories[random], stories(with_front(content, **{table: dummy(content)}), 3, random))


@pytest.mark.parametrize("random", [False, True], ids=["doctrine", "random"])
def test_the_order_of_governments_in_their_file_changes_no_game(
    content: Content, plain_stories: dict[bool, list[ToldGame]], random: bool
) -> None:
    """Who is asked first, whose answer takes effect first, is by initiative; only what drifts is told by rows."""
    ruleset, board, scenario = content
    turned = attrs.evolve(ruleset, factions=ruleset.factions[::-1])
    one, other = (
        [[line for line in story if line[0] != codes.L_DRIFT] for story in told]
        for told in (plain_stories[random], stories((turned, board, scenario), 3, random))
    )
    assert_same_stories(one, other)


def test_one_more_row_in_many_tables_leaves_every_game_as_it_was(
    content: Content, plain_stories: dict[bool, list[ToldGame]]
) -> None:
    changed = with_front(content, actions=dummy_action(content), events=dummy_event(content), tracks=dummy_track(content))
    assert_same_stories(plain_stories[False], stories(changed, 3))


def test_a_government_without_a_seat_leaves_every_game_as_it_was(
    content: Content, plain_stories: dict[bool, list[ToldGame]]
) -> None:
    assert_same_stories(plain_stories[False], stories(with_front(content, factions=dummy_faction(content)), 3))


@pytest.mark.parametrize("table", ["projects", "gates"])
def test_one_more_project_or_gate_leaves_every_choice_as_it_was(content: Content, table: str) -> None:
    dummy = dummy_project(content) if table == "projects" else dummy_gate(content)
    changed = with_front(content, factions=dummy_faction(content), **{table: dummy})
    assert_same_stories(stories(content, 12), stories(changed, 12))


def test_one_more_obligation_leaves_the_spread_of_doubt_as_it_was(content: Content) -> None:
    ruleset, board, scenario = content
    dial = attrs.evolve(ruleset, procedure=attrs.evolve(ruleset.procedure, credibility_contagion=18))
    doubting = (dial, board, scenario)
    changed = stories(with_front(doubting, obligations=dummy_obligation(content)), 12)
    others = [[line for line in story if not str(line[6]).startswith("test_nothing")] for story in changed]
    assert_same_stories(stories(doubting, 12), others)


def test_two_acts_are_attributed_by_dice_of_their_own(content: Content) -> None:
    ruleset, board, scenario = content
    like = next(action for action in ruleset.actions if action.deniability == "high" and action.areas and action.pieces)
    acts = tuple(
        attrs.evolve(like, id=name, focused=False, hidden_until=None, pieces=(), cost=Cost(), requires=(), modifiers=())
        for name in ("test_first", "test_second")
    )
    table = Table(compile_tables(attrs.evolve(ruleset, actions=(*ruleset.actions, *acts)), board, scenario))
    planned = [{"actor": like.actors[0], "action": act.id, "area": like.areas[0], "target": like.targets[0]} for act in acts]
    differ = 0
    for number in range(40):
        table.begin(23, number).plan(*planned)
        rows = [row for row in table.game.incident if table.index.actions["test_first"] <= row.action]
        assert len(rows) == 2
        differ += rows[0].attributed.tolist() != rows[1].attributed.tolist()
    assert differ > 0


@pytest.mark.parametrize("dial", ["credibility_contagion", "pledges_bind"])
def test_two_broken_words_of_one_turn_throw_dice_of_their_own(content: Content, dial: str) -> None:
    """Two acts alike in place and hand leave the ally short under one pact: each broken word has its own luck (rule 4.3)."""
    lab = Lab(content)
    acts = [lab.act(name, act_class="A9") for name in ("test_first", "test_second")]
    table = lab.table(*acts, procedure={dial: 18, "heavy_pledge": 0})
    other = next(row for row in lab.ruleset.obligations if row.debtor == lab.ally and row.creditor != lab.holder)
    slot, top = (f"{other.id}.believed", 5) if dial == "credibility_contagion" else (f"{lab.ally}.home", 6)
    lost = Counter()
    for number in range(60):
        lab.begin(table, number)
        table.set({slot: top, f"{lab.ally}.credibility": 6, f"{lab.pact.id}.believed": 6, f"{lab.pact.id}.stated": 0})
        table.turn(*(lab.order(act.id) for act in acts), answer=answers(**{lab.ally: PROTEST}))
        lost[top - table.get(slot)] += 1
    assert set(lost) == {0, 1, 2}
    assert lost[1] > 15, "one and the same die would hit both or neither"


def test_one_act_brought_in_twice_in_a_turn_throws_twice(content: Content) -> None:
    """Two injects that bring the same act: each is thrown for, and judged, by dice of its own (rule 4.3)."""
    ruleset, board, scenario = content
    action = next(
        act for act in ruleset.actions if act.act_class and act.deniability == "medium" and act.difficulty and act.areas
    )
    act = InjectAct(actor=action.actors[0], action=action.id, area=action.areas[0], target=action.targets[0])
    twins = tuple(Inject(id=f"twin_{n}", text="Again.", turn=1, act=act, **JUDGED) for n in (1, 2))
    table = Table(compile_tables(ruleset, board, attrs.evolve(scenario, injects=twins)), lines=LINES)
    thrown = judged = 0
    for number in range(20):
        table.begin(29, number).plan()
        one, other = (line for line in table.lines(codes.L_RULING) if line.action == table.index.actions[action.id])
        thrown += (one.die_1, one.die_2) != (other.die_1, other.die_2)
        first, second = (row for row in table.game.incident if row.action == table.index.actions[action.id])
        judged += first.attributed.tolist() != second.attributed.tolist()
    assert thrown > 10
    assert judged > 3
