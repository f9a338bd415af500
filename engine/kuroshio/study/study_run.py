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

from attrs import define, field
from filelock import FileLock

from kuroshio.disk.whole import replace
from kuroshio.model.hours import whole
from kuroshio.study import study_manifest
from kuroshio.study.point_content import PointContent
from kuroshio.study.points import Layout, points_of
from kuroshio.study.study_folder import TIMES, let_go, locked
from kuroshio.study.study_parts import StudyParts
from kuroshio.study.study_results import write_results
from kuroshio.study.units import Done, Unit, UnitPlayer, tables_kept, units_of

EVERY = 10.0  # seconds of play that a power cut may lose
HELD = 64  # finished units in memory before a part is written
AHEAD = 2  # units that wait for each worker


@define
class StudyRun:
    """A study that is played into a folder; a context manager that releases the folder in any case. `begin` makes one."""

    folder: Path
    job: dict[str, Any]
    content: PointContent
    layout: Layout
    units: tuple[Unit, ...]
    lock: FileLock
    parts: StudyParts
    finished: list[Done] = field(factory=list)
    written: float = 0.0
    cores: int = 1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        let_go(self.folder, self.lock)

    @property
    def games(self) -> int:
        """The games of the whole study."""
        return sum(unit.games for unit in self.units)

    @property
    def kept(self) -> int:
        """The games on the disk."""
        return sum(unit.games for unit in self.parts.units)

    def play_on(self, threads: int = 1, executor: Executor | None = None) -> Iterator[int]:
        """Play the missing units; yield the number of finished games after each. Raises UnclearPoint, PlayerFault, OSError.

        executor: any of `concurrent.futures`; without one, threads of this process.
        """
        done, self.written, self.cores = self.kept, time.monotonic(), threads
        kept = self.parts.units
        missing = [unit for unit in self.units if unit not in kept]
        try:
            with crew(self.content, threads) as (pool, play):
                for one in in_flight(pool, play, missing, AHEAD * threads):
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
        """Write the tables, the effects and the final manifest; remove the parts. Raises Refusal, OSError."""
        write_results(self.folder, self.content, self.layout, self.units, self.parts)
        study_manifest.write(self.folder, self.job, over=True)
        self.parts.remove()
        self.note("over")

    def note(self, event: str) -> None:
        """Add a line to the table of times."""
        path = self.folder / TIMES
        before = path.read_bytes() if path.exists() else b"time,event,games_played,cores\r\n"
        now = whole(datetime.now().astimezone())
        replace(path, before + f"{now},{event},{self.kept if event != 'over' else self.games},{self.cores}\r\n".encode())


@contextmanager
def crew(content: PointContent, threads: int) -> Iterator[tuple[ThreadPoolExecutor, Callable[[Unit], Done]]]:
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
        yield pool, play
    finally:
        for player in players:
            player.stopped = True
        pool.shutdown(wait=False, cancel_futures=True)


def in_flight(pool: Executor, play: Callable[[Unit], Done], units: Sequence[Unit], most: int) -> Iterator[Done]:
    """Play units, so many at a time; yield each as it is finished."""
    waiting: set[Future[Done]] = set()
    coming = iter(units)
    while True:
        while len(waiting) < most and (unit := next(coming, None)) is not None:
            waiting.add(pool.submit(play, unit))
        if not waiting:
            return
        ended, waiting = wait(waiting, return_when=FIRST_COMPLETED)
        for future in ended:
            yield future.result()


def begin(folder: Path, content: PointContent, games: int, resume: bool) -> StudyRun:
    """Begin a study in a new or empty folder, or continue it. games: of each point. Raises Refusal, OSError."""
    layout = Layout(points_of(content.file), games)
    units = tuple(units_of(layout, content.turns))
    folder.mkdir(parents=True, exist_ok=True)
    lock = locked(folder)
    try:
        job = study_manifest.asked(content, layout)
        study_manifest.check(folder, job, resume)
        study_manifest.write(folder, job, over=False)
        parts = StudyParts(folder, tables_kept(content.file))
        parts.take_up(units)
        run = StudyRun(folder, job, content, layout, units, lock, parts)
        run.note("gone on" if resume else "begun")
    except BaseException:
        let_go(folder, lock)
        raise
    return run
