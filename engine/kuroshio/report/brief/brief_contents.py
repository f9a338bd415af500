"""The contents of the printed pages of an exercise: for the room, for each seat, for control.

A seat's brief takes the position from that seat's own view, and from the scenario only texts that are public or its own. So no
page tells more than its reader may know.
"""

from __future__ import annotations

from kuroshio.kernel.tables.compiling import Tables
from kuroshio.model.calendar import date_of
from kuroshio.model.scenario import ScenarioFile
from kuroshio.picture.phrases import listed
from kuroshio.report.brief.brief_scenario import BriefScenario
from kuroshio.report.brief.control_guide import ControlGuide, words_of_control
from kuroshio.report.brief.day_plan import crisis_day, day, lock_minute
from kuroshio.report.brief.kit import Brief
from kuroshio.report.brief.public_pages import PublicPages
from kuroshio.report.brief.seat_brief import SeatBriefs
from kuroshio.report.brief.source_pages import SourcePages
from kuroshio.session.lines.control_lines import PARTS, manual

CALLER = {"actor": "its {}", "actor_target": "{} with the other side"}  # the names of the chooser, on a page for everybody


class Writer:
    """Turns a scenario into the texts of its pages; each part comes from the module of its name."""

    def __init__(self, tables: Tables):
        self.source = BriefScenario(tables)
        self.public, self.seats, self.control = PublicPages(self.source), SeatBriefs(self.source), ControlGuide(self.source)
        self.rests = SourcePages(self.source)

    def brief(self, begins: int) -> Brief:
        """Return the kit of an exercise that begins this many minutes after midnight."""
        source, scenario = self.source, self.source.scenario
        hours = source.timetable
        timetable = day(hours, begins, scenario.turns)
        return Brief(
            title=scenario.name,
            title_ja=scenario.name_ja,
            summary=scenario.summary,
            dates=tuple(date_of(turn, scenario.start, scenario.turn_length) for turn in range(1, scenario.turns + 1)),
            turn_length=scenario.turn_length,
            turns=scenario.turns,
            played=max(slot.turn for slot in timetable),
            judged=turns_judged(scenario),
            places=tuple(self.public.places()),
            hotspots=tuple(self.public.hotspots()),
            wall=tuple(source.gauge("", slot) for slot in scenario.wall),
            seats=tuple(self.public.public_seat(seat) for seat in scenario.seats),
            briefs=tuple(self.seats.seat(seat) for seat in scenario.seats),
            steps=tuple(self.public.steps()),
            turn_minutes=hours.turn,
            lock_minute=lock_minute(hours),
            day=timetable,
            crisis_day=crisis_day(hours, begins, scenario.turns, source.ruleset.procedure.crisis_rounds),
            crisis=tuple((c.name, source.phrases.cost(c.cost) or "free") for c in source.ruleset.crisis_choices),
            parts=tuple(
                (r.name, source.phrases.cost(r.cost) or "free", source.wording.effects(r.effects, words=CALLER))
                for r in source.ruleset.crisis_roles
            ),
            crisis_rounds=source.ruleset.procedure.crisis_rounds,
            crisis_at=source.ruleset.procedure.crisis_at,
            round_minutes=hours.crisis_round,
            rounds_planned=hours.rounds(source.ruleset.procedure.crisis_rounds),
            crisis_minutes=hours.crisis(source.ruleset.procedure.crisis_rounds),
            most_orders=max(source.factions[seat].orders for seat in source.seated),
            injects=tuple(self.control.inject(inject) for inject in scenario.injects),
            objectives=tuple(self.control.objective(objective) for objective in scenario.objectives),
            hidden=tuple(self.control.hidden(seat) for seat in scenario.seats),
            words=tuple(words_of_control(source.tables)),
            lines=tuple(manual()),
            grammar=PARTS,
            sources=self.rests.printed(),
            reaches=tuple(self.seats.promises.reaches()),
        )


def turns_judged(scenario: ScenarioFile) -> str:
    """Return the turns at whose end aims are read, for a sentence (rule 8.4).

    >>> import kuroshio
    >>> turns_judged(kuroshio.load("senkaku_2021").tables.scenario)
    'every turn from 2022-Q1 to 2022-Q4'
    """
    turns = scenario.turns_judged()
    dates = [date_of(turn, scenario.start, scenario.turn_length) for turn in turns]
    in_a_row = len(turns) > 1 and turns == tuple(range(turns[0], turns[-1] + 1))
    return f"every turn from {dates[0]} to {dates[-1]}" if in_a_row else listed(dates)


def make_brief(tables: Tables, begins: int) -> Brief:
    """Return the kit of a scenario, for an exercise that begins this many minutes after midnight."""
    return Writer(tables).brief(begins)
