"""The review of the room: the responses that injects expected, what was scored, and who may read it."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from kuroshio.report.review.audience import Audience
from kuroshio.report.review.gathering import gather
from kuroshio.report.review.review import Response
from kuroshio.report.review.review_tables import as_json, tables
from kuroshio.report.review.room_events import responses, undone_line
from kuroshio.session.checkpoints import with_injects
from kuroshio.session.journal_format import JournalLine, branches
from kuroshio.session.journal_reader import KeptGame
from tests.report.played import Played, page_of, read_back

SCORED = "Cutters in number; nobody rang Beijing."


def test_a_scored_response_stands_beside_what_was_expected(day: Played) -> None:
    first, *others = day.review.responses
    assert (first.turn, first.points, first.worth, first.text, first.by) == (3, 2, 3, SCORED, "adjudicator")
    assert first.expected.startswith("Many cutters at sea, a call to Beijing") and first.to == ()
    assert [one.points for one in others] == [None]
    text = page_of(day)
    told = text.split("Responses expected by injects")[1].split("</table>")[0]
    assert SCORED in told and "<b>2</b> of 3" in told and "not scored" in told and "everybody" in told


def test_what_never_came_is_not_listed(day: Played, stopped: Played) -> None:
    expecting = {inject.name for inject in day.watched.tables.scenario.injects if inject.expects}
    assert {one.inject for one in day.review.responses} == expecting
    assert {one.inject for one in stopped.review.responses} < expecting, "it stopped before the last came"


def test_the_last_score_is_the_one_that_counts(day: Played) -> None:
    again = next(entry for entry in day.kept.counted if entry.kind == "scored")
    later = evolve(again, fields={**again.fields, "points": 3, "text": "After all."})
    first = next(responses(evolve(day.kept, counted=(*day.kept.counted, later)), Audience(day.watched)))
    assert (first.points, first.text) == (3, "After all.")


def addressed(day: Played, seats: Iterable[str], reader: str) -> list[Response]:
    """What a seat reads where the inject that was scored spoke to some seats alone."""
    audience = Audience(day.watched, reader)
    told = tuple(
        evolve(one, audience=tuple(seats)) if one.id == "moratorium_ends" else one for one in audience.tables.scenario.injects
    )
    audience.tables = with_injects(audience.tables, told)
    return [one for one in responses(day.kept, audience) if one.turn == 3]


def test_a_seat_reads_its_own_score_and_the_umpires_text_where_it_alone_was_spoken_to(day: Played) -> None:
    (alone,) = addressed(day, ["japan"], "japan")
    assert (alone.points, alone.text) == (2, SCORED)
    (both,) = addressed(day, ["japan", "us"], "japan")
    assert (both.points, both.text, both.by) == (2, "", "")
    assert addressed(day, ["japan"], "china") == []
    assert addressed(day, ["japan"], "")[0].to == ("Japan",)


def test_the_umpires_text_on_an_inject_to_all_is_in_no_edition(day: Played) -> None:
    review = gather(day.kept, day.watched, "china")
    assert review.responses and SCORED not in page_of(day, review)


def test_responses_lie_beside_the_page(day: Played) -> None:
    rows = read_back(tables(day.review)["responses.csv"])
    assert [(row["points"], row["worth"], row["text"]) for row in rows] == [("2", "3", SCORED), ("", "3", "")]


def drafted(played: Played) -> KeptGame:
    """The game with what a seat drafted and did not commit before each line that an undo took back, and after all."""
    fields = {"turn": 1, "phase": "planning", "seat": "japan", "lines": ["japan: PLANT-drafted"], "words": ["PLANT-drafted"]}
    undone = {entry.n for branch in branches(played.kept.entries) for entry in branch.entries}
    entries: list[JournalLine] = []
    for entry in played.kept.entries:
        entries += [JournalLine(entry.n, "", "draft", fields)] * (entry.n in undone) + [entry]
    end = JournalLine(entries[-1].n + 1, "", "draft", fields)
    return evolve(played.kept, entries=(*entries, end), counted=(*played.kept.counted, end))


def test_what_was_only_drafted_is_in_no_review(whole: Played) -> None:
    kept = drafted(whole)
    assert sum(entry.kind == "draft" for entry in kept.entries) > 1
    for seat in ("", "japan", "china"):
        review = gather(kept, whole.watched, seat)
        assert review == gather(whole.kept, whole.watched, seat)
        assert "PLANT-drafted" not in page_of(whole, review) + as_json(review)


def test_a_ruling_or_an_inject_that_was_taken_back_is_told_to_control_alone(day: Played) -> None:
    """Lines as an undo would leave them: control reads what each was, a seat nothing of it."""
    acts = [entry for entry in day.kept.counted if entry.kind in ("ruling", "inject", "schedule") and entry.get("by") != "rules"]
    audience, seat = Audience(day.watched, ""), Audience(day.watched, "japan")
    told = [undone_line(entry, audience) for entry in acts]
    assert {line.partition(" ")[0] for line in told} == {"Ruling", "Inject:", "Injects:"} and len(told) > 6
    assert not any(undone_line(entry, seat) for entry in acts)


def test_what_was_given_in_advance_and_undone_is_its_seats_alone_and_names_no_draft_of_another(day: Played) -> None:
    fields = {"turn": 1, "phase": "planning", "seat": "japan", "question": "sign", "of": "china", "act": "market_opening"}
    given = JournalLine(9, "", "advance", {**fields, "incident": 0, "answer": "yes"})
    kept_for = JournalLine(9, "", "disputed", {"turn": 1, "phase": "planning", "seat": "japan", "action": "market_opening"})
    told = {seat: undone_line(given, Audience(day.watched, seat)) for seat in ("", "japan", "us", "china")}
    assert "Open the market" in told[""] and told["japan"] == "Japan: in advance, sign whatever China offers: yes"
    assert told["us"] == told["china"] == "" and "Open the market" in undone_line(kept_for, Audience(day.watched, ""))
    assert not undone_line(kept_for, Audience(day.watched, "japan"))
