"""What moved support, trust and unity, as the causes in the log tell it: all that moved them, and which of it was routine."""

from __future__ import annotations

import numpy as np
import pytest

from kuroshio.kernel.tables.compiling import compile_tables
from kuroshio.players.doctrine_tables import compile_playbook
from tests.expectations.batch import play
from tests.expectations.unexplained_moves import FAR, SEED, SUPPORT, Quarters, play_moves, quarters_of
from tests.stepping import Content

GAMES = 60
READINGS = ("japan.home", "us_japan.trust", "world.asean_unity")


def played(content: Content, games: int) -> Quarters:
    tables = compile_tables(*content)
    return quarters_of(play_moves(tables, compile_playbook(tables), games))


@pytest.fixture(scope="module")
def quarters(content: Content) -> Quarters:
    return played(content, GAMES)


def test_all_that_moves_a_track_is_in_the_log(content: Content, quarters: Quarters) -> None:
    """What the moves of each game add up to is how far its measure has come from the opening."""
    moves, games = quarters.moves, GAMES
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
