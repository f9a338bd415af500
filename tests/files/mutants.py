"""Mutants: the shipped TOML with one thing wrong in it. What they are, and how they are made.

    .venv/bin/python -m tests.files.mutants          the table of verdicts on a sample; `all` for every mutant

Every key path of the shipped files, list indices wiped out, goes through every mutation that fits its value, at the
first place where it stands; then comes a sample of all places. `verdicts.py` judges what becomes of a mutant.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from attrs import frozen

from kuroshio.files.content_folders import data_folder
from kuroshio.files.faults import KeyPath, key_text
from kuroshio.files.loader import rules_files
from tests.files.sheet import Edit, Sheet

MUTATIONS = ("delete", "retype", "misspell", "out of range", "dangle")
AT_LEAST, ANYWHERE, SEED = 2000, 500, 2021  # how many in all, how many of them at any place
SAMPLE = 100

# Keys whose strings are for people. Every other string is a word, an id or a reading, and no other will do.
FREE = {
    "name", "name_ja", "short", "short_ja", "source", "summary", "text", "note", "why", "no_measure", "aims", "secret", "choices",
    "observe", "form", "arena", "scale", "symbol", "origin", "section", "claim", "frame", "sample",
    "fact", "judgement", "author", "title", "date", "publisher", "series", "url", "language", "unit", "meaning",
}  # fmt: skip
READINGS = {"track", "wall"}
# Keys of which 99 may be a fair number. Elsewhere it is absurd: tracks end at 10 or so, dice at 12, games at 40 turns.
WIDE = {"weight", "against", "initiative", "label", "least", "most", "brief", "practice", "interval", "hot_wash"}
NEAR, FAR, BEYOND = 99, 9_999, 2**40

WRONG_TYPES = {
    str: ("7", "true", "2021-01-01", '["x"]'),
    int: ('"7"', "1.5", "true"),
    float: ('"7"', "true"),
    bool: ('"yes"', "1"),
    list: ('"x"', "[[7]]"),
    dict: ("7", '"x"'),
}

Version = tuple[str, list[Edit], bool]  # the mutation, the edits that make it, whether it may prove harmless


@frozen(eq=False)
class Source:
    """A shipped file, and what it is a file of."""

    file: Path
    sheet: Sheet
    kind: str  # rules, maps or scenarios


@frozen(eq=False)
class Mutant:
    """A file with an edit at one key."""

    source: Source
    path: KeyPath
    mutation: str
    edits: list[Edit]
    may_be_harmless: bool

    def __str__(self) -> str:
        return f"{self.source.file.name} {key_text(self.path)}: {self.mutation} {self.edits[0][2]!r}"

    @property
    def sheet(self) -> Sheet:
        """The file as it is now. Raises TOMLDecodeError if it is no TOML any more, which no mutant may be."""
        return mutated(self)

    @property
    def row(self) -> str:
        """Its row of the table: the kind of entry in the rules, else the kind of file."""
        return str(self.path[0]) if self.source.kind == "rules" else self.source.kind

    @property
    def before(self) -> Any:
        """What stood at the path."""
        return at(self.source.sheet.tables, self.path)

    @cached_property
    def lines(self) -> set[int]:
        """Where a fault may point: at the key as it stands now, or, where something is missing, at what it is missing from."""
        if self.mutation == "delete":
            return set(self.lines_around())
        key = f"{self.path[-1]}x" if self.mutation == "misspell" else self.path[-1]
        own = self.sheet.lines_of((*self.path[:-1], key))
        return {*own, *self.lines_around()} if self.may_be_harmless else set(own)

    def lines_around(self) -> Iterator[int]:
        """The lines of what a path is in, and the first of each thing which that is in."""
        inner = [lines for n in range(len(self.path) - 1, 1, -1) if (lines := self.sheet.lines_of(self.path[:n]))]
        yield from inner[0] if inner else ()
        yield from (lines[0] for lines in inner)
        if len(self.path) == 1:  # what the file's head lacks
            yield 1
        if len(self.path) == 2:  # what a table lacks, or for an entry the first of those that are left
            yield from self.sheet.lines_of((self.path[0], 0)) or self.sheet.lines_of(self.path[:1])[:1]

    @property
    def said(self) -> set[str]:
        """What a message must name, one of these: a key of the path within its entry."""
        keys = {key for key in self.path[2:] if isinstance(key, str)}
        return keys or {key for key in self.path if isinstance(key, str)}

    @property
    def lost(self) -> set[str]:
        """Names that stood here, and the entry's own: whoever goes on naming them may be told instead."""
        if not self.may_be_harmless:
            return set()
        entry = at(self.source.sheet.tables, self.path[:2]) if len(self.path) > 2 else None
        own = {entry["id"]} if isinstance(entry, dict) and "id" in entry else set()
        return own | {part for name in names(self.before) for part in (name, *name.split("."))}


@lru_cache(maxsize=1)
def mutated(mutant: Mutant) -> Sheet:
    """The file of a mutant; only the last is kept, for there are thousands."""
    return Sheet(mutant.source.sheet.edited(mutant.edits))


def at(tables: Any, path: KeyPath) -> Any:
    """What stands at a path."""
    for step in path:
        tables = tables[step]
    return tables


def names(value: Any, key: str = "") -> Iterator[str]:
    """Every string in a value that is not for people."""
    if isinstance(value, dict):
        for inner, item in value.items():
            yield from names(item, inner)
    elif isinstance(value, list):
        for item in value:
            yield from names(item, key)
    elif isinstance(value, str) and key not in FREE:
        yield value


# --- mutations ----------------------------------------------------------------------------------------


def versions(sheet: Sheet, path: KeyPath, ids: set[str]) -> Iterator[Version]:
    """Every mutation of what stands at a path."""
    value = at(sheet.tables, path)
    yield "delete", sheet.without(path), True
    if isinstance(path[-1], str):
        yield "misspell", sheet.misspelt(path), False
    if isinstance(path[-1], str) or path in sheet.values:  # of an array's tables one alone cannot be another thing
        for wrong in WRONG_TYPES[type(value)]:
            yield "retype", sheet.with_value(path, wrong), False
    key = next(step for step in reversed(path) if isinstance(step, str))
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        near = FAR if key in WIDE or counts(sheet, path) else NEAR
        for number in (near, -near, BEYOND, -BEYOND, *(("nan", "inf") if isinstance(value, float) else ())):
            yield "out of range", sheet.with_value(path, str(number)), False
    if isinstance(value, list) and path in sheet.values:
        yield from lists(sheet, path, key)
    if isinstance(value, str):
        yield from strings(sheet, path, key, value, ids)


def counts(sheet: Sheet, path: KeyPath) -> bool:
    """Whether a number is a bound on something that play counts without an end."""
    return "count." in str(at(sheet.tables, path[:-1]).get("track")) if isinstance(path[-1], str) else False


def lists(sheet: Sheet, path: KeyPath, key: str) -> Iterator[Version]:
    """A list with nothing in it, and one with every name twice."""
    value = at(sheet.tables, path)
    yield "out of range", sheet.with_value(path, "[]"), True
    if value and isinstance(value[0], str) and key not in FREE:
        twice = ", ".join(f'"{item}"' for item in [*value, *value])
        yield "out of range", sheet.with_value(path, f"[{twice}]"), False


def strings(sheet: Sheet, path: KeyPath, key: str, value: str, ids: set[str]) -> Iterator[Version]:
    """No text, no id, no such thing, or no such word."""
    if key in FREE:
        yield "out of range", sheet.with_value(path, '""'), True
    elif key == "id":
        yield "out of range", sheet.with_value(path, '"No id"'), False
    elif key in READINGS:
        subject, rest = value.split(".", 1)
        for wrong in (f"nobody.{rest}", f"{subject}.nothing", "nothing"):
            yield "dangle", sheet.with_value(path, f'"{wrong}"'), False
    else:
        yield "dangle" if value in ids else "out of range", sheet.with_value(path, '"no_such_thing"'), False


# --- all of them ----------------------------------------------------------------------------------------


@lru_cache
def shipped() -> tuple[Source, ...]:
    """Every TOML file that is shipped and read for play: `tests/test_evidence.py` looks at the facts of the record."""
    files = [(file, "rules") for file in sorted(rules_files(data_folder("rules")))]
    files += [(file, folder) for folder in ("maps", "scenarios") for file in sorted(data_folder(folder).rglob("*.toml"))]
    return tuple(Source(file, Sheet(file.read_text(encoding="utf-8")), folder) for file, folder in files)


def paths(value: Any, path: KeyPath = ()) -> Iterator[KeyPath]:
    """Every key path in a table, list items included."""
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        yield (*path, step)
        yield from paths(inner, (*path, step))


def wiped(path: KeyPath) -> KeyPath:
    """A path without its list indices."""
    return tuple(step if isinstance(step, str) else 0 for step in path)


@lru_cache
def all_mutants() -> tuple[Mutant, ...]:
    """Every distinct key path with every mutation, and a seeded sample of every path with any."""
    sources = shipped()
    ids = {folder.name for folder in data_folder("maps").iterdir()}
    ids |= {value for source in sources for path in paths(source.sheet.tables) if path[-1] == "id"
            for value in [at(source.sheet.tables, path)]}  # fmt: skip
    places = [(source, path) for source in sources for path in paths(source.sheet.tables)]
    first = {(source.kind, wiped(path)): (source, path) for source, path in reversed(places)}
    mutants = [Mutant(source, path, *v) for source, path in first.values() for v in versions(source.sheet, path, ids)]
    dice = random.Random(SEED)
    for source, path in dice.sample(places, max(ANYWHERE, AT_LEAST - len(mutants))):
        mutants.append(Mutant(source, path, *dice.choice(list(versions(source.sheet, path, ids)))))
    return tuple(mutants)


def some_mutants(n: int) -> list[Mutant]:
    """A seeded sample of all mutants."""
    return random.Random(SEED).sample(all_mutants(), n)


if __name__ == "__main__":
    from tests.files.verdicts import judge_all, table  # which imports this module

    print(table(judge_all(all_mutants() if sys.argv[1:] == ["all"] else some_mutants(SAMPLE))))
