"""`kuroshio sources`: the bibliography, and what one entry rests on."""

from __future__ import annotations

import csv

import pytest
from click.testing import CliRunner

from kuroshio.cli import check
from kuroshio.cli.main import group
from kuroshio.cli.sources import COLUMNS


def sources(*words: str) -> str:
    done = CliRunner().invoke(group, ["sources", *words], env={"COLUMNS": "140"})
    assert done.exit_code == 0, done.output
    return done.output


def test_all_documents_and_series_are_listed_with_what_the_grades_mean() -> None:
    printed = sources()
    for line in ("armitage_nye_2020", "senkaku_contiguous_days", "fact high", "number low"):
        assert line in printed
    assert "on a document, " in printed.splitlines()[-1] and "on judgement" in printed.splitlines()[-1]


def test_an_entry_is_told_with_its_values_and_both_confidences() -> None:
    told = sources("action.strait_transit")
    assert told == sources("strait_transit")
    assert "us_taiwan_strait_transits 2020: 13 transits a year" in told
    assert "fact:       13 transits in 2020" in told
    assert "judgement:" in told and "confidence: fact high, number low" in told


def test_a_document_and_a_series_tell_who_cites_them() -> None:
    assert "obligation.us_japan_article_5" in sources("treaty_us_japan_1960")
    assert "action.contiguous_zone_patrol: 333 days" in sources("senkaku_contiguous_days")


def test_as_csv_each_document_record_and_judgement_is_a_line() -> None:
    rows = list(csv.DictReader(sources("action.strait_transit", "--csv").splitlines()))
    assert tuple(rows[0]) == COLUMNS
    assert [row["rests_on"] for row in rows] == ["record", "judgement"]
    assert {row["confidence_number"] for row in rows} == {"low"}


def test_a_name_that_is_none_gets_the_likely_one() -> None:
    done = CliRunner().invoke(group, ["sources", "strait_transi"])
    assert done.exit_code == 2
    assert "no entry, document or series 'strait_transi'; did you mean 'strait_transit'?" in done.output


def test_check_says_how_many_entries_wait_for_a_document_and_what_nothing_cites(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "missing_documents", lambda loaded: ["action.a", "action.b"])
    monkeypatch.setattr(check, "uncited", lambda loaded: ["pact", "treaty"])
    printed = CliRunner().invoke(group, ["check"]).output
    assert "2 documents cited by nothing: pact, treaty" in printed
    assert "2 entries wait for a document to be looked up; kuroshio sources to_be_found lists them" in printed
