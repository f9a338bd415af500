"""Plays a study into its folder for `kuroshio study run`: on threads of this machine, or on a Dask cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path

import click
from attrs import frozen

from kuroshio.cli import interrupts, study_pace
from kuroshio.cli.run import how_to_go_on
from kuroshio.cli.shared_options import Stopped, warn_if_cold
from kuroshio.players.player import PlayerFault
from kuroshio.study.dask_workers import NoCluster, dask_workers
from kuroshio.study.lent_workers import LostWorkers
from kuroshio.study.result_folder import Refusal
from kuroshio.study.study_content import PointContent, UnclearPoint
from kuroshio.study.study_run import Shard, StudyRun, begin


@frozen
class Where:
    """Where a study is played: on threads here, or by an executor. workers: how many it has now."""

    threads: int = 1
    executor: Executor | None = None
    workers: Callable[[], int] | None = None


@contextmanager
def where(threads: int, dask: str | None) -> Iterator[Where]:
    """Give the place to play. dask: a cluster as `dask_workers` takes it; None for threads. Raises UsageError."""
    if dask is None:
        yield Where(threads)
        return
    try:
        with dask_workers(dask) as (executor, workers):
            yield Where(executor=executor, workers=workers)
    except NoCluster as error:
        raise click.UsageError(f"--dask {error}") from None


def play(folder: Path, content: PointContent, games: int, resume: bool, shard: Shard, place: Where) -> StudyRun:
    """Play a study or a shard into a folder; an interruption keeps what is finished. Raises UsageError, Stopped."""
    try:
        with begin(folder, content, games, resume, shard) as files:
            if files.parts.damaged:
                interrupts.say(f"{folder}: {files.parts.damaged} damaged file(s) removed; their games are played again")
            play_into(files, place)
            return files
    except (Refusal, UnclearPoint) as error:
        raise click.UsageError(str(error)) from None
    except PlayerFault as error:
        raise Stopped(f"{error}; correct the player, then continue with --resume --out {folder}") from None
    except LostWorkers as error:
        raise Stopped(f"{error}; {files.kept:,} of {files.games:,} games are kept: {how_to_go_on(folder)}") from None
    except OSError as error:
        raise click.UsageError(
            f"{folder}: cannot be written ({error.strerror or error}); name another folder with --out"
        ) from None


def play_into(files: StudyRun, place: Where) -> None:
    """Play what is missing, then write the results. Raises UnclearPoint, PlayerFault, LostWorkers, Refusal, OSError."""
    warn_if_cold()
    try:
        with study_pace.told(files.games, files.kept, place.workers) as tell:
            for done in files.play_on(place.threads, place.executor, place.workers):
                tell(done)
        files.finish()
    except KeyboardInterrupt:
        interrupts.caught()
        files.note("interrupted")
    except (PlayerFault, LostWorkers):
        files.note("interrupted")
        raise
