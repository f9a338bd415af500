"""The picture while a story is told: as it was before, with what has been told so far."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import evolve

from engine.picture.picture import Beat, Gauge, Hotspot, Picture


def as_told(before: Picture, now: Picture, beats: Sequence[Beat], telling: int) -> Picture:
    """What the wall and the map show at beat number `telling`: the tracks as far as they have been told, counters as before."""
    told = beats[: telling + 1]
    values = {change.name: change.after for beat in told for change in beat.changes}
    beat = beats[telling]
    return evolve(
        before,
        turn=beat.turn,
        date=now.date if beat.turn == now.turn else before.date,
        phase=beat.phase,
        wall=_followed(before.wall, values),
        own=_followed(before.own, values),
        gauges=_followed(before.gauges, values),
        hotspots=tuple(_hotspot(spot, values) for spot in before.hotspots),
        question=None,
        draft=(),
        crisis=None,
        news=now.news,
        aims=now.aims,
        over=False,
        clock=now.clock,
    )


def _followed(gauges: Iterable[Gauge], values: dict[str, int]) -> tuple[Gauge, ...]:
    """Gauges at the values that have been told."""
    return tuple(_at(gauge, values) for gauge in gauges)


def _at(gauge: Gauge, values: dict[str, int]) -> Gauge:
    value = values.get(gauge.name)
    if value is None or gauge.value is None:
        return gauge
    return evolve(gauge, value=value, change=gauge.change + value - gauge.value)


def _hotspot(spot: Hotspot, values: dict[str, int]) -> Hotspot:
    return evolve(spot, control=_at(spot.control, values), ladder=_at(spot.ladder, values))
