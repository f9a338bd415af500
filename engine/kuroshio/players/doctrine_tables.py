"""Doctrines as tables: each leaning is a row; conditions have their own pool.

A `policy` number names who decides for a seat: RANDOM, MIXED, or the row of a doctrine. A seat's mix is a few shares.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from attrs import frozen

from kuroshio.kernel.state.codes import ACTOR, FIXED, NONE, OF_FACTION, OF_PIECES, QUESTIONS
from kuroshio.kernel.state.entry_part_records import Condition, Cost, Span
from kuroshio.kernel.state.fields import Array, Record, blank, dtype_of, i4, of
from kuroshio.kernel.state.game_records import Order
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.kernel.tables.pools import Index, Mark, Pools, condition_row
from kuroshio.model.capacities import MAX_ACTIONS, MAX_CONDITIONS, MAX_DOCTRINES, MAX_FACTIONS, MAX_LEANINGS, MAX_LINES
from kuroshio.model.readings import Lexicon, lexicon
from kuroshio.model.ruleset import Doctrine, Leaning
from kuroshio.model.scenario import AT_RANDOM, BY_MIX

RANDOM = -1
OUTSIDE = -2  # a player in Python, or a program: the kernel returns to ask it
COMPILED = -3  # a compiled player: the kernel calls it
MIXED = -4  # a doctrine of the seat's mix, another in each game: `doctrine_draw` says which


class LeaningRow(Record):
    """One line of a doctrine: what it leans to, and how much, while its conditions hold."""

    chosen: i4  # the action (of an order or a signature), gate, level, project, crisis choice or crisis role
    weight: i4  # its weight, 0 to 1000; of a signature, a gate or a project the weight of YES
    against: i4  # of a signature, a gate or a project the weight of NO, 0 to 1000
    when: Span  # conditions that must hold, rows of `Book.condition`
    of_purse: i4  # 1 if one of them reads what is paid with, which changes while a seat plans; all else that is read stays
    area: i4  # the area that an order must name, or NONE: any
    target: i4  # the faction that an order must name as its target, or NONE: any
    partner: i4  # the faction that an order must name as its partner, of a signature whoever asks; or NONE: any
    kind: i4  # the kind of piece that a redeployment must move, or NONE: any


class Share(Record):
    """One doctrine of a seat's mix."""

    doctrine: i4  # its row
    weight: i4  # how often it is drawn, against the others of the mix: 1 to 100


class Book(Record):
    """All doctrines of a ruleset, and the mixes of a scenario's seats."""

    lines: Array[Span] = of(MAX_DOCTRINES, len(QUESTIONS))  # by doctrine and question: its leanings, rows of `leaning`
    n_live: Array[i4] = of(MAX_DOCTRINES)  # by doctrine: leanings to orders that may come up in this scenario; they come first
    leaning: Array[LeaningRow] = of(MAX_LEANINGS)  # the pool of leanings
    condition: Array[Condition] = of(MAX_CONDITIONS)  # the pool of their conditions
    mix: Array[Span] = of(MAX_FACTIONS)  # by faction: the mix of its seat, rows of `share`; none where it has no mix
    share: Array[Share] = of(MAX_DOCTRINES)  # the pool of the mixes' doctrines, each mix in order of their ids
    n_leanings: i4  # rows of `leaning` in use
    counts_others: i4  # 1 if a condition, here or in the rules, may count pieces of another seat than the one that is asked


class Weighing(Record):
    """What a policy works on while it chooses."""

    weight: Array[i4] = of(MAX_LINES)  # by row of `standing`, or by option: what it weighs now in quarters, from 0
    pulled: Array[i4] = of(MAX_LINES)  # by row of `standing`: what it weighs this turn in quarters, links counted, purse apart
    kept: i4  # 1 if the seat is asked again for an order, and `standing` is of this turn of its own; else 0
    n_standing: i4  # rows of `standing` in use
    standing: Array[i4] = of(MAX_LINES)  # the seat's leanings (places in its doctrine), or actions, that may come up this turn
    purse: Cost  # what the seat has to pay with now
    open: Array[i4] = of(MAX_ACTIONS)  # the actions that the seat may still order
    choice: Array[Order] = of(1)  # the choice that it comes to
    legal: i4  # 1 where the seat had no choice, 2 or more where it had


LEANING, SHARE, PLAYBOOK, WEIGHING = (dtype_of(one) for one in (LeaningRow, Share, Book, Weighing))


@frozen
class Playbook:
    """The doctrines of a ruleset, ready to play: the record that `choose` reads, and the row of each doctrine."""

    record: np.record
    rows: dict[str, int]


class _Conditions:
    """A stand-in for `Tables.rules`, so that conditions are compiled into the playbook's own pool."""

    def __init__(self, rules: np.record, condition: np.ndarray):
        self.slot_of, self.condition = rules.slot_of, condition
        self.budgets = {int(rules.roles[name]) for name in ("capital", "funds", "readiness")}
        self.budget_slots = {int(slot) for track in self.budgets for slot in rules.slot_of[track] if slot >= 0}

    def of_purse(self, read: np.record) -> bool:
        """Whether a condition reads what a seat pays with."""
        if read.subject == FIXED:
            return int(read.what) in self.budget_slots
        return bool(read.subject == OF_FACTION and int(read.what) in self.budgets)


def compile_playbook(tables: Tables) -> Playbook:
    """Compile every doctrine of the tables' ruleset. The content must have passed `kuroshio check`."""
    book = blank(PLAYBOOK)[0]
    pools = Pools(_Conditions(tables.rules, book.condition), lexicon(tables.ruleset, tables.board), tables.index)
    hands = _hands(tables)
    book.counts_others = (tables.rules["condition"]["subject"] == OF_PIECES).any() or _links_count(tables.rules)
    for d, doctrine in enumerate(tables.ruleset.doctrines):
        _compile_doctrine(pools, book, d, doctrine, hands)
    rows = {doctrine.id: d for d, doctrine in enumerate(tables.ruleset.doctrines)}
    _compile_mixes(tables, book, rows)
    return Playbook(book, rows)


def _compile_mixes(tables: Tables, book: np.record, rows: dict[str, int]) -> None:
    """Write the mixes of the seats. rows: of doctrines, by id. The order of a scenario's file does not matter."""
    n = 0
    for seat in tables.scenario.seats:
        mix = book.mix[tables.index.factions[seat.faction]]
        mix.first, mix.n = n, len(seat.mix)
        for name, weight in sorted(seat.mix.items()):
            book.share[n].doctrine, book.share[n].weight = rows[name], weight
            n += 1


def _links_count(rules: np.record) -> bool:
    """Whether a link counts pieces."""
    spans = [rules.link[i].reads for i in range(rules.n_links)]
    return any(rules.modifier[m].subject == OF_PIECES for span in spans for m in range(span.first, span.first + span.n))


def _hands(tables: Tables) -> set[int]:
    """Return the actions that may come up in this scenario."""
    return {int(a) for n, hand in zip(tables.rules.n_hand, tables.rules.hand) for a in hand[:n]}


def _places(index: Index, doctrine: Doctrine, question: str, hands: set[int]) -> list[int]:
    """Return the places of a doctrine's leanings to one kind of decision in the order of their rows, live orders first."""
    places = [i for i, leaning in enumerate(doctrine.leanings) if leaning.decide == question]
    if question == "order":
        places.sort(key=lambda i: index.actions[doctrine.leanings[i].choose] not in hands)
    return places


def _compile_doctrine(pools: Pools, book: np.record, d: int, doctrine: Doctrine, hands: set[int]) -> None:
    """Write the leanings of one doctrine, those about one kind of decision together; hands: the actions that may come up."""
    for q, question in enumerate(QUESTIONS):
        leanings = [doctrine.leanings[i] for i in _places(pools.index, doctrine, question, hands)]
        if question == "order":
            book.n_live[d] = sum(pools.index.actions[leaning.choose] in hands for leaning in leanings)
        book.lines[d, q].first, book.lines[d, q].n = book.n_leanings, len(leanings)
        for leaning in leanings:
            _compile_leaning(pools, book, book.leaning[book.n_leanings], leaning)
            book.n_leanings += 1


def _compile_leaning(pools: Pools, book: np.record, row: np.record, leaning: Leaning) -> None:
    """Write one leaning. Its actor is the seat that is asked, save where that signs or decides what another leads."""
    index = pools.index
    table = index.options(leaning.decide)
    row.chosen, row.weight, row.against = table[leaning.choose], leaning.weight, leaning.against
    row.area = index.areas[leaning.area] if leaning.area else NONE
    row.target = index.factions[leaning.target] if leaning.target else NONE
    row.partner = index.factions[leaning.partner] if leaning.partner else NONE
    row.kind = index.kinds[leaning.kind] if leaning.kind else NONE
    row.when.first, row.when.n, row.of_purse = pools.n_conditions, len(leaning.when), 0
    for condition in leaning.when:
        read = pools.rules.condition[pools.n_conditions]
        condition_row(pools, read, condition)
        row.of_purse |= pools.rules.of_purse(read)
        if read.subject == OF_PIECES and (read.who != ACTOR or leaning.decide in ("sign", "proceed")):
            book.counts_others = 1
        pools.n_conditions += 1


def compile_playbook_again(tables: Tables, names: Lexicon, playbook: Playbook, changed: Iterable[tuple[int, int]]) -> Playbook:
    """Return the playbook of doctrines and mixes of which numbers alone have changed: that of `compile_playbook`, byte for byte.

    tables: those of the changed content; changed: row of the doctrine, and place of the leaning in it.
    """
    book, hands = blank(PLAYBOOK)[0], _hands(tables)
    book.setfield(playbook.record, PLAYBOOK)
    _compile_mixes(tables, book, playbook.rows)
    for d, i in changed:
        doctrine = tables.ruleset.doctrines[d]
        question = doctrine.leanings[i].decide
        place = _places(tables.index, doctrine, question, hands).index(i)
        row = book.leaning[book.lines[d, QUESTIONS.index(question)].first + place]
        mark = Mark(conditions=int(row.when.first))
        _compile_leaning(
            Pools(_Conditions(tables.rules, book.condition), names, tables.index, mark), book, row, doctrine.leanings[i]
        )
    return Playbook(book, playbook.rows)


def seat_policies(tables: Tables, playbook: Playbook, chosen: Iterable[tuple[str, str]] = ()) -> np.ndarray:
    """Return the policy of each seat, as i4 by faction: the scenario's, except those that `chosen` replaces.

    A policy is the id of a doctrine, "random", or "mixed" at a seat with a mix. Raises KeyError on names that do not exist.
    """
    policy = np.full(MAX_FACTIONS, RANDOM, np.int32)
    seats = {seat.faction: seat for seat in tables.scenario.seats}
    for faction, name in (*((seat.faction, seat.default_policy) for seat in seats.values()), *chosen):
        without_doctrine = {AT_RANDOM: RANDOM} | ({BY_MIX: MIXED} if seats[faction].mix else {})
        policy[tables.index.factions[faction]] = (without_doctrine | playbook.rows)[name]
    return policy
