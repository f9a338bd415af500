"""What people call a seat at control: its id, its name, its Japanese name, or the beginning of one."""

from __future__ import annotations

from kuroshio.kernel.tables.compiling import Tables
from kuroshio.session.lenient_words import meaning, plain
from kuroshio.session.refusal import Refused, as_id


class SeatNames(tuple[str, ...]):
    """The ids of some seats, which also know their names."""

    names: dict[str, tuple[str, ...]]

    @classmethod
    def of_scenario(cls, tables: Tables) -> SeatNames:
        """Return the seats of a scenario, in its order."""
        seats = cls(seat.faction for seat in tables.scenario.seats)
        seats.names = {one.id: (one.id, one.name, one.name_ja) for one in tables.ruleset.factions if one.id in seats}
        return seats

    def whole(self, word: str) -> str:
        """Return the id that a whole name means; the word itself if it is none."""
        said = as_id(word.strip(), self)
        if said in self or not plain(said):
            return said
        return next((seat for seat, names in self.names.items() if plain(said) in map(plain, filter(None, names))), said)

    def meant(self, word: str) -> str:
        """Return the id that a name or its beginning means; the word itself if it means none.

        Raises Refused with the candidates if it may be several.
        """
        said, words = self.whole(word), word.split()
        if said in self or not words:
            return said
        found, n = meaning(words, self.names.items())
        if not found or n < len(words):
            return said
        if len(found) > 1:
            raise Refused(f"{word.strip()!r} may be {' or '.join(found)}: write more of it.")
        return found[0]
