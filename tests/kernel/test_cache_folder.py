"""What is compiled is kept under a name of the sources: whatever is edited, wherever it lies, nothing old is used."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kuroshio.kernel import jit


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of all that is compiled, which the folder is named for."""
    for room in jit.COMPILED_ROOMS:
        shutil.copytree(jit.ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(jit, "ROOT", tmp_path)
    return tmp_path


def test_an_edit_of_any_file_gives_another_folder(sources: Path) -> None:
    named, files = jit._cache_folder(), sorted(sources.rglob("*.py"))
    assert {path.parent.relative_to(sources).as_posix() for path in files} >= {"model", "kernel", "kernel/state", "players"}
    seen = set()
    for path in files:
        before = path.read_bytes()
        path.write_bytes(before + b"#\n")
        seen.add(jit._cache_folder())
        path.write_bytes(before)
    assert len(seen - {named}) == len(files), "some edits give a folder that there was"
    assert jit._cache_folder() == named, "the same sources have the same folder"


def test_a_file_of_a_new_folder_counts(sources: Path) -> None:
    names = {jit._cache_folder()}
    for place in ("kernel/new", "kernel/phases/deeper/still"):
        (sources / place).mkdir(parents=True)
        (sources / place / "rule.py").write_bytes(b"")
        names.add(jit._cache_folder())
    (sources / "kernel/new/rule.py").rename(sources / "kernel/new/other.py")
    names.add(jit._cache_folder())
    assert len(names) == 4


def test_what_is_not_compiled_does_not_count(sources: Path) -> None:
    named = jit._cache_folder()
    (sources / "session").mkdir()
    for place in ("session/play.py", "version.py", "kernel/notes.txt", "kernel/state/codes.pyc"):
        (sources / place).write_bytes(b"")
    assert jit._cache_folder() == named
