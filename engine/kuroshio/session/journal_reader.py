"""Reads the file of a kept game: verifies its chain of hashes, and recovers what comes before damage."""

from __future__ import annotations

from codecs import BOM_UTF8
from pathlib import Path
from typing import Any

from attrs import frozen

from kuroshio.disk.file_sets import write_new
from kuroshio.disk.texts import guessed, wide_encoding
from kuroshio.disk.whole_file import PRIVATE, NotWritten
from kuroshio.kernel.version import KERNEL
from kuroshio.session.journal_format import (
    FORMAT,
    MINOR,
    JournalLine,
    check_entry,
    counting,
    parsed,
    signed,
    table_of,
    verified,
    whole_acts,
)
from kuroshio.session.line_kinds import BadLine, ImpossibleLine
from kuroshio.session.migrations import CHAINED, MIGRATIONS

SUFFIX = ".game.jsonl"
OWNERS = 0o700  # mode of a folder with every seat's secrets


class UnreadableGame(ValueError):
    """A file that is not a game, or not one of these rules; the text is one sentence for the user."""


class DamagedGame(UnreadableGame):
    """A file with a damaged line. line: its number; sound: the bytes of the lines before it."""

    def __init__(self, path: Path, line: int, wrong: str, sound: bytes, keeps: str = "what comes before it"):
        right = f"`kuroshio journal {path} --recover` keeps {keeps} in a new file"
        super().__init__(f"{path}:{line}: {wrong}; {right if sound else 'use an older copy'}")
        self.line, self.sound = line, sound


class NotKept(NotWritten):
    """An act that could not be written and so has not happened; the text is one sentence for the user."""


@frozen
class KeptGame:
    """The contents of a file. entries: all lines; size: bytes of its whole acts; format: of the file on the disk."""

    path: Path
    format: int
    entries: tuple[JournalLine, ...]
    counted: tuple[JournalLine, ...]
    size: int

    @property
    def header(self) -> JournalLine:
        """The first line."""
        return self.entries[0]

    @property
    def content(self) -> JournalLine | None:
        """The line with the content of the game; None in a game of an older format."""
        return self.entries[1] if len(self.entries) > 1 and self.entries[1].kind == "content" else None

    @property
    def scenario(self) -> str:
        """The scenario, by path or name as typed."""
        return str(self.header["scenario"])

    @property
    def rules(self) -> str:
        """The rules folder as typed; empty for the shipped one."""
        return str(self.header["rules"])

    @property
    def people(self) -> tuple[str, ...]:
        """The seats of people."""
        return tuple(self.header["people"])

    @property
    def policies(self) -> tuple[tuple[str, str], ...]:
        """The policies that were named for seats."""
        return tuple((seat, policy) for seat, policy in self.header["policies"])

    @property
    def seed(self) -> int:
        """The seed of the dice."""
        return int(self.header["seed"])

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the content that it was played with."""
        return str(self.header["content"])

    @property
    def lines(self) -> tuple[str, ...]:
        """The choices that count, in order."""
        return tuple(str(entry["line"]) for entry in self.counted if entry.kind == "choice")

    @property
    def turn(self) -> int:
        """The turn of the last choice."""
        return max((int(entry["turn"]) for entry in self.counted if entry.kind == "choice"), default=1)

    def unplayable(self) -> str:
        """Say why this version cannot continue the game; empty if it can."""
        kernel, kuroshio = int(self.header["kernel"]), self.header["kuroshio"]
        if kernel == KERNEL and self.content is not None:
            return ""
        played = f"{self.path}: played by version {kernel} of the kernel (Kuroshio {kuroshio}); this is version {KERNEL}"
        return f"{played}. Continue it there; here `kuroshio journal`, `replay` and `report` can tell it"


def read(path: Path) -> KeptGame:
    """Read a file and verify its chain of hashes; an incomplete last act is left out. Raises UnreadableGame, OSError."""
    raw = path.read_bytes()
    if anew := saved_anew(raw):
        sound = guessed(raw).encode("utf-8", "backslashreplace")
        raise DamagedGame(path, 1, f"an editor has saved the game again, {anew}", sound, "the file as it was written")
    size = raw.rfind(b"\n") + 1
    lines, rest = raw[:size].split(b"\n")[:-1], raw[size:]
    if not lines:
        raise UnreadableGame(
            f"{path}: not a game: it is empty or has no whole line; name a file that `kuroshio play` has written"
        )
    found = format_of(path, lines[0])
    entries = whole_acts(_entries(path, lines, rest, found))
    if not entries:
        raise UnreadableGame(f"{path}: not a game: it was ended before it began; name another file")
    size = sum(len(line) + 1 for line in lines[: len(entries)])
    try:
        counted = tuple(counting(entries))
    except ImpossibleLine as error:
        raise UnreadableGame(f"{path}:{error.n}: does not fit the game: {error}; use an older copy") from None
    return KeptGame(path, found, tuple(entries), counted, size)


def saved_anew(raw: bytes) -> str:
    """Say how an editor has saved a sound journal again, as far as the first line shows; empty if none has."""
    if raw.startswith(BOM_UTF8):
        return "with a byte-order mark"
    if wide := wide_encoding(raw):
        return f"as {wide.upper()}"
    return "with Windows line ends" if raw[: raw.find(b"\n")].endswith(b"\r") else ""


def format_of(path: Path, line: bytes) -> int:
    """Return the format that the first line names. Raises UnreadableGame on one that this version cannot read."""
    try:
        header = parsed(line)
    except BadLine as error:
        raise DamagedGame(path, 1, str(error), b"") from None
    found = header.get("format")
    if found == FORMAT or (isinstance(found, int) and found in MIGRATIONS):
        return int(found)
    if isinstance(found, int) and found > FORMAT:
        wrong = f"a game of format {found}; this version reads formats up to {FORMAT}"
        raise UnreadableGame(f"{path}:1: {wrong}; continue it in the version that wrote it, or in a newer one")
    raise UnreadableGame(f"{path}:1: not a game of format {FORMAT}; name a file that `kuroshio play` has written")


def _entries(path: Path, lines: list[bytes], rest: bytes, found: int) -> list[JournalLine]:
    """Return the lines of a file, verified and in the present format. Raises UnreadableGame."""
    if found < CHAINED:
        entries = _migrated(path, _loose(path, lines), lines, found)
    else:
        entries = _chained(path, lines, rest)
        if found != FORMAT:
            entries = _migrated(path, [table_of(entry) for entry in entries], lines, found)
    _check_kinds(path, entries)
    return entries


def _chained(path: Path, lines: list[bytes], rest: bytes) -> list[JournalLine]:
    """Return the lines of a file, with every hash verified. Raises DamagedGame."""
    entries: list[JournalLine] = []
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
    """Return the lines of a file of the first format, which had no hashes. Raises DamagedGame."""
    tables: list[dict[str, Any]] = []
    for n, line in enumerate(lines, 1):
        try:
            tables.append(parsed(line))
        except BadLine as error:
            raise DamagedGame(path, n, str(error), _joined(lines[: n - 1])) from None
    return tables


def _check_rest(path: Path, lines: list[bytes], rest: bytes, previous: str) -> None:
    """Check what follows the last whole line: the beginning of a line is allowed, a whole line with more after it is damage."""
    try:
        verified(rest[:-1], len(lines) + 1, previous)
    except BadLine:
        return
    raise DamagedGame(path, len(lines) + 1, "a wrong byte at the end of the line", _joined(lines))


def _check_kinds(path: Path, entries: list[JournalLine]) -> None:
    """Check that every line is of a known kind. Others come from a newer version, because the chain has proved them sound."""
    for entry in entries:
        try:
            check_entry(entry)
        except BadLine as error:
            minor = entries[0].get("minor", 0)
            versions = f"the file is of format {FORMAT}.{minor}; this version reads {FORMAT}.{MINOR}"
            raise UnreadableGame(f"{path}:{entry.n}: {error}: {versions}; continue it in the version that wrote it") from None


def _migrated(path: Path, tables: list[dict[str, Any]], lines: list[bytes], found: int) -> list[JournalLine]:
    """Return the lines of a file of an older format, converted to this one. Raises DamagedGame."""
    for older in range(found, FORMAT):
        try:
            tables = MIGRATIONS[older](tables)
        except BadLine as error:
            n = int(error.args[1]) if len(error.args) > 1 else 1
            raise DamagedGame(path, n, str(error.args[0]), _joined(lines[: n - 1])) from None
    entries: list[JournalLine] = []
    for n, table in enumerate(tables, 1):
        fields = {name: value for name, value in table.items() if name not in ("kind", "at")}
        entry = JournalLine(n, str(table["at"]), str(table["kind"]), fields)
        entries.append(signed(entry, entries[-1].hash if entries else ""))
    return entries


def _joined(lines: list[bytes]) -> bytes:
    return b"".join(line + b"\n" for line in lines)


def recover(path: Path) -> Path:
    """Write the part of a file before its damage to a new file beside it. Raises UnreadableGame, NotKept, OSError."""
    try:
        read(path)
    except DamagedGame as error:
        if not error.sound:
            raise UnreadableGame(f"{path}: the first line is damaged, so nothing can be kept; use an older copy") from None
        return _write_recovered(path, error.sound)
    raise UnreadableGame(f"{path}: nothing is wrong with it; continue it as it is")


def _write_recovered(path: Path, sound: bytes) -> Path:
    """Write to the first free name."""
    stem = path.name.removesuffix(SUFFIX)
    names = [f"{stem}.recovered{SUFFIX}", *(f"{stem}.recovered-{i}{SUFFIX}" for i in range(2, 1000))]
    new = next(found for name in names if not (found := path.with_name(name)).exists())
    try:
        write_new(new, sound, PRIVATE)
    except OSError as error:
        raise NotKept(f"{new}: cannot be written ({error.strerror}); copy the game to a folder that can") from None
    return new
