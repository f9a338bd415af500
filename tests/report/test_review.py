"""The review of a game: decisions with their odds and dice, positions, causes, promises, beliefs, and what was taken back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kuroshio.kernel.state import codes
from kuroshio.kernel.state.records import freeze
from kuroshio.picture.chronicle import Chronicle
from kuroshio.picture.log_sentences import CHANGES
from kuroshio.picture.phrases import listed
from kuroshio.picture.picture import BANDS
from kuroshio.report.review.audience import in_words
from kuroshio.report.review.charts import Rung, chart
from kuroshio.report.review.decisions import is_move
from kuroshio.report.review.dice_luck import HIT
from kuroshio.report.review.gathering import gather
from kuroshio.report.review.review import Series
from kuroshio.report.review.review_tables import as_json, tables
from kuroshio.report.review.svg_map import Atlas, Drawer, project
from kuroshio.report.review.whole_chronicle import Witness
from kuroshio.session import saved_games
from kuroshio.session.journal_reader import read
from kuroshio.session.told_game import ToldGame
from tests.report.played import MAP, PEOPLE, SCENARIO, SEED, Played, page_of, read_back

# --- what was decided --------------------------------------------------------------------------------


def test_the_replay_is_the_game(whole: Played) -> None:
    assert freeze(whole.watched.game) == whole.session.state()


def test_every_choice_of_the_journal_is_a_decision_save_the_ends_of_plans(whole: Played) -> None:
    chosen = [entry for entry in whole.kept.counted if entry.kind == "choice"]
    assert len(whole.watched.moments) == len(chosen)
    own = [action.id for action in whole.watched.tables.ruleset.actions if action.mechanism == "pass"]
    ends = sum(str(entry["line"]).split()[-1] in own for entry in chosen)
    none = sum(decision.text == "Gives no orders" for decision in whole.review.decisions)
    assert len(whole.review.decisions) == len(chosen) - ends + none


def test_odds_dice_and_outcome_agree(whole: Played) -> None:
    thrown = [one for one in whole.review.decisions if one.ruled]
    assert len(thrown) > 20
    for one in thrown:
        assert one.ruled and one.dice and sum(one.ruled.bands) == 36
        assert one.outcome == one.rolled and (one.rolled in HIT) == (sum(one.dice) >= one.ruled.number)
        assert one.shown, f"{one.text}: thrown for, and no odds were shown"


def test_odds_are_those_that_the_seat_was_shown(tmp_path: Path) -> None:
    content = saved_games.load(SCENARIO)
    path = tmp_path / "c.game.jsonl"
    session = saved_games.start(content, SCENARIO, "", PEOPLE, (), 5, path)
    session.reveal(session.asked())
    question = session.picture().question
    assert question
    offered = [choice for card in question.cards for choice in card.choices if choice.odds]
    session.draft(offered[0].line)
    session.commit_plan()
    session.close()
    kept = read(path)
    first = gather(kept, ToldGame(kept)).decisions[0]
    assert (first.text, first.shown) == (offered[0].title, offered[0].odds)
    assert first.outcome == "pending"


def test_what_came_of_orders_is_told(whole: Played) -> None:
    ends = {one.outcome for one in whole.review.decisions if one.kind == "order"}
    assert {"success", "failure", "carried out", "declined"} <= ends
    assert "void" not in ends, "an order whose end was not found"
    assert {one.outcome for one in whole.review.decisions if one.kind == "sign"} == {"signed", "declined"}
    assert any(one.outcome == "as expected" and one.expected for one in whole.review.decisions if one.kind == "respond")
    assert any(is_move(one) for one in whole.review.decisions)


def test_luck_of_seats_adds_up(whole: Played) -> None:
    thrown = [one for one in whole.review.decisions if one.ruled]
    assert sum(one.throws for one in whole.review.luck) == len(thrown)
    assert sum(one.had for one in whole.review.luck) == sum(one.rolled in HIT for one in thrown)


def test_what_was_taken_back_is_no_decision_and_is_shown(whole: Played) -> None:
    assert len(whole.review.undone) == 1
    assert whole.review.undone[0].lines
    assert "What was taken back" in page_of(whole)


# --- positions, causes, crises -----------------------------------------------------------------------


def test_there_is_a_position_for_each_turn(whole: Played) -> None:
    frames, tables = whole.review.frames, whole.watched.tables
    assert [frame.turn for frame in frames] == list(range(tables.scenario.turns + 1))
    last = {gauge.id: gauge.value for gauge in frames[-1].wall}
    assert last == {track: int(whole.session.game.track[tables.slots.index(track)]) for track in tables.scenario.wall}


def test_what_moved_the_wall_adds_up(whole: Played) -> None:
    moves = [move for frame in whole.review.frames for move in frame.moves]
    assert moves
    for move in moves:
        parts = [int(cause.rsplit("(", 1)[1].rstrip(")").replace("\u2212", "-")) for cause in move.causes]
        assert sum(parts) == move.after - move.before, move


def test_the_opened_crisis_is_told_at_the_head_in_its_turn_and_in_the_chart(whole: Played) -> None:
    assert [mark.turn for mark in whole.review.marks] == [frame.turn for frame in whole.review.frames if frame.crises]
    assert whole.review.marks[0].turn == 2
    assert re.search(r"cris[ie]s opened: turn 2 \(", " ".join(whole.review.head.story))
    assert f"crisis: {whole.review.marks[0].text}" in page_of(whole)


def test_the_story_has_five_sentences_at_most(whole: Played, stopped: Played) -> None:
    assert 3 <= len(whole.review.head.story) <= 5
    assert "stopped after turn 2 of 8" in stopped.review.head.story[0]
    assert "aims where the game stopped" in " ".join(stopped.review.head.story)
    assert None not in {aims.met for aims in stopped.review.aims}
    assert {aims.met for aims in whole.review.aims} == {True, False}


def test_the_gravest_incident_is_told_at_the_head_and_in_its_turn(whole: Played) -> None:
    worst = max(whole.review.cases, key=lambda case: case.intensity)
    told = f"of {in_words(len(whole.review.cases))} incidents the gravest was \u201c{worst.author}: {worst.act}\u201d"
    assert told in " ".join(whole.review.head.story)
    glance = page_of(whole).split('id="glance"')[1].split("Aims met")[0]
    assert f"{worst.author}: {worst.act}, {worst.area}, against {worst.victim} (intensity {worst.intensity})" in glance


def causes(chronicle: Chronicle, played: Played) -> Iterator[tuple[str, str]]:
    """For each change of the log: whose act it was, and the side of the beat that tells of it."""
    chronicle.follow(played.watched.log, int(played.watched.game.logged))
    factions, starts = played.watched.maker.factions, [beat.number for beat in chronicle.beats]
    for at, line in played.watched.lines():
        seen = chronicle.faction < 0 or bool(int(line.seen) >> chronicle.faction & 1)
        if int(line.what) in CHANGES and seen and line.actor >= 0 and starts and starts[0] <= at:
            beat = max((beat for beat in chronicle.beats if beat.number <= at), key=lambda beat: beat.number)
            yield factions[line.actor], beat.side


def test_nobody_is_told_to_have_caused_what_another_did(whole: Played) -> None:
    index = whole.watched.tables.index.factions
    tables, opening = whole.watched.tables, whole.watched.positions()[0].track
    for chronicle in (Witness(tables, opening), *(Chronicle(tables, index[seat]) for seat in PEOPLE)):
        for did, told in causes(chronicle, whole):
            assert told in ("", did)


# --- promises and beliefs ----------------------------------------------------------------------------


def test_agreements_and_expectations(whole: Played) -> None:
    assert [deal.state for deal in whole.review.deals] == ["kept to its end", "broken"]
    assert whole.review.deals[1].how == "Malaysia: PLANT-breach"
    assert [one.turn for one in whole.review.forecasts] == list(range(1, 9))
    told = [text for one in whole.review.forecasts for deeds in one.did for text in deeds.texts]
    assert any("Senkaku" in text for text in told)


def test_what_the_room_saw_stands_by_turn(whole: Played) -> None:
    told = [(remark.turn, remark.kind, remark.about, remark.to) for remark in whole.review.room]
    assert (2, "inject", "Ramming", ()) in told
    assert (3, "inject", "From control", ("South Korea",)) in told
    assert (3, "late", "United States", ()) in told
    assert sum(kind == "clock" for _, kind, _, _ in told) == 8 and sum(kind == "note" for _, kind, _, _ in told) == 9


def test_truth_and_belief_of_incidents(whole: Played) -> None:
    made = [line for _, line in whole.watched.lines() if line.what == codes.L_INCIDENT and line.target >= 0]
    assert len(whole.review.cases) == len(made) > 5
    for case in whole.review.cases:
        for belief in case.beliefs:
            assert belief.right == (belief.held == case.author)
    owed = [answer for case in whole.review.cases for answer in case.answers if answer.expected]
    assert owed and all(answer.under for answer in owed)


def test_obligations_at_the_opening_are_those_of_the_rules(whole: Played) -> None:
    rules = {entry.name: entry for entry in whole.watched.tables.ruleset.obligations}
    assert len(whole.review.words) > 10
    assert all(word.stated[0] == rules[word.name].stated for word in whole.review.words)


# --- charts and maps ---------------------------------------------------------------------------------


def line_of(values: tuple[int | None, ...], name: str = "Ladder") -> Series:
    return Series(id="x", name=name, group="g", owner="", least=0, most=8, values=values)


def test_a_chart_labels_each_line_at_its_end_and_leaves_out_what_is_not_known() -> None:
    svg = str(chart([line_of((3, 4, 6)), line_of((5, None, 5), "<Control>")], (), [Rung(value=6, text="crisis")]))
    assert ">6 Ladder<" in svg and ">5 &lt;Control&gt;<" in svg and ">crisis<" in svg
    assert svg.count("<circle") == 5
    assert "<polyline" not in str(chart([line_of((None, None))]))


def test_labels_of_a_chart_do_not_lie_on_one_another() -> None:
    svg = str(chart([line_of((1, 4)), line_of((2, 4), "Control")]))
    ends = [float(y) for y, text in re.findall(r'class="label"[^>]* y="([\d.]+)"[^>]*>([^<]+)', svg) if " " in text]
    assert len(ends) == 2 and abs(ends[0] - ends[1]) >= 14


def test_the_projection_keeps_distances() -> None:
    assert project(125.0, 22.0) == pytest.approx((0.0, 0.0), abs=1e-6)
    (east, south), (east_2, south_2) = project(123.475, 25.744), project(127.68, 26.21)  # Uotsuri to Naha
    assert ((east - east_2) ** 2 + (south - south_2) ** 2) ** 0.5 == pytest.approx(420, rel=0.04)


def test_the_map_shows_every_counter_of_each_turn_and_no_chip_on_another(whole: Played) -> None:
    drawer = Drawer(Atlas(MAP), whole.watched.maker.sides, whole.review.frames)
    for frame in whole.review.frames:
        unit = drawer.whole.height / 400
        chips = list(drawer._chips(frame, drawer.whole, unit))
        assert sum(int(chip.text.split()[1]) for chip in chips) == len(frame.counters)
        for i, one in enumerate(chips):
            for other in chips[:i]:
                assert abs(one.x - other.x) >= 29 * unit or abs(one.y - other.y) >= 16 * unit, (one, other)


# --- the page and what lies beside it ----------------------------------------------------------------


def test_the_page_needs_nothing_but_itself(whole: Played) -> None:
    text = page_of(whole)
    assert len(text.encode()) < 3_000_000
    assert not re.search(r"https?:|src=|<link|@import|url\(|fetch\(|XMLHttp", text)
    assert "exploration, not forecast" in text
    assert text.count('<section class="turn"') == 9
    targets = set(re.findall(r'href="#([\w-]+)"', text))
    assert targets <= set(re.findall(r'id="([\w-]+)"', text))


def test_what_people_wrote_is_text_and_never_markup(whole: Played) -> None:
    text = page_of(whole)
    assert "More cutters &lt;b&gt;and&lt;/b&gt; no landing" in text
    assert "<b>and</b>" not in text


def test_a_game_that_stopped_has_its_page(stopped: Played) -> None:
    text = page_of(stopped)
    assert "not finished" in text and len(stopped.review.frames) == 4
    assert freeze(stopped.watched.game) == stopped.session.state()


def test_tables_and_json_hold_the_review(whole: Played) -> None:
    files = tables(whole.review)
    rows = {name: read_back(text) for name, text in files.items()}
    assert set(rows) == {
        "decisions.csv",
        "tracks.csv",
        "incidents.csv",
        "expectations.csv",
        "agreements.csv",
        "aims.csv",
        "shots.csv",
        "responses.csv",
        "turning_points.csv",
        "promises.csv",
        "objectives.csv",
    }
    assert len(rows["decisions.csv"]) == len(whole.review.decisions)
    assert all(row["outcome"] in BANDS for row in rows["decisions.csv"] if row["ruled_number"])
    assert rows["agreements.csv"][0]["terms"] == "'=A word before any move", "a spreadsheet must not run it"
    kept = json.loads(as_json(whole.review))
    assert kept["stamp"] == "exploration, not forecast" and kept["head"]["seed"] == str(SEED)
    assert len(kept["decisions"]) == len(whole.review.decisions)


def test_a_list_in_words() -> None:
    assert [listed([]), listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]


def test_the_obligations_that_did_not_change_are_told_in_a_plain_sentence(whole: Played) -> None:
    heading = re.search(r"<summary>(\d+) (other )?obligations? did not change; (.*?)</summary>", page_of(whole))
    assert heading and int(heading[1]) > 0 and heading[3] == "belief was close to the actual value"
