"""The tracks that control may set by hand, as `tracks` lists them: one part of them in full, or those in play in groups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kuroshio.session.line_parts import ALL
from kuroshio.session.live_game import LiveGame


class TrackLists:
    """Lists the tracks of a game with their values."""

    def __init__(self, play: LiveGame):
        self.play, self.tables = play, play.tables
        ruleset = self.tables.ruleset
        self.seats = [seat.faction for seat in self.tables.scenario.seats]
        rows = self.play.rules.flashpoint
        self.places = [place.id for row, place in enumerate(ruleset.flashpoints) if rows[row].in_play]
        self.away = {place.id for place in ruleset.flashpoints} - set(self.places)

    def told(self, part: str) -> Iterator[str]:
        """Return the tracks whose id or name contains a part, a line each; without a part those in play, in groups."""
        if part:
            yield from self._each("" if part.casefold() == ALL else part.casefold())
            return
        ruleset = self.tables.ruleset
        between = [pair.id for pair in ruleset.pairs if set(pair.members) <= set(self.seats)]
        pledges = [one.id for one in ruleset.obligations if {one.debtor, one.creditor} <= set(self.seats)]
        projects = {
            f"{one.id}.{ruleset.roles.stage}" for one in ruleset.projects if {one.lead, one.partner} - {""} <= set(self.seats)
        }
        areas = {f"{area.id}.{track.id}" for area in self.tables.board.areas for track in ruleset.tracks if track.scope == "area"}
        yield from self._group("Of all", ["world"])
        yield from self._group("Of a seat", self.seats)
        yield from self._group("Of a place in play", self.places)
        yield from self._group("Between two seats", between)
        yield from self._group("Pledges between seats", pledges)
        yield from self._group("Projects of seats under way", self._moved(projects))
        yield from self._group("Areas where it is not 0", self._moved(areas))
        first = next(iter(self.seats), "")
        home = ruleset.roles.home
        yield f"Lists those with a part of an id or a name, with their bounds: `tracks {first}`, `tracks {home}`."
        yield f"In an effect the owner comes first: `set {first}.{home}+1`. `tracks {ALL}` lists all {len(self.tables.slots)}."

    def _each(self, sought: str) -> Iterator[str]:
        """Return the tracks whose id or name contains a text: id, value, name and bounds."""
        for slot, track in enumerate(self.tables.slots):
            name, bounds = self.play.question_maker.names.slots[slot], self.tables.rules.track[self.tables.rules.slot_track[slot]]
            if sought in track.casefold() or sought in name.casefold():
                yield f"{track} = {self._value(slot)}  # {name}, {int(bounds.least)} to {int(bounds.most)}"

    def _group(self, head: str, owners: Iterable[str]) -> Iterator[str]:
        """Return the tracks of some owners, a line each, below a head; nothing without any."""
        lines = [f"  {owner}: {', '.join(named)}" for owner in owners if (named := list(self._of(owner)))]
        yield from [f"{head}:", *lines] if lines else []

    def _of(self, owner: str) -> Iterator[str]:
        """Return the tracks of an owner with their values, without those of places that are not in play."""
        for slot, track in enumerate(self.tables.slots):
            mine, _, what = track.partition(".")
            if mine == owner and what.rpartition(".")[2] not in self.away:
                yield f"{what} {self._value(slot)}"

    def _moved(self, tracks: Iterable[str]) -> list[str]:
        """Return the owners of some tracks of which one is not 0, in the order of the game."""
        wanted = set(tracks)
        stand = (track for slot, track in enumerate(self.tables.slots) if track in wanted and self._value(slot))
        return list(dict.fromkeys(track.partition(".")[0] for track in stand))

    def _value(self, slot: int) -> int:
        return int(self.play.game.track[slot])
