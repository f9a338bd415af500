"""The journal of one game on disk: appended to line by line, verified whole, recovered up to what is damaged."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from attrs import frozen
from filelock import FileLock, Timeout

from engine import __version__
from engine.kernel.tables import Tables
from engine.session.entries import (
    FORMAT,
    KINDS,
    MINOR,
    BadLine,
    Entry,
    check_kind,
    count_in,
    counting,
    parsed,
    signed,
    spelled,
    table_of,
    verified,
)
from engine.session.migrate import CHAINED, MIGRATIONS, digest_of

__all__ = ["MIGRATIONS", "Journal", "Kept", "NotKept", "UnreadableGame", "begin", "digest_of", "go_on", "read", "recover"]
SUFFIX = ".game.jsonl"


class UnreadableGame(ValueError):
    """A file that is no game, or not one of these rules; the text is one sentence for the user."""


class DamagedGame(UnreadableGame):
    """A file with a line that is wrong. line: its number; sound: the bytes of the lines before it."""

    def __init__(self, path: Path, line: int, wrong: str, sound: bytes):
        right = f"`kuroshio journal {path} --recover` keeps what comes before it in a new file"
        super().__init__(f"{path}:{line}: {wrong}; {right if sound else 'go back to an older copy'}")
        self.line, self.sound = line, sound


class NotKept(OSError):
    """Something that could not be written, and so has not happened; the text is one sentence for the user."""

    def __init__(self, sentence: str):
        super().__init__(sentence)
        self.strerror = sentence


def utc_now() -> datetime:
    """The time by the clock of the machine."""
    return datetime.now(UTC)


def stamp(now: datetime) -> str:
    """A time as a journal has it: texts of this form sort as their times do."""
    return f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"


# --- writing -----------------------------------------------------------------------------------------


@frozen
class Mark:
    """How far a journal has come: lines, and bytes."""

    lines: int
    size: int


class Journal:
    """The lines of one game, appended to its file; without a stream they are kept in memory alone.

    `entries` holds all lines, `counted` those that nothing has undone.
    """

    def __init__(
        self,
        stream: IO[bytes] | None = None,
        entries: Iterable[Entry] = (),
        path: Path | None = None,
        lock: FileLock | None = None,
        now: Callable[[], datetime] = utc_now,
    ):
        self.stream, self.path, self.lock, self.now = stream, path, lock, now
        self.entries = list(entries)
        self.counted = counting(self.entries)
        self.size = stream.seek(0, os.SEEK_END) if stream else 0
        self.torn = False  # bytes beyond `size` may lie in the file
        self.unsettled = False  # something was written and may not be on the disk

    def append(self, kind: str, **fields: Any) -> Entry:
        """Write a line; `sync` must follow before anybody sees what it tells. Raises NotKept, and then nothing is written."""
        missing = KINDS[kind] - set(fields)
        if missing:
            raise ValueError(f"a line of kind {kind!r} needs {', '.join(sorted(missing))}")
        last = self.entries[-1] if self.entries else Entry(0, "", "")
        at = max(stamp(self.now()), last.at)  # a clock that is put back does not take the journal with it
        entry = signed(Entry(last.n + 1, at, kind, fields), last.hash)
        self._write(spelled(entry))
        self.entries.append(entry)
        count_in(self.counted, entry)
        return entry

    def _write(self, line: bytes) -> None:
        """Write the bytes of a line at the end, all or none."""
        if self.stream is None:
            return
        try:
            self._trim()
            self.torn = True
            written = 0
            while written < len(line):
                written += self.stream.write(line[written:])
            self.torn = False
        except OSError as error:
            self._trim_if_possible()
            raise self._not_kept(error) from None
        self.size += len(line)
        self.unsettled = True

    def sync(self) -> None:
        """Bring what was written to the disk. Raises NotKept."""
        if self.stream is None or not self.unsettled:
            return
        try:
            self.stream.flush()
            os.fsync(self.stream.fileno())
            self.unsettled = False
        except OSError as error:
            raise self._not_kept(error) from None

    def _trim(self) -> None:
        """Cut off what lies beyond the last whole line. Raises OSError."""
        if self.torn and self.stream is not None:
            self.stream.truncate(self.size)
            self.stream.seek(self.size)
            self.torn = False

    def _trim_if_possible(self) -> None:
        """Cut off half a line; where even that fails it is done before the next, and a reader passes over it."""
        try:
            self._trim()
        except OSError:
            self.torn = True

    def _not_kept(self, error: OSError) -> NotKept:
        why = error.strerror or str(error)
        return NotKept(f"{self.path}: cannot be written ({why}); nothing of this was entered: mend that and enter it again")

    def mark(self) -> Mark:
        """How far the journal has come, for `cut`."""
        return Mark(len(self.entries), self.size)

    def cut(self, mark: Mark) -> None:
        """Take back the lines after a mark, of an act of which not all could be written."""
        if len(self.entries) == mark.lines:
            return
        del self.entries[mark.lines :]
        self.counted = counting(self.entries)
        self.size, self.torn = mark.size, True
        self._trim_if_possible()

    def close(self) -> None:
        """Let go of the file."""
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
    """The fields of the first line. umpire: whether one sits."""
    return {
        "format": FORMAT,
        "minor": MINOR,
        "kuroshio": __version__,
        "digest": digest_of(tables),
        "scenario": scenario,
        "rules": rules,
        "seed": seed,
        "people": list(people),
        "policies": [list(pair) for pair in policies],
        "umpire": umpire,
    }


def begin(
    path: Path,
    tables: Tables,
    scenario: str,
    rules: str,
    people: Sequence[str],
    policies: Sequence[tuple[str, str]],
    seed: int,
    umpire: bool = False,
) -> Journal:
    """Begin a new file. Raises NotKept, where there is one as well."""
    journal = create(path)
    try:
        journal.append("header", **header_of(tables, scenario, rules, people, policies, seed, umpire))
        journal.sync()
    except NotKept:
        journal.close()
        raise
    return journal


def create(path: Path) -> Journal:
    """An empty journal in a file that nobody else writes to. Raises NotKept, where there is one as well."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        stream = path.open("x+b", buffering=0)
    except FileExistsError:
        raise NotKept(f"{path}: there is a file of this name already; name another") from None
    except OSError as error:
        raise NotKept(f"{path}: no game can be kept there ({error.strerror}); name a folder that can be written") from None
    settle_folder(path.parent)
    return Journal(stream, path=path, lock=locked(path))


def settle_folder(folder: Path) -> None:
    """Bring a folder's list of files to the disk, where the platform lets us: a new file could else be lost with the power."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def locked(path: Path) -> FileLock:
    """The lock on a journal, held until it is released or this process ends. Raises NotKept where another holds it."""
    lock = FileLock(path.with_name(f"{path.name}.lock"), timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise NotKept(f"{path}: the game is open elsewhere; close it there, or branch off a copy of it") from None
    except OSError as error:
        raise NotKept(f"{path}: cannot be gone on with ({error.strerror}); copy it to a folder that can be written") from None
    return lock


def go_on(path: Path) -> Journal:
    """Go on with a file, cutting off a half-written last line. Raises UnreadableGame, NotKept, OSError.

    A file of an older format is set aside and its place taken by the same game in this format.
    """
    if not path.is_file():
        raise FileNotFoundError(2, "no such file", str(path))
    lock = locked(path)
    try:
        kept = read(path)
        if kept.format != FORMAT:
            convert(path, kept)
            kept = read(path)
        stream = path.open("r+b", buffering=0)
        stream.truncate(kept.size)
    except OSError as error:
        lock.release()
        raise NotKept(f"{path}: cannot be gone on with ({error.strerror}); copy it to a folder that can be written") from None
    except UnreadableGame:
        lock.release()
        raise
    return Journal(stream, kept.entries, path, lock)


def convert(path: Path, kept: Kept) -> None:
    """Put a game of an older format into this one; the old file stays beside it. Raises OSError."""
    fresh = path.with_name(f"{path.name}.new")
    write_settled(fresh, b"".join(spelled(entry) for entry in kept.entries), "wb")
    aside = path.with_name(f"{path.name.removesuffix(SUFFIX)}.format-{kept.format}.jsonl")
    if not aside.exists():
        write_settled(aside, path.read_bytes(), "xb")
    fresh.replace(path)
    settle_folder(path.parent)


def write_settled(path: Path, data: bytes, mode: str) -> None:
    """Write a whole file to the disk. Raises OSError."""
    with path.open(mode) as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


# --- reading -----------------------------------------------------------------------------------------


@frozen
class Kept:
    """What a file holds. entries: all lines; size: bytes of its whole lines; format: of the file as it lies there."""

    path: Path
    format: int
    entries: tuple[Entry, ...]
    counted: tuple[Entry, ...]
    size: int

    @property
    def header(self) -> Entry:
        """The first line."""
        return self.entries[0]

    @property
    def scenario(self) -> str:
        """The scenario that is played, by path or name."""
        return str(self.header["scenario"])

    @property
    def rules(self) -> str:
        """The rules folder; empty for the shipped one."""
        return str(self.header["rules"])

    @property
    def people(self) -> tuple[str, ...]:
        """The seats that people take."""
        return tuple(self.header["people"])

    @property
    def policies(self) -> tuple[tuple[str, str], ...]:
        """The doctrines that were named for seats."""
        return tuple((seat, policy) for seat, policy in self.header["policies"])

    @property
    def seed(self) -> int:
        """The seed of the dice."""
        return int(self.header["seed"])

    @property
    def digest(self) -> str:
        """What tells the rules that it was played under from others."""
        return str(self.header["digest"])

    @property
    def lines(self) -> tuple[str, ...]:
        """The choices that count, in order."""
        return tuple(str(entry["line"]) for entry in self.counted if entry.kind == "choice")

    @property
    def turn(self) -> int:
        """The turn of the last choice."""
        return max((int(entry["turn"]) for entry in self.counted if entry.kind == "choice"), default=1)


def read(path: Path) -> Kept:
    """Read a file and verify its whole chain; a half-written last line is left out. Raises UnreadableGame, OSError."""
    raw = path.read_bytes()
    size = raw.rfind(b"\n") + 1
    lines, rest = raw[:size].split(b"\n")[:-1], raw[size:]
    if not lines:
        raise UnreadableGame(
            f"{path}: no game: it is empty, or no line of it is whole; name a file that `kuroshio play` has written"
        )
    found = format_of(path, lines[0])
    entries = _entries(path, lines, rest, found)
    return Kept(path, found, tuple(entries), tuple(counting(entries)), size)


def format_of(path: Path, line: bytes) -> int:
    """The format that the first line names. Raises UnreadableGame on one that this version cannot read."""
    try:
        header = parsed(line)
    except BadLine as error:
        raise DamagedGame(path, 1, str(error), b"") from None
    found = header.get("format")
    if found == FORMAT or (isinstance(found, int) and found in MIGRATIONS):
        return int(found)
    if isinstance(found, int) and found > FORMAT:
        wrong = f"a game of format {found}, and this version reads up to {FORMAT}"
        raise UnreadableGame(f"{path}:1: {wrong}; go on with it in the version that wrote it, or in a newer one")
    raise UnreadableGame(f"{path}:1: no game of format {FORMAT}; name a file that `kuroshio play` has written")


def _entries(path: Path, lines: list[bytes], rest: bytes, found: int) -> list[Entry]:
    """The lines of a file, all verified, in this format. Raises UnreadableGame."""
    if found < CHAINED:
        entries = _migrated(path, _loose(path, lines), lines, found)
    else:
        entries = _chained(path, lines, rest)
        if found != FORMAT:
            entries = _migrated(path, [table_of(entry) for entry in entries], lines, found)
    _check_kinds(path, entries)
    return entries


def _chained(path: Path, lines: list[bytes], rest: bytes) -> list[Entry]:
    """The lines of a file with a hash on each, every one verified. Raises DamagedGame."""
    entries: list[Entry] = []
    previous = ""
    for n, line in enumerate(lines, 1):
        try:
            entries.append(verified(line, n, previous))
        except BadLine as error:
            raise DamagedGame(path, n, str(error), _joined(lines[: n - 1])) from None
        previous = entries[-1].hash
    _check_rest(path, lines, rest, previous)
    return entries


def _loose(path: Path, lines: list[bytes]) -> list[dict[str, Any]]:
    """The lines of a file of the first format, which had no hashes. Raises DamagedGame."""
    tables: list[dict[str, Any]] = []
    for n, line in enumerate(lines, 1):
        try:
            tables.append(parsed(line))
        except BadLine as error:
            raise DamagedGame(path, n, str(error), _joined(lines[: n - 1])) from None
    return tables


def _check_rest(path: Path, lines: list[bytes], rest: bytes, previous: str) -> None:
    """What follows the last whole line is the beginning of one, unless a whole line with more behind it shows damage."""
    try:
        verified(rest[:-1], len(lines) + 1, previous)
    except BadLine:
        return
    raise DamagedGame(path, len(lines) + 1, "another byte where the line should end", _joined(lines))


def _check_kinds(path: Path, entries: list[Entry]) -> None:
    """Every line is of a known kind; one that is not comes from a newer version, for the chain has proved it sound."""
    for entry in entries:
        try:
            check_kind(entry)
            if (entry.kind == "header") != (entry.n == 1):
                raise BadLine("a header stands at the top and nowhere else")
        except BadLine as error:
            minor = entries[0].get("minor", 0)
            versions = f"the file is of format {FORMAT}.{minor}, and this version reads {FORMAT}.{MINOR}"
            raise UnreadableGame(f"{path}:{entry.n}: {error}: {versions}; go on with it in the version that wrote it") from None


def _migrated(path: Path, tables: list[dict[str, Any]], lines: list[bytes], found: int) -> list[Entry]:
    """The lines of a file of an older format, in this one. Raises DamagedGame."""
    for older in range(found, FORMAT):
        try:
            tables = MIGRATIONS[older](tables)
        except BadLine as error:
            n = int(error.args[1]) if len(error.args) > 1 else 1
            raise DamagedGame(path, n, str(error.args[0]), _joined(lines[: n - 1])) from None
    entries: list[Entry] = []
    for n, table in enumerate(tables, 1):
        fields = {name: value for name, value in table.items() if name not in ("kind", "at")}
        entry = Entry(n, str(table["at"]), str(table["kind"]), fields)
        entries.append(signed(entry, entries[-1].hash if entries else ""))
    return entries


def _joined(lines: list[bytes]) -> bytes:
    return b"".join(line + b"\n" for line in lines)


def recover(path: Path) -> Path:
    """Write what comes before the damage of a file to a new one beside it. Raises UnreadableGame, NotKept, OSError."""
    try:
        read(path)
    except DamagedGame as error:
        if not error.sound:
            raise UnreadableGame(f"{path}: the first line is damaged, so nothing can be kept; go back to an older copy") from None
        return _write_recovered(path, error.sound)
    raise UnreadableGame(f"{path}: nothing is wrong with it; go on with it as it is")


def _write_recovered(path: Path, sound: bytes) -> Path:
    """Write to the first name that is free."""
    stem = path.name.removesuffix(SUFFIX)
    names = [f"{stem}.recovered{SUFFIX}", *(f"{stem}.recovered-{i}{SUFFIX}" for i in range(2, 1000))]
    new = next(found for name in names if not (found := path.with_name(name)).exists())
    try:
        write_settled(new, sound, "xb")
    except OSError as error:
        raise NotKept(f"{new}: cannot be written ({error.strerror}); copy the game to a folder that can") from None
    return new
