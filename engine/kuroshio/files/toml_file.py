"""One TOML file: its text, its tables, and where everything stands."""

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
    """A file of TOML, as much of it as could be read.

    text: its text, with blanks for what is no TOML; faults: what of it is none; lost: the paths of keys that are missing for
    that reason, or of tables of which nobody knows what is missing; gone: the texts of whole tables that are.
    """

    path: Path
    text: str
    tables: dict[str, Any]
    faults: tuple[Fault, ...] = ()
    lost: frozenset[KeyPath] = frozenset()
    gone: tuple[str, ...] = ()

    @cached_property
    def lines(self) -> dict[KeyPath, int]:
        """Where everything stands; worked out when the first fault asks."""
        return locate(self.text)

    def fault(self, path: KeyPath, wrong: str, right: str) -> Fault:
        """A fault at a key path, or at the nearest path above it that the file has."""
        at = path
        while at not in self.lines:
            at = at[:-1]
        return Fault(shown(self.path), self.lines[at], key_text(path), wrong, right)


def read(path: Path) -> Document:
    """Read a file, which may have faults of form. Raises FaultyFiles when it is missing or no text."""
    try:
        text = read_text(path)
    except OSError as error:
        raise FaultyFiles([Fault(shown(path), 1, "", f"cannot be read ({error.strerror})", "name a file that exists")]) from None
    except NotText as error:
        raise FaultyFiles([Fault(shown(path), error.line, "", error.wrong, error.right)]) from None
    parsed = parse(text)
    faults = tuple(Fault(shown(path), flaw.line, flaw.key, flaw.wrong, flaw.right) for flaw in parsed.flaws)
    return Document(path, parsed.text, parsed.tables, faults, frozenset(parsed.lost), tuple(parsed.gone))
