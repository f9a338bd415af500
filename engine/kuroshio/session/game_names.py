"""What a game may be called: a name that every disk can hold and everybody can read, or a path that ends as a game's does."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from kuroshio.session.journal_writer import NotKept
from kuroshio.session.kept_game import SUFFIX

BARRED = '/\\:*?"<>|'  # what some disk keeps for itself
TAKEN = {"CON", "PRN", "AUX", "NUL"} | {f"{port}{n}" for port in ("COM", "LPT") for n in "0123456789\u00b9\u00b2\u00b3"}
UNSEEN = ("Cc", "Cf", "Zl", "Zp", "Cs", "Co", "Cn")
LONGEST = 50  # characters: with what is added to it a name of any script has fewer than the 255 bytes of a file's
RIGHT = "a game is named in letters, digits, - and _, such as day-1"


def name_wrong(name: str) -> str:
    """Why no game may have this name; empty where it may."""
    barred = next((char for char in name if char in BARRED), "")
    if not name.strip():
        return "is no name"
    if any(unicodedata.category(char) in UNSEEN for char in name):
        return "has a character that cannot be seen"
    if barred:
        return f"has a {barred!r}, which not every disk can hold"
    if name[0] in ".-":
        return f"begins with {name[0]!r}, as what is hidden or an option does"
    if name != name.strip() or name[-1] == ".":
        return "begins or ends with a blank or a point"
    if name.partition(".")[0].strip().upper() in TAKEN:
        return "is a device under Windows"
    return f"has more than {LONGEST} characters" if len(name) > LONGEST else ""


def new_place(text: str, folder: Path) -> Path:
    """Where a new game is kept that somebody names: at a path that ends in SUFFIX, or by its name in the folder of games.

    Raises NotKept with a sentence on a name that none may have.
    """
    named = not text.endswith(SUFFIX)
    if named and ("/" in text or "\\" in text):
        raise NotKept(f"{text!r} is a path, which ends in {SUFFIX}; write {text.rstrip('/') + SUFFIX!r}, or a name alone")
    name = text if named else Path(text).name.removesuffix(SUFFIX)
    wrong = name_wrong(name)
    if wrong:
        raise NotKept(f"{name[: 2 * LONGEST]!r} {wrong}; {RIGHT}")
    return folder / f"{text}{SUFFIX}" if named else Path(text)
