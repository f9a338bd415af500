"""A seat with a mix in studies: the column that says by which doctrine it played, arms, levers."""

from __future__ import annotations

from pathlib import Path

import pytest

from kuroshio.players.seating import Seating
from kuroshio.study import result_tables
from kuroshio.study.batch import Batch, play
from kuroshio.study.estimates import Tally
from kuroshio.study.lever_list import levers_of
from kuroshio.study.study_content import PointContent, UnclearPoint
from kuroshio.study.study_file import parse_study
from kuroshio.study.study_points import points_of
from kuroshio.study.study_tables import described, games_of
from tests.mixes import OTHER, OWN, SEAT, mixed, mixed_file

COLUMN = f"doctrine_{SEAT}"
TEXT = """
[study]
id = "mixes"
scenario = "scenarios/gulls.toml"
question = "What does the mix do?"
seed = 3
primary = "incidents"
smallest = 0.1
games = 20
[[arm]]
id = "base"
name = "As the scenario says"
[[arm]]
id = "other"
name = "Otherwise"
set = { SET }
"""


def content_of(folder: Path, change: str) -> PointContent:
    return PointContent.of(parse_study(TEXT.replace("SET", change), folder))


@pytest.mark.parametrize("form", [result_tables.CsvForm(), result_tables.ParquetForm()])
def test_the_column_is_read_back_as_it_was_written(form: result_tables.FileFormat, tmp_path: Path) -> None:
    if form.name == "parquet":
        pytest.importorskip("pyarrow")
    scenario = mixed(tmp_path)
    seating = Seating.of(scenario.tables, scenario.playbook, {}, {})
    for block in play(Batch(seating.tables, seating.playbook, seating.policy, 5, 40, block=16)):
        columns = result_tables.game_columns(seating.tables, block)
        again = form.unpack(form.pack(columns))
        assert set(again[COLUMN]) <= {OWN, OTHER} and again[COLUMN].tolist() == columns[COLUMN].tolist()
        assert all(again[name].tolist() == columns[name].tolist() for name in columns)
        one, other = Tally(seating.tables), Tally(seating.tables)
        one.add(block)
        other.count(result_tables.results_of(seating.tables, again))
        assert one == other


def test_a_study_file_has_the_column_and_its_description(tmp_path: Path) -> None:
    mixed_file(tmp_path)
    content = content_of(tmp_path, f'"policy.{SEAT}" = "{OTHER}"')
    found = []
    for point in points_of(content.file):
        seating = content.at(point)
        (block,) = play(Batch(seating.tables, seating.playbook, seating.policy, 3, 40))
        found.append(games_of(seating.tables, block, point.number)[COLUMN].tolist())
    assert set(found[0]) == {OWN, OTHER} and set(found[1]) == {OTHER}
    (told,) = (column for column in described(seating.tables) if column.name == COLUMN)
    assert told.table == "games" and told.title.endswith("drawn from its mix where no policy says otherwise")


@pytest.mark.parametrize(
    ("change", "seat"),
    [
        (f'"seat.{SEAT}.mix" = "none"', f"{SEAT} has a mix in the scenario alone"),
        (
            '"seat.belmark.mix.belmark_police_first" = 1, "seat.belmark.mix.belmark_forward_alliance" = 1',
            "belmark has a mix here alone",
        ),
    ],
)
def test_an_arm_with_other_mixes_is_refused(change: str, seat: str, tmp_path: Path) -> None:
    mixed_file(tmp_path)
    content = content_of(tmp_path, change)
    base, other = points_of(content.file)
    content.at(base)
    with pytest.raises(UnclearPoint, match=f"^arm other: {seat}; write it into the scenario"):
        content.at(other)


def test_a_weight_may_be_an_arm(tmp_path: Path) -> None:
    mixed_file(tmp_path)
    content = content_of(tmp_path, f'"seat.{SEAT}.mix.{OTHER}" = 100')
    seating = content.at(points_of(content.file)[1])
    (block,) = play(Batch(seating.tables, seating.playbook, seating.policy, 3, 40))
    assert (result_tables.game_columns(seating.tables, block)[COLUMN] == OTHER).sum() > 30


def test_each_doctrine_of_a_mix_is_a_lever(tmp_path: Path) -> None:
    levers = [lever for lever in levers_of(mixed(tmp_path).tables) if lever.kind == "doctrine" and lever.of == SEAT]
    assert [lever.id for lever in levers] == [OWN, OTHER]
