"""What content rests on: documents, series of the public record, judgement; and how sure each of it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from attrs import Factory, frozen

GRADES = ("high", "medium", "low")
OF_FACT, OF_NUMBER = "fact", "number"
TO_BE_FOUND = "to_be_found"  # stands for a document that somebody still has to look up; `check` warns of it
YEARS = re.compile(r"([a-z][a-z0-9_]*) (\d{4})(?:-(\d{4}))?")  # a series and a year, or its first and its last
BLANK = re.compile(r"\{([^{}]*)\}")  # a value of the record in a fact


@frozen(kw_only=True)
class Confidence:
    """How sure an entry is, each high, medium or low, or nothing: of what its documents tell, and of its own numbers."""

    fact: str = ""
    number: str = ""


@frozen(kw_only=True)
class Sourced:
    """What an entry rests on: one or more of documents, series of the record, and a judgement.

    source: `ID, place in the document`, one or a list. record: `SERIES YEAR` or `SERIES YEAR-YEAR`, one or a list. judgement:
    what was judged, and why. fact: what the documents tell; `{SERIES YEAR}` in it is filled in from the record.

    In rules without a bibliography a source is a text, as in games that were kept before there was one.
    """

    source: str | tuple[str, ...] = ()
    record: str | tuple[str, ...] = ()
    judgement: str = ""
    fact: str = ""


@frozen(kw_only=True)
class SourceDocument:
    """A document of the bibliography. author: a person or a body; date: a year, or a day as 2020-12-07.

    series: of treaties, reports or laws, with its number; url: where it can be read; language: of the text, if it is not
    English. report: whether it is the report whose items the rules carry.
    """

    id: str
    title: str
    author: str = ""
    date: str = ""
    publisher: str = ""
    series: str = ""
    url: str = ""
    language: str = ""
    report: bool = False

    @property
    def text(self) -> str:
        """The document as a bibliography has it.

        >>> SourceDocument(id="a", title="A Treaty", author="Two Parties", date="1960", series="UNTS 373, 186").text
        'Two Parties, A Treaty (1960), UNTS 373, 186'
        """
        dated = f"{self.title} ({self.date})" if self.date else self.title
        return ", ".join(filter(None, (self.author, dated, self.publisher, self.series, self.url)))


@frozen(kw_only=True)
class RecordSeries(Sourced):
    """A series of the public record: one value a year, with what it rests on. unit: what is counted, per what."""

    id: str
    name: str
    unit: str
    values: dict[str, float] = Factory(dict)
    confidence: Confidence = Confidence()

    def over(self, first: int, last: int) -> list[float] | None:
        """Return the values of these years, in order; None if one is missing."""
        years = [str(year) for year in range(first, last + 1)]
        return [self.values[year] for year in years] if years and all(year in self.values for year in years) else None


@frozen(kw_only=True)
class ConfidenceMeaning:
    """What a grade of confidence means. of: fact or number; grade: high, medium or low."""

    id: str
    of: str
    grade: str
    meaning: str


def listed(value: str | tuple[str, ...]) -> tuple[str, ...]:
    """Return what may be one text or several as several.

    >>> listed("a"), listed(("a", "b")), listed("")
    (('a',), ('a', 'b'), ())
    """
    return value if isinstance(value, tuple) else (value,) if value else ()


def cited(source: str) -> tuple[str, str]:
    """Return the id of the document that a source names, and the place in it.

    >>> cited("treaty_1960, Article V"), cited("treaty_1960")
    (('treaty_1960', 'Article V'), ('treaty_1960', ''))
    """
    document, _, place = source.partition(",")
    return document.strip(), place.strip()


def read_record(text: str) -> tuple[str, int, int] | None:
    """Return the series and its first and last year that a record names; None if it has another form.

    >>> read_record("scrambles 2016-2018"), read_record("scrambles 2020"), read_record("scrambles")
    (('scrambles', 2016, 2018), ('scrambles', 2020, 2020), None)
    """
    found = YEARS.fullmatch(text.strip())
    if found is None:
        return None
    series, first, last = found.groups()
    return series, int(first), int(last or first)


def number_text(value: float) -> str:
    """Return a value of the record as it is printed.

    >>> number_text(3969.0), number_text(49.1)
    ('3,969', '49.1')
    """
    return f"{int(value):,}" if value == int(value) else f"{value:,}"


@frozen
class Bibliography:
    """The documents and series of some content, by id, and what an entry's words come to with them."""

    documents: Mapping[str, SourceDocument] = Factory(dict)
    series: Mapping[str, RecordSeries] = Factory(dict)

    def values(self, record: str) -> list[float] | None:
        """Return the values that `SERIES YEAR` or `SERIES YEAR-YEAR` names, or None."""
        named = read_record(record)
        series = self.series.get(named[0]) if named else None
        return series.over(*named[1:]) if named and series else None

    def in_figures(self, record: str) -> str:
        """Return what the record has for `SERIES YEAR`; the words themselves where it has nothing."""
        found = self.values(record)
        return ", ".join(map(number_text, found)) if found else record

    def fact(self, entry: Sourced) -> str:
        """Return the fact of an entry, with the values of the record filled in."""
        return BLANK.sub(lambda blank: self.in_figures(blank[1]), entry.fact)

    def record(self, record: str) -> str:
        """Return a record as it is shown: its series, years, values and unit."""
        named = read_record(record)
        series = self.series.get(named[0]) if named else None
        return f"{record}: {self.in_figures(record)} {series.unit}" if series else record

    def short(self, entry: Sourced) -> str:
        """Return what an entry rests on in one line, documents by their ids."""
        filled = BLANK.search(entry.fact)  # then the fact has the figures
        records = listed(entry.record) if filled else map(self.record, listed(entry.record))
        rests = [*listed(entry.source), *records]
        told = ": ".join(filter(None, ("; ".join(rests), self.fact(entry))))
        return "; ".join(filter(None, (told, f"judgement: {entry.judgement}" if entry.judgement else "")))


def bibliography(*documents: Iterable[SourceDocument], series: Iterable[RecordSeries] = ()) -> Bibliography:
    """Return a bibliography of these documents and series; of two with one id the first counts."""
    by_id: dict[str, SourceDocument] = {}
    for one in (document for several in documents for document in several):
        by_id.setdefault(one.id, one)
    return Bibliography(by_id, {one.id: one for one in series})


def number_confidence(confidence: str | Confidence) -> str:
    """Return how sure the numbers of an entry are: high, medium, low, or nothing. Rules without a bibliography have one word.

    >>> number_confidence(Confidence(fact="high", number="low")), number_confidence("medium")
    ('low', 'medium')
    """
    return confidence if isinstance(confidence, str) else confidence.number


def rests_on(entry: Sourced) -> Iterator[str]:
    """Yield the kinds of what an entry rests on: document, record, judgement; to_be_found for a document that is missing yet."""
    ids = {cited(source)[0] for source in listed(entry.source)}
    if ids - {TO_BE_FOUND}:
        yield "document"
    if TO_BE_FOUND in ids:
        yield TO_BE_FOUND
    if entry.record:
        yield "record"
    if entry.judgement:
        yield "judgement"
