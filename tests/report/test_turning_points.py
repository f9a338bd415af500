"""Turning points of played games: each kind with the act, the answer, or the occasion that the log gives as its cause."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import attrs
import pytest

from kuroshio.kernel.state import codes
from kuroshio.picture.picture import Beat, OddsPicture
from kuroshio.report.review.audience import Audience
from kuroshio.report.review.gathering import gather
from kuroshio.report.review.review import TurningPoint
from kuroshio.report.review.review_page import MOST_TURNING, Page
from kuroshio.report.review.review_tables import tables
from kuroshio.report.review.summary import plain_name
from kuroshio.report.review.turning_points import dice_in_words
from kuroshio.session import saved_games
from tests.report.played import PEOPLE, SCENARIO, Played, decide, page_of, read_back, reviewed


def of_kind(played: Played, kind: str) -> list[TurningPoint]:
    return [point for point in played.review.turning if point.kind == kind]


@pytest.fixture(scope="module")
def deserted(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """A game whose ally answers nothing."""
    path = tmp_path_factory.mktemp("deserted") / "a.game.jsonl"
    session = saved_games.start(saved_games.load(SCENARIO), SCENARIO, "", PEOPLE, (), 7, path)
    while not session.over and session.turn < 4:
        if session.game.asking == codes.ASK_RESPOND and session.asked() == "us":
            session.reveal("us")
            session.answer("us: respond none")
        else:
            decide(session)
    session.journal.close()
    return reviewed(path, session)


def test_a_crisis_names_what_brought_the_ladder_there_and_how_it_ended(day: Played, whole: Played) -> None:
    (crisis,) = of_kind(day, "crisis")
    assert crisis.turn == 4 and "\u201cJapanese nationalists go ashore\u201d: 5 to 6." in crisis.cause
    assert "Steps before: turn " in crisis.cause and ", 4 to 5: " in crisis.cause, "the turns before it are told too"
    assert crisis.came.startswith("Round 3: China chooses to take an off-ramp")
    assert crisis.came.endswith("The crisis ends: the challenger steps down.")
    (rammed,) = of_kind(whole, "crisis")
    assert "\u201cRamming\u201d: 4 to 7." in rammed.cause and rammed.came.endswith("exhaustion.")


def test_a_fall_of_administration_names_the_act_its_answers_and_what_was_left_unanswered(day: Played) -> None:
    (fall,) = of_kind(day, "administration")
    assert (fall.turn, fall.title) == (3, "Senkaku / Diaoyu Islands, administration falls from 8 to 7")
    assert fall.cause.startswith("An incident of intensity 4 in Senkaku Waters: Pursue Japanese fishing boats. Japan answers")
    assert "Left unanswered before it: \u201cAn incident of intensity 5" in fall.cause


def test_each_change_of_administration_is_a_turning_point(day: Played, whole: Played, deserted: Played) -> None:
    for played in (day, whole, deserted):
        slot = played.watched.maker.slots[f"senkaku.{played.watched.tables.ruleset.roles.control}"]
        moved = [line for line in played.watched.log if line.what == codes.L_EFFECT and line.subject == slot]
        points = of_kind(played, "administration")
        assert sum(int(line.after) - int(line.before) for line in moved) == sum(
            int(point.title.split()[-1]) - int(point.title.split()[-3]) for point in points
        )
        assert all(point.cause for point in points)


def test_a_band_that_the_umpire_has_named_stands_beside_the_dice() -> None:
    odds = OddsPicture(base=11, number=11, modifiers=(), bands=(15, 18, 3, 0))
    ruled = Beat(number=1, turn=1, phase="policy", kind="ruling", title="Police", odds=odds, dice=(4, 4), band="breakthrough")
    assert dice_in_words(ruled) == "Needed 11 (3 in 36), rolled 8: failure by the dice, breakthrough by the umpire."
    assert dice_in_words(attrs.evolve(ruled, band="failure")) == "Needed 11 (3 in 36), rolled 8: failure."


def test_a_new_government_is_told_with_the_calendar_and_the_dice(whole: Played) -> None:
    (voted,) = of_kind(whole, "government")
    assert (voted.turn, voted.title) == (6, "Presidential election in the Philippines")
    assert voted.cause == "The calendar had it in 2022-Q2."
    assert "Philippines, support at home" in {change.name for change in voted.changes}
    events = {beat.title for frame in whole.review.frames for beat in frame.beats if beat.kind == "event"}
    assert "Midterm season in Washington" in events, "a season in which no government begins anew is none"


def test_a_broken_agreement_says_by_whom_how_and_what_was_agreed(day: Played) -> None:
    (broken,) = of_kind(day, "promise")
    assert (broken.turn, broken.title) == (2, "An agreement is broken: China and Malaysia")
    assert broken.cause.startswith("China: Cutters off Luconia again. Agreed in turn 1: ")


def test_an_obligation_that_was_not_kept_names_the_incident_and_the_answer(deserted: Played) -> None:
    short = [line for line in deserted.watched.log if line.what == codes.L_SHORTFALL]
    points = of_kind(deserted, "promise")
    assert len(short) == len(points) > 0
    for point in points:
        assert point.title.startswith("United States falls short of what was expected under ")
        assert point.cause.startswith("An incident of intensity ") and "United States answers " in point.cause
    assert [(change.name, change.before, change.after) for change in points[0].changes] == [("United States, credibility", 3, 2)]


def test_promises_count_what_was_kept_and_what_was_broken(deserted: Played, whole: Played) -> None:
    broken = [breach for one in deserted.review.promises for breach in one.broken]
    owed = [answer for case in deserted.review.cases for answer in case.answers if answer.expected and answer.short]
    assert len(broken) == len(owed) > 0 and {given for _, _, _, given, _ in broken} == {"Let it pass"}
    assert {one.debtor for one in deserted.review.promises if one.broken} == {"United States"}
    assert all(one.kept and not one.broken for one in whole.review.promises)
    rows = read_back(tables(deserted.review)["promises.csv"])
    assert sum(row["given"] != "" for row in rows) == len(broken)


def test_an_inject_says_its_occasion_its_effects_and_its_act(day: Played, whole: Played) -> None:
    told = {point.title.removeprefix("Inject: "): point for played in (day, whole) for point in of_kind(played, "inject")}
    assert told["The Coast Guard Law takes force"].cause == "It was due in turn 1 (2021-Q1)."
    ashore = told["Japanese nationalists go ashore"]
    assert ashore.cause == "Its conditions held: turn 4 or later; Japan: support at home at 2 or less."
    assert told["A tanker aground"].cause == "Control wrote it at the table."
    fired = next(point for point in of_kind(day, "inject") if "moratorium" in point.title)
    assert fired.cause == "Control brought it in by hand." and fired.came.startswith("China: Let a fishing fleet sail")
    assert told["Ramming"].changes[0].name.endswith("escalation ladder")
    assert not any("in its own words" in title for title in told), "a ruling on an order in own words is no inject"


def test_they_stand_in_order_on_the_first_page_with_a_link_to_their_turn(day: Played, whole: Played) -> None:
    for played in (day, whole):
        assert [point.turn for point in played.review.turning] == sorted(point.turn for point in played.review.turning)
    text = page_of(day)
    first = text.split('id="turning"')[1].split('id="glance"')[0]
    assert "Crisis over Senkaku" in first and 'data-turn="4"' in first and "An agreement is broken" in first
    assert read_back(tables(day.review)["turning_points.csv"])[0]["kind"] == "inject"


def test_of_many_the_gravest_stand_first_and_the_others_below(deserted: Played) -> None:
    maker = deserted.watched.maker
    shown = Page(deserted.review, deserted.watched.map, maker.sides, 6).turning()
    both = [*shown["turning"], *shown["more_turning"]]
    assert len(shown["turning"]) <= MOST_TURNING and len(both) == len(deserted.review.turning)
    assert not any(one.kind in ("crisis", "administration") for one in shown["more_turning"])


@pytest.mark.parametrize("seat", ["japan", "malaysia", "china"])
def test_an_edition_gives_no_occasion_and_no_cause_that_its_seat_was_not_told(whole: Played, seat: str) -> None:
    points = gather(whole.kept, whole.watched, seat).turning
    assert {point.cause for point in points if point.kind == "inject"} == {"Control brought it in."}
    known = {beat.title for beat in whole.review.frames[3].beats if "fishing fleet" in beat.title}
    fall = next(point for point in points if point.kind == "administration")
    assert known and ("fishing fleet" in fall.cause) == (seat == "china"), "only its author knows whose act it was"


def test_a_game_that_stopped_early_has_its_turning_points(stopped: Played, tmp_path: Path) -> None:
    assert {point.turn for point in stopped.review.turning} <= {1, 2, 3} and of_kind(stopped, "crisis")


def test_a_proper_name_keeps_its_capital_in_the_sentence_on_the_wall() -> None:
    spots = [SimpleNamespace(name="Senkaku / Diaoyu Islands"), SimpleNamespace(name="Taiwan Strait")]
    audience = cast(
        Audience, SimpleNamespace(pictures=[SimpleNamespace(hotspots=spots)], names=SimpleNamespace(factions=["Japan"]))
    )
    names = ("Senkaku / Diaoyu Islands, administration", "Japan's part in leading", "Regional tension")
    assert [plain_name(audience, name) for name in names] == [*names[:2], "regional tension"]
