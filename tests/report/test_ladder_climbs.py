"""Every step of a ladder is told with the act, the answer and the rule that it came of; to a seat with what it may know."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pytest

from kuroshio.kernel.state import codes
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.kernel.view import author_hidden
from kuroshio.picture.chronicle import Chronicle
from kuroshio.picture.ladder_climbs import CLIMBS
from kuroshio.picture.log_sentences import Teller
from kuroshio.picture.picture import Beat
from kuroshio.picture.row_names import RowNames
from kuroshio.players.doctrine_tables import RANDOM
from kuroshio.report.review.gathering import cause_of
from kuroshio.report.review.whole_chronicle import Witness
from tests.stepping import Table

STEP = re.compile(r"[^.]*: (?:more than .* tolerates|from \d an act is a step by itself)\.")
AT_MOST = "A ladder climbs 2 steps a turn at most."


@pytest.fixture(scope="module")
def games(tables: Tables) -> list[tuple[np.ndarray, np.ndarray]]:
    """The logs and the opening tracks of some games played at random, which try everything."""
    found = []
    for number in range(16):
        table = Table(tables, policy=None, lines=16384).begin(5, number)
        table.policy = np.full_like(table.policy, RANDOM)
        opening = table.track.copy()
        for _ in table.questions():
            pass
        found.append((table.log[: int(table.game.logged)].copy(), opening))
    return found


def climbs_in(log: np.ndarray, chronicle: Chronicle) -> Iterator[tuple[np.record, Beat]]:
    """Each climb with its beat."""
    chronicle.follow(log, len(log))
    by_line = {beat.number: beat for beat in chronicle.beats}
    for at, line in enumerate(log):
        if chronicle.climbs.is_climb(line):
            yield line, by_line[at]


def test_every_step_has_its_cause(tables: Tables, games: list[tuple[np.ndarray, np.ndarray]]) -> None:
    steps, rules_named = 0, set[str]()
    for log, opening in games:
        for line, beat in climbs_in(log, Witness(tables, opening)):
            told = STEP.findall(beat.text)
            assert len(told) == line.amount or (AT_MOST in beat.text and len(told) > line.amount == 2), beat
            assert beat.title.startswith(CLIMBS) and beat.area and "not known which" not in beat.text
            assert [change.after - change.before for change in beat.changes] == [line.after - line.before]
            assert cause_of(beat) == beat.text.rstrip(".")
            steps += len(told)
            rules_named |= {"grave"} if "a step by itself" in beat.text else set()
            rules_named |= {"answer"} if "tolerates" in beat.text else set()
    assert steps > 8 and rules_named == {"grave", "answer"}


def test_the_told_game_names_what_the_review_names(tables: Tables, games: list[tuple[np.ndarray, np.ndarray]]) -> None:
    for log, opening in games[:4]:
        told = list(Teller(tables, opening).tell(log))
        for _, beat in climbs_in(log, Witness(tables, opening)):
            assert f"- {beat.title}. {beat.text}" in told


@pytest.mark.parametrize("seat", (None, "japan", "china", "us"))
def test_a_seat_is_told_no_more_than_it_may_know_and_nothing_wrong(
    tables: Tables, games: list[tuple[np.ndarray, np.ndarray]], seat: str | None
) -> None:
    """What it is told for certain is so; what is hidden from it may be otherwise, and it is told the same."""
    faction = tables.index.factions[seat] if seat else int(codes.NONE)
    told_some = 0
    for log, opening in games[:4]:
        whole = {int(line.turn): beat.text for line, beat in climbs_in(log, Witness(tables, opening))}
        other = log.copy()
        for at, line in enumerate(other):
            if line.what == codes.L_RESPONSE and author_hidden(tables.rules, line, faction):
                other[at]["target"] = (int(line.target) + 1) % 3
        plain = list(climbs_in(log, Chronicle(tables, faction)))
        assert [beat for _, beat in plain] == [beat for _, beat in climbs_in(other, Chronicle(tables, faction))]
        for line, beat in plain:
            told_some += bool(beat.text)
            for step in STEP.findall(beat.text):
                if "The incident" not in step:
                    assert step.strip() in whole[int(line.turn)]
    assert told_some


def test_a_crisis_opens_with_what_brought_it(tables: Tables, games: list[tuple[np.ndarray, np.ndarray]]) -> None:
    opened = accidents = 0
    for log, opening in games:
        chronicle = Witness(tables, opening)
        climbs = {(int(line.turn), beat.title): beat.text for line, beat in climbs_in(log, chronicle)}
        for beat in chronicle.beats:
            if beat.kind == "crisis" and beat.title.startswith("Crisis over "):
                place = beat.title.removeprefix("Crisis over ").partition(": ")[0]
                assert beat.text.startswith("A crisis opens at rung 6 of the ladder or above.")
                cause = climbs.get((beat.turn, f"{CLIMBS}: {place}"), "")
                assert cause in beat.text
                opened += bool(cause)
                ladder = next(name for name in names_of(tables) if name.startswith(place) and name.endswith("ladder"))
                for other in chronicle.beats:
                    ups = [c for c in other.changes if c.name == ladder and c.after > c.before and other.turn == beat.turn]
                    if ups and other.number < beat.number and not other.title.startswith(CLIMBS):
                        assert f"\u201c{other.title}\u201d: {ups[0].before} to {ups[0].after}." in beat.text
                        accidents += 1
    assert opened and accidents


def names_of(tables: Tables) -> list[str]:
    return RowNames(tables).slots
