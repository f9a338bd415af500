"""The scenario of a brief, as all its pages read it: names, opening position, what is in play.

The position always comes from a view: of the seat whose page it is, or of the public.
"""

from __future__ import annotations

from collections.abc import Iterator

from kuroshio.kernel.tables.compiling import Tables
from kuroshio.model.bibliography import bibliography
from kuroshio.model.calendar import turn_of
from kuroshio.model.entry_parts import Condition
from kuroshio.model.ruleset import Flashpoint, Obligation
from kuroshio.picture.phrases import phrases_of
from kuroshio.report.brief.brief_wording import Wording, capital, wanted
from kuroshio.report.brief.kit import AimRow, TrackRow
from kuroshio.report.brief.opening_position import Opening
from kuroshio.report.brief.track_meanings import meaning

FEW = 6  # labels of places and parties in one cell


class BriefScenario:
    """A scenario with the parts that all pages use: names, the opening position, what is in play."""

    def __init__(self, tables: Tables):
        self.tables, self.ruleset, self.scenario = tables, tables.ruleset, tables.scenario
        self.timetable = self.scenario.timetable or self.ruleset.timetable
        self.bibliography = bibliography(self.ruleset.documents, self.scenario.documents, series=self.ruleset.series)
        self.phrases = phrases_of(tables)
        self.names = self.phrases.names
        self.opening = Opening(tables, self.phrases)
        self.factions = {faction.id: faction for faction in self.ruleset.factions}
        self.seated = [seat.faction for seat in self.scenario.seats]
        self.tracks = {track.id: track for track in self.ruleset.tracks}
        self.areas = {area.id: area.name for area in tables.board.areas}
        self.kinds = {kind.id: kind for kind in self.ruleset.kinds}
        self.level_names = {level.id: level.name for level in self.ruleset.levels}
        self.action_names = {action.id: action.name for action in self.ruleset.actions}
        self.class_names = {entry.id: entry.name for entry in self.ruleset.act_classes}
        self.slot_names = dict(zip(tables.slots, self.names.slots, strict=True))
        self.in_play = [f for f in self.ruleset.flashpoints if not self.scenario.flashpoints or f.id in self.scenario.flashpoints]
        self.wording = Wording(tables, self.phrases, self.in_play)

    def name(self, faction: str) -> str:
        """Return the name of a faction."""
        return self.factions[faction].name if faction in self.factions else faction

    def gauge(self, seat: str, slot: str) -> TrackRow:
        """Return a track as a seat, or the public (empty), sees it."""
        track = self.tracks[slot.split(".")[1]]
        value = self.opening.value(seat, slot)
        drawn = f" ± {track.draw}" if track.draw else ""
        return TrackRow(
            name=self.short(slot, seat),
            value="not known" if value is None else f"{value}{drawn}",
            least=track.least,
            most=track.most,
            meaning=meaning(self.tables, slot),
        )

    def short(self, slot: str, seat: str) -> str:
        """Return the name of a track, without its owner if that is the reader or the only place in play."""
        owner, track = slot.split(".")[:2]
        plain = owner == seat or [owner] == [place.id for place in self.in_play]
        return capital(self.tracks[track].name if plain else self.slot_names[slot])

    def sides(self, flashpoint: Flashpoint) -> list[str]:
        """Return the seats that may hold a posture at a flashpoint."""
        return [side for side in (flashpoint.challenger, flashpoint.holder, *flashpoint.others) if side in self.seated]

    def obligations(self) -> Iterator[Obligation]:
        """Return the obligations between two seats that are in force at some time of the game."""
        scenario = self.scenario
        for o in self.ruleset.obligations:
            since = turn_of(o.since, scenario.start, scenario.turn_length) if o.since else 1
            until = turn_of(o.until, scenario.start, scenario.turn_length) if o.until else scenario.turns
            if since <= scenario.turns and until >= 1 and {o.debtor, o.creditor} <= set(self.seated):
                yield o

    def wish(self, condition: Condition, seat: str, *, truth: bool = False) -> AimRow:
        """Return a condition of success; `now` only if the seat may know it."""
        subject, *what = condition.track.split(".")
        if subject == "count":
            return AimRow(text=f"{capital(self.phrases.reading(condition.track))}: {wanted(condition)}", now="0")
        value = self.opening.true_value(condition.track) if truth else self.opening.value(seat, condition.track)
        several = len(self.in_play) > 1
        place = next((f" ({f.name})" for f in self.ruleset.flashpoints if several and f.id in what), "")
        text = f"{self.short(condition.track, seat)}{place}: {wanted(condition)}"
        return AimRow(text=text, now="" if value is None else str(value))
