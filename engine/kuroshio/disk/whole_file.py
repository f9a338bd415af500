"""Writes one file aside and moves it to its place, so that a reader finds the old or the new one, never half of one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import IO

OPEN, PRIVATE = 0o666, 0o600  # modes of a new file: by the user's umask, or for the owner only


class NotWritten(OSError):
    """A failed write, after which nothing has changed; the text is one sentence for the user."""

    def __init__(self, sentence: str):
        super().__init__(sentence)
        self.strerror = sentence


def refusal(path: Path, error: OSError) -> NotWritten:
    """Return the system's error in writing a file as one sentence."""
    if isinstance(error, NotWritten):
        return error
    return NotWritten(f"{path}: cannot be written ({error.strerror or error}); correct that, or name another place")


def write_settled(path: Path, data: bytes, mode: int = OPEN) -> None:
    """Write a new file and force it to the disk. Raises OSError, FileExistsError if it exists."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(handle, left) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def settle_folder(folder: Path) -> None:
    """Force a folder's entries to the disk, if the platform allows it; else a power cut could lose a new name."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def digest(data: bytes) -> str:
    """Return the SHA-256 of data, in hexadecimal."""
    return sha256(data).hexdigest()


def digest_of(path: Path) -> str:
    """Return the digest of a file; empty without a plain file (a folder, a link, a device). Raises OSError."""
    return digest(path.read_bytes()) if path.is_file() and not path.is_symlink() else ""


def move_to_free(source: Path, target: Path) -> None:
    """Move a file to an unused name. Raises FileExistsError if it is in use, OSError."""
    if os.name == "nt":
        os.rename(source, target)  # on Windows rename refuses to overwrite; elsewhere it overwrites
        return
    try:
        os.link(source, target)
    except FileExistsError:
        raise
    except OSError:  # a disk that has no links
        if os.path.lexists(target):
            raise FileExistsError(17, "File exists", str(target)) from None
        os.rename(source, target)
    else:
        os.unlink(source)


def aside(path: Path) -> Path:
    """Return the path for an unfinished file: beside it, under a name that table readers ignore."""
    return path.with_name(f".{path.name}.new")


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """Give a stream for a file of the program; when all is written the file is moved to its place, else the old one stays.

    Files that people may have written are for `kuroshio.files.outputs`, which checks first. Raises OSError.
    """
    fresh = aside(path)
    with suppress(FileNotFoundError):
        os.unlink(fresh)  # left by a killed process
    try:
        with fresh.open("xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(fresh, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(fresh)
        raise
    settle_folder(path.parent)


def replace(path: Path, data: bytes) -> None:
    """Replace a file of the program in one step. Raises OSError; the old file then stays."""
    with whole_file(path) as stream:
        stream.write(data)
