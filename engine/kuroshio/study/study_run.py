"""Plays a study file into a folder, unit by unit, on threads of this process or on any executor; it can be interrupted and go on.

While it runs, `parts/` holds what is finished. In the end the folder has one file for each table, `effects.csv`, `columns.csv`,
the study file and a manifest that is enough to repeat the study. All of them have the same bytes, however the study was divided
or interrupted; only `times.csv` tells of that.
"""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from attrs import define, field, frozen
from filelock import FileLock

from kuroshio.study import result_folder, study_manifest
from kuroshio.study.lent_workers import Submit, lent
from kuroshio.study.manifest import NAME
from kuroshio.study.result_folder import Refusal, let_go, locked
from kuroshio.study.study_content import PointContent, refuse_unclear_arms
from kuroshio.study.study_parts import StudyParts
from kuroshio.study.study_points import StudyLayout, points_of
from kuroshio.study.study_results import write_results
from kuroshio.study.units import Done, Unit, UnitPlayer, tables_kept, units_of

EVERY = 10.0  # seconds of play that a power cut may lose
HELD = 32_768  # games in memory from which on a part is written
AHEAD = 2  # units out for each worker
FEWEST = 64  # units out where an executor does not say how many workers it has
TICK = 1.0  # seconds after which a wait is told of


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
    layout: StudyLayout
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
        let_go(self.folder, self.lock, self.over and self.shard.of == 1)

    @property
    def games(self) -> int:
        """The games to be played here."""
        return sum(unit.games for unit in self.units)

    @property
    def kept(self) -> int:
        """The games on the disk."""
        return sum(unit.games for unit in self.parts.units)

    def play_on(
        self, threads: int = 1, executor: Executor | None = None, workers: Callable[[], int] | None = None
    ) -> Iterator[int]:
        """Play the missing units; yield the number of finished games after each, and every second.

        threads: of this process. executor: any with the interface of `concurrent.futures`, to play there instead; workers: how
        many it has now. Raises UnclearPoint, PlayerFault, LostWorkers, OSError; what is finished is then on the disk.
        """
        done, self.written = self.kept, time.monotonic()
        kept = self.parts.units
        missing = [unit for unit in self.units if unit not in kept]
        self.cores = threads if executor is None else 0

        def most() -> int:
            if executor is None:
                return AHEAD * threads
            found = workers() if workers is not None else 0
            self.cores = max(self.cores, found)
            return max(AHEAD * found, FEWEST)

        try:
            with crew(self.content, threads) if executor is None else lent(self.content, executor) as submit:
                for one in in_flight(submit, missing, most):
                    if one is not None:
                        done += one.unit.games
                        self.finished.append(one)
                    self._write_in_time()
                    yield done
        finally:
            self._write()

    def _write_in_time(self) -> None:
        if sum(one.unit.games for one in self.finished) >= HELD or time.monotonic() - self.written >= EVERY:
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
        result_folder.note(self.folder, event, self.games if self.over else self.kept, cores=self.cores)


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


def in_flight(submit: Submit, units: Sequence[Unit], most: Callable[[], int]) -> Iterator[Done | None]:
    """Play units; yield each as it is finished, and None whenever nothing was for `TICK` seconds. most: units out at a time."""
    ended: queue.SimpleQueue[Future[Done]] = queue.SimpleQueue()
    coming, out = iter(units), 0
    while True:
        while out < most() and (unit := next(coming, None)) is not None:
            submit(unit).add_done_callback(ended.put)
            out += 1
        if not out:
            return
        try:
            done = ended.get(timeout=TICK)
        except queue.Empty:
            yield None
            continue
        out -= 1
        yield done.result()


def begin(folder: Path, content: PointContent, games: int, resume: bool, shard: Shard = WHOLE) -> StudyRun:
    """Begin a study in a new or empty folder, or continue it. games: of each point. Raises Refusal, UnclearPoint, OSError."""
    layout = StudyLayout(points_of(content.file), games)
    refuse_unclear_arms(content, layout.points)
    job = study_manifest.asked(content, layout) | ({"shard": str(shard)} if shard.of > 1 else {})
    units = shard.units(tuple(units_of(layout, content.turns, content.asking)))  # `asked` has loaded the players
    folder.mkdir(parents=True, exist_ok=True)
    lock = locked(folder)
    try:
        study_manifest.check(folder, job, resume)
        event = "gone on" if (folder / NAME).exists() else "begun"
        study_manifest.write(folder, job, over=False)
        parts = StudyParts(folder, tables_kept(content.file))
        parts.take_up(units)
        run = StudyRun(folder, job, content, layout, units, lock, parts, shard)
        run.note(event)
    except BaseException:
        let_go(folder, lock, study_manifest.is_over(folder))
        raise
    return run


def merge(folder: Path, shards: Sequence[Path]) -> None:
    """Write the results of a study from the folders of its shards into a new or empty folder.

    What a merge has left there that was interrupted is written anew. Raises Refusal, UnclearPoint, PlayerFault, OSError.
    """
    told = [shard_manifest(path) for path in shards]
    content = PointContent.of_job(study_manifest.job_of(told[0]))
    layout = StudyLayout(points_of(content.file), int(told[0]["games"]))
    job = study_manifest.asked(content, layout)
    for path, was in zip(shards, told):
        if differs := study_manifest.difference(was, job):
            raise Refusal(f"{path}: was played with another {differs} than {shards[0]} or this program; merge those of one study")
    units = tuple(units_of(layout, content.turns, content.asking))
    parts = StudyParts(folder, tables_kept(content.file))
    for path in shards:
        parts.add_from(path, units)
    refuse_missing(units, parts.units, [str(was["shard"]) for was in told])
    folder.mkdir(parents=True, exist_ok=True)
    with StudyRun(folder, job, content, layout, units, locked(folder), parts) as run:
        study_manifest.check(folder, job, resume=True)
        study_manifest.write(folder, job, over=False)
        run.note("begun")
        run.finish()


def shard_manifest(folder: Path) -> dict[str, Any]:
    """Read the manifest of a shard. Raises Refusal."""
    told = study_manifest.read(folder / NAME)
    if told is None or "shard" not in told:
        raise Refusal(f"{folder}: is not the folder of a shard; name those that kuroshio study run --shard wrote")
    return told


def refuse_missing(units: Sequence[Unit], found: set[Unit], shards: Sequence[str]) -> None:
    """Check that every unit of a study is there. Raises Refusal that names the shards that are missing or incomplete."""
    of = int(shards[0].partition("/")[2])
    missing = [n for n in range(1, of + 1) if not set(Shard(n, of).units(units)) <= found]
    if missing:
        named = ", ".join(f"{n}/{of}" for n in missing)
        raise Refusal(f"not all games are there: missing or incomplete: {named}; play them with --shard, and name their folders")
