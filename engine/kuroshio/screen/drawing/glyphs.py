"""Characters as a reader sees them: which belong together, which are never drawn, what replaces one that no font has."""

from __future__ import annotations

import unicodedata

from attrs import frozen

SIGNS_OF_HAN = "CJK"
SCRIPTS = {  # the first word of a character's name in Unicode: what a reader calls the script
    "HANGUL": "Korean",
    SIGNS_OF_HAN: "Chinese characters",
    "HIRAGANA": "Japanese",
    "KATAKANA": "Japanese",
    "LATIN": "Latin letters with marks",
}
SIGNS = "signs"  # characters that are no letters: a currency, an arrow, a face
LEADING = frozenset("\u0e40\u0e41\u0e42\u0e43\u0e44")  # vowels of Thai that stand before their letter
TRAILING = frozenset("\u0e33\u0eb3")  # letters of Thai and Lao that hang on the one before
JAMO = ("\u1160", "\u11ff")  # vowels and endings of a Korean syllable that is written in its parts


@frozen
class Lacking:
    """What replaces a character that no font has.

    sign: the text drawn instead; script: the name of the missing script, for a sentence.
    """

    sign: str
    script: str


def clusters(text: str) -> list[str]:
    """Return a text as clusters, which are never broken apart: each is a letter with its marks."""
    if text.isascii():
        return list(text)
    found: list[str] = []
    for char in text:
        if found and (hangs_on(char) or found[-1][-1] in LEADING):
            found[-1] += char
        else:
            found.append(char)
    return found


def hangs_on(char: str) -> bool:
    """Whether a character belongs to the one before it."""
    return unicodedata.category(char) in ("Mn", "Mc", "Me") or char in TRAILING or JAMO[0] <= char <= JAMO[1]


def drawn(text: str) -> str:
    """Return a text as it is drawn: letters are joined with their marks, and invisible characters are left out."""
    seen = "".join(char for char in text if not _unseen(char))
    return "".join(unicodedata.normalize("NFC", part) if len(part) > 1 else part for part in clusters(seen))


def _unseen(char: str) -> bool:
    """Whether a character is invisible: control and format characters, and variation selectors."""
    return unicodedata.category(char) in ("Cc", "Cf") or "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"


def lacking(cluster: str) -> Lacking:
    """Return what replaces a cluster that no font has: a word, or the number of its character in Unicode."""
    name = unicodedata.name(cluster[0], "")
    word, script = name.split(" ")[0].partition("-")[0], script_of(cluster)
    if word == SIGNS_OF_HAN or not name:
        return Lacking(f"[U+{ord(cluster[0]):04X}]", script)
    return Lacking(f"[{name.lower() if script == SIGNS else script}]", script)


def script_of(cluster: str) -> str:
    """Return the usual name of a letter's script; SIGNS for other characters."""
    if unicodedata.category(cluster[0])[0] not in "LM":
        return SIGNS
    word = unicodedata.name(cluster[0], SIGNS_OF_HAN).split(" ")[0].partition("-")[0]
    return SCRIPTS.get(word, word.capitalize())


def bare(cluster: str) -> str:
    """Return a Latin letter without its marks, which can still be read; empty for any other character."""
    if not unicodedata.name(cluster[0], "").startswith("LATIN"):
        return ""
    letter = unicodedata.normalize("NFD", cluster)[0]
    return letter if letter != cluster else ""
