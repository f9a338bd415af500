"""A game in which control has reached beside the rules is told from its file, and each seat's edition has what it was told."""

from __future__ import annotations

import re

import pytest

from kuroshio.cli.journal import TOLD
from kuroshio.kernel.state import codes
from kuroshio.report.review.gathering import gather
from kuroshio.session import saved_games
from kuroshio.session.journal.journal_reader import read
from kuroshio.session.lines.control_lines import Control
from kuroshio.session.told_game import ToldGame, tell
from tests.report.played import SCENARIO, Played, page_of

PEOPLE = ("china", "japan", "us")
LINES = (
    'china: "PLANT-asked" to japan; commit', "japan: propose_host_nation_support; commit", "commit us empty",
    "change japan: none | because PLANT-changed", "counter remove jcg_relief | because PLANT-counter",
    "crisis open senkaku | because PLANT-crisis", "freeze us nobody",
)  # fmt: skip
MAY_READ = {  # what is planted, and the seats that may read it
    "PLANT-asked": ("china", "japan"), "PLANT-replied": ("china", "japan"), "PLANT-changed": ("japan",),
    "PLANT-counter": ("japan",), "PLANT-crisis": PEOPLE, "PLANT-number": ("china", "japan"),
}  # fmt: skip


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Played:
    path = tmp_path_factory.mktemp("by_hand") / "a.game.jsonl"
    session = saved_games.start(saved_games.load(SCENARIO), SCENARIO, "", PEOPLE, (), 7, path, umpire=True)
    control = Control(session, "director")
    for line in LINES:
        assert control.perform(line) == "", line
    while session.umpire.docket() is None:
        question = session.picture_for(session.asked()).question
        assert question is not None and control.perform(question.choices[0].line) == ""
    for line in ("japan: reply PLANT-replied", "number 8 | because PLANT-number", "throw", "thaw us", "undo", "redo", "skip"):
        assert control.perform(line) == "", line
    session.close()
    kept = read(path)
    watched = ToldGame(kept)
    return Played(session, kept, watched, gather(kept, watched))


def test_it_is_told_from_its_file_as_it_was_played(told: Played) -> None:
    assert tell(told.kept).game.tobytes() == told.session.game.tobytes()
    page = page_of(told)
    assert all(plant in page for plant in MAY_READ), "control reads all of it"
    assert "Japan replied: PLANT-replied" in page


@pytest.mark.parametrize("seat", PEOPLE)
def test_an_edition_has_what_its_seat_was_told(told: Played, seat: str) -> None:
    page = page_of(told, gather(told.kept, told.watched, seat))
    assert set(re.findall(r"PLANT-[a-z]+", page)) == {plant for plant, seats in MAY_READ.items() if seat in seats}


def test_the_journal_is_readable(told: Played) -> None:
    lines = "\n".join(TOLD[entry.kind](entry) for entry in told.kept.entries if entry.kind in TOLD)
    for words in (
        "japan: reply to china: PLANT-replied", "withdrawn. PLANT-changed", "us is frozen; nobody plays it", "us is thawed",
        "counter jcg_relief taken off the map", "crisis of senkaku opened by hand", "doctrines play until turn 2",
        "number 8 for ",
    ):  # fmt: skip
        assert words in lines, words


def test_what_only_tells_of_an_act_is_no_turning_point(told: Played) -> None:
    tells = {f"Inject: {entry['title']}" for entry in told.kept.counted if entry.kind == "inject" and entry.get("tells")}
    points = {point.title for point in gather(told.kept, told.watched).turning}
    assert len(tells) > 2 and not tells & points
    assert any(point.kind == "crisis" for point in gather(told.kept, told.watched).turning), "the crisis itself is one"


# --- control's reasons among the turning points -----------------------------------------------------------


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """Control has opened a crisis, ruled on what came before it, prolonged the crisis and closed it; nobody kept a promise."""
    path = tmp_path_factory.mktemp("closed") / "a.game.jsonl"
    session = saved_games.start(saved_games.load(SCENARIO), SCENARIO, "", PEOPLE, (), 7, path, umpire=True)
    control = Control(session, "director")
    entered = (
        "crisis open senkaku | because PLANT-opened", "china: pursue_fishing in senkaku against japan; commit",
        "commit japan empty", "commit us empty", "dispute china",
    )  # fmt: skip
    for line in entered:
        assert control.perform(line) == "", line
    while session.game.asking != codes.ASK_CRISIS:
        docket = session.umpire.docket()
        if docket is not None:
            line = "rule success | because PLANT-ruled" if docket.seat == "china" else "accept"
        else:
            question = session.picture_for(session.asked()).question
            assert question is not None
            line = question.choices[0].line
        assert control.perform(line) == "", line
    for line in ("crisis prolong 2 | because PLANT-prolonged", "crisis china hold, japan hold"):
        assert control.perform(line) == "", line
    assert control.perform("crisis close | because PLANT-closed") == ""
    assert "No ending of the rules is used, and none of its prices" in control.said[0]
    assert control.perform("skip") == "" and control.perform("undo yes") == ""
    session.close()
    kept = read(path)
    watched = ToldGame(kept)
    return Played(session, kept, watched, gather(kept, watched))


@pytest.mark.parametrize("seat", ["", *PEOPLE])
def test_a_crisis_says_that_control_opened_and_closed_it_and_why(closed: Played, seat: str) -> None:
    review = gather(closed.kept, closed.watched, seat)
    (crisis,) = [point for point in review.turning if point.kind == "crisis"]
    assert crisis.cause.startswith("Control opened it by hand. PLANT-opened.")
    assert crisis.came == (
        "Round 1: China chooses to hold, Japan to hold. Control prolonged it by 2 rounds. PLANT-prolonged."
        " Control closed it by hand. PLANT-closed. No ending of the rules was used, and none of its prices."
    )
    story = " ".join(review.head.story)
    assert "One crisis opened: turn 1, opened by control (closed by control, without an ending of the rules)" in story
    assert review.marks[0].text == "closed by control, without an ending of the rules"


def test_the_reason_of_a_ruling_stands_with_what_came_of_the_act(closed: Played) -> None:
    reason = "The umpire's reason: PLANT-ruled."
    kinds = {point.kind for point in closed.review.turning if reason in point.cause}
    assert kinds >= {"promise"}, [point.cause for point in closed.review.turning]
    for seat in PEOPLE:  # rulings are for control only
        assert not any("PLANT-ruled" in point.cause for point in gather(closed.kept, closed.watched, seat).turning)


def test_a_crisis_that_the_rules_opened_and_ended_names_no_control(whole: Played) -> None:
    (crisis,) = [point for point in whole.review.turning if point.kind == "crisis"]
    assert "Control" not in crisis.cause + crisis.came and "opened by control" not in " ".join(whole.review.head.story)
