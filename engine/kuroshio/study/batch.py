"""Plays the games of a study in blocks, on several threads, in constant memory.

A game depends only on its seed and number, so blocks and threads change only the time that a study takes.
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
from kuroshio.players.doctrine_draw import settled_policies
from kuroshio.players.doctrine_tables import OUTSIDE, Playbook
from kuroshio.players.mixed_games import FailedPlayer, MixedGames, play_outside
from kuroshio.players.player import Source
from kuroshio.players.whole_games import Memory, make_memory, play_block

BLOCK = 128  # games in one call of the kernel: few enough to notice an interruption at once
SHORT, LONG = 0.25, 1.0  # seconds that a block with players from outside should take


@frozen
class Batch:
    """A batch of games to play: `games` games of `seed`, numbered from `first`. policy: i4 by faction.

    sources: the seats of players from outside; stand_in: whether `policy` replaces a player that fails.
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

    acts: counts over these games, i4 by faction, action and `codes.ACT_COUNTS`; acts carried out without an order count too.
    policies: i4 by game and faction, with the doctrines that were drawn; OUTSIDE at the seats of players from outside.
    stood_in: by game the number of seats where a doctrine replaced a failed player; None without players from outside.
    """

    first: int
    results: np.recarray
    rows: np.recarray
    acts: np.ndarray
    policies: np.ndarray
    faults: tuple[FailedPlayer, ...] = ()
    stood_in: np.ndarray | None = None


def play(study: Batch) -> Iterator[Block]:
    """Play a study; yield blocks in the order of the games. Raises PlayerFault."""
    for (block,) in play_abreast((study,)):
        yield block


def play_abreast(studies: Sequence[Batch]) -> Iterator[tuple[Block, ...]]:
    """Play studies of the same games side by side, on the threads of the first; yield one block of each at a time, in order."""
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
        # An interruption does not wait for the games in play, or for the compilation of the rules engine.
        pool.shutdown(wait=False, cancel_futures=True)
        crew.leave(at_once=not over)


class Halted(BaseException):
    """Raised in a player's own code when its answer is no longer needed."""


@define(init=False)
class Crew:
    """The threads that play: their memory, the number of games they take at a time, and which of them ask players."""

    studies: Sequence[Batch]
    workshops: queue.SimpleQueue[Memory]
    at: int
    size: int
    asking: set[int]
    lock: threading.Lock

    def __init__(self, studies: Sequence[Batch]):
        self.studies, led = studies, studies[0]
        self.workshops, self.asking, self.lock = queue.SimpleQueue(), set(), threading.Lock()
        for _ in range(led.threads):
            self.workshops.put(make_memory())
        self.at, self.size = led.first, 1 if self._is_paced() else led.block

    def _is_paced(self) -> bool:
        """Whether the length of blocks depends on their time, because the thinking time of players is unknown."""
        return any(not isinstance(source, FunctionSource) for study in self.studies for source in study.sources.values())

    def next_games(self) -> range:
        """Return the numbers of the games of the next block; empty at the end."""
        led = self.studies[0]
        games = range(self.at, min(self.at + self.size, led.first + led.games))
        self.at = games.stop
        return games

    def play(self, study: Batch, games: range) -> Block:
        """Play one block in a free memory."""
        memory, started = self.workshops.get(), time.monotonic()
        try:
            if study.sources:
                with self._asking():
                    return play_in(study, games, memory)
            return play_in(study, games, memory)
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
        """Mark this thread as asking players, which `leave` may interrupt."""
        me = threading.get_ident()
        with self.lock:
            self.asking.add(me)
        try:
            yield
        finally:
            with self.lock:
                self.asking.discard(me)

    def leave(self, at_once: bool) -> None:
        """Stop playing. at_once: interrupt a player in Python at its next step, and end programs."""
        if at_once:
            with self.lock:
                for thread in self.asking:
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(Halted))
        for study in self.studies:
            for source in study.sources.values():
                source.end(at_once)


def blocks_of(study: Batch) -> Iterator[range]:
    """Return the numbers of the games of each block of a study."""
    end = study.first + study.games
    for first in range(study.first, end, study.block):
        yield range(first, min(first + study.block, end))


def play_in(study: Batch, games: range, memory: Memory) -> Block:
    """Play some games of a study in this thread, in a memory of its own. Raises PlayerFault."""
    memory.scratch.acts[...] = 0
    if study.sources:
        return _play_outside(study, games, memory)
    played = play_block(study.tables, study.playbook, study.policy, study.seed, games.start, len(games), memory)
    return Block(games.start, *played, acts_in(study.tables, memory), policies_in(study, games))


def joined(blocks: Sequence[Block]) -> Block:
    """Join consecutive blocks, of whatever lengths."""
    results, rows = (np.concatenate([getattr(block, name) for block in blocks]).view(np.recarray) for name in ("results", "rows"))
    policies = np.concatenate([block.policies for block in blocks])
    acts = sum((block.acts for block in blocks[1:]), blocks[0].acts.astype(np.int64))
    faults = tuple(fault for block in blocks for fault in block.faults)
    return Block(blocks[0].first, results, rows, acts, policies, faults)


def _play_outside(study: Batch, games: range, memory: Memory) -> Block:
    """Play a block with players from outside."""
    fallback = study.policy if study.stand_in else None
    table = MixedGames(study.tables, study.playbook, study.policy, study.sources, memory, fallback)
    results, rows = play_outside(table, study.seed, games.start, len(games))
    stood_in = np.zeros(len(games), np.int32)
    for fault in table.faults:
        stood_in[fault.number - games.start] += 1
    acts, policies = acts_in(study.tables, memory), policies_in(study, games)
    return Block(games.start, results, rows, acts, policies, tuple(table.faults), stood_in)


def acts_in(tables: Tables, memory: Memory) -> np.ndarray:
    """Copy what a memory has counted of acts: by faction, action and `codes.ACT_COUNTS`."""
    return np.asarray(memory.scratch.acts)[: int(tables.rules.n_factions), : len(tables.ruleset.actions)].copy()


def policies_in(study: Batch, games: range) -> np.ndarray:
    """Return who decides in each of some games: i4 by game and faction, as in a block."""
    policies = settled_policies(study.tables, study.playbook, study.policy, study.seed, games.start, len(games))
    policies[:, [study.tables.index.factions[seat] for seat in study.sources]] = OUTSIDE
    return policies
