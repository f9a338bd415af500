"""Play on to the next decision of a seat that is played from outside the kernel: by a player in Python, or a program.

One verb a decision: it enters what was chosen, plays every other seat by its policy, and comes back with the view of the
seat that is asked next and with all that it may choose.
"""

from __future__ import annotations

from kuroshio.kernel import adjudicate
from kuroshio.kernel.commit import commit
from kuroshio.kernel.compiled import verb
from kuroshio.kernel.orders import legal_orders
from kuroshio.kernel.play import ASKED, TURN_ENDED, advance, outcome, take_measures
from kuroshio.kernel.view import view
from kuroshio.kernel.words import NONE
from kuroshio.policies.drive import answer
from kuroshio.policies.playbook import OUTSIDE


@verb
def play_on(rules, book, policy, games, views, desk, mind, log, chosen, result, rows):
    """Enter option `chosen` of the desk, then play on to the next decision from outside; return its options, 0 at the end.

    The options are in `desk[0].options`, the view of the asked seat in `views[game.seat]`. With `chosen` below 0 nothing
    is entered: a question that is open is put to whoever `policy` now names for that seat.
    """
    game, options = games[0], desk[0].options
    if chosen >= 0:
        if mind[0].legal > 1:
            game.decisions += 1
        commit(rules[0], game, options[chosen], log)
    fresh, is_open = NONE, game.asking != NONE
    while True:
        came_to = ASKED if is_open else advance(rules[0], game, desk[0], log)
        is_open = False
        if came_to == ASKED:
            if policy[game.seat] == OUTSIDE:
                view(rules[0], games, game.seat, views)
                mind[0].legal = legal_orders(rules[0], views[game.seat], options)
                return mind[0].legal
            fresh = answer(rules[0], book[0], policy, games, views, desk[0], options, mind[0], log, fresh)
        elif came_to == TURN_ENDED:
            fresh = NONE
            row = rows[game.turn - 2]
            row.turn = game.turn - 1
            take_measures(rules[0], game, desk[0], row.measure)
        else:
            outcome(rules[0], game, desk[0], result[0])
            return 0


@verb
def weigh(rules, state, order, proposal):
    """Fill a proposal for an order as a view has it: all arrays of one row, which pass at a tenth of what records cost."""
    adjudicate.propose(rules[0], state[0], order[0], proposal[0])
