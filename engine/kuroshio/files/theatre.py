"""Finds the rules and the map that a scenario is checked with, and asks for them if they are missing."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path

from attrs import Factory, define

from kuroshio.files.checks.check_entries import places
from kuroshio.files.checks.check_fields import Ref, rules_of
from kuroshio.files.checks.check_names import gather_names
from kuroshio.files.content_folders import data_folder
from kuroshio.files.faults import Fault, FaultyFiles, shown
from kuroshio.files.loader import (
    ANYTHING,
    BOARD_TABLES,
    MAPS,
    RULES,
    RULES_TABLES,
    SINGLE_TABLES,
    Loaded,
    find_map,
    find_rules,
    gather,
    maps_near,
    read_board,
    read_rules,
    read_scenario,
    rules_files,
)
from kuroshio.files.toml_file import Document, read
from kuroshio.model.likely_names import close_to

OF_RULES = {field for field, _ in RULES_TABLES.values()}
OF_BOARD = {field for field, _ in BOARD_TABLES.values()}
SLIP = 0.8  # how similar a name must be to count as a misspelling of another


def no_rules() -> Loaded:
    """Return a stand-in for missing rules, which might hold anything."""
    return Loaded({}, [], {field: {ANYTHING} for field in (*OF_RULES, *SINGLE_TABLES)})


def no_board() -> Loaded:
    """Return a stand-in for a missing map, which might hold anything."""
    return Loaded({}, [], {field: {ANYTHING} for field in OF_BOARD})


def references(loaded: Loaded, fields: Container[str]) -> set[tuple[str, str]]:
    """Return the entries of other files that some files name, by field and id."""
    found: set[tuple[str, str]] = set()
    parts = (place.part for entries in loaded.entries.values() for entry, _ in entries for place in places(entry))
    for part in parts:
        for name, rule in rules_of(type(part)).items():
            if isinstance(rule, Ref) and rule.field in fields:
                value = getattr(part, name)
                found |= {(rule.field, one) for one in (value if isinstance(value, tuple) else (value,)) if one}
    return found


def strangers(loaded: Loaded, to: Loaded, fields: Container[str]) -> list[str]:
    """Return the names in some files that others lack, if those are half or more: then the files do not belong together.

    A name that is nearly one of the others is a misspelling and does not count.
    """
    named, names = references(loaded, fields), gather_names(to)
    strange = sorted(
        (field, name)
        for field, name in named
        if not names.has(field, name) and not get_close_matches(name, names.known(field), 1, SLIP)
    )
    return [name for _, name in strange] if 2 * len(strange) >= max(len(named), 1) else []


# --- one scenario ------------------------------------------------------------------------------------


def ask_for_rules(path: Path, scenario: Loaded, rules: Loaded, more: int = 0) -> Fault:
    """Return the sentence on a scenario whose rules are missing."""
    strange = {name for field, name in references(scenario, {"factions"}) if not gather_names(rules).has(field, name)}
    line = min((origin.fault(("faction",), "", "").line for _, origin in scenario.entries.get("seats", [])), default=1)
    wrong = f"{these('scenario', more)} for other rules than the shipped ones: {some('faction', strange)}"
    right = f"name their folder too, with --rules FOLDER, or put it beside the scenario's folder under the name {RULES!r}"
    return Fault(shown(path), line, "", wrong, right)


def ask_for_map(document: Document, name: str, known: Iterable[str], more: int = 0) -> Fault:
    """Return the sentence on a scenario whose map is missing."""
    near = close_to(name, list(known))
    if near:
        return document.fault(("map",), f"no map {name!r}", f"did you mean {near!r}?")
    wrong = f"{these('scenario', more)} on the map {name!r}, which is not here"
    right = f"name the map's folder too, or put it into a folder {MAPS!r} beside the scenario's folder"
    return document.fault(("map",), f"{wrong} (here: {', '.join(sorted(known))})", right)


def these(noun: str, more: int) -> str:
    """Return `this scenario is`, or the same with the number of others."""
    return f"this {noun} and {more} more are" if more else f"this {noun} is"


def some(noun: str, names: Iterable[str], most: int = 3) -> str:
    """Return a few names, and the number of others."""
    ordered = sorted(names)
    more = f" and {len(ordered) - most} more" if len(ordered) > most else ""
    return f"{noun} {', '.join(ordered[:most])}{more}"


# --- all given files ---------------------------------------------------------------------------------


@define
class Together:
    """Files given to one check, each read once, and which are checked together.

    homes, maps: rules folders and map folders that were named; loose: rules files of no folder that has a procedure.
    pairs: rules with the map that they are checked on; drawn: maps whose shapes are checked as well; asked: sentences on
    what is missing and is no fault.
    """

    homes: list[Path]
    maps: list[Path]
    loose: list[Path]
    rules: dict[Path, Loaded] = Factory(dict)
    boards: dict[Path, Loaded] = Factory(dict)
    scenarios: list[tuple[Loaded, Loaded, Loaded]] = Factory(list)  # each with its rules and its map
    pairs: dict[tuple[int, int], tuple[Loaded, Loaded]] = Factory(dict)
    drawn: dict[Path, Loaded] = Factory(dict)
    asked: list[str] = Factory(list)
    _without_rules: list[tuple[Path, Loaded]] = Factory(list)
    _without_map: dict[str, list[tuple[Path, Document]]] = Factory(dict)

    def take(self, scenarios: Iterable[Path], only_fitting: bool = False) -> None:
        """Find out which files are checked together. only_fitting: skip scenarios and maps of other rules. Raises FaultyFiles."""
        for path in scenarios:
            self.take_scenario(path, only_fitting)
        for folder in self.maps:
            self.take_map(folder, only_fitting)
        for home in self.homes:
            self.take_rules(home)

    def loaded(self) -> list[Loaded]:
        """Return all checked content, each once."""
        found = [*(one for pair in self.pairs.values() for one in pair), *(scenario for scenario, _, _ in self.scenarios)]
        return list({id(one): one for one in found}.values())

    def rules_at(self, home: Path) -> Loaded:
        """Read the rules of a folder, the loose files with the first folder. Raises FaultyFiles if there is no such folder."""
        key = home.resolve()
        if key not in self.rules:
            self.rules[key] = read_rules(home)
            known = {file.resolve() for file in rules_files(home)}
            loose = [file for file in self.loose if file.resolve() not in known] if len(self.rules) == 1 else []
            gather(loose, RULES_TABLES, SINGLE_TABLES, self.rules[key])
        return self.rules[key]

    def board_at(self, folder: Path) -> Loaded:
        """Read the map of a folder."""
        key = folder.resolve()
        if key not in self.boards:
            self.boards[key] = read_board(folder)
        return self.boards[key]

    def pair(self, rules: Loaded, board: Loaded) -> None:
        """Mark rules and a map to be checked together."""
        self.pairs[id(rules), id(board)] = rules, board

    def take_scenario(self, path: Path, only_fitting: bool = False) -> None:
        """Read a scenario and find its rules and its map."""
        scenario = read_scenario(path)
        if only_fitting and self.homes and strangers(scenario, self.rules_at(self.homes[0]), OF_RULES):
            return
        rules, board = self._rules_for(path, scenario), self._board_for(path)
        self.scenarios.append((scenario, rules or no_rules(), board or no_board()))
        if rules is not None:
            self.pair(rules, board or no_board())
        elif board is not None:
            self.pair(no_rules(), board)

    def _rules_for(self, path: Path, scenario: Loaded) -> Loaded | None:
        """Return the given rules (of several the nearest, or the first that fit), else the nearest, else fitting shipped ones."""
        near = find_rules(path.parent)
        given = {home.resolve(): home for home in self.homes}
        if given:
            fitting = [home for home in self.homes if not strangers(scenario, self.rules_at(home), OF_RULES)]
            chosen = near if near in given else next(iter(fitting), self.homes[0])
            return self.rules_at(chosen or self.homes[0])
        if near is not None:
            return self.rules_at(near)
        shipped = self.rules_at(data_folder(RULES))
        if strangers(scenario, shipped, OF_RULES):
            self._without_rules.append((path, scenario))
            return None
        return shipped

    def _board_for(self, path: Path) -> Loaded | None:
        """Return the given map of the name in a scenario, else the nearest."""
        try:
            document = read(path)
        except FaultyFiles:
            return None  # read_scenario has said so
        name = document.tables.get("map")
        if not isinstance(name, str):
            return None
        given = [folder for folder in self.maps if folder.resolve().name == name]
        found = next(iter(given), None) or find_map(name, path.parent)
        if found is not None:
            self.drawn[found] = self.board_at(found)
        if found is None:
            self._without_map.setdefault(name, []).append((path, document))
            return None
        return self.board_at(found)

    def take_map(self, folder: Path, only_fitting: bool = False) -> None:
        """Check a map with the given, the nearest or the shipped rules, if they fit; else by itself."""
        board = self.board_at(folder)
        if any(one is board for _, one in self.pairs.values()):
            return
        near = find_rules(folder.resolve().parent)
        if not self._pair_fitting(self.homes or [near or data_folder(RULES)], [folder]):
            if only_fitting and self.homes:
                return
            self._pair_alone(folder, board)
        self.drawn.setdefault(folder, board)

    def _pair_alone(self, folder: Path, board: Loaded) -> None:
        """Pair a map that fits no rules: with the given folder of rules if there is exactly one, else with none."""
        if len(self.homes) == len(self.maps) == 1 and not self.scenarios:
            self.pair(self.rules_at(self.homes[0]), board)
            return
        self.pair(no_rules(), board)
        named = {name for _, name in references(board, {"factions"})}
        self.asked.append(
            f"{shown(folder)}: the map names {some('faction', named)} of rules that are not here; "
            "name the folder of the rules too, to have these names checked"
        )

    def take_rules(self, home: Path) -> None:
        """Check rules with the nearest or the shipped maps, if they fit; else by themselves."""
        rules = self.rules_at(home)
        if any(one is rules for one, _ in self.pairs.values()):
            return
        if not self._pair_fitting([home], self.maps or maps_near(home.resolve().parent)):
            self.pair(rules, no_board())
            named = {name for _, name in references(rules, {"areas"})}
            self.asked.append(
                f"{shown(home)}: the rules name {some('area', named)} of a map that is not here; "
                "name the map's folder too, to have these names checked"
            )

    def _pair_fitting(self, homes: list[Path], maps: list[Path]) -> bool:
        """Pair rules and maps that fit each other; return whether there were any."""
        fitting = [
            (rules, board)
            for rules in map(self.rules_at, homes)
            for board in map(self.board_at, maps)
            if not strangers(rules, board, {"areas"}) and not strangers(board, rules, {"factions"})
        ]
        for rules, board in fitting:
            self.pair(rules, board)
        return bool(fitting)

    def missing(self) -> Iterator[Fault]:
        """Return one sentence for all scenarios whose rules are missing, and one for each missing map."""
        for path, scenario in self._without_rules[:1]:
            yield ask_for_rules(path, scenario, self.rules_at(data_folder(RULES)), len(self._without_rules) - 1)
        for name, wanting in self._without_map.items():
            path, document = wanting[0]
            known = {folder.resolve().name for folder in (*self.maps, *maps_near(path.parent))}
            yield ask_for_map(document, name, known, len(wanting) - 1)
