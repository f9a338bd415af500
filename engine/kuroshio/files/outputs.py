"""Writes the output of a command: a set of files, all or none, and never over files that somebody else has made.

    write(folder, {"review.html": page, "japan/review.html": edition})

An existing file is overwritten only if the program wrote it and nobody has changed it since (`kuroshio.disk.stamps`), or if
the user gives `--overwrite`. Journals, scenarios, rules and maps are never overwritten.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Mapping
from enum import Enum
from pathlib import Path, PurePosixPath

from kuroshio.disk import stamps
from kuroshio.disk.file_sets import WORK, Work, hold
from kuroshio.disk.whole_file import OPEN, PRIVATE, NotWritten, digest, digest_of
from kuroshio.files.protected_files import told, told_by_place, told_of_new

__all__ = ["NotWritten", "Over", "refuse_protected", "write"]
OWN = (WORK, stamps.STAMPS)  # names that no output may have
NAMED = 5  # files that a sentence names; it counts the rest


class Over(Enum):
    """What a set may overwrite: nothing, unchanged files of ours, or anything that is not protected."""

    NOTHING = "nothing"
    OURS = "ours"
    ANYTHING = "anything"

    @classmethod
    def said(cls, overwrite: bool) -> Over:
        """Return the value for the option `--overwrite`."""
        return cls.ANYTHING if overwrite else cls.OURS


def write(folder: Path, files: Mapping[str, bytes], over: Over = Over.OURS, *, private: bool = False) -> None:
    """Write a set of files into a folder, all or none; make the folder if needed.

    files: content by name, with slashes for folders below; private: only the owner may read new files. With `Over.NOTHING` all
    must be new, and no stamps are kept; else they may be overwritten later as long as nobody changes them. An unfinished set of
    another process is first taken back. Raises NotWritten with one sentence; then nothing has changed.
    """
    _check_names(folder, files)
    with hold(folder, files) as work:
        work.mode = PRIVATE if private else OPEN
        listed = {} if over is Over.NOTHING else _listed(work, files, over)
        olds = _may_write(work, files, listed, over)
        stamped = {_stamps_of(inner): _stamps(work, files, inner, known) for inner, known in listed.items()}
        olds |= {name: digest_of(work.place(name)) for name in stamped}
        work.put({**files, **stamped}, olds)


def refuse_protected(path: Path) -> None:
    """Refuse a protected place before the work for it begins. Raises NotWritten."""
    path = path.parent.resolve() / path.name
    try:
        kind = told(path) if path.is_file() else ""
    except OSError:
        return  # the write itself will report it
    if kind:
        raise NotWritten(f"{path}: {kind}, and is never overwritten; name another place")


def _check_names(folder: Path, names: Iterable[str]) -> None:
    """Check that no two outputs are the same file, with or without regard to upper case. Raises NotWritten."""
    seen: dict[tuple[str, ...], str] = {}
    for name in names:
        parts = tuple(unicodedata.normalize("NFC", part).casefold() for part in PurePosixPath(name).parts)
        if set(parts) & set(OWN):
            raise NotWritten(f"{folder / name}: is a reserved name; name another")
        if parts in seen:
            raise NotWritten(f"{folder / name}: would be the same file as {seen[parts]}; name another")
        seen[parts] = name
    for parts, name in seen.items():
        inside = next((other for other in seen if len(other) > len(parts) and other[: len(parts)] == parts), None)
        if inside:
            raise NotWritten(f"{folder / name}: would be both a file and the folder of {seen[inside]}; name another")


# --- what may be overwritten -------------------------------------------------------------------------


def _parent(name: str) -> str:
    """Return the folder of a name, below the folder of the set; a dot for that folder itself."""
    return str(PurePosixPath(name).parent)


def _stamps_of(inner: str) -> str:
    """Return the name of the stamps of a folder of the set."""
    return str(PurePosixPath(inner) / stamps.STAMPS)


def _stamps(work: Work, files: Mapping[str, bytes], inner: str, known: Mapping[str, str]) -> bytes:
    """Return the new stamps of a folder: the files of this set, and former ones that still exist."""
    kept = {name: found for name, found in known.items() if (work.folder / inner / name).is_file()}
    return stamps.spelled(
        kept | {PurePosixPath(name).name: digest(data) for name, data in files.items() if _parent(name) == inner}
    )


def _listed(work: Work, names: Iterable[str], over: Over) -> dict[str, dict[str, str]]:
    """Return for each folder of the set the digests of our files. Raises NotWritten."""
    found = {}
    for inner in dict.fromkeys(map(_parent, names)):
        place = work.place(_stamps_of(inner))
        if place.is_symlink() or (place.exists() and not place.is_file()):
            raise NotWritten(f"{place}: is not a plain file, but a file of that name is needed; move it away")
        try:
            found[inner] = stamps.read(place.parent)
        except stamps.DamagedStamps:
            if over is not Over.ANYTHING:
                raise
            found[inner] = {}
    return found


def _may_write(work: Work, files: Mapping[str, bytes], listed: Mapping[str, Mapping[str, str]], over: Over) -> dict[str, str]:
    """Return the digest of each existing file of the set that may be overwritten. Raises NotWritten."""
    olds: dict[str, str] = {}
    changed: list[Path] = []
    strange: list[Path] = []
    for name, data in files.items():
        place = work.place(name)
        if not os.path.lexists(place):
            if kind := told_of_new(place):
                raise NotWritten(f"{place}: {kind}, where nothing else belongs; name another place")
            continue
        _check_plain(place)
        old = olds[name] = digest_of(place)
        stamp = listed.get(_parent(name), {}).get(place.name, "")
        if over is not Over.NOTHING and old in (stamp, digest(data)):
            continue
        if kind := told_by_place(place):
            raise NotWritten(f"{place}: {kind}, and is never overwritten; name another place")
        (changed if stamp else strange).append(place)
    _refuse(over, changed, strange)
    return olds


def _check_plain(place: Path) -> None:
    """Check that a place is a plain file that may be overwritten. Raises NotWritten, OSError."""
    if place.is_symlink() or not place.is_file():
        what = "a link" if place.is_symlink() else "a folder" if place.is_dir() else "not a plain file"
        raise NotWritten(f"{place}: is {what}, and is never overwritten; name another place")
    if kind := told(place):
        raise NotWritten(f"{place}: {kind}, and is never overwritten; name another place")
    if not os.access(place, os.W_OK):
        raise NotWritten(f"{place}: is write-protected; change its permissions, or name another place")


def _refuse(over: Over, changed: list[Path], strange: list[Path]) -> None:
    """Refuse files that the user has not allowed to overwrite. Raises NotWritten."""
    if over is Over.ANYTHING or not (changed or strange):
        return
    if over is Over.NOTHING:
        raise NotWritten(f"{_named(strange)} already there; name a new file")
    right = "name another place, or give --overwrite"
    if changed:
        raise NotWritten(
            f"{_named(changed, 'has been changed since it was', 'have been changed since they were')} written; {right}"
        )
    raise NotWritten(f"{_named(strange)} already there, and this program has no record of writing it; {right}")


def _named(paths: list[Path], one: str = "is", many: str = "are") -> str:
    """Return paths for the beginning of a sentence."""
    if len(paths) == 1:
        return f"{paths[0]}: {one}"
    more = f" and {len(paths) - NAMED} more" if len(paths) > NAMED else ""
    return f"{paths[0].parent}: {', '.join(path.name for path in paths[:NAMED])}{more} {many}"
