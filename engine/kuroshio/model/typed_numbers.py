"""Reads numbers that people type: on the command line, in a line of control, in the window."""

from __future__ import annotations

MOST = 2**63 - 1  # the largest whole number of the kernel
EXAMPLE = "write it in plain digits, such as 12"


def whole(text: str, least: int = 0, most: int = MOST) -> int | None:
    """Read a text as a whole number from `least` to `most`; None for any other text.

    Only the digits 0 to 9 are allowed, with a minus before them if `least` is below 0. Other forms that Python accepts (1_000,
    +3, digits of other scripts) count as mistakes, and overlong digits are never converted.
    """
    said = text.strip()
    digits = said.removeprefix("-") if least < 0 else said
    if not (digits.isascii() and digits.isdigit()) or len(digits.lstrip("0")) > len(str(max(-least, most))):
        return None
    number = int(digits.lstrip("0") or "0") * (1 if digits == said else -1)
    return number if least <= number <= most else None


def no_whole(text: str, least: int = 0, most: int = MOST) -> str:
    """Return the sentence, without its full stop, on a text that is not such a number."""
    shown = text if len(text) <= 40 else f"{text[:40]}..."
    return f"{shown!r} is not a whole number from {least} to {most}; {EXAMPLE}"
