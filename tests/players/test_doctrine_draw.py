"""A seat with a mix draws one doctrine for each game: as often as its weight says, the same wherever it is played, and alone."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from kuroshio import Scenario, UnclearPlayer
from kuroshio.players.doctrine_draw import drawn_doctrines, settled_policies
from kuroshio.players.doctrine_tables import seat_policies
from kuroshio.session.session import Session
from tests.mixes import OTHER, OWN, SEAT, mixed

COLUMN = f"doctrine_{SEAT}"
UNLIKELY = 1e-4
EVEN = {f"seat.{SEAT}.mix.{OWN}": 1, f"seat.{SEAT}.mix.{OTHER}": 1}


@pytest.fixture(scope="module")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    return mixed(tmp_path_factory.mktemp("mixed"))


def drawn(scenario: Scenario, seed: int, n: int) -> list[str]:
    """What the seat draws in the first games of a seed."""
    policy = seat_policies(scenario.tables, scenario.playbook)
    rows = settled_policies(scenario.tables, scenario.playbook, policy, seed, 0, n)
    return [scenario.tables.ruleset.doctrines[row].id for row in rows[:, scenario.tables.index.factions[SEAT]]]


@pytest.mark.parametrize(("own", "other"), [(2, 1), (1, 1), (1, 100)])
def test_the_shares_of_many_games_are_those_of_the_weights(scenario: Scenario, own: int, other: int) -> None:
    changed = scenario.with_changes({f"seat.{SEAT}.mix.{OWN}": own, f"seat.{SEAT}.mix.{OTHER}": other})
    counted = Counter(drawn(changed, 7, 3000))
    assert set(counted) <= {OWN, OTHER}
    assert stats.binomtest(counted[OWN], 3000, own / (own + other)).pvalue > UNLIKELY


def test_no_game_tells_what_the_next_draws_nor_one_of_another_seed(scenario: Scenario) -> None:
    first, second = (np.array(drawn(scenario, seed, 3000)) == OWN for seed in (7, 8))
    assert abs(np.corrcoef(first, second)[0, 1]) < 0.08 and abs(np.corrcoef(first[1:], first[:-1])[0, 1]) < 0.08


def test_a_draw_is_the_same_on_any_threads_and_in_any_order_of_the_file(scenario: Scenario, tmp_path: Path) -> None:
    one, two = (scenario.study(300, seed=3, threads=threads).table for threads in (1, 2))
    assert all((one[name] == two[name]).all() for name in one)
    assert one[COLUMN].tolist() == drawn(scenario, 3, 300) and len(set(one[COLUMN])) == 2
    assert scenario.study(20, seed=3, first=280).table[COLUMN].tolist() == drawn(scenario, 3, 300)[280:]
    assert drawn(mixed(tmp_path, {OTHER: 1, OWN: 2}), 3, 300) == drawn(scenario, 3, 300)


def test_a_mixed_game_is_the_game_of_the_doctrine_that_it_drew(scenario: Scenario) -> None:
    """The draw moves no other die."""
    table = scenario.study(60, seed=3).table
    fixed = {name: scenario.study(60, seed=3, players={SEAT: name}).table for name in (OWN, OTHER)}
    others = {name for name in table if any((fixed[OWN][name] != fixed[OTHER][name]).tolist())} - {COLUMN}
    assert others, "the two doctrines play alike"
    for game, doctrine in enumerate(table[COLUMN]):
        assert all(table[name][game] == fixed[doctrine][name][game] for name in table), (game, doctrine)


def test_a_single_game_and_a_session_draw_as_a_study_does(scenario: Scenario) -> None:
    for seed in range(4):
        table = scenario.study(1, seed=seed).table
        game = scenario.new_game(seed=seed)
        game.run(until=lambda game: game.turn == 2)  # one answer after another
        game.run()
        measured = {name: int(table[name][0]) for name in game.outcome().measures}
        assert game.outcome().measures == measured and game.outcome().decisions == table["decisions"][0]
        session = Session(scenario.tables, scenario.playbook, (), seed)
        assert session.over and session.play.result().measure[: len(measured)].tolist() == list(measured.values())
        assert drawn_doctrines(scenario.tables, scenario.playbook, {SEAT: "mixed"}, seed) == {SEAT: table[COLUMN][0]}


def test_a_session_keeps_its_doctrine_when_it_takes_other_dice(scenario: Scenario) -> None:
    """Game 1 of a seed has the dice that a session takes when it goes back over some."""
    told_apart = 0
    for seed in range(40):
        before, after = drawn(scenario, seed, 2)
        if before != after:
            kept, *fixed = (
                Session(scenario.tables, scenario.playbook, (SEAT,), seed, policies=[(SEAT, name)])
                for name in ("mixed", before, after)
            )
            for session in (kept, *fixed):
                session.play.take_luck(1, fresh=True)
            assert kept.course.by_doctrine() == fixed[0].course.by_doctrine()
            told_apart += fixed[0].course.by_doctrine() != fixed[1].course.by_doctrine()
    assert told_apart


def first_orders(scenario: Scenario, number: int) -> list[str]:
    """What the other seats order in the first turn, before anybody knows of another's orders."""
    game, found = scenario.new_game(seed=5, number=number), []
    while game.question is not None and game.question.kind == "order":  # signatures come after
        order = game.answer()
        if order.seat != SEAT:
            found.append(str(order))
    return found


def test_other_weights_leave_the_first_orders_of_other_seats_alone(scenario: Scenario) -> None:
    heavy = scenario.with_changes({f"seat.{SEAT}.mix.{OTHER}": 100})
    games = [number for number in range(30) if drawn(scenario, 5, 30)[number] != drawn(heavy, 5, 30)[number]]
    assert len(games) > 5
    for number in games[:6]:
        assert first_orders(scenario, number) == first_orders(heavy, number) != []


def test_weights_come_and_go_as_all_would_be_compiled_anew(scenario: Scenario) -> None:
    point = scenario.variants.at(EVEN)
    assert point.anew == "" and point.playbook.record != scenario.playbook.record
    fresh = scenario.with_changes({**EVEN, "turns": scenario.turns})  # `turns` has everything compiled
    assert point.playbook.record == fresh.playbook.record
    single = scenario.with_changes(f"seat.{SEAT}.mix=none")
    assert [key.value for key in single.keys(f"policy.{SEAT}")] == [OWN]
    with pytest.raises(UnclearPlayer, match=f"^{SEAT} has no mix to draw a doctrine from; one of random, {OWN}, {OTHER}"):
        single.new_game(players={SEAT: "mixed"})


def test_mixed_is_a_policy_like_any_other(scenario: Scenario) -> None:
    assert [key.value for key in scenario.keys(f"policy.{SEAT}")] == ["mixed"]
    assert scenario.doctrines[SEAT] == ("mixed", OWN, OTHER)
    given = scenario.study(20, players={SEAT: OWN}).table[COLUMN], scenario.study(20, players={"all": "random"}).table[COLUMN]
    assert [set(column) for column in given] == [{OWN}, {"random"}]
    named = scenario.with_changes({f"policy.{SEAT}": OTHER}).study(20, players={SEAT: "mixed"}).table[COLUMN]
    assert named.tolist() == scenario.study(20).table[COLUMN].tolist()


class First:
    """Takes the first choice."""

    def choose(self, view: object, legal: list[object]) -> object:
        return legal[0]


def test_a_player_at_the_seat_is_told_as_one(scenario: Scenario) -> None:
    assert set(scenario.study(2, players={SEAT: First}).table[COLUMN]) == {"player"}
