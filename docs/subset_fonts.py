"""Make the fonts of the map window from NotoSansJP-Regular.otf and NotoSansJP-Bold.otf: the same files give the same bytes.

Needs fonttools: python docs/subset_fonts.py NotoSansJP-Regular.otf NotoSansJP-Bold.otf
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
FONTS = ROOT / "engine" / "kuroshio" / "screen" / "drawing" / "assets" / "fonts"
FAMILY = "Kuroshio Sans"  # a modified font takes a name of its own, so that nobody mistakes it for the whole one
LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x180)]  # with the long vowels of romanised Japanese
SIGNS = [ord(sign) for sign in "–—―‘’“”…•·†№→←↑↓▲▼▶◀●○■□◆◇★☆✓×±½¼¾≥≤≈−①②③④⑤⑥⑦⑧⑨"]
KANA = [*range(0x3000, 0x3020), *range(0x3041, 0x3097), *range(0x3099, 0x3100), *range(0xFF01, 0xFF61)]


def level_one() -> list[int]:
    """The 2,965 kanji of JIS X 0208 level 1, rows 16 to 47."""
    cells = (bytes((0xA0 + row, 0xA0 + cell)) for row in range(16, 48) for cell in range(1, 95))
    return [ord(text) for text in (cell.decode("euc_jp", errors="ignore") for cell in cells) if text]


def used() -> list[int]:
    """Every character of the shipped TOML files beyond Latin; samples of languages are for the machine's own fonts."""
    files = [path for folder in ("rules", "maps", "scenarios") for path in sorted((ROOT / folder).rglob("*.toml"))]
    lines = [line for path in files for line in path.read_text(encoding="utf-8").splitlines() if "sample = " not in line]
    return sorted({ord(char) for line in lines for char in line if ord(char) > 0x17F})


def rename(font: TTFont, weight: str) -> None:
    """Give the subset its own name; copyright, trademark and licence stay as they are."""
    names = {1: FAMILY, 2: weight, 3: f"{FAMILY} {weight}", 4: f"{FAMILY} {weight}", 6: f"KuroshioSans-{weight}"}
    for record in font["name"].names:
        if record.nameID in names:
            record.string = names[record.nameID]
    top = font["CFF "].cff.topDictIndex[0]
    top.FamilyName, top.FullName = FAMILY, f"{FAMILY} {weight}"
    font["CFF "].cff.fontNames = [f"KuroshioSans-{weight}"]


def cut(source: Path, weight: str, characters: list[int]) -> Path:
    """Write the subset of a font that holds these characters, and say where."""
    options = subset.Options(layout_features=["kern", "ccmp", "mark"], notdef_outline=True, name_IDs=["*"])
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE"]  # for vertical text
    font = TTFont(source, recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters)
    cutter.subset(font)
    rename(font, weight)
    target = FONTS / f"KuroshioSans-{weight}.otf"
    font.save(target)
    return target


def main(regular: str, bold: str) -> None:
    """Cut both weights to the same characters, so that a name made by a user is no box in either."""
    FONTS.mkdir(parents=True, exist_ok=True)
    characters = [*LATIN, *SIGNS, *KANA, *level_one(), *used()]
    for source, weight in ((regular, "Regular"), (bold, "Bold")):
        target = cut(Path(source), weight, characters)
        print(f"{target.relative_to(ROOT)}: {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
