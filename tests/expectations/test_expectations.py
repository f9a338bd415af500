"""Ten statements of what a specialist expects of the base case, written down before any number was tuned.

Each is a check on a batch of games. Where a doctrine could have been written to show the effect, the statement is tried
with play at random as well: a doctrine written to show it proves nothing. The public record named is that of 2010-20.
No statement bounds the rate of armed clashes from below: 44 quarters without one cannot tell it.
"""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from kuroshio.model.entry_parts import Effect
from kuroshio.model.scenario import Inject
from tests.expectations.batch import always, play, without
from tests.stepping import Content

PRESENCE = "china.posture.senkaku"
INTRUSIONS = ("pursue_fishing_boats", "fishing_fleet", "land_nationalists")
ACTIVE, FORWARD, PRESENT = "china_active_pressure", "japan_forward_alliance", "us_allied_presence"


def correlation(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.corrcoef(a.ravel(), b.ravel())[0, 1])


def test_1_presence_leaps_up_and_falls_slowly(content: Content) -> None:
    """Days in the contiguous zone fell by 12, 19 and 7 per cent in 2016-18 and rose by 77 in 2019."""
    full = play(content, [PRESENCE])
    lean = play(content, [PRESENCE], opening={PRESENCE: 2})
    falls = np.diff(full.series[PRESENCE], axis=1)
    assert (falls < -1).mean() < 0.01, "hardly ever more than a step in a quarter"
    assert (full.closing(PRESENCE) >= 3).mean() > 0.75, "two years do not end a presence of 333 days"
    half = 3
    assert (lean.series[PRESENCE][:, half] - 2).mean() > 2 * (4 - full.series[PRESENCE][:, half]).mean()


def test_2_presence_and_intrusion_are_separate_dials(content: Content) -> None:
    """Days of presence and days of intrusion, 2013-20, correlate at 0.19."""
    for policies in ({}, {"china": ACTIVE}, {"china": "random"}):
        games = play(content, [PRESENCE], policies, opening={PRESENCE: 3})
        assert abs(correlation(games.series[PRESENCE], games.acts(*INTRUSIONS))) < 0.4, policies


@pytest.mark.parametrize("others", ["doctrine", "random"])
def test_3_a_statement_buys_trust_and_not_absence(content: Content, others: str) -> None:
    """Presence was 232 days in 2013, 243 in 2014 when Article 5 was said of the islands, 240 in 2015."""
    policies = {"all": "random", "us": PRESENT} if others == "random" else {}
    readings = [PRESENCE, "us_japan.trust"]
    said = play(always(content, PRESENT, "reaffirm_article_5"), readings, policies)
    silent = play(without(content, PRESENT, "reaffirm_article_5"), readings, policies)
    ratio = said.series[PRESENCE].mean() / silent.series[PRESENCE].mean()
    assert 0.95 < ratio < 1.05
    assert said.series["us_japan.trust"].mean() > silent.series["us_japan.trust"].mean() + 0.2


def test_4_most_games_know_no_clash_and_no_invocation(content: Content) -> None:
    """No fatal clash in the East China Sea and no treaty invoked in 44 quarters."""
    games = play(content, ["count.clashes", "us_japan_article_5.believed"])
    assert (games.closing("count.clashes") == 0).mean() > 0.9


def test_5_trade_is_a_weapon_once_or_twice_a_year(content: Content) -> None:
    """Ten episodes of trade coercion in eleven years, in all directions; the counting is of low confidence."""
    for policies in ({}, {"china": ACTIVE}):
        bans = play(content, [PRESENCE], policies).acts("import_ban").sum(axis=1).mean()
        assert 0.5 < bans < 4, policies


def test_6_pyongyang_tests_less_while_it_talks(content: Content) -> None:
    """No missile in 2018, the year of summits; 25 in 2019, after Hanoi."""
    games = play(content, [PRESENCE], {"south_korea": "south_korea_balancer"}, games=6000)
    talks = games.liked["summit_visit"] + games.liked["offer_moratorium"]
    after = np.zeros_like(talks, dtype=bool)
    after[:, 1:] |= talks[:, :-1] > 0
    after[:, 2:] |= talks[:, :-2] > 0
    tests = games.acts("missile_test")[:, 2:]  # the overflight is brought in by control, whatever is talked of
    talking, not_talking = tests[after[:, 2:]].mean(), tests[~after[:, 2:]].mean()
    assert after[:, 2:].sum() > 200, "there are talks to learn from"
    assert talking < 0.75 * not_talking


@pytest.mark.parametrize("china", ["china_routine_jurisdiction", "random"])
def test_7_mutual_reinforcement_blocks_descent(content: Content, china: str) -> None:
    """Sasakawa's exercises on the islands: each side reinforces to deter, and then cannot come down."""
    reading = "senkaku.ladder"
    reinforcing = {"japan": FORWARD, "us": PRESENT, "china": china}
    calm = {"japan": "japan_police_first", "us": "us_agenda_first", "china": china}
    with_all = play(content, [reading, "count.crises"], reinforcing)
    with_none = play(content, [reading, "count.crises"], calm)
    assert with_all.series[reading][:, 2:].mean() > with_none.series[reading][:, 2:].mean()
    assert with_all.closing("count.crises").mean() > with_none.closing("count.crises").mean()


def test_8_words_and_money_do_not_undo_a_seizure(content: Content) -> None:
    """CNAS, No Safe Harbor: after a fait accompli the lever that would undo it is missing."""
    for policies in ({"china": ACTIVE}, {"all": "random"}):
        games = play(content, ["senkaku.control", "count.faits_accomplis"], policies, {"senkaku.ladder": 6}, games=2000)
        seized = games.series["count.faits_accomplis"]
        lost = seized[:, :6].any(axis=1)
        turn = np.argmax(seized[:, :6] > 0, axis=1)
        held = games.series["senkaku.control"][np.arange(len(turn)), turn]
        assert lost.sum() > 30
        assert (games.closing("senkaku.control") <= held + 1)[lost].mean() > 0.8, policies


@pytest.mark.parametrize("china", ["china_routine_jurisdiction", ACTIVE])
def test_9_everyday_acts_go_on_under_allied_presence(content: Content, china: str) -> None:
    """RAND: everyday acts persist, whatever the ally shows; 2020 saw more days of presence and more allied flights."""
    everyday = ("contiguous_zone_patrol", "law_enforcement_patrol")
    games = play(content, [PRESENCE], {"china": china, "us": PRESENT}, {"us.posture.senkaku": 3, "us.readiness": 6})
    assert (games.acts(*everyday) > 0).mean() > 0.85


@pytest.mark.parametrize("principal, share", [("japan", 0.9), ("china", 1.0)])
def test_10_a_crisis_eats_what_the_agenda_needed(content: Content, principal: str, share: float) -> None:
    """The report's agenda needs attention for years; a crisis takes that of its principals for a season.

    Tokyo's capital is spoken for, so it gives up a tenth at least; Beijing, which keeps some in hand, gives up less.
    """
    quiet, tense = (play(with_rung(content, turn=4, rung=rung), ["count.crises"], games=2000) for rung in (1, 6))
    assert tense.closing("count.crises").mean() > quiet.closing("count.crises").mean() + 0.8
    pursued = [games.agenda[principal][:, 4:6].mean() for games in (tense, quiet)]
    assert pursued[0] < share * pursued[1]


def with_rung(content: Content, turn: int, rung: int) -> Content:
    """The content with the ladder set to a rung at the beginning of a turn."""
    ruleset, board, scenario = content
    effects = (Effect(track="senkaku.ladder", set=rung),)
    inject = Inject(id="rung", name="Rung", source="test", text="A test.", turn=turn, effects=effects)
    return ruleset, board, attrs.evolve(scenario, injects=(*scenario.injects, inject))
