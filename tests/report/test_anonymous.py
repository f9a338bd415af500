"""A review without names: whoever ruled, wrote or voted, or is named in a text, stands by a role; all else is the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve
from click.testing import CliRunner, Result

from kuroshio.cli.main import group
from kuroshio.report.review.anonymous import anonymous
from kuroshio.report.review.gathering import gather
from kuroshio.session import saved_games
from kuroshio.session.journal.journal_reader import KeptGame, read
from kuroshio.session.lines.control_lines import Control
from kuroshio.session.told_game import ToldGame
from tests.report.played import PEOPLE, Played, decide

LINES = (
    'malaysia: "Ask Mr Tan to lunch"',
    "note japan: SATO-NAME told Kato-San to wait; sato-names are another thing",
    "agree us,japan until 3: As PLANT-Eve-NAME wrote it",
    "inject A call: PLANT-Eve-NAME rings the ministry",
)
RULED = "rule for PLANT-Eve-NAME hosts him | set world.asean_unity+1 | because PLANT-Eve-NAME knows Mr Tan"


@pytest.fixture(scope="module")
def game(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A game ruled by somebody whose name stands in its texts as well."""
    path = tmp_path_factory.mktemp("named") / "a.game.jsonl"
    session = saved_games.start(saved_games.load("senkaku_2021"), "senkaku_2021", "", PEOPLE, (), 3, path, umpire=True)
    control = Control(session, by="PLANT-Eve-NAME")
    for line in LINES:
        assert control.perform(line) == "", line
    while not session.umpire.docket() and not session.over:
        decide(session)
    assert control.perform(RULED) == ""
    assert control.perform("stop") == ""
    session.close()
    return path


def report(game: Path, out: Path, *words: str) -> Result:
    return CliRunner().invoke(group, ["report", str(game), "--out", str(out / "review.html"), *words])


def everything(folder: Path) -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted(folder.rglob("*")) if path.is_file())


def test_the_names_are_in_a_review_that_is_not_anonymous(game: Path, tmp_path: Path) -> None:
    assert report(game, tmp_path).exit_code == 0
    assert "PLANT-Eve-NAME" in everything(tmp_path) and not (tmp_path / "review-journal.txt").exists()


def test_no_file_of_an_anonymous_one_has_a_name(game: Path, tmp_path: Path) -> None:
    words = ("--person", "sato-name=the minister", "--person", "Mr Tan=a guest", "--seat", "malaysia", "--anonymous")
    told = report(game, tmp_path, *words)
    assert told.exit_code == 0 and "review-journal.txt" in told.output
    text = everything(tmp_path)
    assert [name for name in ("PLANT-Eve-NAME", "SATO-NAME", "Mr Tan") if name in text] == []
    assert "the minister told Kato-San to wait; sato-names are another thing" in text, "whole words, in any case"
    assert "umpire rings the ministry" in text and "umpire knows a guest" in text and "Ask a guest to lunch" in text
    assert not list(tmp_path.glob("malaysia/*journal*")), "the journal holds every seat's secrets"
    assert "Roles stand for the names of people." in (tmp_path / "review.html").read_text("utf-8")
    journal = (tmp_path / "review-journal.txt").read_text("utf-8")
    assert "(umpire)" in journal and "the game is ended (control)" in journal


def test_all_else_is_the_same(day: Played) -> None:
    kept = anonymous(day.kept, PEOPLE, {})
    review = gather(kept, ToldGame(kept))
    assert evolve(review, overrides=(), responses=()) == evolve(day.review, overrides=(), responses=())
    assert {one.by for one in review.overrides} == {one.by for one in review.responses if one.by} == {"umpire"}
    assert day.review.overrides and {one.by for one in day.review.overrides} == {"adjudicator"}


def test_voters_have_numbers_and_seats_keep_their_names(day: Played) -> None:
    ruling = next(entry for entry in day.kept.entries if entry.kind == "ruling" and entry["votes"])
    votes = {"japan": "success", "Ann": "failure", "Bo": "success"}
    lines = tuple(evolve(e, fields={**e.fields, "votes": votes}) if e is ruling else e for e in day.kept.entries)
    kept: KeptGame = anonymous(evolve(day.kept, entries=lines), PEOPLE, {})
    changed = next(entry for entry in kept.entries if entry.n == ruling.n)
    assert list(changed["votes"]) == ["japan", "voter 1", "voter 2"]


@pytest.mark.parametrize(
    "words, wrong",
    [
        (("--person", "Ann=the scribe"), "--person belongs to --anonymous"),
        (("--anonymous", "--person", "Ann"), "--person Ann: a name and a role are needed"),
        (("--anonymous", "--person", "=x"), "--person =x: a name and a role are needed"),
    ],
)
def test_what_is_no_role_is_refused(game: Path, tmp_path: Path, words: tuple[str, ...], wrong: str) -> None:
    told = report(game, tmp_path, *words)
    assert told.exit_code == 2 and wrong in told.output and not list(tmp_path.iterdir())


def test_a_path_is_no_name(game: Path) -> None:
    kept = read(game)
    header = evolve(kept.entries[0], fields={**kept.entries[0].fields, "scenario": "/home/ann/mine.toml"})
    assert anonymous(evolve(kept, entries=(header, *kept.entries[1:])), PEOPLE, {}).scenario == "mine.toml"
