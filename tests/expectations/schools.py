"""What the schools of thought of a seat make of its legal orders, turn by turn."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

import numpy as np

from kuroshio.kernel.jit import part, verb
from kuroshio.kernel.state.codes import ASK_ORDER, L_CHOICE
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.players.doctrine_choice import weigh_leanings
from kuroshio.players.doctrine_tables import Playbook, seat_policies
from kuroshio.players.whole_games import make_memory
from kuroshio.study.batch import Batch, play, play_block
from kuroshio.study.reach import LINES, STRIDE, number_of_pairings, pairing
from tests.expectations.dominance import doctrines_of
from tests.stepping import Table


@verb
def weigh_each(rules, book, doctrine, view, options, legal, n, weighing, weighed):
    """What a doctrine makes of each of n legal orders of the seat that is asked, in `weighed`."""
    span = book.lines[doctrine, ASK_ORDER]
    weigh_leanings(rules, book, doctrine, view, options, weighing)
    for k in range(n):
        weighed[k] = 0
        order = legal[k]
        for i in range(span.n):
            leaning = book.leaning[span.first + i]
            if weighing.weight[i] > 0 and leaning.chosen == order.action and meant(rules, leaning, order):
                weighed[k] += weighing.weight[i]


@part
def meant(rules, leaning, order):
    """Whether an order of a leaning's action is what the leaning means."""
    if leaning.kind >= 0 and (order.piece < 0 or rules.piece[order.piece].kind != leaning.kind):
        return False
    if leaning.area >= 0 and leaning.area != order.area:
        return False
    if leaning.target >= 0 and leaning.target != order.target:
        return False
    return leaning.partner < 0 or leaning.partner == order.partner


def first_questions(table: Table) -> Iterator[np.record]:
    """The view of each seat in each turn when it is first asked for orders."""
    asked: set[tuple[int, int]] = set()
    for game in table.questions():
        turn = (int(game.turn), int(game.seat))
        if game.asking == ASK_ORDER and turn not in asked:
            asked.add(turn)
            yield table.view()


def differing_orders(table: Table, state: np.record) -> int:
    """How many legal orders of the seat that is asked its doctrines do not all weigh alike."""
    n = table.n_legal(state)
    options, legal = table.memory.options, table.memory.options[:n].copy()
    doctrines = doctrines_of(table.tables, table.faction())
    weights = np.zeros((len(doctrines), n), np.int64)
    for doctrine, weighed in zip(doctrines, weights, strict=True):
        row = np.int64(table.playbook.rows[doctrine.id])
        weigh_each(table.rules, table.playbook.record, row, state, options, legal, np.int64(n), table.weighing, weighed)
    return int((weights != weights[0]).any(axis=0).sum())


def pairings_far_apart(tables: Tables, n: int) -> Iterator[dict[str, str]]:
    """So many pairings of doctrines, the neighbours of each far apart; of all there are, if these are no fewer."""
    there_are = number_of_pairings(tables)
    return (pairing(tables, number * STRIDE % there_are) for number in range(n))


def seats_without_both(tables: Tables, playbook: Playbook, pairings: Iterator[dict[str, str]], games: int = 100) -> set[str]:
    """The seats with aims that in none of the pairings met them in 5 to 95 of 100 games; played on while there is one."""
    left = {seat.faction for seat in tables.scenario.seats if seat.success}
    for chosen in pairings:
        study = Batch(tables, playbook, seat_policies(tables, playbook, chosen.items()), 5, games)
        shares = np.concatenate([block.results.success for block in play(study)]).mean(axis=0)
        left -= {seat for seat in left if 0.05 <= shares[tables.index.factions[seat]] <= 0.95}
        if not left:
            break
    return left


def shares_of_turns(tables: Tables, playbook: Playbook, games: int, seed: int) -> dict[str, dict[str, float]]:
    """In what share of turns each doctrine orders each action, over games spread evenly over the pairings."""
    memory = make_memory(LINES)
    acts = [action.id for action in tables.ruleset.actions]
    turns: Counter[str] = Counter()
    ordered: dict[str, Counter[str]] = defaultdict(Counter)
    for number, chosen in enumerate(pairings_far_apart(tables, games)):
        play_block(tables, playbook, seat_policies(tables, playbook, chosen.items()), seed, number, 1, memory)
        lines = memory.log[: int(memory.games[0].logged)]
        lines = lines[(lines.what == L_CHOICE) & (lines.amount == ASK_ORDER)]
        for seat, action, _ in set(zip(lines.actor.tolist(), lines.action.tolist(), lines.turn.tolist(), strict=True)):
            if tables.ruleset.actions[action].mechanism != "pass":
                ordered[chosen[tables.ruleset.factions[seat].id]][acts[action]] += 1
        turns.update(dict.fromkeys(chosen.values(), int(memory.games[0].turn)))
    return {school: {act: n / turns[school] for act, n in counts.items()} for school, counts in ordered.items()}
