"""Numbers that people type: plain digits within bounds are taken, and nothing else, wherever a number may stand."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import kuroshio
from kuroshio.cli.brief import TimeOfDay
from kuroshio.cli.main import COMMANDS, group
from kuroshio.cli.replay import read_point
from kuroshio.cli.shared_options import Whole
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.model.calendar import is_date
from kuroshio.model.typed_numbers import MOST, no_whole, whole
from kuroshio.players.doctrine_tables import Playbook
from kuroshio.screen.window.events_and_commands import KeyPress
from kuroshio.screen.window.keys import press_of
from kuroshio.screen.window.state import Interface
from kuroshio.screen.window.update import update
from kuroshio.session.lines.control_lines import Control
from kuroshio.session.lines.wide_signs import with_plain_signs
from kuroshio.session.session import Session

ENGINE = Path(kuroshio.__file__).parent
# Raised, full-width, Arabic-Indic and Roman figures, a fraction, another minus, Python's own forms, endless digits.
STRANGE = (
    "\u00b2", "\uff11\uff12", "\u0663", "\u2167", "\u00bd", "\u4e09", "\u22123", "1\u20e3", "\u200b3", "1_000", "1e3", "0x10",
    "1.0", "--1", "nan", "inf", "9" * 5000, "-" + "9" * 5000, str(2**64), "x",
)  # fmt: skip
FORMS = (*STRANGE, "1 2", "+3", "", " ", "-")


@pytest.mark.parametrize("text", FORMS, ids=ascii)
def test_a_strange_number_is_none(text: str) -> None:
    assert whole(text) is None and whole(text, -MOST) is None


@pytest.mark.parametrize(
    ("text", "least", "most", "number"),
    [
        ("0", 0, MOST, 0), ("007", 0, 7, 7), (" 12 ", 0, 12, 12), (str(MOST), 0, MOST, MOST), (str(MOST + 1), 0, MOST, None),
        (str(2**64 - 1), 0, 2**64 - 1, 2**64 - 1), ("-3", -3, 0, -3), ("-4", -3, 0, None), ("-3", 0, 9, None),
        ("0" * 30 + "1", 0, 9, 1),
    ],
)  # fmt: skip
def test_a_plain_number_is_taken_within_its_bounds(text: str, least: int, most: int, number: int | None) -> None:
    assert whole(text, least, most) == number


def test_the_sentence_is_short_however_long_the_number() -> None:
    assert len(no_whole("9" * 5000)) < 140


# --- the command line --------------------------------------------------------------------------------


def options() -> Iterator[tuple[str, click.Parameter]]:
    for name in sorted(COMMANDS):
        command = group.get_command(click.Context(group), name)
        assert command is not None
        yield from ((name, parameter) for parameter in command.params)


NUMBERED = [
    (name, p) for name, p in options() if isinstance(p.type, (click.types.IntParamType, click.types.FloatParamType, TimeOfDay))
]


def test_every_number_of_the_command_line_is_read_in_one_way() -> None:
    assert len(NUMBERED) > 10
    assert not [(name, p.name) for name, p in NUMBERED if not isinstance(p.type, (Whole, TimeOfDay))]


@pytest.mark.parametrize(("name", "parameter"), NUMBERED, ids=lambda value: getattr(value, "name", value))
def test_an_option_takes_no_strange_number(name: str, parameter: click.Parameter) -> None:
    for text in FORMS:
        for said in (text, f"{text}:00", f"09:{text}") if isinstance(parameter.type, TimeOfDay) else (text,):
            with pytest.raises(click.UsageError) as refused:
                parameter.type.convert(said, parameter, None)
            assert "write" in refused.value.message


@pytest.mark.parametrize("text", [text for text in FORMS if "." not in text], ids=ascii)
def test_a_point_of_a_game_takes_no_strange_number(text: str) -> None:
    with pytest.raises(click.UsageError, match="is not a turn"):
        read_point(f"{text}.response")


@pytest.mark.parametrize("text", ["\u0662\u0660\u0662\u0661-Q1", "\uff12\uff10\uff12\uff11-Q1"])
def test_a_date_has_plain_digits(text: str) -> None:
    assert not is_date(text)


# --- lines of control --------------------------------------------------------------------------------

LINES = (
    "drop china {}", "rule | set world.tension={} | because x", "rule | set world.tension+{} | because x",
    "inject A: b | set world.tension={}", "inject A: b | set world.tension-{}", "shift {}", "score x {}: y", "rewind {} planning",
    "branch {} x", "agree china,japan until {}: x", "clock plan start {}", "clock plan extend {}",
)  # fmt: skip


@pytest.fixture(scope="module")
def control(tables: Tables, playbook: Playbook) -> Control:
    return Control(Session(tables, playbook, ("japan", "china"), 7, umpire=True))


@pytest.mark.parametrize("line", LINES)
def test_a_line_of_control_with_a_strange_number_is_refused_and_changes_nothing(control: Control, line: str) -> None:
    before = (control.session.state(), len(control.session.journal.entries))
    for text in (one for one in STRANGE if with_plain_signs(one) == one):  # full-width digits are read at control
        assert control.perform(line.format(text)), text
    assert (control.session.state(), len(control.session.journal.entries)) == before


@pytest.mark.parametrize("turns", ["+-1", "-+1", "--1", "++1"])
def test_a_shift_has_one_sign(control: Control, turns: str) -> None:
    assert "is not a number of turns" in control.perform(f"shift {turns}")


# --- keys --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["\u00b2", "\u0663", "\uff11"])
def test_a_key_that_is_no_plain_digit_is_no_number(key: str) -> None:
    start = Interface(stage="start")
    assert update(start, None, KeyPress(key))[0] == start
    assert press_of(KeyPress(key), Interface(stage="play")) == ""


# --- the house ---------------------------------------------------------------------------------------


def test_nothing_else_reads_typed_digits() -> None:
    """`int()` on what may be a text would take all of these; on numbers of the kernel it has its place."""
    own, found = ENGINE / "model" / "typed_numbers.py", []
    for path in sorted(ENGINE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(node, "attr", "")
            if path != own and name in ("isdigit", "isdecimal", "isnumeric", "IntRange", "INT", "FloatRange", "FLOAT"):
                found.append(f"{path.relative_to(ENGINE)}:{node.lineno}: {name}")  # type: ignore[attr-defined]
    assert [line.split(":")[0] for line in found] == ["cli/shared_options.py"]
