"""Files that are never overwritten: journals, scenarios, rules, maps; recognised by their content, whatever their names."""

from __future__ import annotations

import codecs
import json
import re
from itertools import islice
from pathlib import Path
from typing import Any

import tomli

from kuroshio.disk.texts import guessed
from kuroshio.files.content_folders import data_folder
from kuroshio.files.loader import AREAS_FILE, BOARD_TABLES, FACT, RULES_TABLES, SCENARIO_TABLES, SINGLE_TABLES, headers

JOURNALS = (".game.jsonl", ".public.jsonl", ".public.map")
HEADER = {"format", "kuroshio", "scenario", "seed"}  # fields of a journal's first line, in every format
LINE = {"n", "at", "kind", "hash"}  # fields of every other line
LISTED, SINGLE = (re.compile(r"^[ \t]*" + mark, re.MULTILINE) for mark in (r"\[\[[ \t]*(\w+)", r"\[[ \t]*(\w+)[ \t]*\]"))
RULES = {*RULES_TABLES, *SINGLE_TABLES, FACT}
BOARD = set(BOARD_TABLES)
SCENARIO = {*SCENARIO_TABLES, "opening"}
SCENARIO_KEYS = {"map", "turns", "start"}
LOOKED_AT = 20  # lines of a file that are searched for one of a journal
LONGEST = 1 << 20  # bytes of such a line
SHAPES = "FeatureCollection"  # at the beginning of every file of shapes


def told(path: Path) -> str:
    """Say, as part of a sentence, what a protected file is; empty for any other file. Raises OSError."""
    name = path.name.lower()
    if name.endswith((*JOURNALS, *(f"{suffix}.lock" for suffix in JOURNALS))) or _is_journal(path):
        return "belongs to the journal of a game"
    if name.endswith(".geojson") or _is_shapes(path):
        return "holds the shapes of a map"
    found = _tables(path)
    for kind, tables in (("is part of a map", BOARD), ("is a scenario", SCENARIO), ("is part of the rules", RULES)):
        if found & tables:
            return kind
    return "is a scenario" if found >= SCENARIO_KEYS else ""


def told_by_place(path: Path) -> str:
    """Say what a protected folder of a file is, in which only the program's own files may be overwritten; else empty."""
    if _came_with_the_program(path, "rules", "maps", "scenarios"):
        return "is in a folder of the installation"
    if (path.parent / AREAS_FILE).is_file():
        return "is in the folder of a map"
    return "is in a folder of rules" if _has_rules(path.parent) else ""


def told_of_new(path: Path) -> str:
    """Say why no new file may be written to a place; empty if it may. A file there would count as part of rules or of a map."""
    if _came_with_the_program(path, "rules", "maps"):
        return "is in a folder of the installation"
    return "is in a folder of rules" if path.suffix.lower() == ".toml" and _has_rules(path.parent) else ""


def _came_with_the_program(path: Path, *folders: str) -> bool:
    return any(path.is_relative_to(data_folder(name).resolve()) for name in folders)


def _has_rules(folder: Path) -> bool:
    """Whether a folder has a file with tables of rules, and not only a file of such a name."""
    return any(_has_lists(guessed(file.read_bytes())) for file in folder.glob("*.toml") if file.is_file())


def _has_lists(text: str) -> bool:
    lists, single = set(LISTED.findall(text)), set(SINGLE.findall(text))
    return not lists.isdisjoint(RULES_TABLES) or not single.isdisjoint(SINGLE_TABLES)


def _is_journal(path: Path) -> bool:
    """Whether one of a file's first lines is a journal line; the first itself may be damaged."""
    with path.open("rb") as stream:
        return any(_is_line(line) for line in islice(iter(lambda: stream.readline(LONGEST), b""), LOOKED_AT))


def _is_line(text: bytes) -> bool:
    if not text.removeprefix(codecs.BOM_UTF8).startswith(b"{"):
        return False
    try:
        table: Any = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(table, dict) and (set(table) >= HEADER or set(table) >= LINE)


def _is_shapes(path: Path) -> bool:
    with path.open("rb") as stream:
        head = guessed(stream.read(1024)).lstrip()
    return head.startswith("{") and SHAPES in head


def _tables(path: Path) -> set[str]:
    """Return the top names of a TOML file; for a `.toml` that is no longer valid, those that can be seen."""
    if path.suffix.lower() == ".toml":
        return headers(path) | _keys(path)
    return _keys(path)


def _keys(path: Path) -> set[str]:
    try:
        return set(tomli.loads(guessed(path.read_bytes())))
    except (ValueError, RecursionError):
        return set()
