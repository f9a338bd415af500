"""Shards of a study: any is resumed alone, all together are the whole, and what is missing or foreign is named."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kuroshio.study import study_run, units
from kuroshio.study.result_folder import Refusal
from kuroshio.study.study_run import Shard, begin, merge
from tests.study.test_lent_workers import GAMES, TEXT, content, files

pytest.importorskip("pyarrow")

SHARDS = 4  # of six units: two have two, two have one


@pytest.fixture(autouse=True, scope="module")
def small_units() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(units, "TURNS_OF_UNIT", 40)
        yield


def play(folder: Path, shard: Shard = study_run.WHOLE, resume: bool = False, text: str = TEXT, stop: int = 10**9) -> None:
    with begin(folder, content(text), GAMES, resume, shard) as run:
        for done in run.play_on():
            if done >= stop:
                return
        run.finish()


@pytest.fixture(scope="module")
def played(small_units: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the whole study, and its shards 1 to 4."""
    place = tmp_path_factory.mktemp("shards")
    play(place / "whole")
    for n in range(1, SHARDS + 1):
        play(place / str(n), Shard(n, SHARDS))
    return place


@pytest.fixture
def place(played: Path, tmp_path: Path) -> Path:
    shutil.copytree(played, tmp_path / "here")
    return tmp_path / "here"


def shards(place: Path) -> list[Path]:
    return [place / str(n) for n in range(1, SHARDS + 1)]


def test_shards_in_any_order_are_the_whole(place: Path) -> None:
    merge(place / "merged", [place / n for n in "3142"])
    assert files(place / "merged") == files(place / "whole")
    assert {path.name for path in (place / "merged").iterdir()} == {path.name for path in (place / "whole").iterdir()}
    assert (place / "1" / "parts").is_dir(), "shards stay as they are"


def test_what_is_missing_or_incomplete_is_named(place: Path) -> None:
    shutil.rmtree(place / "2")
    shutil.rmtree(place / "4")
    with pytest.raises(Refusal, match=r"missing or incomplete: 2/4, 4/4; play them with --shard"):
        merge(place / "merged", [place / "1", place / "3"])
    assert not (place / "merged").exists()
    play(place / "2", Shard(2, SHARDS), stop=1)
    play(place / "4", Shard(4, SHARDS))
    with pytest.raises(Refusal, match=r"missing or incomplete: 2/4; "):
        merge(place / "merged", shards(place))
    play(place / "2", Shard(2, SHARDS), resume=True)
    merge(place / "merged", shards(place))
    assert files(place / "merged") == files(place / "whole")


def test_a_finished_shard_may_be_run_again_and_a_damaged_one_is_mended(place: Path) -> None:
    play(place / "1", Shard(1, SHARDS), resume=True)
    events = [row.split(",")[1] for row in (place / "1" / "times.csv").read_text().splitlines()]
    assert events == ["event", "begun", "over", "gone on", "over"]
    spoilt = next((place / "1" / "parts" / "games").iterdir())
    spoilt.write_bytes(b"spoilt")
    with pytest.raises(Refusal, match="missing or incomplete: 1/4"):
        merge(place / "merged", shards(place))
    play(place / "1", Shard(1, SHARDS), resume=True)
    merge(place / "merged", shards(place))
    assert files(place / "merged") == files(place / "whole")


def test_a_shard_given_twice_or_divided_otherwise_does_no_harm(place: Path) -> None:
    play(place / "half", Shard(2, 2))  # what 2/4 and 4/4 have
    merge(place / "merged", [place / "1", place / "1", place / "3", place / "half"])
    assert files(place / "merged") == files(place / "whole")


def test_a_foreign_shard_is_refused(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    play(place / "foreign", Shard(2, SHARDS), text=TEXT.replace("seed = 3", "seed = 4"))
    with pytest.raises(Refusal, match=r"foreign: was played with another study file than .*1 or this program"):
        merge(place / "merged", [place / "1", place / "foreign"])
    with pytest.raises(Refusal, match="whole: is not the folder of a shard; name those that kuroshio study run --shard wrote"):
        merge(place / "merged", [place / "1", place / "whole"])
    with pytest.raises(Refusal, match="nowhere: is not the folder of a shard"):
        merge(place / "merged", [place / "nowhere"])
    monkeypatch.setattr("kuroshio.__version__", "9.9")
    with pytest.raises(Refusal, match="1: was played with another Kuroshio"):
        merge(place / "merged", shards(place))


def test_a_shard_is_not_continued_as_another(place: Path) -> None:
    with pytest.raises(Refusal, match="begun with another shard; use the same, or name a new folder"):
        play(place / "1", Shard(2, SHARDS), resume=True)
    with pytest.raises(Refusal, match="begun with another shard"):
        merge(place / "1", shards(place))


def test_a_merge_that_was_interrupted_is_done_again(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(study_run, "write_results", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            merge(place / "merged", shards(place))
    merge(place / "merged", shards(place))
    assert files(place / "merged") == files(place / "whole")
    with pytest.raises(Refusal, match="already has all games of this study"):
        merge(place / "merged", shards(place))


def test_a_shard_that_is_resumed_before_it_was_begun_is_begun(tmp_path: Path) -> None:
    play(tmp_path / "new", Shard(1, SHARDS), resume=True)
    assert (tmp_path / "new" / "times.csv").read_text().splitlines()[1].split(",")[1] == "begun"


def test_every_unit_is_in_one_shard() -> None:
    todo = [units.Unit(0, n, 1) for n in range(11)]
    assert sorted(unit for n in range(1, 5) for unit in Shard(n, 4).units(todo)) == todo
    assert Shard(7, 40).units(todo) == (units.Unit(0, 6, 1),) and Shard(12, 40).units(todo) == ()
