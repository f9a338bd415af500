"""A set of files, all of them written or none, whatever stops the process: a full disk, a kill, a power cut.

A set is prepared in a folder of its own within the folder that it belongs to: each new file, a copy of each old one, all
on the disk; then a record of what is about to be moved. Files are moved to their places one by one, and with the removal
of the record the new set counts. Where a process stops before that, the next one that writes there reads the record and
takes back what was moved. A file that somebody has changed in the meantime is theirs, and stays.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from attrs import asdict, frozen
from filelock import FileLock, Timeout

from kuroshio.disk.whole import OPEN, NotWritten, digest, digest_of, move_to_free, refusal, settle_folder, write_settled

WORK = ".kuroshio-writing"
RECORD, LOCK = "set.json", "lock"
OURS = re.compile(r"(?:new|old)-\d+|set\.json\.new")  # what may be cleared from the work folder
VERSION = 1  # of the record
PATIENCE = 10.0  # seconds that another process may take to write a set of its own


@frozen
class Move:
    """One file of a set. name: below the folder, with slashes; old, new: digests before and after, `old` empty if it is new."""

    name: str
    old: str
    new: str


@frozen
class Record:
    """What is about to be done. made: folders that the set needs and that are not there, the outer ones first."""

    moves: tuple[Move, ...]
    made: tuple[str, ...]


class Work:
    """The folder of a set while it is written, held by this process alone. Made by `hold`. mode: of files that are new."""

    def __init__(self, folder: Path):
        self.folder, self.inner, self.mode = folder, folder / WORK, OPEN

    def place(self, name: str) -> Path:
        """Where a file of the set lies. Raises NotWritten on a name that leads out of the folder."""
        parts = PurePosixPath(name).parts
        if not parts or PurePosixPath(name).is_absolute() or {"..", WORK} & set(parts):
            raise NotWritten(f"{self.folder / name}: lies outside {self.folder}; name a place within it")
        path = self.folder
        for part in parts[:-1]:
            path /= part
            if path.is_symlink():
                raise NotWritten(f"{path}: is a link; name a folder in which it is none")
        return path / parts[-1]

    def put(self, files: Mapping[str, bytes], olds: Mapping[str, str]) -> None:
        """Write a set. olds: digest of each file that it may write over; elsewhere there must be nothing yet.

        Raises NotWritten, OSError; then all files are as they were.
        """
        moves = [Move(name, olds.get(name, ""), digest(data)) for name, data in files.items()]
        moves = [move for move in moves if move.old != move.new]
        if not moves:
            return
        for i, move in enumerate(moves):
            self._prepare(i, move, files[move.name])
        record = Record(tuple(moves), tuple(self._folders_to_make(files)))
        write_settled(self.inner / f"{RECORD}.new", spelled(record))
        os.replace(self.inner / f"{RECORD}.new", self.inner / RECORD)
        settle_folder(self.inner)
        try:
            for name in record.made:
                os.mkdir(self.place(name))
            for i, move in enumerate(moves):
                self._move(i, move)
            self._settle(record)
            os.unlink(self.inner / RECORD)  # from here on the new set counts
        except BaseException:
            self.take_back()
            raise
        settle_folder(self.inner)

    def _prepare(self, i: int, move: Move, data: bytes) -> None:
        """Write the new file and a copy of the old one into the work folder."""
        new, old, place = self.inner / f"new-{i}", self.inner / f"old-{i}", self.place(move.name)
        write_settled(new, data, self.mode)
        if move.old:
            kept = place.read_bytes()
            _check_unchanged(place, digest(kept), move.old)
            write_settled(old, kept)
            for copy in (new, old):
                shutil.copymode(place, copy)  # what only its owner may read stays so

    def _move(self, i: int, move: Move) -> None:
        """Move a file to its place."""
        place = self.place(move.name)
        try:
            if not move.old:
                move_to_free(self.inner / f"new-{i}", place)
                return
            _check_unchanged(place, digest_of(place), move.old)
            os.replace(self.inner / f"new-{i}", place)
        except FileExistsError:
            raise NotWritten(f"{place}: somebody else has just written it; look at it, and do this again") from None
        except PermissionError as error:
            raise NotWritten(f"{place}: cannot be written over ({error.strerror}); close it where it is open") from None

    def _folders_to_make(self, names: Iterable[str]) -> list[str]:
        """The folders below this one that are not there yet, the outer ones first."""
        folders = {str(parent) for name in names for parent in PurePosixPath(name).parents if str(parent) != "."}
        return sorted(name for name in folders if not self.place(name).is_dir())

    def take_back(self) -> None:
        """Take back what a set that was not finished has moved. Raises NotWritten, OSError; it can then be tried again."""
        path = self.inner / RECORD
        if not os.path.lexists(path):
            return
        record = read_record(path)
        for i, move in enumerate(record.moves):
            place = self.place(move.name)
            if digest_of(place) != move.new:
                continue  # not moved yet, taken back already, or changed by somebody, whose it now is
            if not move.old:
                os.unlink(place)
                continue
            kept = self.inner / f"old-{i}"
            if digest_of(kept) != move.old:
                raise damaged(kept)
            os.replace(kept, place)
        self._settle(record)
        for name in reversed(record.made):
            with suppress(OSError):  # somebody has put something there
                os.rmdir(self.place(name))
        os.unlink(path)
        settle_folder(self.inner)

    def _settle(self, record: Record) -> None:
        """Bring the lists of files of all the folders to the disk."""
        for folder in {self.place(move.name).parent for move in record.moves} | {self.folder}:
            settle_folder(folder)

    def clear(self) -> None:
        """Remove what was prepared, unless a set is still to be taken back; what is not ours stays, or cannot be removed."""
        if os.path.lexists(self.inner / RECORD):
            return
        for path in self.inner.iterdir():
            if OURS.fullmatch(path.name):
                with suppress(OSError):
                    os.unlink(path)


def _check_unchanged(place: Path, found: str, old: str) -> None:
    """Refuse to write over what has become another file since it was looked at."""
    if found != old:
        raise NotWritten(f"{place}: somebody else has just written it; look at it, and do this again")


# --- the record --------------------------------------------------------------------------------------


def spelled(record: Record) -> bytes:
    """A record as the bytes of its file."""
    return json.dumps({"set": VERSION, **asdict(record)}, indent=1).encode()


def read_record(path: Path) -> Record:
    """Read a record. Raises NotWritten on one that this version cannot read, OSError."""
    try:
        table = json.loads(path.read_bytes())
        if isinstance(table["set"], int) and table["set"] > VERSION:
            raise NotWritten(f"{path.parent}: a newer version was stopped while it wrote here; write here with that one first")
        moves = tuple(Move(*(str(move[key]) for key in ("name", "old", "new"))) for move in table["moves"])
        return Record(moves, tuple(map(str, table["made"])))
    except (ValueError, KeyError, TypeError, RecursionError):
        raise damaged(path) from None


def damaged(path: Path) -> NotWritten:
    """A file of the work folder is not what it was: nothing is done on its word."""
    wrong = f"{path}: is not as it was written, so files beside {path.parent} may be half of an older set and half of a newer"
    return NotWritten(f"{wrong}; look at them, remove {path.parent}, and do this again")


# --- one process at a time ---------------------------------------------------------------------------


@contextmanager
def hold(folder: Path, names: Iterable[str] = ()) -> Iterator[Work]:
    """A folder, made if need be, to write a set of these names in; what another process left half done is taken back first.

    Nothing of the work is left afterwards, nor a folder that was made and is empty. Raises NotWritten.
    """
    try:
        folder = folder.resolve()
        within = {folder / parent for name in names for parent in PurePosixPath(name).parents} - {folder}
        made = [path for path in (folder, *folder.parents) if not path.exists()]
        stopped = [other for other in folder.parents if _reaches(other, folder)]
        for other in (*stopped, *sorted(path for path in within if (path / WORK).is_dir())):
            with _held(other):
                pass
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with _held(folder) as work:
                yield work
        finally:
            for path in made:
                with suppress(OSError):
                    os.rmdir(path)
    except OSError as error:
        raise refusal(folder, error) from None


def _reaches(other: Path, folder: Path) -> bool:
    """Whether a set that was not finished in another folder has files in this one too."""
    try:
        record = read_record(other / WORK / RECORD)
    except OSError:
        return False
    return any((other / move.name).is_relative_to(folder) for move in record.moves)


@contextmanager
def _held(folder: Path) -> Iterator[Work]:
    """The work of a folder, under its lock, with nothing in it. Raises NotWritten, OSError."""
    work = Work(folder)
    lock = _locked(work.inner)
    try:
        work.take_back()
        work.clear()
        yield work
    finally:
        work.clear()
        _let_go(work.inner, lock)


def _locked(inner: Path) -> FileLock:
    """The lock of a work folder, which is made. Raises NotWritten where another process keeps it, OSError."""
    deadline = time.monotonic() + PATIENCE
    while True:
        if inner.is_symlink() or not inner.is_dir():
            with suppress(FileExistsError):
                os.mkdir(inner)
            if inner.is_symlink() or not inner.is_dir():
                raise NotWritten(f"{inner}: is no folder, and one of that name is needed to write there; move it away")
        lock = FileLock(inner / LOCK, timeout=0)
        with suppress(Timeout, FileNotFoundError):  # the other may be done by now, and its folder gone
            lock.acquire()
            if (inner / LOCK).exists():
                return lock
            lock.release()
        if time.monotonic() > deadline:
            raise NotWritten(f"{inner.parent}: another command is writing there; let it finish, and do this again")
        time.sleep(0.02)


def _let_go(inner: Path, lock: FileLock) -> None:
    """Remove the lock, the folder if it is empty, and let the next one in."""
    with suppress(OSError):
        os.unlink(inner / LOCK)  # before it is let go, or another could hold it; where that cannot be, afterwards
    lock.release()
    with suppress(OSError):
        if os.name == "nt":
            os.unlink(inner / LOCK)
    with suppress(OSError):
        os.rmdir(inner)


def write_new(path: Path, data: bytes, mode: int = OPEN) -> None:
    """Write one new file whole. Raises NotWritten, where there is one as well."""
    with hold(path.parent) as work:
        work.mode = mode
        work.put({path.name: data}, {})
