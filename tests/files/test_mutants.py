"""Every mutant of the shipped TOML is refused, with the right file and line, or proven harmless: see `mutants.py`."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from click.testing import CliRunner

from kuroshio.cli.main import group
from kuroshio.files.checks.check_fields import OneOf, Range
from kuroshio.files.content_folders import data_folder
from kuroshio.files.faults import Fault
from kuroshio.files.loader import Origin
from tests.files.mutants import AT_LEAST, MUTATIONS, SAMPLE, SEED, Mutant, all_mutants, shipped, some_mutants, wiped
from tests.files.remembered import Memory, remembered
from tests.files.verdicts import Judge, judge_all, table

BY_COMMAND = 30


@pytest.fixture(scope="module")
def mutants() -> Iterator[tuple[Mutant, ...]]:
    yield all_mutants()
    all_mutants.cache_clear()
    shipped.cache_clear()


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge()


def find(mutants: tuple[Mutant, ...], path: tuple[str | int, ...], mutation: str) -> Mutant:
    return next(mutant for mutant in mutants if wiped(mutant.path) == path and mutant.mutation == mutation)


def test_a_sample_is_refused_or_harmless() -> None:
    verdicts = judge_all(some_mutants(SAMPLE))
    print(table(verdicts))
    assert [verdict for verdict in verdicts if verdict.word == "missed"] == []


@pytest.mark.full
def test_every_mutant_is_refused_or_harmless(mutants: tuple[Mutant, ...]) -> None:
    verdicts = judge_all(mutants)
    print(table(verdicts))
    assert [verdict for verdict in verdicts if verdict.word == "missed"] == []


def test_every_key_goes_through_every_mutation(mutants: tuple[Mutant, ...]) -> None:
    assert len(mutants) >= AT_LEAST
    done: dict[tuple[object, ...], set[str]] = {}
    for mutant in mutants:
        done.setdefault((mutant.source.kind, *wiped(mutant.path)), set()).add(mutant.mutation)
    for path, mutations in done.items():
        key = path[-1]
        assert "delete" in mutations, path
        assert isinstance(key, int) or {"retype", "misspell"} <= mutations, path
    assert Counter(mutant.mutation for mutant in mutants).keys() == set(MUTATIONS)


@pytest.mark.full
def test_every_mutant_is_another_text_and_still_toml(mutants: tuple[Mutant, ...]) -> None:
    before = {source: repr(source.sheet.tables) for source in {mutant.source for mutant in mutants}}
    for mutant in mutants[::7]:
        assert repr(mutant.sheet.tables) != before[mutant.source], str(mutant)
        assert mutant.lines, str(mutant)


# --- through the command --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of all that is shipped."""
    folder = tmp_path_factory.mktemp("shipped")
    for name in ("rules", "maps", "scenarios"):
        shutil.copytree(data_folder(name), folder / name)
    return folder


def test_the_command_ends_with_status_2_and_no_traceback(
    mutants: tuple[Mutant, ...], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    memory = Memory()
    for mutant in random.Random(SEED).sample([mutant for mutant in mutants if not mutant.may_be_harmless], BY_COMMAND):
        file = mutant.source.file.relative_to(data_folder("rules").parent)
        checked = {"rules": "rules", "maps": str(file.parent), "scenarios": str(file)}[mutant.source.kind]
        whole = file.read_text(encoding="utf-8")
        file.write_text(mutant.sheet.text, encoding="utf-8")
        with remembered(memory):
            result = CliRunner().invoke(group, ["check", checked, "--rules", "rules"])
        file.write_text(whole, encoding="utf-8")
        assert result.exit_code == 2 and isinstance(result.exception, SystemExit), (str(mutant), result.exception)
        assert "Traceback" not in result.output
        assert any(f"{file}:{line}: " in result.output for line in mutant.lines), (str(mutant), result.output)
    assert CliRunner().invoke(group, ["check", "scenarios/senkaku_2021.toml", "--rules", "rules"]).exit_code == 0


# --- the judge itself -----------------------------------------------------------------------------------


def test_what_is_accepted_is_missed(mutants: tuple[Mutant, ...], judge: Judge) -> None:
    number = find(mutants, ("track", 0, "every"), "out of range")
    word = find(mutants, ("piece", 0, "faction"), "dangle")
    assert judge.judge(number).word == judge.judge(word).word == "refused"
    with patch.object(Range, "complaint", return_value=None):
        assert (judge.judge(number).word, judge.judge(word).word) == ("missed", "refused")
    with patch.object(OneOf, "complaint", side_effect=RuntimeError):
        assert "RuntimeError" in judge.judge(word).why


def test_a_fault_at_another_line_or_key_is_missed(mutants: tuple[Mutant, ...], judge: Judge) -> None:
    fault_at = Origin.fault

    def below(origin: Origin, path: tuple[str | int, ...], wrong: str, right: str) -> Fault:
        found = fault_at(origin, path, wrong, right)
        return Fault(found.file, found.line + 1, found.key, wrong, right)

    def unnamed(origin: Origin, path: tuple[str | int, ...], wrong: str, right: str) -> Fault:
        found = fault_at(origin, path, wrong, right)
        return Fault(found.file, found.line, "", "something is wrong", "mend it")

    for mutant in (find(mutants, ("track", 0, "every"), "out of range"), find(mutants, ("wall", 0), "dangle")):
        for wrong in (below, unnamed):
            with patch.object(Origin, "fault", wrong):
                assert judge.judge(mutant).word == "missed"


def test_what_cannot_be_played_is_no_harmless_mutant(mutants: tuple[Mutant, ...], judge: Judge) -> None:
    mutant = find(mutants, ("event", 0, "on_roll"), "delete")
    assert judge.judge(mutant).word == "harmless"
    with patch("tests.files.verdicts.play_by_turns", side_effect=AssertionError("a track below its least")):
        assert judge.judge(mutant).why == "AssertionError('a track below its least')"


def test_only_what_is_missing_or_blank_may_be_harmless(mutants: tuple[Mutant, ...]) -> None:
    for mutant in mutants:
        blank = mutant.mutation == "out of range" and mutant.edits[0][2] in ('""', "[]")
        assert mutant.may_be_harmless == (mutant.mutation == "delete" or blank), str(mutant)
