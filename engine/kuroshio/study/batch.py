"""Play the games of a study in blocks, over threads, in constant memory.

A game depends on its seed and number alone, so blocks and threads change nothing but the time it takes.
"""

from __future__ import annotations

import ctypes
import queue
import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import numpy as np
from attrs import Factory, define, frozen

from kuroshio.kernel.tables.compiling import Tables
from kuroshio.players.compiled_players import FunctionSource
from kuroshio.players.doctrine_tables import Playbook
from kuroshio.players.mixed_games import Fault, Table, play_outside
from kuroshio.players.player import Source
from kuroshio.players.whole_games import Memory, make_memory, play_block

BLOCK = 128  # games of one call into the kernel: short enough that an interruption is heard at once
SHORT, LONG = 0.25, 1.0  # seconds that a block of games with players from outside should take


@frozen
class Study:
    """What is to be played: `games` games of `seed`, numbered from `first`; policy: i4 by faction.

    sources: seats that players from outside play; stand_in: whether `policy` plays on where one fails.
    """

    tables: Tables
    playbook: Playbook
    policy: np.ndarray
    seed: int
    games: int
    first: int = 0
    block: int = BLOCK
    threads: int = 1
    sources: Mapping[str, Source] = Factory(dict)
    stand_in: bool = False


@frozen
class Block:
    """The outcomes of consecutive games: `results` (n) from number `first` on, `rows` (n, turns); players that failed.

    stood_in: by game how many seats a doctrine took over from a player that failed; None where no player sits.
    """

    first: int
    results: np.recarray
    rows: np.recarray
    faults: tuple[Fault, ...] = ()
    stood_in: np.ndarray | None = None


def play(study: Study) -> Iterator[Block]:
    """Play a study; blocks come in the order of the games, whichever thread finishes first. Raises PlayerFault."""
    for (block,) in play_abreast((study,)):
        yield block


def play_abreast(studies: Sequence[Study]) -> Iterator[tuple[Block, ...]]:
    """Play studies of the same games side by side, on the threads of the first: one block of each at a time, in order."""
    led, crew = studies[0], Crew(studies)
    waiting: deque[list[Future[Block]]] = deque()
    pool, over = ThreadPoolExecutor(led.threads), False
    try:
        while True:
            while len(waiting) < 2 * led.threads and (games := crew.next_games()):
                waiting.append([pool.submit(crew.play, study, games) for study in studies])
            if not waiting:
                over = True
                return
            yield tuple(future.result() for future in waiting.popleft())
    finally:
        # Whoever interrupts does not wait for what is being played, or for the rules engine to be compiled.
        pool.shutdown(wait=False, cancel_futures=True)
        crew.leave(at_once=not over)


class Halted(BaseException):
    """Raised in a player's own code when nobody waits for it any longer."""


@define(init=False)
class Crew:
    """The threads that play: their workshops, how many games they take at a time, and which of them ask players."""

    studies: Sequence[Study]
    workshops: queue.SimpleQueue[Memory]
    at: int
    size: int
    asking: set[int]
    lock: threading.Lock

    def __init__(self, studies: Sequence[Study]):
        self.studies, led = studies, studies[0]
        self.workshops, self.asking, self.lock = queue.SimpleQueue(), set(), threading.Lock()
        for _ in range(led.threads):
            self.workshops.put(make_memory())
        self.at, self.size = led.first, 1 if self._is_paced() else led.block

    def _is_paced(self) -> bool:
        """Whether the length of blocks goes by the time they take: nobody knows beforehand how long a player thinks."""
        return any(not isinstance(source, FunctionSource) for study in self.studies for source in study.sources.values())

    def next_games(self) -> range:
        """The numbers of the games of the next block; empty where there are no more."""
        led = self.studies[0]
        games = range(self.at, min(self.at + self.size, led.first + led.games))
        self.at = games.stop
        return games

    def play(self, study: Study, games: range) -> Block:
        """Play one block in a memory that is free."""
        memory, started = self.workshops.get(), time.monotonic()
        try:
            if study.sources:
                with self._asking():
                    return _play_outside(study, games, memory)
            played = play_block(study.tables, study.playbook, study.policy, study.seed, games.start, len(games), memory)
            return Block(games.start, *played)
        finally:
            self.workshops.put(memory)
            if study.sources and self._is_paced():
                self._keep_pace(len(games), time.monotonic() - started)

    def _keep_pace(self, games: int, took: float) -> None:
        if took < SHORT and games >= self.size:
            self.size = min(2 * self.size, self.studies[0].block)
        elif took > LONG:
            self.size = max(min(self.size, games) // 2, 1)

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """This thread asks players; `leave` may end that."""
        me = threading.get_ident()
        with self.lock:
            self.asking.add(me)
        try:
            yield
        finally:
            with self.lock:
                self.asking.discard(me)

    def leave(self, at_once: bool) -> None:
        """Nobody plays any longer. at_once: what a player in Python is thinking of ends at its next step, a program with it."""
        if at_once:
            with self.lock:
                for thread in self.asking:
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(Halted))
        for study in self.studies:
            for source in study.sources.values():
                source.end(at_once)


def _play_outside(study: Study, games: range, memory: Memory) -> Block:
    """A block in which players from outside sit."""
    fallback = study.policy if study.stand_in else None
    table = Table(study.tables, study.playbook, study.policy, study.sources, memory, fallback)
    results, rows = play_outside(table, study.seed, games.start, len(games))
    stood_in = np.zeros(len(games), np.int32)
    for fault in table.faults:
        stood_in[fault.number - games.start] += 1
    return Block(games.start, results, rows, tuple(table.faults), stood_in)
