"""The printed pages of an exercise: what each reader needs is there, what another may not know is not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from itertools import pairwise, product

import attrs
import pytest

from kuroshio.files.checks.checker import load_all
from kuroshio.files.content_folders import find_scenario
from kuroshio.kernel.tables.compiling import Tables, compile_tables
from kuroshio.model.entry_parts import Condition
from kuroshio.model.ruleset import Ruleset
from kuroshio.model.scenario import Inject, ScenarioFile
from kuroshio.report.brief.brief_contents import make_brief, turns_judged
from kuroshio.report.brief.brief_scenario import BriefScenario
from kuroshio.report.brief.day_plan import clock, crisis_day, day, minute_of
from kuroshio.report.brief.kit import Brief, SeatBrief
from kuroshio.report.brief.kit_page import css, pages
from kuroshio.report.brief.obligation_pages import runs
from tests.stepping import Content

NINE = 9 * 60
OPEN = ("index.html", "public.html", "order_form.html")  # pages that any seat may see


@pytest.fixture(scope="module")
def shown(tables: Tables) -> BriefScenario:
    return BriefScenario(tables)


@pytest.fixture(scope="module")
def brief(tables: Tables) -> Brief:
    return make_brief(tables, NINE)


@pytest.fixture(scope="module")
def kit(brief: Brief) -> dict[str, str]:
    return pages(brief)


def made(content: Content, scenario: ScenarioFile, ruleset: Ruleset | None = None) -> dict[str, str]:
    return pages(make_brief(compile_tables(ruleset or content[0], content[1], scenario), NINE))


def sheets(page: str) -> list[str]:
    return page.split("<section")[1:]


def seat_of(brief: Brief, faction: str) -> SeatBrief:
    return next(seat for seat in brief.briefs if seat.id == faction)


# --- secrets ---------------------------------------------------------------------------------------


def marked(scenario: ScenarioFile) -> ScenarioFile:
    """The scenario with a marker in every text that is for one seat, or for control."""
    seats = tuple(
        attrs.evolve(
            seat,
            secret=(f"SECRET-{seat.faction}", f"SECRET-TOO-{seat.faction}"),
            choices=(f"CHOICE-{seat.faction}",),
            success=(*seat.success, Condition(track="world.asean_unity", at_least=n, at_most=n + 41)),
        )
        for n, seat in enumerate(scenario.seats, start=100)
    )
    told = tuple(
        Inject(
            id=f"told_{seat.faction}",
            name=f"INJECT-{seat.faction}",
            source="judgement: planted by a test",
            text=f"TEXT-{seat.faction}",
            turn=2,
            audience=(seat.faction,),
        )
        for seat in scenario.seats
    )
    everybody = tuple(
        attrs.evolve(inject, name=f"INJECT-ALL-{i}", text=f"TEXT-ALL-{i}") for i, inject in enumerate(scenario.injects)
    )
    return attrs.evolve(scenario, seats=seats, injects=everybody + told)


def test_a_seats_texts_are_on_its_own_pages_and_controls_and_nowhere_else(content: Content) -> None:
    kit, factions = made(content, marked(content[2])), [seat.faction for seat in content[2].seats]
    for n, faction in enumerate(factions, start=100):
        own = kit.pop(f"{faction}.html")
        markers = (f"SECRET-{faction}", f"SECRET-TOO-{faction}", f"CHOICE-{faction}", f"{n} to {n + 41}")
        assert all(marker in own for marker in markers)
        assert all(marker in kit["facilitator.html"] for marker in markers if not marker.startswith("CHOICE"))
        for name in kit.keys() - {"facilitator.html"}:
            assert not any(re.search(rf"{marker}\b", kit[name]) for marker in markers), f"{faction} on {name}"
        kit[f"{faction}.html"] = own


def test_injects_are_on_controls_pages_alone(content: Content) -> None:
    kit = made(content, marked(content[2]))
    guide = kit.pop("facilitator.html")
    for seat in content[2].seats:
        assert f"INJECT-{seat.faction}" in guide and f"TEXT-{seat.faction}" in guide
    assert "INJECT-ALL-0" in guide and "TEXT-ALL-0" in guide
    assert [name for name, page in kit.items() if "INJECT-" in page or "TEXT-" in page] == []


def test_the_page_of_sources_is_written_on_demand_and_tells_no_secret(content: Content, tables: Tables) -> None:
    ruleset, board, scenario = content
    kit = pages(make_brief(compile_tables(ruleset, board, marked(scenario)), NINE), sources=True)
    page = unescape(kit["sources.html"])
    assert "sources.html" in kit["index.html"] and "sources.html" not in pages(make_brief(tables, NINE))
    for told in ("13 transits in 2020", "treaty_us_japan_1960, Article V", "number low", "Judgement:"):
        assert told in page
    assert "{" not in page.partition("</style>")[2].partition("</style>")[2], "every value of the record is filled in"
    assert re.findall(r"SECRET|INJECT", page) == []
    assert not any(inject.name in page or inject.judgement in page for inject in scenario.injects if inject.judgement)


def unlike(shown: BriefScenario, content: Content, faction: str) -> tuple[Ruleset, ScenarioFile]:
    """The same game to all but one seat: its budgets, its tolerance, what its promises mean, its hidden counters are others."""
    ruleset, _, scenario = content
    roles, opening = ruleset.roles, dict(scenario.opening)
    for track in (roles.capital, roles.funds, roles.readiness, roles.tolerance):
        slot = f"{faction}.{track}"
        opening[slot] = 2 if shown.opening.true_value(slot) != 2 else 1
    seen = {p for other in shown.seated if other != faction for p in shown.opening.counters(other)}
    pieces = tuple(
        attrs.evolve(piece, readiness=1) if piece.faction == faction and p not in seen else piece
        for p, piece in enumerate(scenario.pieces)
    )
    obligations = tuple(
        attrs.evolve(o, actual=1 if o.actual != 1 else 2) if o.debtor == faction else o for o in ruleset.obligations
    )
    return attrs.evolve(ruleset, obligations=obligations), attrs.evolve(scenario, opening=opening, pieces=pieces)


def test_what_is_hidden_of_a_seat_changes_no_page_of_another(shown: BriefScenario, content: Content, kit: dict[str, str]) -> None:
    for seat in content[2].seats:
        ruleset, scenario = unlike(shown, content, seat.faction)
        other = made(content, scenario, ruleset)
        changed = {name for name in kit if kit[name] != other[name]}
        assert changed == {f"{seat.faction}.html", "facilitator.html"}


def test_there_are_hidden_counters_among_what_the_test_changes(shown: BriefScenario, content: Content) -> None:
    _, scenario = unlike(shown, content, "us")
    assert [piece.id for piece in scenario.pieces if piece.readiness == 1] == ["guam_boats"]


def test_a_hidden_number_on_the_wall_or_among_anothers_aims_stays_hidden(content: Content) -> None:
    scenario, kits = content[2], []
    for tolerance in (1, 4):
        seats = tuple(
            attrs.evolve(seat, success=(Condition(track="china.tolerance", at_least=2),)) if seat.faction == "japan" else seat
            for seat in scenario.seats
        )
        opening = {**scenario.opening, "china.tolerance": tolerance}
        kits.append(made(content, attrs.evolve(scenario, seats=seats, opening=opening, wall=(*scenario.wall, "china.tolerance"))))
    assert {name for name in kits[0] if kits[0][name] != kits[1][name]} == {"china.html", "facilitator.html"}
    assert "not known" in kits[0]["public.html"]


def test_actual_commitments_stand_on_the_debtors_page_alone(brief: Brief) -> None:
    for seat in brief.briefs:
        assert all(duty.actual for duty in seat.owes)
        assert not any(duty.actual for duty in seat.owed)


# --- what a player needs ---------------------------------------------------------------------------


def test_the_first_sheet_suffices_to_play(brief: Brief, kit: dict[str, str], content: Content) -> None:
    for seat in content[2].seats:
        first, own = unescape(sheets(kit[f"{seat.faction}.html"])[0]), seat_of(brief, seat.faction)
        for text in (*seat.aims, *seat.secret, *seat.choices, *(gauge.name for gauge in (*own.own, *brief.wall))):
            assert text in first
        forces = [piece for piece in content[2].pieces if piece.faction == seat.faction]
        assert [force.name for force in own.forces] == [piece.name for piece in forces]
        assert all(piece.name in first for piece in forces)
        assert len(own.own) == 4


def test_seats_and_control_are_told_when_success_is_read(kit: dict[str, str], brief: Brief, content: Content) -> None:
    assert brief.judged == "every turn from 2022-Q1 to 2022-Q4"
    assert all(f"each number at the end of {brief.judged}." in kit[f"{seat.id}.html"] for seat in brief.briefs)
    assert f"Aims are read at the end of {brief.judged}" in kit["facilitator.html"]
    scenario = content[2]
    for dates, told in ((("2022-Q4",), "2022-Q4"), (("2022-Q4", "2021-Q2"), "2021-Q2 and 2022-Q4")):
        assert turns_judged(attrs.evolve(scenario, judged=dates)) == told


def test_a_seats_budgets_are_those_of_its_first_planning(brief: Brief, content: Content) -> None:
    """Japan opens with 1 capital and 1 funds; an income of 3 and 2 is paid before it plans."""
    assert [(gauge.value, gauge.per_turn) for gauge in seat_of(brief, "japan").own[:2]] == [("4", "+3"), ("3", "+2")]


def test_every_action_of_the_hand_is_listed_with_its_price(brief: Brief, kit: dict[str, str], shown: BriefScenario) -> None:
    for seat in brief.briefs:
        rows = [action for arena in seat.arenas for action in arena.actions]
        assert sorted(row.name for row in rows) == sorted(shown.ruleset.actions[r].name for r in shown.opening.hand(seat.id))
        assert all(row.name in unescape(kit[f"{seat.id}.html"]) for row in rows)
        assert all(row.cost and (row.chances or row.reasons or row.lines) for row in rows)


def test_odds_are_those_of_two_dice(brief: Brief, shown: BriefScenario) -> None:
    procedure = shown.ruleset.procedure
    throws = [first + second for first, second in product(range(1, 7), repeat=2)]
    looked = 0
    for seat in brief.briefs:
        for row in shown.opening.hand(seat.id):
            for order in shown.opening.orders(seat.id, row):
                if order.odds is None:
                    continue
                margins = [throw - order.odds.number for throw in throws]
                setback = sum(margin <= -procedure.setback_by for margin in margins)
                breakthrough = sum(margin >= procedure.breakthrough_by for margin in margins)
                below, reached = sum(margin < 0 for margin in margins), sum(margin >= 0 for margin in margins)
                assert order.odds.bands == (setback, below - setback, reached - breakthrough, breakthrough)
                looked += 1
    assert looked > 150


def test_odds_of_the_opening_worked_by_hand(brief: Brief, kit: dict[str, str]) -> None:
    """Difficulty 7; boats escorted at posture 3 make it 8, presence at posture 4 makes it 6: of 36, 1 9 16 10."""
    rows = {action.name: action for arena in seat_of(brief, "china").arenas for action in arena.actions}
    assert [chance.bands for chance in rows["Pursue Japanese fishing boats"].chances] == [(1, 9, 16, 10)]
    assert "1 / 9 / 16 / 10" in kit["china.html"]


def test_what_cannot_be_ordered_yet_says_why(brief: Brief) -> None:
    rows = {action.name: action for arena in seat_of(brief, "china").arenas for action in arena.actions}
    assert rows["Let a fishing fleet sail to the islands"].reasons == ("No counter that could do it is ready there.",)
    assert rows["Pursue Japanese fishing boats"].reasons == ()


def test_obligations_name_only_who_sits_at_the_table(brief: Brief) -> None:
    names = {seat.name for seat in brief.seats}
    duties = [duty for seat in brief.briefs for duty in (*seat.owes, *seat.owed)]
    assert len(duties) > 30 and {duty.other for duty in duties} <= names


def test_runs_of_labels_are_drawn_together() -> None:
    assert runs(["b", "c", "d", "f", "a"], "abcdefg") == "a\u2013d, f"
    assert runs(["a", "b", "g"], "abcdefg") == "a, b, g"


# --- the day ---------------------------------------------------------------------------------------


def test_a_half_day_is_four_hours(tables: Tables) -> None:
    slots = day(tables.ruleset.timetable, NINE, 8)
    assert sum(slot.minutes for slot in slots) == 240 and (slots[0].starts, slots[-1].ends) == ("09:00", "13:00")
    assert [(slot.name, slot.minutes) for slot in slots if slot.turn] == [(f"Turn {n}", 35) for n in (1, 2, 3, 4)]
    assert [slot.name for slot in slots].index("Break") == 4
    assert all(one.ends == two.starts for one, two in pairwise(slots))


def test_the_half_day_with_a_crisis_is_four_hours_too(tables: Tables, kit: dict[str, str]) -> None:
    slots = crisis_day(tables.ruleset.timetable, NINE, 8, tables.ruleset.procedure.crisis_rounds)
    assert sum(slot.minutes for slot in slots) == 240 and slots[-1].ends == "13:00"
    assert all(one.ends == two.starts for one, two in pairwise(slots))
    crisis = [(slot.name, slot.minutes) for slot in slots if slot.name.startswith("Crisis")]
    assert crisis == [("Crisis, opening", 3), ("Crisis, round 1", 12), ("Crisis, round 2", 12), ("Crisis, debrief", 3)]
    turns = [(slot.name, slot.minutes) for slot in slots if slot.turn and not slot.name.startswith("Crisis")]
    assert turns == [("Turn 1", 35), ("Turn 2", 35), ("Turn 3", 27), ("Turn 3, the rest", 8)]
    page = kit["facilitator.html"]
    assert "Crisis, round 2" in page and "30 minutes" in page and "each beyond 2 takes 12 minutes" in page
    assert "30 minutes, with 2 rounds of 12" in kit["public.html"]


def test_a_scenario_may_have_hours_of_its_own(tables: Tables) -> None:
    hours = tables.ruleset.timetable
    own = attrs.evolve(hours, turns=2, practice=0, steps=attrs.evolve(hours.steps, plan=20, consult=0))
    brief = make_brief(attrs.evolve(tables, scenario=attrs.evolve(tables.scenario, timetable=own)), NINE)
    assert (brief.turn_minutes, brief.lock_minute, brief.played) == (40, 23, 2)
    assert [step.name for step in brief.steps] == ["News", "Plan", "Lock", "Reveal", "Respond", "Rule", "Report"]
    assert [slot.name for slot in brief.day] == ["Brief", "Turn 1", "Break", "Turn 2", "Hot-wash"]


def test_clock_times_are_read_and_written() -> None:
    assert minute_of("13:05") == 785 and clock(785) == "13:05"
    assert clock(24 * 60 + 40) == "00:40 next day" and clock(2 * 24 * 60) == "00:00 on day 3"
    for wrong in ("9", "24:00", "9:60", "a:b", "-1:00"):
        with pytest.raises(ValueError, match="is not a time"):
            minute_of(wrong)


def test_control_is_told_which_injects_the_day_does_not_reach(brief: Brief, kit: dict[str, str]) -> None:
    late = [inject.name for inject in brief.injects if not inject.played]
    assert late == ["A missile over Japan", "Water cannon on a Taiwanese boat"]
    assert kit["facilitator.html"].count("After the half day ends") == 2
    assert "8 turns of a quarter; a half day has time for 4" in kit["facilitator.html"]


# --- the paper -------------------------------------------------------------------------------------


def test_pages_need_nothing_from_elsewhere(kit: dict[str, str]) -> None:
    for name, page in kit.items():
        assert not re.search(r"<script|<link|<img|src=|@import|url\(|https?:", page), name
        assert all(target in kit for target in re.findall(r'href="([^"]*)"', page))


def test_the_index_names_every_page(kit: dict[str, str]) -> None:
    assert set(re.findall(r'href="([^"]*)"', kit["index.html"])) == kit.keys() - {"index.html"}


def sizes(page: str) -> Iterator[float]:
    yield from (float(size) for size in re.findall(r"font(?:-size)?:[^;}]*?([\d.]+)pt", page))


def test_nothing_is_smaller_than_eleven_points(kit: dict[str, str]) -> None:
    for page in kit.values():
        assert min(sizes(page)) == 11


def test_rows_cards_and_forms_are_never_split(kit: dict[str, str]) -> None:
    for page in kit.values():
        assert re.search(r"tr, \.card, \.form \{[^}]*break-inside: avoid", page)
        assert re.search(r"thead \{[^}]*table-header-group", page) and "size: A4" in page


def test_every_page_says_at_its_head_what_it_is(kit: dict[str, str], brief: Brief) -> None:
    for page in kit.values():
        named = set(re.findall(r"@page (\w+) \{ @top-right", page))
        assert {sheet.split('"')[1].split()[1] for sheet in sheets(page)} <= named
        assert str(css(brief.title))[1:-1] in page


def test_texts_of_a_scenario_cannot_break_the_page(content: Content) -> None:
    nasty = '</style><b onload="x">&"\\'
    kit = made(content, attrs.evolve(content[2], name=nasty, summary=nasty))
    for page in kit.values():
        assert "<b onload" not in page and page.count("</style>") in (1, 2)


def test_the_order_form_has_every_field(kit: dict[str, str], brief: Brief) -> None:
    form = kit["order_form.html"]
    for field in ("Seat", "Turn", "Signed", "We expect of our rival", "We expect of our ally"):
        assert form.count(f">{field}<") == 3
    for field in ("Action", "Place", "Target", "Partner", "Piece", "Intent", "Expected effect"):
        assert form.count(f">{field}<") == 3 * brief.most_orders


@pytest.mark.parametrize("scenario", ["tutorial", "chain_2021_2030"])
def test_every_shipped_scenario_has_its_kit(scenario: str) -> None:
    ruleset, board, played = load_all(find_scenario(scenario))
    kit = pages(make_brief(compile_tables(ruleset, board, played), NINE))
    assert {f"{seat.faction}.html" for seat in played.seats} | {*OPEN, "facilitator.html"} == set(kit)
