"""What is written down beside the orders and changes nothing: notes of a scribe, what seats expect of each other, who is late."""

from __future__ import annotations

from kuroshio.picture.picture import Expectation
from kuroshio.session.keeper import Keeper
from kuroshio.session.line_kinds import NAME, SEAT, SEAT_OR_NONE, TEXT, TURN, WHEN, YES_OR_NO, register
from kuroshio.session.live_game import LiveGame
from kuroshio.session.refusal import Refused, refuse

# told: its seat may read it
register("note", {"turn": TURN, "seat": SEAT_OR_NONE, "text": TEXT, "by": NAME}, {"told": YES_OR_NO})
register("expect", {**WHEN, "seat": SEAT, "other": SEAT, "text": TEXT})  # what a seat expects of another this turn
register("late", {**WHEN, "seat": SEAT})


class Notes:
    """Writes notes, expectations and late flags. Calls raise Refused where they cannot be done."""

    def __init__(self, play: LiveGame, keeper: Keeper):
        self.play, self.keeper = play, keeper

    def note(self, seat: str, text: str, told: bool = False) -> None:
        """A scribe's note on a seat, or on nobody (empty). It is control's alone, unless its seat is told."""
        if told and not seat:
            raise Refused("A note that is told is on a seat.")
        self.keeper.say("note", seat=seat, text=text, by="scribe", **({"told": True} if told else {}))

    def expect(self, seat: str, other: str, text: str) -> None:
        """What a seat expects of another this turn."""
        refuse("" if seat != other else "What a seat expects is of another.")
        self.keeper.say("expect", phase=self.play.phase, seat=seat, other=other, text=text)

    def late(self, seat: str) -> None:
        """A seat has not handed in its orders in time; they still count."""
        self.keeper.say("late", phase=self.play.phase, seat=seat)

    def expected(self, seat: str) -> tuple[Expectation, ...]:
        """What a seat has written this turn that it expects of others; the last word on each."""
        said = {
            str(entry["other"]): str(entry["text"])
            for entry in self.keeper.journal.counted
            if entry.kind == "expect" and entry["turn"] == self.play.turn and entry["seat"] == seat
        }
        return tuple(Expectation(seat=other, text=text) for other, text in said.items())
