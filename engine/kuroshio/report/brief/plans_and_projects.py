"""The postures and the projects of a seat."""

from __future__ import annotations

from collections.abc import Iterator

from kuroshio.model.entry_parts import Effect
from kuroshio.model.ruleset import Action, Flashpoint, Posture, Project
from kuroshio.report.brief.brief_scenario import BriefScenario
from kuroshio.report.brief.kit import PostureRow, ProjectRow, StanceRow


class PlansAndProjects:
    """Writes postures and projects."""

    def __init__(self, source: BriefScenario):
        self.source = source

    def stances(self, seat: str) -> Iterator[StanceRow]:
        """Return the steps of a seat's posture at each flashpoint in play."""
        for f in self.source.in_play:
            if seat not in self.source.sides(f):
                continue
            sides = {word: "our {}" if who == seat else f"{self.source.name(who)}: {{}}" for word, who in self._parties(f)}
            side = "challenger" if seat == f.challenger else "holder" if seat == f.holder else "other"
            now = self.source.opening.value(seat, f"{seat}.{self.source.ruleset.roles.posture}.{f.id}")
            held = [p for p in self.source.ruleset.postures if p.side == side]
            at = {p.level: p for p in held if not p.flashpoint} | {p.level: p for p in held if p.flashpoint == f.id}
            yield StanceRow(place=f.name, rows=tuple(self._posture(at[level], now, sides) for level in sorted(at)))

    def _parties(self, flashpoint: Flashpoint) -> Iterator[tuple[str, str]]:
        yield from (("challenger", flashpoint.challenger), ("holder", flashpoint.holder))

    def _posture(self, posture: Posture, now: int | None, sides: dict[str, str]) -> PostureRow:
        return PostureRow(
            level=posture.level,
            name=posture.name,
            everyday=self.source.action_names.get(posture.everyday, ""),
            upkeep=self.source.phrases.cost(posture.upkeep) or "free",
            answers=self.source.level_names[posture.answers],
            brings=self.source.wording.effects(posture.effects, words=sides),
            now=posture.level == now,
        )

    def plans(self, seat: str) -> Iterator[ProjectRow]:
        """Return the projects that a seat leads, joins or decides, if some seat at the table can propose them."""
        for project in self.source.ruleset.projects:
            deciders = {self._decider(project, stage.decider) for stage in project.stages}
            if seat in {project.lead, project.partner, *deciders} and self._proposable(project):
                yield ProjectRow(
                    name=project.name,
                    partners=", ".join(self.source.name(party) for party in (project.lead, project.partner) if party),
                    stages=tuple(
                        (
                            stage.name,
                            self.source.name(self._decider(project, stage.decider)),
                            self.source.phrases.cost(stage.cost) or "free",
                            f"{stage.difficulty} on two dice" if stage.difficulty else "certain",
                        )
                        for stage in project.stages
                    ),
                    brings=self.source.wording.effects(project.stages[-1].effects),
                )

    def _decider(self, project: Project, decider: str) -> str:
        return {"lead": project.lead, "partner": project.partner, "actor": project.lead, "target": project.partner}.get(
            decider, decider
        )

    def _proposable(self, project: Project) -> bool:
        """Whether a seat at the table has an action that proposes a project."""
        slot = f"{project.id}.{self.source.ruleset.roles.stage}"
        rows = {row for seat in self.source.seated for row in self.source.opening.hand(seat)}
        actions = (self.source.ruleset.actions[row] for row in rows)
        return any(effect.track == slot for action in actions for effect in self._every_effect(action))

    def _every_effect(self, action: Action) -> Iterator[Effect]:
        bands = action.effects
        for effects in (bands.always, bands.success, bands.failure, bands.breakthrough or (), bands.setback or ()):
            yield from effects
