"""The table of the report's items: all are there, and everything that they name exists."""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from attrs import evolve
from click.testing import CliRunner

from kuroshio.cli.coverage import readers_of_ties, without_effect
from kuroshio.cli.main import group
from kuroshio.files.checks.check_coverage import OF_SCENARIOS
from kuroshio.files.checks.checker import check_files
from kuroshio.files.content_folders import data_folder
from kuroshio.files.loader import RULES_TABLES, SCENARIO_TABLES, read_rules, read_scenario, ruleset_of
from kuroshio.model.entry_parts import Condition, Effect
from kuroshio.model.ruleset import Item, Ruleset
from kuroshio.model.track_readers import index_readers
from tests.casebook import casebook
from tests.coverage_ties import FILE, entries_by_origin, proposals, untied, written

ITEMS = 175
MOST_FRAMES = 25
FRAMEWORK = ("faction", "doctrine", "measure")  # named or read in every ruling: no ruling is about them
SECTIONS = {
    "Introduction": 41,
    "Advancing the Security Alliance": 47,
    "Expanding Partnerships and Coalitions": 29,
    "Strengthening Economic and Technology Cooperation": 51,
    "Conclusion": 7,
}


@pytest.fixture(scope="module")
def items() -> list[Item]:
    return read_rules(data_folder("rules")).of("items")


def test_every_item_is_there_in_its_section(items: list[Item]) -> None:
    assert [item.number for item in items] == list(range(1, ITEMS + 1))
    assert [item.section for item in items] == [section for section, n in SECTIONS.items() for _ in range(n)]


def test_few_items_are_frames_and_say_why(items: list[Item]) -> None:
    frames = [item for item in items if item.frame]
    assert len(frames) <= MOST_FRAMES
    assert all(len(item.frame.split()) >= 4 for item in frames)


def test_claims_are_short_and_told_apart(items: list[Item]) -> None:
    assert len({item.claim for item in items}) == ITEMS
    assert max(len(item.claim.split()) for item in items) <= 12


def test_what_carries_an_item_in_a_scenario_is_in_one_that_is_shipped(items: list[Item]) -> None:
    """What is in the rules `kuroshio check` looks up itself."""
    shipped = [read_scenario(path) for path in sorted(data_folder("scenarios").glob("*.toml"))]
    there = {
        f"{kind}.{getattr(entry, 'id', getattr(entry, 'faction', ''))}"
        for kind, (field, _) in SCENARIO_TABLES.items()
        for scenario in shipped
        for entry in scenario.of(field)
    }
    named = {path for item in items for path in item.carried_by if path.split(".")[0] in OF_SCENARIOS}
    assert named and named <= there


@pytest.fixture(scope="module")
def rulings() -> dict[str, dict[str, Any]]:
    tables = [tomllib.loads(path.read_text("utf-8")) for path in sorted(casebook.FOLDER.glob("*.toml"))]
    return {ruling["id"]: ruling for table in tables for ruling in table.get("ruling", [])}


def words(part: Any) -> Iterator[str]:
    """Every word in what a ruling lays down, orders, asks and expects; not in its title and working, which are for people."""
    if isinstance(part, dict):
        for key, value in part.items():
            if key not in ("title", "working"):
                yield from (*re.findall(r"\w+", key), *words(value))
    elif isinstance(part, list):
        for value in part:
            yield from words(value)
    elif isinstance(part, str):
        yield from re.findall(r"\w+", part)


def test_every_item_that_is_carried_names_a_ruling_of_the_casebook(items: list[Item], rulings: dict[str, dict[str, Any]]) -> None:
    assert [item.number for item in items if not item.frame and not item.ruling] == []
    assert {item.ruling for item in items if item.ruling} <= set(rulings)


def test_a_ruling_named_plays_an_entry_that_carries_its_item(items: list[Item], rulings: dict[str, dict[str, Any]]) -> None:
    astray = {}
    for item in items:
        if item.ruling:
            played = set(words(rulings[item.ruling]))
            carriers = [path.split(".") for path in item.carried_by]
            if not any(name in played and kind not in FRAMEWORK for kind, name in carriers):
                astray[item.number] = item.ruling
    assert astray == {}


def test_every_item_is_carried(items: list[Item]) -> None:
    assert [item.number for item in items if not (item.carried_by or item.frame)] == []


def test_every_action_and_track_is_tied_to_an_item() -> None:
    assert untied(read_rules(data_folder("rules"))) == []


# --- the command, and the proposals ----------------------------------------------------------------


def test_the_command_prints_every_section_and_ends_with_the_sum(items: list[Item]) -> None:
    result = CliRunner().invoke(group, ["coverage"], catch_exceptions=False)
    assert result.exit_code == 0
    covered = sum(bool(item.carried_by or item.frame) for item in items)
    assert result.output.splitlines()[-1] == f"{covered}/{ITEMS}"
    assert all(section in result.output for section in SECTIONS)


def test_only_gaps_are_shown_when_only_they_are_asked_for(items: list[Item]) -> None:
    result = CliRunner().invoke(group, ["coverage", "--gaps"], catch_exceptions=False)
    gaps = sum(not (item.carried_by or item.frame) for item in items)
    assert result.output.count("nothing") >= gaps
    assert f"{gaps} gaps" in result.output


def line_of(output: str, path: str) -> str:
    """How the first line of a tie ends."""
    return re.search(rf"{re.escape(path)} \(([^)]*)\)", output)[1]  # type: ignore[index]


def test_readers_stand_beside_ties_and_a_tie_without_effect_is_seen() -> None:
    result = CliRunner().invoke(group, ["coverage"], catch_exceptions=False)
    rules = ruleset_of(read_rules(data_folder("rules")))
    of_tension = index_readers(rules).of("world.tension")
    assert line_of(result.output, "track.tension") == str(len(of_tension))
    assert int(line_of(result.output, "track.believed")) > 0, "the links read it"
    assert line_of(result.output, "measure.tension") == "measured only"
    assert line_of(result.output, "procedure.heat_at") == "1", "the mechanism; effects of another field are not its own"
    ties = sum(len(item.carried_by) for item in rules.items)
    measures = sum(path.startswith("measure.") for item in rules.items for path in item.carried_by)
    assert f"\n{ties} ties: {measures} to what is only measured, 0 to what nothing reads\n" in result.output


def test_only_items_with_a_tie_without_effect_are_listed_when_only_they_are_asked_for() -> None:
    output = CliRunner().invoke(group, ["coverage", "--unread"], catch_exceptions=False).output
    tables = output[: output.index("section  ")]
    listed = re.findall(r"^ +(\d+)  ", tables, re.MULTILINE)
    assert "7" in listed and "1" not in listed
    assert len(listed) <= tables.count("read by nothing") + tables.count("measured only")


def test_what_an_entry_reads_of_its_own_numbers_does_not_count() -> None:
    rules = ruleset_of(read_rules(data_folder("rules")))
    lists = {field.name: () for field in attrs.fields(Ruleset) if isinstance(getattr(rules, field.name), tuple)}
    moves, wants = (Effect(track="world.tension", add=1),), (Condition(track="world.tension", at_least=2),)
    event = evolve(rules.events[0], id="a", requires=wants, modifiers=(), effects=moves)
    alone = evolve(rules, **(lists | {"tracks": rules.tracks, "events": (event,)}))
    assert readers_of_ties(alone)["event.a"] == 0 and readers_of_ties(alone)["track.tension"] == 1
    beside = evolve(alone, events=(event, evolve(event, id="b", effects=())))
    assert (readers_of_ties(beside)["event.a"], readers_of_ties(beside)["event.b"]) == (1, 0)
    assert without_effect(evolve(rules.items[0], carried_by=("event.a", "event.b", "seat.x")), readers_of_ties(beside)) == [
        "event.b"
    ]


def test_faults_are_told_and_end_with_status_2(tmp_path: Path) -> None:
    result = CliRunner().invoke(group, ["coverage", "--rules", str(tmp_path / "nowhere")])
    assert result.exception and "no such rules folder" in str(result.exception)


def test_origin_proposes_ties(items: list[Item]) -> None:
    found = entries_by_origin(read_rules(data_folder("rules")))
    item = next(item for item in items if "B12" in item.origin)
    assert {"action.competitive_coexistence", "action.hotline_offer"} <= set(proposals(item, found))
    text = '[[item]]\nnumber = 4\nclaim = "a"\ncarried_by = []\n\n[[item]]\nnumber = 5\ncarried_by = []\n'
    assert written(text, 4, ["action.x", "track.y"]) == text.replace("[]", '["action.x", "track.y"]', 1)
    assert written(text, 5, ["action.x"]).count("[]") == 1
    assert written(text, 6, ["action.x"]) == text


def test_every_kind_that_has_an_origin_can_be_proposed() -> None:
    kinds = {path.split(".")[0] for found in entries_by_origin(read_rules(FILE.parent)).values() for path, _ in found}
    assert {"action", "obligation", "project", "gate"} <= kinds <= set(RULES_TABLES)


# --- the checks ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("coverage") / "rules"
    shutil.copytree(data_folder("rules"), folder)
    return folder


@pytest.mark.parametrize(
    "old, new, key, said",
    [
        ("number = 7\n", "number = 8\n", "item[6].number", "number 8 stands twice; the other is at"),
        ("number = 7\n", "number = 8\n", "item[7].number", "number 8 stands twice; the other is at"),
        ("number = 7\n", "number = 8\n", "item[0]", "no item with number 7; add one"),
        ("number = 7\n", "number = 0\n", "item[6].number", "0 is out of range"),
        (
            "number = 7\n",
            "number = 1099511627776\n",
            "item[6].number",
            "1099511627776 is out of range",
        ),
        ("number = 7\n", "number = 1099511627776\n", "item[0]", "no item with number 7; add one"),
        ('"action.strait_transit"', '"action.strait_transt"', "item[54].carried_by[3]", "did you mean 'strait_transit'?"),
        ('"action.strait_transit"', '"act.strait_transit"', "item[54].carried_by[3]", "no kind of entry 'act'"),
        ('"action.strait_transit"', '"strait_transit"', "item[54].carried_by[3]", "'strait_transit' is not of the form kind.id"),
        ('"action.strait_transit"', '"item.7"', "item[54].carried_by[3]", "no kind of entry 'item'"),
        ('"procedure.heat_at"', '"procedure.heat"', "item[64].carried_by[1]", "did you mean 'heat_at'?"),
        ('ruling = "O07"', 'ruling = "7"', "item[50].ruling", "write a letter and a number"),
        ('ruling = "O07"', 'frame = "it is said"', "item[50].frame", "a frame is carried by no entry"),
        ('kind = "actor"', 'kind = "factor"', "item[8].kind", "'factor' is not one of the possible words"),
    ],
)
def test_a_wrong_item_is_refused_at_its_line(folder: Path, old: str, new: str, key: str, said: str) -> None:
    file, whole = folder / FILE.name, FILE.read_text(encoding="utf-8")
    assert old in whole
    file.write_text(whole.replace(old, new, 1), encoding="utf-8")
    faults, _ = check_files([folder], folder)
    file.write_text(whole, encoding="utf-8")
    found = [fault for fault in faults if fault.key == key and said in str(fault)]
    assert found, [str(fault) for fault in faults]
    n = key[5 : key.index("]")]
    header = [i for i, line in enumerate(whole.splitlines(), 1) if line == "[[item]]"][int(n)]
    assert header <= found[0].line <= header + 8


def test_rules_without_a_table_of_items_are_whole(folder: Path) -> None:
    (folder / FILE.name).rename(folder / "aside")
    assert check_files([folder], folder)[0] == []
    (folder / "aside").rename(folder / FILE.name)
