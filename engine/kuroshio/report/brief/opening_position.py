"""The opening position as each seat may know it, before any roll, for the briefs."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from attrs import frozen

from kuroshio.kernel import advice
from kuroshio.kernel.state import codes
from kuroshio.kernel.state.codes import UNKNOWN
from kuroshio.kernel.state.records import GAME, ORDER, PROPOSAL, blank
from kuroshio.kernel.stepping import new_game
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.kernel.view import public_view, view
from kuroshio.model.capacities import MAX_FACTIONS
from kuroshio.picture.phrases import Phrases
from kuroshio.picture.picture import OddsPicture

NOTHING = int(codes.NONE)
REASONS = 16
NEVER = frozenset(int(why) for why in (advice.NO_SEAT, advice.NOT_ITS_ACTION))


@frozen
class OpeningOrder:
    """One way of ordering an action at the opening. reasons: why it is not open yet, a sentence each; empty: it is open."""

    area: int
    target: int
    partner: int
    odds: OddsPicture | None
    reasons: tuple[str, ...]


class Opening:
    """The first turn's planning without draws: drawn tracks have the values of the files; incomes are paid."""

    def __init__(self, tables: Tables, phrases: Phrases):
        self.tables, self.rules, self.phrases = tables, tables.rules, phrases
        self.slots = {name: i for i, name in enumerate(tables.slots)}
        self.games, self.views, self.open = blank(GAME), blank(GAME, MAX_FACTIONS), blank(GAME)
        self.order, self.proposal = blank(ORDER), blank(PROPOSAL)
        self.reasons = blank(advice.REASON, REASONS)
        game = self.games[0]
        new_game(self.rules, game, np.uint64(0), np.int64(0))
        game.track[: len(tables.slots)] = self.rules.slot_start[: len(tables.slots)]
        self._pay_incomes()
        game.phase = codes.PLANNING
        public_view(self.rules, self.games, self.open)
        for faction in range(int(self.rules.n_factions)):
            view(self.rules, self.games, np.int64(faction), self.views)

    def _pay_incomes(self) -> None:
        """Pay the incomes of News, so that a seat can afford in its brief what it can afford in its first planning."""
        roles = self.tables.ruleset.roles
        for faction in self.tables.ruleset.factions:
            for job in ("capital", "funds", "readiness"):
                slot = self.slots[f"{faction.id}.{getattr(roles, job)}"]
                most = int(self.rules.track[self.rules.slot_track[slot]].most)
                paid = int(self.games[0].track[slot]) + getattr(faction.income, job)
                self.games[0].track[slot] = min(paid, most)

    # --- what may be seen ----------------------------------------------------------------------------

    def state(self, seat: str) -> np.record:
        """Return the view of a seat, or the public view if the seat is empty."""
        return self.views[self.tables.index.factions[seat]] if seat else self.open[0]

    def value(self, seat: str, slot: str) -> int | None:
        """Return a track as a seat sees it; None if it may not."""
        value = int(self.state(seat).track[self.slots[slot]])
        return None if value == UNKNOWN else value

    def true_value(self, slot: str) -> int:
        """Return a track's true value, for control only."""
        return int(self.games[0].track[self.slots[slot]])

    def known_alone(self, seat: str) -> Iterator[str]:
        """Return the slots that a seat sees and the public does not."""
        own, public = self.state(seat).track, self.open[0].track
        for slot, i in self.slots.items():
            if own[i] != UNKNOWN and public[i] == UNKNOWN:
                yield slot

    def counters(self, seat: str) -> Iterator[int]:
        """Return the rows of the pieces that a seat, or the public, sees."""
        state = self.state(seat)
        yield from (p for p in range(len(self.tables.scenario.pieces)) if state.piece_area[p] >= 0)

    # --- what may be ordered -------------------------------------------------------------------------

    def hand(self, seat: str) -> list[int]:
        """Return the rows of the actions that a seat may order in this scenario."""
        f = self.tables.index.factions[seat]
        return [int(row) for row in self.rules.hand[f, : self.rules.n_hand[f]] if self.rules.action[row].mechanism != codes.PASS]

    def orders(self, seat: str, row: int) -> Iterator[OpeningOrder]:
        """Return every way of ordering an action that names only seats at the table, with its odds from the seat's view."""
        state, f = self.state(seat), self.tables.index.factions[seat]
        for area, target, partner in self._parties(row, f):
            self.order[0] = (f, row, area, target, partner, NOTHING)
            n = int(advice.why_not(self.rules, state, self.order[0], self.reasons))
            found = self.reasons[:n]
            if any(int(reason.why) in NEVER for reason in found):
                continue
            own = f" of {self.phrases.names.faction(f)}, "
            reasons = tuple(dict.fromkeys(reason.replace(own, " of our ") for reason in self.phrases.reasons(found)))
            yield OpeningOrder(area=area, target=target, partner=partner, odds=self._odds(state), reasons=reasons)

    def _parties(self, row: int, f: int) -> Iterator[tuple[int, int, int]]:
        action = self.rules.action[row]
        areas = action.area[: action.n_areas].tolist()
        if action.mechanism in (codes.RAISE, codes.LOWER):
            areas = [int(point.area) for point in self.rules.flashpoint[: self.rules.n_flashpoints] if point.in_play]
        for area in areas or [NOTHING]:
            for target in self._others(action.target[: action.n_targets].tolist(), f):
                for partner in self._others(action.partner[: action.n_partners].tolist(), f):
                    yield area, target, partner

    def _others(self, named: list[int], f: int) -> list[int]:
        return [other for other in named if other != f] or [NOTHING]

    def _odds(self, state: np.record) -> OddsPicture | None:
        if self.rules.action[self.order[0].action].mechanism != codes.ACT:
            return None
        advice.propose(self.rules, state, self.order[0], self.proposal[0])
        return self.phrases.odds(self.proposal[0])
