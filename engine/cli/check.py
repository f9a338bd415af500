"""`kuroshio check`: every fault of every file, and on demand every rule that play never reaches."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.progress import track

from engine.cli.table import RULES, SEED, set_up, warn_if_cold
from engine.files.check import check_files
from engine.files.home import data_folder, find_scenario
from engine.study.reach import Reach, pairings, play_pairings


@click.command("check")
@click.argument("files", nargs=-1)
@click.option(
    "--reach", metavar="N", type=click.IntRange(1, 10**7), help="Play N games over all doctrines; list what never fires."
)
@SEED
@RULES
def command(files: tuple[str, ...], reach: int | None, seed: int, rules: Path | None) -> None:
    """Check FILES (scenarios, rules, a map folder), or everything that is shipped when none are named.

    With --reach N play N games over all combinations of the seats' doctrines, and list every action, event, effect,
    modifier, gate and inject that never fired.
    """
    paths = [path if (path := Path(name)).exists() else find_scenario(name) for name in files]
    faults, checked = check_files(paths, rules)
    for fault in faults:
        click.echo(str(fault), err=True)
    if faults:
        click.echo(f"{counted(len(faults), 'fault')} in {counted(checked, 'file')}", err=True)
        sys.exit(2)
    click.echo(f"{counted(checked, 'file')}, no faults")
    if reach:
        for scenario in paths or sorted(data_folder("scenarios").glob("*.toml")):
            check_reach(str(scenario), reach, seed, rules)


def check_reach(scenario: str, games: int, seed: int, rules: Path | None) -> None:
    """Play a scenario over all doctrines and list what never fires; an interruption lists what was seen till then."""
    setting = set_up(scenario, rules)
    warn_if_cold()
    found = Reach(setting.tables)
    try:
        for _ in track(play_pairings(found, setting.playbook, games, seed), "games", total=games, transient=True):
            pass
    except KeyboardInterrupt:
        click.echo("Interrupted", err=True)
    dead = list(found.unreached())
    for thing in dead:
        click.echo(f"{thing.kind}: {thing.what}")
    over = counted(len(pairings(setting.tables)), "combination")
    verdict = f"{counted(len(dead), 'rule')} never fired" if dead else "nothing dead"
    click.echo(f"{setting.tables.scenario.id}: {verdict} in {counted(found.games, 'game')} over {over} of doctrines")


def counted(n: int, noun: str) -> str:
    """A number with its noun."""
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"
