"""Faults in files: the place, what is wrong, what would be right."""

from __future__ import annotations

from pathlib import Path

from attrs import frozen

KeyPath = tuple[str | int, ...]


@frozen
class Fault:
    """One fault; prints as `file:line: key: what is wrong; what would be right`."""

    file: str
    line: int
    key: str
    wrong: str
    right: str

    def __str__(self) -> str:
        key = f"{self.key}: " if self.key else ""
        return f"{self.file}:{self.line}: {key}{self.wrong}; {self.right}"


class FaultyFiles(Exception):
    """Files that cannot be used. faults: all their faults, each with its file, its line and what would be right.

    >>> import kuroshio
    >>> kuroshio.load("tutorail")
    Traceback (most recent call last):
        ...
    kuroshio.files.faults.FaultyFiles: tutorail:1: no such scenario; name a file, or a shipped one: did you mean 'tutorial'?
    """

    def __init__(self, faults: list[Fault]):
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults

    def __reduce__(self) -> tuple[type[FaultyFiles], tuple[list[Fault]]]:
        """Give what it is made of again in another process."""
        return FaultyFiles, (self.faults,)


def key_text(path: KeyPath) -> str:
    """Return a key path in its usual form: `action[2].effects.success[0].track`."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += f".{part}" if text else part
    return text


def shown(path: Path) -> str:
    """Return a file's name as the user would type it from the present folder."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
