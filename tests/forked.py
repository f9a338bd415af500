"""Commands in processes that are forked instead of started: one process imports everything and loads the kernel, once.

Python's start, the imports and the loading of what is compiled take two seconds of a command, often more than the command
itself. What is forked here is as real as what is started: it has a pid, streams, a folder, an environment, signals and an exit
status of its own, and Python ends it as it ends any other. What hangs on the start itself (encodings of streams, imports that are
interrupted, the compiler) is tested with processes that are started.

    python -m tests.forked 7       # forks for whoever holds the other end of the socket 7
"""

from __future__ import annotations

import array
import gc
import importlib
import io
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from subprocess import DEVNULL
from tempfile import TemporaryFile
from typing import IO, Any

from attrs import define, field

ROOT = Path(__file__).resolve().parents[1]
MAIN = "from kuroshio.cli.main import main; main()"
NAMES = ("SIGINT", "SIGTERM", "SIGHUP")  # signals that a process may inherit as ignored
CLOSED = -1  # in the place of a stream
Stream = int | IO[Any]


@define
class Process:
    """A process that was forked. ending: where its status will come from; returncode: as subprocess has it, None until then."""

    pid: int
    ending: socket.socket = field(repr=False)
    returncode: int | None = None

    def poll(self) -> int | None:
        """The status, if the process is over."""
        with suppress(subprocess.TimeoutExpired):
            self.wait(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end; the status. Raises TimeoutExpired."""
        if self.returncode is None:
            self.ending.settimeout(timeout)
            try:
                self.returncode = received(self.ending)
            except (BlockingIOError, TimeoutError):
                raise subprocess.TimeoutExpired(str(self.pid), timeout or 0) from None
            self.ending.close()
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal, if the process is not known to be over."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def received(ending: socket.socket) -> int:
    """A number: the pid, then the status."""
    [number] = array.array("i", ending.recv(4))
    return number


def fork(
    words: Sequence[str], cwd: Path, streams: Sequence[Stream], code: str = MAIN,
    env: Mapping[str, str] | None = None, ignored: Iterable[int] = (),
) -> Process:  # fmt: skip
    """Run code with these words as `python -c` would, in a session of its own. streams: the first three, or CLOSED."""
    numbers = [stream if isinstance(stream, int) else stream.fileno() for stream in streams]
    own, other = socket.socketpair()
    with other:
        socket.send_fds(server(), [b"."], [other.fileno(), *(number for number in numbers if number != CLOSED)])
    asked = {
        "code": code, "words": list(words), "cwd": str(cwd), "env": dict(os.environ if env is None else env),
        "given": [number != CLOSED for number in numbers], "ignored": list(ignored),
    }  # fmt: skip
    own.sendall(json.dumps(asked).encode() + b"\n")
    return Process(received(own), own)


def run(words: Sequence[str], cwd: Path, code: str = MAIN, timeout: float = 120, **more: Any) -> subprocess.CompletedProcess[str]:
    """Run code with these words to its end, without an input, and take down what it prints."""
    with TemporaryFile() as out, TemporaryFile() as err, open(os.devnull) as nothing:
        status = fork(words, cwd, (nothing, out, err), code, **more).wait(timeout)
        said = [(stream.seek(0), stream.read().decode())[1] for stream in (out, err)]
    return subprocess.CompletedProcess([code, *words], status, *said)


@lru_cache
def server() -> socket.socket:
    """The way to the process that forks, which is over when this one is."""
    own, other = socket.socketpair()
    path = f"{ROOT / 'engine'}{os.pathsep}{ROOT}"
    env = {**os.environ, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1"}  # what forks has no threads
    command = [sys.executable, "-m", "tests.forked", str(other.fileno())]
    subprocess.Popen(command, cwd=ROOT, env=env, stdin=DEVNULL, stdout=DEVNULL, pass_fds=[other.fileno()])
    other.close()
    return own


# --- the process that forks --------------------------------------------------------------------------


def load() -> None:
    """Import what commands import, and load what is compiled."""
    import kuroshio.screen.window.window
    from kuroshio.cli.main import COMMANDS, MODULES
    from kuroshio.kernel.jit import VERBS
    from tests.compiled import signatures, typed

    assert kuroshio.screen.window.window
    for name in COMMANDS:
        importlib.import_module(f"kuroshio.cli.{MODULES.get(name, name.replace('-', '_'))}")
    for name, given in signatures().items():
        VERBS[name].compile(typed(given))


def serve(asking: socket.socket) -> str | None:
    """Fork for each request. Returns in the forks, with the code to be run; and at the end, with none."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for keepers
    while True:
        said, handles, _, _ = socket.recv_fds(asking, 1, 4)
        if not said:
            return None
        if os.fork() == 0:
            asking.close()
            return keep(socket.socket(fileno=handles[0]), handles[1:])
        for handle in handles:
            os.close(handle)


def keep(ending: socket.socket, handles: list[int]) -> str:
    """Fork once more, tell the pid, wait for the end and tell the status. Returns in the fork, with the code."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with ending.makefile() as lines:
        asked = json.loads(lines.readline())
    child = os.fork()
    if child == 0:
        ending.close()
        return become(asked, handles)
    for handle in handles:
        os.close(handle)
    ending.sendall(array.array("i", [child]).tobytes())
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    with suppress(BrokenPipeError):  # nobody wants to know
        ending.sendall(array.array("i", [status]).tobytes())
    os._exit(0)


def become(asked: dict[str, Any], handles: list[int]) -> str:
    """Make of this process one that was started as asked."""
    os.setsid()
    os.chdir(asked["cwd"])
    os.environ.clear()
    os.environ.update(asked["env"])
    for name in NAMES:
        if (number := getattr(signal, name, None)) is not None:
            usual = signal.default_int_handler if name == "SIGINT" else signal.SIG_DFL
            signal.signal(number, signal.SIG_IGN if number in asked["ignored"] else usual)
    sys.argv = ["-c", *asked["words"]]
    sys.stdin, sys.stdout, sys.stderr = streams_on(handles, asked["given"])
    sys.__stdin__, sys.__stdout__, sys.__stderr__ = sys.stdin, sys.stdout, sys.stderr
    return str(asked["code"])


def streams_on(handles: list[int], given: list[bool]) -> Iterable[Any]:
    """Python's three streams, on what was given for them; nothing for what is closed."""
    left = iter(handles)
    for number, is_given in enumerate(given):
        if is_given:
            handle = next(left)
            os.dup2(handle, number)
            os.close(handle)
            yield stream_on(number)
        else:
            os.close(number)
            yield None


def stream_on(number: int) -> io.TextIOWrapper:
    """One of Python's three streams, as Python itself makes it where the encoding is UTF-8."""
    raw = open(number, "rb" if number == 0 else "wb", closefd=False)  # noqa: SIM115
    errors = "backslashreplace" if number == 2 else "strict"
    return io.TextIOWrapper(raw, "utf-8", errors, line_buffering=number == 2 or os.isatty(number))


def main() -> None:
    load()
    gc.collect()
    gc.freeze()
    code = serve(socket.socket(fileno=int(sys.argv[1])))
    if code is not None:
        exec(compile(code, "<string>", "exec"), {"__name__": "__main__"})


if __name__ == "__main__":
    main()
