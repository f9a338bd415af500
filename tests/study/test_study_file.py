"""A study file: what may stand in it, and which points it makes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from kuroshio.files.faults import FaultyFiles
from kuroshio.study.draws import draws_of
from kuroshio.study.study_file import StudyFile, parse_study, read_study
from kuroshio.study.study_points import StudyLayout, changes_of, points_of

GOOD = """
[study]
id = "hotline"
scenario = "tutorial"
question = "Does more trust hold administration?"
primary = "administration"
smallest = 0.02
games = 60
seed = 3
baseline = "base"

[[arm]]
id = "trust"
name = "More trust"
set = { "opening.us_japan.trust" = 5 }

[[arm]]
id = "base"

[[cross]]
id = "china"
key = "policy.china"
values = ["china_routine_jurisdiction", "china_active_pressure"]

[[vary]]
id = "crisis_at"
key = "procedure.crisis_at"
range = [5, 8]

[design]
kind = "lhs"
points = 4
"""


def study(text: str = GOOD) -> StudyFile:
    return parse_study(text, Path())


def faults(text: str) -> list[str]:
    with pytest.raises(FaultyFiles) as caught:
        study(text)
    return [str(fault).partition(":")[2] for fault in caught.value.faults]


def test_a_study_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "hotline.toml").write_text(GOOD)
    file = read_study(tmp_path / "hotline.toml")
    assert (file.study.id, file.baseline.id, [arm.title for arm in file.arm]) == ("hotline", "base", ["More trust", "base"])
    assert file.folder == tmp_path and file.digest == study().digest != study(GOOD.replace("60", "61")).digest


@pytest.mark.parametrize(
    "old, new, said",
    [
        ("games = 60", "gams = 60", "8: study.gams: unknown key; did you mean 'games'?"),
        ("games = 60", "games = 60\nhalf_width = 0.1", "2: study: needs either games or half_width; write games = 8000, or"),
        ("games = 60", "half_width = 0.1", "2: study.most: 0 is out of range; write the most games of a point, 1 to 1000000000"),
        (
            "smallest = 0.02",
            "smallest = 0.0",
            "7: study.smallest: 0.0 is not above 0; write the smallest difference",
        ),
        ('id = "base"', 'id = "trust"', "18: arm[1].id: 'trust' is the id of another arm; name each arm once"),
        ('baseline = "base"', 'baseline = "bas"', "10: study.baseline: no arm 'bas'; did you mean 'base'?"),
        (
            '"opening.us_japan.trust" = 5',
            '"opening.us_japan.trust" = [5]',
            "15: arm[0].set.opening.us_japan.trust: is not a",
        ),
        (
            "policy.china",
            "opening.us_japan.trust",
            "22: cross[0].key: 'opening.us_japan.trust' is set by an arm too; set it",
        ),
        (', "china_active_pressure"]', "]", "23: cross[0].values: needs two values or more; set a single value in the arms"),
        (
            "range = [5, 8]",
            "range = [8, 5]",
            "28: vary[0].range: is not a least and a most; write two whole numbers",
        ),
        ("range = [5, 8]", "", "25: vary[0]: needs either range or values; write range = [LEAST, MOST], or values"),
        ("points = 4", "points = 0", "32: design.points: 0 is out of range; write the number of draws, 1 to 100000"),
        ('kind = "lhs"', 'kind = "sobol"', "31: design.kind: 'sobol' is no design; one of none, grid, lhs"),
        ("[design]", "[desing]", "30: desing: unknown key; did you mean 'design'?"),
    ],
)
def test_a_fault_is_told_at_its_line(old: str, new: str, said: str) -> None:
    assert any(fault.startswith(said) for fault in faults(GOOD.replace(old, new, 1))), faults(GOOD.replace(old, new, 1))


def test_every_arm_meets_every_factor_at_every_draw() -> None:
    file = study()
    points = points_of(file)
    assert len(points) == 2 * 2 * 4 and [point.number for point in points] == list(range(16))
    assert {point.arm for point in points[:8]} == {"base"}, "the baseline comes first"
    assert Counter(point.cell for point in points) == dict.fromkeys({point.cell for point in points}, 2)
    assert changes_of(file, points[-1]).keys() == {"opening.us_japan.trust", "policy.china", "procedure.crisis_at"}


def test_arms_of_a_draw_have_the_same_games_and_draws_have_others() -> None:
    layout = StudyLayout(points_of(study()), 60)
    assert {(point.draw, layout.first_of(point)) for point in layout.points} == {(d, 60 * d) for d in range(4)}


def test_a_hypercube_has_one_value_in_each_stratum_and_depends_on_the_seed_alone() -> None:
    values = [row[0][1] for row in draws_of(study())]
    assert sorted(values) == [5, 6, 7, 8]
    assert values == [row[0][1] for row in draws_of(study())]
    other = {tuple(row[0][1] for row in draws_of(study(GOOD.replace("seed = 3", f"seed = {seed}")))) for seed in range(20)}
    assert len(other) > 5


def test_a_grid_has_every_combination() -> None:
    grid = GOOD.replace('kind = "lhs"\npoints = 4', 'kind = "grid"')
    draws = draws_of(study(grid.replace("[design]", '[[vary]]\nkey = "turns"\nvalues = [3, 4]\n\n[design]')))
    assert len(draws) == 8 == len(set(draws))
