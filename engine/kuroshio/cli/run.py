"""`kuroshio run`: plays many games, prints a table of outcomes, and writes the files for further study."""

from __future__ import annotations

import math
import sys
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from kuroshio.api.scenarios import load
from kuroshio.cli import interrupts, terminal_tables
from kuroshio.cli.changes import chosen_in, take
from kuroshio.cli.shared_options import ON_FAULT, POLICY, RULES, SEED, Place, Stopped, Whole, ready
from kuroshio.players.doctrine_tables import seat_policies
from kuroshio.players.player import PlayerFault
from kuroshio.study import manifest
from kuroshio.study.batch import Batch
from kuroshio.study.estimates import Figure, Tally, digits
from kuroshio.study.result_folder import Refusal
from kuroshio.study.study_folder import StudyFolder, begin, discard, go_on

GROUPS = {
    "seat": "Seats: all aims met, and how well, 0 to 3",
    "observable": "Observables",
    "construct": "Constructs (scales of our own; never add them to observables)",
}
CAUTION = "Exploration under these rules and doctrines, not a forecast. Intervals cover the dice alone, not what is unknown."
RUNS = Path("runs")


@click.command("run")
@click.argument("scenario")
@click.option("--games", type=Whole(1, 10**9), default=10_000, show_default=True, help="The number of games.")
@SEED
@click.option("--first", type=Whole(0, 10**9), default=0, help="The number of the first game, to play what another run left.")
@click.option("--set", "sets", multiple=True, metavar="KEY=VALUE", help="Change a value (`kuroshio keys`). May be given again.")
@POLICY
@ON_FAULT
@click.option("--out", type=Place(), help="A new or empty folder for the files; default: one under runs/.")
@click.option("--resume", is_flag=True, help="Continue this study where it stopped, in --out or the last folder under runs/.")
@click.option("--threads", type=Whole(1, 256), default=1, show_default=True, help="Number of threads; it changes only the time.")
@RULES
def command(
    scenario: str,
    games: int,
    seed: int,
    first: int,
    sets: tuple[str, ...],
    policies: tuple[str, ...],
    on_fault: str,
    out: Path | None,
    resume: bool,
    threads: int,
    rules: Path | None,
) -> None:
    """Play games of SCENARIO (a file, or the name of a shipped one) and count their outcomes.

    However a run ends, the finished games can be read, and the same command with --resume continues to the same files.
    """
    content, told = take(load(scenario, rules), "--set", sets)
    chosen = chosen_in(content, policies, "--set")
    policy = seat_policies(content.tables, content.playbook, chosen.doctrines.items())
    study = Batch(
        content.tables, content.playbook, policy, seed, games, first, threads=threads,
        sources=chosen.sources, stand_in=on_fault == "doctrine",
    )  # fmt: skip
    job = manifest.asked(study, chosen.words, told)
    if out is not None and out.is_file():
        raise click.UsageError(f"--out {out}: is a file; name a new or empty folder")
    folder = out or (last_unfinished(job) if resume else new_folder(job["scenario"]))
    files = play_all(study, job, folder, resume)
    if files is None or not files.kept:
        interrupts.say(f"Interrupted before the first game was finished; {how_to_go_on(folder) if files else 'nothing is kept'}")
        sys.exit(interrupts.status())
    report(study, files.now.tally, files.now.tally.figures(), folder)
    if told:
        click.echo(f"Changed: {'; '.join(told)}.")
    if files.now.stood_in:
        fault = f": {files.fault}" if files.fault else ""
        click.echo(f"In {files.now.stood_in:,} of {files.kept:,} games a doctrine replaced a player that failed{fault}.")
    if not files.over:
        interrupts.say(f"Interrupted after {files.kept:,} of {games:,} games; {how_to_go_on(folder)}{rest_of(files)}")
        sys.exit(interrupts.status())


def how_to_go_on(folder: Path) -> str:
    """The end of a sentence on a study that is not over."""
    return f"continue with the same command and --resume --out {folder}"


def rest_of(files: StudyFolder) -> str:
    """How to play the games that are missing as a study of their own; empty where they are not all at the end."""
    gaps = files.gaps()
    rest = f"; or play the rest elsewhere with --first {gaps[0].start} --games {len(gaps[0])}" if gaps else ""
    return rest if len(gaps) == 1 and gaps[0].stop == files.study.first + files.study.games else ""


def new_folder(scenario: str) -> Path:
    """The next free folder under `runs/`, made so that no other run takes it. Raises UsageError where none can be made."""
    for n in count(1):
        path = RUNS / f"{scenario}-{n:03d}"
        try:
            path.mkdir(parents=True)
        except FileExistsError:
            continue
        except OSError as error:
            raise click.UsageError(f"{path}: cannot be written ({error.strerror}); name another folder with --out") from None
        return path
    raise AssertionError("numbers do not end")


def last_unfinished(job: dict[str, Any]) -> Path:
    """Return the last folder under `runs/` with this study unfinished. Raises UsageError if there is none."""
    for path in sorted(RUNS.glob(f"{job['scenario']}-*"), key=lambda path: (len(path.name), path.name), reverse=True):
        told = manifest.read(path)
        if told is not None and told.get("interrupted") and not manifest.difference(told, job):
            return path
    raise click.UsageError(f"--resume: no folder under {RUNS} has an unfinished run of this study; name one with --out")


def progress_bar() -> Progress:
    """A bar that counts games, on the error stream, gone when it is done."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=terminal_tables.painter(sys.stderr), transient=True)


def play_all(study: Batch, job: dict[str, Any], folder: Path, resume: bool) -> StudyFolder | None:
    """Play the study into its folder with a progress bar; an interruption keeps what is done. None before there was a folder."""
    files = None
    try:
        files = (go_on if resume else begin)(folder, study, job)
        with files:
            if files.damaged:
                interrupts.say(f"{folder}: {files.damaged} damaged file(s) removed; their games are played again")
            play_into(files)
    except KeyboardInterrupt:
        interrupts.caught()
    except Refusal as error:
        raise click.UsageError(str(error)) from None
    except PlayerFault as error:
        raise Stopped(f"{error}; {what_is_kept(files, folder)}") from None
    except OSError as error:
        wrong = f"{folder}: cannot be written ({error.strerror or error}); "
        if files is None or not files.kept:
            raise click.UsageError(f"{wrong}name another folder with --out") from None
        raise click.UsageError(
            f"{wrong}{files.kept:,} of {study.games:,} games are kept: make room, then {how_to_go_on(folder)}"
        ) from None
    return files


def what_is_kept(files: StudyFolder | None, folder: Path) -> str:
    """What is left of a study that a player's fault has stopped, and what can be done; a folder without any game goes."""
    if files is not None and files.kept:
        right = f"with --on-fault doctrine, {how_to_go_on(folder)}, or correct the player and begin anew"
        return f"{files.kept:,} of {files.study.games:,} games are kept: {right}"
    discard(folder)
    if folder.parent == RUNS:
        with suppress(OSError):
            folder.rmdir()
    return "nothing is kept: correct the player, or let the doctrine of its seat play such games with --on-fault doctrine"


def play_into(files: StudyFolder) -> None:
    """Play what is missing, then join it; an interruption is kept and passed on."""
    try:
        ready(files.study)
        with progress_bar() as progress:
            task = progress.add_task("games", total=files.study.games, completed=files.kept)
            for done in files.play_on():
                progress.update(task, completed=done)
        files.finish()
    except KeyboardInterrupt:
        interrupts.caught()
        files.stop()
        raise
    except PlayerFault:
        files.stop()
        raise


def report(study: Batch, tally: Tally, figures: list[Figure], folder: Path) -> None:
    """Print the table of outcomes and where the files are."""
    console = terminal_tables.tables()
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
            table.add_row(Text(heading, style="bold"))
            for figure in members:
                table.add_row(named(figure.name, figure.note), f"{figure.n:,}", *shown(figure))
    console.print(table)
    console.print(f"{tally.decisions / tally.n:.0f} decisions per game (choices between two or more legal options).")
    console.print(f"Files: {folder}", soft_wrap=True)


def shown(figure: Figure) -> tuple[str, str]:
    """A figure's value and interval as text: rates in per cent, means plain, with as many decimals as tell its ends apart."""
    times, decimals, sign = (100, 1, "%") if figure.unit == "rate" else (1, 2, "")
    decimals = digits(times * (figure.high - figure.low), decimals)
    value, low, high = (f"{times * number:.{decimals}f}{sign}" for number in (figure.value, figure.low, figure.high))
    return value, "" if math.isnan(figure.low) else f"{low} to {high}"


def named(name: str, note: str) -> str:
    """Return the name of an outcome in a table, with its note below."""
    return f"{name}\n  {note}" if note else name
