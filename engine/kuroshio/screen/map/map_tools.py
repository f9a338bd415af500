"""The strip below the map: the parts of the map by their keys, the area under the pointer, the buttons for zoom and legend."""

from __future__ import annotations

from collections.abc import Sequence

from pygame import Rect

from kuroshio.model.board import MapView
from kuroshio.picture.picture import Picture
from kuroshio.screen.drawing.painter import Painter
from kuroshio.screen.panels.widgets import plural
from kuroshio.screen.window.shown_names import ShownNames
from kuroshio.screen.window.state import Interface

HIGH = 2.2  # units
TOOLS = (
    ("look:zoom:1.25", "+"),
    ("look:zoom:0.8", "−"),
    ("look:focus", "Scenario (F)"),
    ("look:whole", "All (0)"),
    ("legend", "Legend (L)"),
)


def tools_height(painter: Painter) -> int:
    """Return the height of the strip in pixels."""
    return painter.px(HIGH)


def draw_tools(
    painter: Painter, rect: Rect, view: Rect, picture: Picture, interface: Interface, names: ShownNames, parts: Sequence[MapView]
) -> None:
    """Draw the strip. view: the rect of the map, in whose corner the caption stands if the strip has no room for it."""
    with painter.panel("tools", rect, "panel"):
        painter.rule(rect.x, rect.y, rect.width)
        right = rect.right - painter.px(0.5)
        for id, label in reversed(_tools(painter, rect, parts)):
            right = _button(painter, rect, right - _wide(painter, label), id, label) - painter.px(0.3)
        left = rect.x + painter.px(0.5)
        for part in parts:
            if part.key and left + _wide(painter, part.key) < right:
                _button(painter, rect, left, f"look:view:{part.key}", part.key)
                left += _wide(painter, part.key) + painter.px(0.3)
        text, y = caption(picture, interface, names), rect.y + (rect.height - painter.high()) // 2
        whole = painter.wide(text, bold=True) <= right - left - painter.px(1.2)
        if text and whole:
            painter.text((left + painter.px(0.6), y), text, bold=True)
    if text and not whole:
        with painter.panel("map", view):
            box = Rect(0, 0, min(painter.wide(text, bold=True) + painter.px(1.2), view.width), painter.high() + painter.px(0.4))
            box.bottomleft = view.bottomleft
            painter.box(box, "panel", "line", 0.4)
            painter.text((box.x + painter.px(0.6), box.y + painter.px(0.2)), text, bold=True, width=box.width - painter.px(1.2))


def _tools(painter: Painter, rect: Rect, parts: Sequence[MapView]) -> list[tuple[str, str]]:
    """Return the buttons at the right. Where not all find room, they do not name their keys."""
    labels = [*(label for _, label in TOOLS), *(part.key for part in parts if part.key)]
    room = rect.width - painter.px(1.0) - painter.px(0.3) * len(labels)
    whole = sum(_wide(painter, label) for label in labels) <= room
    return [(id, label if whole else label.partition(" (")[0]) for id, label in TOOLS]


def caption(picture: Picture, interface: Interface, names: ShownNames) -> str:
    """Return the full name of the area under the pointer, its kind and how many counters it has; empty if there is none."""
    area = names.areas.get(interface.pointed)
    if area is None:
        return ""
    number = sum(counter.area == area.id for counter in picture.counters)
    return f"{names.area(area.id)} · {area.kind}" + (f" · {plural(number, 'counter')}" if number else "")


def _wide(painter: Painter, label: str) -> int:
    return painter.wide(label, bold=True) + painter.px(1.3)


def _button(painter: Painter, rect: Rect, left: int, id: str, label: str) -> int:
    """Draw a button and return its left side."""
    box = Rect(left, rect.y + painter.px(0.2), _wide(painter, label), rect.height - painter.px(0.35))
    painter.button(box, id, label)
    return left
