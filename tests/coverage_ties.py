"""Proposals for `rules/coverage.toml`: for each item without ties the entries whose origin fits, and what is tied to nothing.

    .venv/bin/python -m tests.coverage_ties             print them
    .venv/bin/python -m tests.coverage_ties --write     put the entries into the file; read what it made of it

The tracks that such entries move stand behind them: name one where it is the item's own measure.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs

from kuroshio.files.content_folders import data_folder
from kuroshio.files.loader import RULES_TABLES, Loaded, read_rules
from kuroshio.model.entry_parts import Effect
from kuroshio.model.ruleset import Item

FILE = data_folder("rules") / "coverage.toml"
KIND_OF = {field: kind for kind, (field, _) in RULES_TABLES.items()}
MUST_BE_TIED = ("actions", "tracks")


def entries_by_origin(rules: Loaded) -> dict[str, list[tuple[str, Any]]]:
    """The entries that carry each inventory id, as (kind.id, entry)."""
    found: dict[str, list[tuple[str, Any]]] = {}
    for field, kind in KIND_OF.items():
        if field == "items":
            continue
        for entry in rules.of(field):
            for origin in getattr(entry, "origin", ()):
                found.setdefault(origin, []).append((f"{kind}.{entry.id}", entry))
    return found


def tracks_moved(part: Any) -> Iterator[str]:
    """The names of the tracks that the effects in an entry move."""
    if isinstance(part, Effect):
        yield part.track.split(".")[1]
    elif isinstance(part, tuple):
        for item in part:
            yield from tracks_moved(item)
    elif attrs.has(type(part)):
        for field in attrs.fields(type(part)):
            yield from tracks_moved(getattr(part, field.name))


def proposals(item: Item, by_origin: dict[str, list[tuple[str, Any]]]) -> dict[str, Any]:
    """The entries that an item's origin proposes."""
    return {path: entry for origin in item.origin for path, entry in by_origin.get(origin, [])}


def untied(rules: Loaded) -> list[str]:
    """The actions and tracks that no item names."""
    tied = {path for item in rules.of("items") for path in item.carried_by}
    paths = [f"{KIND_OF[field]}.{entry.id}" for field in MUST_BE_TIED for entry in rules.of(field)]
    return [path for path in paths if path not in tied]


def written(text: str, number: int, paths: list[str]) -> str:
    """The file with ties for an item that has none."""
    ties = ", ".join(f'"{path}"' for path in paths)
    pattern = re.compile(rf"(\[\[item\]\]\nnumber = {number}\n(?:(?!\[\[item\]\]).*\n)*?)carried_by = \[\]\n")
    return pattern.sub(lambda found: f"{found[1]}carried_by = [{ties}]\n", text)


def main(write: bool, file: Path = FILE) -> None:
    """Print the proposals, and write them if told to."""
    rules = read_rules(data_folder("rules"))
    by_origin, text = entries_by_origin(rules), file.read_text(encoding="utf-8")
    for item in rules.of("items"):
        if item.carried_by or item.frame:
            continue
        found = proposals(item, by_origin)
        moved = sorted({track for entry in found.values() for track in tracks_moved(entry)})
        print(f"{item.number:>3}  {item.claim}  [{' '.join(item.origin)}]")
        print(f"     {' '.join(found) or 'nothing fits'}" + (f"\n     they move: {' '.join(moved)}" if moved else ""))
        if found:
            text = written(text, item.number, list(found))
    loose = untied(rules)
    print(f"\ntied to no item, {len(loose)}:")
    items = rules.of("items")
    for path in loose:
        kind, name = path.split(".")
        entry = next(entry for entry in rules.of(RULES_TABLES[kind][0]) if entry.id == name)
        fits = [item.number for item in items if set(item.origin) & set(getattr(entry, "origin", ()))]
        print(f"     {path}" + (f"  fits {', '.join(map(str, fits))}" if fits else ""))
    if write:
        file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main("--write" in sys.argv[1:])
