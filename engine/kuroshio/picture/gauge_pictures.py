"""Gauges as a picture has them: tracks with their history, what the aims of a seat read, which of them an order may move."""

from __future__ import annotations

from attrs import frozen


@frozen(kw_only=True)
class Gauge:
    """A track. value: None where the reader may not know it; least, most: its bounds; change: since the turn began.

    past: its values as each turn so far began, the first turn's first; in the public picture of the wall alone. before: what it
    was as the seats planned last, in this turn or, while they plan, in the one before.
    """

    id: str
    name: str
    value: int | None
    least: int
    most: int
    change: int = 0
    past: tuple[int, ...] = ()
    before: int | None = None


@frozen(kw_only=True)
class AimGauge:
    """What a condition of success reads, as a gauge, for the seat whose aim it measures. mark: its letter.

    wanted: the bounds in words; mean: of the readings so far, empty before the first; grade: how well it would be met if the
    game ended now, of GRADES, empty where that is not known; aim: what it measures, in the words of the brief, or empty.
    """

    mark: str
    gauge: Gauge
    wanted: str
    at_least: int | None
    at_most: int | None
    mean: str = ""
    grade: str = ""
    aim: str = ""


@frozen(kw_only=True)
class AimMove:
    """That an order or an answer may move what an aim reads. mark: of the aim; nearer, farther: which ways it may go.

    It may go either way, for example up on a success and down on a failure.
    """

    mark: str
    nearer: bool
    farther: bool
