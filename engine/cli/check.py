"""`kuroshio check`: every fault of every file."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from engine.cli.table import RULES
from engine.files.check import check_files
from engine.files.home import find_scenario


@click.command("check")
@click.argument("files", nargs=-1)
@RULES
def command(files: tuple[str, ...], rules: Path | None) -> None:
    """Check FILES (scenarios, rules, a map folder), or everything that is shipped when none are named."""
    paths = [path if (path := Path(name)).exists() else find_scenario(name) for name in files]
    faults, checked = check_files(paths, rules)
    for fault in faults:
        click.echo(str(fault), err=True)
    if faults:
        click.echo(f"{counted(len(faults), 'fault')} in {counted(checked, 'file')}", err=True)
        sys.exit(2)
    click.echo(f"{counted(checked, 'file')}, no faults")


def counted(n: int, noun: str) -> str:
    """A number with its noun."""
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
