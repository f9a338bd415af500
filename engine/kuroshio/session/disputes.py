"""Disputes: acts that control keeps for a ruling, so that they neither stand without dice nor are accepted as rolled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kuroshio.kernel.state import codes
from kuroshio.session.journal.line_kinds import NAME, TEXT, WHEN, register
from kuroshio.session.keeper import Keeper
from kuroshio.session.live_game import LiveGame
from kuroshio.session.pending_rulings import PendingRulings
from kuroshio.session.refusal import OVER, meant, refuse
from kuroshio.session.rulings import Docket

# seat: whose acts of this turn wait for a ruling; action: which of them, empty for all.
register("disputed", {**WHEN, "seat": NAME, "action": TEXT}, moves=True, control=True)


class Disputes:
    """Keeps the acts of this turn that are disputed."""

    def __init__(self, play: LiveGame, keeper: Keeper, pending_rulings: PendingRulings):
        self.play, self.keeper = play, keeper
        keeper.takes("disputed", wrong=self._wrong)
        pending_rulings.disputed = self.disputed

    def dispute(self, seat: str, action: str = "") -> None:
        """Keep the acts of a seat in this turn for a ruling, all or those of one action. Raises Refused, NotKept."""
        refuse(self._wrong({"seat": seat, "action": action}))
        with self.keeper.whole():
            self.keeper.record("disputed", seat=seat, action=action)

    def disputed(self, before: Docket) -> bool:
        """Whether the act before the umpire is disputed."""
        words = before.order.partition(": ")[2].split()
        return any(
            entry.kind == "disputed"
            and (entry["turn"], entry["seat"]) == (self.play.turn, before.seat)
            and entry["action"] in ("", *words[:1])
            for entry in self.keeper.journal.counted
        )

    def _wrong(self, fields: Mapping[str, Any]) -> str:
        """Say why acts cannot be disputed here; empty if they can."""
        seats = [seat.faction for seat in self.play.tables.scenario.seats]
        if not self.play.game.umpired:
            return "No umpire sits at this table, so the roll stands."
        if fields["seat"] not in seats:
            return meant(f"No seat {fields['seat']!r}", str(fields["seat"]), seats)
        if fields["action"] and fields["action"] not in self.play.tables.index.actions:
            return meant(f"No order {fields['action']!r}", str(fields["action"]), list(self.play.tables.index.actions))
        return OVER if self.play.over else self._not_ordered(str(fields["seat"]), str(fields["action"]))

    def _not_ordered(self, seat: str, action: str) -> str:
        """Say that a seat has not ordered an action, once all orders of the turn are in."""
        game, index = self.play.game, self.play.tables.index
        meant_by = index.factions[seat], index.actions.get(action)
        ordered = {(int(order.actor), int(order.action)) for order in game.order[: int(game.n_orders)]}
        if not action or game.phase <= codes.PLANNING or meant_by in ordered:
            return ""
        return f"{seat} has not ordered {action} this turn; `dispute {seat}` keeps all that it has ordered."
