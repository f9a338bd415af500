"""What is said while the engine is compiled: only when it is, how far it is, and whether it is kept. No clock is asked."""

from __future__ import annotations

import io
import os
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner
from numba import njit

from kuroshio.cli import check_room, compile_notice
from kuroshio.cli.compile_notice import CompileNotice, compile_first, within
from kuroshio.cli.main import ENVIRONMENT, group
from kuroshio.kernel import jit
from kuroshio.kernel.stepping import advance, new_game

ROOT = Path(__file__).resolve().parents[2]


class Stream(io.StringIO):
    """An error stream that is a terminal, or is none."""

    def __init__(self, terminal: bool):
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


@njit
def inner(x):  # type: ignore[no-untyped-def]
    return x + 1


@njit
def middle(x):  # type: ignore[no-untyped-def]
    return inner(x) + inner(x)


@njit
def outer(x):  # type: ignore[no-untyped-def]
    return middle(x) + inner(x)


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Why nothing can be kept: nothing stands against it."""
    unkept: list[str] = []
    monkeypatch.setattr(jit, "UNKEPT", unkept)
    monkeypatch.setattr(compile_notice, "_said", [])
    return unkept


def told(monkeypatch: pytest.MonkeyPatch, terminal: bool, step: float) -> tuple[CompileNotice, Stream]:
    """A teller by whose clock every look is so many seconds after the last."""
    stream, ticks = Stream(terminal), iter(range(10_000))
    monkeypatch.setattr(sys, "stderr", stream)
    return CompileNotice(lambda: step * next(ticks)), stream


def compile_all(teller: CompileNotice) -> None:
    """What numba tells when the three are compiled."""
    heard = [SimpleNamespace(data={"dispatcher": one}) for one in (outer, middle, inner)]
    for one in heard:
        teller.on_start(one)
    for one in reversed(heard):
        teller.on_end(one)


def test_a_verb_is_counted_with_all_that_it_calls() -> None:
    assert set(within(outer)) == {outer, middle, inner} and len(list(within(outer))) == 3


@pytest.mark.skipif(jit.INTERPRETED, reason="nothing is compiled")
def test_the_verbs_of_the_kernel_are_made_of_many() -> None:
    assert len(list(within(advance))) > 50 < len(list(within(jit.VERBS["advance"])))
    assert {"new_game", "advance", "view", "commit"} <= set(jit.VERBS) and jit.VERBS["new_game"] is new_game


def test_elsewhere_than_on_a_terminal_a_line_comes_now_and_then(monkeypatch: pytest.MonkeyPatch, kept: list[str]) -> None:
    teller, stream = told(monkeypatch, terminal=False, step=40)
    compile_all(teller)
    begins, *lines = stream.getvalue().splitlines()
    assert "once for each version" in begins and "minutes of one free core" in begins
    assert lines[0] == "Compiling outer: 0 of 3 functions" and lines[-1] == "Compiling outer: 3 of 3 functions"
    assert "\r" not in stream.getvalue()


def test_between_two_lines_nothing_is_said(monkeypatch: pytest.MonkeyPatch, kept: list[str]) -> None:
    teller, stream = told(monkeypatch, terminal=False, step=1)
    compile_all(teller)
    assert len(stream.getvalue().splitlines()) == 1


def test_on_a_terminal_one_line_is_written_again_and_taken_away(monkeypatch: pytest.MonkeyPatch, kept: list[str]) -> None:
    teller, stream = told(monkeypatch, terminal=True, step=1)
    monkeypatch.setattr(compile_notice.shutil, "get_terminal_size", lambda: SimpleNamespace(columns=24))
    compile_all(teller)
    _, line = stream.getvalue().split("\n")
    drawn = line.split("\r")
    assert drawn[1].startswith("Compiling outer: 0 of 3") and all(len(one) < 24 for one in drawn)
    assert drawn[-2].strip() == drawn[-1] == "", "nothing of it is left"


def test_that_nothing_can_be_kept_is_said_once_with_the_way_out(monkeypatch: pytest.MonkeyPatch, kept: list[str]) -> None:
    kept.append("Permission denied")
    teller, stream = told(monkeypatch, terminal=False, step=0)
    compile_all(teller)
    compile_all(teller)
    assert stream.getvalue().count("KUROSHIO_CACHE_DIR") == 1 and "Permission denied" in stream.getvalue()


def test_what_is_compiled_is_told_by_numba_itself(monkeypatch: pytest.MonkeyPatch, kept: list[str]) -> None:
    """The events have the shape that is counted on."""
    stream = Stream(terminal=False)
    monkeypatch.setattr(sys, "stderr", stream)
    for other in compile_notice._notice:  # of a command that ran in this process before
        compile_notice.event.unregister("numba:compile", other)
    monkeypatch.setattr(compile_notice, "_notice", [])
    teller = compile_notice.listen()
    try:
        fresh = njit(lambda x: x + 2)
        assert fresh(1) == 3
        first = stream.getvalue()
        assert fresh(2) == 4
        assert (len(first.splitlines()), stream.getvalue()) == (0 if jit.INTERPRETED else 1, first)
    finally:
        compile_notice.event.unregister("numba:compile", teller)


def test_an_interruption_waits_for_no_compiler(monkeypatch: pytest.MonkeyPatch) -> None:
    """The call goes on in its thread, and says no more; who waits for it is free at once."""
    goes_on, teller = threading.Event(), CompileNotice()
    monkeypatch.setattr(compile_notice, "listen", lambda: teller)

    def interrupted(*given: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(compile_notice, "wait", interrupted)
    with pytest.raises(KeyboardInterrupt):
        compile_first(goes_on.wait)
    assert teller.muted
    goes_on.set()


def test_what_fails_while_it_is_compiled_fails_for_who_waits() -> None:
    def fail() -> None:
        raise TimeoutError("of its own")

    with pytest.raises(TimeoutError, match="of its own"):
        compile_first(fail)


# --- what is kept, and where -----------------------------------------------------------------------


def test_a_folder_that_cannot_be_made_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert jit.why_unkept(tmp_path / "file" / "cache")
    assert jit.why_unkept(tmp_path / "new" / "cache") == "" and (tmp_path / "new" / "cache").is_dir()


def test_a_disk_that_is_full_ends_no_game(kept: list[str]) -> None:
    def full(*given: Any) -> None:
        raise OSError(28, "No space left on device")

    jit._forgiving(full)("signature", "code")
    assert kept == ["No space left on device"]


def test_where_nothing_can_be_kept_nothing_is_written_elsewhere(tmp_path: Path) -> None:
    """Numba would write beside the sources, and find stale code there later on."""
    (tmp_path / "file").write_text("in the way")
    code = """
from kuroshio.cli.main import ENVIRONMENT, group
from kuroshio.kernel import jit
from kuroshio.kernel.stepping import advance
print(jit.UNKEPT != [], jit.is_cold("advance"), type(getattr(advance, "_cache", None)).__name__)
"""
    setting = {
        **os.environ,
        "KUROSHIO_CACHE_DIR": str(tmp_path / "file"),
        "PYTHONPATH": f"{ROOT / 'engine'}{os.pathsep}{ROOT}",
        "NUMBA_DISABLE_JIT": "0",
    }
    done = subprocess.run([sys.executable, "-c", code], env=setting, capture_output=True, text=True, timeout=300)
    assert done.stdout.split() == ["True", "True", "NullCache"], done.stderr


def test_another_processor_has_a_folder_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    assert jit._cache_folder() == jit.CACHE_FOLDER
    monkeypatch.setattr(jit.llvm, "get_host_cpu_name", lambda: "another")
    other = jit._cache_folder()
    monkeypatch.setattr(jit, "ROOT", jit.ROOT / ".." / "kuroshio")
    assert len({other, jit._cache_folder(), jit.CACHE_FOLDER}) == 3


def test_the_room_is_told_that_nothing_is_kept(kept: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jit, "INTERPRETED", False)
    kept.append("Read-only file system")
    (finding,) = check_room.kernel()
    assert not finding.well and "Read-only file system" in finding.said and "KUROSHIO_CACHE_DIR" in finding.remedy


# --- the manual, and Ctrl-C ------------------------------------------------------------------------


def test_help_lists_all_that_is_read_from_the_environment() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "engine").rglob("*.py")]
    read = {name for text in sources for name in re.findall(r"environ(?:\.get\(|\[)\"(\w+)\"", text)}
    assert "KUROSHIO_CACHE_DIR" in read
    helped = CliRunner().invoke(group, ["--help"]).output
    of_the_system = {"SDL_VIDEODRIVER", "LOCALAPPDATA", "WINDIR"}  # read where it is there, and never asked for
    assert set(ENVIRONMENT) == read - of_the_system | {"NUMBA_DISABLE_JIT"}
    assert all(name in helped for name in ENVIRONMENT)


@pytest.mark.skipif(jit.INTERPRETED or sys.platform == "win32", reason="nothing is compiled, or no signal is sent")
@pytest.mark.parametrize(
    "words",
    [
        ("run", "tutorial", "--games", "5", "--out", "study"),
        pytest.param(("compare", "tutorial", "tutorial"), marks=pytest.mark.full),
        pytest.param(("narrate", "tutorial"), marks=pytest.mark.full),
        pytest.param(("control", "a", "--new", "tutorial", "--script", "lines"), marks=pytest.mark.full),
    ],
    ids=lambda words: words[0],
)
def test_ctrl_c_while_it_is_compiled_ends_in_a_sentence(words: tuple[str, ...], tmp_path: Path) -> None:
    setting = {**os.environ, "KUROSHIO_CACHE_DIR": str(tmp_path / "cache"), "PYTHONPATH": f"{ROOT / 'engine'}{os.pathsep}{ROOT}"}
    setting["KUROSHIO_GAMES_DIR"] = str(tmp_path / "games")
    (tmp_path / "lines").write_text("help\n")
    command = [sys.executable, "-m", "kuroshio.cli.main", *words]
    process = subprocess.Popen(command, cwd=tmp_path, env=setting, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    said = process.stderr.readline()
    process.send_signal(signal.SIGINT)
    printed, rest = process.communicate(timeout=300)
    assert said.startswith("Compiling the rules engine") and "Interrupted" in rest.splitlines()[-1]
    assert (process.returncode, printed) == (130, "") and "Traceback" not in rest
