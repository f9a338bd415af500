"""Names of games: a name that every disk can hold and everybody can read, or a path with a game's suffix."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from kuroshio.session.journal.journal_reader import SUFFIX
from kuroshio.session.journal.journal_writer import NotKept

BARRED = '/\\:*?"<>|'  # characters that some file systems reserve
TAKEN = {"CON", "PRN", "AUX", "NUL"} | {f"{port}{n}" for port in ("COM", "LPT") for n in "0123456789\u00b9\u00b2\u00b3"}
UNSEEN = ("Cc", "Cf", "Zl", "Zp", "Cs", "Co", "Cn")
LONGEST = 50  # characters: in any script, and with the suffixes, such a name has fewer than 255 bytes
RIGHT = "a game is named in letters, digits, - and _, such as day-1"


def name_wrong(name: str) -> str:
    """Say why a game cannot have this name; empty if it can."""
    barred = next((char for char in name if char in BARRED), "")
    if not name.strip():
        return "is not a name"
    if any(unicodedata.category(char) in UNSEEN for char in name):
        return "has an invisible character"
    if barred:
        return f"has a {barred!r}, which some disks do not allow"
    if name[0] in ".-":
        return f"begins with {name[0]!r}, like a hidden file or an option"
    if name != name.strip() or name[-1] == ".":
        return "begins or ends with a space or a dot"
    if name.partition(".")[0].strip().upper() in TAKEN:
        return "is a device name under Windows"
    return f"has more than {LONGEST} characters" if len(name) > LONGEST else ""


def new_place(text: str, folder: Path) -> Path:
    """Return the path of a new game: the path itself if it ends in SUFFIX, else the name in the folder of games.

    Raises NotKept with a sentence on a name that a game cannot have.
    """
    named = not text.endswith(SUFFIX)
    if named and ("/" in text or "\\" in text):
        raise NotKept(f"{text!r} is a path, which must end in {SUFFIX}; write {text.rstrip('/') + SUFFIX!r}, or a name alone")
    name = text if named else Path(text).name.removesuffix(SUFFIX)
    wrong = name_wrong(name)
    if wrong:
        raise NotKept(f"{name[: 2 * LONGEST]!r} {wrong}; {RIGHT}")
    return folder / f"{text}{SUFFIX}" if named else Path(text)
