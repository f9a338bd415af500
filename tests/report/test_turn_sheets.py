"""Sheets of a turn: a page a seat, with what the seat may know and nothing else, that fits on its paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
from attrs import evolve

from kuroshio.kernel.tables.compiling import Tables
from kuroshio.picture.hand_numbers import hand_numbers
from kuroshio.picture.standing import brought_told
from kuroshio.players.doctrine_tables import Playbook
from kuroshio.report.sheets.answer_slip import slip_of
from kuroshio.report.sheets.sheet_pages import ALL_SHEETS, SLIPS, SheetPages, folder_of
from kuroshio.report.sheets.turn_sheet import HandPlace, TurnSheet, fits, fitted, orders_due
from kuroshio.session.control_lines import Control
from kuroshio.session.session import Session

NUMBER = re.compile(r'<b class="number">(\d+)</b>')
PAGE = '<section class="page"'


def seats_of(tables: Tables) -> list[str]:
    return [seat.faction for seat in tables.scenario.seats]


def entered(session: Session, *lines: str) -> None:
    control = Control(session)
    for line in lines:
        assert control.perform(line) == "", line


@pytest.fixture(scope="module")
def session(tables: Tables, playbook: Playbook) -> Session:
    """All seats have people; China has pursued boats, and the victim is asked."""
    session = Session(tables, playbook, seats_of(tables), 7)
    entered(session, "inject A <b>quiet</b> word: for Tokyo & nobody else | to japan | set japan.home-1")
    entered(session, "china: pursue_fishing_boats in senkaku_waters against japan", "commit china")
    entered(session, *(f"commit {seat} empty" for seat in seats_of(tables) if seat != "china"))
    return session


@pytest.fixture(scope="module")
def pages(session: Session) -> dict[str, str]:
    return SheetPages(session).pages(seats_of(session.tables))


@pytest.fixture(scope="module")
def planning(tables: Tables, playbook: Playbook) -> Session:
    return Session(tables, playbook, seats_of(tables), 7)


def sheets(session: Session) -> Iterator[TurnSheet]:
    maker = SheetPages(session).maker
    yield from (maker.sheet(session.standings.of(seat)) for seat in seats_of(session.tables))


def test_each_seat_has_one_page_and_all_have_one_file(planning: Session, tables: Tables) -> None:
    pages, seats = SheetPages(planning).pages(seats_of(tables)), seats_of(tables)
    assert set(pages) == {ALL_SHEETS, *(f"{seat}.html" for seat in seats)}  # nothing to sign or to answer: no slips
    assert all(pages[f"{seat}.html"].count(PAGE) == 1 for seat in seats)
    assert pages[ALL_SHEETS].count(PAGE) == len(seats)
    assert folder_of(planning) == "turn_1_planning"
    assert all("<script" not in page and "http" not in page for page in pages.values())


def test_the_hand_has_its_numbers_and_both_names(planning: Session, tables: Tables) -> None:
    named = {action.id: action for action in tables.ruleset.actions}
    for seat in seats_of(tables):
        page = unescape(SheetPages(planning).pages([seat])[f"{seat}.html"])
        numbers = hand_numbers(tables, seat)
        assert [int(number) for number in NUMBER.findall(page)] == list(numbers.values())
        for action in numbers:
            assert named[action].name in page and named[action].name_ja in page


def test_aims_numbers_incident_and_order_slip_are_there(pages: dict[str, str]) -> None:
    page = unescape(pages["japan.html"])
    assert "日本" in page and "政治資本" in page and "Senkaku / Diaoyu Islands, administration" in page
    assert "\u22121 A <b>quiet</b> word" in page and "upkeep of postures" in page
    assert "Pursue Japanese fishing boats" in page and "Track and shadow" in page and "監視・追尾" in page
    assert "orders for turn 2" in page and "Signed" in page
    owed = unescape(pages["us.html"])
    assert "Expected of this seat: protest, owed to Japan under" in owed and "Falls short of what is expected by 1" in owed


def test_a_text_of_the_table_is_escaped_and_stays_with_its_seat(pages: dict[str, str]) -> None:
    assert "A &lt;b&gt;quiet&lt;/b&gt; word" in pages["japan.html"] and "<b>quiet" not in "".join(pages.values())
    assert not any("quiet" in page for name, page in pages.items() if name not in ("japan.html", ALL_SHEETS, SLIPS))


@pytest.mark.parametrize(("of", "other"), [("china", "taiwan"), ("taiwan", "china")])
def test_no_slip_asks_for_what_was_signed_in_advance(tables: Tables, playbook: Playbook, of: str, other: str) -> None:
    session = Session(tables, playbook, ("china", "japan", "taiwan", "us"), 7)
    entered(session, "china: market_opening with japan; commit", "taiwan: fisheries_talks with japan; commit")
    entered(session, f"japan: sign {of} yes", "commit japan empty", "commit us empty")
    slips = unescape(SheetPages(session).pages(["japan"])[SLIPS])
    title = {offer.by: offer.title for offer in session.standings.of("japan").offers}
    assert title[other] in slips and (of not in title or title[of] not in slips)
    assert of == "china" or of in title, "one of the two waits behind the other, or the test is empty"


def test_slips_are_for_those_that_are_asked(pages: dict[str, str], session: Session) -> None:
    asked = [sheet for sheet in sheets(session) if slip_of(sheet)]
    assert 1 < len(asked) < len(seats_of(session.tables))
    assert pages[SLIPS].count('<div class="half"') == len(asked)
    for sheet in asked:
        slip = slip_of(sheet)
        assert slip and slip.hand == () and all(case.answers for case in slip.cases)


def test_what_does_not_fit_is_moved_or_counted(session: Session) -> None:
    sheet = next(one for one in sheets(session) if one.standing.seat == "japan")
    assert fits(sheet) and sheet.left_out == 0
    told = "A sentence on something that others have done to this government in the waters around the islands. " * 2
    crowded = fitted(evolve(sheet, happened=tuple(f"{n} {told}" for n in range(60))))
    assert fits(crowded) and crowded.place == HandPlace.BACK and crowded.left_out + len(crowded.happened) == 60
    assert crowded.happened[-1].startswith("59 ") and 0 < crowded.left_out < 60
    many = fitted(evolve(sheet, hand=sheet.hand * 4))
    assert fits(many) and many.place == HandPlace.BACK


def test_a_form_for_the_next_turn_says_that_income_comes_first(pages: dict[str, str], planning: Session, tables: Tables) -> None:
    due_now = SheetPages(planning).pages(seats_of(tables))["japan.html"]
    assert "orders for turn 2" in pages["japan.html"] and "income comes first" in pages["japan.html"]
    assert "orders for turn 1" in due_now and "income comes first" not in due_now


def test_orders_are_taken_as_long_as_there_is_a_turn_for_them(planning: Session, session: Session) -> None:
    first, later = planning.standings.of("japan"), session.standings.of("japan")
    assert orders_due(first) and orders_due(later)
    assert not orders_due(evolve(later, turn=later.turns)) and orders_due(evolve(first, turn=first.turns))


def test_the_hour_to_hand_in_stands_at_the_cut_while_the_clock_runs(tables: Tables, playbook: Playbook) -> None:
    session = Session(tables, playbook, ("japan",), 7)
    assert "hand in by" not in SheetPages(session).pages(["japan"])["japan.html"]
    entered(session, "clock plan start 300")
    assert re.search(r"hand in by \d\d:\d\d", SheetPages(session).pages(["japan"])["japan.html"])
    entered(session, "clock report start 300")  # of the turn before: forms are not due at its end
    page = SheetPages(session).pages(["japan"])["japan.html"]
    clock = session.clock.shown()
    assert clock is not None and clock.due > clock.ends and f"hand in by {session.clock.hour_told(clock.due)}" in page


# --- what an act brings, and what became of one ----------------------------------------------------------


def test_each_open_action_says_what_it_brings_and_the_page_still_fits(planning: Session, tables: Tables) -> None:
    pages = SheetPages(planning).pages(seats_of(tables))
    for sheet in sheets(planning):
        assert fits(sheet) and sheet.place != HandPlace.BACK and sheet.left_out == 0
        bring = [row.number for row in sheet.standing.hand if row.ways and row.brings]
        assert len(bring) > 5 and [card.number for card in sheet.hand if card.brings] == bring
        page = unescape(pages[f"{sheet.standing.seat}.html"])
        assert page.count('class="small brings"') == len(bring)
        for effects in (one.effects for card in sheet.hand for one in card.brings):
            assert all(effect in page for effect in effects)


def test_what_an_act_brings_is_what_the_rules_give(planning: Session, tables: Tables) -> None:
    actions = {action.id: action for action in tables.ruleset.actions}
    seen = set()
    for seat in seats_of(tables):
        for row in planning.standings.of(seat).hand:
            action, told = actions[row.action], {one.band: one.effects for one in row.brings}
            bad = action.effects.failure if action.effects.setback is None else action.effects.setback
            sure = (*action.effects.always, *(() if action.difficulty else action.effects.success))
            seen |= set(told)
            assert len(told.get("always", ())) == len(sure), row.name
            if action.difficulty:
                assert len(told.get("success", ())) == len(action.effects.success), row.name
                assert len(told.get("failure", told.get("setback", ()))) == len(bad), row.name
    assert seen >= {"always", "success", "failure", "setback"}
    escort = next(row for row in planning.standings.of("japan").hand if row.action == "escort_boats")
    assert brought_told(escort.brings) == (
        "Success: unanswered acts \u22121. Failure: own support at home \u22121 (2 turns), escalation ladder +1."
    )
    state = "\n".join(Control(planning).told("state japan"))
    assert f"Senkaku / Diaoyu. {brought_told(escort.brings)}" in state


def test_less_is_said_of_a_hand_before_it_leaves_the_front(planning: Session) -> None:
    sheet = next(one for one in sheets(planning) if one.standing.seat == "japan")
    hand = SheetPages(planning).maker.sheet(evolve(sheet.standing, happened=())).hand
    told = "A sentence on something that others have done to this government in the waters around the islands. "
    said = []
    for n in range(0, 22, 3):
        crowded = fitted(evolve(sheet, hand=hand, happened=(told,) * n))
        assert fits(crowded) and crowded.left_out == 0
        brings, why = [card for card in crowded.hand if card.brings], [card.below for card in crowded.hand if not card.open]
        said.append((crowded.place != HandPlace.BACK, bool(brings), sum(map(len, why))))
    assert said[0][:2] == (True, True) and {one[:2] for one in said} >= {(True, True), (True, False)}, said
    assert min(why for _, brings, why in said if brings) < said[0][2], "reasons are shortened before effects go"


def test_a_sheet_tells_what_became_of_the_seats_own_acts(pages: dict[str, str], session: Session) -> None:
    china, japan = (unescape(pages[f"{seat}.html"]) for seat in ("china", "japan"))
    assert "What became of your acts" in china and "What became of your acts" not in japan
    (done,) = session.standings.of("china").done
    assert done.title.startswith("China: Pursue Japanese fishing boats") and f"<li>{done.title[7:]}" in china
    lines = list(Control(session).told("state china"))
    assert lines[lines.index("Its own acts:") + 1].strip().startswith(done.title)


def test_an_answer_says_whether_the_act_asserts_control(pages: dict[str, str], session: Session) -> None:
    assert "The act asserts control: adds 2 to unanswered acts." in unescape(pages["japan.html"])
    assert not any("if the act asserts control" in page for page in pages.values())
    case = session.standings.of("japan").cases[0].incident
    maker, view = session.play.question_maker, session.play.view(session.tables.index.factions["japan"]).copy()
    view.subject = case.number
    view.incident[case.number].action = session.tables.index.actions["missile_test"]
    assert maker._left_unanswered(view, 2) == "The act does not assert control: adds nothing to unanswered acts."
    view.incident[case.number].action = -1
    assert maker._left_unanswered(view, 2).endswith("this government cannot know it.")


def test_a_crisis_says_who_is_challenger_and_who_is_holder(tables: Tables, playbook: Playbook) -> None:
    session = Session(tables, playbook, ("china", "japan"), 7)
    entered(session, "crisis open senkaku | because of the landing", "commit china empty", "commit japan empty")
    while not session.advance_answers.crisis_options():
        question = session.picture_for(session.asked()).question
        assert question is not None
        entered(session, question.choices[0].line)
    slips = unescape(SheetPages(session).pages(["china", "japan"])[SLIPS])
    assert slips.count("China is the challenger, Japan the holder") == 2
