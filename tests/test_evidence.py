"""rules/evidence.toml: every fact of the record has its use marked, and every place that it names is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kuroshio.cli.main import group
from kuroshio.files.content_folders import data_folder
from kuroshio.files.loader import EVIDENCE, FACT, RULES_TABLES, SCENARIO_TABLES, read_rules, read_scenario, rules_files
from kuroshio.files.toml_file import read
from tests.test_house import ROOT

RULES = data_folder("rules")
DOCUMENT = read(RULES / EVIDENCE)
FACTS: list[dict[str, Any]] = DOCUMENT.tables[FACT]
USES = {"built_in", "tuned_to", "neither"}
EXPECTATIONS = "tests/expectations/test_expectations.py"
# What an expectation says of the record: a year, or a number of quarters or years of it.
OF_THE_RECORD = re.compile(r"\b20[012]\d\b|\b2013-20\b|44 quarters|eleven years|Sasakawa|RAND|CNAS")


def scenarios() -> list[Any]:
    return [read_scenario(path) for path in sorted(data_folder("scenarios").glob("*.toml"))]


def test_the_file_can_be_read_whole() -> None:
    """`kuroshio check` leaves it to people; two facts that had run into one were taken for one."""
    assert list(DOCUMENT.faults) == []


def names_there() -> set[str]:
    """Every name of a place: entries by kind and id, opening values, tests by file and function."""
    rules = read_rules(RULES)
    found = {f"{kind}.{entry.id}" for kind, (field, _) in RULES_TABLES.items() if kind != "item" for entry in rules.of(field)}
    for scenario in scenarios():
        for kind, (field, _) in SCENARIO_TABLES.items():
            found |= {f"{kind}.{getattr(entry, 'id', '') or entry.faction}" for entry in scenario.of(field)}
        found |= {f"opening.{track}" for track in scenario.of("scenario")[0].opening}
    return found | {f"{EXPECTATIONS}::{name}" for name in expectations()} | {"rules/TUNING.md"}


def expectations() -> dict[str, str]:
    """The text of each test of the base case, by its name."""
    text = (ROOT / EXPECTATIONS).read_text("utf-8")
    found = (node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"))
    return {node.name: ast.get_docstring(node) or "" for node in found}


def test_a_fact_is_told_once_with_its_use_and_years() -> None:
    ids = [fact["id"] for fact in FACTS]
    assert len(set(ids)) == len(ids) > 100
    for fact in FACTS:
        assert set(fact) == {"id", "kind", "years", "fact", "use", "where"}, fact["id"]
        assert fact["use"] in USES and fact["kind"] in {"series", "event"} and fact["fact"], fact["id"]
        assert 2000 < fact["years"][0] <= fact["years"][1] <= 2020, fact["id"]


def test_what_is_built_in_or_tuned_to_says_where() -> None:
    assert [fact["id"] for fact in FACTS if fact["use"] != "neither" and not fact["where"]] == []
    tuned = [fact["id"] for fact in FACTS if fact["use"] == "tuned_to"]
    tests = {fact["id"] for fact in FACTS if any(place.startswith(("tests/", "rules/TUNING")) for place in fact["where"])}
    assert set(tuned) == tests, "what a test or a change of the rules rests on is tuned to, and nothing else is"


def test_every_place_that_is_named_exists() -> None:
    there = names_there()
    assert {fact["id"]: lost for fact in FACTS if (lost := set(fact["where"]) - there)} == {}


@pytest.mark.parametrize("name", expectations())
def test_the_record_that_an_expectation_rests_on_is_marked(name: str) -> None:
    """An expectation that names a year or a length of the record is named by a fact that is tuned to."""
    if OF_THE_RECORD.search(expectations()[name]):
        marked = [fact for fact in FACTS if f"{EXPECTATIONS}::{name}" in fact["where"]]
        assert marked and all(fact["use"] == "tuned_to" for fact in marked)


def test_the_head_says_that_nothing_was_held_out() -> None:
    head = " ".join(line.lstrip("# ") for line in (RULES / EVIDENCE).read_text("utf-8").splitlines() if line.startswith("#"))
    assert "There is no held-out test in this repository until somebody fetches later series" in head
    assert "2016 to 2019" in head and "2018 to 2020" in head


def test_to_check_it_alone_is_answered_in_one_sentence() -> None:
    done = CliRunner().invoke(group, ["check", str(RULES / EVIDENCE)])
    assert done.exit_code == 2
    assert "it says what the rules were made with, and has none to check; name its folder" in done.output


def test_the_evidence_is_no_rule_and_a_file_of_that_name_elsewhere_is_one(tmp_path: Path) -> None:
    assert RULES / EVIDENCE not in rules_files(RULES)
    (tmp_path / "actions").mkdir()
    for path in (tmp_path / EVIDENCE, tmp_path / "actions" / EVIDENCE):
        path.write_text("")
    assert rules_files(tmp_path) == [tmp_path / "actions" / EVIDENCE]
