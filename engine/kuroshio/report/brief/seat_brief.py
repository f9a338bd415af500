"""The brief of one seat: its aims, its means, and what it alone sees."""

from __future__ import annotations

from collections.abc import Iterator

from kuroshio.model.ruleset import Faction
from kuroshio.model.scenario import Seat
from kuroshio.report.brief.action_pages import Actions
from kuroshio.report.brief.brief_scenario import BriefScenario
from kuroshio.report.brief.kit import CounterRow, SeatBrief, TrackRow
from kuroshio.report.brief.obligation_pages import ObligationPages
from kuroshio.report.brief.plans_and_projects import PlansAndProjects
from kuroshio.report.brief.track_meanings import meaning


class SeatBriefs:
    """Writes the briefs of seats."""

    def __init__(self, source: BriefScenario):
        self.source = source
        self.actions, self.promises, self.plans = Actions(source), ObligationPages(source), PlansAndProjects(source)

    def seat(self, seat: Seat) -> SeatBrief:
        """The brief of one seat."""
        faction, ruleset = self.source.factions[seat.faction], self.source.ruleset
        roles = ruleset.roles
        front = (roles.capital, roles.funds, roles.readiness, roles.home)
        forces = tuple(self._forces(faction.id, own=True))
        fronts = {f"{faction.id}.{track}" for track in front}
        return SeatBrief(
            id=faction.id,
            name=faction.name,
            aims=seat.aims,
            secret=seat.secret,
            wishes=tuple(self.source.wish(condition, faction.id) for condition in seat.success),
            choices=seat.choices,
            orders=faction.orders,
            moves=faction.free_moves,
            own=tuple(self._own_gauge(faction, track) for track in front),
            forces=forces,
            numbers=tuple(self.source.gauge(faction.id, slot) for slot in self._numbers(faction.id) if slot not in fronts),
            sees=tuple(self._forces(faction.id, own=False)),
            unseen=tuple(self._unseen(faction.id)),
            arenas=tuple(self.actions.arenas(faction.id)),
            asked=tuple(self.actions.asked(faction.id)),
            owes=tuple(self.promises.duty(faction.id, o) for o in self.source.obligations() if o.debtor == faction.id),
            owed=tuple(self.promises.duty(faction.id, o) for o in self.source.obligations() if o.creditor == faction.id),
            gates=tuple(self.promises.gate(gate) for gate in ruleset.gates if gate.faction == faction.id),
            leave=tuple(self.promises.gate(gate) for gate in ruleset.gates if gate.holds == faction.id),
            levels=tuple(self.promises.level(level) for level in sorted(ruleset.levels, key=lambda level: level.rank)),
            stances=tuple(self.plans.stances(faction.id)),
            plans=tuple(self.plans.plans(faction.id)),
            kinds=tuple(dict.fromkeys((force.kind, force.scale) for force in forces)),
            acts=tuple((entry.id, entry.name) for entry in ruleset.act_classes),
        )

    def _own_gauge(self, faction: Faction, track: str) -> TrackRow:
        """Return one of a seat's own four tracks, with its income of a turn."""
        slot, roles = f"{faction.id}.{track}", self.source.ruleset.roles
        comes = {
            roles.capital: faction.income.capital,
            roles.funds: faction.income.funds,
            roles.readiness: faction.income.readiness + self.source.ruleset.procedure.readiness_recovers,
        }.get(track, 0)
        value = self.source.opening.value(faction.id, slot)
        return TrackRow(
            name=self.source.tracks[track].name,
            value="not known" if value is None else str(value),
            least=self.source.tracks[track].least,
            most=self.source.tracks[track].most,
            meaning=meaning(self.source.tables, slot),
            per_turn=f"+{comes}" if comes else "",
        )

    def _numbers(self, seat: str) -> Iterator[str]:
        """Return the tracks that a seat sees and the public does not; the values of its promises stand beside the promises."""
        actual = self.source.ruleset.roles.actual
        yield from (slot for slot in self.source.opening.known_alone(seat) if slot.split(".")[1] != actual)

    def _forces(self, seat: str, own: bool) -> Iterator[CounterRow]:
        """Return a seat's own counters, or those of others that it sees and the public does not."""
        public = set(self.source.opening.counters(""))
        state = self.source.opening.state(seat)
        for p in self.source.opening.counters(seat):
            piece = self.source.scenario.pieces[p]
            if (piece.faction == seat) != own or (not own and p in public):
                continue
            kind = self.source.kinds[piece.kind]
            yield CounterRow(
                name=piece.name if own else f"{piece.name} ({self.source.name(piece.faction)})",
                kind=kind.name,
                area=self.source.names.areas[int(state.piece_area[p])],
                readiness=int(state.piece_readiness[p]),
                scale=kind.scale,
            )

    def _unseen(self, seat: str) -> Iterator[str]:
        """Return a seat's own counters that the public does not see."""
        public = set(self.source.opening.counters(""))
        for p in self.source.opening.counters(seat):
            if self.source.scenario.pieces[p].faction == seat and p not in public:
                yield self.source.scenario.pieces[p].name
