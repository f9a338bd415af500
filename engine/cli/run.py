"""`kuroshio run`: many games, a table of outcomes, the files for further study."""

from __future__ import annotations

import math
import sys
from itertools import count
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from engine.cli.table import POLICY, RULES, SEED, read_policies, set_up, warn_if_cold
from engine.policies.playbook import seat_policies
from engine.study.batch import Study, play
from engine.study.figures import Figure, Tally
from engine.study.files import StudyFolder, manifest, write_manifest, write_summary

GROUPS = {
    "seat": "Seats: all aims met at the end",
    "observable": "Observables",
    "construct": "Constructs (scales of our own; never add them to observables)",
}
CAUTION = "Exploration under these rules and doctrines, not a forecast. Intervals show the dice alone, not what is unknown."
INTERRUPTED = 130  # what shells expect after Ctrl-C


@click.command("run")
@click.argument("scenario")
@click.option("--games", type=click.IntRange(1, 10**9), default=10_000, show_default=True, help="How many games.")
@SEED
@click.option("--first", type=click.IntRange(0, 10**9), default=0, help="Number of the first game: go on where a run stopped.")
@POLICY
@click.option("--out", type=click.Path(path_type=Path), help="A new or empty folder for the files; else one under runs/.")
@click.option("--threads", type=click.IntRange(1, 256), default=1, show_default=True, help="Threads; they change only the time.")
@RULES
def command(
    scenario: str,
    games: int,
    seed: int,
    first: int,
    policies: tuple[str, ...],
    out: Path | None,
    threads: int,
    rules: Path | None,
) -> None:
    """Play games of SCENARIO (a file, or a shipped one's name) and count what they come to."""
    setting = set_up(scenario, rules)
    chosen = read_policies(setting, policies)
    folder = results_folder(out, setting.tables.scenario.id)
    policy = seat_policies(setting.tables, setting.playbook, chosen.items())
    study = Study(setting.tables, setting.playbook, policy, seed, games, first, threads=threads)
    warn_if_cold()
    tally = play_all(study, folder)
    if not tally.n:
        click.echo("Interrupted before the first game was over", err=True)
        sys.exit(INTERRUPTED)
    figures = tally.figures()
    write_summary(folder / "summary.csv", figures)
    write_manifest(folder / "manifest.toml", manifest(study, chosen, tally.n))
    report(study, tally, figures, folder)
    if tally.n < games:
        click.echo(f"Interrupted after {tally.n} games; go on with --first {first + tally.n} --games {games - tally.n}", err=True)
        sys.exit(INTERRUPTED)


def results_folder(out: Path | None, scenario: str) -> Path:
    """The folder that the user named if nothing in it would be lost, else the next free one under `runs/`."""
    if out is None:
        return next(path for n in count(1) if not (path := Path("runs") / f"{scenario}-{n:03d}").exists())
    if out.is_file():
        raise click.UsageError(f"--out {out}: is a file; name a new or empty folder")
    if out.is_dir() and any(out.iterdir()):
        raise click.UsageError(f"--out {out}: holds files already; name a new or empty folder")
    return out


def progress_bar() -> Progress:
    """A bar that counts games, on the error stream, gone when it is done."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)


def play_all(study: Study, folder: Path) -> Tally:
    """Play the study into its folder with a progress bar; an interruption keeps what is done."""
    tally = Tally(study.tables)
    try:
        with StudyFolder(folder, study) as files, progress_bar() as progress:
            task = progress.add_task("games", total=study.games)
            for block in play(study):
                files.add(block)
                tally.add(block)
                progress.update(task, completed=tally.n)
    except KeyboardInterrupt:
        pass
    except OSError as error:
        raise click.UsageError(f"{folder}: cannot be written ({error.strerror}); name another folder with --out") from None
    return tally


def report(study: Study, tally: Tally, figures: list[Figure], folder: Path) -> None:
    """Print the table of outcomes and where the files are."""
    console = Console()
    scenario = study.tables.scenario
    title = f"{scenario.name}: {tally.n:,} games, seed {study.seed}"
    table = Table(title=title, title_justify="left", caption=CAUTION, caption_justify="left")
    table.add_column("Outcome")
    for heading in ("n", "Value", "95% interval"):
        table.add_column(heading, justify="right", no_wrap=True)
    for group, heading in GROUPS.items():
        members = [figure for figure in figures if figure.group == group]
        if members:
            table.add_section()
            table.add_row(f"[bold]{heading}[/bold]")
            for figure in members:
                table.add_row(figure.name, f"{figure.n:,}", *shown(figure))
    console.print(table)
    console.print(f"{tally.decisions / tally.n:.0f} decisions a game, choices between two or more legal options.")
    console.print(f"Files: {folder}", soft_wrap=True)


def shown(figure: Figure) -> tuple[str, str]:
    """A figure's value and interval as text: rates in per cent, means plain."""
    if math.isnan(figure.low):
        return f"{figure.value:.2f}", ""
    if figure.unit == "rate":
        return f"{100 * figure.value:.1f}%", f"{100 * figure.low:.1f}% to {100 * figure.high:.1f}%"
    return f"{figure.value:.2f}", f"{figure.low:.2f} to {figure.high:.2f}"
