"""What entries rest on: documents, the public record, judgement."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import attrs
import pytest
from house import House

from kuroshio.files.checks.check_sources import sourced_entries, uncited
from kuroshio.files.checks.checker import check_given
from kuroshio.files.content_folders import data_folder
from kuroshio.files.loader import Loaded
from kuroshio.files.structure import attempt
from kuroshio.model.bibliography import (
    GRADES,
    TO_BE_FOUND,
    Confidence,
    RecordSeries,
    Sourced,
    SourceDocument,
    bibliography,
    cited,
    listed,
    rests_on,
)
from kuroshio.model.fingerprint import plain
from kuroshio.model.scenario import Measure
from tests.test_house import ROOT

# What is edited in the good files, the key, and how the fault begins.
CASES = [
    ('judgement = "a test"\nconf', 'source = ""\nconf', "action[0].source", "no document ''"),
    ('judgement = "a test"\nconf', 'source = "judgement: a test"\nconf', "action[0].source", "a judgement is no source"),
    ('judgement = "a test"\nconf', "source = 3\nconf", "action[0].source", "3 is neither a string nor a list of strings"),
    ('judgement = "a test"\nconf', 'source = ["nobody, 1960"]\nconf', "action[0].source[0]", "no document 'nobody'"),
    ('judgement = "a test"\nconf', 'judgement = " "\nconf', "action[0].judgement", "judgement without a reason"),
    ('judgement = "a test"\nconf', 'record = "nothing 2020"\nconf', "action[0].record", "no series 'nothing'"),
    (
        'judgement = "a test"\nconf',
        'record = "jcg_large_hulls"\nconf',
        "action[0].record",
        "'jcg_large_hulls' is no series with a year",
    ),
    (
        'judgement = "a test"\nconf',
        'record = "jcg_large_hulls 2019-2021"\nconf',
        "action[0].record",
        "series 'jcg_large_hulls' has no value for 2019-2021",
    ),
    ('judgement = "a test"\nconf', 'judgement = "a test"\nfact = "many"\nconf', "action[0].fact", "a fact that rests on nothing"),
    (
        'judgement = "a test"\nconf',
        'fact = "{jcg_large_hulls 2021}"\nrecord = "jcg_large_hulls 2020"\nconf',
        "action[0].fact",
        "series 'jcg_large_hulls' has no value for 2021",
    ),
    ('number = "low"', 'number = "lo"', "action[0].confidence.number", "'lo' is not one of the possible words"),
    ('confidence = { number = "low" }', 'confidence = "low"', "action[0].confidence", "one confidence for fact and number"),
    (
        'confidence = { number = "low" }',
        "confidence = 1",
        "action[0].confidence",
        "1 is neither a string nor { key = value, ... }",
    ),
]
HULLS = RecordSeries(id="hulls", name="Hulls", unit="hulls", values={"2019": 1130.0, "2020": 1.5}, judgement="a test")
PACT = SourceDocument(id="pact", title="A Pact", author="Two Parties", date="1960")
BOOKS = bibliography([PACT], series=[HULLS])


@pytest.fixture(scope="module")
def shipped() -> list[Loaded]:
    return check_given().loaded


def test_no_shipped_entry_is_without_source_record_or_judgement(shipped: list[Loaded]) -> None:
    entries = list(sourced_entries(shipped))
    assert len(entries) > 1000
    assert [name for name, entry, _ in entries if not list(rests_on(entry))] == []
    bare = [name for name, entry, _ in entries if entry.record and not entry.fact]
    assert bare == [], "a record without a fact tells nobody what it shows"


def test_no_shipped_entry_waits_for_a_document(shipped: list[Loaded]) -> None:
    assert [name for name, entry, _ in sourced_entries(shipped) if TO_BE_FOUND in rests_on(entry)] == []


def test_every_shipped_document_is_cited_and_the_report_is_one_of_them(shipped: list[Loaded]) -> None:
    assert uncited(shipped) == []
    assert [document.id for found in shipped for document in found.of("documents") if document.report] == ["armitage_nye_2020"]


def test_each_grade_of_each_confidence_has_its_meaning_once(shipped: list[Loaded]) -> None:
    told = [(one.of, one.grade) for found in shipped for one in found.of("confidences")]
    assert sorted(told) == sorted(itertools.product(("fact", "number"), GRADES))


def test_a_fact_is_graded_where_an_entry_rests_on_one_and_nowhere_else(shipped: list[Loaded]) -> None:
    graded = [(name, entry) for name, entry, _ in sourced_entries(shipped) if getattr(entry, "confidence", "")]
    assert len(graded) > 500
    for name, entry in graded:
        confidence = entry.confidence  # type: ignore[attr-defined]
        assert isinstance(confidence, Confidence), name
        assert bool(confidence.fact) == bool(entry.source or entry.record), name


def test_the_shipped_content_names_no_machine(shipped: list[Loaded]) -> None:
    texts = [(ROOT / "rules" / name).read_text("utf-8") for name in ("sources.toml", "record.toml")]
    assert not any(re.search(r"(?<![\w:/.])/\w+/", text) for text in texts), "no path from the root of a disk"


def test_a_series_of_the_record_is_a_fact_of_the_evidence(shipped: list[Loaded]) -> None:
    from kuroshio.files.toml_file import read

    facts = {fact["id"]: fact for fact in read(data_folder("rules") / "evidence.toml").tables["fact"] if fact["kind"] == "series"}
    series = {one.id: one for found in shipped for one in found.of("series")}
    assert set(series) == {id for id, fact in facts.items() if fact["use"] != "neither"}
    assert {id for id, one in series.items() if not min(one.values) <= max(one.values) <= str(facts[id]["years"][1])} == set()


def test_a_fact_is_filled_in_from_the_record() -> None:
    entry = Sourced(record=("hulls 2019-2020",), fact="{hulls 2019} hulls, then {hulls 2020}; {hulls 2019-2020}")
    assert BOOKS.fact(entry) == "1,130 hulls, then 1.5; 1,130, 1.5"
    assert BOOKS.record("hulls 2019") == "hulls 2019: 1,130 hulls"


def test_what_an_entry_rests_on_is_told_in_one_line() -> None:
    entry = Sourced(source=("pact, Article V", "other"), record="hulls 2020", fact="{hulls 2020} hulls", judgement="the number")
    assert BOOKS.short(entry) == "pact, Article V; other; hulls 2020: 1.5 hulls; judgement: the number"
    assert BOOKS.short(Sourced(record="hulls 2020", fact="few")) == "hulls 2020: 1.5 hulls: few"
    assert BOOKS.short(Sourced(judgement="ours")) == "judgement: ours"
    assert BOOKS.short(Sourced(source="report, Introduction: hard times")) == "report, Introduction: hard times"
    assert list(rests_on(attrs.evolve(entry, source=TO_BE_FOUND))) == [TO_BE_FOUND, "record", "judgement"]


def test_a_source_and_a_confidence_keep_the_form_they_were_written_in() -> None:
    """A kept game's rules have one text and one word: their fingerprint must stay what it was."""
    table = {"id": "m", "name": "M", "kind": "observable", "track": "count.crises"}
    old, _ = attempt({**table, "source": "report: a text, with a comma", "confidence": "low"}, Measure)
    assert plain(old) == {**table, "source": "report: a text, with a comma", "confidence": "low"}
    new, _ = attempt({**table, "source": ["pact, Article V"], "confidence": {"fact": "high"}}, Measure)
    assert plain(new) == {**table, "source": ["pact, Article V"], "confidence": {"fact": "high"}}
    assert [cited(source) for source in listed(new.source)] == [("pact", "Article V")] if new else False


@pytest.mark.parametrize("old, new, key, wrong", CASES)
def test_what_an_entry_rests_on_is_looked_up(house: House, old: str, new: str, key: str, wrong: str) -> None:
    line = house.edit("extra/test.toml", old, new)
    assert any(fault.startswith(f"extra/test.toml:{line}: {key}: {wrong}") and "; " in fault for fault in house.faults())


def test_an_entry_that_rests_on_nothing_is_refused(house: House) -> None:
    house.edit("extra/test.toml", 'judgement = "a test"\nconf', "conf")
    [fault] = house.faults()
    assert "action[0].source: no source, no record and no judgement; add source = " in fault


def test_without_a_bibliography_a_source_is_a_text(tmp_path: Path) -> None:
    import shutil

    theatre = tmp_path / "theatre"
    shutil.copytree(ROOT / "tests" / "theatre", theatre)
    assert check_given([theatre]).faults == []
    with (theatre / "rules" / "books.toml").open("a") as file:
        file.write('[[document]]\nid = "pilot"\ntitle = "The Pilot"\n')
    assert {fault.wrong for fault in check_given([theatre]).faults} >= {"a judgement is no source"}


def test_a_scenario_may_bring_documents_of_its_own(house: House) -> None:
    file = house.folder / "scenarios" / "test.toml"
    text = file.read_text("utf-8").replace('judgement = "a test"', 'source = "my_paper, page 3"', 1)
    house.change("scenarios/test.toml", text)
    assert any("no document 'my_paper'" in fault for fault in house.faults())
    house.change("scenarios/test.toml", text + '\n[[document]]\nid = "my_paper"\ntitle = "My Paper"\n')
    assert house.faults() == []


def test_to_be_found_is_no_id_of_a_document(house: House) -> None:
    text = (house.folder / "extra" / "test.toml").read_text("utf-8")
    house.change("extra/test.toml", text + f'\n[[document]]\nid = "{TO_BE_FOUND}"\ntitle = "Nothing"\n')
    assert any("document[0].id" in fault and "other than to_be_found" in fault for fault in house.faults())
