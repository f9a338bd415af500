"""What a seat drew from its mix: nobody reads it while the game runs, and the review, the replay and the story tell it after."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import kuroshio
from kuroshio.cli.main import group
from kuroshio.players.doctrine_draw import drawn_doctrines
from kuroshio.report.brief.brief_contents import make_brief
from kuroshio.report.brief.kit_page import pages
from kuroshio.report.review.gathering import gather
from kuroshio.report.review.review import Review
from kuroshio.session import saved_games
from kuroshio.session.journal_reader import read
from kuroshio.session.session import Session
from kuroshio.session.told_game import ToldGame
from tests.mixes import OTHER, OWN, SEAT, mixed, mixed_file
from tests.session.exercise import decide

PERSON, SEED = "belmark", 4
MIXES = ({OWN: 100, OTHER: 1}, {OWN: 1, OTHER: 100})
FROM_MIX = ", drawn from its mix"


def begun(folder: Path, mix: dict[str, int], people: tuple[str, ...] = (PERSON,)) -> Session:
    return saved_games.start(mixed(folder, mix), "gulls", "", people, (), SEED, folder / "a.game.jsonl")


def review_of(path: Path, seat: str = "") -> Review:
    kept = read(path)
    return gather(kept, ToldGame(kept), seat)


def told_of(review: Review) -> str:
    return next(seat.who for seat in review.head.seats if seat.id == SEAT)


def test_whatever_is_drawn_all_others_read_the_same(tmp_path: Path) -> None:
    """The seat that draws plans first, and nothing of it is public before the others have planned too."""
    read_by: list[list[object]] = []
    for i, mix in enumerate(MIXES):
        session = begun(tmp_path / str(i), mix)
        drawn = drawn_doctrines(session.tables, session.playbook, {SEAT: "mixed"}, SEED)
        assert drawn == {SEAT: (OWN, OTHER)[i]}, "the seed draws the rare one"
        public = saved_games.public_path(session.journal.path or Path())
        lines = [json.loads(line) for line in public.read_text(encoding="utf-8").splitlines()]
        pictures = [line.get("picture", line) for line in lines]
        seats = [session.picture_for(seat) for seat in ("", PERSON)]
        told = [
            line for line in public.read_text(encoding="utf-8").splitlines() if OWN in line or OTHER in line or "mixed" in line
        ]
        assert session.game.planned[session.tables.index.factions[SEAT]] and told == []
        read_by.append([pictures, *seats])
        session.close()
    assert read_by[0] == read_by[1]


def test_a_brief_says_nothing_of_a_mix(tmp_path: Path) -> None:
    content = mixed(tmp_path, MIXES[0])
    plain = content.with_changes(f"seat.{SEAT}.mix=none")
    assert pages(make_brief(content.tables, 540)) == pages(make_brief(plain.tables, 540))


@pytest.fixture(scope="module")
def over(tmp_path_factory: pytest.TempPathFactory) -> Session:
    session = begun(tmp_path_factory.mktemp("over"), MIXES[1])
    while not session.over:
        decide(session)
    session.close()
    return session


def test_the_review_of_a_finished_game_says_what_was_drawn(over: Session) -> None:
    path = over.journal.path
    assert path is not None
    name = next(doctrine.name for doctrine in over.tables.ruleset.doctrines if doctrine.id == OTHER)
    assert told_of(review_of(path)) == f"by doctrine: {name}{FROM_MIX}"
    assert told_of(review_of(path, PERSON)) == "by doctrine"
    replayed = CliRunner().invoke(group, ["replay", str(path)]).output
    assert f"drew its doctrine for this game: {name} ({OTHER})." in replayed


def test_before_the_end_not_even_the_review_says_it_and_control_reads_mixed(tmp_path: Path) -> None:
    session = begun(tmp_path, MIXES[1])
    decide(session)
    path = session.journal.path
    assert path is not None and told_of(review_of(path)) == "by doctrine: mixed"
    assert "drew its doctrine" not in CliRunner().invoke(group, ["replay", str(path)]).output
    assert [seat.who for seat in session.overview.seats() if seat.seat == SEAT] == ["mixed"]
    session.ending.stop("control")
    session.close()
    assert told_of(review_of(path)).endswith(FROM_MIX)


def test_a_game_with_another_policy_or_people_at_the_seat_drew_nothing(tmp_path: Path) -> None:
    session = begun(tmp_path, MIXES[1], (SEAT, PERSON))
    session.ending.stop("control")
    session.close()
    assert told_of(review_of(tmp_path / "a.game.jsonl")) == "people"


def test_a_story_ends_with_what_was_drawn(tmp_path: Path) -> None:
    path = mixed_file(tmp_path, MIXES[1])
    told = CliRunner().invoke(group, ["narrate", str(path), "--seed", str(SEED)]).output
    content = kuroshio.load(path)
    assert drawn_doctrines(content.tables, content.playbook, {SEAT: "mixed"}, SEED)[SEAT] == OTHER
    assert told.count("drew its doctrine for this game") == 1 and f"({OTHER})" in told
    fixed = CliRunner().invoke(group, ["narrate", str(path), "--policy", f"{SEAT}={OWN}"])
    assert fixed.exit_code == 0 and "drew its doctrine" not in fixed.output
    refused = CliRunner().invoke(group, ["narrate", str(path), "--policy", f"{PERSON}=mixed"])
    assert refused.exit_code == 2 and f"--policy {PERSON}=mixed: {PERSON} has no mix to draw a doctrine from;" in refused.output
