"""The public journal: the public picture, a line for each change, and beside it the map if that is not a shipped one.

The projector reads nothing else.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import attrs
import cattrs

from kuroshio.disk.whole_file import NotWritten, replace
from kuroshio.files.pack import MAPS, BadPack, Pack, lay_out, unpacked
from kuroshio.picture.picture import Picture

ENDING, MAP_ENDING = ".jsonl", ".map"  # suffixes of a public journal and of its map
TAIL = 1 << 20  # bytes at the end of the file that are sure to hold a whole picture
LATEST = 60  # beats of news in a public picture
converter = cattrs.Converter()


class Publisher:
    """Appends public pictures to a file, which each session begins anew with its first picture.

    own_map: the map of the game, for the projector, if it is not a shipped one.
    """

    def __init__(self, path: Path, own_map: Pack | None = None):
        self.path, self.own_map, self.last, self.begun = path, own_map, "", False

    def publish(self, picture: Picture) -> None:
        """Write a picture if it differs from the last. Raises ValueError on a picture that is not public; OSError."""
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
        """Begin the file anew. Raises OSError, also if another file is in its place."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if not is_public(self.path):
            raise NotWritten("another file is in its place: move that away")
        self._lay_map()
        self.path.write_bytes(b"")
        self.begun = True

    def _lay_map(self) -> None:
        """Write the map beside the file, or remove the map of an earlier game of this name. Raises OSError."""
        path = map_beside(self.path)
        if path.exists():
            try:
                public_map(self.path)
            except BadPack:
                raise NotWritten(f"another file is in the place of its map, {path.name}: move that away") from None
        if self.own_map is not None:
            replace(path, self.own_map.text().encode("ascii"))
        else:
            path.unlink(missing_ok=True)

    def _append(self, line: bytes) -> None:
        """Write a line. If the disk fills up, half a line is cut off, so that the next is not joined to it."""
        with self.path.open("ab", buffering=0) as stream:
            size, written = stream.tell(), 0
            try:
                while written < len(line):
                    written += stream.write(line[written:])
            except OSError:
                with suppress(OSError):
                    stream.truncate(size)
                raise


def map_beside(path: Path) -> Path:
    """Return the path of a public journal's map, if that is not a shipped one."""
    return path.with_name(path.name.removesuffix(ENDING) + MAP_ENDING)


def public_map(path: Path) -> Path | None:
    """Unpack the map beside a public journal and return its folder; None without one. Raises BadPack, OSError."""
    beside = map_beside(path)
    if not beside.is_file():
        return None
    try:
        packed = unpacked(beside.read_bytes().decode("ascii"))
    except UnicodeDecodeError:
        raise BadPack("not the files of a map") from None
    return lay_out(packed) / packed.one(MAPS)


def is_public(path: Path) -> bool:
    """Whether a file is a public journal, or does not exist yet. Raises OSError."""
    if not path.exists():
        return True
    with path.open("rb") as stream:
        line = stream.readline(TAIL)
    try:
        return not line or {"turn", "wall", "news"} <= set(json.loads(line))
    except (ValueError, TypeError):
        return not line.endswith(b"\n") and line.startswith(b"{")  # the first line, cut short


def latest(path: Path) -> Picture | None:
    """Return the last whole picture of a public journal; None while there is none. Raises OSError."""
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - TAIL))
        lines = stream.read().split(b"\n")[:-1]
    return converter.structure(json.loads(lines[-1]), Picture) if lines else None
