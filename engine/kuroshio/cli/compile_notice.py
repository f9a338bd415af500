"""Notices while the rules engine is compiled, for which the first game waits: the reason, the progress, and whether it is kept.

Numba reports when a compilation begins. So there is no notice when compiled code is loaded, and always one when there is a
wait, whatever an earlier version has left in the cache folder.
"""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from typing import Any

from numba.core import event

from kuroshio.kernel import jit
from kuroshio.players.player_loading import MODULE

OFTEN, SELDOM = 0.2, 30.0  # seconds between lines: on a terminal, where one is rewritten, and elsewhere
FREE = "one to two minutes of one free core, longer if others use it"
BEGINS = f"Compiling the rules engine for this machine, once for each version: {FREE}."
NOT_KEPT = (
    "The compiled engine cannot be kept in {folder} ({why}), so every start waits like this one. "
    "Set KUROSHIO_CACHE_DIR to a folder that can be written."
)


class CompileNotice(event.Listener):  # type: ignore[misc]
    """Listens to numba's compilations, and tells how many functions of a verb are compiled."""

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        self.clock = clock
        self.deep, self.begun, self.muted = 0, False, False
        self.others = 0  # a user's own functions, which are not part of the rules engine
        self.verb, self.left, self.all = "", set[Any](), 0
        self.told, self.wide = 0.0, 0

    def on_start(self, heard: Any) -> None:
        """A function begins to be compiled: the outermost is a verb, and brings with it what it calls."""
        function = heard.data["dispatcher"]
        if self.others or not (self.deep or not function.py_func.__module__.startswith(MODULE)):
            self.others += 1
            return
        if not self.deep:
            self._begin()
            self.verb = function.py_func.__name__
            self.left = {one for one in within(function) if not one.overloads}
            self.all = len(self.left)
        self.deep += 1
        self._tell()

    def on_end(self, heard: Any) -> None:
        """A function is compiled."""
        if self.others:
            self.others -= 1
            return
        self.deep -= 1
        self.left.discard(heard.data["dispatcher"])
        self._tell()
        if not self.deep:
            self._wipe()
            self._say_if_unkept()

    def _begin(self) -> None:
        if not self.begun:
            self.begun, self.told = True, self.clock()
            self._write(f"{BEGINS}\n")
            self._say_if_unkept()

    def _say_if_unkept(self) -> None:
        """Say once that the next start will wait as well."""
        if jit.UNKEPT and not _said:
            _said.append(True)
            self._write(NOT_KEPT.format(folder=jit.CACHE_FOLDER.parent, why=jit.UNKEPT[0]) + "\n")

    def _tell(self) -> None:
        live = is_terminal()
        if self.clock() - self.told < (OFTEN if live else SELDOM):
            return
        self.told = self.clock()
        line = f"Compiling {self.verb}: {self.all - len(self.left)} of {self.all} functions"
        if live:
            line = line[: shutil.get_terminal_size().columns - 1]
            self._write("\r" + line.ljust(self.wide))
            self.wide = len(line)
        else:
            self._write(f"{line}\n")

    def _wipe(self) -> None:
        """Take the line from the terminal that was rewritten."""
        if self.wide:
            self._write("\r" + " " * self.wide + "\r")
            self.wide = 0

    def _write(self, text: str) -> None:
        if not self.muted and sys.stderr is not None:
            with suppress(OSError, ValueError):  # nobody listens any longer
                sys.stderr.write(text)
                sys.stderr.flush()

    def mute(self) -> None:
        """Say no more: the command has been interrupted."""
        self._wipe()
        self.muted = True


_said: list[bool] = []  # that nothing can be kept
_notice: list[CompileNotice] = []  # the one of this process


def is_terminal() -> bool:
    """Whether a person reads the error stream as it is written."""
    return sys.stderr is not None and sys.stderr.isatty()


def listen() -> CompileNotice:
    """Tell from now on whenever something is compiled."""
    if not _notice:
        _notice.append(CompileNotice())
        event.register("numba:compile", _notice[0])
    return _notice[0]


def within(function: Any) -> Iterator[Any]:
    """A compiled function and all that it calls, each once."""
    found, left = set(), [function]
    while left:
        one = left.pop()
        if one not in found:
            found.add(one)
            yield one
            code, known = one.py_func.__code__, one.py_func.__globals__
            left += [known[name] for name in code.co_names if hasattr(known.get(name), "py_func")]


def compile_first(play: Callable[[], object]) -> None:
    """Call what has the engine compiled, in a thread of its own: an interruption is heard at once and waits for no compiler."""
    teller = listen()
    pool = ThreadPoolExecutor(1)
    try:
        called = pool.submit(play)
        while not wait([called], OFTEN).done:
            pass
        called.result()
    except KeyboardInterrupt:
        teller.mute()
        raise
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
