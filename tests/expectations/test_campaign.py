"""The campaign of forty quarters: a choice for every seat in every turn, no habit in more than half, aims within reach."""

from __future__ import annotations

import pytest

from kuroshio.files.checks.checker import load_all
from kuroshio.files.content_folders import find_scenario
from kuroshio.kernel.tables.compiling import Tables, compile_tables
from kuroshio.players.doctrine_tables import Playbook, compile_playbook, seat_policies
from tests.expectations.dominance import doctrines_of
from tests.expectations.schools import (
    differing_orders,
    first_questions,
    pairings_far_apart,
    seats_without_both,
    shares_of_turns,
)
from tests.stepping import Table


@pytest.fixture(scope="module")
def campaign() -> Tables:
    return compile_tables(*load_all(find_scenario("chain_2021_2030")))


@pytest.fixture(scope="module")
def schools(campaign: Tables) -> Playbook:
    return compile_playbook(campaign)


def least_choice(tables: Tables, playbook: Playbook, games: int) -> int:
    """The fewest legal orders that a seat's two schools weighed differently in any turn of some games."""
    counts = []
    for number, chosen in enumerate(pairings_far_apart(tables, games)):
        policy = seat_policies(tables, playbook, chosen.items())
        table = Table(tables, playbook, policy).begin(seed=12, number=number)
        for state in first_questions(table):
            if len(doctrines_of(tables, table.faction())) == 2:
                counts.append(differing_orders(table, state))
    seats = sum(len(doctrines_of(tables, seat.faction)) == 2 for seat in tables.scenario.seats)
    assert len(counts) == games * seats * tables.scenario.turns
    return min(counts)


def test_in_every_turn_a_seat_has_two_orders_that_its_schools_weigh_differently(campaign: Tables, schools: Playbook) -> None:
    assert least_choice(campaign, schools, games=3) >= 2


@pytest.mark.full
def test_so_it_is_in_five_hundred_games(campaign: Tables, schools: Playbook) -> None:
    assert least_choice(campaign, schools, games=500) >= 2


def test_no_school_does_one_thing_in_more_than_half_of_all_turns(campaign: Tables, schools: Playbook) -> None:
    shares = shares_of_turns(campaign, schools, games=200, seed=7)
    deciding = {
        seat.faction
        for seat in campaign.scenario.seats
        if campaign.ruleset.factions[campaign.index.factions[seat.faction]].orders
    }
    assert set(shares) == {doctrine.id for doctrine in campaign.ruleset.doctrines if doctrine.faction in deciding}
    assert {school: max(acts.values()) for school, acts in shares.items() if max(acts.values()) > 0.5} == {}


def test_every_seat_can_win_and_lose_in_the_campaign(campaign: Tables, schools: Playbook) -> None:
    """In at least one of sixteen pairings each seat meets its aims in 5 to 95 of 100 games."""
    assert seats_without_both(campaign, schools, pairings_far_apart(campaign, 16)) == set()
