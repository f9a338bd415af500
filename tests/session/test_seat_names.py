"""Control reads what people type in a room: full-width signs, Japanese names, beginnings; and asks before it takes back."""

from __future__ import annotations

import pytest

from kuroshio.kernel.tables.compiling import Tables
from kuroshio.players.doctrine_tables import Playbook
from kuroshio.session.lines.control_lines import Control
from kuroshio.session.lines.wide_signs import with_plain_signs
from kuroshio.session.session import Session

PEOPLE = ("china", "japan", "us", "south_korea", "north_korea")


@pytest.fixture
def control(tables: Tables, playbook: Playbook) -> Control:
    return Control(Session(tables, playbook, PEOPLE, 7, umpire=True))


def test_a_form_in_full_width_signs_and_japanese_names_is_the_plain_form(control: Control, tables: Tables) -> None:
    assert control.perform("japan: 3, move jcg_relief senkaku_waters") == ""
    plain = control.session.viewers.plans["japan"].orders
    area = next(one.name_ja for one in tables.board.areas if one.id == "senkaku_waters")
    assert control.perform(f"日本：３、move jcg_relief {area}") == ""
    assert control.session.viewers.plans["japan"].orders == plain and len(plain) == 2
    assert control.perform("drop 日本　２") == "" and control.perform("commit 日本") == ""
    assert next(iter(control.told("state 中国"))).startswith("China, turn 1")


def test_what_people_write_stays_as_it_is(control: Control) -> None:
    assert control.perform("note 日本：３隻、出港：８時") == ""
    note = control.session.history.lines()[-1]
    assert (note["seat"], note["text"]) == ("japan", "３隻、出港：８時")
    assert control.perform("日本：「会談を１回、８月に」 to 中国") == ""
    assert control.session.viewers.plans["japan"].words == ["会談を１回、８月に (to China)"]
    assert control.perform("inject 座礁：油が漏れる、２隻 ｜ to 日本、中国 ｜ set world.tension＋１") == ""
    inject = control.session.history.lines()[-2]
    assert (inject["text"], inject["audience"]) == ("油が漏れる、２隻", ["japan", "china"])
    assert inject["effects"] == [{"track": "world.tension", "add": 1}]


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("日本：１、２", "日本:1,2"),
        ("rule success ｜ for １：２ ｜ because ３、４", "rule success | for １：２ | because ３、４"),
        ("japan: reply ８月、９月", "japan: reply ８月、９月"), ("crisis 中国 hold、日本 climb", "crisis 中国 hold,日本 climb"),
        ('japan: "１、２" with 中国、us', 'japan: "１、２" with 中国,us'), ("clock plan start ５４０", "clock plan start 540"),
    ],
)  # fmt: skip
def test_signs_are_plain_where_a_line_has_its_form(typed: str, plain: str) -> None:
    assert with_plain_signs(typed) == plain and with_plain_signs(plain) == plain


def test_a_beginning_that_may_be_several_seats_is_refused_with_them(control: Control) -> None:
    assert control.perform("commit jap empty") == ""
    for line in ("korea: 1", "commit korea empty", "late korea", "freeze korea", "dispute korea", "agree korea, us: a word"):
        wrong = control.perform(line)
        assert "may be south_korea or north_korea" in wrong or "may be north_korea or south_korea" in wrong, (line, wrong)


def test_a_rewind_over_acts_of_seats_asks_first(control: Control) -> None:
    assert control.perform("inject A tanker: It leaks.") == "" and control.perform("rewind 1 planning") == ""
    assert control.perform("commit japan empty") == ""
    state = control.session.state()
    refused = control.perform("rewind 1 planning")
    assert "act of a seat: japan" in refused and "to do it write `rewind 1 planning yes`." in refused
    assert control.session.state() == state and control.said[0].startswith("1. japan")
    assert control.perform("rewind 1 plannin").startswith("No phase 'plannin'")
    assert control.perform("rewind 1 planning yes same dice") == "" and control.session.deciders.may_plan("japan")
