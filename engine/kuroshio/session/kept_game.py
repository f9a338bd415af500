"""A kept game as its file has it: read, its whole chain verified, and recovered up to what is damaged."""

from __future__ import annotations

from codecs import BOM_UTF8
from pathlib import Path
from typing import Any

from attrs import frozen

from kuroshio.disk.texts import guessed, wide_encoding
from kuroshio.disk.together import write_new
from kuroshio.disk.whole import PRIVATE, NotWritten
from kuroshio.kernel.version import KERNEL
from kuroshio.session.journal_entries import (
    FORMAT,
    MINOR,
    Entry,
    check_entry,
    counting,
    parsed,
    signed,
    table_of,
    verified,
    whole_acts,
)
from kuroshio.session.line_kinds import BadEntry, BadLine
from kuroshio.session.migrations import CHAINED, MIGRATIONS

SUFFIX = ".game.jsonl"
OWNERS = 0o700  # mode of a folder that holds every seat's secrets


class UnreadableGame(ValueError):
    """A file that is no game, or not one of these rules; the text is one sentence for the user."""


class DamagedGame(UnreadableGame):
    """A file with a line that is wrong. line: its number; sound: the bytes of the lines before it."""

    def __init__(self, path: Path, line: int, wrong: str, sound: bytes, keeps: str = "what comes before it"):
        right = f"`kuroshio journal {path} --recover` keeps {keeps} in a new file"
        super().__init__(f"{path}:{line}: {wrong}; {right if sound else 'go back to an older copy'}")
        self.line, self.sound = line, sound


class NotKept(NotWritten):
    """Something that could not be written, and so has not happened; the text is one sentence for the user."""


@frozen
class KeptGame:
    """What a file holds. entries: all lines; size: bytes of its whole acts; format: of the file as it lies there."""

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
    def content(self) -> Entry | None:
        """The line with all that the game is made of; None in a game of an older format."""
        return self.entries[1] if len(self.entries) > 1 and self.entries[1].kind == "content" else None

    @property
    def scenario(self) -> str:
        """The scenario that is played, by path or name as it was typed."""
        return str(self.header["scenario"])

    @property
    def rules(self) -> str:
        """The rules folder as it was typed; empty for the shipped one."""
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
    def fingerprint(self) -> str:
        """What tells the content that it was played with from any other."""
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
        """Why this version cannot go on with the game, in a sentence; empty where it can."""
        kernel, kuroshio = int(self.header["kernel"]), self.header["kuroshio"]
        if kernel == KERNEL and self.content is not None:
            return ""
        played = f"{self.path}: played by version {kernel} of the kernel (Kuroshio {kuroshio}), and this is version {KERNEL}"
        return f"{played}; go on with it there: here `kuroshio journal`, `replay` and `report` tell what was written down"


def read(path: Path) -> KeptGame:
    """Read a file and verify its whole chain; an act that is not whole is left out. Raises UnreadableGame, OSError."""
    raw = path.read_bytes()
    if anew := saved_anew(raw):
        sound = guessed(raw).encode("utf-8", "backslashreplace")
        raise DamagedGame(path, 1, f"an editor has saved the game anew, {anew}", sound, "it as it was written")
    size = raw.rfind(b"\n") + 1
    lines, rest = raw[:size].split(b"\n")[:-1], raw[size:]
    if not lines:
        raise UnreadableGame(
            f"{path}: no game: it is empty, or no line of it is whole; name a file that `kuroshio play` has written"
        )
    found = format_of(path, lines[0])
    entries = whole_acts(_entries(path, lines, rest, found))
    if not entries:
        raise UnreadableGame(f"{path}: no game: it was ended before it had begun; name another file")
    size = sum(len(line) + 1 for line in lines[: len(entries)])
    try:
        counted = tuple(counting(entries))
    except BadEntry as error:
        raise UnreadableGame(f"{path}:{error.n}: does not fit the game: {error}; go back to an older copy") from None
    return KeptGame(path, found, tuple(entries), counted, size)


def saved_anew(raw: bytes) -> str:
    """How an editor has saved a journal that was sound; empty where none has, as far as its first line shows."""
    if raw.startswith(BOM_UTF8):
        return "with a byte-order mark"
    if wide := wide_encoding(raw):
        return f"as {wide.upper()}"
    return "with the line ends of Windows" if raw[: raw.find(b"\n")].endswith(b"\r") else ""


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
            check_entry(entry)
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
        write_new(new, sound, PRIVATE)
    except OSError as error:
        raise NotKept(f"{new}: cannot be written ({error.strerror}); copy the game to a folder that can") from None
    return new
