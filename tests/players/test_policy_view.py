"""What a policy looks at is part of its seat's view, and its choice is the one that it would make from the whole view."""

from __future__ import annotations

from typing import Any

import attrs
import numpy as np
import pytest

from kuroshio.kernel.jit import verb
from kuroshio.kernel.state.codes import QUESTIONS, UNKNOWN
from kuroshio.kernel.state.records import GAME, blank
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.model.capacities import MAX_FACTIONS
from kuroshio.model.entry_parts import Condition
from kuroshio.model.ruleset import Doctrine, Leaning
from kuroshio.players.doctrine_tables import Playbook, compile_playbook
from kuroshio.players.policy_view import glance
from tests.stepping import Table

GAMES = 12
JUNK = 0x7B  # in every byte that nobody has drawn


@verb
def look(rules: Any, book: Any, games: Any, views: Any) -> None:
    """The part as a verb of its own."""
    glance(rules, book, games[0], views[games[0].seat])


def glanced(table: Table) -> np.record:
    """What the policy of the asked seat looks at, among junk."""
    views = blank(GAME, MAX_FACTIONS)
    views.view(np.uint8)[:] = JUNK
    look(table.rules, table.playbook.record, table.games, views)
    return views[int(table.game.seat)]


def numbers(record: np.record) -> np.ndarray:
    """A state as whole numbers; what is wider counts as several."""
    return np.frombuffer(record.tobytes(), np.int32)


@pytest.mark.parametrize("others", [0, 1])
@pytest.mark.parametrize("policies", ["doctrines", "randoms"])
def test_it_is_drawn_as_in_the_view_and_enough_to_choose_by(
    tables: Tables, playbook: Playbook, policies: str, others: int, request: pytest.FixtureRequest
) -> None:
    """With the counters of others or without them, whose places then stand as unknown."""
    own = Playbook(playbook.record.copy(), playbook.rows)
    own.record.counts_others |= others
    table, asked = Table(tables, own, request.getfixturevalue(policies)), set()
    for number in range(GAMES):
        table.begin(6, number)
        for game in table.questions():
            asked.add(QUESTIONS[game.asking])
            seen, view, luck = glanced(table), table.view().copy(), table.luck()
            drawn, meant = numbers(seen), numbers(view)
            assert ((drawn == meant) | (drawn == np.int32(0x01010101 * JUNK)) | (drawn == UNKNOWN)).all()
            for field in ("piece_area", "piece_readiness", "track") if others else ("track",):
                assert (seen[field] == view[field])[: {"track": tables.rules.n_slots}.get(field, tables.rules.n_pieces)].all()
            assert table.choose(seen, luck=luck) == table.choose(view, luck=luck)
    assert asked == set(QUESTIONS)


def counts_others(tables: Tables, decide: str, reading: str) -> bool:
    """Whether a doctrine with one leaning, which reads this, is taken to count the counters of others."""
    ruleset = tables.ruleset
    chosen = {"order": ruleset.actions, "sign": ruleset.actions, "respond": ruleset.levels, "proceed": ruleset.projects}[decide]
    when = (Condition(track=reading, at_least=1),)
    leaning = Leaning(decide=decide, choose=chosen[0].id, weight=1, when=when)
    faction = ruleset.factions[0].id
    doctrine = Doctrine(id="test", name="Test", source="judgement: a test", faction=faction, leanings=(leaning,))
    book = compile_playbook(attrs.evolve(tables, ruleset=attrs.evolve(ruleset, doctrines=(doctrine,)))).record
    return bool(book.counts_others)


def test_counters_of_others_are_drawn_where_a_condition_may_count_them(tables: Tables) -> None:
    kind, other = tables.ruleset.kinds[0].id, tables.ruleset.factions[1].id
    assert not counts_others(tables, "order", f"actor.{kind}")
    assert not counts_others(tables, "respond", f"actor.{kind}")
    assert not counts_others(tables, "order", f"{other}.home")
    assert counts_others(tables, "order", f"{other}.{kind}")
    assert counts_others(tables, "order", f"target.{kind}")
    assert counts_others(tables, "sign", f"actor.{kind}")
    assert counts_others(tables, "proceed", f"actor.{kind}")
