"""A game in which control has reached beside the rules is told from its file, and each seat's edition has what it was told."""

from __future__ import annotations

import re

import pytest

from kuroshio.cli.journal import TOLD
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
