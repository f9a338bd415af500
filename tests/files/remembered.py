"""What a check works out of one file or one entry alone, remembered: mutants differ in one, and the others are as they were.

Files are read and entries structured and taken apart anew only where they have changed; what is held against what is
checked every time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from kuroshio.files import check, check_actions, check_entries, check_limits, load, theatre
from kuroshio.files.faults import Fault, KeyPath
from kuroshio.files.read import Document, read


class Memory:
    """Stands in for what reads, structures and takes apart. What an answer belongs to is kept, so that no other has its id."""

    def __init__(self) -> None:
        self.documents: dict[Path, tuple[bytes, Document]] = {}
        self.entries: dict[tuple[int, KeyPath], tuple[Document, Any]] = {}
        self.parts: dict[int, tuple[Any, list[check_entries.Place]]] = {}
        self.counts: dict[int, tuple[Any, Any]] = {}
        self._structure, self._places, self._count = load.structure, check_entries.places, check_limits.count_parts

    def read(self, path: Path) -> Document:
        """A file, read anew only when other bytes stand in it."""
        if not path.is_file():
            return read(path)
        data = path.read_bytes()
        if path not in self.documents or self.documents[path][0] != data:
            self.documents[path] = (data, read(path))
        return self.documents[path][1]

    def structure(
        self, document: Document, path: KeyPath, table: Any, kind: Any, faults: list[Fault], spoilt: list[KeyPath] | None = None
    ) -> Any:
        """An entry; one with a fault is made anew every time, for the faults are what is wanted."""
        key = (id(document), path)
        if not path or key not in self.entries:  # a scenario's head is no table of the file as it stands
            said = len(faults)
            entry = self._structure(document, path, table, kind, faults, spoilt)
            if entry is None or len(faults) > said:
                return entry
            self.entries[key] = (document, entry)
        return self.entries[key][1]

    def places(self, part: Any, *within: Any) -> Iterator[check_entries.Place]:
        """The parts of an entry."""
        if within:
            return self._places(part, *within)
        if id(part) not in self.parts:
            self.parts[id(part)] = (part, list(self._places(part)))
        return iter(self.parts[id(part)][1])

    def count(self, entry: Any) -> Any:
        """How many parts an entry has."""
        if id(entry) not in self.counts:
            self.counts[id(entry)] = (entry, self._count(entry))
        return self.counts[id(entry)][1]


SHARED = Memory()  # of the tests that load what is shipped again and again, and look at something else


@contextmanager
def remembered(memory: Memory, reading: Callable[[Path], Document] | None = None) -> Iterator[None]:
    """Check with a memory. reading: what reads files in its place."""
    with ExitStack() as patches:
        for home in (load, check, theatre):
            patches.enter_context(patch.object(home, "read", reading or memory.read))
        for home in (check_entries, check_actions, theatre):
            patches.enter_context(patch.object(home, "places", memory.places))
        patches.enter_context(patch.object(load, "structure", memory.structure))
        patches.enter_context(patch.object(check_limits, "count_parts", memory.count))
        yield
