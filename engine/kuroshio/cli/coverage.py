"""`kuroshio coverage`: lists the rules that carry each item of the report, by section, what reads them, and the gaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path

import attrs
import click
from rich import box
from rich.table import Table
from rich.text import Text

from kuroshio.cli import terminal_tables
from kuroshio.cli.check import counted
from kuroshio.cli.shared_options import RULES
from kuroshio.files.checks.check_coverage import PROCEDURE
from kuroshio.files.checks.checker import check_files
from kuroshio.files.content_folders import data_folder
from kuroshio.files.faults import FaultyFiles
from kuroshio.files.loader import FOR_READERS, RULES_TABLES, read_rules, ruleset_of
from kuroshio.model.entry_readers import readers_of_entry
from kuroshio.model.ruleset import Item, Ruleset
from kuroshio.model.track_readers import index_readers

WIDTH = 140  # columns that the longest ids need beside the rest; on a narrower terminal they are broken, never cut
PLAIN = ("No.", "Kind", "Ruling")  # columns of single words
GAP = Text("nothing", style="bold")
MEASURES = "measure."  # a tie to what is only counted

Ties = Mapping[str, int]  # by `kind.id` how many read a tie; what scenarios have is not in it


@click.command("coverage")
@click.option("--gaps", is_flag=True, help="List only the gaps.")
@click.option("--unread", is_flag=True, help="List only items with a tie on which nothing in play turns.")
@RULES
def command(gaps: bool, unread: bool, rules: Path | None) -> None:
    """Print the report's items, the rules that carry each, what reads these, and the number covered.

    Behind each rule stands how many other rules, modifiers, doctrines and mechanisms read it, or the numbers that it moves.
    """
    home = rules or data_folder("rules")
    faults, _ = check_files([home], home)
    if faults:
        raise FaultyFiles(faults)
    ruleset = ruleset_of(read_rules(home))
    ties, items = readers_of_ties(ruleset), sorted(ruleset.items, key=lambda item: item.number)
    shown = [item for item in items if not (gaps and is_covered(item)) and (not unread or without_effect(item, ties))]
    console = terminal_tables.tables(WIDTH)
    for section, members in groupby(shown, key=lambda item: item.section):
        console.print(section_table(section, list(members), ties))
    print_totals(items, ties)


def readers_of_ties(ruleset: Ruleset) -> Ties:
    """Return how many in play read each entry of the rules, or the numbers that it moves, besides itself."""
    index = index_readers(ruleset)
    entries = [
        (kind, entry) for kind, (field, _) in RULES_TABLES.items() if kind not in FOR_READERS for entry in getattr(ruleset, field)
    ]
    found = {f"{kind}.{entry.id}": len(readers_of_entry(kind, entry, index)) for kind, entry in entries}
    fields = attrs.asdict(ruleset.procedure, recurse=False)
    return found | {f"{PROCEDURE}.{field}": len(readers_of_entry(PROCEDURE, value, index)) for field, value in fields.items()}


def is_covered(item: Item) -> bool:
    """Whether rules carry an item, or it is a frame."""
    return bool(item.carried_by or item.frame)


def without_effect(item: Item, ties: Ties) -> list[str]:
    """Return the ties of an item on which nothing in play turns: measures, and what nothing reads."""
    return [path for path in item.carried_by if path.startswith(MEASURES) or ties.get(path) == 0]


# --- as text ---------------------------------------------------------------------------------------


def print_totals(items: Sequence[Item], ties: Ties) -> None:
    """Print what each section comes to, then the ties, then the whole."""
    click.echo(f"{'section':<51}carried frames  gaps unread")
    for section, members in groupby(items, key=lambda item: item.section):
        click.echo(section_totals(section, list(members), ties))
    click.echo(ties_told(items, ties))
    framed, covered = sum(bool(item.frame) for item in items), sum(is_covered(item) for item in items)
    click.echo(f"{covered - framed} carried by the rules, {framed} frames, {len(items) - covered} gaps")
    click.echo(f"{covered}/{len(items)}")


def section_totals(section: str, items: list[Item], ties: Ties) -> str:
    """How many items of one section are carried, frame all, are gaps, and are carried by nothing that is read."""
    frames, covered = sum(bool(item.frame) for item in items), sum(is_covered(item) for item in items)
    unread = sum(bool(item.carried_by) and len(without_effect(item, ties)) == len(item.carried_by) for item in items)
    return f"{section:<51}{covered - frames:>7}{frames:>7}{len(items) - covered:>6}{unread:>7}"


def ties_told(items: Sequence[Item], ties: Ties) -> str:
    """A sentence on all ties: how many have no effect, and what nothing reads."""
    every = sum(len(item.carried_by) for item in items)
    idle = [path for item in items for path in without_effect(item, ties)]
    measures = sum(path.startswith(MEASURES) for path in idle)
    unread = sorted({path for path in idle if not path.startswith(MEASURES)})
    named = f" ({', '.join(unread)})" if unread else ""
    return (
        f"{counted(every, 'tie')}: {measures:,} to what is only measured, {len(idle) - measures:,} to what nothing reads{named}"
    )


def section_table(section: str, items: list[Item], ties: Ties) -> Table:
    """The items of one section."""
    table = Table(title=section, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("No.", "Kind", "Item", "Carried by (readers)", "Ruling"):
        table.add_column(heading, justify="right" if heading == "No." else "left", no_wrap=heading in PLAIN, overflow="fold")
    for item in items:
        told = "\n".join(carrier(path, ties) for path in item.carried_by)
        table.add_row(
            str(item.number), item.kind, item.claim, told or (f"frame: {item.frame}" if item.frame else GAP), item.ruling
        )
    return table


def carrier(path: str, ties: Ties) -> str:
    """A tie with how many read it. Of what a scenario has only measures are told, for rules do not know their scenarios."""
    if path.startswith(MEASURES):
        return f"{path} (measured only)"
    readers = ties.get(path)
    return path if readers is None else f"{path} ({readers or 'read by nothing'})"
