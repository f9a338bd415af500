"""What every folder of results has, of `kuroshio run` or of a study file: a lock, times, and parts while games are played.

Parts are whole files, each written aside, forced to the disk and moved to its place, so that all can be read however the program
ends. The name of one says which games it holds and has the digest of its bytes; games of parts that do not match are played anew.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from attrs import define
from filelock import FileLock, Timeout

from kuroshio.disk.whole_file import aside, replace
from kuroshio.model.times_of_day import whole
from kuroshio.study import manifest

PARTS, LOCK, TIMES = "parts", ".lock", "times.csv"
NAMED = re.compile(r"(\d+(?:-\d+)*)-[0-9a-f]{16}\.\w+")


class Refusal(ValueError):
    """A folder in which a study cannot be kept or continued; the text is one sentence for the user."""


# --- parts ---------------------------------------------------------------------------------------


@define
class PartFiles:
    """The files of parts in a folder of results: `parts/TABLE/NUMBERS-DIGEST.SUFFIX`. damaged: files that did not match."""

    folder: Path
    suffix: str
    damaged: int = 0

    def place(self, table: str) -> Path:
        """Return the folder of a table's parts."""
        return self.folder / PARTS / table

    def make_places(self, tables: Collection[str]) -> None:
        """Make the folders of the parts of some tables. Raises OSError."""
        for table in tables:
            self.place(table).mkdir(parents=True, exist_ok=True)

    def write(self, table: str, numbers: str, data: bytes) -> Path:
        """Write the bytes of a part. numbers: digits with hyphens between them, which say what it holds. Raises OSError."""
        path = self.place(table) / f"{numbers}-{digest(data)}.{self.suffix}"
        replace(path, data)
        return path

    def found(self, table: str) -> Iterator[tuple[tuple[int, ...], Path]]:
        """Return the numbers and the paths of a table's parts whose bytes match their names, in order; count the others."""
        for path in sorted(self.place(table).glob("[!.]*")):
            named = NAMED.fullmatch(path.name)
            if named and is_sound(path):
                yield tuple(int(number) for number in named[1].split("-")), path
            else:
                self.damaged += 1

    def keep(self, tables: Collection[str], taken: Collection[Path]) -> None:
        """Remove all files of some tables' parts but those taken. Raises OSError."""
        for table in tables:
            for path in self.place(table).iterdir():
                if path not in taken:
                    path.unlink()

    def remove(self) -> None:
        """Remove all parts."""
        shutil.rmtree(self.folder / PARTS, ignore_errors=True)


def digest(data: bytes) -> str:
    """Return the first half of a SHA-256, for the name of a part."""
    return hashlib.sha256(data).hexdigest()[:16]


def is_sound(path: Path) -> bool:
    """Whether the bytes of a part match its name."""
    try:
        return path.stem.endswith(digest(path.read_bytes()))
    except OSError:
        return False


def sound(path: Path) -> bytes:
    """Read the bytes of a part. Raises Refusal if they no longer match its name."""
    data = path.read_bytes()
    if not path.stem.endswith(digest(data)):
        raise Refusal(f"{path}: has been damaged since it was written; continue with --resume, which plays its games again")
    return data


# --- times ---------------------------------------------------------------------------------------


def note(folder: Path, event: str, games_played: int, **more: int) -> None:
    """Add a line to the table of times; no other file holds times, so that they are the same in every run. Raises OSError.

    more: further columns, the same in every line.
    """
    path = folder / TIMES
    before = path.read_bytes() if path.exists() else f"{','.join(('time', 'event', 'games_played', *more))}\r\n".encode()
    line = (whole(datetime.now().astimezone()), event, games_played, *more.values())
    replace(path, before + f"{','.join(map(str, line))}\r\n".encode())


# --- who writes ----------------------------------------------------------------------------------


def own_names() -> set[str]:
    """Return the names of files that a study may leave if it ends before its first manifest."""
    return {LOCK, aside(Path(manifest.NAME)).name}


def locked(folder: Path) -> FileLock:
    """Take the lock on a study, until it is released or this process ends. Raises Refusal if another holds it, OSError."""
    lock = FileLock(folder / LOCK, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise Refusal(f"{folder}: another run is writing there now; wait for its end, or name another folder") from None
    return lock


def let_go(folder: Path, lock: FileLock, over: bool) -> None:
    """Release the lock. over: whether the study is complete; the file is then removed, because nobody writes there again."""
    lock.release()
    if over:
        with suppress(OSError):
            (folder / LOCK).unlink(missing_ok=True)
