"""Finds the rules, maps and scenarios: in an installed wheel, in a checkout, or at a path from the user."""

from __future__ import annotations

from pathlib import Path

from kuroshio.files.faults import Fault, FaultyFiles
from kuroshio.model.likely_names import nearest

PACKAGE = Path(__file__).resolve().parent.parent


def data_folder(name: str) -> Path:
    """Return the folder `rules`, `maps` or `scenarios` of this installation."""
    installed = PACKAGE / "_data" / name
    return installed if installed.is_dir() else PACKAGE.parent.parent / name


def scenario_names() -> list[str]:
    """Return the names of the shipped scenarios."""
    return sorted(path.stem for path in data_folder("scenarios").glob("*.toml"))


def find_scenario(name: str) -> Path:
    """Find a scenario by path, or by the name of a shipped one. Raises FaultyFiles if there is none."""
    path = Path(name)
    if path.is_file():
        return path
    shipped = data_folder("scenarios") / f"{path.name}.toml"
    if path.suffix != ".toml" and path.name == name and shipped.is_file():
        return shipped
    shipped_names = nearest(name, scenario_names(), "kuroshio check --names scenario")
    right = f"name a file, or a shipped one: {shipped_names}"
    raise FaultyFiles([Fault(name or "''", 1, "", "no such scenario", right)])
