"""Play on to the next decision of a seat that a player in Python or a program plays.

One call of a verb serves one decision. It enters the last choice, plays every other seat by its policy, and returns with the
view of the seat that is asked next and its legal choices. Compiled players are asked within the call.
"""

from __future__ import annotations

from typing import Any

from kuroshio.kernel.commit import commit
from kuroshio.kernel.jit import part, verb
from kuroshio.kernel.legal_orders import legal_orders
from kuroshio.kernel.mechanics import odds
from kuroshio.kernel.state.codes import NONE
from kuroshio.kernel.state.fields import Array, i4, u8
from kuroshio.kernel.state.game_records import Game, Order
from kuroshio.kernel.state.order_numbers import copy_order
from kuroshio.kernel.state.result_records import Log, Options, Outcome, Proposal, Scratch, Turn
from kuroshio.kernel.state.rules_records import Rules
from kuroshio.kernel.stepping import ASKED, TURN_ENDED, advance, close_turn, outcome
from kuroshio.kernel.view import view
from kuroshio.players.choice_dice import luck_at
from kuroshio.players.compiled_calls import called
from kuroshio.players.doctrine_tables import COMPILED, OUTSIDE, Book, Weighing
from kuroshio.players.whole_games import answer


@part
def show(rules: Rules, games: Array[Game], views: Array[Game], options: Options, weighing: Weighing) -> None:
    """Write the view of the asked seat and its legal choices."""
    game = games[0]
    view(rules, games, game.seat, views)
    weighing.legal = legal_orders(rules, views[game.seat], options)


@part
def enter(rules: Rules, game: Game, order: Order, weighing: Weighing, log: Log) -> None:
    """Enter a choice; it counts as a decision if another was open."""
    if weighing.legal > 1:
        game.decisions += 1
    commit(rules, game, order, log)


@part
def answer_compiled(
    rules: Rules,
    games: Array[Game],
    views: Array[Game],
    options: Options,
    weighing: Weighing,
    log: Log,
    hand: Options,
    players: Any,
    keys: Array[u8],
) -> bool:
    """Ask the compiled player of the asked seat and enter its choice; False if that is not one of its options.

    The player gets copies of its options and its view, so that what it writes there has no effect.
    """
    game = games[0]
    seat = game.seat
    show(rules, games, views, options, weighing)
    for i in range(weighing.legal):
        copy_order(hand[i], options[i])
    place = called(players[seat], views[seat], hand, weighing.legal, luck_at(rules, views[seat], keys[seat]))
    if place < 0 or place >= weighing.legal:
        return False
    enter(rules, game, options[place], weighing, log)
    return True


@verb
def play_on(
    rules: Array[Rules],
    book: Array[Book],
    policy: Array[i4],
    games: Array[Game],
    views: Array[Game],
    scratch: Array[Scratch],
    weighing: Array[Weighing],
    log: Log,
    chosen: int,
    result: Array[Outcome],
    rows: Array[Turn],
    hand: Options,
    players: Any,
    keys: Array[u8],
) -> int:
    """Enter option `chosen` of the scratch and play on to the next decision from outside.

    Returns the number of its options, 0 at the end of the game. They are in `scratch[0].options`, the view of the asked seat in
    `views[game.seat]`. With `chosen` below 0 nothing is entered: an open question goes to the policy that the seat has now.
    players, keys: by faction the compiled players and the keys of their luck. Returns -1 where a compiled player has failed;
    `weighing[0].legal` is then the number of its options.
    """
    game, options = games[0], scratch[0].options[:]  # an array like any other: compiled once with those
    if chosen >= 0:
        enter(rules[0], game, options[chosen], weighing[0], log)
    fresh, is_open = NONE, game.asking != NONE
    while True:
        came_to = ASKED if is_open else advance(rules[0], game, scratch[0], log)
        is_open = False
        if came_to == ASKED:
            if policy[game.seat] == OUTSIDE:
                show(rules[0], games, views, options, weighing[0])
                return weighing[0].legal
            if policy[game.seat] == COMPILED:
                fresh = NONE
                if not answer_compiled(rules[0], games, views, options, weighing[0], log, hand, players, keys):
                    return -1
            else:
                fresh = answer(rules[0], book[0], policy, games, views, scratch[0], options, weighing[0], log, fresh)
        elif came_to == TURN_ENDED:
            fresh = NONE
            close_turn(rules[0], game, scratch[0], rows[game.turn - 2])
        else:
            outcome(rules[0], game, scratch[0], result[0])
            return 0


@verb
def weigh(rules: Array[Rules], state: Array[Game], order: Array[Order], proposal: Array[Proposal]) -> None:
    """Fill a proposal for an order, as a view shows it. All are arrays of one row: passing records costs ten times as much."""
    odds.propose(rules[0], state[0], order[0], proposal[0])
