"""Three colour themes for the window, and the contrast of two colours."""

from __future__ import annotations

from attrs import frozen


@frozen(kw_only=True)
class Theme:
    """Colours as #rrggbb, named for their use. shade: it darkens the rest of the window below an overlay."""

    name: str
    sea: str
    strait: str
    island: str
    land: str
    foreign: str  # land outside every area
    coast: str
    border: str
    chain: str
    disputed: str
    ground: str  # the window
    panel: str
    raised: str  # cards and buttons
    line: str  # rules between
    ink: str
    soft: str  # secondary text
    accent: str
    on_accent: str
    good: str
    bad: str
    warn: str
    shade: str


LIGHT = Theme(
    name="light",
    sea="#d3e2ec", strait="#bad2e2", island="#efe6c6", land="#f1ecdd", foreign="#dedbd2",
    coast="#71818b", border="#93aaba", chain="#5b7284", disputed="#b04a12",
    ground="#e9edf0", panel="#fbfcfd", raised="#f0f3f5", line="#b9c3ca",
    ink="#111b22", soft="#43525d", accent="#0b559f", on_accent="#ffffff",
    good="#17653a", bad="#a31b1b", warn="#7a4b00", shade="#101820",
)  # fmt: skip
DARK = Theme(
    name="dark",
    sea="#142838", strait="#1d3a50", island="#4a4832", land="#383c36", foreign="#2a2d2b",
    coast="#7f95a3", border="#587a90", chain="#8fa9ba", disputed="#f0935a",
    ground="#0e151b", panel="#18222a", raised="#233039", line="#45545f",
    ink="#eef3f6", soft="#b3c1cb", accent="#7cbcf5", on_accent="#06121c",
    good="#7fd39b", bad="#ff9a8d", warn="#f2c063", shade="#000000",
)  # fmt: skip
CONTRAST = Theme(
    name="contrast",
    sea="#00162a", strait="#00335c", island="#4a3f00", land="#333333", foreign="#1a1a1a",
    coast="#ffffff", border="#8fb0c9", chain="#ffffff", disputed="#ff8a3d",
    ground="#000000", panel="#000000", raised="#1c1c1c", line="#ffffff",
    ink="#ffffff", soft="#e6e6e6", accent="#ffe14d", on_accent="#000000",
    good="#6cf09a", bad="#ff9d94", warn="#ffd24a", shade="#000000",
)  # fmt: skip
THEMES = {theme.name: theme for theme in (LIGHT, DARK, CONTRAST)}
BLACK, WHITE = "#000000", "#ffffff"


def rgb(color: str) -> tuple[int, int, int]:
    """Return red, green and blue, from 0 to 255, of a colour written #rrggbb."""
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _linear(channel: int) -> float:
    share = channel / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def luminance(color: str) -> float:
    """Return the relative luminance of a colour, from 0 (black) to 1 (white), as WCAG 2.2 defines it."""
    red, green, blue = (_linear(channel) for channel in rgb(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: str, b: str) -> float:
    """Return the contrast ratio of two colours after WCAG 2.2, from 1 (equal) to 21; plain text needs 4.5."""
    dark, bright = sorted((luminance(a), luminance(b)))
    return (bright + 0.05) / (dark + 0.05)


def ink_on(color: str) -> str:
    """Return black or white, whichever is easier to read on a colour; its contrast is at least 4.5."""
    return max((BLACK, WHITE), key=lambda ink: contrast(ink, color))


def mix(a: str, b: str, share: float) -> str:
    """Return a colour between two. share: 0 gives a, 1 gives b."""
    red, green, blue = (round(x + (y - x) * share) for x, y in zip(rgb(a), rgb(b)))
    return f"#{red:02x}{green:02x}{blue:02x}"
