"""Numbers as a person types them: on the command line, in a line of control, at a key of the window."""

from __future__ import annotations

MOST = 2**63 - 1  # what a whole number of the kernel holds
EXAMPLE = "write it in plain digits, such as 12"


def whole(text: str, least: int = 0, most: int = MOST) -> int | None:
    """The whole number of `least` to `most` that a text is; None for any other text.

    Only the digits 0 to 9 count, before them a minus where `least` is below 0. What Python would take for a number
    besides (1_000, +3, digits of other scripts) is taken for a slip, and digits without end are never worked out.
    """
    said = text.strip()
    digits = said.removeprefix("-") if least < 0 else said
    if not (digits.isascii() and digits.isdigit()) or len(digits.lstrip("0")) > len(str(max(-least, most))):
        return None
    number = int(digits.lstrip("0") or "0") * (1 if digits == said else -1)
    return number if least <= number <= most else None


def no_whole(text: str, least: int = 0, most: int = MOST) -> str:
    """The sentence, without its end, on a text that is no such number."""
    shown = text if len(text) <= 40 else f"{text[:40]}..."
    return f"{shown!r} is no whole number from {least} to {most}; {EXAMPLE}"
