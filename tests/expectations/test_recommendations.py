"""What is recommended, holding back, and pairings of doctrines can be played, and each arm does what it says."""

from __future__ import annotations

import pytest

from tests.expectations.arms import Base
from tests.expectations.pairings import OUTCOMES, SCHOOLS, SHORT, pairings_of, play
from tests.expectations.recommendations import AS_SHIPPED, NO_LINKS, Player, read_treatments, rows_of, settings_of, treatments_of

FILE = read_treatments()
GAMES = 40


@pytest.fixture(scope="module")
def base() -> Base:
    return Base(SHORT)


def test_every_treatment_moves_something_and_holding_back_is_there_for_every_seat(base: Base) -> None:
    rows = list(rows_of(Player(base, 5, GAMES), FILE, every=False))
    _, _, scenario = base.content((), {}, ())
    assert {row.treatment.seat for row in rows if row.treatment.id.startswith("hold_back")} == {s.faction for s in scenario.seats}
    assert all(row.setting == AS_SHIPPED and len(row.effects) == len(FILE.outcomes) + 1 for row in rows)
    assert [row.treatment.id for row in rows if not any(effect.differ for effect in row.effects)] == []


def test_every_act_of_a_treatment_is_one_of_the_rules(base: Base) -> None:
    known, projects = {action.id for action in base.ruleset.actions}, {project.id for project in base.ruleset.projects}
    for treatment in treatments_of(base, FILE):
        for script in (treatment.one, treatment.against):
            assert {order.act for order in script.orders} | set(script.never) <= known
            assert set(script.delivered) <= projects


def test_links_are_switched_off_and_dials_turned_to_the_ends_that_they_have_not(base: Base) -> None:
    settings = settings_of(base, every=True)
    assert list(settings)[:2] == [AS_SHIPPED, NO_LINKS] and len(settings[NO_LINKS]) == len(base.ruleset.links)
    assert "belief_deters off" in settings and "threat_provokes on" in settings and "threat_provokes off" not in settings


def test_pairings_cover_every_school_of_both_sides() -> None:
    assert [len(pairings_of(scenario)) for scenario in SCHOOLS] == [9, 4]
    first = next(play(SHORT, GAMES, 5))
    assert [figure.id for figure in first.figures] == list(OUTCOMES) and all(figure.n == GAMES for figure in first.figures)
