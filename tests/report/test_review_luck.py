"""What was luck of a game: what throws have to do with their odds, and the dice on which a first shot hung."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest

from kuroshio.kernel.state import codes
from kuroshio.picture.picture import OddsPicture
from kuroshio.report.review.dice_luck import better, luck_in_words, rolled, verdict_on
from kuroshio.report.review.gathering import gather
from kuroshio.report.review.review_tables import tables
from kuroshio.session import saved_games
from kuroshio.session.session import Session
from tests.report.played import PEOPLE, SCENARIO, Played, decide, page_of, read_back, reviewed

FIRED = 7  # a seed with which nobody fires in the first round, and somebody in the second


def climb(path: Path, seed: int) -> Session:
    """A game in which both sides climb in a crisis of the first turn."""
    content = saved_games.load(SCENARIO)
    session = saved_games.start(content, SCENARIO, "", PEOPLE, (), seed, path)
    session.injects.write("A cutter is rammed.", [], [{"track": "senkaku.ladder", "set": 7}])
    while not session.over and session.turn < 2:
        if session.game.asking == codes.ASK_CRISIS:
            session.reveal(session.asked())
            session.answer(session.picture().question.choices[0].line)
        else:
            decide(session)
    session.journal.close()
    return session


# --- throws ---------------------------------------------------------------------------------------------


def test_luck_counts_the_throws_that_are_better() -> None:
    throws = list(product(range(1, 7), repeat=2))
    for dice in throws:
        assert better(dice) == sum(sum(other) > sum(dice) for other in throws)
    assert luck_in_words((6, 6)) == "no roll is better"
    assert luck_in_words((6, 5)) == "1 roll in 36 is better"


def test_luck_is_told_from_what_the_odds_had_in_store() -> None:
    likely = OddsPicture(base=5, number=5, modifiers=(), bands=(0, 6, 15, 15))
    unlikely = OddsPicture(base=10, number=10, modifiers=(), bands=(15, 15, 5, 1))
    assert verdict_on(likely, (1, 1)) == "bad luck"
    assert verdict_on(likely, (3, 3)) == "as the odds had it"
    assert verdict_on(likely, (2, 3)) == "a near thing"
    assert verdict_on(unlikely, (6, 5)) == "good luck"
    assert verdict_on(unlikely, (4, 5)) == "a near thing"


def test_a_throw_falls_into_its_band() -> None:
    """Worked by hand: 8 is needed, 12 breaks through, 4 and less are a setback."""
    odds = OddsPicture(base=8, number=8, modifiers=(), bands=(6, 15, 14, 1))
    fell = {sum(dice): rolled(odds, dice) for dice in product(range(1, 7), repeat=2)}
    assert [total for total, band in fell.items() if band == "setback"] == [2, 3, 4]
    assert [total for total, band in fell.items() if band == "failure"] == [5, 6, 7]
    assert [total for total, band in fell.items() if band == "breakthrough"] == [12]
    assert fell[8] == fell[11] == "success"


def test_events_that_came_against_the_odds_stand_apart_from_likely_ones(whole: Played) -> None:
    events = [beat for frame in whole.review.frames for beat in frame.beats if beat.kind == "event" and beat.odds]
    rare = [beat for beat in events if sum(beat.odds.bands[2:]) <= 12]
    assert 0 < len(rare) < len(events)
    luck = page_of(whole).split("Events against the odds")[1].split("Every decision")[0]
    first, rest = luck.split("<details>")
    assert first.count(" in 36</td>") == len(rare) and rest.count(" in 36</td>") == len(events) - len(rare)


# --- a first shot ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def fought(tmp_path_factory: pytest.TempPathFactory) -> Played:
    path = tmp_path_factory.mktemp("fought") / "f.game.jsonl"
    return reviewed(path, climb(path, FIRED))


def test_the_dice_on_which_a_first_shot_hung_are_told_with_their_odds(fought: Played) -> None:
    """Worked by hand: 10 or more falls in 6 of 36 ways; 2 and 6 is no shot, 5 and 5 is one."""
    held, fired = fought.review.shots
    assert (held.round, held.number, held.chance, held.dice, held.fired) == (1, 10, 6, (2, 6), False)
    assert (fired.round, fired.number, fired.chance, fired.dice, fired.fired) == (2, 10, 6, (5, 5), True)
    assert (held.verdict, fired.verdict) == ("as the odds had it", "against the odds")
    assert held.chosen == "China: climb; Japan: climb" and held.crisis == "Senkaku / Diaoyu Islands"
    told = "dice were rolled twice for a first shot, at 6 in 36, and somebody fired once"
    assert told in " ".join(fought.review.head.story)


def test_a_first_shot_stands_at_a_glance_in_its_turn_and_among_what_was_luck(fought: Played) -> None:
    text = page_of(fought)
    glance, turns, luck = (text.split(f'id="{part}"')[1].split("<h2")[0] for part in ("glance", "turns", "luck"))
    assert "6 in 36 for a first shot: somebody fired" in glance
    assert turns.count("6 in 36 that somebody would fire") == 2
    assert re.search(r"10 or more; rolled 5 \+ 5 = <b>10</b></td><td><span class=\"miss\">somebody fired", luck)


def test_every_round_of_the_log_with_dice_has_its_row(fought: Played) -> None:
    rows = read_back(tables(fought.review)["shots.csv"])
    rounds = [line for _, line in fought.watched.lines() if line.what == codes.L_ROUND]
    assert [(row["round"], row["die_1"], row["die_2"], row["fired"]) for row in rows] == [
        (str(line.amount), str(line.die_1), str(line.die_2), str(int(line.die_1 + line.die_2 >= line.number)))
        for line in rounds
        if line.number
    ]


def test_a_seat_that_watched_reads_them_too(fought: Played) -> None:
    assert gather(fought.kept, fought.watched, "malaysia").shots == fought.review.shots


def test_a_crisis_without_such_a_throw_says_so(whole: Played) -> None:
    assert whole.review.marks and not whole.review.shots
    assert "No dice were rolled for a first shot" in page_of(whole)
