"""`kuroshio study`: plays a study file, and prints its answer."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from attrs import evolve
from click.core import ParameterSource

from kuroshio.cli import interrupts
from kuroshio.cli.run import RUNS, how_to_go_on, progress_bar
from kuroshio.cli.shared_options import Place, Stopped, Whole, warn_if_cold
from kuroshio.cli.study_play import play, where
from kuroshio.cli.study_table import FORMATS, print_answers, print_plan
from kuroshio.files.faults import FaultyFiles
from kuroshio.files.pack import BadPack
from kuroshio.model.typed_numbers import whole
from kuroshio.players.player import PlayerFault
from kuroshio.study import study_manifest
from kuroshio.study.manifest import NAME
from kuroshio.study.result_folder import Refusal
from kuroshio.study.result_tables import has_parquet
from kuroshio.study.study_answers import read_answers
from kuroshio.study.study_content import PointContent, UnclearPoint
from kuroshio.study.study_file import read_study
from kuroshio.study.study_plan import StudyPlan, plan
from kuroshio.study.study_run import WHOLE, Shard, merge

MOST_SHARDS = 100_000


@click.group("study")
def command() -> None:
    """Answer a question from one file: arms, crossed factors, uncertain values, a primary outcome (docs/analyst.md)."""
    if not has_parquet():
        raise click.UsageError("a study needs pyarrow to write its tables; install it with: pip install 'kuroshio[study]'")


class ShardText(click.ParamType[Shard]):
    """A shard on the command line: `3/40`."""

    name = "shard"

    def convert(self, value: str | Shard, param: click.Parameter | None, ctx: click.Context | None) -> Shard:
        """The shard of a text."""
        if isinstance(value, Shard):
            return value
        number, of = (whole(part, 1, MOST_SHARDS) for part in f"{value}/".split("/")[:2])
        if number is None or of is None or number > of or value.count("/") != 1:
            self.fail(f"{value!r} is not a shard; write NUMBER/ALL, such as 3/40.", param, ctx)
        return Shard(number, of)


GAMES = click.option("--games", type=Whole(1, 10**9), help="Games of each point, instead of the file's: for a first look.")


@command.command("check")
@click.argument("file", type=Place())
@GAMES
def check(file: Path, games: int | None) -> None:
    """Check the study in FILE, play a pilot, and say its games, its time and how sure its answer will be."""
    content = with_games(read(file)[0], games)
    with progress_bar() as progress:
        task = progress.add_task("points tried")
        print_plan(content, planned(content, lambda done, of: progress.update(task, completed=done, total=of)))


def planned(content: PointContent, tell: object) -> StudyPlan:
    """Play the pilot; `tell` hears how many points are done. Raises UsageError, Stopped."""
    warn_if_cold()
    try:
        for found in plan(content):
            if isinstance(found, StudyPlan):
                return found
            tell(*found)  # type: ignore[operator]
    except UnclearPoint as error:
        raise click.UsageError(str(error)) from None
    except PlayerFault as error:
        raise Stopped(str(error)) from None
    raise AssertionError("a plan ends with itself")


@command.command("run")
@click.argument("file", type=Place())
@GAMES
@click.option("--out", type=Place(), help="A new or empty folder for the results; default: one under runs/ with the study's id.")
@click.option("--resume", is_flag=True, help="Continue this study where it stopped.")
@click.option("--threads", type=Whole(1, 256), default=1, show_default=True, help="Number of threads; it changes only the time.")
@click.option("--dask", metavar="ADDRESS", help="Play on a Dask cluster: its address, or local:N for N processes here.")
@click.option("--shard", type=ShardText(), default=WHOLE, metavar="N/ALL", help="Play one part of many, for `study merge`.")
@click.pass_context
def run(
    ctx: click.Context,
    file: Path,
    games: int | None,
    out: Path | None,
    resume: bool,
    threads: int,
    dask: str | None,
    shard: Shard,
) -> None:
    """Play the study in FILE, a study file or the manifest.toml of a finished one, and print its answer."""
    if dask is not None and ctx.get_parameter_source("threads") is not ParameterSource.DEFAULT:
        raise click.UsageError("--threads is for this machine and --dask for a cluster; give one of the two")
    content, asked = read(file)
    games = games or asked
    with where(threads, dask) as place:
        if not games:
            games = planned(content, lambda done, of: None).games
            click.echo(f"The pilot asks for {games:,} games of each point.")
        folder = out or RUNS / content.file.study.id
        files = play(folder, content, games, resume, shard, place)
    if not files.over:
        interrupts.say(f"Interrupted after {files.kept:,} of {files.games:,} games; {how_to_go_on(folder)}")
        sys.exit(interrupts.status())
    if shard.of > 1:
        click.echo(f"Shard {shard}: {files.games:,} games in {folder}; join all with kuroshio study merge.")
        return
    print_answers(read_answers(folder), "text")


def read(file: Path) -> tuple[PointContent, int]:
    """Read a study file or a manifest: its content and its games a point, 0 if a pilot is to say. Raises UsageError."""
    try:
        if file.name == NAME:
            job, games = study_manifest.job_in(file)
            return PointContent.of_job(job, file.parent), games
        content = PointContent.of(read_study(file))
        return content, content.file.study.games
    except (Refusal, BadPack) as error:
        raise click.UsageError(str(error)) from None


def with_games(content: PointContent, games: int | None) -> PointContent:
    """Return the content of a study with another number of games of each point, where one is given."""
    if games is None:
        return content
    file = content.file
    return evolve(content, file=evolve(file, study=evolve(file.study, games=games, half_width=0.0)))


@command.command("merge")
@click.argument("shards", type=Place(), nargs=-1, required=True)
@click.option("--out", type=Place(), required=True, help="A new or empty folder for the results.")
def merge_shards(shards: tuple[Path, ...], out: Path) -> None:
    """Join the folders of all SHARDS of a study, and print its answer."""
    try:
        merge(out, shards)
    except (Refusal, BadPack, UnclearPoint) as error:
        raise click.UsageError(str(error)) from None
    except PlayerFault as error:
        raise Stopped(str(error)) from None
    print_answers(read_answers(out), "text")


@command.command("table")
@click.argument("folder", type=Place())
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="The form of the answer.")
def table(folder: Path, form: str) -> None:
    """Print the answer of the finished study in FOLDER."""
    try:
        print_answers(read_answers(folder), form)
    except (Refusal, FaultyFiles) as error:
        raise click.UsageError(str(error)) from None
