"""A study on a Dask cluster: a worker is killed and the bytes are the same, and what goes wrong is told in a sentence."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from kuroshio.cli.main import group
from kuroshio.study import dask_workers, units
from kuroshio.study.dask_workers import NoCluster
from kuroshio.study.lent_workers import LostWorkers
from kuroshio.study.study_run import StudyRun, begin
from tests.cli.conftest import signals_given_back
from tests.study.clusters import HAS_DASK, dask_cluster
from tests.study.same_bytes import COMMAND, SHORT, Bench
from tests.study.test_lent_workers import GAMES, TEXT, content, files

pytest.importorskip("pyarrow")
needs_dask = pytest.mark.skipif(not HAS_DASK, reason="distributed is not installed")
__all__ = ["signals_given_back"]


@pytest.fixture(autouse=True, scope="module")
def small_units() -> Iterator[None]:
    """Units of one game, so that a small study has many."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(units, "TURNS_OF_UNIT", 4)
        yield


@pytest.fixture(scope="module")
def folder(small_units: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("dask") / "whole"
    with begin(place, content(), GAMES, False) as run:
        assert list(run.play_on())[-1] == run.games
        run.finish()
    return place


def begun(folder: Path, resume: bool = False) -> StudyRun:
    return begin(folder, content(), GAMES, resume)


@needs_dask
@pytest.mark.full
def test_a_killed_worker_costs_its_unit_and_a_killed_scheduler_what_is_not_kept(folder: Path, tmp_path: Path) -> None:
    with dask_cluster(tmp_path / "cluster") as cluster, dask_workers.dask_workers(cluster.address) as (executor, count):
        with begun(tmp_path / "one") as run:
            for done in run.play_on(executor=executor, workers=count):
                if done >= GAMES and cluster.workers[0].poll() is None:
                    cluster.workers[0].kill()
            assert done == run.games and 1 <= run.cores <= 2
            run.finish()
        assert files(tmp_path / "one") == files(folder)
        with begun(tmp_path / "two") as run, pytest.raises(LostWorkers, match="the workers are gone"):
            for done in run.play_on(executor=executor, workers=count):
                if done >= 3:
                    cluster.scheduler.kill()
        assert 3 <= run.kept < run.games
    with begun(tmp_path / "two", resume=True) as run:
        assert list(run.play_on())[-1] == run.games
        run.finish()
    assert files(tmp_path / "two") == files(folder)


@needs_dask
@pytest.mark.full
def test_processes_here_are_a_cluster_too(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(TEXT, "utf-8")
    words = ["study", "run", str(tmp_path / "a.toml"), "--out", str(tmp_path / "here"), "--dask", "local:1"]
    done = CliRunner().invoke(group, words)
    assert done.exit_code == 0, done.output
    assert files(tmp_path / "here") == files(folder)
    assert (tmp_path / "here" / "times.csv").read_text().splitlines()[-1].endswith(f"over,{2 * GAMES},1")


@needs_dask
@pytest.mark.full
@pytest.mark.skipif(os.name == "nt", reason="no groups of processes")
def test_ctrl_c_leaves_what_is_finished_and_no_process(tmp_path: Path) -> None:
    bench = Bench.of(tmp_path, SHORT)
    process = bench.start(COMMAND, "study", "run", "study.toml", "--out", "left", "--dask", "local:2", every=0.0)
    bench.until(process, tmp_path / "left", 0.2)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: the local workers are of the group
    assert process.wait(60) == 130
    told = bench.said.splitlines()[-1]
    assert re.fullmatch(r"Interrupted after \d+ of 160 games; continue with the same command and --resume --out left", told)
    assert "Traceback" not in bench.said
    with pytest.raises(ProcessLookupError):
        for _ in range(200):  # Python's own helper is the last to go
            os.killpg(process.pid, 0)
            time.sleep(0.05)
    bench.study("left", "--resume")
    bench.study("whole")
    assert files(tmp_path / "left") == files(tmp_path / "whole")


# --- what goes wrong -----------------------------------------------------------------------------


def said(*words: str) -> str:
    """The last line of a study that is refused."""
    done = CliRunner().invoke(group, ["study", "run", *words])
    assert done.exit_code == 2
    return done.output.splitlines()[-1]


@pytest.fixture
def file(tmp_path: Path) -> str:
    (tmp_path / "a.toml").write_text(TEXT, "utf-8")
    return str(tmp_path / "a.toml")


def test_without_dask_a_sentence_says_how_to_install_it(file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dask_workers, "has_dask", lambda: False)
    assert said(file, "--dask", "local:2") == (
        "Error: --dask local:2: needs the package distributed; install it with: pip install 'kuroshio[cluster]'"
    )


def test_threads_and_a_cluster_exclude_each_other(file: str) -> None:
    assert "give one of the two" in said(file, "--dask", "local:2", "--threads", "1")


@needs_dask
@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("local:0", "write local:N with the number of processes, 1 to 256"),
        ("local:many", "write local:N"),
        ("nonsense", "no Dask scheduler answers there (missing port number in address 'nonsense')"),
        ("tcp://127.0.0.1:1", "no Dask scheduler answers there (Timed out trying to connect to tcp://127.0.0.1:1 after 1 s)"),
    ],
)
def test_a_cluster_that_is_none_is_told_before_a_folder_is_made(
    place: str, told: str, file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dask_workers, "ANSWER", 1)
    assert told in said(file, "--dask", place, "--out", str(tmp_path / "out"))
    assert not (tmp_path / "out").exists()


@needs_dask
@pytest.mark.full
def test_a_scheduler_is_found_by_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dask_workers, "ANSWER", 5)
    with dask_cluster(tmp_path, workers=0, words=["--scheduler-file", "s.json"]):
        while not (tmp_path / "s.json").exists():
            pass
        with dask_workers.dask_workers(str(tmp_path / "s.json")) as (_, count):
            assert count() == 0
    (tmp_path / "bad.json").write_text("{}")
    with (
        pytest.raises(NoCluster, match="is not the file of a Dask scheduler"),
        dask_workers.dask_workers(str(tmp_path / "bad.json")),
    ):
        pass
