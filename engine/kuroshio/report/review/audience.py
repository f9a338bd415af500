"""The audience of a review: control, which sees everything, or one seat, which sees what it knew at the time."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from kuroshio.kernel.state import codes
from kuroshio.kernel.state.codes import UNKNOWN
from kuroshio.kernel.state.records import GAME, blank
from kuroshio.kernel.view import author_hidden, line_seen, view
from kuroshio.picture.chronicle import Chronicle
from kuroshio.picture.picture import Beat, Picture
from kuroshio.report.review.whole_chronicle import Witness
from kuroshio.session.told_game import ToldGame


class Audience:
    """What one seat, or control (empty), may see of a replayed game."""

    def __init__(self, game: ToldGame, seat: str = ""):
        self.game, self.seat = game, seat
        self.tables, self.rules, self.names = game.tables, game.tables.rules, game.maker.names
        self.faction = self.tables.index.factions[seat] if seat else -1
        self.board, self.cut = blank(GAME), blank(GAME, len(self.tables.ruleset.factions))

    @property
    def whole(self) -> bool:
        """Whether nothing is hidden."""
        return not self.seat

    @cached_property
    def beats(self) -> tuple[Beat, ...]:
        """What has happened, as the audience was told it."""
        opening = self.game.positions()[0].track
        chronicle = Witness(self.tables, opening) if self.whole else Chronicle(self.tables, self.faction)
        chronicle.follow(self.game.log, len(self.game.log))
        return tuple(chronicle.beats)

    @cached_property
    def beat_at(self) -> dict[int, Beat]:
        """The beats by their first lines of the log."""
        return {beat.number: beat for beat in self.beats}

    @cached_property
    def states(self) -> tuple[np.record, ...]:
        """The positions at the opening and at the end of each turn, as the audience sees them."""
        return tuple(self.state(position) for position in self.game.positions())

    @cached_property
    def pictures(self) -> tuple[Picture, ...]:
        """The same positions as pictures, with the changes of the turn."""
        before = [self.states[0], *self.states]
        return tuple(
            self.game.maker.picture(state, self.seat, opening=old.track, news=(), asked="")
            for old, state in zip(before, self.states)
        )

    def state(self, position: np.record) -> np.record:
        """Return a position as the audience sees it."""
        if self.whole:
            return position
        self.board.view(np.uint8)[:] = np.frombuffer(position.tobytes(), np.uint8)
        view(self.rules, self.board, np.int64(self.faction), self.cut)
        return self.cut[self.faction].copy()

    def sees(self, line: np.record) -> bool:
        """Whether the audience may know a line of the log."""
        return self.whole or line_seen(self.rules, line, self.faction)

    def knows_author(self, line: np.record) -> bool:
        """Whether a line may be told with its act and the author."""
        return self.whole or (self.sees(line) and not author_hidden(self.rules, line, self.faction))

    def track(self, state: np.record, slot: str) -> int | None:
        """Return the value of a track; None if it is not known."""
        value = int(state.track[self.game.maker.slots[slot]])
        return None if value == UNKNOWN else value

    def sees_track(self, slot: str) -> bool:
        """Whether the audience ever sees a track."""
        return self.whole or bool(int(self.rules.slot_seen[self.game.maker.slots[slot]]) >> self.faction & 1)

    def name(self, seat: str) -> str:
        """Return the name of a faction by its id; an unknown id stays as it is."""
        row = self.tables.index.factions.get(seat)
        return seat if row is None else self.names.factions[row]

    def may_read(self, seats: tuple[str, ...]) -> bool:
        """Whether the audience may read a paper of these seats."""
        return self.whole or self.seat in seats


def played(position: np.record, turns: int) -> int:
    """Return the turn of a position; after the end, the last turn."""
    return min(int(position.turn), turns)


def in_words(count: int) -> str:
    """Return a small number in words, for the middle of a page."""
    small = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
    return small[count] if count < len(small) else str(count)


NOBODY = int(codes.NONE)
