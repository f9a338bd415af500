"""The folder of a study: whole parts while it runs, one file per table at the end.

During play `parts/games/` and `parts/turns/` hold parts. Each is written aside, forced to the disk and moved to its place, so
that all can be read however the program ends. The name of a part has its games and the digest of its bytes; games of parts that
do not match are played again. A completed study has one file for each table, with the same bytes however often it was
interrupted, and no parts.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from attrs import Factory, evolve, frozen
from filelock import FileLock, Timeout

from kuroshio.disk.whole import aside, replace, whole_file
from kuroshio.model.hours import whole
from kuroshio.study import manifest
from kuroshio.study.batch import Block, Study, play
from kuroshio.study.estimates import Tally
from kuroshio.study.result_tables import STOOD_IN, Columns, best_form, game_columns, results_of, strung, summary, turn_columns

GAMES, TURNS = "games", "turns"
PARTS, LOCK, SUMMARY, TIMES = "parts", ".lock", "summary.csv", "times.csv"
EVERY = 10.0  # seconds of play that a power cut may lose
MOST = 131_072  # rows of turns kept in memory before a part is written
NAMED = re.compile(r"(\d{10})-(\d{10})-([0-9a-f]{16})\.\w+")


class Refusal(ValueError):
    """A folder in which a study cannot be kept or continued; the text is one sentence for the user."""


@frozen(order=True)
class Part:
    """A part on the disk, with the games first to last."""

    first: int
    last: int
    games: Path
    turns: Path


@frozen
class Standing:
    """The progress of a study: the parts on the disk, their tally, and the blocks for the next part.

    It is replaced as a whole, so that an interruption leaves either the old or the new one.
    """

    tally: Tally
    parts: tuple[Part, ...] = ()
    stood_in: int = 0  # games in which a doctrine replaced a player
    waiting: list[tuple[Columns, Columns]] = Factory(list)


class StudyFolder:
    """A folder that a study is played into; a context manager that releases it in any case.

    `begin` and `go_on` make one. Every method may raise OSError; what is already kept stays.
    """

    def __init__(self, folder: Path, study: Study, job: dict[str, Any], lock: FileLock):
        self.folder, self.study, self.job, self.lock = folder, study, job, lock
        self.form = best_form()
        self.now = Standing(Tally(study.tables))
        self.fault = ""  # a sentence on the first player that failed and was replaced
        self.damaged = 0  # files of parts that did not match their names
        self.written = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        let_go(self.folder, self.lock)

    @property
    def kept(self) -> int:
        """The number of games on the disk."""
        return self.now.tally.n

    @property
    def over(self) -> bool:
        """Whether the study is complete, according to the folder."""
        return is_over(manifest.read(self.folder))

    # --- playing ---------------------------------------------------------------------------------------

    def play_on(self) -> Iterator[int]:
        """Play the missing games in order; yield the number of finished games from time to time."""
        for gap in self.gaps():
            done = self.kept
            for block in play(evolve(self.study, first=gap.start, games=len(gap))):
                self.add(block)
                yield done + block.first + len(block.results) - gap.start
            self.commit()

    def gaps(self) -> list[range]:
        """Return the games that are in no part."""
        found, at = [], self.study.first
        for part in sorted(self.now.parts):
            if part.first > at:
                found.append(range(at, part.first))
            at = part.last + 1
        if at < self.study.first + self.study.games:
            found.append(range(at, self.study.first + self.study.games))
        return found

    def add(self, block: Block) -> None:
        """Take the next block; write a part when enough games are waiting."""
        self.fault = self.fault or next((fault.sentence for fault in block.faults), "")
        self.now.waiting.append((game_columns(self.study.tables, block), turn_columns(self.study.tables, block)))
        rows = sum(len(turns["turn"]) for _, turns in self.now.waiting)
        if rows >= MOST or time.monotonic() - self.written >= EVERY:
            self.commit()

    def commit(self) -> None:
        """Write the waiting games as a part, then the progress of the study."""
        if self.now.waiting:
            waiting = list(self.now.waiting)
            games, turns = (strung([pair[i] for pair in waiting]) for i in (0, 1))
            first, last = int(games["game"][0]), int(games["game"][-1])
            # Turns come first, so that every game that can be read has its turns.
            path = self._write_part(TURNS, first, last, turns)
            part = Part(first, last, self._write_part(GAMES, first, last, games), path)
            self.now = self._with(part, games)
        self._tell(over=False)
        self.written = time.monotonic()

    def _write_part(self, table: str, first: int, last: int, columns: Columns) -> Path:
        data = self.form.pack(columns)
        path = self.folder / PARTS / table / f"{first:010}-{last:010}-{digest(data)}.{self.form.name}"
        replace(path, data)
        return path

    def _with(self, part: Part, games: Columns) -> Standing:
        """Return the progress with another part, of these games."""
        tally = self.now.tally.copy()
        tally.count(results_of(self.study.tables, games))
        stood_in = self.now.stood_in + (int(np.count_nonzero(games[STOOD_IN])) if self.study.sources else 0)
        return Standing(tally, (*self.now.parts, part), stood_in)

    def _tell(self, over: bool) -> None:
        """Write the summary and the manifest."""
        if self.kept:
            replace(self.folder / SUMMARY, summary(self.now.tally.figures()))
        manifest.write(self.folder, self.job, self.kept, over, self.now.stood_in)

    # --- beginning and ending ----------------------------------------------------------------------------

    def open(self, event: str) -> None:
        """Take up the existing parts, and note that the study begins or continues. event: which of the two."""
        if not (self.folder / manifest.NAME).exists():
            self._tell(over=False)  # first of all, so that the folder always says what it is for
        for table in (TURNS, GAMES):
            (self.folder / PARTS / table).mkdir(parents=True, exist_ok=True)
        self._take_up()
        self._tell(over=False)
        self._note(event)

    def stop(self) -> None:
        """Keep the finished games for a later run; a study that is just complete stays so."""
        if self.over:
            tidy(self.folder)
            return
        self.commit()
        self._note("interrupted")

    def finish(self) -> None:
        """Join the parts into one file per table, write the last summary and the final manifest, and remove the parts."""
        for table in (GAMES, TURNS):
            with whole_file(self.folder / f"{table}.{self.form.name}") as stream:
                self.form.join((sound(getattr(part, table)) for part in sorted(self.now.parts)), stream)
        self._note("over")
        self._tell(over=True)
        tidy(self.folder)

    def _note(self, event: str) -> None:
        """Add a line to the table of times; no other file holds times, so that they are the same in every run."""
        path = self.folder / TIMES
        before = path.read_bytes() if path.exists() else b"time,event,games_played\r\n"
        now = whole(datetime.now().astimezone())
        replace(path, before + f"{now},{event},{self.kept}\r\n".encode())

    # --- existing parts ------------------------------------------------------------------------------------

    def _take_up(self) -> None:
        """Count the valid parts; remove those that are damaged, half of a pair, or unfinished."""
        turns = {found[0]: found[1] for found in self._found(TURNS)}
        for (first, last), path in self._found(GAMES):
            if (first, last) not in turns or (self.now.parts and first <= self.now.parts[-1].last):
                continue
            games = self._games_in(path, first, last)
            if games is not None:
                self.now = self._with(Part(first, last, path, turns[first, last]), games)
        taken = {path for part in self.now.parts for path in (part.games, part.turns)}
        for table in (GAMES, TURNS):
            for path in (self.folder / PARTS / table).iterdir():
                if path not in taken:
                    path.unlink()

    def _found(self, table: str) -> Iterator[tuple[tuple[int, int], Path]]:
        """Return the parts of a table whose bytes match their names, with their games and paths, in order."""
        for path in sorted((self.folder / PARTS / table).glob("[!.]*")):
            named = NAMED.fullmatch(path.name)
            if named and is_sound(path):
                yield (int(named[1]), int(named[2])), path
            else:
                self.damaged += 1

    def _games_in(self, path: Path, first: int, last: int) -> Columns | None:
        """Return the games of a part; None if they do not match its name or this study."""
        end = self.study.first + self.study.games
        try:
            games = self.form.unpack(sound(path))
            results_of(self.study.tables, games)
            known = not self.study.sources or STOOD_IN in games
            right = known and self.study.first <= first and last < end and games["game"].tolist() == list(range(first, last + 1))
        except (ValueError, KeyError):
            right = False
        if not right:
            self.damaged += 1
        return games if right else None


def digest(data: bytes) -> str:
    """Return the first half of a SHA-256, for the name of a part."""
    return hashlib.sha256(data).hexdigest()[:16]


def is_sound(path: Path) -> bool:
    """Whether the bytes of a part match its name."""
    try:
        return path.stem.endswith(digest(path.read_bytes()))
    except OSError:
        return False


def sound(path: Path) -> bytes:
    """Read the bytes of a part. Raises Refusal if they no longer match its name."""
    data = path.read_bytes()
    if not path.stem.endswith(digest(data)):
        raise Refusal(f"{path}: has been damaged since it was written; continue with --resume, which plays its games again")
    return data


def tidy(folder: Path) -> None:
    """Remove the files that only an unfinished study needs."""
    shutil.rmtree(folder / PARTS, ignore_errors=True)
    for name in (SUMMARY, TIMES, manifest.NAME):
        aside(folder / name).unlink(missing_ok=True)


def discard(folder: Path) -> None:
    """Remove the files of a study without kept games."""
    shutil.rmtree(folder / PARTS, ignore_errors=True)
    for name in (SUMMARY, TIMES, manifest.NAME, LOCK):
        (folder / name).unlink(missing_ok=True)


def begin(folder: Path, study: Study, job: dict[str, Any]) -> StudyFolder:
    """Begin a study in a new or empty folder. Raises Refusal, OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = locked(folder)
    try:
        if any(path.name not in own_names() for path in folder.iterdir()):
            raise Refusal(what_it_holds(folder, job))
        files = StudyFolder(folder, study, job, lock)
        files.open("begun")
    except BaseException:
        let_go(folder, lock)
        raise
    return files


def go_on(folder: Path, study: Study, job: dict[str, Any]) -> StudyFolder:
    """Continue a study where it stopped. Raises Refusal, OSError."""
    was = manifest.read(folder)
    if was is None and not (folder.is_dir() and any(path.name not in own_names() for path in folder.iterdir())):
        return begin(folder, study, job)  # it was ended before anything was kept
    if was is None:
        right = "begin one without --resume" if not (folder / manifest.NAME).exists() else f"its {manifest.NAME} cannot be read"
        raise Refusal(f"{folder}: has no study to continue; {right}")
    differs = manifest.difference(was, job)
    if differs:
        raise Refusal(f"{folder}: the study there was begun {differs}; use the same, or begin another study elsewhere")
    lock = locked(folder)
    try:
        if is_over(manifest.read(folder)):
            tidy(folder)
            raise Refusal(f"{folder}: already has all {study.games:,} games of this study; there is nothing to continue")
        files = StudyFolder(folder, study, job, lock)
        files.open("gone on")
    except BaseException:
        let_go(folder, lock)
        raise
    return files


def is_over(told: dict[str, Any] | None) -> bool:
    """Whether a study is complete according to its manifest."""
    return told is not None and not told.get("interrupted", True)


def what_it_holds(folder: Path, job: dict[str, Any]) -> str:
    """Return a sentence why a study cannot be begun in a folder that is not empty."""
    was = manifest.read(folder)
    if was is not None and not is_over(was) and not manifest.difference(was, job):
        done = f"{was['games_played']:,} of {was['games_asked']:,}"
        return f"{folder}: has {done} games of this study; continue with --resume, or name a new or empty folder"
    return f"{folder}: is not empty; name a new or empty folder"


def own_names() -> set[str]:
    """Return the names of files that a study may leave if it ends before its first manifest."""
    return {LOCK, aside(Path(manifest.NAME)).name}


def locked(folder: Path) -> FileLock:
    """Take the lock on a study, until it is released or this process ends. Raises Refusal if another holds it, OSError."""
    lock = FileLock(folder / LOCK, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise Refusal(f"{folder}: another run is writing there now; wait for its end, or name another folder") from None
    return lock


def let_go(folder: Path, lock: FileLock) -> None:
    """Release the lock. For a completed study its file is removed, because nobody writes there again."""
    lock.release()
    if is_over(manifest.read(folder)):
        with suppress(OSError):
            (folder / LOCK).unlink(missing_ok=True)
