"""Dates and turns: what is written as a date falls in the turn that it should, in quarters and in half-years."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest
from click.testing import CliRunner

from kuroshio.cli.main import group
from kuroshio.files.content_folders import data_folder
from kuroshio.kernel.state.codes import L_EVENT, L_INJECT
from kuroshio.kernel.tables.compiling import compile_tables
from kuroshio.model.calendar import date_of, is_date, quarter_of, turn_of
from kuroshio.model.entry_parts import Effect
from kuroshio.model.ruleset import Event
from tests.stepping import Content, Table

YEARLY = Event(
    id="yearly", name="Yearly", source="judgement: a test", since="2021-Q2", until="2021-Q3", every=4, once=True,
    effects=(Effect(track="world.tension", add=1),),
)  # fmt: skip


@pytest.mark.parametrize(
    ("date", "start", "length", "turn"),
    [
        ("2021-Q1", "2021-Q1", "quarter", 1),
        ("2022-Q4", "2021-Q1", "quarter", 8),
        ("2020-Q4", "2021-Q1", "quarter", 0),
        ("2022-H2", "2021-Q1", "quarter", 7),
        ("2021-Q2", "2021-H1", "half-year", 1),
        ("2021-Q3", "2021-H1", "half-year", 2),
        ("2030-H2", "2021-H1", "half-year", 20),
        ("2020-Q3", "2021-H1", "half-year", 0),
    ],
)
def test_a_date_falls_in_its_turn(date: str, start: str, length: str, turn: int) -> None:
    assert turn_of(date, start, length) == turn


@pytest.mark.parametrize(("start", "length"), [("2021-Q3", "quarter"), ("2021-H2", "half-year")])
def test_turns_and_dates_are_each_others_inverse(start: str, length: str) -> None:
    assert [turn_of(date_of(turn, start, length), start, length) for turn in range(1, 41)] == list(range(1, 41))


def test_other_forms_are_no_dates() -> None:
    assert not any(is_date(text) for text in ("2021", "2021-Q5", "2021-H3", "Q1-2021", "2021-q1", " 2021-Q1", ""))
    with pytest.raises(ValueError, match="such as 2021-Q3"):
        quarter_of("autumn")


def turns_of(content: Content, event: Event, start: str, length: str, turns: int) -> list[int]:
    """The turns in which an event happens, in a game that has no other."""
    ruleset, board, scenario = content
    scenario = attrs.evolve(scenario, start=start, turn_length=length, turns=turns)
    table = Table(compile_tables(attrs.evolve(ruleset, events=(event,)), board, scenario), lines=65536).begin()
    for _ in table.questions():
        pass
    return [int(line.turn) for line in table.lines(L_EVENT)]


def test_a_yearly_event_comes_once_in_each_season(content: Content) -> None:
    assert turns_of(content, YEARLY, "2021-Q1", "quarter", 10) == [2, 6, 10]
    assert turns_of(content, YEARLY, "2021-H1", "half-year", 5) == [1, 3, 5]
    assert turns_of(content, attrs.evolve(YEARLY, once=False), "2021-Q1", "quarter", 8) == [2, 3, 6, 7]
    assert turns_of(content, attrs.evolve(YEARLY, every=0), "2021-Q1", "quarter", 8) == [2]


def test_an_event_of_the_past_does_not_come(content: Content) -> None:
    assert turns_of(content, attrs.evolve(YEARLY, every=0), "2022-Q1", "quarter", 4) == []
    assert turns_of(content, YEARLY, "2022-Q3", "quarter", 4) == [1, 4]


def test_an_action_and_an_obligation_have_their_dates(content: Content) -> None:
    ruleset, board, scenario = content
    action = next(a for a in ruleset.actions if a.since and a.until)
    first, last = (turn_of(date, scenario.start, scenario.turn_length) for date in (action.since, action.until))
    row = Table(compile_tables(ruleset, board, scenario)).rules.action[[a.id for a in ruleset.actions].index(action.id)]
    assert (row.from_turn, row.until_turn) == (first, last)
    lapsed = tuple(attrs.evolve(o, since="2015-Q1", until="2020-Q4") for o in ruleset.obligations)
    rules = compile_tables(attrs.evolve(ruleset, obligations=lapsed), board, scenario).rules
    assert all(row.until_turn < 1 for row in rules.obligation[: len(lapsed)])


def test_an_inject_comes_in_the_turn_of_its_date(content: Content) -> None:
    ruleset, board, scenario = content
    inject = attrs.evolve(scenario.injects[0], turn=None, date="2022-Q3", when=(), effects=(), act=None)
    for start, length, turn in (("2021-Q1", "quarter", 7), ("2021-H1", "half-year", 4)):
        variant = attrs.evolve(scenario, start=start, turn_length=length, turns=8, injects=(inject,))
        table = Table(compile_tables(ruleset, board, variant), lines=65536).begin()
        for _ in table.questions():
            pass
        assert [int(line.turn) for line in table.lines(L_INJECT)] == [turn]


def test_the_campaign_runs_in_half_years_when_three_lines_say_so(tmp_path: Path) -> None:
    text = (data_folder("scenarios") / "chain_2021_2030.toml").read_text(encoding="utf-8")
    lines = {
        "turns = 40": "turns = 20",
        'turn_length = "quarter"': 'turn_length = "half-year"',
        'start = "2021-Q1"': 'start = "2021-H1"',
    }
    for quarters, half_years in lines.items():
        assert text.count(f"\n{quarters}\n") == 1
        text = text.replace(f"\n{quarters}\n", f"\n{half_years}\n")
    file = tmp_path / "room.toml"
    file.write_text(text, encoding="utf-8")
    told = CliRunner().invoke(group, ["narrate", str(file)])
    assert told.exit_code == 0 and "2030-H2" in told.stdout and "2030-Q" not in told.stdout
