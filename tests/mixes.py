"""The frozen world with a mix at one of its seats."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import kuroshio
from kuroshio import Scenario

WORLD = Path(__file__).parent / "world"
SEAT, OWN, OTHER = "arvania", "arvania_routine_jurisdiction", "arvania_active_pressure"
TWO_TO_ONE = {OWN: 2, OTHER: 1}


def mixed_file(folder: Path, mix: Mapping[str, int] = TWO_TO_ONE) -> Path:
    """A copy of the world in a folder, its scenario with this mix; the scenario's file."""
    shutil.copytree(WORLD, folder, dirs_exist_ok=True)
    path = folder / "scenarios" / "gulls.toml"
    own, weights = f'doctrine = "{OWN}"\n', ", ".join(f"{name} = {weight}" for name, weight in mix.items())
    text = path.read_text(encoding="utf-8")
    assert text.count(own) == 1
    path.write_text(text.replace(own, f"{own}mix = {{ {weights} }}\n"), encoding="utf-8")
    return path


def mixed(folder: Path, mix: Mapping[str, int] = TWO_TO_ONE) -> Scenario:
    """The same, loaded."""
    return kuroshio.load(mixed_file(folder, mix))
