"""How a study gets on: a bar with its rate and the time left on a terminal, a line a minute anywhere else."""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from attrs import define, field
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from kuroshio.cli import interrupts, terminal_tables
from kuroshio.cli.study_table import spent

WINDOW = 60.0  # seconds over which a rate is taken
LINE = 60.0  # seconds from one line to the next


@define
class Pace:
    """How fast games are finished. total: all games; steps: the last times and numbers of finished games."""

    total: int
    steps: deque[tuple[float, int]] = field(factory=deque)

    def add(self, now: float, done: int) -> None:
        """Take down how many games are finished. now: seconds of any clock."""
        self.steps.append((now, done))
        while len(self.steps) > 2 and now - self.steps[1][0] >= WINDOW:
            self.steps.popleft()

    @property
    def rate(self) -> float:
        """Games a second; 0 before any was finished."""
        if len(self.steps) < 2:
            return 0.0
        (then, before), (now, done) = self.steps[0], self.steps[-1]
        return (done - before) / (now - then) if now > then else 0.0

    def __str__(self) -> str:
        if not self.rate:
            return ""
        return f"{self.rate:,.0f} a second, {spent((self.total - self.steps[-1][1]) / self.rate)} left"


@contextmanager
def told(total: int, done: int, workers: Callable[[], int] | None = None) -> Iterator[Callable[[int], None]]:
    """Give a function that takes the number of finished games. workers: how many a cluster has now, to be told too."""
    pace, last = Pace(total), time.monotonic()
    pace.add(last, done)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[pace]}"))
    console = terminal_tables.painter(sys.stderr)

    def on() -> str:
        n = workers() if workers is not None else 0
        return "" if workers is None else f" on {n:,} {'core' if n == 1 else 'cores'}" if n else ", waiting for workers"

    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(f"games{on()}", total=total, completed=done, pace="")

        def take(done: int) -> None:
            nonlocal last
            now = time.monotonic()
            pace.add(now, done)
            progress.update(task, completed=done, pace=str(pace), description=f"games{on()}")
            if now - last >= LINE and not console.is_terminal:
                last = now
                interrupts.say(f"{done:,} of {total:,} games{on()}{f': {pace}' if str(pace) else ''}")

        yield take
