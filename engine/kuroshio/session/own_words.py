"""Orders in a seat's own words: they cost nothing, and wait until the umpire rules on them (rule 4.6)."""

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

MOST = 2  # of a seat in a turn


class OwnWords:
    """Reads orders in own words as they are typed, writes them down as they are committed, and has them heard."""

    def __init__(self, play: LiveGame, keeper: Keeper, deciders: Deciders):
        self.play, self.keeper, self.deciders = play, keeper, deciders
        keeper.takes("words", lambda entry: play.hear(str(entry["seat"]), str(entry["text"])), self._wrong)

    def give(self, seat: str, text: str) -> None:
        """Within an act: a seat gives an order in its own words."""
        self.keeper.record("words", seat=seat, text=text)
        self.play.hear(seat, text)

    def read(self, seat: str, text: str, tail: str, written: int) -> str:
        """An order in a seat's own words as it is drafted. tail: what follows its quotes; written: how many the seat has drafted.

        Raises Refused.
        """
        refuse("" if self.play.game.umpired else "No umpire sits at this table to rule on it: choose a card.")
        refuse("" if text else "An order in one's own words needs some words.")
        refuse(f"No more than {MOST} orders in one's own words a turn." if written >= MOST else "")
        named = placed(tail) if tail else []
        if named is None:
            wrong = f"After the quotes of an order in own words only in AREA, against SEAT, with SEAT may stand, not {tail!r}."
            raise Refused(wrong)
        try:
            parts = [self._part(seat, word, one) for word, one in named]
        except UnclearLine as error:
            raise Refused(sentence(error)) from None
        plain = " ".join(text.split())
        return f"{plain} ({', '.join(parts)})" if parts else plain

    def _part(self, seat: str, word: str, named: str) -> str:
        """Where, against whom or with whom an order in own words is meant, by name. Raises UnclearLine."""
        index, names = self.play.tables.index, self.play.question_maker.names
        if word == "in":
            return f"in {names.areas[called(named, index.areas, 'area')]}"
        seats = [other.faction for other in self.play.tables.scenario.seats if other.faction != seat]
        each = [one.strip() for one in named.split(",") if one.strip()] or [named]
        others = [called(one, {other: index.factions[other] for other in seats}, "other seat") for one in each]
        return f"{word} {' and '.join(names.faction(row) for row in others)}"

    def _wrong(self, fields: Mapping[str, Any]) -> str:
        """Why an order in own words cannot have been given; empty where it can."""
        seat = str(fields["seat"])
        heard = sum(one.seat == seat for one in self.play.spoken)
        if not self.play.game.umpired or not self.deciders.may_plan(seat) or heard >= MOST:
            return f"{seat} has no order in its own words to give here"
        return ""
