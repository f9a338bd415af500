"""The objectives of an exercise in its review: the sections that answer each, the injects that brought it up, the notes on it.

A note bears on an objective if it names it in brackets: `note: [shared_pressure] Tokyo rang Washington first.`
"""

from __future__ import annotations

from collections.abc import Iterator

from kuroshio.model.bibliography import bibliography
from kuroshio.model.review_sections import SECTIONS
from kuroshio.model.scenario import Objective
from kuroshio.report.review.audience import Audience
from kuroshio.report.review.review import ReviewNote, ReviewObjective
from kuroshio.report.review.room_events import BRACKETED, injects, without_objectives
from kuroshio.session.journal_reader import KeptGame


def objectives(kept: KeptGame, audience: Audience) -> Iterator[ReviewObjective]:
    """Return every objective of the scenario; none for a seat, as they are for control and its observers."""
    if not audience.whole:
        return
    ruleset, scenario = audience.tables.ruleset, audience.tables.scenario
    rests = bibliography(ruleset.documents, scenario.documents, series=ruleset.series)
    came = {inject.id: beat.turn for beat, inject in injects(audience)}
    names = {inject.id: inject.name for inject in audience.tables.scenario.injects}
    for objective in audience.tables.scenario.objectives:
        yield ReviewObjective(
            id=objective.id,
            name=objective.name,
            name_ja=objective.name_ja,
            text=objective.text,
            source=rests.short(objective),
            shows=tuple((section, SECTIONS[section]) for section in objective.shows),
            injects=tuple((names[inject], came.get(inject, 0)) for inject in objective.injects),
            observe=objective.observe,
            notes=tuple(notes_on(objective, kept, audience)),
        )


def notes_on(objective: Objective, kept: KeptGame, audience: Audience) -> Iterator[ReviewNote]:
    """Return the notes that name an objective, without its id in brackets."""
    for entry in kept.counted:
        text = str(entry.get("text"))
        if entry.kind == "note" and objective.id in BRACKETED.findall(text):
            seat = str(entry["seat"])
            yield ReviewNote(
                turn=int(entry["turn"]), about=audience.name(seat) if seat else "", text=without_objectives(text, audience)
            )
