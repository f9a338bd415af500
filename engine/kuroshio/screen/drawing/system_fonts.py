"""The fonts of this machine, for characters that the bundled ones lack. They are searched once, at the first such character.

Where fontconfig is installed it lists the fonts, the most suitable first. Elsewhere the well-known fonts of the system are looked
for. Of a file with several fonts the first is used, because only that can be drawn.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

PATIENCE = 20  # seconds: the first call after an installation lists every font anew
MOST = 64  # files that are held open
PROBE = 16  # px of a font that is only asked what it has
DRAWABLE = (".ttf", ".otf", ".ttc", ".otc")
KNOWN = (  # regular, bold: what Windows, macOS and Linux bring, and what is installed for these languages
    ("segoeui.ttf", "segoeuib.ttf"), ("malgun.ttf", "malgunbd.ttf"), ("YuGothM.ttc", "YuGothB.ttc"),
    ("meiryo.ttc", "meiryob.ttc"), ("msgothic.ttc", ""), ("msjh.ttc", "msjhbd.ttc"), ("msyh.ttc", "msyhbd.ttc"),
    ("simsunb.ttf", ""), ("LeelawUI.ttf", "LeelaUIb.ttf"), ("tahoma.ttf", "tahomabd.ttf"), ("Nirmala.ttc", ""),
    ("Nirmala.ttf", "NirmalaB.ttf"), ("seguisym.ttf", ""), ("ヒラギノ角ゴシック W3.ttc", "ヒラギノ角ゴシック W6.ttc"),
    ("AppleSDGothicNeo.ttc", ""), ("PingFang.ttc", ""), ("Hiragino Sans GB.ttc", ""),
    ("STHeiti Light.ttc", "STHeiti Medium.ttc"), ("Thonburi.ttc", ""), ("Helvetica.ttc", ""),
    ("Arial Unicode.ttf", ""), ("Arial.ttf", "Arial Bold.ttf"), ("Apple Symbols.ttf", ""),
    ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"), ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"),
    ("NotoSansThai-Regular.ttf", "NotoSansThai-Bold.ttf"),
    ("NotoSansDevanagari-Regular.ttf", "NotoSansDevanagari-Bold.ttf"), ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    ("arial.ttf", "arialbd.ttf"),
)  # fmt: skip
PACKAGES = {  # script: the font to install, and where Debian and Ubuntu have it
    "Korean": ("Noto Sans CJK", "fonts-noto-cjk"),
    "Japanese": ("Noto Sans CJK", "fonts-noto-cjk"),
    "Chinese characters": ("Noto Sans CJK", "fonts-noto-cjk"),
    "Latin letters with marks": ("Noto Sans", "fonts-noto-core"),
    "Cyrillic": ("Noto Sans", "fonts-noto-core"),
}


def font_files(bold: bool) -> tuple[str, ...]:
    """Return the font files of this machine, the most suitable first; those of the wanted weight come before the others."""
    return _font_files(bold)[:MOST]


@lru_cache(maxsize=2)
def _font_files(bold: bool) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*by_fontconfig(bold), *by_name(bold))))


def by_fontconfig(bold: bool) -> Iterator[str]:
    """Yield the font files that fontconfig would fall back on, in its order. It leaves out files that add no characters."""
    wanted = "sans-serif:bold" if bold else "sans-serif"
    ask = ["fc-match", "--sort", "--format", "%{file}\t%{scalable}\t%{color}\n", wanted]
    try:
        told = subprocess.run(ask, capture_output=True, timeout=PATIENCE, check=True, stdin=subprocess.DEVNULL).stdout
    except (OSError, subprocess.SubprocessError):
        return
    for line in os.fsdecode(told).splitlines():
        path, _, rest = line.partition("\t")
        if rest.split("\t")[:1] == ["True"] and not rest.endswith("True\tTrue") and path.lower().endswith(DRAWABLE):
            yield path


def by_name(bold: bool) -> Iterator[str]:
    """Yield the well-known font files of this system that exist."""
    there = {
        path.name: str(path) for folder in folders() for path in sorted(folder.rglob("*")) if path.suffix.lower() in DRAWABLE
    }
    for pair in KNOWN:
        for name in reversed(pair) if bold else pair:
            if name in there:
                yield there[name]


def folders() -> list[Path]:
    """Return the folders in which this system keeps fonts, for all users and for this one."""
    home = Path.home()
    if sys.platform == "win32":
        own = Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local")) / "Microsoft" / "Windows" / "Fonts"
        places = [Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts", own]
    elif sys.platform == "darwin":
        places = [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library" / "Fonts"]
    else:
        places = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local" / "share" / "fonts"]
    return [place for place in places if place.is_dir()]


class Glyphs:
    """Which characters each font file has.

    Each question is asked once. If it cannot be answered, the font counts as having them.
    """

    def __init__(self) -> None:
        self._fonts: dict[str, Any] = {}
        self._known: dict[tuple[str, str], bool] = {}

    def has(self, path: str, text: str) -> bool:
        """Whether a font has every character of a text; False if the file is no font."""
        key = (path, text)
        if key not in self._known:
            self._known[key] = self._ask(path, text)
        return self._known[key]

    def _ask(self, path: str, text: str) -> bool:
        try:
            from pygame import freetype  # pygame.font gives the measures of an empty box for what it lacks
        except ImportError:
            return True
        try:
            if path not in self._fonts:
                if not freetype.get_init():
                    freetype.init()
                self._fonts[path] = freetype.Font(path, PROBE)
            font = self._fonts[path]
            return font is not None and None not in font.get_metrics(text)
        except (OSError, RuntimeError, ValueError):  # pygame's own error is of the second kind
            self._fonts[path] = None
            return False


class SystemFonts:
    """The machine's fonts by the characters that they have. files: returns the files of a weight, the most suitable first."""

    def __init__(self, files: Callable[[bool], Iterable[str]] = font_files) -> None:
        self.files, self.glyphs = files, Glyphs()
        self._found: dict[tuple[str, bool], str] = {}

    def find(self, text: str, bold: bool) -> str:
        """Return the path of the first font that has every character of a text; empty if there is none."""
        key = (text, bold)
        if key not in self._found:
            self._found[key] = next((path for path in self.files(bold) if self.glyphs.has(path, text)), "")
        return self._found[key]


def to_install(script: str) -> str:
    """Return a sentence on how to install a font for a script that no font of this machine has."""
    font, package = PACKAGES.get(script, (f"Noto Sans {script}", "fonts-noto-core"))
    if sys.platform == "win32":
        return f"Add it in Settings, System, Optional features (supplemental fonts), or install {font} (fonts.google.com/noto)."
    if sys.platform == "darwin":
        return f"Install {font} (fonts.google.com/noto) with Font Book."
    return f"Install {font}: the package {package} of Debian and Ubuntu, or from fonts.google.com/noto."
