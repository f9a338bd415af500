"""Checks what entries rest on: documents of the bibliography, series of the public record, judgement."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kuroshio.files.checks.check_names import ContentNames, lists
from kuroshio.files.faults import KeyPath
from kuroshio.files.loader import Loaded
from kuroshio.model.bibliography import BLANK, GRADES, TO_BE_FOUND, RecordSeries, Sourced, cited, listed, read_record
from kuroshio.model.entry_parts import Entry
from kuroshio.model.likely_names import nearest

Complaint = tuple[KeyPath, str, str]
WORDS_OF_JUDGEMENT = re.compile(r"\s*(judgement)?:?\s*")
JUDGED = re.compile(r"\s*judgement\b")
NONE_OF_THREE = 'add source = "ID, place in the document", record = "SERIES YEAR" or judgement = "why"'
AS_TEXT = "name the report's section, a public record, or write 'judgement: <reason>'"
AS_RECORD = "write SERIES YEAR or SERIES YEAR-YEAR, such as scrambles 2016-2018"


def has_bibliography(names: ContentNames) -> bool:
    """Whether the rules have documents, so that a source names one; without them a source is a text."""
    return names.some("documents")


def source_complaints(entry: Sourced, names: ContentNames) -> Iterator[Complaint]:
    """Yield what is wrong with what an entry rests on."""
    if has_bibliography(names):
        yield from _document_complaints(entry, names)
    else:
        yield from _text_complaints(entry)
    if entry.judgement and not entry.judgement.strip():
        yield ("judgement",), "judgement without a reason", "say what was judged, and why"
    yield from _record_complaints(entry, names)
    yield from _fact_complaints(entry, names)
    if isinstance(entry, Entry) and isinstance(entry.confidence, str):
        yield from _grade_complaints(entry.confidence, names)


def _text_complaints(entry: Sourced) -> Iterator[Complaint]:
    """Check the sources of rules without a bibliography, which are texts."""
    for path, source in _each("source", entry.source):
        if WORDS_OF_JUDGEMENT.fullmatch(source):
            yield path, "judgement without a reason" if source.strip() else "no source", AS_TEXT
    if not (entry.source or entry.record or entry.judgement):
        yield ("source",), "no source", AS_TEXT


def _document_complaints(entry: Sourced, names: ContentNames) -> Iterator[Complaint]:
    """Check that sources name documents, and that an entry rests on something."""
    for path, source in _each("source", entry.source):
        document, _ = cited(source)
        if JUDGED.match(source):
            yield path, "a judgement is no source", 'write judgement = "why"'
        elif document != TO_BE_FOUND and not names.has("documents", document):
            known = nearest(document, names.known("documents"), lists("documents"))
            yield path, f"no document {document!r}", f"{known}; a source is ID, place in the document"
    if not (entry.source or entry.record or entry.judgement):
        yield ("source",), "no source, no record and no judgement", NONE_OF_THREE


def _record_complaints(entry: Sourced, names: ContentNames) -> Iterator[Complaint]:
    for path, record in _each("record", entry.record):
        for wrong, right in _value_complaints(record, names):
            yield path, wrong, right


def _fact_complaints(entry: Sourced, names: ContentNames) -> Iterator[Complaint]:
    for blank in BLANK.findall(entry.fact):
        for wrong, right in _value_complaints(blank, names):
            yield ("fact",), wrong, right
    if entry.fact and not (entry.source or entry.record):
        yield ("fact",), "a fact that rests on nothing", "add the source or the record that tells it"


def _value_complaints(record: str, names: ContentNames) -> Iterator[tuple[str, str]]:
    """Check that the record has the values that a text names."""
    named = read_record(record)
    if named is None:
        yield f"{record!r} is no series with a year", AS_RECORD
        return
    series, first, last = named
    if not names.has("series", series):
        yield f"no series {series!r}", nearest(series, names.known("series"), lists("series"))
        return
    found: RecordSeries | None = names.get("series", series)
    if found is not None and found.over(first, last) is None:
        years = sorted(found.values)
        yield f"series {series!r} has no value for {record.removeprefix(series).strip()}", f"it has {', '.join(years) or 'none'}"


def _grade_complaints(confidence: str, names: ContentNames) -> Iterator[Complaint]:
    """Check a confidence that is one word, as in rules without a bibliography."""
    if confidence and confidence not in GRADES:
        yield ("confidence",), f"{confidence!r} is not one of the possible words", nearest(confidence, GRADES)
    elif confidence and has_bibliography(names):
        yield ("confidence",), "one confidence for fact and number", f'write {{ fact = "{confidence}", number = "..." }}'


def _each(key: str, value: str | tuple[str, ...]) -> Iterator[tuple[KeyPath, str]]:
    """Yield each text of a key that may have one or several, with its path; an empty text too."""
    if isinstance(value, str):
        yield (key,), value
    else:
        yield from (((key, i), one) for i, one in enumerate(value))


# --- what is no fault ------------------------------------------------------------------------------


def sourced_entries(loaded: Sequence[Loaded]) -> Iterator[tuple[str, Sourced, str]]:
    """Yield every entry that rests on something: its kind and id, the entry, and the file it stands in."""
    for found in loaded:
        for field, entries in found.entries.items():
            for entry, origin in entries:
                if isinstance(entry, Sourced):
                    yield entry_name(field, entry), entry, origin.document.path.name


def entry_name(field: str, entry: Sourced) -> str:
    """Return how an entry is named: its table and its id, a seat by its faction."""
    kind = lists(field).rpartition(" ")[2] if field not in SINGLES else field
    name = getattr(entry, "id", "") or getattr(entry, "faction", "")
    return f"{kind}.{name}" if name else kind


SINGLES = ("procedure", "timetable", "scenario")


def uncited(loaded: Sequence[Loaded]) -> list[str]:
    """Return the ids of documents that no entry cites, in the order of the files."""
    named = {cited(source)[0] for _, entry, _ in sourced_entries(loaded) for source in listed(entry.source)}
    documents = dict.fromkeys(document.id for found in loaded for document in found.of("documents"))
    return [document for document in documents if document not in named]


def missing_documents(loaded: Sequence[Loaded]) -> list[str]:
    """Return the names of the entries of which a document is still to be found."""
    return [name for name, entry, _ in sourced_entries(loaded) if TO_BE_FOUND in {cited(one)[0] for one in listed(entry.source)}]
