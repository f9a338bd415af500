"""`kuroshio levers`: screens a scenario for what moves its outcomes, and for what nothing reads."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Lock

import click
from rich import box
from rich.table import Table

from kuroshio.api.scenarios import Scenario, load
from kuroshio.cli import interrupts, terminal_tables
from kuroshio.cli.compare import keep_table
from kuroshio.cli.run import CAUTION, progress_bar
from kuroshio.cli.shared_options import RULES, SEED, Place, Whole, warn_if_cold
from kuroshio.model.track_readers import JUDGES
from kuroshio.players.seating import Seating
from kuroshio.study.screening import (
    KINDS,
    SURE,
    TRACK,
    At,
    LeverLook,
    Screened,
    adjusted,
    largest_of,
    levers_of,
    moves,
    screen,
    table_of,
)

MOST_SHOWN = 25


@click.command("levers")
@click.argument("scenario")
@click.argument("pattern", default="")
@click.option("--games", type=Whole(8, 10**6), default=200, show_default=True, help="Games of each setting of each lever.")
@SEED
@click.option("--out", type=Place("levers.csv"), metavar="FILE.csv", help="A new file for every look.")
@click.option("--threads", type=Whole(1, 256), default=1, show_default=True, help="Number of threads; it changes only the time.")
@RULES
def command(scenario: str, pattern: str, games: int, seed: int, out: Path | None, threads: int, rules: Path | None) -> None:
    """Change every number, act, pledge, project and doctrine of SCENARIO by itself, and see what it moves.

    A number is set to its least, its most, and a step round its opening value; acts, pledges and projects are left out; each seat
    gets its other doctrines. PATTERN: only what has it in its id. Outcomes that name a number are not held against it.
    """
    if out is not None and out.exists():
        raise click.UsageError(f"--out {out}: already exists; name a new file")
    content = load(scenario, rules)
    levers = levers_of(content.tables, pattern)
    if not levers:
        raise click.UsageError(f"no lever has {pattern!r} in its id; leave it out to see all")
    started, found = time.monotonic(), list[Screened]()
    warn_if_cold()
    try:
        with progress_bar() as progress:
            task = progress.add_task("levers", total=len(levers))
            for one in screen(levers, quick_points(content), games, seed, threads):
                found.append(one)
                progress.update(task, completed=len(found))
    except KeyboardInterrupt:
        interrupts.caught()
    found = adjusted(found)
    if out is not None:
        keep_table(out, table_of(found))
    report(found, len(levers), games, seed, (time.monotonic() - started) / 60)
    if out is not None:
        click.echo(f"File: {out}")
    if len(found) < len(levers):
        interrupts.say(f"Interrupted after {len(found):,} of {len(levers):,} levers; the tables are of these")
        sys.exit(interrupts.status())


def quick_points(content: Scenario) -> At:
    """Return what makes the scenario with changed values ready to play, for one thread at a time."""
    lock = Lock()

    def at(changes: Mapping[str, str]) -> Seating:
        with lock:
            point = content.variants.at(changes)
        return Seating.of(point.tables, point.playbook, point.policies, {})

    return at


def report(found: Sequence[Screened], levers: int, games: int, seed: int, minutes: float) -> None:
    """Print what nothing reads, what moves nothing, and what moves most."""
    looks = sum(len(one.looks) for one in found)
    click.echo(f"{levers:,} levers, {games:,} games of each setting, seed {seed}, {looks:,} looks, {minutes:.1f} minutes.\n")
    unread = [one for one in found if not one.lever.is_read]
    click.echo(f"Read by nothing in play: {len(unread):,} numbers. {by_track(unread)}")
    judged = [one.lever.id for one in unread if any(reader.kind in JUDGES for reader in one.lever.readers)]
    if judged:
        click.echo(f"Of these only an aim or a measure names {', '.join(judged)}.")
    still = [one for one in found if one.lever.is_read and one.looks and not moves(one)]
    click.echo(f"\nRead, but moved no outcome that does not name it, by this number of games: {len(still):,}.")
    for kind in KINDS:
        of_kind = [one for one in still if one.lever.kind == kind]
        every = sum(one.lever.kind == kind for one in found)
        if every:
            click.echo(f"  {kind}: {len(of_kind):,} of {every:,}. {by_track(of_kind) if kind == TRACK else ''}".rstrip())
    moving = sorted((one for one in found if moves(one)), key=lambda one: -scaled(largest_of(one)))
    click.echo(f"\nMoves an outcome that does not name it (p below {SURE} for all looks, by Holm): {len(moving):,}. The largest:")
    terminal_tables.tables(130).print(movers(moving[:MOST_SHOWN]))
    refused = [(one.lever.id, why) for one in found for _, why in one.refused]
    if refused:
        click.echo(f"Could not be set by themselves: {len(refused)}; the first is {refused[0][0]}: {refused[0][1]}.")
    click.echo(f"This screens and proves nothing: a lever may need more games or another beside it. {CAUTION}")


def by_track(found: Sequence[Screened]) -> str:
    """Return how many numbers of each track."""
    counted = Counter(one.lever.id.split(".")[1] for one in found)
    return ", ".join(f"{track} {n}" for track, n in counted.most_common())


def scaled(look: LeverLook) -> float:
    """Return what the order of a table goes by: the size of a difference, a mean's after all shares."""
    return abs(look.difference) * (1.0 if look.unit == "rate" else 1e-6)


def movers(found: Sequence[Screened]) -> Table:
    """Return a table of levers with their largest difference."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for title in ("Kind", "Lever", "Setting", "Outcome"):
        table.add_column(title, overflow="fold")
    for title in ("Difference", "Games that differ"):
        table.add_column(title, justify="right", no_wrap=True)
    for one in found:
        look = largest_of(one)
        figure = f"{100 * look.difference:+.1f} points" if look.unit == "rate" else f"{look.difference:+.2f}"
        table.add_row(one.lever.kind, one.lever.id, look.setting, look.outcome, figure, f"{look.differ:,}")
    return table
