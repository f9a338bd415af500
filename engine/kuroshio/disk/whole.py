"""One file, written aside and moved to its place: whoever reads it finds the old one or the new one, never half of one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import IO

OPEN, PRIVATE = 0o666, 0o600  # modes of a new file: as the user's own mask says, or its owner's alone


class NotWritten(OSError):
    """What could not be written, so that all stands as it stood; the text is one sentence for the user."""

    def __init__(self, sentence: str):
        super().__init__(sentence)
        self.strerror = sentence


def refusal(path: Path, error: OSError) -> NotWritten:
    """What the disk says against writing somewhere, as one sentence."""
    if isinstance(error, NotWritten):
        return error
    return NotWritten(f"{path}: cannot be written ({error.strerror or error}); mend that, or name another place")


def write_settled(path: Path, data: bytes, mode: int = OPEN) -> None:
    """Write a new file and bring it to the disk. Raises OSError, FileExistsError where there is one."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(handle, left) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def settle_folder(folder: Path) -> None:
    """Bring a folder's list of files to the disk, where the platform lets us: a new name could else be lost with the power."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def digest(data: bytes) -> str:
    """What tells one content from another: its SHA-256, in hex."""
    return sha256(data).hexdigest()


def digest_of(path: Path) -> str:
    """The digest of a file; empty where there is no file, or something else: a folder, a link, a device. Raises OSError."""
    return digest(path.read_bytes()) if path.is_file() and not path.is_symlink() else ""


def move_to_free(source: Path, target: Path) -> None:
    """Move a file to a name that nothing has. Raises FileExistsError where something has it, OSError."""
    if os.name == "nt":
        os.rename(source, target)  # refuses there what a rename writes over elsewhere
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
    """Where a file is written before it is whole: beside it, under a name that no table reader takes up."""
    return path.with_name(f".{path.name}.new")


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A stream to write a file of the program's own by; it is in its place when all is written, else the old one stays.

    What a person may have written, or a set of files, is no matter for this: `kuroshio.files.outputs` asks first. Raises OSError.
    """
    fresh = aside(path)
    with suppress(FileNotFoundError):
        os.unlink(fresh)  # left by a process that was killed
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
    """Write a file of the program's own in one go, in place of the one there. Raises OSError; the old one then stays."""
    with whole_file(path) as stream:
        stream.write(data)
