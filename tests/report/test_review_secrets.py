"""Editions for seats: planted secrets of all others are in none of their files, and what the seat knew is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from attrs import evolve, frozen

from kuroshio.files.content_folders import find_scenario
from kuroshio.kernel.state import codes
from kuroshio.kernel.state.codes import UNKNOWN
from kuroshio.report.review.audience import Audience
from kuroshio.report.review.gathering import gather
from kuroshio.report.review.review import Review
from kuroshio.report.review.review_tables import as_json, tables
from kuroshio.session.journal_reader import read
from kuroshio.session.told_game import ToldGame
from tests.report.played import PEOPLE, SCENARIO, SEED, Played, page_of, play

PLANTS = {  # what is planted where, and the seats that may read it
    "PLANT-note-china": (),
    "PLANT-told-china": ("china",),
    "PLANT-terms": ("china", "malaysia"),
    "PLANT-breach": ("china", "malaysia"),
    "PLANT-inject": ("south_korea",),
    "More cutters": ("japan",),
    "China, tolerance": ("china",),
    str(SEED): (),
    **{f"PLANT-aim-of-{seat}-end": (seat,) for seat in PEOPLE},
}


@frozen
class Editions:
    played: Played
    reviews: dict[str, Review]
    files: dict[str, str]  # by seat: all that its folder holds, one after another


def planted_scenario(folder: Path) -> str:
    """The shipped scenario with the secret aims of each seat made plain to find."""
    text = find_scenario(SCENARIO).read_text(encoding="utf-8")
    seats = iter(re.findall(r'^faction = "(\w+)"\ndoctrine', text, re.M))
    text = re.sub(r"^secret = \[[^\]]*\]", lambda _: f'secret = ["PLANT-aim-of-{next(seats)}-end"]', text, flags=re.M)
    path = folder / "planted.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> Editions:
    folder = tmp_path_factory.mktemp("secrets")
    session = play(folder / "a.game.jsonl", planted_scenario(folder))
    kept = read(folder / "a.game.jsonl")
    watched = ToldGame(kept)
    played = Played(session, kept, watched, gather(kept, watched))
    reviews = {seat: gather(kept, watched, seat) for seat in PEOPLE}
    return Editions(played, reviews, {seat: everything(played, review) for seat, review in reviews.items()})


def everything(played: Played, review: Review) -> str:
    return "\n".join((page_of(played, review), as_json(review), *tables(review).values()))


def test_the_plants_are_in_what_control_reads(editions: Editions) -> None:
    control = everything(editions.played, editions.played.review)
    assert [plant for plant in PLANTS if plant not in control] == []


@pytest.mark.parametrize("seat", PEOPLE)
def test_no_plant_of_another_is_in_a_seats_files(editions: Editions, seat: str) -> None:
    found = [plant for plant, readers in PLANTS.items() if seat not in readers and plant in editions.files[seat]]
    assert found == []


def test_a_seat_reads_what_is_its_own(editions: Editions) -> None:
    missing = [(seat, plant) for plant, readers in PLANTS.items() for seat in readers if plant not in editions.files[seat]]
    assert missing == []


@pytest.mark.parametrize("seat", PEOPLE)
def test_conditions_of_success_are_a_seats_own(editions: Editions, seat: str) -> None:
    shown = [aims.seat for aims in editions.reviews[seat].aims if aims.conditions]
    assert shown == [Audience(editions.played.watched).name(seat)]


@pytest.mark.parametrize("seat", PEOPLE)
def test_counters_that_a_seat_never_saw_are_not_named(editions: Editions, seat: str) -> None:
    audience = Audience(editions.played.watched, seat)
    unseen = [
        piece.name
        for p, piece in enumerate(audience.tables.scenario.pieces)
        if all(int(state.piece_area[p]) == UNKNOWN for state in audience.states)
    ]
    named = [name for name in unseen if name in editions.files[seat]]
    told = [name for name in named if not any(name in beat.title for beat in audience.beats)]
    assert told == []


def test_some_counters_are_never_seen_by_somebody(editions: Editions) -> None:
    hidden = 0
    for seat in PEOPLE:
        audience = Audience(editions.played.watched, seat)
        hidden += sum(
            all(int(state.piece_area[p]) in (UNKNOWN, codes.NONE) for state in audience.states)
            for p in range(len(audience.tables.scenario.pieces))
        )
    assert hidden > 0


@pytest.mark.parametrize("seat", PEOPLE)
def test_what_a_seat_was_not_told_is_not_in_its_files(editions: Editions, seat: str) -> None:
    """Every title of the whole story that the seat's own story does not have is searched for."""
    own, whole = Audience(editions.played.watched, seat), Audience(editions.played.watched)
    known = "\n".join(beat.title + beat.text for beat in own.beats)
    known += "\n".join(one.text for one in editions.reviews[seat].decisions if one.seat == seat)
    secret = {beat.title for beat in whole.beats if beat.number not in own.beat_at and beat.title not in known}
    assert secret
    assert sorted(title for title in secret if title in editions.files[seat]) == []


@pytest.mark.parametrize("seat", PEOPLE)
def test_orders_of_others_are_known_only_once_they_were_seen(editions: Editions, seat: str) -> None:
    log, factions = editions.played.watched.log, editions.played.watched.maker.factions
    others = [one for one in editions.reviews[seat].decisions if one.seat != seat and one.kind in ("order", "sign")]
    assert all(one.kind == "order" and one.outcome not in ("declined", "void", "pending") for one in others)
    deniable = {
        editions.played.watched.tables.ruleset.actions[line.action].name
        for line in log[: int(editions.played.watched.game.logged)]
        if line.what in (codes.L_RULING, codes.L_UNNOTICED)
        and line.actor >= 0
        and factions[line.actor] != seat
        and editions.played.watched.rules.action[line.action].deniability > 0
    }
    assert deniable, "the game has no deniable act to look for"
    assert [one.text for one in others if any(one.text.startswith(name) for name in deniable)] == []


@pytest.mark.parametrize("seat", PEOPLE)
def test_truth_and_the_beliefs_of_others_are_left_out(editions: Editions, seat: str) -> None:
    name = Audience(editions.played.watched).name(seat)
    for case in editions.reviews[seat].cases:
        assert case.author in ("", name)
        assert all(belief.seat == name and belief.right is None for belief in case.beliefs)
    for word in editions.reviews[seat].words:
        if word.debtor != name:
            assert word.actual == (None, None)
    assert any(word.actual != (None, None) for word in editions.played.review.words)


@pytest.mark.parametrize("seat", PEOPLE)
def test_hidden_tracks_are_unknown(editions: Editions, seat: str) -> None:
    watched = editions.played.watched
    faction = watched.tables.index.factions[seat]
    for line in editions.reviews[seat].series:
        if not int(watched.rules.slot_seen[watched.maker.slots[line.id]]) >> faction & 1:
            assert set(line.values) == {None}
    hidden = {
        watched.maker.names.slots[slot]
        for slot in range(len(watched.tables.slots))
        if not int(watched.rules.slot_seen[slot]) >> faction & 1
    }
    changed = {change.name for frame in editions.reviews[seat].frames for beat in frame.beats for change in beat.changes}
    changed |= {change.name for one in editions.reviews[seat].decisions for change in one.changes}
    assert hidden and not hidden & changed


def test_a_leak_would_be_found(editions: Editions) -> None:
    """The search fails where control's decisions are slipped into an edition."""
    leaking = evolve(editions.reviews["japan"], deals=editions.played.review.deals)
    assert "PLANT-terms" in everything(editions.played, leaking)
