"""Where each seat stands, for control and for its printed sheet: from the seat's own view, whoever decides for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from attrs import evolve

from kuroshio.kernel.state import codes
from kuroshio.kernel.state.records import GAME
from kuroshio.model.calendar import date_of
from kuroshio.picture.chronicle import Chronicle
from kuroshio.picture.log_sentences import CHANGES
from kuroshio.picture.number_moves import ToldSpan
from kuroshio.picture.standing import SeatStanding
from kuroshio.picture.standing_maker import StandingMaker
from kuroshio.session.agreements import BROKEN, LAPSED, Agreements
from kuroshio.session.deciders import Deciders
from kuroshio.session.live_game import LiveGame


class Standings:
    """Tells where a seat stands.

    The span that its numbers are told over begins with a Planning: that of the turn before while orders are due, so that a
    sheet goes on where the last one ended; later that of this turn. In the first turn it begins with the game.
    """

    def __init__(self, play: LiveGame, deciders: Deciders, agreements: Agreements):
        self.play, self.deciders, self.agreements = play, deciders, agreements

    def of(self, seat: str) -> SeatStanding:
        """Return where a seat of the scenario stands. Raises KeyError for a faction that the rules do not know."""
        play = self.play
        row = play.tables.index.factions[seat]
        maker = StandingMaker(play.maker, play.question_maker)
        chronicle = play.chronicles[seat] if seat in play.chronicles else self._chronicle(row)
        with self.deciders.called_on(seat if self._asked_in_turn(seat) else ""):
            view = play.view(row)
        told = maker.standing(view, seat, chronicle, self._span(row), play.log, since=self._since(), planning=self.planning())
        return evolve(told, agreed=tuple(self._agreed(seat)))

    def _agreed(self, seat: str) -> Iterator[str]:
        """Return the agreements that a seat knows and that stand or are broken, a sentence each; who broke one, and how."""
        sides = {faction.id: faction.name for faction in self.play.tables.ruleset.factions}
        for one in self.agreements.known(seat):
            if one.state == LAPSED:
                continue
            until = f", to the end of turn {one.expires}" if one.expires else ""
            who = "public" if one.public else "known to the parties alone"
            broken = f" Broken by {sides.get(one.by, one.by)}: {one.how}" if one.state == BROKEN else ""
            yield f"{one.id}: {' and '.join(sides[party] for party in one.parties)}: {one.terms} ({who}{until}).{broken}"

    def planning(self) -> bool:
        """Whether orders are due: Planning has not come to its second pass."""
        play = self.play
        return not play.over and play.phase in ("news", "planning") and not play.orders_are_in()

    def _asked_in_turn(self, seat: str) -> bool:
        """Whether a seat may act before it is asked, so that its view is that of the seat that is asked."""
        return self.deciders.may_plan(seat) or self.deciders.may_sign(seat)

    def _chronicle(self, row: int) -> Chronicle:
        """Return what a seat without people was told."""
        chronicle = Chronicle(self.play.tables, row)
        chronicle.follow(self.play.log, int(self.play.game.logged))
        return chronicle

    # --- the span --------------------------------------------------------------------------------------

    def _from(self) -> int:
        """Return the turn with whose Planning the span begins."""
        return max(self.play.turn - 1, 1) if self.planning() else self.play.turn

    def _since(self) -> str:
        scenario, turn = self.play.tables.scenario, self._from()
        return "the game began" if turn == 1 else f"planning for {date_of(turn, scenario.start, scenario.turn_length)}"

    def _span(self, row: int) -> ToldSpan:
        play, first = self.play, self._from()
        log = play.log[: int(play.game.logged)]
        inside = (log["turn"] > first) | ((log["turn"] == first) & ((log["phase"] != codes.NEWS) | (first == 1)))
        news = tuple(range(first if first == 1 else first + 1, play.turn + 1))
        return ToldSpan(
            start=self._tracks(1) if first == 1 else play.openings[first],
            now=play.game.track.copy(),
            lines=tuple(np.flatnonzero(inside).tolist()),
            earned=self._earned(row, news),
            news=news,
            rests=int(play.game.turn) - first,  # at the end the turn is one more than the last
        )

    def _tracks(self, turn: int) -> np.ndarray:
        """Return all tracks at the start of a turn, before its News."""
        return np.frombuffer(self.play.turns[turn], GAME).view(np.recarray)[0].track.copy()

    def _earned(self, row: int, turns: Iterable[int]) -> dict[int, int]:
        """Return by slot what a seat earned in the News of some turns: what effects there leave of the difference."""
        play, earned = self.play, dict[int, int]()
        faction, roles = play.tables.ruleset.factions[row].id, play.tables.ruleset.roles
        slots = [play.maker.slots[f"{faction}.{getattr(roles, job)}"] for job in ("capital", "funds", "readiness")]
        log = play.log[: int(play.game.logged)]
        for turn in turns:
            before, after = self._tracks(turn), play.openings[turn]
            news = log[(log["turn"] == turn) & (log["phase"] == codes.NEWS) & np.isin(log["what"], list(CHANGES))]
            for slot in slots:
                moved = news[news["subject"] == slot]
                by_effects = int(moved["after"].sum()) - int(moved["before"].sum())
                earned[slot] = earned.get(slot, 0) + int(after[slot]) - int(before[slot]) - by_effects
        return earned
