"""A scripted exercise: a rule stands for the people of several seats, and control writes, injects, agrees and undoes.

    .venv/bin/python -m tests.session.exercise kills 500      # kill it so often at random moments, and print what was lost

`serve` plays it on in a process of its own for each path that it is told, forked from one that plays it once.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

import numpy as np
from attrs import frozen

from kuroshio.api.scenarios import Scenario
from kuroshio.kernel.play_lines import legal_choices, spell_choice
from kuroshio.kernel.state import codes
from kuroshio.session import saved_games
from kuroshio.session.journal_format import JournalLine, whole_acts
from kuroshio.session.journal_reader import read
from kuroshio.session.journal_writer import Journal, begin, header_of
from kuroshio.session.refusal import Refused
from kuroshio.session.saved_games import packed
from kuroshio.session.session import Session

SCENARIO = "senkaku_2021"
PEOPLE = ("japan", "china", "us", "philippines")
SEED = 11
SHORT = 30  # lines before those at which a fork is killed: more than a step writes
PIECE, PIECES = 5, 400  # bytes that a system call takes of an act, and into how many: a kill may fall between two


class ShortWrites:
    """A stream that takes a few bytes at a time."""

    def __init__(self, stream: IO[bytes]):
        self.stream = stream

    def write(self, data: bytes) -> int:
        return self.stream.write(data[: max(PIECE, len(data) // PIECES)])

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


def refusal(act: Callable[..., object], *said: Any, **more: Any) -> str:
    """Do something at a table; the sentence with which it is refused, else an empty text."""
    try:
        act(*said, **more)
    except Refused as refused:
        return str(refused)
    return ""


def pick(session: Session, state: Any, salt: int) -> str:
    """A legal line for the seat that is asked, by a hash of what is asked; orders that end the plan are left out."""
    ends = _ending(session.rules) if state.asking == codes.ASK_ORDER else set()
    choices = [choice for choice in legal_choices(session.tables, state) if choice[1] not in ends]
    key = f"{state.turn} {state.phase} {state.seat} {state.asking} {state.subject} {salt}"
    luck = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big")
    return spell_choice(session.tables, state, choices[luck % len(choices)]) if choices else ""


def _ending(rules: Any) -> set[int]:
    """The actions that end a plan."""
    return set(np.flatnonzero(rules.action["mechanism"] == codes.PASS).tolist())


def decide(session: Session, orders: int = 2) -> None:
    """Take one decision for whoever is asked."""
    session.reveal(session.asked())
    seat = int(session.game.seat)
    if session.game.asking != codes.ASK_ORDER:
        session.answer(pick(session, session.play.view(seat), 0))
        return
    for salt in range(len(session.picture().draft), orders):  # what was undone lies in the draft again
        line = pick(session, session.plans.with_drafts(session.asked()), salt)
        if line:
            session.draft(line)
    session.commit_plan()


def beside(session: Session, step: int) -> None:
    """What control and the scribe do after so many decisions."""
    if step % 5 == 1:
        session.notes.note("japan", f"Step {step}: the cabinet is divided. 内閣は割れている")
        session.notes.expect("china", "japan", "a protest and no more")
    if step % 7 == 2:
        refusal(
            session.agreements.agree,
            ["japan", "us"],
            "A word before every move",
            int(session.game.turn) + 1,
            public=step % 2 == 0,
        )
    if step % 11 == 4:
        effects = [{"track": "world.tension", "add": 1}, {"track": "japan.home", "set": 3}]
        refusal(session.injects.write, "A tanker is adrift.", ["japan"] if step % 2 else [], effects)
    if step % 13 == 6:
        session.history.undo()
    if step == 30:
        session.history.rewind(max(int(session.game.turn) - 1, 1), "planning")
    if step == 33:
        session.notes.late("china")
        session.agreements.break_(session.agreements.known()[-1].id, "us", "A move without a word")


def steps(session: Session) -> Iterator[int]:
    """Play to the end, a decision at a time with what goes beside it; how many lines the journal has when the table sees it."""
    step = 0
    while not session.over:
        decide(session)
        step += 1
        beside(session, step)
        yield len(session.journal.entries)


def play(session: Session) -> Session:
    """Play to the end."""
    for _ in steps(session):
        pass
    return session


@lru_cache
def content() -> Scenario:
    """The scenario that the exercise plays, loaded once."""
    return saved_games.load(SCENARIO)


def kept_at(path: Path, people: Sequence[str] = PEOPLE, seed: int = SEED, umpire: bool = False) -> Journal:
    """The journal of a new game of this scenario in a file."""
    return begin(path, header_of(content().tables, SCENARIO, "", people, (), seed, umpire), packed(content()))


def new_session(content: Scenario, path: Path, short: bool = True) -> Session:
    journal = kept_at(path)
    if short and journal.stream is not None:
        journal.stream = ShortWrites(journal.stream)  # type: ignore[assignment]
    return Session(content.tables, content.playbook, PEOPLE, SEED, journal=journal)


# --- one run that nothing disturbs -------------------------------------------------------------------


@frozen
class Clean:
    """A whole exercise: its lines, and the state of the game after each, as it was when it was played."""

    content: Scenario
    entries: tuple[JournalLine, ...]
    states: dict[int, bytes]


class Watched(Journal):
    """A journal that notes the state before each further line."""

    def __init__(self, path: Path):
        super().__init__(path=path)
        self.states: dict[int, bytes] = {}
        self.session: Session | None = None

    def append(self, kind: str, **fields: Any) -> JournalLine:
        if self.session is not None:
            self.states[len(self.entries)] = self.session.state()
        return super().append(kind, **fields)


def clean_run(content: Scenario) -> Clean:
    journal = Watched(Path("memory"))
    journal.acting = True
    journal.append("header", **header_of(content.tables, SCENARIO, "", PEOPLE, (), SEED))
    journal.acting = False
    journal.append("content", **packed(content))
    session = Session(content.tables, content.playbook, PEOPLE, SEED, journal=journal)
    journal.session = session
    play(session)
    journal.states[len(journal.entries)] = session.state()
    return Clean(content, tuple(journal.entries), journal.states)


# --- kills -------------------------------------------------------------------------------------------


def serve(path: Path) -> None:
    """Play the exercise; where it is a little short of so many lines, as the standard input says, play on in a fork.

    A request is a number of lines, no smaller than the last, and a path for the fork's journal. Tells the fork's number, and
    when it is gone.
    """
    session = new_session(content(), path)
    going, journal, lines = steps(session), session.journal, len(session.journal.entries)
    print("ready", flush=True)
    for request in sys.stdin:
        wanted, _, name = request.strip().partition(" ")
        while lines + SHORT < int(wanted):
            lines = next(going)
        copy = Path(shutil.copy(path, name))
        copy.with_suffix(".seen").write_bytes(lines.to_bytes(4, "big"))  # before the fork, which may be killed at once
        child = os.fork()
        if child == 0:
            stream = copy.open("r+b", buffering=0)
            stream.seek(0, os.SEEK_END)
            journal.stream, session.publisher = ShortWrites(stream), None  # type: ignore[assignment]
            with copy.with_suffix(".seen").open("ab", buffering=0) as seen:
                for told in going:
                    seen.write(told.to_bytes(4, "big"))
            os._exit(0)
        print(child, flush=True)
        _, status = os.waitpid(child, 0)
        print(status, flush=True)


@contextmanager
def server(path: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.session.exercise", "serve", str(path)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None and process.stdin is not None
    assert process.stdout.readline() == "ready\n"
    yield process
    process.stdin.close()
    process.wait(timeout=30)


@frozen
class Kill:
    """One kill. asked: lines waited for; whole: lines found; half: bytes of a line cut short; seen: lines that the table saw."""

    asked: int
    whole: int
    half: int
    seen: int


def wait_for_lines(path: Path, lines: int) -> None:
    """Wait until a file that grows has so many lines."""
    before, found = time.monotonic(), 0
    while not (path.exists() and path.stat().st_size) and time.monotonic() - before < 60:
        time.sleep(0.0003)
    with path.open("rb", buffering=0) as stream:
        while found < lines and time.monotonic() - before < 60:
            found += stream.read().count(b"\n")
            time.sleep(0.0003)


def kill_one(process: subprocess.Popen[str], path: Path, lines: int, delay: float) -> Kill:
    """Kill an exercise once its journal has so many lines, and a little later."""
    assert process.stdout is not None and process.stdin is not None
    process.stdin.write(f"{lines} {path}\n")
    process.stdin.flush()
    child = int(process.stdout.readline())
    wait_for_lines(path, lines)
    time.sleep(delay)
    os.kill(child, signal.SIGKILL)
    assert int(process.stdout.readline()) == signal.SIGKILL, "the exercise was over before it was killed"
    raw = path.read_bytes()
    seen = path.with_suffix(".seen").read_bytes()
    return Kill(
        asked=lines,
        whole=raw.count(b"\n"),
        half=len(raw) - raw.rfind(b"\n") - 1,
        seen=int.from_bytes(seen[-4:], "big") if seen else 0,
    )


def check_kill(clean: Clean, path: Path, kill: Kill, replay: bool = True) -> None:
    """Nothing that the table had seen is lost, and the game is where the undisturbed one was after as many lines.

    replay: enter the lines again; where they are those of the undisturbed game this is a test of reading, not of the kill.
    """
    kept = read(path)
    n = len(kept.entries)  # an act of which not all was written is none
    assert kill.whole >= n >= kill.seen and kill.whole >= kill.asked and n >= len(whole_acts(clean.entries[: kill.whole]))
    assert [(e.kind, e.fields) for e in kept.entries] == [(e.kind, e.fields) for e in clean.entries[:n]]
    if not replay:
        return
    journal = Journal(entries=kept.entries)
    content = clean.content
    session = Session(content.tables, content.playbook, PEOPLE, SEED, journal=journal, play_on=False)
    assert session.state() == clean.states[n]


def kill_often(clean: Clean, folder: Path, times: int, seed: int, every: int = 1) -> list[Kill]:
    """Kill so often, the earlier in the exercise first; the lines of one kill in so many are entered again."""
    luck = random.Random(seed)
    moments = sorted((luck.randrange(1, len(clean.entries) - 20), luck.random() * 0.004) for _ in range(times))
    found = []
    with server(folder / "undisturbed.game.jsonl") as process:
        for i, (lines, delay) in enumerate(moments):
            path = folder / f"{i}.game.jsonl"
            kill = kill_one(process, path, lines, delay)
            check_kill(clean, path, kill, replay=i % every == 0)
            found.append(kill)
    return found


def table(kills: list[Kill], lines: int) -> Iterator[str]:
    """What the kills came to, by tenths of the exercise."""
    yield f"{len(kills)} kills of an exercise of {lines} lines"
    yield f"{'lines at the kill':<20} {'kills':>6} {'in mid-line':>12} {'lines lost that the table had seen':>36}"
    groups = Counter(kill.whole * 10 // lines for kill in kills)
    for tenth in sorted(groups):
        own = [kill for kill in kills if kill.whole * 10 // lines == tenth]
        lost = sum(max(kill.seen - kill.whole, 0) for kill in own)
        span = f"{tenth * lines // 10} to {(tenth + 1) * lines // 10}"
        yield f"{span:<20} {len(own):>6} {sum(kill.half > 0 for kill in own):>12} {lost:>36}"


def main() -> None:
    if sys.argv[1] == "serve":
        serve(Path(sys.argv[2]))
        return
    clean = clean_run(saved_games.load(SCENARIO))
    with tempfile.TemporaryDirectory() as folder:
        kills = kill_often(clean, Path(folder), int(sys.argv[2]), 1)
    print("\n".join(table(kills, len(clean.entries))))


if __name__ == "__main__":
    main()
