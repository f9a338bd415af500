"""The folder of a study: whole parts as it goes, one file a table when it is over.

While it is played `parts/games/` and `parts/turns/` hold parts, each written aside, forced to the disk and put in its
place, so that all of them can be read however the program ends. The name of a part says which games it holds and the
digest of its bytes: what does not fit is played again. A study that is over has its tables in one file each, of the
same bytes however often it was interrupted; then there are no parts any longer.
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
EVERY = 10.0  # seconds of play that a power cut may cost
MOST = 131_072  # rows of turns that wait in memory
NAMED = re.compile(r"(\d{10})-(\d{10})-([0-9a-f]{16})\.\w+")


class Refusal(ValueError):
    """A folder that a study cannot be kept in, or not gone on with; the text is one sentence for the user."""


@frozen(order=True)
class Part:
    """A part on the disk, of the games first to last."""

    first: int
    last: int
    games: Path
    turns: Path


@frozen
class Standing:
    """How far a study is: the parts on the disk, their tally, and what waits to become the next part.

    It is replaced as a whole, so that an interruption between two lines leaves the old one or the new one.
    """

    tally: Tally
    parts: tuple[Part, ...] = ()
    stood_in: int = 0  # games in which a doctrine took over from a player
    waiting: list[tuple[Columns, Columns]] = Factory(list)


class StudyFolder:
    """A folder that a study is played into; a context manager that lets go of it whatever happens.

    `begin` and `go_on` make one. Every method may raise OSError; what is kept by then stays.
    """

    def __init__(self, folder: Path, study: Study, job: dict[str, Any], lock: FileLock):
        self.folder, self.study, self.job, self.lock = folder, study, job, lock
        self.form = best_form()
        self.now = Standing(Tally(study.tables))
        self.fault = ""  # of the first player that failed and was stood in for, in a sentence
        self.damaged = 0  # files of parts that were not what their names say
        self.written = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        let_go(self.folder, self.lock)

    @property
    def kept(self) -> int:
        """How many games are on the disk."""
        return self.now.tally.n

    @property
    def over(self) -> bool:
        """Whether the study is whole, as the folder says."""
        return is_over(manifest.read(self.folder))

    # --- playing ---------------------------------------------------------------------------------------

    def play_on(self) -> Iterator[int]:
        """Play what is not there yet, in the order of the games; yield now and then how many games are done."""
        for gap in self.gaps():
            done = self.kept
            for block in play(evolve(self.study, first=gap.start, games=len(gap))):
                self.add(block)
                yield done + block.first + len(block.results) - gap.start
            self.commit()

    def gaps(self) -> list[range]:
        """The games that are in no part."""
        found, at = [], self.study.first
        for part in sorted(self.now.parts):
            if part.first > at:
                found.append(range(at, part.first))
            at = part.last + 1
        if at < self.study.first + self.study.games:
            found.append(range(at, self.study.first + self.study.games))
        return found

    def add(self, block: Block) -> None:
        """Take a block, which follows on the one before; write a part when enough is waiting."""
        self.fault = self.fault or next((fault.sentence for fault in block.faults), "")
        self.now.waiting.append((game_columns(self.study.tables, block), turn_columns(self.study.tables, block)))
        rows = sum(len(turns["turn"]) for _, turns in self.now.waiting)
        if rows >= MOST or time.monotonic() - self.written >= EVERY:
            self.commit()

    def commit(self) -> None:
        """Write what is waiting as a part, then how far the study is."""
        if self.now.waiting:
            waiting = list(self.now.waiting)
            games, turns = (strung([pair[i] for pair in waiting]) for i in (0, 1))
            first, last = int(games["game"][0]), int(games["game"][-1])
            # Turns come first: a game that can be read has its turns.
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
        """How far the study is with a part, of these games."""
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
        """Take up what is there, and say that the study is begun or goes on. event: which of the two."""
        if not (self.folder / manifest.NAME).exists():
            self._tell(over=False)  # before anything else, so that the folder always says what it is for
        for table in (TURNS, GAMES):
            (self.folder / PARTS / table).mkdir(parents=True, exist_ok=True)
        self._take_up()
        self._tell(over=False)
        self._note(event)

    def stop(self) -> None:
        """Keep what is done, for another time; a study that has just become whole stays so."""
        if self.over:
            tidy(self.folder)
            return
        self.commit()
        self._note("interrupted")

    def finish(self) -> None:
        """Join the parts: one file a table, the last summary, the manifest of a whole study; then the parts go."""
        for table in (GAMES, TURNS):
            with whole_file(self.folder / f"{table}.{self.form.name}") as stream:
                self.form.join((sound(getattr(part, table)) for part in sorted(self.now.parts)), stream)
        self._note("over")
        self._tell(over=True)
        tidy(self.folder)

    def _note(self, event: str) -> None:
        """Add a line to the table of times, which no other file tells: they are the same whenever a study is played."""
        path = self.folder / TIMES
        before = path.read_bytes() if path.exists() else b"time,event,games_played\r\n"
        now = whole(datetime.now().astimezone())
        replace(path, before + f"{now},{event},{self.kept}\r\n".encode())

    # --- what is there already -----------------------------------------------------------------------------

    def _take_up(self) -> None:
        """Count the parts in that are sound; take away what is damaged, half of a pair, or was never finished."""
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
        """The parts of a table whose bytes are what their names say, as their games and where they are, in order."""
        for path in sorted((self.folder / PARTS / table).glob("[!.]*")):
            named = NAMED.fullmatch(path.name)
            if named and is_sound(path):
                yield (int(named[1]), int(named[2])), path
            else:
                self.damaged += 1

    def _games_in(self, path: Path, first: int, last: int) -> Columns | None:
        """The games of a part; None where they are not those of its name, or not of this study."""
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
    """Half of a SHA-256, as the name of a part has it."""
    return hashlib.sha256(data).hexdigest()[:16]


def is_sound(path: Path) -> bool:
    """Whether a part has the bytes that its name says."""
    try:
        return path.stem.endswith(digest(path.read_bytes()))
    except OSError:
        return False


def sound(path: Path) -> bytes:
    """The bytes of a part. Raises Refusal where they are no longer what its name says."""
    data = path.read_bytes()
    if not path.stem.endswith(digest(data)):
        raise Refusal(f"{path}: has been damaged since it was written; go on with --resume, which plays its games again")
    return data


def tidy(folder: Path) -> None:
    """Take away what only an unfinished study needs."""
    shutil.rmtree(folder / PARTS, ignore_errors=True)
    for name in (SUMMARY, TIMES, manifest.NAME):
        aside(folder / name).unlink(missing_ok=True)


def discard(folder: Path) -> None:
    """Take away what a study has left of which no game is kept."""
    shutil.rmtree(folder / PARTS, ignore_errors=True)
    for name in (SUMMARY, TIMES, manifest.NAME, LOCK):
        (folder / name).unlink(missing_ok=True)


def begin(folder: Path, study: Study, job: dict[str, Any]) -> StudyFolder:
    """Begin a study in a folder that is new or empty. Raises Refusal, OSError."""
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
    """Go on with a study where it stopped. Raises Refusal, OSError."""
    was = manifest.read(folder)
    if was is None and not (folder.is_dir() and any(path.name not in own_names() for path in folder.iterdir())):
        return begin(folder, study, job)  # it was ended before anything was kept
    if was is None:
        right = "begin one without --resume" if not (folder / manifest.NAME).exists() else f"its {manifest.NAME} cannot be read"
        raise Refusal(f"{folder}: holds no study to go on with; {right}")
    differs = manifest.difference(was, job)
    if differs:
        raise Refusal(f"{folder}: the study there was begun {differs}; give what it was begun with, or begin another elsewhere")
    lock = locked(folder)
    try:
        if is_over(manifest.read(folder)):
            tidy(folder)
            raise Refusal(f"{folder}: holds all {study.games:,} games of this study already; there is nothing to go on with")
        files = StudyFolder(folder, study, job, lock)
        files.open("gone on")
    except BaseException:
        let_go(folder, lock)
        raise
    return files


def is_over(told: dict[str, Any] | None) -> bool:
    """Whether a manifest says that its study is whole."""
    return told is not None and not told.get("interrupted", True)


def what_it_holds(folder: Path, job: dict[str, Any]) -> str:
    """Why a study cannot be begun in a folder that is not empty, as a sentence."""
    was = manifest.read(folder)
    if was is not None and not is_over(was) and not manifest.difference(was, job):
        done = f"{was['games_played']:,} of {was['games_asked']:,}"
        return f"{folder}: holds {done} games of this very study; go on with --resume, or name a new or empty folder"
    return f"{folder}: holds files already; name a new or empty folder"


def own_names() -> set[str]:
    """What a study that was ended before its first manifest may leave in a folder."""
    return {LOCK, aside(Path(manifest.NAME)).name}


def locked(folder: Path) -> FileLock:
    """The lock on a study, held until it is released or this process ends. Raises Refusal where another holds it, OSError."""
    lock = FileLock(folder / LOCK, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise Refusal(f"{folder}: another run is writing there now; wait for its end, or name another folder") from None
    return lock


def let_go(folder: Path, lock: FileLock) -> None:
    """Release the lock. Its file goes with a study that is over: nobody writes there again."""
    lock.release()
    if is_over(manifest.read(folder)):
        with suppress(OSError):
            (folder / LOCK).unlink(missing_ok=True)
