"""Levers: who reads a number, and what a setting of it moves."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from attrs import evolve
from click.testing import CliRunner

from kuroshio import Scenario, load
from kuroshio.cli.lever_table import print_screening
from kuroshio.cli.levers import announce
from kuroshio.cli.main import group
from kuroshio.files.content_folders import data_folder, find_scenario
from kuroshio.model.entry_parts import Condition, Modifier
from kuroshio.model.procedure import Roles
from kuroshio.model.track_readers import DECIDING_ROLES, index_readers
from kuroshio.players.seating import Seating
from kuroshio.players.whole_games import make_memory
from kuroshio.study import screening
from kuroshio.study.intervals import Sample, p_value
from kuroshio.study.lever_list import DOCTRINE, TRACK, WITH, WITHOUT, Lever, levers_of
from kuroshio.study.outcomes import by_id
from kuroshio.study.screening import (
    At,
    LeverLook,
    Screened,
    adjusted,
    count_of_looks,
    fewest_games,
    groups_of,
    largest_of,
    look_at,
    outcome_values,
    screen,
    seconds_of,
    table_of,
    values_of_all,
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
        links=(), projects=(), crisis_endings=(), crisis_rounds=(), postures=(),
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
    assert {lever.kind for lever in levers} == {"number", "act", "obligation", "project", "doctrine"}
    trust = next(lever for lever in levers if lever.id == "china_japan.trust")
    values = {name: int(changes[0][1]) for name, changes in trust.settings}
    start = int(tutorial.tables.rules.slot_start[tutorial.tables.slots.index("china_japan.trust")])
    assert values == {"least": 0, "most": 6, "one down": start - 1, "one up": start + 1}
    assert [lever.id for lever in levers_of(tutorial.tables, "hotline_off")] == ["hotline_offer"]


def test_a_number_is_set_to_each_value_once_and_nobody_is_kept_from_passing(tutorial: Scenario) -> None:
    levers = levers_of(tutorial.tables)
    assert all(len({changes for _, changes in lever.settings}) == len(lever.settings) for lever in levers)
    assert any([name for name, _ in lever.settings] == ["most"] for lever in levers), "of a switch, only the other value"
    passing = {action.id for action in tutorial.tables.ruleset.actions if action.mechanism == "pass"}
    assert passing and not passing & {lever.id for lever in levers}


def test_an_act_of_another_deck_is_brought_in_and_a_season_that_is_over_is_opened(tutorial: Scenario, at: At) -> None:
    out = next(lever for lever in levers_of(tutorial.tables, "economic_dialogue") if lever.kind == "act")
    assert out.settings == ((WITH, (("action.economic_dialogue.deck", ""),)),)
    with_it = at(dict(out.settings[0][1])).tables
    row = with_it.index.actions[out.id]
    assert with_it.rules.action[row].from_turn <= 1 < tutorial.tables.rules.action[row].from_turn
    late = tutorial.with_changes({"action.escort_boats.until": "2001-Q1"})
    (lever,) = (one for one in levers_of(late.tables, "escort_boats") if one.kind == "act")
    assert lever.settings == ((WITH, (("action.escort_boats.until", ""),)),)
    season = tutorial.with_changes({"action.escort_boats.until": "2031-Q1"})
    (lever,) = (one for one in levers_of(season.tables, "escort_boats") if one.kind == "act")
    name, changes = lever.settings[0]
    assert name == WITHOUT and season.with_changes(dict(changes)), "until comes before since no more"


def test_an_outcome_that_names_a_number_is_not_held_against_it(tutorial: Scenario, at: At) -> None:
    campaign = {(lever.kind, lever.id): lever for lever in levers_of(load("chain_2021_2030").tables, "host_nation_support")}
    for named in (("number", "host_nation_support.stage"), ("project", "host_nation_support")):
        assert "host_nation_support" in campaign[named].names
    assert not campaign["act", "propose_host_nation_support"].names
    lever = next(lever for lever in levers_of(tutorial.tables, "control") if lever.names)
    (found,) = screen([lever], at, GAMES, 1)
    assert lever.names and not {look.outcome for look in found.looks} & lever.names


def test_a_setting_is_compared_game_by_game_with_the_scenario_as_it_is(tutorial: Scenario, at: At) -> None:
    lever = next(lever for lever in levers_of(tutorial.tables) if lever.kind == DOCTRINE)
    (found,) = screen([lever], at, GAMES, 1, threads=2)
    memory = make_memory()
    base, other = (outcome_values(at(dict(changes)), range(GAMES), 1, memory) for changes in ((), lever.settings[0][1]))
    for look in found.looks:
        per = by_id(tutorial.tables)[look.outcome].per
        assert look.difference == pytest.approx((other[look.outcome] - base[look.outcome]).mean() / per)
        assert look.differ == (other[look.outcome] != base[look.outcome]).sum()
    assert any(look.p < 0.01 for look in found.looks), "another doctrine of China moves something"


def test_an_act_that_is_left_out_is_never_ordered(tutorial: Scenario, at: At) -> None:
    lever = next(lever for lever in levers_of(tutorial.tables, "escort_boats") if lever.kind == "act")
    assert [name for name, _ in lever.settings] == [WITHOUT]
    seating, memory = at(dict(lever.settings[0][1])), make_memory()
    outcome_values(seating, range(GAMES), 1, memory)
    row = seating.tables.index.actions[lever.id]
    assert memory.scratch.acts[:, row].sum() == 0
    outcome_values(at({}), range(GAMES), 1, memory)
    assert memory.scratch.acts[:, row].sum() > 0


def test_games_are_played_on_only_where_a_quarter_of_them_shows_a_difference(at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    base, memory, played = outcome_values(at({}), range(GAMES), 1, make_memory()), make_memory(), list[range]()

    def heard(seating: Seating, numbers: range, *rest: Any) -> dict[str, np.ndarray]:
        played.append(numbers)
        return outcome_values(seating, numbers, *rest)

    monkeypatch.setattr(screening, "outcome_values", heard)
    assert values_of_all(at({}), base, GAMES, 1, memory) is base and played == [range(GAMES // 4)]
    other = at({"opening.china_japan.trust": "6"})
    part, whole = values_of_all(other, base, GAMES, 1, memory), outcome_values(other, range(GAMES), 1, memory)
    assert played[1:] == [range(GAMES // 4), range(GAMES // 4, GAMES)]
    assert all((part[outcome] == whole[outcome]).all() for outcome in base)


def test_p_values_are_adjusted_for_all_looks_together(tutorial: Scenario, at: At) -> None:
    levers = [lever for lever in levers_of(tutorial.tables, "trust") if lever.kind == TRACK][:3]
    found = adjusted(list(screen(levers, at, GAMES, 1)))
    looks = [look for one in found for look in one.looks]
    least = min(looks, key=lambda look: look.p)
    assert least.p_all == pytest.approx(min(1.0, least.p * len(looks)))
    assert all(look.p <= look.p_all <= 1 for look in looks)


def test_a_look_at_equal_games_finds_nothing(tutorial: Scenario) -> None:
    lever, outcome = Lever(TRACK, "a.b", "b", "", ()), by_id(tutorial.tables)["administration"]
    same = look_at(lever, "most", outcome, np.array([0, 1, 1, 0] * 5), np.array([0, 1, 1, 0] * 5))
    assert (same.difference, same.differ, same.p, same.unit) == (0, 0, 1.0, "rate")


def test_a_mean_stays_one_where_no_game_of_the_sample_has_more_than_one(tutorial: Scenario) -> None:
    lever, outcome = Lever(TRACK, "a.b", "b", "", ()), by_id(tutorial.tables)["incidents"]
    rare = look_at(lever, "most", outcome, np.zeros(20, int), np.array([1, 1] + [0] * 18))
    assert rare.unit == "mean" and rare.p == p_value(Sample({0: 18, 1: 2}))


def test_the_table_has_every_look(tutorial: Scenario, at: At) -> None:
    levers = levers_of(tutorial.tables, "china_japan.trust")
    found = adjusted(list(screen(levers, at, GAMES, 1)))
    rows = list(csv.DictReader(io.StringIO(table_of(found).decode())))
    assert len(rows) == sum(len(one.looks) for one in found) and {row["lever"] for row in rows} == {"china_japan.trust"}
    assert int(rows[0]["read_by_doctrine"]) > 0
    assert largest_of(found[0]).lever.id == "china_japan.trust"


# --- in groups -------------------------------------------------------------------------------------


def screened(lever: Lever, *differences: tuple[str, float]) -> Screened:
    """A lever as if it had been played. differences: by outcome, in per cent; what differs at all is sure."""
    looks = (
        LeverLook(lever, "one down", outcome, d / 100, "rate", 99_999 * (d != 0), 0.0, float(d == 0))
        for outcome, d in differences
    )
    return Screened(lever, tuple(looks))


def printed(content: Scenario, found: list[Screened], capsys: pytest.CaptureFixture[str]) -> list[str]:
    print_screening(found, {track.id: track.name for track in content.tables.ruleset.tracks})
    return capsys.readouterr().out.splitlines()


def test_groups_are_tracks_then_obligations_projects_acts_and_doctrines(tutorial: Scenario) -> None:
    groups = groups_of([screened(lever) for lever in levers_of(tutorial.tables)])
    tracks = [track.id for track in tutorial.tables.ruleset.tracks]
    assert [group.title for group in groups] == [*tracks, "obligation", "project", "act", "doctrine"]
    seats = ["", *(seat.faction for seat in tutorial.tables.scenario.seats)]
    for of_track in groups[: len(tracks)]:
        places = [seats.index(one.lever.of) for one in of_track.found]
        assert places == sorted(places) and all(f".{of_track.title}" in one.lever.id for one in of_track.found)


def test_a_group_ends_with_how_many_move_something_and_how_many_nothing_reads(
    tutorial: Scenario, capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = {"japan.home": -20.0, "china.home": 0.0, "china_japan.trust": 5.0}
    unlinked = evolve(tutorial.tables, ruleset=evolve(tutorial.tables.ruleset, links=()))  # so that beliefs are read by nothing
    levers = [one for one in levers_of(unlinked) if one.id in chosen or one.id.endswith(".believed")]
    lines = printed(tutorial, [screened(one, ("clashes", chosen.get(one.id, 0.0))) for one in levers], capsys)
    at, believed = lines.index("Support at home (home)"), sum(one.group == "believed" for one in levers)
    assert lines[at + 1].split() == ["japan", "japan", "one", "down", "clashes", "-20.0", "points", "99,999"]
    assert lines[at + 2] == "  2 numbers; move an outcome that does not name them: 1; read by nothing: 0"
    of_belief = lines[lines.index("Commitment as believed (believed)") + 1]
    unread = sum(not one.readers for one in levers if one.group == "believed")
    assert unread > 0
    assert of_belief == f"  {believed} numbers; move an outcome that does not name them: 0; read by nothing: {unread}"
    still = 1 + believed - unread  # china.home, and the beliefs that a rule without a link reads
    assert f"Of these changed no outcome of any game played: {still} of {still} numbers." in lines
    assert f"Read by nothing in play: {unread} of {len(levers)} (believed {unread})." in lines
    ends = [line.split()[0] for line in lines if line.endswith("99,999")]
    assert ends[-2:] == ["japan.home", "china_japan.trust"], "the largest first"


@pytest.mark.parametrize("name", ["tutorial", "senkaku_2021", "chain_2021_2030"])
def test_every_row_of_a_shipped_scenario_fits_a_hundred_columns_with_its_words_whole(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    content = load(name)
    longest = max((measure.id for measure in content.tables.scenario.measures), key=len)
    levers = levers_of(content.tables)
    lines = printed(content, [screened(lever, (longest, -100.0)) for lever in levers], capsys)
    rows = [line for line in lines if line.endswith("99,999")]
    assert len(rows) > len(levers) and max(map(len, lines)) <= 100
    assert all(longest in row.split() for row in rows)
    shown = {word for row in rows for word in row.split()}
    assert {lever.id for lever in levers if lever.kind != TRACK} <= shown


def test_an_estimate_comes_first_and_says_when_so_few_games_can_show_nothing(
    tutorial: Scenario, at: At, capsys: pytest.CaptureFixture[str]
) -> None:
    levers = levers_of(tutorial.tables, "china_japan.trust")
    announce(levers, tutorial, at, 10**6, 1, 1)
    assert "4 settings of 1,000,000 games: about " in capsys.readouterr().err
    less, more = seconds_of(levers, at, 10**5, 1), seconds_of(levers, at, 10**7, 1)
    assert less and more and more > 10 * less > 0, "it plays a few games of many"
    looks = count_of_looks(levers, by_id(tutorial.tables))
    assert looks == sum(len(one.looks) for one in screen(levers, at, GAMES, 1))
    done = CliRunner().invoke(group, ["levers", "tutorial", "china_japan.trust", "--games", "8"])
    said = [line for line in done.stderr.splitlines() if line]
    assert said[-2].endswith("4 settings of 8 games"), "so little is played at once"
    assert said[-1].startswith("By 8 games no lever can pass") and f"--games {fewest_games(looks)} is" in said[-1]


def test_a_lever_that_cannot_be_set_by_itself_is_told_with_the_reason(
    tutorial: Scenario, at: At, capsys: pytest.CaptureFixture[str]
) -> None:
    lever = Lever(TRACK, "japan.home", "home", "japan", (("most", (("opening.japan.home", "99"),)),))
    assert seconds_of([lever], at, 10**6, 1) is not None, "an estimate goes past it"
    (found,) = screen([lever], at, GAMES, 1)
    assert found.looks == () and "99" in found.refused[0][1]
    (line,) = (line for line in printed(tutorial, [found], capsys) if line.startswith("Could not be set"))
    assert line.startswith("Could not be set by themselves: 1; the first is japan.home: ")


def test_check_warns_of_what_a_seat_is_shown_and_nothing_reads(tmp_path: Path) -> None:
    """Without its links the rulebook has nothing that reads what is believed; as it is shipped, nothing shown is idle."""
    shipped = CliRunner().invoke(group, ["check", str(find_scenario("tutorial"))])
    assert shipped.exit_code == 0 and "read by nothing" not in shipped.output
    rules = shutil.copytree(data_folder("rules"), tmp_path / "rules")
    (rules / "links.toml").unlink()
    done = CliRunner().invoke(group, ["check", str(find_scenario("tutorial")), "--rules", str(rules)])
    line = next(line for line in done.output.splitlines() if line.startswith("tutorial: "))
    assert done.exit_code == 0 and "read by nothing in play: " in line
    named = {word.split()[0] for word in line.partition("play: ")[2].partition(";")[0].split(", ")}
    assert "believed" in named and not named & {"home", "trust", "posture", "tension"}
