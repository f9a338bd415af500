"""`kuroshio coverage`: lists the rules that carry each item of the report, by section, and the gaps."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import click
from rich import box
from rich.table import Table
from rich.text import Text

from kuroshio.cli import terminal_tables
from kuroshio.cli.shared_options import RULES
from kuroshio.files.checks.checker import check_files
from kuroshio.files.content_folders import data_folder
from kuroshio.files.faults import FaultyFiles
from kuroshio.files.loader import read_rules
from kuroshio.model.ruleset import Item

WIDTH = 140  # columns that the longest ids need beside the rest; on a narrower terminal they are broken, never cut
PLAIN = ("No.", "Kind", "Ruling")  # columns of single words
GAP = Text("nothing", style="bold")


@click.command("coverage")
@click.option("--gaps", is_flag=True, help="List only the gaps.")
@RULES
def command(gaps: bool, rules: Path | None) -> None:
    """Print the report's items, the rules that carry each, and the number covered."""
    home = rules or data_folder("rules")
    faults, _ = check_files([home], home)
    if faults:
        raise FaultyFiles(faults)
    items = sorted(read_rules(home).of("items"), key=lambda item: item.number)
    console = terminal_tables.tables(WIDTH)
    for section, members in groupby(items, key=lambda item: item.section):
        shown = [item for item in members if not (gaps and is_covered(item))]
        if shown:
            console.print(section_table(section, shown))
    click.echo(f"{'section':<51}carried frames  gaps")
    for section, members in groupby(items, key=lambda item: item.section):
        click.echo(section_totals(section, list(members)))
    framed = sum(bool(item.frame) for item in items)
    covered = sum(is_covered(item) for item in items)
    click.echo(f"{covered - framed} carried by the rules, {framed} frames, {len(items) - covered} gaps")
    click.echo(f"{covered}/{len(items)}")


def section_totals(section: str, items: list[Item]) -> str:
    """How many items of one section are carried, frame all, are gaps."""
    frames, covered = sum(bool(item.frame) for item in items), sum(is_covered(item) for item in items)
    return f"{section:<51}{covered - frames:>7}{frames:>7}{len(items) - covered:>6}"


def is_covered(item: Item) -> bool:
    """Whether rules carry an item, or it is a frame."""
    return bool(item.carried_by or item.frame)


def section_table(section: str, items: list[Item]) -> Table:
    """The items of one section."""
    table = Table(title=section, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("No.", "Kind", "Item", "Carried by", "Ruling"):
        table.add_column(heading, justify="right" if heading == "No." else "left", no_wrap=heading in PLAIN, overflow="fold")
    for item in items:
        carried = "\n".join(item.carried_by) or (f"frame: {item.frame}" if item.frame else GAP)
        table.add_row(str(item.number), item.kind, item.claim, carried, item.ruling)
    return table
