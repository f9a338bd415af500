"""The places of the parts of the window."""

from __future__ import annotations

from attrs import frozen
from pygame import Rect


@frozen(kw_only=True)
class Layout:
    """The rects of the parts. A part with an empty rect is not shown."""

    top: Rect
    wall: Rect
    map: Rect
    tools: Rect
    own: Rect
    side: Rect
    bottom: Rect


def lay_out(size: tuple[int, int], unit: int, wall: int, own: int, side: int, across: bool = False, tools: int = 0) -> Layout:
    """Return the rects of the parts, in pixels.

    size: of the window; wall, own: the heights of the two rows of gauges; side: the width of the panel at the right; across: the
    wall takes the whole width, above that panel too; tools: the height of the strip below the map.
    """
    width, height = size
    top, bottom = round(2.7 * unit), round(2.0 * unit)
    left = width - side
    head = top + wall if across else top
    return Layout(
        top=Rect(0, 0, width, top),
        wall=Rect(0, top, width if across else left, wall),
        map=Rect(0, top + wall, left, height - top - wall - own - bottom - tools),
        tools=Rect(0, height - bottom - own - tools, left, tools),
        own=Rect(0, height - bottom - own, left, own),
        side=Rect(left, head, side, height - head - bottom),
        bottom=Rect(0, height - bottom, width, bottom),
    )
