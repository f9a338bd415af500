"""The public pages: the seats, the visible counters, the steps of a turn."""

from __future__ import annotations

from collections.abc import Iterator

from kuroshio.model.scenario import Seat
from kuroshio.report.brief.brief_scenario import BriefScenario
from kuroshio.report.brief.day_plan import Step, steps
from kuroshio.report.brief.kit import AreaRow, PublicSeat


class PublicPages:
    """Writes the public pages."""

    def __init__(self, source: BriefScenario):
        self.source = source

    def public_seat(self, seat: Seat) -> PublicSeat:
        """Return what is public about a seat."""
        faction = self.source.factions[seat.faction]
        return PublicSeat(id=faction.id, name=faction.name, aims=seat.aims, orders=faction.orders)

    def places(self) -> Iterator[AreaRow]:
        """Return the public counters by place."""
        state = self.source.opening.state("")
        standing: dict[str, list[str]] = {}
        for p in self.source.opening.counters(""):
            piece = self.source.scenario.pieces[p]
            area = self.source.names.areas[int(state.piece_area[p])]
            standing.setdefault(area, []).append(f"{piece.name} ({self.source.name(piece.faction)})")
        yield from (AreaRow(name=area, forces=tuple(forces)) for area, forces in standing.items())

    def hotspots(self) -> Iterator[str]:
        """Return a sentence on each flashpoint."""
        roles = self.source.ruleset.roles
        for flashpoint in self.source.in_play:
            holder, challenger = self.source.name(flashpoint.holder), self.source.name(flashpoint.challenger)
            text, postures = f"{flashpoint.name}: {holder} administers, {challenger} contests.", []
            for side in self.source.sides(flashpoint):
                level = self.source.opening.value("", f"{side}.{roles.posture}.{flashpoint.id}")
                postures.append(f"{self.source.name(side)} {level}" if level is not None else "")
            yield f"{text} Postures, 0 to {self.source.tracks[roles.posture].most}: {', '.join(filter(None, postures))}."

    def steps(self) -> Iterator[Step]:
        """Return the steps of a turn."""
        return steps(self.source.timetable, self.source.ruleset.procedure.put_to_people)
