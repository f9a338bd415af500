"""Control's guide: injects, objectives, the secrets of seats, the words of lines of control."""

from __future__ import annotations

from collections.abc import Iterator

from kuroshio.kernel.tables.compiling import Tables
from kuroshio.model.calendar import date_of
from kuroshio.model.review_sections import SECTIONS
from kuroshio.model.scenario import Inject, Objective, Seat
from kuroshio.report.brief.brief_scenario import BriefScenario
from kuroshio.report.brief.kit import Hidden, InjectRow, ObjectiveRow


class ControlGuide:
    """Writes the pages that only control reads."""

    def __init__(self, source: BriefScenario):
        self.source = source

    def inject(self, inject: Inject) -> InjectRow:
        """Return an inject for control."""
        turn, scenario = self.source.scenario.turn_of_inject(inject), self.source.scenario
        date = date_of(turn, scenario.start, scenario.turn_length) if turn else ""
        when = f"Turn {turn} ({date})" if turn else f"When: {self.source.wording.all(inject.when)}"
        if inject.after:
            before = next(other.name for other in self.source.scenario.injects if other.id == inject.after)
            when = f"{inject.delay} turn{'s' * (inject.delay != 1)} after: {before}"
        elif inject.held:
            when = f"By hand: fire {inject.id}"
        return InjectRow(
            name=inject.name,
            when=when,
            audience=", ".join(self.source.name(seat) for seat in inject.audience) or "everybody",
            text=inject.text,
            brings=" ".join(filter(None, (self.source.wording.effects(inject.effects), self._act(inject)))),
            played=max(turn, self._earliest(inject)) <= min(scenario.turns, self.source.timetable.turns),
        )

    def objective(self, objective: Objective) -> ObjectiveRow:
        """Return an objective of the exercise, with the occasions of its injects."""
        rows = {inject.id: self.inject(inject) for inject in self.source.scenario.injects if inject.id in objective.injects}
        return ObjectiveRow(
            id=objective.id,
            name=objective.name,
            name_ja=objective.name_ja,
            text=objective.text,
            source=self.source.bibliography.short(objective),
            injects=tuple((rows[inject].name, rows[inject].when) for inject in objective.injects),
            observe=objective.observe,
            shows=tuple(SECTIONS[section] for section in objective.shows),
        )

    def _act(self, inject: Inject) -> str:
        """Return the act of an inject; empty for none."""
        if inject.act is None:
            return ""
        return f"{self.source.name(inject.act.actor)}, without an order: {self.source.action_names[inject.act.action]}."

    def _earliest(self, inject: Inject) -> int:
        """Return the first turn in which a conditional inject can come; 0: none is named."""
        return max((c.at_least or 0 for c in inject.when if c.track == "case.turn"), default=0)

    def hidden(self, seat: Seat) -> Hidden:
        """Return the secrets of a seat."""
        roles = self.source.ruleset.roles
        owes = [o for o in self.source.obligations() if o.debtor == seat.faction]
        return Hidden(
            name=self.source.name(seat.faction),
            secret=seat.secret,
            wishes=tuple(self.source.wish(condition, seat.faction, truth=True) for condition in seat.success),
            tolerance=str(self.source.opening.true_value(f"{seat.faction}.{roles.tolerance}")),
            meant=tuple((o.name, str(self.source.opening.true_value(f"{o.id}.{roles.actual}"))) for o in owes),
        )


def words_of_control(tables: Tables) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """Return the words of lines of control for seats, areas, answers and roles, with their names in the briefs."""
    ruleset, scenario = tables.ruleset, tables.scenario
    seated = {seat.faction for seat in scenario.seats}
    yield "Seats", tuple((faction.id, faction.name) for faction in ruleset.factions if faction.id in seated)
    yield "Areas", tuple((area.id, area.name) for area in tables.board.areas)
    yield "Counters", tuple((piece.id, piece.name) for piece in scenario.pieces)
    yield (
        "Answers to an incident",
        tuple((level.id, level.name) for level in sorted(ruleset.levels, key=lambda level: level.rank)),
    )
    yield "Choices in a crisis", tuple((choice.id, choice.name) for choice in ruleset.crisis_choices)
    yield "Roles in a crisis", tuple((role.id, role.name) for role in ruleset.crisis_roles)
