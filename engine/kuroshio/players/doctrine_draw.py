"""Draws which doctrine of its mix a seat plays by: one for a whole game, by the luck of the game and the faction alone.

No state holds what was drawn, so no view can show it; whoever needs it draws again, and it comes out the same.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from kuroshio.kernel.jit import part, verb
from kuroshio.kernel.state import dice
from kuroshio.kernel.state.codes import DIE_MIX
from kuroshio.kernel.state.dice import NOBODY
from kuroshio.kernel.state.fields import Array, i4, u8
from kuroshio.kernel.state.rules_records import Rules
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.model.capacities import MAX_FACTIONS
from kuroshio.model.scenario import BY_MIX
from kuroshio.players.choice_dice import luck_from
from kuroshio.players.doctrine_tables import MIXED, Book, Playbook, seat_policies


@part
def draw_doctrine(rules: Rules, book: Book, faction: int, luck: u8) -> int:
    """Return the row of the doctrine that a faction with a mix plays by in the game with this luck."""
    mix, weights = book.mix[faction], 0
    for row in range(mix.first, mix.first + mix.n):
        weights += book.share[row].weight
    bits = dice.draw(luck, 0, 0, rules.faction[faction].key, NOBODY, NOBODY, NOBODY, 0, DIE_MIX, 0)
    left, row = dice.pick(bits, weights), mix.first
    while left >= book.share[row].weight:
        left -= book.share[row].weight
        row += 1
    return book.share[row].doctrine


@part
def policy_in_game(rules: Rules, book: Book, policy: Array[i4], faction: int, luck: u8) -> int:
    """Return the policy by which a faction plays the game with this luck: the one that it has, or what it draws from its mix."""
    return draw_doctrine(rules, book, faction, luck) if policy[faction] == MIXED else policy[faction]


@verb
def settle(rules: Rules, book: Book, policy: Array[i4], seed: u8, first: int, settled: Array[i4]) -> None:
    """Write into `settled`, by game and faction, the policies of as many games of a seed as it has rows, from `first` on."""
    for i in range(len(settled)):
        luck = luck_from(dice.game_seed(seed, first + i))
        for faction in range(rules.n_factions):
            settled[i, faction] = policy_in_game(rules, book, policy, faction, luck)


def settled_policies(tables: Tables, playbook: Playbook, policy: np.ndarray, seed: int, first: int, n: int) -> np.ndarray:
    """Return the policies of games `first` to `first + n - 1` of a seed, i4 by game and faction, with the doctrines drawn.

    policy: i4 by faction, as `seat_policies` returns it.
    """
    settled = np.full((n, MAX_FACTIONS), policy, np.int32)
    with np.errstate(over="ignore"):
        settle(tables.rules, playbook.record, policy, np.uint64(seed), np.int64(first), settled)
    return settled


def drawn_doctrines(tables: Tables, playbook: Playbook, words: Mapping[str, str], seed: int, number: int = 0) -> dict[str, str]:
    """Return the ids of the doctrines drawn in game `number` of a seed, by seat. words: who decides, by seat, as it is named."""
    mixed = [seat for seat, word in words.items() if word == BY_MIX]
    policy = seat_policies(tables, playbook, [(seat, BY_MIX) for seat in mixed])
    rows = settled_policies(tables, playbook, policy, seed, number, 1)[0]
    return {seat: tables.ruleset.doctrines[rows[tables.index.factions[seat]]].id for seat in mixed}
