"""The kernel compiled once for all tests: by one worker, in one process, where functions that verbs share are compiled once.

Two workers that each compile what they happen to need first do the same work side by side, and a verb that is compiled in a
process by itself has its functions compiled anew. So whoever needs the kernel first compiles all of it, and the others wait
for that, if they have nothing else to do: see `NEEDS_NO_KERNEL` in conftest.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import numpy as np
from filelock import FileLock
from numba import typeof

from kuroshio.kernel import interventions
from kuroshio.kernel.advice import REASON
from kuroshio.kernel.jit import CACHE_FOLDER, INTERPRETED, UNKEPT, VERBS, is_cold
from kuroshio.kernel.state.records import GAME, LINE, ORDER, OUTCOME, PROPOSAL, RULES, RULING, SCRATCH, TURN, blank
from kuroshio.model.capacities import MAX_FACTIONS, MAX_OPTIONS
from kuroshio.players.compiled_calls import nobody
from kuroshio.players.doctrine_tables import PLAYBOOK, WEIGHING
from kuroshio.players.play_to_decision import play_on
from kuroshio.players.whole_games import make_memory

assert interventions and play_on, "modules whose verbs are wanted here"


def signatures() -> dict[str, tuple[Any, ...]]:
    """What each verb of the engine is called with: things of the right types, whatever is in them."""
    w = make_memory()
    rules, book, game, log, order = blank(RULES)[0], blank(PLAYBOOK)[0], w.games[0], w.log, blank(ORDER)[0]
    policies = np.zeros((1, MAX_FACTIONS), np.int32)
    policy, small, large, key = np.zeros(1, np.int32), np.int32(0), np.int64(0), np.uint64(0)
    proposal, ruling, reasons, options = blank(PROPOSAL), blank(RULING), blank(REASON, 16), w.options
    results, rows = blank(OUTCOME, 1), blank(TURN, 2).reshape(1, -1).view(np.recarray)
    plain = [
        np.zeros(1, dtype) for dtype in (RULES, PLAYBOOK, GAME, GAME, SCRATCH, WEIGHING, LINE, OUTCOME, TURN, ORDER, PROPOSAL)
    ]
    all_rules, books, games, views, scratches, weighings, lines, ends, turns, orders, proposals = plain
    hand, keys = np.zeros(MAX_OPTIONS, ORDER), np.zeros(MAX_FACTIONS, np.uint64)
    return {
        "play_games": (rules, book, policy, key, large, w.games, w.views, w.scratch, options, w.weighing, log, results, rows),
        "play_on": (
            all_rules,
            books,
            policy,
            games,
            views,
            scratches,
            weighings,
            lines,
            large,
            ends,
            turns,
            hand,
            nobody(),
            keys,
        ),
        "weigh": (all_rules, np.frombuffer(game.tobytes(), GAME), orders, proposals),
        "choose": (rules, book, policy, game, key, options, w.weighing),
        "luck_in": (game,),
        "luck_of_player": (rules, game, key),
        "weigh_hand": (rules, book, large, game, options, w.weighing),
        "new_game": (rules, game, key, large),
        "advance": (rules, game, w.scratch, log),
        "outcome": (rules, game, w.scratch, results[0]),
        "view": (rules, w.games, large, w.views),
        "public_view": (rules, w.games, w.views),
        "legal_orders": (rules, game, options),
        "commit": (rules, game, order, log),
        "call_on": (game, small),
        "call_to_sign": (game, small),
        "preview": (rules, game, small, proposal[0], ruling[0]),
        "preview_words": (rules, game, small, small, small, proposal[0], ruling[0]),
        "give_ruling": (game, small, small),
        "fire_inject": (rules, game, small, order, log),
        "hold_inject": (game, small, True),
        "shift_injects": (game, small),
        "tell": (rules, game, small, small, order, small, small, log),
        "amend": (rules, game, order, small, small, log, small),
        "why_not": (rules, game, order, reasons),
        "why_closed": (rules, game, large, order, reasons),
        "propose": (rules, game, order, proposal[0]),
        "tell_links": (rules, game, small, large, order, policy),
        "is_free": (rules, game, large, order),
        "pledge_that_asks": (rules, game, large, large, order),
        "settle": (rules, book, policy, key, large, policies),
        "propose_stage": (rules, game, large, order, proposal[0]),
    }


@lru_cache
def kernel_at_hand() -> None:
    """Return once every verb lies compiled on the disk. It is worked out once a process, and once on a machine."""
    if INTERPRETED or UNKEPT:
        return
    given = signatures()
    if any(is_cold(name) for name in given):
        with FileLock(CACHE_FOLDER / "tests.lock"):
            for name, words in given.items():
                if is_cold(name):
                    VERBS[name].compile(typed(words))


def typed(words: Iterable[Any]) -> tuple[Any, ...]:
    """The types of what a verb is called with, as numba has them."""
    return tuple(typeof(word) for word in words)
