"""How the primary effect depends on what is uncertain: numbers counted anew with numpy, and what is said of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from kuroshio.cli.main import group
from kuroshio.cli.study_table import dependence
from kuroshio.study.study_answers import Answers, KeyAnswer, Row, read_answers
from kuroshio.study.study_content import PointContent
from kuroshio.study.study_file import Vary, parse_study
from kuroshio.study.study_run import begin
from kuroshio.study.varied_parts import parts_of

parquet = pytest.importorskip("pyarrow.parquet")

GAMES = 30
TEXT = f"""
[study]
id = "uncertain"
scenario = "tutorial"
question = "Does it matter how near a crisis is?"
primary = "administration"
smallest = 0.1
games = {GAMES}

[[arm]]
id = "base"

[[arm]]
id = "chance"
set = {{ "policy.japan" = "random" }}

[[cross]]
id = "trust"
key = "opening.us_japan.trust"
values = [4, 5]

[[vary]]
id = "crisis"
key = "procedure.crisis_at"
range = [2, 8]

[[vary]]
id = "china"
key = "policy.china"
values = ["china_routine_jurisdiction", "china_active_pressure"]

[design]
kind = "lhs"
points = 14

[record]
partings = 0
"""
GRID = TEXT.replace('"lhs"', '"grid"').replace("points = 14\n", "").replace("[2, 8]", "[5, 8]")
THIRDS = {"crisis = 2 to 3": (2, 3), "crisis = 4 to 5": (4, 5), "crisis = 6 to 8": (6, 7, 8)}


def played(folder: Path, text: str) -> Answers:
    content = PointContent.of(parse_study(text, Path()))
    with begin(folder, content, GAMES, resume=False) as run:
        for _ in run.play_on():
            pass
        run.finish()
    return read_answers(folder)


@pytest.fixture(scope="module")
def hypercube(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    return played(tmp_path_factory.mktemp("study") / "lhs", TEXT)


@pytest.fixture(scope="module")
def grid(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    return played(tmp_path_factory.mktemp("study") / "grid", GRID)


def holds(answers: Answers, arm: str, key: str, values: tuple[object, ...]) -> dict[tuple[str, int, int], bool]:
    """Whether administration holds, 8 or more, in each game of an arm where a key has one of these values."""
    wanted = {str(value) for value in values}
    rows = parquet.read_table(answers.folder / "points.parquet").to_pylist()
    points = {row["point"]: row for row in rows if row["arm"] == arm and row[key] in wanted}
    table = parquet.read_table(answers.folder / "games.parquet", columns=["point", "game", "administration"])
    found = zip(*(table[name].to_numpy().tolist() for name in ("point", "game", "administration")))
    return {(points[p]["trust"], points[p]["draw"], game): held >= 8 for p, game, held in found if p in points}


def differences(answers: Answers, key: str, values: tuple[object, ...]) -> np.ndarray:
    """The differences, pair by pair, in the draws in which a key has one of these values."""
    base, other = (holds(answers, arm, key, values) for arm in ("base", "chance"))
    assert base.keys() == other.keys()
    return np.array([int(other[game]) - int(base[game]) for game in base])


def is_of(row: Row, more: np.ndarray) -> None:
    """A row has the numbers of these differences, with an interval like the normal one."""
    assert int(row["n"]) == len(more) and int(row["games_that_differ"]) == np.count_nonzero(more)
    assert float(row["difference"]) == pytest.approx(more.mean(), abs=1e-6)
    half = 1.96 * more.std() / np.sqrt(len(more))
    assert (float(row["low_95"]), float(row["high_95"])) == pytest.approx((more.mean() - half, more.mean() + half), abs=0.03)


def test_thirds_of_a_hypercube_are_those_of_a_count_anew(hypercube: Answers) -> None:
    crisis, china = hypercube.varied("chance")
    assert [row["by"] for row in crisis.parts] == list(THIRDS)
    for row, values in zip(crisis.parts, THIRDS.values(), strict=True):
        is_of(row, differences(hypercube, "crisis", values))
    names = ("china_routine_jurisdiction", "china_active_pressure")
    for row, name in zip(china.parts, names, strict=True):
        is_of(row, differences(hypercube, "china", (name,)))
    assert sum(int(row["n"]) for row in crisis.parts) == sum(int(row["n"]) for row in china.parts) == 14 * 2 * GAMES


def test_a_contrast_is_the_difference_of_two_parts_that_are_apart(hypercube: Answers) -> None:
    crisis = hypercube.varied("chance")[0]
    first, *others = (differences(hypercube, "crisis", values) for values in THIRDS.values())
    assert [row["by"] for row in crisis.contrasts] == ["crisis = 4 to 5 less 2 to 3", "crisis = 6 to 8 less 2 to 3"]
    for row, more in zip(crisis.contrasts, others, strict=True):
        assert float(row["difference"]) == pytest.approx(more.mean() - first.mean(), abs=1e-6)
        half = 1.96 * np.sqrt(first.var() / len(first) + more.var() / len(more))
        ends = (more.mean() - first.mean() - half, more.mean() - first.mean() + half)
        assert (float(row["low_95"]), float(row["high_95"])) == pytest.approx(ends, abs=0.04)


def test_a_grid_has_its_levels(grid: Answers) -> None:
    crisis, _ = grid.varied("chance")
    assert [row["by"] for row in crisis.parts] == [f"crisis = {value}" for value in (5, 6, 7, 8)]
    for row, value in zip(crisis.parts, (5, 6, 7, 8), strict=True):
        is_of(row, differences(grid, "crisis", (value,)))
        assert int(row["n"]) == 2 * 2 * GAMES
    assert len(crisis.contrasts) == 3


def test_the_parts_are_no_looks_and_stand_apart_from_the_answer(hypercube: Answers) -> None:
    assert {row["kind"] for row in hypercube.primary} == {"difference", "interaction"}
    parts = [row for row in hypercube.effects if row["kind"] in ("part", "contrast")]
    assert parts and {row["id"] for row in parts} == {"administration"} and not any(row["p_holm"] for row in parts)


def test_the_table_says_of_each_key_whether_it_matters(hypercube: Answers) -> None:
    told = CliRunner().invoke(group, ["study", "table", str(hypercube.folder)], catch_exceptions=False).output
    assert "By what is uncertain: the difference in each part of a key, over all draws in it. In a Latin hypercube" in told
    for key in hypercube.varied("chance"):
        assert f"chance, {key.title}: {dependence(hypercube, key)}." in told
        assert all(row["by"].split()[-1] in told and f"{int(row['n']):,}" in told for row in key.parts)


def contrast(low: float, high: float, verdict: str, needed: str = "") -> Row:
    return {"unit": "rate", "low_95": str(low), "high_95": str(high), "verdict": verdict, "games_needed": needed}


@pytest.mark.parametrize(
    ("verdicts", "said"),
    [
        (("undecided", "larger"), "the difference depends on it by 10.0 or more"),
        (("negligible", "identical"), "the difference does not depend on it by 10.0 or more"),
        (
            ("negligible", "undecided"),
            "the interval is too wide to tell whether the difference depends on it by 10.0; about 900 games of a point would",
        ),
        ((), "all draws lie in one part; more draws would tell"),
    ],
)
def test_what_is_said_of_a_key(hypercube: Answers, verdicts: tuple[str, ...], said: str) -> None:
    rows = tuple(contrast(-0.3, 0.2, verdict, "900" if verdict == "undecided" else "") for verdict in verdicts)
    assert dependence(hypercube, KeyAnswer("crisis", ({"unit": "rate"},), rows)) == said


def test_too_few_games_are_too_wide_to_tell(tmp_path: Path) -> None:
    text = TEXT.replace('"policy.japan" = "random"', '"action.hotline_offer.cost.capital" = 3')
    few = played(tmp_path / "few", text.replace("points = 14", "points = 2"))
    told = CliRunner().invoke(group, ["study", "table", str(few.folder)], catch_exceptions=False).output
    assert "chance, crisis: the interval is too wide to tell whether the difference depends on it by 10.0" in told


@pytest.mark.parametrize(
    ("least", "most", "design", "spans"),
    [
        (1, 2, "lhs", ["1", "2"]),
        (1, 3, "lhs", ["1", "2", "3"]),
        (1, 5, "lhs", ["1", "2 to 3", "4 to 5"]),
        (1, 5, "grid", ["1", "2", "3", "4", "5"]),
    ],
)
def test_parts_share_a_range_out(least: int, most: int, design: str, spans: list[str]) -> None:
    parts = parts_of(Vary("turns", (least, most)), design)
    assert [part.span for part in parts] == spans
    assert [value for part in parts for value in part.values] == list(range(least, most + 1))
