"""Packs: the whole content of a game in one text, so that a kept game can be mailed and played without its files."""

from __future__ import annotations

import base64
import hashlib
import json
import lzma
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cached_property, lru_cache
from pathlib import Path, PurePosixPath

import platformdirs
from attrs import frozen

SUFFIXES = (".toml", ".geojson")  # suffixes of packed files: a game reads no others
MOST = 1 << 26  # bytes of a pack: far more than any rules need, and safe for any machine's memory
SCENARIOS, RULES, MAPS = "scenarios", "rules", "maps"


class BadPack(ValueError):
    """A text that is not a pack; `str` says what is wrong."""


@frozen
class Pack:
    """Files by their names within the pack: `scenarios/NAME.toml`, `rules/...`, `maps/NAME/...`."""

    files: Mapping[str, str]

    @cached_property
    def digest(self) -> str:
        """Return a hash of the names and texts, 64 hexadecimal digits."""
        return hashlib.sha256(_spelled(self.files)).hexdigest()

    def text(self) -> str:
        """Return the pack as one word of ASCII."""
        return _compressed(_spelled(self.files))

    def one(self, folder: str) -> PurePosixPath:
        """Return the only scenario, or the only map, by its name in the pack. Raises BadPack if there is not exactly one."""
        found = {PurePosixPath(*PurePosixPath(name).parts[:2]) for name in self.files if name.startswith(f"{folder}/")}
        if len(found) != 1:
            raise BadPack(f"{len(found)} {folder} instead of one")
        return found.pop()


def _spelled(files: Mapping[str, str]) -> bytes:
    return json.dumps(dict(files), ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")


@lru_cache(maxsize=4)
def _compressed(data: bytes) -> str:
    return base64.b64encode(lzma.compress(data)).decode("ascii")


def pack(scenario: Path, rules: Path, board: Path) -> Pack:
    """Pack a scenario, a rules folder and a map folder. Raises OSError."""
    files = {f"{SCENARIOS}/{scenario.stem}.toml": scenario}
    files |= {f"{RULES}/{path.relative_to(rules).as_posix()}": path for path in below(rules)}
    return Pack({**_texts(files), **pack_map(board).files})


def pack_map(board: Path) -> Pack:
    """Pack only a map folder. Raises OSError."""
    return Pack(_texts({f"{MAPS}/{board.name}/{path.relative_to(board).as_posix()}": path for path in below(board)}))


def _texts(files: Mapping[str, Path]) -> dict[str, str]:
    return {name: path.read_bytes().decode("utf-8", "surrogateescape") for name, path in files.items()}


def below(folder: Path) -> Iterator[Path]:
    """Return the files of a folder that a game reads."""
    return (path for path in sorted(folder.rglob("*")) if path.suffix in SUFFIXES and path.is_file())


def unpacked(text: str) -> Pack:
    """Unpack a text. Raises BadPack."""
    try:
        opener = lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=MOST)
        data = opener.decompress(base64.b64decode(text.encode("ascii"), validate=True), MOST)
        files = json.loads(data.decode("utf-8", "surrogatepass")) if opener.eof else None
    except (ValueError, lzma.LZMAError, RecursionError):  # of base64, of UTF-8, of JSON
        files = None
    if not isinstance(files, dict) or not all(isinstance(body, str) and is_name(name) for name, body in files.items()):
        raise BadPack("not the files of a game")
    return Pack(files)


def is_name(name: str) -> bool:
    """Whether a name stays within its folder on any platform."""
    parts = name.split("/")
    plain = all(part not in ("", ".", "..") and not set(part) & set('\\:*?"<>|\0') for part in parts)
    return plain and len(parts) > 1 and parts[0] in (SCENARIOS, RULES, MAPS) and name.endswith(SUFFIXES)


# --- unpacked on disk --------------------------------------------------------------------------------


def lay_out(packed: Pack) -> Path:
    """Write the files of a pack to a folder that only this user may read, in the user's cache or for this process; return it.

    Existing files are compared, and written anew if they differ. Any number of processes may do so at once: a folder that holds
    the pack is never touched, for another may be reading it.
    """
    home = Path(os.environ.get("KUROSHIO_CACHE_DIR") or platformdirs.user_cache_dir("kuroshio", appauthor=False))
    folder = home / f"content-{packed.digest[:16]}"
    if _holds(folder, packed):
        return folder
    try:
        home.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=".content-", dir=home))
        try:
            _write(fresh, packed)
            _settle(fresh, folder, packed)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)  # nothing is left of it where it was moved
    except OSError:
        return _for_this_process(packed)
    return folder


def _settle(fresh: Path, folder: Path, packed: Pack) -> None:
    """Move a folder to its place, unless another process was first. Raises OSError."""
    with suppress(OSError):  # a folder that is not empty is in its place: the rename is refused
        fresh.replace(folder)
        return
    if not _holds(folder, packed):
        shutil.rmtree(folder, ignore_errors=True)
        fresh.replace(folder)


@lru_cache(maxsize=8)
def _temporary(digest: str) -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix=f"kuroshio-{digest[:16]}-")  # gone when the process ends


def _for_this_process(packed: Pack) -> Path:
    folder = Path(_temporary(packed.digest).name)
    if not _holds(folder, packed):
        _write(folder, packed)
    return folder


def _write(folder: Path, packed: Pack) -> None:
    for name, body in packed.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body.encode("utf-8", "surrogateescape"))


def _holds(folder: Path, packed: Pack) -> bool:
    """Whether a folder holds the files of a pack, and no other files that a game would read."""
    if {path.relative_to(folder).as_posix() for path in below(folder)} != set(packed.files):
        return False
    try:
        return all((folder / name).read_bytes() == body.encode("utf-8", "surrogateescape") for name, body in packed.files.items())
    except OSError:
        return False
