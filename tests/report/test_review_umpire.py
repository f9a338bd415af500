"""The review of a half day with an umpire at the table: what the dice said, and what the umpire made of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import evolve

from kuroshio.picture.log_sentences import BY_HAND
from kuroshio.report.review.audience import Audience
from kuroshio.report.review.decisions import Decisions
from kuroshio.report.review.dice_luck import HIT, luck_of
from kuroshio.report.review.gathering import gather
from kuroshio.report.review.overrides import overrides, written
from kuroshio.report.review.review import Decision
from kuroshio.report.review.review_page import by_hand
from kuroshio.session.journal.journal_format import JournalLine
from tests.report.played import Played, page_of


def ruled(day: Played) -> Iterator[tuple[JournalLine, Decision]]:
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
    otherwise = [one for one in day.review.decisions if by_hand(one)]
    assert len(otherwise) == sum(one.changed and not one.own_words for one in day.review.overrides) > 2
    assert all(one.verdict for one in otherwise if one.rolled)
    assert "Not luck: changes by the umpire" in page_of(day)


def test_what_an_umpire_sets_by_hand_is_laid_at_no_other_door(day: Played) -> None:
    """No act of this day moves the technical standards, and the umpire did twice."""
    rulings = [entry for entry in day.kept.counted if entry.kind == "ruling" and entry["effects"] and not entry.get("words")]
    beats = [
        (frame.turn, beat)
        for frame in day.review.frames
        for beat in frame.beats
        if beat.phase == "policy" and any(change.name == "Technical standards" for change in beat.changes)
    ]
    assert [(turn, beat.title) for turn, beat in beats] == [(entry["turn"], BY_HAND) for entry in rulings] != []
    assert all(beat.text.startswith("In ruling on \u201c") for _, beat in beats)


def test_an_edition_tells_an_umpires_band_from_the_dice_though_another_seat_ordered_it(day: Played) -> None:
    picked = next(one for one in day.review.decisions if one.rolled and one.rolled != one.outcome and one.seat == "china")
    known = [
        one for one in gather(day.kept, day.watched, "japan").decisions if one.text == picked.text and one.turn == picked.turn
    ]
    assert [(one.rolled, one.outcome) for one in known] == [(picked.rolled, picked.outcome)]
    assert known[0].umpire == f"the umpire changed a {picked.rolled} into a {picked.outcome}"


# --- rulings by hand -----------------------------------------------------------------------------------


def ruling(**changed: object) -> JournalLine:
    fields: dict[str, object] = {
        "turn": 2, "phase": "policy", "seat": "japan", "order": "japan: relief_package", "mode": "matrix", "base": 6, "number": 7,
        "modifiers": [], "odds": [3, 12, 15, 6], "dice": [1, 4], "engine": "failure", "pro": ["The Diet is with us"],
        "contra": [], "votes": {}, "band": "", "effects": [], "reason": "The room agreed", "by": "Umpire",
    }  # fmt: skip
    return JournalLine(9, "2026-01-01T00:00:00.000000Z", "ruling", {**fields, **changed})


def test_rulings_keep_the_engines_answer_beside_the_final_one(whole: Played) -> None:
    entries = [
        ruling(),
        ruling(mode="rigid"),
        ruling(by="rules", number=0, odds=[], reason="No dice: it stands."),
        ruling(mode="semi_rigid", band="success"),
        ruling(mode="free", effects=[{"track": "japan.home", "add": -1}]),
        ruling(mode="consensus", votes={"us": "setback"}, band="setback"),
    ]
    argued, picked, by_hand, voted = overrides(entries, Audience(whole.watched))
    assert (argued.engine, argued.final, argued.changed) == ("failure", "failure", False)
    assert argued.heard == ("for: The Diet is with us",)
    assert (picked.final, picked.changed, picked.mode) == ("success", True, "semi-rigid")
    assert by_hand.changed and by_hand.by_hand == "Japan, support at home \u22121"
    assert voted.heard[-1] == "United States for setback"
    text = page_of(whole, evolve(whole.review, overrides=(argued, picked, by_hand, voted)))
    assert "Rulings of the umpire" in text and "The room agreed" in text


def ruled_otherwise(played: Played, one: Decision, **changed: object) -> tuple[Decision, ...]:
    """The decisions of a game in which an umpire has ruled on one of its orders."""
    (line,) = {
        moment.line
        for moment in played.watched.moments
        if moment.odds == one.shown and moment.line.startswith(one.seat) and int(played.watched.log[moment.at].turn) == one.turn
    }
    rulings = overrides(
        [ruling(turn=one.turn, seat=one.seat, order=line, mode="semi_rigid", **changed)], Audience(played.watched)
    )
    return Decisions(Audience(played.watched), rulings).all()


def test_a_band_that_an_umpire_picked_is_no_luck(whole: Played) -> None:
    """What fell stays what fell, and the verdict is on that."""
    failed = next(one for one in whole.review.decisions if one.kind == "order" and one.rolled == "failure")
    decisions = ruled_otherwise(whole, failed, engine="failure", band="success")
    ruled = decisions[failed.number - 1]
    assert ruled.umpire == "the umpire changed a failure into a success"
    assert (ruled.rolled, ruled.luck, ruled.verdict) == (failed.rolled, failed.luck, failed.verdict) and ruled.luck
    stood = tuple(evolve(one, outcome="success") if one.number == failed.number else one for one in decisions)
    before, after = ({luck.name: luck for luck in luck_of(of)}[failed.seat_name] for of in (whole.review.decisions, stood))
    assert (after.had, after.made) == (before.had, before.made + 1)
    text = page_of(whole, evolve(whole.review, decisions=stood, luck=tuple(luck_of(stood))))
    assert "The umpire changed a failure into a success" in text
    assert re.search(r"failure</span> by the dice, <span[^>]*>success</span> by the umpire", text)
    assert "by the umpire" not in page_of(whole)


def test_arguments_move_the_number_and_the_dice_still_decide(whole: Played) -> None:
    thrown = next(one for one in whole.review.decisions if one.kind == "order" and one.rolled)
    decisions = ruled_otherwise(whole, thrown, engine=thrown.rolled, pro=["a", "b"], contra=["c"])
    argued = decisions[thrown.number - 1]
    assert (argued.argued, argued.umpire, argued.verdict) == (1, "", thrown.verdict)


# --- orders in a seat's own words ----------------------------------------------------------------------

SAID = "Invite the envoy"


def spoken(whole: Played, eyes: Audience, **changed: object) -> list[Decision]:
    """The decisions in own words of a game whose journal has two of them, the second with a ruling."""
    lines = [JournalLine(n, "", "words", {"turn": 2, "phase": "planning", "seat": "japan", "text": SAID}) for n in (7, 8)]
    fields = {
        "order": f'japan: "{SAID}"', "base": 7, "number": 6, "odds": [1, 9, 16, 10], "dice": [2, 2], "engine": "failure",
        "words": 2, "turn": 2, "audience": ["japan", "us"],
        "effects": [{"track": "china.tolerance", "add": -1}, {"track": "japan.home", "add": 1}],
    }  # fmt: skip
    entries = [*lines, ruling(**{**fields, **changed})]
    decisions = Decisions(eyes, overrides(entries, eyes)).all(written(entries, eyes))
    return [one for one in decisions if one.kind == "words"]


def test_an_order_in_own_words_is_a_decision_with_the_ruling_that_names_it(whole: Played) -> None:
    never, said = spoken(whole, Audience(whole.watched))
    assert (never.turn, never.seat, never.outcome, never.rolled, never.ruled) == (2, "japan", "not ruled", "", None)
    assert (said.outcome, said.rolled, said.dice, said.argued) == ("failure", "failure", (2, 2), 1)
    assert said.ruled and (said.ruled.number, said.ruled.bands) == (6, (1, 9, 16, 10))
    assert (said.reason, said.umpire) == ("The room agreed", "")
    assert said.by_hand == "China, tolerance \u22121; Japan, support at home +1"
    assert said.verdict == "bad luck", "26 in 36, and it failed"
    text = page_of(whole, evolve(whole.review, decisions=(never, said), luck=tuple(luck_of([never, said]))))
    assert "Invite the envoy" in text and "not ruled" in text and "Reason of the ruling: The room agreed" in text
    assert "Set by hand: China, tolerance" in text and "changes by the umpire" not in text


def test_a_band_picked_on_an_order_in_own_words_is_the_umpires(whole: Played) -> None:
    _, said = spoken(whole, Audience(whole.watched), band="success", mode="semi_rigid")
    assert (said.rolled, said.outcome, said.umpire) == ("failure", "success", "the umpire changed a failure into a success")


def test_an_order_in_own_words_that_the_roll_alone_decided_is_ruled(whole: Played) -> None:
    _, said = spoken(whole, Audience(whole.watched), mode="rigid", effects=[])
    assert (said.outcome, said.by_hand) == ("failure", "")


def test_seats_read_of_orders_in_own_words_what_they_were_told(whole: Played) -> None:
    by_seat = {seat: spoken(whole, Audience(whole.watched, seat)) for seat in ("japan", "us", "china")}
    assert [len(found) for found in by_seat.values()] == [2, 1, 0], "what is not ruled is its own seat's alone"
    assert by_seat["us"][0].by_hand == "Japan, support at home +1", "the tolerance of another is not shown"
    public = spoken(whole, Audience(whole.watched, "china"), audience=[])
    assert [one.outcome for one in public] == ["failure"]


def test_orders_in_own_words_of_the_half_day_end_as_they_were_ruled_and_are_no_injects(day: Played) -> None:
    said = [entry for entry in day.kept.counted if entry.kind == "words"]
    rulings = [entry for entry in day.kept.counted if entry.kind == "ruling" and entry.get("words")]
    ends = [ruling["band"] or ruling["engine"] for ruling in rulings]
    assert said and len(ends) == len(said) and [one.outcome for one in day.review.decisions if one.kind == "words"] == ends
    assert not [remark for remark in day.review.room if "own words" in remark.about]
