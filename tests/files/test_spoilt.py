"""Spoilt copies of the shipped files are taken or told at the place of the change; the public corpus is read as it should be."""

from __future__ import annotations

from unittest.mock import patch

import pytest

from kuroshio.files.content_folders import data_folder
from kuroshio.files.faults import Fault
from tests.files import corpus
from tests.files.texts import CHANGES, COPIES, SAMPLE, Judge, Spoilt, Verdict, judge_all, spoilt, table


def missed(verdicts: list[Verdict]) -> list[Verdict]:
    print(table(verdicts))
    return [verdict for verdict in verdicts if verdict.word == "missed"]


def test_a_sample_of_spoilt_copies_is_taken_or_told() -> None:
    verdicts = judge_all(spoilt(SAMPLE))
    assert missed(verdicts) == []
    assert sum(verdict.word == "refused" for verdict in verdicts) > SAMPLE // 2
    assert {verdict.copy.change for verdict in verdicts} == {"byte changed", *CHANGES}


@pytest.mark.full
def test_spoilt_copies_are_taken_or_told() -> None:
    assert missed(judge_all(spoilt(COPIES))) == []


@pytest.mark.skipif(bool(corpus.why_missing()), reason=corpus.why_missing())
def test_the_public_corpus_is_taken_and_refused_as_it_should_be() -> None:
    assert list(corpus.differing(corpus.OURS)) == []


def test_a_judge_misses_what_is_told_badly(tmp_path_factory: pytest.TempPathFactory) -> None:
    file = data_folder("scenarios") / "tutorial.toml"
    lines = file.read_text(encoding="utf-8").split("\n")
    at = next(i for i, line in enumerate(lines) if line.startswith("turns = "))
    data = "\n".join([*lines[:at], "turns = True", *lines[at + 1 :]]).encode()
    copy = Spoilt(file, "type changed", data, range(at + 1, at + 2), lines[at])
    judge = Judge(tmp_path_factory.mktemp("spoilt").resolve())
    assert judge.judge(copy).word == "refused"
    shown = str(judge.folder / "scenarios/tutorial.toml")
    for wrong, why in (
        (Fault(shown, at + 40, "", "a fault", "mend it"), "told elsewhere"),
        (Fault(shown, at + 1, "", "this is not TOML: invalid value", "write TOML"), "not a sentence"),
        (Fault(shown, at + 1, "", "3 is out of range", "write 1 to -3"), "an empty range"),
    ):
        assert judge.badly_told(copy, (wrong,)).startswith(why)
    with patch("tests.files.texts.examine", side_effect=RecursionError("deep")):
        assert judge.judge(copy).why == "RecursionError: deep"
