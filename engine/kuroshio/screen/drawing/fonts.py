"""Fonts, and text as pixels: measured, wrapped, cut to fit, rendered and cached.

The bundled fonts draw all texts of the game itself. Other characters that a person types come from a font of this machine; if no
font has one, a word stands in its place (`kuroshio.screen.drawing.glyphs`), never an empty box. SDL_ttf shapes the text of one
font, so that Thai and Vietnamese marks are in their places. It does not reverse Arabic or Hebrew. Of a file with several fonts it
takes the first, so that Chinese text may have the Japanese form of a character.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from itertools import groupby
from pathlib import Path
from typing import TypeVar

import pygame
from attrs import frozen

from kuroshio.screen.drawing.glyphs import bare, clusters, drawn, lacking, script_of
from kuroshio.screen.drawing.system_fonts import SystemFonts

FOLDER = Path(__file__).parent / "assets" / "fonts"
REGULAR, BOLD = "KuroshioSans-Regular.otf", "KuroshioSans-Bold.otf"
SHARE = 50  # the smallest text is a fiftieth of the window's height, legible from a back row
KEPT = 2000  # cached texts, and as many measures, before the oldest is dropped
ELLIPSIS = "…"
NEVER_FIRST = frozenset("、。，．・：；！？）］｝」』】〉》〕ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ々…%％")
NEVER_LAST = frozenset("（［｛「『【〈《〔")

Value = TypeVar("Value")


class FontMissing(Exception):
    """A bundled font is missing."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"The font {path} is missing: install Kuroshio again.")
        self.path = path


@frozen
class Run:
    """A piece of a line that a single font draws.

    path: the file of that font, empty for the bundled one. sign: whether the text replaces a missing character.
    """

    text: str
    path: str = ""
    sign: bool = False


SYSTEM = SystemFonts()  # shared by all drawing, because it caches what it finds


class Fonts:
    """The fonts at every size.

    scale: the user's text size as a multiple of the smallest legible size, at least 1. lacks: the scripts that had characters
    without a font, in the order of their first use. Raises FontMissing if a bundled font is not there.
    """

    def __init__(self, scale: float = 1.0, system: SystemFonts = SYSTEM) -> None:
        self.scale = max(1.0, scale)
        self.system = system
        self.lacks: dict[str, None] = {}
        for name in (REGULAR, BOLD):
            if not (FOLDER / name).is_file():
                raise FontMissing(FOLDER / name)
        if not pygame.font.get_init():
            pygame.font.init()
        self._fonts: dict[tuple[int, bool, str], pygame.font.Font] = {}
        self._runs: _Kept[tuple[Run, ...]] = _Kept()
        self._widths: _Kept[int] = _Kept()
        self._images: _Kept[pygame.Surface] = _Kept()
        self._lines: _Kept[tuple[str, ...]] = _Kept()

    def unit(self, height: int) -> int:
        """Return the smallest size of text, in pixels, in a window of this height in pixels."""
        return max(1, math.ceil(height * self.scale / SHARE))

    def font(self, size: int, bold: bool = False, path: str = "") -> pygame.font.Font:
        """Return the font whose em is `size` pixels. path: the file of a font of the machine; empty for the bundled one."""
        key = (max(1, size), bold and not path, path)
        if key not in self._fonts:
            # A path as text: pygame opens it itself, and keeps the file open as long as the font lives.
            try:
                self._fonts[key] = pygame.font.Font(path or str(FOLDER / (BOLD if bold else REGULAR)), key[0])
            except (OSError, RuntimeError):  # pygame's own error is of the second kind
                if not path:
                    raise
                self._fonts[key] = self.font(size, bold)  # a font of the machine that has gone since it was found
        return self._fonts[key]

    def render(self, text: str, size: int, color: str, bold: bool = False) -> pygame.Surface:
        """Return one line of text on a transparent surface. The surface is cached and shared: blit it, do not draw on it."""

        def make() -> pygame.Surface:
            runs = self.runs(text, bold)
            if len(runs) == 1 and not runs[0].path:
                return self.font(size, bold).render(runs[0].text, True, pygame.Color(color))
            return self._side_by_side(runs, size, color, bold)

        return self._images.get((text, size, color, bold), make)

    def _side_by_side(self, runs: tuple[Run, ...], size: int, color: str, bold: bool) -> pygame.Surface:
        """Return runs of several fonts as one line. It has the height and the base line of the bundled font."""
        own = self.font(size, bold)
        fonts = [self.font(size, bold, run.path) for run in runs]
        widths = [font.size(run.text)[0] for font, run in zip(fonts, runs, strict=True)]
        image = pygame.Surface((sum(widths), own.get_height()), pygame.SRCALPHA)
        x = 0
        for font, run, width in zip(fonts, runs, widths, strict=True):
            image.blit(font.render(run.text, True, pygame.Color(color)), (x, own.get_ascent() - font.get_ascent()))
            x += width
        return image

    def width(self, text: str, size: int, bold: bool = False) -> int:
        """Return the width of one line of text in pixels."""

        def make() -> int:
            return sum(self.font(size, bold, run.path).size(run.text)[0] for run in self.runs(text, bold))

        return self._widths.get((text, size, bold), make)

    def runs(self, text: str, bold: bool = False) -> tuple[Run, ...]:
        """Return a line as the runs that a single font draws, at least one. A sign replaces what no font has."""
        line = _one_line(text)
        plain = line.isascii() and line.isprintable()
        return (Run(line),) if plain else self._runs.get((line, bold), lambda: self._split_by_font(line, bold))

    def has(self, text: str) -> bool:
        """Whether the bundled fonts have every character of a text. The regular and the bold one have the same characters."""
        return text.isascii() or self.system.glyphs.has(str(FOLDER / REGULAR), text)

    def lacking_in(self, text: str) -> list[str]:
        """Return the scripts of those characters of a text that no font has: each once, in their order."""
        parts = clusters(drawn(_one_line(text)))
        return list(dict.fromkeys(script_of(part) for part in parts if not self.has(part) and not self.system.find(part, False)))

    def _split_by_font(self, line: str, bold: bool) -> tuple[Run, ...]:
        pieces = [self._piece(part, bold) for part in clusters(drawn(line))]
        found = groupby(pieces, lambda piece: piece.path)
        return tuple(Run(_joined_up(same), path) for path, same in found) or (Run(""),)

    def _piece(self, part: str, bold: bool) -> Run:
        """Return the run of one letter with its marks."""
        if self.has(part):
            return Run(part)
        path = self.system.find(part, bold)
        if path:
            return Run(part, path)
        without = lacking(part)
        self.lacks[without.script] = None
        plain = bare(part)
        return Run(plain) if plain and self.has(plain) else Run(without.sign, sign=True)

    def line_height(self, size: int) -> int:
        """Return the distance in pixels from one line of text to the next."""
        return math.ceil(size * 1.45)

    def wrap(self, text: str, size: int, width: int, bold: bool = False) -> list[str]:
        """Return a text as lines of at most `width` pixels.

        A word that is too long is broken anywhere; a line has at least one character.
        """

        def make() -> tuple[str, ...]:
            return tuple(line for part in text.split("\n") for line in self._wrap(part, size, width, bold))

        return list(self._lines.get((text, size, width, bold), make))

    def fit(self, text: str, size: int, width: int, bold: bool = False) -> str:
        """Return a text cut to at most `width` pixels, with an ellipsis; empty if even the ellipsis is too wide."""
        if self.width(text, size, bold) <= width:
            return text
        parts = clusters(text)
        least, most = -1, len(parts) - 1  # least fits, most may
        while least < most:
            middle = (least + most + 1) // 2
            if self.width("".join(parts[:middle]).rstrip() + ELLIPSIS, size, bold) <= width:
                least = middle
            else:
                most = middle - 1
        return "".join(parts[:least]).rstrip() + ELLIPSIS if least >= 0 else ""

    def _wrap(self, text: str, size: int, width: int, bold: bool) -> list[str]:
        lines, line = [], ""
        for atom in _atoms(text):
            if self.width((line + atom).rstrip(), size, bold) <= width:
                line += atom
                continue
            if line.strip():
                lines.append(line.rstrip())
            *full, line = self._split(atom.lstrip(), size, width, bold)
            lines += full
        return [*lines, line.rstrip()]

    def _split(self, atom: str, size: int, width: int, bold: bool) -> list[str]:
        """Return the pieces of an unbreakable part that is wider than a line: it is broken all the same."""
        pieces, piece = [], ""
        for char in clusters(atom):
            if piece and self.width((piece + char).rstrip(), size, bold) > width:
                pieces.append(piece)
                piece = ""
            piece += char
        return [*pieces, piece]


class _Kept(OrderedDict[Hashable, Value]):
    """A cache of the latest requests. The oldest is dropped beyond KEPT of them."""

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:  # type: ignore[override]
        """Return the value of a key; `make` makes it if it is not cached."""
        if key in self:
            self.move_to_end(key)
            return self[key]
        self[key] = value = make()
        if len(self) > KEPT:
            self.popitem(last=False)
        return value


def _one_line(text: str) -> str:
    """Return a text without a NUL, which pygame refuses, and without line breaks, at which pygame-ce would break the line."""
    return text.replace("\0", "").replace("\n", " ").replace("\t", " ")


def _wide(char: str) -> bool:
    """Whether a line may break beside this character without a space: kana, kanji, Korean syllables, full-width characters."""
    return "\u2e80" <= char <= "\ufaff" or "\uff00" <= char <= "\uffef" or "\U00020000" <= char <= "\U0003ffff"


def _joined_up(runs: Iterable[Run]) -> str:
    """Return the text of consecutive runs of one font. A sign that replaces several characters in a row is written once."""
    text, last = "", ""
    for run in runs:
        if not (run.sign and run.text == last):
            text += run.text
        last = run.text if run.sign else ""
    return text


def _atoms(text: str) -> list[str]:
    """Return a text as the parts between which a line may break: words with their space, Japanese by characters."""
    atoms: list[str] = []
    for char in clusters(text):
        if atoms and _joined(atoms[-1][-1], char[0]):
            atoms[-1] += char
        else:
            atoms.append(char)
    return atoms


def _joined(before: str, char: str) -> bool:
    """Whether no line may break between two characters."""
    if char == " " or char in NEVER_FIRST or before in NEVER_LAST:
        return True
    return before != " " and not _wide(before) and not _wide(char)
