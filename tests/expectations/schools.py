"""What the schools of thought of a seat make of its legal orders, turn by turn."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

import numpy as np

from engine.kernel.compiled import verb
from engine.kernel.tables import Tables
from engine.kernel.words import ASK_ORDER, L_CHOICE
from engine.policies.choose import weigh_orders
from engine.policies.drive import make_workshop
from engine.policies.playbook import Playbook, seat_policies
from engine.study.batch import play_block
from engine.study.reach import LINES, STRIDE, number_of_pairings, pairing
from tests.expectations.dominance import doctrines_of
from tests.stepping import Order, Table


@verb
def weigh(rules, book, doctrine, view, options, mind):
    """The weight of each leaning of a doctrine that holds in a view, in `mind.weight`."""
    weigh_orders(rules, book, view, book.lines[doctrine, ASK_ORDER], options, mind)


def weights(table: Table, state: np.record, doctrine: int) -> dict[Order, int]:
    """What a doctrine makes of each legal order of the seat that is asked."""
    legal = table.legal(state)
    book = table.playbook.record
    span = book.lines[doctrine, ASK_ORDER]
    weigh(table.rules, book, np.int64(doctrine), state, table.workshop.options, table.mind)
    holding = table.mind.weight[: int(span.n)].tolist()
    leanings = book.leaning[int(span.first) :][: int(span.n)].view(np.recarray)
    weighed = dict.fromkeys(legal, 0)
    for order in legal:
        for i in np.flatnonzero(leanings.chosen == order[1]):
            if holding[i] and meant(table, leanings[i], order):
                weighed[order] += holding[i]
    return weighed


def meant(table: Table, leaning: np.record, order: Order) -> bool:
    """Whether an order of a leaning's action is what the leaning means."""
    _, _, area, target, partner, piece = order
    kind = int(table.rules.piece[piece].kind) if piece >= 0 else -1
    wanted = ((leaning.area, area), (leaning.target, target), (leaning.partner, partner), (leaning.kind, kind))
    return all(want in (-1, has) for want, has in wanted)


def first_questions(table: Table) -> Iterator[np.record]:
    """The view of each seat in each turn when it is first asked for orders."""
    asked: set[tuple[int, int]] = set()
    for game in table.questions():
        turn = (int(game.turn), int(game.seat))
        if game.asking == ASK_ORDER and turn not in asked:
            asked.add(turn)
            yield table.view()


def differing_orders(table: Table, state: np.record) -> int:
    """How many legal orders of the seat that is asked its two doctrines weigh differently."""
    one, other = (
        weights(table, state, table.playbook.rows[doctrine.id]) for doctrine in doctrines_of(table.tables, table.faction())
    )
    return sum(one[order] != other[order] for order in one)


def shares_of_turns(tables: Tables, playbook: Playbook, games: int, seed: int) -> dict[str, dict[str, float]]:
    """In what share of turns each doctrine orders each action, over games spread evenly over the pairings."""
    workshop, there_are = make_workshop(LINES), number_of_pairings(tables)
    acts = [action.id for action in tables.ruleset.actions]
    turns: Counter[str] = Counter()
    ordered: dict[str, Counter[str]] = defaultdict(Counter)
    for number in range(games):
        chosen = pairing(tables, number * STRIDE % there_are)
        play_block(tables, playbook, seat_policies(tables, playbook, chosen.items()), seed, number, 1, workshop)
        lines = workshop.log[: int(workshop.games[0].logged)]
        lines = lines[(lines.what == L_CHOICE) & (lines.amount == ASK_ORDER)]
        for seat, action, _ in set(zip(lines.actor.tolist(), lines.action.tolist(), lines.turn.tolist(), strict=True)):
            if tables.ruleset.actions[action].mechanism != "pass":
                ordered[chosen[tables.ruleset.factions[seat].id]][acts[action]] += 1
        turns.update(dict.fromkeys(chosen.values(), int(workshop.games[0].turn)))
    return {school: {act: n / turns[school] for act, n in counts.items()} for school, counts in ordered.items()}
