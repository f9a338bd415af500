"""Notes, expectations and late flags, which are written down and do not change the game."""

from __future__ import annotations

from kuroshio.picture.picture import Expectation
from kuroshio.session.journal.line_kinds import NAME, SEAT, SEAT_OR_NONE, TEXT, TURN, WHEN, YES_OR_NO, register
from kuroshio.session.keeper import Keeper
from kuroshio.session.live_game import LiveGame
from kuroshio.session.refusal import Refused, refuse

# told: whether its seat may read it
register("note", {"turn": TURN, "seat": SEAT_OR_NONE, "text": TEXT, "by": NAME}, {"told": YES_OR_NO})
register("expect", {**WHEN, "seat": SEAT, "other": SEAT, "text": TEXT})  # an expectation that a seat has of another this turn
register("late", {**WHEN, "seat": SEAT})


class Notes:
    """Writes notes, expectations and late flags. Calls raise Refused where they cannot be carried out."""

    def __init__(self, play: LiveGame, keeper: Keeper):
        self.play, self.keeper = play, keeper

    def note(self, seat: str, text: str, told: bool = False) -> None:
        """Write a scribe's note on a seat, or a general one (empty). Only control sees it, unless its seat is told."""
        if told and not seat:
            raise Refused("A note that a seat is told must name the seat.")
        self.keeper.say("note", seat=seat, text=text, by="scribe", **({"told": True} if told else {}))

    def expect(self, seat: str, other: str, text: str) -> None:
        """Write what a seat expects of another this turn."""
        refuse("" if seat != other else "A seat can only expect something of another seat.")
        self.keeper.say("expect", phase=self.play.phase, seat=seat, other=other, text=text)

    def late(self, seat: str) -> None:
        """Flag a seat whose orders are not in on time; they still count."""
        self.keeper.say("late", phase=self.play.phase, seat=seat)

    def expected(self, seat: str) -> tuple[Expectation, ...]:
        """Return what a seat expects of others this turn; for each the last that it wrote."""
        said = {
            str(entry["other"]): str(entry["text"])
            for entry in self.keeper.journal.counted
            if entry.kind == "expect" and entry["turn"] == self.play.turn and entry["seat"] == seat
        }
        return tuple(Expectation(seat=other, text=text) for other, text in said.items())
