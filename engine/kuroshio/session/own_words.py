"""Orders in a seat's own words: they cost nothing and wait until the umpire rules on them (rule 4.6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kuroshio.kernel.notation import UnclearLine
from kuroshio.session.deciders import Deciders
from kuroshio.session.keeper import Keeper
from kuroshio.session.line_kinds import NAME, SEAT, WHEN, register
from kuroshio.session.live_game import LiveGame
from kuroshio.session.pending_orders import placed
from kuroshio.session.refusal import Refused, called, refuse, sentence

register("words", {**WHEN, "seat": SEAT, "text": NAME}, moves=True)

MOST = 2  # for a seat in a turn


class OwnWords:
    """Reads orders in own words when they are typed, and writes them down and enters them when they are committed."""

    def __init__(self, play: LiveGame, keeper: Keeper, deciders: Deciders):
        self.play, self.keeper, self.deciders = play, keeper, deciders
        keeper.takes("words", lambda entry: play.hear(str(entry["seat"]), str(entry["text"])), self._wrong)

    def give(self, seat: str, text: str) -> None:
        """Within an act: enter a seat's order in its own words."""
        self.keeper.record("words", seat=seat, text=text)
        self.play.hear(seat, text)

    def read(self, seat: str, text: str, tail: str, written: int) -> str:
        """Read a drafted order in own words. tail: the text after its quotes; written: how many the seat has drafted.

        Raises Refused.
        """
        refuse("" if self.play.game.umpired else "This table has no umpire to rule on an order in own words: choose a card.")
        refuse("" if text else "An order in own words needs a text.")
        refuse(f"At most {MOST} orders in own words are allowed in a turn." if written >= MOST else "")
        named = placed(tail) if tail else []
        if named is None:
            wrong = f"Only in AREA, against SEAT, with SEAT may follow the quotes of an order in own words, not {tail!r}."
            raise Refused(wrong)
        try:
            parts = [self._part(seat, word, one) for word, one in named]
        except UnclearLine as error:
            raise Refused(sentence(error)) from None
        plain = " ".join(text.split())
        return f"{plain} ({', '.join(parts)})" if parts else plain

    def _part(self, seat: str, word: str, named: str) -> str:
        """Return the area, target or partner of an order in own words, by name. Raises UnclearLine."""
        index, names = self.play.tables.index, self.play.question_maker.names
        if word == "in":
            return f"in {names.areas[called(named, index.areas, 'area')]}"
        seats = [other.faction for other in self.play.tables.scenario.seats if other.faction != seat]
        each = [one.strip() for one in named.split(",") if one.strip()] or [named]
        others = [called(one, {other: index.factions[other] for other in seats}, "other seat") for one in each]
        return f"{word} {' and '.join(names.faction(row) for row in others)}"

    def _wrong(self, fields: Mapping[str, Any]) -> str:
        """Say why an order in own words cannot have been given; empty if it can."""
        seat = str(fields["seat"])
        heard = sum(one.seat == seat for one in self.play.spoken)
        if not self.play.game.umpired or not self.deciders.may_plan(seat) or heard >= MOST:
            return f"{seat} cannot give an order in its own words here"
        return ""
