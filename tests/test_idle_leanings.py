"""Leanings that never count are warned of, and the shipped rules have none."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from kuroshio.cli.main import group
from kuroshio.files.content_folders import data_folder
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.model.entry_parts import Condition
from kuroshio.model.idle_leanings import idle_leanings, read_of_nobody
from kuroshio.model.readings import lexicon
from kuroshio.model.ruleset import Leaning


@pytest.mark.parametrize(
    ("reading", "named", "needs"),
    [
        ("actor_target.trust", {}, ["target"]),
        ("actor_target.trust", {"target": "japan"}, []),
        ("partner.home", {}, ["partner"]),
        ("flashpoint.ladder", {}, ["area"]),
        ("actor.posture", {}, ["area"]),
        ("china.coast_guard", {}, ["area"]),
        ("actor.coast_guard", {"area": "senkaku_waters"}, []),
        ("actor.posture.senkaku", {}, []),
        ("china_japan.trust", {}, []),
        ("actor.home", {}, []),
    ],
)
def test_what_a_reading_needs_to_be_named(tables: Tables, reading: str, named: dict[str, str], needs: list[str]) -> None:
    names = lexicon(tables.ruleset, tables.board)
    leaning = Leaning(decide="order", choose="import_ban", weight=1, when=(Condition(track=reading, at_most=1),), **named)
    assert [word for _, word in read_of_nobody(leaning, names)] == needs


def test_shipped_doctrines_have_none(tables: Tables) -> None:
    assert list(idle_leanings(tables.ruleset, lexicon(tables.ruleset, tables.board))) == []


def test_check_says_so_and_finds_no_fault(tmp_path: Path) -> None:
    """Two leanings of Beijing had never counted, and nobody was told; games that were kept with such rules are still read."""
    rules = shutil.copytree(data_folder("rules"), tmp_path / "rules")
    china = rules / "doctrines" / "china.toml"
    named = 'choose = "import_ban", weight = 3, target = "australia", when = [{ track = "china_australia.trust"'
    text = china.read_text(encoding="utf-8")
    assert text.count(named) == 1
    idle = named.replace(', target = "australia"', "").replace("china_australia.trust", "actor_target.trust")
    china.write_text(text.replace(named, idle), encoding="utf-8")
    done = CliRunner().invoke(group, ["check", "senkaku_2021", "--rules", str(rules)])
    assert done.exit_code == 0, done.output
    told = "doctrine china_routine_jurisdiction: an order of import_ban reads 'actor_target.trust' and names no target"
    assert told in done.output
