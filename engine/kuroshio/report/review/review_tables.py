"""The review as tables: CSV files by subject for spreadsheets, and everything as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

import cattrs

from kuroshio.picture.picture import Change, OddsPicture
from kuroshio.report.review.review import Review
from kuroshio.report.spreadsheet import sheet

Row = tuple[object, ...]
STAMP = "exploration, not forecast"
converter = cattrs.Converter()
ODDS = ("number", "setback", "failure", "success", "breakthrough")
DECISIONS = (
    "number", "turn", "seat", "kind", "by", "text", "cost", "expected", *(f"shown_{name}" for name in ODDS),
    *(f"ruled_{name}" for name in ODDS), "modifiers", "argued", "die_1", "die_2", "rolled", "outcome", "umpire",
    "by_hand", "reason", "noticed", "changes", "luck", "verdict",
)  # fmt: skip


def tables(review: Review) -> dict[str, str]:
    """Return every table by the name of its file."""
    return {
        "decisions.csv": sheet(DECISIONS, decisions(review)),
        "tracks.csv": sheet(("track", "name", "owner", "turn", "value"), tracks(review)),
        "incidents.csv": sheet(INCIDENTS, incidents(review)),
        "expectations.csv": sheet(("turn", "seat", "other", "expected", "did"), expectations(review)),
        "aims.csv": sheet(("seat", "judged", "all_met", "grade", "condition", "met"), aims(review)),
        "shots.csv": sheet(SHOTS, shots(review)),
        "responses.csv": sheet(RESPONSES, responses(review)),
        "turning_points.csv": sheet(TURNING, turning(review)),
        "objectives.csv": sheet(OBJECTIVES, objectives(review)),
        "promises.csv": sheet(PROMISES, promises(review)),
        "agreements.csv": sheet(("made", "parties", "terms", "expires", "public", "state", "how"), agreements(review)),
    }


def as_json(review: Review) -> str:
    """Return the whole review as JSON, with its stamp."""
    table = {"stamp": STAMP, **converter.unstructure(review)}
    return json.dumps(table, ensure_ascii=False, indent=1) + "\n"


def odds_cells(odds: OddsPicture | None) -> Row:
    """Return the number and the four bands; empty where no dice decide."""
    return (odds.number, *odds.bands) if odds else ("",) * len(ODDS)


def changes_cell(changes: Iterable[Change]) -> str:
    """Return changes on one line."""
    return "; ".join(f"{change.name} {change.before} -> {change.after}" for change in changes)


def decisions(review: Review) -> Iterator[Row]:
    """Return a row for each decision; odds are in 36."""
    for one in review.decisions:
        odds = one.ruled or one.shown
        modifiers = "; ".join(f"{name} {bonus:+d}" for name, bonus in odds.modifiers) if odds else ""
        yield (
            one.number, one.turn, one.seat, one.kind, one.by, one.text, one.cost, one.expected,
            *odds_cells(one.shown), *odds_cells(one.ruled), modifiers, one.argued, *(one.dice or ("", "")),
            one.rolled, one.outcome, one.umpire, one.by_hand, one.reason,
            int(one.noticed), changes_cell(one.changes), one.luck, one.verdict,
        )  # fmt: skip


def tracks(review: Review) -> Iterator[Row]:
    """Return a row for each track and turn, 0 being the opening; an unknown value is empty."""
    for line in review.series:
        yield from ((line.id, line.name, line.owner, turn, value) for turn, value in enumerate(line.values))


INCIDENTS = (
    "turn", "act", "area", "victim", "intensity", "deniability", "author", "seat", "held", "expected", "under", "given", "short",
)  # fmt: skip


def incidents(review: Review) -> Iterator[Row]:
    """Return a row for each incident and seat that attributed or answered it."""
    for case in review.cases:
        base = (case.turn, case.act, case.area, case.victim, case.intensity, case.deniability, case.author)
        held = {belief.seat: belief.held for belief in case.beliefs}
        answers = {answer.seat: answer for answer in case.answers}
        for seat in dict.fromkeys((*held, *answers)):
            answer = answers.get(seat)
            given = (answer.expected, answer.under, answer.given, answer.short) if answer else ("", "", "", "")
            yield (*base, seat, held.get(seat, ""), *given)


def aims(review: Review) -> Iterator[Row]:
    """Return a row for each condition of success that the audience may know, or one for the seat.

    judged: the place; grade: the mean grade of the seat, in words; met: how well the condition is met.
    """
    judged = review.head.judged or ("At the end." if review.head.over else "")
    for one in review.aims:
        met = None if one.met is None else int(one.met)
        yield from ((one.seat, judged, met, one.grade, text, grade) for text, grade in one.conditions)
        if not one.conditions:
            yield one.seat, judged, met, one.grade, None, None


def expectations(review: Review) -> Iterator[Row]:
    """Return a row for each expectation."""
    for one in review.forecasts:
        yield one.turn, one.seat, one.other, one.expected, "; ".join(text for deeds in one.did for text in deeds.texts)


def agreements(review: Review) -> Iterator[Row]:
    """Return a row for each agreement."""
    for one in review.deals:
        yield one.made, "; ".join(one.parties), one.terms, one.expires, int(one.public), one.state, one.how


SHOTS = ("turn", "crisis", "round", "chosen", "number", "chance", "die_1", "die_2", "fired", "verdict")


def shots(review: Review) -> Iterator[Row]:
    """Return a row for each roll for a first shot; chance is in 36."""
    for one in review.shots:
        throw = (one.number, one.chance, *one.dice)
        yield one.turn, one.crisis, one.round, one.chosen, *throw, int(one.fired), one.verdict


RESPONSES = ("turn", "inject", "to", "expected", "within", "worth", "points", "text", "by")


def responses(review: Review) -> Iterator[Row]:
    """Return a row for each inject that expected a response; points are empty if it was never scored."""
    for one in review.responses:
        yield one.turn, one.inject, "; ".join(one.to), one.expected, one.within, one.worth, one.points, one.text, one.by


TURNING = ("turn", "kind", "title", "cause", "came", "changes")


def turning(review: Review) -> Iterator[Row]:
    """Return a row for each turning point."""
    for one in review.turning:
        yield one.turn, one.kind, one.title, one.cause, one.came, changes_cell(one.changes)


PROMISES = ("obligation", "debtor", "kept", "broken", "open", "turn", "incident", "expected", "given", "short")


def promises(review: Review) -> Iterator[Row]:
    """Return a row for each obligation that was called in, and one for each time that it was broken."""
    for one in review.promises:
        base = (one.name, one.debtor, one.kept, len(one.broken), one.open)
        yield from ((*base, *breach) for breach in one.broken)
        if not one.broken:
            yield (*base, *[""] * 5)


OBJECTIVES = ("objective", "name", "text", "kind", "turn", "what")


def objectives(review: Review) -> Iterator[Row]:
    """Return a row for each section, inject, question and note of each objective; turn is empty where there is none."""
    for one in review.objectives:
        base = (one.id, one.name, one.text)
        yield from ((*base, "section", None, section) for section, _ in one.shows)
        yield from ((*base, "inject", turn or None, name) for name, turn in one.injects)
        yield from ((*base, "question", None, question) for question in one.observe)
        yield from ((*base, "note", note.turn, f"{note.about}: {note.text}" if note.about else note.text) for note in one.notes)
