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

from kuroshio.files import loader, theatre
from kuroshio.files.checks import check_actions, check_capacities, check_entries, checker
from kuroshio.files.content_folders import data_folder
from kuroshio.files.faults import Fault, KeyPath
from kuroshio.files.toml_file import Document, read


class Memory:
    """Stands in for what reads, structures and takes apart.

    Of each file it keeps the first text that it meets, and of that all answers: what a test makes of a file is forgotten.
    within: the folder whose files it keeps; without one, of all.
    """

    def __init__(self, within: Path | None = None) -> None:
        self.within = within
        self.documents: dict[Path, tuple[bytes, Document]] = {}
        self.known: set[int] = set()  # ids of documents and entries that are kept for good
        self.entries: dict[tuple[int, KeyPath], tuple[Document, Any]] = {}
        self.parts: dict[int, tuple[Any, list[check_entries.EntryPart]]] = {}
        self.counts: dict[int, tuple[Any, Any]] = {}
        self._structure, self._places, self._count = loader.structure, check_entries.places, check_capacities.count_parts

    def read(self, path: Path) -> Document:
        """A file, read anew only when other bytes stand in it."""
        if not path.is_file() or (self.within and self.within not in path.resolve().parents):
            return read(path)
        data = path.read_bytes()
        if path not in self.documents:
            document = read(path)
            self.documents[path] = (data, document)
            self.known.add(id(document))
        first, document = self.documents[path]
        return document if first == data else read(path)

    def keep(self, document: Document) -> None:
        """A document that was read elsewhere."""
        self.documents[document.path] = (b"", document)
        self.known.add(id(document))

    def structure(
        self, document: Document, path: KeyPath, table: Any, kind: Any, faults: list[Fault], spoilt: list[KeyPath] | None = None
    ) -> Any:
        """An entry; one with a fault is made anew every time, for the faults are what is wanted."""
        key = (id(document), path)
        if id(document) not in self.known:
            return self._structure(document, path, table, kind, faults, spoilt)
        if not path or key not in self.entries:  # a scenario's head is no table of the file as it stands
            said = len(faults)
            entry = self._structure(document, path, table, kind, faults, spoilt)
            if entry is None or len(faults) > said:
                return entry
            if path:
                self.entries[key] = (document, entry)
                self.known.add(id(entry))
            return entry
        return self.entries[key][1]

    def places(self, part: Any, *within: Any) -> Iterator[check_entries.EntryPart]:
        """The parts of an entry."""
        if within or id(part) not in self.known:
            return self._places(part, *within)
        if id(part) not in self.parts:
            self.parts[id(part)] = (part, list(self._places(part)))
        return iter(self.parts[id(part)][1])

    def count(self, entry: Any) -> Any:
        """How many parts an entry has."""
        if id(entry) not in self.known:
            return self._count(entry)
        if id(entry) not in self.counts:
            self.counts[id(entry)] = (entry, self._count(entry))
        return self.counts[id(entry)][1]


# Of the tests that load what is shipped again and again, and look at something else.
SHARED = Memory(data_folder("rules").resolve().parent)


@contextmanager
def remembered(memory: Memory, reading: Callable[[Path], Document] | None = None) -> Iterator[None]:
    """Check with a memory. reading: what reads files in its place."""
    with ExitStack() as patches:
        for home in (loader, checker, theatre):
            patches.enter_context(patch.object(home, "read", reading or memory.read))
        for home in (check_entries, check_actions, theatre):
            patches.enter_context(patch.object(home, "places", memory.places))
        patches.enter_context(patch.object(loader, "structure", memory.structure))
        patches.enter_context(patch.object(check_capacities, "count_parts", memory.count))
        yield
