"""Writes the journal of one game: lines are appended act by act, and an act is on disk whole or not at all."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, Any

from attrs import frozen
from filelock import FileLock, Timeout

from kuroshio import __version__
from kuroshio.disk.whole_file import PRIVATE, aside, settle_folder, write_settled
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.kernel.version import KERNEL
from kuroshio.model.fingerprint import fingerprint
from kuroshio.model.times_of_day import utc_now
from kuroshio.session.journal_format import FORMAT, MINOR, JournalLine, check_entry, count_in, counting, signed, spelled
from kuroshio.session.journal_reader import OWNERS, SUFFIX, NotKept, UnreadableGame, read
from kuroshio.session.line_kinds import CODE, HASH, LAYOUT, NAME, SEATS, TEXT, YES_OR_NO, each, pair, register, table, whole

register(
    "header",
    {
        "format": whole(1), "minor": whole(0), "kuroshio": TEXT, "kernel": whole(1), "content": CODE, "scenario": TEXT,
        "rules": TEXT, "seed": whole(0, 2**64 - 1), "people": SEATS, "policies": each(pair(NAME, NAME)), "umpire": YES_OR_NO,
    },
    {"branch": table({"line": whole(1, 2**53), "hash": TEXT})},
)  # fmt: skip
# The second line: the content of the game, packed, and the layout of its records.
register("content", {"digest": HASH, "files": CODE, "rows": HASH, "game": LAYOUT, "line": LAYOUT})

__all__ = ["SUFFIX", "Journal", "NotKept", "UnreadableGame", "begin", "go_on", "header_of", "read"]


def stamp(now: datetime) -> str:
    """Return a time in the journal's form, in which texts sort like their times."""
    return f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"


# --- writing -----------------------------------------------------------------------------------------


@frozen
class JournalLength:
    """The length of a journal: lines, and bytes on the disk."""

    lines: int
    size: int


class Journal:
    """The lines of one game, appended to its file; without a stream they are kept in memory only.

    `entries` holds all lines, `counted` those that count. Appended lines are in memory until `keep` writes them to the disk.
    acting: the next lines belong to an act that is still open. ahead: by how much the last line read is ahead of the machine's
    clock, if that was set back since; the time of the game continues from that line.
    """

    def __init__(
        self,
        stream: IO[bytes] | None = None,
        entries: Iterable[JournalLine] = (),
        path: Path | None = None,
        lock: FileLock | None = None,
        now: Callable[[], datetime] = utc_now,
    ):
        self.stream, self.path, self.lock, self.now = stream, path, lock, now
        self.entries = list(entries)
        self.counted = counting(self.entries)
        self.size = stream.seek(0, os.SEEK_END) if stream else 0
        self.written = len(self.entries)  # lines on the disk
        self.torn = False  # bytes beyond `size` may lie in the file
        self.acting = False
        self.ahead = self._ahead()

    def _ahead(self) -> timedelta:
        """Return it in whole seconds; zero if the clock is later, as it should be."""
        last = self.entries[-1].at if self.entries else ""
        ahead = (datetime.fromisoformat(last) - self.now()).total_seconds() if last else 0
        return timedelta(seconds=max(math.ceil(ahead), 0))

    def time(self) -> datetime:
        """Return the time of the game, which is never before its last line."""
        return self.now() + self.ahead

    def append(self, kind: str, **fields: Any) -> JournalLine:
        """Add a line; `keep` must follow before anybody sees its effect. Raises BadLine if it could not be read again."""
        last = self.entries[-1] if self.entries else JournalLine(0, "", "")
        at = max(stamp(self.time()), last.at)  # a clock that is set back does not set the journal's time back
        entry = signed(JournalLine(last.n + 1, at, kind, fields, more=self.acting), last.hash)
        check_entry(entry)
        self.entries.append(entry)
        count_in(self.counted, entry)
        return entry

    def keep(self) -> None:
        """Write what was appended to the disk, all of it or nothing. Raises NotKept."""
        fresh = self.entries[self.written :]
        if self.stream is not None and fresh:
            self._write(b"".join(spelled(entry) for entry in fresh))
        self.written = len(self.entries)

    def _write(self, data: bytes) -> None:
        """Append bytes and force them to the disk, all or none."""
        assert self.stream is not None
        try:
            self._trim()
            self.torn = True
            written = 0
            while written < len(data):
                written += self.stream.write(data[written:])
            self.stream.flush()
            os.fsync(self.stream.fileno())
        except BaseException as error:  # after an interruption too: half a line must not stay
            self._trim_if_possible()
            if not isinstance(error, OSError):
                raise
            raise self._not_kept(error) from None
        self.size, self.torn = self.size + len(data), False

    def _trim(self) -> None:
        """Cut off what follows the last whole line. Raises OSError."""
        if self.torn and self.stream is not None:
            self.stream.truncate(self.size)
            self.stream.seek(self.size)
            self.torn = False

    def _trim_if_possible(self) -> None:
        """Cut off half a line. If that fails it is done before the next line; until then a reader skips it."""
        try:
            self._trim()
        except OSError:
            self.torn = True

    def _not_kept(self, error: OSError) -> NotKept:
        why = error.strerror or str(error)
        return NotKept(f"{self.path}: cannot be written ({why}); nothing was entered: repair that and enter it again")

    def mark(self) -> JournalLength:
        """Return the length of the journal, for `cut`."""
        return JournalLength(len(self.entries), self.size)

    def cut(self, mark: JournalLength) -> None:
        """Remove the lines after a mark, of an act that cannot be kept."""
        if len(self.entries) > mark.lines:
            del self.entries[mark.lines :]
            self.counted = counting(self.entries)
        if self.written > mark.lines:
            self.written, self.size, self.torn = mark.lines, mark.size, True
            self._trim_if_possible()

    def keep_at(self, path: Path) -> None:
        """Write all lines, so far in memory only, to a new file. Raises NotKept; then there is no such file."""
        stream, self.lock = create(path)
        stream.close()
        self.path, fresh, data = path, aside(path), b"".join(spelled(entry) for entry in self.entries)
        try:
            write_settled(fresh, data, PRIVATE)
            os.replace(fresh, path)
            settle_folder(path.parent)
            self.stream = path.open("r+b", buffering=0)
        except OSError as error:
            for left in (fresh, path):
                left.unlink(missing_ok=True)
            self.close()
            raise self._not_kept(error) from None
        self.size, self.written = self.stream.seek(0, os.SEEK_END), len(self.entries)

    def close(self) -> None:
        """Close the file and release its lock."""
        if self.stream is not None:
            self.stream.close()
        if self.lock is not None:
            self.lock.release()


def header_of(
    tables: Tables,
    scenario: str,
    rules: str,
    people: Iterable[str],
    policies: Iterable[tuple[str, str]],
    seed: int,
    umpire: bool = False,
) -> dict[str, Any]:
    """Return the fields of the first line. scenario, rules: as typed; umpire: whether one sits."""
    return {
        "format": FORMAT,
        "minor": MINOR,
        "kuroshio": __version__,
        "kernel": KERNEL,
        "content": fingerprint(tables.ruleset, tables.board, tables.scenario),
        "scenario": scenario,
        "rules": rules,
        "seed": seed,
        "people": list(people),
        "policies": [list(pair) for pair in policies],
        "umpire": umpire,
    }


def begin(path: Path | None, header: Mapping[str, Any], content: Mapping[str, Any] | None = None) -> Journal:
    """Begin a new file, or a journal in memory; `content`: the second line. Raises NotKept, also if the file exists."""
    journal = Journal()
    journal.acting = content is not None
    journal.append("header", **header)
    journal.acting = False
    if content is not None:
        journal.append("content", **content)
    if path is not None:
        journal.keep_at(path)
    return journal


def create(path: Path) -> tuple[IO[bytes], FileLock]:
    """Create a file that only its owner may read, and its lock. Raises NotKept, also if the file exists.

    The lock is taken first, so that a failure leaves no file behind.
    """
    if path.exists():
        raise NotKept(f"{path}: this file already exists; name another")
    lock = None
    try:
        owners_folder(path.parent)
        lock = locked(path)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), PRIVATE)
    except (OSError, ValueError) as error:  # ValueError: a character that no file name can have
        if lock is not None:
            with suppress(OSError):
                path.with_name(f"{path.name}.lock").unlink()
            lock.release()
        why = getattr(error.__cause__ or error, "strerror", None) or str(error)
        raise NotKept(f"{path}: a game cannot be kept there ({why}); name a file in a folder that can be written") from None
    settle_folder(path.parent)
    return os.fdopen(handle, "w+b", buffering=0), lock


def owners_folder(folder: Path) -> None:
    """Make a folder that only its owner may read; an existing one stays as it is. Raises OSError."""
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=OWNERS, exist_ok=True)


def locked(path: Path) -> FileLock:
    """Take the lock on a journal, until it is released or this process ends. Raises NotKept if another process holds it."""
    lock = FileLock(path.with_name(f"{path.name}.lock"), timeout=0, mode=PRIVATE)
    try:
        lock.acquire()
    except Timeout:
        raise NotKept(f"{path}: the game is open elsewhere; close it there, or branch off a copy") from None
    except OSError as error:
        raise NotKept(f"{path}: cannot be continued ({error.strerror}); copy it to a folder that can be written") from error
    return lock


def go_on(path: Path) -> Journal:
    """Continue a file, cutting off an incomplete act. Raises UnreadableGame, NotKept, OSError."""
    if not path.is_file():
        raise FileNotFoundError(2, "no such file", str(path))
    lock = locked(path)
    try:
        kept = read(path)
        if kept.unplayable():
            raise UnreadableGame(kept.unplayable())
        stream = path.open("r+b", buffering=0)
        stream.truncate(kept.size)
    except OSError as error:
        lock.release()
        raise NotKept(f"{path}: cannot be continued ({error.strerror}); copy it to a folder that can be written") from None
    except UnreadableGame:
        lock.release()
        raise
    return Journal(stream, kept.entries, path, lock)
