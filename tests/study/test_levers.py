"""Levers: who reads a number, and what a setting of it moves."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

import numpy as np
import pytest
from attrs import evolve
from click.testing import CliRunner

from kuroshio import Scenario, load
from kuroshio.cli.main import group
from kuroshio.files.content_folders import find_scenario
from kuroshio.model.ruleset import Roles
from kuroshio.model.terms import Condition, Modifier
from kuroshio.model.track_readers import DECIDING_ROLES, index_readers
from kuroshio.players.seating import Seating
from kuroshio.players.whole_games import make_memory
from kuroshio.study.screening import (
    DOCTRINE,
    TRACK,
    WITHOUT,
    At,
    Lever,
    adjusted,
    largest_of,
    levers_of,
    look_at,
    outcome_values,
    screen,
    table_of,
)
from tests.test_house import ENGINE

GAMES = 60


@pytest.fixture(scope="module")
def tutorial() -> Scenario:
    return load("tutorial")


@pytest.fixture(scope="module")
def at(tutorial: Scenario) -> At:
    def made(changes: Mapping[str, str]) -> Seating:
        return (tutorial.with_changes(dict(changes)) if changes else tutorial)._seating(None, objects=False)

    return made


# --- who reads -------------------------------------------------------------------------------------


def test_a_condition_and_a_modifier_read_a_track_and_an_effect_does_not(tutorial: Scenario) -> None:
    tables = tutorial.tables
    bare = evolve(
        tables.ruleset, tracks=tables.ruleset.tracks, actions=(), doctrines=(), events=(), levels=(), gates=(), crisis_roles=(),
        projects=(), crisis_endings=(), crisis_rounds=(), postures=(),
    )  # fmt: skip
    act = next(action for action in tables.ruleset.actions if action.effects.success)
    wanted = (Condition(track="actor.home", at_least=2),)
    act = evolve(act, requires=wanted, binds=(), modifiers=(Modifier(name="", track="world.tension"),))
    quiet = evolve(tables.scenario, injects=(), measures=(), seats=tuple(evolve(s, success=()) for s in tables.scenario.seats))
    index = index_readers(evolve(bare, actions=(act,)), quiet)
    assert {r.entry for r in index.of("japan.home") if r.kind == "rule"} == {f"action.{act.id}"}
    assert {(r.kind, r.entry) for r in index.of("world.tension")} == {("odds", f"action.{act.id}")}
    named = {key for key, readers in index.readers.items() for reader in readers if reader.entry == f"action.{act.id}"}
    assert named == {("actor", "home"), ("world", "tension")}, "its effects are no readings"


def test_a_doctrine_of_a_seat_that_is_not_played_reads_nothing(tutorial: Scenario) -> None:
    index = index_readers(tutorial.tables.ruleset, tutorial.tables.scenario)
    read_by = {reader.entry for readers in index.readers.values() for reader in readers if reader.kind == "doctrine"}
    factions = {doctrine.id: doctrine.faction for doctrine in tutorial.tables.ruleset.doctrines}
    assert {factions[entry.partition(".")[2]] for entry in read_by} == {"china", "japan"}


def test_roles_that_are_said_to_decide_are_read_in_the_kernel_and_others_are_only_moved() -> None:
    text = "\n".join(path.read_text("utf-8") for path in (ENGINE / "kernel").rglob("*.py") if path.parent.name != "tables")
    lines = [line for line in text.splitlines() if "shift(" not in line and "#" not in line.split("roles.")[0]]
    named = {role for role in Roles.__annotations__ if any(f"roles.{role}" in line for line in lines)}
    assert set(DECIDING_ROLES) - {"stage"} <= named
    assert not {"believed", "actual", "credibility", "control"} & named, "one of these decides now: say so in DECIDING_ROLES"


# --- what they move --------------------------------------------------------------------------------


def test_every_kind_of_lever_is_found_and_numbers_have_their_least_and_most(tutorial: Scenario) -> None:
    levers = levers_of(tutorial.tables)
    assert {lever.kind for lever in levers} == {"number", "act", "pledge", "project", "doctrine"}
    trust = next(lever for lever in levers if lever.id == "china_japan.trust")
    values = {name: int(changes[0][1]) for name, changes in trust.settings}
    start = int(tutorial.tables.rules.slot_start[tutorial.tables.slots.index("china_japan.trust")])
    assert values == {"least": 0, "most": 6, "one down": start - 1, "one up": start + 1}
    assert [lever.id for lever in levers_of(tutorial.tables, "hotline_off")] == ["hotline_offer"]


def test_an_outcome_that_names_a_number_is_not_held_against_it(tutorial: Scenario, at: At) -> None:
    lever = next(lever for lever in levers_of(tutorial.tables, "control") if lever.names)
    (found,) = screen([lever], at, GAMES, 1)
    assert lever.names and not {look.outcome for look in found.looks} & lever.names


def test_a_setting_is_compared_game_by_game_with_the_scenario_as_it_is(tutorial: Scenario, at: At) -> None:
    lever = next(lever for lever in levers_of(tutorial.tables) if lever.kind == DOCTRINE)
    (found,) = screen([lever], at, GAMES, 1, threads=2)
    memory = make_memory()
    base, other = (outcome_values(at(dict(changes)), GAMES, 1, memory) for changes in ((), lever.settings[0][1]))
    for look in found.looks:
        assert look.difference == pytest.approx((other[look.outcome] - base[look.outcome]).mean())
        assert look.differ == (other[look.outcome] != base[look.outcome]).sum()
    assert any(look.p < 0.01 for look in found.looks), "another doctrine of China moves something"


def test_an_act_that_is_left_out_is_never_ordered(tutorial: Scenario, at: At) -> None:
    lever = next(lever for lever in levers_of(tutorial.tables, "escort_boats") if lever.kind == "act")
    assert [name for name, _ in lever.settings] == [WITHOUT]
    seating, memory = at(dict(lever.settings[0][1])), make_memory()
    outcome_values(seating, GAMES, 1, memory)
    row = seating.tables.index.actions[lever.id]
    assert memory.scratch.acts[:, row].sum() == 0
    outcome_values(at({}), GAMES, 1, memory)
    assert memory.scratch.acts[:, row].sum() > 0


def test_p_values_are_adjusted_for_all_looks_together(tutorial: Scenario, at: At) -> None:
    levers = [lever for lever in levers_of(tutorial.tables, "trust") if lever.kind == TRACK][:3]
    found = adjusted(list(screen(levers, at, GAMES, 1)))
    looks = [look for one in found for look in one.looks]
    least = min(looks, key=lambda look: look.p)
    assert least.p_all == pytest.approx(min(1.0, least.p * len(looks)))
    assert all(look.p <= look.p_all <= 1 for look in looks)


def test_a_look_at_equal_games_finds_nothing() -> None:
    lever = Lever(TRACK, "a.b", "", ())
    same = look_at(lever, "most", "x", np.array([0, 1, 1, 0] * 5), np.array([0, 1, 1, 0] * 5))
    assert (same.difference, same.differ, same.p, same.unit) == (0, 0, 1.0, "rate")


def test_the_table_has_every_look(tutorial: Scenario, at: At) -> None:
    levers = levers_of(tutorial.tables, "china_japan.trust")
    found = adjusted(list(screen(levers, at, GAMES, 1)))
    rows = list(csv.DictReader(io.StringIO(table_of(found).decode())))
    assert len(rows) == sum(len(one.looks) for one in found) and {row["lever"] for row in rows} == {"china_japan.trust"}
    assert int(rows[0]["read_by_doctrine"]) > 0
    assert largest_of(found[0]).lever.id == "china_japan.trust"


def test_check_warns_of_what_a_seat_is_shown_and_nothing_reads() -> None:
    done = CliRunner().invoke(group, ["check", str(find_scenario("tutorial"))])
    line = next(line for line in done.output.splitlines() if line.startswith("tutorial: "))
    assert done.exit_code == 0 and "read by nothing in play: " in line
    named = {word.split()[0] for word in line.partition("play: ")[2].partition(";")[0].split(", ")}
    assert "believed" in named and not named & {"home", "trust", "posture", "tension"}
