"""Charts of tracks over time as inline SVG, each line labelled at its end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import frozen
from markupsafe import Markup

from kuroshio.report.review.review import CrisisMark, Series

LEFT, TOP, BOTTOM = 26, 16, 22
NARROW, WIDE = 34, 130  # space at the right for a value, and for a value with its name
MOST_STOPS = 10  # turns named below a chart
COLORS = ("#0b559f", "#b04a12")


@frozen(kw_only=True)
class Rung:
    """A horizontal line across a chart."""

    value: int
    text: str


@frozen(kw_only=True)
class Plot:
    """The plot of a chart, in pixels. turns: the number after the opening."""

    width: int
    height: int
    least: int
    most: int
    turns: int
    right: int

    def x(self, turn: int) -> float:
        """Return the place of a turn; 0 is the opening."""
        return LEFT + (self.width - LEFT - self.right) * turn / max(self.turns, 1)

    def y(self, value: float) -> float:
        """Return the place of a value."""
        return TOP + (self.height - TOP - BOTTOM) * (self.most - value) / max(self.most - self.least, 1)


def chart(
    lines: Sequence[Series], marks: Iterable[CrisisMark] = (), rungs: Iterable[Rung] = (), *, width: int = 400, height: int = 150
) -> Markup:
    """Return a chart of tracks with the same bounds; unknown values are left out."""
    frame = Plot(
        width=width,
        height=height,
        least=min(line.least for line in lines),
        most=max(line.most for line in lines),
        turns=max(len(line.values) for line in lines) - 1,
        right=WIDE if len(lines) > 1 else NARROW,
    )
    parts = [_ground(frame), *(_rung(frame, rung) for rung in rungs), *(_mark(frame, mark) for mark in marks)]
    parts += [_line(frame, line, COLORS[i % len(COLORS)], i) for i, line in enumerate(lines)]
    parts += _labels(frame, lines)
    told = "; ".join(said(line) for line in lines)
    head = Markup('<svg class="chart" viewBox="0 0 {0} {1}" width="{0}" height="{1}" role="img" aria-label="{2}">')
    return head.format(width, height, told) + Markup("").join(parts) + Markup("</svg>")


def said(line: Series) -> str:
    """Return a track over time in words."""
    return f"{line.name}: {', '.join('unknown' if value is None else str(value) for value in line.values)}"


def _text(kind: str, x: float, y: float, words: object, style: str = "") -> Markup:
    return Markup('<text class="{}" x="{:.1f}" y="{:.1f}" style="{}">{}</text>').format(kind, x, y, style, words)


def _rule(kind: str, ends: tuple[float, float, float, float]) -> Markup:
    return Markup('<line class="{}" x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}"/>').format(kind, *ends)


def _across(frame: Plot, kind: str, value: int) -> Markup:
    return _rule(kind, (LEFT, frame.y(value), frame.width - frame.right, frame.y(value)))


def _ground(frame: Plot) -> Markup:
    """Return the bounds, and the turns below."""
    bounds = (frame.least, frame.most)
    rows = [_across(frame, "bound", value) + _text("tick", LEFT - 5, frame.y(value) + 4, value) for value in bounds]
    stops = range(0, frame.turns + 1, frame.turns // MOST_STOPS + 1)
    rows += [_text("stop", frame.x(turn), frame.height - 6, turn or "start") for turn in stops]
    return Markup("").join(rows)


def _rung(frame: Plot, rung: Rung) -> Markup:
    return _across(frame, "rung", rung.value) + _text("rung", LEFT + 4, frame.y(rung.value) - 4, rung.text)


def _mark(frame: Plot, mark: CrisisMark) -> Markup:
    """Return a crisis: a vertical line at its turn, with its ending."""
    x, late = frame.x(mark.turn), mark.turn > frame.turns / 2
    line = _rule("mark", (x, TOP, x, frame.height - BOTTOM))
    anchor = "text-anchor:end" if late else ""
    return line + _text("mark", x - 5 if late else x + 5, frame.height - BOTTOM - 5, f"crisis: {mark.text}", anchor)


def _known(line: Series) -> list[tuple[int, int]]:
    """Return the turns at which a track is known, with its values."""
    return [(turn, value) for turn, value in enumerate(line.values) if value is not None]


def _line(frame: Plot, line: Series, color: str, place: int) -> Markup:
    known = _known(line)
    if not known:
        return Markup("")
    at = [(frame.x(turn), frame.y(value)) for turn, value in known]
    dots = Markup("").join(Markup('<circle cx="{:.1f}" cy="{:.1f}" r="2.6" fill="{}"/>').format(x, y, color) for x, y in at)
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in at)
    kind = "track second" if place else "track"
    path = Markup('<polyline class="{}" points="{}" stroke="{}"/>').format(kind, points, color)
    goes = known[0][1] != known[-1][1]  # a constant line needs no second value
    begins = _text("label", at[0][0], at[0][1] - 6, known[0][1], f"fill:{color}") if goes else Markup("")
    return path + dots + begins


def _labels(frame: Plot, lines: Sequence[Series]) -> list[Markup]:
    """Return the name and last value of each line at its end, without overlaps."""
    ends = [(_known(line)[-1], line, COLORS[i % len(COLORS)]) for i, line in enumerate(lines) if _known(line)]
    labels, low = [], float("-inf")
    for (turn, value), line, color in sorted(ends, key=lambda end: frame.y(end[0][1])):
        low = max(frame.y(value), low + 14)
        text = f"{value} {line.name}" if len(lines) > 1 else str(value)
        labels.append(_text("label", frame.x(turn) + 7, low + 4, text, f"fill:{color}"))
    return labels
