"""Studies with players from outside: interrupted while one thinks, and cut into blocks by the time that they take."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kuroshio.kernel.tables.compiling import Tables
from kuroshio.players.doctrine_tables import Playbook
from kuroshio.players.legal_choices import Legal, Order
from kuroshio.players.player_loading import load, source_of
from kuroshio.players.programs import ProgramSource
from kuroshio.players.seat_view import View
from kuroshio.study import batch
from kuroshio.study.batch import BLOCK, Batch, play

PROGRAM = """
import json, sys
for line in sys.stdin:
    said = json.loads(line)
    if said["say"] == "hello":
        print('{"protocol": 1}', flush=True)
    elif said["say"] == "choose":
        print(json.dumps({"play": said["legal"][-1]}), flush=True)
"""


def first(view: Any, options: Any, n: Any, luck: Any) -> int:
    return 0


class First:
    """Takes the first choice."""

    def choose(self, view: View, legal: Legal) -> Order:
        return legal[0]


def study(tables: Tables, playbook: Playbook, doctrines: np.ndarray, games: int, threads: int = 1, **players: Any) -> Batch:
    sources = {seat: load(player) if isinstance(player, str) else source_of(seat, player) for seat, player in players.items()}
    return Batch(tables, playbook, doctrines, 5, games, threads=threads, sources=sources)


def workers() -> Iterator[threading.Thread]:
    return (thread for thread in threading.enumerate() if thread.name.startswith("ThreadPoolExecutor"))


@pytest.mark.skipif(os.name == "nt", reason="a thread that waits is not interrupted there")
def test_an_interruption_ends_a_player_that_thinks_and_a_program(
    tables: Tables, playbook: Playbook, doctrines: np.ndarray, tmp_path: Path
) -> None:
    begun = threading.Event()

    class Looping(First):
        def choose(self, view: View, legal: Legal) -> Order:
            if view.turn > 1:
                begun.set()
            while view.turn > 1:
                with contextlib.suppress(Exception):
                    len(legal)
            return legal[0]

    file = tmp_path / "program.py"
    file.write_text(PROGRAM, encoding="utf-8")
    played = study(tables, playbook, doctrines, 8, 2, japan=Looping, china=f'exec:"{sys.executable}" "{file}"')
    program = played.sources["china"]
    assert isinstance(program, ProgramSource)
    before = set(workers())

    def interrupt() -> None:
        begun.wait(60)
        processes.extend(one.process for one in program.all)
        os.kill(os.getpid(), signal.SIGINT)

    processes: list[Any] = []
    threading.Thread(target=interrupt).start()
    heard = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            list(play(played))
    finally:
        signal.signal(signal.SIGINT, heard)
    for thread in set(workers()) - before:
        thread.join(5)
        assert not thread.is_alive(), "the player has ended"
    assert processes and all(process.wait(5) is not None for process in processes)


def test_blocks_go_by_the_time_that_players_take(
    tables: Tables, playbook: Playbook, doctrines: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lengths(player: Any, games: int) -> list[int]:
        return [len(block.results) for block in play(study(tables, playbook, doctrines, games, japan=player))]

    assert lengths(first, 150) == [BLOCK, 150 - BLOCK], "a compiled one is as fast as a doctrine"
    monkeypatch.setattr(batch, "SHORT", 60.0)
    quick = lengths(First, 12)
    assert quick[0] == 1 and max(quick) > 2 and sum(quick) == 12
    monkeypatch.setattr(batch, "SHORT", 0.0)
    assert lengths(First, 4) == [1] * 4


def test_a_block_that_takes_long_is_followed_by_a_shorter(tables: Tables, playbook: Playbook, doctrines: np.ndarray) -> None:
    crew = batch.Crew([study(tables, playbook, doctrines, 100, japan=First)])
    crew.size = 16
    crew._keep_pace(16, batch.LONG + 1)
    assert crew.size == 8
    crew._keep_pace(4, batch.SHORT / 2)  # of before it was so long
    assert crew.size == 8
    crew._keep_pace(8, batch.SHORT / 2)
    assert crew.size == 16
    assert [len(crew.next_games()) for _ in range(8)] == [16] * 6 + [4, 0]


def test_a_program_has_ended_when_its_study_is_over(
    tables: Tables, playbook: Playbook, doctrines: np.ndarray, tmp_path: Path
) -> None:
    file = tmp_path / "program.py"
    file.write_text(PROGRAM, encoding="utf-8")
    played = study(tables, playbook, doctrines, 2, china=f'exec:"{sys.executable}" "{file}"')
    source = played.sources["china"]
    assert isinstance(source, ProgramSource)
    source.prepare(tables, "china")
    process = source.greeted[0].process
    assert sum(len(block.results) for block in play(played)) == 2
    until = time.monotonic() + 5
    while process.poll() is None and time.monotonic() < until:
        time.sleep(0.05)
    assert process.poll() == 0, "it was the one that played, and was told to quit"
