"""The actions of a seat with their odds at the opening, and the joint actions that others may propose to it."""

from __future__ import annotations

from collections.abc import Iterator

from kuroshio.model.ruleset import Action
from kuroshio.report.brief.brief_scenario import FEW, BriefScenario
from kuroshio.report.brief.brief_wording import Line, capital
from kuroshio.report.brief.kit import ActionRow, Arena, OddsRow, OfferRow
from kuroshio.report.brief.opening_position import OpeningOrder

ARENAS = ("geostrategic", "economic", "technological", "governance", "standing")


class Actions:
    """Writes the actions that a seat may order or sign."""

    def __init__(self, source: BriefScenario):
        self.source = source

    def arenas(self, seat: str) -> Iterator[Arena]:
        """The actions of a seat, by arena."""
        hand = [(self.source.ruleset.actions[row], row) for row in self.source.opening.hand(seat)]
        others = sorted({action.arena for action, _ in hand} - set(ARENAS))
        for arena in (*ARENAS, *others):
            rows = tuple(self._action(seat, action, row) for action, row in hand if action.arena == arena)
            if rows:
                yield Arena(name=capital(arena), actions=rows)

    def _action(self, seat: str, action: Action, row: int) -> ActionRow:
        moves = action.mechanism == "redeploy"
        orders = [] if moves else list(self.source.opening.orders(seat, row))
        now = [order for order in orders if not order.reasons]
        later = [order for order in orders if order.reasons]
        nearest = min(later, key=lambda order: len(order.reasons), default=None)
        waits = nearest.reasons if nearest and not now else ()
        if not orders and not moves:
            waits = ("No seat at this table could be named.",)
        return ActionRow(
            id=action.id,
            name=action.name,
            cost=self.source.phrases.cost(action.cost) or "free",
            focused=action.focused,
            lines=tuple(self._lines(action, seat)),
            chances=tuple(self._chances(now)),
            elsewhere=self._elsewhere(now, later),
            reasons=waits,
        )

    def _lines(self, action: Action, seat: str) -> Iterator[Line]:
        """Return what an action does and requires, with the rules of redeployment."""
        yield from self.source.wording.action(action, seat)
        if action.mechanism == "redeploy":
            price = self.source.ruleset.procedure.move_readiness
            yield "", f"Move one counter to a place within reach of a base. Beyond your free moves: {price} readiness each."

    def _chances(self, orders: list[OpeningOrder]) -> Iterator[OddsRow]:
        """Return the odds at the opening, equal ones together; the largest of many groups is called "elsewhere"."""
        groups: dict[tuple[int, ...], list[OpeningOrder]] = {}
        for order in orders:
            groups.setdefault(order.odds.bands if order.odds else (), []).append(order)
        largest = max(groups.values(), key=len, default=[])
        for bands, alike in groups.items():
            label = self._label(alike, orders)
            if len(groups) > 1 and alike is largest and len(alike) > FEW:
                label = "Everywhere else"
            yield OddsRow(where=label if len(orders) > 1 else self._label(alike, []), bands=bands)

    def _label(self, alike: list[OpeningOrder], among: list[OpeningOrder]) -> str:
        """Return area, target and partner; parts that are the same in all orders are left out."""
        names = self.source.names
        parts = [("area", names.areas), ("target", names.factions), ("partner", names.factions)]
        said = []
        for field, known in parts:
            rows = list(dict.fromkeys(getattr(order, field) for order in alike))
            every = {getattr(order, field) for order in among}
            if rows == [-1] or (len(every) == 1 and among):
                continue
            said.append(("with " if field == "partner" else "") + ", ".join(known[row] for row in rows))
        return "; ".join(said)

    def _elsewhere(self, now: list[OpeningOrder], later: list[OpeningOrder]) -> str:
        """Return the note on other ways that are not open yet."""
        if not now or not later:
            return ""
        return f"{len(later)} other way{'s' * (len(later) > 1)} may open later."

    def asked(self, seat: str) -> Iterator[OfferRow]:
        """Return joint actions that others at the table may propose to a seat."""
        hands = {other: set(self.source.opening.hand(other)) for other in self.source.seated if other != seat}
        for row, action in enumerate(self.source.ruleset.actions):
            by = [self.source.name(other) for other, hand in hands.items() if row in hand]
            if seat in action.partners and by:
                yield OfferRow(
                    name=action.name,
                    by=", ".join(by),
                    price=self.source.phrases.cost(action.partner_cost) or "free",
                    lines=tuple(self.source.wording.offered(action, seat)),
                )
