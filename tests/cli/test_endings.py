"""However a command is ended: no traceback, the right status, nothing half-written, and --resume ends with the same bytes."""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from kuroshio.cli import interrupts as signals
from kuroshio.cli.main import COMMANDS
from tests.cli.endings import WORDS, Room, endings, few_endings, make_room, start, table
from tests.forked import CLOSED, MAIN, fork, run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Room:
    return make_room(tmp_path_factory.mktemp("room") / "room", 7)


def test_every_command_is_ended() -> None:
    assert set(WORDS) == set(COMMANDS)


@pytest.mark.full
def test_some_commands_ended_at_random_moments(room: Room) -> None:
    found = list(few_endings(room, 6))
    assert not [e for e in found if e.wrong], "\n".join([*table(found), *(e.printed[-800:] for e in found if e.wrong)])


@pytest.mark.full
def test_every_command_ended_at_random_moments(room: Room) -> None:
    found = list(endings(room, 5, 10))
    assert not [e for e in found if e.wrong], "\n".join([*table(found), *(e.printed[-800:] for e in found if e.wrong)])


def test_an_interrupted_run_says_how_to_go_on(room: Room) -> None:
    place = room.fresh()
    words = ("senkaku_2021", "--games", "100000", "--out", "study")
    process = start(place, "run", words)
    while not list((place / "study").glob("parts/games/[!.]*")):
        time.sleep(0.05)
        assert process.poll() is None
    process.terminate()
    assert process.wait(timeout=60) == 128 + signal.SIGTERM
    said = (place / "printed").read_text()
    assert "of 100,000 games; continue with the same command and --resume --out study" in said and "--first" in said
    again = start(place, "run", words)
    assert again.wait(timeout=60) == 2
    assert "of 100,000 games of this study; continue with --resume" in (place / "printed").read_text()


def test_a_terminal_that_closes_ends_a_run_as_ctrl_c_does(room: Room) -> None:
    pty = pytest.importorskip("pty")
    place = room.fresh()
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(place)
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
        code = "import kuroshio.study.run_folder as f; f.EVERY = 0.2; from kuroshio.cli.main import main; main()"
        words = ("run", "senkaku_2021", "--games", "100000", "--out", "study")
        os.execve(
            sys.executable,
            [sys.executable, "-c", code, *words],
            {**os.environ, "PYTHONPATH": f"{ROOT / 'engine'}{os.pathsep}{ROOT}"},
        )
    while not list((place / "study").glob("parts/games/[!.]*")):
        assert os.read(terminal, 4096)
    os.close(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 128 + signal.SIGHUP
    assert "interrupted" in (place / "study" / "times.csv").read_text()


@pytest.mark.parametrize(
    "words", [("narrate", "senkaku_2021"), ("journal", "game.game.jsonl"), ("coverage",), ("--help",)], ids=str
)
def test_a_reader_who_leaves_gets_no_traceback(room: Room, words: tuple[str, ...]) -> None:
    place = room.fresh()
    reader, writer = os.pipe()
    os.close(reader)
    with (place / "said").open("wb") as said:
        process = fork(words, place, (CLOSED, writer, said))
    os.close(writer)
    assert process.wait(timeout=60) == 1
    assert (place / "said").read_text() == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_an_output_that_cannot_be_written_is_one_sentence(room: Room) -> None:
    place = room.fresh()
    with Path("/dev/full").open("wb") as full, (place / "said").open("wb") as said:
        assert fork(("narrate", "senkaku_2021"), place, (CLOSED, full, said)).wait(timeout=60) == 2
    assert (place / "said").read_text() == "The output cannot be written: No space left on device\n"


def test_a_disk_that_is_full_in_the_middle_of_a_run(room: Room) -> None:
    """A limit on the size of files stands for it: what was kept can be gone on with."""
    place = room.fresh()
    words = ("run", "senkaku_2021", "--games", "1500", "--out", "study")
    in_parts = f"import kuroshio.study.run_folder as f; f.MOST = 800; {MAIN}"
    little_room = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, resource.RLIM_INFINITY))"
    full = run(words, place, f"{little_room}; {in_parts}")
    assert full.returncode == 2 and "Traceback" not in full.stderr
    assert "1,500 of 1,500 games are kept: make room, then continue with the same command and --resume --out study" in full.stderr
    rest = run([*words, "--resume"], place, in_parts)
    assert rest.returncode == 0
    assert not list((place / "study").glob("parts")) and "interrupted = false" in (place / "study" / "manifest.toml").read_text()


def test_check_reach_ends_at_the_first_signal(room: Room) -> None:
    process = start(room.fresh(), "check", ("--reach", "100000"))
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=30) == 130


# --- signals -------------------------------------------------------------------------------------------


def wait_for(seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        time.sleep(0.01)


def test_an_interruption_that_is_dropped_comes_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signals, "AGAIN", 0.1)
    signals.listen()
    with suppress(BaseException):  # as a library does that is careless of what it catches
        signal.raise_signal(signal.SIGTERM)
    with pytest.raises(KeyboardInterrupt):
        wait_for(5)
    signals.caught()
    assert signals.status() == 128 + signal.SIGTERM


def test_an_interruption_in_a_finalizer_comes_again(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    class Careless:
        def __del__(self) -> None:
            signal.raise_signal(signal.SIGTERM)

    monkeypatch.setattr(signals, "AGAIN", 0.1)
    signals.listen()
    with pytest.raises(KeyboardInterrupt):
        Careless()
        wait_for(5)
    signals.caught()
    assert capsys.readouterr().err == ""


def test_nothing_interrupts_what_is_put_in_order_after_an_interruption(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signals, "AGAIN", 0.05)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # whoever runs the tests may have had it ignored
    signals.listen()
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGHUP)
    signals.caught()
    signal.raise_signal(signal.SIGTERM)
    signal.raise_signal(signal.SIGINT)
    wait_for(0.2)
    assert signals.status() == 128 + signal.SIGHUP


def test_int_is_heard_where_it_was_ignored_and_hup_is_not() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signals.listen()
    signal.raise_signal(signal.SIGHUP)
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
    signals.caught()
