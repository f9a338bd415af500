"""What the shipped content owes every seat."""

from __future__ import annotations

import pytest

from kuroshio.cli.prices import all_prices
from kuroshio.files.content_folders import data_folder
from kuroshio.files.loader import read_rules
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.model.ruleset import Action


def ordered(tables: Tables, faction: str) -> list[Action]:
    return [
        action
        for action in tables.ruleset.actions
        if faction in action.actors and action.arena != "standing" and not action.everyday
    ]


FACTIONS = (
    "china", "japan", "us", "taiwan", "south_korea", "philippines", "malaysia", "north_korea",
    "australia", "india", "russia", "asean",
)  # fmt: skip


@pytest.mark.parametrize("faction", FACTIONS)
def test_every_seat_has_a_hand_to_play(tables: Tables, faction: str) -> None:
    actions = ordered(tables, faction)
    assert len(actions) >= 12
    assert sum(action.offer for action in actions) >= 3
    assert sum(action.domestic or action.arena in ("economic", "technological") for action in actions) >= 3
    assert any(action.domestic for action in actions)
    assert any(action.refusal for action in actions)


def test_the_catalogue_has_sixty_acts_in_four_arenas(tables: Tables) -> None:
    acts = [action for action in tables.ruleset.actions if action.arena != "standing"]
    assert len(acts) >= 60
    assert {action.arena for action in acts} == {"geostrategic", "economic", "technological", "governance"}


@pytest.mark.parametrize("faction", FACTIONS)
def test_every_seat_has_doctrines_that_between_them_want_what_it_may_do(tables: Tables, faction: str) -> None:
    doctrines = [doctrine for doctrine in tables.ruleset.doctrines if doctrine.faction == faction]
    assert len(doctrines) >= 2
    wanted = [{line.choose for line in doctrine.leanings if line.decide == "order"} for doctrine in doctrines]
    assert {action.id for action in ordered(tables, faction)} <= set.union(*wanted)


def test_every_mechanism_occurs(tables: Tables) -> None:
    actions = tables.ruleset.actions
    assert {action.mechanism for action in actions} == {"act", "redeploy", "raise_posture", "lower_posture", "pass"}
    assert any(action.hidden_until for action in actions)
    assert any(action.mistaken_for for action in actions)
    assert tables.ruleset.gates and tables.ruleset.projects and tables.ruleset.crisis_roles


def test_every_doctrine_knows_its_answer_to_what_it_may_be_asked(tables: Tables) -> None:
    """Who has no leaning to sign always declines, so an offer to it would be scenery; so with stages and gates."""
    rules = tables.ruleset
    asked = {
        "sign": [(faction, action.id) for action in rules.actions for faction in action.partners],
        "proceed": [(stage.decider, project.id) for project in rules.projects for stage in project.stages],
        "gate": [(gate.faction, gate.id) for gate in rules.gates],
    }
    answered = {(line.decide, doctrine.id, line.choose) for doctrine in rules.doctrines for line in doctrine.leanings}
    silent = {
        (question, doctrine.id, subject)
        for question, subjects in asked.items()
        for faction, subject in subjects
        for doctrine in rules.doctrines
        if doctrine.faction == faction and (question, doctrine.id, subject) not in answered
    }
    assert silent == set()


def test_every_effect_that_hurts_says_who_feels_it() -> None:
    """A price that nobody would feel is no price."""
    prices = all_prices(read_rules(data_folder("rules")))
    assert len(prices) > 900
    assert [(price.entry, price.effect.track) for price in prices if not price.effect.why] == []
