"""The key sheet: what each key does, as `?` shows it."""

from __future__ import annotations

from pygame import Rect

from kuroshio.picture.picture import Picture
from kuroshio.screen.drawing.painter import Painter, PanelBlock
from kuroshio.screen.window.shown_names import ShownNames
from kuroshio.screen.window.state import Interface

# Each key and what it does, in groups.
SHEET: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "Everywhere",
        (
            ("?  or F1", "this sheet"),
            ("Tab, Shift+Tab", "next or previous thing to press"),
            ("Enter, Space", "press it"),
            ("Up, Down", "go through the answers of a question"),
            ("Escape", "back, close"),
            ("Page Up, Page Down", "scroll"),
            ("N", "news and log"),
            ("T", "all tracks"),
            (", or F10", "settings"),
            ("P", "the projector, in a window of its own"),
            ("B", "blank screen"),
            ("F11", "full screen"),
            ("F12", "save a picture of the screen"),
            ("Ctrl+Q", "leave"),
        ),
    ),
    (
        "Map",
        (
            ("Arrows", "move the map, when nothing is ringed"),
            ("+, -", "closer, farther"),
            ("0", "the whole map"),
            ("1 to 5", "parts of the map"),
            ("F", "the areas of this scenario"),
            ("L", "legend: what counters show"),
            ("S, Shift+S", "counters of the next area, or the one before"),
            ("Drag a counter", "redeploy it"),
        ),
    ),
    (
        "Planning",
        (
            ("/", "search all cards"),
            ("O", "own words; the reason of a ruling"),
            ("Enter", "add the order"),
            ("C  or Ctrl+Enter", "what you expect; commit the orders"),
            ("A", "your aims"),
        ),
    ),
    (
        "What happened",
        (
            ("Space", "next"),
            ("Backspace", "previous"),
            ("W", "why: odds and modifiers"),
            ("R", "show the last events again"),
            ("M", "crisis or console, or the map"),
        ),
    ),
    (
        "The curtain and the umpire",
        (
            ("Tab, Enter", "another seat comes first"),
            ("U", "the umpire comes"),
            (":", "a line of control; help lists them"),
            ("D", "the umpire prints the turn's sheets"),
            ("H", "the umpire hands over"),
            ("1 to 4", "act, seats, injects, undo"),
            ("Up, Down", "choose a line of the console"),
            ("-, +", "change it"),
        ),
    ),
)


def draw_key_sheet(painter: Painter, rect: Rect, picture: Picture | None, interface: Interface, names: ShownNames) -> None:
    """Draw the keys in two columns; if they do not fit, in one that scrolls."""
    half = (rect.width - painter.px(2)) // 2
    groups = [_group(painter, heading, rows, half) for heading, rows in SHEET]
    left, right = [*groups[0], *groups[3]], [*groups[1], *groups[2], *groups[4]]
    if max(sum(block.height for block in column) for column in (left, right)) <= rect.height:
        painter.flow("help", Rect(rect.x, rect.y, half, rect.height), left, 0)
        painter.flow("help", Rect(rect.right - half, rect.y, half, rect.height), right, 0)
    else:
        painter.flow("help", rect, [block for group in groups for block in group], interface.scrolled("help"))


def _group(painter: Painter, heading: str, rows: tuple[tuple[str, str], ...], width: int) -> list[PanelBlock]:
    blocks = painter.lines(heading, width, 1.15, "accent", True)
    key_wide = painter.px(11)
    for key, text in rows:
        lines = painter.wrap(text, width - key_wide - painter.bar_width())

        def draw(rect: Rect, key: str = key, lines: list[str] = lines) -> None:
            painter.text((rect.x, rect.y), key, bold=True, width=key_wide)
            for number, line in enumerate(lines):
                painter.text((rect.x + key_wide, rect.y + number * painter.high()), line)

        blocks.append(PanelBlock(len(lines) * painter.high() + painter.px(0.1), draw))
    return [*blocks, painter.gap(0.7)]
