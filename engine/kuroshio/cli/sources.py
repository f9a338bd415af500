"""`kuroshio sources`: lists the documents and series that entries rest on, and what one entry rests on."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from attrs import frozen
from rich import box
from rich.table import Table

from kuroshio.cli import terminal_tables
from kuroshio.cli.shared_options import RULES
from kuroshio.files.checks.check_sources import sourced_entries
from kuroshio.files.checks.checker import check_given
from kuroshio.files.faults import FaultyFiles
from kuroshio.files.loader import Loaded
from kuroshio.model.bibliography import (
    OF_FACT,
    OF_NUMBER,
    TO_BE_FOUND,
    Bibliography,
    Confidence,
    ConfidenceMeaning,
    Sourced,
    bibliography,
    cited,
    listed,
    number_confidence,
    read_record,
    rests_on,
)
from kuroshio.model.likely_names import nearest

WIDTH = 140  # columns that the documents need; on a narrower terminal they are broken, never cut
COLUMNS = ("entry", "file", "rests_on", "id", "place", "fact", "confidence_fact", "confidence_number")
KINDS = {"document": "a document", "record": "the record", "judgement": "judgement", TO_BE_FOUND: "a document to be found"}


@frozen
class SourcedEntry:
    """An entry with its name, `kind.id`, and the name of its file."""

    name: str
    entry: Sourced
    file: str

    @property
    def named(self) -> set[str]:
        """The ids of the documents and series that it rests on."""
        records = (read_record(record) for record in listed(self.entry.record))
        return {cited(one)[0] for one in listed(self.entry.source)} | {record[0] for record in records if record}


@click.command("sources")
@click.argument("entry", default="")
@click.option("--csv", "as_csv", is_flag=True, help="Print one line for each document, record and judgement of each entry.")
@RULES
def command(entry: str, as_csv: bool, rules: Path | None) -> None:
    """List the documents and series of rules, maps and scenarios, each with how often it is cited.

    ENTRY is `kind.id`, such as action.strait_transit, or an id alone: what it rests on, and how sure it is. The id of a
    document or of a series lists the entries that cite it; `to_be_found` those of which a document is still missing.
    """
    found = check_given((rules,) if rules else ())
    if found.faults:
        raise FaultyFiles(found.faults)
    entries = [SourcedEntry(*one) for one in sourced_entries(found.loaded)]
    books = bibliography_of(found.loaded)
    chosen = chosen_entries(entry, entries, books) if entry else entries
    if as_csv:
        click.echo(csv_of(chosen, books), nl=False)
    elif entry and not (entry == TO_BE_FOUND or entry in books.documents or entry in books.series):
        for one in chosen:
            tell(one, books)
    elif entry:
        tell_cited(entry, chosen, books)
    else:
        list_all(entries, books, [meaning for one in found.loaded for meaning in one.of("confidences")])


def bibliography_of(loaded: Sequence[Loaded]) -> Bibliography:
    """Return the documents and series of all files."""
    series = [one for found in loaded for one in found.of("series")]
    return bibliography(*(found.of("documents") for found in loaded), series=series)


def chosen_entries(name: str, entries: Sequence[SourcedEntry], books: Bibliography) -> list[SourcedEntry]:
    """Return the entries that a name means, or that cite it. Raises UsageError if there are none."""
    if name == TO_BE_FOUND or name in books.documents or name in books.series:
        return [one for one in entries if name in one.named]
    chosen = [one for one in entries if name in (one.name, one.name.partition(".")[2])]
    if not chosen:
        known = [*(one.name for one in entries), *(one.name.partition(".")[2] for one in entries), *books.documents]
        raise click.UsageError(f"no entry, document or series {name!r}; {nearest(name, known, few=0)}")
    return chosen


# --- as text ---------------------------------------------------------------------------------------


def tell(one: SourcedEntry, books: Bibliography) -> None:
    """Print what one entry rests on."""
    click.echo(f"{one.name} ({one.file})")
    for kind, _, text in rests_of(one.entry, books):
        click.echo(f"  {kind + ':':<12}{text}")
    for label, text in (("fact:", books.fact(one.entry)), ("confidence:", confidence_text(one.entry))):
        if text:
            click.echo(f"  {label:<12}{text}")


def rests_of(entry: Sourced, books: Bibliography) -> Iterator[tuple[str, str, str]]:
    """Yield what an entry rests on: document, record or judgement; the id; the text."""
    for source in listed(entry.source):
        document, place = cited(source)
        text = books.documents[document].text if document in books.documents else source
        known = document == TO_BE_FOUND or document in books.documents
        yield (
            "document",
            document if known else "",
            ", ".join(filter(None, (text, place))) if document in books.documents else text,
        )
    for record in listed(entry.record):
        yield "record", record, books.record(record)
    if entry.judgement:
        yield "judgement", "", entry.judgement


def confidence_text(entry: Sourced) -> str:
    """Return how sure an entry is, in words."""
    confidence = getattr(entry, "confidence", "")
    if not isinstance(confidence, Confidence):
        return str(confidence)
    graded = ((OF_FACT, confidence.fact), (OF_NUMBER, confidence.number))
    return ", ".join(f"{of} {grade}" for of, grade in graded if grade)


def tell_cited(name: str, entries: Sequence[SourcedEntry], books: Bibliography) -> None:
    """Print a document or a series, and the entries that cite it."""
    if name in books.documents:
        click.echo(books.documents[name].text)
    if name in books.series:
        series = books.series[name]
        click.echo(f"{series.name}, {series.unit}: {', '.join(f'{year} {value:g}' for year, value in series.values.items())}")
    click.echo(f"cited by {len(entries):,} {'entry' if len(entries) == 1 else 'entries'}")
    for one in entries:
        fact = books.fact(one.entry)
        click.echo(f"  {one.name}" + (f": {fact}" if fact else ""))


def list_all(entries: Sequence[SourcedEntry], books: Bibliography, meanings: Sequence[ConfidenceMeaning]) -> None:
    """Print documents and series with how often each is cited, what entries rest on, and what confidence means."""
    times = Counter(name for one in entries for name in one.named)
    console = terminal_tables.tables(WIDTH)
    console.print(table_of("Documents", [(id, one.text, times[id]) for id, one in books.documents.items()]))
    told = [(id, f"{one.name}, {one.unit}, {min(one.values)} to {max(one.values)}", times[id])
            for id, one in books.series.items()]  # fmt: skip
    console.print(table_of("Series of the public record", told))
    for meaning in meanings:
        click.echo(f"{meaning.of} {meaning.grade:<7} {meaning.meaning}")
    kinds = Counter(kind for one in entries for kind in rests_on(one.entry))
    rests = ", ".join(f"{kinds[kind]:,} on {words}" for kind, words in KINDS.items() if kinds[kind])
    click.echo(f"{len(books.documents):,} documents, {len(books.series):,} series; of {len(entries):,} entries rest {rests}")


def table_of(title: str, rows: Sequence[tuple[str, str, int]]) -> Table:
    """Return documents or series as a table for a terminal."""
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("Id", overflow="fold")
    table.add_column(title, overflow="fold")
    table.add_column("Cited", justify="right")
    for id, text, times in rows:
        table.add_row(id, text, f"{times:,}")
    return table


def csv_of(entries: Sequence[SourcedEntry], books: Bibliography) -> str:
    """Return what entries rest on as CSV with a line of headings."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in entries:
        confidence = getattr(one.entry, "confidence", "")
        grades = (confidence.fact if isinstance(confidence, Confidence) else "", number_confidence(confidence))
        for kind, id, text in rests_of(one.entry, books):
            place = next((cited(source)[1] for source in listed(one.entry.source) if cited(source)[0] == id), text)
            writer.writerow([one.name, one.file, kind, id, place if kind == "document" else text, books.fact(one.entry), *grades])
    return out.getvalue()
