"""A seat's choice at random: of the actions open to it each is as likely as another, and so is each answer."""

from __future__ import annotations

from kuroshio.kernel.jit import part
from kuroshio.kernel.legal_orders import ALL, add_orders, in_season, still_open
from kuroshio.kernel.mechanics.budget import count_purse
from kuroshio.kernel.state.codes import DIE_CHOICE, DIE_WAY, NOTHING, PASS
from kuroshio.kernel.state.fields import u8
from kuroshio.kernel.state.game_records import Game
from kuroshio.kernel.state.order_numbers import copy_order
from kuroshio.kernel.state.result_records import Options
from kuroshio.kernel.state.rules_records import Rules
from kuroshio.players.choice_dice import alike_before, chance
from kuroshio.players.doctrine_tables import Weighing
from kuroshio.players.holding_back import anything_else, hold_back


@part
def list_turn(rules: Rules, view: Game, faction: int, weighing: Weighing) -> None:
    """List the actions that a seat may order this turn, whatever it orders meanwhile."""
    weighing.n_standing = 0
    for i in range(rules.n_hand[faction]):
        if in_season(rules, view, faction, rules.hand[faction, i]):
            weighing.standing[weighing.n_standing] = rules.hand[faction, i]
            weighing.n_standing += 1


@part
def list_open(rules: Rules, view: Game, faction: int, weighing: Weighing) -> int:
    """List the actions that a seat may still order; return how many there are."""
    if not weighing.kept:
        list_turn(rules, view, faction, weighing)
    count_purse(rules, view, faction, weighing.purse)
    n = 0
    for k in range(weighing.n_standing):
        if still_open(rules, view, faction, weighing.standing[k], weighing.purse):
            weighing.open[n] = weighing.standing[k]
            n += 1
    return n


@part
def order_at_random(rules: Rules, view: Game, luck: u8, options: Options, weighing: Weighing) -> int:
    """Choose an action with equal chances, then one of its orders; else the many redeployments would crowd out the rest."""
    faction, choice = view.seat, weighing.choice[0]
    n_open = list_open(rules, view, faction, weighing)
    for attempt in range(n_open):
        drawn = chance(rules, view, luck, DIE_CHOICE, attempt, n_open - attempt)
        a = weighing.open[drawn]
        weighing.open[drawn] = weighing.open[n_open - attempt - 1]
        n = add_orders(rules, view, faction, a, options, NOTHING, ALL)
        if n > 0:
            copy_order(choice, options[chance(rules, view, luck, DIE_WAY, NOTHING, n)])
            if rules.action[a].mechanism != PASS:
                return 2
            return 2 if anything_else(rules, view, faction, options) else 1
    hold_back(rules, faction, choice)
    return 1


@part
def option_at_random(rules: Rules, view: Game, luck: u8, n: int) -> int:
    """Choose one of n options with equal chances; nothing is rolled where there is only one."""
    return chance(rules, view, luck, DIE_CHOICE, alike_before(view), n) if n > 1 else 0
