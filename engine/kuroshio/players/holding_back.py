"""Holding back: the order that ends a seat's planning, and whether there is anything else to do."""

from __future__ import annotations

from kuroshio.kernel.jit import part
from kuroshio.kernel.legal_orders import action_open, add_orders
from kuroshio.kernel.state.codes import NONE, NOTHING, PASS, int64
from kuroshio.kernel.state.game_records import Game, Order
from kuroshio.kernel.state.order_numbers import fill
from kuroshio.kernel.state.result_records import Options
from kuroshio.kernel.state.rules_records import Rules

ONE = int64(1)  # one order is enough to know


@part
def hold_back(rules: Rules, faction: int, choice: Order) -> None:
    """Write the order that ends a seat's planning."""
    for i in range(rules.n_hand[faction]):
        a = rules.hand[faction, i]
        if rules.action[a].mechanism == PASS:
            fill(choice, faction, a, NONE, NONE, NONE, NONE)
            return


@part
def anything_else(rules: Rules, view: Game, faction: int, options: Options) -> bool:
    """Whether a seat could do anything but hold back."""
    for i in range(rules.n_hand[faction]):
        a = rules.hand[faction, i]
        if rules.action[a].mechanism != PASS and action_open(rules, view, faction, a):
            if add_orders(rules, view, faction, a, options, NOTHING, ONE) > 0:
                return True
    return False
