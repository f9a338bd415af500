"""Output streams: texts cannot control the terminal, and characters that an encoding lacks are spelled more plainly.

`kuroshio` prints through two streams made here, in place of Python's. Titles, names, notes, paths and words of the command line
come from people and files; a terminal would obey control characters in them. Files that are written are not changed.
"""

from __future__ import annotations

import codecs
import errno
import io
import os
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO, cast

STANDARD = 2  # the last of the numbers that the standard streams have
PLAIN = "kuroshio.plain"  # the name by which Python knows `spell_plainly`
LOST = 0xFFFD  # replaces a control character
STEERING = ("Cc", "Cf", "Zl", "Zp", "Cs")  # controls, marks of direction, breaks of lines and halves of pairs
KEPT = "\n\t\u200c\u200d"  # of these: ends of lines, and what joins letters within a word
SPELLED = {
    "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-", "\u2212": "-", "\u2022": "*",
    "\u00b7": "-", "\u2192": "->",
}  # fmt: skip


class Unprinted(Exception):
    """The output cannot be written; `error` says why. It is not an OSError, so that it is not mistaken for a file's error."""

    def __init__(self, error: OSError):
        super().__init__(str(error))
        self.error = error


class _Harmless(dict[int, int]):
    """What stands for each character, by its number, as `str.translate` asks."""

    def __missing__(self, code: int) -> int:
        char = chr(code)
        self[code] = LOST if unicodedata.category(char) in STEERING and char not in KEPT else code
        return self[code]


HARMLESS = _Harmless()


def clean(text: str) -> str:
    """Return a text without control characters, of the same length."""
    return text.translate(HARMLESS)


def one_line(text: str) -> str:
    """A clean text on one line, so that what is quoted in a sentence does not look like a second one."""
    return clean(" ".join(text.split("\n"))).replace("\t", " ")


def spell_plainly(error: UnicodeError) -> tuple[str, int]:
    """For `codecs.register_error`: what stands for characters that an encoding has not, such as o for an o with a mark."""
    assert isinstance(error, UnicodeEncodeError)
    return "".join(map(_plain, error.object[error.start : error.end])), error.end


def _plain(char: str) -> str:
    bare = unicodedata.normalize("NFKD", char).encode("ascii", "ignore").decode()
    return SPELLED.get(char) or bare or "?"


class Stream(io.TextIOBase):
    """A standard stream of the program over Python's own, which is None where it was closed when the program began.

    needed: what cannot be printed raises Unprinted, for somebody asked for it; else it is dropped. painted: the text has
    colours in it and is clean already. There is no `buffer`, so that no library writes past it.
    """

    def __init__(self, inner: IO[str] | None, needed: bool, painted: bool = False):
        self.inner, self.needed, self.painted = inner, needed, painted
        with suppress(AttributeError, ValueError, OSError):
            cast(io.TextIOWrapper, inner).reconfigure(errors=PLAIN)

    def write(self, text: str) -> int:
        """Print a text. Raises Unprinted."""
        said = str.translate(text, {} if self.painted else HARMLESS)
        with self._printing():
            self._open().write(said)
        return len(text)

    def flush(self) -> None:
        """Bring it to whom it is for. Raises Unprinted."""
        if self.inner is not None:
            with self._printing():
                self.inner.flush()

    def over_painted(self) -> Stream:
        """The same stream for text with colours in it."""
        return Stream(self.inner, self.needed, painted=True)

    def _open(self) -> IO[str]:
        if self.inner is None:
            raise OSError(errno.EBADF, "it is closed")
        return self.inner

    @contextmanager
    def _printing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if self.needed:
                raise Unprinted(error) from None

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """The encoding of the stream below."""
        return getattr(self.inner, "encoding", None) or "utf-8"

    def isatty(self) -> bool:
        """Whether a terminal is at the other end."""
        return self.inner is not None and self.inner.isatty()

    def fileno(self) -> int:
        """Return the number of the underlying stream. Raises OSError if it has none."""
        return self._open().fileno()

    def writable(self) -> bool:
        """It can be written to."""
        return True


@contextmanager
def taken() -> Iterator[None]:
    """Have all that is printed within go through streams that are made here."""
    keep_numbers()
    codecs.register_error(PLAIN, spell_plainly)
    before = sys.stdin, sys.stdout, sys.stderr
    if sys.stdin is None:  # it was closed: nothing comes
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115
    sys.stdout, sys.stderr = Stream(sys.stdout, needed=True), Stream(sys.stderr, needed=False)
    try:
        yield
    finally:
        sys.stdin, sys.stdout, sys.stderr = before


def keep_numbers() -> None:
    """A standard stream that is closed would leave its number to the next file, and what a library prints would go into that."""
    while (handle := os.open(os.devnull, os.O_RDWR)) <= STANDARD:
        pass
    os.close(handle)
