"""A study file played from Python: on threads of this process, or on any executor."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path

from kuroshio.players.seating import check_whole
from kuroshio.study import study_manifest
from kuroshio.study.manifest import NAME
from kuroshio.study.result_tables import has_parquet
from kuroshio.study.study_content import PointContent
from kuroshio.study.study_file import read_study
from kuroshio.study.study_plan import StudyPlan, plan
from kuroshio.study.study_run import begin


def run_study(
    file: str | Path,
    out: str | Path,
    executor: Executor | None = None,
    threads: int = 1,
    workers: int = 0,
    resume: bool = False,
    tell: Callable[[int, int], None] | None = None,
) -> Path:
    """Play a study file, or the `manifest.toml` of a finished study, into a new or empty folder, and return the folder.

    executor: any with the interface of `concurrent.futures`, whose workers play instead of this process's `threads`: processes,
    a Dask client's `get_executor()`, mpi4py's. A worker is sent the study once, then some forty bytes for each unit of two to
    ten seconds. workers: how many it has, if there are more than 32. resume: continue what was interrupted; tell: hears the
    finished games and all games each second. The files are the same to the byte whoever plays.
    Raises FaultyFiles; ValueError for a folder or a change that will not do; PlayerFault; RuntimeError when the workers are lost.
    What is finished is then in the folder, for `resume`.

    >>> import kuroshio, pathlib, tempfile
    >>> text = '''
    ... [study]
    ... id = "trust"
    ... scenario = "tutorial"
    ... question = "Does chance hold the islands?"
    ... primary = "administration"
    ... smallest = 0.05
    ... games = 20
    ... [[arm]]
    ... id = "base"
    ... [[arm]]
    ... id = "chance"
    ... set = { "policy.japan" = "random" }
    ... '''
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder, "trust.toml")
    ...     _ = file.write_text(text)
    ...     sorted(path.name for path in kuroshio.run_study(file, f"{folder}/trust").iterdir())[:3]
    ['actions.parquet', 'columns.csv', 'doses.csv']
    """
    check_whole(1, threads=threads)
    check_whole(0, workers=workers)
    if not has_parquet():
        raise ModuleNotFoundError("a study needs pyarrow to write its tables; install it with: pip install 'kuroshio[study]'")
    content, games = content_of(Path(file))
    with begin(Path(out), content, games or games_by_pilot(content), resume) as run:
        for done in run.play_on(threads, executor, lambda: workers):
            if tell is not None:
                tell(done, run.games)
        run.finish()
    return Path(out)


def content_of(file: Path) -> tuple[PointContent, int]:
    """Read a study file or a manifest: its content and its games a point, 0 if a pilot is to say.

    Raises FaultyFiles, ValueError.
    """
    if file.name == NAME:
        job, games = study_manifest.job_in(file)
        return PointContent.of_job(job, file.parent), games
    content = PointContent.of(read_study(file))
    return content, content.file.study.games


def games_by_pilot(content: PointContent) -> int:
    """Play a pilot; return the games of each point that it asks for. Raises UnclearPoint, PlayerFault."""
    return next(found.games for found in plan(content) if isinstance(found, StudyPlan))
