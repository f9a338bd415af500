"""Other people's workers: how a study lends its units to an executor, and what a worker does with one.

A unit goes out as the mark of its job and three numbers, about forty bytes. A worker that has not been sent the job answers None;
the unit then goes out once more with the job, and the worker plays whatever follows from what it has.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future
from contextlib import contextmanager
from pathlib import Path

from attrs import define, field, frozen

import kuroshio
from kuroshio.study.study_content import PointContent, StudyJob
from kuroshio.study.units import Done, Unit, UnitPlayer

MARK = 16  # hexadecimal digits of a job's digest
SERVED = 2  # jobs that a worker keeps: two studies can share one without being sent again and again
OURS = ("builtins", "kuroshio", "numba", "numpy")  # packages whose errors come from playing; all others come from an executor
Submit = Callable[[Unit], "Future[Done]"]


class LostWorkers(RuntimeError):
    """The workers of an executor are gone or cannot play; the text is one sentence. What is finished is kept."""


@frozen
class Parcel:
    """What a worker is sent once for each study. folder: of the study file; version: of Kuroshio where the study is kept."""

    job: StudyJob
    folder: str
    version: str

    @classmethod
    def of(cls, content: PointContent) -> Parcel:
        """Make the parcel of a study. Raises OSError."""
        return cls(content.job(), str(content.file.folder.resolve()), kuroshio.__version__)

    @property
    def mark(self) -> str:
        """The name of its job."""
        return self.job.digest[:MARK]


# --- here ----------------------------------------------------------------------------------------


@contextmanager
def lent(content: PointContent, executor: Executor) -> Iterator[Submit]:
    """Give a function that has a unit played by an executor. At the end units that wait are cancelled. Raises OSError."""
    loan = Loan(executor, Parcel.of(content))
    try:
        yield loan.submit
    finally:
        loan.end()


@define
class Loan:
    """The units that an executor has now. out: what it was sent and has not answered; over: whether nothing more is sent."""

    executor: Executor
    parcel: Parcel
    out: set[Future[Done | None]] = field(factory=set)
    lock: threading.Lock = field(factory=threading.Lock)
    over: bool = False

    def submit(self, unit: Unit) -> Future[Done]:
        """Have a unit played. Its future raises UnclearPoint, PlayerFault, LostWorkers."""
        answer: Future[Done] = Future()
        self._send(unit, answer)
        return answer

    def end(self) -> None:
        """Send nothing more, and cancel what has not begun."""
        with self.lock:
            self.over, left = True, tuple(self.out)
        for sent in left:
            sent.cancel()

    def _send(self, unit: Unit, answer: Future[Done], *parcel: Parcel) -> None:
        try:
            sent = self.executor.submit(play_unit, self.parcel.mark, unit.point, unit.first, unit.games, *parcel)
        except Exception as error:  # it is shut down, or its processes have died
            answer.set_exception(as_lost(error))
            return
        with self.lock:
            self.out.add(sent)
        sent.add_done_callback(lambda ended: self._take(ended, unit, answer))

    def _take(self, ended: Future[Done | None], unit: Unit, answer: Future[Done]) -> None:
        """Pass an answer on, or send the job to a worker that has not got it. Called in a thread of the executor."""
        with self.lock:
            self.out.discard(ended)
        error = CancelledError() if ended.cancelled() else ended.exception()
        if error is not None:
            answer.set_exception(as_lost(error))
        elif (done := ended.result()) is not None:
            answer.set_result(done)
        elif self.over:
            answer.set_exception(as_lost(CancelledError()))
        else:
            self._send(unit, answer, self.parcel)


def as_lost(error: BaseException) -> BaseException:
    """Return an error of the executor itself as LostWorkers, and any other as it is."""
    if isinstance(error, ModuleNotFoundError) and (error.name or "").partition(".")[0] == kuroshio.__name__:
        return LostWorkers(f"a worker has no Kuroshio; install version {kuroshio.__version__} where the workers run")
    if isinstance(error, CancelledError):
        return lost(error, "the workers are gone, and what they were sent is cancelled")
    if isinstance(error, RuntimeError) and "shutdown" in str(error):
        return lost(error, "the executor is shut down")
    if type(error).__module__.partition(".")[0] not in OURS:
        first = next(iter(str(error).splitlines()), "").rstrip(".")
        return lost(error, f"the workers have failed ({type(error).__name__}{f': {first}' if first else ''})")
    return error


def lost(cause: BaseException, sentence: str) -> LostWorkers:
    """Return the error of a sentence, with its cause."""
    found = LostWorkers(sentence)
    found.__cause__ = cause
    return found


# --- where a worker is ---------------------------------------------------------------------------


_here = threading.local()  # `player`: what this thread plays with
_served: OrderedDict[str, PointContent] = OrderedDict()  # what this process has been sent, by mark
_lock = threading.Lock()


def play_unit(mark: str, point: int, first: int, games: int, parcel: Parcel | None = None) -> Done | None:
    """Play a unit in whatever process this is; None if it has not been sent the job.

    mark: names the job; point, first, games: the unit; parcel: the job itself. Raises UnclearPoint, PlayerFault, LostWorkers.
    """
    content = served(mark, parcel)
    if content is None:
        return None
    player: UnitPlayer | None = getattr(_here, "player", None)
    if player is None or player.content is not content:
        player = _here.player = UnitPlayer.of(content.file, content)
    return player.play(Unit(point, first, games))


def served(mark: str, parcel: Parcel | None) -> PointContent | None:
    """Return the content of a job, made of the parcel where this process has not got it; None without one. Raises LostWorkers."""
    with _lock:
        if mark not in _served:
            if parcel is None:
                return None
            if parcel.version != kuroshio.__version__:
                told = f"a worker has Kuroshio {kuroshio.__version__}, and the study is of {parcel.version}"
                raise LostWorkers(f"{told}; install the same version where the workers run")
            _served[mark] = PointContent.of_job(parcel.job, Path(parcel.folder))
        _served.move_to_end(mark)
        while len(_served) > SERVED:
            _served.popitem(last=False)
        return _served[mark]
