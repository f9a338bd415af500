"""`kuroshio keys`: lists what a variant of a scenario may change, with values, ranges and sources."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import click
from rich import box
from rich.table import Table

from kuroshio.api.scenarios import Scenario, load
from kuroshio.cli import terminal_tables
from kuroshio.cli.shared_options import RULES
from kuroshio.model.likely_names import nearest
from kuroshio.study.keys.key_list import Key

WIDTH = 160  # columns that most keys need beside the rest; on a narrower terminal they are broken, never cut
COLUMNS = ("key", "value", "type", "range", "source", "confidence")


@click.command("keys")
@click.argument("scenario")
@click.argument("pattern", default="*")
@click.option("--format", "form", type=click.Choice(["table", "csv"]), default="table", show_default=True, help="How to print.")
@RULES
def command(scenario: str, pattern: str, form: str, rules: Path | None) -> None:
    """List the keys of SCENARIO that `--set KEY=VALUE` takes, all of them or those that fit PATTERN.

    A PATTERN with *, ? or [...] must fit the whole key ('procedure.*_at'); any other may stand anywhere in it.
    Types: number, switch, word, words (a list), date, reading, and entry, table, parts, part, which are left out with
    `none` or replaced by the id of another entry of their kind. A number may be given as x3, x0.5, +2 or -1.
    """
    content = load(scenario, rules)
    found = content.keys(pattern)
    if not found:
        raise click.UsageError(f"no key fits {pattern!r}; {nearest(pattern, likely(content, pattern), few=0)}")
    if form == "csv":
        click.echo(csv_of(found), nl=False)
    else:
        terminal_tables.tables(WIDTH).print(table_of_keys(found))


def likely(content: Scenario, pattern: str) -> list[str]:
    """Return the keys that a pattern may mean: those with the same first word, else the first words of all."""
    alike = content.keys(f"{pattern.partition('.')[0]}.*")
    return [key.name for key in alike] or list(dict.fromkeys(key.name.partition(".")[0] for key in content.keys("*")))


def row_of(key: Key) -> tuple[str, ...]:
    """Return a key as the words of a row."""
    return key.name, key.text, key.type, key.range, key.source, key.confidence


def csv_of(keys: Sequence[Key]) -> str:
    """Return keys as CSV with a line of headings."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([COLUMNS, *map(row_of, keys)])
    return out.getvalue()


def table_of_keys(keys: Sequence[Key]) -> Table:
    """Return keys as a table for a terminal."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in COLUMNS:
        table.add_column(heading.capitalize(), overflow="fold", justify="right" if heading == "value" else "left")
    for key in keys:
        table.add_row(*row_of(key))
    return table
