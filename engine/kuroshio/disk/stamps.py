"""Which files of a folder the program has written, and what was in them: a small file beside them, moved with each set.

A file that is listed and still has that content may be written anew without asking; any other is somebody's own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from kuroshio import __version__
from kuroshio.disk.whole import NotWritten, digest, refusal

STAMPS = ".kuroshio-stamps.json"
VERSION = 1


class Damaged(NotWritten):
    """A list of stamps that is not as it was written."""


def _table(files: Mapping[str, str]) -> bytes:
    return json.dumps(files, sort_keys=True).encode()


def spelled(files: Mapping[str, str]) -> bytes:
    """The bytes of the file for digests by name."""
    table = {"stamps": VERSION, "kuroshio": __version__, "files": dict(sorted(files.items())), "sha256": digest(_table(files))}
    return json.dumps(table, indent=1, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"


def read(folder: Path) -> dict[str, str]:
    """The digests of the files of a folder by name, empty where none are listed.

    Raises NotWritten where the list cannot be read, Damaged where it cannot be trusted.
    """
    path = folder / STAMPS
    try:
        table = json.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise refusal(path, error) from None
    except (ValueError, RecursionError):
        table = None
    version = table.get("stamps") if isinstance(table, dict) else None
    if isinstance(version, int) and version > VERSION:
        wrong = f"{path}: a newer version has written into this folder, and only it can tell which files here are its own"
        raise NotWritten(f"{wrong}; write with that one, or into another folder")
    files = table.get("files") if isinstance(table, dict) else None
    if not isinstance(files, dict) or version != VERSION or table.get("sha256") != digest(_table(files)):
        wrong = f"{path}: is not as it was written, so there is no telling which files here may be written over"
        raise Damaged(f"{wrong}; name another folder, or say --overwrite to write over them all the same")
    return {str(name): str(found) for name, found in files.items()}
