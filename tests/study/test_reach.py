"""Reach finds what never fires, and counts what does, as the narrative tells it."""

from __future__ import annotations

import attrs
import numpy as np
import pytest
from click.testing import CliRunner

from kuroshio.cli.main import group
from kuroshio.kernel.tables.compiling import Tables, compile_tables
from kuroshio.model.entry_parts import Bands, Condition, Effect, Modifier
from kuroshio.model.ruleset import Action, Event, Leaning
from kuroshio.players.doctrine_tables import Playbook, compile_playbook
from kuroshio.study.reach import STRIDE, Reach, dead_in_all, find_links, number_of_pairings, pairing, pairings, play_pairings
from tests.stepping import Content

GAMES = 60
JUDGED = {"source": "judgement: a test"}
NEVER = (Condition(track="world.tension", at_least=99),)


def reached(tables: Tables, playbook: Playbook | None = None, games: int = GAMES) -> Reach:
    found = Reach(tables)
    for _ in play_pairings(found, playbook or compile_playbook(tables), games, 5):
        pass
    return found


@pytest.fixture(scope="module")
def found(tables: Tables, playbook: Playbook) -> Reach:
    return reached(tables, playbook)


def told(found: Reach) -> set[tuple[str, str]]:
    return {(thing.kind, thing.what) for thing in found.unreached()}


def test_pairings_are_all_combinations_of_the_seats_doctrines(tables: Tables) -> None:
    chosen = pairings(tables)
    several = [sum(doctrine.faction == seat.faction for doctrine in tables.ruleset.doctrines) for seat in tables.scenario.seats]
    assert len(chosen) == len({tuple(pairing.values()) for pairing in chosen}) == np.prod(several)


def test_what_cannot_fire_is_listed(content: Content) -> None:
    ruleset, board, scenario = content
    dead = Action(
        id="dead_act", name="Dead", arena="test", actors=(ruleset.factions[0].id,), requires=NEVER, difficulty=7, **JUDGED,
        modifiers=(Modifier(name="Idle", track="world.tension", above=99),),
        effects=Bands(success=(Effect(track="actor.home", add=-1),)),
    )  # fmt: skip
    silent = Event(id="silent", name="Silent", requires=NEVER, effects=(Effect(track="world.tension", set=3),), **JUDGED)
    rules = attrs.evolve(ruleset, actions=(*ruleset.actions, dead), events=(*ruleset.events, silent))
    expected = {
        ("action", "dead_act: never taken"),
        ("effect", "dead_act effects success: actor.home -1"),
        ("modifier", "dead_act modifiers: Idle"),
        ("event", "silent"),
        ("effect", "silent effects: world.tension = 3"),
    }
    assert expected <= told(reached(compile_tables(rules, board, scenario)))


def test_a_link_without_which_no_game_is_another_is_listed(content: Content) -> None:
    ruleset, board, scenario = content
    idle = (Modifier(name="Never so much", track="world.tension", above=99),)
    link = attrs.evolve(ruleset.links[0], id="idle_link", dial="", requires=(), reads=idle)
    at_nought = attrs.evolve(link, id="off_link", on=False)
    tables = compile_tables(attrs.evolve(ruleset, links=(*ruleset.links, link, at_nought)), board, scenario)
    found, playbook = reached(tables, games=8), compile_playbook(tables)
    for _ in find_links(found, playbook, 5):
        pass
    silent = {what for kind, what in told(found) if kind == "link"}
    assert "idle_link" in silent and "off_link" not in silent
    assert len(silent) < len(ruleset.links), "some links bear on the first games already"


def test_a_certain_success_is_told_from_a_roll(content: Content, found: Reach) -> None:
    """An act that always reaches its number is listed as never failing; one without a number is not."""
    ruleset, board, scenario = content
    rows = [row for row, action in enumerate(ruleset.actions) if action.difficulty and found.acts[row].sum() > GAMES]
    easy = ruleset.actions[rows[0]]
    procedure = attrs.evolve(ruleset.procedure, number_least=2)
    actions = [attrs.evolve(a, difficulty=2, modifiers=()) if a is easy else a for a in ruleset.actions]
    rules = attrs.evolve(ruleset, actions=tuple(actions), procedure=procedure)
    assert ("action", f"{easy.id}: never fails") in told(reached(compile_tables(rules, board, scenario)))
    certain = {action.id for action in ruleset.actions if not action.difficulty}
    assert not {what for kind, what in told(found) if what.split(":")[0] in certain and "never fails" in what}


def test_every_effect_that_changed_something_is_counted(tables: Tables, found: Reach) -> None:
    assert found.games == GAMES
    assert found.effects.sum() > GAMES * 50
    assert found.acts.sum() > GAMES * 20
    assert (found.modifiers > 0).sum() > 40


def test_check_lists_what_is_dead_and_says_how_much_was_played(tables: Tables) -> None:
    result = CliRunner().invoke(group, ["check", "--reach", "5"])
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert f"5 games over {len(pairings(tables))} combinations of doctrines" in result.output
    dead = [line for line in lines if line.startswith(("action: ", "effect: ", "modifier: ", "event: "))]
    assert dead and lines[-1].endswith("rules never fired")


def test_what_a_scenario_leaves_out_is_dead_only_if_no_scenario_plays_it(content: Content) -> None:
    """A card of a deck that is not in play counts neither for the scenario nor, once another reaches it, for all."""
    ruleset, board, scenario = content
    held = attrs.evolve(next(a for a in ruleset.actions if a.mechanism == "pass"), id="held", mechanism="act", deck="extra")
    held = attrs.evolve(held, effects=Bands(success=(Effect(track="actor.home", add=-1),)))
    rules = attrs.evolve(ruleset, actions=(*ruleset.actions, held))
    leaning = Leaning(decide="order", choose="held", weight=1000)
    keen = tuple(attrs.evolve(d, leanings=(*d.leanings, leaning)) for d in ruleset.doctrines)
    rules = attrs.evolve(rules, doctrines=keen)
    without = reached(compile_tables(rules, board, scenario), games=10)
    with_it = reached(compile_tables(rules, board, attrs.evolve(scenario, decks=("extra",))), games=10)
    assert "held" not in {thing.entry for thing in without.dead()}
    assert "held" in {thing.entry for thing in without.unreached()}
    assert "held" not in {thing.entry for thing in dead_in_all([without, with_it])}
    assert "held" in {thing.entry for thing in dead_in_all([without, without])}


def test_a_few_games_are_spread_over_the_pairings(tables: Tables) -> None:
    """Whatever the number of games, every doctrine gets its share of them."""
    there_are = number_of_pairings(tables)
    played = [pairing(tables, number * STRIDE % there_are) for number in range(32)]
    for seat in tables.scenario.seats:
        own = sum(doctrine.faction == seat.faction for doctrine in tables.ruleset.doctrines)
        assert len({chosen[seat.faction] for chosen in played}) == own, seat.faction
    assert len({tuple(chosen.values()) for chosen in played}) == 32
