"""`kuroshio prices`: lists each effect that makes somebody worse off, who feels it, and how many have no reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
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
from kuroshio.files.loader import RULES_TABLES, Loaded, read_rules
from kuroshio.model.effects_that_hurt import BORNE_BY, Price, prices_of

WIDTH = 150  # columns that the longest ids need beside the rest; on a narrower terminal they are broken, never cut
NO_REASON = Text("no reason given", style="bold")


@click.command("prices")
@click.argument("pattern", default="")
@click.option("--missing", is_flag=True, help="List only those that have no reason.")
@RULES
def command(pattern: str, missing: bool, rules: Path | None) -> None:
    """Print each effect of the rules that makes somebody worse off: who bears it, who feels it and how one knows.

    PATTERN: only entries that have it in their table and id, such as `action` or `hotline`. What an act takes of capital, funds
    and readiness is a price as well, but no effect, and is not listed.
    """
    home = rules or data_folder("rules")
    faults, _ = check_files([home], home)
    if faults:
        raise FaultyFiles(faults)
    found = [price for price in all_prices(read_rules(home)) if pattern in price.entry]
    if not found:
        raise click.UsageError(f"no effect that hurts has {pattern!r} in its entry; leave it out to see all")
    shown = [price for price in found if not (missing and price.effect.why)]
    if shown:
        terminal_tables.tables(WIDTH).print(table_of(shown))
    click.echo(f"{'borne by':<10}effects  no reason")
    every, lacking = Counter(one.borne_by for one in found), Counter(one.borne_by for one in found if not one.effect.why)
    for who in BORNE_BY:
        click.echo(f"{who:<10}{every[who]:>7}{lacking[who]:>11}")
    click.echo(f"{len(found) - lacking.total()}/{len(found)}")


def all_prices(loaded: Loaded) -> list[Price]:
    """Return every effect of some rules that makes somebody worse off, in the order of their tables."""
    tracks, pairs = loaded.of("tracks"), loaded.of("pairs")
    tables = (
        (kind, field) for kind, (field, _) in RULES_TABLES.items() if field not in ("tracks", "pairs", "doctrines", "items")
    )
    return [price for kind, field in tables for price in prices_of(kind, loaded.of(field), tracks, pairs)]


def table_of(prices: Sequence[Price]) -> Table:
    """Return prices as a table for a terminal, the id of an entry once."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("Entry", "Effect", "Borne by", "Who feels it, and how one knows"):
        table.add_column(heading, overflow="fold")
    for entry, group in groupby(prices, key=lambda price: price.entry):
        for i, price in enumerate(group):
            table.add_row("" if i else entry, f"{price.part}: {moves(price)}", price.borne_by, price.effect.why or NO_REASON)
    return table


def moves(price: Price) -> str:
    """Return what an effect does, such as `actor.home -1 for 2 turns`."""
    effect = price.effect
    change = f"= {effect.set}" if effect.add is None else f"{effect.add:+d}"
    return f"{effect.track} {change}" + (f" for {effect.lasts}" if effect.lasts else "")
