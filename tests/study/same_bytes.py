"""One study played in every way that there is, each in processes of its own, and the hashes of its files side by side.

    python -m tests.study.same_bytes            # seven minutes on two cores
    python -m tests.study.same_bytes --short    # a few seconds: a small study in small units

A way without the package that it needs is left out. The status is 1 where two ways differ.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import tomli
from attrs import asdict, frozen

from kuroshio.study import study_run
from tests.forked import Process, fork
from tests.study.clusters import HAS_DASK, dask_cluster, environment

Running = subprocess.Popen[bytes] | Process

LEFT_OUT = ("times.csv", ".lock")  # which tell how a study was played
PATIENCE = 1800.0  # seconds in which a way must come to its end
TEXT = """
[study]
id = "same"
scenario = "{scenario}"
question = "Is it the same study, however it is played?"
primary = "administration"
smallest = 0.01
games = {games}
seed = 11

[[arm]]
id = "base"

[[arm]]
id = "random"
set = {{ "policy.japan" = "random" }}

[[cross]]
id = "china"
key = "policy.china"
values = ["china_routine_jurisdiction", "china_active_pressure"]

[[vary]]
id = "crisis"
key = "procedure.crisis_at"
range = [5, 8]

[design]
kind = "lhs"
points = {draws}

[record]
turns = true
incidents = true
partings = {partings}
"""
COMMAND = """
from kuroshio.study import study_run, units
study_run.EVERY, units.TURNS_OF_UNIT = {every}, {turns}
from kuroshio.cli.main import main
main()
"""
PROCESSES = """
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
import kuroshio
from kuroshio.study import units
units.TURNS_OF_UNIT = {turns}
with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
    kuroshio.run_study(sys.argv[1], sys.argv[2], executor=pool)
"""


@frozen
class Size:
    """How large the study is, and into how many shards it is cut.

    every: seconds from part to part where something is killed; turns: turns of play in a unit; forked: whether no Python is
    started anew.
    """

    scenario: str
    draws: int
    games: int
    partings: int
    shards: int
    every: float
    turns: int
    forked: bool


LONG = Size("senkaku_2021", 3, 6000, 10, 8, 10.0, 16_000, forked=False)
SHORT = Size("tutorial", 1, 40, 1, 3, 0.0, 16, forked=True)


@frozen
class Bench:
    """Where the ways are played: a folder with the study file."""

    place: Path
    size: Size

    @classmethod
    def of(cls, place: Path, size: Size) -> Bench:
        """Write the study file."""
        (place / "study.toml").write_text(TEXT.format(**asdict(size)), "utf-8")
        return cls(place, size)

    @property
    def games(self) -> int:
        """The games of all points."""
        return 4 * self.size.draws * self.size.games

    @property
    def said(self) -> str:
        """The end of what was said."""
        return (self.place / "said.log").read_text("utf-8")[-2000:]

    def start(self, code: str, *words: str, every: float = study_run.EVERY) -> Running:
        """Start Python with code in which the size is filled in. every: seconds from part to part."""
        filled = code.format(every=every, turns=self.size.turns)
        with (self.place / "said.log").open("ab") as log, open(os.devnull) as nothing:
            if self.size.forked:
                return fork(words, self.place, (nothing, log, log), filled)
            command = [sys.executable, "-c", filled, *words]
            return subprocess.Popen(command, cwd=self.place, env=environment(), stdin=nothing, stdout=log, stderr=log)

    def run(self, *words: str, code: str = COMMAND) -> None:
        """Run a command to its end. Raises RuntimeError with what was said."""
        if self.start(code, *words).wait(PATIENCE):
            raise RuntimeError(self.said)

    def study(self, name: str, *words: str, file: str = "study.toml") -> Path:
        """Play the study into a folder."""
        self.run("study", "run", file, "--out", name, *words)
        return self.place / name

    def until(self, process: Running, folder: Path, share: float) -> None:
        """Wait until a share of the games is on the disk. Raises RuntimeError if the process is over by then."""
        while kept(folder) < share * self.games:
            if process.poll() is not None:
                raise RuntimeError(f"{folder.name} was over too soon: {self.said}")
            time.sleep(0.02)


def kept(folder: Path) -> int:
    """The games in the parts of a study that is being played."""
    from pyarrow import ArrowInvalid, parquet

    found = 0
    for path in (folder / "parts" / "games").glob("[!.]*.parquet"):
        try:
            found += int(parquet.read_metadata(path).num_rows)
        except (OSError, ArrowInvalid):
            continue  # it has just been moved away
    return found


def hashes(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file of a finished study."""
    paths = (path for path in sorted(folder.iterdir()) if path.is_file() and path.name not in LEFT_OUT)
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def all_in_one(found: dict[str, str]) -> str:
    """One hash of all."""
    return hashlib.sha256(repr(sorted(found.items())).encode()).hexdigest()


# --- the ways ------------------------------------------------------------------------------------


def one_thread(bench: Bench) -> Path:
    return bench.study("one")


def two_threads(bench: Bench) -> Path:
    return bench.study("two", "--threads", "2")


def two_processes(bench: Bench) -> Path:
    bench.run("study.toml", "processes", code=PROCESSES)
    return bench.place / "processes"


def worker_killed(bench: Bench) -> Path:
    """Two workers, one of which is killed for good once a quarter of the games is kept."""
    folder = bench.place / "dask"
    with dask_cluster(bench.place / "cluster") as cluster:
        words = ("study", "run", "study.toml", "--out", "dask", "--dask", cluster.address)
        process = bench.start(COMMAND, *words, every=bench.size.every)
        bench.until(process, folder, 0.25)
        cluster.workers[0].kill()
        cluster.workers[0].wait()
        if process.poll() is not None or process.wait(PATIENCE):
            raise RuntimeError(bench.said)
    return folder


def shards_merged(bench: Bench) -> Path:
    number = bench.size.shards
    for n in range(1, number + 1):
        bench.study(f"shard{n}", "--shard", f"{n}/{number}")
    bench.run("study", "merge", *(f"shard{n}" for n in range(number, 0, -1)), "--out", "merged")
    return bench.place / "merged"


def killed_and_resumed(bench: Bench) -> Path:
    folder = bench.place / "killed"
    process = bench.start(COMMAND, "study", "run", "study.toml", "--out", "killed", every=bench.size.every)
    bench.until(process, folder, 0.5)
    process.kill()
    process.wait()
    if not tomli.loads((folder / "manifest.toml").read_text("utf-8"))["interrupted"]:
        raise RuntimeError("it was over before it was killed")
    return bench.study("killed", "--resume")


def from_manifest(bench: Bench) -> Path:
    """The manifest of the first way, alone in a folder: no study file, and nothing else."""
    alone = bench.place / "alone"
    alone.mkdir()
    (alone / "manifest.toml").write_bytes((bench.place / "one" / "manifest.toml").read_bytes())
    return bench.study("again", file="alone/manifest.toml")


WAYS: dict[str, Callable[[Bench], Path]] = {
    "one thread": one_thread,
    "two threads": two_threads,
    "two processes": two_processes,
    "Dask, one of two workers killed": worker_killed,
    "{shards} shards, merged": shards_merged,
    "killed at half (kill -9), resumed": killed_and_resumed,
    "from manifest.toml alone": from_manifest,
}


@frozen
class Played:
    """A way that has come to its end. hashes: of its files; empty if the way was left out."""

    way: str
    seconds: float
    hashes: dict[str, str]


def play_all(place: Path, size: Size) -> Iterator[Played]:
    """Play every way, the first one first."""
    bench = Bench.of(place, size)
    for named, way in WAYS.items():
        name = named.format(shards=size.shards)
        if way is worker_killed and not HAS_DASK:
            yield Played(name, 0.0, {})
            continue
        began = time.monotonic()
        folder = way(bench)
        yield Played(name, time.monotonic() - began, hashes(folder))


def line(played: Played, first: Played) -> str:
    """A row of the table."""
    if not played.hashes:
        return f"{played.way:<35}         not played: distributed is not installed"
    differ = sorted(name for name in {*played.hashes, *first.hashes} if played.hashes.get(name) != first.hashes.get(name))
    told = "the same" if not differ else f"DIFFERS in {', '.join(differ)}"
    return f"{played.way:<35} {played.seconds:5.0f} s  {len(played.hashes)} files  {all_in_one(played.hashes)[:24]}  {told}"


def main(words: Sequence[str]) -> int:
    size, rows = SHORT if "--short" in words else LONG, list[Played]()
    with tempfile.TemporaryDirectory(prefix="same-bytes-") as place:
        for played in play_all(Path(place), size):
            rows.append(played)
            print(line(played, rows[0]), flush=True)
        print(*(f"  {digest}  {name}" for name, digest in rows[0].hashes.items()), sep="\n")
    return int(any(played.hashes not in ({}, rows[0].hashes) for played in rows))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
