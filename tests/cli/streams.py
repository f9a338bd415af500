"""Every command with strange streams: closed, full, left by their reader, in ASCII, on a terminal of twenty columns.

    .venv/bin/python -m tests.cli.streams          # a table: every command with every stream, and what is wrong

A command runs in a process of its own. It must neither hang nor print a traceback, print only what the stream can spell and
lose no word on a narrow terminal, and end with status 0 only if all that was asked is done: if what it prints is lost, it is not.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from attrs import Factory, define, frozen

from kuroshio.cli.main import COMMANDS
from tests.forked import CLOSED, Process, fork

ROOT = Path(__file__).resolve().parents[2]
STUDY = Path(__file__).resolve().parents[1] / "study" / "small.toml"
HANG = 240.0  # seconds: the machine may be busy
# A window is closed as soon as it is open.
LAUNCH = """
import sys
if sys.argv[1] in ("play", "resume", "show"):
    import kuroshio.screen.projector.projector, kuroshio.screen.window.window
    kuroshio.screen.window.window.Window.run = lambda self, look=None: None
    kuroshio.screen.projector.projector.Projector.run = lambda self: None
from kuroshio.cli.main import main
main()
"""
WORDS: dict[str, tuple[str, ...]] = {
    "brief": ("tutorial", "--out", "briefs"),
    "check": (),
    "check-room": (),
    "compare": ("tutorial", "tutorial", "--set", "turns=2", "--games", "60", "--out", "table.csv"),
    "control": ("game.game.jsonl",),
    "coverage": (),
    "sources": (),
    "prices": (),
    "journal": ("game.game.jsonl",),
    "keys": ("tutorial", "opening"),
    "levers": ("tutorial", "china_japan.trust", "--games", "20"),
    "narrate": ("tutorial",),
    "play": ("tutorial", "--seat", "japan"),
    "rehearse": ("tutorial", "--name", "evening"),
    "replay": ("game.game.jsonl",),
    "resume": ("game.game.jsonl", "--no-window"),
    "report": ("game.game.jsonl", "--out", "review.html"),
    "run": ("tutorial", "--games", "60", "--out", "study"),
    "scenario-from": ("game.game.jsonl", "--at", "1", "--out", "mine.toml"),
    "sheets": ("game.game.jsonl", "--out", "sheets"),
    "show": ("game.game.jsonl",),
    "study": ("run", str(STUDY), "--out", "study"),
}
SCRIPT = "note: a scribe\u2019s note on the \u014cmi\nnote japan: waits\nchoices japan\n"
ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
COLOURED = re.compile(r"\x1b\[(?:[0-9]*;)*(?:3|4|9|10)[0-7](?:;[0-9]*)*m")


@frozen
class Done:
    """How a command ended. status: None where it hung; out: what came from its output; made: the files it has left."""

    status: int | None
    out: bytes
    err: bytes
    made: frozenset[str]


@frozen
class Way:
    """A strange stream. closed: numbers of streams that are closed; full: that lead to a full disk; leaves: the reader of the
    output is gone; columns: of a terminal, 0 for none; encoding: of what it may print; own: of the environment.
    """

    name: str
    closed: tuple[int, ...] = ()
    full: tuple[int, ...] = ()
    leaves: bool = False
    columns: int = 0
    encoding: str = "utf-8"
    own: dict[str, str] = Factory(dict)

    @property
    def lost(self) -> bool:
        """Whether what is printed reaches nobody."""
        return self.leaves or 1 in (*self.closed, *self.full)


NORMAL = Way("normal")
POSIX = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
WAYS = (
    Way("input closed", closed=(0,)),
    Way("output closed", closed=(1,)),
    Way("errors closed", closed=(2,)),
    Way("all closed", closed=(0, 1, 2)),
    Way("output full", full=(1,)),
    Way("errors full", full=(2,)),
    Way("reader leaves", leaves=True),
    Way("ASCII", encoding="ascii", own={"PYTHONIOENCODING": "ascii"}),
    Way("Latin-1", encoding="latin-1", own={"PYTHONIOENCODING": "latin-1"}),
    Way("LC_ALL=C", encoding="ascii", own=POSIX),
    Way("20 columns", columns=20),
    Way("NO_COLOR", columns=100, own={"NO_COLOR": "1"}),
    Way("TERM=dumb", columns=100, own={"TERM": "dumb"}),
)


@define
class Room:
    """A folder with a kept game, and how each command ends when nothing is strange."""

    folder: Path
    normal: dict[str, Done] = Factory(dict)
    n: int = 0

    def fresh(self) -> Path:
        """A new folder with a copy of the game in it."""
        self.n += 1
        place = self.folder / f"{self.n}"
        shutil.copytree(self.folder / "kept", place)
        return place


def make_room(folder: Path) -> Room:
    """A room with a game in it that has begun."""
    kept = folder / "kept"
    kept.mkdir(parents=True)
    words = ("game.game.jsonl", "--new", "tutorial", "--no-umpire")
    done = carry_out(kept, "control", words, NORMAL)
    assert done.status == 0, done.err.decode()
    return Room(folder)


def carry_out(place: Path, command: str, words: tuple[str, ...], way: Way) -> Done:
    """Run a command in a folder with a strange stream."""
    before = listed(place)
    reader, writer, columns = opened(way)
    with (place / ".in").open("w+b") as given, (place / ".err").open("w+b") as err:
        given.write(SCRIPT.encode())
        given.seek(0)
        begin = started if way.encoding != "utf-8" or 0 in way.closed else forked
        process = begin((command, *words), place, way, [given.fileno(), writer, writer if columns else err.fileno()])
        os.close(writer)
        if way.leaves:
            os.close(reader)
        out = b"" if way.leaves else read_all(reader)
        try:
            status: int | None = process.wait(timeout=HANG)
        except subprocess.TimeoutExpired:
            process.kill()
            status = None
        err.seek(0)
        return Done(status, out, err.read(), listed(place) - before)


def environment(place: Path, way: Way) -> dict[str, str]:
    """What a command finds in its environment."""
    own = {"SDL_VIDEODRIVER": "dummy", "KUROSHIO_GAMES_DIR": str(place / "games"), "XDG_CONFIG_HOME": str(place)}
    plain = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "FORCE_COLOR")}
    path = f"{ROOT / 'engine'}{os.pathsep}{ROOT}"
    made = {**plain, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8", "TERM": "xterm", **own, **way.own}
    if way.own is POSIX:
        del made["PYTHONIOENCODING"]
    return made


def forked(words: tuple[str, ...], place: Path, way: Way, streams: list[int]) -> Process:
    """A command whose imports are behind it."""
    for number in way.full:
        streams[number] = os.open("/dev/full", os.O_WRONLY)
    for number in way.closed:
        streams[number] = CLOSED
    process = fork(words, place, streams, LAUNCH, environment(place, way))
    for number in way.full:
        os.close(streams[number])
    return process


def started(words: tuple[str, ...], place: Path, way: Way, streams: list[int]) -> subprocess.Popen[bytes]:
    """A command that begins with the start of Python, which gives its streams their encodings."""

    def strange() -> None:
        for number in way.full:
            os.dup2(os.open("/dev/full", os.O_WRONLY), number)
        for number in way.closed:
            os.close(number)

    given = dict(zip(("stdin", "stdout", "stderr"), streams))
    return subprocess.Popen(
        [sys.executable, "-c", LAUNCH, *words],
        cwd=place, env=environment(place, way), start_new_session=True, preexec_fn=strange, **given,
    )  # fmt: skip


def opened(way: Way) -> tuple[int, int, int]:
    """Where the output is read, where it is written, and how many columns the terminal between them has."""
    if not way.columns:
        return (*os.pipe(), 0)
    import fcntl
    import pty
    import struct
    import termios

    reader, writer = pty.openpty()
    fcntl.ioctl(writer, termios.TIOCSWINSZ, struct.pack("HHHH", 24, way.columns, 0, 0))
    return reader, writer, way.columns


def read_all(reader: int) -> bytes:
    """What comes until all who could write have closed."""
    found = b""
    try:
        while data := os.read(reader, 65536):
            found += data
    except OSError:  # how a terminal ends
        pass
    finally:
        os.close(reader)
    return found


def listed(place: Path) -> frozenset[str]:
    """The files in a folder that a command may have made."""
    return frozenset(
        str(path.relative_to(place)) for path in place.rglob("*") if path.is_file() and not path.name.startswith((".in", ".err"))
    )


# --- what is wrong -----------------------------------------------------------------------------------


def normal(room: Room, command: str) -> Done:
    """How a command ends when nothing is strange."""
    if command not in room.normal:
        room.normal[command] = carry_out(room.fresh(), command, WORDS[command], NORMAL)
    return room.normal[command]


def wrong(command: str, usual: Done, done: Done, way: Way) -> Iterator[str]:
    """What is wrong with how a command ended."""
    if done.status is None:
        yield "hangs"
        return
    said = (done.out + done.err).decode("utf-8", "replace")
    yield from (text for text in ("Traceback", "Exception ignored", "UnicodeEncodeError") if text in said)
    allowed = {usual.status}
    if way.lost and usual.out:
        allowed = {1} if way.leaves else {usual.status or 2, 2}
    if 0 in way.closed and command in ("control", "rehearse"):
        allowed = {2}  # lines of control were to come
    if done.status not in allowed:
        yield f"status {done.status}, not {' or '.join(map(str, allowed))}"
    if done.status == usual.status == 0 and {shape(name) for name in done.made} != {shape(name) for name in usual.made}:
        yield f"other files: {sorted(done.made ^ usual.made)[:3]}"
    if not way.lost and 0 not in way.closed:
        yield from misprinted(usual, done, way)


def shape(name: str) -> str:
    """The name of a file without the minute that it was made in."""
    return re.sub(r"\d{4}-\d\d-\d\d-\d{4}(-\d+)?", "NOW", name)


def misprinted(usual: Done, done: Done, way: Way) -> Iterator[str]:
    """What is wrong with what was printed."""
    try:
        out = done.out.decode(way.encoding)
    except UnicodeDecodeError:
        yield f"prints what {way.encoding} has not"
        return
    if way.columns and "NO_COLOR" in way.own and COLOURED.search(out):
        yield "colours"
    if way.encoding != "utf-8":
        if out.count("\n") != usual.out.count(b"\n"):
            yield "prints other lines"
    elif way.columns and (cut := letters(usual.out.decode()) - letters(ESCAPE.sub("", out))):
        yield f"cuts off {dict(cut.most_common(5))}"


def letters(text: str) -> Counter[str]:
    """The letters and figures of a text, however it is broken into lines; not what differs between folders and minutes."""
    lines = (line for line in text.splitlines() if "/" not in line and "GB" not in line and not re.search(r"\d:\d\d", line))
    return Counter(char for line in lines for char in line if char.isalnum())


def found_with(room: Room, command: str, way: Way) -> tuple[Done, list[str]]:
    """Run a command with a strange stream; how it ended, and what is wrong with that."""
    usual = normal(room, command)
    done = carry_out(room.fresh(), command, WORDS[command], way)
    return done, list(wrong(command, usual, done, way))


def some(room: Room, luck: random.Random, number: int) -> Iterator[tuple[str, str, list[str]]]:
    """The quick form: each strange stream with a command or two, drawn by lot."""
    drawn = [(command, way) for way in WAYS for command in luck.sample(sorted(COMMANDS), 1)]
    for command, way in luck.sample(drawn, min(number, len(drawn))):
        yield command, way.name, found_with(room, command, way)[1]


def main(say: Callable[[str], None] = print) -> int:
    """Print the table; the number of what is wrong."""
    faults = 0
    with tempfile.TemporaryDirectory() as folder:
        room = make_room(Path(folder) / "room")
        say(f"{'command':<14} {'stream':<14} {'status':>6}  wrong")
        for command in sorted(COMMANDS):
            for way in WAYS:
                done, told = found_with(room, command, way)
                faults += bool(told)
                say(f"{command:<14} {way.name:<14} {done.status!s:>6}  {'; '.join(told)}")
                if told:
                    say(f"    {done.err.decode('utf-8', 'replace')[-300:]!r}")
    say(f"{len(COMMANDS) * len(WAYS)} endings, {faults} of them wrong")
    return faults


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
