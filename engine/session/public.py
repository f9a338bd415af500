"""The public journal: what everybody may see, a line each time it changes. The projector reads this and nothing else."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import attrs
import cattrs

from engine.disk.whole import NotWritten
from engine.picture.picture import Picture

TAIL = 1 << 20  # bytes at the end of the file that surely hold a whole picture
LATEST = 60  # beats of news that a public picture carries
converter = cattrs.Converter()


class Publisher:
    """Appends public pictures to a file of their own, begun anew with each session when the first is published."""

    def __init__(self, path: Path):
        self.path, self.last, self.begun = path, "", False

    def publish(self, picture: Picture) -> None:
        """Write a picture if it is another than the last. Raises ValueError on one that is not for everybody; OSError."""
        secret = picture.question or picture.draft or picture.expected or picture.console
        if picture.seat or secret:
            raise ValueError("only the public picture is published")
        text = json.dumps(converter.unstructure(attrs.evolve(picture, news=picture.news[-LATEST:])), ensure_ascii=False)
        if not self.begun:
            self._begin()
        if text != self.last:
            self._append(text.encode() + b"\n")
            self.last = text

    def _begin(self) -> None:
        """Begin the file anew. Raises OSError, where another file is in its place as well."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if not is_public(self.path):
            raise NotWritten("another file is in its place: move that away")
        self.path.write_bytes(b"")
        self.begun = True

    def _append(self, line: bytes) -> None:
        """Write a line; half a line that a full disk has taken is cut off, or the next would be joined to it."""
        with self.path.open("ab", buffering=0) as stream:
            size, written = stream.tell(), 0
            try:
                while written < len(line):
                    written += stream.write(line[written:])
            except OSError:
                with suppress(OSError):
                    stream.truncate(size)
                raise


def is_public(path: Path) -> bool:
    """Whether a file is a public journal, or none yet. Raises OSError."""
    if not path.exists():
        return True
    with path.open("rb") as stream:
        line = stream.readline(TAIL)
    try:
        return not line or {"turn", "wall", "news"} <= set(json.loads(line))
    except (ValueError, TypeError):
        return not line.endswith(b"\n") and line.startswith(b"{")  # the first line, cut short


def latest(path: Path) -> Picture | None:
    """The last whole picture of a public journal; None while there is none. Raises OSError."""
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - TAIL))
        lines = stream.read().split(b"\n")[:-1]
    return converter.structure(json.loads(lines[-1]), Picture) if lines else None
