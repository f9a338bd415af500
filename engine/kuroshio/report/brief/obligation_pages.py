"""Obligations between seats, legal decisions, levels of response."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kuroshio.model.ruleset import Gate, Level, Obligation
from kuroshio.picture.phrases import small
from kuroshio.report.brief.brief_scenario import FEW, BriefScenario
from kuroshio.report.brief.kit import GateRow, LevelRow, ObligationRow

ANSWERED = {"actor": "our {}", "target": "the other side's {}", "actor_target": "{} with the other side"}


class ObligationPages:
    """Writes the obligations between seats."""

    def __init__(self, source: BriefScenario):
        self.source = source

    def duty(self, seat: str, o: Obligation) -> ObligationRow:
        """Return an obligation as a seat knows it; its actual value is for the debtor only."""
        roles = self.source.ruleset.roles
        other = o.creditor if o.debtor == seat else o.debtor
        own = self.source.gauge(seat, f"{o.id}.{roles.actual}").value if o.debtor == seat else ""
        return ObligationRow(
            name=o.name + (f" (from {o.since})" if o.since else ""),
            other=self.source.name(other),
            stated=self.source.gauge(seat, f"{o.id}.{roles.stated}").value,
            believed=self.source.gauge(seat, f"{o.id}.{roles.believed}").value,
            actual=own,
            areas=self._where(o.areas) if o.areas else "",
            asks="; ".join(self._asks(o)),
        )

    def _where(self, areas: Sequence[str]) -> str:
        """Return areas by name; of many, the contested ones and the number of others: control has them all."""
        if len(areas) <= FEW:
            return ", ".join(self.source.areas[area] for area in areas) or "everywhere"
        contested = [place.area for place in self.source.in_play if place.area in areas][:FEW]
        named = contested or list(areas[:2])
        return f"{', '.join(self.source.areas[area] for area in named)} and {len(areas) - len(named)} other areas"

    def reaches(self) -> Iterator[tuple[str, str]]:
        """Return the areas of obligations and legal decisions with many areas."""
        named = [(o.name, o.areas) for o in self.source.obligations()]
        named += [(gate.name, gate.areas) for gate in self.source.ruleset.gates]
        yield from ((name, ", ".join(self.source.areas[area] for area in areas)) for name, areas in named if len(areas) > FEW)

    def _asks(self, o: Obligation) -> Iterator[str]:
        """Return the answer that is expected for each kind of act, the highest first."""
        expects = {status.id: status.expects for status in self.source.ruleset.statuses}
        for level in sorted(self.source.ruleset.levels, key=lambda level: -level.rank):
            acts = [act for act in self.source.class_names if expects.get(o.triggers.get(act, "")) == level.id]
            if acts and level.rank > 0:
                yield f"\u201c{level.name}\u201d for {runs(acts, list(self.source.class_names))}"

    def gate(self, gate: Gate) -> GateRow:
        """Return a legal decision."""
        return GateRow(
            name=gate.name,
            decides=self.source.name(gate.faction),
            opens=self.source.level_names[gate.opens],
            price=self.source.phrases.cost(gate.cost) or "free",
            lasts=gate.lasts,
            brings=self.source.wording.effects(gate.effects, words=ANSWERED),
            when=self.source.wording.all(gate.asked_when),
            where=self._where(gate.areas),
        )

    def level(self, level: Level) -> LevelRow:
        """Return a level of response to an incident."""
        who = {"victim": "the victim", "debtor": "debtors", "any": "anybody asked"}
        needs = [f"{' or '.join(small(self.source.kinds[kind].name) for kind in level.pieces)} near"] if level.pieces else []
        needs += [self.source.wording.condition(condition) for condition in level.requires]
        return LevelRow(
            name=level.name,
            who=who[level.who],
            price=self.source.phrases.cost(level.cost) or "free",
            needs="; ".join(needs),
            bears=level.bears,
            brings=self.source.wording.effects(level.effects, words=ANSWERED),
        )


def runs(some: Sequence[str], among: Sequence[str]) -> str:
    """Return some items of a list in order, three or more that follow one another as "first\u2013last"."""
    groups: list[list[str]] = []
    for entry in among:
        if entry not in some:
            groups.append([])
        elif groups:
            groups[-1].append(entry)
        else:
            groups = [[entry]]
    said = [f"{group[0]}\u2013{group[-1]}" if len(group) > 2 else ", ".join(group) for group in groups if group]
    return ", ".join(said)
