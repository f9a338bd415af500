"""Writes TOML that reads back the same."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import toml

from kuroshio.disk.whole_file import replace


class Unwritable(ValueError):
    """A table that cannot be written as TOML without a change."""


def plain(value: Any) -> Any:
    """Return a value with lists for tuples, because `toml` loses the contents of tuples."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


def dumps(table: dict[str, Any]) -> str:
    """Return a table as TOML text. Raises Unwritable if the text would not read back as the same table.

    `toml` writes some values wrongly and says nothing: None, empty tables in lists, tables in nested lists, control
    characters, no-break spaces. So every text is read again with `tomllib`, and compared.
    """
    wanted = plain(table)
    try:
        text = toml.dumps(wanted)
        same = tomllib.loads(text) == wanted
    except (ValueError, TypeError, IndexError) as error:
        raise Unwritable(f"this table has no TOML form that reads back: {error}") from error
    if not same:
        raise Unwritable(f"TOML would change {' and '.join(changed(wanted, tomllib.loads(text)))}")
    return text


def changed(wanted: dict[str, Any], found: dict[str, Any]) -> list[str]:
    """Return the keys of a table that read back differently."""
    return [repr(key) for key in wanted if key not in found or wanted[key] != found[key]] or ["its keys"]


def save(path: Path, table: dict[str, Any]) -> None:
    """Write a table to a TOML file, the same bytes on every platform. Raises Unwritable, and OSError from the disk."""
    replace(path, dumps(table).encode("utf-8"))
