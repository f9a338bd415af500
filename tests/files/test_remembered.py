"""A check that remembers finds what one finds that does not, wherever a change is felt."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kuroshio.files.checks.checker import examine, load_all
from kuroshio.files.content_folders import data_folder
from tests.files.remembered import Memory, remembered

Files = tuple[Path, Memory]
CHANGES = [
    ("factions.toml", 'id = "japan"', 'id = "nippon"'),  # named all over
    ("tracks.toml", 'id = "tension"', 'id = "tensions"'),  # in readings
    ("tracks.toml", "most = ", "most = 1 # "),  # a width, which effects and conditions keep to
    ("responses.toml", 'id = "shadow"', 'id = "shade"'),  # a word of doctrines
    ("events.toml", "year", "yaer"),  # an entry that is spoilt
]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """A copy of what is shipped, and a memory of it."""
    folder, memory = tmp_path_factory.mktemp("shipped"), Memory()
    for name in ("rules", "maps", "scenarios"):
        shutil.copytree(data_folder(name), folder / name)
    scenario = folder / "scenarios" / "senkaku_2021.toml"
    for _ in range(2):
        with remembered(memory):
            assert examine(scenario).faults == []
    return scenario, memory


@pytest.mark.parametrize(("name", "old", "new"), CHANGES)
def test_the_faults_are_the_same(files: Files, name: str, old: str, new: str) -> None:
    scenario, memory = files
    file = scenario.parent.parent / "rules" / name
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    try:
        with remembered(memory):
            found = examine(scenario).faults
        assert found == examine(scenario).faults and len(found) > 1
    finally:
        file.write_text(text, "utf-8")
    with remembered(memory):
        assert examine(scenario).faults == []


def test_the_model_is_the_same_and_made_once(files: Files) -> None:
    scenario, memory = files
    with remembered(memory):
        one, other = load_all(scenario), load_all(scenario)
    assert all(a is b for a, b in zip(one, other)) and one == load_all(scenario)
