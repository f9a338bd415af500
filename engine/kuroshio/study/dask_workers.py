"""The workers of a Dask cluster: one that runs somewhere, or one of processes on this machine."""

from __future__ import annotations

import importlib.util
import json
import logging
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker
from pathlib import Path
from typing import Any

from attrs import define, field

from kuroshio.disk.texts import read_text
from kuroshio.model.typed_numbers import whole

LOCAL = "local:"
MOST_LOCAL = 256  # processes on this machine
ANSWER = 30  # seconds in which a scheduler must answer
RECOUNT = 2.0  # seconds after which workers are counted again


class NoCluster(ValueError):
    """A cluster that cannot be reached or made; the text is one sentence for the user."""


@define
class Count:
    """How many threads the workers of a cluster have, asked from time to time. client: Dask's."""

    client: Any
    counted: int = 0
    asked: float = field(default=-RECOUNT)

    def __call__(self) -> int:
        """Return the number; the last one known where the scheduler does not answer."""
        if time.monotonic() - self.asked >= RECOUNT:
            with suppress(Exception):  # whatever a broken connection raises: the units in play will tell
                self.counted = sum(self.client.nthreads().values())
            self.asked = time.monotonic()
        return self.counted


@contextmanager
def dask_workers(place: str) -> Iterator[tuple[Executor, Callable[[], int]]]:
    """Give an executor on a Dask cluster, and a function that says how many workers it has now. Raises NoCluster.

    place: the address of a scheduler (tcp://HOST:PORT, tls://HOST:PORT), a scheduler's file, or local:N for N processes here. TLS
    is set up by Dask's own configuration.
    """
    if not has_dask():
        raise NoCluster(f"{place}: needs the package distributed; install it with: pip install 'kuroshio[cluster]'")
    if place.startswith(LOCAL):
        number = whole(place.removeprefix(LOCAL), 1, MOST_LOCAL)
        if number is None:
            raise NoCluster(f"{place}: write local:N with the number of processes, 1 to {MOST_LOCAL}")
        with local_cluster(number) as cluster, client_of(place, cluster) as client:
            yield client.get_executor(pure=False), Count(client)
        return
    with client_of(place, address_of(place)) as client:
        yield client.get_executor(pure=False), Count(client)


def has_dask() -> bool:
    """Whether Dask's scheduler is installed."""
    return importlib.util.find_spec("distributed") is not None


def address_of(place: str) -> str:
    """Return an address as it is, or the one in a scheduler's file. Raises NoCluster."""
    if not Path(place).is_file():
        return place
    try:
        return str(json.loads(read_text(Path(place)))["address"])
    except (OSError, ValueError, KeyError, TypeError):
        told = "is not the file of a Dask scheduler; name the one that dask scheduler --scheduler-file has written"
        raise NoCluster(f"{place}: {told}") from None


@contextmanager
def local_cluster(processes: int) -> Iterator[Any]:
    """Start processes on this machine, heard only here, that end with the study."""
    from distributed import LocalCluster

    words = {"n_workers": processes, "threads_per_worker": 1, "memory_limit": 0, "silence_logs": logging.CRITICAL}
    any_port = "127.0.0.1:0"  # else the second cluster on a machine prints that the first has its port
    cluster = None
    try:
        with deaf_to_ctrl_c():
            cluster = LocalCluster(**words, dashboard_address=any_port, worker_dashboard_address=any_port)
        yield cluster
    finally:
        if cluster is not None:
            cluster.close()


@contextmanager
def deaf_to_ctrl_c() -> Iterator[None]:
    """Let processes that are started meanwhile, and by threads that are, not hear Ctrl-C: they end when this process ends them.

    This process hears a Ctrl-C that came meanwhile afterwards.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # else it is started with the first process, and has what starts it hear again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def client_of(place: str, cluster: Any) -> Iterator[Any]:
    """Connect to a cluster. cluster: Dask's object, or an address. Raises NoCluster."""
    from distributed import Client

    log = logging.getLogger("distributed.client")
    level = log.level
    log.setLevel(logging.CRITICAL)  # that a scheduler is lost is told by the units that were out
    try:
        client = Client(cluster, timeout=ANSWER, set_as_default=False, name="kuroshio")
    except (OSError, ValueError, TypeError) as error:
        told = next(iter(str(error).splitlines()), type(error).__name__).rstrip(".")
        raise NoCluster(f"{place}: no Dask scheduler answers there ({told}); name one such as tcp://host:8786") from None
    try:
        yield client
    finally:
        with suppress(Exception):  # a connection that is broken already
            client.close(timeout=2)
        log.setLevel(level)
