"""Numbers of a seat's actions, as they are printed on its sheets and written on its forms."""

from __future__ import annotations

from kuroshio.kernel.state import codes
from kuroshio.kernel.tables.compiling import Tables

WITHOUT_NUMBER = (codes.PASS, codes.REDEPLOY)  # to hold back is no order, and a move names a counter


def hand_numbers(tables: Tables, seat: str) -> dict[str, int]:
    """Return the number of each action of a seat's hand, by its id, in the order of the numbers.

    An action's number is its place, from 1, among the actions that the seat may order at some time in this scenario, in the
    order of the rules. It is the same all game, whether the action is open now or not, so that a number on paper never means
    two things. Passing and moving a counter have no number. Raises KeyError for a faction that the rules do not know.
    """
    rules, f = tables.rules, tables.index.factions[seat]
    rows = [int(row) for row in rules.hand[f, : rules.n_hand[f]]]
    named = [tables.ruleset.actions[row].id for row in rows if rules.action[row].mechanism not in WITHOUT_NUMBER]
    return {action: number for number, action in enumerate(named, 1)}
