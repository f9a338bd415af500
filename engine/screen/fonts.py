"""The bundled fonts, and text as pixels: measured, broken into lines, cut to fit, rendered once and kept."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import TypeVar

import pygame

FOLDER = Path(__file__).parent / "assets" / "fonts"
REGULAR, BOLD = "KuroshioSans-Regular.otf", "KuroshioSans-Bold.otf"
SHARE = 50  # the smallest text is a fiftieth of the window's height: a back row can read it
KEPT = 2000  # rendered texts, and as many measures, before the oldest is forgotten
ELLIPSIS = "…"
NEVER_FIRST = frozenset("、。，．・：；！？）］｝」』】〉》〕ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ々…%％")
NEVER_LAST = frozenset("（［｛「『【〈《〔")

Value = TypeVar("Value")


class FontMissing(Exception):
    """A font that belongs to the package is not where it should be."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"The font {path} is missing: install Kuroshio again.")
        self.path = path


class Fonts:
    """The fonts at every size. scale: how much larger than the smallest legible size the user wants text; below 1 counts as 1."""

    def __init__(self, scale: float = 1.0) -> None:
        self.scale = max(1.0, scale)
        for name in (REGULAR, BOLD):
            if not (FOLDER / name).is_file():
                raise FontMissing(FOLDER / name)
        if not pygame.font.get_init():
            pygame.font.init()
        self._fonts: dict[tuple[int, bool], pygame.font.Font] = {}
        self._widths: _Kept[int] = _Kept()
        self._images: _Kept[pygame.Surface] = _Kept()
        self._lines: _Kept[tuple[str, ...]] = _Kept()

    def unit(self, height: int) -> int:
        """The smallest size of text, in pixels, in a window of this height."""
        return max(1, math.ceil(height * self.scale / SHARE))

    def font(self, size: int, bold: bool = False) -> pygame.font.Font:
        """The font whose em is so many pixels."""
        key = (max(1, size), bold)
        if key not in self._fonts:
            # A path as text: pygame opens it itself, and keeps the file open as long as the font lives.
            self._fonts[key] = pygame.font.Font(str(FOLDER / (BOLD if bold else REGULAR)), key[0])
        return self._fonts[key]

    def render(self, text: str, size: int, color: str, bold: bool = False) -> pygame.Surface:
        """One line of text on nothing. The picture is kept and shared: blit it, do not draw on it."""

        def make() -> pygame.Surface:
            return self.font(size, bold).render(_one_line(text), True, pygame.Color(color))

        return self._images.get((text, size, color, bold), make)

    def width(self, text: str, size: int, bold: bool = False) -> int:
        """How many pixels wide one line of text is."""
        return self._widths.get((text, size, bold), lambda: self.font(size, bold).size(_one_line(text))[0])

    def line_height(self, size: int) -> int:
        """The distance from one line of text to the next."""
        return math.ceil(size * 1.45)

    def wrap(self, text: str, size: int, width: int, bold: bool = False) -> list[str]:
        """Text as lines no wider than so many pixels, though one character always stands; a long word is broken anywhere."""

        def make() -> tuple[str, ...]:
            return tuple(line for part in text.split("\n") for line in self._wrap(part, size, width, bold))

        return list(self._lines.get((text, size, width, bold), make))

    def fit(self, text: str, size: int, width: int, bold: bool = False) -> str:
        """Text cut with an ellipsis so that it is no wider than so many pixels; empty where not even that has room."""
        if self.width(text, size, bold) <= width:
            return text
        least, most = -1, len(text) - 1  # least fits, most may
        while least < most:
            middle = (least + most + 1) // 2
            if self.width(text[:middle].rstrip() + ELLIPSIS, size, bold) <= width:
                least = middle
            else:
                most = middle - 1
        return text[:least].rstrip() + ELLIPSIS if least >= 0 else ""

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
        """What may not be broken, broken all the same where it is wider than a line."""
        pieces, piece = [], ""
        for char in atom:
            if piece and self.width((piece + char).rstrip(), size, bold) > width:
                pieces.append(piece)
                piece = ""
            piece += char
        return [*pieces, piece]


class _Kept(OrderedDict[Hashable, Value]):
    """What was asked for lately."""

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:  # type: ignore[override]
        """What is kept under a key, made if it is not there yet."""
        if key in self:
            self.move_to_end(key)
            return self[key]
        self[key] = value = make()
        if len(self) > KEPT:
            self.popitem(last=False)
        return value


def _one_line(text: str) -> str:
    """Text without what pygame refuses (a NUL) or pygame-ce would break a line at."""
    return text.replace("\0", "").replace("\n", " ").replace("\t", " ")


def _wide(char: str) -> bool:
    """Whether a line may break beside this character without a space: kana, kanji, full width."""
    return "\u2e80" <= char <= "\ufaff" or "\uff00" <= char <= "\uffef"


def _atoms(text: str) -> list[str]:
    """Text in the pieces between which a line may break: words with their space, Japanese by characters."""
    atoms: list[str] = []
    for char in text:
        if atoms and _joined(atoms[-1][-1], char):
            atoms[-1] += char
        else:
            atoms.append(char)
    return atoms


def _joined(before: str, char: str) -> bool:
    """Whether no line may break between two characters."""
    if char == " " or char in NEVER_FIRST or before in NEVER_LAST:
        return True
    return before != " " and not _wide(before) and not _wide(char)
