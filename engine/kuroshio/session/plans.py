"""The drafts of the seats: their effect on the view, their text, and what is left to spend."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from kuroshio.kernel.commit import commit
from kuroshio.kernel.play_lines import Six, legal_choices, spell_order
from kuroshio.kernel.state import codes
from kuroshio.kernel.state.records import ORDER, blank
from kuroshio.model.entry_parts import Cost
from kuroshio.picture.picture import Choice
from kuroshio.session.live_game import LiveGame
from kuroshio.session.pending_orders import Plan
from kuroshio.session.viewers import Viewers


class Plans:
    """Applies the drafts of the seats to the game."""

    def __init__(self, play: LiveGame, viewers: Viewers):
        self.play, self.viewers = play, viewers

    def with_drafts(self, seat: str) -> np.record:
        """Return the view of a planning seat with its drafts committed; drafts that have become illegal are dropped."""
        plan = self.viewers.plan(seat)
        state, plan.orders = self.with_orders(seat, plan.orders)
        return state

    def with_orders(self, seat: str, orders: Iterable[Six]) -> tuple[np.record, list[Six]]:
        """Return the view of a planning seat with some orders committed one after another, and those that were legal."""
        play, row = self.play, self.play.tables.index.factions[seat]
        state = play.view(row)
        state.seat = row  # it may be ready before it is asked
        kept, order = list[Six](), blank(ORDER)
        for six in orders:
            if six in legal_choices(play.tables, state):
                order[0] = six
                commit(play.rules, state, order[0], play.log[:0])
                state.asking = codes.ASK_ORDER
                kept.append(six)
        return state, kept

    def drafted(self, seat: str) -> Iterable[Choice]:
        """Return the plan of a seat for a picture."""
        play, plan = self.play, self.viewers.plan(seat)
        for six in plan.orders:
            action = play.tables.ruleset.actions[six[1]]
            yield Choice(
                line=spell_order(play.tables, six),
                title=play.question_maker.title(six),
                cost=play.question_maker.phrases.cost(action.cost),
                area=play.maker.areas[six[2]] if six[2] >= 0 else "",
                piece=play.tables.scenario.pieces[six[5]].id if six[5] >= 0 else "",
            )
        for text in plan.words:
            yield Choice(line=f'{seat}: "{text}"', title=f"\u201c{text}\u201d", cost="the umpire rules")

    def lines(self, seat: str) -> Iterator[str]:
        """Return the draft of a seat as lines."""
        return (choice.line for choice in self.drafted(seat))

    def told(self, seat: str, own_words: bool) -> str:
        """Return a sentence on the last draft of a seat: its title, price and odds, and what the seat has left."""
        plan, state = self.viewers.plan(seat), self.with_drafts(seat)
        if own_words:
            what = f"Drafted for {seat}, for the umpire to rule on: \u201c{plan.words[-1]}\u201d"
        else:
            what = f"Drafted for {seat}: {self._priced(plan.orders[-1], state)}"
        return f"{what}; {self._left_told(seat, state)}"

    def all_told(self, seat: str, plan: Plan) -> str:
        """Return a sentence on a whole plan of a seat: each order with its price and odds, and what the seat has left."""
        state, orders = self.with_orders(seat, plan.orders)
        told = [self._priced(six, state) for six in orders]
        told += [f"\u201c{text}\u201d, for the umpire to rule on" for text in plan.words]
        return f"{'; '.join(told) or 'no orders'}; {self._left_told(seat, state)}"

    def _priced(self, six: Six, state: np.record) -> str:
        """Return an order with its price and its chances of success."""
        question_maker = self.play.question_maker
        price, odds = (
            question_maker.phrases.prices[self.play.tables.ruleset.actions[six[1]].id],
            question_maker.odds_of(state, six),
        )
        chance = f"{sum(odds.bands[2:])} in 36" if odds else ""
        return ", ".join(filter(None, (question_maker.title(six), price, chance)))

    def short_of(self, seat: str, plan: Plan, costs: Iterable[Cost]) -> str:
        """Return what a planning seat would lack for some more prices after a plan: "capital 1"; empty if it can pay them."""
        state, roles, lacks = self.with_orders(seat, plan.orders)[0], self.play.tables.ruleset.roles, list[str]()
        prices = list(costs)
        for what, track in (("capital", roles.capital), ("funds", roles.funds), ("readiness", roles.readiness)):
            has = int(state.track[self.play.maker.slots[f"{seat}.{track}"]])
            lack = sum(int(getattr(cost, what)) for cost in prices) - has
            lacks += [f"{what} {lack}"] if lack > 0 else []
        return ", ".join(lacks)

    def _left_told(self, seat: str, state: np.record) -> str:
        row = self.play.tables.index.factions[seat]
        orders = int(self.play.rules.faction[row].orders - state.ordered[row])
        return f"left: {self._left(seat, state)}, orders {orders}."

    def left_to(self, seat: str) -> str:
        """Return what a planning seat has left to spend after its drafts: "capital 2, funds 1, readiness 3"."""
        return self._left(seat, self.with_drafts(seat))

    def _left(self, seat: str, state: np.record) -> str:
        roles = self.play.tables.ruleset.roles
        return ", ".join(
            f"{what} {int(state.track[self.play.maker.slots[f'{seat}.{track}']])}"
            for what, track in (("capital", roles.capital), ("funds", roles.funds), ("readiness", roles.readiness))
        )
