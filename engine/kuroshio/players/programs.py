"""Players in any language: a program that reads JSON lines on its standard input and answers on its standard output.

docs/players.md describes the protocol. Each thread that plays starts the program once and tells it where a game begins; asked
to `choose`, the program answers with a line of play.
"""

from __future__ import annotations

import hashlib
import json
import os
import queue
import shlex
import subprocess
import threading
import weakref
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import IO, Any

import attrs

from kuroshio.kernel.tables.compiling import Tables
from kuroshio.players.legal_choices import Legal, NotOpen
from kuroshio.players.player import PlayerFault, Source
from kuroshio.players.seat_view import Incident, View

PROTOCOL = 1
PREFIX = "exec:"
PATIENCE = 10.0  # seconds allowed for an answer
LEAVE = 2.0  # seconds allowed for a program to end once it is told to
LUCK_BITS = 53  # of the seed for a program's luck: a number of 53 bits is exact in every JSON reader
MOST = 1 << 20  # characters of an answer
QUESTIONS = 10_000  # that a program may ask about odds before it chooses
WAITING = 64  # answers that nobody has asked for, before the program has to wait with the next


class Program:
    """A running program and the two pipes to it. Raises PlayerFault if it cannot be started or does not answer the greeting.

    It has a process group of its own where the platform has them: Ctrl-C then reaches only our process, which ends it.
    """

    def __init__(self, command: str, tables: Tables, seat: str, patience: float):
        self.command, self.patience = command, patience
        try:
            self.process = subprocess.Popen(
                command if os.name == "nt" else shlex.split(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                text=True, encoding="utf-8", errors="replace", process_group=None if os.name == "nt" else 0,
            )  # fmt: skip
        except (OSError, ValueError) as error:
            raise PlayerFault(f"it cannot be started ({getattr(error, 'strerror', None) or error})") from None
        assert self.process.stdin and self.process.stdout
        self.lines, self.messages, self.sent = queue.Queue[str](WAITING), queue.Queue[str](), queue.Queue[bool]()
        threading.Thread(target=_listen, args=(self.process.stdout, self.lines), daemon=True).start()
        threading.Thread(target=_speak, args=(self.process.stdin, self.messages, self.sent), daemon=True).start()
        self.close: Callable[[], object] = weakref.finalize(self, _end, self.process, self.messages)
        self._greet(tables, seat)

    def _greet(self, tables: Tables, seat: str) -> None:
        try:
            told = self.ask({"say": "hello", "protocol": PROTOCOL, "seat": seat, "scenario": _scenario(tables)})
            if told.get("protocol") != PROTOCOL:
                raise PlayerFault(
                    f"it answers hello with {json.dumps(told)[:80]}; it should say which protocol it speaks, {PROTOCOL}"
                )
        except BaseException:
            self.close()
            raise

    def tell(self, message: dict[str, Any]) -> None:
        """Send a line. Raises PlayerFault where nobody reads it, or not in time."""
        self.messages.put(json.dumps(message, separators=(",", ":")) + "\n")
        try:
            taken = self.sent.get(timeout=self.patience)
        except queue.Empty:
            raise PlayerFault(f"it has not read what it was told for {self.patience:g} seconds") from None
        if not taken:
            raise PlayerFault(self._gone())

    def ask(self, message: dict[str, Any]) -> dict[str, Any]:
        """Send a line and wait for the answer. Raises PlayerFault if none comes, or if it is not a JSON object."""
        self.tell(message)
        try:
            line = self.lines.get(timeout=self.patience)
        except queue.Empty:
            raise PlayerFault(f"it has not answered for {self.patience:g} seconds") from None
        if not line:
            raise PlayerFault(self._gone())
        try:
            answer = json.loads(line)
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise PlayerFault(f"it answers {line.strip()[:80]!r}, which is not a JSON object")
        return answer

    def _gone(self) -> str:
        try:
            status = self.process.wait(LEAVE)
        except subprocess.TimeoutExpired:
            return "it has closed its standard output or input"
        return f"it has ended with status {status}"


def _listen(stream: IO[str], lines: queue.Queue[str]) -> None:
    """Pass on a program's output line by line, and an empty line at its end."""
    try:
        while line := stream.readline(MOST):
            lines.put(line)
    except ValueError:
        pass  # the pipe was closed while it was read
    lines.put("")


def _speak(stream: IO[str], messages: queue.Queue[str], sent: queue.Queue[bool]) -> None:
    """Pass on what a program is told, and say of each line whether it was taken; after an empty one close the pipe.

    A program that does not read has this thread wait, and nobody else.
    """
    while line := messages.get():
        try:
            stream.write(line)
            stream.flush()
        except (OSError, ValueError):
            sent.put(False)
        else:
            sent.put(True)
    with suppress(OSError, ValueError):
        stream.close()


def _end(process: subprocess.Popen[str], messages: queue.Queue[str]) -> None:
    """Tell a program that nobody plays any longer; end it if it does not go."""
    messages.put('{"say":"quit"}\n')
    messages.put("")
    try:
        process.wait(LEAVE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class ProgramPlayer:
    """One game of a program, which is told where the game begins before its first decision."""

    random: Random

    def __init__(self, source: ProgramSource):
        self.source, self.begun = source, False

    def choose(self, view: View, legal: Legal) -> str:
        """Return the program's answer. Raises PlayerFault; the program is then ended, and started anew for the next game."""
        try:
            program = self.source.running(view)
            if not self.begun:
                program.tell({"say": "game", "luck": self.random.getrandbits(LUCK_BITS)})
                self.begun = True
            answer = program.ask({"say": "choose", **_decision(view, legal)})
            for _ in range(QUESTIONS):
                if "odds" not in answer:
                    break
                answer = program.ask({"say": "odds", "odds": _odds(view, answer["odds"])})
        except BaseException:  # after an interruption too: the late answer would be taken for the next one
            self.source.stop()
            raise
        if "odds" in answer:
            raise PlayerFault(f"it has asked {QUESTIONS} times for odds and chosen nothing")
        play = answer.get("play")
        if not isinstance(play, str):
            raise PlayerFault(f"it answers {json.dumps(answer)[:80]}, which has no line of play")
        return play


class ProgramSource(Source):
    """A seat's players that a program plays: one program for each thread."""

    def __init__(self, name: str, command: str, patience: float = PATIENCE):
        super().__init__(name, lambda: ProgramPlayer(self), _origin(command))
        self.command, self.patience, self.here = command, patience, threading.local()
        self.greeted: list[Program] = []  # programs that no thread uses yet
        self.all: weakref.WeakSet[Program] = weakref.WeakSet()

    def prepare(self, tables: Tables, seat: str) -> None:
        """Start the program and check its greeting; the first thread that plays takes it. Raises PlayerFault."""
        try:
            self.greeted.append(self._started(tables, seat))
        except PlayerFault as error:
            raise PlayerFault(f"{self.name}: {error}") from None

    def _started(self, tables: Tables, seat: str) -> Program:
        program = Program(self.command, tables, seat, self.patience)
        self.all.add(program)
        return program

    def running(self, view: View) -> Program:
        """Return the program of this thread; start one if there is none."""
        if getattr(self.here, "program", None) is None:
            waiting = [self.greeted.pop()] if self.greeted else []
            self.here.program = waiting[0] if waiting else self._started(view._names.tables, str(view.seat))
        program: Program = self.here.program
        return program

    def stop(self) -> None:
        """End the program of this thread."""
        program, self.here.program = getattr(self.here, "program", None), None
        if program is not None:
            program.close()

    def end(self, at_once: bool = False) -> None:
        """End all programs; the next game starts a new one."""
        self.greeted.clear()
        for program in list(self.all):
            if at_once:
                program.process.kill()
            program.close()
        self.all.clear()
        self.here = threading.local()


def load_program(text: str, patience: float = PATIENCE) -> Source:
    """Return the players that `exec:COMMAND` names. Raises PlayerFault without a command."""
    command = text.removeprefix(PREFIX).strip()
    if not command:
        raise PlayerFault(f"{text}: no program is named; write for example exec:./my_program")
    return ProgramSource(text, command, patience)


def _origin(command: str) -> dict[str, object]:
    """Return the words of a command, and the digests of those that are files: of the program, and of what it is given."""
    try:
        words = [word.strip('"') for word in shlex.split(command, posix=os.name != "nt")]
    except ValueError:  # then it cannot be started either, and that is reported
        words = [command]
    digests = {word: digest for word in words[1:] if (digest := _digest(word))}
    program = {"sha256": digest} if (digest := _digest(words[0])) else {}
    return {"command": words, **program, **({"files": digests} if digests else {})}


def _digest(word: str) -> str:
    """Return the SHA-256 of the file that a word names; empty if it names none that can be read."""
    try:
        return hashlib.sha256(Path(word).read_bytes()).hexdigest() if Path(word).is_file() else ""
    except (OSError, ValueError):
        return ""


# --- what a program is told ------------------------------------------------------------------------


def _scenario(tables: Tables) -> dict[str, Any]:
    scenario = tables.scenario
    return {"id": scenario.id, "turns": scenario.turns, "seats": [seat.faction for seat in scenario.seats]}


def _decision(view: View, legal: Legal) -> dict[str, Any]:
    question = legal.question
    return {
        "turn": view.turn, "date": view.date, "phase": view.phase, "question": {"kind": question.kind, "about": question.about},
        "tracks": dict(view), "pieces": view.pieces, "incidents": [_incident(one) for one in view.incidents],
        "incident": _incident(view.incident) if view.incident else None, "legal": [str(order) for order in legal],
    }  # fmt: skip


def _incident(incident: Incident) -> dict[str, Any]:
    return attrs.asdict(incident)


def _odds(view: View, lines: Any) -> list[list[int] | None]:
    """Return the chances in 36 of each band for each line that a program asks about; None where no dice are rolled."""
    if not isinstance(lines, list):
        raise PlayerFault("it asks for odds without a list of lines")
    found = []
    for line in lines:
        try:
            odds = view.odds(line) if isinstance(line, str) else None
        except NotOpen as error:
            raise PlayerFault(f"it asks for the odds of {line!r}: {error}") from None
        found.append([odds.setback, odds.failure, odds.success, odds.breakthrough] if odds else None)
    return found
