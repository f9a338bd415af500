"""Where a record of the kernel is full, what is left out is told: nothing is dropped in silence."""

from __future__ import annotations

from typing import Any

import attrs
import numpy as np

from kuroshio.kernel.interventions import fire_inject
from kuroshio.kernel.state import codes
from kuroshio.kernel.state.records import ORDER, blank
from kuroshio.kernel.tables.compiling import compile_tables
from kuroshio.model.capacities import MAX_FACTIONS, MAX_INCIDENTS, MAX_LASTING, MAX_ORDERS
from kuroshio.model.entry_parts import Bands, Effect
from kuroshio.model.scenario import Inject, InjectAct
from kuroshio.picture.chronicle import Chronicle
from kuroshio.picture.log_sentences import Teller
from kuroshio.players.doctrine_tables import RANDOM
from tests.kernel.lab import JUDGED, Lab
from tests.stepping import Table


def table_of(lab: Lab, lines: int, **changes: Any) -> Table:
    tables = compile_tables(lab.ruleset, lab.board, attrs.evolve(lab.scenario, **changes))
    return Table(tables, None, np.full(MAX_FACTIONS, RANDOM, np.int32), lines).begin()


def told(table: Table) -> list[str]:
    """What a reader of the whole log reads of limits."""
    return [text for text in Teller(table.tables).tell(table.log[: table.game.logged]) if "limit of the engine" in text]


def told_to(table: Table, faction: str) -> list[str]:
    chronicle = Chronicle(table.tables, table.index.factions[faction] if faction else -1)
    chronicle.follow(table.log, int(table.game.logged))
    return [beat.title for beat in chronicle.beats if "limit of the engine" in beat.title]


def test_an_incident_for_which_there_is_no_room_is_told_without_its_author(lab: Lab) -> None:
    many = [lab.act(f"test_act_{n}", deniability="high") for n in range(MAX_INCIDENTS + 1)]
    factions = tuple(attrs.evolve(faction, orders=MAX_INCIDENTS + 1) for faction in lab.ruleset.factions)
    table = lab.table(*many, factions=factions)
    table.plan(*(lab.order(act.id) for act in many))
    assert table.game.n_incidents == MAX_INCIDENTS
    [line] = table.lines(codes.L_LIMIT)
    assert (line.actor, line.action, line.amount) == (codes.NONE, codes.NONE, codes.CASES_FULL)
    assert told(table) == [f"- {title}." for title in told_to(table, "")] != []
    assert "makes no incident, and nobody answers it" in told(table)[0]


def test_an_act_of_an_inject_for_which_there_is_no_room_is_told(lab: Lab) -> None:
    action = next(row for row in lab.ruleset.actions if row.act_class and not row.everyday and not row.areas)
    act = InjectAct(actor=action.actors[0], action=action.id, target=action.targets[0])
    inject = Inject(id="test_inject", text="It rains.", held=True, act=act, **JUDGED)
    table = table_of(lab, lines=100, injects=(inject,))
    order: Any = blank(ORDER)[0]
    table.game.n_orders = MAX_ORDERS
    fire_inject(table.rules, table.game, np.int32(0), order, table.log)
    assert table.game.n_orders == MAX_ORDERS
    assert told(table) == ["- A limit of the engine was reached: the act of Test does not happen."]
    assert told_to(table, "") == told_to(table, lab.ally) == [], "what an inject would have done is control's affair"


def test_what_can_no_longer_be_taken_back_is_told_to_who_sees_it(lab: Lab) -> None:
    effect = Effect(track=f"{lab.challenger}.readiness", add=-1, lasts=2)
    table = lab.table(lab.act(effects=Bands(always=(effect,))))
    slot = table.slot[f"{lab.challenger}.readiness"]
    table.game.n_lasting = MAX_LASTING
    table.games.lasting[0].slot[:] = table.slot["world.tension"]
    table.games.lasting[0].until[:] = 99
    table.rules.slot_seen[slot] = 1 << table.index.factions[lab.challenger]
    table.plan(lab.order())
    assert len(told(table)) == len(told_to(table, lab.challenger)) == 1
    assert "keeps a temporary effect that was to end" in told(table)[0]
    assert told_to(table, lab.ally) == told_to(table, "") == []


def test_a_full_log_says_so_in_its_last_line(lab: Lab) -> None:
    short = table_of(lab, lines=20)
    short.turn()
    assert short.game.logged == 20
    assert told(short) == ["- A limit of the engine was reached: nothing more is logged from here on."]
