"""A story in pages, and the picture while it is told: the former picture with the changes told so far."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import evolve

from kuroshio.picture.gauge_pictures import AimGauge, Gauge
from kuroshio.picture.picture import Beat, FlashpointPicture, Picture

FULL = 20  # lines of text that a page of a story takes, about: what the panel shows at once
LEAD = 3  # beats that are no more than a title and go before another on its page; more of them are a page of their own

Page = tuple[Beat, ...]


def is_bare(beat: Beat) -> bool:
    """Whether a beat is no more than its title."""
    return not (beat.text or beat.odds or beat.dice or beat.changes)


def paged(beats: Sequence[Beat]) -> tuple[Page, ...]:
    """Return a story as pages. A page has at most one beat that is more than a title, with the bare beats before and after it."""
    pages: list[list[Beat]] = []
    for beat in beats:
        if pages and _belongs(beat, pages[-1]):
            pages[-1].append(beat)
        else:
            pages.append([beat])
    return tuple(tuple(page) for page in pages)


def main_of(page: Page) -> Beat | None:
    """Return the beat that a page is about: the one that is more than a title, or else the first; None for an empty page."""
    return next((beat for beat in page if not is_bare(beat)), page[0] if page else None)


def _belongs(beat: Beat, page: Sequence[Beat]) -> bool:
    """Whether a beat goes on the present page. What follows a beat is of the same phase, as the bar at the top shows one."""
    if sum(map(_lines, page)) + _lines(beat) > FULL:
        return False
    if is_bare(beat):
        return (beat.turn, beat.phase) == (page[-1].turn, page[-1].phase)
    return all(map(is_bare, page)) and len(page) <= LEAD


def _lines(beat: Beat) -> int:
    """Return roughly how many lines a beat takes."""
    if is_bare(beat):
        return 3
    dice = 8 if beat.odds else 0
    return 4 + len(beat.text) // 45 + dice + len(beat.changes)


def as_told(before: Picture, now: Picture, told: Sequence[Beat]) -> Picture:
    """Return the picture after some beats have been told: tracks follow the story, counters stay where they were."""
    values = {change.name: change.after for beat in told for change in beat.changes}
    beat = told[-1]
    return evolve(
        before,
        turn=beat.turn,
        date=now.date if beat.turn == now.turn else before.date,
        phase=beat.phase,
        wall=_followed(before.wall, values),
        own=_followed(before.own, values),
        aim_wall=_aims(before, now, values),
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
    """Return gauges at the values that have been told."""
    return tuple(_at(gauge, values) for gauge in gauges)


def _aims(before: Picture, now: Picture, values: dict[str, int]) -> tuple[AimGauge, ...]:
    """Return a seat's aims at the values that have been told, with the present grade once all is told."""
    latest = {aim.mark: aim for aim in now.aim_wall}
    told = [evolve(aim, gauge=_at(aim.gauge, values)) for aim in before.aim_wall]
    reached = (aim.mark in latest and latest[aim.mark].gauge.value == aim.gauge.value for aim in told)
    return tuple(
        evolve(aim, grade=latest[aim.mark].grade, mean=latest[aim.mark].mean) if there else aim
        for aim, there in zip(told, reached, strict=True)
    )


def _at(gauge: Gauge, values: dict[str, int]) -> Gauge:
    value = values.get(gauge.name)
    if value is None or gauge.value is None:
        return gauge
    return evolve(gauge, value=value, change=gauge.change + value - gauge.value)


def _hotspot(spot: FlashpointPicture, values: dict[str, int]) -> FlashpointPicture:
    return evolve(spot, control=_at(spot.control, values), ladder=_at(spot.ladder, values))
