"""Ends a command from outside: Ctrl-C, TERM and a closed terminal all act like Ctrl-C.

The first signal raises KeyboardInterrupt in the main thread. Later ones do nothing, so that they do not disturb the cleanup;
a KILL is safe for the files at any moment. Code that catches the exception calls `caught`; else the interruption comes again,
because a finalizer or a library may have swallowed it.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from contextlib import suppress
from types import FrameType
from typing import IO, Any

from kuroshio.cli.terminal import Unprinted

SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")  # a platform has some of them
INTERRUPTED = 130  # what shells expect after Ctrl-C, which is signal 2: 128 and the number of the signal
AGAIN = 1.0  # seconds from an interruption to the next, if nobody has caught the first
_heard = 0  # the signal that ended the command; 0 while none has
_caught = False


class Ended(KeyboardInterrupt):
    """A signal has ended the command."""


def listen() -> None:
    """Have every signal that can be caught end the command as Ctrl-C does.

    INT is taken even where it was inherited as ignored, as by what a script starts in the background. HUP is not: who
    starts a command with `nohup` wants it to outlive the terminal.
    """
    global _heard, _caught
    _heard, _caught = 0, False
    if threading.current_thread() is not threading.main_thread():
        return
    for name in SIGNALS:
        number = getattr(signal, name, None)
        if number is not None and not (name == "SIGHUP" and signal.getsignal(number) == signal.SIG_IGN):
            signal.signal(number, _hear)
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, _insist)
    sys.unraisablehook = _pass_over


def _hear(number: int, frame: FrameType | None) -> None:
    global _heard
    insisting = hasattr(signal, "setitimer")
    if _caught or (_heard and insisting):
        return
    _heard = number
    if insisting:
        signal.setitimer(signal.ITIMER_REAL, AGAIN)
    raise Ended(number)


def _insist(number: int, frame: FrameType | None) -> None:
    """Interrupt once more: a second later nobody has caught the first."""
    if _heard and not _caught:
        signal.setitimer(signal.ITIMER_REAL, AGAIN)
        raise Ended(_heard)


def caught() -> None:
    """Say that a KeyboardInterrupt has been caught where it ends the command: from here on nothing interrupts."""
    global _caught
    _caught = True
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, 0)


def _pass_over(lost: Any) -> None:
    """Ignore Python's report on an exception in a finalizer if it is an interruption, which comes again."""
    if not isinstance(lost.exc_value, Ended):
        sys.__unraisablehook__(lost)


def heard() -> bool:
    """Whether a signal has ended the command."""
    return _heard != 0


def status() -> int:
    """The exit status of a command that was interrupted: 128 and the number of the signal."""
    return 128 + _heard if _heard else INTERRUPTED


def leave(code: int) -> None:
    """End the program with a status, its output written out; once a signal has come, without waiting for any thread."""
    caught()
    for name in SIGNALS:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == _hear:
            signal.signal(number, signal.SIG_IGN)  # Python puts back what kills while it clears up; all is done by now
    told = written_out(code)
    if _heard:
        os._exit(code if code == 2 else status())  # 2: what was in hand could not be kept, which weighs more
    gc.freeze()  # to look for cycles among all that was loaded would take a tenth of a second
    sys.exit(told)


def written_out(code: int) -> int:
    """Bring the output to whom it is for; the status, which is another where that cannot be done."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except Unprinted as lost:
            code = code or unprinted(lost)
        except OSError:
            drop(stream)
    return code


def unprinted(lost: Unprinted) -> int:
    """Say that the output takes no more, unless its reader has left, who knows; the status of a command that came to this."""
    drop(sys.stdout)
    if isinstance(lost.error, BrokenPipeError):
        return 1
    say(f"The output cannot be written: {lost.error.strerror or lost.error}")
    return 2


def drop(stream: IO[str]) -> None:
    """Let what a stream still holds go nowhere, so that Python does not try to write it once more."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def say(text: str) -> None:
    """A sentence on the error stream, if anybody still listens there."""
    with suppress(OSError, ValueError):
        print(text, file=sys.stderr, flush=True)
