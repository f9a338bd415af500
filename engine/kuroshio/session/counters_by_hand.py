"""Counters that control moves, takes off the map, or puts back on it, for a reason beside the rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kuroshio.kernel.state import codes
from kuroshio.session.injects import Injects
from kuroshio.session.journal.line_kinds import NAME, TEXT, WHEN, one_of, register
from kuroshio.session.keeper import Keeper
from kuroshio.session.live_game import LiveGame
from kuroshio.session.refusal import OVER, refuse, whole_sentence

ADD, MOVE, REMOVE = WAYS = ("add", "move", "remove")
register("counter", {**WHEN, "how": one_of(*WAYS), "piece": NAME, "area": TEXT, "reason": NAME}, moves=True, control=True)

READY = 3  # the readiness of a counter that comes onto the map
OPEN = (codes.COMMITTED, codes.UNSIGNED, codes.FORCED)


class CountersByHand:
    """Moves counters by hand. The seat of the counter is told; others see it where their sensors do."""

    def __init__(self, play: LiveGame, keeper: Keeper, injects: Injects):
        self.play, self.keeper, self.injects = play, keeper, injects
        keeper.takes("counter", lambda entry: self._enter(entry.fields), self._wrong)

    def place(self, how: str, piece: str, area: str, reason: str) -> None:
        """Add, move or remove a counter. area: where to, empty to remove it. Raises Refused, NotKept."""
        fields = {"how": how, "piece": piece, "area": area, "reason": reason}
        refuse(self._wrong(fields))
        entry = self.play.tables.scenario.pieces[self._row(piece)]
        with self.keeper.whole():
            self.keeper.record("counter", **fields)
            self._enter(fields)
            self.injects.tell("A counter", f"{entry.name}: {self._told(how, area)}. {whole_sentence(reason)}", [entry.faction])

    def off_map(self) -> list[str]:
        """Return the counters that are not on the map."""
        pieces = enumerate(self.play.tables.scenario.pieces)
        return [piece.id for row, piece in pieces if self.play.game.piece_area[row] < 0]

    def _told(self, how: str, area: str) -> str:
        if how == REMOVE:
            return "taken off the map"
        name = self.play.question_maker.names.areas[self.play.tables.index.areas[area]]
        return f"{'moved to' if how == MOVE else 'put on the map in'} {name}"

    def _row(self, piece: str) -> int:
        return next(row for row, one in enumerate(self.play.tables.scenario.pieces) if one.id == piece)

    def _enter(self, fields: Mapping[str, Any]) -> None:
        """Enter a line about a counter."""
        game, row = self.play.game, self._row(str(fields["piece"]))
        if fields["how"] == REMOVE:
            game.piece_area[row], game.piece_readiness[row] = codes.NONE, 0
            return
        game.piece_area[row] = self.play.tables.index.areas[fields["area"]]
        if fields["how"] == ADD:
            game.piece_readiness[row] = READY

    def _wrong(self, fields: Mapping[str, Any]) -> str:
        """Say why a counter cannot be placed in this way; empty if it can."""
        how, piece, area = str(fields["how"]), str(fields["piece"]), str(fields["area"])
        if self.play.over:
            return OVER
        if piece not in [one.id for one in self.play.tables.scenario.pieces]:
            return f"There is no counter {piece!r}."
        if not str(fields["reason"]).strip():
            return "A counter that control places needs a reason: `because REASON`."
        here = int(self.play.game.piece_area[self._row(piece)])
        if how == ADD and here >= 0:
            return f"{piece} is on the map already: `counter move {piece} AREA`."
        if how != ADD and here < 0:
            return f"{piece} is not on the map: `counter add {piece} AREA`."
        if self._is_ordered(piece):
            return f"A committed order names {piece}: `change` that order first."
        if how == REMOVE:
            return "" if not area else "A counter that is removed goes to no area."
        if area not in self.play.tables.index.areas:
            return f"There is no area {area!r}."
        row = self.play.tables.index.areas[area]
        if row == here:
            return f"{piece} is there already."
        return "" if self._may_be_in(piece, row) else f"A counter such as {piece} cannot be in {area}."

    def _is_ordered(self, piece: str) -> bool:
        game, row = self.play.game, self._row(piece)
        return any(game.order[i].piece == row and game.order_status[i] in OPEN for i in range(int(game.n_orders)))

    def _may_be_in(self, piece: str, area: int) -> bool:
        """Whether an area is of the domain of a counter, or has a base for it (rule 3.1)."""
        rules = self.play.rules
        domain = int(rules.kind[rules.piece[self._row(piece)].kind].domain)
        allowed, based = int(rules.domain_areas[domain]), 0
        for bases in rules.based[: int(rules.n_factions)]:
            based |= int(bases)
        if domain != codes.LAND:
            allowed |= based & int(rules.ports) if domain == codes.SEA else based
        return bool(allowed >> area & 1)
