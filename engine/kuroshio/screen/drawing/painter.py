"""Draws boxes and text on a surface. It records the place of every text and of everything that can be pressed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import pygame
from attrs import field, frozen
from pygame import Rect

from kuroshio.screen.drawing.fonts import Fonts
from kuroshio.screen.drawing.theme import Theme, ink_on


@frozen
class TextBox:
    """A text as it was drawn. panel: its panel, with the bounds `within`; layer: 0 at the bottom."""

    rect: Rect
    text: str
    panel: str
    within: Rect
    layer: int


@frozen
class Hit:
    """A part of the window that can be pressed.

    still: only the pointer reaches it, not the keys; primary: Enter presses it if nothing has the focus ring. A hit without an id
    only shields what is below it from the pointer.
    """

    rect: Rect
    id: str
    label: str
    panel: str
    layer: int
    enabled: bool = True
    primary: bool = False
    still: bool = False


@frozen
class PanelBlock:
    """A row of a panel. height: in pixels; draw: the function that draws it into a rect; leads: what follows is shown with it."""

    height: int
    draw: Callable[[Rect], None] = field(default=lambda rect: None)
    leads: bool = False


class Painter:
    """Draws on a surface.

    Sizes of text and other lengths are given in units; one unit is the smallest size of text, `unit` pixels. focused, hovered:
    the ids under the focus ring and under the pointer.
    """

    def __init__(
        self, surface: pygame.Surface, theme: Theme, fonts: Fonts, unit: int, focused: str = "", hovered: str = ""
    ) -> None:
        self.surface, self.theme, self.fonts, self.unit = surface, theme, fonts, unit
        self.focused, self.hovered = focused, hovered
        self.boxes: list[TextBox] = []
        self.hits: list[Hit] = []
        self.scrolls: dict[str, tuple[Rect, int]] = {}
        self.caret: Rect | None = None  # of the field in which is typed
        self.layer = 0
        self._panel, self._within = "window", surface.get_rect()

    def px(self, units: float) -> int:
        """Return a length in units as whole pixels, at least one."""
        return max(1, round(units * self.unit))

    def color(self, name: str) -> str:
        """Return a colour of the theme by its name. A colour written #rrggbb is returned as it is."""
        return name if name.startswith("#") else str(getattr(self.theme, name))

    @contextmanager
    def panel(self, name: str, rect: Rect, fill: str = "", edge: str = "", radius: float = 0) -> Iterator[Rect]:
        """Open a part of the window. Within it nothing is drawn outside its rect, and its texts are recorded under its name."""
        before = self._panel, self._within, self.surface.get_clip()
        if fill:
            self.box(rect, fill, edge, radius)
        self._panel, self._within = name, rect
        self.surface.set_clip(rect.clip(before[2]))
        try:
            yield rect
        finally:
            self._panel, self._within = before[:2]
            self.surface.set_clip(before[2])

    def box(self, rect: Rect, fill: str = "", edge: str = "", radius: float = 0.35, width: int = 1) -> None:
        """Draw a filled box with an edge. An empty fill or edge is left out. radius: in units; width: of the edge, in pixels."""
        corner = round(radius * self.unit)
        if fill:
            pygame.draw.rect(self.surface, self.color(fill), rect, border_radius=corner)
        if edge:
            pygame.draw.rect(self.surface, self.color(edge), rect, width, border_radius=corner)

    def rule(self, x: int, y: int, width: int) -> None:
        """Draw a thin horizontal line of `width` pixels."""
        pygame.draw.line(self.surface, self.color("line"), (x, y), (x + width - 1, y), max(1, self.unit // 14))

    def veil(self, share: float = 0.5) -> None:
        """Darken all that has been drawn, and go one layer up. share: from 0, unchanged, to 1, fully covered."""
        veil = pygame.Surface(self.surface.get_size(), pygame.SRCALPHA)
        veil.fill((*pygame.Color(self.color("shade"))[:3], round(255 * share)))
        self.surface.blit(veil, (0, 0))
        self.layer += 1

    def size(self, size: float) -> int:
        """Return a size of text in pixels, never below the smallest."""
        return max(self.unit, round(size * self.unit))

    def high(self, size: float = 1.0) -> int:
        """Return the height of a line of text in pixels."""
        return self.fonts.line_height(self.size(size))

    def wide(self, text: str, size: float = 1.0, bold: bool = False) -> int:
        """Return the width of one line of text in pixels."""
        return self.fonts.width(text, self.size(size), bold)

    def wrap(self, text: str, width: int, size: float = 1.0, bold: bool = False) -> list[str]:
        """Return the lines of a text that is wrapped to `width` pixels."""
        return self.fonts.wrap(text, self.size(size), max(width, self.unit), bold)

    def text(
        self,
        at: tuple[int, int],
        text: str,
        size: float = 1.0,
        color: str = "ink",
        bold: bool = False,
        align: str = "left",
        width: int = 0,
    ) -> Rect:
        """Draw one line of text and return its rect.

        at: the pixel at the top of the line: at its left, in its middle or at its right, as `align` says. width: the most pixels,
        beyond which the text is cut with an ellipsis; 0 for no limit.
        """
        pixels = self.size(size)
        if width:
            text = self.fonts.fit(text, pixels, width, bold)
        image = self.fonts.render(text, pixels, self.color(color), bold)
        rect = image.get_rect(height=self.high(size))
        rect.top = at[1]
        setattr(rect, {"left": "left", "middle": "centerx", "right": "right"}[align], at[0])
        self.surface.blit(image, (rect.x, rect.y + (rect.height - image.get_height()) // 2))
        if text:
            self.boxes.append(TextBox(rect.copy(), text, self._panel, self._within, self.layer))
        return rect

    def image(self, image: pygame.Surface, rect: Rect, text: str) -> None:
        """Draw a text that has been rendered as an image, and record it as that text."""
        self.surface.blit(image, rect)
        self.boxes.append(TextBox(rect, text, self._panel, self._within, self.layer))

    def paragraph(
        self,
        at: tuple[int, int],
        text: str,
        width: int,
        size: float = 1.0,
        color: str = "ink",
        bold: bool = False,
        align: str = "left",
    ) -> int:
        """Draw a text in lines of at most `width` pixels and return the y below them.

        at: the pixel at the top left of the first line, or at its top middle if `align` is "middle".
        """
        y = at[1]
        for line in self.wrap(text, width, size, bold):
            self.text((at[0], y), line, size, color, bold, align)
            y += self.high(size)
        return y

    def hit(self, rect: Rect, id: str, label: str, enabled: bool = True, primary: bool = False, still: bool = False) -> None:
        """Record a part that can be pressed. A focused or hovered one gets its ring."""
        seen = rect.clip(self.surface.get_clip())
        if seen.width < 2 or seen.height < 2:
            return
        self.hits.append(Hit(seen, id, label, self._panel, self.layer, enabled, primary, still))
        if not enabled or still:
            return
        if id == self.hovered:
            pygame.draw.rect(self.surface, self.color("accent"), seen, max(1, self.unit // 9), border_radius=self.px(0.4))
        if id == self.focused:
            thick = max(2, self.unit // 5)
            pygame.draw.rect(self.surface, self.color("ink"), seen, thick, border_radius=self.px(0.4))
            pygame.draw.rect(self.surface, self.color("panel"), seen.inflate(-2 * thick, -2 * thick), thick, self.px(0.3))

    def cover(self, rect: Rect) -> None:
        """Shield the map below a rect from the pointer."""
        self.hits.append(Hit(rect.clip(self.surface.get_clip()), "", "", self._panel, self.layer, enabled=False, still=True))

    def button_height(self, label: str, width: int, size: float = 1.0) -> int:
        """Return the height in pixels that a button with this label and width needs."""
        return len(self.wrap(label, width - self.px(1.2), size, True)) * self.high(size) + self.px(0.6)

    def button(
        self,
        rect: Rect,
        id: str,
        label: str,
        enabled: bool = True,
        primary: bool = False,
        chosen: bool = False,
        size: float = 1.0,
        enter: bool = True,
    ) -> None:
        """Draw a button with its label in the middle.

        primary: the recommended button, which Enter presses as well unless `enter` is False; chosen: it is switched on.
        """
        fill = ("accent" if primary or chosen else "raised") if enabled else "panel"
        ink = ("on_accent" if primary or chosen else "ink") if enabled else "soft"
        self.box(rect, fill, "accent" if enabled and (primary or chosen) else "line", 0.4)
        lines = self.wrap(label, rect.width - self.px(1.2), size, enabled)
        y = rect.y + (rect.height - len(lines) * self.high(size)) // 2
        for line in lines:
            self.text((rect.centerx, y), line, size, ink, enabled, "middle")
            y += self.high(size)
        self.hit(rect, id, label, enabled, primary and enter)

    def chip(self, at: tuple[int, int], label: str, fill: str, size: float = 1.0, bold: bool = True) -> Rect:
        """Draw a small coloured plate with a word on it, and return its rect."""
        width = self.wide(label, size, bold) + self.px(0.9)
        rect = Rect(at[0], at[1], width, self.high(size) + self.px(0.1))
        color = self.color(fill)
        self.box(rect, color, "", 0.35)
        self.text((rect.centerx, rect.y), label, size, ink_on(color), bold, "middle")
        return rect

    def triangle(self, rect: Rect, up: bool, color: str) -> None:
        """Draw a small triangle that points up or down."""
        points = [rect.bottomleft, rect.bottomright, rect.midtop] if up else [rect.topleft, rect.topright, rect.midbottom]
        pygame.draw.polygon(self.surface, self.color(color), points)

    def draw_caret(self, x: int, line: Rect) -> None:
        """Draw the caret, where the next letter will be typed. line: the rect of its line of text."""
        self.caret = Rect(x, line.y + self.px(0.2), max(2, self.unit // 8), line.height - self.px(0.4))
        self.box(self.caret, "ink", "", 0)

    def tick(self, rect: Rect, color: str) -> None:
        """Draw a tick, as in a checked box."""
        inner = rect.inflate(-rect.width // 3, -rect.height // 3)
        points = [(inner.x, inner.centery), (inner.x + inner.width // 3, inner.bottom), (inner.right, inner.y)]
        pygame.draw.lines(self.surface, self.color(color), False, points, max(2, rect.width // 8))

    def lines(
        self, text: str, width: int, size: float = 1.0, color: str = "ink", bold: bool = False, indent: int = 0
    ) -> list[PanelBlock]:
        """Return a wrapped text as blocks, one for each line. width, indent: in pixels. A large bold one is a heading."""
        leads = bold and size > 1

        def row(line: str) -> PanelBlock:
            return PanelBlock(
                self.high(size), lambda rect: void(self.text((rect.x + indent, rect.y), line, size, color, bold)), leads
            )

        return [row(line) for line in self.wrap(text, width - indent, size, bold)]

    def gap(self, units: float = 0.5) -> PanelBlock:
        """Return an empty block of this height in units."""
        return PanelBlock(self.px(units), leads=True)

    def flow(self, name: str, rect: Rect, blocks: Sequence[PanelBlock], offset: int) -> None:
        """Draw blocks from the top of a rect, starting with block number `offset`; a block that does not fit is left out.

        Nor is a heading drawn below which there is no room for what it is about.
        If blocks are left out, a scroll bar is drawn and the panel is recorded as one that scrolls.
        """
        most = self._most(blocks, rect.height)
        offset = min(offset, most)
        if most:
            self.scrolls[name] = (rect, most)
            self._bar(rect, offset, most, rect.height / max(1, sum(block.height for block in blocks)))
        room, y = rect.width - self.bar_width(), rect.y
        for number, block in enumerate(blocks[offset:], offset):
            if y + block.height > rect.bottom and (y > rect.y or block.height < 3 * self.high()):
                break
            if y > rect.y and y + _with_led(blocks[number:]) > rect.bottom:
                break
            block.draw(Rect(rect.x, y, room, block.height))
            y += block.height

    def bar_width(self) -> int:
        """Return the width in pixels of the strip at the right of a flow that is kept for its scroll bar."""
        return self.px(0.9)

    def _most(self, blocks: Sequence[PanelBlock], height: int) -> int:
        """Return the largest offset: from there on all remaining blocks fit."""
        if sum(block.height for block in blocks) <= height:
            return 0
        left = height
        for number in range(len(blocks) - 1, -1, -1):
            left -= blocks[number].height
            if left < 0:
                return min(number + 1, len(blocks) - 1)
        return 0

    def _bar(self, rect: Rect, offset: int, most: int, share: float) -> None:
        """Draw a scroll bar at the right of a rect."""
        width = self.px(0.45)
        slot = Rect(rect.right - width, rect.y, width, rect.height)
        self.box(slot, "raised", "", 0.2)
        grip = max(self.px(1.5), round(slot.height * min(share, 1)))
        y = slot.y + round((slot.height - grip) * offset / most)
        self.box(Rect(slot.x, y, width, grip), "soft", "", 0.2)


def _with_led(blocks: Sequence[PanelBlock]) -> int:
    """Return the height of a block with what it leads to: the next one that leads to nothing. In pixels."""
    high = 0
    for block in blocks:
        high += block.height
        if not block.leads:
            return high
    return blocks[0].height if blocks else 0


def void(_: object) -> None:
    """Return nothing; for a lambda that only draws."""
