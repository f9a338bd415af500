"""The record of a rehearsal: what scripted teams hand in, what control says to them, and what became of each mistake.

Its lines stand in the journal of the game that is rehearsed, so that a rehearsal goes on where it stopped. They move nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kuroshio.session.journal.journal_format import JournalLine
from kuroshio.session.journal.line_kinds import NAME, SEAT_OR_NONE, TEXT, TEXTS, TURN, one_of, register, whole
from kuroshio.session.keeper import Keeper
from kuroshio.session.live_game import LiveGame
from kuroshio.session.refusal import refuse

BEGINS, READY, COMES, SAID, TYPED, FOUND, RETURNS, ENDS = EVENTS = (
    "begins", "ready", "comes", "said", "typed", "found", "returns", "ends",
)  # fmt: skip
SLIP = ("name", "sort", "meant", "wrong", "again", "about", "mistake")  # optional fields: those of a slip

# begins: `turns` and `seed` of the rehearsal, with its mistakes in `meant`; ready: a slip of a team, before it is handed in;
# comes: the slip of that name is handed in; said: what control says to a seat; typed: a line of control, with its refusal in
# `again`; found: what became of a mistake; returns: control sits down again; ends: the rehearsal is over.
register(
    "rehearsal",
    {"turn": TURN, "event": one_of(*EVENTS), "seat": SEAT_OR_NONE, "text": TEXT},
    {
        "name": NAME, "sort": NAME, "meant": TEXTS, "wrong": TEXTS, "again": TEXT, "about": TEXT, "mistake": TEXT,
        "turns": whole(1), "seed": whole(0, 2**64 - 1),
    },
)  # fmt: skip


class RehearsalRecord:
    """Writes the lines of a rehearsal, and reads them again."""

    def __init__(self, play: LiveGame, keeper: Keeper):
        self.play, self.keeper = play, keeper
        keeper.takes("rehearsal", wrong=self._wrong)

    def write(self, event: str, seat: str = "", text: str = "", **more: Any) -> JournalLine:
        """Write a line of a rehearsal, and return it. Raises Refused where it cannot stand here, NotKept."""
        self.keeper.say("rehearsal", event=event, seat=seat, text=text, **more)
        return self.keeper.journal.entries[-1]

    def lines(self, *events: str) -> Iterator[JournalLine]:
        """Return the lines of these events, or of all, in their order; an undo in the game takes none of them back."""
        for entry in self.keeper.journal.entries:
            if entry.kind == "rehearsal" and (not events or entry["event"] in events):
                yield entry

    def begun(self) -> JournalLine | None:
        """Return the line with which the rehearsal began; None in a game that is no rehearsal."""
        return next(self.lines(BEGINS), None)

    def begin(self, turns: int, seed: int, mistakes: Sequence[str]) -> None:
        """Mark the game as a rehearsal of so many turns. Raises Refused, NotKept."""
        refuse("This game is a rehearsal already." if self.begun() else "")
        self.write(BEGINS, turns=turns, seed=seed, meant=list(mistakes))

    def _wrong(self, fields: Mapping[str, Any]) -> str:
        """Say why a line of a rehearsal cannot stand by itself; empty if it can."""
        event = fields["event"]
        if event == BEGINS:
            return "" if "turns" in fields and "seed" in fields else "A rehearsal begins with its turns and its seed."
        if event == READY and not all(name in fields for name in SLIP):
            return f"A slip has {', '.join(SLIP)}."
        return "A slip comes by its name." if event == COMES and "name" not in fields else ""
