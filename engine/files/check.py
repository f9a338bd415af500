"""Check everything that a game is made of: all faults of all files at once, or the model."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from attrs import Factory, frozen

from engine.files.check_board import check_board
from engine.files.check_rules import check_rules
from engine.files.check_scenario import check_scenario
from engine.files.faults import Fault, FaultyFiles, shown
from engine.files.home import data_folder, find_scenario
from engine.files.load import (
    ANYTHING,
    BOARD_FILES,
    BOARD_TABLES,
    RULES_TABLES,
    SINGLE_TABLES,
    Loaded,
    board_of,
    find_map,
    gather,
    headers,
    read_board,
    read_rules,
    read_scenario,
    rules_files,
    ruleset_of,
    scenario_of,
)
from engine.files.read import read
from engine.model.board import Board
from engine.model.readings import nearest
from engine.model.ruleset import Ruleset
from engine.model.scenario import Scenario

__all__ = ["Examined", "check_board", "check_files", "check_rules", "check_scenario", "examine", "load_all"]


@frozen
class Examined:
    """What the files of one scenario hold, and everything that is wrong with them, by file and line."""

    rules: Loaded
    board: Loaded
    scenario: Loaded
    faults: list[Fault]


def examine(scenario_path: Path, rules_folder: Path | None = None, map_folder: Path | None = None) -> Examined:
    """Read and check a scenario, its rules and its map. Raises FaultyFiles only when there is no rules folder.

    Rules are the shipped ones unless told otherwise; the map is the one that the scenario names, shipped or beside it.
    """
    rules = read_rules(rules_folder or data_folder("rules"))
    scenario = read_scenario(scenario_path)
    board = _board_for(scenario_path, map_folder, scenario.faults)
    faults = [*rules.faults, *board.faults, *scenario.faults]
    faults += check_rules(rules, board)
    faults += check_board(board, rules)
    faults += check_scenario(scenario, rules, board)
    return Examined(rules, board, scenario, in_order(faults))


def in_order(faults: list[Fault]) -> list[Fault]:
    """Faults by file and line, each once."""
    return sorted(dict.fromkeys(faults), key=lambda fault: (fault.file, fault.line))


def _board_for(path: Path, folder: Path | None, faults: list[Fault]) -> Loaded:
    """The map that a scenario is played on; one that might hold anything if it names none that there is."""
    nowhere = Loaded({}, [], {field: {ANYTHING} for field, _ in BOARD_TABLES.values()})
    if folder is not None:
        return read_board(folder)
    try:
        document = read(path)
    except FaultyFiles:
        return nowhere  # read_scenario has said so
    name = document.tables.get("map")
    if not isinstance(name, str):
        return nowhere
    found = find_map(name, path.parent)
    if found is not None:
        return read_board(found)
    known = [folder.name for folder in _shipped_maps()]
    faults.append(document.fault(("map",), f"no map {name!r}", nearest(name, known)))
    return nowhere


def load_all(
    scenario_path: Path, rules_folder: Path | None = None, map_folder: Path | None = None
) -> tuple[Ruleset, Board, Scenario]:
    """Load everything that a game is made of. Raises FaultyFiles with every fault of every file."""
    found = examine(scenario_path, rules_folder, map_folder)
    if found.faults:
        raise FaultyFiles(found.faults)
    return ruleset_of(found.rules), board_of(found.board), scenario_of(found.scenario)


# --- files named by the user ---------------------------------------------------------------------------


@frozen
class Sorted:
    """Files by what they hold: scenarios, map folders, rules files."""

    scenarios: list[Path] = Factory(list)
    maps: list[Path] = Factory(list)
    rules: list[Path] = Factory(list)

    def take(self, path: Path) -> None:
        """Sort in a file, or a folder of them. Raises FaultyFiles when there is no such file."""
        if path.is_dir() and (path / "areas.toml").is_file():
            self.maps.append(path)
        elif path.is_dir():
            files = rules_files(path)
            if not files:
                right = "name a folder of rules, of a map or of scenarios, or a file of one"
                raise FaultyFiles(
                    [Fault(shown(path), 1, "", "no TOML file is in this folder, so there is nothing to check", right)]
                )
            for file in files:
                self.take(file)
        elif path.is_file() and path.name in BOARD_FILES:
            self.maps.append(path.parent)
        elif path.is_file() and headers(path) & {*RULES_TABLES, *SINGLE_TABLES}:
            self.rules.append(path)
        else:
            self.scenarios.append(find_scenario(str(path)))


def rules_home(file: Path) -> Path | None:
    """The rules folder that a rules file belongs to: the nearest one with a procedure in it."""
    for folder in file.resolve().parents[:3]:
        if any("procedure" in headers(other) for other in folder.glob("*.toml")):
            return folder
    return None


def check_files(files: Sequence[Path] = (), rules_folder: Path | None = None) -> tuple[list[Fault], int]:
    """Check the files and folders named, or all that is shipped; return the faults and how many files were read.

    A scenario is checked with its map and rules, a rules file with the folder that it belongs to. Nothing is raised.
    """
    named, faults = Sorted(), list[Fault]()
    for path in files or (data_folder("maps"), data_folder("scenarios")):
        try:
            named.take(path)
        except FaultyFiles as error:
            faults += error.faults
    homes = [home for home in map(rules_home, named.rules) if home]
    home = rules_folder or next(iter(homes), data_folder("rules"))
    try:
        rules = read_rules(home)
    except FaultyFiles as error:
        return in_order(faults + error.faults), 0
    known = {file.resolve() for file in rules_files(home)}
    gather([file for file in named.rules if file.resolve() not in known], RULES_TABLES, SINGLE_TABLES, rules)
    loaded = [rules]
    for path in named.scenarios:
        scenario = read_scenario(path)
        board = _board_for(path, None, scenario.faults)
        faults += [*check_rules(rules, board), *check_board(board, rules), *check_scenario(scenario, rules, board)]
        loaded += [scenario, board]
    for folder in named.maps or ([] if named.scenarios else _shipped_maps()):
        board = read_board(folder)
        faults += [*check_rules(rules, board), *check_board(board, rules)]
        loaded.append(board)
    faults += [fault for found in loaded for fault in found.faults]
    return in_order(faults), _count_files(loaded, faults)


def _shipped_maps() -> list[Path]:
    """The map folders that came with this installation."""
    return sorted(folder for folder in data_folder("maps").glob("*") if (folder / "areas.toml").is_file())


def _count_files(loaded: list[Loaded], faults: list[Fault]) -> int:
    """How many files something was found in, good or bad."""
    origins = [origin for found in loaded for entries in found.entries.values() for _, origin in entries]
    return len({shown(origin.document.path) for origin in origins} | {fault.file for fault in faults})
