"""What the shipped content owes every seat."""

from __future__ import annotations

import pytest

from engine.kernel.tables import Tables
from engine.model.ruleset import Action


def ordered(tables: Tables, faction: str) -> list[Action]:
    return [
        action
        for action in tables.ruleset.actions
        if faction in action.actors and action.arena != "standing" and not action.everyday
    ]


FACTIONS = ("china", "japan", "us", "taiwan", "south_korea", "philippines", "malaysia", "north_korea")


@pytest.mark.parametrize("faction", FACTIONS)
def test_every_seat_has_several_orders_an_offer_and_a_refusal(tables: Tables, faction: str) -> None:
    actions = ordered(tables, faction)
    assert len(actions) >= 5
    assert any(action.offer for action in actions)
    assert any(action.refusal for action in actions)


@pytest.mark.parametrize("faction", FACTIONS)
def test_every_seat_has_doctrines_that_want_what_it_may_do(tables: Tables, faction: str) -> None:
    doctrines = [doctrine for doctrine in tables.ruleset.doctrines if doctrine.faction == faction]
    assert len(doctrines) >= (2 if faction in ("china", "japan", "us") else 1)
    wanted = {leaning.choose for doctrine in doctrines for leaning in doctrine.leanings if leaning.decide == "order"}
    assert {action.id for action in ordered(tables, faction)} - wanted == set()


def test_every_mechanism_and_arena_occurs(tables: Tables) -> None:
    actions = tables.ruleset.actions
    assert {action.arena for action in actions} >= {"geostrategic", "economic", "technological", "governance"}
    assert {action.mechanism for action in actions} == {"act", "redeploy", "raise_posture", "lower_posture", "pass"}
    assert any(action.hidden_until for action in actions)
    assert any(action.mistaken_for for action in actions)
    assert tables.ruleset.gates and tables.ruleset.projects and tables.ruleset.crisis_roles
