"""The folder of `kuroshio run`: whole parts while it plays, one file per table at the end.

During play `parts/games/` and `parts/turns/` hold parts (`result_folder.PartFiles`), with their first and last game in their
names. A completed study has one file for each table, with the same bytes however often it was interrupted, and no parts.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from attrs import Factory, evolve, frozen
from filelock import FileLock

from kuroshio.disk.whole_file import aside, replace, whole_file
from kuroshio.study import manifest, result_folder
from kuroshio.study.batch import Batch, Block, play
from kuroshio.study.estimates import Tally
from kuroshio.study.manifest import is_over
from kuroshio.study.result_folder import LOCK, TIMES, PartFiles, Refusal, let_go, locked, own_names, sound
from kuroshio.study.result_tables import STOOD_IN, Columns, best_form, game_columns, results_of, strung, summary, turn_columns

GAMES, TURNS = "games", "turns"
SUMMARY = "summary.csv"
EVERY = 10.0  # seconds of play that a power cut may lose
MOST = 131_072  # rows of turns kept in memory before a part is written


@frozen(order=True)
class Part:
    """A part on the disk, with the games first to last."""

    first: int
    last: int
    games: Path
    turns: Path


@frozen
class StudyProgress:
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

    def __init__(self, folder: Path, study: Batch, job: dict[str, Any], lock: FileLock):
        self.folder, self.study, self.job, self.lock = folder, study, job, lock
        self.form = best_form()
        self.now = StudyProgress(Tally(study.tables))
        self.fault = ""  # a sentence on the first player that failed and was replaced
        self.files = PartFiles(folder, self.form.name)
        self.written = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        let_go(self.folder, self.lock, self.over)

    @property
    def damaged(self) -> int:
        """The files of parts that did not match their names."""
        return self.files.damaged

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
        return self.files.write(table, f"{first:010}-{last:010}", self.form.pack(columns))

    def _with(self, part: Part, games: Columns) -> StudyProgress:
        """Return the progress with another part, of these games."""
        tally = self.now.tally.copy()
        tally.count(results_of(self.study.tables, games))
        stood_in = self.now.stood_in + (int(np.count_nonzero(games[STOOD_IN])) if self.study.sources else 0)
        return StudyProgress(tally, (*self.now.parts, part), stood_in)

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
        self.files.make_places((TURNS, GAMES))
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
        result_folder.note(self.folder, event, self.kept)

    # --- existing parts ------------------------------------------------------------------------------------

    def _take_up(self) -> None:
        """Count the valid parts; remove those that are damaged, half of a pair, or unfinished."""
        turns = dict(self.files.found(TURNS))
        for numbers, path in self.files.found(GAMES):
            if numbers not in turns or len(numbers) != 2 or (self.now.parts and numbers[0] <= self.now.parts[-1].last):
                continue
            games = self._games_in(path, *numbers)
            if games is not None:
                self.now = self._with(Part(*numbers, path, turns[numbers]), games)
        self.files.keep((GAMES, TURNS), {path for part in self.now.parts for path in (part.games, part.turns)})

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
            self.files.damaged += 1
        return games if right else None


def tidy(folder: Path) -> None:
    """Remove the files that only an unfinished study needs."""
    PartFiles(folder, "").remove()
    for name in (SUMMARY, TIMES, manifest.NAME):
        aside(folder / name).unlink(missing_ok=True)


def discard(folder: Path) -> None:
    """Remove the files of a study without kept games."""
    PartFiles(folder, "").remove()
    for name in (SUMMARY, TIMES, manifest.NAME, LOCK):
        (folder / name).unlink(missing_ok=True)


def begin(folder: Path, study: Batch, job: dict[str, Any]) -> StudyFolder:
    """Begin a study in a new or empty folder. Raises Refusal, OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = locked(folder)
    try:
        if any(path.name not in own_names() for path in folder.iterdir()):
            raise Refusal(what_it_holds(folder, job))
        files = StudyFolder(folder, study, job, lock)
        files.open("begun")
    except BaseException:
        let_go(folder, lock, is_over(manifest.read(folder)))
        raise
    return files


def go_on(folder: Path, study: Batch, job: dict[str, Any]) -> StudyFolder:
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
        let_go(folder, lock, is_over(manifest.read(folder)))
        raise
    return files


def what_it_holds(folder: Path, job: dict[str, Any]) -> str:
    """Return a sentence why a study cannot be begun in a folder that is not empty."""
    was = manifest.read(folder)
    if was is not None and not is_over(was) and not manifest.difference(was, job):
        done = f"{was['games_played']:,} of {was['games_asked']:,}"
        return f"{folder}: has {done} games of this study; continue with --resume, or name a new or empty folder"
    return f"{folder}: is not empty; name a new or empty folder"
