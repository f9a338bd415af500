"""How well the colours of the sides can be told apart, by normal sight, by colour-blind sight and in grey.

`python -m tests.screen.palette` prints the table. Colour blindness is simulated after Machado, Oliveira and Fernandes (2009),
severity 1.0, in linear RGB; distances are CIEDE2000 (Sharma, Wu and Dalal 2005) in CIELAB under D65.
"""

from __future__ import annotations

import math
from itertools import combinations
from pathlib import Path

import numpy as np
import tomli

from kuroshio.screen.drawing.symbols import SECOND
from kuroshio.screen.drawing.theme import rgb

ROOT = Path(__file__).resolve().parents[2]
NEUTRAL = "#777777"
ENOUGH = 15.0  # CIEDE2000; judgement: two patches of a few centimetres across a room; 2.3 is just noticeable side by side
SIMULATIONS = {
    "normal": np.eye(3),
    "protanopia": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]),
    "deuteranopia": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]),
    "tritanopia": np.array([[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]),
    "greyscale": np.array([[0.2126, 0.7152, 0.0722]] * 3),
}
TO_XYZ = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]])
D65 = TO_XYZ @ np.ones(3)


def factions() -> list[tuple[str, str, str]]:
    """Id, letter and colour of every faction of the rules."""
    tables = tomli.loads((ROOT / "rules" / "factions.toml").read_text(encoding="utf-8"))["faction"]
    return [(table["id"], table["letter"], table["color"]) for table in tables]


def linear(color: str) -> np.ndarray:
    shares = np.array(rgb(color)) / 255
    return np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)


def seen(color: str, sight: str) -> np.ndarray:
    """A colour as it is seen, in linear RGB from 0 to 1."""
    return np.clip(SIMULATIONS[sight] @ linear(color), 0, 1)


def lab(light: np.ndarray) -> tuple[float, float, float]:
    """CIELAB of a colour in linear RGB."""
    ratios = TO_XYZ @ light / D65
    x, y, z = np.where(ratios > 216 / 24389, np.cbrt(ratios), (24389 / 27 * ratios + 16) / 116)
    return float(116 * y - 16), float(500 * (x - y)), float(200 * (y - z))


def ciede2000(one: tuple[float, float, float], two: tuple[float, float, float]) -> float:
    """The difference of two colours in CIELAB, CIEDE2000 with all weights 1."""
    l1, a1, b1 = one
    l2, a2, b2 = two
    c7 = ((math.hypot(a1, b1) + math.hypot(a2, b2)) / 2) ** 7
    g = 0.5 * (1 - math.sqrt(c7 / (c7 + 25**7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = math.hypot(a1, b1), math.hypot(a2, b2)
    h1, h2 = (math.degrees(math.atan2(b, a)) % 360 if a or b else 0.0 for a, b in ((a1, b1), (a2, b2)))
    turn = h2 - h1
    if c1 * c2 == 0:
        turn = 0.0
    elif turn > 180:
        turn -= 360
    elif turn < -180:
        turn += 360
    dl, dc, dh = l2 - l1, c2 - c1, 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2))
    light, c, h = (l1 + l2) / 2, (c1 + c2) / 2, h1 + h2
    if c1 * c2 != 0:
        h = h / 2 if abs(h1 - h2) <= 180 else (h + 360) / 2 if h < 360 else (h - 360) / 2
    cosine = [math.cos(math.radians(angle)) for angle in (h - 30, 2 * h, 3 * h + 6, 4 * h - 63)]
    t = 1 - 0.17 * cosine[0] + 0.24 * cosine[1] + 0.32 * cosine[2] - 0.20 * cosine[3]
    sl, sc, sh = 1 + 0.015 * (light - 50) ** 2 / math.sqrt(20 + (light - 50) ** 2), 1 + 0.045 * c, 1 + 0.015 * c * t
    rc = 2 * math.sqrt(c**7 / (c**7 + 25**7))
    rt = -math.sin(math.radians(60 * math.exp(-(((h - 275) / 25) ** 2)))) * rc
    return math.sqrt((dl / sl) ** 2 + (dc / sc) ** 2 + (dh / sh) ** 2 + rt * (dc / sc) * (dh / sh))


def distance(one: str, two: str, sight: str) -> float:
    """How far apart two colours are to a sight."""
    return ciede2000(lab(seen(one, sight)), lab(seen(two, sight)))


def table() -> list[str]:
    """A line for each pair of sides, with its distance to each sight; a star where it is not enough."""
    rows = factions()
    grey = [letter for _, letter, color in rows if color.lower() == NEUTRAL]
    second = dict(zip(grey, SECOND))
    colored = [(letter, second.get(letter, color)) for _, letter, color in rows]
    lines = ["pair   " + "".join(f"{sight:>14}" for sight in SIMULATIONS)]
    for (one, first), (two, second) in combinations(colored, 2):
        far = [distance(first, second, sight) for sight in SIMULATIONS]
        lines.append(f"{one} {two}    " + "".join(f"{value:>13.1f}{' ' if value >= ENOUGH else '*'}" for value in far))
    return lines


if __name__ == "__main__":
    print("\n".join(table()))
    print(f"\n* under {ENOUGH:g}: letter and outline tell them apart")
