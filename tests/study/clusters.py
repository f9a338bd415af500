"""Dask clusters of real processes for the tests: a scheduler and workers that can be killed one by one."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from attrs import define

from tests.test_house import ROOT

HAS_DASK = find_spec("distributed") is not None
READY = 60.0  # seconds in which a scheduler must be there
HERE = "127.0.0.1"


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a process that imports the tree."""
    return {**os.environ, "PYTHONPATH": f"{ROOT / 'engine'}{os.pathsep}{ROOT}", **(more or {})}


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as one:
        one.bind((HERE, 0))
        return int(one.getsockname()[1])


@define
class DaskCluster:
    """A scheduler and its workers, one process each. place: the folder of their logs; words: options of each, as for TLS."""

    address: str
    place: Path
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]]
    words: Sequence[str]

    def add_worker(self) -> None:
        """Start a worker with one thread and nobody who would start it anew."""
        alone = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", HERE, "--death-timeout", "60")
        number = len(self.workers)
        self.workers.append(started("worker", [self.address, *alone, *self.words], self.place, f"worker{number}"))

    def end(self) -> None:
        """Kill what is left."""
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


def started(role: str, words: Sequence[str], place: Path, name: str) -> subprocess.Popen[bytes]:
    """Start Dask's command for a scheduler or a worker, its log in a file."""
    with (place / f"{name}.log").open("wb") as log:
        command = [sys.executable, "-m", "distributed.cli.dask_" + role, *words]
        return subprocess.Popen(command, cwd=place, env=environment(), stdin=subprocess.DEVNULL, stdout=log, stderr=log)


def wait_for_port(port: int) -> None:
    """Wait until something listens. Raises TimeoutError."""
    end = time.monotonic() + READY
    while time.monotonic() < end:
        with socket.socket() as one:
            if one.connect_ex((HERE, port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"nothing listens on {port}")


@contextmanager
def dask_cluster(place: Path, workers: int = 2, scheme: str = "tcp", words: Sequence[str] = ()) -> Iterator[DaskCluster]:
    """Start a scheduler and workers; all are killed at the end. words: options of both, as for TLS."""
    place.mkdir(parents=True, exist_ok=True)
    port = free_port()
    options = ["--host", HERE, "--port", str(port), "--protocol", scheme, "--no-dashboard", *words]
    cluster = DaskCluster(f"{scheme}://{HERE}:{port}", place, started("scheduler", options, place, "scheduler"), [], words)
    try:
        wait_for_port(port)
        for _ in range(workers):
            cluster.add_worker()
        yield cluster
    finally:
        cluster.end()
