"""Loads a ruleset, a map and a scenario: the whole model, or every fault."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import attrs
from attrs import Factory, frozen

from kuroshio.disk.texts import guessed
from kuroshio.files.content_folders import data_folder
from kuroshio.files.faults import Fault, FaultyFiles, KeyPath, shown
from kuroshio.files.salvage import salvage
from kuroshio.files.structure import structure
from kuroshio.files.toml_file import Document, read
from kuroshio.model import ruleset as rulebook
from kuroshio.model.bibliography import ConfidenceMeaning, RecordSeries, SourceDocument
from kuroshio.model.board import Area, Board, Border, MapView
from kuroshio.model.likely_names import nearest
from kuroshio.model.procedure import Procedure, Roles
from kuroshio.model.ruleset import Ruleset
from kuroshio.model.scenario import Inject, Measure, Objective, Piece, ScenarioFile, Seat
from kuroshio.model.timetable import Timetable

# Tables of `rules/`: name in TOML -> field of the ruleset, class of an entry.
RULES_TABLES: dict[str, tuple[str, type]] = {
    "track": ("tracks", rulebook.Track),
    "faction": ("factions", rulebook.Faction),
    "pair": ("pairs", rulebook.Pair),
    "kind": ("kinds", rulebook.PieceKind),
    "act_class": ("act_classes", rulebook.ActClass),
    "status": ("statuses", rulebook.Status),
    "obligation": ("obligations", rulebook.Obligation),
    "flashpoint": ("flashpoints", rulebook.Flashpoint),
    "posture": ("postures", rulebook.Posture),
    "level": ("levels", rulebook.Level),
    "gate": ("gates", rulebook.Gate),
    "crisis_choice": ("crisis_choices", rulebook.CrisisChoice),
    "crisis_round": ("crisis_rounds", rulebook.CrisisRound),
    "crisis_ending": ("crisis_endings", rulebook.CrisisEnding),
    "crisis_role": ("crisis_roles", rulebook.CrisisRole),
    "event": ("events", rulebook.Event),
    "project": ("projects", rulebook.Project),
    "action": ("actions", rulebook.Action),
    "doctrine": ("doctrines", rulebook.Doctrine),
    "item": ("items", rulebook.Item),
    "link": ("links", rulebook.Link),
    "document": ("documents", SourceDocument),
    "series": ("series", RecordSeries),
    "confidence": ("confidences", ConfidenceMeaning),
}
FOR_READERS = ("item", "objective", "document", "series", "confidence")  # tables that no play reads
SINGLE_TABLES: dict[str, type] = {"procedure": Procedure, "roles": Roles, "timetable": Timetable}
BOARD_TABLES: dict[str, tuple[str, type]] = {"area": ("areas", Area), "border": ("borders", Border), "view": ("views", MapView)}
MAPS, RULES = "maps", "rules"  # folders of a theatre
EVIDENCE, FACT = "evidence.toml", "fact"  # in a rules folder: with which facts its rules were made, for people; its tables
BOARD_FILES = (AREAS_FILE, BORDERS_FILE, VIEWS_FILE) = ("areas.toml", "borders.toml", "views.toml")
SCENARIO_TABLES: dict[str, tuple[str, type]] = {
    "seat": ("seats", Seat),
    "piece": ("pieces", Piece),
    "inject": ("injects", Inject),
    "measure": ("measures", Measure),
    "objective": ("objectives", Objective),
    "document": ("documents", SourceDocument),
}

# A table's header or an entry's id, in a text that is not valid TOML.
SKIMMED = re.compile(r"""^[ \t]*(?:\[+[ \t]*(\w+)|id[ \t]*=[ \t]*["']([^"'\n]+)["'])""", re.MULTILINE)
UNKNOWN = "\N{REPLACEMENT CHARACTER}"  # stands for bytes that are no text
ANYTHING = "*"  # among broken ids: the file may hold any ids


@frozen
class Origin:
    """The place of an entry, so that a later check can point at it."""

    document: Document
    path: KeyPath

    def fault(self, path: KeyPath, wrong: str, right: str) -> Fault:
        """Return a fault in this entry, at a key path below it."""
        return self.document.fault(self.path + path, wrong, right)


@frozen
class Damaged:
    """The undamaged part of an entry, with fillers elsewhere. spoilt: the key paths, below the entry, of the damage."""

    entry: Any
    origin: Origin
    spoilt: tuple[KeyPath, ...]


@frozen
class Loaded:
    """The content read so far: the model as far as it could be made, the place of each entry, and the faults.

    `entries`: field name -> list of (entry, origin); `broken`: field name -> ids of the entries that could not be made, so that
    naming them is not another fault; `damaged`: the undamaged parts of those.
    """

    entries: dict[str, list[tuple[Any, Origin]]]
    faults: list[Fault]
    broken: dict[str, set[str]] = Factory(dict)
    damaged: list[Damaged] = Factory(list)

    def of(self, field: str) -> list[Any]:
        """Return the entries of one field."""
        return [entry for entry, _ in self.entries.get(field, [])]

    def lose(self, field: str, name: str) -> None:
        """Note an entry that is in the files but could not be made."""
        self.broken.setdefault(field, set()).add(name)


def rules_files(folder: Path) -> list[Path]:
    """Return every TOML file of rules in a folder, in the same order on every machine; `EVIDENCE` has none."""
    files = (path for path in folder.rglob("*.toml") if path != folder / EVIDENCE)
    return sorted(files, key=lambda path: path.relative_to(folder).as_posix())


def gather(
    files: Iterable[Path], tables: dict[str, tuple[str, type]], single: dict[str, type], loaded: Loaded
) -> dict[str, Document]:
    """Read files with tables of these names; return the document of each single table."""
    homes: dict[str, Document] = {}
    for path in files:
        try:
            document = read(path)
        except FaultyFiles as error:
            loaded.faults.extend(error.faults)
            if path.is_file():
                skim(guessed(path.read_bytes()), tables, single, loaded)
            else:  # a missing file might hold anything
                for field, _ in tables.values():
                    loaded.lose(field, ANYTHING)
            continue
        take_faults(document, tables, single, loaded)
        for name, content in document.tables.items():
            if name in single:
                homes[name] = document
                make_single(document, name, content, single[name], loaded)
            elif name in tables:
                make_all(document, name, content, *tables[name], loaded)
            else:
                known = [*tables, *single]
                hint = nearest(name, known, "kuroshio check --names table")
                loaded.faults.append(document.fault((name,), "unknown table", hint))
                lose_all(name, content, tables, loaded)
    return homes


def take_faults(document: Document, tables: dict[str, tuple[str, type]], single: dict[str, type] | None, loaded: Loaded) -> None:
    """Take over the TOML faults of a file, and note what they may have hidden."""
    loaded.faults.extend(document.faults)
    for text in document.gone:
        skim(text, tables, single or {}, loaded)


def skim(text: str, tables: dict[str, tuple[str, type]], single: dict[str, type], loaded: Loaded) -> None:
    """Note the ids in a text that is not valid TOML, as far as they can be seen."""
    fields: list[str] = []
    for name, entry in SKIMMED.findall(text):
        if name:
            fields = [name] if name in single else meant_fields(name, tables)
        for field in fields:
            loaded.lose(field, ANYTHING if UNKNOWN in entry else entry)


def meant_fields(name: str, tables: dict[str, tuple[str, type]]) -> list[str]:
    """Return the field of a table by name; for an unknown name the field of a similar one, else all fields."""
    close = [name] if name in tables else get_close_matches(name, tables, 1)
    return [tables[known][0] for known in close or tables]


def lose_all(name: str, content: Any, tables: dict[str, tuple[str, type]], loaded: Loaded) -> None:
    """Note the entries of an unknown table, which may be meant for another."""
    for field in meant_fields(name, tables):
        for table in content if isinstance(content, list) else [content]:
            found = table.get("id") if isinstance(table, dict) else None
            loaded.lose(field, found if isinstance(found, str) else "")


def make_single(document: Document, name: str, content: Any, kind: type, loaded: Loaded) -> None:
    """Structure a single table."""
    if isinstance(content, list) and content and isinstance(content[0], dict):
        loaded.faults.append(
            document.fault((name,), f"[[{name}]] is a list of tables, and one table is meant", f"write [{name}]")
        )
        loaded.lose(name, "")
        return
    make(document, (name,), content, kind, name, loaded)


def headers(path: Path) -> set[str]:
    """Return the names of the tables in a file, valid TOML or not. Raises OSError."""
    return {name for name, _ in SKIMMED.findall(guessed(path.read_bytes())) if name}


def make(document: Document, path: KeyPath, table: Any, kind: type, field: str, loaded: Loaded) -> None:
    """Structure one entry and keep it with its origin."""
    spoilt: list[KeyPath] = []
    entry, origin = structure(document, path, table, kind, loaded.faults, spoilt), Origin(document, path)
    if entry is not None:
        loaded.entries.setdefault(field, []).append((entry, origin))
        return
    loaded.lose(field, id_of(table, kind))
    sound = salvage(table, kind, spoilt)
    if sound is not None:
        loaded.damaged.append(Damaged(sound, origin, tuple(spoilt)))


def id_of(table: Any, kind: type) -> str:
    """Return the id of a table, or the mark for any id if it should have one and does not."""
    name = table.get("id") if isinstance(table, dict) else None
    if isinstance(name, str):
        return name
    return ANYTHING if "id" in attrs.fields_dict(kind) else ""


def make_all(document: Document, name: str, content: Any, field: str, kind: type, loaded: Loaded) -> None:
    """Structure every entry of an array of tables."""
    if not isinstance(content, list):
        if (name,) not in document.lost:
            wrong = f"[{name}] is one table, and a list of them is meant" if isinstance(content, dict) else "not a list of tables"
            loaded.faults.append(document.fault((name,), wrong, f"write [[{name}]]"))
        loaded.lose(field, id_of(content, kind))
        if isinstance(content, dict):
            structure(document, (name,), content, kind, loaded.faults)
        return
    for i, table in enumerate(content):
        make(document, (name, i), table, kind, field, loaded)


def read_rules(folder: Path) -> Loaded:
    """Read a rules folder, with its faults. Raises FaultyFiles if there is no such folder."""
    loaded = Loaded({}, [])
    if not folder.is_dir():
        raise FaultyFiles([Fault(shown(folder), 1, "", "no such rules folder", "name a folder with TOML files")])
    gather(rules_files(folder), RULES_TABLES, SINGLE_TABLES, loaded)
    for name in SINGLE_TABLES:
        found = loaded.entries.get(name, [])
        for _, origin in found[1:]:
            loaded.faults.append(origin.fault((), f"[{name}] stands twice", "keep one"))
        if not found and name not in loaded.broken and not any(ANYTHING in ids for ids in loaded.broken.values()):
            loaded.faults.append(Fault(shown(folder), 1, name, f"no [{name}] in any file", f"add a table [{name}]"))
    return loaded


def read_board(folder: Path) -> Loaded:
    """Read a map folder, with its faults."""
    loaded = Loaded({}, [])
    needed = [folder / AREAS_FILE, folder / BORDERS_FILE]
    views = folder / VIEWS_FILE  # entries that only a screen needs may be missing
    gather([*needed, views] if views.is_file() else needed, BOARD_TABLES, {}, loaded)
    return loaded


def read_scenario(path: Path) -> Loaded:
    """Read a scenario, with its faults. Its own keys are under the field `scenario`."""
    loaded = Loaded({}, [])
    try:
        document = read(path)
    except FaultyFiles as error:
        return Loaded({}, error.faults)
    take_faults(document, SCENARIO_TABLES, None, loaded)
    head = {}
    lists: dict[str, list[Any]] = {field: [] for field, _ in SCENARIO_TABLES.values()}
    heads = [field.name for field in attrs.fields(ScenarioFile) if field.name not in lists]
    for name, content in document.tables.items():
        if name in SCENARIO_TABLES:
            make_all(document, name, content, *SCENARIO_TABLES[name], loaded)
        elif name in lists:
            loaded.faults.append(document.fault((name,), "unknown key", f"write [[{name[:-1]}]]"))
            loaded.lose(name, ANYTHING)
        elif name not in heads and isinstance(content, (list, dict)):
            loaded.faults.append(document.fault((name,), "unknown table", nearest(name, [*SCENARIO_TABLES, *heads])))
            lose_all(name, content, SCENARIO_TABLES, loaded)
        else:
            head[name] = content
    make(document, (), head | {field: [] for field in lists}, ScenarioFile, "scenario", loaded)
    return loaded


def ruleset_of(loaded: Loaded) -> Ruleset:
    """Return the ruleset, if it has no faults."""
    fields: dict[str, Any] = {field: tuple(loaded.of(field)) for field, _ in RULES_TABLES.values()}
    return Ruleset(**{name: loaded.of(name)[0] for name in SINGLE_TABLES}, **fields)


def board_of(loaded: Loaded) -> Board:
    """Return the map, if it has no faults."""
    return Board(**{field: tuple(loaded.of(field)) for field, _ in BOARD_TABLES.values()})


def scenario_of(loaded: Loaded) -> ScenarioFile:
    """Return the scenario, if it has no faults."""
    fields = {field: tuple(loaded.of(field)) for field, _ in SCENARIO_TABLES.values()}
    scenario: ScenarioFile = attrs.evolve(loaded.of("scenario")[0], **fields)
    return scenario


def find_map(name: str, beside: Path | None = None) -> Path | None:
    """Find the folder of a map: in the scenario's folder, in `maps` in or beside it, or beside it; else a shipped one.

    A map with an author's files comes before a shipped one of the same name, as in a kept game.
    """
    if Path(name).name != name:
        return None
    return next((place / name for place in map_shelves(beside) if (place / name / AREAS_FILE).is_file()), None)


def map_shelves(beside: Path | None) -> list[Path]:
    """Return the folders to search for maps, the nearest to a scenario's folder first."""
    near: list[Path] = []
    if beside is not None:
        own = beside.resolve()
        near = [own, own / MAPS, own.parent / MAPS, own.parent]
    return [*near, data_folder(MAPS)]


def maps_near(beside: Path | None) -> list[Path]:
    """Return the maps in a folder `maps` near a folder, the nearest first, one of each name; then the shipped ones."""
    found: dict[str, Path] = {}
    for shelf in (shelf for shelf in map_shelves(beside) if shelf.name == MAPS):
        for folder in sorted(shelf.glob("*")):
            if (folder / AREAS_FILE).is_file():
                found.setdefault(folder.name, folder)
    return list(found.values())


def find_rules(beside: Path) -> Path | None:
    """Find the rules folder nearest to a scenario's folder: `rules` in it or beside it. None: only the shipped ones remain."""
    own, shipped = beside.resolve(), data_folder(RULES).resolve()
    for folder in (own / RULES, own.parent / RULES):
        if folder == shipped:
            return None
        if folder.is_dir() and any(headers(file) & {*RULES_TABLES, *SINGLE_TABLES} for file in rules_files(folder)):
            return folder
    return None
