"""A game that stops early is judged where it stands: in the review, its tables, the editions of seats, and a replay."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from kuroshio.cli.main import group
from kuroshio.kernel.state.records import OUTCOME, SCRATCH, blank
from kuroshio.kernel.stepping import outcome
from kuroshio.model.entry_parts import Condition
from kuroshio.picture.phrases import unsettled
from kuroshio.picture.picture import GRADES
from kuroshio.report.review.gathering import gather
from kuroshio.report.review.review import Review
from kuroshio.report.review.review_tables import tables
from kuroshio.session import saved_games
from kuroshio.session.journal_reader import read
from kuroshio.session.told_game import ToldGame
from tests.report.played import PEOPLE, Played, decide, page_of, reviewed
from tests.session.exercise import refusal

AFTER = "Judged where the game stopped: 2021-Q2, turn 2 of 8."


def rows(review: Review) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(tables(review)["aims.csv"].removeprefix("\ufeff"))))


def test_every_seat_is_judged_by_each_condition_as_the_last_whole_turn_ended(stopped: Played) -> None:
    """Turn 3 has begun with its news, and nobody has done anything in it."""
    review, watched = stopped.review, stopped.watched
    assert review.head.judged == AFTER
    assert "stopped after turn 2 of 8" in review.head.story[0]
    result = blank(OUTCOME)
    outcome(watched.rules, watched.turns[3], blank(SCRATCH)[0], result[0])
    for seat, aims in zip(watched.tables.scenario.seats, review.aims, strict=True):
        assert aims.met == bool(result[0].success[watched.tables.index.factions[seat.faction]])
        assert len(aims.conditions) == len(seat.success) and aims.met == all(grade == "met" for _, grade in aims.conditions)
    assert any(aims.met for aims in review.aims) or "No seat met all its aims where the game stopped." in review.head.story


def test_the_page_and_its_table_say_where(stopped: Played) -> None:
    text = page_of(stopped)
    assert AFTER in text and "Aims met" in text and "how well each is met" in text
    table = rows(stopped.review)
    assert {row["judged"] for row in table} == {AFTER}
    assert {row["met"] for row in table} <= set(GRADES) and all(row["condition"] for row in table)
    assert all(re.fullmatch(r"grade [0-3]\.[0-9] of 3", row["grade"]) and row["grade"] in text for row in table)


def test_what_counts_over_all_turns_says_that_only_the_end_can_settle_it(stopped: Played, whole: Played) -> None:
    told = [text for aims in stopped.review.aims for text, _ in aims.conditions if text.startswith("Projects delivered")]
    assert told and all("counted over 2 of 8 turns: settled only at the end" in text for text in told if ": 0" in text)
    assert "settled only at the end" not in page_of(whole)
    at_most, at_least = Condition(track="count.crises", at_most=1), Condition(track="count.crises", at_least=2)
    assert unsettled(at_most, 1, (4, 8)) and not unsettled(at_most, 2, (4, 8)) and not unsettled(at_most, 1, None)
    assert unsettled(at_least, 1, (4, 8)) and not unsettled(at_least, 2, (4, 8))
    assert not unsettled(Condition(track="japan.home", at_least=2), 1, (4, 8)), "a track is judged as it stands"


def test_an_edition_judges_all_and_opens_its_own_conditions_alone(stopped: Played) -> None:
    review = gather(stopped.kept, stopped.watched, "japan")
    assert review.head.judged == AFTER and all(aims.met is not None for aims in review.aims)
    assert [aims.seat for aims in review.aims if aims.conditions] == ["Japan"]
    assert [row["seat"] for row in rows(review) if row["condition"]] == ["Japan"] * 4


def test_a_game_that_was_played_out_is_judged_at_its_end(whole: Played) -> None:
    assert whole.review.head.judged == "" and {row["judged"] for row in rows(whole.review)} == {"At the end."}
    judged = whole.watched.judged()
    assert judged is not None and not judged.early and judged.state is whole.watched.game


@pytest.fixture
def midway(tmp_path: Path) -> Path:
    """A game in which two seats have committed their orders of the second turn."""
    path = tmp_path / "a.game.jsonl"
    session = saved_games.start(saved_games.load("senkaku_2021"), "senkaku_2021", "", PEOPLE, (), 3, path)
    while session.turn < 2:
        decide(session)
    decide(session)
    decide(session)
    assert refusal(session.ending.stop, "director") == "" and session.picture_for("japan").over
    assert session.picture_for("").judged == "Judged where the game stopped: 2021-Q2, in turn 2 of 8, planning."
    assert session.ending.results(whole=True) == ToldGame(read(path)).results(whole=True)
    session.close()
    return path


def test_in_the_middle_of_a_turn_it_is_judged_as_it_stands(midway: Path) -> None:
    review = reviewed(midway, saved_games.look_into(read(midway))).review
    assert review.head.judged == "Judged where the game stopped: 2021-Q2, in turn 2 of 8, planning."
    assert np.array_equal(ToldGame(read(midway)).judged().state.track, ToldGame(read(midway)).game.track)  # type: ignore[union-attr]


def test_a_replay_ends_with_the_judgement(midway: Path) -> None:
    told = CliRunner().invoke(group, ["replay", str(midway)]).output
    assert "## Where the game stopped" in told and "## The end" not in told
    assert "in turn 2 of 8, planning." in told and "settled only at the end" in told
    part = CliRunner().invoke(group, ["replay", str(midway), "--to", "1.response"]).output
    assert "## Where" not in part and "aims met" not in part, "it goes on after that"


def test_a_game_that_was_ended_stays_so_until_that_is_undone(midway: Path) -> None:
    session = saved_games.resume(midway)
    assert session.over and session.ending.stopped() and refusal(session.ending.stop, "x") == "The game is over."
    assert refusal(session.injects.write, "More.") == "The game is over." and not session.deciders.planners()
    assert refusal(session.history.undo) == "" and not session.over and session.deciders.planners()
    session.close()


def test_a_game_in_which_nobody_has_done_anything_is_not_judged(tmp_path: Path) -> None:
    path = tmp_path / "a.game.jsonl"
    session = saved_games.start(saved_games.load("senkaku_2021"), "senkaku_2021", "", PEOPLE, (), 3, path)
    session.close()
    review = reviewed(path, session).review
    assert review.head.judged == "" and {aims.met for aims in review.aims} == {None}
    assert "## " in CliRunner().invoke(group, ["replay", str(path)]).output
