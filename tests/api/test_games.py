"""Games and studies from Python: the very games that the command line plays, step by step or at once."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import kuroshio
from kuroshio import Game, Legal, Order, Scenario, View
from kuroshio.kernel.state.records import GAME

SEED = 7


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return kuroshio.load("senkaku_2021")


class Last:
    """Takes the last choice."""

    def choose(self, view: View, legal: Legal) -> Order:
        return legal[-1]


def by_steps(game: Game, **players: Any) -> Game:
    """A game answered one question at a time."""
    while not game.over:
        game.answer()
    return game


def test_a_game_is_the_one_of_its_number_in_a_study(scenario: Scenario) -> None:
    study = scenario.study(6, seed=SEED)
    for number in (0, 5):
        game = scenario.new_game(seed=SEED, number=number)
        game.run()
        outcome = game.outcome()
        assert {seat: bool(study.table[f"success_{seat}"][number]) for seat in outcome.success} == dict(outcome.success)
        assert {name: int(study.table[name][number]) for name in outcome.measures} == dict(outcome.measures)
        assert (outcome.turns, outcome.decisions) == (study.table["turns"][number], study.table["decisions"][number])


@pytest.mark.parametrize("players", [{}, {"all": "random"}, {"us": "us_agenda_first"}, {"japan": Last}])
def test_a_game_by_steps_is_the_game_at_once(scenario: Scenario, players: dict[str, Any]) -> None:
    whole, stepped = (scenario.new_game(seed=SEED, number=2, players=players) for _ in range(2))
    whole.run()
    by_steps(stepped)
    assert whole.to_bytes() == stepped.to_bytes() and whole.outcome() == stepped.outcome()
    assert [beat.title for beat in whole.news("japan")] == [beat.title for beat in stepped.news("japan")]


def test_the_players_make_the_difference(scenario: Scenario) -> None:
    ends = set()
    for players in ({}, {"all": "random"}, {"japan": Last}):
        game = scenario.new_game(seed=SEED, players=players)
        game.run()
        ends.add(game.to_bytes())
    assert len(ends) == 3


def test_an_order_and_its_line_come_to_the_same(scenario: Scenario) -> None:
    one, other = (scenario.new_game(seed=SEED) for _ in range(2))
    while one.turn < 3:
        order = one.legal()[len(one.legal()) // 2]
        one.play(order)
        other.play(str(order))
    assert one.to_bytes() == other.to_bytes()


def test_what_is_not_open_changes_nothing(scenario: Scenario) -> None:
    game = scenario.new_game(seed=SEED)
    before, elsewhere = game.to_bytes(), scenario.new_game(seed=SEED)
    elsewhere.run(until=lambda game: game.question.kind == "respond")
    for wrong in ("", "china:", "china: fly to the moon", "japan: hold_back", "china: respond none", elsewhere.legal()[0], 3):
        with pytest.raises(kuroshio.NotOpen):
            game.play(wrong)  # type: ignore[arg-type]
    assert game.to_bytes() == before


def test_a_view_stays_as_it_was(scenario: Scenario) -> None:
    game = scenario.new_game(seed=SEED)
    view, legal = game.view("china"), game.legal()
    before = dict(view), view.turn, list(map(str, legal))
    game.run(until=lambda game: game.turn == 4)
    assert (dict(view), view.turn, list(map(str, legal))) == before and game.view("china").turn == 4


def test_what_everybody_may_know_is_less_than_what_a_seat_may(scenario: Scenario) -> None:
    game = scenario.new_game(seed=SEED)
    game.run(until=lambda game: game.turn == 3)
    public, japan = game.view(), game.view("japan")
    hidden = {name for name, value in public.items() if value is None}
    assert {name for name, value in japan.items() if value is None} < hidden
    assert all(public[name] in (None, value) for name, value in japan.items()) and public.question is None
    assert all(game[name] == value for name, value in japan.items() if value is not None and "believed" not in name)


def test_a_copy_goes_its_own_way(scenario: Scenario) -> None:
    game = scenario.new_game(seed=SEED, players={"japan": Last})
    game.run(until=lambda game: game.turn == 3)
    other, before = game.copy(), game.to_bytes()
    assert other.to_bytes() == before and [b.title for b in other.news()] == [b.title for b in game.news()]
    other.run()
    assert game.to_bytes() == before and not game.over
    game.run()
    assert game.to_bytes() == other.to_bytes()


def test_a_kept_state_goes_on_as_the_game_does(scenario: Scenario) -> None:
    game = scenario.new_game(seed=SEED)
    game.run(until=lambda game: game.turn == 3)
    again = scenario.restore(game.to_bytes())
    assert (again.seat, again.turn, again.seed, again.number) == (game.seat, 3, SEED, 0)
    game.run()
    again.run()
    assert game.outcome() == again.outcome()


def test_a_state_of_something_else_is_refused(scenario: Scenario) -> None:
    state = scenario.new_game(seed=SEED).to_bytes()
    with pytest.raises(ValueError, match="a game of other rules, another map or another scenario"):
        scenario.with_changes("turns=4").restore(state)
    for wrong in (b"", b"{}", b"\xff\n", b"[1]\n"):
        with pytest.raises(ValueError, match="these bytes are not a kept game"):
            scenario.restore(wrong)
    for wrong in (state[:-1], state + b"0"):
        with pytest.raises(ValueError, match="a kept game that has been changed since"):
            scenario.restore(wrong)
    with pytest.raises(ValueError, match="seed='a': write a whole number of 0 to 18446744073709551615"):
        scenario.restore(state.replace(b'"seed": 7', b'"seed": "a"'))


# --- studies ---------------------------------------------------------------------------------------------


def test_a_study_is_the_same_on_any_number_of_threads(scenario: Scenario) -> None:
    one, two = (scenario.study(300, seed=SEED, threads=threads, players={"japan": Last}) for threads in (1, 2))
    assert all(np.array_equal(one.table[name], two.table[name]) for name in one.table)
    assert [d.differ for d in one.compare(two)] == [0] * len(one.compare(two))


def test_a_change_is_compared_under_the_same_luck(scenario: Scenario) -> None:
    firm = scenario.with_changes("opening.us_japan.trust=6")
    difference = next(d for d in kuroshio.compare(scenario.study(40), firm.study(40)) if d.id == "us_japan_trust")
    assert difference.difference > 0 and difference.low <= difference.difference <= difference.high
    with pytest.raises(ValueError, match="different games"):
        kuroshio.compare(scenario.study(2), scenario.study(3))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"games": 0}, "games=0: write a whole number of 1 to "),
        ({"games": 1, "threads": 0}, "threads=0: write a whole number of 1 to"),
        ({"games": 1, "seed": -1}, "seed=-1: write a whole number of 0 to"),
        ({"games": 1, "on_fault": "go on"}, "on_fault='go on': one of stop, doctrine"),
        ({"games": 1, "players": {"japan": "jp"}}, "japan has no doctrine 'jp'; one of random, "),
        ({"games": 1, "players": {"japan": Last()}}, "japan: Last: is a single object; name its class"),
        ({"games": 1, "players": {"japan": 3}}, "japan: int: is not a player"),
    ],
)
def test_what_cannot_be_played_is_told_in_a_sentence(scenario: Scenario, given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError) as told:
        scenario.study(**given)
    assert str(told.value).startswith(sentence)


def test_the_doctrine_stands_in_for_a_player_that_fails(scenario: Scenario) -> None:
    class Stumbling(Last):
        def choose(self, view: View, legal: Legal) -> Order:
            if view.turn == 3:
                raise RuntimeError("no idea")
            return legal[0]

    with pytest.raises(kuroshio.PlayerFault, match=r"japan: .*Stumbling, game 0, turn 3, asked for order: RuntimeError: no idea"):
        scenario.study(3, players={"japan": Stumbling})
    study = scenario.study(3, players={"japan": Stumbling}, on_fault="doctrine")
    assert [(fault.seat, fault.number) for fault in study.faults] == [("japan", 0), ("japan", 1), ("japan", 2)]


# --- copies, and what was kept ------------------------------------------------------------------------


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda game: pickle.loads(pickle.dumps(game)), Game.copy])
def test_a_copy_of_any_kind_goes_on_alone(scenario: Scenario, copied: Callable[[Game], Game]) -> None:
    game = scenario.new_game(seed=3)
    game.run(until=lambda game: game.turn == 2)
    other, stands = copied(game), game.to_bytes()
    assert other.to_bytes() == stands and not other.over
    other.run()
    assert other.over and game.to_bytes() == stands
    game.run()
    assert game.outcome() == other.outcome() and game.outcome().decisions > 100


def test_a_kept_game_that_was_changed_is_refused(scenario: Scenario) -> None:
    """A count that the kernel would trust can lead out of its arrays: no byte of a state is taken as another."""
    kept = scenario.new_game(seed=SEED).to_bytes()
    state = kept.index(b"\n") + 1
    for field in ("n_orders", "n_incidents", "seat", "asking", "track"):
        at = state + GAME.fields[field][1] + 3
        with pytest.raises(ValueError, match="a kept game that has been changed since"):
            scenario.restore(kept[:at] + b"\x7f" + kept[at + 1 :])
    for wrong in (None, "x", 5):
        with pytest.raises(ValueError, match="a kept game is bytes"):
            scenario.restore(wrong)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="these bytes are not a kept game"):
        scenario.restore(b"x")


def test_players_are_named_by_seat(scenario: Scenario) -> None:
    for wrong in ("random", ["random"]):
        with pytest.raises(ValueError, match="names no seats; write a table such as"):
            scenario.new_game(players=wrong)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="no seat 5"):
        scenario.new_game(players={5: "random"})  # type: ignore[dict-item]
