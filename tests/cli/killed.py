"""`report` and `brief` killed while they write, at every moment that there is; and what is found in the folder afterwards.

    .venv/bin/python -m tests.cli.killed        # at every moment; a number takes each so-manieth, and a second says from which

A moment is a call that changes something on the disk: a file opened to be written, some bytes of it, its way to the disk, a
move, a removal, a folder made. The process is killed as it comes to it; of bytes half are written. Half of the kills are
power cuts: what was not brought to the disk is cut short as well. Then another command writes something else into the same
folder, at times killed itself and tried again, and what the killed one wrote must be all old or all new, and all else as it
was. The commands run in forks of one process, which has worked out beforehand what they write.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from attrs import frozen

from kuroshio.cli import brief, report
from kuroshio.cli.main import group
from kuroshio.report.review.review_page import Page
from tests.report.played import play

Files = dict[str, bytes]
STAMPS = ".kuroshio-stamps.json"
CHANGES = {"os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "shutil.rmtree"}
FOREIGN: Files = {"notes.txt": b"somebody's own", "japan/seating.html": b"<p>somebody's own", "france.html": b"<p>of another day"}
OTHER = "zz"  # what the command that comes after a kill writes


@frozen
class Case:
    """A command that is killed. earlier: one that had written into the folder before, or nothing."""

    earlier: tuple[str, ...]
    killed: tuple[str, ...]


@frozen
class Found:
    """What one kill came to. set: old, new, or what was found of each file; wrong: what else is not as it should be."""

    command: str
    moment: int
    power_cut: bool
    set: str
    wrong: tuple[str, ...]


# --- one process, killed at a moment -----------------------------------------------------------------


class Killer:
    """Counts the moments of this process, and ends it at one of them."""

    def __init__(self, moment: int, power_cut: bool, folder: Path):
        self.left, self.power_cut, self.folder = moment, power_cut, str(folder)
        self.count = 0
        self.unsettled: dict[int, int] = {}  # descriptor of a file that is being written -> another that stays open
        self.open, self.write = os.open, os.write

    def watch(self) -> None:
        """Have every call that changes the disk come here first."""
        sys.addaudithook(self.hear)
        os.open, os.write, os.fsync = self.opened, self.written, self.settled  # type: ignore[assignment]

    def hear(self, event: str, words: tuple[Any, ...]) -> None:
        if event in CHANGES or (event == "open" and self._to_write(*words)):
            if self.folder in str(words[0]):
                self.come()

    def _to_write(self, path: object, mode: object, flags: int) -> bool:
        return bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)) and not str(path).endswith("lock")

    def come(self, before: Callable[[], object] = lambda: None) -> None:
        self.count += 1
        if self.count != self.left:
            return
        before()
        if self.power_cut:
            for other in self.unsettled.values():
                os.ftruncate(other, os.fstat(other).st_size // 2)
        os.kill(os.getpid(), signal.SIGKILL)

    def opened(self, path: Any, flags: int, *words: Any, **named: Any) -> int:
        handle = self.open(path, flags, *words, **named)
        if flags & os.O_WRONLY:
            self.unsettled[handle] = os.dup(handle)
        return handle

    def written(self, handle: int, data: Any) -> int:
        if handle in self.unsettled:
            self.come(lambda: self.write(handle, bytes(data)[: len(data) // 2]))
        return self.write(handle, data)

    def settled(self, handle: int) -> None:
        self.come()  # and no further: what a kill leaves, and the cuts made here, do not hang on the disk
        with contextlib.suppress(KeyError):
            os.close(self.unsettled.pop(handle))


def run(words: tuple[str, ...], folder: Path, moment: int = 0, power_cut: bool = False) -> tuple[int, int]:
    """A command in a fork; its exit status (less than 0: killed), and how many moments it had if it came to its end."""
    heard, said = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        with contextlib.suppress(BaseException):
            killer = Killer(moment, power_cut, folder)
            killer.watch()
            with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere):
                try:
                    group(list(words), standalone_mode=False)
                    status = 0
                finally:
                    killer.write(said, str(killer.count).encode())
        os._exit(status)
    os.close(said)
    with os.fdopen(heard) as stream:
        count = stream.read()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return status, int(count or 0)


# --- a kill, and what is found -----------------------------------------------------------------------


def files_in(folder: Path) -> Files:
    """Everything below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def begin(folder: Path, case: Case) -> None:
    """A folder with what somebody else has in it, and what was written before."""
    for name, data in FOREIGN.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    if case.earlier:
        assert run(told(case.earlier, folder), folder)[0] == 0


def told(words: tuple[str, ...], folder: Path) -> tuple[str, ...]:
    return tuple(word.replace("OUT", str(folder)) for word in words)


def own(files: Files) -> Files:
    """What the case's command has written, of all that lies in its folder."""
    return {
        name: data
        for name, data in files.items()
        if name not in FOREIGN and Path(name).name != STAMPS and not name.startswith(OTHER) and ".kuroshio-writing" not in name
    }


def kill(case: Case, moment: int, power_cut: bool, folder: Path, old: Files, new: Files, after: tuple[str, ...]) -> Found:
    """Kill a case's command at a moment, have another come after it, and look."""
    begin(folder, case)
    wrong = []
    status, _ = run(told(case.killed, folder), folder, moment, power_cut)
    if status != -signal.SIGKILL:
        wrong.append(f"not killed, but status {status}")
    run(told(after, folder), folder, random.Random(moment).randint(1, 40), power_cut)  # killed as well, or not
    if run(told(after, folder), folder)[0] != 0:
        wrong.append("the next command was refused")
    files = files_in(folder)
    mine = own(files)
    kinds = {name: told_of(mine.get(name), old.get(name), new.get(name)) for name in {*old, *new, *mine}}
    found = "new" if mine == new else "old" if mine == old else " ".join(f"{k} {n}" for k, n in Counter(kinds.values()).items())
    wrong += [f"{name}: touched" for name, data in FOREIGN.items() if files.get(name) != data]
    wrong += [str(path.relative_to(folder)) for path in folder.rglob(".kuroshio-writing*")]
    if run(told(case.killed, folder), folder)[0] != 0 or own(files_in(folder)) != new:
        wrong.append("done again, it does not come to the new set")
    return Found(case.killed[0], moment, power_cut, found, tuple(wrong))


def told_of(data: bytes | None, old: bytes | None, new: bytes | None) -> str:
    """What has become of one file."""
    return "old" if data == old else "new" if data == new else "missing" if data is None else "neither"


# --- all of them -------------------------------------------------------------------------------------


def memo(home: Any, name: str, of: Callable[[Any], Any] = lambda word: word) -> None:
    """Have a function remember what it came to, for the forks. of: what tells one of its words from another."""
    function, kept = getattr(home, name), {}

    def remembered(*words: Any, **named: Any) -> Any:
        key = (*(word if isinstance(word, str | int | Path) else id(of(word)) for word in words), *named.items())
        if key not in kept:
            kept[key] = (function(*words, **named), words)  # the words are kept so that no other has their id
        return kept[key][0]

    setattr(home, name, remembered)


def cases(folder: Path) -> tuple[list[Case], tuple[str, ...]]:
    """What is killed, with all that it needs worked out; and the command that comes after."""
    for home, names in (
        (report, ("kept_at", "replayed", "gather", "as_json", "tables")),
        (brief, ("load", "make_brief", "pages")),
    ):
        for name in names:
            memo(home, name)
    memo(Page, "html", lambda page: page.review)
    games = [folder / f"{name}.game.jsonl" for name in ("monday", "tuesday")]
    for game, turns in zip(games, (1, 2)):
        play(game, turns=turns)
    monday, tuesday = (("report", str(game), "--out", "OUT/r.html", "--seat", "japan") for game in games)
    early, late = (("brief", "tutorial", "--out", "OUT", "--start", hour) for hour in ("09:00", "13:30"))
    after = ("report", str(games[0]), "--out", f"OUT/{OTHER}.html")
    for words in (monday, tuesday, early, late, after):
        with tempfile.TemporaryDirectory() as trial, contextlib.redirect_stdout(sys.stderr):
            group(list(told(words, Path(trial))), standalone_mode=False)
    return [Case((), monday), Case(monday, tuesday), Case((), late), Case(early, late)], after


def kill_all(folder: Path, every: int = 1, first: int = 0) -> Iterator[Found]:
    """Kill each case at each moment, or at every so-manieth."""
    killed, after = cases(folder)
    n = 0
    for i, case in enumerate(killed):
        whole = folder / f"{i}"
        begin(whole, case)
        old = own(files_in(whole))
        status, moments = run(told(case.killed, whole), whole)
        new = own(files_in(whole))
        assert status == 0 and moments > 5 and new != old
        for moment in range(1, moments + 1):
            for power_cut in (False, True):
                if n % every == first:
                    yield kill(case, moment, power_cut, folder / f"{i}-{moment}-{power_cut}", old, new, after)
                n += 1


def main(every: int = 1, first: int = 0) -> None:
    """Kill, and say what was found as lines of JSON."""
    with tempfile.TemporaryDirectory() as folder:
        for found in kill_all(Path(folder), every, first):
            print(json.dumps([found.command, found.moment, found.power_cut, found.set, found.wrong]), flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
