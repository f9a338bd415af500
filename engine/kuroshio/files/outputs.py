"""What a command writes for people to read: a set of files, all or none, and never over what somebody else has made.

    write(folder, {"review.html": page, "japan/review.html": edition})

A file that is there already is written over only if the program wrote it and nobody has changed it since
(`kuroshio.disk.stamps`), or if the user says `--overwrite`. A journal, a scenario, rules and maps are never written over.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Mapping
from enum import Enum
from pathlib import Path, PurePosixPath

from kuroshio.disk import stamps
from kuroshio.disk.together import WORK, Work, hold
from kuroshio.disk.whole import OPEN, PRIVATE, NotWritten, digest, digest_of
from kuroshio.files.protected_files import told, told_by_place, told_of_new

__all__ = ["NotWritten", "Over", "refuse_protected", "write"]
OWN = (WORK, stamps.STAMPS)  # names that no output may have
NAMED = 5  # files that a sentence names; of more it says how many


class Over(Enum):
    """What a set may be written over: nothing at all, what is ours and unchanged, or anything that is not protected."""

    NOTHING = "nothing"
    OURS = "ours"
    ANYTHING = "anything"

    @classmethod
    def said(cls, overwrite: bool) -> Over:
        """What the option `--overwrite` says."""
        return cls.ANYTHING if overwrite else cls.OURS


def write(folder: Path, files: Mapping[str, bytes], over: Over = Over.OURS, *, private: bool = False) -> None:
    """Write a set of files into a folder, which is made if need be: all of them, or none.

    files: content by name, with slashes where it lies in a folder below; private: new ones are for their owner alone. With
    `Over.NOTHING` all must be new, and nothing is noted of them; else they may be written anew as long as nobody changes
    them. What another process was stopped in is taken back first. Raises NotWritten with one sentence; then all is as it
    was, and nothing else was touched.
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
    """Refuse a place that nothing may ever be written to, before the work for it is begun. Raises NotWritten."""
    path = path.parent.resolve() / path.name
    try:
        kind = told(path) if path.is_file() else ""
    except OSError:
        return  # the writing itself will say so
    if kind:
        raise NotWritten(f"{path}: {kind}, and is never written over; name another place")


def _check_names(folder: Path, names: Iterable[str]) -> None:
    """No two outputs are one file, on a disk that minds capitals or one that does not. Raises NotWritten."""
    seen: dict[tuple[str, ...], str] = {}
    for name in names:
        parts = tuple(unicodedata.normalize("NFC", part).casefold() for part in PurePosixPath(name).parts)
        if set(parts) & set(OWN):
            raise NotWritten(f"{folder / name}: is a name that the program keeps for itself; name another")
        if parts in seen:
            raise NotWritten(f"{folder / name}: would be written twice, {seen[parts]} being the same file; name another")
        seen[parts] = name
    for parts, name in seen.items():
        inside = next((other for other in seen if len(other) > len(parts) and other[: len(parts)] == parts), None)
        if inside:
            raise NotWritten(f"{folder / name}: would be a file and the folder of {seen[inside]}; name another")


# --- what may be written over ------------------------------------------------------------------------


def _parent(name: str) -> str:
    """The folder of a name, below the folder of the set; a point for that one itself."""
    return str(PurePosixPath(name).parent)


def _stamps_of(inner: str) -> str:
    """The name of the list of stamps of a folder of the set."""
    return str(PurePosixPath(inner) / stamps.STAMPS)


def _stamps(work: Work, files: Mapping[str, bytes], inner: str, known: Mapping[str, str]) -> bytes:
    """The new list of a folder: its files of this set, and what was listed before and is there still."""
    kept = {name: found for name, found in known.items() if (work.folder / inner / name).is_file()}
    return stamps.spelled(
        kept | {PurePosixPath(name).name: digest(data) for name, data in files.items() if _parent(name) == inner}
    )


def _listed(work: Work, names: Iterable[str], over: Over) -> dict[str, dict[str, str]]:
    """For each folder of the set the digests of the files that are ours. Raises NotWritten."""
    found = {}
    for inner in dict.fromkeys(map(_parent, names)):
        place = work.place(_stamps_of(inner))
        if place.is_symlink() or (place.exists() and not place.is_file()):
            raise NotWritten(f"{place}: is no plain file, and one of that name is needed to write there; move it away")
        try:
            found[inner] = stamps.read(place.parent)
        except stamps.Damaged:
            if over is not Over.ANYTHING:
                raise
            found[inner] = {}
    return found


def _may_write(work: Work, files: Mapping[str, bytes], listed: Mapping[str, Mapping[str, str]], over: Over) -> dict[str, str]:
    """The digest of each file of the set that is there already and may be written over. Raises NotWritten."""
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
            raise NotWritten(f"{place}: {kind}, and is never written over; name another place")
        (changed if stamp else strange).append(place)
    _refuse(over, changed, strange)
    return olds


def _check_plain(place: Path) -> None:
    """Raises NotWritten on what is no file of ours whatever the user says, OSError."""
    if place.is_symlink() or not place.is_file():
        what = "a link" if place.is_symlink() else "a folder" if place.is_dir() else "no plain file"
        raise NotWritten(f"{place}: is {what}, and is never written over; name another place")
    if kind := told(place):
        raise NotWritten(f"{place}: {kind}, and is never written over; name another place")
    if not os.access(place, os.W_OK):
        raise NotWritten(f"{place}: may not be written; give it that permission, or name another place")


def _refuse(over: Over, changed: list[Path], strange: list[Path]) -> None:
    """Refuse what the user has not said may go. Raises NotWritten."""
    if over is Over.ANYTHING or not (changed or strange):
        return
    if over is Over.NOTHING:
        raise NotWritten(f"{_named(strange)} there already; name a new file")
    right = "name another place, or say --overwrite to write over what is there"
    if changed:
        raise NotWritten(
            f"{_named(changed, 'has been changed since it was', 'have been changed since they were')} written; {right}"
        )
    raise NotWritten(f"{_named(strange)} there already, and not known as written by this program; {right}")


def _named(paths: list[Path], one: str = "is", many: str = "are") -> str:
    """Paths as the beginning of a sentence."""
    if len(paths) == 1:
        return f"{paths[0]}: {one}"
    more = f" and {len(paths) - NAMED} more" if len(paths) > NAMED else ""
    return f"{paths[0].parent}: {', '.join(path.name for path in paths[:NAMED])}{more} {many}"
