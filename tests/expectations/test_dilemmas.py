"""Nothing is free, and no response is always right: what a good thing costs, and whom it frightens."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from kuroshio.model.ruleset import Leaning
from tests.expectations.batch import Games, always, play, with_doctrine, without
from tests.stepping import Content

PRESENCE = "china.posture.senkaku"
ROUTINE, ACTIVE = "china_routine_jurisdiction", "china_active_pressure"
POLICE, FORWARD, PRESENT = "japan_police_first", "japan_forward_alliance", "us_allied_presence"


def test_integration_costs_consent(content: Content) -> None:
    """Forces that work as one bind the island that hosts them: support at home pays for the plan.

    It is read where the plan alone has made them so: consent is asked near the bases, and not of the nation at every stage.
    """
    readings = ["japan.home", "us_japan.integration"]
    bound = play(always(content, FORWARD, "propose_southwest_planning"), readings, {"japan": FORWARD}, games=2000)
    apart = play(without(without(content, FORWARD, "propose_southwest_planning"), PRESENT, "propose_southwest_planning"), readings, {"japan": FORWARD}, games=2000)  # fmt: skip # noqa: E501
    assert bound.closing("us_japan.integration").mean() > apart.closing("us_japan.integration").mean() + 0.2
    as_one = (bound.series["us_japan.integration"] >= 2) & (apart.series["us_japan.integration"] < 2)
    assert as_one.sum() > 500
    assert bound.series["japan.home"][as_one].mean() < apart.series["japan.home"][as_one].mean() - 0.02


def test_a_hotline_is_one_sides_to_withhold_and_anothers_to_fear(content: Content) -> None:
    """Beijing can let it ring; Taipei wonders what is said on it; and yet it makes accidents rarer."""
    readings = ["china_japan.hotline", "japan_taiwan.trust", "senkaku.ladder"]
    offered = play(always(content, POLICE, "hotline_offer"), readings, games=1500)
    never = play(without(without(content, POLICE, "hotline_offer"), ROUTINE, "hotline_offer"), readings, games=1500)
    assert offered.closing("china_japan.hotline").mean() > never.closing("china_japan.hotline").mean() + 0.1
    assert offered.series["japan_taiwan.trust"].mean() < never.series["japan_taiwan.trust"].mean()
    withheld = play(always(always(content, POLICE, "hotline_offer"), ROUTINE, "withhold_hotline"), readings, games=1500)
    assert withheld.closing("china_japan.hotline").mean() < offered.closing("china_japan.hotline").mean()


def test_presence_locks_in_opinion_at_home_and_arms_the_neighbour(content: Content) -> None:
    """Coming down costs support; staying up makes the case for garrisons across the water."""
    readings = ["china.home", "sakishima.garrison", "okinawa.garrison", "amami_osumi.garrison"]
    up = play(without(content, ROUTINE, "lower_posture"), readings, {"japan": FORWARD})
    down = play(always(without(content, ROUTINE, "raise_posture"), ROUTINE, "lower_posture"), readings, {"japan": FORWARD})
    assert up.series["china.home"][:, 2:].mean() > down.series["china.home"][:, 2:].mean() + 0.1
    assert garrisons(up) > garrisons(down)


def garrisons(games: Games) -> float:
    return float(np.mean([games.closing(f"{area}.garrison").mean() for area in ("sakishima", "okinawa", "amami_osumi")]))


@pytest.mark.parametrize("doctrine", [ROUTINE, ACTIVE])
def test_sitting_still_does_not_win(content: Content, doctrine: str) -> None:
    """Presence that accrues by itself is not enough for what Beijing wants elsewhere."""
    played = play(content, [PRESENCE], {"china": ROUTINE}, games=2000)
    still = play(with_doctrine(content, doctrine, lambda line: None if line.decide == "order" else line), [PRESENCE], {"china": doctrine}, games=2000)  # fmt: skip # noqa: E501
    assert still.won["china"].mean() < played.won["china"].mean()


@pytest.mark.parametrize("china", [ROUTINE, ACTIVE])
def test_no_answer_of_the_ally_is_always_right(content: Content, china: str) -> None:
    """Coming to help holds the islands and brings on crises; words alone do neither; silence costs the ally its word."""
    readings = ["senkaku.control", "count.crises", "us.credibility"]
    levels = ("none", "protest", "assist")
    games = {level: play(answering(content, PRESENT, level), readings, {"china": china}, games=3000) for level in levels}
    held = {level: (games[level].closing("senkaku.control") >= 8).mean() for level in games}
    crises = {level: games[level].closing("count.crises").mean() for level in games}
    assert held["assist"] > held["protest"] + 0.05
    assert crises["assist"] > crises["protest"] + 0.3
    assert games["none"].closing("us.credibility").mean() < games["protest"].closing("us.credibility").mean() - 0.5


def answering(content: Content, doctrine: str, level: str) -> Content:
    """The content with one doctrine that answers every incident at this level where it may, else protests."""
    always_so = Leaning(decide="respond", choose=level, weight=1000)
    otherwise = Leaning(decide="respond", choose="protest", weight=1)
    return with_doctrine(content, doctrine, lambda line: None if line.decide == "respond" else line, always_so, otherwise)


def test_a_crisis_eats_capital(content: Content) -> None:
    """The dial that a crisis takes from both capitals is felt in what they can still order."""
    ruleset, board, scenario = content
    free = attrs.evolve(ruleset, procedure=attrs.evolve(ruleset.procedure, crisis_capital=0))
    opening = {"senkaku.ladder": 6}
    paid = play(content, ["japan.capital"], opening=opening, games=1500)
    unpaid = play((free, board, scenario), ["japan.capital"], opening=opening, games=1500)
    assert sum(a.sum() for a in paid.done.values()) < sum(a.sum() for a in unpaid.done.values())
