"""One TOML file: its text, its tables, and the lines of its keys."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

from attrs import frozen

from kuroshio.disk.texts import NotText, read_text
from kuroshio.files.faults import Fault, FaultyFiles, KeyPath, key_text, shown
from kuroshio.files.key_lines import locate
from kuroshio.files.toml_text import parse


@frozen
class Document:
    """A TOML file, as far as it could be read.

    text: its text, with spaces in place of invalid parts; faults: the invalid parts; lost: the paths of keys that are therefore
    missing, or of tables that may miss some; gone: the texts of whole missing tables.
    """

    path: Path
    text: str
    tables: dict[str, Any]
    faults: tuple[Fault, ...] = ()
    lost: frozenset[KeyPath] = frozenset()
    gone: tuple[str, ...] = ()

    @cached_property
    def lines(self) -> dict[KeyPath, int]:
        """The line of each key path, worked out at the first fault."""
        return locate(self.text)

    def fault(self, path: KeyPath, wrong: str, right: str) -> Fault:
        """Return a fault at a key path, or at the nearest path above it in the file."""
        at = path
        while at not in self.lines:
            at = at[:-1]
        return Fault(shown(self.path), self.lines[at], key_text(path), wrong, right)


def read(path: Path) -> Document:
    """Read a file, which may have TOML faults. Raises FaultyFiles if it is missing or not a text."""
    try:
        text = read_text(path)
    except OSError as error:
        raise FaultyFiles([Fault(shown(path), 1, "", f"cannot be read ({error.strerror})", "name a file that exists")]) from None
    except NotText as error:
        raise FaultyFiles([Fault(shown(path), error.line, "", error.wrong, error.right)]) from None
    parsed = parse(text)
    faults = tuple(Fault(shown(path), flaw.line, flaw.key, flaw.wrong, flaw.right) for flaw in parsed.flaws)
    return Document(path, parsed.text, parsed.tables, faults, frozenset(parsed.lost), tuple(parsed.gone))
