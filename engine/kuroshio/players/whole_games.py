"""Whole games without people: advance, view, choose, commit, to the end."""

from __future__ import annotations

import numpy as np
from attrs import frozen

from kuroshio.kernel.commit import commit, commit_order
from kuroshio.kernel.jit import part, verb
from kuroshio.kernel.state.codes import ASK_ORDER, NONE
from kuroshio.kernel.state.fields import Array, i4, u8
from kuroshio.kernel.state.game_records import Game
from kuroshio.kernel.state.records import GAME, LINE, OUTCOME, SCRATCH, TURN, blank
from kuroshio.kernel.state.result_records import Log, Options, Outcome, Scratch, Turn
from kuroshio.kernel.state.rules_records import Rules
from kuroshio.kernel.stepping import ASKED, OVER, TURN_ENDED, advance, close_turn, new_game, outcome
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.model.capacities import MAX_FACTIONS
from kuroshio.players.choice_dice import luck_of
from kuroshio.players.doctrine_tables import WEIGHING, Book, Playbook, Weighing
from kuroshio.players.policy_choice import choose
from kuroshio.players.policy_view import glance


@frozen
class Memory:
    """The memory of one thread: a game, a view for each seat, scratch with its options, a weighing, a log."""

    games: np.recarray
    views: np.recarray
    scratch: np.record
    options: np.recarray
    weighing: np.record
    log: np.recarray


def make_memory(lines: int = 0) -> Memory:
    """Memory for one thread; `lines` is the length of its log, 0 for none."""
    scratch = blank(SCRATCH)[0]
    return Memory(blank(GAME), blank(GAME, MAX_FACTIONS), scratch, scratch.options, blank(WEIGHING)[0], blank(LINE, lines))


@part
def answer(
    rules: Rules,
    book: Book,
    policy: Array[i4],
    games: Array[Game],
    views: Array[Game],
    scratch: Scratch,
    options: Options,
    weighing: Weighing,
    log: Log,
    fresh: int,
) -> int:
    """Enter the choice of the asked seat's policy; return the seat whose view is still valid.

    While a seat plans, only its own orders are new to it; they are entered in its view too, which saves drawing it again.
    """
    game, seen = games[0], views[games[0].seat]
    seat, asked = game.seat, game.asking
    weighing.kept = fresh == seat and asked == ASK_ORDER
    if not weighing.kept:
        glance(rules, book, game, seen)
    choose(rules, book, policy, seen, luck_of(game), options, weighing)
    if weighing.legal > 1:
        game.decisions += 1
    commit(rules, game, weighing.choice[0], log)
    if asked != ASK_ORDER:
        return NONE
    commit_order(rules, seen, weighing.choice[0])
    return seat


@verb
def play_games(
    rules: Rules,
    book: Book,
    policy: Array[i4],
    seed: u8,
    first: int,
    games: Array[Game],
    views: Array[Game],
    scratch: Scratch,
    options: Options,
    weighing: Weighing,
    log: Log,
    results: Array[Outcome],
    rows: Array[Array[Turn]],
) -> None:
    """Play as many games of a seed as `results` has room for, from number `first` on; rows are (game, turn).

    Writes the outcome of each, and a row of measures for every turn. All is in one function, for each that calls the whole of
    the kernel is compiled with the whole of it.
    """
    game = games[0]
    for i in range(len(results)):
        new_game(rules, game, seed, first + i)
        for t in range(len(rows[i])):
            rows[i][t].turn = 0
        fresh, came_to = NONE, TURN_ENDED
        while came_to != OVER:
            came_to = advance(rules, game, scratch, log)
            if came_to == ASKED:
                fresh = answer(rules, book, policy, games, views, scratch, options, weighing, log, fresh)
            elif came_to == TURN_ENDED:
                fresh = NONE
                close_turn(rules, game, scratch, rows[i][game.turn - 2])
        outcome(rules, game, scratch, results[i])


def play_block(
    tables: Tables, playbook: Playbook, policy: np.ndarray, seed: int, first: int, n: int, memory: Memory
) -> tuple[np.recarray, np.recarray]:
    """Play games first to first + n - 1 of a seed; return their outcomes (n) and their measures by turn (n, turns)."""
    results = blank(OUTCOME, n)
    rows = blank(TURN, n * int(tables.rules.n_turns)).reshape(n, -1).view(np.recarray)
    w = memory
    with np.errstate(over="ignore"):  # set in each thread: with the compiler off, the dice overflow modulo 2**64
        play_games(
            tables.rules, playbook.record, policy, np.uint64(seed), np.int64(first),
            w.games, w.views, w.scratch, w.options, w.weighing, w.log, results, rows,
        )  # fmt: skip
    return results, rows
