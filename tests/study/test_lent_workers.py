"""A study lent to an executor: what is sent and how often, the same bytes, and what is said when workers fail."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from attrs import define, evolve, field

import kuroshio
from kuroshio.study import lent_workers, study_run, units
from kuroshio.study.lent_workers import LostWorkers, Parcel, as_lost, play_unit
from kuroshio.study.study_content import PointContent, UnclearPoint
from kuroshio.study.study_file import parse_study
from kuroshio.study.study_run import StudyRun, begin

pytest.importorskip("pyarrow")

GAMES = 30
TEXT = f"""
[study]
id = "trust"
scenario = "tutorial"
question = "Does more trust hold administration?"
primary = "administration"
smallest = 0.02
games = {GAMES}
seed = 3

[[arm]]
id = "base"

[[arm]]
id = "random"
set = {{ "policy.japan" = "random" }}

[record]
partings = 2
"""
UNITS = 6


@pytest.fixture(autouse=True, scope="module")
def small_units() -> Iterator[None]:
    """Units of ten games."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(units, "TURNS_OF_UNIT", 40)
        yield


@pytest.fixture(autouse=True)
def a_fresh_worker() -> None:
    """This process has been sent nothing."""
    lent_workers._served.clear()


def content(text: str = TEXT) -> PointContent:
    return PointContent.of(parse_study(text, Path()))


def play(folder: Path, executor: Executor | None = None, resume: bool = False, text: str = TEXT, stop: int = 10**9) -> StudyRun:
    with begin(folder, content(text), GAMES, resume) as run:
        for done in run.play_on(executor=executor):
            if done >= stop:
                return run
        run.finish()
    return run


def files(folder: Path) -> dict[str, bytes]:
    left = ("times.csv", ".lock")
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file() and path.name not in left}


@pytest.fixture(scope="module")
def folder(small_units: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("lent") / "whole"
    play(place)
    return place


@define
class Post(Executor):
    """Plays at once, in this thread, what goes through a pickle both ways. sent: the bytes of each call's words."""

    sent: list[int] = field(factory=list)
    answers: list[Any] = field(factory=list)
    closed: bool = False
    before: Callable[[int], None] = lambda n: None

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.before(len(self.sent))
        data = pickle.dumps(args)
        self.sent.append(len(data))
        answer: Future[Any] = Future()
        try:
            self.answers.append(fn(*pickle.loads(data), **kwargs))
            answer.set_result(pickle.loads(pickle.dumps(self.answers[-1])))
        except Exception as error:
            answer.set_exception(pickle.loads(pickle.dumps(error)))
        return answer


# --- what is sent --------------------------------------------------------------------------------


def test_a_worker_is_sent_the_job_once_and_forty_bytes_a_unit(folder: Path, tmp_path: Path) -> None:
    post = Post()
    play(tmp_path / "post", post)
    assert files(tmp_path / "post") == files(folder)
    assert len(post.sent) == UNITS + 1 and [answer is None for answer in post.answers] == [True] + UNITS * [False]
    assert post.sent[1] > 10_000 and max(post.sent[:1] + post.sent[2:]) < 50


def test_a_worker_that_begins_anew_is_sent_the_job_again(folder: Path, tmp_path: Path) -> None:
    post = Post(before=lambda n: lent_workers._served.clear() if n == 4 else None)
    play(tmp_path / "post", post)
    assert files(tmp_path / "post") == files(folder)
    assert sum(size > 10_000 for size in post.sent) == 2


def test_two_studies_share_a_worker_and_a_third_displaces_the_first() -> None:
    parcels = [Parcel.of(content(TEXT.replace("seed = 3", f"seed = {seed}"))) for seed in (3, 4, 5)]
    for parcel in parcels[:2]:
        assert play_unit(parcel.mark, 0, 0, 1) is None
        assert play_unit(parcel.mark, 0, 0, 1, parcel) is not None
    assert all(play_unit(parcel.mark, 0, 0, 1) is not None for parcel in parcels[:2])
    assert play_unit(parcels[2].mark, 0, 0, 1, parcels[2]) is not None
    assert [play_unit(parcel.mark, 0, 0, 1) is None for parcel in parcels] == [True, False, False]


def test_no_more_units_are_out_than_asked_for(small_units: None) -> None:
    given = content()
    todo = list(units.units_of(study_run.StudyLayout(study_run.points_of(given.file), GAMES), given.turns))
    out: list[Future[Any]] = []

    def submit(unit: units.Unit) -> Future[Any]:
        out.append(Future())
        return out[-1]

    found = study_run.in_flight(submit, todo, lambda: 2)
    for n in range(UNITS):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(study_run, "TICK", 0.01)
            assert next(found) is None and len(out) == min(n + 2, UNITS)
        done = units.Done(todo[n], {})
        out[n].set_result(done)
        assert next(found) == done
    assert next(found, "over") == "over"


# --- real executors ------------------------------------------------------------------------------


def leave() -> None:
    """End the process that runs this, without a word."""
    os._exit(9)


def test_processes_change_only_the_time_and_what_they_finished_is_kept_when_one_dies(folder: Path, tmp_path: Path) -> None:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        play(tmp_path / "processes", pool)
        assert files(tmp_path / "processes") == files(folder)
        run = play(tmp_path / "left", pool, stop=10)
        assert 10 <= run.kept <= run.games and not run.over
        with pytest.raises(BrokenProcessPool):
            pool.submit(leave).result()
        with pytest.raises(LostWorkers, match=r"the workers have failed \(BrokenProcessPool: .*\)$"):
            play(tmp_path / "left", pool, resume=True)
    assert play(tmp_path / "left", resume=True).over
    assert files(tmp_path / "left") == files(folder)


def test_threads_of_an_executor_change_only_the_time(folder: Path, tmp_path: Path) -> None:
    with ThreadPoolExecutor(3) as pool:
        play(tmp_path / "threads", pool)
    assert files(tmp_path / "threads") == files(folder)
    with pytest.raises(LostWorkers, match="the executor is shut down"):
        play(tmp_path / "closed", pool)


# --- what goes wrong -----------------------------------------------------------------------------


def test_a_worker_of_another_version_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parcel = Parcel.of(content())
    monkeypatch.setattr(kuroshio, "__version__", "0.1.9")
    with pytest.raises(LostWorkers, match=r"a worker has Kuroshio 0\.1\.9, and the study is of .*; install the same version"):
        play_unit(parcel.mark, 0, 0, 1, parcel)


def test_a_fault_of_the_study_comes_back_as_it_is(tmp_path: Path) -> None:
    wrong = TEXT.replace('"policy.japan" = "random"', '"opening.us_japan.trust" = 99')
    with pytest.raises(UnclearPoint, match="arm random: "):
        play(tmp_path / "wrong", Post(), text=wrong)
    assert type(as_lost(ZeroDivisionError("a bug"))) is ZeroDivisionError


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ModuleNotFoundError("No module named 'kuroshio'", name="kuroshio.study"), "a worker has no Kuroshio; install version"),
        (RuntimeError("cannot schedule new futures after shutdown"), "the executor is shut down"),
        (BrokenProcessPool("A process\nhas died."), r"the workers have failed \(BrokenProcessPool: A process\)"),
        (BrokenProcessPool(), r"the workers have failed \(BrokenProcessPool\)"),
    ],
)
def test_an_executor_that_fails_is_told_in_a_sentence(error: Exception, said: str) -> None:
    with pytest.raises(LostWorkers, match=said) as raised:
        raise as_lost(error)
    assert "\n" not in str(raised.value)


class Cancelling(Executor):
    """Cancels what it is sent, as a cluster that has lost its scheduler does."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        answer: Future[Any] = Future()
        answer.cancel()
        return answer


def test_units_that_are_cancelled_end_the_study_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(LostWorkers, match="the workers are gone"):
        play(tmp_path / "cancelled", Cancelling())


def test_what_waits_is_cancelled_when_a_study_is_left(tmp_path: Path) -> None:
    asked: list[Future[Any]] = []

    @define
    class Slow(Executor):
        """Answers the first unit only."""

        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            asked.append(Future())
            if len(asked) == 1:
                asked[0].set_result(play_unit(*args, Parcel.of(content())))
            return asked[-1]

    run = play(tmp_path / "left", Slow(), stop=10)
    assert run.kept == 10 and len(asked) == UNITS
    assert all(future.cancelled() for future in asked[1:])


def test_the_mark_of_a_job_depends_on_all_of_it() -> None:
    one = Parcel.of(content())
    assert one.mark == Parcel.of(content()).mark and len(one.mark) == lent_workers.MARK
    assert one.mark != evolve(one, job=evolve(one.job, text=one.job.text + " ")).mark
