"""Doctrines as tables: each leaning is a row; conditions have their own pool.

A `policy` number names who decides for a seat: RANDOM, or the row of a doctrine.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from attrs import frozen

from kuroshio.kernel.state.codes import CRISIS_CHOICES, NONE, QUESTIONS
from kuroshio.kernel.state.records import CONDITION, ORDER, SPAN, blank, record
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.kernel.tables.pools import Pools, condition_row
from kuroshio.model.limits import MAX_ACTIONS, MAX_CONDITIONS, MAX_DOCTRINES, MAX_FACTIONS, MAX_LEANINGS, MAX_LINES
from kuroshio.model.readings import lexicon
from kuroshio.model.ruleset import Doctrine, Leaning

RANDOM = -1
OUTSIDE = -2  # a player in Python, or a program: the kernel returns to ask it
COMPILED = -3  # a compiled player: the kernel calls it

LEANING = record(chosen=1, weight=1, against=1, when=SPAN, area=1, target=1, partner=1, kind=1)
PLAYBOOK = record(
    lines=(SPAN, MAX_DOCTRINES, len(QUESTIONS)),  # leanings of each doctrine by kind of decision
    leaning=(LEANING, MAX_LEANINGS),
    condition=(CONDITION, MAX_CONDITIONS),
    n_leanings=1,
)
# A policy's working memory: weights, open actions, and its choice.
WEIGHING = record(weight=MAX_LINES, open=MAX_ACTIONS, choice=(ORDER, 1), legal=1)


@frozen
class Playbook:
    """The doctrines of a ruleset, ready to play: the record that `choose` reads, and the row of each doctrine."""

    record: np.record
    rows: dict[str, int]


class _Conditions:
    """A stand-in for `Tables.rules`, so that conditions are compiled into the playbook's own pool."""

    def __init__(self, rules: np.record, condition: np.ndarray):
        self.slot_of, self.condition = rules.slot_of, condition


def compile_playbook(tables: Tables) -> Playbook:
    """Compile every doctrine of the tables' ruleset. The content must have passed `kuroshio check`."""
    book = blank(PLAYBOOK)[0]
    pools = Pools(_Conditions(tables.rules, book.condition), lexicon(tables.ruleset, tables.board), tables.index)
    for d, doctrine in enumerate(tables.ruleset.doctrines):
        _compile_doctrine(pools, book, d, doctrine)
    return Playbook(book, {doctrine.id: d for d, doctrine in enumerate(tables.ruleset.doctrines)})


def _compile_doctrine(pools: Pools, book: np.record, d: int, doctrine: Doctrine) -> None:
    """Write the leanings of one doctrine, those about one kind of decision together."""
    for q, question in enumerate(QUESTIONS):
        leanings = [leaning for leaning in doctrine.leanings if leaning.decide == question]
        book.lines[d, q].first, book.lines[d, q].n = book.n_leanings, len(leanings)
        for leaning in leanings:
            _compile_leaning(pools, book.leaning[book.n_leanings], leaning)
            book.n_leanings += 1


def _compile_leaning(pools: Pools, row: np.record, leaning: Leaning) -> None:
    """Write one leaning."""
    index = pools.index
    table = {
        "order": index.actions,
        "sign": index.actions,
        "gate": index.gates,
        "respond": index.levels,
        "proceed": index.projects,
        "crisis": {choice: i for i, choice in enumerate(CRISIS_CHOICES)},
        "role": index.roles,
    }[leaning.decide]
    row.chosen, row.weight, row.against = table[leaning.choose], leaning.weight, leaning.against
    row.area = index.areas[leaning.area] if leaning.area else NONE
    row.target = index.factions[leaning.target] if leaning.target else NONE
    row.partner = index.factions[leaning.partner] if leaning.partner else NONE
    row.kind = index.kinds[leaning.kind] if leaning.kind else NONE
    row.when.first, row.when.n = pools.n_conditions, len(leaning.when)
    for condition in leaning.when:
        condition_row(pools, pools.rules.condition[pools.n_conditions], condition)
        pools.n_conditions += 1


def seat_policies(tables: Tables, playbook: Playbook, chosen: Iterable[tuple[str, str]] = ()) -> np.ndarray:
    """Return the policy of each seat, as i4 by faction: the scenario's doctrines, except those that `chosen` replaces.

    A policy is the id of a doctrine, or "random". Raises KeyError on names that do not exist.
    """
    policy = np.full(MAX_FACTIONS, RANDOM, np.int32)
    for seat in tables.scenario.seats:
        policy[tables.index.factions[seat.faction]] = playbook.rows[seat.doctrine]
    for faction, name in chosen:
        policy[tables.index.factions[faction]] = RANDOM if name == "random" else playbook.rows[name]
    return policy
