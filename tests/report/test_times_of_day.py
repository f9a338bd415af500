"""Times are local where a person reads them, with their zone named; in files they have their offset. In two zones."""

from __future__ import annotations

import csv
import json
import re
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from kuroshio.cli.journal import listing
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.model.times_of_day import local, whole, zone
from kuroshio.players.doctrine_tables import Playbook
from kuroshio.report.review.gathering import gather
from kuroshio.report.review.review_tables import as_json
from kuroshio.study import manifest, study_folder
from kuroshio.study.batch import Batch
from kuroshio.study.result_folder import TIMES
from tests.report.played import Played, page_of

ZONES = {"JST-9": ("+09:00", 9), "EST5EDT,M3.2.0,M11.1.0": ("-05:00", -5)}  # of a day in January


@pytest.fixture(params=ZONES)
def offset(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, int]]:
    if not hasattr(time, "tzset"):
        pytest.skip("this platform has one zone for all that runs on it")
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield ZONES[request.param]
    monkeypatch.undo()
    time.tzset()


def test_a_time_of_a_journal_is_told_by_the_clock_of_the_machine(offset: tuple[str, int]) -> None:
    at = local("2026-01-05T20:30:15.000000Z")
    assert whole(at).endswith(offset[0]) and at.hour == (20 + offset[1]) % 24
    assert zone([at, at]) == f"UTC{offset[0]}"


def test_where_clocks_are_changed_both_zones_are_named(offset: tuple[str, int]) -> None:
    named = zone(map(local, ("2026-03-08T06:59:00.000000Z", "2026-03-08T07:01:00.000000Z")))
    assert named == ("UTC+09:00" if offset[1] == 9 else "UTC-05:00, then UTC-04:00")


def test_the_times_of_a_study_have_their_offset(
    offset: tuple[str, int], tables: Tables, playbook: Playbook, doctrines: np.ndarray, tmp_path: Path
) -> None:
    study = Batch(tables, playbook, doctrines, 1, 2)
    with study_folder.begin(tmp_path / "s", study, manifest.asked(study, {})) as files:
        files.stop()
    with (tmp_path / "s" / TIMES).open(encoding="utf-8") as file:
        times = [datetime.fromisoformat(row["time"]) for row in csv.DictReader(file)]
    assert times and all(at.utcoffset() == datetime.now().astimezone().utcoffset() for at in times)


def test_a_review_names_the_zone_once_and_has_local_times(offset: tuple[str, int], stopped: Played) -> None:
    review = gather(stopped.kept, stopped.watched)
    stamps = [datetime.fromisoformat(entry.at) for entry in stopped.kept.counted if entry.kind == "note"]
    hours = [at.astimezone().strftime("%H:%M") for at in stamps]
    room = page_of(stopped, review).split('id="room"')[1]
    assert re.findall(r"Note on [^<]*, (\d\d:\d\d):", room) == hours
    assert room.count("UTC") == 1 and f"Times of day are {zone(at.astimezone() for at in stamps)}." in room
    told = [remark["at"] for remark in json.loads(as_json(review))["room"] if remark["kind"] == "note"]
    assert [datetime.fromisoformat(at) for at in told] == [at.replace(microsecond=0) for at in stamps]
    assert all(at.endswith(whole(stamps[0].astimezone())[19:]) for at in told)


def test_a_journal_is_listed_in_local_time(offset: tuple[str, int], stopped: Played) -> None:
    head, *lines = listing(stopped.kept, "note", None)
    stamps = [datetime.fromisoformat(entry.at).astimezone() for entry in stopped.kept.entries if entry.kind == "note"]
    assert head == f"Times are local, {zone(stamps)}."
    assert [line[7:26] for line in lines] == [at.strftime("%Y-%m-%d %H:%M:%S") for at in stamps]
