"""All that a game is made of, in one text: so that a kept game can be mailed, and played where its files are not."""

from __future__ import annotations

import base64
import hashlib
import json
import lzma
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path, PurePosixPath

import platformdirs
from attrs import frozen

SUFFIXES = (".toml", ".geojson")  # of what is packed: nothing else of a folder is read by a game
MOST = 1 << 26  # bytes that a pack may come to: far beyond any rulebook, and no machine runs out of memory
SCENARIOS, RULES, MAPS = "scenarios", "rules", "maps"


class BadPack(ValueError):
    """A text that is no pack; what is wrong with it."""


@frozen
class Pack:
    """Files by their names within the pack: `scenarios/NAME.toml`, `rules/...`, `maps/NAME/...`."""

    files: Mapping[str, str]

    @cached_property
    def digest(self) -> str:
        """64 hexadecimal digits of the names and texts."""
        return hashlib.sha256(_spelled(self.files)).hexdigest()

    def text(self) -> str:
        """The pack as one word of ASCII."""
        return _compressed(_spelled(self.files))

    def one(self, folder: str) -> PurePosixPath:
        """The one scenario, or the one map, by its name within the pack. Raises BadPack where there is not just one."""
        found = {PurePosixPath(*PurePosixPath(name).parts[:2]) for name in self.files if name.startswith(f"{folder}/")}
        if len(found) != 1:
            raise BadPack(f"{len(found)} {folder} in it, where one belongs")
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
    """Pack a map folder alone. Raises OSError."""
    return Pack(_texts({f"{MAPS}/{board.name}/{path.relative_to(board).as_posix()}": path for path in below(board)}))


def _texts(files: Mapping[str, Path]) -> dict[str, str]:
    return {name: path.read_bytes().decode("utf-8", "surrogateescape") for name, path in files.items()}


def below(folder: Path) -> Iterator[Path]:
    """The files of a folder that a game reads."""
    return (path for path in sorted(folder.rglob("*")) if path.suffix in SUFFIXES and path.is_file())


def unpacked(text: str) -> Pack:
    """The pack that a text holds. Raises BadPack."""
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
    """Whether a name stays within the folder that it is laid out in, on any platform."""
    parts = name.split("/")
    plain = all(part not in ("", ".", "..") and not set(part) & set('\\:*?"<>|\0') for part in parts)
    return plain and len(parts) > 1 and parts[0] in (SCENARIOS, RULES, MAPS) and name.endswith(SUFFIXES)


# --- laid out for reading ----------------------------------------------------------------------------


def lay_out(packed: Pack) -> Path:
    """The folder in which the files of a pack lie, for this user alone to read: in the user's cache, or for this process.

    What lies there already is compared, and written anew where it is another.
    """
    home = Path(os.environ.get("KUROSHIO_CACHE_DIR") or platformdirs.user_cache_dir("kuroshio", appauthor=False))
    folder = home / f"content-{packed.digest[:16]}"
    if _holds(folder, packed):
        return folder
    try:
        home.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=".content-", dir=home))
        _write(fresh, packed)
        if folder.exists():
            shutil.rmtree(folder)
        fresh.replace(folder)
    except OSError:
        return _for_this_process(packed)
    return folder


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
    """Whether a folder holds the files of a pack, and no others that a game would read."""
    if {path.relative_to(folder).as_posix() for path in below(folder)} != set(packed.files):
        return False
    try:
        return all((folder / name).read_bytes() == body.encode("utf-8", "surrogateescape") for name, body in packed.files.items())
    except OSError:
        return False
