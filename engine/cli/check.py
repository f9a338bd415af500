"""`kuroshio check`: every fault of every file, and on demand every rule that play never reaches."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.progress import track

from engine.cli.table import RULES, SEED, set_up, warn_if_cold
from engine.files.check import check_files
from engine.files.home import data_folder, find_scenario
from engine.study.reach import Reach, dead_in_all, number_of_pairings, play_pairings


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
        check_reach([str(path) for path in paths or sorted(data_folder("scenarios").glob("*.toml"))], reach, seed, rules)


def check_reach(scenarios: list[str], games: int, seed: int, rules: Path | None) -> None:
    """Play scenarios over all doctrines and list what fires in none; an interruption lists what is seen till then."""
    warn_if_cold()
    played = []
    for scenario in scenarios:
        setting = set_up(scenario, rules)
        found = Reach(setting.tables)
        try:
            for _ in track(play_pairings(found, setting.playbook, games, seed), "games", total=games, transient=True):
                pass
        except KeyboardInterrupt:
            click.echo("Interrupted", err=True)
        played.append(found)
        over = counted(number_of_pairings(setting.tables), "combination")
        click.echo(f"{setting.tables.scenario.id}: {counted(found.games, 'game')} over {over} of doctrines")
    dead = played[0].dead() if len(played) == 1 else dead_in_all(played)
    for thing in dead:
        click.echo(f"{thing.kind}: {thing.what}")
    click.echo(f"{counted(len(dead), 'rule')} never fired" if dead else "nothing dead")


def counted(n: int, noun: str) -> str:
    """A number with its noun."""
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"
