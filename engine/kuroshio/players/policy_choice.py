"""A seat's choice by its policy, a doctrine or at random, from its view alone."""

from __future__ import annotations

from kuroshio.kernel.jit import verb
from kuroshio.kernel.legal_orders import legal_orders
from kuroshio.kernel.state.codes import ASK_ORDER
from kuroshio.kernel.state.fields import Array, i4, u8
from kuroshio.kernel.state.game_records import Game
from kuroshio.kernel.state.order_numbers import copy_order
from kuroshio.kernel.state.result_records import Options
from kuroshio.kernel.state.rules_records import Rules
from kuroshio.players.doctrine_choice import option_by_doctrine, order_by_doctrine
from kuroshio.players.doctrine_draw import policy_in_game
from kuroshio.players.doctrine_tables import Book, Weighing
from kuroshio.players.random_choice import option_at_random, order_at_random


@verb
def choose(rules: Rules, book: Book, policy: Array[i4], view: Game, luck: u8, options: Options, weighing: Weighing) -> None:
    """Write into `weighing.choice[0]` what the policy of the seat that is asked chooses; its options are in `weighing.legal`.

    `policy` holds by faction the row of a doctrine, MIXED, or another negative number for choices at random. `weighing.legal` is
    1 where the seat had no choice, else 2 or more. `weighing.kept` must be 0 unless the same seat was the last to be asked, for
    an order, and chose by the same policy and with the same weighing.
    """
    doctrine = policy_in_game(rules, book, policy, view.seat, luck)
    if view.asking == ASK_ORDER:
        if doctrine < 0:
            weighing.legal = order_at_random(rules, view, luck, options, weighing)
        else:
            weighing.legal = order_by_doctrine(rules, book, doctrine, view, luck, options, weighing)
        weighing.kept = 0
        return
    n = legal_orders(rules, view, options)
    if doctrine < 0:
        i = option_at_random(rules, view, luck, n)
    else:
        i = option_by_doctrine(rules, book, doctrine, view, luck, options, n, weighing)
    copy_order(weighing.choice[0], options[i])
    weighing.legal = n
