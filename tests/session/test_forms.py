"""Forms: a seat's whole plan in one line, by numbers or words; what is wrong is listed, and the rest is entered."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest
from click.testing import CliRunner

from kuroshio.cli.main import group
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.picture.hand_numbers import hand_numbers
from kuroshio.players.doctrine_tables import Playbook
from kuroshio.session import saved_games
from kuroshio.session.control_lines import Control
from kuroshio.session.form_parts import FormLine, form_of, is_form
from kuroshio.session.journal_reader import read
from kuroshio.session.lenient_words import meaning
from kuroshio.session.session import Session

PEOPLE = ("japan", "china", "us", "taiwan", "philippines")


@pytest.fixture
def control(tables: Tables, playbook: Playbook) -> Control:
    scenario = attrs.evolve(tables.scenario, adjudication={"own_words": "free"})
    return Control(Session(attrs.evolve(tables, scenario=scenario), playbook, PEOPLE, 7, umpire=True), by="director")


def drafted(control: Control, seat: str) -> list[str]:
    """What a seat has drafted, without the counters that the rules choose."""
    return [line.split(" by ")[0] if " to " not in line else line for line in control.session.plans.lines(seat)]


def number(control: Control, seat: str, action: str) -> int:
    return hand_numbers(control.session.tables, seat)[action]


# --- the parts of a form -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "form"),
    [
        ("2, 7 taiwan; sign china yes", FormLine(("2", "7 taiwan"), ("china yes",))),
        ("2 ; sign china yes , taiwan no. commit.", FormLine(("2",), ("china yes", "taiwan no."), commits=True)),
        ("2, sign china yes; 3", FormLine(("2", "3"), ("china yes",))),
        ("also 7, in senkaku", FormLine(("7 in senkaku",), adds=True)),
        ("\uff12\u3001\u6f01\u696d\uff1bcommit", FormLine(("\uff12", "\u6f01\u696d"), commits=True)),
        ('2, "Phone, now; or commit" against china, 3', FormLine(("2", '"Phone, now; or commit" against china', "3"))),
        ('2, "Joint drill" with us, japan, 3', FormLine(("2", '"Joint drill" with us, japan', "3"))),
        ('2, "it never ends; commit', FormLine(("2", '"it never ends; commit'))),
        ("2, 'it's late', 3", FormLine(("2", "'it's late'", "3"))),
        ("", FormLine(())),
    ],
)
def test_a_form_is_taken_apart_outside_its_quotes(said: str, form: FormLine) -> None:
    assert form_of(said, ("us", "japan")) == form


@pytest.mark.parametrize(
    "said", ["escort_boats in senkaku_waters", "commit", "respond shadow", '"Talks" with us, japan', '"a; b"', '"to commit', ""]
)
def test_one_order_or_answer_is_no_form(said: str) -> None:
    assert not is_form(said)


def test_words_mean_the_longest_name_a_beginning_or_a_word_in_its_middle() -> None:
    names = [(1, ["ask_for_grain"]), (2, ["ask_for_arms"]), (3, ["arms"]), (4, ["\u6e2f"])]
    assert meaning(["ARMS", "now"], names) == ([3], 1), "a whole name goes before a part of another"
    assert meaning(["ask", "for", "grain"], names) == ([1], 3) and meaning(["grain"], names) == ([1], 1)
    assert meaning(["ask"], names) == ([1, 2], 1) and meaning(["a"], names) == ([], 0)
    assert meaning(["\u6e2f"], names) == ([4], 1) and meaning(["gr\u00e4in"], names) == ([], 0)


# --- a form is entered ---------------------------------------------------------------------------------


def test_areas_go_by_the_short_names_that_the_map_and_the_sheets_print(control: Control) -> None:
    area = next(area for area in control.session.tables.board.areas if area.id == "east_china_sea_south")
    for name in ("east_china_sea_south", area.name, area.short, area.short_ja):
        assert control.perform(f"us: move yokosuka {name}") == "", name
        assert drafted(control, "us") == [f"us: redeploy to {area.id} by yokosuka_destroyers"], name


def test_a_form_by_numbers_and_words_is_entered_as_one_act_and_answered_in_one_line(control: Control) -> None:
    n = number(control, "japan", "escort_boats")
    assert control.perform(f"Japan: {n}, fisheries Taiwan, move jcg_relief senkaku") == ""
    (said,) = control.said
    assert drafted(control, "japan")[:2] == ["japan: escort_boats in senkaku_waters", "japan: fisheries_talks with taiwan"]
    assert drafted(control, "japan")[2] == "japan: redeploy to senkaku_waters by jcg_relief"
    assert said.startswith("Drafted for japan: Escort") and said.count(" in 36") == 2 and "capital 1, readiness 1" in said
    assert "; left: capital " in said and said.endswith("orders 1.")
    assert [entry.kind for entry in control.session.history.lines()].count("draft") == 1 and not control.faults
    assert "japan" in control.session.deciders.planners(), "nothing is committed"


def test_a_form_replaces_the_draft_and_also_adds_to_it(control: Control) -> None:
    assert control.perform("japan: relief_package") == control.perform("japan: fisheries, hotline") == ""
    assert drafted(control, "japan") == ["japan: fisheries_talks with taiwan", "japan: hotline_offer with china"]
    assert control.perform("japan: also escort") == ""
    assert drafted(control, "japan")[2] == "japan: escort_boats in senkaku_waters"
    assert control.perform('japan: also "One", "Two", "Three"') == "" and len(drafted(control, "japan")) == 5
    assert control.faults == ['Not entered: "Three": At most 2 orders in own words are allowed in a turn.']


def test_an_order_in_other_words_is_drafted_beside_the_others(control: Control) -> None:
    assert control.perform("japan: relief_package") == control.perform("japan: fisheries Taiwan") == ""
    assert drafted(control, "japan") == ["japan: relief_package", "japan: fisheries_talks with taiwan"]
    assert control.said[0].startswith("Drafted for japan: Call the fisheries committee, with Taiwan")


def test_a_form_that_ends_with_commit_is_committed(control: Control) -> None:
    assert control.perform('china: market japan, "Send the vice-premier, at once" against japan commit') == ""
    assert control.said[0].startswith("Committed for china: Open the market a step, with Japan")
    assert "china" not in control.session.deciders.planners()
    assert "`undo` returns" in control.perform("china: 1, 2")
    kept = [entry for entry in control.session.history.lines() if entry.kind in ("words", "choice") and entry["seat"] == "china"]
    assert kept[0]["text"] == "Send the vice-premier, at once (against Japan)"
    (act,) = [act for act in control.session.history.acts() if act.who == "china"]
    assert act.kind == "form", "one act, which one undo takes back"
    assert control.perform("undo yes") == "" and "china" in control.session.deciders.planners()
    assert len(control.session.viewers.plans["china"]) == 2, "and the form lies in the draft again"


# --- faults --------------------------------------------------------------------------------------------


def test_faults_are_listed_and_the_rest_is_entered_but_never_committed(control: Control) -> None:
    assert control.perform("japan: escort, 99, hotline us, nonsense; sign mars yes; commit") == ""
    assert drafted(control, "japan") == ["japan: escort_boats in senkaku_waters"]
    said = "\n".join(control.said)
    last = len(hand_numbers(control.session.tables, "japan"))
    assert f"Not entered: 99: japan has no order 99; its numbers go from 1 to {last}." in said
    assert "Not entered: hotline us: " in said and "it cannot name us as partner; write one of china." in said
    assert "Not entered: nonsense: japan has no order called 'nonsense'" in said
    assert "Not entered: sign mars yes: No other seat and no joint order 'mars'" in said
    assert "japan has not committed" in said and "japan" in control.session.deciders.planners()
    assert len(control.faults) == 5


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("japan: 99", "japan has no order 99"),
        ("china: 3,", "is possible in"),
        ("china: import ban, commit", "name one: against "),
        ("japan: move senkaku", "name the counter and where it goes, `move COUNTER AREA`"),
        ("japan: move", "name the counter and where it goes"),
        ("japan: escort guam;", "it cannot name guam_marianas as area; write one of senkaku_waters"),
        ("japan: escort xyz;", "'xyz' is not understood; it can name: area senkaku_waters; counter "),
        ("japan: propose, 99", "'propose' may be propose_host_nation_support or "),
        ("japan: sign", "Write `japan: sign SEAT yes`"),
        ("japan: ; commit", "write `commit japan empty`"),
        ("japan: also commit", "write `commit japan empty`"),
        ('japan: "a" and so on; commit', "Only in AREA, against SEAT, with SEAT"),
    ],
)
def test_a_form_of_which_nothing_is_understood_is_refused_and_changes_nothing(control: Control, line: str, why: str) -> None:
    before, lines = control.session.state(), len(control.session.journal.entries)
    refused = control.perform(line)
    assert why in refused, refused
    assert control.session.state() == before and len(control.session.journal.entries) == lines
    assert not any(control.session.viewers.plans.values())


def test_what_cannot_be_paid_after_the_orders_before_it_says_so(control: Control) -> None:
    assert control.perform("taiwan: chips japan, relief") == ""
    assert "Not entered: relief: Pass a relief package: It needs " in control.said[1]
    assert drafted(control, "taiwan") == ["taiwan: chips_abroad with japan"]


def test_a_script_lists_faults_of_forms_goes_on_and_leaves_what_depends_on_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KUROSHIO_GAMES_DIR", str(tmp_path))
    script = tmp_path / "turn.txt"
    script.write_text("japan: escort, 99; commit\ncommit japan\nchina: market japan; commit\n", "utf-8")
    command = ["control", "a", "--new", "senkaku_2021", "--seat", "japan", "--seat", "china", "--script", str(script)]
    told = CliRunner().invoke(group, command)
    assert told.exit_code == 2 and "2 lines were entered, 1 of them in part; 1 was not" in told.output
    assert "line 1: 'japan: escort, 99; commit': Not entered: 99" in told.output
    assert "line 2: 'commit japan': This depends on line 1" in told.output
    session = saved_games.resume(tmp_path / "a.game.jsonl")
    assert next(iter(session.plans.lines("japan"))).startswith("japan: escort_boats")
    assert session.deciders.planners() == ("japan",)
    session.close()


def test_a_file_that_is_read_does_the_same(control: Control, tmp_path: Path) -> None:
    (tmp_path / "turn.txt").write_text("japan: escort, 99\nchina: market japan\n", "utf-8")
    refused = control.perform(f"read {tmp_path / 'turn.txt'}")
    assert "2 lines were entered, 1 of them in part:" in refused and "japan has no order 99" in refused
    assert drafted(control, "japan") and drafted(control, "china")


def test_a_form_is_on_disk_whole_and_reads_back(tmp_path: Path) -> None:
    path = tmp_path / "a.game.jsonl"
    session = saved_games.start(
        saved_games.load("senkaku_2021"), "senkaku_2021", "", ("japan", "china"), (), 7, path, umpire=True
    )
    control = Control(session, "director")
    assert control.perform("japan: escort, fisheries; sign china yes") == ""
    state, draft = session.state(), list(session.plans.lines("japan"))
    session.close()
    assert [entry.kind for entry in read(path).entries][-3:] == ["draft", "advance", "record"]
    again = saved_games.resume(path)
    assert (again.state(), list(again.plans.lines("japan"))) == (state, draft)
    assert [one.told() for one in again.advance_answers.held()] == ["whatever china offers: yes"]
    again.close()


# --- a seat that hands in nothing ------------------------------------------------------------------------


def test_a_seat_commits_by_its_own_line_with_a_draft_or_with_nothing(control: Control) -> None:
    assert control.perform("us: commit") == "us has drafted nothing; write `commit us empty` if it is to hold back this turn."
    assert control.perform("us: commit empty") == "" and control.said == ["us: 0 orders in."]
    assert control.perform("japan: fisheries taiwan") == "" and control.perform("japan: commit empty").startswith(
        "japan has drafted"
    )
    assert control.perform("japan: commit") == "" and control.said[0] == "japan: 1 order in."
    assert {seat for seat in ("us", "japan") if control.session.deciders.may_plan(seat)} == set()


@pytest.mark.parametrize("said", ["", "nothing", "none", "no orders", "empty", "hold back", "-", "\u306a\u3057"])
def test_whoever_says_that_a_seat_has_no_orders_is_told_the_line_for_it(control: Control, said: str) -> None:
    before = len(control.session.journal.entries)
    wanted = "A seat that hands in nothing commits an empty form: write `japan: commit empty`."
    assert control.perform(f"japan: {said}") == wanted and len(control.session.journal.entries) == before
    assert control.perform("japan: commit empty please").startswith("Write `japan: commit`, or `japan: commit empty`")
