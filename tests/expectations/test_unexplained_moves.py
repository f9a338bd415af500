"""Support, trust and unity move far for a named cause alone: a sample of games, and a thousand of each scenario behind `full`."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from kuroshio.files.checks.checker import load_all
from kuroshio.files.content_folders import find_scenario
from kuroshio.kernel.tables.compiling import compile_tables
from kuroshio.players.doctrine_tables import compile_playbook
from tests.expectations.batch import play
from tests.expectations.unexplained_moves import FAR, SEED, SUPPORT, Quarters, play_moves, quarters_of
from tests.stepping import Content

GAMES = {"senkaku_2021": 60, "chain_2021_2030": 12}
RARE = 1e-5  # of the quarters in which a watched track moved: what stacks by coincidence in a thousand games
READINGS = ("japan.home", "us_japan.trust", "world.asean_unity")


def played(content: Content, games: int) -> Quarters:
    tables = compile_tables(*content)
    return quarters_of(play_moves(tables, compile_playbook(tables), games))


@pytest.fixture(scope="module")
def quarters(content: Content) -> Quarters:
    return played(content, GAMES["senkaku_2021"])


def far(quarters: Quarters) -> list[str]:
    """The quarters that break a bound, with what did it."""
    rows = np.flatnonzero(quarters.unexplained | quarters.restless)
    return [f"{quarters.moves.tables.slots[quarters.slot[row]]}: {quarters.causes(int(row))}" for row in rows]


def test_nothing_moves_far_without_a_named_cause(quarters: Quarters) -> None:
    assert far(quarters) == []


def test_nothing_moves_far_without_a_named_cause_in_the_campaign() -> None:
    assert far(played(load_all(find_scenario("chain_2021_2030")), GAMES["chain_2021_2030"])) == []


@pytest.mark.full
@pytest.mark.parametrize("scenario", GAMES)
def test_a_thousand_games(scenario: str) -> None:
    quarters = played(load_all(find_scenario(scenario)), 1000)
    found = far(quarters)
    assert len(found) <= RARE * len(quarters.net), found


def test_support_that_comes_back_all_at_once_would_be_found(content: Content) -> None:
    """The bound has teeth: without the pace of a track (rule 8.2) what was lent by several lapses in one quarter."""
    ruleset, *others = content
    hasty = attrs.evolve(ruleset, tracks=tuple(attrs.evolve(track, pace=0) for track in ruleset.tracks))
    quarters = played((hasty, *others), 20)
    assert quarters.restless.sum() > 20
    assert any("lapse of" in words for words in far(quarters))


def test_all_that_moves_a_track_is_in_the_log(content: Content, quarters: Quarters) -> None:
    """What the moves of each game add up to is how far its measure has come from the opening."""
    moves, games = quarters.moves, GAMES["senkaku_2021"]
    batch = play(content, READINGS, games=games, seed=SEED)
    for reading in READINGS:
        slot = moves.tables.slots.index(reading)
        mine = moves.slot == slot
        added = np.bincount(moves.game[mine], moves.by[mine], games)
        assert (added == batch.closing(reading) - int(moves.tables.rules.slot_start[slot])).all(), reading


def test_what_is_routine_and_what_is_named(quarters: Quarters) -> None:
    """By the words for the causes; a posture and its everyday act are named in the quarter in which they were ordered."""
    moves = quarters.moves
    by_cause: dict[str, set[bool]] = {}
    for i in range(len(moves.by)):
        by_cause.setdefault(moves.cause(i), set()).add(bool(moves.routine[i]))
    for cause, routine in by_cause.items():
        if cause.startswith(("lapse of", "drift")):
            assert routine == {True}, cause
        elif cause.startswith(("act", "event", "inject", "project", "decision", "ending", "declined", "seen", "attributed")):
            assert routine == {False}, cause
    assert by_cause["answer protest to law_enforcement_patrol"] == {True}, "a demarche for every intrusion"
    assert by_cause["answer protest to fishing_fleet"] == {False}, "the fleet was ordered"
    assert True in by_cause["posture other_4"]
    assert any((np.abs(quarters.net) > FAR) & quarters.of(SUPPORT) & (quarters.named > 0)), "a named cause can move it far"
