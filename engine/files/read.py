"""One TOML file: its text, its tables, and where everything stands."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path
from typing import Any

import tomli
from attrs import frozen

from engine.files.faults import Fault, FaultyFiles, KeyPath, key_text, shown
from engine.files.locate import locate

PLACE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)")


@frozen
class Document:
    """A file that is valid TOML."""

    path: Path
    text: str
    tables: dict[str, Any]

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
    """Read a file. Raises FaultyFiles when it is missing or not TOML 1.0."""
    try:
        text = path.read_bytes().decode("utf-8").replace("\r\n", "\n")
        tables = tomli.loads(text)
    except OSError as error:
        raise FaultyFiles([Fault(shown(path), 1, "", f"cannot be read ({error.strerror})", "name a file that exists")]) from None
    except UnicodeDecodeError as error:
        raise FaultyFiles([Fault(shown(path), 1, "", f"is not UTF-8 (byte {error.start})", "save it as UTF-8")]) from None
    except tomli.TOMLDecodeError as error:
        match = PLACE.search(str(error))
        line = int(match.group(1)) if match and match.group(1) else text.count("\n") + 1
        wrong = PLACE.sub("", str(error))
        wrong = f"not valid TOML: {wrong[:1].lower()}{wrong[1:]}"
        raise FaultyFiles([Fault(shown(path), line, "", wrong, "write TOML 1.0 (toml.io)")]) from None
    return Document(path, text, tables)
