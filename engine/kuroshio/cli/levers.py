"""`kuroshio levers`: screens a scenario for what moves its outcomes, and for what nothing reads."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Lock

import click

from kuroshio.api.scenarios import Scenario, load
from kuroshio.cli import interrupts
from kuroshio.cli.compare import keep_table
from kuroshio.cli.lever_table import print_screening
from kuroshio.cli.shared_options import RULES, SEED, Place, Whole, ready
from kuroshio.cli.study_pace import told
from kuroshio.cli.study_table import spent
from kuroshio.players.doctrine_tables import seat_policies
from kuroshio.players.seating import Seating
from kuroshio.study.batch import Batch
from kuroshio.study.lever_list import Lever, levers_of
from kuroshio.study.outcomes import by_id
from kuroshio.study.screening import (
    At,
    Screened,
    adjusted,
    count_of_looks,
    count_of_settings,
    fewest_games,
    screen,
    seconds_of,
    table_of,
)


@click.command("levers")
@click.argument("scenario")
@click.argument("pattern", default="")
@click.option("--games", type=Whole(8, 10**6), default=200, show_default=True, help="Games of each setting of each lever.")
@SEED
@click.option("--out", type=Place("levers.csv"), metavar="FILE.csv", help="A new file for every look.")
@click.option("--threads", type=Whole(1, 256), default=1, show_default=True, help="Number of threads; it changes only the time.")
@RULES
def command(scenario: str, pattern: str, games: int, seed: int, out: Path | None, threads: int, rules: Path | None) -> None:
    """Change every number, obligation, project, act and doctrine of SCENARIO by itself, and see what it moves.

    A number is set to its least, its most, and a step round its opening value; an obligation, a project or an act is left out,
    or brought in where the scenario has it not; each seat gets its other doctrines. PATTERN: only what has it in its id.
    Outcomes that name a number are not held against it.
    """
    if out is not None and out.exists():
        raise click.UsageError(f"--out {out}: already exists; name a new file")
    content = load(scenario, rules)
    levers = levers_of(content.tables, pattern)
    if not levers:
        raise click.UsageError(f"no lever has {pattern!r} in its id; leave it out to see all")
    at = quick_points(content)
    ready(Batch(content.tables, content.playbook, seat_policies(content.tables, content.playbook), seed, 1))
    announce(levers, content, at, games, seed, threads)
    started, found = time.monotonic(), list[Screened]()
    try:
        play(found, levers, at, games, seed, threads)
    except KeyboardInterrupt:
        interrupts.caught()
    if not found:
        interrupts.say("Interrupted before the first lever was played; nothing is kept")
        sys.exit(interrupts.status())
    looks, took = sum(len(one.looks) for one in found), spent(time.monotonic() - started)
    click.echo(f"{len(found):,} levers, {games:,} games of each setting, seed {seed}, {looks:,} looks, {took}.\n")
    report(adjusted(found), content, out)
    if len(found) < len(levers):
        interrupts.say(f"Interrupted after {len(found):,} of {len(levers):,} levers; the tables are of these")
        sys.exit(interrupts.status())


def announce(levers: Sequence[Lever], content: Scenario, at: At, games: int, seed: int, threads: int) -> None:
    """Say how much is played, how long it takes, and if so few games can show nothing."""
    settings, looks = count_of_settings(levers), count_of_looks(levers, by_id(content.tables))
    seconds = seconds_of(levers, at, games, seed, threads)
    threads_told = "one thread" if threads == 1 else f"{threads:,} threads"
    time_told = "" if seconds is None else f": about {spent(seconds)} on {threads_told}"
    interrupts.say(f"{settings:,} settings of {games:,} games{time_told}")
    if games < (least := fewest_games(looks)):
        interrupts.say(f"By {games:,} games no lever can pass the test of {looks:,} looks; --games {least} is the least that can")


def play(found: list[Screened], levers: Sequence[Lever], at: At, games: int, seed: int, threads: int) -> None:
    """Play all levers into what is found, and tell how it gets on."""
    done = 0
    with told(games * count_of_settings(levers), 0) as tell:
        for one in screen(levers, at, games, seed, threads):
            found.append(one)
            done += games * len(one.lever.settings)
            tell(done)


def report(found: Sequence[Screened], content: Scenario, out: Path | None) -> None:
    """Keep the file of a screening, if one was asked for, and print the table."""
    if out is not None:
        keep_table(out, table_of(found))
    print_screening(found, {track.id: track.name for track in content.tables.ruleset.tracks})
    if out is not None:
        click.echo(f"File: {out}")


def quick_points(content: Scenario) -> At:
    """Return what makes the scenario with changed values ready to play, for one thread at a time."""
    lock = Lock()

    def at(changes: Mapping[str, str]) -> Seating:
        with lock:
            point = content.variants.at(changes)
        return Seating.of(point.tables, point.playbook, point.policies, {})

    return at
