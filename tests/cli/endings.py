"""Every command of the command line ended by TERM, HUP, INT and KILL at random moments, as whoever runs it meets it.

    .venv/bin/python -m tests.cli.endings 20       # a table of so many endings of each command and signal

A command runs in a process of its own and is told apart by what it leaves: no traceback, no hang, the right exit
status, no half of a file, journals that can be read, and a study that --resume brings to the bytes of one that nobody
disturbed. The table has commands that are started; the quick form forks most of them.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

from attrs import Factory, define, evolve, frozen

from kuroshio.cli.main import COMMANDS
from kuroshio.files.checks.checker import load_all
from kuroshio.session.journal_writer import go_on, read
from tests.forked import Process, fork

SIGNALS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGINT", "SIGKILL") if hasattr(signal, name))
HANG = 60.0  # seconds after the signal
SOON = 5.0  # seconds that a command may take for its last words
SETTLE = 0.02  # seconds from the mark to where signals are heard
GAMES = 1500
# The mark says that Python is up: what comes before it is not the program's. A part of a study a quarter of a second.
LAUNCH = """
import sys
from contextlib import suppress
with suppress(ImportError):
    import kuroshio.study.study_folder
    kuroshio.study.study_folder.EVERY = 0.25
import kuroshio.cli.main
open(sys.argv.pop(1), "w").close()
kuroshio.cli.main.main()
"""


@frozen
class Way:
    """How a command is started. ignored: signals that it inherits as ignored; forked: with its imports behind it."""

    name: str
    ignored: tuple[int, ...] = ()
    forked: bool = False


FRONT = Way("in front")
BEHIND = Way("behind, INT ignored", (signal.SIGINT,))  # as `sh -c 'kuroshio run ... &'` starts it
FORKED = Way("forked", forked=True)
NOHUP = Way("nohup, INT ignored", (signal.SIGINT, *(getattr(signal, name) for name in ("SIGHUP",) if hasattr(signal, name))))


@frozen
class Ended:
    """What one ending came to. status: as subprocess has it; took: seconds from the signal to the end."""

    command: str
    way: Way
    signal: int
    status: int
    took: float
    printed: str
    wrong: tuple[str, ...] = ()


@define
class Room:
    """A folder with a game that is kept, and what each command takes when nobody ends it."""

    folder: Path
    luck: random.Random
    lasts: dict[str, float] = Factory(dict)
    n: int = 0

    def fresh(self) -> Path:
        """A new folder with a copy of the game in it."""
        self.n += 1
        place = self.folder / f"{self.n}"
        shutil.copytree(self.folder / "kept", place)
        return place


STUDY = Path(__file__).resolve().parents[1] / "study" / "small.toml"
SCRIPT = "\n".join(f"note japan: the cabinet is divided, {n}" for n in range(400))
WORDS: dict[str, tuple[str, ...]] = {
    "brief": ("senkaku_2021", "--out", "briefs"),
    "check": ("--reach", "300"),
    "check-room": (),
    "compare": ("senkaku_2021", "senkaku_2021", "--set", "opening.us_japan.trust=5", "--games", "600", "--out", "table.csv"),
    "control": ("game.game.jsonl", "--script", "script.txt"),
    "coverage": (),
    "sources": (),
    "prices": (),
    "journal": ("game.game.jsonl",),
    "keys": ("tutorial", "opening"),
    "levers": ("tutorial", "trust", "--games", "300"),
    "narrate": ("senkaku_2021",),
    "play": ("senkaku_2021", "--seat", "japan"),
    "rehearse": ("tutorial", "--script", "script.txt", "--name", "evening"),
    "replay": ("game.game.jsonl",),
    "resume": ("game.game.jsonl",),
    "report": ("game.game.jsonl", "--out", "review.html"),
    "run": ("senkaku_2021", "--games", str(GAMES), "--threads", "2", "--out", "study"),
    "scenario-from": ("game.game.jsonl", "--at", "1", "--out", "mine.toml"),
    "sheets": ("game.game.jsonl", "--out", "sheets"),
    "show": ("game.game.jsonl",),
    "study": ("run", "study.toml", "--games", str(GAMES), "--threads", "2", "--out", "study"),
}
ENDLESS = ("play", "resume", "show")  # until a window is closed
NORMAL = {"check-room": 1, **dict.fromkeys(ENDLESS, -int(signal.SIGKILL))}  # of an undisturbed command; else 0
USUAL = {True: 0.5, False: 1.5}  # seconds that a command takes, forked and started, for the quick form


def environment(place: Path) -> dict[str, str]:
    own = {"SDL_VIDEODRIVER": "dummy", "KUROSHIO_GAMES_DIR": str(place / "games"), "XDG_CONFIG_HOME": str(place)}
    return {**os.environ, **own, "PYTHONUNBUFFERED": ""}


def start(place: Path, command: str, words: tuple[str, ...], way: Way = FORKED) -> subprocess.Popen[bytes] | Process:
    """Start a command and wait for its mark."""
    mark = place / "mark"
    mark.unlink(missing_ok=True)
    said = (str(mark), command, *words)
    with (place / "printed").open("wb") as printed, open(os.devnull, "rb") as nothing:
        begin = forked if way.forked else started
        process = begin(said, place, (nothing, printed, printed), way)
    while not mark.exists() and process.poll() is None:
        time.sleep(0.002)
    time.sleep(SETTLE)
    return process


def forked(words: tuple[str, ...], place: Path, streams: tuple[IO[bytes], ...], way: Way) -> Process:
    """A process whose imports are behind it."""
    return fork(words, place, streams, LAUNCH, environment(place), way.ignored)


def started(words: tuple[str, ...], place: Path, streams: tuple[IO[bytes], ...], way: Way) -> subprocess.Popen[bytes]:
    """A process that begins with the start of Python."""

    def inherit() -> None:
        for number in set(SIGNALS) - {signal.SIGKILL}:  # whoever runs the tests may have been started by `nohup` himself
            signal.signal(number, signal.SIG_IGN if number in way.ignored else signal.SIG_DFL)

    given = dict(zip(("stdin", "stdout", "stderr"), streams))
    return subprocess.Popen(
        [sys.executable, "-c", LAUNCH, *words],
        cwd=place, env=environment(place), start_new_session=True, preexec_fn=inherit, **given,
    )  # fmt: skip


def make_room(folder: Path, seed: int) -> Room:
    """A room with a game of two turns in it."""
    kept = folder / "kept"
    kept.mkdir(parents=True)
    (kept / "script.txt").write_text(SCRIPT, encoding="utf-8")
    shutil.copy(STUDY, kept / "study.toml")
    words = ("game.game.jsonl", "--new", "senkaku_2021", "--seat", "japan", "--no-umpire", "--script", "script.txt")
    assert start(kept, "control", words).wait() == 0, (kept / "printed").read_text()
    return Room(folder, random.Random(seed))


def undisturbed(room: Room, command: str) -> float:
    """How long a command takes after its mark when nobody ends it, in seconds."""
    if command not in room.lasts:
        process = start(room.fresh(), command, WORDS[command], FRONT)
        began = time.monotonic()
        try:
            process.wait(timeout=3 if command in ENDLESS else 300)
        except subprocess.TimeoutExpired:
            process.kill()
        assert process.wait() == NORMAL.get(command, 0)
        room.lasts[command] = time.monotonic() - began
    return room.lasts[command]


def end_one(room: Room, command: str, number: int, way: Way, place: Path | None = None, resume: bool = False) -> Ended:
    """Start a command, end it at a random moment, and look at what it leaves."""
    lasts = undisturbed(room, command)
    place = place or room.fresh()
    words = (*WORDS[command], "--resume") if resume else WORDS[command]
    process = start(place, command, words, way)
    time.sleep(room.luck.random() * lasts)
    sent = time.monotonic()
    process.send_signal(number)
    if room.luck.random() < 0.3:  # somebody presses it again
        time.sleep(room.luck.random() * 0.05)
        process.send_signal(number)
    wrong = []
    try:
        status = process.wait(timeout=HANG + (0 if number not in way.ignored or number == signal.SIGINT else lasts))
    except subprocess.TimeoutExpired:
        wrong.append("hangs")
        process.kill()
        status = process.wait()
    took = time.monotonic() - sent
    printed = (place / "printed").read_text(encoding="utf-8", errors="replace")
    wrong += [text for text in ("Traceback", "Exception ignored") if text in printed]
    if status == NORMAL.get(command, 0) and took > SOON and (number not in way.ignored or number == signal.SIGINT):
        wrong.append("goes on")
    if status not in right_statuses(number, way, NORMAL.get(command, 0)):
        wrong.append(f"status {status}")
    with suppress(KeyError):
        wrong += LEFT_BY[command](place)
    return Ended(command, way, number, status, took, printed, tuple(wrong))


def right_statuses(number: int, way: Way, normal: int) -> set[int]:
    """What a command may say: it was over, or it was ended."""
    if number == signal.SIGKILL:
        return {normal, -number}
    if number in way.ignored and number != signal.SIGINT:
        return {normal}  # `nohup`: it goes on
    return {normal, 128 + number}


# --- what is left behind -----------------------------------------------------------------------------------


def left_by_game(place: Path) -> Iterator[str]:
    """Journals can be read and gone on with."""
    for path in place.rglob("*.game.jsonl"):
        try:
            if path.stat().st_size:
                entries = read(path).entries
                journal = go_on(path)
                journal.close()
                assert len(journal.entries) == len(entries)
        except (OSError, ValueError) as error:
            yield f"journal: {error}"


def left_by_compare(place: Path) -> Iterator[str]:
    table = place / "table.csv"
    if table.exists() and (not table.read_bytes().endswith(b"\r\n") or len(table.read_bytes().splitlines()) < 5):
        yield "half a table"


def left_by_scenario(place: Path) -> Iterator[str]:
    if (place / "mine.toml").exists():
        try:
            load_all(place / "mine.toml")
        except ValueError as error:
            yield f"scenario: {error}"


def left_by_run(place: Path) -> Iterator[str]:
    """What lies in the folder of a study is whole, and the manifest claims no game that is not there."""
    study = place / "study"
    if not study.exists() or not any(path.name[0] != "." for path in study.iterdir()):
        return
    if not (study / "manifest.toml").exists():
        yield "no manifest"
        return
    manifest = tomllib.loads((study / "manifest.toml").read_text(encoding="utf-8"))
    where = study / "parts" if manifest["interrupted"] else study
    games = 0
    for path in where.rglob("games*.*") if not manifest["interrupted"] else (where / "games").glob("[!.]*"):
        games += rows_in(path)
    for path in study.rglob("[!.]*.parquet"):
        if path.is_file() and rows_in(path) < 0:
            yield f"{path.name} cannot be read"
    if games < manifest["games_played"]:
        yield f"{games} games, {manifest['games_played']} in the manifest"
    if manifest["games_played"] and not (study / "summary.csv").exists():
        yield "no summary"


def rows_in(path: Path) -> int:
    """How many rows a table has; -1 where it cannot be read."""
    if path.suffix == ".csv":
        return path.read_bytes().count(b"\n") - 1
    from pyarrow import ArrowException, parquet

    try:
        return int(parquet.ParquetFile(path).metadata.num_rows)
    except (ArrowException, OSError):
        return -1


LEFT_BY: dict[str, Callable[[Path], Iterator[str]]] = {
    "control": left_by_game,
    "play": left_by_game,
    "resume": left_by_game,
    "compare": left_by_compare,
    "scenario-from": left_by_scenario,
    "run": left_by_run,
}


# --- a study that is ended again and again -------------------------------------------------------------------


def told(study: Path) -> dict[str, bytes]:
    """The files of a study, without the times."""
    return {path.name: path.read_bytes() for path in study.iterdir() if path.name not in ("times.csv", ".lock")}


def end_often(room: Room, whole: dict[str, bytes], way: Way, most: int = 4) -> list[Ended]:
    """End a study up to so many times and let it come to its end at last; its files must be those of the undisturbed one."""
    place, found = room.fresh(), []
    for _ in range(room.luck.randint(1, most)):
        begun = (place / "study" / "manifest.toml").exists()
        found.append(end_one(room, "run", room.luck.choice(SIGNALS), way, place, resume=begun))
        if "interrupted = false" in told_so_far(place):
            break
    wrong: list[str] = []
    if "interrupted = false" not in told_so_far(place):
        begun = (place / "study" / "manifest.toml").exists()
        process = start(place, "run", (*WORDS["run"], *(("--resume",) if begun else ())))
        if process.wait(timeout=300) != 0:
            wrong.append(f"cannot be continued: {(place / 'printed').read_text().splitlines()[-1:]}")
    if not wrong and told(place / "study") != whole:
        wrong.append("ends with other bytes")
    last = found.pop()
    return [*found, Ended("run", way, last.signal, last.status, last.took, last.printed, (*last.wrong, *wrong))]


def told_so_far(place: Path) -> str:
    path = place / "study" / "manifest.toml"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def whole_study(room: Room) -> dict[str, bytes]:
    """The files of a study that nobody disturbed."""
    place = room.fresh()
    began = time.monotonic()
    assert start(place, "run", WORDS["run"]).wait(timeout=300) == 0, (place / "printed").read_text()
    room.lasts["run"] = time.monotonic() - began
    return told(place / "study")


def endings(room: Room, times: int, studies: int) -> Iterator[Ended]:
    """End every command by every signal so many times, and so many studies again and again, in each way of starting them."""
    whole = whole_study(room)
    for _ in range(studies):
        for way in (FRONT, BEHIND, NOHUP):
            yield from end_often(room, whole, way)
    for _ in range(times):
        for command in sorted(COMMANDS):
            for number in SIGNALS:
                yield end_one(room, command, number, FRONT)


def few_endings(room: Room, commands: int) -> Iterator[Ended]:
    """The quick form: some commands by one signal each, every third of them started; and a study in each way."""
    whole = whole_study(room)
    for way in (evolve(FRONT, forked=True), evolve(BEHIND, forked=True), NOHUP):
        yield from end_often(room, whole, way, 2)
    for n, command in enumerate(room.luck.sample(sorted(set(COMMANDS) - {"run"}), commands)):
        way = FRONT if n % 3 == 2 else FORKED
        room.lasts[command] = USUAL[way.forked]
        yield end_one(room, command, room.luck.choice(SIGNALS), way)


def table(found: list[Ended]) -> Iterator[str]:
    """What the endings came to, a line a command, way and signal."""
    yield f"{'command':<14} {'started':<20} {'signal':<8} {'endings':>7} {'ended':>6} {'over':>5} {'slowest s':>9}  wrong"
    for command, way, number in sorted({(e.command, e.way.name, e.signal) for e in found}):
        own = [e for e in found if (e.command, e.way.name, e.signal) == (command, way, number)]
        ended = sum(e.status in (128 + number, -number) for e in own)
        wrong = Counter(text for e in own for text in e.wrong)
        said = ", ".join(f"{n} {text}" for text, n in wrong.items())
        name, slowest = signal.Signals(number).name, max(e.took for e in own)
        yield f"{command:<14} {way:<20} {name:<8} {len(own):>7} {ended:>6} {len(own) - ended:>5} {slowest:>9.2f}  {said}"


def main() -> None:
    times = int(sys.argv[1])
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for ended in endings(make_room(Path(folder), 1), times, 2 * times):
            found.append(ended)
            if ended.wrong:
                print(ended.command, ended.way.name, ended.signal, ended.wrong, ended.printed[-1500:], sep="\n", file=sys.stderr)
    print("\n".join(table(found)))
    print(f"{len(found)} endings, {sum(bool(e.wrong) for e in found)} of them wrong")


if __name__ == "__main__":
    main()
