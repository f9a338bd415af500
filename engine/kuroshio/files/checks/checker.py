"""Checks the whole content of a game: returns the model, or all faults of all files at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from attrs import Factory, frozen

from kuroshio.files.checks.check_map import check_map
from kuroshio.files.checks.check_map_shapes import check_map_shapes
from kuroshio.files.checks.check_rules import check_rules
from kuroshio.files.checks.check_scenario import check_scenario
from kuroshio.files.content_folders import data_folder, find_scenario
from kuroshio.files.faults import Fault, FaultyFiles, shown
from kuroshio.files.loader import (
    AREAS_FILE,
    BOARD_FILES,
    EVIDENCE,
    RULES_TABLES,
    SINGLE_TABLES,
    Loaded,
    board_of,
    find_map,
    find_rules,
    headers,
    maps_near,
    read_board,
    read_rules,
    read_scenario,
    rules_files,
    ruleset_of,
    scenario_of,
)
from kuroshio.files.theatre import OF_RULES, Together, ask_for_map, ask_for_rules, no_board, no_rules, strangers
from kuroshio.files.toml_file import read
from kuroshio.model.board import Board
from kuroshio.model.ruleset import Ruleset
from kuroshio.model.scenario import ScenarioFile

__all__ = ["Examined", "check_files", "check_map", "check_rules", "check_scenario", "examine", "load_all"]


@frozen
class Places:
    """The places of a game's content: the file of its scenario, the folders of its rules and its map."""

    scenario: Path
    rules: Path
    map: Path


@frozen
class Examined:
    """The content of one scenario's files, and their faults by file and line."""

    rules: Loaded
    board: Loaded
    scenario: Loaded
    faults: list[Fault]
    places: Places


def examine(scenario_path: Path, rules_folder: Path | None = None, map_folder: Path | None = None) -> Examined:
    """Read and check a scenario, its rules and its map. Raises FaultyFiles only when there is no rules folder.

    Rules and map are the given ones, else the nearest to the scenario (`find_rules`, `find_map`), else the shipped ones.
    """
    scenario = read_scenario(scenario_path)
    rules_folder = rules_folder or find_rules(scenario_path.parent)
    rules = _rules_for(scenario_path, rules_folder, scenario)
    map_folder = map_folder or _map_for(scenario_path, scenario.faults)
    board = read_board(map_folder) if map_folder else no_board()
    faults = [*rules.faults, *board.faults, *scenario.faults]
    faults += check_rules(rules, board)
    faults += check_map(board, rules)
    faults += check_scenario(scenario, rules, board)
    places = Places(scenario_path, rules_folder or data_folder("rules"), map_folder or data_folder("maps"))
    return Examined(rules, board, scenario, in_order(faults), places)


def in_order(faults: list[Fault]) -> list[Fault]:
    """Return faults sorted by file and line, each once."""
    return sorted(dict.fromkeys(faults), key=lambda fault: (fault.file, fault.line))


def _map_for(path: Path, faults: list[Fault]) -> Path | None:
    """Return the map of a scenario; None if it names an unknown one."""
    try:
        document = read(path)
    except FaultyFiles:
        return None  # read_scenario has reported it
    name = document.tables.get("map")
    if not isinstance(name, str):
        return None
    found = find_map(name, path.parent)
    if found is None:
        faults.append(ask_for_map(document, name, [folder.name for folder in maps_near(path.parent)]))
    return found


def _rules_for(path: Path, folder: Path | None, scenario: Loaded) -> Loaded:
    """Return the rules of a scenario; if only the shipped ones remain and do not fit it, rules that might hold anything.

    folder: the rules given, or near the scenario; None if only the shipped ones remain.
    """
    rules = read_rules(folder or data_folder("rules"))
    if folder is None and strangers(scenario, rules, OF_RULES):
        scenario.faults.append(ask_for_rules(path, scenario, rules))
        return no_rules()
    return rules


def load_all(
    scenario_path: Path, rules_folder: Path | None = None, map_folder: Path | None = None
) -> tuple[Ruleset, Board, ScenarioFile]:
    """Load the whole content of a game. Raises FaultyFiles with every fault of every file."""
    found = examine(scenario_path, rules_folder, map_folder)
    if found.faults:
        raise FaultyFiles(found.faults)
    return ruleset_of(found.rules), board_of(found.board), scenario_of(found.scenario)


# --- files named by the user ---------------------------------------------------------------------------


@frozen
class Sorted:
    """Files by their kind: scenarios, map folders, rules files."""

    scenarios: list[Path] = Factory(list)
    maps: list[Path] = Factory(list)
    rules: list[Path] = Factory(list)

    def take(self, path: Path) -> None:
        """Add a file, or a folder of files. Raises FaultyFiles if there is no such file."""
        if path.is_dir() and (path / AREAS_FILE).is_file():
            self.maps.append(path)
            self.take_all(file for file in rules_files(path) if file.name not in BOARD_FILES)
        elif path.is_dir():
            files = rules_files(path)
            if not files:
                right = "name a folder of rules, of a map or of scenarios, or a file of one"
                raise FaultyFiles(
                    [Fault(shown(path), 1, "", "this folder has no TOML file, so there is nothing to check", right)]
                )
            self.take_all(files)
        elif path.is_file() and path.name in BOARD_FILES:
            self.maps.append(path.parent)
        elif path.is_file() and path.name == EVIDENCE:
            wrong = "it says what the rules were made with, and has none to check"
            raise FaultyFiles([Fault(shown(path), 1, "", wrong, "name its folder")])
        elif path.is_file() and headers(path) & {*RULES_TABLES, *SINGLE_TABLES}:
            if (path.parent / AREAS_FILE).is_file():
                wrong = "rules among the files of a map"
                raise FaultyFiles([Fault(shown(path), 1, "", wrong, "keep them in a folder of their own, such as rules/")])
            self.rules.append(path)
        else:
            self.scenarios.append(find_scenario(str(path)))

    def take_all(self, files: Iterable[Path]) -> None:
        """Add files. Raises FaultyFiles with those that cannot be added."""
        faults: list[Fault] = []
        for file in files:
            try:
                self.take(file)
            except FaultyFiles as error:
                faults += error.faults
        if faults:
            raise FaultyFiles(faults)


def rules_homes(files: Iterable[Path]) -> dict[Path, Path | None]:
    """Return the rules folder of each rules file: the nearest folder with a procedure."""
    inside = {file: file.resolve().parent for file in files}
    homes = {folder: rules_home(folder) for folder in dict.fromkeys(inside.values())}
    return {file: homes[folder] for file, folder in inside.items()}


def rules_home(folder: Path) -> Path | None:
    """Return the nearest folder with a procedure, from a folder with rules upward."""
    for home in (folder, *folder.parents[:2]):
        if any("procedure" in headers(file) for file in home.glob("*.toml")):
            return home
    return None


@frozen
class Checked:
    """The result of a check. asked: sentences on files that are missing, which is not a fault; scenarios: the files checked."""

    faults: list[Fault]
    files: int
    asked: list[str] = Factory(list)
    loaded: list[Loaded] = Factory(list)
    scenarios: list[Path] = Factory(list)


def check_files(files: Sequence[Path] = (), rules_folder: Path | None = None) -> tuple[list[Fault], int]:
    """Return the faults that `check_given` finds, and the number of files read."""
    found = check_given(files, rules_folder)
    return found.faults, found.files


def check_given(files: Sequence[Path] = (), rules_folder: Path | None = None) -> Checked:
    """Check the files and folders named, or all shipped content. Raises nothing.

    Rules and maps that were not named are looked for near the named files (`find_rules`, `find_map`), then among the shipped
    ones. If one is not found, one sentence asks for it, and nothing is checked against it.
    """
    named, faults = Sorted(), list[Fault]()
    for path in files or (data_folder("maps"), data_folder("scenarios")):
        try:
            named.take(path)
        except FaultyFiles as error:
            faults += error.faults
    homes = rules_homes(named.rules)
    together = Together(
        homes=[rules_folder] if rules_folder else list(dict.fromkeys(home or data_folder("rules") for home in homes.values())),
        maps=list(dict.fromkeys(named.maps)),
        loose=[file for file, home in homes.items() if home is None or rules_folder],
    )
    try:
        together.take(named.scenarios, only_fitting=not files)
    except FaultyFiles as error:
        return Checked(in_order(faults + error.faults), 0)
    for rules, board in together.pairs.values():
        faults += [*check_rules(rules, board), *check_map(board, rules)]
    for scenario, rules, board in together.scenarios:
        faults += check_scenario(scenario, rules, board)
    for folder, board in together.drawn.items():
        faults += check_map_shapes(folder, board)
    faults += together.missing()
    loaded = together.loaded()
    faults += [fault for found in loaded for fault in found.faults]
    return Checked(in_order(faults), _count_files(loaded, faults), together.asked, loaded, named.scenarios)


def _count_files(loaded: list[Loaded], faults: list[Fault]) -> int:
    """Return the number of files with content or faults."""
    origins = [origin for found in loaded for entries in found.entries.values() for _, origin in entries]
    return len({shown(origin.document.path) for origin in origins} | {fault.file for fault in faults})
