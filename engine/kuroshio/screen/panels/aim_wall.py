"""The wall of a seat: what its aims read, as gauges with a notch at what is wanted, the grade so far, and all quarters."""

from __future__ import annotations

from collections.abc import Sequence

import pygame
from pygame import Rect

from kuroshio.picture.gauge_pictures import AimGauge
from kuroshio.picture.picture import GRADES, Picture
from kuroshio.screen.drawing.painter import Painter
from kuroshio.screen.drawing.symbols import draw_pips
from kuroshio.screen.panels.aim_marks import draw_aim_mark, mark_width
from kuroshio.screen.panels.gauge_history import draw_curve, draw_last, draw_target
from kuroshio.screen.panels.widgets import MINUS, is_tight, name_lines
from kuroshio.screen.window.shown_names import ShownNames, own_name

PAD = 0.65  # units at either side of a cell
MOST = 2  # lines of a name
QUARTERS = 3.0  # units that the line of all quarters keeps beside words
NOTCH = 0.6  # units below a bar, for the notch of the target
COLORS = dict(zip(GRADES, ("bad", "warn", "warn", "good"), strict=True))


def wall_names(picture: Picture, names: ShownNames) -> list[str]:
    """Return the names of what the aims read, without the seat's own."""
    owner = [names.sides[picture.seat].name] if picture.seat in names.sides else []
    return [own_name(names.gauge(aim.gauge), owner) for aim in picture.aim_wall]


def aim_wall_height(painter: Painter, picture: Picture, width: int, names: ShownNames) -> int:
    """Return the height of the wall in pixels; 0 for a seat without conditions of success."""
    if not picture.aim_wall:
        return 0
    if is_tight(painter):
        room = width // len(picture.aim_wall) - painter.px(PAD)
        lines = max(len(_short(painter, name, room, _most(picture))) for name in wall_names(picture, names))
        return (1 + lines) * painter.high() + painter.px(0.1)
    return _lines(painter, picture, width, names) * painter.high() + painter.high(1.5) + painter.px(1.3 + NOTCH)


def _lines(painter: Painter, picture: Picture, width: int, names: ShownNames) -> int:
    """Return the lines that the longest name takes beside its mark and its grade, at most MOST."""
    room = width // len(picture.aim_wall) - painter.px(2 * PAD)
    rooms = [room - _taken(painter, aim) for aim in picture.aim_wall]
    return min(MOST, max(len(painter.wrap(name, most)) for name, most in zip(wall_names(picture, names), rooms, strict=True)))


def _taken(painter: Painter, aim: AimGauge) -> int:
    """Return the pixels of the first line that mark and grade take."""
    return mark_width(painter, aim.mark) + _grade_width(painter, aim) + painter.px(1.0)


def _grade_width(painter: Painter, aim: AimGauge) -> int:
    return painter.px(3 * 0.75 + 0.3) + painter.wide(aim.grade, bold=True) if aim.grade else painter.wide("not known")


def draw_aim_wall(painter: Painter, rect: Rect, picture: Picture, names: ShownNames) -> None:
    """Draw the gauges of the seat's aims, each in a cell of its own."""
    with painter.panel("wall", rect, "panel"):
        painter.rule(rect.x, rect.bottom - 1, rect.width)
        aims, lines = picture.aim_wall, _lines(painter, picture, rect.width, names)
        for number, (aim, name) in enumerate(zip(aims, wall_names(picture, names), strict=True)):
            left = rect.x + rect.width * number // len(aims)
            cell = Rect(left, rect.y, rect.x + rect.width * (number + 1) // len(aims) - left, rect.height - 1)
            if number:
                painter.box(Rect(left, rect.y + painter.px(0.7), 1, rect.height - painter.px(1.4)), "line", "", 0)
            if is_tight(painter):
                _draw_tight(painter, cell.inflate(-painter.px(PAD), 0), aim, name, _most(picture))
            else:
                _draw_cell(painter, cell.inflate(-painter.px(2 * PAD), -painter.px(0.5)), aim, name, lines)


def _draw_grade(painter: Painter, right: int, y: int, aim: AimGauge) -> int:
    """Draw the grade so far as three beads and a word, and return the x at its left."""
    if not aim.grade:
        return painter.text((right, y), "not known", color="soft", align="right").x
    word = painter.text((right, y), aim.grade, color=COLORS[aim.grade], bold=True, align="right")
    return _draw_beads(painter, word.x - painter.px(0.3), word.centery, aim.grade)


def _draw_beads(painter: Painter, right: int, y: int, grade: str) -> int:
    """Draw a grade as three beads, filled up to it; return the x at their left."""
    radius, step = painter.px(0.27), painter.px(0.75)
    for number in range(len(GRADES) - 1):
        at = (right - radius - (len(GRADES) - 2 - number) * step, y)
        full = number < GRADES.index(grade)
        pygame.draw.circle(painter.surface, painter.color(COLORS[grade]), at, radius, 0 if full else max(1, painter.unit // 9))
    return right - (len(GRADES) - 1) * step


def _value(aim: AimGauge) -> str:
    return "?" if aim.gauge.value is None else str(aim.gauge.value).replace("-", MINUS)


def _draw_cell(painter: Painter, rect: Rect, aim: AimGauge, name: str, lines: int) -> None:
    """Draw one aim: mark, name and grade; value, what is wanted and all quarters; the range with its notches."""
    mark = draw_aim_mark(painter, rect.topleft, aim.mark)
    left = _draw_grade(painter, rect.right, rect.y, aim)
    x = mark.right + painter.px(0.4)
    for number, line in enumerate(_told(painter, name, left - x - painter.px(0.4), rect.right - x, lines)):
        room = (rect.right if number else left - painter.px(0.4)) - x
        painter.text((x, rect.y + number * painter.high()), line, color="soft", width=room)
    y = rect.y + lines * painter.high()
    figure = painter.text((rect.x, y), _value(aim), 1.5, bold=True)
    x = figure.right + painter.px(0.5)
    wanted = painter.text((x, y + painter.px(0.45)), _wanted(painter, aim, rect.right - x), color="soft")
    start = wanted.right + painter.px(0.8)
    draw_curve(
        painter,
        Rect(start, y + painter.px(0.4), rect.right - start - painter.px(0.3), painter.high(1.5) - painter.px(0.7)),
        aim.gauge,
    )
    bar = Rect(rect.x, y + painter.high(1.5) + painter.px(0.1), rect.width, painter.px(0.5))
    draw_bar(painter, bar, aim)


def _judged_by(aim: AimGauge) -> tuple[str, ...]:
    """Return what is wanted with the mean that is graded, in words and in signs; empty where it is the value, or not known."""
    if not aim.mean or aim.mean == str(aim.gauge.value):
        return ()
    mean = f"mean {aim.mean}".replace("-", MINUS)
    return f"wanted {aim.wanted}, {mean}", f"({sign_of(aim)}, {mean})"


def _wanted(painter: Painter, aim: AimGauge, width: int) -> str:
    """Return what is wanted, and by what mean it is graded, in the longest words that leave the quarters their room."""
    said = _judged_by(aim)
    room = width - painter.px(QUARTERS)
    return next((one for one in said if painter.wide(one) <= room), said[-1] if said else f"wanted {aim.wanted}")


def _told(painter: Painter, name: str, first: int, second: int, lines: int) -> list[str]:
    """Return the name of what is read in lines. first, second: the pixels of the first line, and of the one below the grade."""
    top = painter.wrap(name, first)[0]
    rest = name[len(top) :].strip() if name.startswith(top) else ""
    if lines > 1 and rest and painter.wide(rest) <= second:
        return [top, rest]
    owner, comma, rest = name.partition(", ")
    if lines > 1 and comma and top != name:
        return [painter.fonts.fit(owner, painter.size(1.0), first, False), rest[:1].upper() + rest[1:]]
    return name_lines(painter, name, first, lines)


def draw_bar(painter: Painter, bar: Rect, aim: AimGauge) -> None:
    """Draw the range of what an aim reads as segments, where it stood last, and a notch at each bound that is wanted."""
    gauge = aim.gauge
    draw_pips(painter.surface, bar, gauge.value, gauge.least, gauge.most, painter.color("accent"), painter.theme)
    draw_last(painter, bar, gauge)
    for bound in (aim.at_least, aim.at_most):
        if bound is not None:
            draw_target(painter, bar, gauge, bound)


def _draw_tight(painter: Painter, rect: Rect, aim: AimGauge, name: str, most: int) -> None:
    """Draw one aim in few lines: mark, value, what is wanted and the grade, as far as there is room in words; then the name."""
    mark = draw_aim_mark(painter, rect.topleft, aim.mark)
    figure = painter.text((mark.right + painter.px(0.4), rect.y), _value(aim), bold=True)
    x, sign = figure.right + painter.px(0.4), f"({sign_of(aim)})"
    if not aim.grade or rect.right - _grade_width(painter, aim) - painter.wide(sign) - painter.px(0.4) >= x:
        left = _draw_grade(painter, rect.right, rect.y, aim)
    else:
        left = _draw_beads(painter, rect.right, mark.centery, aim.grade)
    for told in (*_judged_by(aim), f"wanted {aim.wanted}", sign):
        if x + painter.wide(told) <= left - painter.px(0.3):
            painter.text((x, rect.y), told, color="soft")
            break
    for number, line in enumerate(_short(painter, name, rect.width, most)):
        painter.text((rect.x, rect.y + (1 + number) * painter.high()), line, color="soft", width=rect.width)


def _most(picture: Picture) -> int:
    """Return the lines that a name may take in a tight window: one where answers must find room below the wall."""
    return MOST if picture.question is None or picture.question.kind == "order" else 1


def _short(painter: Painter, name: str, width: int, most: int) -> list[str]:
    """Return a name in at most so many lines, without its owner where it is too long for one."""
    _, comma, rest = name.partition(", ")
    told = name if painter.wide(name) <= width or not comma else rest[:1].upper() + rest[1:]
    return name_lines(painter, told, width, most)


def sign_of(aim: AimGauge) -> str:
    """Return what is wanted in as few signs as can be: "\u2265 2", "\u2264 3", "1\u20134", "= 2"."""
    least, most = aim.at_least, aim.at_most
    if least is not None and most is not None:
        return f"= {least}" if least == most else f"{least}\u2013{most}"
    return (f"\u2265 {least}" if least is not None else f"\u2264 {most}").replace("-", MINUS)


def aims_shown(picture: Picture) -> Sequence[AimGauge]:
    """Return the aims that stand in the place of the public wall: those of a seat, unless control looks."""
    return () if picture.console is not None else picture.aim_wall
