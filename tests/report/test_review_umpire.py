"""The review of a half day with an umpire at the table: what the dice said, and what the umpire made of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.report.review import Decision
from engine.report.review_gather import gather
from engine.report.review_luck import HIT
from engine.report.review_replay import Watched
from engine.session.entries import Entry
from engine.session.journal import read
from tests.report.test_review import Played, page_of
from tests.session import half_day


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Played:
    folder = tmp_path_factory.mktemp("day")
    played = half_day.begin(folder)
    played.play()
    played.session.close()
    kept = read(next(folder.glob("*.game.jsonl")))
    watched = Watched(kept)
    return Played(played.session, kept, watched, gather(kept, watched))


def ruled(day: Played) -> Iterator[tuple[Entry, Decision]]:
    """The rulings on orders for which dice were thrown, each with the decision that it was on."""
    lines = {(moment.line, int(day.watched.log[moment.at].turn)): moment.at for moment in day.watched.moments if moment.line}
    for entry in day.kept.counted:
        if entry.kind == "ruling" and entry["odds"] and (entry["order"], entry["turn"]) in lines:
            same = [one for one in day.review.decisions if (one.turn, one.seat) == (entry["turn"], entry["seat"])]
            yield entry, next(one for one in same if one.dice == tuple(entry["dice"]) and one.ruled.number == entry["number"])


def test_the_dice_say_what_the_engine_answered_at_the_number_as_ruled(day: Played) -> None:
    pairs = list(ruled(day))
    assert len(pairs) > 20 and any(entry["pro"] for entry, _ in pairs)
    for entry, one in pairs:
        assert (one.rolled, one.outcome) == (entry["engine"], entry["band"] or entry["engine"])
        assert one.argued == len(entry["pro"]) - len(entry["contra"])
    assert any(entry["band"] not in ("", entry["engine"]) for entry, _ in pairs)


def test_luck_is_what_the_dice_said_whoever_ruled_otherwise(day: Played) -> None:
    thrown = [one for one in day.review.decisions if one.rolled]
    assert sum(one.had for one in day.review.luck) == sum(one.rolled in HIT for one in thrown)
    assert sum(one.throws for one in day.review.luck) == len(thrown)
    otherwise = [one for one in day.review.decisions if one.umpire]
    assert len(otherwise) == sum(one.changed for one in day.review.overrides) > 2
    assert all(one.verdict for one in otherwise if one.rolled)
    assert "Not luck: what the umpire made otherwise" in page_of(day)


def test_an_edition_tells_an_umpires_band_from_the_dice_though_another_seat_ordered_it(day: Played) -> None:
    picked = next(one for one in day.review.decisions if one.rolled and one.rolled != one.outcome and one.seat == "china")
    known = [
        one for one in gather(day.kept, day.watched, "japan").decisions if one.text == picked.text and one.turn == picked.turn
    ]
    assert [(one.rolled, one.outcome) for one in known] == [(picked.rolled, picked.outcome)]
    assert known[0].umpire == f"the umpire made of a {picked.rolled} a {picked.outcome}"
