"""A sponsor's objectives: in control's guide, on the observers' page and in control's review, nowhere else, and in no game."""

from __future__ import annotations

import re

import attrs
import pytest

from kuroshio.api.scenarios import load
from kuroshio.kernel.tables.compiling import Tables, compile_tables
from kuroshio.model.fingerprint import fingerprint
from kuroshio.model.review_sections import SECTIONS
from kuroshio.model.scenario import Objective
from kuroshio.report.brief.brief_contents import make_brief
from kuroshio.report.brief.kit_page import pages
from kuroshio.report.review.audience import Audience
from kuroshio.report.review.gathering import gather
from kuroshio.report.review.objectives import objectives
from kuroshio.report.review.review_tables import as_json, tables
from kuroshio.session.journal_format import JournalLine
from kuroshio.session.scenario_export import objectives_of
from kuroshio.study.keys.resolving import KINDS
from tests.report.played import Played, page_of, read_back
from tests.stepping import Content

OBSERVED = Objective(
    id="planted_one",
    name="PLANT-name",
    text="PLANT-objective",
    source="judgement: planted by a test",
    injects=("moratorium_ends",),
    observe=("PLANT-question",),
    shows=("turning",),
)


def with_objectives(content: Content, *planted: Objective) -> Tables:
    ruleset, board, scenario = content[:3]
    return compile_tables(ruleset, board, attrs.evolve(scenario, objectives=planted))


@pytest.fixture(scope="module")
def noted(day: Played) -> Played:
    """The half day, in which the scribe has named objectives in three notes, one of which its seat was told."""
    texts = {
        "shared_pressure": ("", "[shared_pressure] Tokyo rang first."),
        "both": ("japan", "[shared_pressure] [agenda_under_pressure] Nothing was left to pay with."),
        "none": ("us", "[another_thing] They laughed."),
        "told": ("us", "[shared_pressure] [sic] You were asked twice."),
    }
    last = day.kept.entries[-1].n
    lines = tuple(
        JournalLine(last + n, "", "note", {"turn": 2, "seat": seat, "text": text, "by": "scribe", "told": key == "told"})
        for n, (key, (seat, text)) in enumerate(texts.items(), 1)
    )
    kept = attrs.evolve(day.kept, counted=(*day.kept.counted, *lines))
    return attrs.evolve(day, kept=kept, review=gather(kept, day.watched))


def test_control_reads_them_in_its_guide_and_observers_on_their_page(content: Content) -> None:
    kit = pages(make_brief(with_objectives(content, OBSERVED), 540))
    assert {name for name, page in kit.items() if "PLANT-objective" in page} == {"facilitator.html", "observers.html"}
    assert {name for name, page in kit.items() if "PLANT-question" in page} == {"facilitator.html", "observers.html"}
    guide = kit["facilitator.html"].split('class="sheet objectives"')[1].split("</section>")[0]
    assert "The fishing moratorium ends in the Olympic summer, turn 3" in guide and "Turning points" in guide
    assert "[planted_one]" in guide and "planted by a test" in guide
    assert "observers.html" in kit["index.html"]


def test_the_observers_page_holds_no_inject_and_no_secret(content: Content) -> None:
    page = pages(make_brief(with_objectives(content, OBSERVED), 540))["observers.html"]
    scenario = content[2]
    secret = [text for seat in scenario.seats for text in seat.secret] + [inject.name for inject in scenario.injects]
    assert [text for text in secret if text in page] == [] and "moratorium" not in page


def test_without_questions_there_is_no_page_for_observers(content: Content) -> None:
    kit = pages(make_brief(with_objectives(content, attrs.evolve(OBSERVED, observe=())), 540))
    assert "observers.html" not in kit and "observers.html" not in kit["index.html"] and "PLANT-name" in kit["facilitator.html"]
    assert 'class="sheet objectives"' not in pages(make_brief(with_objectives(content), 540))["facilitator.html"]


def test_each_links_to_the_sections_injects_and_notes_that_bear_on_it(noted: Played) -> None:
    shared, agenda = noted.review.objectives
    assert [(note.about, note.text) for note in shared.notes] == [
        ("", "Tokyo rang first."),
        ("Japan", "Nothing was left to pay with."),
        ("United States", "[sic] You were asked twice."),
    ]
    assert [note.text for note in agenda.notes] == ["Nothing was left to pay with."]
    came = dict(shared.injects)
    assert came["The fishing moratorium ends in the Olympic summer"] == 3 and came["Japanese nationalists go ashore"] == 4
    assert dict(agenda.injects)["Water cannon on a Taiwanese boat"] == 0, "the half day ends before it"
    text = page_of(noted).split('id="objectives"')[1].split('id="glance"')[0]
    assert 'href="#promises"' in text and 'data-turn="3">turn 3</a>' in text and "has not come" in text
    rows = read_back(tables(noted.review)["objectives.csv"])
    assert {row["kind"] for row in rows} == {"section", "inject", "question", "note"}


@pytest.mark.parametrize("seat", ["", "japan"])
def test_every_section_that_an_objective_may_name_is_on_the_page(day: Played, stopped: Played, seat: str) -> None:
    for played in (day, stopped):
        text = page_of(played, gather(played.kept, played.watched, seat))
        anchors = re.findall(r'\bid="([\w-]+)"', text)
        assert [section for section in SECTIONS if anchors.count(section) != 1] == []
        assert [link for link in re.findall(r'href="#([\w-]+)"', text) if link not in anchors] == []


@pytest.mark.parametrize("seat", ["japan", "us", "china"])
def test_no_edition_has_an_objective(noted: Played, seat: str) -> None:
    review = gather(noted.kept, noted.watched, seat)
    files = "\n".join((page_of(noted, review), as_json(review), *tables(review).values()))
    told = [
        text for one in noted.review.objectives for text in (one.id, one.text, *one.observe, *(note.text for note in one.notes))
    ]
    own = ["[sic] You were asked twice."] if seat == "us" else []
    assert told and review.objectives == () and [text for text in told if text in files] == own


def test_a_leak_would_be_found(noted: Played) -> None:
    assert list(objectives(noted.kept, Audience(noted.watched))) and not list(
        objectives(noted.kept, Audience(noted.watched, "us"))
    )


def test_they_change_no_game(content: Content) -> None:
    ruleset, board, scenario = content[:3]
    bare = attrs.evolve(scenario, objectives=())
    assert "objective" not in KINDS and "inject" in KINDS, "no study varies one"
    assert scenario.objectives and fingerprint(ruleset, board, scenario) == fingerprint(ruleset, board, bare)


def test_a_shorter_game_and_a_position_to_play_on_from_keep_no_inject_that_cannot_come() -> None:
    short = load("senkaku_2021").with_changes("turns=4")
    assert "overflight" not in {inject.id for inject in short.tables.scenario.injects}
    entry = {"id": "a", "injects": ["gone", "ahead"], "observe": ["?"]}
    assert list(objectives_of([entry], {"ahead"})) == [{"id": "a", "observe": ["?"], "injects": ["ahead"]}]
    assert list(objectives_of([entry], set())) == [{"id": "a", "observe": ["?"]}]
    assert list(objectives_of([{"id": "b", "injects": ["gone"]}], {"ahead"})) == [], "nothing would serve it"
