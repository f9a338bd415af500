"""Plays a study file into a folder, unit by unit, on threads of this process or on any executor; it can be interrupted and go on.

While it runs, `parts/` holds what is finished. In the end the folder has one file for each table, `effects.csv`, `columns.csv`,
the study file and a manifest that is enough to repeat the study. All of them have the same bytes, however the study was divided
or interrupted; only `times.csv` tells of that.
"""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from attrs import define, field, frozen
from filelock import FileLock

from kuroshio.disk.whole import replace
from kuroshio.model.hours import whole
from kuroshio.study import study_manifest
from kuroshio.study.manifest import NAME
from kuroshio.study.study_content import PointContent
from kuroshio.study.study_folder import TIMES, Refusal, let_go, locked
from kuroshio.study.study_parts import StudyParts
from kuroshio.study.study_points import Layout, points_of
from kuroshio.study.study_results import write_results
from kuroshio.study.units import Done, Stop, Unit, UnitPlayer, play_unit, tables_kept, units_of

EVERY = 10.0  # seconds of play that a power cut may lose
HELD = 64  # finished units in memory before a part is written
AHEAD = 2  # units that wait for each worker


@frozen
class Shard:
    """A part of a study for one machine: every n-th unit. number: from 1; of: the number of shards."""

    number: int = 1
    of: int = 1

    def units(self, units: Sequence[Unit]) -> tuple[Unit, ...]:
        """Return the units of this shard."""
        return tuple(units[self.number - 1 :: self.of])

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"


WHOLE = Shard()


@define
class StudyRun:
    """A study, or a shard of one, that is played into a folder; a context manager that releases it in any case.

    units: those to be played here. `begin` makes one.
    """

    folder: Path
    job: dict[str, Any]
    content: PointContent
    layout: Layout
    units: tuple[Unit, ...]
    lock: FileLock
    parts: StudyParts
    shard: Shard = WHOLE
    finished: list[Done] = field(factory=list)
    written: float = 0.0
    cores: int = 1
    over: bool = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        let_go(self.folder, self.lock)

    @property
    def games(self) -> int:
        """The games to be played here."""
        return sum(unit.games for unit in self.units)

    @property
    def kept(self) -> int:
        """The games on the disk."""
        return sum(unit.games for unit in self.parts.units)

    def play_on(self, threads: int = 1, executor: Executor | None = None) -> Iterator[int]:
        """Play the missing units; yield the number of finished games after each. Raises UnclearPoint, PlayerFault, OSError.

        threads: of this process, or how many workers the executor has. executor: any with the interface of `concurrent.futures`.
        """
        done, self.written, self.cores = self.kept, time.monotonic(), threads
        kept = self.parts.units
        missing = [unit for unit in self.units if unit not in kept]
        try:
            with crew(self.content, threads) if executor is None else lent(self.content, executor) as submit:
                for one in in_flight(submit, missing, AHEAD * threads):
                    done += one.unit.games
                    self._take(one)
                    yield done
        finally:
            self._write()

    def _take(self, done: Done) -> None:
        self.finished.append(done)
        if len(self.finished) >= HELD or time.monotonic() - self.written >= EVERY:
            self._write()

    def _write(self) -> None:
        if self.finished:
            held, self.finished = self.finished, []
            self.parts.write(held)
        self.written = time.monotonic()

    def finish(self) -> None:
        """Write the tables, the effects and the final manifest; remove the parts. Raises Refusal, UnclearPoint, OSError.

        A shard keeps its parts, for `merge`.
        """
        if self.shard.of == 1:
            write_results(self.folder, self.content, self.layout, self.units, self.parts)
            study_manifest.write(self.folder, self.job, over=True)
            self.parts.remove()
        self.over = True
        self.note("over")

    def note(self, event: str) -> None:
        """Add a line to the table of times."""
        path = self.folder / TIMES
        before = path.read_bytes() if path.exists() else b"time,event,games_played,cores\r\n"
        now, games = whole(datetime.now().astimezone()), self.games if self.over else self.kept
        replace(path, before + f"{now},{event},{games},{self.cores}\r\n".encode())


Submit = Callable[[Unit], "Future[Done | None]"]


@contextmanager
def crew(content: PointContent, threads: int) -> Iterator[Submit]:
    """Threads that play units, each with a player of its own; they end with their blocks when the study does."""
    free: queue.SimpleQueue[UnitPlayer] = queue.SimpleQueue()
    players = [UnitPlayer.of(content.file, content) for _ in range(threads)]
    for player in players:
        free.put(player)

    def play(unit: Unit) -> Done:
        player = free.get()
        try:
            return player.play(unit)
        finally:
            free.put(player)

    pool = ThreadPoolExecutor(threads)
    try:
        yield lambda unit: pool.submit(play, unit)
    finally:
        for player in players:
            player.stopped = True
        pool.shutdown(wait=False, cancel_futures=True)


@contextmanager
def lent(content: PointContent, executor: Executor) -> Iterator[Submit]:
    """Somebody else's workers. A unit that comes to one without the job is sent again, with the job."""
    job, folder = content.job(), str(content.file.folder.resolve())
    mark = job.digest
    pending: set[Future[Done | None]] = set()

    def submit(unit: Unit) -> Future[Done | None]:
        answer: Future[Done | None] = Future()
        answer.set_running_or_notify_cancel()
        inner = executor.submit(play_unit, mark, unit)
        pending.add(inner)
        inner.add_done_callback(lambda ended: pass_on(ended, unit, answer))
        return answer

    def pass_on(ended: Future[Done | None], unit: Unit, answer: Future[Done | None]) -> None:
        pending.discard(ended)
        if ended.cancelled():
            answer.set_exception(Stop())
        elif error := ended.exception():
            answer.set_exception(error)
        elif ended.result() is None:
            again = executor.submit(play_unit, mark, unit, job, folder)
            pending.add(again)
            again.add_done_callback(lambda ended: pass_on(ended, unit, answer))
        else:
            answer.set_result(ended.result())

    try:
        yield submit
    finally:
        for future in list(pending):
            future.cancel()


def in_flight(submit: Submit, units: Sequence[Unit], most: int) -> Iterator[Done]:
    """Play units, so many at a time; yield each as it is finished."""
    waiting: set[Future[Done | None]] = set()
    coming = iter(units)
    while True:
        while len(waiting) < most and (unit := next(coming, None)) is not None:
            waiting.add(submit(unit))
        if not waiting:
            return
        ended, waiting = wait(waiting, return_when=FIRST_COMPLETED)
        for future in ended:
            if (done := future.result()) is not None:
                yield done


def begin(folder: Path, content: PointContent, games: int, resume: bool, shard: Shard = WHOLE) -> StudyRun:
    """Begin a study in a new or empty folder, or continue it. games: of each point. Raises Refusal, OSError."""
    layout = Layout(points_of(content.file), games)
    units = shard.units(tuple(units_of(layout, content.turns)))
    folder.mkdir(parents=True, exist_ok=True)
    lock = locked(folder)
    try:
        job = study_manifest.asked(content, layout) | ({"shard": str(shard)} if shard.of > 1 else {})
        study_manifest.check(folder, job, resume)
        study_manifest.write(folder, job, over=False)
        parts = StudyParts(folder, tables_kept(content.file))
        parts.take_up(units)
        run = StudyRun(folder, job, content, layout, units, lock, parts, shard)
        run.note("gone on" if resume else "begun")
    except BaseException:
        let_go(folder, lock)
        raise
    return run


def merge(folder: Path, shards: Sequence[Path]) -> None:
    """Write the results of a study from the folders of its shards into a new or empty folder. Raises Refusal, OSError."""
    jobs = {path: study_manifest.read(path / NAME) for path in shards}
    for path, job in jobs.items():
        if job is None or "shard" not in job:
            raise Refusal(f"{path}: is not the folder of a shard; name those that kuroshio study run --shard wrote")
    job = whole_job(jobs[shards[0]] or {})
    for path, other in jobs.items():
        if whole_job(other or {}) != job:
            raise Refusal(f"{path}: is a shard of another study than {shards[0]}; merge shards of one study")
    content = PointContent.of_job(study_manifest.job_of(job))
    layout = Layout(points_of(content.file), int(job["games"]))
    units = tuple(units_of(layout, content.turns))
    parts = StudyParts(folder, tables_kept(content.file))
    for path in shards:
        parts.add_from(path, units)
    refuse_missing(units, parts.units, [str((found or {})["shard"]) for found in jobs.values()])
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder) as lock:
        study_manifest.check(folder, job, resume=False)
        run = StudyRun(folder, job, content, layout, units, lock, parts)
        run.finish()
    let_go(folder, lock)


def whole_job(job: dict[str, Any]) -> dict[str, Any]:
    """Return the job of a whole study from the manifest of a shard."""
    return {name: value for name, value in job.items() if name not in ("shard", "interrupted", "intervals")}


def refuse_missing(units: Sequence[Unit], found: set[Unit], shards: Sequence[str]) -> None:
    """Check that every unit of a study is there. Raises Refusal that names the shards that are missing or incomplete."""
    of = int(shards[0].partition("/")[2])
    missing = [n for n in range(1, of + 1) if not set(Shard(n, of).units(units)) <= found]
    if missing:
        named = ", ".join(f"{n}/{of}" for n in missing)
        raise Refusal(f"not all games are there: missing or incomplete: {named}; play them with --shard, and name their folders")
