"""The files of a pack on the disk: any number of processes may write and read them at once."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from kuroshio.files import pack
from kuroshio.files.faults import Fault, FaultyFiles
from kuroshio.files.pack import Pack, lay_out

PACKED = Pack({"scenarios/a.toml": "one", "rules/b.toml": "two", "maps/m/c.toml": "three"})


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KUROSHIO_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_a_folder_that_another_process_was_first_to_write_is_not_touched(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write, first = pack._write, []

    def while_another_writes(folder: Path, packed: Pack) -> None:
        write(folder, packed)
        if not first:
            first.append(None)
            first[0] = lay_out(packed).stat().st_ino

    monkeypatch.setattr(pack, "_write", while_another_writes)
    folder = lay_out(PACKED)
    assert folder.parent == cache and folder.stat().st_ino == first[0]
    assert [path.name for path in cache.iterdir()] == [folder.name], "nothing is left aside"


def test_a_damaged_folder_is_written_anew(cache: Path) -> None:
    folder = lay_out(PACKED)
    (folder / "rules" / "b.toml").write_text("spoilt")
    (folder / "rules" / "more.toml").write_text("more")
    assert lay_out(PACKED) == folder
    assert {path.name: path.read_text() for path in folder.rglob("*.toml")} == {
        "a.toml": "one",
        "b.toml": "two",
        "c.toml": "three",
    }
    assert len(list(cache.iterdir())) == 1


def test_without_a_folder_for_it_a_pack_lies_in_one_of_the_process(cache: Path) -> None:
    cache.write_text("no folder")
    folder = lay_out(PACKED)
    assert cache not in folder.parents and (folder / "scenarios" / "a.toml").read_text() == "one"


def test_faults_are_the_same_in_another_process() -> None:
    error = FaultyFiles([Fault("a.toml", 3, "b", "wrong", "right"), Fault("a.toml", 4, "", "wrong", "right")])
    again = pickle.loads(pickle.dumps(error))
    assert str(again) == str(error) and again.faults == error.faults
