"""Stamps: the list of the files that the program has written to a folder, with digests, in a small file beside them.

A listed file with unchanged content may be overwritten without asking; any other file belongs to somebody.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from kuroshio import __version__
from kuroshio.disk.whole_file import NotWritten, digest, refusal

STAMPS = ".kuroshio-stamps.json"
VERSION = 1


class DamagedStamps(NotWritten):
    """A list of stamps that has been changed."""


def _table(files: Mapping[str, str]) -> bytes:
    return json.dumps(files, sort_keys=True).encode()


def spelled(files: Mapping[str, str]) -> bytes:
    """Return the bytes of the file for digests by name."""
    table = {"stamps": VERSION, "kuroshio": __version__, "files": dict(sorted(files.items())), "sha256": digest(_table(files))}
    return json.dumps(table, indent=1, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"


def read(folder: Path) -> dict[str, str]:
    """Read the digests of the files of a folder by name; empty without a list.

    Raises NotWritten if the list cannot be read, Damaged if it cannot be trusted.
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
        wrong = f"{path}: a newer version has written into this folder, and only that version knows its own files here"
        raise NotWritten(f"{wrong}; use that version, or another folder")
    files = table.get("files") if isinstance(table, dict) else None
    if not isinstance(files, dict) or version != VERSION or table.get("sha256") != digest(_table(files)):
        wrong = f"{path}: has been changed, so it is unknown which files here may be overwritten"
        raise DamagedStamps(f"{wrong}; name another folder, or give --overwrite to overwrite them")
    return {str(name): str(found) for name, found in files.items()}
