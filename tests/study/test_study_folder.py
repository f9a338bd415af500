"""The folder of a study: readable however it ends, and at the end the same bytes however often it was interrupted."""

from __future__ import annotations

import csv
import errno
import io
import os
import random
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from attrs import evolve

from kuroshio import __version__
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.players.doctrine_tables import Playbook
from kuroshio.study import manifest, result_tables, study_folder
from kuroshio.study.batch import Batch, Block, play
from kuroshio.study.estimates import Tally
from kuroshio.study.result_folder import LOCK, Refusal, own_names
from kuroshio.study.study_folder import StudyFolder, begin, go_on

WHOLE = ("games", "turns", "summary", "manifest")
FORMS = ("parquet", "csv")
POLICIES = {"japan": "as the scenario says"}
LEFT = 23  # the exit status of a fork that is gone at once


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "csv":
        monkeypatch.setattr(result_tables, "has_parquet", lambda: False)
    else:
        pytest.importorskip("pyarrow")
    return str(request.param)


@pytest.fixture
def study(tables: Tables, playbook: Playbook, doctrines: np.ndarray) -> Batch:
    return Batch(tables, playbook, doctrines, 5, 40, 7, block=8)


@pytest.fixture(autouse=True)
def a_part_a_block(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(study_folder, "EVERY", 0.0)


def job(study: Batch) -> dict[str, Any]:
    return manifest.asked(study, POLICIES)


def carry_on(found: StudyFolder) -> StudyFolder:
    with found:
        for _ in found.play_on():
            pass
        found.finish()
    return found


def undisturbed(study: Batch, path: Path) -> dict[str, bytes]:
    carry_on(begin(path, study, job(study)))
    return told(path)


def told(path: Path) -> dict[str, bytes]:
    """The bytes of a study that is over: its four files; beside them lie the times, and maybe a lock that nobody holds."""
    found = {file.name: file.read_bytes() for file in path.iterdir() if file.name not in ("times.csv", LOCK)}
    assert len(found) == len(WHOLE), sorted(found)
    return found


def interrupted(study: Batch, path: Path, blocks: int) -> StudyFolder:
    """A study that somebody has stopped by Ctrl-C after so many blocks."""
    with begin(path, study, job(study)) as found:
        playing = found.play_on()
        for _ in range(blocks):
            next(playing)
        playing.close()
        found.stop()
    return found


# --- what is written ---------------------------------------------------------------------------------


def test_outcomes_read_back_are_those_that_were_written(study: Batch, form: str) -> None:
    kind = result_tables.best_form()
    for block in play(study):
        columns = kind.unpack(kind.pack(result_tables.game_columns(study.tables, block)))
        assert columns["game"].tolist() == list(range(block.first, block.first + len(block.results)))
        again, first = Tally(study.tables), Tally(study.tables)
        again.count(result_tables.results_of(study.tables, columns))
        first.add(block)
        assert (again, again.figures()) == (first, first.figures())


def test_a_study_has_the_same_bytes_on_any_threads_and_blocks(study: Batch, form: str, tmp_path: Path) -> None:
    one = undisturbed(study, tmp_path / "one")
    assert set(one) == {f"games.{form}", f"turns.{form}", "summary.csv", "manifest.toml"}
    assert {path.name for path in (tmp_path / "one").iterdir()} == {*one, "times.csv"}
    assert undisturbed(evolve(study, threads=2, block=3), tmp_path / "two") == one
    rows = list(csv.DictReader(io.StringIO(one["summary.csv"].decode())))
    assert {int(row["n"]) for row in rows} == {40}


def test_rows_are_grouped_alike_wherever_parts_end() -> None:
    kind = result_tables.ParquetForm()
    parquet = pytest.importorskip("pyarrow.parquet")
    values = np.arange(30_000, dtype=np.int32)
    joined = []
    for cuts in ([], [1, 8192, 8193], [20_000], list(range(500, 30_000, 500))):
        stream = io.BytesIO()
        kind.join((kind.pack({"a": part, "b": part % 7}) for part in np.split(values, cuts)), stream)
        joined.append(stream.getvalue())
    assert set(joined) == {joined[0]}
    assert parquet.ParquetFile(io.BytesIO(joined[0])).num_row_groups == 4


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="no list of threads")
def test_tables_are_read_without_threads_that_could_outlive_the_program() -> None:
    pytest.importorskip("pyarrow")
    source = """
import io, os, numpy, pyarrow.parquet
from kuroshio.study.result_tables import ParquetForm
form, before = ParquetForm(), len(os.listdir("/proc/self/task"))
data = form.pack({"a": numpy.arange(50_000), "b": numpy.arange(50_000)})
form.join([data, data], io.BytesIO())
form.unpack(data)
print(len(os.listdir("/proc/self/task")) - before)
"""
    assert subprocess.run([sys.executable, "-c", source], capture_output=True, text=True).stdout == "0\n"


def test_memory_does_not_grow_with_the_games(study: Batch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(study_folder, "EVERY", 1e9)
    monkeypatch.setattr(study_folder, "MOST", 100)
    with begin(tmp_path / "s", study, job(study)) as found:
        for _ in found.play_on():
            assert sum(len(turns["turn"]) for _, turns in found.now.waiting) < 100
        assert len(found.now.parts) > 1


# --- interrupted, and gone on with ---------------------------------------------------------------------


def test_what_is_done_can_be_read_and_the_folder_says_how_far_it_is(study: Batch, form: str, tmp_path: Path) -> None:
    interrupted(study, tmp_path / "s", 3)
    told = tomllib.loads((tmp_path / "s" / "manifest.toml").read_text())
    assert told["interrupted"] is True and (told["games_played"], told["games_asked"], told["seed"]) == (24, 40, 5)
    kind = result_tables.best_form()
    games = [kind.unpack(path.read_bytes())["game"] for path in sorted((tmp_path / "s" / "parts" / "games").iterdir())]
    assert np.concatenate(games).tolist() == list(range(7, 31))
    with (tmp_path / "s" / "summary.csv").open() as file:
        assert {row["n"] for row in csv.DictReader(file)} == {"24"}


def test_the_parts_of_a_table_are_one_table_to_whoever_reads_the_folder(study: Batch, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    undisturbed(study, tmp_path / "whole")
    interrupted(study, tmp_path / "s", 3)
    for table in ("games", "turns"):
        whole = parquet.read_table(tmp_path / "whole" / f"{table}.parquet").to_pylist()
        parts = parquet.read_table(tmp_path / "s" / "parts" / table).to_pylist()
        assert parts == [row for row in whole if row["game"] < 31]


@pytest.mark.parametrize("blocks", [1, 3, 5])
def test_a_study_that_goes_on_ends_with_the_same_bytes(study: Batch, form: str, tmp_path: Path, blocks: int) -> None:
    whole = undisturbed(study, tmp_path / "whole")
    interrupted(study, tmp_path / "s", blocks)
    assert carry_on(go_on(tmp_path / "s", evolve(study, block=5, threads=2), job(study))).damaged == 0
    assert told(tmp_path / "s") == whole
    with (tmp_path / "s" / "times.csv").open() as file:
        assert [row["event"] for row in csv.DictReader(file)] == ["begun", "interrupted", "gone on", "over"]


def damage(path: Path, luck: random.Random) -> None:
    """Do to a part what disks do."""
    data = bytearray(path.read_bytes())
    harm = luck.randrange(4)
    if harm == 0:
        path.write_bytes(data[: luck.randrange(len(data))])
    elif harm == 1:
        data[luck.randrange(len(data))] ^= 1 << luck.randrange(8)
        path.write_bytes(data)
    elif harm == 2:
        path.unlink()
    else:
        path.rename(path.with_name(path.name.replace("-00000", "-00001", 1)))


@pytest.mark.parametrize("seed", range(4))
def test_a_damaged_part_is_played_again(study: Batch, form: str, tmp_path: Path, seed: int) -> None:
    luck = random.Random(seed)
    whole = undisturbed(study, tmp_path / "whole")
    interrupted(study, tmp_path / "s", 4)
    for path in luck.sample(sorted((tmp_path / "s" / "parts").rglob(f"*.{form}")), 3):
        damage(path, luck)
    carry_on(go_on(tmp_path / "s", study, job(study)))
    assert told(tmp_path / "s") == whole


def test_a_part_that_is_damaged_before_the_end_is_not_joined(study: Batch, form: str, tmp_path: Path) -> None:
    whole = undisturbed(study, tmp_path / "whole")
    with begin(tmp_path / "s", study, job(study)) as found:
        list(found.play_on())
        next((tmp_path / "s" / "parts" / "turns").iterdir()).write_bytes(b"dust")
        with pytest.raises(Refusal, match="has been damaged since it was written; continue with --resume"):
            found.finish()
    assert carry_on(go_on(tmp_path / "s", study, job(study))).damaged == 1
    assert told(tmp_path / "s") == whole


# --- ended at any step -----------------------------------------------------------------------------------


class Steps:
    """Counts what is done to the disk, and does something at one of these steps."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, at: int, act: Callable[[], None]):
        self.done, self.at, self.act = 0, at, act
        for place, name in ((os, "fsync"), (Path, "replace"), (Path, "mkdir"), (Path, "unlink"), (shutil, "rmtree")):
            self._watch(monkeypatch, place, name)

    def _watch(self, monkeypatch: pytest.MonkeyPatch, place: Any, name: str) -> None:
        true = getattr(place, name)

        def step(*words: Any, **more: Any) -> Any:
            self.done += 1
            if self.done == self.at:
                self.act()
            return true(*words, **more)

        monkeypatch.setattr(place, name, step)


def steps_of(study: Batch, path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many steps an undisturbed study has."""
    with monkeypatch.context() as patch:
        steps = Steps(patch, 0, lambda: None)
        undisturbed(study, path)
    return steps.done


def fork_that_goes_at(study: Batch, path: Path, monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    """Play a study in a fork that is gone at a step, as by KILL."""
    child = os.fork()
    if child == 0:
        Steps(monkeypatch, at, lambda: os._exit(LEFT))
        undisturbed(study, path)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == LEFT


def after_any_ending(study: Batch, path: Path, whole: dict[str, bytes]) -> None:
    """Whatever was left, there is no half of anything in it, and the study ends as it should."""
    for file in path.rglob("[!.]*.parquet"):
        result_tables.ParquetForm().unpack(file.read_bytes())
    was = manifest.read(path) if path.exists() else None
    assert was is not None or not path.exists() or {file.name for file in path.iterdir()} <= own_names()
    if was is None:
        carry_on(begin(path, study, job(study)))
    elif was["interrupted"]:
        carry_on(go_on(path, study, job(study)))
    else:
        with pytest.raises(Refusal, match="already has all 40 games of this study"):
            go_on(path, study, job(study))
    assert told(path) == whole


def at_steps(steps: int, full: bool) -> Iterator[int]:
    return iter(range(1, steps + 1) if full else random.Random(1).sample(range(1, steps + 1), steps // 12))


@pytest.mark.skipif(sys.platform == "win32", reason="needs a fork")
@pytest.mark.parametrize("full", [False, pytest.param(True, marks=pytest.mark.full)])
def test_killed_at_any_step_on_the_disk(
    study: Batch, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, full: bool
) -> None:
    whole = undisturbed(study, tmp_path / "whole")
    for at in at_steps(steps_of(study, tmp_path / "counted", monkeypatch), full):
        fork_that_goes_at(study, tmp_path / f"{at}", monkeypatch, at)
        after_any_ending(study, tmp_path / f"{at}", whole)


@pytest.mark.parametrize("full", [False, pytest.param(True, marks=pytest.mark.full)])
def test_interrupted_at_any_step_on_the_disk(
    study: Batch, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, full: bool
) -> None:
    def ctrl_c() -> None:
        raise KeyboardInterrupt

    whole = undisturbed(study, tmp_path / "whole")
    for at in at_steps(steps_of(study, tmp_path / "counted", monkeypatch), full):
        with monkeypatch.context() as patch:
            Steps(patch, at, ctrl_c)
            try:
                with begin(tmp_path / f"{at}", study, job(study)) as found:
                    try:
                        for _ in found.play_on():
                            pass
                        found.finish()
                    except KeyboardInterrupt:
                        found.stop()
            except KeyboardInterrupt:
                pass
        after_any_ending(study, tmp_path / f"{at}", whole)


@pytest.mark.parametrize("full", [False, pytest.param(True, marks=pytest.mark.full)])
def test_a_disk_that_is_full_at_any_step(
    study: Batch, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, full: bool
) -> None:
    def no_room() -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    whole = undisturbed(study, tmp_path / "whole")
    for at in at_steps(steps_of(study, tmp_path / "counted", monkeypatch), full):
        with monkeypatch.context() as patch:
            Steps(patch, at, no_room)
            try:
                undisturbed(study, tmp_path / f"{at}")
            except OSError as error:
                assert error.errno == errno.ENOSPC
        after_any_ending(study, tmp_path / f"{at}", whole)


# --- what is refused ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"seed": 6}, "--seed 5, not 6"),
        ({"games": 41}, "--games 40, not 41"),
        ({"first": 8}, "--first 7, not 8"),
    ],
)
def test_another_job_is_refused_by_what_differs(study: Batch, tmp_path: Path, change: dict[str, Any], said: str) -> None:
    interrupted(study, tmp_path / "s", 2)
    before = {path: path.read_bytes() for path in (tmp_path / "s").rglob("*.*") if path.is_file()}
    other = evolve(study, **change)
    with pytest.raises(Refusal, match=f"begun with {said}; use the same"):
        go_on(tmp_path / "s", other, job(other))
    with pytest.raises(Refusal, match="is not empty"):
        begin(tmp_path / "s", other, job(other))
    assert before == {path: path.read_bytes() for path in (tmp_path / "s").rglob("*.*") if path.is_file()}


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("kuroshio", "9.9", f"with Kuroshio {__version__}, not 9.9"),
        ("content_sha256", "0" * 64, "the rules, the map or the scenario have changed"),
        ("policies", {"japan": "random"}, "with --policy japan=as the scenario says, not random"),
        ("made_with", {"python": "4"}, "not 4"),
        ("tables", "stone", "not stone"),
    ],
)
def test_other_content_policies_or_programs_are_refused(study: Batch, tmp_path: Path, key: str, value: Any, said: str) -> None:
    interrupted(study, tmp_path / "s", 1)
    with pytest.raises(Refusal, match=said):
        go_on(tmp_path / "s", study, {**job(study), key: value})


def test_csv_is_not_gone_on_with_as_parquet(study: Batch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyarrow")
    interrupted(study, tmp_path / "s", 1)
    monkeypatch.setattr(result_tables, "has_parquet", lambda: False)
    with pytest.raises(Refusal, match="begun with tables as parquet, not csv"):
        go_on(tmp_path / "s", study, job(study))


def test_a_study_that_was_ended_before_anything_was_kept_begins(study: Batch, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for name in ("none yet", "empty"):
        carry_on(go_on(tmp_path / name, study, job(study)))
        assert told(tmp_path / name) == undisturbed(study, tmp_path / f"{name}, undisturbed")


def test_a_folder_without_a_study_is_refused(study: Batch, tmp_path: Path) -> None:
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "notes.txt").write_text("mine")
    with pytest.raises(Refusal, match="has no study to continue; begin one without --resume"):
        go_on(tmp_path / "s", study, job(study))
    (tmp_path / "manifest.toml").write_bytes(b"\xff = ?")
    with pytest.raises(Refusal, match=r"its manifest.toml cannot be read"):
        go_on(tmp_path, study, job(study))
    (tmp_path / "manifest.toml").write_text('policies = "none"\n')
    with pytest.raises(Refusal, match=r"its manifest.toml cannot be read"):
        go_on(tmp_path, study, job(study))


def test_a_study_that_is_over_is_not_gone_on_with(study: Batch, form: str, tmp_path: Path) -> None:
    whole = undisturbed(study, tmp_path / "s")
    (tmp_path / "s" / "parts").mkdir()  # a KILL between the manifest and the parts leaves them
    with pytest.raises(Refusal, match="already has all 40 games of this study"):
        go_on(tmp_path / "s", study, job(study))
    assert told(tmp_path / "s") == whole


def test_an_unfinished_run_of_the_same_job_says_how_to_go_on(study: Batch, tmp_path: Path) -> None:
    interrupted(study, tmp_path / "s", 3)
    with pytest.raises(Refusal, match="has 24 of 40 games of this study; continue with --resume"):
        begin(tmp_path / "s", study, job(study))


def test_two_runs_do_not_share_a_folder(study: Batch, tmp_path: Path) -> None:
    with begin(tmp_path / "s", study, job(study)):
        for second in (begin, go_on):
            with pytest.raises(Refusal, match="another run is writing there now"):
                second(tmp_path / "s", study, job(study))
    carry_on(go_on(tmp_path / "s", study, job(study)))


def test_blocks_follow_on_one_another(study: Batch, tmp_path: Path) -> None:
    """A tally is of what is on the disk, whatever was interrupted."""
    with begin(tmp_path / "s", study, job(study)) as found:
        block: Block = next(play(study))
        found.add(block)
        found.commit()
        found.commit()
        assert found.kept == 8 and [part.last for part in found.now.parts] == [14]
