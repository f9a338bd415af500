"""Play the games of a study in blocks, over threads, in constant memory.

A game depends on its seed and number alone, so blocks and threads change nothing but the time it takes.
"""

from __future__ import annotations

import queue
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
from attrs import Factory, frozen

from kuroshio.kernel.tables import Tables
from kuroshio.policies.drive import Workshop, make_workshop, play_block
from kuroshio.policies.outside import Fault, Table, play_outside
from kuroshio.policies.playbook import Playbook
from kuroshio.policies.players import Source

BLOCK = 128  # games of one call into the kernel: short enough that an interruption is heard at once


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
    """The outcomes of consecutive games: `results` (n) from number `first` on, `rows` (n, turns); players that failed."""

    first: int
    results: np.recarray
    rows: np.recarray
    faults: tuple[Fault, ...] = ()


def play(study: Study) -> Iterator[Block]:
    """Play a study; blocks come in the order of the games, whichever thread finishes first. Raises PlayerFault."""
    for (block,) in play_abreast((study,)):
        yield block


def play_abreast(studies: Sequence[Study]) -> Iterator[tuple[Block, ...]]:
    """Play studies of the same games side by side, on the threads of the first: one block of each at a time, in order."""
    led = studies[0]
    workshops: queue.SimpleQueue[Workshop] = queue.SimpleQueue()
    for _ in range(led.threads):
        workshops.put(make_workshop())
    waiting: deque[list[Future[Block]]] = deque()
    starts = iter(range(led.first, led.first + led.games, led.block))
    pool = ThreadPoolExecutor(led.threads)
    try:
        while True:
            while len(waiting) < 2 * led.threads and (start := next(starts, None)) is not None:
                waiting.append([pool.submit(_play_from, study, start, workshops) for study in studies])
            if not waiting:
                return
            yield tuple(future.result() for future in waiting.popleft())
    finally:
        # Whoever interrupts does not wait for what is being played, or for the rules engine to be compiled.
        pool.shutdown(wait=False, cancel_futures=True)


def _play_from(study: Study, start: int, workshops: queue.SimpleQueue[Workshop]) -> Block:
    """Play one block in a workshop that is free."""
    workshop = workshops.get()
    try:
        n = min(study.block, study.first + study.games - start)
        if study.sources:
            return _play_outside(study, start, n, workshop)
        return Block(start, *play_block(study.tables, study.playbook, study.policy, study.seed, start, n, workshop))
    finally:
        workshops.put(workshop)


def _play_outside(study: Study, start: int, n: int, workshop: Workshop) -> Block:
    """A block in which players from outside sit."""
    fallback = study.policy if study.stand_in else None
    table = Table(study.tables, study.playbook, study.policy, study.sources, workshop, fallback)
    results, rows = play_outside(table, study.seed, start, n)
    return Block(start, results, rows, tuple(table.faults))
