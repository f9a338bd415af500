"""Writes a set of files, all or none, whatever stops the process: a full disk, a kill, a power cut.

A set is prepared in a work folder within its folder: each new file, a copy of each old one, all forced to the disk; then a
record of the moves to come. Then the files are moved to their places one by one, and the removal of the record completes the
set. If a process stops before that, the next one that writes there reads the record and takes the moves back. A file that
somebody has changed in the meantime stays.
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

from kuroshio.disk.whole_file import OPEN, NotWritten, digest, digest_of, move_to_free, refusal, settle_folder, write_settled

WORK = ".kuroshio-writing"
RECORD, LOCK = "set.json", "lock"
OURS = re.compile(r"(?:new|old)-\d+|set\.json\.new")  # files that may be removed from the work folder
VERSION = 1  # format of the record
PATIENCE = 10.0  # seconds to wait for another process that writes a set


@frozen
class FileMove:
    """One file of a set. name: below the folder, with slashes; old, new: digests before and after, `old` empty if it is new."""

    name: str
    old: str
    new: str


@frozen
class PendingMoves:
    """The moves to come. made: folders that the set needs and that do not exist yet, the outer ones first."""

    moves: tuple[FileMove, ...]
    made: tuple[str, ...]


class Work:
    """The folder of a set while this process writes it. Made by `hold`. mode: of new files."""

    def __init__(self, folder: Path):
        self.folder, self.inner, self.mode = folder, folder / WORK, OPEN

    def place(self, name: str) -> Path:
        """Return the path of a file of the set. Raises NotWritten on a name that leads out of the folder."""
        parts = PurePosixPath(name).parts
        if not parts or PurePosixPath(name).is_absolute() or {"..", WORK} & set(parts):
            raise NotWritten(f"{self.folder / name}: is outside {self.folder}; name a place within it")
        path = self.folder
        for part in parts[:-1]:
            path /= part
            if path.is_symlink():
                raise NotWritten(f"{path}: is a link; name a folder without that link")
        return path / parts[-1]

    def put(self, files: Mapping[str, bytes], olds: Mapping[str, str]) -> None:
        """Write a set. olds: the digest of each file that it may overwrite; other files must be new.

        Raises NotWritten, OSError; then all files are as they were.
        """
        moves = [FileMove(name, olds.get(name, ""), digest(data)) for name, data in files.items()]
        moves = [move for move in moves if move.old != move.new]
        if not moves:
            return
        for i, move in enumerate(moves):
            self._prepare(i, move, files[move.name])
        record = PendingMoves(tuple(moves), tuple(self._folders_to_make(files)))
        write_settled(self.inner / f"{RECORD}.new", spelled(record))
        os.replace(self.inner / f"{RECORD}.new", self.inner / RECORD)
        settle_folder(self.inner)
        try:
            for name in record.made:
                os.mkdir(self.place(name))
            for i, move in enumerate(moves):
                self._move(i, move)
            self._settle(record)
            os.unlink(self.inner / RECORD)  # from here on the new set is complete
        except BaseException:
            self.take_back()
            raise
        settle_folder(self.inner)

    def _prepare(self, i: int, move: FileMove, data: bytes) -> None:
        """Write the new file and a copy of the old one into the work folder."""
        new, old, place = self.inner / f"new-{i}", self.inner / f"old-{i}", self.place(move.name)
        write_settled(new, data, self.mode)
        if move.old:
            kept = place.read_bytes()
            _check_unchanged(place, digest(kept), move.old)
            write_settled(old, kept)
            for copy in (new, old):
                shutil.copymode(place, copy)  # a private file stays private

    def _move(self, i: int, move: FileMove) -> None:
        """Move a file to its place."""
        place = self.place(move.name)
        try:
            if not move.old:
                move_to_free(self.inner / f"new-{i}", place)
                return
            _check_unchanged(place, digest_of(place), move.old)
            os.replace(self.inner / f"new-{i}", place)
        except FileExistsError:
            raise NotWritten(f"{place}: somebody else has just written it; look at it, and try again") from None
        except PermissionError as error:
            raise NotWritten(f"{place}: cannot be overwritten ({error.strerror}); close it in other programs") from None

    def _folders_to_make(self, names: Iterable[str]) -> list[str]:
        """Return the folders below this one that do not exist yet, the outer ones first."""
        folders = {str(parent) for name in names for parent in PurePosixPath(name).parents if str(parent) != "."}
        return sorted(name for name in folders if not self.place(name).is_dir())

    def take_back(self) -> None:
        """Take back the moves of an unfinished set. Raises NotWritten, OSError; it can then be tried again."""
        path = self.inner / RECORD
        if not os.path.lexists(path):
            return
        record = read_record(path)
        for i, move in enumerate(record.moves):
            place = self.place(move.name)
            if digest_of(place) != move.new:
                continue  # not moved yet, already taken back, or changed by somebody and therefore theirs
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

    def _settle(self, record: PendingMoves) -> None:
        """Force the directory entries of all folders to the disk."""
        for folder in {self.place(move.name).parent for move in record.moves} | {self.folder}:
            settle_folder(folder)

    def clear(self) -> None:
        """Remove prepared files, unless a set is still to be taken back; files of others stay."""
        if os.path.lexists(self.inner / RECORD):
            return
        for path in self.inner.iterdir():
            if OURS.fullmatch(path.name):
                with suppress(OSError):
                    os.unlink(path)


def _check_unchanged(place: Path, found: str, old: str) -> None:
    """Refuse to overwrite a file that has changed since it was checked."""
    if found != old:
        raise NotWritten(f"{place}: somebody else has just written it; look at it, and try again")


# --- the record --------------------------------------------------------------------------------------


def spelled(record: PendingMoves) -> bytes:
    """Return a record as the bytes of its file."""
    return json.dumps({"set": VERSION, **asdict(record)}, indent=1).encode()


def read_record(path: Path) -> PendingMoves:
    """Read a record. Raises NotWritten on one that this version cannot read, OSError."""
    try:
        table = json.loads(path.read_bytes())
        if isinstance(table["set"], int) and table["set"] > VERSION:
            raise NotWritten(f"{path.parent}: a newer version was stopped while it wrote here; write here with it first")
        moves = tuple(FileMove(*(str(move[key]) for key in ("name", "old", "new"))) for move in table["moves"])
        return PendingMoves(moves, tuple(map(str, table["made"])))
    except (ValueError, KeyError, TypeError, RecursionError):
        raise damaged(path) from None


def damaged(path: Path) -> NotWritten:
    """Return the refusal on a changed file of the work folder, which cannot be trusted."""
    wrong = f"{path}: has been changed, so the files beside {path.parent} may be partly of an older set and partly of a newer"
    return NotWritten(f"{wrong}; look at them, remove {path.parent}, and try again")


# --- one process at a time ---------------------------------------------------------------------------


@contextmanager
def hold(folder: Path, names: Iterable[str] = ()) -> Iterator[Work]:
    """Give a folder, made if needed, for writing a set of these names; an unfinished set of another process is first taken back.

    Afterwards the work folder is removed, and a new folder that stayed empty. Raises NotWritten.
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
    """Whether an unfinished set of another folder also has files in this one."""
    try:
        record = read_record(other / WORK / RECORD)
    except OSError:
        return False
    return any((other / move.name).is_relative_to(folder) for move in record.moves)


@contextmanager
def _held(folder: Path) -> Iterator[Work]:
    """Return the empty work of a folder, under its lock. Raises NotWritten, OSError."""
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
    """Make a work folder and lock it. Raises NotWritten if another process holds the lock, OSError."""
    deadline = time.monotonic() + PATIENCE
    while True:
        if inner.is_symlink() or not inner.is_dir():
            with suppress(FileExistsError):
                os.mkdir(inner)
            if inner.is_symlink() or not inner.is_dir():
                raise NotWritten(f"{inner}: is not a folder, but a folder of that name is needed; move it away")
        lock = FileLock(inner / LOCK, timeout=0)
        with suppress(Timeout, FileNotFoundError):  # the other process may have finished and removed its folder
            lock.acquire()
            if (inner / LOCK).exists():
                return lock
            lock.release()
        if time.monotonic() > deadline:
            raise NotWritten(f"{inner.parent}: another command is writing there; let it finish, and try again")
        time.sleep(0.02)


def _let_go(inner: Path, lock: FileLock) -> None:
    """Remove the lock file and the folder if it is empty, and release the lock."""
    with suppress(OSError):
        os.unlink(inner / LOCK)  # before the release, or another process could hold it; if that fails, afterwards
    lock.release()
    with suppress(OSError):
        if os.name == "nt":
            os.unlink(inner / LOCK)
    with suppress(OSError):
        os.rmdir(inner)


def write_new(path: Path, data: bytes, mode: int = OPEN) -> None:
    """Write one new file whole. Raises NotWritten, also if the file exists."""
    with hold(path.parent) as work:
        work.mode = mode
        work.put({path.name: data}, {})
