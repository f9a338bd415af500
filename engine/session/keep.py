"""A game on disk: a header, then every choice as a line of play, each on disk before the table sees its effect."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from attrs import frozen

from engine import __version__
from engine.kernel.tables import Tables

FORMAT = 1


class UnreadableGame(ValueError):
    """A file that is no game, or not one of these rules; the text is one sentence for the user."""


@frozen
class Kept:
    """What a file holds. `lines`: the choices in order; turn: of the last."""

    path: Path
    scenario: str
    rules: str
    people: tuple[str, ...]
    policies: tuple[tuple[str, str], ...]
    seed: int
    digest: str
    lines: tuple[str, ...]
    turn: int


class Keeper:
    """Appends to the file of one game."""

    def __init__(self, path: Path, stream: IO[bytes]):
        self.path, self.stream = path, stream

    def keep(self, line: str, turn: int) -> None:
        """Write one choice, to the disk. Raises OSError."""
        self._write({"turn": turn, "line": line})

    def _write(self, entry: dict[str, object]) -> None:
        self.stream.write(json.dumps(entry, ensure_ascii=False).encode() + b"\n")
        self.stream.flush()
        os.fsync(self.stream.fileno())

    def close(self) -> None:
        """Let go of the file."""
        self.stream.close()


def digest_of(tables: Tables) -> str:
    """What tells two sets of rules apart: a hash of the compiled tables."""
    return hashlib.sha256(tables.rules.tobytes()).hexdigest()[:16]


def begin(
    path: Path,
    tables: Tables,
    scenario: str,
    rules: str,
    people: Sequence[str],
    policies: Sequence[tuple[str, str]],
    seed: int,
) -> Keeper:
    """Begin a new file. Raises OSError, FileExistsError where there is one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    keeper = Keeper(path, path.open("xb"))
    keeper._write(
        {
            "kuroshio": __version__,
            "format": FORMAT,
            "scenario": scenario,
            "rules": rules,
            "people": list(people),
            "policies": [list(pair) for pair in policies],
            "seed": seed,
            "digest": digest_of(tables),
        }
    )
    return keeper


def read(path: Path) -> Kept:
    """Read a file; a last line that was being written when the program ended is left out. Raises UnreadableGame, OSError."""
    raw = path.read_bytes()
    whole = raw[: raw.rfind(b"\n") + 1].splitlines()
    if not whole:
        raise UnreadableGame(f"{path}: no game: it is empty; name a file that `kuroshio play` has written")
    entries = [_entry(path, number, line) for number, line in enumerate(whole, 1)]
    head = entries[0]
    if head.get("format") != FORMAT:
        raise UnreadableGame(f"{path}:1: no game of format {FORMAT}; name a file that `kuroshio play` has written")
    try:
        return Kept(
            path=path,
            scenario=str(head["scenario"]),
            rules=str(head["rules"]),
            people=tuple(head["people"]),
            policies=tuple((seat, policy) for seat, policy in head["policies"]),
            seed=int(head["seed"]),
            digest=str(head["digest"]),
            lines=tuple(str(entry["line"]) for entry in entries[1:]),
            turn=int(entries[-1].get("turn", 1)),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableGame(f"{path}: not all of a game is there ({error}); go back to an older copy") from None


def _entry(path: Path, number: int, line: bytes) -> dict[str, Any]:
    """One line as a table."""
    try:
        entry = json.loads(line)
    except ValueError:
        entry = None
    if not isinstance(entry, dict):
        raise UnreadableGame(f"{path}:{number}: not a line of a game; cut the file before this line to keep what comes before")
    return entry


def go_on(path: Path) -> Keeper:
    """Go on with a file, cutting off a half-written last line. Raises OSError."""
    stream = path.open("r+b")
    raw = stream.read()
    stream.truncate(raw.rfind(b"\n") + 1)
    stream.seek(0, os.SEEK_END)
    return Keeper(path, stream)
