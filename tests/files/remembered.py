"""What a check works out of one file or one entry alone, remembered: mutants differ in one, and the others are as they were.

Files are read and entries structured and taken apart anew only where they have changed. Where all entries are the same as
before and nothing was wrong with them, nothing is wrong, and they make the same model. Where one has changed, an entry is
checked again if it has changed itself, or if what it asked of the names is answered in another way; what is held against what
beyond that is checked anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from kuroshio.files import loader, theatre
from kuroshio.files.checks import check_actions, check_capacities, check_entries, checker
from kuroshio.files.checks.check_names import ContentNames
from kuroshio.files.checks.checker import check_map, check_rules, check_scenario
from kuroshio.files.content_folders import data_folder
from kuroshio.files.faults import Fault, KeyPath
from kuroshio.files.loader import Loaded, board_of, ruleset_of, scenario_of
from kuroshio.files.toml_file import Document, read
from kuroshio.model.readings import UnclearReading
from kuroshio.study import variant

EntryKey = tuple[int, int]  # an entry, and what it is checked by
Question = tuple[Any, ...]  # a method of the names, and what it is called with


def answer_of(names: ContentNames, asked: Question) -> Any:
    """What names answer; a refusal is an answer."""
    method, *words = asked
    try:
        return getattr(names, method)(*words)
    except UnclearReading as refused:
        return (refused.wrong, refused.right)


class Listening:
    """Names that take down what they are asked."""

    def __init__(self, names: ContentNames) -> None:
        self.names = names
        self.answers: dict[Question, Any] = {}

    def __getattr__(self, method: str) -> Callable[..., Any]:
        def ask(*words: Any) -> Any:
            asked = (method, *words)
            self.answers[asked] = answer_of(self.names, asked)
            return getattr(self.names, method)(*words)

        return ask


class Memory:
    """Stands in for what reads, structures and takes apart.

    Of each file it keeps the first text that it meets, and of that all answers: what a test makes of a file is forgotten.
    within: the folder whose files it keeps; without one, of all.
    """

    def __init__(self, within: Path | None = None) -> None:
        self.within = within
        self.documents: dict[Path, tuple[bytes, Document]] = {}
        self.known: set[int] = set()  # ids of documents and entries that are kept for good
        self.entries: dict[tuple[int, KeyPath], tuple[Document, Any, Any]] = {}
        self.parts: dict[int, tuple[Any, list[check_entries.EntryPart]]] = {}
        self.counts: dict[int, tuple[Any, Any]] = {}
        self.asked: dict[EntryKey, tuple[Question, ...] | None] = {}  # what an entry with no fault asks; None for any other
        self.answers: dict[Question, Any] = {}
        self.latest: ContentNames | None = None  # the names that were asked last, and which answers of theirs are the same
        self.agreed: dict[Question, bool] = {}
        self.sound: set[tuple[Any, ...]] = set()  # checks that have found nothing, each with the entries that it was given
        self.models: dict[tuple[Any, ...], Any] = {}
        self._complaints = check_entries.entry_complaints
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
        kept = self.entries.get(key)  # a scenario's head is no table of the file as it stands, so it is compared
        if kept is not None and (path or kept[1] == table):
            return kept[2]
        said = len(faults)
        entry = self._structure(document, path, table, kind, faults, spoilt)
        if entry is not None and len(faults) == said:
            self.entries[key] = (document, table, entry)
            self.known.add(id(entry))
        return entry

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

    def complaints(self, entry: Any, names: ContentNames, checks: check_entries.Checks) -> Iterable[check_entries.Complaint]:
        """What is wrong with an entry: nothing, if nothing was, and all that it asked then is answered as it was."""
        key = (id(entry), id(checks))
        if key in self.asked:
            asked = self.asked[key]
            return () if asked is not None and self.same(names, asked) else self._complaints(entry, names, checks)
        if id(entry) not in self.known:
            return self._complaints(entry, names, checks)
        listening = Listening(names)
        found = list(self._complaints(entry, listening, checks))  # type: ignore[arg-type]
        agrees = all(self.answers.setdefault(asked, answer) == answer for asked, answer in listening.answers.items())
        self.asked[key] = tuple(listening.answers) if agrees and not found else None
        return found

    def same(self, names: ContentNames, questions: Iterable[Question]) -> bool:
        """Whether names answer questions as others did. Names of other content are only asked what their own entries ask."""
        if names is not self.latest:
            self.latest = names
            self.agreed.clear()
        for asked in questions:
            if asked not in self.agreed:
                self.agreed[asked] = bool(self.answers[asked] == answer_of(names, asked))
            if not self.agreed[asked]:
                return False
        return True

    def content(self, given: Sequence[Loaded]) -> tuple[Any, ...] | None:
        """What tells the entries of files from any others; None where not all of them are kept, or something is wrong."""
        if any(loaded.faults or loaded.broken or loaded.damaged for loaded in given):
            return None
        found = tuple((field, *map(id, loaded.of(field))) for loaded in given for field in loaded.entries)
        return found if all(self.known.issuperset(ids) for _, *ids in found) else None

    def check(self, function: Callable[..., list[Fault]]) -> Callable[..., list[Fault]]:
        """A check of files that is not made again where it has found nothing."""

        def checked(*given: Loaded) -> list[Fault]:
            content = self.content(given)
            if (function, content) in self.sound:
                return []
            faults = function(*given)
            if content and not faults:
                self.sound.add((function, content))
            return faults

        return checked

    def model(self, function: Callable[[Loaded], Any]) -> Callable[[Loaded], Any]:
        """The model of files, the same one for the same entries: so what hangs on it is known to be the same as well."""

        def made(loaded: Loaded) -> Any:
            content = self.content([loaded])
            if content is None:
                return function(loaded)
            if (function, content) not in self.models:
                self.models[function, content] = function(loaded)
            return self.models[function, content]

        return made


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
        patches.enter_context(patch.object(check_entries, "entry_complaints", memory.complaints))
        for check in (check_rules, check_map, check_scenario):
            patches.enter_context(patch.object(checker, check.__name__, memory.check(check)))
        for made in (ruleset_of, board_of, scenario_of):
            for home in (checker, variant):
                patches.enter_context(patch.object(home, made.__name__, memory.model(made)))
        patches.enter_context(patch.object(check_capacities, "count_parts", memory.count))
        yield
