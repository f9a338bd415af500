"""Strange streams, and what is printed on them: nothing hangs, nothing is lost unsaid, nothing steers a terminal."""

from __future__ import annotations

import io
import os
import random
import select
import sys
import time
from pathlib import Path
from typing import IO

import pytest
from attrs import frozen
from rich.table import Table

from kuroshio.cli import terminal, terminal_tables
from kuroshio.cli.main import COMMANDS, main
from tests.cli.streams import LAUNCH, WAYS, WORDS, Room, found_with, make_room, some
from tests.forked import Process, fork

posix = pytest.mark.skipif(sys.platform == "win32" or not Path("/dev/full").exists(), reason="streams of Linux")
STEERS = "\x1b[31m\x1b]0;title\x07 \x9b2J \u202eabc\u2066 \u2028 \x7f \r \ud800"


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Room:
    return make_room(tmp_path_factory.mktemp("streams") / "room")


def test_every_command_meets_strange_streams() -> None:
    assert set(WORDS) == set(COMMANDS)


@posix
def test_some_commands_with_strange_streams(room: Room) -> None:
    assert [found for found in some(room, random.Random(5), 3) if found[2]] == []


@posix
@pytest.mark.full
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_with_every_strange_stream(room: Room, command: str, way: object) -> None:
    assert found_with(room, command, way)[1] == []  # type: ignore[arg-type]


# --- lines through a pipe ------------------------------------------------------------------------------


@frozen
class Piped:
    """`control` on a game, whose lines come through a pipe and whose answers go through another."""

    process: Process
    lines: IO[bytes]
    answers: IO[bytes]
    errors: Path

    def heard(self, until: bytes, seconds: float = 120) -> None:
        """Wait for a word; it must come, though the pipe to the process is open."""
        said, end = b"", time.monotonic() + seconds
        while until not in said and time.monotonic() < end:
            if select.select([self.answers], [], [], 1.0)[0]:
                data = os.read(self.answers.fileno(), 65536)
                if not data:
                    break
                said += data
        assert until in said, said

    def ended(self, last: bytes) -> tuple[int, str]:
        """Give the last lines and close the pipe; the status, and what was said on the error stream."""
        self.lines.write(last)
        self.lines.close()
        with self.answers:
            self.answers.read()
        return self.process.wait(timeout=120), self.errors.read_text()


def piped(room: Room) -> Piped:
    place = room.fresh()
    given, lines = os.pipe()
    answers, said = os.pipe()
    with (place / "errors").open("wb") as errors:
        process = fork(("control", "game.game.jsonl"), place, (given, said, errors), LAUNCH)
    os.close(given)
    os.close(said)
    return Piped(process, os.fdopen(lines, "wb", 0), os.fdopen(answers, "rb", 0), place / "errors")


@posix
def test_each_line_through_a_pipe_is_answered_when_it_comes(room: Room) -> None:
    control = piped(room)
    control.heard(b"Orders are still missing")
    for line, answer in ((b"note: a\n", b"Noted."), (b"choices japan\n", b"japan: "), (b"# a remark\n", b"Done.")):
        control.lines.write(line)
        control.heard(answer)
    status, said = control.ended(b"note: c\n\xff\xfe\nnote: d\n")
    assert status == 2 and "line 5 is not a UTF-8 text; the lines before it are kept" in said


@posix
def test_a_pipe_without_lines_is_no_script(room: Room) -> None:
    status, said = piped(room).ended(b"\n \n")
    assert status == 2 and "has no line of control" in said


# --- what steers ---------------------------------------------------------------------------------------


def test_nothing_that_is_printed_steers() -> None:
    said = terminal.clean(STEERS + "a\tb\n\u5c16\u95a3 \u0634\u200c\u0631")
    assert said.endswith("a\tb\n\u5c16\u95a3 \u0634\u200c\u0631") and len(said) == len(STEERS) + 10
    assert not {char for char in said if not char.isprintable()} - set("\t\n\u200c")


def test_a_table_is_clean_and_keeps_its_colours() -> None:
    below = io.StringIO()
    console = terminal_tables.painter(below, force_terminal=True, width=40, color_system="standard", legacy_windows=False)
    table = Table(title=f"a {STEERS} [/b]")
    table.add_column("x", style="red")
    table.add_row(f"[bold]{STEERS}[/nothing]")
    console.print(table)
    assert "\x1b[31m" in below.getvalue() and "[bold]" in below.getvalue()
    left = below.getvalue().replace("\x1b[31m", "").replace("\x1b[3m", "").replace("\x1b[1m", "").replace("\x1b[0m", "")
    assert not {char for char in left if not char.isprintable()} - {"\n"}


@pytest.mark.parametrize(
    ("encoding", "said"),
    [("ascii", '"Omi" - ??'), ("latin-1", '"Omi" \u00b7 ??'), ("utf-8", "\u201c\u014cmi\u201d \u00b7 \u5c16\u95a3")],
)
def test_what_an_encoding_has_not_is_spelled_plainly(encoding: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    below = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="\n")
    monkeypatch.setattr(sys, "stdout", below)
    with terminal.taken():
        print("\u201c\u014cmi\u201d \u00b7 \u5c16\u95a3", flush=True)
    assert below.buffer.getvalue().decode(encoding) == f"{said}\n"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "words",
    [
        ("check", STEERS), ("run", STEERS), (STEERS,), ("resume", STEERS), ("narrate", "tutorial", "--policy", STEERS),
        ("narrate", "tutorial", "--seed", STEERS), ("compare", "tutorial", "tutorial", "--set", STEERS),
        ("journal", "a\nb: fine"), ("check", "a\nb: fine"), (f"--{STEERS}",),
    ],
    ids=ascii,
)  # fmt: skip
def test_a_word_that_is_quoted_back_does_not_steer(
    words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("KUROSHIO_GAMES_DIR", str(tmp_path))
    monkeypatch.setattr("sys.argv", ["kuroshio", *words])
    with pytest.raises(SystemExit) as stopped:
        main()
    told = capsys.readouterr()
    assert stopped.value.code == 2 and told.out == ""
    assert not {char for char in told.err if not char.isprintable()} - {"\n"}
    assert "\nb: fine" not in told.err
