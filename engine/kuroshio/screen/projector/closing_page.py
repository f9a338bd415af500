"""The end on the projector: the map, the wall as curves of all turns, and what each seat came to."""

from __future__ import annotations

from collections.abc import Sequence

from pygame import Rect

from kuroshio.picture.gauge_pictures import Gauge
from kuroshio.picture.picture import Result
from kuroshio.screen.drawing.painter import Painter
from kuroshio.screen.panels.gauge_history import draw_curve
from kuroshio.screen.panels.widgets import MINUS, draw_mark
from kuroshio.screen.projector.gauge_wall import told_name
from kuroshio.screen.projector.projector_map import ProjectorMap
from kuroshio.screen.projector.projector_words import ProjectorWords
from kuroshio.screen.projector.shown_page import HEAD, SENTENCE, ShownPage
from kuroshio.screen.window.shown_names import ShownNames

MOST = 4  # seats side by side
ROWS = 4  # of seats with their names, at most


def draw_closing(
    painter: Painter, size: tuple[int, int], shown: ShownPage, view: ProjectorMap | None, words: ProjectorWords, names: ShownNames
) -> Rect:
    """Draw the end; return the rect of the map."""
    picture = shown.picture
    head = Rect(0, 0, size[0], painter.px(2.6))
    _draw_head(painter, head, shown, words)
    columns, named = _columns(painter, size[0] - painter.px(1.6), picture.results, words, names)
    rows = -(-len(picture.results) // columns)
    low = painter.px(0.6) + painter.high(SENTENCE) + rows * painter.px(1.8) if rows else 0
    foot = Rect(0, size[1] - low, size[0], low)
    body = Rect(0, head.bottom, size[0], foot.y - head.bottom)
    curves = Rect(0, body.y, round(size[0] * 0.64), body.height)
    _draw_curves(painter, curves, picture.wall, words, names)
    place = Rect(curves.right, body.y, size[0] - curves.right, body.height)
    if view is not None:
        view.draw_shown(painter, place, shown, 0, names)
    painter.box(Rect(curves.right, body.y, painter.px(0.08), body.height), "ink", "", 0)
    if rows:
        _draw_results(painter, foot, picture.results, columns, named, words, names)
    return place


def _draw_head(painter: Painter, rect: Rect, shown: ShownPage, words: ProjectorWords) -> None:
    picture = shown.picture
    with painter.panel("header", rect, "panel"):
        painter.box(Rect(rect.x, rect.bottom - painter.px(0.08), rect.width, painter.px(0.08)), "ink", "", 0)
        top, small = rect.y + (rect.height - painter.high(HEAD)) // 2, rect.y + (rect.height - painter.high()) // 2
        word = painter.text((rect.x + painter.px(0.8), top), f"{words('end')}, {picture.date}", HEAD, bold=True)
        caveat = words("not forecast")
        right = rect.right - painter.px(0.8)
        name = picture.name_ja if shown.japanese and picture.name_ja else picture.name
        x = word.right + painter.px(1)
        if x + painter.wide(name) + painter.px(1) + painter.wide(caveat) <= right:
            painter.text((right, small), caveat, color="soft", align="right")
            painter.text((x, small), name, color="soft")
        else:
            painter.text((x, small), caveat, color="soft", width=right - x)


def _draw_curves(painter: Painter, rect: Rect, gauges: Sequence[Gauge], words: ProjectorWords, names: ShownNames) -> None:
    """Draw the wall as curves, in two columns; where its game stopped early, a sentence on the judgement is above them."""
    with painter.panel("curves", rect, "ground"):
        inner = rect.inflate(-painter.px(1.6), -painter.px(0.8))
        y = painter.text(inner.topleft, words("wall"), SENTENCE, bold=True).bottom
        rows = -(-len(gauges) // 2)
        if not rows:
            return
        high = (inner.bottom - y) // rows
        wide = (inner.width - painter.px(1.6)) // 2
        for number, gauge in enumerate(gauges):
            x = inner.x + number % 2 * (wide + painter.px(1.6))
            _draw_one(painter, Rect(x, y + number // 2 * high, wide, high), gauge, names)


def _draw_one(painter: Painter, rect: Rect, gauge: Gauge, names: ShownNames) -> None:
    """Draw one gauge: its name, its curve, its value now and at the opening."""
    room = 2 if rect.height - 2 * painter.high() >= painter.px(HEAD * 1.2) else 1
    y = rect.y
    for line in told_name(painter, names.gauge(gauge), rect.width, room):
        y = painter.text((rect.x, y), line, 1.0, "soft", width=rect.width).bottom
    value = "?" if gauge.value is None else str(gauge.value).replace("-", MINUS)
    figure = painter.text((rect.right, y + (rect.bottom - y - painter.high(HEAD)) // 2), value, HEAD, bold=True, align="right")
    begun = str(gauge.past[0]).replace("-", MINUS) if gauge.past else ""
    left = rect.x + painter.wide(begun) + painter.px(0.5) if begun else rect.x
    curve = Rect(left, y + painter.px(0.4), figure.x - left - painter.px(0.8), rect.bottom - y - painter.px(0.9))
    if begun and gauge.value is not None:
        span = max(1, gauge.most - gauge.least)
        at = curve.bottom - curve.height * (gauge.past[0] - gauge.least) // span - painter.high() // 2
        painter.text((rect.x, min(max(at, y - painter.px(0.2)), rect.bottom - painter.high())), begun, 1.0, "soft")
    draw_curve(painter, curve, gauge, marked=True)


def _told(result: Result, words: ProjectorWords) -> str:
    return words("all met") if result.met else "" if result.grade is None else words("grade", result.grade)


def _columns(
    painter: Painter, width: int, results: Sequence[Result], words: ProjectorWords, names: ShownNames
) -> tuple[int, bool]:  # fmt: skip
    """Return how many results stand side by side, and whether each has the name of its seat: else its mark alone."""
    told = max((painter.wide(_told(result, words), bold=True) for result in results), default=0) + painter.px(3.4)
    named = told + max((painter.wide(names.side(result.side)) for result in results), default=0)
    columns = max(1, min(MOST, width // named))
    return (columns, True) if -(-len(results) // columns) <= ROWS else (max(1, width // told), False)


def _draw_results(
    painter: Painter, rect: Rect, results: Sequence[Result], columns: int, named: bool, words: ProjectorWords, names: ShownNames
) -> None:
    """Draw what each seat came to: that all its aims are met, or its mean grade."""
    with painter.panel("results", rect, "panel"):
        painter.box(Rect(rect.x, rect.y, rect.width, painter.px(0.08)), "ink", "", 0)
        inner = rect.inflate(-painter.px(1.6), -painter.px(0.5))
        head = painter.text(inner.topleft, words("aims"), SENTENCE, bold=True)
        graded = words("graded")
        if head.right + painter.wide(graded) + painter.px(1) <= inner.right:
            painter.text((head.right + painter.px(0.8), inner.y + painter.px(0.15)), graded, color="soft")
        wide, mark = inner.width // columns, painter.px(1.4)
        for number, result in enumerate(results):
            x, y = inner.x + number % columns * wide, head.bottom + number // columns * painter.px(1.8)
            draw_mark(painter, Rect(x, y + painter.px(0.1), mark, mark), names, result.side)
            ink = "good" if result.met else "ink"
            if named:
                painter.text((x + mark + painter.px(0.4), y), names.side(result.side))
                painter.text((x + wide - painter.px(1.2), y), _told(result, words), 1.0, ink, True, "right")
            else:
                painter.text((x + mark + painter.px(0.4), y), _told(result, words), 1.0, ink, True)
