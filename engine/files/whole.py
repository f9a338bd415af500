"""Write a file whole or not at all: aside first, forced to the disk, then put in its place.

Whoever ends the program, and whenever, there is the old file or the new one, and never half of one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO


def aside(path: Path) -> Path:
    """Where a file is written before it is whole: beside it, under a name that no table reader takes up."""
    return path.with_name(f".{path.name}.new")


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A stream to write a file by; the file is there when all is written. Raises OSError, and then nothing has changed."""
    fresh = aside(path)
    try:
        with fresh.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(path)
    except BaseException:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise
    settle_folder(path.parent)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file in one go. Raises OSError, and then nothing has changed."""
    with whole_file(path) as stream:
        stream.write(data)


def settle_folder(folder: Path) -> None:
    """Bring a folder's list of files to the disk, where the platform lets us: a new file could else be lost with the power."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
