"""Kills aimed into the middle of acts of every kind: afterwards an act is whole, or it has never been.

    .venv/bin/python -m tests.session.aimed 300      # that many kills, and a table of what was left

An exercise by lines of control, with an umpire, is played in a process that kills itself after so many bytes of the act that is
aimed at; then its journal is looked at from outside, gone on with, and played to where the undisturbed exercise came.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from itertools import cycle, pairwise
from pathlib import Path
from typing import IO, Any

from attrs import frozen

from kuroshio.session import saved_games
from kuroshio.session.journal.journal_reader import read
from kuroshio.session.lines.control_lines import Control
from kuroshio.session.session import Session
from tests.session.exercise import SCENARIO, content

PEOPLE, SEED = ("china", "japan", "us", "malaysia"), 11
TURNS = 2
# What control does beside orders, answers and rulings: after so many lines of the exercise.
BESIDE = {
    2: "note japan: The cabinet is divided.", 3: "agree japan,us until 3 secretly: A word before every move.",
    5: "inject A tanker aground: It leaks. | to japan,us | set world.tension+1", 7: "expect china japan: A protest.",
    9: "undo 1 yes", 10: "redo", 11: "japan: propose host-nation, fisheries; sign us yes, china no", 12: "clock plan start 540",
    16: "fire moratorium_ends", 18: "practice", 21: "undo 1 yes", 24: "practice end", 26: "broken agreement-1 by us: A move.",
    28: "inject A leak: It spreads. | to us | set us.home-1", 29: "undo 1 alone", 30: "rewind 1 planning yes", 38: "shift 1",
    42: "us answers 1 protest", 43: "dispute us", 44: "hold {inject}", 46: "stop", 47: "undo", 50: "late china", 52: "accept",
    55: "undo 2 yes same dice", 56: "redo", 60: "rewind 1 coercion yes",
    61: "counter remove jcg_relief | because docked", 62: "crisis open senkaku | because of a landing",
    63: "freeze malaysia nobody", 64: "thaw malaysia",
    80: "skip", 86: "change us: none | because they phoned", 99: "number 9 | because it is new", 100: "throw",
}  # fmt: skip
WORDS = ("china", "malaysia")  # seats that order in their own words, too
RULINGS = {
    "semi_rigid": "rule {engine} | because as the roll has it",
    "matrix": "rule | for it is cheap | because both sides gain",
    "free": "rule {engine} | set world.tension+1 | because a deal",
    "consensus": "rule | vote room={engine} | because all agree",
}


class Exercise:
    """Plays it line by line. entered: the lines so far."""

    def __init__(self, session: Session):
        self.session, self.control, self.entered = session, Control(session, "director"), 0

    def lines(self) -> Iterator[str]:
        """The lines of the exercise, each made when it is its time: what comes of the same lines is the same."""
        while (not self.session.over or self.session.ending.stopped()) and self.session.turn <= TURNS:
            beside, own = BESIDE.get(self.entered), self.session.tables.scenario.injects[: int(self.session.rules.n_injects)]
            yield beside.format(inject=own[-1].id) if beside else self.next_line()

    def next_line(self) -> str:
        docket, planners = self.session.umpire.docket(), self.session.deciders.planners()
        if docket is not None and docket.missing:
            return f"{docket.missing[0]}: reply Not now"
        if docket is not None:
            return RULINGS[docket.mode].format(engine=docket.engine)
        if planners:
            return self.planned(planners[-1])
        question = self.session.picture_for(self.session.asked()).question
        assert question is not None
        return question.choices[len(question.choices) // 2].line

    def planned(self, seat: str) -> str:
        """An order, then one in own words, then the commit."""
        question = self.session.picture_for(seat).question
        draft = [choice.line for choice in self.session.picture_for(seat).draft]
        cards = [card for card in question.cards if card.choices and card.kind != "move"] if question else []
        if not draft and cards:
            return max(cards, key=lambda card: card.rank).choices[0].line
        if seat in WORDS and not any('"' in line for line in draft):
            asks = " to japan" if seat == WORDS[0] and self.session.turn == TURNS else ""
            return f'{seat}: "Offer lunch in turn {self.session.turn}"{asks}'
        return f"commit {seat}{'' if draft else ' empty'}"

    def play(self, steps: int = 10_000) -> Exercise:
        for line in self.lines():
            if not steps:
                break
            self.control.perform(line)  # one that is refused is refused again
            self.entered, steps = self.entered + 1, steps - 1
        return self


def begin(path: Path | None) -> Exercise:
    return Exercise(saved_games.start(content(), SCENARIO, "", PEOPLE, (), SEED, path, umpire=True))


@frozen
class Step:
    """What one line of the exercise left: how many lines of the journal there then were, and the state, with what is told."""

    line: str
    entries: int
    state: bytes
    seen: tuple[Any, ...]


def looks(session: Session) -> tuple[Any, ...]:
    """What everybody sees, save the clock, which runs."""
    seats = ("", *PEOPLE)
    return tuple((p.news, p.draft, p.asked, p.question) for p in (session.picture_for(seat) for seat in seats))


@frozen
class Clean:
    """The exercise, undisturbed. steps: the first is the game as it begins; written: bytes that each line adds to the file."""

    steps: list[Step]
    written: list[int]


def play_through(path: Path, targets: dict[int, list[tuple[Path, int]]]) -> Clean:
    """Play the exercise, and before each line that is aimed at kill a copy of it in the middle of that line."""
    exercise = begin(path)
    session = exercise.session
    steps, ends = [step_of(session, "")], [path.stat().st_size]
    for line in exercise.lines():
        for copy, room in targets.get(exercise.entered, ()):
            kill(exercise, line, copy, room)
        exercise.control.perform(line)
        exercise.entered += 1
        steps.append(step_of(session, line))
        ends.append(path.stat().st_size)
    session.close()
    return Clean(steps, [later - earlier for earlier, later in pairwise(ends)])


def step_of(session: Session, line: str) -> Step:
    return Step(line, len(session.journal.entries), session.state(), looks(session))


class Deadly:
    """A stream that kills the process once it has taken so many more bytes."""

    def __init__(self, stream: IO[bytes], room: int):
        self.stream, self.room = stream, room

    def write(self, data: bytes) -> int:
        taken = self.stream.write(data[: self.room])
        self.room -= taken
        if self.room <= 0:
            os.fsync(self.stream.fileno())
            os.kill(os.getpid(), signal.SIGKILL)
        return taken

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


def kill(exercise: Exercise, line: str, copy: Path, room: int) -> None:
    """Enter a line in a fork of the exercise, on a copy of its file, and kill it after `room` bytes of what the line writes."""
    journal = exercise.session.journal
    assert journal.path is not None
    shutil.copy(journal.path, copy)
    child = os.fork()
    if child == 0:
        stream = copy.open("r+b", buffering=0)
        stream.seek(0, os.SEEK_END)
        journal.stream, exercise.session.projector.publisher = Deadly(stream, room), None  # type: ignore[assignment]
        exercise.control.perform(line)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL, f"{line}: wrote less than {room} bytes"


def check(steps: list[Step], path: Path, at: int, to_the_end: bool) -> str:
    """What is on the disk is the exercise before its line `at`, or after it, in every eye; it can be gone on with."""
    kept = len(read(path).entries)
    before, after = steps[at], steps[at + 1]
    assert kept in (before.entries, after.entries), f"{after.line}: {kept} lines, of {before.entries} and {after.entries}"
    found = after if kept == after.entries else before
    exercise = Exercise(saved_games.resume(path))
    assert exercise.session.state() == found.state, after.line
    for seat, now, then in zip(("", *PEOPLE), looks(exercise.session), found.seen, strict=True):
        assert now == then, f"{after.line}: {seat or 'the public'} sees something else"
    exercise.entered = at + (found is after)
    exercise.play(10_000 if to_the_end else at + 2 - exercise.entered)
    goal = steps[-1] if to_the_end else steps[at + 2]
    assert (exercise.session.state(), len(exercise.session.journal.entries)) == (goal.state, goal.entries), after.line
    exercise.session.close()
    return "whole" if found is after else "never been"


def kind_of(line: str) -> str:
    """What kind of act a line of control is."""
    word = line.split()[0].rstrip(":")
    if ";" in line or " answers " in line:
        return "form" if ";" in line else "answers in advance"
    if ": reply " in line:
        return "reply"
    if '"' in line:
        return "own words, drafted"
    if word in PEOPLE:
        return "order, drafted" if not {"respond", "sign", "proceed", "gate", "crisis", "part"} & set(line.split()) else "answer"
    return word


def kills(folder: Path, times: int, seed: int) -> Iterator[tuple[str, str]]:
    """Kill so often, in turn in acts of every kind: the kind of each, and what was left of the act."""
    clean, luck = play_through(folder / "clean.game.jsonl", {}), random.Random(seed)
    by_kind: dict[str, list[int]] = {}
    for at, size in enumerate(clean.written[:-1]):
        if size:
            by_kind.setdefault(kind_of(clean.steps[at + 1].line), []).append(at)
    targets: dict[int, list[tuple[Path, int]]] = {}
    for n, kind in zip(range(times), cycle(sorted(by_kind))):
        at = luck.choice(by_kind[kind])
        most = clean.written[at]
        room = most if luck.random() < 0.15 else luck.randrange(1, most)  # all of it, on the disk and not acknowledged; or less
        targets.setdefault(at, []).append((folder / f"{n}.game.jsonl", room))
    again = play_through(folder / "again.game.jsonl", targets)
    assert again == clean
    for at, aimed in sorted(targets.items()):
        for path, _ in aimed:
            yield kind_of(clean.steps[at + 1].line), check(again.steps, path, at, to_the_end=luck.random() < 0.1)


def table(found: list[tuple[str, str]]) -> Iterator[str]:
    yield f"{len(found)} kills in the middle of acts: none lost, none doubled, every game gone on with to its end"
    yield f"{'act':<20} {'kills':>6} {'whole':>6} {'never been':>11}"
    for kind, n in sorted(Counter(kind for kind, _ in found).items()):
        whole = sum(one == (kind, "whole") for one in found)
        yield f"{kind:<20} {n:>6} {whole:>6} {n - whole:>11}"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        print("\n".join(table(list(kills(Path(folder), int(sys.argv[1]), 1)))))


if __name__ == "__main__":
    main()
